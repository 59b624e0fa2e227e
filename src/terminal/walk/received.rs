//! What came in: how much, which side it comes from, the questions it answers in a row, and what it is kept for.
//!
//! Invariant: each answer stands with the lines that decided it.
//! Deliberately absent: the reasons of one answer (`proposal`).

use crate::evidence::Verdict;
use crate::prose::count;
use crate::redact::Found;
use crate::session::{Here, Other, Proposal, Prospect, Received};
use crate::terminal::paper::Paper;
use crate::terminal::style;
use crate::terminal::walk::proposal::{lines, removed};

/// Questions that are named where output is kept for them.
const MOST: usize = 4;
/// Deciding lines shown of one answer.
const LINES: usize = 3;

/// Says what was received, and why none of it answers the waiting question, where it does not.
pub(crate) fn received(paper: &mut Paper, received: &Received) {
    paper.say(&format!("Received {}.", count(received.lines(), "line")));
    removed(paper, &received.removed);
    if let Here::NotMeant(why) = &received.here {
        if why.is_empty() {
            paper.styled("None of it is what this question asks for.", style::CAREFUL, 0);
        }
        for sentence in why {
            paper.styled(&format!("{sentence}."), style::CAREFUL, 0);
        }
    }
}

/// The answers that follow one from another, with the titles of their questions.
pub(crate) fn row(paper: &mut Paper, row: &[(String, &Proposal)]) {
    let from = row.first().map_or("paste", |(_, proposal)| proposal.from.as_str());
    let from = if from == "paste" { "Your paste".to_owned() } else { from.to_owned() };
    let mut found: Vec<Found> = Vec::new();
    for one in row.iter().flat_map(|(_, proposal)| &proposal.removed) {
        if !found.contains(one) {
            found.push(*one);
        }
    }
    removed(paper, &found);
    paper.say(&format!("{from} answers {} in a row:", count(row.len(), "question")));
    paper.blank();
    for (number, (title, proposal)) in (1..).zip(row) {
        paper.choice(&i32::to_string(&number), title);
        let Verdict::Proposed(outcome) = &proposal.verdict else { continue };
        let Some(judged) = proposal.judged(outcome) else { continue };
        paper.styled(&judged.title, style::GOOD, 6);
        lines(paper, judged.lines.get(..LINES).unwrap_or(&judged.lines), 6);
        if judged.lines.len() > LINES {
            paper.styled(
                &format!("and {} (`why` shows all)", count(judged.lines.len() - LINES, "more line")),
                style::DIM,
                6,
            );
        }
        for captured in &judged.captured {
            paper.styled(&format!("remembers {} = {}", captured.fact, captured.value), style::DIM, 6);
        }
    }
}

/// Says what of a text is kept for which questions, and what belongs to questions to which no way leads from here.
pub(crate) fn kept_for_later(paper: &mut Paper, others: &[Other]) {
    let titles = |prospect: Prospect| -> Vec<(String, String)> {
        let found = others.iter().filter(|other| other.prospect == prospect);
        found
            .filter_map(|other| other.checks.first())
            .map(|(node, title)| (node.to_string(), title.clone()))
            .collect()
    };
    let ahead = titles(Prospect::Ahead);
    if !ahead.is_empty() {
        paper.blank();
        paper.say("Kept for questions that may come:");
        ahead.iter().take(MOST).for_each(|(_, title)| paper.bullet(title, 2));
        more(paper, ahead.len());
    }
    let no_way = titles(Prospect::NoWay);
    if !no_way.is_empty() && ahead.is_empty() {
        paper.blank();
        paper.say("It belongs to questions to which no way leads from here; `jump NAME` goes there:");
        no_way.iter().take(MOST).for_each(|(node, title)| paper.bullet(&format!("{title} ({node})"), 2));
        more(paper, no_way.len());
    }
}

fn more(paper: &mut Paper, all: usize) {
    if let Some(rest) = all.checked_sub(MOST).filter(|rest| *rest > 0) {
        paper.styled(&format!("and {rest} more"), style::DIM, 4);
    }
}
