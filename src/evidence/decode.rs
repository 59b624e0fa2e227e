//! The bytes of a file or a paste as text, with doubts about what was guessed.
//!
//! Invariant: a letter of a guessed code page is never taken for certain.
//! Deliberately absent: the guessing itself (`encoding`), and files.

use crate::encoding::{self, Binary, Decoded, Encoding, Mark};
use crate::evidence::{Doubt, DoubtKind, Lines, Reading, read};
use crate::prose;

/// Text from bytes, with what is doubted about it as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text, not yet cleaned.
    pub text: String,
    /// Doubts; none if the encoding was certain and nothing was lost.
    pub doubts: Vec<Doubt>,
}

/// Turns the bytes of a file or a paste into text.
///
/// # Errors
/// The bytes are no text.
pub fn decode(bytes: &[u8]) -> Result<Text, Binary> {
    let decoded = encoding::decode(bytes)?;
    let doubts = doubts(&decoded);
    Ok(Text { text: decoded.text, doubts })
}

/// Decodes bytes and reads them. Letters of a guessed code page make the values they stand in doubtful.
///
/// # Errors
/// The bytes are no text.
pub fn read_bytes(bytes: &[u8]) -> Result<Reading, Binary> {
    let decoded = encoding::decode(bytes)?;
    let mut reading = read(&decoded.text);
    if let Encoding::CodePage(page) = decoded.encoding {
        for property in reading.objects.iter_mut().flat_map(|object| &mut object.properties) {
            if !property.value.is_ascii() && !property.has_doubt(DoubtKind::Garbled) {
                let text =
                    format!("The letters beyond ASCII in `{}` were guessed to be {page}", property.name);
                property.doubts.push(Doubt {
                    kind: DoubtKind::Garbled,
                    text: text.into(),
                    lines: Some(property.lines),
                });
            }
        }
    }
    reading.doubts.splice(0..0, doubts(&decoded));
    Ok(reading)
}

fn doubts(decoded: &Decoded) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let guessed = match decoded.encoding {
        Encoding::CodePage(page) => Some(format!(
            "The text is no Unicode; its letters were guessed to be {page}. Save it as UTF-8 to be sure"
        )),
        Encoding::Utf16Le(Mark::Absent) | Encoding::Utf16Be(Mark::Absent) => Some(format!(
            "The text has no byte order mark; its null bytes show it to be {}",
            decoded.encoding
        )),
        _ => None,
    };
    doubts.extend(guessed.map(|text| Doubt { kind: DoubtKind::Encoding, text: text.into(), lines: None }));
    if let Some(broken) = &decoded.broken {
        let before = decoded.text.get(..broken.first.start).unwrap_or_default();
        let line = before.split('\n').count();
        let places = prose::count(broken.count, "place");
        doubts.push(Doubt {
            kind: DoubtKind::Garbled,
            text: format!("{places} could not be decoded as {}", decoded.encoding).into(),
            lines: Some(Lines::one(line)),
        });
    }
    doubts
}

#[cfg(test)]
mod tests {
    use crate::evidence::{DoubtKind, decode, read_bytes};

    #[test]
    fn a_guessed_code_page_is_said_and_its_letters_are_doubted() {
        let reading = read_bytes(b"Name    : B\xfcro\r\nEnabled : True\r\n").expect("it is text");
        let object = &reading.objects[0];
        let name = object.get("Name").expect("it is there");
        assert!(name.value == "B\u{fc}ro" && name.has_doubt(DoubtKind::Garbled));
        assert!(object.get("Enabled").expect("it is there").doubts.is_empty());
        assert_eq!(reading.doubts.iter().map(|doubt| doubt.kind).collect::<Vec<_>>(), [DoubtKind::Encoding]);
        assert!(reading.is_complete(), "a guessed letter hides no object");
    }

    #[test]
    fn certain_encodings_are_not_doubted() {
        for bytes in [&b"Name : a"[..], b"\xef\xbb\xbfName : a", b"\xff\xfeN\0:\0"] {
            assert_eq!(decode(bytes).expect("it is text").doubts, []);
        }
        let lost =
            decode("Gr\u{fc}\u{df}e\n".bytes().chain([0xff]).collect::<Vec<_>>().as_slice()).expect("text");
        assert_eq!(lost.doubts[0].text, "1 place could not be decoded as UTF-8");
        assert_eq!(lost.doubts[0].lines.map(|lines| lines.first), Some(2));
    }
}
