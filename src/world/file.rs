//! Reading and writing whole files, with errors that say what to do.
//!
//! Invariant: [`write()`] either replaces the whole file or leaves the old one as it was.
//! Deliberately absent: directories of a site (they have a swap of their own).

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The names of files and folders that stand beside a target until it is replaced begin with this.
pub(in crate::world) const TEMPORARY: &str = ".triagebook-";

/// A file or folder could not be read or written.
#[derive(Debug)]
pub struct FileError {
    /// What was tried: "read", "write", …
    pub action: &'static str,
    /// Which file or folder.
    pub path: PathBuf,
    /// Why it failed.
    pub reason: std::io::Error,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (action, path) = (self.action, self.path.display());
        match self.reason.kind() {
            // In our own words, because each platform has others.
            std::io::ErrorKind::NotFound if action == "read" => {
                write!(f, "could not {action} `{path}`: it does not exist")
            }
            _ => write!(f, "could not {action} `{path}`: {}", self.reason),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// Makes a `map_err` function that says what was tried with which path.
pub fn failed(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> FileError {
    let path = path.to_owned();
    move |reason| FileError { action, path, reason }
}

/// Reads a whole file, at most `limit` bytes and one more, so that the caller sees when it is larger.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(failed("read", path))?;
    Ok(bytes)
}

/// Reads standard input to its end, at most `limit` bytes and one more, so that the caller sees when it is larger.
pub fn read_stdin(limit: u64) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::io::stdin().take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a whole file: first beside its target, then renamed over it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    replace(path, bytes, share)
}

/// The same for a file that only its owner may read.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    // A temporary file is private already.
    replace(path, bytes, |_, _| Ok(()))
}

fn replace(
    path: &Path,
    bytes: &[u8],
    finish: impl FnOnce(&std::fs::File, &Path) -> std::io::Result<()>,
) -> Result<(), FileError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let save = || {
        let mut temporary = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
        temporary.write_all(bytes)?;
        temporary.as_file().sync_data()?;
        finish(temporary.as_file(), path)?;
        temporary.persist(path)?;
        Ok(())
    };
    save().map_err(failed("write", path))
}

/// A temporary file is private; gives it the permissions of the file it replaces, or those of a new file.
#[cfg(unix)]
fn share(file: &std::fs::File, target: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = match std::fs::metadata(target) {
        Ok(metadata) => metadata.permissions(),
        Err(_) => std::fs::Permissions::from_mode(0o644),
    };
    file.set_permissions(permissions)
}

/// Windows takes the permissions of the folder.
#[cfg(not(unix))]
fn share(_: &std::fs::File, _: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The real path of what is there; of what is not, that of the nearest folder above it.
pub(in crate::world) fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = whole.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    there.map_or(whole.clone(), |(part, real)| {
        whole.strip_prefix(part).map_or(real.clone(), |rest| real.join(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn a_write_that_fails_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        write(&path, b"first").unwrap();
        // A folder cannot be replaced by a file: the rename fails after the temporary file was written.
        let blocked = folder.path().join("blocked");
        std::fs::create_dir_all(blocked.join("inside")).unwrap();
        let error = write(&blocked, b"second").unwrap_err();
        assert!(error.to_string().starts_with("could not write `"), "{error}");
        let mut names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["blocked", "out.txt"]);
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
    }

    #[test]
    fn reading_stops_just_after_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long");
        write(&path, &[b'x'; 100]).unwrap();
        assert_eq!(read(&path, 10).unwrap().len(), 11);
        assert!(read(&folder.path().join("absent"), 10).unwrap_err().to_string().contains("could not read"));
    }
}
