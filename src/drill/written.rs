//! Progress as a document: the file of one person, and what a page keeps in the browser. Both are the same.
//!
//! Invariant: what a newer version wrote is told apart from what is no progress at all; neither is taken for an empty one.
//! Deliberately absent: where it is kept (floor 8, `world::progress`; the site's pages).

use crate::drill::schedule::{Card, CaseRecord, Progress};
use crate::drill::shelf::CaseId;
use crate::model::NodeKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

const FORMAT: &str = "triagebook-progress";
/// It rises when a reader of the old form could misread the new one.
const VERSION: u32 = 1;

/// Why a text is no progress that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is something else, or damaged.
    Other,
    /// A newer version of this program wrote it, in this version of its form.
    Newer(u32),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other => f.write_str("it is no progress of drills, or it is damaged"),
            Self::Newer(version) => {
                write!(f, "it was written by a newer triagebook (version {version} of its form)")
            }
        }
    }
}

/// The document.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    format: String,
    version: u32,
    cards: BTreeMap<NodeKey, Card>,
    cases: BTreeMap<CaseId, CaseRecord>,
}

/// What stands in every version of it.
#[derive(Debug, Deserialize)]
struct Head {
    format: String,
    version: u32,
}

impl Progress {
    /// Reads the document.
    ///
    /// # Errors
    /// It is none, or a newer one.
    pub fn read(text: &[u8]) -> Result<Self, Unread> {
        let head: Head = serde_json::from_slice(text).map_err(|_| Unread::Other)?;
        if head.format != FORMAT {
            return Err(Unread::Other);
        }
        if head.version > VERSION {
            return Err(Unread::Newer(head.version));
        }
        let Written { cards, cases, .. } = serde_json::from_slice(text).map_err(|_| Unread::Other)?;
        Ok(Self { cards, cases })
    }

    /// The document, with a line end.
    ///
    /// # Panics
    /// Never: maps with names as keys have a form.
    pub fn write(&self) -> String {
        let Self { cards, cases } = self.clone();
        let written = Written { format: FORMAT.to_owned(), version: VERSION, cards, cases };
        let text = serde_json::to_string_pretty(&written);
        text.expect("maps with names as keys have a form") + "\n"
    }

    /// Takes over what was practised elsewhere: of each question and case, the record that knows of more tries.
    pub fn take_over(&mut self, other: Self) {
        for (node, theirs) in other.cards {
            let ours = self.cards.entry(node).or_insert(theirs);
            if theirs.right + theirs.missed > ours.right + ours.missed {
                *ours = theirs;
            }
        }
        for (case, theirs) in other.cases {
            let ours = self.cases.entry(case).or_insert(theirs);
            let (best, solved) = (ours.best.max(theirs.best), ours.solved || theirs.solved);
            if theirs.times > ours.times {
                *ours = theirs;
            }
            (ours.best, ours.solved) = (best, solved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Card, CaseId, CaseRecord, NodeKey, Progress, Unread};
    use jiff::civil::date;

    fn card(right: u32) -> Card {
        Card { in_box: 2, due: date(2026, 12, 1), right, missed: 0 }
    }

    fn case(times: u32, best: u32) -> CaseRecord {
        CaseRecord { times, solved: best == 100, best, last: best, on: date(2026, 11, 28) }
    }

    #[test]
    fn what_is_written_is_read_and_other_texts_are_told_apart() {
        let mut progress = Progress::default();
        progress.cards.insert(NodeKey::new("a", "x"), card(1));
        progress.cases.insert(CaseId("a/1".to_owned()), case(1, 80));
        assert_eq!(Progress::read(progress.write().as_bytes()), Ok(progress));
        let newer = r#"{"format":"triagebook-progress","version":9,"boxes":[]}"#;
        assert_eq!(Progress::read(newer.as_bytes()), Err(Unread::Newer(9)));
        for other in ["", "{ torn", "{}", r#"{"format":"x","version":1,"cards":{},"cases":{}}"#] {
            assert_eq!(Progress::read(other.as_bytes()), Err(Unread::Other), "{other}");
        }
    }

    #[test]
    fn of_two_records_the_one_with_more_tries_stays_and_no_success_is_lost() {
        let (x, y) = (NodeKey::new("a", "x"), NodeKey::new("a", "y"));
        let id = CaseId("a/1".to_owned());
        let mut here = Progress::default();
        here.cards.insert(x.clone(), card(3));
        here.cases.insert(id.clone(), case(1, 100));
        let mut there = Progress::default();
        there.cards.insert(x.clone(), card(1));
        there.cards.insert(y.clone(), card(1));
        there.cases.insert(id.clone(), case(2, 60));
        here.take_over(there.clone());
        assert_eq!((here.cards[&x].right, here.cards[&y].right), (3, 1));
        let record = here.cases[&id];
        assert_eq!((record.times, record.best, record.last, record.solved), (2, 100, 60, true));
        let again = here.clone();
        here.take_over(there);
        assert_eq!(here, again, "twice is once");
    }
}
