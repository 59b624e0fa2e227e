//! "Fix all": a file is mended as a whole, on a thread of its own.
//!
//! Invariant: what was mended is told only while the texts are those that it was made from.
//! Deliberately absent: choosing and applying edits (`lint::mend`).

use crate::cli::lsp::answer::{Answer, parsed, wants_all};
use crate::cli::lsp::server::{Event, Server, guarded};
use crate::diagnostic::Certainty;
use crate::editor::uri;
use crate::lint;
use crate::source::FileId;
use crate::world::checker::Checker;
use crate::world::library::Library;
use crate::world::reader::Reader;
use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::CodeActionParams;
use std::path::PathBuf;

/// What came of mending a file.
pub(super) struct Mended {
    pub(super) id: RequestId,
    params: CodeActionParams,
    folder: PathBuf,
    generation: u64,
    /// The text, if it is another one now.
    text: Result<Option<String>, String>,
}

impl Server {
    /// Begins to mend the file that a request for code actions wants mended as a whole. Says whether it wants that; then
    /// [`Event::Mended`] follows.
    pub(super) fn begin_mending(&mut self, request: &Request) -> bool {
        let Ok(params) = parsed::<CodeActionParams>(request.params.clone()) else { return false };
        let path = uri::path(params.text_document.uri.as_str()).filter(|_| wants_all(&params));
        let Some(path) = path else { return false };
        let Some(folder) = self.folder_of(&path) else { return false };
        let Some(base) = self.bases.get_mut(&folder) else { return false };
        let Some(file) = base.linked().file(&path) else { return false };
        let (generation, library, mut reader, mut checker) = base.mending();
        let (id, outlet) = (request.id.clone(), self.outlet.clone());
        std::thread::spawn(move || {
            let text = guarded(|| mend(&library, file, &mut reader, &mut checker));
            // When nobody listens any more, nobody wants to know.
            let _ = outlet.send(Event::Mended(Mended { id, params, folder, generation, text }));
        });
        true
    }

    /// The answer to a request for code actions, when its file was mended.
    pub(super) fn mended(&mut self, mended: Mended) -> Answer {
        let Mended { params, folder, generation, text, .. } = mended;
        if !self.bases.get(&folder).is_some_and(|base| base.is_at(generation)) {
            return Err((ErrorCode::ContentModified, "something was written in the meantime".to_owned()));
        }
        let text = text.map_err(|panic| (ErrorCode::InternalError, panic))?;
        Ok(self.actions(&params, text))
    }
}

/// The whole text of a file after everything certain was mended; none where nothing was.
fn mend(library: &Library, file: FileId, reader: &mut Reader, checker: &mut Checker) -> Option<String> {
    let texts: Vec<String> = library.sources.files().map(|(_, file)| file.text().to_owned()).collect();
    let others: Vec<FileId> = library.sources.files().map(|(id, _)| id).filter(|id| *id != file).collect();
    let reread = |texts: &[String]| checker.check(&library.reread(texts, reader));
    let mended = lint::mend(texts, Certainty::Certain, &others, reread);
    let text = mended.texts.into_iter().nth(file.0 as usize)?;
    (text != library.sources.file(file).text()).then_some(text)
}
