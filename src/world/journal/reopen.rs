//! Taking up a session again: what is torn is cut, what is damaged is left alone and gone on with in a new file.
//!
//! Invariant: bytes that are cut were copied before, durably; a file that is damaged before its end, or that a newer
//! program wrote to, is never changed.
//! Deliberately absent: what the events mean, and asking who may write.

use crate::session::{Opening, Salvage};
use crate::world::journal::disk::Lock;
use crate::world::journal::id::SessionId;
use crate::world::journal::keep::{Due, Fault, Journal, Open, take};
use crate::world::journal::store::{Presence, Store};
use std::io;
use std::path::PathBuf;

/// A session that is taken up again.
#[derive(Debug)]
pub struct Reopened {
    /// Where its events go from now on.
    pub journal: Journal,
    /// What could be read.
    pub salvage: Salvage,
    /// The file that holds the torn end, where there was one.
    pub torn: Option<PathBuf>,
}

/// Why a session cannot be gone on with.
#[derive(Debug)]
pub enum Refusal {
    /// Its file could not be opened or read.
    Disk(Fault),
    /// A newer program wrote to it; a sentence without a full stop.
    Newer(String),
    /// Where it began cannot be read.
    NoBeginning,
}

impl Store {
    /// Opens a session to write on. The mark that it is open here comes from [`Store::claim`]; without it another
    /// terminal that has it open will notice at its next answer and write no more.
    ///
    /// # Errors
    /// Why it cannot be gone on with. Nothing was changed then.
    pub fn reopen(
        &self,
        id: &SessionId,
        opening: Opening,
        presence: Result<Presence, Lock>,
    ) -> Result<Reopened, Refusal> {
        let path = self.path(id);
        let refused = |action| {
            let path = path.clone();
            move |error| Refusal::Disk(Fault::disk(action, &path)(error))
        };
        let mut file = self.disk.open(&path).map_err(refused("open"))?;
        take(&mut *file).map_err(refused("lock"))?;
        let bytes = file.read().map_err(refused("read"))?;
        let salvage = Salvage::read(&bytes);
        if let Some(why) = salvage.newer() {
            return Err(Refusal::Newer(why));
        }
        if salvage.opening().is_none() {
            return Err(Refusal::NoBeginning);
        }
        let journal = Journal::new(Some(self.clone()), opening);
        if !salvage.damage.is_empty() {
            let journal = journal.after(id.clone(), None);
            return Ok(Reopened { journal, salvage, torn: None });
        }
        let mut torn = None;
        if salvage.torn > 0 {
            let kept = self.keep_torn(id, bytes.get(salvage.good..).unwrap_or_default()).and_then(|kept| {
                file.truncate(salvage.good as u64)?;
                file.sync()?;
                Ok(kept)
            });
            match kept {
                Ok(kept) => torn = Some(kept),
                Err(error) => {
                    let fault = Fault::disk("mend", &path)(error);
                    let journal = journal.after(id.clone(), Some(fault));
                    return Ok(Reopened { journal, salvage, torn: None });
                }
            }
        }
        file.unlock();
        let open = Open {
            id: id.clone(),
            file,
            presence: presence.ok(),
            chain: salvage.chain.clone(),
            length: salvage.good as u64,
            opening_due: Due::Yes,
        };
        Ok(Reopened { journal: journal.going_on(open), salvage, torn })
    }

    /// Copies a torn end beside its session.
    fn keep_torn(&self, id: &SessionId, bytes: &[u8]) -> io::Result<PathBuf> {
        let mut number = 1;
        let (path, mut file) = loop {
            let ending = if number == 1 { "torn".to_owned() } else { format!("torn-{number}") };
            let path = self.sibling(id, &ending);
            match self.disk.create(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
                Err(error) => return Err(error),
            }
        };
        file.write(0, bytes)?;
        file.sync()?;
        self.disk.sync_folder(&self.folder)?;
        Ok(path)
    }
}
