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
    /// Write into a book what its pages need for `{{#walk …}}`: scripts, style sheet, and the runbooks for the engine.
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
    let library = Context { kb, ..context.clone() }.load_for_use()?;
    // A book of somebody else has no lessons, so no drills.
    let walks = Walks::new(&library.graph, &library.sources, &[])?;
    let written = book::install(root, &root.join(&config.book.src), &walks)?;
    for path in &written {
        writeln!(context.output.out(), "{}", path.display())?;
    }
    writeln!(
        context.output.err(),
        "In `book.toml`, under `[output.html]`: additional-css = [\"triagebook.css\"], additional-js = [\"triagebook.js\"]"
    )?;
    Ok(Exit::Done)
}
