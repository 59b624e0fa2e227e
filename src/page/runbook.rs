//! The page of one runbook.
//!
//! Invariant: every node of the runbook is on it exactly once, and everything that links to a node finds its anchor.
//! Deliberately absent: HTML and Markdown; the templates make those.

use crate::graph::{Content, Graph, Node};
use crate::model::{NodeId, PlaceId, Runbook, RunbookId, Shell, Side};
use crate::page::card::Card;
use crate::page::drawing::Drawing;
use crate::page::link::{Link, Origin};
use crate::page::node::{Cards, place_anchor};
use crate::page::order;
use crate::page::picture::{Picture, of_runbook};
use crate::page::source::SourceRow;
use crate::prose::{and, count, count_of};
use serde::Serialize;

/// A runbook as a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookPage {
    /// Its name, as the command line takes it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about. Markdown.
    pub summary: Option<String>,
    /// The team that answers for it.
    pub owner: Option<String>,
    /// How to reach the team.
    pub contact: Option<String>,
    /// When it was last reviewed: `2026-11-23`.
    pub reviewed: Option<String>,
    /// When a review is due again.
    pub review_due: Option<String>,
    /// What it holds for.
    pub applies_to: Vec<String>,
    /// What it consists of: `4 symptoms, 20 checks, 12 fixes and 5 ends`.
    pub size: String,
    /// Its entries.
    pub symptoms: Vec<Card>,
    /// Its checks and fixes, as a walk meets them.
    pub steps: Vec<Card>,
    /// Where walks end.
    pub ends: Vec<Card>,
    /// The names of the pages of the runbooks that a walk from here may need, its own among them.
    pub companions: Vec<String>,
    /// The picture of all of it.
    pub drawing: Drawing,
    /// Values that its commands need.
    pub inputs: Vec<InputRow>,
    /// The places its commands are typed in.
    pub places: Vec<PlaceRow>,
    /// Where its facts come from.
    pub sources: Vec<SourceRow>,
    /// Sources that no node cites.
    pub further_sources: Vec<SourceRow>,
}

/// A value that a person gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputRow {
    /// The placeholder, as it stands in commands.
    pub placeholder: String,
    /// What it is.
    pub ask: String,
    /// An example.
    pub example: Option<String>,
    /// Where to find it. Markdown.
    pub help: Option<String>,
    /// The values allowed, where it is a choice.
    pub values: Vec<String>,
}

/// A place where commands are typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceRow {
    /// Its anchor.
    pub anchor: String,
    /// Its name.
    pub title: String,
    /// Which side it shows.
    pub side: Option<&'static str>,
    /// Which shell it is.
    pub shell: Option<&'static str>,
    /// How to open it. Markdown.
    pub open: Option<String>,
}

/// A picture of more nodes than this is too large to be taken in at a glance.
const AT_A_GLANCE: usize = 15;

/// The page of a runbook; none where there is no such runbook.
pub fn page(graph: &Graph, id: &RunbookId) -> Option<RunbookPage> {
    let runbook = graph.runbook(id)?;
    let base = graph.base();
    let whole = of_runbook(graph, id);
    let mut nodes = order::walk(graph, id);
    nodes.sort_by_key(|node| part(node));
    let mut cards = Cards::new(graph, Origin::Runbook(id), &nodes);
    let (mut symptoms, mut steps, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for node in nodes {
        let mut card = cards.card(node);
        if let Some(symptom) = &mut card.symptom {
            symptom.drawing = own_drawing(&whole, &node.key.node);
        }
        match node.content {
            Content::Symptom(_) => symptoms.push(card),
            Content::Check(_) | Content::Fix(_) => steps.push(card),
            Content::End(_) => ends.push(card),
        }
    }
    let text = |text: &crate::source::Spanned<String>| text.value.clone();
    let places = std::mem::take(&mut cards.places);
    let mut bibliography = std::mem::take(&mut cards.sources);
    let cited = bibliography.rows().len();
    for (_, source) in runbook.sources.iter() {
        bibliography.cite(source);
    }
    let mut sources = bibliography.into_rows();
    let further_sources = sources.split_off(cited);
    Some(RunbookPage {
        id: id.to_string(),
        title: runbook.title.value.clone(),
        summary: runbook.summary.as_ref().map(|summary| summary.as_str().to_owned()),
        owner: runbook.owner.as_ref().or(base.owner.as_ref()).map(text),
        contact: base.contact.as_ref().map(text),
        reviewed: runbook.reviewed.as_ref().map(|date| date.value.to_string()),
        review_due: review_due(graph, runbook).map(|date| date.to_string()),
        applies_to: runbook.applies_to.iter().map(text).collect(),
        size: size(runbook),
        symptoms,
        steps,
        ends,
        companions: graph.companions(id).iter().map(crate::page::link::page_name).collect(),
        drawing: Drawing::new(&whole),
        inputs: inputs(runbook),
        places: places.iter().filter_map(|id| place(graph, id)).collect(),
        sources,
        further_sources,
    })
}

/// The part of the page in which a node stands.
fn part(node: &Node) -> u8 {
    match node.content {
        Content::Symptom(_) => 0,
        Content::Check(_) | Content::Fix(_) => 1,
        Content::End(_) => 2,
    }
}

/// The picture of one symptom, where that of the whole runbook is large and this one is clearly smaller: above two
/// thirds it is the whole once more, and a page of such copies is heavy.
fn own_drawing(whole: &Picture, symptom: &NodeId) -> Option<Drawing> {
    let all = whole.nodes.len();
    if all <= AT_A_GLANCE {
        return None;
    }
    let reached = whole.reached(symptom);
    let own = reached.iter().filter(|reached| **reached).count();
    (own * 3 <= all * 2).then(|| Drawing::new(&whole.part(symptom, &reached)))
}

/// When a review is due again: the last review plus the days the knowledge base sets.
pub fn review_due(graph: &Graph, runbook: &Runbook) -> Option<jiff::civil::Date> {
    let days = graph.base().review_days.as_ref().map_or(180, |days| days.value);
    let reviewed = runbook.reviewed.as_ref()?.value;
    reviewed.checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?).ok()
}

/// What a runbook consists of.
pub fn size(runbook: &Runbook) -> String {
    let parts = [
        (runbook.symptoms.len(), count(runbook.symptoms.len(), "symptom")),
        (runbook.checks.len(), count(runbook.checks.len(), "check")),
        (runbook.fixes.len(), count_of(runbook.fixes.len(), "fix", "fixes")),
        (runbook.ends.len(), count(runbook.ends.len(), "end")),
    ];
    let words: Vec<String> =
        parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words.to_string()).collect();
    and(&words)
}

/// The link to a runbook's page.
pub fn link(origin: Origin<'_>, runbook: &Runbook) -> Link {
    Link {
        title: runbook.title.value.clone(),
        href: crate::page::link::to_runbook(origin, &runbook.runbook.value),
    }
}

fn inputs(runbook: &Runbook) -> Vec<InputRow> {
    let rows = runbook.inputs.iter().map(|(name, input)| InputRow {
        placeholder: format!("{{{{ {} }}}}", name.value),
        ask: input.ask.value.clone(),
        example: input.example.as_ref().map(|example| example.value.clone()),
        help: input.help.as_ref().map(|help| help.as_str().to_owned()),
        values: input.values.iter().map(|value| value.value.clone()).collect(),
    });
    rows.collect()
}

fn place(graph: &Graph, id: &PlaceId) -> Option<PlaceRow> {
    let place = graph.place(id)?;
    Some(PlaceRow {
        anchor: place_anchor(id),
        title: place.title.value.clone(),
        side: place.side.as_ref().map(|side| match side.value {
            Side::OnPremises => "on-premises",
            Side::Cloud => "cloud",
        }),
        shell: match place.shell.value {
            Shell::Powershell => Some("PowerShell"),
            Shell::Posix => Some("Unix shell"),
            Shell::Cmd => Some("Windows command prompt"),
            Shell::None => None,
        },
        open: place.open.as_ref().map(|open| open.as_str().to_owned()),
    })
}
