//! What a session is about and where it stands, told from its events alone.
//!
//! Invariant: needs no knowledge base, so a list of sessions never fails for want of one.
//! Deliberately absent: the position in the graph ([`crate::session::State`] has it).

use crate::model::{EndResult, NodeKey};
use crate::session::event::What;
use crate::session::salvage::Salvage;

/// A session in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Time of the first and of the last event.
    pub span: Option<(jiff::Timestamp, jiff::Timestamp)>,
    /// Where the walk entered.
    pub entry: Option<NodeKey>,
    /// That node's title when the session began.
    pub title: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// The node that was answered last.
    pub last_node: Option<NodeKey>,
    /// The session that it goes on with.
    pub continues: Option<String>,
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It can be gone on with.
    Open,
    /// It was put aside.
    Parked,
    /// It came to an end.
    Ended(EndResult),
    /// Its beginning cannot be read.
    Unreadable,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Parked => "parked",
            Self::Ended(result) => result.word(),
            Self::Unreadable => "damaged",
        }
    }

    /// Whether there is something left to do.
    pub fn is_unfinished(self) -> bool {
        matches!(self, Self::Open | Self::Parked)
    }
}

impl Summary {
    /// Sums up what could be read.
    pub fn of(salvage: &Salvage) -> Self {
        let events = &salvage.events;
        let mut summary = Self {
            span: events.first().zip(events.last()).map(|(first, last)| (first.at, last.at)),
            entry: None,
            title: salvage.opening().map(|opening| opening.title.clone()),
            standing: if salvage.opening().is_some() { Standing::Open } else { Standing::Unreadable },
            last_node: None,
            continues: salvage.opening().and_then(|opening| opening.continues.clone()),
        };
        for event in events {
            summary.take(&event.what);
        }
        summary
    }

    fn take(&mut self, what: &What) {
        match what {
            What::Started { entry, .. } if self.entry.is_none() => self.entry = Some(entry.clone()),
            What::Answered { node, .. } | What::Overruled { node, .. } | What::FixDone { node, .. } => {
                self.last_node = Some(node.clone());
            }
            _ => {}
        }
        let standing = match what {
            What::Finished { result } => Standing::Ended(*result),
            What::Parked { .. } => Standing::Parked,
            // A remark changes nothing about where it stands.
            What::Note { .. } => return,
            _ if matches!(self.standing, Standing::Parked) && !matches!(what, What::Resumed) => return,
            _ => Standing::Open,
        };
        if self.standing != Standing::Unreadable {
            self.standing = standing;
        }
    }
}
