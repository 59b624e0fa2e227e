//! Key by key: a terminal in raw mode with bracketed paste.
//!
//! Invariant: the terminal is raw only while a line is read, and is set back on every way out.
//! Deliberately absent: moving the cursor. Only the character before it can be rubbed out.

use crate::prose::visible_line;
use crate::terminal::keyboard::{Typed, line_feeds};
use crate::terminal::wrap::columns;
use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a signal to stop is looked for.
const TICK: Duration = Duration::from_millis(200);
/// How long a signalled process may take to say goodbye.
const GRACE: Duration = Duration::from_secs(2);
/// The exit code of an interrupted process.
const INTERRUPTED: i32 = 130;
/// Keys that follow Enter this fast come from a paste without brackets.
const BURST: Duration = Duration::from_millis(5);
/// What follows a paste this fast belongs to it.
const RUNOFF: Duration = Duration::from_millis(50);

/// A terminal read key by key.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// Set when the process is told to stop; absent before the first line is read.
    stop: Option<Arc<AtomicBool>>,
}

/// The terminal itself, past the colour filter, which drops the control characters of an echo.
#[derive(Debug)]
struct Screen {
    stream: Box<dyn Stream>,
}

trait Stream: Write + std::fmt::Debug {}
impl<T: Write + std::fmt::Debug> Stream for T {}

impl Screen {
    /// The stream that is a terminal; nothing is shown where neither is.
    fn open() -> Self {
        let stream: Box<dyn Stream> = if io::stdout().is_terminal() {
            Box::new(io::stdout())
        } else if io::stderr().is_terminal() {
            Box::new(io::stderr())
        } else {
            Box::new(io::sink())
        };
        Self { stream }
    }

    fn show(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(text.as_bytes())?;
        self.stream.flush()
    }
}

/// A terminal in raw mode; set back when dropped.
struct Raw {
    screen: Screen,
}

impl Raw {
    fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        let mut raw = Self { screen: Screen::open() };
        crossterm::execute!(raw.screen.stream, EnableBracketedPaste)?;
        Ok(raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // On the way out there is nobody left to tell.
        let _ = crossterm::execute!(self.screen.stream, DisableBracketedPaste);
        let _ = disable_raw_mode();
        let _ = self.screen.show("\n");
    }
}

/// What a key did to the line.
enum Did {
    Changed,
    Nothing,
    Entered,
    Ended(Typed),
}

impl Keys {
    pub(crate) fn watch(&mut self) {
        self.stop.get_or_insert_with(watch_signals);
    }

    pub(crate) fn is_interrupted(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    pub(crate) fn read(&mut self, prompt: &str, out: &mut dyn Write) -> io::Result<Typed> {
        let stop = self.stop.get_or_insert_with(watch_signals);
        write!(out, "{prompt}")?;
        out.flush()?;
        let mut raw = Raw::enter()?;
        let screen = &mut raw.screen;
        let mut line = String::new();
        let mut pasted: Option<Instant> = None;
        let typed = loop {
            if stop.load(Ordering::Relaxed) {
                break Typed::Interrupted;
            }
            if !event::poll(TICK)? {
                continue;
            }
            let did = match event::read()? {
                Event::Paste(text) => {
                    pasted = Some(Instant::now());
                    paste(&text, &mut line, screen)?
                }
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    press(key, &mut line, prompt, screen)?
                }
                _ => Did::Nothing,
            };
            match did {
                // Nobody presses Enter that soon after a paste: its own text ended the brackets.
                Did::Entered if pasted.is_some_and(|at| at.elapsed() < RUNOFF) => break burst(line + "\n")?,
                Did::Entered if event::poll(BURST)? => break burst(line + "\n")?,
                Did::Entered => break Typed::Line(line),
                Did::Ended(Typed::Paste(text)) => break burst(text)?,
                Did::Ended(typed) => break typed,
                Did::Changed | Did::Nothing => {}
            }
        };
        Ok(typed)
    }
}

/// Ctrl-C is a key in raw mode; this is for signals from outside, above all for a terminal that is gone.
fn watch_signals() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let handler = move || {
        flag.store(true, Ordering::Relaxed);
        // The loop above sees the flag within a tick. It does not where the terminal hung up: crossterm then reads
        // nothing for ever (crossterm 0.29, unix/mio.rs), and a process without a terminal must not spin.
        std::thread::sleep(GRACE);
        std::process::exit(INTERRUPTED);
    };
    // Without a handler a signal ends the process as usual; only the hint is lost.
    let _ = ctrlc::set_handler(handler);
    stop
}

/// One pasted line is typed text; several are a paste.
fn paste(text: &str, line: &mut String, screen: &mut Screen) -> io::Result<Did> {
    let text = line_feeds(text);
    let body = text.trim_end_matches('\n');
    if body.contains('\n') {
        return Ok(Did::Ended(Typed::Paste(std::mem::take(line) + &text)));
    }
    screen.show(&visible_line(body))?;
    line.push_str(body);
    Ok(Did::Changed)
}

fn press(key: KeyEvent, line: &mut String, prompt: &str, screen: &mut Screen) -> io::Result<Did> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    match key.code {
        KeyCode::Char('c') if control => return Ok(Did::Ended(Typed::Interrupted)),
        KeyCode::Char('d') if control && line.is_empty() => return Ok(Did::Ended(Typed::End)),
        KeyCode::Char('u') if control => rub_out(line, 0, prompt, screen)?,
        KeyCode::Char('w') if control => {
            let kept = line.trim_end().rfind(' ').map_or(0, |space| space + 1);
            rub_out(line, kept, prompt, screen)?;
        }
        KeyCode::Backspace | KeyCode::Char('h') if control || key.code == KeyCode::Backspace => {
            let kept = line.char_indices().next_back().map_or(0, |(last, _)| last);
            rub_out(line, kept, prompt, screen)?;
        }
        KeyCode::Enter => return Ok(Did::Entered),
        KeyCode::Char('j' | 'm') if control => return Ok(Did::Entered),
        KeyCode::Char(character) if !control && !alt => {
            screen.show(&visible_line(&character.to_string()))?;
            line.push(character);
        }
        KeyCode::Tab => {
            screen.show(" ")?;
            line.push(' ');
        }
        _ => return Ok(Did::Nothing),
    }
    Ok(Did::Changed)
}

/// Shortens the line to `kept` bytes. Where the line has wrapped, it is shown anew on a line of its own.
fn rub_out(line: &mut String, kept: usize, prompt: &str, screen: &mut Screen) -> io::Result<()> {
    let gone = columns(&visible_line(line.get(kept..).unwrap_or_default()));
    let before = columns(prompt.lines().last().unwrap_or_default()) + columns(&visible_line(line));
    line.truncate(kept);
    let width = crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width));
    if before < width {
        screen.show(&"\u{8} \u{8}".repeat(gone))
    } else {
        screen.show(&format!("\r\n{}{}", prompt.lines().last().unwrap_or_default(), visible_line(line)))
    }
}

/// Takes the keys that arrive right behind: a paste from a terminal that does not bracket it, or one whose own text ended
/// the brackets. What is left of a paste is never typed text.
fn burst(mut text: String) -> io::Result<Typed> {
    while event::poll(RUNOFF)? {
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Enter => text.push('\n'),
                KeyCode::Tab => text.push('\t'),
                KeyCode::Char('j') if key.modifiers.contains(KeyModifiers::CONTROL) => text.push('\n'),
                KeyCode::Char(character) if !key.modifiers.contains(KeyModifiers::CONTROL) => {
                    text.push(character);
                }
                _ => {}
            },
            Event::Paste(more) => text.push_str(&line_feeds(&more)),
            _ => {}
        }
    }
    Ok(Typed::Paste(text))
}
