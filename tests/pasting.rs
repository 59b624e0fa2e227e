//! Pasting at the question: output that a check's own sample shows is heard where that check waits.
//!
//! Samples are judged by `check` for their check alone. A person's paste is first held against the commands of the whole
//! knowledge base, and must not be taken for something else on the way.

use std::collections::BTreeMap;
use triagebook::evidence::Verdict;
use triagebook::graph::{Content, Graph, Node};
use triagebook::model::{FactName, NodeKey, OutcomeId, Sample};
use triagebook::recognise::Profiles;
use triagebook::session::{Event, Here, Received, State, VERSION, What};
use triagebook::world::library::{self, Location};

/// Facts and the clock of a sample, as if they had been given at the beginning of a walk that starts at its check.
fn at(graph: &Graph, check: &NodeKey, facts: BTreeMap<FactName, String>, now: jiff::Timestamp) -> State {
    let started = What::Started { version: VERSION, entry: check.clone(), offset_minutes: Some(0) };
    let given = |(fact, value)| What::Input { fact, value: Some(value), node: None };
    let all = std::iter::once(started).chain(facts.into_iter().map(given));
    let events: Vec<Event> = all.map(|what| Event::new(now, what)).collect();
    State::replay(graph, &events)
}

/// Facts that the sample is judged with, and for the rest what the runbook gives as examples.
fn facts(graph: &Graph, check: &NodeKey, sample: &Sample) -> BTreeMap<FactName, String> {
    let home = &graph.node(check).expect("a check").home;
    let runbook = graph.runbook(home).expect("a runbook");
    let asked = runbook.inputs.iter().filter_map(|(name, input)| {
        let example = input.example.as_ref()?;
        Some((name.value.clone(), example.value.clone()))
    });
    let own = sample.facts.iter().map(|(name, value)| (name.value.clone(), value.value.clone()));
    asked.chain(own).collect()
}

/// All samples of the checks that commands settle, with the outcome that each shows; none for those that settle nothing.
fn samples(graph: &Graph) -> Vec<(&Node, Option<&OutcomeId>, &Sample)> {
    let checks = graph.written_nodes().filter_map(|node| match &node.content {
        Content::Check(check) if !check.run.is_empty() => Some((node, check)),
        _ => None,
    });
    let all = checks.flat_map(|(node, check)| {
        let shown = check.outcomes.iter().flat_map(move |(outcome, content)| {
            content.samples.iter().map(move |sample| (node, Some(&outcome.value), sample))
        });
        shown.chain(check.undecided.iter().map(move |sample| (node, None, sample)))
    });
    all.collect()
}

#[test]
fn a_sample_is_heard_where_it_is_asked_for_and_one_that_settles_nothing_is_not() {
    let library = library::load(Location::Embedded).expect("the knowledge base that is built in");
    let graph = &library.graph;
    let profiles = Profiles::new(graph);
    let samples = samples(graph);
    let mut failures = Vec::new();
    for (node, outcome, sample) in &samples {
        let runbook = graph.runbook(&node.home).expect("a runbook");
        let today = runbook.now.as_ref().or(runbook.reviewed.as_ref()).expect("it has a date").value;
        let now = jiff::tz::Offset::UTC.to_timestamp(today.at(12, 0, 0, 0)).expect("a moment");
        let state = at(graph, &node.key, facts(graph, &node.key, sample), now);
        let received = Received::new(graph, &profiles, &state, now, ("paste", &sample.text.value));
        let proposed = match &received.here {
            Here::Judged(proposal, _) => match &proposal.verdict {
                Verdict::Proposed(outcome) => Some(outcome),
                _ => None,
            },
            Here::NotMeant(_) | Here::Nobody => None,
        };
        if proposed != *outcome {
            failures.push(format!("{} {outcome:?}: {:?}\n{}", node.key, received.here, sample.text.value));
        }
    }
    assert!(samples.len() > 300, "the knowledge base has its samples");
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), samples.len(), failures.join("\n"));
}
