//! A reading: its objects with their values and lines, what is distrusted, and which checks it answers.
//!
//! Invariant: every value stands with the lines it came from; a doubt stands under the value it is about.
//! Deliberately absent: the JSON form (floor 4, `recognise`).

use crate::evidence::{Doubt, Lines, Object, Property, Reading, Truth};
use crate::graph::{Content, Graph};
use crate::model::{NodeKey, OutcomeId};
use crate::prose::{count, visible_line};
use crate::recognise::{Answer, Better, Standing, Unanswering};
use crate::terminal::paper::Paper;
use crate::terminal::style;

/// The most characters shown of one value.
const LONGEST: usize = 400;

/// Shows a reading and what it answers.
pub(crate) fn reading(
    paper: &mut Paper,
    reading: &Reading,
    answers: &[Answer],
    unanswering: &[Unanswering],
    graph: &Graph,
) {
    let lines = reading.text.lines().count();
    paper.say(&format!(
        "Read {}: {}, {}.",
        count(lines, "line"),
        count(reading.objects.len(), "object"),
        count(reading.errors.len(), "error")
    ));
    for doubt in &reading.doubts {
        careful(paper, doubt, 0);
    }
    for (number, object) in (1..).zip(&reading.objects) {
        show(paper, number, object);
    }
    if !reading.errors.is_empty() {
        paper.blank();
        paper.heading("Errors");
        for error in &reading.errors {
            paper.bullet(&format!("{}: {}", error.lines, error.message), 0);
        }
    }
    paper.blank();
    if reading.text.trim().is_empty() {
        paper.say("There is no text in it.");
        return;
    }
    if answers.is_empty() {
        paper.heading("It answers no check");
        nearest(paper, unanswering);
        paper.say(
            "A check is recognised by its command in the text, or by the properties that its command prints. Paste the \
             output whole, from the prompt with the command to the next prompt.",
        );
        return;
    }
    paper.heading("Checks it belongs to");
    let mut said = Vec::new();
    for answer in answers {
        self::answer(paper, answer, &mut said, graph);
    }
    if !unanswering.is_empty() {
        paper.blank();
        paper.heading("Parts that answer no check");
        nearest(paper, unanswering);
    }
}

/// Parts that answer no check, with what comes nearest.
fn nearest(paper: &mut Paper, parts: &[Unanswering]) {
    for part in parts {
        paper.bullet(&format!("{}: {}", part.lines, part.text), 0);
    }
}

fn show(paper: &mut Paper, number: usize, object: &Object) {
    paper.blank();
    let place = object.lines().map(|lines| format!(" ({lines})")).unwrap_or_default();
    paper.heading(&format!("Object {number}{place}"));
    let shared = shared(object);
    for doubt in &shared {
        let others = object.properties.iter().filter(|property| property.has_doubt(doubt.kind)).count() - 1;
        let text = format!("{}. So it is with {} of this object", doubt.text, count(others, "other value"));
        careful(paper, &Doubt { text: text.into(), ..doubt.clone() }, 2);
    }
    for property in &object.properties {
        let (common, own): (Vec<&Doubt>, Vec<&Doubt>) =
            property.doubts.iter().partition(|doubt| shared.iter().any(|shared| shared.kind == doubt.kind));
        let mark = if common.is_empty() { "" } else { " (doubted)" };
        paper.bullet(
            &format!("{} = {}   [{}]{mark}", property.name, value(property), short(property.lines)),
            0,
        );
        for doubt in own {
            careful(paper, doubt, 4);
        }
    }
}

/// The doubts that at least three values of an object share, each once: said of every value they would drown the rest.
fn shared(object: &Object) -> Vec<Doubt> {
    let mut found: Vec<(Doubt, usize)> = Vec::new();
    for doubt in object.properties.iter().flat_map(|property| &property.doubts) {
        match found.iter_mut().find(|(first, _)| first.kind == doubt.kind) {
            Some((_, times)) => *times += 1,
            None => found.push((doubt.clone(), 1)),
        }
    }
    found.into_iter().filter(|(_, times)| *times > 2).map(|(doubt, _)| doubt).collect()
}

fn value(property: &Property) -> String {
    if property.value.is_empty() {
        return "(blank)".to_owned();
    }
    let flat = visible_line(&property.value);
    if flat.chars().count() <= LONGEST {
        return flat;
    }
    flat.chars().take(LONGEST).chain(['…']).collect()
}

fn short(lines: Lines) -> String {
    if lines.first == lines.last {
        lines.first.to_string()
    } else {
        format!("{}-{}", lines.first, lines.last)
    }
}

fn careful(paper: &mut Paper, doubt: &Doubt, indent: usize) {
    let place = doubt.lines.filter(|_| indent == 0).map(|lines| format!(" ({lines})")).unwrap_or_default();
    paper.styled(&format!("Careful: {}{place}", doubt.text), style::CAREFUL, indent);
}

/// One check. `said` holds the reasons that were given already, which are not told again in full.
fn answer<'a>(paper: &mut Paper, answer: &'a Answer, said: &mut Vec<&'a str>, graph: &Graph) {
    let check = &answer.attribution.check;
    paper.blank();
    let title = graph.node(check).map(crate::graph::Node::title).unwrap_or_default();
    paper.say(&format!("{check}: {title}"));
    match &answer.outcome {
        Some(outcome) => {
            let statement = statement(graph, check, outcome);
            paper.styled(&format!("{outcome}: {statement}"), style::GOOD, 2);
        }
        None => paper.styled(undecided(answer), style::CAREFUL, 2),
    }
    for judged in &answer.judgement.outcomes {
        if Some(&judged.outcome) == answer.outcome.as_ref() {
            judged.because.iter().for_each(|reason| paper.bullet(reason, 2));
        }
    }
    let lines: Vec<String> = answer.lines.iter().take(8).map(ToString::to_string).collect();
    if answer.outcome.is_some() && !lines.is_empty() {
        paper.bullet(&format!("decided by {}", crate::prose::and(&lines)), 2);
    }
    paper.bullet(&answer.attribution.because, 2);
    match &answer.attribution.standing {
        Standing::Sure if answer.outcome.is_none() => open(paper, answer),
        Standing::Sure => {}
        Standing::Open(why) | Standing::WrongSide(why) if said.contains(&why.as_str()) => {
            paper.bullet("for the reason given above", 2);
        }
        Standing::Open(why) | Standing::WrongSide(why) => {
            said.push(why);
            paper.bullet(why, 2);
        }
    }
    answer.attribution.lacking.iter().for_each(|lacking| paper.bullet(lacking, 2));
    if let [_, copies @ ..] = answer.attribution.all.as_slice()
        && !copies.is_empty()
    {
        let names: Vec<String> = copies.iter().map(NodeKey::to_string).collect();
        paper.bullet(&format!("The same question stands at {}", crate::prose::and(&names)), 2);
    }
    better(paper, &answer.better);
}

fn undecided(answer: &Answer) -> &'static str {
    use crate::recognise::Said;
    match answer.said {
        Said::Several => "Several outcomes fit, so nothing follows",
        Said::NoneFits => "No outcome fits",
        Said::Ambiguous => "It is open whether this is its output, so nothing follows",
        Said::WrongSide => "This comes from the other side, so nothing follows",
        Said::Proposed | Said::Unknown => "Nothing is settled",
    }
}

/// What would settle a check that stays open.
fn open(paper: &mut Paper, answer: &Answer) {
    let mut said: Vec<&String> = Vec::new();
    for judged in &answer.judgement.outcomes {
        let reasons = match judged.truth {
            Truth::True => &judged.because,
            Truth::Unknown => &judged.missing,
            Truth::False => continue,
        };
        for reason in reasons {
            if !said.contains(&reason) && said.len() < 6 {
                said.push(reason);
                paper.bullet(reason, 2);
            }
        }
    }
}

/// What to run to see what was cut off.
pub(crate) fn better(paper: &mut Paper, better: &[Better]) {
    for better in better {
        paper.blank();
        paper.styled(
            &format!("{}. To see all of it, run in {}:", better.because, better.place_title),
            style::CAREFUL,
            0,
        );
        paper.command(&better.command);
    }
}

fn statement(graph: &Graph, check: &NodeKey, outcome: &OutcomeId) -> String {
    let Some(Content::Check(check)) = graph.node(check).map(|node| &node.content) else {
        return String::new();
    };
    let title = check.outcomes.get(outcome.as_str()).and_then(|outcome| outcome.title.as_ref());
    title.map(|title| title.value.clone()).unwrap_or_default()
}
