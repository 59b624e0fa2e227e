//! Requests and their answers.
//!
//! Invariant: an answer is always JSON: `ok` with what was asked for, or `refused` with a sentence.
//! Deliberately absent: sessions. A request brings its events along.

use crate::browser::act::judge;
use crate::browser::kept::Kept;
use crate::browser::link::Link;
use crate::browser::request::{ReportForm, Request};
use crate::browser::view::{Judgement, View, shown_safely};
use crate::evidence::MAX_BYTES;
use crate::graph::Graph;
use crate::page::markdown;
use crate::search::Index;
use crate::session::{Chain, Event, Extent, Form, Report, Salvage, State, VERSION, What, step};
use serde::Serialize;
use serde_json::{Value, json};

/// What a page's requests are put to.
#[derive(Debug, Default)]
pub struct Engine {
    kept: Option<Kept>,
    index: Option<Index>,
}

/// A session that was begun or went on.
#[derive(Debug, Serialize)]
struct Going<'a> {
    /// What happened, to be put behind what the page has.
    events: &'a [Event],
    /// What a person should be told, a sentence each.
    notes: Vec<String>,
    view: View,
}

/// Why a request is refused, as a sentence.
struct Refusal(String);

impl<E: std::error::Error> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

type Answer = Result<Value, Refusal>;

impl Engine {
    /// Answers one request, both as JSON.
    pub fn answer(&mut self, request: &str) -> String {
        let answer =
            serde_json::from_str(request).map_err(Refusal::from).and_then(|request| self.take(request));
        match answer {
            Ok(value) => json!({ "ok": value }).to_string(),
            Err(Refusal(why)) => json!({ "refused": why }).to_string(),
        }
    }

    fn take(&mut self, request: Request) -> Answer {
        match request {
            Request::Load { hash, files } => {
                self.kept = Some(Kept::new(&files, &hash).map_err(Refusal)?);
                Ok(Value::Null)
            }
            Request::LoadEntries { entries } => {
                self.index = Some(Index::of(entries));
                Ok(Value::Null)
            }
            Request::Find { text } => {
                let index =
                    self.index.as_ref().ok_or_else(|| Refusal("nothing to search was loaded".to_owned()))?;
                let near = || index.near(&text);
                let hits = index.find(&text);
                let near = if hits.is_empty() { near() } else { None };
                Ok(shown_safely(&json!({ "hits": hits, "near": near }))?)
            }
            Request::Html { markdown } => Ok(markdown::html(&markdown).into()),
            session => self.go_on(session),
        }
    }

    /// Answers a request about a session.
    fn go_on(&self, request: Request) -> Answer {
        let kept = self.kept.as_ref().ok_or_else(|| Refusal("no knowledge base was loaded".to_owned()))?;
        let graph = &kept.graph;
        match request {
            Request::Start { at, offset_minutes, link } => start(graph, at, offset_minutes, link),
            Request::Open { at, journal } => open(graph, at, &journal),
            Request::View { at, events } => going(graph, &events, 0, at, Vec::new()),
            Request::Act { at, mut events, act } => {
                let before = events.len();
                let state = State::replay(graph, &events);
                let whats = step(graph, &state, act.action(graph, &state)?)?;
                events.extend(whats.into_iter().map(|what| Event::new(at, what)));
                going(graph, &events, before, at, Vec::new())
            }
            Request::Judge { at, events, text, parked } => {
                if text.len() > MAX_BYTES {
                    return Err(Refusal(
                        "that is more than 5 MiB; paste only the output of the command that was asked for"
                            .to_owned(),
                    ));
                }
                let state = State::replay(graph, &events);
                match judge(graph, &state, at, &text, parked.as_ref()) {
                    Some(proposal) => Ok(shown_safely(&Judgement::new(graph, &state, &events, &proposal))?),
                    None => Err(Refusal("no question is waiting for output".to_owned())),
                }
            }
            Request::Ask { events } => {
                let state = State::replay(graph, &events);
                let request = crate::session::Request::new(graph, &state, Extent::Parked);
                Ok(request.map(|request| request.write(Form::Text)).into())
            }
            Request::Report { events, form } => {
                let report = Report::new(graph, &events);
                let report = report.ok_or_else(|| Refusal("the session has not begun".to_owned()))?;
                Ok(match form {
                    ReportForm::Text => report.text(),
                    ReportForm::Json => serde_json::to_string_pretty(&report)? + "\n",
                }
                .into())
            }
            Request::Dossier { events, reader, form } => {
                let dossier = kept.dossier(&events);
                let dossier = dossier.ok_or_else(|| Refusal("the session has not begun".to_owned()))?;
                Ok(dossier.write(reader.into(), form.into()).into())
            }
            Request::Journal { events } => journal(kept, &events),
            Request::Load { .. }
            | Request::LoadEntries { .. }
            | Request::Find { .. }
            | Request::Html { .. } => Ok(Value::Null),
        }
    }
}

fn going(graph: &Graph, events: &[Event], new: usize, at: jiff::Timestamp, notes: Vec<String>) -> Answer {
    let view = View::new(graph, events, at)?;
    Ok(serde_json::to_value(Going { events: events.get(new..).unwrap_or_default(), notes, view })?)
}

fn start(graph: &Graph, at: jiff::Timestamp, offset_minutes: i32, link: Link) -> Answer {
    if graph.node(&link.entry).is_none() {
        return Err(Refusal(format!("there is no `{}` in this knowledge base", link.entry)));
    }
    let started =
        What::Started { version: VERSION, entry: link.entry.clone(), offset_minutes: Some(offset_minutes) };
    let mut events = vec![Event::new(at, started)];
    let notes = link.follow(graph, at, &mut events).into_iter().collect();
    going(graph, &events, 0, at, notes)
}

/// Takes up a session from its journal.
fn open(graph: &Graph, at: jiff::Timestamp, text: &str) -> Answer {
    let salvage = Salvage::read(text.as_bytes());
    let mut events = salvage.events;
    let Some(entry) = State::replay(graph, &events).entry else {
        return Err(Refusal("the file holds no session".to_owned()));
    };
    if graph.node(&entry).is_none() {
        return Err(Refusal(format!("the session began at `{entry}`; open it on that runbook's page")));
    }
    let mut notes: Vec<String> =
        salvage.damage.iter().map(|damage| format!("The file is damaged: {}.", damage.sentence())).collect();
    if salvage.torn > 0 {
        notes.push(format!("The last {} could not be read.", crate::prose::count(salvage.torn, "byte")));
    }
    events.push(Event::new(at, What::Resumed));
    going(graph, &events, 0, at, notes)
}

fn journal(kept: &Kept, events: &[Event]) -> Answer {
    let entry = State::replay(&kept.graph, events).entry;
    let entry = entry.ok_or_else(|| Refusal("the session has not begun".to_owned()))?;
    let title = kept.graph.node(&entry).map(|node| node.title().to_owned()).unwrap_or_default();
    let (bytes, _) = Chain::default().lines(events, Some(&kept.opening(title)));
    Ok(String::from_utf8(bytes)?.into())
}
