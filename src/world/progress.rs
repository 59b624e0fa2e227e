//! What one person has practised, on the disk: one small file a person.
//!
//! Invariant: the file is only ever replaced as a whole, under a lock, by what was read under the same lock; only its owner may
//! read it. A file that cannot be understood is put aside under another name, never overwritten.
//! Deliberately absent: what progress means, and its form (floor 7, `drill`).

use crate::drill::{Progress, Unread};
use crate::world::file::{self, FileError, failed};
use crate::world::journal::{Disk as _, DiskFile, Lock, RealDisk, make_folder};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Bytes that are read at most: far more than a file of all checks and cases of a large knowledge base.
pub const LARGEST: u64 = 16 * 1024 * 1024;
/// How often the lock is tried before somebody is told.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// The file of one person.
#[derive(Debug, Clone)]
pub struct ProgressFile {
    folder: PathBuf,
    person: String,
}

/// Why progress could not be read or kept.
#[derive(Debug)]
pub enum ProgressError {
    /// The disk refused.
    File(FileError),
    /// Another drill has held the lock all the time.
    Busy(PathBuf),
    /// A newer version of this program wrote it.
    Newer(PathBuf, u32),
}

impl fmt::Display for ProgressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Busy(path) => {
                write!(f, "another drill is writing `{}` and does not let go", path.display())
            }
            Self::Newer(path, version) => {
                write!(
                    f,
                    "`{}` was written by a newer triagebook (version {version} of its form)",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for ProgressError {}

impl From<FileError> for ProgressError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl ProgressFile {
    /// The file of this person in a state folder; none where the name is no name for a file.
    pub fn new(state: &Path, person: &str) -> Option<Self> {
        let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let is_name =
            !person.is_empty() && person.len() <= 64 && person.chars().all(fits) && !person.starts_with('.');
        is_name.then(|| Self { folder: state.join("drills"), person: person.to_owned() })
    }

    /// Its path.
    pub fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.json", self.person))
    }

    /// Reads it without changing anything. A file that cannot be understood counts as none.
    ///
    /// # Errors
    /// It is there and cannot be read, or is newer than this program.
    pub fn read(&self) -> Result<Progress, ProgressError> {
        Ok(self.parsed()?.unwrap_or_default())
    }

    /// Changes it: reads, changes and replaces it under one lock. Returns where a file was put that could not be understood.
    ///
    /// # Errors
    /// It could not be read, locked or written; then it is as it was.
    pub fn update(&self, change: impl FnOnce(&mut Progress)) -> Result<Option<PathBuf>, ProgressError> {
        make_folder(&RealDisk, &self.folder).map_err(failed("make", &self.folder))?;
        let mut lock = self.lock()?;
        let done = self.change(change);
        lock.unlock();
        done
    }

    fn change(&self, change: impl FnOnce(&mut Progress)) -> Result<Option<PathBuf>, ProgressError> {
        let (mut progress, put_aside) = match self.parsed()? {
            Some(progress) => (progress, None),
            None => (Progress::default(), self.put_aside()?),
        };
        change(&mut progress);
        file::write_private(&self.path(), progress.write().as_bytes())?;
        RealDisk.sync_folder(&self.folder).map_err(failed("sync", &self.folder))?;
        Ok(put_aside)
    }

    /// What the file holds; none where there is no file or it cannot be understood.
    fn parsed(&self) -> Result<Option<Progress>, ProgressError> {
        let path = self.path();
        let bytes = match file::read(&path, LARGEST) {
            Ok(bytes) => bytes,
            Err(error) if error.reason.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match Progress::read(&bytes) {
            Ok(progress) => Ok(Some(progress)),
            Err(Unread::Newer(version)) => Err(ProgressError::Newer(path, version)),
            Err(Unread::Other) => Ok(None),
        }
    }

    /// Gives a file that cannot be understood another name. Returns it; none where there is no file.
    fn put_aside(&self) -> Result<Option<PathBuf>, ProgressError> {
        let path = self.path();
        if !path.exists() {
            return Ok(None);
        }
        let mut names =
            (1..).map(|number| self.folder.join(format!("{}.damaged-{number}.json", self.person)));
        let Some(free) = names.find(|name| !name.exists()) else { return Ok(None) };
        RealDisk.rename(&path, &free).map_err(failed("rename", &path))?;
        Ok(Some(free))
    }

    fn lock(&self) -> Result<Box<dyn DiskFile>, ProgressError> {
        let path = self.folder.join(format!("{}.lock", self.person));
        let opened = match RealDisk.create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => RealDisk.open(&path),
            made => made,
        };
        let mut lock = opened.map_err(failed("open", &path))?;
        for _ in 0..TRIES {
            match lock.lock() {
                // Where a file system cannot lock, the file is still replaced as a whole.
                Lock::Taken | Lock::Unsupported(_) => return Ok(lock),
                Lock::Busy => std::thread::sleep(PAUSE),
            }
        }
        Err(ProgressError::Busy(self.path()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, ProgressError, ProgressFile};
    use crate::drill::{CaseId, CaseRecord};

    fn file(folder: &tempfile::TempDir) -> ProgressFile {
        ProgressFile::new(folder.path(), "anna").expect("a name")
    }

    fn count(progress: &mut Progress) {
        let on = jiff::civil::date(2026, 11, 28);
        let record = progress.cases.entry(CaseId("a/1".to_owned()));
        record.or_insert(CaseRecord { times: 0, solved: false, best: 0, last: 0, on }).times += 1;
    }

    #[test]
    fn what_several_write_at_once_is_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| file(&folder).update(count).unwrap());
            }
        });
        assert_eq!(file(&folder).read().unwrap().cases[&CaseId("a/1".to_owned())].times, 8);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        file(&folder).update(count).unwrap();
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file(&folder).path()), 0o600);
        assert_eq!(mode(&folder.path().join("drills")), 0o700);
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_a_newer_one_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        file(&folder).update(count).unwrap();
        let path = file(&folder).path();
        std::fs::write(&path, "{ torn").unwrap();
        let aside = file(&folder).update(count).unwrap().expect("it was put aside");
        assert_eq!(std::fs::read_to_string(aside).unwrap(), "{ torn");
        assert_eq!(file(&folder).read().unwrap().cases.len(), 1);
        let newer = r#"{"format":"triagebook-progress","version":9,"cards":{},"cases":{}}"#;
        std::fs::write(&path, newer).unwrap();
        assert!(matches!(file(&folder).update(count), Err(ProgressError::Newer(_, 9))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), newer);
    }

    #[test]
    fn a_person_is_no_way_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["", "..", "a/b", r"a\b", ".hidden"] {
            assert!(ProgressFile::new(folder.path(), name).is_none(), "{name}");
        }
    }
}
