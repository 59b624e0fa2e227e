//! Drills as a page plays them: a case, its seed and the moves come with each request.
//!
//! Invariant: nothing of a drill is kept here; the page holds the moves and the progress. The account is the text that the
//! command line writes.
//! Deliberately absent: judging (floor 7, `drill`), and layout.

use crate::browser::view::shown_safely;
use crate::drill::{
    Card, CaseId, Debrief, FaultKind, Move, Practice, Prepared, Progress, Remark, ServedAs, Settings, Shelf,
    Tally, Unread,
};
use crate::graph::{Content, Graph, Node};
use crate::model::{NodeKey, RunbookId, ScenarioFile};
use crate::session::Prompt;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// What a page asks about drills. `progress` is its document, or empty where there is none.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DrillRequest {
    /// What can be practised here, and what was.
    Cases { runbook: RunbookId, progress: String, today: jiff::civil::Date, seed: u64 },
    /// What is to be seen after these moves; `then` is one that is made last, and may be refused.
    Play {
        #[serde(flatten)]
        drill: Drill,
        then: Option<Move>,
    },
    /// The account, as `triagebook drill --json` writes it.
    Account {
        #[serde(flatten)]
        drill: Drill,
    },
    /// The progress with this drill in it.
    Record {
        #[serde(flatten)]
        drill: Drill,
        progress: String,
        today: jiff::civil::Date,
    },
    /// The progress with what was practised elsewhere in it.
    TakeOver { progress: String, other: String },
}

/// A drill, as far as it was played.
#[derive(Debug, Deserialize)]
pub(super) struct Drill {
    case: CaseId,
    settings: Settings,
    moves: Vec<Move>,
}

/// What can be practised, and what was. No title of a case is in it: it would give the case away.
#[derive(Debug, Serialize)]
struct Offer<'a> {
    symptoms: Vec<Symptom<'a>>,
    /// The case to practise next.
    next: Option<&'a CaseId>,
    tally: Tally,
    /// Whether what is kept cannot be understood.
    is_damaged: bool,
    /// The questions that were met, what is due first.
    cards: Vec<Met>,
    /// Where a drill can go.
    places: Vec<Place<'a>>,
}

/// A symptom with its cases, the one to practise next first.
#[derive(Debug, Serialize)]
struct Symptom<'a> {
    title: &'a str,
    cases: Vec<&'a CaseId>,
    /// How many of them were played.
    played: usize,
    /// How many questions of its next case are due again.
    due: usize,
}

/// A question that was met.
#[derive(Debug, Serialize)]
struct Met {
    node: NodeKey,
    title: String,
    is_due: bool,
    #[serde(flatten)]
    card: Card,
}

/// A check or a fix.
#[derive(Debug, Serialize)]
struct Place<'a> {
    node: &'a NodeKey,
    title: &'a str,
    is_fix: bool,
}

/// What is to be seen of a drill.
#[derive(Debug, Serialize)]
struct Played<'a> {
    /// Why the last move was refused.
    refused: Option<String>,
    symptom: &'a str,
    /// More about the symptom, as Markdown.
    detail: Option<&'a str>,
    prompt: Prompt,
    /// The number of the waiting question or fix, from 1.
    number: usize,
    served: Option<Shown>,
    wait_minutes: Option<u32>,
    knows_undo: bool,
    /// What is said about the last move.
    remarks: Vec<Remark>,
    /// The account, where the drill is over.
    account: Option<Account>,
}

#[derive(Debug, Serialize)]
struct Shown {
    kind: ServedAs,
    text: String,
}

/// The account, with the words for what was wrong.
#[derive(Debug, Serialize)]
struct Account {
    #[serde(flatten)]
    debrief: Debrief,
    labels: Vec<(FaultKind, &'static str)>,
}

/// Answers a request about drills.
///
/// # Errors
/// There is no such case, or the progress cannot be used; a sentence.
pub(super) fn answer(graph: &Graph, files: &[ScenarioFile], request: DrillRequest) -> Result<Value, String> {
    match request {
        DrillRequest::Cases { runbook, progress, today, seed } => {
            let (progress, is_damaged) = read(&progress)?;
            let shelf = Shelf::new(graph, files, Some(&runbook));
            let offer = Offer { is_damaged, ..offer(graph, &shelf, &progress, today, seed) };
            shown_safely(&offer).map_err(|error| error.to_string())
        }
        DrillRequest::Play { drill, then } => drill.on_case(graph, files, |case, settings, moves| {
            let mut practice = Practice::replay(case, settings, moves);
            let refused = then.and_then(|made| practice.make(made).err()).map(|refused| refused.0);
            shown_safely(&played(graph, &practice, refused)).map_err(|error| error.to_string())
        }),
        DrillRequest::Account { drill } => drill.on_case(graph, files, |case, settings, moves| {
            let account = Debrief::new(&Practice::replay(case, settings, moves));
            Ok((serde_json::to_string_pretty(&account).map_err(|error| error.to_string())? + "\n").into())
        }),
        DrillRequest::Record { drill, progress, today } => {
            let (mut progress, is_damaged) = read(&progress)?;
            drill.on_case(graph, files, |case, settings, moves| {
                progress.record(&Debrief::new(&Practice::replay(case, settings, moves)), today);
                Ok(json!({ "progress": progress.write(), "was_damaged": is_damaged }))
            })
        }
        DrillRequest::TakeOver { progress, other } => {
            let (mut progress, is_damaged) = read(&progress)?;
            let other =
                Progress::read(other.as_bytes()).map_err(|unread| format!("of that file, {unread}"))?;
            progress.take_over(other);
            Ok(json!({ "progress": progress.write(), "was_damaged": is_damaged }))
        }
    }
}

/// The progress that a page keeps, and whether it is damaged; then it counts as none.
fn read(text: &str) -> Result<(Progress, bool), String> {
    match Progress::read(text.as_bytes()) {
        Ok(progress) => Ok((progress, false)),
        Err(Unread::Other) => Ok((Progress::default(), !text.is_empty())),
        Err(unread @ Unread::Newer(_)) => Err(format!("of the progress in this browser, {unread}")),
    }
}

impl Drill {
    /// Does something with its case.
    fn on_case<T>(
        self,
        graph: &Graph,
        files: &[ScenarioFile],
        act: impl FnOnce(&Prepared<'_>, Settings, &[Move]) -> Result<T, String>,
    ) -> Result<T, String> {
        let of = self.case.0.split_once('/').map(|(runbook, _)| RunbookId(runbook.to_owned()));
        let own = Shelf::new(graph, files, of.as_ref());
        let case = own.find(&self.case.0)?;
        if !case.is_playable() {
            return Err(format!("case {} cannot be practised: it does not come to its end", case.id));
        }
        act(case, self.settings, &self.moves)
    }
}

fn offer<'a>(
    graph: &'a Graph,
    shelf: &'a Shelf<'a>,
    progress: &Progress,
    today: jiff::civil::Date,
    seed: u64,
) -> Offer<'a> {
    let due: Vec<&NodeKey> = progress.due(today).map(|(node, _)| node).collect();
    let is_due = |case: &Prepared<'_>| {
        due.iter().filter(|node| case.best().iter().any(|step| step.node == ***node)).count()
    };
    let cases: Vec<&Prepared<'_>> =
        progress.order(&shelf.cases, today, seed).into_iter().filter(|case| case.is_playable()).collect();
    let symptoms = graph.nodes().filter_map(|node| {
        let own: Vec<&&Prepared<'_>> = cases.iter().filter(|case| case.entry == node.key).collect();
        Some(Symptom {
            title: node.title(),
            due: is_due(own.first()?),
            played: own.iter().filter(|case| progress.cases.contains_key(&case.id)).count(),
            cases: own.iter().map(|case| &case.id).collect(),
        })
    });
    let mut cards: Vec<Met> = progress
        .cards
        .iter()
        .map(|(node, card)| Met {
            title: graph.title_of(node),
            node: node.clone(),
            is_due: card.due <= today,
            card: *card,
        })
        .collect();
    cards.sort_by_key(|met| (Reverse(met.is_due), met.card.due));
    Offer {
        symptoms: symptoms.collect(),
        next: cases.first().map(|case| &case.id),
        tally: progress.tally(),
        is_damaged: false,
        cards,
        places: graph.nodes().filter_map(place).collect(),
    }
}

fn place(node: &Node) -> Option<Place<'_>> {
    let is_fix = matches!(node.content, Content::Fix(_));
    let is_place = is_fix || matches!(node.content, Content::Check(_));
    is_place.then(|| Place { node: &node.key, title: node.title(), is_fix })
}

fn played<'a>(graph: &'a Graph, practice: &Practice<'_>, refused: Option<String>) -> Played<'a> {
    let entry = graph.node(&practice.case().entry);
    let detail = entry.and_then(|node| match &node.content {
        Content::Symptom(symptom) => symptom.detail.as_ref().map(crate::model::Markdown::as_str),
        _ => None,
    });
    let last = practice.entries().last().filter(|_| refused.is_none());
    let decided = practice.state().path.iter().filter(|visit| visit.event.is_some()).count();
    Played {
        remarks: last.map(|entry| entry.remarks.clone()).unwrap_or_default(),
        refused,
        symptom: entry.map(Node::title).unwrap_or_default(),
        detail,
        prompt: practice.prompt().clone(),
        number: decided + 1,
        served: practice.served().map(|served| Shown { kind: served.kind, text: served.text.clone() }),
        wait_minutes: practice.wait_minutes(),
        knows_undo: practice.knows_undo(),
        account: practice.is_over().then(|| account(practice)),
    }
}

fn account(practice: &Practice<'_>) -> Account {
    let debrief = Debrief::new(practice);
    let kinds = debrief.score.deductions.iter().map(|deduction| deduction.kind);
    let labels = kinds.map(|kind| (kind, kind.label())).collect();
    Account { debrief, labels }
}
