//! One builder that runs the real binary in an empty folder, and what came of it.
//!
//! Invariant: nothing of the surrounding environment reaches the binary: no knowledge base, no colour settings, no home.
//! Deliberately absent: terminals (see the pty tests).

#![allow(dead_code, reason = "each test binary uses a part of the builder")]

#[cfg(unix)]
pub(crate) mod terminal;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A run of the binary, being prepared.
pub(crate) struct Case {
    folder: tempfile::TempDir,
    wrapper: Vec<String>,
    arguments: Vec<String>,
    stdin: String,
    variables: Vec<(String, String)>,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    folder: tempfile::TempDir,
}

/// Begins a run with these arguments, split at white space.
pub(crate) fn triagebook(arguments: &str) -> Case {
    Case {
        folder: tempfile::tempdir().expect("a temporary folder can be made"),
        wrapper: Vec::new(),
        arguments: arguments.split_whitespace().map(str::to_owned).collect(),
        stdin: String::new(),
        variables: Vec::new(),
    }
}

/// A knowledge base with one shell, for cases that need no more.
pub(crate) const SMALL_BASE: &str = "\
title: Small
owner: Team
places:
  sh: { title: Shell, shell: posix }
sources:
  doc: { title: A page, seen: 2026-11-01 }
";

/// A runbook in that knowledge base, without findings.
pub(crate) const SMALL_RUNBOOK: &str = "\
runbook: small
title: The service is down
summary: It does not answer.
reviewed: 2026-11-01
applies_to: [Service 1]
symptoms:
  down:
    title: The service does not answer
    signatures: [SVC1001]
    next: state
    sources: [doc]
checks:
  state:
    title: Is it running?
    why: A stopped service answers nobody.
    run:
      - { place: sh, command: service state }
    minutes: 1
    outcomes:
      running:
        title: It runs
        when: { property: State, equals: running }
        samples: [\"State : running\"]
        next: escalate
      stopped:
        title: It is stopped
        when: { property: State, equals: stopped }
        samples: [\"State : stopped\"]
        next: start
    unsure: escalate
    sources: [doc]
fixes:
  start:
    title: Start it
    requires: { state: stopped }
    risk: change
    role: operator
    impact: It answers again.
    steps:
      - { place: sh, command: service start }
    rollback:
      - { place: sh, command: service stop }
    verify: state
    attempts: { limit: 2, else: escalate }
    sources: [doc]
ends:
  escalate: { title: Call the team, result: escalated, to: Team }
";

impl Case {
    /// Adds one argument as it is, white space and all.
    #[must_use]
    pub(crate) fn arg(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Has another program run the binary: its words, after which the binary and its arguments follow.
    #[must_use]
    pub(crate) fn under(mut self, wrapper: &[&str]) -> Self {
        self.wrapper = wrapper.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    /// Runs in a folder that another run left.
    #[must_use]
    pub(crate) fn in_folder_of(mut self, earlier: Finished) -> Self {
        self.folder = earlier.folder;
        self
    }

    /// Writes a file into the folder in which the binary runs.
    #[must_use]
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, content).expect("the file can be written");
        self
    }

    /// Text on stdin; without it stdin is empty.
    #[must_use]
    pub(crate) fn stdin(mut self, text: impl Into<String>) -> Self {
        self.stdin = text.into();
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The folder in which the binary will run.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the binary to its end and demands this exit code.
    #[track_caller]
    pub(crate) fn code_after(self, code: i32) -> Finished {
        self.run().code(code)
    }

    /// Runs the binary to its end.
    pub(crate) fn run(self) -> Finished {
        let binary = env!("CARGO_BIN_EXE_triagebook").to_owned();
        let mut words = self.wrapper.into_iter().chain([binary]).chain(self.arguments);
        let program = words.next().expect("there is a binary");
        let mut child = Command::new(&program)
            .args(words)
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .envs(self.variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("`{program}` does not start ({error}); scripts/setup installs what is needed")
            });
        let mut stdin = child.stdin.take().expect("stdin is piped");
        let text = self.stdin;
        // A binary that ends without reading closes the pipe; that is its right.
        let writer = std::thread::spawn(move || drop(stdin.write_all(text.as_bytes())));
        let output = child.wait_with_output().expect("the binary can be waited for");
        writer.join().expect("the writer does not panic");
        Finished {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
            folder: self.folder,
        }
    }
}

impl Finished {
    /// Demands an exit code.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Demands these parts on stdout.
    #[track_caller]
    pub(crate) fn out(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(
                self.stdout.contains(part),
                "{part:?} is not on stdout:\n{}\nstderr:\n{}",
                self.stdout,
                self.stderr
            );
        }
        self
    }

    /// Demands these parts on stderr.
    #[track_caller]
    pub(crate) fn err(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(
                self.stderr.contains(part),
                "{part:?} is not on stderr:\n{}\nstdout:\n{}",
                self.stderr,
                self.stdout
            );
        }
        self
    }

    /// stdout as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in:\n{}", self.stdout))
    }

    /// The folder in which the binary ran.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}
