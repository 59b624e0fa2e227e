//! One stand-in in the spellings that its original has: small, capital, mixed.
//!
//! Invariant: a spelling in small letters gives small letters, one in capitals gives capitals; every spelling of one
//! original gives another spelling of the stand-in, so that each can be told back.
//! Deliberately absent: choosing the stand-in (`invent`).

/// Spellings of a stand-in that are tried for one spelling of the original.
const MOST: u32 = 256;

/// How a text uses capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Small,
    Capital,
    Mixed,
}

fn case(text: &str) -> Case {
    let small = text.chars().any(char::is_lowercase);
    let capital = text.chars().any(char::is_uppercase);
    match (small, capital) {
        (true, true) => Case::Mixed,
        (false, true) => Case::Capital,
        _ => Case::Small,
    }
}

/// The spellings of `stand_in`, which is in small letters, that may stand for `original`, the best first.
pub(super) fn variants(stand_in: &str, original: &str) -> Vec<String> {
    match case(original) {
        Case::Small => vec![stand_in.to_owned()],
        Case::Capital => vec![stand_in.to_uppercase()],
        Case::Mixed => {
            let letters = stand_in.chars().filter(char::is_ascii_lowercase).count();
            let masks =
                1_u32.checked_shl(u32::try_from(letters).unwrap_or(u32::MAX)).unwrap_or(MOST).min(MOST);
            // The first letter alone, then all others; neither none nor all.
            (1..masks).map(|mask| masked(stand_in, mask)).filter(|text| case(text) == Case::Mixed).collect()
        }
    }
}

/// The letters whose bit is set, in capitals.
fn masked(text: &str, mask: u32) -> String {
    let mut letter = 0;
    text.chars()
        .map(|character| {
            if !character.is_ascii_lowercase() {
                return character;
            }
            let is_set = letter < 32 && mask & (1 << letter) != 0;
            letter += 1;
            if is_set { character.to_ascii_uppercase() } else { character }
        })
        .collect()
}
