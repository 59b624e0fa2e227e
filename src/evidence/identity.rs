//! What names one thing in several spellings: GUIDs, thumbprints, mail addresses, domains, distinguished names.
//!
//! Invariant: two texts with the same [`Identity`] name the same thing; an identity is never a guess at a type, so texts
//! of no such shape have none.
//! Deliberately absent: validating what people type (`command`), and any look-up.

use crate::prose::is_hidden;

/// The longest text that can be one.
const LONGEST: usize = 1024;

/// A name without the freedom of its spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identity {
    /// The digits of a GUID or a thumbprint, in lower case.
    Hexadecimal(String),
    /// A mail address or a domain, in lower case, without `smtp:` in front and the final dot, in Unicode.
    Address(String),
    /// A distinguished name, or an Exchange legacy one, in lower case.
    Distinguished(String),
}

/// What a text names, if it has the shape of such a name.
pub(crate) fn identity(text: &str) -> Option<Identity> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    // Windows' certificate dialog puts U+200E in front of every thumbprint that is copied from it.
    let visible: String = text.chars().filter(|character| !is_hidden(*character)).collect();
    let text = visible.trim();
    None.or_else(|| hexadecimal(text).map(Identity::Hexadecimal))
        .or_else(|| distinguished(text).map(Identity::Distinguished))
        .or_else(|| address(text).map(Identity::Address))
}

/// A GUID without braces and dashes, or a thumbprint (SHA-1 or SHA-256) without its separators.
fn hexadecimal(text: &str) -> Option<String> {
    let inside = |open, close| text.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    let inner = inside('{', '}').or_else(|| inside('(', ')')).unwrap_or(text);
    let guid = inner.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let is_separator = |c: char| if guid { c == '-' } else { c.is_whitespace() || c == ':' || c == '-' };
    let digits: String = inner.chars().filter(|character| !is_separator(*character)).collect();
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (all_hex && matches!(digits.len(), 32 | 40 | 64)).then(|| digits.to_ascii_lowercase())
}

/// `CN=a, O=b` and `CN=a,O=b`; `X500:/o=a/cn=b` and `/o=a/cn=b`.
fn distinguished(text: &str) -> Option<String> {
    let legacy = strip_word(text, "x500:").unwrap_or(text);
    if legacy.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("/o=")) {
        return Some(legacy.to_lowercase());
    }
    let (attribute, _) = text.split_once('=')?;
    let named = !attribute.is_empty() && attribute.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    // One attribute alone may as well be a setting (`Enabled=true`), which is spelt in one way.
    if !named || text.matches('=').count() < 2 {
        return None;
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    Some(parts.join(",").to_lowercase())
}

/// A mail address or a domain. An address space (`SMTP:contoso.com;1`) is its domain.
fn address(text: &str) -> Option<String> {
    let (bare, prefixed) = strip_word(text, "smtp:").map_or((text, false), |rest| (rest, true));
    let bare = match bare.rsplit_once(';') {
        Some((bare, cost)) if prefixed && cost.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => bare,
    };
    match bare.rsplit_once('@') {
        None => domain(bare),
        Some((local, at)) => {
            let plain = |c: char| !c.is_whitespace() && !matches!(c, '@' | ',' | ';' | '<' | '>' | '"' | '/');
            let shaped = !local.is_empty() && local.chars().all(plain);
            domain(at).filter(|_| shaped).map(|domain| format!("{}@{domain}", local.to_lowercase()))
        }
    }
}

/// A domain of at least two labels, perhaps a wildcard, in lower case, its labels in Unicode.
fn domain(text: &str) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let labels: Vec<String> = text
        .split('.')
        .enumerate()
        .map(|(at, label)| {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let wildcard = at == 0 && label == "*";
            (!label.is_empty() && (wildcard || label.chars().all(plain))).then(|| in_unicode(label))
        })
        .collect::<Option<_>>()?;
    let named = labels.last().is_some_and(|last| last.chars().any(char::is_alphabetic));
    (labels.len() > 1 && named).then(|| labels.join("."))
}

/// A label in lower case; one that stands for other letters (`xn--…`) as those.
fn in_unicode(label: &str) -> String {
    let lower = label.to_lowercase();
    lower.strip_prefix("xn--").and_then(punycode).unwrap_or(lower)
}

/// The letters that a label stands for (RFC 3492); none if it is no such label.
fn punycode(encoded: &str) -> Option<String> {
    if encoded.len() > 59 {
        return None;
    }
    let (basic, extended) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut code, mut at, mut bias, mut first) = (128_u32, 0_u32, 72_u32, true);
    let mut digits = extended.bytes();
    while digits.len() > 0 {
        let (before, mut weight) = (at, 1_u32);
        for step in (36..).step_by(36) {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = if step <= bias { 1 } else { (step - bias).min(26) };
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
        }
        let count = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted((at - before) / if first { 700 } else { 2 }, count);
        first = false;
        code = code.checked_add(at / count)?;
        at %= count;
        letters.insert(at as usize, char::from_u32(code)?);
        at += 1;
    }
    Some(letters.into_iter().collect())
}

/// The bias after one letter.
fn adapted(delta: u32, count: u32) -> u32 {
    let mut delta = delta + delta / count;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}

/// The rest of a text behind this word, whatever its case.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(..word.len())
        .filter(|start| start.eq_ignore_ascii_case(word))
        .and_then(|_| text.get(word.len()..))
}

#[cfg(test)]
mod tests {
    use crate::evidence::identity::{identity, punycode};

    #[test]
    fn spellings_of_one_name_have_one_identity() {
        for (a, b) in [
            ("{8D9371F0-ACE9-46F8-8861-4DF35C561011}", "8d9371f0-ace9-46f8-8861-4df35c561011"),
            ("8d9371f0ace946f888614df35c561011", "(8D9371F0-ACE9-46F8-8861-4DF35C561011)"),
            (
                "\u{200e}39 e8 15 56 0d 0e cd f1 ae 36 66 f7 d4 8b e4 99 74 64 bb ee",
                "39E815560D0ECDF1AE3666F7D48BE4997464BBEE",
            ),
            (
                "39:E8:15:56:0D:0E:CD:F1:AE:36:66:F7:D4:8B:E4:99:74:64:BB:EE",
                "39e815560d0ecdf1ae3666f7d48be4997464bbee",
            ),
            ("SMTP:Olaf@Contoso.com", "olaf@contoso.com"),
            ("smtp:olaf@contoso.com.", "SMTP:OLAF@contoso.com"),
            ("contoso.com.", "Contoso.COM"),
            ("SMTP:contoso.mail.onmicrosoft.com;1", "contoso.mail.onmicrosoft.com"),
            ("*.Contoso.com", "*.contoso.com."),
            ("xn--mller-kva.example", "MÜLLER.example"),
            ("olaf@xn--mller-kva.example", "olaf@müller.example"),
            ("CN=mail.contoso.com, O=Contoso, C=US", "cn=mail.contoso.com,O=Contoso,C=US"),
            ("X500:/o=First Organization/ou=Exchange/cn=Olaf", "/O=first organization/OU=exchange/CN=olaf"),
        ] {
            assert!(identity(a).is_some(), "{a:?}");
            assert_eq!(identity(a), identity(b), "{a:?} and {b:?}");
        }
    }

    #[test]
    fn other_names_have_another_identity_or_none() {
        for (a, b) in [
            ("8d9371f0-ace9-46f8-8861-4df35c561011", "8d9371f0-ace9-46f8-8861-4df35c561012"),
            ("contoso.com", "mail.contoso.com"),
            ("olaf@contoso.com", "olaf@contoso.com.evil.example"),
            ("*.contoso.com", "contoso.com"),
            ("CN=a,O=b", "CN=a,O=b,C=US"),
        ] {
            assert_ne!(identity(a), identity(b), "{a:?} and {b:?}");
        }
        for text in ["", "True", "EX01", "15.2.2562.41", "10.0.0.1", "Enabled=true", "a@b", "1a2b", "a b.com"]
        {
            assert_eq!(identity(text), None, "{text:?}");
        }
    }

    #[test]
    fn labels_are_decoded_as_the_standard_says() {
        // RFC 3492, section 7.1: the Chinese, the Czech and the Japanese sample.
        assert_eq!(punycode("ihqwcrb4cv8a8dqg056pqjye").as_deref(), Some("他们为什么不说中文"));
        assert_eq!(punycode("proprostnemluvesky-uyb24dma41a").as_deref(), Some("pročprostěnemluvíčesky"));
        assert_eq!(punycode("3b-ww4c5e180e575a65lsy2b").as_deref(), Some("3年b組金八先生"));
        for text in ["99999999999", "!", "a-!", "zzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(punycode(text), None, "{text}");
        }
    }
}
