//! Judging a report again: is it as it was written, and does its conclusion follow from its evidence?
//!
//! Invariant: everything is made anew from the events in the file and from the knowledge base at hand; nothing that the
//! file says about itself is believed.
//! Deliberately absent: who wrote the file. A seal is no signature.

use crate::evidence::Verdict;
use crate::graph::Graph;
use crate::model::NodeKey;
use crate::session::event::{Answer, By, Event, EvidenceLine, What};
use crate::session::fingerprint::changed;
use crate::session::journal_line::KbPrint;
use crate::session::report::build::{statement, title};
use crate::session::report::dossier::sealed;
use crate::session::report::grounds::{given, judged};
use crate::session::report::{Dossier, Embedded, Form, Reader, VERSION};
use crate::session::state::{State, Took, Visit};
use serde_json::Value;

/// What came of judging a report again.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verification {
    /// What is wrong; the conclusion follows where this is empty.
    pub doubts: Vec<Doubt>,
    /// Every step of the path, judged again.
    pub steps: Vec<Verified>,
    /// What the conclusion is, as the knowledge base at hand has it.
    pub conclusion: String,
    /// Set where the knowledge base is another one than that of the report: the nodes on the path that changed.
    pub kb_changed: Option<Vec<NodeKey>>,
    /// The version of the program that made the report; null where it is another program's business.
    pub program: Option<String>,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Doubt {
    /// Where: an event, a line of the file, a field.
    pub place: String,
    /// What is the matter, as a sentence without a full stop.
    pub what: String,
}

/// A step that was judged again.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// The node.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// What was answered or done, as a statement.
    pub said: String,
    /// What that follows from, or why it does not follow, as a sentence without a full stop.
    pub how: String,
    /// Whether it stands.
    pub stands: bool,
}

impl Doubt {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// The events of the report in the text of a file, as they stand there.
///
/// # Errors
/// Why there is no report in it.
pub fn reported_events(text: &str) -> Result<Vec<Event>, Doubt> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok(dossier(&text)?.1.plain_events())
}

/// Judges the report in the text of a file again.
///
/// # Errors
/// Why there is no report in it that could be judged.
pub fn verify(graph: &Graph, kb: &KbPrint, text: &str) -> Result<Verification, Doubt> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (form, dossier) = dossier(&text)?;
    let events = dossier.plain_events();
    let mut doubts = seals(&dossier);
    doubts.extend(page(&dossier, form, &text));
    let same_kb = kb.hash == dossier.knowledge_base.sha256;
    let mut verification = verify_events(graph, &events);
    doubts.extend(account(graph, kb, &dossier, &events));
    doubts.append(&mut verification.doubts);
    verification.doubts = doubts;
    verification.program = Some(dossier.program.clone());
    let on_path = dossier.knowledge_base.nodes.keys();
    let differing = || changed(on_path, &dossier.knowledge_base.nodes, &kb.nodes);
    verification.kb_changed = (!same_kb).then(differing);
    Ok(verification)
}

/// The record in the text of a file, and the form it has there.
fn dossier(text: &str) -> Result<(Embedded, Dossier), Doubt> {
    let whole = || {
        Doubt::new(
            "the file",
            "it holds no record of a report: only JSON, and the record and the escalation as HTML or Markdown, do",
        )
    };
    let (form, json) = Embedded::find(text).ok_or_else(whole)?;
    let value: Value = serde_json::from_str(json)
        .map_err(|error| Doubt::new("the record", format!("it cannot be read: {error}")))?;
    if let Some(version) = value["version"].as_u64().filter(|version| *version > u64::from(VERSION)) {
        let what = format!("it is of version {version}, and this program knows version {VERSION}");
        return Err(Doubt::new("the record", what));
    }
    let dossier = serde_json::from_value(value)
        .map_err(|error| Doubt::new("the record", format!("it is not the record of a report: {error}")))?;
    Ok((form, dossier))
}

/// Judges every step of a session again.
pub fn verify_events(graph: &Graph, events: &[Event]) -> Verification {
    let state = State::replay(graph, events);
    let steps: Vec<Verified> = state.path.iter().filter_map(|visit| step(graph, events, visit)).collect();
    let fallen = steps.iter().filter(|step| !step.stands);
    let doubts = fallen.map(|step| Doubt::new(format!("`{}`", step.node), step.how.clone())).collect();
    let conclusion = match (state.result(), state.node()) {
        (Some(result), Some(node)) => format!("{}: {}", result.word(), title(graph, node)),
        (None, Some(node)) => format!("not finished; it stands at {}", title(graph, node)),
        _ => "the session has not begun".to_owned(),
    };
    Verification { doubts, steps, conclusion, kb_changed: None, program: None }
}

/// Whether the events and the whole are as they were sealed.
fn seals(dossier: &Dossier) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let anew = sealed(&dossier.plain_events());
    let mut follows = true;
    for (index, (stated, anew)) in dossier.events.iter().zip(&anew).enumerate() {
        // After the first one that differs, the others cannot agree; that is no news.
        if stated.sha256 != anew.sha256 && follows {
            follows = false;
            let place = format!("event {index} ({})", kind(&stated.event));
            doubts.push(Doubt::new(place, "it, or its hash, was changed after the report was made"));
        }
    }
    if dossier.seal != dossier.sealing() {
        doubts.push(Doubt::new("the seal", "the record was changed after it was sealed"));
    }
    doubts
}

fn kind(what: &What) -> String {
    match what {
        What::Evidence { node, .. } => format!("evidence for `{node}`"),
        What::Answered { node, .. } | What::Overruled { node, .. } => format!("answer of `{node}`"),
        What::FixDone { node, .. } => format!("attempt at `{node}`"),
        What::Input { fact, .. } => format!("value of `{fact}`"),
        What::Note { .. } => "note".to_owned(),
        _ => "what was done".to_owned(),
    }
}

/// Whether the page around the record says what the record says.
fn page(dossier: &Dossier, form: Embedded, text: &str) -> Option<Doubt> {
    let form = match form {
        Embedded::Json => return None,
        Embedded::Html => Form::Html,
        Embedded::Markdown => Form::Markdown,
    };
    let anew = [Reader::Record, Reader::Escalation].map(|reader| dossier.write(reader, form));
    if anew.iter().any(|anew| anew.trim_end() == text.trim_end()) {
        return None;
    }
    let differs = |anew: &String| {
        let same = anew.lines().zip(text.lines()).take_while(|(anew, found)| anew == found).count();
        (same, anew.lines().nth(same).unwrap_or_default().trim().to_owned())
    };
    let (same, wanted) = anew.iter().map(differs).max_by_key(|(same, _)| *same).unwrap_or_default();
    let wanted: String = wanted.chars().take(120).collect();
    Some(Doubt::new(
        format!("line {} of the file", same + 1),
        format!("it is not what the record says: {wanted}"),
    ))
}

/// Whether the account is what the events give. With another knowledge base only what was concluded counts.
fn account(graph: &Graph, kb: &KbPrint, dossier: &Dossier, events: &[Event]) -> Vec<Doubt> {
    let program = &dossier.program;
    let Some(anew) = Dossier::new(graph, events, kb, program, dossier.session.as_deref()) else {
        return vec![Doubt::new("the events", "the session has no beginning in this knowledge base")];
    };
    let mut doubts = Vec::new();
    if kb.hash == dossier.knowledge_base.sha256 {
        let json = |dossier: &Dossier| {
            let rest = Dossier { seal: String::new(), events: Vec::new(), ..dossier.clone() };
            serde_json::to_value(rest).unwrap_or_default()
        };
        difference(&json(dossier), &json(&anew), &mut String::new(), &mut doubts);
        return doubts;
    }
    if dossier.report.result != anew.report.result {
        let now = anew.report.result.map_or("not finished", crate::model::EndResult::word);
        doubts
            .push(Doubt::new("the conclusion", format!("with the knowledge base at hand the walk is {now}")));
    }
    let was = dossier.report.path.iter().map(|step| (&step.node, &step.outcome));
    let now = anew.report.path.iter().map(|step| (&step.node, &step.outcome));
    if let Some((was, _)) = was.zip(now).find(|(was, now)| was != now) {
        let what = "the knowledge base at hand leads elsewhere from here";
        doubts.push(Doubt::new(format!("`{}`", was.0), what));
    }
    doubts
}

/// The first differences between two documents, by the path to them.
fn difference(was: &Value, now: &Value, at: &mut String, doubts: &mut Vec<Doubt>) {
    const MOST: usize = 5;
    if was == now || doubts.len() >= MOST {
        return;
    }
    let length = at.len();
    match (was, now) {
        (Value::Object(was), Value::Object(now)) => {
            for (key, value) in was {
                at.push('/');
                at.push_str(key);
                difference(value, now.get(key).unwrap_or(&Value::Null), at, doubts);
                at.truncate(length);
            }
        }
        (Value::Array(was), Value::Array(now)) if was.len() == now.len() => {
            for (index, (was, now)) in was.iter().zip(now).enumerate() {
                at.push('/');
                at.push_str(&index.to_string());
                difference(was, now, at, doubts);
                at.truncate(length);
            }
        }
        (was, now) => {
            let shown = |value: &Value| value.to_string().chars().take(80).collect::<String>();
            let what = format!("it says {}; from the events follows {}", shown(was), shown(now));
            doubts.push(Doubt::new(format!("`{at}`"), what));
        }
    }
}

/// One step of the path, judged again; none where nothing was decided.
fn step(graph: &Graph, events: &[Event], visit: &Visit) -> Option<Verified> {
    let node = graph.node(&visit.node);
    let verified = |said: String, (stands, how): (bool, String)| Verified {
        node: visit.node.clone(),
        title: title(graph, &visit.node),
        said,
        how,
        stands,
    };
    match &visit.took {
        Took::Answered { answer, by, .. } => {
            Some(verified(statement(node, answer), answered(graph, events, visit, answer, *by)))
        }
        Took::Tried(result) => {
            Some(verified(result.word().to_owned(), (true, "as a person said".to_owned())))
        }
        Took::Jumped(to) => {
            Some(verified(format!("went on at {}", title(graph, to)), (true, "as a person chose".to_owned())))
        }
        Took::AttemptsUsed => Some(verified(
            "not tried again".to_owned(),
            (true, "it was tried as often as it may be".to_owned()),
        )),
        Took::Entered | Took::Returned => None,
    }
}

fn answered(graph: &Graph, events: &[Event], visit: &Visit, answer: &Answer, by: By) -> (bool, String) {
    if by == By::Fact {
        return (true, "follows from known facts".to_owned());
    }
    let recorded = visit.event.and_then(|index| events.get(index)).map(|event| &event.what);
    let Some(proposal) = judged(graph, events, visit) else {
        return match by {
            By::Evidence => (false, "is said to rest on evidence, and none is in the record".to_owned()),
            By::Answer | By::Fact => (true, "as a person answered; no evidence was given".to_owned()),
        };
    };
    let verdict = match &proposal.verdict {
        Verdict::Proposed(outcome) => {
            format!(
                "the evidence says: {}",
                statement(graph.node(&visit.node), &Answer::Outcome(outcome.clone()))
            )
        }
        Verdict::NoneFits => "no outcome fits the evidence".to_owned(),
        Verdict::Several(_) => "several outcomes fit the evidence".to_owned(),
        Verdict::Unknown => "the evidence does not settle it".to_owned(),
    };
    match recorded {
        Some(What::Overruled { proposed, .. }) if *proposed == proposal.proposed() => {
            (true, format!("a person overruled this; {verdict}"))
        }
        Some(What::Overruled { .. }) => {
            (false, format!("the evidence is said to have spoken otherwise; {verdict}"))
        }
        Some(What::Answered { lines, captured, .. }) if by == By::Evidence => {
            let Some(anew) =
                evidently(&proposal.verdict, answer).and_then(|outcome| proposal.judged(outcome))
            else {
                return (false, format!("does not follow: {verdict}"));
            };
            if let Some(line) = misquoted(events, visit, lines) {
                return (false, format!("line {line} is quoted otherwise than it stands in the evidence"));
            }
            if anew.lines != *lines || anew.captured != *captured {
                return (false, "follows, but from other lines or with other values than noted".to_owned());
            }
            let numbers: Vec<String> = lines.iter().map(|line| line.number.to_string()).collect();
            let from = if numbers.is_empty() {
                "from the evidence as a whole".to_owned()
            } else {
                let word = if numbers.len() == 1 { "line" } else { "lines" };
                format!("from {word} {} of the evidence", crate::prose::and(&numbers))
            };
            (true, format!("follows {from}"))
        }
        _ => (true, format!("as a person answered; {verdict}")),
    }
}

/// The outcome, where the evidence says exactly that.
fn evidently<'a>(verdict: &'a Verdict, answer: &Answer) -> Option<&'a crate::model::OutcomeId> {
    match (verdict, answer) {
        (Verdict::Proposed(proposed), Answer::Outcome(outcome)) if proposed == outcome => Some(proposed),
        _ => None,
    }
}

/// The number of a line that is quoted otherwise than it stands in the evidence.
fn misquoted(events: &[Event], visit: &Visit, lines: &[EvidenceLine]) -> Option<usize> {
    let (_, text, _) = given(events, visit)?;
    let wrong = |line: &&EvidenceLine| EvidenceLine::of(text, line.number).as_ref() != Some(*line);
    lines.iter().find(wrong).map(|line| line.number)
}
