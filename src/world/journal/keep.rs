//! Writing a session: each event is on the disk before the next question is asked.
//!
//! Invariant: the caller hands in all events each time, so nothing is lost while nothing can be written. After a failed
//! write or sync the file is cut back to its last good line and never written to again by this process: a sync that
//! failed once may claim success the second time. What goes on then is a new file that holds everything.
//! Deliberately absent: asking people what to do about a fault.

use crate::session::{Chain, Event, Opening, Salvage};
use crate::world::clock;
use crate::world::journal::disk::{Disk, DiskFile, Lock};
use crate::world::journal::id::SessionId;
use crate::world::journal::store::{Presence, Store};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a busy lock is tried, and how long to wait in between. Whoever has it writes one answer.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(10);
/// How many names are tried for a new session; two of a day collide once in a million times.
const NAMES: u32 = 16;

/// A session being written.
#[derive(Debug)]
pub struct Journal {
    store: Option<Store>,
    opening: Opening,
    open: Option<Open>,
    /// The session that a new file has to go on with.
    left: Option<SessionId>,
    fault: Option<Fault>,
    unlocked: Option<String>,
}

/// The file that is written to.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) id: SessionId,
    pub(super) file: Box<dyn DiskFile>,
    pub(super) presence: Option<Presence>,
    /// Where the file ends.
    pub(super) chain: Chain,
    pub(super) length: u64,
    /// Whether the next line has to say under what it is written.
    pub(super) opening_due: Due,
}

/// Whether something is still to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    Yes,
    No,
}

/// What came of keeping the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The walk has only begun; there is nothing worth a file.
    Nothing,
    /// Every event is on the disk.
    Saved,
    /// Every event is on the disk, in a new session that goes on with the old one.
    Moved(SessionId),
    /// They are only in memory; [`Journal::fault`] says why.
    NotSaved,
}

/// Why nothing can be saved.
#[derive(Debug)]
pub enum Fault {
    /// The disk refused.
    Disk {
        /// What was tried: "write to", "make", …
        action: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// Why it failed.
        reason: io::Error,
    },
    /// Another terminal took the session over.
    TakenOver,
    /// Something else changed the file.
    Changed,
    /// No home folder is known, and no other was named.
    NoFolder,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk { action, path, reason } => {
                write!(f, "could not {action} `{}`: {reason}", path.display())
            }
            Self::TakenOver => f.write_str("the session was taken over in another terminal"),
            Self::Changed => f.write_str("another program changed the session's file"),
            Self::NoFolder => f.write_str("no home folder is known"),
        }
    }
}

impl Fault {
    pub(super) fn disk(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::Disk { action, path, reason }
    }
}

impl Journal {
    /// A session that is not on the disk yet. Without a store nothing is saved, and that is a fault.
    pub fn new(store: Option<Store>, opening: Opening) -> Self {
        let fault = store.is_none().then_some(Fault::NoFolder);
        Self { store, opening, open: None, left: None, fault, unlocked: None }
    }

    /// Goes on with a file that is open.
    pub(super) fn going_on(mut self, open: Open) -> Self {
        self.open = Some(open);
        self
    }

    /// Goes on in a new file, because that of `left` must not be written to.
    pub(super) fn after(mut self, left: SessionId, fault: Option<Fault>) -> Self {
        self.left = Some(left);
        self.fault = fault;
        self
    }

    /// The session's name, where it has one.
    pub fn id(&self) -> Option<&SessionId> {
        self.open.as_ref().map(|open| &open.id).or(self.left.as_ref())
    }

    /// Under what this program writes.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// Where sessions are kept.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// Why nothing can be saved, while that is so.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Why two terminals cannot be kept apart here, where that is so.
    pub fn unlocked(&self) -> Option<&str> {
        self.unlocked.as_deref()
    }

    /// Writes the events that are not on the disk yet. `events` are all of the session, from the first on.
    pub fn keep(&mut self, events: &[Event]) -> Kept {
        match self.fault {
            Some(Fault::TakenOver | Fault::Changed | Fault::NoFolder) => return Kept::NotSaved,
            // The disk may have recovered.
            Some(Fault::Disk { .. }) => return self.begin_anew(events),
            None => {}
        }
        let Some(open) = &mut self.open else {
            return if events.len() < 2 { Kept::Nothing } else { self.begin_anew(events) };
        };
        let opening = (open.opening_due == Due::Yes).then_some(&self.opening);
        let result = open.append(events, opening, self.store.as_ref());
        match result {
            Ok(()) => Kept::Saved,
            Err(fault) => {
                // Two terminals went apart: what this one saves from now on is another session.
                let goes_on = matches!(fault, Fault::Disk { .. });
                self.left = self.open.take().map(|open| open.id).filter(|_| goes_on);
                self.fault = Some(fault);
                Kept::NotSaved
            }
        }
    }

    /// Writes everything into a new session: in another state folder, or in the same one where none is named.
    ///
    /// # Errors
    /// Why that cannot be done; everything is as it was before.
    pub fn move_to(&mut self, state: Option<&Path>, events: &[Event]) -> Result<(), Fault> {
        let store = match (&self.store, state) {
            (Some(store), Some(state)) => store.elsewhere(state),
            (Some(store), None) => store.clone(),
            (None, Some(state)) => Store::new(state),
            (None, None) => return Err(Fault::NoFolder),
        };
        let opening = Opening { continues: self.id().map(ToString::to_string), ..self.opening.clone() };
        let (open, unlocked) = begin(&store, events, &opening)?;
        *self = Self { store: Some(store), opening, open: Some(open), left: None, fault: None, unlocked };
        Ok(())
    }

    /// Goes on in a new file, after a fault or at the beginning.
    fn begin_anew(&mut self, events: &[Event]) -> Kept {
        let is_first = self.left.is_none() && self.fault.is_none();
        match (self.move_to(None, events), &self.open) {
            (Ok(()), Some(open)) if !is_first => Kept::Moved(open.id.clone()),
            (Ok(()), _) => Kept::Saved,
            (Err(fault), _) => {
                self.fault = Some(fault);
                Kept::NotSaved
            }
        }
    }
}

/// Makes a new session that holds `events`, and why its folder cannot lock, where it cannot. The file gets its name when
/// all of it is on the disk, so that a crash never leaves a part of a session that goes on with another one.
fn begin(store: &Store, events: &[Event], opening: &Opening) -> Result<(Open, Option<String>), Fault> {
    make_folder(&*store.disk, &store.folder).map_err(Fault::disk("make", &store.folder))?;
    let (id, part, file) = create(store)?;
    let (presence, unlocked) = match store.claim(&id) {
        Ok(presence) => (Some(presence), None),
        Err(Lock::Unsupported(why)) => (None, Some(why)),
        Err(Lock::Busy | Lock::Taken) => (None, None),
    };
    let path = store.path(&id);
    let mut open = Open { id, file, presence, chain: Chain::default(), length: 0, opening_due: Due::Yes };
    let written = open
        .append(events, Some(opening), Some(store))
        .and_then(|()| store.disk.rename(&part, &path).map_err(Fault::disk("make", &path)))
        .and_then(|()| store.disk.sync_folder(&store.folder).map_err(Fault::disk("sync", &store.folder)));
    match written {
        Ok(()) => Ok((open, unlocked)),
        Err(fault) => {
            // Nobody was told of it, so nobody misses it.
            let _ = store.disk.remove(&part).or_else(|_| store.disk.remove(&path));
            Err(fault)
        }
    }
}

/// A file for a new session, under the name it has until it is whole.
fn create(store: &Store) -> Result<(SessionId, PathBuf, Box<dyn DiskFile>), Fault> {
    let day = clock::today();
    let mut names = 0;
    loop {
        let id = SessionId::new(day);
        let part = store.sibling(&id, "part");
        names += 1;
        match store.disk.create(&part) {
            Ok(_) if names < NAMES && store.disk.is_file(&store.path(&id)) => {
                // The name is taken.
                let _ = store.disk.remove(&part);
            }
            Ok(file) => return Ok((id, part, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && names < NAMES => {}
            Err(error) => return Err(Fault::disk("make", &part)(error)),
        }
    }
}

/// Makes a folder with all that lead to it, durably. What is there already is synced too: an earlier try may have failed
/// to do that, and for a folder that has been there for long it costs nothing.
pub(in crate::world) fn make_folder(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(()) };
    make_folder(disk, parent)?;
    if !disk.is_folder(folder) {
        match disk.make_folder(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?,
        }
    }
    match disk.sync_folder(parent) {
        // A folder that this user may not read is none that this program makes folders in.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        synced => synced,
    }
}

impl Open {
    /// Writes what is not in the file yet, and returns when it is durable.
    fn append(
        &mut self,
        events: &[Event],
        opening: Option<&Opening>,
        store: Option<&Store>,
    ) -> Result<(), Fault> {
        let Some(new) = events.get(self.chain.seq..).filter(|new| !new.is_empty()) else { return Ok(()) };
        let path = store.map(|store| store.path(&self.id)).unwrap_or_default();
        if self.presence.is_none() {
            // Whoever had it may have left.
            self.presence = store.and_then(|store| store.claim(&self.id).ok());
        }
        let (bytes, chain) = self.chain.lines(new, opening);
        take(&mut *self.file).map_err(Fault::disk("lock", &path))?;
        let written = self.write(&bytes, &path);
        self.file.unlock();
        written?;
        self.chain = chain;
        self.length += bytes.len() as u64;
        self.opening_due = Due::No;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], path: &Path) -> Result<(), Fault> {
        if self.file.length().map_err(Fault::disk("read", path))? != self.length {
            return Err(self.strange(path));
        }
        let written = self
            .file
            .write(self.length, bytes)
            .map_err(Fault::disk("write to", path))
            .and_then(|()| self.file.sync().map_err(Fault::disk("sync", path)));
        if written.is_err() {
            // If even this fails, the reader cuts the torn line.
            let _ = self.file.truncate(self.length);
        }
        written
    }

    /// Who wrote to the file, if it is not as it was left.
    fn strange(&mut self, path: &Path) -> Fault {
        match self.file.read() {
            Ok(bytes) => {
                let began = Salvage::read(&bytes).openings.last().map(|(index, _)| *index);
                if began >= Some(self.chain.seq) { Fault::TakenOver } else { Fault::Changed }
            }
            Err(error) => Fault::disk("read", path)(error),
        }
    }
}

/// Takes the lock for one append. A file system that does not lock is told of when the session begins.
pub(super) fn take(file: &mut dyn DiskFile) -> io::Result<()> {
    for _ in 0..TRIES {
        match file.lock() {
            Lock::Taken | Lock::Unsupported(_) => return Ok(()),
            Lock::Busy => std::thread::sleep(PAUSE),
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "another program has locked it"))
}
