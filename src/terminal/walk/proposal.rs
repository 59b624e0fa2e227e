//! What pasted output says: the proposed outcome with the lines that decided, or why nothing is proposed.
//!
//! Invariant: a proposal always shows why; silence about a line means that no line decided.
//! Deliberately absent: asking for the confirmation.

use crate::evidence::{Truth, Verdict};
use crate::session::{CheckPrompt, EvidenceLine, Judged, Proposal};
use crate::terminal::paper::Paper;
use crate::terminal::style;

/// Shows how a text was judged.
pub(crate) fn proposal(paper: &mut Paper, proposal: &Proposal, check: &CheckPrompt) {
    paper.blank();
    let lines = proposal.text.lines().count();
    let from = if proposal.from == "paste" { String::new() } else { format!(" from {}", proposal.from) };
    paper.say(&format!("Read {}{from}.", crate::prose::count(lines, "line")));
    removed(paper, proposal);
    for doubt in &proposal.doubts {
        paper.styled(&format!("Careful: {doubt}"), style::CAREFUL, 0);
    }
    match &proposal.verdict {
        Verdict::Proposed(outcome) => {
            if let Some(judged) = proposal.judged(outcome) {
                let number = number_of(check, judged);
                paper.blank();
                paper.styled(&format!("The output says: {number} {}", judged.title), style::GOOD, 0);
                reasons(paper, judged);
            }
        }
        Verdict::Several(_) => {
            paper.styled("Several answers fit this output, so it decides nothing:", style::CAREFUL, 0);
            all(paper, proposal, check, Truth::True);
        }
        Verdict::NoneFits => {
            paper.styled("No answer fits this output:", style::CAREFUL, 0);
            all(paper, proposal, check, Truth::False);
            paper.say("Was it the right command, in the right place? If so, choose 0 (none of these).");
        }
        Verdict::Unknown => {
            paper.styled("This output does not settle the question:", style::CAREFUL, 0);
            open(paper, proposal, check);
            paper.say("Is it from the command above? Paste its output whole, from the command to the next prompt; or choose.");
        }
    }
}

/// Says which credentials were in the text, before it is kept anywhere.
fn removed(paper: &mut Paper, proposal: &Proposal) {
    for found in &proposal.removed {
        let says = format!("Taken out of line {}, and kept nowhere: {}", found.line, found.title);
        paper.styled(&says, style::CAREFUL, 0);
    }
    if !proposal.removed.is_empty() {
        paper.say("Whoever saw that text may know it: have it changed.");
    }
}

fn all(paper: &mut Paper, proposal: &Proposal, check: &CheckPrompt, truth: Truth) {
    for judged in proposal.outcomes.iter().filter(|judged| judged.truth == truth) {
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

fn reasons(paper: &mut Paper, judged: &Judged) {
    for reason in &judged.because {
        paper.bullet(reason, 4);
    }
    lines(paper, &judged.lines);
    for captured in &judged.captured {
        paper.styled(&format!("remembers {} = {}", captured.fact, captured.value), style::DIM, 4);
    }
    for not in &judged.not_captured {
        paper.styled(&format!("Careful: {not}"), style::CAREFUL, 4);
    }
}

/// `  line 3 | Enabled : False`.
pub(super) fn lines(paper: &mut Paper, lines: &[EvidenceLine]) {
    for line in lines {
        paper.line(&format!("    line {} | {}", line.number, line.text.trim()));
    }
}
