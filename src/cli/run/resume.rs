//! `run --resume [ID]`: finding a saved session, and taking it up where it stood.
//!
//! Invariant: a session that has ended, that is open elsewhere and not taken over, or that a newer program wrote to, is
//! shown and not written to.
//! Deliberately absent: the walk.

use crate::cli::run::Arguments;
use crate::cli::run::given::Given;
use crate::cli::run::saving::Saving;
use crate::cli::run::walker::{Pace, Walker};
use crate::cli::{Context, Exit, Failure, sessions};
use crate::graph::Graph;
use crate::model::{EndResult, NodeKey};
use crate::prose::{and, count, quoted, visible_line};
use crate::session::{
    Action, FORMAT, KbPrint, Opening, Rejudged, Report, Salvage, Standing, State, Summary, changed, kb_print,
    rejudge,
};
use crate::terminal::keyboard::{Keyboard, Typed};
use crate::terminal::{Paper, width};
use crate::world::journal::{Lock, Presence, Refusal, SessionId, Store, Stored};
use crate::world::library::{self, Library, Location};
use std::io::Write;
use std::path::PathBuf;

/// What is asked when a session is taken up, as flags.
#[derive(Debug, Default, Clone, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// With `--resume`: take the session over although it is open in another terminal, which then writes no more.
    #[arg(long, requires = "resume")]
    take_over: bool,
    /// With `--resume`: show where the session stands and change nothing.
    #[arg(long, requires = "resume", conflicts_with = "take_over")]
    read_only: bool,
    /// With `--resume`: what to do with answers that the stored output would not give any more.
    #[arg(long, requires = "resume", value_enum, value_name = "WHAT")]
    changed: Option<Changed>,
}

/// What to do with answers that the stored output would not give any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Changed {
    /// Ask these questions again.
    Ask,
    /// Keep the answers.
    Keep,
}

/// What the knowledge base says, as hashes.
pub(in crate::cli) fn print_of(library: &Library) -> KbPrint {
    let folder = match &library.location {
        Location::Folder(folder) => {
            Some(std::path::absolute(folder).unwrap_or_else(|_| folder.clone()).display().to_string())
        }
        Location::Embedded => None,
    };
    kb_print(&library.graph, &library.sources, folder)
}

/// Under what this program writes now.
pub(super) fn opening(library: &Library, entry: &NodeKey) -> Opening {
    Opening {
        format: FORMAT,
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        title: library.graph.node(entry).map(|node| node.title().to_owned()).unwrap_or_default(),
        kb: print_of(library),
        continues: None,
    }
}

/// The session that was meant; the last one that is unfinished where nothing was typed.
pub(super) fn find(typed: &str, context: &Context) -> Result<Stored, Failure> {
    let store = sessions::store(context)?;
    let all = store.read_all()?;
    let continuations = sessions::continuations(&all);
    if typed.is_empty() {
        let readable = all.into_iter().filter_map(|(_, stored)| stored.ok());
        let open = readable.filter(|stored| {
            let is_unfinished = Summary::of(&stored.salvage).standing.is_unfinished();
            is_unfinished && continuations.next(stored.id.as_str()).is_none()
        });
        let last = open.max_by_key(|stored| Summary::of(&stored.salvage).span.map(|(_, last)| last));
        return last.ok_or_else(|| {
            Failure::usage("there is no unfinished session")
                .help("begin one with `triagebook run`")
                .help("`triagebook sessions list` shows all")
        });
    }
    let id = sessions::named(&store, typed)?;
    // Where it could not be written any more, it went on in another file.
    let last = SessionId::parse(continuations.last(id.as_str())).unwrap_or(id);
    Ok(store.read(&last)?)
}

/// Loads the knowledge base that was named, else the one that the session was walked on.
pub(in crate::cli) fn load(stored: &Stored, context: &Context) -> Result<Library, Failure> {
    let Some(opening) = stored.salvage.latest().filter(|_| context.kb.is_none()) else {
        return context.load_for_use();
    };
    let location = match &opening.kb.folder {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            library::locate(Some(&folder), &folder).map_err(|error| {
                Failure::from(error).help(format!(
                    "session {} was walked on it; name where it is now with `--kb DIR`",
                    stored.id
                ))
            })?
        }
        None => Location::Embedded,
    };
    context.warn_if_broken(library::load(location)?)
}

/// Takes a session up, asking where something has to be decided.
pub(super) struct Asking<'a> {
    pub(super) arguments: &'a Arguments,
    pub(super) context: &'a Context,
    pub(super) pace: Pace,
    pub(super) keyboard: &'a mut Keyboard,
    pub(super) screen: &'a mut dyn Write,
}

/// Who may write.
enum Claim {
    Write(Result<Presence, Lock>),
    ReadOnly,
    Leave(Exit),
}

impl Asking<'_> {
    /// The walk as it goes on. An inner error is how the process ends.
    pub(super) fn take_up<'l>(
        mut self,
        stored: &Stored,
        library: &'l Library,
    ) -> Result<Result<Walker<'l>, Exit>, Failure> {
        let graph = &library.graph;
        let Some(entry) = Summary::of(&stored.salvage).entry else {
            return Err(Failure::new(
                Exit::File,
                format!("where session {} began cannot be read", stored.id),
            )
            .help(format!("what is left of it: triagebook sessions show {}", stored.id)));
        };
        let store = sessions::store(self.context)?;
        let ended = matches!(Summary::of(&stored.salvage).standing, Standing::Ended(_));
        if ended || self.arguments.resuming.read_only {
            return self.show(graph, stored).map(Err);
        }
        let given = Given::read(&self.arguments.flags, graph, Some(&entry.runbook))?;
        for note in &given.notes {
            writeln!(self.context.output.err(), "note: {}", visible_line(note))?;
        }
        let presence = match self.claim(&store, stored)? {
            Claim::Write(presence) => presence,
            Claim::ReadOnly => return self.show(graph, stored).map(Err),
            Claim::Leave(exit) => return Ok(Err(exit)),
        };
        let now = opening(library, &entry);
        let reopened = match store.reopen(&stored.id, now.clone(), presence) {
            Ok(reopened) => reopened,
            Err(Refusal::Disk(fault)) => return Err(fault.into()),
            Err(Refusal::NoBeginning) => return Err(Failure::new(Exit::File, "its first record is damaged")),
            Err(Refusal::Newer(why)) => {
                self.say(&format!("Session {} is shown read-only: {why}.", stored.id))?;
                return self.show(graph, stored).map(Err);
            }
        };
        self.tell_damage(stored, &reopened.salvage, reopened.torn.as_deref())?;
        let again = self.compare(graph, &reopened.salvage, &now)?;
        let saving = Saving::new(reopened.journal, self.arguments.saves());
        let mut walker = Walker::resume(graph, reopened.salvage.events, given, self.pace, saving)?;
        let first = walker.events.len();
        // The last one first: taking an earlier one back may lead the path elsewhere.
        for rejudged in again.into_iter().rev() {
            let on_path = walker.state.path.iter().position(|visit| visit.event == Some(rejudged.index));
            if let Some(index) = on_path {
                walker.judge_anew(rejudged.node);
                // Refused only where nobody decided the step.
                let _ = walker.act(Action::BackTo { index });
            }
        }
        // One word of the person; refused where that took back one answer or none.
        let _ = walker.act(Action::TakeTogether { first });
        Ok(Ok(walker))
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        let mut paper = Paper::new(width());
        paper.say(text);
        write!(self.screen, "{}", paper.finish())?;
        self.screen.flush()?;
        Ok(())
    }

    /// Prints where a session stands, and changes nothing.
    fn show(&mut self, graph: &Graph, stored: &Stored) -> Result<Exit, Failure> {
        let Some(report) = Report::new(graph, &stored.salvage.events) else { return Ok(Exit::Findings) };
        let mut out = self.context.output.out();
        if self.arguments.json {
            let json = serde_json::to_string_pretty(&report)
                .map_err(|error| Failure::new(Exit::File, format!("could not write the report: {error}")))?;
            writeln!(out, "{json}")?;
        } else {
            write!(out, "{}", report.text())?;
        }
        Ok(if report.result == Some(EndResult::Resolved) { Exit::Done } else { Exit::Findings })
    }

    /// Finds out who may write.
    fn claim(&mut self, store: &Store, stored: &Stored) -> Result<Claim, Failure> {
        let presence = store.claim(&stored.id);
        if !matches!(presence, Err(Lock::Busy)) || self.arguments.resuming.take_over {
            return Ok(Claim::Write(presence));
        }
        let id = &stored.id;
        if self.pace == Pace::Unattended {
            return Err(Failure::usage(format!("session {id} is open in another terminal"))
                .help("`--take-over` goes on with it here; the other terminal writes no more then")
                .help("`--read-only` shows where it stands"));
        }
        self.say(&format!("Session {id} is open in another terminal."))?;
        loop {
            let prompt = "r = show it, t = take it over (the other terminal writes no more then), q = quit: ";
            match self.keyboard.read(prompt, self.screen)? {
                Typed::Line(line) => match line.trim().to_lowercase().as_str() {
                    "r" | "read" | "show" => return Ok(Claim::ReadOnly),
                    "t" | "take" | "take over" => return Ok(Claim::Write(Err(Lock::Busy))),
                    "q" | "quit" | "exit" => return Ok(Claim::Leave(Exit::Findings)),
                    other => self.say(&format!("`{}` is none of r, t and q.", visible_line(other)))?,
                },
                Typed::Paste(_) => self.say("Type r, t or q.")?,
                Typed::End => return Ok(Claim::ReadOnly),
                Typed::Interrupted => return Ok(Claim::Leave(Exit::Interrupted)),
            }
        }
    }

    fn tell_damage(
        &mut self,
        stored: &Stored,
        salvage: &Salvage,
        torn: Option<&std::path::Path>,
    ) -> Result<(), Failure> {
        if let Some(copy) = torn {
            self.say(&format!(
                "The end of the session's file cannot be read, most likely because the program or the machine stopped \
                 while it was written. {} are kept in `{}`; everything before them is here.",
                count(salvage.torn, "byte"),
                copy.display()
            ))?;
        }
        if !salvage.damage.is_empty() {
            let damage: Vec<String> = salvage.damage.iter().map(crate::session::Damage::sentence).collect();
            self.say(&format!(
                "The session's file `{}` is damaged: {}. Everything else in it was read. It stays as it is; the \
                 session goes on in a new file.",
                stored.path.display(),
                and(&damage)
            ))?;
        }
        Ok(())
    }

    /// Says what changed in the knowledge base and the program since, and which answers to ask for again.
    fn compare(&mut self, graph: &Graph, salvage: &Salvage, now: &Opening) -> Result<Vec<Rejudged>, Failure> {
        let Some(then) = salvage.latest() else { return Ok(Vec::new()) };
        if then.kb.hash == now.kb.hash && then.engine == now.engine {
            return Ok(Vec::new());
        }
        if then.kb.hash != now.kb.hash {
            let state = State::replay(graph, &salvage.events);
            let answered = state.path.iter().filter(|visit| visit.event.is_some()).map(|visit| &visit.node);
            let changed: Vec<String> =
                changed(answered, &then.kb.nodes, &now.kb.nodes).iter().map(quoted).collect();
            let which = match changed.as_slice() {
                [] => "None of the nodes answered so far was".to_owned(),
                changed => format!("Of the nodes answered so far: {}", and(changed)),
            };
            self.say(&format!("The knowledge base was changed since this session was written. {which}."))?;
        }
        let rejudged = rejudge(graph, &salvage.events);
        if rejudged.is_empty() {
            return Ok(rejudged);
        }
        self.say("The output that was pasted then would be judged differently now:")?;
        let mut paper = Paper::new(width());
        for rejudged in &rejudged {
            paper.bullet(&rejudged.sentence(), 0);
        }
        write!(self.screen, "{}", paper.finish())?;
        Ok(match self.choose_changed()? {
            Changed::Ask => rejudged,
            Changed::Keep => Vec::new(),
        })
    }

    fn choose_changed(&mut self) -> Result<Changed, Failure> {
        let unasked = (self.pace == Pace::Unattended).then_some(Changed::Ask);
        if let Some(choice) = self.arguments.resuming.changed.or(unasked) {
            return Ok(choice);
        }
        loop {
            let prompt = "Enter = ask these questions again, k = keep the answers: ";
            match self.keyboard.read(prompt, self.screen)? {
                Typed::Line(line) => match line.trim().to_lowercase().as_str() {
                    "" | "a" | "ask" | "again" => return Ok(Changed::Ask),
                    "k" | "keep" => return Ok(Changed::Keep),
                    other => self.say(&format!("`{}` is neither Enter nor k.", visible_line(other)))?,
                },
                Typed::Paste(_) => self.say("Type Enter or k.")?,
                Typed::End | Typed::Interrupted => return Ok(Changed::Keep),
            }
        }
    }
}
