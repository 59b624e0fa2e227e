//! A diagnosis: what was decided by which lines, where it stops and why, and what to run to go on.
//!
//! Invariant: the commands stand on lines of their own, each once, so that they can be copied.
//! Deliberately absent: the JSON form (floor 5, `session`).

use crate::graph::{Graph, Node};
use crate::model::{EndResult, PlaceId, RunbookId, Shell};
use crate::session::{By, Diagnosis, Event, Missing, Report};
use crate::terminal::paper::Paper;
use crate::terminal::style;

/// Shows a diagnosis.
pub(crate) fn diagnosis(paper: &mut Paper, graph: &Graph, events: &[Event], diagnosis: &Diagnosis) {
    let Some(report) = Report::new(graph, events) else { return };
    paper.heading(&report.title);
    let entry = graph.node(&report.entry).map(Node::title).unwrap_or_default();
    paper.aside(&format!("Begun at {}: {entry}", report.entry));
    for step in report.path.iter().filter(|step| step.by.is_some()) {
        paper.blank();
        paper.say(&format!("{}: {}", step.node, step.title));
        let by = match step.by {
            Some(By::Evidence) => "from the evidence",
            Some(By::Fact) => "follows from known facts",
            Some(By::Answer) | None => "as answered",
        };
        let said = step.outcome_title.as_deref().or(step.outcome.as_deref()).unwrap_or_default();
        paper.styled(&format!("{said} ({by})"), style::GOOD, 2);
        for line in &step.lines {
            paper.line(&format!("    line {} | {}", line.number, line.text.trim()));
        }
    }
    paper.blank();
    match (&report.end, diagnosis.result) {
        (Some(end), Some(result)) => {
            let (word, style) = match result {
                EndResult::Resolved => ("Resolved", style::GOOD),
                EndResult::Escalated => ("Escalate", style::CAREFUL),
                EndResult::Elsewhere => ("Not here", style::CAREFUL),
            };
            paper.styled(&format!("{word}: {}", end.title), style, 0);
        }
        _ => stopped(paper, graph, &report.entry.runbook, diagnosis),
    }
}

fn stopped(paper: &mut Paper, graph: &Graph, runbook: &RunbookId, diagnosis: &Diagnosis) {
    let Some(node) = &diagnosis.stopped_at else { return };
    let title = graph.node(node).map(Node::title).unwrap_or_default();
    paper.styled(&format!("Stopped at {node}: {title}"), style::CAREFUL, 0);
    if let Some(why) = &diagnosis.why {
        paper.say(&format!("Why: {why}."));
    }
    for from in &diagnosis.open {
        let name = if node.runbook == *runbook { node.node.to_string() } else { node.to_string() };
        paper.say(&format!("If `{from}` is the output asked for, say so: `{name}={from}`"));
    }
    let mut shown: Vec<(&Option<PlaceId>, &String)> = Vec::new();
    for missing in &diagnosis.missing {
        let Missing { check, place, command } = missing;
        let Some(command) = command else {
            paper.blank();
            paper.say(&format!("Answer {check}: --answer {check}=OUTCOME"));
            continue;
        };
        if shown.contains(&(place, command)) {
            continue;
        }
        shown.push((place, command));
        let place = place.as_ref().and_then(|place| Some((place, graph.place(place)?)));
        let place = place.map_or_else(String::new, |(_, place)| format!(", in {}", place.title.value));
        paper.blank();
        paper.say(&format!("For {check}{place}:"));
        paper.command(command);
    }
    at_once(paper, graph, runbook, &shown);
}

/// The scripts that collect what is missing, for places that several commands belong to.
fn at_once(paper: &mut Paper, graph: &Graph, runbook: &RunbookId, missing: &[(&Option<PlaceId>, &String)]) {
    let mut places: Vec<&PlaceId> = Vec::new();
    for place in missing.iter().filter_map(|(place, _)| place.as_ref()) {
        let several = missing.iter().filter(|(other, _)| other.as_ref() == Some(place)).count() > 1;
        if several && !places.contains(&place) {
            places.push(place);
        }
    }
    let scripts = places.into_iter().filter_map(|place| {
        let ending = match graph.place(place)?.shell.value {
            Shell::Powershell | Shell::Cmd => "ps1",
            Shell::Posix => "sh",
            Shell::None => return None,
        };
        Some(format!("triagebook collect {runbook} --place {place} --out collect-{place}.{ending}"))
    });
    let scripts: Vec<String> = scripts.collect();
    if !scripts.is_empty() {
        paper.blank();
        paper.say("Or collect what is asked for at once, with a script that only reads:");
        for script in &scripts {
            paper.command(script);
        }
    }
}
