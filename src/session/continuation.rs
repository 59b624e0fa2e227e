//! Which session goes on in which file, where one could not be written any more.
//!
//! Invariant: a file appears under its name only when all of it is on the disk (floor 8), so whatever goes on with a
//! session holds all of it.
//! Deliberately absent: the disk.

use crate::session::salvage::Salvage;
use std::collections::BTreeMap;

/// How the sessions of a folder hang together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Continuations {
    next: BTreeMap<String, String>,
}

impl Continuations {
    /// Finds them among sessions by name. Of several that go on with the same one, the longest counts.
    pub fn of<'a>(sessions: impl Iterator<Item = (&'a str, &'a Salvage)>) -> Self {
        let mut longest: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for (name, salvage) in sessions {
            if let Some(origin) = salvage.opening().and_then(|opening| opening.continues.as_deref()) {
                let best = longest.entry(origin).or_default();
                *best = (*best).max((salvage.events.len(), name));
            }
        }
        let next = longest.into_iter().map(|(origin, (_, name))| (origin.to_owned(), name.to_owned()));
        Self { next: next.collect() }
    }

    /// The session that goes on with this one.
    pub fn next(&self, name: &str) -> Option<&str> {
        self.next.get(name).map(String::as_str)
    }

    /// Where this session stands now: itself, or the last one that goes on with it.
    pub fn last<'a>(&'a self, name: &'a str) -> &'a str {
        // As many steps as there are, so that files that name each other end it.
        let steps = std::iter::successors(Some(name), |name| self.next(name));
        steps.take(self.next.len() + 1).last().unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::Continuations;
    use crate::session::event::{Event, What};
    use crate::session::journal_line::{Chain, FORMAT, KbPrint, Opening};
    use crate::session::salvage::Salvage;

    fn session(events: usize, continues: Option<&str>) -> Salvage {
        let opening = Opening {
            format: FORMAT,
            engine: "1".to_owned(),
            title: "T".to_owned(),
            kb: KbPrint::default(),
            continues: continues.map(str::to_owned),
        };
        let note = Event::new(jiff::Timestamp::UNIX_EPOCH, What::Note { node: None, text: "x".to_owned() });
        Salvage::read(&Chain::default().lines(&vec![note; events], Some(&opening)).0)
    }

    #[test]
    fn a_session_is_followed_to_its_last_and_longest_part() {
        let sessions = [
            ("a", session(5, None)),
            ("b", session(5, Some("a"))),
            ("c", session(7, Some("b"))),
            ("d", session(6, Some("b"))),
        ];
        let found = Continuations::of(sessions.iter().map(|(name, salvage)| (*name, salvage)));
        assert_eq!(found.last("a"), "c");
        assert_eq!((found.next("a"), found.next("c")), (Some("b"), None));
        assert_eq!(found.last("unknown"), "unknown");
    }

    #[test]
    fn files_that_name_each_other_end_the_search() {
        let sessions = [("a", session(2, Some("b"))), ("b", session(2, Some("a")))];
        let found = Continuations::of(sessions.iter().map(|(name, salvage)| (*name, salvage)));
        assert!(["a", "b"].contains(&found.last("a")));
    }
}
