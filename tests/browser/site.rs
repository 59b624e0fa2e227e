//! Sites to look at.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use triagebook::graph::Graph;
use triagebook::world::book::{self, Chapters, Flavour, Templates};
use triagebook::world::library::{self, Location};

/// The site of the built-in knowledge base.
pub(crate) fn shipped() -> &'static Path {
    static SITE: LazyLock<PathBuf> =
        LazyLock::new(|| built("shipped", &library::load(Location::Embedded).unwrap().graph));
    &SITE
}

/// The site of a graph, in a folder of this name under cargo's folder for the files of tests.
pub(crate) fn built(name: &str, graph: &Graph) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site").join(name);
    let templates = Templates::new(&[], Flavour::Site).unwrap();
    let chapters = Chapters::new(graph, &templates).unwrap();
    book::build(&graph.base().title.value, chapters, &folder).unwrap();
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
