//! Files read again and again while they change.
//!
//! Invariant: the library is what loading the same bytes would give. Only files whose bytes changed are parsed again; everything is
//! linked again.
//! Deliberately absent: where the bytes come from (`library`, `draft`).

use crate::source::{FileId, SourceFile, SourceMap};
use crate::syntax::Patterns;
use crate::world::assemble::assemble;
use crate::world::library::{Library, Location, RawText};
use crate::world::parse::{self, Parsed, Unparsed};
use std::collections::HashMap;
use std::sync::Arc;

/// What was read, by path. A copy costs little.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    read: HashMap<String, Kept>,
}

/// A file that was parsed, and what from.
#[derive(Debug, Clone)]
struct Kept {
    bytes: Arc<[u8]>,
    file: SourceFile,
    parsed: Parsed,
}

impl Reader {
    /// Everything, parsed and linked. What else was read before is forgotten.
    pub(in crate::world) fn library(&mut self, location: Location, texts: Vec<RawText>) -> Library {
        let mut before = std::mem::take(&mut self.read);
        let mut changed = Vec::new();
        for (id, raw) in (0..).map(FileId).zip(&texts) {
            // Spans name files by their number, so a file that another one pushed aside is parsed again.
            let kept =
                before.remove(&raw.shown).filter(|kept| kept.bytes == raw.bytes && kept.parsed.id == id);
            match kept {
                Some(kept) => drop(self.read.insert(raw.shown.clone(), kept)),
                None => changed.push(Unparsed::new(id, raw, Patterns::Checked)),
            }
        }
        for (Unparsed { file, .. }, parsed) in changed.iter().zip(parse::all(&changed)) {
            let Some(raw) = texts.get(parsed.id.0 as usize) else { continue };
            let kept = Kept { bytes: Arc::clone(&raw.bytes), file: file.clone(), parsed };
            self.read.insert(raw.shown.clone(), kept);
        }
        let mut sources = SourceMap::default();
        let mut parsed: Vec<Parsed> = Vec::with_capacity(texts.len());
        for kept in texts.iter().filter_map(|raw| self.read.get(&raw.shown)) {
            sources.add(kept.file.clone());
            parsed.push(kept.parsed.clone());
        }
        assemble(location, sources, texts, parsed)
    }
}
