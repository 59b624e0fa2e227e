//! Reads YAML into the spanned tree. The only file that names the YAML parser.
//!
//! Invariant: never panics and never recurses with the depth of the input: nesting and size are limited here, before
//! anything else looks at the tree.
//! Deliberately absent: what a syntax error means to a person (`trouble`) and going on after one (`recover`).

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::rules;
use crate::syntax::tree::{Entry, Extent, Kind, Map, Node};
use crate::syntax::trouble::{Failure, Trouble};
use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag, TryLoadError,
    TrySpannedEventReceiver, options,
};
use std::borrow::Cow;
use std::ops::Range;

/// Deepest nesting of lists and mappings.
pub(super) const MAX_DEPTH: usize = 32;
/// Most values (keys included) in one file.
pub(super) const MAX_VALUES: usize = 50_000;

/// What the parser made of a text.
pub(super) struct Outcome<'t> {
    /// The first document, as far as it could be read.
    pub(super) root: Option<Node<'t>>,
    /// What is legal YAML but not part of the format.
    pub(super) findings: Vec<Diagnostic>,
    /// What stopped the parser, if something did.
    pub(super) failure: Option<Failure>,
}

/// Parses `text`. `damage` lists the ranges that were blanked after earlier failures, in rising order: keys whose
/// value was there are `Broken`, mappings around them damaged.
pub(super) fn parse<'t>(file: FileId, text: &'t str, damage: &[Range<usize>]) -> Outcome<'t> {
    let options = options! {
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        flow_nesting_limit: MAX_DEPTH + 4,
        block_nesting_limit: MAX_DEPTH + 4
    };
    let mut builder = Builder {
        file,
        text,
        damage,
        open: Vec::new(),
        children: Vec::new(),
        root: None,
        findings: Vec::new(),
        values: 0,
        end: 0,
    };
    let parsed = Parser::new_from_str_with_options(text, options).try_load(&mut builder, true);
    let failure = match parsed {
        Ok(()) | Err(TryLoadError::Receiver(Stop::Enough)) => None,
        Err(TryLoadError::Receiver(Stop::Failed(failure))) => Some(failure),
        Err(TryLoadError::Scan(error)) => Some(builder.failure(&error)),
    };
    builder.close_all();
    Outcome { root: builder.root, findings: builder.findings, failure }
}

/// Why parsing ends before the text does.
enum Stop {
    /// What follows is another document.
    Enough,
    /// There is too much of it.
    Failed(Failure),
}

/// A list or mapping that is not closed yet. A mapping's children alternate between keys and values.
struct Open {
    start: usize,
    shape: Shape,
    style: StructureStyle,
    /// Where its children begin among those of all that are open.
    first: usize,
}

#[derive(Clone, Copy)]
enum Shape {
    List,
    Map,
}

struct Builder<'t, 'd> {
    file: FileId,
    text: &'t str,
    damage: &'d [Range<usize>],
    open: Vec<Open>,
    /// The children so far of all that are open, those of the innermost last.
    children: Vec<Node<'t>>,
    root: Option<Node<'t>>,
    findings: Vec<Diagnostic>,
    values: usize,
    /// End of the last value that was read.
    end: usize,
}

impl<'t> TrySpannedEventReceiver<'t> for Builder<'t, '_> {
    type Error = Stop;

    fn on_event(&mut self, event: Event<'t>, span: granit_parser::Span) -> Result<(), Stop> {
        self.event(event, &span)
    }
}

impl<'t> Builder<'t, '_> {
    fn event(&mut self, event: Event<'t>, span: &granit_parser::Span) -> Result<(), Stop> {
        let range = self.range(span);
        if event.is_node() {
            self.count(&range)?;
        }
        match event {
            Event::Scalar(text, style, _, tag) => {
                self.tag(tag.as_deref(), span);
                self.scalar(text, style, range);
            }
            Event::SequenceStart(style, _, tag) => {
                self.tag(tag.as_deref(), span);
                self.start(Shape::List, style, range)?;
            }
            Event::MappingStart(style, _, tag) => {
                self.tag(tag.as_deref(), span);
                self.start(Shape::Map, style, range)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&range),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let span = self.span(range.clone());
                self.findings.push(rules::alias::alias(span));
                self.add(Node { span, kind: Kind::Broken }, range.end);
            }
            Event::Anchor(..) => self.findings.push(rules::alias::anchor(self.span(range))),
            Event::DocumentStart(..) if self.root.is_some() => {
                self.findings.push(rules::multiple_documents::finding(self.span(range)));
                return Err(Stop::Enough);
            }
            _ => {}
        }
        Ok(())
    }

    /// The bytes a parser span covers, forced into the text and onto character boundaries.
    fn range(&self, span: &granit_parser::Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or(self.end..self.end);
        let start = boundary(self.text, range.start);
        start..boundary(self.text, range.end).max(start)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    fn count(&mut self, range: &Range<usize>) -> Result<(), Stop> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(Stop::Failed(Failure::at(Trouble::TooManyValues, range.start)));
        }
        Ok(())
    }

    fn tag(&mut self, tag: Option<&Tag>, span: &granit_parser::Span) {
        if tag.is_some() {
            let range = span.tag_span().map_or_else(|| self.range(span), |tag| self.range(&tag));
            // The space behind it goes with it.
            let space = usize::from(self.text.get(range.end..).is_some_and(|rest| rest.starts_with(' ')));
            let written = self.text.get(range.clone()).unwrap_or_default();
            let whole = self.span(range.start..range.end + space);
            self.findings.push(rules::tag::finding(self.span(range), whole, written));
        }
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, range: Range<usize>) {
        let plain = matches!(style, ScalarStyle::Plain);
        // A block scalar's range runs to the next token.
        let written = self.text.get(range.clone()).unwrap_or_default();
        let end = range.start + written.trim_end().len();
        let kind = match text.as_ref() {
            "" | "~" | "null" | "Null" | "NULL" if plain => Kind::Empty,
            _ => Kind::Text(text),
        };
        self.add(Node { span: self.span(range.start..end), kind }, end);
    }

    fn start(&mut self, shape: Shape, style: StructureStyle, range: Range<usize>) -> Result<(), Stop> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Stop::Failed(Failure::at(Trouble::TooDeep, range.start)));
        }
        self.open.push(Open { start: range.start, shape, style, first: self.children.len() });
        Ok(())
    }

    /// Closes the innermost list or mapping. `range` is its closing bracket or, without brackets, the empty range before
    /// the next token.
    fn close(&mut self, range: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let end = match open.style {
            StructureStyle::Flow => range.end,
            StructureStyle::Block => self.end.max(open.start),
        };
        let extent = if self.is_damaged(open.start..range.start) { Extent::Damaged } else { Extent::Whole };
        self.finish(&open, end, range.start, extent);
    }

    /// Adds a list or mapping that ends at `end`; `limit` is the next token.
    fn finish(&mut self, open: &Open, end: usize, limit: usize, extent: Extent) {
        let kind = match open.shape {
            Shape::List => Kind::List(self.children.drain(open.first..).collect()),
            Shape::Map => Kind::Map(Map { entries: self.entries(open.first, limit), extent }),
        };
        self.add(Node { span: self.span(open.start..end), kind }, end);
    }

    /// Takes the children from `first` on and pairs keys with values.
    fn entries(&mut self, first: usize, limit: usize) -> Vec<Entry<'t>> {
        let mut entries = Vec::with_capacity(self.children.len().saturating_sub(first).div_ceil(2));
        let mut children = self.children.drain(first..);
        while let Some(key) = children.next() {
            let value = children.next().unwrap_or(Node { span: key.span, kind: Kind::Broken });
            entries.push(Entry { key, value });
        }
        drop(children);
        if !self.damage.is_empty() {
            self.mark_blanked(&mut entries, limit);
        }
        entries
    }

    /// A value that is missing because its lines were blanked is broken, not empty.
    fn mark_blanked(&self, entries: &mut [Entry<'t>], limit: usize) {
        let mut next = limit;
        for Entry { key, value } in entries.iter_mut().rev() {
            let nothing = match &value.kind {
                Kind::Empty => true,
                Kind::Text(text) => text.is_empty(),
                _ => false,
            };
            if nothing && self.is_damaged(key.span.range().end..next) {
                value.kind = Kind::Broken;
            }
            next = key.span.range().start;
        }
    }

    /// Whether something inside `range` was blanked.
    fn is_damaged(&self, range: Range<usize>) -> bool {
        let next = self.damage.partition_point(|damage| damage.start < range.start);
        self.damage.get(next).is_some_and(|damage| damage.start < range.end)
    }

    fn add(&mut self, node: Node<'t>, end: usize) {
        self.end = self.end.max(end);
        match self.open.last() {
            Some(_) => self.children.push(node),
            None => self.root = self.root.take().or(Some(node)),
        }
    }

    /// Closes everything after a failure; what is open then is damaged.
    fn close_all(&mut self) {
        while let Some(open) = self.open.pop() {
            let end = self.end.max(open.start);
            self.finish(&open, end, self.text.len(), Extent::Damaged);
        }
    }

    fn failure(&self, error: &ScanError) -> Failure {
        let at = boundary(self.text, error.marker().byte_offset().unwrap_or(self.end));
        let trouble = trouble(error.kind());
        let flow = self.open.iter().find(|open| open.style == StructureStyle::Flow).map(|open| open.start);
        let token = match trouble {
            Trouble::AfterQuote | Trouble::QuoteIndent => self.quote_before(at).unwrap_or(at),
            _ => at,
        };
        Failure { trouble, at, token, start: flow.map_or(token, |flow| flow.min(token)) }
    }

    /// The quote that opens the text the parser is in at `at`: the first one after the last value, comments aside.
    fn quote_before(&self, at: usize) -> Option<usize> {
        let mut from = self.end;
        loop {
            let gap = self.text.get(from..at)?;
            let found = gap.find(['"', '\'', '#'])?;
            if !gap[found..].starts_with('#') {
                return Some(from + found);
            }
            from += found + gap[found..].find('\n')?;
        }
    }
}

/// `offset`, moved back to the nearest character boundary inside `text`.
fn boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// The kinds of failure that a person would tell apart.
fn trouble(kind: &ErrorKind) -> Trouble {
    match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            Trouble::QuoteNotClosed
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            Trouble::AfterQuote
        }
        ErrorKind::InvalidQuotedScalarIndent => Trouble::QuoteIndent,
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => Trouble::Escape,
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => Trouble::Tab,
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::FlowMappingValueAdjacentCollection => Trouble::BracketNotClosed,
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            Trouble::StrayBracket
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => Trouble::ColonInText,
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => Trouble::NoColon,
        ErrorKind::UnexpectedCharacter { character } => Trouble::Character(*character),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => Trouble::Indentation,
        ErrorKind::ExpectedBlockSequenceEntry => Trouble::KeyInList,
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::InvalidBlockEntryWhitespace => {
            Trouble::ListOnKeyLine
        }
        ErrorKind::CommentInterceptedScalar | ErrorKind::CommentNotSeparated => Trouble::Comment,
        ErrorKind::ZeroBlockScalarIndent
        | ErrorKind::InvalidBlockScalarHeader
        | ErrorKind::InvalidBlockScalarIndent => Trouble::BlockText,
        ErrorKind::DirectiveDisallowed => Trouble::Directive,
        ErrorKind::RecursionLimitExceeded => Trouble::TooDeep,
        _ => Trouble::Other,
    }
}
