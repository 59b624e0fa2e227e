//! `triagebook book`: the site of a knowledge base, in a folder.
//!
//! Invariant: stdout gets the path of the first page and nothing else; the folder holds the old site or the new one.
//! Deliberately absent: serving and watching.

use crate::cli::{Context, Exit, Failure};
use crate::prose::count;
use crate::world::book::{self, BookError, Chapters, Flavour, Templates, Walks};
use crate::world::library::Library;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a long build says how far it is.
const TOLD_EVERY: Duration = Duration::from_secs(2);

/// Arguments of `book`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder of the site. It is created, or replaced where an earlier run made it.
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// Open the site in the browser afterwards.
    #[arg(long)]
    open: bool,
}

/// Builds the site.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let library = context.warn_if_broken(context.load_with_scenarios()?)?;
    let mut err = context.output.err();
    let runbooks = count(library.graph.runbooks().len(), "runbook");
    writeln!(err, "Building the site of {} ({runbooks})…", library.location)?;
    let title = &library.graph.base().title.value;
    let walks = Walks::new(&library.graph, &library.sources, &library.scenarios);
    let templates = templates(&library, Flavour::Site)?;
    let chapters = Chapters::new(&library.graph, &templates)?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the process at once, and what was made so far stays beside the site.
    let _ = ctrlc::set_handler(move || stopping.store(true, Ordering::SeqCst));
    let mut told = Instant::now();
    let mut progress = |made: usize, all: usize| {
        if told.elapsed() >= TOLD_EVERY {
            told = Instant::now();
            // What cannot be told is no reason to stop.
            let _ = writeln!(context.output.err(), "{made} of {} so far…", count(all, "page"));
        }
        if stop.load(Ordering::SeqCst) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let built = match book::build(title, &chapters, &walks, &arguments.out, &mut progress) {
        Err(BookError::Interrupted) => {
            writeln!(err, "Stopped. `{}` is as it was.", arguments.out.display())?;
            return Ok(Exit::Interrupted);
        }
        built => built?,
    };
    writeln!(err, "{} in `{}`.", count(built.pages, "page"), arguments.out.display())?;
    writeln!(context.output.out(), "{}", built.index.display())?;
    if arguments.open {
        let index = std::path::absolute(&built.index)?;
        if let Err(error) = open::that_detached(&index) {
            return Err(Failure::new(Exit::File, format!("no browser could be opened: {error}"))
                .help(format!("the site is built; open `{}` yourself", index.display())));
        }
    }
    Ok(Exit::Done)
}

/// The templates, with those of the knowledge base where it brings some.
pub(super) fn templates(library: &Library, flavour: Flavour) -> Result<Templates, Failure> {
    Ok(Templates::new(&book::own(&library.location)?, flavour)?)
}

impl From<BookError> for Failure {
    fn from(error: BookError) -> Self {
        match error {
            BookError::File(error) => error.into(),
            BookError::NotOurs(_) => Self::new(Exit::File, error.to_string())
                .help("name another folder with `--out`, or delete that one first"),
            BookError::Template(_) => Self::new(Exit::File, error.to_string())
                .help("templates are the files in `templates/` of the knowledge base; delete one to get the built-in one back"),
            BookError::Include(_) => Self::new(Exit::Findings, error.to_string())
                .help("the names are those of the files in the knowledge base; write `\\{{#…}}` for the words themselves"),
            BookError::Renderer(_) | BookError::Request(_) | BookError::Interrupted => Self::new(Exit::File, error.to_string()),
        }
    }
}
