//! Runs one script, with an end in sight: a time limit, an output limit, and all of its processes stopped.
//!
//! Invariant: the script gets no input, nothing of this process's environment but the names listed here, and values only
//! as environment variables. When this returns, every process of its group is gone.
//! Deliberately absent: deciding what may run, and what its output means.

use crate::command::Script;
use crate::session::hash;
use crate::world::clock;
use crate::world::interpreter::Interpreter;
use process_wrap::std::{ChildWrapper, CommandWrap};
use std::collections::VecDeque;
use std::io::{self, PipeReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the end of the process is looked for.
const TICK: Duration = Duration::from_millis(15);
/// How long to wait for processes that were stopped, and for output that is still on its way.
const GRACE: Duration = Duration::from_secs(2);

/// The variables a script inherits: who runs it, where things are, and which language is spoken.
const INHERITED: [&str; 34] = [
    "ALLUSERSPROFILE",
    "APPDATA",
    "COMPUTERNAME",
    "COMSPEC",
    "ExchangeInstallPath",
    "HOME",
    "HOMEDRIVE",
    "HOMEPATH",
    "KRB5CCNAME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LOCALAPPDATA",
    "LOGNAME",
    "NUMBER_OF_PROCESSORS",
    "PATH",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "ProgramFiles(x86)",
    "ProgramW6432",
    "PSModulePath",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "TZ",
    "USER",
    "USERDOMAIN",
    "USERNAME",
    "USERPROFILE",
];

/// What a run is allowed.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// Bytes kept of the beginning of its output, and as many of its end.
    pub kept: usize,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By itself, with its exit code where it has one.
    Exited(Option<i32>),
    /// It took too long and was stopped.
    TimedOut,
    /// A person stopped it.
    Interrupted,
}

/// A run that is over.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub ending: Ending,
    /// Its output and messages, in the order they were written. What was dropped is marked by a line.
    pub output: Vec<u8>,
    /// Bytes that were dropped in the middle.
    pub dropped: u64,
    /// What the interpreter was given.
    pub arguments: Vec<String>,
    /// The SHA-256 of the script's bytes.
    pub script: String,
    /// When it began.
    pub began: jiff::Timestamp,
    /// When it was over.
    pub ended: jiff::Timestamp,
}

/// Runs a script to its end, or until it is stopped.
///
/// # Errors
/// It could not be started.
pub fn run(
    interpreter: &Interpreter,
    script: &Script,
    limits: Limits,
    is_interrupted: &mut dyn FnMut() -> bool,
) -> io::Result<Finished> {
    // A folder of its own, for this user only; it goes when this returns.
    let folder = tempfile::Builder::new().prefix("triagebook-").tempdir()?;
    let path = folder.path().join(interpreter.script_name());
    let bytes = interpreter.script_bytes(&script.text);
    std::fs::write(&path, &bytes)?;
    let arguments = interpreter.arguments(&path);
    let (reader, writer) = io::pipe()?;
    let mut command = Command::new(&interpreter.program);
    command.args(&arguments).current_dir(folder.path()).env_clear();
    command.envs(INHERITED.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command.envs([("TERM", "dumb"), ("NO_COLOR", "1")]);
    command.envs(script.values.iter().map(|(name, value)| (name, value)));
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let began = clock::moment();
    let mut child = spawn(command)?;
    let capture = Arc::new(Mutex::new(Capture::new(limits.kept)));
    let filling = Arc::clone(&capture);
    let reading = std::thread::spawn(move || fill(reader, &filling));
    let ending = wait(&mut *child, limits.time, is_interrupted);
    // What it left running in the background goes with it, and with that the output ends.
    let _ = child.start_kill();
    let patience = Instant::now() + GRACE;
    while !reading.is_finished() && Instant::now() < patience {
        std::thread::sleep(TICK);
    }
    let ended = clock::moment();
    let (output, dropped) = capture.lock().unwrap_or_else(PoisonError::into_inner).text();
    Ok(Finished {
        ending: ending?,
        output,
        dropped,
        arguments: arguments.iter().map(|argument| shown(argument.as_ref())).collect(),
        script: hash(&bytes),
        began,
        ended,
    })
}

fn shown(argument: &Path) -> String {
    argument.display().to_string()
}

/// Starts it as the head of a group of its own. The command goes at once, and with it this side of the pipe.
#[cfg(unix)]
fn spawn(command: Command) -> io::Result<Box<dyn ChildWrapper>> {
    CommandWrap::from(command).wrap(process_wrap::std::ProcessGroup::leader()).spawn()
}

#[cfg(windows)]
fn spawn(command: Command) -> io::Result<Box<dyn ChildWrapper>> {
    CommandWrap::from(command).wrap(process_wrap::std::JobObject).spawn()
}

fn wait(
    child: &mut dyn ChildWrapper,
    limit: Duration,
    is_interrupted: &mut dyn FnMut() -> bool,
) -> io::Result<Ending> {
    let deadline = Instant::now() + limit;
    let stopped = loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ending::Exited(status.code()));
        }
        if is_interrupted() {
            break Ending::Interrupted;
        }
        if Instant::now() >= deadline {
            break Ending::TimedOut;
        }
        std::thread::sleep(TICK);
    };
    child.start_kill()?;
    let patience = Instant::now() + GRACE;
    while child.try_wait()?.is_none() && Instant::now() < patience {
        std::thread::sleep(TICK);
    }
    Ok(stopped)
}

fn fill(mut reader: PipeReader, capture: &Mutex<Capture>) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count) = reader.read(&mut buffer)
        && count > 0
    {
        let bytes = buffer.get(..count).unwrap_or_default();
        capture.lock().unwrap_or_else(PoisonError::into_inner).take(bytes);
    }
}

/// The beginning and the end of an output.
#[derive(Debug)]
struct Capture {
    kept: usize,
    head: Vec<u8>,
    tail: VecDeque<u8>,
    dropped: u64,
}

impl Capture {
    fn new(kept: usize) -> Self {
        Self { kept, head: Vec::new(), tail: VecDeque::new(), dropped: 0 }
    }

    fn take(&mut self, bytes: &[u8]) {
        let room = self.kept.saturating_sub(self.head.len()).min(bytes.len());
        let (first, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
        self.head.extend_from_slice(first);
        self.tail.extend(rest);
        let excess = self.tail.len().saturating_sub(self.kept);
        self.tail.drain(..excess);
        self.dropped += excess as u64;
    }

    fn text(&self) -> (Vec<u8>, u64) {
        let mut text = self.head.clone();
        if self.dropped > 0 {
            text.extend_from_slice(format!("\n[{} bytes dropped]\n", self.dropped).as_bytes());
        }
        text.extend(&self.tail);
        (text, self.dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::Capture;

    #[test]
    fn a_long_output_keeps_its_beginning_and_its_end() {
        let mut capture = Capture::new(4);
        for piece in ["ab", "cdef", "ghij", "k"] {
            capture.take(piece.as_bytes());
        }
        assert_eq!(capture.text(), (b"abcd\n[3 bytes dropped]\nhijk".to_vec(), 3));
        let mut short = Capture::new(4);
        short.take(b"abcdefgh");
        assert_eq!(short.text(), (b"abcdefgh".to_vec(), 0));
    }
}
