//! `run --exec`: whether commands of checks are run on this machine, and running them.
//!
//! Invariant: nothing is run but what the trusted content holds, as it was read when the session was opened; its author
//! gave it to a check, the catalogue says that it reads, and the user's own settings name a program for its place.
//! Deliberately absent: asking (`talk::execute`).

use crate::cli::run::hint::word;
use crate::cli::run::walker::Walker;
use crate::cli::{Context, Exit, Failure, trust};
use crate::command::Script;
use crate::evidence;
use crate::model::{NodeKey, PlaceId};
use crate::prose::visible_line;
use crate::session::{Action, Ran, runnable};
use crate::world::interpreter::Interpreter;
use crate::world::library::{Library, Location};
use crate::world::process::{self, Ending, Limits};
use crate::world::{config, trust as trusted};
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;

/// Seconds a command may take where nothing else was said, and at most.
const SECONDS: u64 = 60;
const MOST_SECONDS: u64 = 600;
/// Bytes kept of the beginning of an output, and as many of its end.
const KEPT: usize = 512 * 1024;

/// Whether to run commands.
#[derive(Debug, Default, Clone, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// Offer to run commands that only read here, where your settings name a program for their place. The knowledge base
    /// has to be trusted (`triagebook trust`); each command is shown first.
    #[arg(long)]
    exec: bool,
    /// With `--exec`: take the knowledge base as trusted if its content has exactly this hash.
    #[arg(long, value_name = "sha256:HASH", requires = "exec")]
    trust: Option<String>,
    /// With `--exec`: how long a command may take, 60 where nothing is said.
    #[arg(long, value_name = "SECONDS", requires = "exec", value_parser = clap::value_parser!(u64).range(1..=MOST_SECONDS))]
    timeout: Option<u64>,
    /// With `--exec`: the file of your settings, `places: { PLACE: { run: PROGRAM } }`. Otherwise `config.yaml` in the
    /// platform's folder.
    #[arg(long, value_name = "FILE", env = "TRIAGEBOOK_CONFIG")]
    config: Option<PathBuf>,
}

/// Running commands here.
#[derive(Debug)]
pub(super) struct Exec {
    interpreters: BTreeMap<PlaceId, Result<Interpreter, String>>,
    /// Where the programs of places are named.
    pub(super) config: PathBuf,
    limits: Limits,
}

/// A command of the waiting check: what would run it, or why it is left to a person.
pub(super) struct Planned {
    pub(super) place: PlaceId,
    pub(super) place_title: String,
    pub(super) run: Result<(Script, Interpreter), String>,
}

/// A command that was run.
pub(super) struct Output {
    pub(super) ran: Ran,
    pub(super) ending: Ending,
    pub(super) text: String,
}

impl Exec {
    /// Opens what `--exec` asks for; none without it.
    pub(super) fn open(flags: &Flags, context: &Context, library: &Library) -> Result<Option<Self>, Failure> {
        if !flags.exec {
            return Ok(None);
        }
        demand_trust(flags, context, library)?;
        let Some(file) = config::settings_file(flags.config.as_deref()) else {
            return Err(Failure::new(Exit::File, "no home folder is known")
                .help("name the file of your settings with `--config FILE`"));
        };
        if library.holds(&file) {
            return Err(Failure::new(Exit::Untrusted, "the settings lie in the knowledge base itself")
                .help("a knowledge base must not name programs to start; move the file elsewhere"));
        }
        if flags.config.is_some() && !file.is_file() {
            return Err(Failure::new(Exit::File, format!("there is no file `{}`", file.display())));
        }
        let config = config::read(&file).map_err(|why| {
            Failure::new(Exit::File, why).help("expected is `places: { PLACE: { run: PROGRAM } }`")
        })?;
        let path = std::env::var_os("PATH");
        let find = |run: &str| Interpreter::find(run, path.as_deref());
        let interpreters = config
            .places
            .iter()
            .map(|(place, local)| (PlaceId::from(place.as_str()), find(&local.run)))
            .collect();
        let time = Duration::from_secs(flags.timeout.unwrap_or(SECONDS));
        Ok(Some(Self { interpreters, config: file, limits: Limits { time, kept: KEPT } }))
    }

    /// What could be run of a check, in the author's order.
    pub(super) fn plan(&self, walker: &Walker<'_>, node: &NodeKey) -> Vec<Planned> {
        let commands = runnable(walker.graph, &walker.state, node).into_iter();
        let planned = commands.map(|command| {
            let run = command.script.and_then(|script| {
                let interpreter = self.interpreter(&command.place)?;
                if interpreter.shell() == script.shell {
                    Ok((script, interpreter))
                } else {
                    let program = interpreter.program.display();
                    Err(format!("`{program}` does not read commands of this place"))
                }
            });
            Planned { place: command.place, place_title: command.place_title, run }
        });
        planned.collect()
    }

    fn interpreter(&self, place: &PlaceId) -> Result<Interpreter, String> {
        match self.interpreters.get(place) {
            Some(found) => found.clone(),
            None => Err(format!("your settings name no program for the place `{place}`")),
        }
    }

    /// Runs a command and writes down that it was run.
    ///
    /// An inner error is why it could not be, as a sentence without a full stop.
    pub(super) fn run(
        &self,
        walker: &mut Walker<'_>,
        (node, visit): (&NodeKey, u32),
        (place, script, interpreter): (&PlaceId, &Script, &Interpreter),
        is_interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<Output, String> {
        let program = interpreter.program.display().to_string();
        let finished = process::run(interpreter, script, self.limits, is_interrupted)
            .map_err(|error| format!("`{program}` could not be started: {error}"))?;
        let mut lacking = Vec::new();
        match finished.ending {
            Ending::TimedOut => {
                lacking.push(format!(
                    "`{}` was stopped after {} seconds",
                    script.shown,
                    self.limits.time.as_secs()
                ));
            }
            Ending::Interrupted => lacking.push(format!("`{}` was stopped with Ctrl-C", script.shown)),
            Ending::Exited(None) => lacking.push(format!("`{}` was ended by a signal", script.shown)),
            Ending::Exited(Some(_)) => {}
        }
        if finished.dropped > 0 {
            lacking.push(format!("{} bytes in the middle of the output were dropped", finished.dropped));
        }
        let text = match evidence::decode(&finished.output) {
            Ok(text) => text.text,
            Err(binary) => {
                lacking.push(format!("the output of `{}` is no text: {binary}", script.shown));
                String::new()
            }
        };
        let code = match finished.ending {
            Ending::Exited(code) => code,
            Ending::TimedOut | Ending::Interrupted => None,
        };
        let ran = Ran {
            node: node.clone(),
            visit,
            place: place.clone(),
            command: script.shown.clone(),
            interpreter: program,
            arguments: finished.arguments,
            script: finished.script,
            began: finished.began,
            ended: finished.ended,
            code,
            lacking,
        };
        walker.act(Action::Run(Box::new(ran.clone()))).map_err(|refused| refused.to_string())?;
        Ok(Output { ran, ending: finished.ending, text })
    }
}

/// Nothing is run from a knowledge base that is not trusted as it is.
fn demand_trust(flags: &Flags, context: &Context, library: &Library) -> Result<(), Failure> {
    let store = trust::store(context, Some(library))?;
    let hash = library.fingerprint();
    let mut command = "triagebook trust".to_owned();
    if let Location::Folder(folder) = &library.location {
        word(&mut command, "--kb", &folder.to_string_lossy());
    }
    let standing = store.standing(&library.place(), &hash);
    if standing == trusted::Standing::Denied {
        return Err(Failure::new(Exit::Untrusted, format!("{} is denied", library.location))
            .help("`triagebook trust --revoke` takes that back"));
    }
    if let Some(given) = &flags.trust {
        if *given == hash {
            return Ok(());
        }
        return Err(Failure::new(
            Exit::Untrusted,
            format!("the content of {} is not {given}", library.location),
        )
        .help(format!("it is {hash}; read what changed with `triagebook trust`")));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Untrusted, "nobody is there to see which commands are run")
            .help(format!("if you have read them, name the content: --trust {hash}")));
    }
    match standing {
        trusted::Standing::Trusted => Ok(()),
        trusted::Standing::Changed(before) => {
            let changed = trust::differences(&before, &trusted::commands(&library.graph));
            let message = format!("{} was changed since it was trusted", library.location);
            let failure = Failure::new(Exit::Untrusted, message);
            let failure = changed.iter().fold(failure, |failure, line| failure.help(visible_line(line)));
            Err(failure.help(format!("to trust it as it is now: {command}")))
        }
        _ => Err(Failure::new(
            Exit::Untrusted,
            format!("{} is not trusted to have commands run", library.location),
        )
        .help(format!("see its commands, and trust it: {command}"))),
    }
}
