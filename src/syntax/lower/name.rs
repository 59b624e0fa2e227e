//! Names, references to nodes, and targets of edges.
//!
//! Invariant: a name that is written wrongly is reported and kept, so that references to it still meet it.
//! Deliberately absent: whether a name means anything (floor 3).

use crate::model::{FactName, NodeId, NodeRef, RunbookId, Target};
use crate::source::{Span, Spanned};
use crate::syntax::lower::table::CALL;
use crate::syntax::lower::{Lower, Value};
use crate::syntax::rules;
use crate::syntax::tree::Kind;

impl<'t> Lower<'t> {
    /// Checks an id: lower-case letters, digits and hyphens. `what` is what it names, with its article.
    pub(super) fn id<I: for<'a> From<&'a str>>(&mut self, what: &str, name: Spanned<&str>) -> I {
        if !is_id(name.value) {
            let rule = "names hold lower-case letters, digits and hyphens, and begin with a letter or digit";
            let instead = mend(name.value, '-').filter(|name| is_id(name));
            self.report(rules::invalid_name::finding(name.span, what, name.value, rule, instead));
        }
        I::from(name.value)
    }

    /// Checks the name of a fact: lower-case letters, digits and underscores.
    pub(super) fn fact(&mut self, what: &str, name: Spanned<&str>) -> FactName {
        if !is_fact(name.value) {
            let rule =
                "names of facts hold lower-case letters, digits and underscores, and begin with a letter";
            let instead = mend(name.value, '_').filter(|name| is_fact(name));
            self.report(rules::invalid_name::finding(name.span, what, name.value, rule, instead));
        }
        FactName::from(name.value)
    }

    /// An id as a value.
    pub(super) fn id_value<I: for<'a> From<&'a str>>(
        &mut self,
        what: &str,
        value: Value<'_, 't>,
    ) -> Option<Spanned<I>> {
        let text = self.line(value)?;
        Some(Spanned::new(self.id(what, Spanned::new(text.value.as_str(), text.span)), text.span))
    }

    /// A fact to be looked up: an input or a captured value (`auth_thumbprint`), or a check (`connector` or
    /// `runbook/connector`), whose fact is its outcome.
    pub(super) fn fact_value(&mut self, value: Value<'_, 't>) -> Option<Spanned<FactName>> {
        let text = self.line(value)?;
        let name = self.any_fact(Spanned::new(text.value.as_str(), text.span));
        Some(Spanned::new(name, text.span))
    }

    /// Checks the name of a fact that is used: of an input, a captured value or a check.
    pub(super) fn any_fact(&mut self, name: Spanned<&str>) -> FactName {
        if !is_reference_to_fact(name.value) {
            let rule =
                "write the name of an input, of a captured fact, or of a check (`node` or `runbook/node`)";
            self.report(rules::invalid_name::finding(name.span, "a fact", name.value, rule, None));
        }
        FactName::from(name.value)
    }

    /// Checks the name of a check that a fix requires: `node` or `runbook/node`.
    pub(super) fn check_name(&mut self, name: Spanned<&str>) -> NodeId {
        if reference(name.value, name.span).is_none() {
            let rule = "write a check of this runbook (`node`), or of another one (`runbook/node`)";
            let instead = address(name.value);
            self.report(rules::invalid_name::finding(name.span, "a check", name.value, rule, instead));
        }
        NodeId::from(name.value)
    }

    /// `node` or `runbook/node`.
    pub(super) fn node_ref(&mut self, value: Value<'_, 't>) -> Option<NodeRef> {
        let text = self.line(value)?;
        let reference = reference(&text.value, text.span);
        if reference.is_none() {
            let instead = address(&text.value);
            self.report(rules::invalid_target::finding(text.span, &value.subject(), &text, instead));
        }
        reference
    }

    /// Where an edge leads.
    pub(super) fn target(&mut self, value: Value<'_, 't>) -> Option<Target> {
        match &value.node.kind {
            Kind::Map(_) if !value.node.is_unquoted_placeholder() => {
                let fields = self.fields(value, &CALL)?;
                let call = fields.required(self, "call").and_then(|value| self.node_ref(value));
                let back = fields.required(self, "return").and_then(|value| self.node_ref(value));
                Some(Target::Call { call: call?, back: back? })
            }
            Kind::List(_) => {
                let finding =
                    rules::wrong_type::finding(self.location(&value), &value.subject(), "one node", "a list")
                        .help(rules::invalid_target::HELP);
                self.report(finding);
                None
            }
            _ => self.node_ref(value).map(Target::Node),
        }
    }
}

/// Whether `text` may name a runbook, node, outcome, place or source.
pub fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether `text` may name an input or a captured fact.
pub fn is_fact(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether `text` may stand where a fact is used: the name of a fact, or a check.
pub(super) fn is_reference_to_fact(text: &str) -> bool {
    is_fact(text)
        || text.split_once('/').map_or_else(|| is_id(text), |(home, node)| is_id(home) && is_id(node))
}

fn reference(text: &str, span: Span) -> Option<NodeRef> {
    match text.split_once('/') {
        None if is_id(text) => Some(NodeRef { runbook: None, node: NodeId::from(text), span }),
        Some((home, node)) if is_id(home) && is_id(node) => {
            Some(NodeRef { runbook: Some(RunbookId::from(home)), node: NodeId::from(node), span })
        }
        _ => None,
    }
}

/// The address that `text` would be if its names were written as names are; none where it is several words, which say
/// what is meant and not what it is called.
fn address(text: &str) -> Option<String> {
    // As a link to the page, or to the file.
    let text = text.replace(".yaml", "").replace(".html", "").replace('#', "/");
    let text = text.trim_matches('/');
    if text.contains(char::is_whitespace) || text.matches('/').count() > 1 {
        return None;
    }
    let name = |name: &str| mend(name, '-').filter(|name| is_id(name));
    let names: Option<Vec<String>> = text.split('/').map(name).collect();
    names.map(|names| names.join("/"))
}

/// The name that `text` would be with every run of other characters replaced by `joint`.
fn mend(text: &str, joint: char) -> Option<String> {
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (!words.is_empty() && lower.is_ascii()).then(|| words.join(&joint.to_string()))
}
