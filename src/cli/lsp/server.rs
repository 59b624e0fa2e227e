//! The loop: what the editor sends, in its order, and findings when it is quiet.
//!
//! Invariant: every request gets one response, whatever happens while it is answered.
//! Deliberately absent: what is answered (`answer`).

use crate::cli::lsp::base::Base;
use crate::cli::lsp::document::Document;
use crate::cli::lsp::publish::Checked;
use crate::cli::lsp::start::Agreement;
use crate::editor::{Schemas, uri};
use crate::world::draft::Draft;
use crate::world::library::{self, Location};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, Exit,
    LogMessage, Notification as _,
};
use lsp_types::{LogMessageParams, MessageType};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// How long nothing may have been typed before everything is checked.
const QUIET: Duration = Duration::from_millis(120);

/// How it ended.
pub(super) enum Ended {
    /// The editor said good-bye.
    Properly,
    /// It did not; why.
    Abruptly(String),
}

/// The server of one editor.
pub(super) struct Server<'c> {
    connection: &'c Connection,
    /// Where checks send what they found.
    pub(super) outlet: mpsc::Sender<Event>,
    pub(super) agreement: Agreement,
    pub(super) schemas: Schemas,
    /// The knowledge bases that are looked at, by folder.
    pub(super) bases: BTreeMap<PathBuf, Base>,
    /// The open windows, by path.
    pub(super) documents: BTreeMap<String, Document>,
    /// What was told last about each file.
    pub(super) published: BTreeMap<String, (Vec<lsp_types::Diagnostic>, Option<i32>)>,
    phase: Phase,
}

/// What happens.
pub(super) enum Event {
    /// The editor says something.
    Said(Message),
    /// A check is done.
    Checked(Checked),
    /// The editor is gone.
    Gone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Serving,
    ShutDown,
}

/// Serves until the editor ends. `kb` is looked at from the beginning.
pub(super) fn serve(connection: &Connection, kb: Option<&Path>) -> Ended {
    let (id, params) = match connection.initialize_start() {
        Ok(start) => start,
        Err(error) => return Ended::Abruptly(format!("no editor began to speak: {error}")),
    };
    let agreement = match serde_json::from_value(params) {
        Ok(params) => Agreement::new(&params),
        Err(error) => {
            let message = format!("the editor does not say what it can do: {error}");
            let refused = Response::new_err(id, ErrorCode::InvalidParams as i32, message.clone());
            let _ = connection.sender.send(refused.into());
            return Ended::Abruptly(message);
        }
    };
    if let Err(error) = connection.initialize_finish(id, agreement.answer()) {
        return Ended::Abruptly(format!("the editor broke off: {error}"));
    }
    let (outlet, events) = mpsc::channel();
    let mut server = Server {
        connection,
        outlet: outlet.clone(),
        agreement,
        schemas: Schemas::default(),
        bases: BTreeMap::new(),
        documents: BTreeMap::new(),
        published: BTreeMap::new(),
        phase: Phase::Serving,
    };
    server.begin(kb);
    // The connection holds one message; what waits has to be seen, because it may be cancelled.
    let receiver = connection.receiver.clone();
    std::thread::spawn(move || {
        let is_heard = receiver.into_iter().all(|message| outlet.send(Event::Said(message)).is_ok());
        if is_heard {
            let _ = outlet.send(Event::Gone);
        }
    });
    server.run(&events)
}

impl Server<'_> {
    fn begin(&mut self, kb: Option<&Path>) {
        if let Some(registration) = self.agreement.watch() {
            let id = RequestId::from("triagebook-watch".to_owned());
            self.send(
                Request { id, method: "client/registerCapability".to_owned(), params: registration }.into(),
            );
        }
        let named = kb.and_then(|kb| std::path::absolute(kb).ok());
        let named = named.and_then(|kb| library::locate(Some(&kb), &kb).ok());
        let folders = std::mem::take(&mut self.agreement.folders);
        let found = folders.iter().filter_map(|folder| match library::locate(None, folder).ok()? {
            Location::Folder(inner) => Some(Location::Folder(folder.join(inner))),
            Location::Embedded => None,
        });
        for location in named.into_iter().chain(found) {
            if let Location::Folder(folder) = location {
                self.open_base(PathBuf::from(library::name_of(&folder)));
            }
        }
    }

    fn run(&mut self, events: &mpsc::Receiver<Event>) -> Ended {
        let gone = || Ended::Abruptly("the editor went away without saying so".to_owned());
        let mut waiting = VecDeque::new();
        loop {
            while let Ok(event) = events.try_recv() {
                self.take(event, &mut waiting);
            }
            let Some(event) = waiting.pop_front() else {
                let is_due = self.bases.values().any(Base::is_due);
                let next =
                    if is_due { events.recv_timeout(QUIET) } else { events.recv().map_err(Into::into) };
                match next {
                    Ok(event) => self.take(event, &mut waiting),
                    Err(mpsc::RecvTimeoutError::Timeout) => self.guard(Self::begin_checks),
                    Err(mpsc::RecvTimeoutError::Disconnected) => return gone(),
                }
                continue;
            };
            match event {
                Event::Said(Message::Request(request)) => self.request(request),
                Event::Said(Message::Notification(note)) if note.method == Exit::METHOD => {
                    return match self.phase {
                        Phase::ShutDown => Ended::Properly,
                        Phase::Serving => gone(),
                    };
                }
                Event::Said(Message::Notification(note)) => self.guard(|server| server.notified(note)),
                Event::Said(Message::Response(_)) => {}
                Event::Checked(checked) => self.guard(|server| server.found(checked)),
                Event::Gone => return gone(),
            }
        }
    }

    /// Puts an event behind those that wait; a request that is cancelled before its turn is answered at once.
    fn take(&self, event: Event, waiting: &mut VecDeque<Event>) {
        let cancelled = match &event {
            Event::Said(Message::Notification(note)) if note.method == "$/cancelRequest" => {
                note.params.get("id").cloned()
            }
            _ => None,
        };
        let Some(id) = cancelled else { return waiting.push_back(event) };
        let Ok(id) = serde_json::from_value::<RequestId>(id) else { return };
        let is_it =
            |event: &Event| matches!(event, Event::Said(Message::Request(request)) if request.id == id);
        if let Some(at) = waiting.iter().position(is_it) {
            waiting.remove(at);
            let code = ErrorCode::RequestCanceled as i32;
            self.send(Response::new_err(id, code, "cancelled".to_owned()).into());
        }
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let answered = match (self.phase, request.method.as_str()) {
            (Phase::ShutDown, _) => Err((ErrorCode::InvalidRequest, "it was told to shut down".to_owned())),
            (Phase::Serving, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Serving, _) => match guarded(|| self.answer(request)) {
                Ok(answered) => answered,
                Err(panic) => {
                    self.bases.values_mut().for_each(Base::touch);
                    Err((ErrorCode::InternalError, panic))
                }
            },
        };
        let response = match answered {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        self.send(response.into());
    }

    /// Does something that nobody waits for. What cannot be done is said in the editor's log, and not tried again.
    fn guard(&mut self, act: impl FnOnce(&mut Self)) {
        if let Err(panic) = guarded(|| act(self)) {
            self.bases.values_mut().for_each(Base::give_up);
            self.log(MessageType::ERROR, panic);
        }
    }

    fn notified(&mut self, note: Notification) {
        match note.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(params) = self.params::<DidOpenTextDocument>(note) else { return };
                let opened = params.text_document;
                let document = Document { uri: opened.uri, version: opened.version, text: opened.text };
                let Some(path) = uri::path(document.uri.as_str()) else { return };
                self.documents.insert(path.clone(), document);
                match self.folder_of(&path) {
                    Some(folder) => self.open_base(folder),
                    None => self.log(
                        MessageType::INFO,
                        format!(
                            "`{path}` belongs to no knowledge base: there is no `{}` beside it",
                            library::BASE_FILE
                        ),
                    ),
                }
                self.written(&path);
            }
            DidChangeTextDocument::METHOD => {
                let Some(params) = self.params::<DidChangeTextDocument>(note) else { return };
                let Some(path) = uri::path(params.text_document.uri.as_str()) else { return };
                let Some(document) = self.documents.get_mut(&path) else { return };
                document.change(params.content_changes, self.agreement.unit);
                document.version = params.text_document.version;
                self.written(&path);
            }
            DidCloseTextDocument::METHOD => {
                let Some(params) = self.params::<DidCloseTextDocument>(note) else { return };
                let Some(path) = uri::path(params.text_document.uri.as_str()) else { return };
                self.documents.remove(&path);
                self.written(&path);
                self.look_at(&path);
            }
            DidChangeWatchedFiles::METHOD => {
                let Some(params) = self.params::<DidChangeWatchedFiles>(note) else { return };
                for path in params.changes.iter().filter_map(|change| uri::path(change.uri.as_str())) {
                    self.look_at(&path);
                }
            }
            _ => {}
        }
    }

    fn params<N: lsp_types::notification::Notification>(&self, note: Notification) -> Option<N::Params> {
        match serde_json::from_value(note.params) {
            Ok(params) => Some(params),
            Err(error) => {
                self.log(MessageType::WARNING, format!("{}: {error}", note.method));
                None
            }
        }
    }

    /// The folder of the knowledge base that a file belongs to.
    pub(super) fn folder_of(&self, path: &str) -> Option<PathBuf> {
        let exists = |path: &Path| path.is_file() || self.documents.contains_key(&library::name_of(path));
        Draft::folder_of(Path::new(path), exists)
    }

    fn open_base(&mut self, folder: PathBuf) {
        if self.bases.contains_key(&folder) {
            return;
        }
        let (mut base, trouble) = Base::open(folder.clone());
        for (path, document) in &self.documents {
            if self.folder_of(path).as_ref() == Some(&folder) {
                base.draft.set(path, Some(document.text.clone()));
            }
        }
        if let Some(trouble) = trouble {
            self.log(MessageType::WARNING, trouble);
        }
        self.bases.insert(folder, base);
    }

    /// Puts what a window shows, or no longer shows, over the file.
    fn written(&mut self, path: &str) {
        let text = self.documents.get(path).map(|document| document.text.clone());
        for (_, base) in self.bases.iter_mut().filter(|(folder, _)| Path::new(path).starts_with(folder)) {
            base.draft.set(path, text.clone());
            base.touch();
        }
    }

    /// Looks at a file that changed on the disk.
    fn look_at(&mut self, path: &str) {
        let mut troubles = Vec::new();
        for (_, base) in self.bases.iter_mut().filter(|(folder, _)| Path::new(path).starts_with(folder)) {
            troubles.extend(base.draft.look_at(path).err());
            base.touch();
        }
        match self.folder_of(path) {
            Some(folder) => self.open_base(folder),
            None => self.close_base(path),
        }
        for trouble in troubles {
            self.log(MessageType::WARNING, trouble.to_string());
        }
    }

    /// Leaves a knowledge base whose `knowledge-base.yaml` was at `path` and is gone.
    fn close_base(&mut self, path: &str) {
        let folder =
            Path::new(path).parent().filter(|folder| folder.join(library::BASE_FILE) == Path::new(path));
        let Some(folder) = folder.filter(|_| !Path::new(path).is_file()) else { return };
        if self.bases.remove(folder).is_some() {
            self.publish(folder);
        }
    }

    pub(super) fn log(&self, typ: MessageType, message: String) {
        self.notify::<LogMessage>(&LogMessageParams { typ, message });
    }

    pub(super) fn notify<N: lsp_types::notification::Notification>(&self, params: &N::Params) {
        self.send(Notification { method: N::METHOD.to_owned(), params: json!(params) }.into());
    }

    /// Sends a message. When nobody reads any more, the next one to be read says so.
    fn send(&self, message: Message) {
        let _ = self.connection.sender.send(message);
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
