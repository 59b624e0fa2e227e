//! What the reader makes of a text: objects with their properties, error records, and what it distrusts.
//!
//! Invariant: every value was in the text; every [`Lines`] counts lines of [`Reading::text`] from 1.
//! Deliberately absent: judging, and any trace of how the text was taken apart.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Lines `first..=last` of [`Reading::text`], counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lines {
    /// First line.
    pub first: usize,
    /// Last line; never before the first.
    pub last: usize,
}

impl Lines {
    /// The lines from `first` to `last`.
    pub fn new(first: usize, last: usize) -> Self {
        Self { first, last: last.max(first) }
    }

    /// One line.
    pub fn one(line: usize) -> Self {
        Self { first: line, last: line }
    }

    /// The smallest range that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// Whether this line is among them.
    pub fn contains(self, line: usize) -> bool {
        (self.first..=self.last).contains(&line)
    }
}

impl std::fmt::Display for Lines {
    /// `line 3` or `lines 3-5`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(f, "line {}", self.first)
        } else {
            write!(f, "lines {}-{}", self.first, self.last)
        }
    }
}

/// A text as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The text, cleaned: lines end in LF, and nothing a terminal acts on is left.
    pub text: String,
    /// The objects, in the order of the text.
    pub objects: Vec<Object>,
    /// The error records, in the order of the text.
    pub errors: Vec<ErrorRecord>,
    /// Prompts and echoed commands: what was typed, not what was answered.
    pub commands: Vec<Lines>,
    /// Warnings.
    pub warnings: Vec<Lines>,
    /// Lines that are none of the above, nor blank, nor verbose messages: prose, tables, other forms.
    pub other: Vec<Lines>,
    /// What is distrusted about the text as a whole. The values' own doubts are at the values.
    pub doubts: Vec<Doubt>,
}

impl Reading {
    /// Whether the command printed nothing, as far as the text shows: no object, no error, no other text. Commands,
    /// verbose messages and warnings do not count.
    pub fn is_blank(&self) -> bool {
        self.objects.is_empty() && self.errors.is_empty() && self.other.is_empty()
    }

    /// Whether part of the text seems to be missing.
    pub fn is_cut(&self) -> bool {
        self.doubts.iter().any(|doubt| doubt.kind == DoubtKind::Cut)
    }

    /// Whether all objects that the command returned seem to be there: nothing is cut or unread, and no error was
    /// printed beside them.
    pub fn is_complete(&self) -> bool {
        self.errors.is_empty() && self.doubts.iter().all(|doubt| doubt.kind == DoubtKind::Encoding)
    }

    /// All properties of this name, whatever the case, with the objects they belong to.
    pub fn properties<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a Object, &'a Property)> {
        self.objects.iter().filter_map(move |object| object.get(name).map(|property| (object, property)))
    }
}

/// How an object was printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One property a line.
    #[default]
    List,
    /// A row of a table. A table shows the properties that it has room for: one that is not there is not absent.
    Table,
    /// JSON.
    Json,
    /// Values between separators: CSV, a log.
    Separated,
    /// XML.
    Xml,
}

/// One object of the output.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// How it was printed.
    #[serde(default)]
    pub shape: Shape,
    /// Its properties, in the order of the text. No two have the same name.
    pub properties: Vec<Property>,
}

impl Object {
    /// The property of this name, whatever the case.
    pub fn get(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name.eq_ignore_ascii_case(name))
    }

    /// From the first line of its first property to the last line of its last; none for an object without any.
    pub fn lines(&self) -> Option<Lines> {
        self.properties.iter().map(|property| property.lines).reduce(Lines::to)
    }
}

/// One property of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Its name as printed.
    pub name: String,
    /// Its value as printed, without the white space around it; wrapped lines are joined. Empty where nothing was printed.
    pub value: String,
    /// The elements, where the value is a list (`{a, b}`).
    pub items: Option<Items>,
    /// What is distrusted about the value.
    pub doubts: Vec<Doubt>,
    /// Where a space of the value may be none: it was wrapped there, and a word may have been broken. Byte offsets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<usize>,
    /// Where it was printed.
    pub lines: Lines,
}

impl Property {
    /// Whether something of this kind is distrusted.
    pub fn has_doubt(&self, kind: DoubtKind) -> bool {
        self.doubts.iter().any(|doubt| doubt.kind == kind)
    }
}

/// The elements of a printed list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Items {
    /// The elements that are there in full.
    pub values: Vec<String>,
    /// Whether these are all; not so when the list was cut with `...` or `…`, or its end is missing.
    pub complete: bool,
}

/// An error as the shell printed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorRecord {
    /// Its message, with the command that raised it where the shell named it; on one line.
    pub message: String,
    /// Where it was printed, with its position and category.
    pub lines: Lines,
}

/// Something the reader distrusts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// What kind of doubt.
    pub kind: DoubtKind,
    /// The doubt as a sentence.
    pub text: Cow<'static, str>,
    /// Where.
    pub lines: Option<Lines>,
}

/// Kinds of doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoubtKind {
    /// Something is missing: a value ends in `...`, a list has no end, the text stops.
    Cut,
    /// A value was wrapped over several lines. It is whole, but white space at the breaks may not be its own.
    Wrapped,
    /// Lines next to a value may or may not belong to it.
    Loose,
    /// Several properties seem to stand on one line.
    Glued,
    /// The value holds marks of a web page or of Markdown, or characters that could not be read.
    Garbled,
    /// The value was made unreadable on purpose (`***`).
    Masked,
    /// Part of the text is in a form that is not read.
    Unread,
    /// The encoding of the text was guessed.
    Encoding,
}

impl DoubtKind {
    /// The word for it in JSON everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Wrapped => "wrapped",
            Self::Loose => "loose",
            Self::Glued => "glued",
            Self::Garbled => "garbled",
            Self::Masked => "masked",
            Self::Unread => "unread",
            Self::Encoding => "encoding",
        }
    }
}
