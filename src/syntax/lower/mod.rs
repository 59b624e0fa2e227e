//! Lowers the spanned tree into the model, collecting every finding on the way.
//!
//! Invariant: a reader of a value returns `None` only after reporting why; `Broken` nodes were reported before.
//! Deliberately absent: links between nodes (floor 3) and everything about YAML itself.

mod allowance;
mod check;
mod fields;
mod fix;
mod knowledge_base;
mod matcher;
mod name;
mod other_words;
mod runbook;
mod scalar;
mod scenario;
mod table;
mod template;

pub use name::{is_fact, is_id};
pub(super) use table::{Table, article, near, tables_with};

use crate::diagnostic::Diagnostic;
use crate::model::{KnowledgeBase, Runbook, ScenarioFile};
use crate::prose::{quoted, visible_line};
use crate::source::Span;
use crate::syntax::tree::{Extent, Kind, Node};
use crate::syntax::{Patterns, rules};
use std::borrow::Cow;

/// Lowers a runbook file. `None` if it has no mapping with a `runbook` in it.
pub(super) fn runbook<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<Runbook> {
    runbook::runbook(lower, root)
}

/// Lowers `knowledge-base.yaml`. `None` if it is no mapping.
pub(super) fn knowledge_base<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<KnowledgeBase> {
    knowledge_base::knowledge_base(lower, root)
}

/// Lowers a file of scenarios. `None` if it is no mapping.
pub(super) fn scenarios<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<ScenarioFile> {
    scenario::scenarios(lower, root)
}

/// The text that is lowered, and the findings so far.
pub(super) struct Lower<'t> {
    pub(super) text: &'t str,
    patterns: Patterns,
    pub(super) findings: Vec<Diagnostic>,
}

/// A value to be read, with what is needed to speak about it.
#[derive(Clone, Copy)]
struct Value<'n, 't> {
    /// The key it stands under; for an entry of a list, the key of the list.
    key: &'n str,
    /// Where it stands in relation to that key.
    place: Place,
    /// How the whole `key: value` may look.
    example: &'static str,
    node: &'n Node<'t>,
}

#[derive(Clone, Copy)]
enum Place {
    /// Directly under the key, which is here.
    Under(Span),
    /// In the list under the key.
    InList,
}

impl<'n, 't> Value<'n, 't> {
    /// An entry of the list that this value is.
    fn entry(&self, node: &'n Node<'t>) -> Self {
        Value { place: Place::InList, node, ..*self }
    }

    /// How many entries the list that this value is has; none if it is no list.
    fn length(&self) -> usize {
        if let Kind::List(nodes) = &self.node.kind { nodes.len() } else { 0 }
    }

    /// The value as the subject of a sentence.
    fn subject(&self) -> String {
        match self.place {
            Place::Under(_) => quoted(visible_line(self.key)),
            Place::InList => format!("an entry of {}", quoted(visible_line(self.key))),
        }
    }
}

impl<'t> Lower<'t> {
    /// The findings of a text begin empty.
    pub(super) fn new(text: &'t str, patterns: Patterns) -> Self {
        Self { text, patterns, findings: Vec::new() }
    }

    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The source text of a span.
    fn written(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The place to point at when something is wrong with a value: its first line, or its key where there is nothing
    /// else to see.
    fn location(&self, value: &Value) -> Span {
        match value.place {
            Place::Under(key) if value.node.span.start >= value.node.span.end => key,
            _ => self.first_line(value.node.span),
        }
    }

    /// The part of a span that lies on its first line, so that an excerpt stays short.
    fn first_line(&self, span: Span) -> Span {
        let start = span.range().start;
        match self.written(span).find(['\n', '\r']) {
            Some(length) => Span::new(span.file, start, start + length),
            None => span,
        }
    }

    /// Reports that a value is of the wrong type; an empty or broken one gets the finding it deserves.
    fn wrong_type(&mut self, value: &Value, expected: &str) {
        let span = value.node.span;
        let finding = match &value.node.kind {
            Kind::Broken => return,
            // What YAML took for a mapping around a syntax error was probably a text.
            Kind::Map(map) if expected == TEXT && map.extent == Extent::Damaged => return,
            Kind::Empty => self.empty(value),
            _ if value.node.is_unquoted_placeholder() => {
                rules::unquoted_placeholder::finding(span, self.written(span))
            }
            _ if expected == LIST
                && let Some(dash) = dash_without_space(value.node) =>
            {
                rules::yaml_syntax::dash_without_space(dash)
            }
            Kind::Map(_) if expected == LIST => self
                .mismatch(value, expected)
                .help(format!("put `- ` before the first key and indent the others: `{}`", value.example)),
            Kind::Text(_) if expected == LIST && self.is_block(value) => {
                self.mismatch(value, expected).help("begin the text with `- |` on a line of its own")
            }
            Kind::Text(_)
                if expected == LIST
                    && !value.example.contains("[{")
                    && !self.written(span).contains([',', '[', ']', '\n']) =>
            {
                let list = format!("[{}]", self.written(span));
                self.mismatch(value, expected).mend("make it a list of one", span, list)
            }
            _ => {
                let finding =
                    self.mismatch(value, expected).help(format!("write it like this: `{}`", value.example));
                match self.stray_key(value) {
                    Some(note) => finding.note(note),
                    None => finding,
                }
            }
        };
        self.report(finding);
    }

    /// Whether a text is written in lines of its own behind `|` or `>`.
    fn is_block(&self, value: &Value) -> bool {
        let Place::Under(key) = value.place else { return false };
        let between = self.text.get(key.range().end..value.node.span.range().start);
        between.is_some_and(|between| between.trim_start_matches([':', ' ']).starts_with(['|', '>']))
    }

    /// Where a name is a key of the format: it may only be indented too far.
    fn stray_key(&self, value: &Value) -> Option<String> {
        let Place::Under(key) = value.place else { return None };
        let name = self.written(key);
        let homes: Vec<String> = tables_with(name).map(|table| article(table.what)).collect();
        // An example of the key itself shows that it stands where it belongs.
        let is_named = !homes.is_empty() && !value.example.starts_with(&format!("{name}:"));
        is_named.then(|| {
            format!("{} is a key of {}; is it indented too far?", quoted(name), crate::prose::or(&homes))
        })
    }

    fn mismatch(&self, value: &Value, expected: &str) -> Diagnostic {
        rules::wrong_type::finding(self.location(value), &value.subject(), expected, value.node.found())
    }

    fn empty(&self, value: &Value) -> Diagnostic {
        let finding = rules::empty_value::finding(self.location(value), &value.subject());
        let rest = match value.place {
            Place::Under(key) => self.text.get(key.range().end..).and_then(|rest| rest.lines().next()),
            Place::InList => None,
        };
        match rest.and_then(|rest| rest.trim_start().strip_prefix(':')).map(str::trim) {
            Some(rest) if rest.starts_with('#') => finding
                .note("` #` begins a comment")
                .help("if `#` belongs to the value, put the value in quotes"),
            Some(rest) if rest.starts_with(['|', '>']) => {
                finding.help("write the text in the next lines, indented deeper than the key")
            }
            _ => finding.help(format!("give it a value, for example `{}`", value.example)),
        }
    }

    /// The entries of a list that is not empty; none where it is empty or no list, which is reported.
    fn list<'n>(&mut self, value: Value<'n, 't>) -> Option<&'n [Node<'t>]> {
        match &value.node.kind {
            Kind::List(nodes) if nodes.is_empty() => {
                let finding = self.empty(&value);
                self.report(finding);
                None
            }
            Kind::List(nodes) => Some(nodes),
            _ => {
                self.wrong_type(&value, LIST);
                None
            }
        }
    }

    /// The entries of a list, each read by `read`; what could not be read is left out.
    fn each<'n, T>(
        &mut self,
        value: Option<Value<'n, 't>>,
        mut read: impl FnMut(&mut Self, Value<'n, 't>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = value else { return Vec::new() };
        let Some(nodes) = self.list(value) else { return Vec::new() };
        // Most lists are short, and there are very many of them: a vector that grows takes the room of four at once.
        let mut entries = Vec::with_capacity(nodes.len());
        entries.extend(nodes.iter().filter_map(|node| read(self, value.entry(node))));
        entries
    }
}

/// The dash at the beginning of a text or of the first key of a mapping: the space after it was forgotten.
fn dash_without_space(node: &Node) -> Option<Span> {
    let node = match &node.kind {
        Kind::Map(map) => &map.entries.first()?.key,
        _ => node,
    };
    let Kind::Text(text) = &node.kind else { return None };
    let start = node.span.range().start;
    text.starts_with('-').then(|| Span::new(node.span.file, start, start + 1))
}

/// What `wrong_type` calls a list.
const LIST: &str = "a list";
/// What `wrong_type` calls a text.
const TEXT: &str = "a text";

/// A value as it can stand in a sentence: one line, cut where it is long.
pub(super) fn shorten(text: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(MOST).collect();
    if cut.len() == text.len() {
        return Cow::Owned(visible_line(&cut));
    }
    Cow::Owned(format!("{}…", visible_line(cut.trim_end())))
}
