//! Source texts and places in them: file ids, byte spans, lines and columns.
//!
//! Invariant: a [`Span`] is a byte range inside the text of the file it names, on character boundaries.
//! Deliberately absent: reading files. Texts are handed in; a path here is only a name to show.

use std::sync::Arc;

/// Names one file of a [`SourceMap`]. Ids count up from 0 in the order the files were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range `start..end` in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`, in bytes.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        // Files are at most 1 MiB, so the offsets always fit.
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { file, start: offset(start), end: offset(end) }
    }

    /// The range as indices into the file's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both. Both must lie in the same file; otherwise `self` is kept.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with the value changed by `f`.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: std::fmt::Display> std::fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

/// A line and a column as editors count them: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
}

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Byte,
    /// UTF-16 code units: two for a character beyond U+FFFF.
    Utf16,
    /// Unicode scalar values.
    Scalar,
}

impl Unit {
    fn of(self, character: char) -> usize {
        match self {
            Self::Byte => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Scalar => 1,
        }
    }
}

/// One file's name, text and line starts.
/// A copy shares them.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Arc<[u32]>,
}

impl SourceFile {
    /// A file shown as `name` (a path with forward slashes) that holds `text`.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = breaks.map(|index| u32::try_from(index + 1).unwrap_or(u32::MAX));
        let line_starts = std::iter::once(0).chain(starts).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// The name to show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same, to keep.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Line and column of a byte offset; offsets past the end count as the end.
    pub fn position(&self, offset: u32) -> Position {
        self.position_in(offset, Unit::Scalar)
    }

    /// Line and column of a byte offset, the column in this unit and from 1.
    pub fn position_in(&self, offset: u32, unit: Unit) -> Position {
        let offset = self.text.floor_char_boundary(offset as usize);
        let line = self.line_starts.partition_point(|start| *start as usize <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).map_or(0, |start| *start as usize);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line, column: before.chars().map(|character| unit.of(character)).sum::<usize>() + 1 }
    }

    /// The byte offset of a line and column: the end of the line where the column lies past it, the end of the text
    /// where the line does, and the beginning of the character where the column lies inside one.
    pub fn offset(&self, position: Position, unit: Unit) -> usize {
        let line = position.line.saturating_sub(1);
        let Some(start) = self.line_starts.get(line).map(|start| *start as usize) else {
            return self.text.len();
        };
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |next| *next as usize - 1);
        let written = self.text.get(start..end).unwrap_or_default();
        let mut left = position.column.saturating_sub(1);
        for (at, character) in written.char_indices() {
            let width = unit.of(character);
            if left < width {
                return start + at;
            }
            left -= width;
        }
        // Past the line is before its break, all of it.
        let past = if left == 0 { written } else { written.strip_suffix('\r').unwrap_or(written) };
        start + past.len()
    }
}

/// All files of one run, addressed by [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The same files, this one with another text.
    #[must_use]
    pub fn with(&self, id: FileId, text: impl Into<Arc<str>>) -> Self {
        let mut map = self.clone();
        if let Some(file) = map.files.get_mut(id.0 as usize) {
            *file = SourceFile::new(Arc::clone(&file.name), text);
        }
        map
    }

    /// The file with this id.
    ///
    /// # Panics
    /// If the id comes from another map: that is a defect in the caller.
    pub fn file(&self, id: FileId) -> &SourceFile {
        self.files.get(id.0 as usize).expect("a FileId is only made by the SourceMap that holds the file")
    }

    /// All files with their ids, in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }

    /// The text a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text().get(span.range()).unwrap_or_default()
    }

    /// `name:line:column` of the start of a span, as error messages and editors write it.
    pub fn location(&self, span: Span) -> String {
        let file = self.file(span.file);
        let position = file.position(span.start);
        format!("{}:{}:{}", file.name(), position.line, position.column)
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, SourceFile, SourceMap, Span, Unit};

    #[test]
    fn columns_are_counted_in_the_unit_that_is_asked_for() {
        // U+1F5A8 is four bytes, two UTF-16 units, one character.
        let file = SourceFile::new("a.yaml", "a\u{1f5a8}ü: x\r\nnext\n");
        for (unit, column) in [(Unit::Byte, 8), (Unit::Utf16, 5), (Unit::Scalar, 4)] {
            let colon = Position { line: 1, column };
            assert_eq!(file.position_in(7, unit), colon, "{unit:?}");
            assert_eq!(file.offset(colon, unit), 7, "{unit:?}");
        }
        let offset = |line, column| file.offset(Position { line, column }, Unit::Utf16);
        assert_eq!(offset(1, 3), 1, "inside a character");
        assert_eq!(offset(1, 99), 10, "past the line, before its break");
        assert_eq!(offset(2, 3), 14);
        assert_eq!(offset(9, 1), 17, "past the text");
    }

    #[test]
    fn positions_count_from_one_and_in_characters() {
        let file = SourceFile::new("a.yaml", "tïtle: x\nnext: y\n");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        // `ï` is two bytes, one column.
        assert_eq!(file.position(3), Position { line: 1, column: 3 });
        assert_eq!(file.position(10), Position { line: 2, column: 1 });
        assert_eq!(file.position(9_999), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_location_reads_as_file_line_column() {
        let mut map = SourceMap::default();
        let id = map.add(SourceFile::new("runbooks/a.yaml", "one\ntwo three\n"));
        let span = Span::new(id, 8, 13);
        assert_eq!(map.location(span), "runbooks/a.yaml:2:5");
        assert_eq!(map.text(span), "three");
    }
}
