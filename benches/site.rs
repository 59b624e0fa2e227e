//! How long a whole site takes beside the floor of the same work: the Markdown of the same pages, parsed, rendered by
//! pulldown-cmark and written by one thread; and beside mdBook's own time for the same Markdown. And how long a change takes
//! to be seen under `serve`.
//!
//! `cargo bench --bench site -- 100 1000 10000` takes other sizes than the usual 100 and 1,000. mdBook's own time grows with
//! the square of the pages and is left out above 1,000. Site and floor are measured in turns, five times up to 1,000; the row
//! of the middle ratio is shown, and the least and the greatest ratio behind it.
//!
//! Invariant: every figure has its floor in the same run.
//! Deliberately absent: verdicts.

#[path = "../tests/support/synthetic.rs"]
mod synthetic;

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};
use triagebook::world::book::{self, Chapters, Flavour, Frame, Preview, Site, Templates, Walks};
use triagebook::world::library::{self, Library, Location};

/// So often site and floor are measured in turns.
const TURNS: usize = 5;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100, 1000] } else { sizes };
    println!(
        "runbooks  pages  reading  site    floor   ratio (range)      mdBook  change  megabytes  memory"
    );
    // Kept to the end: some file systems are slow to make files where many were deleted a moment ago.
    let mut folders = Vec::new();
    for size in sizes {
        let folder = tempfile::tempdir().expect("a folder can be made");
        measure(size, folder.path());
        folders.push(folder);
    }
}

fn measure(size: usize, folder: &Path) {
    let kb = folder.join("kb");
    synthetic::write(&kb, size).expect("the sources can be written");
    let (library, reading) = timed(|| load(&kb));
    let templates = Templates::new(&[], Flavour::Site).expect("our templates are right");
    let out = folder.join("site");
    let chapters = Chapters::new(&library.graph, &templates).expect("our templates are right");
    let turn = |_| {
        let (pages, whole) = timed(|| site(&library, &templates, &out));
        (pages, whole, floor(&chapters, &folder.join("floor")))
    };
    let ratio = |(_, whole, floor): &(usize, Duration, Duration)| whole.as_secs_f64() / floor.as_secs_f64();
    let mut turns: Vec<_> = (0..if size > 1000 { 1 } else { TURNS }).map(turn).collect();
    let memory = peak();
    turns.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
    let middle = turns[turns.len() / 2];
    let (pages, whole, floor) = middle;
    let range = format!("({:.1} to {:.1})", ratio(&turns[0]), ratio(&turns[turns.len() - 1]));
    let by_mdbook = (size <= 1000).then(|| by_mdbook(&chapters, &folder.join("mdbook")));
    let change = change(&kb, folder);
    let megabytes = weight(&out) / 1_000_000;
    println!(
        "{size:>8}  {pages:>5}  {:>6.3}s {:>6.3}s {:>6.3}s {:>5.1} {range:<13} {:>6}  {:>4}ms {megabytes:>9}  {memory}",
        reading.as_secs_f64(),
        whole.as_secs_f64(),
        floor.as_secs_f64(),
        ratio(&middle),
        by_mdbook.map_or("-".to_owned(), |time| format!("{:.2}s", time.as_secs_f64())),
        change.as_millis(),
    );
}

/// Builds the whole site.
fn site(library: &Library, templates: &Templates, out: &Path) -> usize {
    let chapters = Chapters::new(&library.graph, templates).expect("our templates are right");
    let walks = Walks::new(&library.graph, &library.sources, &[]);
    book::build("T", &chapters, &walks, out, &mut |_, _| ControlFlow::Continue(()))
        .expect("the site can be built")
        .pages
}

fn load(kb: &Path) -> Library {
    library::load(Location::Folder(kb.to_owned())).expect("the sources can be read")
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}

/// Parses, renders and writes the same pages. Making their Markdown is not in it.
fn floor(chapters: &Chapters<'_>, out: &Path) -> Duration {
    std::fs::create_dir_all(out.join("runbooks")).expect("a folder can be made");
    let mut floor = Duration::ZERO;
    for entry in
        chapters.runbooks.iter().chain(&chapters.lessons).chain(&chapters.indexes).chain([&chapters.home])
    {
        let text = chapters.text(entry).expect("our templates are right");
        let start = Instant::now();
        let mut html = String::with_capacity(text.len() * 2);
        pulldown_cmark::html::push_html(
            &mut html,
            pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()),
        );
        std::fs::write(out.join(format!("{}.html", entry.path)), html).expect("a page can be written");
        floor += start.elapsed();
    }
    floor
}

/// mdBook alone, with its own theme and search, for the same Markdown.
fn by_mdbook(chapters: &Chapters<'_>, root: &Path) -> Duration {
    std::fs::create_dir_all(root.join("src")).expect("a folder can be made");
    std::fs::write(root.join("src/SUMMARY.md"), "# Summary\n").expect("a file can be written");
    let mut config = mdbook_core::config::Config::default();
    config.build.use_default_preprocessors = false;
    let mut book = mdbook_driver::MDBook::load_with_config(root, config).expect("an empty book can be read");
    for entry in chapters.runbooks.iter().chain(&chapters.lessons).chain(&chapters.indexes) {
        let text = chapters.text(entry).expect("our templates are right").into_owned();
        let path = format!("{}.md", entry.path);
        book.book.push_item(mdbook_core::book::Chapter::new(&entry.name, text, path, Vec::new()));
    }
    timed(|| book.build().expect("mdBook can build it")).1
}

/// From a changed runbook on the disk to its page: what `serve` does.
fn change(kb: &Path, folder: &Path) -> Duration {
    let frame = Frame::new("T", &folder.join("frame")).expect("a frame can be made");
    let start = Instant::now();
    let library = load(kb);
    let templates = Templates::new(&[], Flavour::Site).expect("our templates are right");
    let chapters = Chapters::new(&library.graph, &templates).expect("our templates are right");
    let walks = Walks::new(&library.graph, &library.sources, &[]);
    let preview = Preview::new(1, Ok(Site::new(&frame, &chapters)), walks, Vec::new());
    assert_eq!(preview.answer("/runbooks/synthetic-7.html").status, 200);
    start.elapsed()
}

/// The bytes of a folder's files.
fn weight(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).expect("the folder is there").flatten();
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                weight(&entry.path())
            } else {
                entry.metadata().map_or(0, |data| data.len())
            }
        })
        .sum()
}

/// The most memory this process had so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
}
