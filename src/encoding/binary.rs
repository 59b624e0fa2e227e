//! Bytes that are no text, and what they look like.
//!
//! Invariant: a file is named only by bytes that its format demands; what merely holds too many control characters is
//! "no text" and nothing more.
//! Deliberately absent: unpacking anything.

/// Bytes that are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binary {
    what: &'static str,
    /// What to do instead, as a command to the reader.
    pub instead: &'static str,
}

impl std::fmt::Display for Binary {
    /// `it is a ZIP archive`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.what)
    }
}

impl std::error::Error for Binary {}

const SAVE: &str = "save the output as text, in UTF-8 or UTF-16";
const TYPE: &str = "copy the text out of it";
const UNPACK: &str = "unpack it and hand over the text files in it";
const CSV: &str = "save the sheet as CSV";

/// First bytes, what they belong to, and what to do instead.
const KINDS: &[(&[u8], &str, &str)] = &[
    (
        b"ElfFile\0",
        "it is an event log in its own format (EVTX)",
        "run `Get-WinEvent -Path FILE | Format-List`, and hand over what it prints",
    ),
    (b"\x89PNG", "it is a picture (PNG)", "paste the text that it shows"),
    (b"\xff\xd8\xff", "it is a picture (JPEG)", "paste the text that it shows"),
    (b"GIF8", "it is a picture (GIF)", "paste the text that it shows"),
    (b"%PDF-", "it is a PDF document", TYPE),
    (b"{\\rtf", "it is a rich text document (RTF)", TYPE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old Office document or a saved Outlook message", TYPE),
    (b"\x1f\x8b\x08", "it is a gzip archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "it is a RAR archive", UNPACK),
    (b"MSCF\0\0\0\0", "it is a cabinet archive", UNPACK),
    (b"\xfd7zXZ\0", "it is an XZ archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "it is a Zstandard archive", UNPACK),
    (b"\x7fELF", "it is a Linux program", SAVE),
    (b"SQLite format 3\0", "it is an SQLite database", SAVE),
    (b"regf", "it is a registry hive", "export the key with `reg export`, and hand over the .reg file"),
    (b"MDMP", "it is a memory dump", SAVE),
    (b"L\0\0\0\x01\x14\x02\0", "it is a Windows shortcut", "hand over the file that it leads to"),
    (b"\xd4\xc3\xb2\xa1", "it is a network trace", SAVE),
    (b"\x0a\x0d\x0d\x0a", "it is a network trace", SAVE),
    (
        b"\x30\x82",
        "it is a certificate or a key in its own format (DER)",
        "run `certutil -dump FILE`, and hand over what it prints",
    ),
];

impl Binary {
    /// A known format, by its first bytes.
    pub(super) fn by_first_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Some(zip(bytes));
        }
        // Programs begin with two plain letters; null bytes in their header tell them from a text that does.
        let header = bytes.get(..64.min(bytes.len())).unwrap_or_default();
        if header.starts_with(b"MZ") && header.contains(&0) {
            return Some(Self { what: "it is a Windows program", instead: SAVE });
        }
        let (_, what, instead) = KINDS.iter().find(|(first, ..)| {
            let mark = *first;
            // Two letters alone prove little; text has no other control characters right behind them.
            let plain = mark.iter().all(u8::is_ascii_graphic);
            bytes.starts_with(mark)
                && (!plain || mark.len() > 4 || header.iter().any(|byte| is_odd(*byte)) || mark == b"GIF8")
        })?;
        Some(Self { what, instead })
    }

    /// No text, by the share of control characters.
    pub(super) fn by_contents(bytes: &[u8]) -> Option<Self> {
        let (mut null, mut odd) = (0, 0);
        for byte in bytes {
            null += usize::from(*byte == 0);
            odd += usize::from(*byte != 0 && is_odd(*byte));
        }
        if null == bytes.len() && null > 0 {
            return Some(Self { what: "it holds nothing but null bytes", instead: SAVE });
        }
        let rest = bytes.len() - null;
        // One in twenty: a text has hardly any, random bytes have more than one in ten.
        (odd > 4 && odd * 20 > rest).then_some(Self { what: "it is no text", instead: SAVE })
    }
}

/// Office documents are ZIP archives; the names of their parts stand uncompressed near the beginning.
fn zip(bytes: &[u8]) -> Binary {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let holds = |name: &[u8]| start.windows(name.len()).any(|window| window == name);
    match () {
        () if holds(b"xl/") => Binary { what: "it is an Excel workbook", instead: CSV },
        () if holds(b"word/") => Binary { what: "it is a Word document", instead: TYPE },
        () if holds(b"ppt/") => Binary { what: "it is a PowerPoint presentation", instead: TYPE },
        () => Binary { what: "it is a ZIP archive", instead: UNPACK },
    }
}

/// Bytes that no text holds but by accident: control characters other than white space, bell, backspace and escape.
fn is_odd(byte: u8) -> bool {
    matches!(byte, 0..=6 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}
