//! A disk in memory that records what is asked of it, fails on demand, lies on demand, and shows what a power loss may leave.
//!
//! Invariant: content and names are durable only after the sync that makes them so. Before it, a power loss keeps any
//! part of what was written, in sectors, and any of the names.
//! Deliberately absent: permissions (the tests on the real disk have them).

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use triagebook::world::journal::{Disk, DiskFile, Lock};

/// What a power loss cannot split.
const SECTOR: usize = 512;

/// What was asked of the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    MakeFolder,
    Create,
    Open,
    SyncFolder,
    Remove,
    Rename,
    Lock,
    Unlock,
    Length,
    Read,
    Write,
    Sync,
    Truncate,
}

/// What this disk says it did and did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    Sync,
    SyncFolder,
    Lock,
    Truncate,
}

/// What a walk was told: so many events are saved, in this session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Confirmed {
    pub(crate) events: usize,
    pub(crate) id: String,
}

/// From the `first` operation on that is counted, `count` of them fail.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault {
    pub(crate) first: usize,
    pub(crate) count: usize,
    pub(crate) kind: io::ErrorKind,
}

#[derive(Debug, Clone, Default)]
struct Content {
    now: Vec<u8>,
    durable: Vec<u8>,
    /// What came since, in order.
    pending: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

#[derive(Debug, Clone)]
enum Name {
    Made(PathBuf, usize),
    Removed(PathBuf),
    Renamed(PathBuf, PathBuf),
    Folder(PathBuf),
}

impl Name {
    fn path(&self) -> &Path {
        match self {
            Self::Made(path, _) | Self::Removed(path) | Self::Renamed(_, path) | Self::Folder(path) => path,
        }
    }
}

impl Name {
    fn take_effect(&self, names: &mut BTreeMap<PathBuf, usize>, folders: &mut BTreeSet<PathBuf>) {
        match self {
            Self::Made(path, content) => drop(names.insert(path.clone(), *content)),
            Self::Removed(path) => drop(names.remove(path)),
            Self::Renamed(from, to) => {
                if let Some(content) = names.remove(from) {
                    names.insert(to.clone(), content);
                }
            }
            Self::Folder(path) => drop(folders.insert(path.clone())),
        }
    }
}

/// Everything on the disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Image {
    contents: Vec<Content>,
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    durable_folders: BTreeSet<PathBuf>,
    pending: Vec<Name>,
}

impl Image {
    /// What is there after a power loss. `keeps` says of each part that was not made durable whether it is.
    pub(crate) fn after_power_loss(&self, keeps: &mut dyn FnMut() -> bool) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut names = self.durable_names.clone();
        let mut folders = self.durable_folders.clone();
        for name in &self.pending {
            if !keeps() {
                continue;
            }
            name.take_effect(&mut names, &mut folders);
        }
        let reachable = |path: &Path| {
            path.ancestors()
                .skip(1)
                .take_while(|folder| *folder != Path::new("/"))
                .all(|folder| folders.contains(folder))
        };
        let mut left = BTreeMap::new();
        for (path, content) in names.into_iter().filter(|(path, _)| reachable(path)) {
            left.insert(path, self.contents[content].after_power_loss(keeps));
        }
        left
    }

    /// What is there now.
    pub(crate) fn now(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.names.iter().map(|(path, content)| (path.clone(), self.contents[*content].now.clone())).collect()
    }
}

impl Content {
    /// A sync: everything since the last one reaches the disk. What a sync has failed for never does.
    fn make_durable(&mut self) {
        self.durable = self.after_power_loss(&mut || true);
        self.pending.clear();
    }

    fn after_power_loss(&self, keeps: &mut dyn FnMut() -> bool) -> Vec<u8> {
        let mut left = self.durable.clone();
        for change in &self.pending {
            match change {
                Change::Truncate(length) if keeps() => left.resize(*length, 0),
                Change::Truncate(_) => {}
                Change::Write(at, bytes) => {
                    // Sectors lie at multiples of their size in the file.
                    let mut start = 0;
                    while start < bytes.len() {
                        let end = (start + SECTOR - (at + start) % SECTOR).min(bytes.len());
                        if keeps() {
                            let (from, to) = (at + start, at + end);
                            left.resize(left.len().max(to), 0);
                            left[from..to].copy_from_slice(&bytes[start..end]);
                        }
                        start = end;
                    }
                }
            }
        }
        left
    }
}

#[derive(Debug, Default)]
struct State {
    image: Image,
    log: Vec<Op>,
    counted: usize,
    fault: Option<Fault>,
    lie: Option<Lie>,
    locks: BTreeMap<usize, usize>,
    handles: usize,
    /// The disk before each operation, with what was confirmed by then.
    snapshots: Option<Vec<(Confirmed, Image)>>,
    confirmed: Confirmed,
}

type Meanwhile = Box<dyn FnOnce()>;

/// The disk.
#[derive(Clone, Default)]
pub(crate) struct TestDisk {
    state: Rc<RefCell<State>>,
    /// What somebody else does right before the next write.
    meanwhile: Rc<Cell<Option<Meanwhile>>>,
}

impl std::fmt::Debug for TestDisk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestDisk")
    }
}

impl TestDisk {
    /// Holds these files, durably.
    pub(crate) fn holding(files: &BTreeMap<PathBuf, Vec<u8>>) -> Self {
        let disk = Self::default();
        let mut image = Image::default();
        for (path, bytes) in files {
            image.names.insert(path.clone(), image.contents.len());
            image.contents.push(Content { now: bytes.clone(), durable: bytes.clone(), pending: Vec::new() });
            image.folders.extend(path.ancestors().skip(1).map(Path::to_owned));
        }
        image.durable_names.clone_from(&image.names);
        image.durable_folders.clone_from(&image.folders);
        disk.state.borrow_mut().image = image;
        disk
    }

    pub(crate) fn lying(lie: Option<Lie>) -> Self {
        let disk = Self::default();
        disk.state.borrow_mut().lie = lie;
        disk
    }

    pub(crate) fn lie(&self, lie: Lie) {
        self.state.borrow_mut().lie = Some(lie);
    }

    pub(crate) fn failing(self, fault: Fault) -> Self {
        self.state.borrow_mut().fault = Some(fault);
        self
    }

    /// Keeps a picture of the disk before each operation from now on.
    pub(crate) fn watched(self) -> Self {
        self.state.borrow_mut().snapshots = Some(Vec::new());
        self
    }

    /// Notes what was reported as saved.
    pub(crate) fn confirm(&self, confirmed: Confirmed) {
        self.state.borrow_mut().confirmed = confirmed;
    }

    /// The pictures, with what was confirmed by then.
    pub(crate) fn snapshots(&self) -> Vec<(Confirmed, Image)> {
        let mut state = self.state.borrow_mut();
        let last = (state.confirmed.clone(), state.image.clone());
        state.snapshots.take().into_iter().flatten().chain([last]).collect()
    }

    /// What was asked since the last time.
    pub(crate) fn log(&self) -> Vec<Op> {
        std::mem::take(&mut self.state.borrow_mut().log)
    }

    /// How many operations could have failed so far.
    pub(crate) fn counted(&self) -> usize {
        self.state.borrow().counted
    }

    pub(crate) fn now(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.state.borrow().image.now()
    }

    pub(crate) fn meanwhile(&self, act: impl FnOnce() + 'static) {
        self.meanwhile.set(Some(Box::new(act)));
    }

    /// Records an operation; fails where it is due to. Asking for locks and giving them back never fails.
    fn begin(&self, op: Op) -> io::Result<()> {
        let mut state = self.state.borrow_mut();
        if state.snapshots.is_some() {
            let picture = (state.confirmed.clone(), state.image.clone());
            state.snapshots.iter_mut().for_each(|snapshots| snapshots.push(picture.clone()));
        }
        state.log.push(op);
        if matches!(op, Op::Lock | Op::Unlock) {
            return Ok(());
        }
        let number = state.counted;
        state.counted += 1;
        match state.fault {
            Some(fault) if number >= fault.first && number - fault.first < fault.count => {
                Err(fault.kind.into())
            }
            _ => Ok(()),
        }
    }

    fn lies(&self, lie: Lie) -> bool {
        self.state.borrow().lie == Some(lie)
    }

    fn handle(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state.borrow_mut();
        let content = *state.image.names.get(path).ok_or(io::ErrorKind::NotFound)?;
        state.handles += 1;
        Ok(Box::new(TestFile { disk: self.clone(), content, handle: state.handles }))
    }
}

impl Disk for TestDisk {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.begin(Op::MakeFolder)?;
        let image = &mut self.state.borrow_mut().image;
        if !image.folders.insert(folder.to_owned()) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        image.pending.push(Name::Folder(folder.to_owned()));
        Ok(())
    }

    fn is_folder(&self, folder: &Path) -> bool {
        folder == Path::new("/") || self.state.borrow().image.folders.contains(folder)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.state.borrow().image.names.contains_key(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.begin(Op::Rename)?;
        let image = &mut self.state.borrow_mut().image;
        let content = image.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        image.names.insert(to.to_owned(), content);
        image.pending.push(Name::Renamed(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.begin(Op::Create)?;
        {
            let image = &mut self.state.borrow_mut().image;
            if image.names.contains_key(path) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let number = image.contents.len();
            image.contents.push(Content::default());
            image.names.insert(path.to_owned(), number);
            image.pending.push(Name::Made(path.to_owned(), number));
        }
        self.handle(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.begin(Op::Open)?;
        self.handle(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.begin(Op::SyncFolder)?;
        if self.lies(Lie::SyncFolder) {
            return Ok(());
        }
        let image = &mut self.state.borrow_mut().image;
        let pending = std::mem::take(&mut image.pending);
        for name in pending {
            if name.path().parent() != Some(folder) {
                image.pending.push(name);
                continue;
            }
            name.take_effect(&mut image.durable_names, &mut image.durable_folders);
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.begin(Op::Remove)?;
        let image = &mut self.state.borrow_mut().image;
        image.names.remove(path).ok_or(io::ErrorKind::NotFound)?;
        image.pending.push(Name::Removed(path.to_owned()));
        Ok(())
    }
}

#[derive(Debug)]
struct TestFile {
    disk: TestDisk,
    content: usize,
    handle: usize,
}

impl TestFile {
    fn with<T>(&self, act: impl FnOnce(&mut Content) -> T) -> T {
        act(&mut self.disk.state.borrow_mut().image.contents[self.content])
    }
}

impl DiskFile for TestFile {
    fn lock(&mut self) -> Lock {
        let _ = self.disk.begin(Op::Lock);
        if self.disk.lies(Lie::Lock) {
            return Lock::Taken;
        }
        let mut state = self.disk.state.borrow_mut();
        let holder = *state.locks.entry(self.content).or_insert(self.handle);
        if holder == self.handle { Lock::Taken } else { Lock::Busy }
    }

    fn unlock(&mut self) {
        let _ = self.disk.begin(Op::Unlock);
        let mut state = self.disk.state.borrow_mut();
        if state.locks.get(&self.content) == Some(&self.handle) {
            state.locks.remove(&self.content);
        }
    }

    fn length(&mut self) -> io::Result<u64> {
        self.disk.begin(Op::Length)?;
        Ok(self.with(|content| content.now.len() as u64))
    }

    fn read(&mut self) -> io::Result<Vec<u8>> {
        self.disk.begin(Op::Read)?;
        Ok(self.with(|content| content.now.clone()))
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        if let Some(act) = self.disk.meanwhile.take() {
            act();
        }
        let at = usize::try_from(at).expect("small files");
        let failed = self.disk.begin(Op::Write);
        // What fails on a full disk has written a part.
        let bytes = if failed.is_err() { &bytes[..bytes.len() / 2] } else { bytes };
        self.with(|content| {
            content.now.resize(content.now.len().max(at + bytes.len()), 0);
            content.now[at..at + bytes.len()].copy_from_slice(bytes);
            content.pending.push(Change::Write(at, bytes.to_vec()));
        });
        failed
    }

    fn sync(&mut self) -> io::Result<()> {
        if let Err(error) = self.disk.begin(Op::Sync) {
            // The pages count as clean from now on, although they never reached the disk.
            self.with(|content| content.pending.clear());
            return Err(error);
        }
        if !self.disk.lies(Lie::Sync) {
            self.with(Content::make_durable);
        }
        Ok(())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.disk.begin(Op::Truncate)?;
        if self.disk.lies(Lie::Truncate) {
            return Ok(());
        }
        let length = usize::try_from(length).expect("small files");
        self.with(|content| {
            content.now.resize(length, 0);
            content.pending.push(Change::Truncate(length));
        });
        Ok(())
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let mut state = self.disk.state.borrow_mut();
        if state.locks.get(&self.content) == Some(&self.handle) {
            state.locks.remove(&self.content);
        }
    }
}
