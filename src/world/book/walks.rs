//! What the pages' engine is given: the knowledge base's own texts, one script a file, the prepared cases of each runbook,
//! and what the search needs.
//!
//! Invariant: a script holds one JSON value and assigns it; no text of an author can end that value. Scripts, because a
//! page opened from a disk may load nothing else.
//! Deliberately absent: the engine (`book/theme/engine.js`) and what asks it (`book/theme/walk.js`).

use crate::graph::Graph;
use crate::model::{RunbookId, ScenarioFile};
use crate::page::link::{self, Origin};
use crate::search;
use crate::session::kb_print;
use crate::source::{SourceMap, Span};
use crate::world::book::BookError;
use serde_json::{Value, json};

/// The folder of these scripts in a site.
const FOLDER: &str = "walk";

/// The scripts by their path in the site.
#[derive(Debug, Clone)]
pub struct Walks {
    pub(super) files: Vec<(String, String)>,
}

impl Walks {
    /// The scripts of a knowledge base that was read from `sources`, with its prepared cases.
    ///
    /// # Errors
    /// Never, as long as names and texts have a JSON form.
    pub fn new(graph: &Graph, sources: &SourceMap, cases: &[ScenarioFile]) -> Result<Self, BookError> {
        let of = |span: Span| sources.file(span.file).text().to_owned();
        let base = json!({
            "name": "knowledge-base.yaml",
            "text": of(graph.base().title.span),
            "hash": kb_print(graph, sources, None).hash,
        });
        let mut files = vec![
            script("knowledge-base", &base),
            script("entries", &entries(graph)?),
            script("names", &json!(search::names(graph))),
            script("elsewhere", &json!(search::elsewhere(graph))),
        ];
        for runbook in graph.runbooks() {
            let id = &runbook.runbook;
            let value = json!({ "name": format!("{}.yaml", id.value), "text": of(id.span) });
            files.push(script(&name(&id.value), &value));
            let own = cases.iter().filter(|file| file.runbook.value == id.value);
            let own = own.map(|file| {
                let path = sources.file(file.runbook.span.file).name();
                let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
                json!({ "name": format!("tests/{name}"), "text": of(file.runbook.span) })
            });
            files.push(script(&format!("cases-{}", name(&id.value)), &own.collect()));
        }
        Ok(Self { files })
    }
}

/// What is searched, each entry with the addresses of its page and of its card, seen from the site's root.
fn entries(graph: &Graph) -> Result<Value, BookError> {
    let with_address = |entry: search::EntryText| {
        let page = link::to_runbook(Origin::Root, &entry.node.runbook);
        let card = link::to_node(Origin::Root, &entry.node);
        let mut value = serde_json::to_value(entry)?;
        value["page"] = page.into();
        value["card"] = card.into();
        Ok(value)
    };
    let entries: serde_json::Result<Value> = search::entries(graph).into_iter().map(with_address).collect();
    entries.map_err(|error| BookError::Renderer(error.to_string()))
}

/// The script's name for a runbook. No runbook can take the names of the other three.
fn name(id: &RunbookId) -> String {
    format!("of-{}", link::page_name(id))
}

fn script(name: &str, value: &Value) -> (String, String) {
    let key = json!(name);
    (format!("{FOLDER}/{name}.js"), format!("(window.triagebookKept ??= {{}})[{key}] = {value};\n"))
}
