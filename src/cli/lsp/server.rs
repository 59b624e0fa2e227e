//! The loop: what the editor sends, in its order, and findings when it is quiet.
//!
//! Invariant: every request gets one response, whatever happens while it is answered.
//! Deliberately absent: what is answered (`answer`), and what is open (`windows`).

use crate::cli::lsp::answer::Answer;
use crate::cli::lsp::base::Base;
use crate::cli::lsp::document::Document;
use crate::cli::lsp::mending::Mended;
use crate::cli::lsp::publish::{Checked, Listed};
use crate::cli::lsp::start::Agreement;
use crate::cli::lsp::wire::{listen, log, send};
use crate::editor::Schemas;
use crate::terminal::Output;
use lsp_server::{ErrorCode, Message, Request, RequestId, Response};
use lsp_types::MessageType;
use lsp_types::notification::{Cancel, Exit, Initialized, Notification as _};
use lsp_types::request::{CodeActionRequest, Initialize, RegisterCapability, Request as _, Shutdown};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// How long nothing may have been typed before everything is checked.
const QUIET: Duration = Duration::from_millis(60);
/// How often the disk is looked at for an editor that cannot tell what changes there.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How it ended.
pub(super) enum Ended {
    /// The editor said good-bye.
    Properly,
    /// It did not; why.
    Abruptly(&'static str),
}

const GONE: Ended = Ended::Abruptly("the editor went away without saying so");

/// The server of one editor.
pub(super) struct Server {
    /// Where checks send what they found.
    pub(super) outlet: mpsc::Sender<Event>,
    pub(super) agreement: Agreement,
    pub(super) schemas: Arc<Schemas>,
    /// The knowledge bases that are looked at, by folder.
    pub(super) bases: BTreeMap<PathBuf, Base>,
    /// The open windows, by path.
    pub(super) documents: BTreeMap<String, Document>,
    /// What was told last about each file.
    pub(super) published: BTreeMap<String, (Vec<lsp_types::Diagnostic>, Option<i32>)>,
    /// When something was written last.
    pub(super) written: Instant,
    /// Requests that need findings, until these are known.
    parked: Vec<Request>,
    /// Requests whose files are being mended, beside everything else.
    mending: Vec<RequestId>,
    phase: Phase,
}

/// What happens.
pub(super) enum Event {
    /// The editor says something.
    Said(Message),
    /// It sends what is no message; what is wrong with it.
    Noise(String),
    /// A check is done.
    Checked(Checked),
    /// Its names are listed.
    Listed(Listed),
    /// A file was mended.
    Mended(Mended),
    /// The editor is gone.
    Gone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Serving,
    ShutDown,
}

/// Serves until the editor ends. `kb` is looked at from the beginning; what is no message is told to `output`.
pub(super) fn serve(kb: Option<&Path>, output: Output) -> Ended {
    let (outlet, events) = mpsc::channel();
    listen(outlet.clone());
    let Some(agreement) = greeted(&events, output) else {
        return Ended::Abruptly("no editor began to speak");
    };
    let mut server = Server {
        outlet,
        agreement,
        schemas: Arc::default(),
        bases: BTreeMap::new(),
        documents: BTreeMap::new(),
        published: BTreeMap::new(),
        written: Instant::now(),
        parked: Vec::new(),
        mending: Vec::new(),
        phase: Phase::Serving,
    };
    server.begin(kb);
    server.run(&events, output)
}

/// Waits for the first words and answers them. What comes before is refused; none where the editor ends before it.
fn greeted(events: &mpsc::Receiver<Event>, output: Output) -> Option<Agreement> {
    for event in events {
        match event {
            Event::Said(Message::Request(request)) if request.method == Initialize::METHOD => {
                match serde_json::from_value(request.params) {
                    Ok(params) => {
                        let agreement = Agreement::new(&params);
                        send(Response::new_ok(request.id, agreement.answer()));
                        return Some(agreement);
                    }
                    Err(error) => respond(request.id, Err((ErrorCode::InvalidParams, error.to_string()))),
                }
            }
            Event::Said(Message::Request(request)) => {
                let message = "`initialize` has to come first".to_owned();
                respond(request.id, Err((ErrorCode::ServerNotInitialized, message)));
            }
            Event::Said(Message::Notification(note)) if note.method == Exit::METHOD => return None,
            Event::Noise(reason) => complain(output, &reason),
            Event::Gone => return None,
            Event::Said(_) | Event::Checked(_) | Event::Listed(_) | Event::Mended(_) => {}
        }
    }
    None
}

/// Tells what is wrong with what is no message. If stderr is gone too, there is nobody to tell.
fn complain(output: Output, reason: &str) {
    let reason = crate::prose::visible_line(reason);
    let _ = writeln!(output.err(), "error: stdin holds something that is no message of an editor: {reason}");
}

fn respond(id: RequestId, answered: Result<Value, (ErrorCode, String)>) {
    send(match answered {
        Ok(value) => Response::new_ok(id, value),
        Err((code, message)) => Response::new_err(id, code as i32, message),
    });
}

impl Server {
    fn run(&mut self, events: &mpsc::Receiver<Event>, output: Output) -> Ended {
        let mut waiting = VecDeque::new();
        loop {
            while let Ok(event) = events.try_recv() {
                self.take(event, &mut waiting);
            }
            let Some(event) = waiting.pop_front() else {
                match events.recv_timeout(self.patience()) {
                    Ok(event) => self.take(event, &mut waiting),
                    Err(mpsc::RecvTimeoutError::Timeout) => self.guard(Self::idle),
                    Err(mpsc::RecvTimeoutError::Disconnected) => return GONE,
                }
                continue;
            };
            match event {
                Event::Said(Message::Request(request)) => self.request(request),
                Event::Said(Message::Notification(note)) if note.method == Exit::METHOD => {
                    return if self.phase == Phase::ShutDown { Ended::Properly } else { GONE };
                }
                Event::Said(Message::Notification(note)) if note.method == Initialized::METHOD => {
                    self.register();
                }
                Event::Said(Message::Notification(note)) => {
                    self.guard(|server| server.notified(note));
                    self.answer_parked();
                }
                Event::Said(Message::Response(_)) => {}
                Event::Noise(reason) => complain(output, &reason),
                Event::Checked(checked) => {
                    self.guard(|server| server.found(checked));
                    self.answer_parked();
                }
                Event::Listed(listed) => self.guard(|server| server.listed(listed)),
                Event::Mended(mended) => self.end_mending(mended),
                Event::Gone => return GONE,
            }
        }
    }

    /// How long to wait for the editor before something else is to be done.
    fn patience(&self) -> Duration {
        if self.bases.values().any(Base::is_due) {
            // Who asked for findings does not want to be waited for.
            let quiet = if self.parked.is_empty() { QUIET } else { Duration::ZERO };
            quiet.saturating_sub(self.written.elapsed())
        } else if self.bases.values().any(Base::is_watched) {
            LOOK_EVERY
        } else {
            Duration::MAX
        }
    }

    fn idle(&mut self) {
        if self.bases.values().any(Base::is_due) { self.begin_checks() } else { self.look() }
    }

    /// Puts an event behind those that wait; a request that is cancelled before its turn is answered at once.
    fn take(&mut self, event: Event, waiting: &mut VecDeque<Event>) {
        let cancelled = match &event {
            Event::Said(Message::Notification(note)) if note.method == Cancel::METHOD => {
                note.params.get("id").cloned()
            }
            _ => None,
        };
        let Some(id) = cancelled else { return waiting.push_back(event) };
        let Ok(id) = serde_json::from_value::<RequestId>(id) else { return };
        let is_it =
            |event: &Event| matches!(event, Event::Said(Message::Request(request)) if request.id == id);
        let in_turn = waiting.iter().position(is_it).and_then(|at| waiting.remove(at)).is_some();
        let parked = self.parked.iter().position(|request| request.id == id);
        let is_parked = parked.map(|at| self.parked.remove(at)).is_some();
        if in_turn || is_parked || self.take_mending(&id) {
            respond(id, Err((ErrorCode::RequestCanceled, "cancelled".to_owned())));
        }
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        match (self.phase, request.method.as_str()) {
            (Phase::ShutDown, _) => {
                respond(id, Err((ErrorCode::InvalidRequest, "it was told to shut down".to_owned())));
            }
            (Phase::Serving, Shutdown::METHOD) => {
                self.phase = Phase::ShutDown;
                let parked = std::mem::take(&mut self.parked).into_iter().map(|request| request.id);
                for id in parked.chain(std::mem::take(&mut self.mending)) {
                    respond(id, Err((ErrorCode::RequestCanceled, "shut down".to_owned())));
                }
                respond(id, Ok(Value::Null));
            }
            (Phase::Serving, Initialize::METHOD) => {
                respond(id, Err((ErrorCode::InvalidRequest, "it was said already".to_owned())));
            }
            (Phase::Serving, CodeActionRequest::METHOD) if self.is_unchecked(&request) => {
                self.parked.push(request);
            }
            (Phase::Serving, CodeActionRequest::METHOD) => match guarded(|| self.begin_mending(&request)) {
                Ok(true) => self.mending.push(id),
                _ => self.respond_to(id, |server| server.answer(request)),
            },
            (Phase::Serving, _) => self.respond_to(id, |server| server.answer(request)),
        }
    }

    /// Finds an answer and sends it.
    fn respond_to(&mut self, id: RequestId, answer: impl FnOnce(&mut Self) -> Answer) {
        match guarded(|| answer(self)) {
            Ok(answered) => respond(id, answered),
            Err(panic) => {
                self.bases.values_mut().for_each(Base::touch);
                respond(id, Err((ErrorCode::InternalError, panic)));
            }
        }
    }

    /// Sends the answer to a request whose file was mended, unless it was cancelled meanwhile.
    fn end_mending(&mut self, mended: Mended) {
        let id = mended.id.clone();
        if self.take_mending(&id) {
            self.respond_to(id, |server| server.mended(mended));
        }
    }

    /// Whether a file is being mended for this request; afterwards it is not.
    fn take_mending(&mut self, id: &RequestId) -> bool {
        self.mending.iter().position(|other| other == id).map(|at| self.mending.remove(at)).is_some()
    }

    /// Answers the requests whose findings are known now.
    fn answer_parked(&mut self) {
        for request in std::mem::take(&mut self.parked) {
            self.request(request);
        }
    }

    /// Does something that nobody waits for. What cannot be done is said in the editor's log, and not tried again.
    fn guard(&mut self, act: impl FnOnce(&mut Self)) {
        if let Err(panic) = guarded(|| act(self)) {
            self.bases.values_mut().for_each(Base::give_up);
            log(MessageType::ERROR, panic);
            self.answer_parked();
        }
    }

    /// Asks the editor to tell what changes on the disk, where it can.
    fn register(&self) {
        if let Some(params) = self.agreement.watch() {
            let id = RequestId::from("triagebook-watch".to_owned());
            send(Request { id, method: RegisterCapability::METHOD.to_owned(), params });
        }
    }
}

/// Does something that must not take the server with it. The error is what a panic said.
pub(super) fn guarded<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(act)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason is known");
        format!("a defect of triagebook, please report it: {text}")
    })
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error_and_no_end() {
        assert_eq!(guarded(|| 1), Ok(1));
        let error = guarded(|| panic!("number {}", 7)).unwrap_err();
        assert!(error.ends_with("number 7"), "{error}");
    }
}
