//! What a person does besides answering: back and forth, elsewhere, later; and what is said about a fix.
//!
//! Invariant: each function makes the events of one act, or says why it cannot be done here.
//! Deliberately absent: answers and values (`step`).

use crate::graph::{Content, Graph};
use crate::model::NodeKey;
use crate::session::event::{FixResult, ShownCommand, Via, What};
use crate::session::prompt::{FixPrompt, Prompt};
use crate::session::state::{Position, State, Took};
use crate::session::step::Refused;

type Done = Result<Vec<What>, Refused>;

fn refused<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(why.into()))
}

pub(crate) fn back(state: &State) -> Done {
    match state.back {
        Some(index) => Ok(vec![What::Undone { index, via: Via::Back }]),
        None => refused("this is the first question; there is nothing to take back"),
    }
}

pub(crate) fn back_to(state: &State, index: usize) -> Done {
    let Some(visit) = state.path.get(index) else { return refused("the path has no such step") };
    match (visit.event, &visit.took) {
        (Some(index), _) => Ok(vec![What::Undone { index, via: Via::Back }]),
        (None, Took::Answered { .. }) => {
            refused("nobody answered that: it follows from known facts. Change what they came from")
        }
        (None, Took::Entered) => {
            refused("the walk began there. For another symptom, begin a new walk, or `jump` to it")
        }
        (None, _) => refused("nobody decided that step; it follows from the others"),
    }
}

pub(crate) fn undo(state: &State) -> Done {
    taken_back(&state.history.undo(), Via::Undo, "nothing has been done that could be undone")
}

pub(crate) fn redo(state: &State) -> Done {
    taken_back(&state.history.redo(), Via::Redo, "nothing was undone that could be done again")
}

fn taken_back(events: &[usize], via: Via, otherwise: &str) -> Done {
    if events.is_empty() {
        return refused(otherwise);
    }
    Ok(events.iter().map(|index| What::Undone { index: *index, via }).collect())
}

/// Makes one act of everything since the event of this index.
pub(crate) fn together(state: &State, first: usize) -> Done {
    if state.history.since(first) < 2 {
        return refused("fewer than two acts are no acts together");
    }
    Ok(vec![What::TakenTogether { first }])
}

pub(crate) fn jump(graph: &Graph, state: &State, to: NodeKey, reason: Option<String>) -> Done {
    let Some(here) = state.node() else { return refused("the session has not begun") };
    if graph.node(&to).is_none() {
        return refused(format!("there is no node `{to}`"));
    }
    if to == *here {
        return refused("the walk stands there already");
    }
    Ok(vec![What::Jumped { node: here.clone(), visit: state.visit(), to, reason }])
}

pub(crate) fn park_check(graph: &Graph, state: &State, reason: Option<String>) -> Done {
    let (node, visit) = waiting(state)?;
    if !matches!(graph.node(node).map(|node| &node.content), Some(Content::Check(_))) {
        return refused("only a question can be parked");
    }
    if state.parked_check(node, visit).is_some() {
        return refused("this question is parked already");
    }
    Ok(vec![What::CheckParked { node: node.clone(), visit, reason }])
}

pub(crate) fn skip_wait(graph: &Graph, state: &State) -> Done {
    match state.prompt(graph) {
        Prompt::Check(check) => match check.wait {
            Some(wait) if !wait.skipped => {
                Ok(vec![What::WaitSkipped { node: check.node, visit: check.visit, until: wait.until }])
            }
            _ => refused("this question does not ask for a wait"),
        },
        _ => refused("no question is waiting"),
    }
}

pub(crate) fn tried(graph: &Graph, state: &State, result: FixResult) -> Done {
    let (node, visit) = waiting_fix(graph, state)?;
    let commands = match state.prompt(graph) {
        Prompt::Fix(fix) if !fix.unmet.is_empty() => {
            return refused("the fix is withheld until its requirements hold");
        }
        Prompt::Fix(fix) => shown(&fix),
        // The values for its commands need not be known to say how it went.
        _ => Vec::new(),
    };
    Ok(vec![What::FixDone { node: node.clone(), visit, result, commands }])
}

pub(crate) fn not_done(graph: &Graph, state: &State, reason: Option<String>) -> Done {
    let (node, visit) = waiting_fix(graph, state)?;
    Ok(vec![What::FixNotDone { node: node.clone(), visit, reason }])
}

pub(crate) fn confirm_target(graph: &Graph, state: &State, typed: &str) -> Done {
    let Prompt::Fix(fix) = state.prompt(graph) else {
        return refused("no fix asks for its target here");
    };
    let Some(confirm) = fix.confirm.filter(|_| fix.unmet.is_empty()) else {
        return refused("no fix asks for its target here");
    };
    let typed = typed.trim();
    if !typed.eq_ignore_ascii_case(&confirm.target) {
        return refused(format!("`{typed}` is not the target; its commands stay hidden"));
    }
    Ok(vec![What::TargetConfirmed { node: fix.node, visit: fix.visit, target: typed.to_owned() }])
}

fn waiting(state: &State) -> Result<(&NodeKey, u32), Refused> {
    match &state.position {
        Position::Waiting { node, visit } => Ok((node, *visit)),
        _ => refused("nothing is waiting here"),
    }
}

fn waiting_fix<'a>(graph: &Graph, state: &'a State) -> Result<(&'a NodeKey, u32), Refused> {
    let Position::Waiting { node, visit } = &state.position else {
        return refused("there is no fix to do here");
    };
    match graph.node(node).map(|node| &node.content) {
        Some(Content::Fix(_)) => Ok((node, *visit)),
        _ => refused("a question is waiting, not a fix"),
    }
}

/// The commands of a fix as they are shown.
fn shown(fix: &FixPrompt) -> Vec<ShownCommand> {
    let commands = fix.steps.iter().filter_map(|step| step.command.as_ref());
    commands
        .map(|command| ShownCommand { place: command.place_title.clone(), text: command.text.clone() })
        .collect()
}
