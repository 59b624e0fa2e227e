//! Requests and their answers.
//!
//! Invariant: an answer is always JSON: `ok` with what was asked for, or `refused` with a sentence.
//! Deliberately absent: sessions. A request brings its events along.

use crate::browser::act::Act;
use crate::browser::desk::Desk;
use crate::browser::drill;
use crate::browser::judgement::Judgement;
use crate::browser::kept::Kept;
use crate::browser::link::Link;
use crate::browser::request::{ReportForm, Request};
use crate::browser::view::{View, shown_safely};
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
            Request::LoadEntries { entries, names, elsewhere } => {
                self.index = Some(Index::of(entries, &names, &elsewhere));
                Ok(Value::Null)
            }
            Request::Find { text } => {
                let index =
                    self.index.as_ref().ok_or_else(|| Refusal("nothing to search was loaded".to_owned()))?;
                let hits = index.find(&text);
                let near = if hits.is_empty() { index.near(&text) } else { None };
                let elsewhere = if hits.is_empty() { index.elsewhere(&text) } else { None };
                Ok(shown_safely(&json!({ "hits": hits, "near": near, "elsewhere": elsewhere }))?)
            }
            Request::Html { markdown } => Ok(markdown::html(&markdown).into()),
            Request::Start { at, offset_minutes, link } => start(self.kept()?, at, offset_minutes, link),
            Request::Open { at, journal } => open(self.kept()?, at, &journal),
            Request::View { at, events } => going(self.kept()?, &events, 0, at, Vec::new()),
            Request::Act { at, events, act } => do_act(self.kept()?, events, act, at),
            Request::Judge { at, events, text, parked } => {
                let mut desk = Desk::new(self.kept()?, &events);
                let heard = desk.hear(Some(&text), at)?;
                let parked = parked.and_then(|parked| desk.reply(&heard, Some(&text), at, &parked));
                Ok(shown_safely(&Judgement::new(&desk, &heard, parked.as_ref()))?)
            }
            Request::Ask { events } => {
                let graph = &self.kept()?.graph;
                let state = State::replay(graph, &events);
                let request = crate::session::Request::new(graph, &state, Extent::Parked);
                Ok(request.map(|request| request.write(Form::Text)).into())
            }
            Request::Report { events, form } => {
                let report = Report::new(&self.kept()?.graph, &events).ok_or_else(not_begun)?;
                Ok(match form {
                    ReportForm::Text => report.text(),
                    ReportForm::Json => serde_json::to_string_pretty(&report)? + "\n",
                }
                .into())
            }
            Request::Dossier { events, reader, form } => {
                let dossier = self.kept()?.dossier(&events).ok_or_else(not_begun)?;
                Ok(dossier.write(reader, form).into())
            }
            Request::Journal { events } => journal(self.kept()?, &events),
            Request::Drill(request) => {
                let kept = self.kept()?;
                drill::answer(&kept.graph, &kept.scenarios, request).map_err(Refusal)
            }
        }
    }

    /// The knowledge base that was loaded.
    fn kept(&mut self) -> Result<&mut Kept, Refusal> {
        self.kept.as_mut().ok_or_else(|| Refusal("no knowledge base was loaded".to_owned()))
    }
}

fn not_begun() -> Refusal {
    Refusal("the session has not begun".to_owned())
}

fn do_act(kept: &mut Kept, mut events: Vec<Event>, act: Act, at: jiff::Timestamp) -> Answer {
    let before = events.len();
    for action in act.actions(&mut Desk::new(kept, &events))? {
        let state = State::replay(&kept.graph, &events);
        let whats = step(&kept.graph, &state, action)?;
        events.extend(whats.into_iter().map(|what| Event::new(at, what)));
    }
    going(kept, &events, before, at, Vec::new())
}

fn going(kept: &mut Kept, events: &[Event], new: usize, at: jiff::Timestamp, notes: Vec<String>) -> Answer {
    let view = View::new(&mut Desk::new(kept, events), at)?;
    Ok(serde_json::to_value(Going { events: events.get(new..).unwrap_or_default(), notes, view })?)
}

fn start(kept: &mut Kept, at: jiff::Timestamp, offset_minutes: i32, link: Link) -> Answer {
    if kept.graph.node(&link.entry).is_none() {
        return Err(Refusal(format!("there is no `{}` in this knowledge base", link.entry)));
    }
    let started =
        What::Started { version: VERSION, entry: link.entry.clone(), offset_minutes: Some(offset_minutes) };
    let mut events = vec![Event::new(at, started)];
    let notes = link.follow(&kept.graph, at, &mut events).into_iter().collect();
    going(kept, &events, 0, at, notes)
}

/// Takes up a session from its journal.
fn open(kept: &mut Kept, at: jiff::Timestamp, text: &str) -> Answer {
    let salvage = Salvage::read(text.as_bytes());
    let mut events = salvage.events;
    let Some(entry) = State::replay(&kept.graph, &events).entry else {
        return Err(Refusal("the file holds no session".to_owned()));
    };
    if kept.graph.node(&entry).is_none() {
        return Err(Refusal(format!("the session began at `{entry}`; open it on that runbook's page")));
    }
    let mut notes: Vec<String> =
        salvage.damage.iter().map(|damage| format!("The file is damaged: {}.", damage.sentence())).collect();
    if salvage.torn > 0 {
        notes.push(format!("The last {} could not be read.", crate::prose::count(salvage.torn, "byte")));
    }
    events.push(Event::new(at, What::Resumed));
    going(kept, &events, 0, at, notes)
}

fn journal(kept: &Kept, events: &[Event]) -> Answer {
    let entry = State::replay(&kept.graph, events).entry;
    let entry = entry.ok_or_else(not_begun)?;
    let title = kept.graph.node(&entry).map(|node| node.title().to_owned()).unwrap_or_default();
    let (bytes, _) = Chain::default().lines(events, Some(&kept.opening(title)));
    Ok(String::from_utf8(bytes)?.into())
}
