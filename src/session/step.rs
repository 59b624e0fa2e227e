//! What a person does, turned into events.
//!
//! Invariant: an accepted action always has an effect when its events are replayed; one that would have none is
//! refused with the reason and what is possible.
//! Deliberately absent: the time (whoever appends the events stamps them) and any change of state.

use crate::command::validate;
use crate::graph::{Content, EdgeKind, Graph};
use crate::model::{FactName, NodeKey};
use crate::prose::{near, or, quoted};
use crate::session::event::{Answer, By, FixResult, What};
use crate::session::prompt::Prompt;
use crate::session::proposal::Proposal;
use crate::session::state::{Position, State};

/// What a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Gives a value, asked or unasked.
    Input {
        /// The fact.
        fact: FactName,
        /// The value as typed.
        text: String,
    },
    /// Says that the value asked for is not known.
    Decline,
    /// Answers the waiting check.
    Answer(Answer),
    /// Answers the waiting check with evidence at hand, as it proposes or against it.
    Judge {
        /// The evidence and how it was judged.
        proposal: Box<Proposal>,
        /// The answer.
        answer: Answer,
        /// Why, where it goes against the evidence.
        reason: Option<String>,
    },
    /// Keeps evidence that decided nothing.
    Keep(Box<Proposal>),
    /// Opens the waiting fix although its requirements do not hold.
    OverruleRequirement {
        /// Why.
        reason: Option<String>,
    },
    /// Tried the waiting fix.
    Tried(FixResult),
    /// Takes back the last decision.
    Back,
    /// Takes back the decision of one node on the path; what came later stays as far as it still applies.
    BackTo {
        /// Its index in [`State::path`].
        index: usize,
    },
    /// Writes a remark down.
    Note(String),
    /// Puts the session aside.
    Park {
        /// Why.
        reason: Option<String>,
    },
    /// Takes the session up again.
    Resume,
    /// Closes a walk that has come to its end.
    Finish,
}

/// Why an action was refused, as a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// The events that an action makes in this state.
///
/// # Errors
/// Why the action cannot be done here.
pub fn step(graph: &Graph, state: &State, action: Action) -> Result<Vec<What>, Refused> {
    match action {
        Action::Input { fact, text } => input(graph, state, fact, &text),
        Action::Decline => match state.prompt(graph) {
            Prompt::Input(asked) => {
                Ok(vec![What::Input { fact: asked.fact, value: None, node: Some(asked.node) }])
            }
            _ => Err(Refused("no value is asked for here".to_owned())),
        },
        Action::Answer(answer) => {
            let (node, visit) = waiting_check(graph, state, &answer)?;
            let (lines, captured) = (Vec::new(), Vec::new());
            Ok(vec![What::Answered { node, visit, answer, by: By::Answer, lines, captured }])
        }
        Action::Judge { proposal, answer, reason } => judge(graph, state, *proposal, answer, reason),
        Action::Keep(proposal) => Ok(vec![evidence(*proposal)]),
        Action::OverruleRequirement { reason } => overrule_requirement(graph, state, reason),
        Action::Tried(result) => tried(graph, state, result),
        Action::Back => match state.back {
            Some(index) => Ok(vec![What::Undone { index }]),
            None => Err(Refused("this is the first question; there is nothing to take back".to_owned())),
        },
        Action::BackTo { index } => match state.path.get(index).map(|visit| visit.event) {
            Some(Some(index)) => Ok(vec![What::Undone { index }]),
            Some(None) => Err(Refused("nobody decided that step; it follows from the others".to_owned())),
            None => Err(Refused("the path has no such step".to_owned())),
        },
        Action::Note(text) => Ok(vec![What::Note { node: state.node().cloned(), text }]),
        Action::Park { reason } => Ok(vec![What::Parked { reason }]),
        Action::Resume => Ok(vec![What::Resumed]),
        Action::Finish => match state.result() {
            Some(result) => Ok(vec![What::Finished { result }]),
            None => Err(Refused("the walk has not come to an end".to_owned())),
        },
    }
}

fn tried(graph: &Graph, state: &State, result: FixResult) -> Result<Vec<What>, Refused> {
    let Position::Waiting { node: key, visit } = &state.position else {
        return Err(Refused("there is no fix to do here".to_owned()));
    };
    if !matches!(graph.node(key).map(|node| &node.content), Some(Content::Fix(_))) {
        return Err(Refused("a question is waiting, not a fix".to_owned()));
    }
    match state.prompt(graph) {
        Prompt::Fix(fix) if !fix.unmet.is_empty() => {
            Err(Refused("the fix is withheld until its requirements hold".to_owned()))
        }
        // The values for its commands need not be known to say how it went.
        _ => Ok(vec![What::FixDone { node: key.clone(), visit: *visit, result }]),
    }
}

fn input(graph: &Graph, state: &State, fact: FactName, text: &str) -> Result<Vec<What>, Refused> {
    let (node, home) = match state.prompt(graph) {
        Prompt::Input(asked) if asked.fact == fact => {
            let home = graph.node(&asked.node).map(|node| node.home.clone());
            (Some(asked.node), home)
        }
        _ => (None, state.node().or(state.entry.as_ref()).map(|key| key.runbook.clone())),
    };
    let declared = home.and_then(|home| graph.input(&home, &fact));
    let value = match declared {
        Some(input) => validate(input, text).map_err(Refused)?,
        None if captures(graph).any(|captured| *captured == fact) && is_one_line(text) => {
            text.trim().to_owned()
        }
        None => return Err(unknown_fact(graph, &fact)),
    };
    Ok(vec![What::Input { fact, value: Some(value), node }])
}

fn is_one_line(text: &str) -> bool {
    !text.trim().is_empty() && !text.trim().chars().any(char::is_control)
}

fn unknown_fact(graph: &Graph, fact: &FactName) -> Refused {
    let inputs = graph.runbooks().iter().flat_map(|runbook| runbook.inputs.names());
    let names = inputs.chain(captures(graph).map(FactName::as_str));
    match near(fact.as_str(), names) {
        Some(meant) => Refused(format!("no runbook asks for or captures `{fact}`; did you mean `{meant}`?")),
        None => Refused(format!("no runbook asks for or captures `{fact}`")),
    }
}

fn captures(graph: &Graph) -> impl Iterator<Item = &FactName> {
    let checks = graph.nodes().filter_map(|node| match &node.content {
        Content::Check(check) => Some(check),
        _ => None,
    });
    checks
        .flat_map(|check| check.outcomes.iter())
        .flat_map(|(_, outcome)| outcome.capture.iter())
        .map(|(name, _)| &name.value)
}

/// The waiting check, if this answer leads anywhere from it.
fn waiting_check(graph: &Graph, state: &State, answer: &Answer) -> Result<(NodeKey, u32), Refused> {
    let Position::Waiting { node: key, visit } = &state.position else {
        return Err(Refused("no question is waiting".to_owned()));
    };
    let Some(Content::Check(check)) = graph.node(key).map(|node| &node.content) else {
        return Err(Refused("a fix is waiting, not a question".to_owned()));
    };
    let leads = |kind| graph.edge(key, &kind).is_some();
    let possible = match answer {
        Answer::Outcome(outcome) => leads(EdgeKind::Outcome(outcome.clone())),
        Answer::None => leads(EdgeKind::NoneFits) || leads(EdgeKind::Unsure),
        Answer::Unsure => leads(EdgeKind::Unsure),
    };
    if possible {
        return Ok((key.clone(), *visit));
    }
    let is_known = match answer {
        Answer::Outcome(outcome) => check.outcomes.get(outcome.as_str()).is_some(),
        Answer::None | Answer::Unsure => true,
    };
    if is_known {
        return Err(Refused(format!(
            "the knowledge base does not say what follows from `{}` at `{key}`",
            answer.word()
        )));
    }
    let names: Vec<&str> = check.outcomes.names().collect();
    let hint = near(answer.word(), names.iter().copied()).map_or_else(
        || or(&names.iter().map(quoted).collect::<Vec<_>>()),
        |meant| format!("did you mean `{meant}`?"),
    );
    Err(Refused(format!("`{}` is not an answer of `{}`: {hint}", answer.word(), key.node)))
}

fn judge(
    graph: &Graph,
    state: &State,
    proposal: Proposal,
    answer: Answer,
    reason: Option<String>,
) -> Result<Vec<What>, Refused> {
    let (node, visit) = waiting_check(graph, state, &answer)?;
    if (&node, visit) != (&proposal.node, proposal.visit) {
        return Err(Refused("the evidence was given to another question".to_owned()));
    }
    let judged = match &answer {
        Answer::Outcome(outcome) => proposal.judged(outcome).cloned(),
        Answer::None | Answer::Unsure => None,
    };
    let (lines, captured) = judged.map(|judged| (judged.lines, judged.captured)).unwrap_or_default();
    let proposed = proposal.proposed();
    let decided = if proposal.speaks_against(&answer) {
        What::Overruled { node, visit, answer, proposed, reason, captured }
    } else {
        let by = match (&answer, proposed.as_slice()) {
            (Answer::Outcome(outcome), [only]) if outcome == only => By::Evidence,
            _ => By::Answer,
        };
        What::Answered { node, visit, answer, by, lines, captured }
    };
    Ok(vec![evidence(proposal), decided])
}

fn evidence(proposal: Proposal) -> What {
    What::Evidence { node: proposal.node, from: proposal.from, text: proposal.text }
}

fn overrule_requirement(graph: &Graph, state: &State, reason: Option<String>) -> Result<Vec<What>, Refused> {
    match state.prompt(graph) {
        Prompt::Fix(fix) if !fix.unmet.is_empty() => {
            let missing = fix.unmet.iter().map(crate::session::prompt::Unmet::sentence).collect();
            Ok(vec![What::RequirementOverruled { node: fix.node, visit: fix.visit, missing, reason }])
        }
        _ => Err(Refused("no fix is withheld here".to_owned())),
    }
}
