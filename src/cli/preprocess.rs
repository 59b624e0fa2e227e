//! `triagebook preprocess`: the runbooks inside a book that mdBook builds.
//!
//! Invariant: stdout carries the protocol and nothing else.
//! Deliberately absent: the protocol itself (`world::book`).

use crate::cli::book::templates;
use crate::cli::{Context, Exit, Failure};
use crate::world::book::{self, Chapters, Flavour, Request};
use std::io::Write as _;

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
}

/// Answers mdBook.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    match &arguments.ask {
        Some(Ask::Supports { renderer }) => Ok(if renderer == "html" { Exit::Done } else { Exit::Findings }),
        Some(Ask::Css) => {
            write!(context.output.out(), "{}", book::style_sheet())?;
            Ok(Exit::Done)
        }
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
