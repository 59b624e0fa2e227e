//! Line by line: pipes, plain mode, terminals without key events.
//!
//! Invariant: from a pipe every line counts by itself; from a terminal, lines that come faster than anyone types are
//! one paste.
//! Deliberately absent: echo for a terminal, which does that itself.

use crate::terminal::keyboard::Typed;
use std::io::{self, BufRead as _, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// No person types two lines this fast.
const BURST: Duration = Duration::from_millis(40);
/// A paste over a slow line may pause this long.
const PAUSE: Duration = Duration::from_millis(200);
/// Longest paste, in bytes; more is dropped.
const LONGEST: usize = crate::evidence::MAX_BYTES;

/// Standard input as lines.
#[derive(Debug)]
pub(crate) struct Lines {
    kind: Kind,
    arrivals: Option<Receiver<Arrival>>,
    stop: Arc<AtomicBool>,
    /// Set once the input has ended: it stays ended.
    ended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Terminal,
    Pipe,
}

#[derive(Debug)]
enum Arrival {
    Line(String),
    Failed(io::Error),
    End,
    Interrupted,
}

impl Lines {
    /// Lines typed in a terminal.
    pub(crate) fn of_terminal() -> Self {
        Self { kind: Kind::Terminal, arrivals: None, stop: Arc::default(), ended: false }
    }

    /// Lines from a pipe or a file.
    pub(crate) fn of_pipe() -> Self {
        Self { kind: Kind::Pipe, arrivals: None, stop: Arc::default(), ended: false }
    }

    pub(crate) fn watch(&mut self) {
        self.arrivals.get_or_insert_with(|| listen(&self.stop));
    }

    pub(crate) fn is_interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn read(&mut self, prompt: &str, out: &mut dyn Write) -> io::Result<Typed> {
        write!(out, "{prompt}")?;
        out.flush()?;
        if self.ended {
            return Ok(Typed::End);
        }
        let arrivals = self.arrivals.get_or_insert_with(|| listen(&self.stop));
        let line = match arrivals.recv() {
            Ok(Arrival::Line(line)) => line,
            Ok(Arrival::Failed(error)) => return Err(error),
            Ok(Arrival::Interrupted) => return Ok(Typed::Interrupted),
            Ok(Arrival::End) | Err(_) => {
                self.ended = true;
                return Ok(Typed::End);
            }
        };
        if self.kind == Kind::Pipe {
            // A terminal shows what was typed; a transcript of a pipe should too.
            writeln!(out, "{}", crate::prose::visible_line(&line))?;
            return Ok(Typed::Line(line));
        }
        let (typed, ended) = collect(arrivals, line, out)?;
        self.ended = ended;
        Ok(typed)
    }
}

/// Takes the lines that follow at once; one line alone is a line, several are a paste. Also says whether the input ended.
fn collect(arrivals: &Receiver<Arrival>, first: String, out: &mut dyn Write) -> io::Result<(Typed, bool)> {
    let mut lines = vec![first];
    let mut size = 0;
    let mut ended = false;
    // The last line of a paste often has no line end. The terminal holds it back until Enter is pressed, so that is
    // asked for once the flow stops.
    let mut asked = false;
    while !ended {
        let arrival = match (lines.len(), asked) {
            (_, true) => arrivals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            (1, false) => arrivals.recv_timeout(BURST),
            (_, false) => arrivals.recv_timeout(PAUSE),
        };
        match arrival {
            Ok(Arrival::Line(line)) => {
                if asked && line.is_empty() {
                    break;
                }
                if size + line.len() <= LONGEST {
                    size += line.len();
                    lines.push(line);
                }
                // What comes right behind belongs to the paste; then Enter was pressed.
                asked = false;
            }
            Ok(Arrival::Failed(error)) => return Err(error),
            Ok(Arrival::Interrupted) => return Ok((Typed::Interrupted, false)),
            Ok(Arrival::End) | Err(RecvTimeoutError::Disconnected) => ended = true,
            Err(RecvTimeoutError::Timeout) if lines.len() > 1 => {
                asked = true;
                let received = crate::prose::count(lines.len(), "line");
                write!(out, "\nReceived {received}. Press Enter to go on. ")?;
                out.flush()?;
            }
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    if lines.len() == 1 {
        return Ok((Typed::Line(lines.remove(0)), ended));
    }
    Ok((Typed::Paste(lines.join("\n") + "\n"), ended))
}

/// Reads standard input in a thread, so that Ctrl-C is noticed while it waits.
fn listen(stop: &Arc<AtomicBool>) -> Receiver<Arrival> {
    let (sender, receiver) = channel();
    let (interrupt, stop) = (sender.clone(), Arc::clone(stop));
    // Without a handler Ctrl-C ends the process as usual; only the hint is lost.
    let _ = ctrlc::set_handler(move || {
        stop.store(true, Ordering::Relaxed);
        let _ = interrupt.send(Arrival::Interrupted);
    });
    std::thread::spawn(move || read_all(&sender));
    receiver
}

fn read_all(sender: &Sender<Arrival>) {
    let mut input = io::stdin().lock();
    loop {
        let mut bytes = Vec::new();
        let arrival = match input.read_until(b'\n', &mut bytes) {
            Ok(0) => Arrival::End,
            Ok(_) => {
                let text = String::from_utf8_lossy(&bytes);
                Arrival::Line(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            Err(error) => Arrival::Failed(error),
        };
        let more = matches!(arrival, Arrival::Line(_));
        if sender.send(arrival).is_err() || !more {
            return;
        }
    }
}
