//! `triagebook preprocess`: the runbooks inside a book that mdBook builds.
//!
//! Invariant: stdout carries the protocol and nothing else.
//! Deliberately absent: the protocol itself (`world::book`).

use crate::cli::book::templates;
use crate::cli::{Context, Exit, Failure};
use crate::world::book::{self, Chapters, Flavour, Request, Walks};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `preprocess`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    ask: Option<Ask>,
}

/// What else mdBook or a person may ask for.
#[derive(Debug, clap::Subcommand)]
enum Ask {
    /// Whether a renderer is supported, as exit code.
    Supports {
        /// The renderer.
        renderer: String,
    },
    /// Print the style sheet of the runbook pages, for `additional-css`.
    Css,
    /// Write into a book what its pages need for walks, drills and search: scripts, style sheet, and the runbooks for the engine.
    Install {
        /// The folder with `book.toml`.
        #[arg(default_value = ".")]
        book: PathBuf,
    },
}

/// Answers mdBook.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    match &arguments.ask {
        Some(Ask::Supports { renderer }) => Ok(if renderer == "html" { Exit::Done } else { Exit::Findings }),
        Some(Ask::Css) => {
            write!(context.output.out(), "{}", book::style_sheet())?;
            Ok(Exit::Done)
        }
        Some(Ask::Install { book }) => install(book, context),
        None => {
            let request = Request::read(std::io::stdin().lock()).map_err(|error| {
                Failure::usage(error.to_string())
                    .help("mdBook calls this; name it in `book.toml`: `[preprocessor.triagebook]`")
            })?;
            let kb = context.kb.clone().or_else(|| request.knowledge_base());
            let library = Context { kb, ..context.clone() }.load_for_use()?;
            let templates = templates(&library, Flavour::Guest)?;
            let answer = request.answer(&Chapters::new(&library.graph, &templates)?)?;
            writeln!(context.output.out(), "{answer}")?;
            Ok(Exit::Done)
        }
    }
}

/// Writes the files, and says what to put into `book.toml`.
fn install(root: &Path, context: &Context) -> Result<Exit, Failure> {
    let config = mdbook_core::config::Config::from_disk(root.join("book.toml")).map_err(|error| {
        Failure::new(Exit::File, format!("could not read the book in `{}`: {error:#}", root.display()))
            .help("name the folder that holds `book.toml`")
    })?;
    let kb: Option<PathBuf> = config.get("preprocessor.triagebook.kb").ok().flatten();
    let kb = context.kb.clone().or_else(|| kb.map(|kb| root.join(kb)));
    let library = context.warn_if_broken(Context { kb, ..context.clone() }.load_with_scenarios()?)?;
    let walks = Walks::new(&library.graph, &library.sources, &library.scenarios);
    let written = book::install(root, &root.join(&config.book.src), &walks)?;
    for path in &written {
        writeln!(context.output.out(), "{}", path.display())?;
    }
    match missing(&config) {
        lines if lines.is_empty() => writeln!(context.output.err(), "`book.toml` names all of it already.")?,
        lines => writeln!(context.output.err(), "Put this into `book.toml`:\n\n{lines}")?,
    }
    Ok(Exit::Done)
}

/// What `book.toml` does not say yet and has to, as it is written there.
fn missing(config: &mdbook_core::config::Config) -> String {
    let mut lines = String::new();
    let preprocessor: Option<serde_json::Value> = config.get("preprocessor.triagebook").ok().flatten();
    if preprocessor.is_none() {
        lines.push_str(
            "[preprocessor.triagebook]\ncommand = \"triagebook preprocess\"\nbefore = [\"links\"]\n\n",
        );
    }
    let html = config.html_config().unwrap_or_default();
    let names = |paths: &[PathBuf], name: &str| paths.iter().any(|path| path.ends_with(name));
    let files = [
        ("additional-css", "triagebook.css", names(&html.additional_css, "triagebook.css")),
        ("additional-js", "triagebook.js", names(&html.additional_js, "triagebook.js")),
    ];
    let unnamed = files.iter().filter(|(_, _, is_named)| !is_named);
    let unnamed: Vec<String> = unnamed.map(|(key, name, _)| format!("{key} = [\"{name}\"]\n")).collect();
    if !unnamed.is_empty() {
        lines.push_str("[output.html]\n");
        lines.push_str(&unnamed.concat());
    }
    lines.trim_end().to_owned()
}
