//! What a page shows of a session: the waiting question with everything around it.
//!
//! Invariant: made from the graph and the events alone, at the moment of the request.
//! Deliberately absent: layout, and the words of buttons.

use crate::browser::link::Link;
use crate::graph::{Content, Graph};
use crate::model::NodeKey;
use crate::prose::visible;
use crate::session::{
    Answer, Event, KeptStep, NextCheck, Prompt, Proposal, Report, State, Suspects, Took, Way, compare,
};
use serde::Serialize;
use serde_json::Value;

/// What is to be seen of a session now.
#[derive(Debug, Serialize)]
pub(super) struct View {
    /// The address of the walk.
    link: Option<Link>,
    /// Whether there is nothing that "back" could take back.
    is_first: bool,
    shown: Value,
}

/// The part that is shown, and therefore made visible.
#[derive(Debug, Serialize)]
struct Shown {
    prompt: Prompt,
    /// Whether the person said that the waiting fix is not done.
    is_put_aside: bool,
    /// The number of the waiting question or fix in this walk, from 1.
    number: usize,
    /// Minutes until a wait is over, rounded up; absent where nothing has to be waited for.
    wait_minutes: Option<i64>,
    /// What was answered before a fix, as a statement.
    before: Option<String>,
    report: Option<Report>,
    kept: Vec<KeptStep>,
    ways: Vec<Way>,
    /// The check that tells most.
    next: Option<NextCheck>,
    /// How many fixes are possible, as a line.
    suspects: Option<String>,
    parked: Vec<Parked>,
}

/// A question whose reply is awaited.
#[derive(Debug, Serialize)]
struct Parked {
    node: NodeKey,
    visit: u32,
    title: String,
}

/// What a text says about a question.
#[derive(Debug, Serialize)]
pub(super) struct Judgement<'a> {
    proposal: &'a Proposal,
    /// The words of the answers that would go against it.
    against: Vec<&'a str>,
    /// What is different from before a fix.
    changes: Vec<crate::session::Changed>,
}

impl View {
    /// What is to be seen.
    pub(super) fn new(graph: &Graph, events: &[Event], at: jiff::Timestamp) -> serde_json::Result<Self> {
        let state = State::replay(graph, events);
        let prompt = state.prompt(graph);
        let titles = state.parked_titles(graph);
        let parked = state.parked_checks.iter().zip(titles);
        let (wait_minutes, before) = match &prompt {
            Prompt::Check(check) => {
                let left = check.must_wait(at).map(|wait| wait.until.duration_since(at).as_secs());
                let before = check.before.as_ref().map(|before| before.title(graph, &check.node));
                (left.map(|seconds| seconds / 60 + 1), before)
            }
            _ => (None, None),
        };
        let shown = Shown {
            is_put_aside: state.not_done.is_some(),
            number: number(&state),
            wait_minutes,
            before,
            report: Report::new(graph, events),
            kept: state.kept_steps(graph),
            ways: state.ways(graph),
            next: NextCheck::best(graph, &state),
            suspects: Suspects::new(graph, &state).line(),
            parked: parked
                .map(|(parked, title)| Parked { node: parked.node.clone(), visit: parked.visit, title })
                .collect(),
            prompt,
        };
        Ok(Self { link: Link::of(&state), is_first: state.back.is_none(), shown: shown_safely(&shown)? })
    }
}

impl<'a> Judgement<'a> {
    /// What `proposal` says in this session.
    pub(super) fn new(graph: &'a Graph, state: &State, events: &[Event], proposal: &'a Proposal) -> Self {
        let check = match graph.node(&proposal.node).map(|node| &node.content) {
            Some(Content::Check(check)) => check.outcomes.names().collect(),
            _ => Vec::new(),
        };
        let outcomes = check.into_iter().map(|name| (name, Answer::Outcome(name.into())));
        let others = [("none", Answer::None), ("unsure", Answer::Unsure)];
        let against = outcomes.chain(others).filter(|(_, answer)| proposal.speaks_against(answer));
        Self {
            against: against.map(|(word, _)| word).collect(),
            changes: compare(graph, state, events, proposal),
            proposal,
        }
    }
}

/// A value as JSON, every text in it made visible.
pub(super) fn shown_safely(value: &impl Serialize) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(value)?;
    make_visible(&mut value);
    Ok(value)
}

fn make_visible(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let std::borrow::Cow::Owned(safe) = visible(text) {
                *text = safe;
            }
        }
        Value::Array(list) => list.iter_mut().for_each(make_visible),
        Value::Object(map) => map.values_mut().for_each(make_visible),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn number(state: &State) -> usize {
    let decided = |took: &Took| matches!(took, Took::Answered { .. } | Took::Tried(_));
    1 + state.path.iter().filter(|visit| visit.event.is_some() && decided(&visit.took)).count()
}
