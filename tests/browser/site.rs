//! Sites to look at.

use crate::cdp::{Browser, Tab};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use triagebook::graph::Graph;
use triagebook::model::ScenarioFile;
use triagebook::source::SourceMap;
use triagebook::world::book::{self, Chapters, Flavour, Templates, Walks};
use triagebook::world::library::{self, Location};

/// The site of the built-in knowledge base.
pub(crate) fn shipped() -> &'static Path {
    static SITE: LazyLock<PathBuf> = LazyLock::new(|| {
        let library = library::load_with_scenarios(Location::Embedded).unwrap();
        built("shipped", &library.graph, &library.sources, &library.scenarios)
    });
    &SITE
}

/// The site of a graph that was read from these sources, in a folder of this name under cargo's folder for the files of tests.
pub(crate) fn built(name: &str, graph: &Graph, sources: &SourceMap, cases: &[ScenarioFile]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site").join(name);
    let templates = Templates::new(&[], Flavour::Site).unwrap();
    let chapters = Chapters::new(graph, &templates).unwrap();
    let walks = Walks::new(graph, sources, cases);
    book::build(&graph.base().title.value, &chapters, &walks, &folder, &mut |_, _| ControlFlow::Continue(()))
        .unwrap();
    // An engine that is not built in yet can be tried before this program is built again.
    if let Some(engine) = std::env::var_os("ENGINE") {
        std::fs::copy(engine, folder.join("theme/engine.js")).unwrap();
    }
    folder
}

/// All pages of a site.
pub(crate) fn pages(site: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for folder in [site.to_owned(), site.join("runbooks")] {
        pages.extend(
            std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|extension| extension == "html")),
        );
    }
    pages.sort();
    pages
}

/// Waits until the page's scripts for walks are there.
pub(crate) fn wait_for_engine(browser: &mut Browser, tab: &Tab) {
    let ready = "new Promise(done => { const look = () => window.triagebookAround ? done(true) : setTimeout(look, 10); look(); })";
    assert_eq!(browser.evaluate(tab, ready), true);
}

/// Waits until a walk is shown.
pub(crate) fn wait_for_walk(browser: &mut Browser, tab: &Tab) {
    let shown = "new Promise(done => { const look = () => document.getElementById('tb-walk-title') ? done(true) : setTimeout(look, 10); look(); })";
    assert_eq!(browser.evaluate(tab, shown), true);
}
