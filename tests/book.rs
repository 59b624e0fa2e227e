//! The site of the shipped knowledge base, as a folder of files.

use std::path::Path;
use triagebook::graph::Graph;
use triagebook::source::{SourceFile, SourceMap};
use triagebook::world::book::{self, Chapters, Flavour, Templates};

fn shipped() -> Graph {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let mut sources = SourceMap::default();
    let mut base = None;
    let mut runbooks = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let text = std::fs::read_to_string(path).unwrap();
        let id = sources.add(SourceFile::new(path.display().to_string(), text.as_str()));
        if path.file_stem().unwrap() == "knowledge-base" {
            base = triagebook::syntax::knowledge_base(id, &text).0;
        } else {
            runbooks.extend(triagebook::syntax::runbook(id, &text).0);
        }
    }
    Graph::link(base.unwrap(), runbooks).0
}

#[test]
fn the_shipped_knowledge_base_becomes_a_site() {
    let graph = shipped();
    let templates = Templates::new(&[], Flavour::Site).unwrap_or_else(|error| panic!("{error}"));
    let chapters = Chapters::new(&graph, &[], &templates).unwrap_or_else(|error| panic!("{error}"));
    let out = std::env::var_os("BOOK_OUT").map_or_else(|| Path::new("/tmp/tb-site").to_owned(), Into::into);
    let built =
        book::build(&graph.base().title.value, chapters, &out).unwrap_or_else(|error| panic!("{error}"));
    println!("{built:?}");
}
