//! Lowers the spanned tree into the model, collecting every finding on the way.
//!
//! Invariant: a reader of a value returns `None` only after reporting why; `Broken` nodes were reported before.
//! Deliberately absent: links between nodes (floor 3) and everything about YAML itself.

mod check;
mod fields;
mod fix;
mod knowledge_base;
mod matcher;
mod name;
mod runbook;
mod scalar;
mod table;
mod template;

pub(super) use table::{Table, article, near, tables_with};

use crate::diagnostic::Diagnostic;
use crate::model::{KnowledgeBase, Runbook};
use crate::prose::{quoted, visible_line};
use crate::source::Span;
use crate::syntax::rules;
use crate::syntax::tree::{Kind, Node};
use std::borrow::Cow;

/// Lowers a runbook file. `None` if it has no mapping with a `runbook` in it.
pub(super) fn runbook<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<Runbook> {
    runbook::runbook(lower, root)
}

/// Lowers `knowledge-base.yaml`. `None` if it is no mapping.
pub(super) fn knowledge_base<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<KnowledgeBase> {
    knowledge_base::knowledge_base(lower, root)
}

/// The text that is lowered, and the findings so far.
pub(super) struct Lower<'t> {
    pub(super) text: &'t str,
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

impl Value<'_, '_> {
    /// The value as the subject of a sentence.
    fn subject(&self) -> String {
        match self.place {
            Place::Under(_) => quoted(visible_line(self.key)),
            Place::InList => format!("an entry of {}", quoted(visible_line(self.key))),
        }
    }

    /// The place to point at: the value, or its key where there is nothing else to see.
    fn span(&self) -> Span {
        match self.place {
            Place::Under(key) if self.node.span.start >= self.node.span.end => key,
            _ => self.node.span,
        }
    }
}

impl<'t> Lower<'t> {
    /// The findings of a text begin empty.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, findings: Vec::new() }
    }

    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The source text of a span.
    fn written(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Reports that a value is of the wrong type; an empty or broken one gets the finding it deserves.
    fn wrong_type(&mut self, value: &Value, expected: &str) {
        let finding = match &value.node.kind {
            Kind::Broken => return,
            Kind::Empty => self.empty(value),
            _ if value.node.is_unquoted_placeholder() => {
                let written = self.written(value.node.span);
                rules::unquoted_placeholder::finding(value.node.span, written)
            }
            _ => {
                let finding =
                    rules::wrong_type::finding(value.span(), &value.subject(), expected, value.node.found());
                match (&value.node.kind, expected) {
                    (Kind::Text(_), LIST)
                        if !self.written(value.node.span).contains([',', '[', ']', '\n']) =>
                    {
                        let list = format!("[{}]", self.written(value.node.span));
                        finding.suggest("make it a list of one", value.node.span, list)
                    }
                    (Kind::Map(_), LIST) => finding.help(format!(
                        "put `- ` before the first key and indent the others: `{}`",
                        value.example
                    )),
                    _ => finding.help(format!("write it like this: `{}`", value.example)),
                }
            }
        };
        self.report(finding);
    }

    fn empty(&self, value: &Value) -> Diagnostic {
        rules::empty_value::finding(value.span(), &value.subject())
            .help(format!("write it like this: `{}`, or remove the key", value.example))
    }

    /// The entries of a list that is not empty.
    fn list<'n>(&mut self, value: Value<'n, 't>) -> Vec<Value<'n, 't>> {
        match &value.node.kind {
            Kind::List(nodes) if nodes.is_empty() => {
                let finding = self.empty(&value);
                self.report(finding);
                Vec::new()
            }
            Kind::List(nodes) => {
                nodes.iter().map(|node| Value { place: Place::InList, node, ..value }).collect()
            }
            _ => {
                self.wrong_type(&value, LIST);
                Vec::new()
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
        self.list(value).into_iter().filter_map(|entry| read(self, entry)).collect()
    }
}

/// What `wrong_type` calls a list.
const LIST: &str = "a list";

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
