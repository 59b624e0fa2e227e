//! `knowledge-base.yaml`: what all runbooks share.
//!
//! Invariant: holds only what is written in that one file.
//! Deliberately absent: the runbooks themselves.

use crate::model::{Level, Markdown, Named, Pattern, PlaceId, RunbookId, Shell, SourceId};
use crate::source::Spanned;

/// The file `knowledge-base.yaml`: title, owner, places, shared sources and the glossary.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct KnowledgeBase {
    /// The title of the whole knowledge base; the site carries it.
    pub title: Spanned<String>,
    /// What it covers, in a few sentences; the site's home page shows it.
    pub summary: Option<Markdown>,
    /// The team that answers for it; the default owner of every runbook.
    pub owner: Option<Spanned<String>>,
    /// How to reach the owner: a channel, an address or a page.
    pub contact: Option<Spanned<String>>,
    /// After how many days a review is due again. 180 unless set.
    pub review_days: Option<Spanned<u32>>,
    /// Runbooks in the order in which they are listed and best read; the others follow by title.
    #[schemars(default)]
    pub order: Vec<Spanned<RunbookId>>,
    /// Where commands are typed: named shells and tools.
    #[schemars(default)]
    pub places: Named<PlaceId, Place>,
    /// Sources that several runbooks cite.
    #[schemars(default)]
    pub sources: Named<SourceId, Source>,
    /// How much the findings of single rules weigh here, by the rule's name.
    #[schemars(default)]
    pub rules: Named<String, Spanned<Level>>,
    /// Words of the field with their meaning, by term.
    #[schemars(default)]
    pub glossary: Named<String, Term>,
    /// Fields that this one is often taken for and that no runbook covers, each with what people say there. A text that
    /// fits one of them better than any symptom is told to belong there.
    #[schemars(default)]
    pub elsewhere: Named<String, Vec<Spanned<String>>>,
}

/// A place where commands are typed or things are clicked: one named shell or tool.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Place {
    /// Its name as people say it, such as `Exchange Management Shell`.
    pub title: Spanned<String>,
    /// Which shell reads the commands; decides how values are quoted. `none` is a tool without a command line.
    pub shell: Spanned<Shell>,
    /// Which side its output comes from, where two sides have commands of the same name.
    pub side: Option<Spanned<Side>>,
    /// What shows that a text comes from this side: regular expressions for prompts, captions and values that are
    /// found on no other side. They tell whose output a text is where two sides have commands of the same name.
    #[schemars(default, with = "Vec<String>")]
    pub marks: Vec<Pattern>,
    /// How to open it or to connect, for someone who does it for the first time.
    pub open: Option<Markdown>,
}

/// Which side of a hybrid a place belongs to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Side {
    /// The servers of the organisation itself.
    OnPremises,
    /// The cloud service.
    Cloud,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Source {
    /// Title of the page or document.
    pub title: Spanned<String>,
    /// Its address (`https://…`).
    pub url: Option<Spanned<String>>,
    /// When it was last read, as `YYYY-MM-DD`.
    #[schemars(with = "String")]
    pub seen: Spanned<jiff::civil::Date>,
    /// How far to trust it. `official` unless set.
    pub confidence: Option<Spanned<Confidence>>,
}

/// How far a source can be trusted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Confidence {
    /// The vendor's own documentation or announcement.
    Official,
    /// Practitioners who describe what they saw.
    Field,
    /// One voice, or voices that contradict each other.
    Unconfirmed,
}

/// One word of the field.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Term {
    /// Its long form, for an abbreviation.
    pub long: Option<Spanned<String>>,
    /// What it means, in one or two sentences.
    pub means: Markdown,
    /// Other names by which people mean it, in any language: what is searched for takes them for the term. With `*` at
    /// its end a word stands for every word that begins so.
    #[schemars(default)]
    pub also: Vec<Spanned<String>>,
}
