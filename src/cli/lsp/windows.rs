//! What is open and what lies on the disk: windows opened, typed into and closed, files that come, change and go.
//!
//! Invariant: the draft of each knowledge base holds the texts of its windows, and of its files where no window is open.
//! Deliberately absent: requests (`answer`) and findings (`publish`).

use crate::cli::lsp::base::Base;
use crate::cli::lsp::document::Document;
use crate::cli::lsp::server::Server;
use crate::cli::lsp::wire::log;
use crate::editor::uri;
use crate::world::draft::Draft;
use crate::world::library::{self, Location};
use crate::world::listing;
use lsp_server::{Notification, Request};
use lsp_types::MessageType;
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    Notification as _,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

impl Server {
    /// Opens the knowledge base that was named and those in the editor's folders.
    pub(super) fn begin(&mut self, kb: Option<&Path>) {
        let named = kb.and_then(|kb| std::path::absolute(kb).ok());
        let named = named.and_then(|kb| library::locate(Some(&kb), &kb).ok());
        let folders = std::mem::take(&mut self.agreement.folders);
        let found = folders.iter().filter_map(|folder| match library::locate(None, folder).ok()? {
            Location::Folder(inner) => Some(Location::Folder(folder.join(inner))),
            Location::Embedded => None,
        });
        for location in named.into_iter().chain(found) {
            if let Location::Folder(folder) = location {
                self.open_base(PathBuf::from(listing::shown(&folder)));
            }
        }
    }

    /// Takes what needs no answer.
    pub(super) fn notified(&mut self, note: Notification) {
        match note.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(params) = params::<DidOpenTextDocument>(note) else { return };
                let opened = params.text_document;
                self.open(Document { uri: opened.uri, version: opened.version, text: opened.text });
            }
            DidChangeTextDocument::METHOD => {
                let Some(params) = params::<DidChangeTextDocument>(note) else { return };
                let Some(path) = uri::path(params.text_document.uri.as_str()) else { return };
                let Some(document) = self.documents.get_mut(&path) else { return };
                document.change(params.content_changes, self.agreement.unit);
                document.version = params.text_document.version;
                self.written(&path);
            }
            DidCloseTextDocument::METHOD => {
                let Some(params) = params::<DidCloseTextDocument>(note) else { return };
                let Some(path) = uri::path(params.text_document.uri.as_str()) else { return };
                self.documents.remove(&path);
                self.written(&path);
                self.look_at(&path);
            }
            DidChangeWatchedFiles::METHOD => {
                let Some(params) = params::<DidChangeWatchedFiles>(note) else { return };
                for path in params.changes.iter().filter_map(|change| uri::path(change.uri.as_str())) {
                    self.look_at(&path);
                }
            }
            _ => {}
        }
    }

    /// The folder of the knowledge base that a file belongs to.
    pub(super) fn folder_of(&self, path: &str) -> Option<PathBuf> {
        let exists = |path: &Path| path.is_file() || self.documents.contains_key(&listing::shown(path));
        Draft::folder_of(Path::new(path), exists)
    }

    /// Whether a request is about a knowledge base whose findings are not known yet.
    pub(super) fn is_unchecked(&self, request: &Request) -> bool {
        let uri = request.params.pointer("/textDocument/uri").and_then(|uri| uri.as_str());
        let folder = uri.and_then(uri::path).and_then(|path| self.folder_of(&path));
        folder.and_then(|folder| self.bases.get(&folder)).is_some_and(Base::is_unchecked)
    }

    fn open(&mut self, document: Document) {
        let Some(path) = uri::path(document.uri.as_str()) else { return };
        self.documents.insert(path.clone(), document);
        match self.folder_of(&path) {
            Some(folder) => self.open_base(folder),
            None => log(
                MessageType::INFO,
                format!(
                    "`{path}` belongs to no knowledge base: there is no `{}` beside it",
                    library::BASE_FILE
                ),
            ),
        }
        self.written(&path);
    }

    fn open_base(&mut self, folder: PathBuf) {
        if self.bases.contains_key(&folder) {
            return;
        }
        let (mut base, trouble) = Base::open(folder.clone(), self.agreement.watches);
        for (path, document) in &self.documents {
            if self.folder_of(path).as_ref() == Some(&folder) {
                base.draft.set(path, Some(&document.text));
            }
        }
        if let Some(trouble) = trouble {
            log(MessageType::WARNING, trouble);
        }
        self.bases.insert(folder, base);
    }

    /// Puts what a window shows, or no longer shows, over the file.
    fn written(&mut self, path: &str) {
        self.written = Instant::now();
        let text = self.documents.get(path).map(|document| document.text.as_str());
        let mut known = Vec::new();
        for (folder, base) in bases_around(&mut self.bases, path) {
            if base.draft.set(path, text) {
                base.touch();
            } else if !base.is_unchecked() {
                // The findings are the old ones, but those of another version of the window.
                known.push(folder.clone());
            }
        }
        for folder in known {
            self.publish(&folder);
        }
    }

    /// Looks at a file that changed on the disk.
    fn look_at(&mut self, path: &str) {
        self.written = Instant::now();
        let mut troubles = Vec::new();
        for (_, base) in bases_around(&mut self.bases, path) {
            match base.draft.look_at(path) {
                Ok(true) => base.touch(),
                Ok(false) => {}
                Err(trouble) => troubles.push(trouble.to_string()),
            }
        }
        match self.folder_of(path) {
            Some(folder) => self.open_base(folder),
            None => self.close_base(path),
        }
        for trouble in troubles {
            log(MessageType::WARNING, trouble);
        }
    }

    /// Looks whether files changed on the disk, where the editor does not tell.
    pub(super) fn look(&mut self) {
        let changed: Vec<PathBuf> = self.bases.values_mut().flat_map(Base::changed).collect();
        for path in changed {
            self.look_at(&listing::shown(&path));
        }
    }

    /// Leaves a knowledge base whose `knowledge-base.yaml` was at `path` and is gone.
    fn close_base(&mut self, path: &str) {
        let path = Path::new(path);
        let Some(folder) = path.parent().filter(|folder| folder.join(library::BASE_FILE) == path) else {
            return;
        };
        if self.bases.remove(folder).is_some() {
            self.publish(folder);
        }
    }
}

/// The knowledge bases in whose folders a file lies.
fn bases_around<'a>(
    bases: &'a mut BTreeMap<PathBuf, Base>,
    path: &'a str,
) -> impl Iterator<Item = (&'a PathBuf, &'a mut Base)> {
    bases.iter_mut().filter(move |(folder, _)| Path::new(path).starts_with(folder))
}

/// What a notification says; the editor's log hears of one that cannot be read.
fn params<N: lsp_types::notification::Notification>(note: Notification) -> Option<N::Params> {
    match serde_json::from_value(note.params) {
        Ok(params) => Some(params),
        Err(error) => {
            log(MessageType::WARNING, format!("{}: {error}", note.method));
            None
        }
    }
}
