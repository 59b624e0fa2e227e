//! Replaces a site by a new one in one step.
//!
//! Invariant: at every moment the target is the old site, the new site, or (between two renames) absent with both kept
//! beside it; it is never a mixture. Only a new or empty folder, or one that holds our marker, is ever replaced. What a build
//! that was killed leaves behind is removed by the next one, unless a site may be in it.
//! Deliberately absent: what a site consists of.

use crate::world::book::BookError;
use crate::world::file;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The file that says: triagebook made this folder and may replace it.
pub const MARKER: &str = ".triagebook-site";

const MARKER_TEXT: &str =
    "This folder was made by `triagebook book`, which replaces all of it when it runs again.\n";

/// The previous site, in a workshop.
const OLD: &str = "old";
/// A file in a workshop that is locked for as long as somebody works there.
const LOCK: &str = "lock";

/// A temporary folder on the disk of the target, which goes with its last use.
#[derive(Debug)]
pub(super) struct Workshop {
    /// Closed before the folder goes. None where the disk knows no locks.
    _lock: Option<File>,
    folder: tempfile::TempDir,
}

impl Workshop {
    fn new(parent: &Path) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(file::TEMPORARY).tempdir_in(parent)?;
        Ok(Self { _lock: locked(folder.path()).ok(), folder })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Leaves it where it is, for a person.
    fn keep(self) {
        let _ = std::fs::remove_file(self.path().join(LOCK));
        let _ = self.folder.keep();
    }
}

/// Makes the lock of a workshop. It gets its name when it is held: until then nobody may find it free.
fn locked(workshop: &Path) -> std::io::Result<File> {
    let unnamed = workshop.join("new-lock");
    let lock = File::create(&unnamed)?;
    lock.lock()?;
    std::fs::rename(unnamed, workshop.join(LOCK))?;
    Ok(lock)
}

/// Removes a workshop that nobody works in, because its build was killed. One that holds a previous site is left to people; that
/// is asked last, because a build that is under way may still put one there.
fn remove_if_deserted(workshop: &Path) {
    let is_free = File::open(workshop.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
    if is_free && !workshop.join(OLD).exists() {
        let _ = std::fs::remove_dir_all(workshop);
    }
}

/// Where a site goes.
#[derive(Debug)]
pub(super) struct Place {
    /// As the caller named it.
    named: PathBuf,
    parent: PathBuf,
    name: OsString,
}

impl Place {
    /// Looks at the target: it must be new, empty or ours, and its parent must be there or be makeable.
    pub(super) fn new(target: &Path) -> Result<Self, BookError> {
        if target.exists() && !is_ours(target)? {
            return Err(BookError::NotOurs(target.to_owned()));
        }
        // A link is followed: the folder it leads to is replaced, the link stays.
        let real = if target.exists() {
            target.canonicalize().map_err(file::failed("read", target))?
        } else {
            std::path::absolute(target).map_err(file::failed("read", target))?
        };
        let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else {
            return Err(BookError::NotOurs(target.to_owned()));
        };
        std::fs::create_dir_all(parent).map_err(file::failed("write", parent))?;
        Ok(Self { named: target.to_owned(), parent: parent.to_owned(), name: name.to_owned() })
    }

    /// A temporary folder on the same disk.
    pub(super) fn workshop(&self) -> Result<Workshop, BookError> {
        Workshop::new(&self.parent).map_err(|error| file::failed("write", &self.named)(error).into())
    }

    /// Puts `site` at the target; what was there goes with the workshop. Returns the address of the first page.
    pub(super) fn swap_in(&self, site: &Path, workshop: Workshop) -> Result<PathBuf, BookError> {
        let failed = |error| BookError::from(file::failed("write", &self.named)(error));
        std::fs::write(site.join(MARKER), MARKER_TEXT).map_err(failed)?;
        let target = self.parent.join(&self.name);
        let old = workshop.path().join(OLD);
        let replaces = target.exists();
        if replaces {
            std::fs::rename(&target, &old).map_err(failed)?;
        }
        if let Err(error) = std::fs::rename(site, &target) {
            if replaces {
                // The old site comes back; if even that fails, it is still in the workshop, so the workshop stays.
                if std::fs::rename(&old, &target).is_err() {
                    workshop.keep();
                    return Err(failed(std::io::Error::other(format!(
                        "{error}; the previous site is in `{}`",
                        old.display()
                    ))));
                }
            }
            return Err(failed(error));
        }
        self.remove_deserted();
        Ok(self.named.join("index.html"))
    }

    fn remove_deserted(&self) {
        let Ok(entries) = std::fs::read_dir(&self.parent) else { return };
        let names = entries.flatten().map(|entry| entry.file_name());
        names
            .filter(|name| name.to_str().is_some_and(|name| name.starts_with(file::TEMPORARY)))
            .for_each(|name| remove_if_deserted(&self.parent.join(name)));
    }
}

/// Whether a folder is empty or one of our sites.
fn is_ours(folder: &Path) -> Result<bool, BookError> {
    if !folder.is_dir() {
        return Ok(false);
    }
    let mut entries = std::fs::read_dir(folder).map_err(file::failed("read", folder))?;
    Ok(entries.next().is_none() || folder.join(MARKER).is_file())
}

#[cfg(test)]
mod tests {
    use super::{LOCK, MARKER, OLD, Place};
    use crate::world::book::BookError;

    fn names(folder: &std::path::Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_site_is_replaced_whole_and_nothing_else_stays_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("deep/site");
        for page in ["one.html", "two.html"] {
            let place = Place::new(&target).unwrap();
            let workshop = place.workshop().unwrap();
            let site = workshop.path().join("site");
            std::fs::create_dir(&site).unwrap();
            std::fs::write(site.join(page), "x").unwrap();
            assert_eq!(place.swap_in(&site, workshop).unwrap(), target.join("index.html"));
            assert_eq!(names(&target), [MARKER, page]);
            assert_eq!(names(target.parent().unwrap()), ["site"]);
        }
    }

    #[test]
    fn what_a_killed_build_left_goes_with_the_next_one_unless_a_site_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(&folder.path().join("site")).unwrap();
        let killed = |name: &str, holds: &[&str]| {
            let workshop = folder.path().join(name);
            std::fs::create_dir_all(workshop.join("book")).unwrap();
            for file in holds {
                std::fs::write(workshop.join(file), "").unwrap();
            }
        };
        killed(".triagebook-killed", &[LOCK]);
        killed(".triagebook-with-a-site", &[LOCK, OLD]);
        killed(".triagebook-somebodys", &[]);
        let other = place.workshop().unwrap();
        let workshop = place.workshop().unwrap();
        let site = workshop.path().join("site");
        std::fs::create_dir(&site).unwrap();
        place.swap_in(&site, workshop).unwrap();
        let left = [other.path().file_name().unwrap().to_str().unwrap(), "site"];
        let mut left = [&[".triagebook-somebodys", ".triagebook-with-a-site"], &left[..]].concat();
        left.sort_unstable();
        assert_eq!(names(folder.path()), left);
        other.keep();
    }

    #[test]
    fn a_folder_or_file_of_somebody_else_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("notes.txt");
        std::fs::write(&file, "mine").unwrap();
        assert!(matches!(Place::new(folder.path()), Err(BookError::NotOurs(_))));
        assert!(matches!(Place::new(&file), Err(BookError::NotOurs(_))));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
        std::fs::create_dir(folder.path().join("empty")).unwrap();
        assert!(Place::new(&folder.path().join("empty")).is_ok());
    }
}
