//! What the pages' engine is given: the knowledge base's own texts, one script a file, the prepared cases of each runbook,
//! and what the search needs.
//!
//! Invariant: a script holds one JSON value and assigns it; no text of an author can end that value. Scripts, because a
//! page opened from a disk may load nothing else.
//! Deliberately absent: the engine (`book/theme/engine.js`) and what asks it (`book/theme/walk.js`).

use crate::graph::Graph;
use crate::model::{Runbook, RunbookId, ScenarioFile};
use crate::page::link::{self, Origin};
use crate::search;
use crate::session::kb_hash;
use crate::source::{SourceMap, Span};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The folder of these scripts in a site.
pub(super) const FOLDER: &str = "walk";

/// The scripts of a knowledge base, each made when it is asked for: together they are larger than its sources.
#[derive(Debug)]
pub struct Walks<'a> {
    graph: &'a Graph,
    sources: &'a SourceMap,
    cases: HashMap<&'a RunbookId, Vec<&'a ScenarioFile>>,
}

/// One of the scripts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Script<'a> {
    /// What all runbooks share.
    Base,
    /// What is searched.
    Entries,
    /// What else people call the words of the glossary.
    Names,
    /// What people say of fields that no runbook covers.
    Elsewhere,
    /// The text of a runbook, and whether cases of it are prepared.
    Runbook(&'a Runbook),
    /// The prepared cases of a runbook.
    Cases(&'a Runbook),
}

impl<'a> Walks<'a> {
    /// The scripts of a knowledge base that was read from `sources`, with its prepared cases.
    pub fn new(graph: &'a Graph, sources: &'a SourceMap, cases: &'a [ScenarioFile]) -> Self {
        let mut of: HashMap<&RunbookId, Vec<&ScenarioFile>> = HashMap::new();
        for file in cases {
            of.entry(&file.runbook.value).or_default().push(file);
        }
        Self { graph, sources, cases: of }
    }

    /// All scripts.
    pub(super) fn scripts(&self) -> impl Iterator<Item = Script<'a>> + use<'_, 'a> {
        let shared = [Script::Base, Script::Entries, Script::Names, Script::Elsewhere];
        let own = self.graph.runbooks().iter().flat_map(|book| {
            let cases = self.has_cases(book).then_some(Script::Cases(book));
            std::iter::once(Script::Runbook(book)).chain(cases)
        });
        shared.into_iter().chain(own)
    }

    /// Whether cases of a runbook are prepared. Without any it has no script of them.
    fn has_cases(&self, runbook: &Runbook) -> bool {
        self.cases.contains_key(&runbook.runbook.value)
    }

    /// The text of the script at this path in the site.
    pub(super) fn at(&self, path: &str) -> Option<String> {
        self.scripts().find(|script| script.path() == path).map(|script| self.text(script))
    }

    /// What a script says.
    pub(super) fn text(&self, script: Script<'_>) -> String {
        let value = match script {
            Script::Base => {
                let base = json!({
                    "name": "knowledge-base.yaml",
                    "text": self.of(self.graph.base().title.span),
                    "hash": kb_hash(self.graph, self.sources),
                });
                base.to_string()
            }
            Script::Entries => entries(self.graph),
            Script::Names => json!(search::names(self.graph)).to_string(),
            Script::Elsewhere => json!(search::elsewhere(self.graph)).to_string(),
            Script::Runbook(runbook) => {
                let id = &runbook.runbook;
                let name = format!("{}.yaml", id.value);
                json!({ "name": name, "text": self.of(id.span), "cases": self.has_cases(runbook) })
                    .to_string()
            }
            Script::Cases(runbook) => {
                let own = self.cases.get(&runbook.runbook.value).into_iter().flatten();
                own.map(|file| self.case(file)).collect::<Value>().to_string()
            }
        };
        format!("(window.triagebookKept ??= {{}})[{}] = {value};\n", json!(script.name()))
    }

    fn case(&self, file: &ScenarioFile) -> Value {
        let path = self.sources.file(file.runbook.span.file).name();
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        json!({ "name": format!("tests/{name}"), "text": self.of(file.runbook.span) })
    }

    /// The text of the file in which this was written.
    fn of(&self, span: Span) -> &'a str {
        self.sources.file(span.file).text()
    }
}

impl Script<'_> {
    /// Its path in the site.
    pub(super) fn path(self) -> String {
        format!("{FOLDER}/{}.js", self.name())
    }

    /// Its name. No runbook can take the names of the first four.
    fn name(self) -> String {
        let of = |runbook: &Runbook| format!("of-{}", link::page_name(&runbook.runbook.value));
        match self {
            Script::Base => "knowledge-base".to_owned(),
            Script::Entries => "entries".to_owned(),
            Script::Names => "names".to_owned(),
            Script::Elsewhere => "elsewhere".to_owned(),
            Script::Runbook(runbook) => of(runbook),
            Script::Cases(runbook) => format!("cases-{}", of(runbook)),
        }
    }
}

/// What is searched, each entry with the addresses of its page and of its card, seen from the site's root.
fn entries(graph: &Graph) -> String {
    let mut list = String::from("[");
    for entry in search::each_entry(graph) {
        let page = link::to_runbook(Origin::Root, &entry.node.runbook);
        let card = link::to_node(Origin::Root, &entry.node);
        let mut value = json!(entry);
        value["page"] = page.into();
        value["card"] = card.into();
        if list.len() > 1 {
            list.push(',');
        }
        list.push_str(&value.to_string());
    }
    list.push(']');
    list
}
