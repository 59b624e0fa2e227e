//! Bytes to text: Unicode with and without a byte order mark, and code pages guessed where it is none.
//!
//! Invariant: whatever was guessed or lost is said; bytes that are no text at all are refused, and it is said what they
//! look like. Nothing takes more than linear time.
//! Deliberately absent: null bytes and control characters, which are part of the text (`evidence` cleans them), and
//! files.

mod binary;
mod code_page;

pub use binary::Binary;
pub use code_page::CodePage;

use std::ops::Range;

/// Text from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark. Bytes that mean nothing are replaced by U+FFFD.
    pub text: String,
    /// How the bytes were taken.
    pub encoding: Encoding,
    /// Places that could not be decoded; none if there are none.
    pub broken: Option<Broken>,
}

/// Places that could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The first: the bytes of [`Decoded::text`] that it became.
    pub first: Range<usize>,
    /// How many there are.
    pub count: usize,
}

/// How bytes were taken for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8(Mark),
    /// UTF-16 with the lower byte first, as Windows writes it.
    Utf16Le(Mark),
    /// UTF-16 with the higher byte first.
    Utf16Be(Mark),
    /// A code page of one byte a letter, guessed.
    CodePage(CodePage),
}

/// Whether a text began with a byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It did, so the encoding is certain.
    Present,
    /// It did not.
    Absent,
}

impl std::fmt::Display for Encoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Utf8(_) => f.write_str("UTF-8"),
            Self::Utf16Le(_) => f.write_str("UTF-16"),
            Self::Utf16Be(_) => f.write_str("UTF-16 (big-endian)"),
            Self::CodePage(page) => page.fmt(f),
        }
    }
}

/// Decodes bytes that are Unicode or damaged: UTF-16 with a byte order mark, otherwise UTF-8.
pub fn unicode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, Encoding::Utf16Le(Mark::Present)),
        [0xfe, 0xff, rest @ ..] => utf16(rest, Encoding::Utf16Be(Mark::Present)),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest, Mark::Present),
        _ => utf8(bytes, Mark::Absent),
    }
}

/// Decodes the bytes of any text: Unicode as [`unicode`] does, UTF-16 without a mark by its null bytes, and otherwise
/// the code page whose letters make sense.
///
/// # Errors
/// The bytes are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Binary> {
    if let Some(binary) = Binary::by_first_bytes(bytes) {
        return Err(binary);
    }
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Ok(unicode(bytes));
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Ok(utf16(bytes, encoding));
    }
    if let Some(binary) = Binary::by_contents(bytes) {
        return Err(binary);
    }
    let decoded = unicode(bytes);
    if decoded.broken.as_ref().is_none_or(|broken| is_damaged_utf8(&decoded, broken.count)) {
        return Ok(decoded);
    }
    Ok(code_page::decode(bytes))
}

/// Whether a text with broken places is UTF-8 after all: it has a mark, or more letters of several bytes than broken
/// places.
fn is_damaged_utf8(decoded: &Decoded, broken: usize) -> bool {
    let whole =
        || decoded.text.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count();
    decoded.encoding == Encoding::Utf8(Mark::Present) || whole() > broken
}

fn utf8(bytes: &[u8], mark: Mark) -> Decoded {
    // Nearly every text is whole, which shows in large steps.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), encoding: Encoding::Utf8(mark), broken: None };
    }
    let mut text = String::with_capacity(bytes.len());
    let mut broken = Breaks::default();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            broken.push(&mut text);
        }
    }
    Decoded { text, encoding: Encoding::Utf8(mark), broken: broken.0 }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Decoded {
    let unit = if matches!(encoding, Encoding::Utf16Be(_)) { u16::from_be_bytes } else { u16::from_le_bytes };
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 8);
    let mut broken = Breaks::default();
    for unit in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match unit {
            Ok(character) => text.push(character),
            Err(_) => broken.push(&mut text),
        }
    }
    if !odd.is_empty() {
        broken.push(&mut text);
    }
    Decoded { text, encoding, broken: broken.0 }
}

/// The broken places so far.
#[derive(Default)]
struct Breaks(Option<Broken>);

impl Breaks {
    /// Adds U+FFFD to the text.
    fn push(&mut self, text: &mut String) {
        let start = text.len();
        text.push(char::REPLACEMENT_CHARACTER);
        self.0.get_or_insert(Broken { first: start..text.len(), count: 0 }).count += 1;
    }
}

/// UTF-16 without a mark: the null bytes beside ASCII letters all stand on one side of their pairs, and what comes out
/// is text.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    if pairs.len() < 2 || !odd.is_empty() && pairs.len() < 16 {
        return None;
    }
    let (mut high_first, mut low_first) = (0, 0);
    for [first, second] in pairs {
        high_first += usize::from(*first == 0 && *second != 0);
        low_first += usize::from(*second == 0 && *first != 0);
    }
    let enough = |this: usize, other: usize| this * 10 >= pairs.len() && this > other * 20;
    let encoding = match () {
        () if enough(low_first, high_first) => Encoding::Utf16Le(Mark::Absent),
        () if enough(high_first, low_first) => Encoding::Utf16Be(Mark::Absent),
        () => return None,
    };
    let sample = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let text = utf16(sample, encoding).text;
    let (mut odd, mut all) = (0, 0);
    for character in text.chars() {
        all += 1;
        let is_text = !character.is_control() || "\t\n\r\u{c}\u{1b}".contains(character);
        odd += usize::from(!is_text || character == char::REPLACEMENT_CHARACTER);
    }
    (odd * 50 <= all).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use crate::encoding::{CodePage, Decoded, Encoding, Mark, decode, unicode};
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> Decoded {
        decode(bytes).expect("it is text")
    }

    fn page(bytes: &[u8]) -> (String, Encoding) {
        let decoded = text(bytes);
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn unicode_is_known_by_its_mark_its_bytes_or_its_null_bytes() {
        assert_eq!(page(b"\xff\xfeN\0a\0"), ("Na".to_owned(), Encoding::Utf16Le(Mark::Present)));
        assert_eq!(page(b"\xfe\xff\0N\0a"), ("Na".to_owned(), Encoding::Utf16Be(Mark::Present)));
        assert_eq!(page(b"\xef\xbb\xbfNa"), ("Na".to_owned(), Encoding::Utf8(Mark::Present)));
        assert_eq!(page("Gr\u{fc}n".as_bytes()), ("Gr\u{fc}n".to_owned(), Encoding::Utf8(Mark::Absent)));
        assert_eq!(page(b"N\0a\0m\0e\0"), ("Name".to_owned(), Encoding::Utf16Le(Mark::Absent)));
        assert_eq!(page(b"\0N\0a\0m\0e"), ("Name".to_owned(), Encoding::Utf16Be(Mark::Absent)));
        assert_eq!(page(b""), (String::new(), Encoding::Utf8(Mark::Absent)));
    }

    #[test]
    fn what_is_lost_is_counted_and_the_first_place_is_known() {
        let decoded = unicode(b"T\xfcr: \xe4\n");
        assert_eq!(decoded.text, "T\u{fffd}r: \u{fffd}\n");
        let broken = decoded.broken.expect("two bytes mean nothing");
        assert_eq!((broken.first, broken.count), (1..4, 2));
        // Half a pair at the end.
        assert_eq!(text(b"\xff\xfeN\0a").text, "N\u{fffd}");
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_utf8_a_code_page() {
        let mut bytes = "Größe: für alle Empfänger, Überprüfung läuft".as_bytes().to_vec();
        bytes.push(0xc3);
        let decoded = text(&bytes);
        assert_eq!(decoded.encoding, Encoding::Utf8(Mark::Absent));
        assert_eq!(decoded.broken.map(|broken| broken.count), Some(1));
    }

    #[test]
    fn code_pages_are_told_apart_by_their_letters() {
        for (bytes, wanted, encoding) in [
            (
                &b"Die Gr\xf6\xdfe der \xdcberpr\xfcfung"[..],
                "Die Größe der Überprüfung",
                CodePage::Windows1252,
            ),
            (&b"Die Gr\x94\xe1e der \x9aberpr\x81fung"[..], "Die Größe der Überprüfung", CodePage::Dos850),
            (
                &b"Le compte n\x92a pas \xe9t\xe9 trouv\xe9"[..],
                "Le compte n’a pas été trouvé",
                CodePage::Windows1252,
            ),
            (&b"Le compte n'a pas \x82t\x82 trouv\x82"[..], "Le compte n'a pas été trouvé", CodePage::Dos850),
            (
                &b"\xce\xf8\xe8\xe1\xea\xe0: \xed\xe5 \xed\xe0\xe9\xe4\xe5\xed"[..],
                "Ошибка: не найден",
                CodePage::Windows1251,
            ),
            (
                &b"\x8e\xe8\xa8\xa1\xaa\xa0: \xad\xa5 \xad\xa0\xa9\xa4\xa5\xad"[..],
                "Ошибка: не найден",
                CodePage::Dos866,
            ),
            (&b"Enabled \x96 True"[..], "Enabled – True", CodePage::Windows1252),
        ] {
            assert_eq!(page(bytes), (wanted.to_owned(), Encoding::CodePage(encoding)), "{wanted}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_kind() {
        let refused = |bytes: &[u8]| decode(bytes).expect_err("it is no text").to_string();
        assert_eq!(
            refused(b"PK\x03\x04\x14\0\x06\0...[Content_Types].xml...xl/workbook.xml"),
            "it is an Excel workbook"
        );
        assert_eq!(refused(b"PK\x03\x04\x14\0\x06\0\x08\0log.txt"), "it is a ZIP archive");
        assert_eq!(refused(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff"), "it is a Windows program");
        assert_eq!(refused(b"ElfFile\0\0\0\0\0"), "it is an event log in its own format (EVTX)");
        assert_eq!(refused(b"\x89PNG\r\n\x1a\n"), "it is a picture (PNG)");
        assert_eq!(refused(&[0; 64]), "it holds nothing but null bytes");
        let noise: Vec<u8> = (0..4096u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert_eq!(refused(&noise), "it is no text");
    }

    #[test]
    fn texts_with_null_bytes_and_colours_are_texts() {
        assert!(text(b"Name : a\nN\0a\0m\0e\0 \0:\0 \0b\0\n\0").text.starts_with("Name : a"));
        assert!(text(b"\x1b[32mName\x1b[0m : a\x07").text.contains("Name"));
        assert_eq!(text(b"MZ is not a program here").text, "MZ is not a program here");
    }

    proptest! {
        #[test]
        fn unicode_comes_back_as_it_was(text in "[a-zA-Zäöü日本語 :\r\n]{4,60}") {
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(le).collect();
            prop_assert_eq!(&decode(&marked).expect("text").text, &text);
            prop_assert_eq!(&decode(text.as_bytes()).expect("text").text, &text);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
