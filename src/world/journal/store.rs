//! The folder of all sessions: finding them, reading them, and who has one open.
//!
//! Invariant: a session that cannot be read is listed as that and hides no other.
//! Deliberately absent: writing to sessions (`keep`).

use crate::session::Salvage;
use crate::world::file::{FileError, failed};
use crate::world::journal::disk::{Disk, DiskFile, Lock, RealDisk};
use crate::world::journal::id::SessionId;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const ENDING: &str = "journal";

/// Where this program keeps what it has to remember: the named folder, else the platform's. None where no home is known.
pub fn state_folder(named: Option<&Path>) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(std::path::absolute(named).unwrap_or_else(|_| named.to_owned()));
    }
    let folders = directories::ProjectDirs::from("", "", "triagebook")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// The folder of all sessions.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) folder: PathBuf,
    pub(super) disk: Rc<dyn Disk>,
}

/// A session as it lies on the disk.
#[derive(Debug)]
pub struct Stored {
    /// Its name.
    pub id: SessionId,
    /// Its file.
    pub path: PathBuf,
    /// What could be read.
    pub salvage: Salvage,
}

/// A session's name, and what came of reading it.
pub type Found = (SessionId, Result<Stored, FileError>);

/// That a session is open in a terminal: a lock that goes with the process. It keeps nobody from reading.
#[derive(Debug)]
pub struct Presence {
    disk: Rc<dyn Disk>,
    path: PathBuf,
    file: Option<Box<dyn DiskFile>>,
}

impl Store {
    /// The sessions in a state folder.
    pub fn new(state: &Path) -> Self {
        Self::on(Rc::new(RealDisk), state)
    }

    /// The same on another disk.
    pub fn on(disk: Rc<dyn Disk>, state: &Path) -> Self {
        Self { folder: state.join("sessions"), disk }
    }

    /// The sessions in another state folder of the same disk.
    pub(super) fn elsewhere(&self, state: &Path) -> Self {
        Self::on(Rc::clone(&self.disk), state)
    }

    /// The folder in which the sessions lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a session.
    pub fn path(&self, id: &SessionId) -> PathBuf {
        self.folder.join(format!("{id}.{ENDING}"))
    }

    /// The file that tells the stand-ins of a session's exports back.
    pub fn map(&self, id: &SessionId) -> PathBuf {
        self.sibling(id, "map")
    }

    pub(super) fn sibling(&self, id: &SessionId, ending: &str) -> PathBuf {
        self.folder.join(format!("{id}.{ending}"))
    }

    /// The names of all sessions, oldest first. No folder means no sessions.
    ///
    /// # Errors
    /// The folder is there and cannot be read.
    pub fn ids(&self) -> Result<Vec<SessionId>, FileError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed("read", &self.folder)(error)),
        };
        let mut ids: Vec<SessionId> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .filter_map(|path| SessionId::parse(path.file_stem()?.to_str()?))
            .collect();
        ids.sort();
        Ok(ids)
    }

    /// Reads one session, whatever state it is in.
    ///
    /// # Errors
    /// Its file cannot be read at all.
    pub fn read(&self, id: &SessionId) -> Result<Stored, FileError> {
        let path = self.path(id);
        let bytes = std::fs::read(&path).map_err(failed("read", &path))?;
        Ok(Stored { id: id.clone(), path, salvage: Salvage::read(&bytes) })
    }

    /// Reads all sessions, oldest first.
    ///
    /// # Errors
    /// The folder is there and cannot be read. A session that cannot be read is an error of its own in the list.
    pub fn read_all(&self) -> Result<Vec<Found>, FileError> {
        Ok(self
            .ids()?
            .into_iter()
            .map(|id| {
                let stored = self.read(&id);
                (id, stored)
            })
            .collect())
    }

    /// Takes the mark that a session is open here.
    ///
    /// # Errors
    /// [`Lock::Busy`] where it is open elsewhere, [`Lock::Unsupported`] where nobody can tell.
    pub fn claim(&self, id: &SessionId) -> Result<Presence, Lock> {
        let path = self.sibling(id, "lock");
        let unsupported = |error: io::Error| Lock::Unsupported(error.to_string());
        let mut file = match self.disk.create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.disk.open(&path),
            made => made,
        }
        .map_err(unsupported)?;
        match file.lock() {
            Lock::Taken => Ok(Presence { disk: Rc::clone(&self.disk), path, file: Some(file) }),
            other => Err(other),
        }
    }

    /// Removes a session with what belongs to it.
    ///
    /// # Errors
    /// Its file cannot be removed.
    pub fn remove(&self, id: &SessionId) -> Result<(), FileError> {
        let path = self.path(id);
        self.disk.remove(&path).map_err(failed("remove", &path))?;
        let entries = std::fs::read_dir(&self.folder).map_err(failed("read", &self.folder))?;
        let belongs = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == id.as_str());
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()).filter(belongs) {
            // The lock, what was torn off, and what tells stand-ins back. Nobody misses what is gone already.
            let _ = self.disk.remove(&path);
        }
        Ok(())
    }
}

impl Drop for Presence {
    /// Takes the mark away. Whoever opened it just before holds a lock without a name then, which harms nobody: the lock
    /// only tells people, and appending has one of its own.
    fn drop(&mut self) {
        let _ = self.disk.remove(&self.path);
        self.file = None;
    }
}
