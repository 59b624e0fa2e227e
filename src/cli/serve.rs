//! `triagebook serve`: the site as it will be, in the browser, while its sources are written.
//!
//! Invariant: stdout gets the address and nothing else. Only files that changed are parsed again, and a page is made when it is
//! asked for, so a change costs linking, checking, and the page that is open. What is wrong never stops the server.
//! Deliberately absent: HTTP and the pages (`world`).

use crate::cli::book::templates;
use crate::cli::check::summary;
use crate::cli::{Context, Exit, Failure};
use crate::diagnostic::Diagnostic;
use crate::prose::{and, count};
use crate::terminal::findings;
use crate::world::book::{BookError, CHANGES, Chapters, Finding, Flavour, Frame, Preview, Site, Walks};
use crate::world::checker::Checker;
use crate::world::draft::Draft;
use crate::world::file;
use crate::world::library::{self, Library, LoadError, Location};
use crate::world::server::{Asked, Server};
use crate::world::watch::Watch;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long the server waits for a request before it looks whether a file changed.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A change is whole when the files stay as they are for so long.
const SETTLED: Duration = Duration::from_millis(20);
/// A file that is written on and on is taken as it is after this time.
const UNSETTLED: Duration = Duration::from_secs(1);
/// A page that asks for changes gets an answer after this time at the latest, because connections are cut.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The port; 0 takes any that is free.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The address to listen at. Only this machine reaches the default.
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Open the site in the browser.
    #[arg(long)]
    open: bool,
}

/// Serves until it is interrupted.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut sources = Sources::new(context.locate()?);
    let mut library = sources.read()?;
    let work = tempfile::tempdir().map_err(file::failed("write", &std::env::temp_dir()))?;
    let server = listen(arguments)?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the process at once; only the last line is lost.
    let _ = ctrlc::set_handler(move || stopping.store(true, Ordering::SeqCst));
    writeln!(context.output.out(), "http://{}/", server.address)?;
    // Whoever has no browser here can open the address elsewhere.
    if arguments.open
        && let Err(error) = open::that_detached(format!("http://{}/", server.address))
    {
        writeln!(context.output.err(), "warning: no browser could be opened: {error}")?;
    }
    let mut table =
        Table { context, server, stop, sources, waiting: Vec::new(), checker: Checker::default() };
    if table.sources.folder.is_none() {
        writeln!(
            context.output.err(),
            "The built-in knowledge base does not change; `--kb DIR` serves your own."
        )?;
    }
    let mut frame = NamedFrame::new(&library, work.path(), 0)?;
    let mut started = Instant::now();
    for generation in 1.. {
        frame.follow(&library, work.path(), generation)?;
        let Some((next, since)) = table.serve(&library, &frame.frame, generation, started)? else { break };
        (library, started) = (next, since);
    }
    writeln!(context.output.err(), "Stopped.")?;
    Ok(Exit::Done)
}

fn listen(arguments: &Arguments) -> Result<Server, Failure> {
    let address = SocketAddr::new(arguments.address, arguments.port);
    Server::bind(address).map_err(|error| {
        Failure::new(Exit::File, format!("could not listen at {address}: {error}"))
            .help("another program may have the port; `--port 0` takes a free one")
    })
}

/// The knowledge base on the disk, where it may change.
struct Sources {
    location: Location,
    folder: Option<(Watch, Draft)>,
}

impl Sources {
    fn new(location: Location) -> Self {
        let folder = match &location {
            Location::Folder(folder) => Some((Watch::new(folder), Draft::new(folder.clone()))),
            Location::Embedded => None,
        };
        Self { location, folder }
    }

    /// Everything as it is now.
    fn read(&mut self) -> Result<Library, LoadError> {
        let Some((_, draft)) = &mut self.folder else {
            return library::load_with_scenarios(self.location.clone());
        };
        draft.look()?;
        match &self.location {
            Location::Folder(folder) if !folder.join(library::BASE_FILE).is_file() => {
                Err(LoadError::NotAKnowledgeBase(folder.clone()))
            }
            _ => Ok(draft.library()),
        }
    }

    /// The files that changed, when they have settled.
    fn changed(&mut self) -> Vec<PathBuf> {
        let Some((watch, _)) = &mut self.folder else { return Vec::new() };
        let mut changed = watch.changed();
        if !changed.is_empty() {
            let noticed = Instant::now();
            while noticed.elapsed() < UNSETTLED {
                std::thread::sleep(SETTLED);
                let more = watch.changed();
                if more.is_empty() {
                    break;
                }
                changed.extend(more);
            }
            changed.sort();
            changed.dedup();
        }
        changed
    }
}

/// The frame, which changes only with the title.
struct NamedFrame {
    title: String,
    frame: Frame,
}

impl NamedFrame {
    fn new(library: &Library, work: &Path, number: u64) -> Result<Self, BookError> {
        let title = library.graph.base().title.value.clone();
        let frame = Frame::new(&title, &work.join(number.to_string()))?;
        Ok(Self { title, frame })
    }

    fn follow(&mut self, library: &Library, work: &Path, number: u64) -> Result<(), BookError> {
        if self.title != library.graph.base().title.value {
            *self = Self::new(library, work, number)?;
        }
        Ok(())
    }
}

/// What stays while the knowledge base changes.
struct Table<'a> {
    context: &'a Context,
    server: Server,
    stop: Arc<AtomicBool>,
    sources: Sources,
    /// Pages that wait for a change, and since when.
    waiting: Vec<(Asked, Instant)>,
    /// Only what changed is checked again.
    checker: Checker,
}

impl Table<'_> {
    /// Serves one state of the knowledge base, until there is a next one (with the time it was noticed) or an end.
    fn serve(
        &mut self,
        library: &Library,
        frame: &Frame,
        generation: u64,
        started: Instant,
    ) -> Result<Option<(Library, Instant)>, Failure> {
        let found = self.checker.check(library);
        let templates = templates(library, Flavour::Site);
        let chapters = match &templates {
            Ok(templates) => Chapters::new(&library.graph, templates),
            Err(failure) => Err(BookError::Template(failure.to_string())),
        };
        let site = match &chapters {
            Ok(chapters) => Ok(Site::new(frame, chapters)),
            Err(error) => Err(BookError::Template(error.to_string())),
        };
        let walks = Walks::new(&library.graph, &library.sources, &library.scenarios);
        let preview = Preview::new(generation, site, walks, shown(&found, library));
        for (asked, _) in self.waiting.drain(..) {
            tell_state(asked, &preview);
        }
        self.tell(library, &found, chapters.as_ref().err(), started)?;
        loop {
            if self.stop.load(Ordering::SeqCst) {
                return Ok(None);
            }
            if let Some(asked) = self.server.next(LOOK_EVERY) {
                self.answer(asked, &preview);
            }
            self.release(&preview);
            let noticed = Instant::now();
            let changed = self.sources.changed();
            if changed.is_empty() {
                continue;
            }
            match self.sources.read() {
                Ok(next) => {
                    writeln!(self.context.output.err(), "Changed: {}", named(&changed))?;
                    return Ok(Some((next, noticed)));
                }
                // It may be on its way; what is there is served until it comes back.
                Err(error) => writeln!(self.context.output.err(), "error: {error}")?,
            }
        }
    }

    fn answer(&mut self, asked: Asked, preview: &Preview<'_>) {
        if asked.path != CHANGES {
            let answer = preview.answer(&asked.path);
            asked.answer(answer);
        } else if asked.value("since") == Some(preview.generation.to_string().as_str()) {
            self.waiting.push((asked, Instant::now()));
        } else {
            tell_state(asked, preview);
        }
    }

    /// Answers those that waited long.
    fn release(&mut self, preview: &Preview<'_>) {
        let (long, still): (Vec<_>, Vec<_>) =
            self.waiting.drain(..).partition(|(_, since)| since.elapsed() >= ANSWER_WITHIN);
        self.waiting = still;
        for (asked, _) in long {
            tell_state(asked, preview);
        }
    }

    /// Says on stderr what was found.
    fn tell(
        &self,
        library: &Library,
        found: &[Diagnostic],
        broken: Option<&BookError>,
        started: Instant,
    ) -> Result<(), Failure> {
        let mut err = self.context.output.err();
        for finding in found {
            writeln!(err, "{}\n", findings::render(finding, &library.sources))?;
        }
        if let Some(error) = broken {
            writeln!(err, "error: {error}\n")?;
        }
        let took = started.elapsed().as_millis();
        writeln!(err, "{}. Ready in {took} ms.", summary(library, found))?;
        Ok(())
    }
}

/// Files by name, as long as they are few.
fn named(files: &[PathBuf]) -> String {
    if files.len() > 4 {
        return count(files.len(), "file").to_string();
    }
    and(&files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>())
}

/// Tells a page whether what it shows is as the sources are.
fn tell_state(asked: Asked, preview: &Preview<'_>) {
    let state = preview.state(asked.value("page").unwrap_or("/"));
    asked.answer(state);
}

fn shown(found: &[Diagnostic], library: &Library) -> Vec<Finding> {
    let finding = |finding: &Diagnostic| Finding {
        severity: finding.severity.word(),
        rule: finding.rule.name,
        place: library.sources.location(finding.primary.span),
        message: finding.message.clone(),
    };
    found.iter().map(finding).collect()
}
