//! The part of a knowledge base that a page brings along, and the graph that is made of it.
//!
//! Invariant: the files are those that the site was built from, so what could be linked there is linked here.
//! Deliberately absent: findings. Who built the site has seen them.

use crate::graph::Graph;
use crate::model::ScenarioFile;
use crate::session::{Dossier, Event, FORMAT, Hand, KbPrint, Opening, Taken, kb_print};
use crate::source::{SourceFile, SourceMap};
use crate::syntax;
use serde::{Deserialize, Serialize};

/// The name of the file that is no runbook.
const BASE: &str = "knowledge-base.yaml";
/// How the name of a file with cases begins.
const CASES: &str = "tests/";

/// One file of a knowledge base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KbFile {
    /// Its name; without a folder, but for that of the cases.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A knowledge base, or the part of one that the walks of one page need.
#[derive(Debug)]
pub(super) struct Kept {
    /// Its graph.
    pub graph: Graph,
    /// The prepared cases among the files.
    pub(super) scenarios: Vec<ScenarioFile>,
    pub(super) hand: Hand,
    /// The text that came in last, and as what it was read: it comes in once more with the answer that is taken from it.
    pub(super) taken: Option<(String, Taken)>,
    print: KbPrint,
}

impl Kept {
    /// Links the files; `hash` is that of the whole knowledge base.
    ///
    /// # Errors
    /// `knowledge-base.yaml` is not among the files, or cannot be read at all.
    pub(super) fn new(files: &[KbFile], hash: &str) -> Result<Self, String> {
        let mut sources = SourceMap::default();
        let mut base = None;
        let mut runbooks = Vec::new();
        let mut scenarios = Vec::new();
        for file in files {
            let id = sources.add(SourceFile::new(file.name.as_str(), file.text.as_str()));
            if file.name == BASE {
                base = syntax::knowledge_base(id, &file.text).0;
            } else if file.name.starts_with(CASES) {
                scenarios.extend(syntax::scenarios(id, &file.text).0);
            } else {
                runbooks.extend(syntax::runbook(id, &file.text).0);
            }
        }
        let base = base.ok_or_else(|| format!("`{BASE}` is missing or cannot be read"))?;
        let (graph, _) = Graph::link(base, runbooks);
        let print = KbPrint { hash: hash.to_owned(), ..kb_print(&graph, &sources, None) };
        Ok(Self { graph, scenarios, hand: Hand::default(), taken: None, print })
    }

    /// The report of these events with all it rests on; none for a session that has not begun.
    pub(super) fn dossier(&self, events: &[Event]) -> Option<Dossier> {
        Dossier::new(&self.graph, events, &self.print, env!("CARGO_PKG_VERSION"), None)
    }

    /// Under what a session is written, that begins or goes on here.
    pub(super) fn opening(&self, title: String) -> Opening {
        Opening {
            format: FORMAT,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            title,
            kb: self.print.clone(),
            continues: None,
        }
    }
}
