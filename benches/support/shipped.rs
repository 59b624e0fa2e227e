//! The shipped knowledge base as texts, models and a graph.
//!
//! Deliberately absent: timing.

use std::path::Path;
use triagebook::graph::Graph;
use triagebook::model::{KnowledgeBase, Runbook};
use triagebook::source::{FileId, SourceFile, SourceMap};
use triagebook::syntax;

/// The shipped files: name and text.
pub(crate) fn texts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the shipped runbooks are there")
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("the runbook can be read");
            (path.file_name().expect("a file has a name").to_string_lossy().into_owned(), text)
        })
        .collect();
    texts.sort();
    texts
}

/// The models of some files.
pub(crate) fn read(texts: &[(String, String)]) -> (KnowledgeBase, Vec<Runbook>) {
    let mut sources = SourceMap::default();
    let mut base = None;
    let mut runbooks = Vec::new();
    for (name, text) in texts {
        let file: FileId = sources.add(SourceFile::new(name.as_str(), text.clone()));
        if name == "knowledge-base.yaml" {
            base = syntax::knowledge_base(file, text).0;
        } else {
            runbooks.extend(syntax::runbook(file, text).0);
        }
    }
    (base.expect("the shipped knowledge base can be read"), runbooks)
}

/// All of it, linked.
pub(crate) fn graph() -> Graph {
    let (base, runbooks) = read(&texts());
    Graph::link(base, runbooks).0
}
