//! The real binary in a pseudo terminal, and what a person would see there.
//!
//! Deliberately absent: Windows consoles.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read as _, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A terminal with the binary in it.
pub(crate) struct Terminal {
    pub(crate) screen: Arc<Mutex<vt100::Parser>>,
    pub(crate) raw: Arc<Mutex<Vec<u8>>>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    _state: Option<tempfile::TempDir>,
}

impl Terminal {
    pub(crate) fn start(arguments: &[&str], columns: u16, variables: &[(&str, &str)]) -> Self {
        let state = tempfile::tempdir().expect("a folder for the sessions");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_triagebook"));
        command.args(["run", "--kb", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sessions/kb")]);
        command.args(arguments);
        command.env("TRIAGEBOOK_STATE", state.path());
        for name in ["CI", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "TRIAGEBOOK_KB"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in variables {
            command.env(name, value);
        }
        Self { _state: Some(state), ..Self::open(command, columns) }
    }

    /// Starts any command.
    pub(crate) fn open(command: CommandBuilder, columns: u16) -> Self {
        let size = PtySize { rows: 60, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo terminal opens");
        let child = pair.slave.spawn_command(command).expect("the binary starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let rows = 60u16.try_into().expect("not zero");
        let columns = columns.try_into().expect("not zero");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 1000)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let (shown, bytes) = (Arc::clone(&screen), Arc::clone(&raw));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 {
                    break;
                }
                shown.lock().expect("no reader panics").process(&buffer[..count]);
                bytes.lock().expect("no reader panics").extend_from_slice(&buffer[..count]);
            }
        });
        let keyboard = pair.master.take_writer().expect("the terminal can be written to");
        Self { screen, raw, keyboard, child, _master: pair.master, _state: None }
    }

    pub(crate) fn text(&self) -> String {
        self.screen.lock().expect("no reader panics").screen().contents()
    }

    /// Waits until the screen shows this, at the end of what it shows where `text` ends in a prompt.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) -> String {
        let start = Instant::now();
        loop {
            let screen = self.text();
            if screen.contains(text) {
                return screen;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{text:?} does not appear in:\n{screen}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn types(&mut self, keys: &str) {
        // The prompt is written before the terminal is made raw; a person takes longer than this, too.
        std::thread::sleep(Duration::from_millis(150));
        self.keyboard.write_all(keys.as_bytes()).expect("the keys arrive");
        self.keyboard.flush().expect("the keys arrive");
    }

    pub(crate) fn ends_with(mut self, code: u32) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the child can be asked") {
                assert_eq!(status.exit_code(), code, "{}", self.text());
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "it does not end:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
