//! Why a bundle is refused.
//!
//! Invariant: every reason says what is wrong with which file, and [`BundleError::help`] what to do.
//! Deliberately absent: doubts about single texts; they refuse nothing.

use crate::prose::{and, visible_line};
use crate::world::bundle::{MAX_BYTES, MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_RATIO};
use crate::world::file::FileError;
use std::fmt;

/// Why a bundle was not read.
#[derive(Debug)]
pub enum BundleError {
    /// It could not be read from the disk.
    File(FileError),
    /// It is neither a folder nor a zip.
    NotABundle,
    /// The zip is damaged; the reason.
    Damaged(String),
    /// This file is encrypted.
    Encrypted(String),
    /// This file is packed by a method that is not supported.
    Method(String),
    /// This name leads out of the bundle, is absolute, or holds hidden characters.
    Name(String),
    /// Two files have this name, upper and lower case aside.
    Twice(String),
    /// This entry is a link or no plain file.
    Link(String),
    /// There are more than [`MAX_ENTRIES`] files and folders.
    TooMany,
    /// This file is longer than [`MAX_ENTRY_BYTES`].
    LongEntry(String),
    /// All files together are longer than [`MAX_BYTES`].
    TooLong,
    /// This file becomes more than [`MAX_RATIO`] times its packed size.
    Ratio(String),
    /// Files of the zip share the same bytes.
    Overlap,
    /// The manifest cannot be read; the reason.
    Manifest(String),
    /// The manifest is of this version, which this program does not know.
    Version(u32),
    /// There is no text in it; what was found instead.
    Empty(Vec<String>),
}

impl BundleError {
    /// What to do next.
    pub fn help(&self) -> &'static str {
        match self {
            Self::File(_) => "check the path; it is relative to the current folder",
            Self::NotABundle => {
                "give the folder or the zip that the collection script wrote, or a text file as plain evidence"
            }
            Self::Damaged(_) => "copy it again, or unpack it yourself and give the folder",
            Self::Encrypted(_) | Self::Method(_) => "unpack it yourself and give the folder",
            Self::Name(_) | Self::Twice(_) | Self::Link(_) | Self::Overlap | Self::Ratio(_) => {
                "no collection script makes such a bundle; ask whoever sent it, and give the texts one by one"
            }
            Self::TooMany | Self::LongEntry(_) | Self::TooLong => {
                "give only the files that the checks ask for"
            }
            Self::Manifest(_) => {
                "give the texts one by one, or remove the manifest to use them as plain evidence"
            }
            Self::Version(_) => "it was made by a newer triagebook; update this one",
            Self::Empty(_) => "give a bundle that holds text files",
        }
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |name: &str| format!("`{}`", visible_line(name));
        match self {
            Self::File(error) => error.fmt(f),
            Self::NotABundle => f.write_str("this is neither a folder nor a zip"),
            Self::Damaged(reason) => write!(f, "the zip is damaged: {}", visible_line(reason)),
            Self::Encrypted(name) => write!(f, "{} in the zip is encrypted", shown(name)),
            Self::Method(name) => {
                write!(f, "{} in the zip is packed in a way that is not supported", shown(name))
            }
            Self::Name(name) => write!(f, "the bundle holds a file of the unsafe name {}", shown(name)),
            Self::Twice(name) => write!(f, "the bundle holds {} twice", shown(name)),
            Self::Link(name) => write!(f, "{} in the bundle is a link or no plain file", shown(name)),
            Self::TooMany => write!(f, "the bundle holds more than {MAX_ENTRIES} files and folders"),
            Self::LongEntry(name) => {
                write!(f, "{} in the bundle is larger than {} MiB", shown(name), MAX_ENTRY_BYTES >> 20)
            }
            Self::TooLong => write!(f, "the bundle is larger than {} MiB", MAX_BYTES >> 20),
            Self::Ratio(name) => {
                write!(f, "{} in the zip unpacks to more than {MAX_RATIO} times its size", shown(name))
            }
            Self::Overlap => f.write_str("files in the zip overlap each other"),
            Self::Manifest(reason) => write!(f, "the manifest cannot be read: {}", visible_line(reason)),
            Self::Version(version) => {
                write!(f, "the manifest is of version {version}, which is not known here")
            }
            Self::Empty(found) if found.is_empty() => f.write_str("the bundle is empty"),
            Self::Empty(found) => write!(f, "the bundle holds no text that can be used: {}", and(found)),
        }
    }
}

impl std::error::Error for BundleError {}

impl From<FileError> for BundleError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}
