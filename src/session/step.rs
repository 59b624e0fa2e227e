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
use crate::session::ran::Ran;
use crate::session::state::{Position, State};
use crate::session::texts::without_credentials;
use crate::session::turn;

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
    /// Keeps evidence that decided nothing, or that a check may need which does not wait yet.
    Keep {
        /// The check that it belongs to.
        node: NodeKey,
        /// Where it came from.
        from: String,
        /// The text.
        text: String,
        /// What of the commands' output is known to be missing: a sentence each, without a full stop.
        lacking: Vec<String>,
    },
    /// Writes down that a command of the waiting check was run.
    Run(Box<Ran>),
    /// Opens the waiting fix although its requirements do not hold.
    OverruleRequirement {
        /// Why.
        reason: Option<String>,
    },
    /// Types the target of the waiting fix, so that its commands are shown.
    ConfirmTarget(String),
    /// Tried the waiting fix.
    Tried(FixResult),
    /// Did not try the waiting fix.
    NotDone {
        /// Why.
        reason: Option<String>,
    },
    /// Goes on before the wait that the waiting check asks for is over.
    SkipWait,
    /// Parks the waiting check: somebody else is asked to run it.
    ParkCheck {
        /// Why.
        reason: Option<String>,
    },
    /// Goes on at a node that no answer leads to.
    Jump {
        /// Where.
        to: NodeKey,
        /// Why.
        reason: Option<String>,
    },
    /// Takes back the last decision.
    Back,
    /// Takes up one node on the path again; what came later stays as far as it still applies.
    BackTo {
        /// Its index in [`State::path`].
        index: usize,
    },
    /// Makes one act of what was done since an event, so that "undo" takes it back as one.
    TakeTogether {
        /// The index of the first event of it.
        first: usize,
    },
    /// Takes back the last act, whatever it was; any number of times.
    Undo,
    /// Does again what the last "undo" took back.
    Redo,
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

/// The events that an action makes in this state. No text in them holds a credential.
///
/// # Errors
/// Why the action cannot be done here.
pub fn step(graph: &Graph, state: &State, action: Action) -> Result<Vec<What>, Refused> {
    let mut whats = events(graph, state, action)?;
    for what in &mut whats {
        what.each_text(&mut without_credentials);
    }
    Ok(whats)
}

fn events(graph: &Graph, state: &State, action: Action) -> Result<Vec<What>, Refused> {
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
        Action::Keep { node, from, text, lacking } => Ok(vec![What::Evidence { node, from, text, lacking }]),
        Action::Run(ran) => Ok(vec![What::Ran(ran)]),
        Action::OverruleRequirement { reason } => overrule_requirement(graph, state, reason),
        Action::ConfirmTarget(typed) => turn::confirm_target(graph, state, &typed),
        Action::Tried(result) => turn::tried(graph, state, result),
        Action::NotDone { reason } => turn::not_done(graph, state, reason),
        Action::SkipWait => turn::skip_wait(graph, state),
        Action::ParkCheck { reason } => turn::park_check(graph, state, reason),
        Action::Jump { to, reason } => turn::jump(graph, state, to, reason),
        Action::Back => turn::back(state),
        Action::BackTo { index } => turn::back_to(state, index),
        Action::TakeTogether { first } => turn::together(state, first),
        Action::Undo => turn::undo(state),
        Action::Redo => turn::redo(state),
        Action::Note(text) => Ok(vec![What::Note { node: state.node().cloned(), text }]),
        Action::Park { reason } => Ok(vec![What::Parked { reason }]),
        Action::Resume => Ok(vec![What::Resumed]),
        Action::Finish => match state.result() {
            Some(result) => Ok(vec![What::Finished { result }]),
            None => Err(Refused("the walk has not come to an end".to_owned())),
        },
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
    Ok((answerable(graph, key, answer)?, *visit))
}

/// The check of this address, if this answer leads anywhere from it.
fn answerable(graph: &Graph, key: &NodeKey, answer: &Answer) -> Result<NodeKey, Refused> {
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
        return Ok(key.clone());
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
    // The reply to a parked check comes in wherever the walk stands by then.
    let (node, visit) = match state.parked_check(&proposal.node, proposal.visit) {
        Some(parked) => (answerable(graph, &parked.node, &answer)?, parked.visit),
        None => waiting_check(graph, state, &answer)?,
    };
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
    let Proposal { node, from, text, lacking, .. } = proposal;
    What::Evidence { node, from, text, lacking }
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
