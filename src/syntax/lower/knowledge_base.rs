//! `knowledge-base.yaml`: places, sources and the glossary.
//!
//! Invariant: places and sources are kept whatever is wrong with them, so that references to them still meet them.
//! Deliberately absent: the runbooks.

use crate::model::{Confidence, KnowledgeBase, Place, Shell, Side, Source, Term};
use crate::source::Spanned;
use crate::syntax::lower::table::{KNOWLEDGE_BASE, PLACE, SOURCE, TERM};
use crate::syntax::lower::{Lower, Value, fields};
use crate::syntax::rules;
use crate::syntax::tree::{Kind, Node};
use jiff::civil::Date;

const SHELLS: [(&str, Shell); 4] =
    [("powershell", Shell::Powershell), ("posix", Shell::Posix), ("cmd", Shell::Cmd), ("none", Shell::None)];
const SIDES: [(&str, Side); 2] = [("on-premises", Side::OnPremises), ("cloud", Side::Cloud)];
const CONFIDENCES: [(&str, Confidence); 3] = [
    ("official", Confidence::Official),
    ("field", Confidence::Field),
    ("unconfirmed", Confidence::Unconfirmed),
];

/// Lowers a whole file.
pub(super) fn knowledge_base<'t>(lower: &mut Lower<'t>, root: &Node<'t>) -> Option<KnowledgeBase> {
    let Kind::Map(map) = &root.kind else {
        let finding = rules::wrong_type::finding(root.span, "knowledge-base.yaml", "a mapping", root.found())
            .help("begin it with `title: …`, then `places:` with the shells and tools in which commands are typed");
        lower.report(finding);
        return None;
    };
    let fields = lower.open(root.span, map, fields::first_key(root), &KNOWLEDGE_BASE);
    let title = fields.required(lower, "title").and_then(|value| lower.line(value));
    Some(KnowledgeBase {
        title: title.unwrap_or_else(|| Spanned::new("Knowledge base".to_owned(), fields.head)),
        summary: fields.get("summary").and_then(|value| lower.markdown(value)),
        owner: fields.get("owner").and_then(|value| lower.line(value)),
        contact: fields.get("contact").and_then(|value| lower.line(value)),
        review_days: fields.get("review_days").and_then(|value| lower.number(value, 1)),
        order: lower.each(fields.get("order"), |lower, value| lower.id_value("a runbook", value)),
        places: lower.named(
            fields.get("places"),
            |lower, name| Some(lower.id("a place", name)),
            Lower::place,
        ),
        sources: lower.named_sources(fields.get("sources")),
        rules: lower.levels(fields.get("rules")),
        glossary: lower.named(fields.get("glossary"), |lower, name| lower.term_name(name), Lower::term),
        elsewhere: lower.named(
            fields.get("elsewhere"),
            |lower, name| lower.term_name(name),
            |lower, value| Some(lower.each(Some(value), Lower::line)),
        ),
    })
}

impl<'t> Lower<'t> {
    fn place(&mut self, value: Value<'_, 't>) -> Option<Place> {
        let fields = self.fields(value, &PLACE)?;
        let title = fields.required(self, "title").and_then(|value| self.line(value));
        let shell = fields.required(self, "shell").and_then(|value| self.word(value, &SHELLS));
        Some(Place {
            title: title.unwrap_or_else(|| Spanned::new(value.key.to_owned(), fields.head)),
            shell: shell.unwrap_or(Spanned::new(Shell::None, fields.head)),
            side: fields.get("side").and_then(|value| self.word(value, &SIDES)),
            marks: self.each(fields.get("marks"), Self::pattern),
            open: fields.get("open").and_then(|value| self.markdown(value)),
        })
    }

    pub(super) fn source(&mut self, value: Value<'_, 't>) -> Option<Source> {
        let fields = self.fields(value, &SOURCE)?;
        let title = fields.required(self, "title").and_then(|value| self.line(value));
        let seen = fields.required(self, "seen").and_then(|value| self.date(value));
        Some(Source {
            title: title.unwrap_or_else(|| Spanned::new(value.key.to_owned(), fields.head)),
            url: fields.get("url").and_then(|value| self.url(value)),
            // A date that is never overdue: the missing one is reported, and that is enough.
            seen: seen.unwrap_or(Spanned::new(Date::MAX, fields.head)),
            confidence: fields.get("confidence").and_then(|value| self.word(value, &CONFIDENCES)),
        })
    }

    /// A term of the glossary, or another field: any text of one line.
    fn term_name(&mut self, name: Spanned<&str>) -> Option<String> {
        if name.value.trim().is_empty() || name.value.contains('\n') {
            let rule = "a term is a text of one line";
            self.report(rules::invalid_name::finding(name.span, "a term", name.value, rule, None));
            return None;
        }
        Some(name.value.to_owned())
    }

    fn term(&mut self, value: Value<'_, 't>) -> Option<Term> {
        let fields = self.fields(value, &TERM)?;
        let means = fields.required(self, "means").and_then(|value| self.markdown(value));
        let long = fields.get("long").and_then(|value| self.line(value));
        let also = self.each(fields.get("also"), Self::line);
        Some(Term { means: means?, long, also })
    }
}
