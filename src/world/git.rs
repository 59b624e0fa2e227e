//! Files as they were at a revision, asked of `git`.
//!
//! Invariant: only `rev-parse`, `ls-tree` and `cat-file` are run, which read objects and neither hooks, filters nor text
//! converters; nothing is run unless a person names a revision.
//! Deliberately absent: differences between revisions, and any change of a repository.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// Why a revision could not be read.
#[derive(Debug)]
pub enum GitError {
    /// `git` could not be started.
    Absent(std::io::Error),
    /// The folder lies in no repository, or git refuses to read it; in git's words.
    Refused(String),
    /// No such revision.
    NoRevision(String),
    /// What git answered makes no sense.
    Odd(&'static str),
}

impl GitError {
    /// What to do next.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Absent(_) => "install git, or leave the revision out",
            Self::Refused(_) => "the folder must lie in a git repository that you may read",
            Self::NoRevision(_) => "name a branch, a tag or a commit; `git log --oneline` lists them",
            Self::Odd(_) => "try the same with another version of git",
        }
    }
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(error) => write!(f, "could not start `git`: {error}"),
            Self::Refused(said) => write!(f, "git says: {said}"),
            Self::NoRevision(revision) => write!(f, "git knows no revision `{revision}`"),
            Self::Odd(what) => write!(f, "git answered what cannot be read: {what}"),
        }
    }
}

impl std::error::Error for GitError {}

/// The files that lay directly in `folder` and in `folder/tests` at `revision`: names as `x.yaml` or `tests/x.yaml`, and
/// bytes. A folder that was not there has none.
pub fn files_at(folder: &Path, revision: &str) -> Result<Vec<(String, Vec<u8>)>, GitError> {
    ask(folder, &["rev-parse", "--git-dir"], &[])?;
    let wanted = format!("{revision}^{{commit}}");
    let commit = ask(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted], &[])
        .map_err(|error| match error {
            GitError::Refused(_) => GitError::NoRevision(revision.to_owned()),
            other => other,
        })?;
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    let listed = ask(folder, &["ls-tree", "-z", &commit, "./", "tests/"], &[])?;
    let entries: Vec<(String, String)> = listed.split(|byte| *byte == 0).filter_map(entry).collect();
    let objects: String = entries.iter().flat_map(|(object, _)| [object.as_str(), "\n"]).collect();
    let answer = ask(folder, &["cat-file", "--batch"], objects.as_bytes())?;
    let mut rest = answer.as_slice();
    let mut files = Vec::new();
    for (_, name) in entries {
        let (bytes, after) = blob(rest).ok_or(GitError::Odd("an object has no length"))?;
        files.push((name, bytes.to_vec()));
        rest = after;
    }
    Ok(files)
}

/// The object and the name of a line of `ls-tree`, if it is a file: `100644 blob OBJECT<tab>NAME`.
fn entry(line: &[u8]) -> Option<(String, String)> {
    let line = String::from_utf8_lossy(line);
    let (head, name) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    (kind == "blob" && mode != "120000").then(|| (object.to_owned(), name.to_owned()))
}

/// The first object of an answer of `cat-file --batch` (`OBJECT blob LENGTH`, line feed, bytes, line feed), and the rest.
fn blob(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let length: usize = head.rsplit(' ').next()?.parse().ok()?;
    let bytes = answer.get(end + 1..)?.get(..length)?;
    Some((bytes, answer.get(end + 1 + length + 1..)?))
}

/// What git prints for these arguments in this folder.
fn ask(folder: &Path, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, GitError> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(GitError::Absent)?;
    let mut stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // Git answers while it still reads, so both ends must be served at once.
        scope.spawn(move || stdin.take().map(|mut stdin| stdin.write_all(input)));
        let mut output = Vec::new();
        child.stdout.take().map(|mut stdout| stdout.read_to_end(&mut output));
        output
    });
    let finished = child.wait_with_output().map_err(GitError::Absent)?;
    if finished.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&finished.stderr).trim().to_owned();
    let first = said.lines().next().unwrap_or("it failed without a word");
    Err(GitError::Refused(first.trim_start_matches("fatal: ").to_owned()))
}
