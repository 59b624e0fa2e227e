//! What a page shows of a session: the waiting question with everything around it.
//!
//! Invariant: made from the graph and the events alone, at the moment of the request.
//! Deliberately absent: layout, and the words of buttons.

use crate::browser::desk::{Desk, Heard};
use crate::browser::judgement::Judgement;
use crate::browser::link::Link;
use crate::graph::{Content, Graph};
use crate::model::{Matcher, NodeKey};
use crate::prose::visible;
use crate::session::{KeptStep, NextCheck, Position, Prompt, Report, State, Took, Way};
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
struct Shown<'a> {
    /// When.
    at: jiff::Timestamp,
    prompt: Prompt,
    /// What the evidence at hand says to the waiting check.
    at_hand: Option<Judgement<'a>>,
    /// Whether output can settle the waiting check; where it cannot, a person chooses.
    is_settled_by_output: bool,
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

impl View {
    /// What is to be seen.
    pub(super) fn new(desk: &mut Desk<'_>, at: jiff::Timestamp) -> serde_json::Result<Self> {
        let at_hand = desk.hear(None, at).ok().filter(|heard| !heard.answers.is_empty());
        let Desk { graph, events, state, .. } = &*desk;
        let prompt = waiting(graph, state, at_hand.as_ref());
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
        let report = Report::new(graph, events);
        let shown = Shown {
            at,
            at_hand: at_hand.as_ref().map(|heard| Judgement::new(desk, heard, None)),
            is_settled_by_output: is_settled_by_output(graph, &prompt),
            is_put_aside: state.not_done.is_some(),
            number: number(state),
            wait_minutes,
            before,
            kept: state.kept_steps(graph),
            ways: state.ways(graph),
            next: NextCheck::best(graph, state),
            suspects: report.as_ref().and_then(|report| report.suspects.line()),
            report,
            parked: parked
                .map(|(parked, title)| Parked { node: parked.node.clone(), visit: parked.visit, title })
                .collect(),
            prompt,
        };
        Ok(Self { link: Link::of(state), is_first: state.back.is_none(), shown: shown_safely(&shown)? })
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

/// What waits. A check for which there is output needs no value first.
fn waiting(graph: &Graph, state: &State, at_hand: Option<&Heard>) -> Prompt {
    let prompt = state.prompt(graph);
    match (&prompt, &state.position) {
        (Prompt::Input(_), Position::Waiting { node, visit }) if at_hand.is_some() => {
            state.check_prompt(graph, node, *visit).map_or(prompt, Prompt::Check)
        }
        _ => prompt,
    }
}

/// Whether output can settle what waits.
fn is_settled_by_output(graph: &Graph, prompt: &Prompt) -> bool {
    let Prompt::Check(waiting) = prompt else { return false };
    let Some(Content::Check(check)) = graph.node(&waiting.node).map(|node| &node.content) else {
        return false;
    };
    check.outcomes.iter().filter_map(|(_, outcome)| outcome.when.as_ref()).any(Matcher::looks_at_output)
}

fn number(state: &State) -> usize {
    let decided = |took: &Took| matches!(took, Took::Answered { .. } | Took::Tried(_));
    1 + state.path.iter().filter(|visit| visit.event.is_some() && decided(&visit.took)).count()
}
