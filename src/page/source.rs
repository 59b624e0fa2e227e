//! The sources of a page: each one once, numbered in the order they are first cited.
//!
//! Invariant: a number names the same source everywhere on its page.
//! Deliberately absent: whether a source can still be reached.

use crate::model::{Confidence, Source};
use serde::Serialize;

/// A reference to a source in the page's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Its number in the page's list, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// The link to the list's entry.
    pub href: String,
}

/// One entry of a page's list of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceRow {
    /// Its number, from 1.
    pub number: usize,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Its address, where it has one that a link may lead to.
    pub url: Option<String>,
    /// When it was last read: `2026-11-23`.
    pub seen: String,
    /// How far to trust it: nothing for official sources, else a few words.
    pub doubt: Option<&'static str>,
}

/// The list while it grows.
#[derive(Debug, Default)]
pub(super) struct Bibliography {
    rows: Vec<SourceRow>,
}

impl Bibliography {
    /// Cites a source and adds it to the list where it is new.
    pub(super) fn cite(&mut self, source: &Source) -> Citation {
        let row = row(source, self.rows.len() + 1);
        let known = self.rows.iter().find(|known| known.title == row.title && known.url == row.url);
        let row = if let Some(known) = known {
            known.clone()
        } else {
            self.rows.push(row.clone());
            row
        };
        Citation { number: row.number, title: row.title, href: format!("#{}", row.anchor) }
    }

    /// The list so far.
    pub(super) fn rows(&self) -> &[SourceRow] {
        &self.rows
    }

    /// The list.
    pub(super) fn into_rows(self) -> Vec<SourceRow> {
        self.rows
    }
}

/// One source as an entry of a list.
pub(super) fn row(source: &Source, number: usize) -> SourceRow {
    let url = source.url.as_ref().map(|url| url.value.clone());
    SourceRow {
        number,
        anchor: format!("_source-{number}"),
        title: source.title.value.clone(),
        url: url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        seen: source.seen.value.to_string(),
        doubt: match source.confidence.as_ref().map(|confidence| confidence.value) {
            None | Some(Confidence::Official) => None,
            Some(Confidence::Field) => Some("practitioners' experience"),
            Some(Confidence::Unconfirmed) => Some("unconfirmed"),
        },
    }
}
