//! The account of a drill: the walked path beside the best one, what was never checked, what was unsafe, and the score.
//!
//! Invariant: made from the drill alone; its JSON is versioned.
//! Deliberately absent: layout.

use crate::drill::fault::{Fault, FaultKind};
use crate::drill::moves::{Entry, Feedback, Move};
use crate::drill::practice::Practice;
use crate::drill::shelf::{BestStep, CaseId};
use crate::graph::Content;
use crate::model::NodeKey;
use crate::session::Prompt;
use serde::Serialize;
use std::collections::BTreeSet;

/// Version of this JSON; it rises when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// The account of a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Debrief {
    /// `triagebook-drill`.
    pub format: &'static str,
    /// Version of this JSON.
    pub version: u32,
    /// The case.
    pub case: CaseId,
    /// The case in a few words.
    pub title: String,
    /// What happened in it, as Markdown.
    pub about: Option<String>,
    /// Where the numbers began.
    pub seed: u64,
    /// When wrong decisions were told.
    pub feedback: Feedback,
    /// Whether it was solved.
    pub solved: bool,
    /// The score.
    pub score: Score,
    /// The time, by the authors' estimates.
    pub minutes: Minutes,
    /// What was done.
    pub walked: Vec<StepTaken>,
    /// What would have been enough.
    pub best: Vec<BestStep>,
    /// Questions of the best path that were never looked at.
    pub never_checked: Vec<Never>,
    /// Checks to practise again: misread, guessed, not without hints, or never looked at on the way to an end.
    pub missed: Vec<NodeKey>,
    /// Checks that were read right.
    pub passed: Vec<NodeKey>,
    /// The moves, to play it again.
    pub moves: Vec<Move>,
}

/// The score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Points.
    pub points: u32,
    /// The most there are.
    pub out_of: u32,
    /// What cost points.
    pub deductions: Vec<Deduction>,
}

/// Something that cost points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deduction {
    /// What it was.
    pub kind: FaultKind,
    /// Where; null where it concerns the whole drill.
    pub node: Option<NodeKey>,
    /// What was wrong, as a sentence.
    pub text: String,
    /// Points taken off.
    pub points: u32,
}

/// Minutes by the authors' estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// Those that were spent.
    pub walked: u32,
    /// Those of the best path.
    pub best: u32,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepTaken {
    /// The node.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// What was decided or done, as a statement.
    pub said: String,
    /// Minutes, looking and waiting included.
    pub minutes: u32,
    /// What was wrong with it.
    pub faults: Vec<FaultKind>,
}

/// A question that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Never {
    /// The check.
    pub node: NodeKey,
    /// The question.
    pub title: String,
}

impl Debrief {
    /// The account of a drill as it stands.
    pub fn new(practice: &Practice<'_>) -> Self {
        let case = practice.case();
        let walked = walked(practice);
        let minutes = Minutes { walked: walked.iter().map(|step| step.minutes).sum(), best: case.minutes() };
        let looked: BTreeSet<&NodeKey> = practice
            .entries()
            .iter()
            .filter(|entry| entry.made == Move::Look && entry.faults.is_empty())
            .map(|entry| &entry.node)
            .collect();
        let mut never = Vec::new();
        let mut asked: Vec<&NodeKey> = Vec::new();
        for step in case.best() {
            let is_check = practice
                .graph()
                .node(&step.node)
                .is_some_and(|node| matches!(node.content, Content::Check(_)));
            if !is_check || asked.contains(&&step.node) {
                continue;
            }
            asked.push(&step.node);
            if !looked.contains(&step.node) {
                never.push(Never { node: step.node.clone(), title: step.title.clone() });
            }
        }
        // Whoever stops on the way has not skipped what would have come.
        let skipped = if matches!(practice.prompt(), Prompt::End(_)) { never.as_slice() } else { &[] };
        let missed = missed(practice, skipped);
        let passed = practice
            .entries()
            .iter()
            .filter(|entry| matches!(entry.made, Move::Decide(_)) && entry.faults.is_empty());
        let passed: BTreeSet<NodeKey> =
            passed.map(|entry| entry.node.clone()).filter(|node| !missed.contains(node)).collect();
        Self {
            format: "triagebook-drill",
            version: VERSION,
            case: case.id.clone(),
            title: case.title.to_owned(),
            about: case.about.map(str::to_owned),
            seed: practice.settings().seed,
            feedback: practice.settings().feedback,
            solved: practice.is_solved(),
            score: score(practice, minutes),
            minutes,
            walked,
            best: case.best().to_vec(),
            never_checked: never,
            missed: missed.into_iter().collect(),
            passed: passed.into_iter().collect(),
            moves: practice.entries().iter().map(|entry| entry.made.clone()).collect(),
        }
    }
}

/// The decisions and changes, each with the minutes since the one before.
pub(super) fn walked(practice: &Practice<'_>) -> Vec<StepTaken> {
    let mut walked = Vec::new();
    let mut minutes = 0;
    let mut faults: Vec<FaultKind> = Vec::new();
    for entry in practice.entries() {
        minutes += entry.minutes;
        faults.extend(entry.faults.iter().map(|fault| fault.kind));
        if entry.said.is_empty() {
            continue;
        }
        let title = practice.graph().title_of(&entry.node);
        walked.push(StepTaken {
            node: entry.node.clone(),
            title,
            said: entry.said.clone(),
            minutes: std::mem::take(&mut minutes),
            faults: std::mem::take(&mut faults),
        });
    }
    if let (Some(last), true) = (walked.last_mut(), minutes > 0) {
        last.minutes += minutes;
    }
    walked
}

fn missed(practice: &Practice<'_>, never: &[Never]) -> BTreeSet<NodeKey> {
    let hints = |node: &NodeKey| {
        practice.hints.iter().filter(|(spot, _)| spot.0 == *node).map(|(_, times)| *times).max()
    };
    let is_missed = |fault: &Fault, entry: &Entry| match fault.kind {
        FaultKind::Misread | FaultKind::Guessed => true,
        // The first hint says where to look; whoever needs more has not read it.
        FaultKind::Hinted => hints(&entry.node).is_some_and(|times| times > 1),
        _ => false,
    };
    let is_check = |node: &NodeKey| {
        practice.graph().node(node).is_some_and(|node| matches!(node.content, Content::Check(_)))
    };
    let faulty =
        practice.entries().iter().filter(|entry| entry.faults.iter().any(|fault| is_missed(fault, entry)));
    let nodes = faulty.map(|entry| entry.node.clone()).filter(is_check);
    nodes.chain(never.iter().map(|never| never.node.clone())).collect()
}

fn score(practice: &Practice<'_>, minutes: Minutes) -> Score {
    const OUT_OF: u32 = 100;
    let mut deductions: Vec<Deduction> = practice
        .entries()
        .iter()
        .flat_map(|entry| entry.faults.iter().map(move |fault| (entry, fault)))
        .map(|(entry, fault)| Deduction {
            kind: fault.kind,
            node: Some(entry.node.clone()),
            text: fault.text.clone(),
            points: fault.kind.points(),
        })
        .collect();
    let mut whole = |kind: FaultKind, text: String, points: u32| {
        deductions.push(Deduction { kind, node: None, text, points });
    };
    if !practice.is_solved() {
        whole(
            FaultKind::Unsolved,
            "The walk ended before the case came to its end.".to_owned(),
            FaultKind::Unsolved.points(),
        );
    }
    // A point for each twentieth that the way was longer.
    let longer = minutes.walked.saturating_sub(minutes.best);
    let points = (20 * longer).checked_div(minutes.best.max(1)).unwrap_or_default();
    let points = points.min(FaultKind::Detour.points());
    if points > 0 {
        let text = format!(
            "{} instead of {}.",
            crate::prose::count(minutes.walked as usize, "minute"),
            minutes.best
        );
        whole(FaultKind::Detour, text, points);
    }
    let lost: u32 = deductions.iter().map(|deduction| deduction.points).sum();
    Score { points: OUT_OF.saturating_sub(lost), out_of: OUT_OF, deductions }
}
