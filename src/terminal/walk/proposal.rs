//! What pasted output says: the proposed outcome with the lines that decided, or why nothing is proposed.
//!
//! Invariant: a proposal always shows why; silence about a line means that no line decided.
//! Deliberately absent: asking for the confirmation.

use crate::evidence::{Truth, Verdict};
use crate::prose;
use crate::redact::Found;
use crate::session::{CheckPrompt, EvidenceLine, Judged, Proposal, RUN_HERE};
use crate::terminal::paper::Paper;
use crate::terminal::reading::better;
use crate::terminal::style;

/// Shows how a text was judged.
pub(crate) fn proposal(paper: &mut Paper, proposal: &Proposal, check: &CheckPrompt) {
    removed(paper, &proposal.removed);
    for doubt in &proposal.doubts {
        paper.styled(&format!("Careful: {}", prose::stopped(doubt)), style::CAREFUL, 0);
    }
    match &proposal.verdict {
        Verdict::Proposed(outcome) => {
            if let Some(judged) = proposal.judged(outcome) {
                let number = number_of(check, judged);
                paper.blank();
                let from = match proposal.from.as_str() {
                    "paste" => "The output".to_owned(),
                    run if run.starts_with(RUN_HERE) => format!("What was {run}"),
                    file => file.to_owned(),
                };
                paper.styled(&format!("{from} says: {number} {}", judged.title), style::GOOD, 0);
                grounds(paper, judged);
            }
        }
        Verdict::Several(_) => {
            paper.styled("Several answers fit this output, so it decides nothing:", style::CAREFUL, 0);
            all(paper, proposal, check);
        }
        Verdict::NoneFits => {
            paper.styled("No answer fits this output (`why` shows what each looks for).", style::CAREFUL, 0);
            paper.say("Was it the right command, in the right place? If so, choose 0 (none of these).");
        }
        Verdict::Unknown => {
            paper.styled("This output does not settle the question:", style::CAREFUL, 0);
            open(paper, proposal, check);
            if proposal.better.is_empty() {
                paper.say("Is it from the command above? Paste its output whole, from the command to the next prompt; or choose.");
            }
        }
    }
    better(paper, &proposal.better);
}

/// Says which credentials were in the text, before it is kept anywhere.
pub(super) fn removed(paper: &mut Paper, removed: &[Found]) {
    for found in removed {
        let says = format!("Taken out of line {}, and kept nowhere: {}", found.line, found.title);
        paper.styled(&says, style::CAREFUL, 0);
    }
    if !removed.is_empty() {
        paper.say("Whoever saw that text may know it: have it changed.");
    }
}

/// Why each answer fits a text or does not.
pub(crate) fn reasons_of_all(paper: &mut Paper, proposal: &Proposal, check: &CheckPrompt) {
    paper.blank();
    paper.heading("What the output says to each answer");
    for judged in &proposal.outcomes {
        let truth = match judged.truth {
            Truth::True => "fits",
            Truth::False => "does not fit",
            Truth::Unknown => "open",
        };
        paper.choice(number_of(check, judged).trim(), &format!("{}: {truth}", judged.title));
        judged.missing.iter().for_each(|missing| paper.bullet(missing, 4));
        reasons(paper, judged);
    }
}

/// The answers that fit all at once.
fn all(paper: &mut Paper, proposal: &Proposal, check: &CheckPrompt) {
    for judged in proposal.outcomes.iter().filter(|judged| judged.truth == Truth::True) {
        paper.choice(number_of(check, judged).trim(), &judged.title);
        reasons(paper, judged);
    }
}

/// The open outcomes, then what would settle them: the same property is often missing for each.
fn open(paper: &mut Paper, proposal: &Proposal, check: &CheckPrompt) {
    for judged in proposal.outcomes.iter().filter(|judged| judged.truth == Truth::Unknown) {
        paper.choice(number_of(check, judged).trim(), &judged.title);
    }
    for missing in proposal.missing() {
        paper.bullet(missing, 4);
    }
}

fn number_of(check: &CheckPrompt, judged: &Judged) -> String {
    let position = check.choices.iter().position(|choice| choice.outcome == judged.outcome);
    position.map(|position| (position + 1).to_string()).unwrap_or_default()
}

/// The lines that decided; where no line did, the reasons. `why` shows both.
fn grounds(paper: &mut Paper, judged: &Judged) {
    if judged.lines.is_empty() {
        judged.because.iter().for_each(|reason| paper.bullet(reason, 4));
    }
    lines(paper, &judged.lines, 4);
    learned(paper, judged);
}

fn reasons(paper: &mut Paper, judged: &Judged) {
    judged.because.iter().for_each(|reason| paper.bullet(reason, 4));
    lines(paper, &judged.lines, 4);
    learned(paper, judged);
}

/// What an outcome takes from the output.
fn learned(paper: &mut Paper, judged: &Judged) {
    for captured in &judged.captured {
        paper.styled(&format!("remembers {} = {}", captured.fact, captured.value), style::DIM, 4);
    }
    for not in &judged.not_captured {
        paper.styled(&format!("Careful: {not}"), style::CAREFUL, 4);
    }
}

/// `    line 3 | Enabled : False`.
pub(super) fn lines(paper: &mut Paper, lines: &[EvidenceLine], indent: usize) {
    let margin = " ".repeat(indent);
    for line in lines {
        paper.line(&format!("{margin}line {} | {}", line.number, line.text.trim()));
    }
}
