//! A departure of a walk from its scenario, as a finding: what was expected, what came instead, and why.
//!
//! Invariant: the finding points at the place in the scenario where the expectation is written, and, where there is one, at
//! the place in the runbook that made the difference.
//! Deliberately absent: deciding that there is one (`run`).

use crate::diagnostic::Diagnostic;
use crate::evidence::Verdict;
use crate::graph::{Content, Graph};
use crate::lint::FAILED_SCENARIO;
use crate::model::{NodeKey, NodeRef, OutcomeId};
use crate::prose::{self, quoted, visible_line};
use crate::scenario::coverage::edges_of;
use crate::scenario::walk::Walk;
use crate::session::{Judged, Position, Prompt, Proposal, Took, Visit};
use crate::source::{Span, Spanned};

/// The most lines of evidence that a finding quotes.
const MOST_LINES: usize = 6;

/// The most steps of the way that a finding names.
const MOST_STEPS: usize = 6;

/// What all departures of one scenario share.
pub(super) struct Departure<'a> {
    pub(super) graph: &'a Graph,
    pub(super) title: &'a str,
}

impl Departure<'_> {
    fn finding(&self, span: Span, message: &str) -> Box<Diagnostic> {
        let message = format!("{}: {message}", quoted(visible_line(self.title)));
        Box::new(Diagnostic::new(&FAILED_SCENARIO, span, message))
    }

    /// Something was refused.
    pub(super) fn refused(&self, span: Span, why: &str) -> Box<Diagnostic> {
        self.finding(span, why)
    }

    /// The walk stands at another node than this one.
    pub(super) fn elsewhere(&self, wanted: &NodeRef, key: &NodeKey, walk: &Walk<'_>) -> Box<Diagnostic> {
        let stands = stands(walk);
        let mut finding = *self.finding(wanted.span, &format!("the walk {stands}, not at {}", quoted(key)));
        finding = finding.label("expected here");
        if let Some((span, text)) = self.last_turn(walk) {
            finding = finding.also(span, text);
        }
        Box::new(finding.note(way(walk)))
    }

    /// The walk has not come to an end.
    pub(super) fn not_ended(&self, end: &NodeRef, walk: &Walk<'_>) -> Box<Diagnostic> {
        let stands = stands(walk);
        let finding = self.finding(end.span, &format!("the steps are over, but the walk {stands}"));
        let mut finding = finding.label("this end is not reached").note(way(walk));
        if let Some((span, text)) = self.last_turn(walk) {
            finding = finding.also(span, text);
        }
        Box::new(finding.help("add the steps that follow, or write `stops:` instead of `ends:`"))
    }

    /// There is no such sample.
    pub(super) fn no_sample(
        &self,
        number: &Spanned<u32>,
        outcome: &OutcomeId,
        count: usize,
    ) -> Box<Diagnostic> {
        let message = format!("{} has {}", quoted(outcome), prose::count(count, "sample"));
        Box::new(
            self.finding(number.span, &message)
                .help("name another sample, or give the text under `evidence:`"),
        )
    }

    /// A command is not on the screen.
    pub(super) fn not_shown(&self, wanted: &Spanned<String>, shown: &[String]) -> Box<Diagnostic> {
        let mut finding = *self.finding(wanted.span, "this is not on the screen, or not in this order");
        if shown.is_empty() {
            finding = finding.note("no command is shown here");
        }
        for text in shown.iter().take(MOST_LINES) {
            finding = finding.note(format!("shown: {}", visible_line(text.trim())));
        }
        Box::new(finding)
    }

    /// The evidence says something else than the scenario.
    pub(super) fn judged(
        &self,
        wanted: &Spanned<OutcomeId>,
        at: &NodeRef,
        proposal: &Proposal,
        walk: &Walk<'_>,
    ) -> Box<Diagnostic> {
        let node = walk.state().node().and_then(|key| self.graph.node(key));
        let verdict = match &proposal.verdict {
            Verdict::Proposed(outcome) => {
                format!("the evidence is judged to be {}, not {}", quoted(outcome), quoted(&wanted.value))
            }
            Verdict::NoneFits => format!("no outcome fits the evidence, not even {}", quoted(&wanted.value)),
            Verdict::Several(several) => {
                let names: Vec<String> = several.iter().map(quoted).collect();
                format!("{} fit the evidence at once", prose::and(&names))
            }
            Verdict::Unknown => {
                format!("the evidence does not settle whether it is {}", quoted(&wanted.value))
            }
        };
        let check = node.map_or_else(|| quoted(at), |node| quoted(&node.key));
        let mut finding = *self.finding(wanted.span, &format!("at {check} {verdict}"));
        finding = finding.label("expected this outcome");
        let proposed = proposal.proposed();
        let others = proposed.iter().filter(|outcome| **outcome != wanted.value);
        for outcome in others.chain([&wanted.value]) {
            let when = node.and_then(|node| match &node.content {
                Content::Check(check) => check.outcomes.get(outcome.as_str())?.when.as_ref(),
                _ => None,
            });
            if let Some(when) = when {
                finding = finding.also(when.span, format!("what {} demands", quoted(outcome)));
            }
            if let Some(judged) = proposal.judged(outcome) {
                finding = reasons(finding, judged);
            }
        }
        Box::new(finding.note(way(walk)))
    }

    /// The place in the runbook that led to where the walk stands.
    fn last_turn(&self, walk: &Walk<'_>) -> Option<(Span, String)> {
        let here = walk.state().node()?;
        let last = walk.state().path.last()?;
        let (_, span) = edges_of(self.graph, &last.node).into_iter().find(|(edge, _)| edge.to == *here)?;
        Some((span, format!("{} leads here", quoted(&last.node))))
    }
}

/// What the evidence says about one outcome, with the lines that decided.
fn reasons(mut finding: Diagnostic, judged: &Judged) -> Diagnostic {
    let sentences = if judged.because.is_empty() { &judged.missing } else { &judged.because };
    if !sentences.is_empty() {
        let said = visible_line(&sentences.join("; "));
        finding = finding.note(format!("{}: {said}", quoted(&judged.outcome)));
    }
    for line in judged.lines.iter().take(MOST_LINES) {
        finding = finding.note(format!("line {} | {}", line.number, visible_line(line.text.trim())));
    }
    finding
}

/// Where the walk stands, as the rest of a sentence that begins "the walk".
fn stands(walk: &Walk<'_>) -> String {
    match &walk.state().position {
        Position::NotStarted => "has not begun".to_owned(),
        Position::Ended { node, result } => format!("has ended {} at {}", result.word(), quoted(node)),
        Position::Stuck { node, why } => format!("is stuck at {}: {}", quoted(node), why.reason()),
        Position::Waiting { node, .. } => match walk.state().prompt(walk.graph()) {
            Prompt::Fix(fix) if !fix.unmet.is_empty() => {
                format!("stands at {}, which is withheld", quoted(node))
            }
            _ => format!("stands at {}", quoted(node)),
        },
    }
}

/// The last steps of the way, as a note.
fn way(walk: &Walk<'_>) -> String {
    let path = &walk.state().path;
    let left_out = path.len().saturating_sub(MOST_STEPS);
    let mut steps: Vec<String> = path.iter().skip(left_out).map(passed).collect();
    if steps.is_empty() {
        return "nothing was decided before".to_owned();
    }
    if left_out > 0 {
        steps.insert(0, "…".to_owned());
    }
    format!("the way there: {}", steps.join(", "))
}

/// One step of the way: `node=answer`.
pub(super) fn passed(visit: &Visit) -> String {
    let node = &visit.node;
    match &visit.took {
        Took::Entered | Took::Returned => node.to_string(),
        Took::Answered { answer, .. } => format!("{node}={}", answer.word()),
        Took::Tried(result) => format!("{node}={}", result.word()),
        Took::AttemptsUsed => format!("{node}=attempts used up"),
        Took::Jumped(to) => format!("{node}>{to}"),
    }
}
