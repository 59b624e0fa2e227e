//! What the journal asks of a disk, and the real one.
//!
//! Invariant: every operation that the promise rests on goes through here, so that tests can record the sequence, fail
//! any of it, and replay what a crash would leave.
//! Deliberately absent: reading for lists (`store`), and any retry.

use std::fmt::Debug;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// The operations on folders and names.
pub trait Disk: Debug {
    /// Makes a folder, for this user only; the one it lies in is there.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Whether there is a folder of this name.
    fn is_folder(&self, folder: &Path) -> bool;
    /// Whether there is a file of this name.
    fn is_file(&self, path: &Path) -> bool;
    /// Makes a file that must not exist, for this user only.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Opens a file that exists, to read and write.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Takes a file's name away.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Gives a file another name, which nobody has.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
}

/// The operations on one file.
pub trait DiskFile: Debug {
    /// Tries to take the lock of the file.
    fn lock(&mut self) -> Lock;
    /// Gives it back.
    fn unlock(&mut self);
    /// Bytes in the file.
    fn length(&mut self) -> io::Result<u64>;
    /// The whole content.
    fn read(&mut self) -> io::Result<Vec<u8>>;
    /// Writes at an offset.
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Makes the content durable.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts the file to this length.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
}

/// What came of taking a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// It is ours.
    Taken,
    /// Somebody else has it.
    Busy,
    /// This file system does not lock; why.
    Unsupported(String),
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        private_folder(folder)
    }

    fn is_folder(&self, folder: &Path) -> bool {
        folder.is_dir()
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        private_file(&mut options);
        Ok(Box::new(RealFile(options.open(path)?)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(RealFile(OpenOptions::new().read(true).write(true).open(path)?)))
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        match File::open(folder)?.sync_all() {
            // Some network file systems cannot; they keep names in order by themselves.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            result => result,
        }
    }

    /// Windows keeps names durable by itself; a folder cannot be opened like a file there.
    #[cfg(not(unix))]
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().mode(0o700).create(folder)
}

/// Windows takes the permissions of the profile's folder, which is the user's own.
#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir(folder)
}

#[cfg(unix)]
fn private_file(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private_file(_: &mut OpenOptions) {}

#[derive(Debug)]
struct RealFile(File);

impl DiskFile for RealFile {
    fn lock(&mut self) -> Lock {
        match self.0.try_lock() {
            Ok(()) => Lock::Taken,
            Err(TryLockError::WouldBlock) => Lock::Busy,
            Err(TryLockError::Error(error)) => Lock::Unsupported(error.to_string()),
        }
    }

    fn unlock(&mut self) {
        // A lock that cannot be given back goes with the file.
        let _ = self.0.unlock();
    }

    fn length(&mut self) -> io::Result<u64> {
        self.0.metadata().map(|metadata| metadata.len())
    }

    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.seek(SeekFrom::Start(0))?;
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(at))?;
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}
