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
        let url = address(source);
        let is_same = |row: &SourceRow| row.title == source.title.value && row.url.as_deref() == url;
        let place = self.rows.iter().position(is_same).unwrap_or_else(|| {
            self.rows.push(row(source, self.rows.len() + 1));
            self.rows.len() - 1
        });
        let row = &self.rows[place];
        Citation { number: row.number, title: row.title.clone(), href: ["#", &row.anchor].concat() }
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

/// The address of a source, where it has one that a link may lead to.
fn address(source: &Source) -> Option<&str> {
    let url = source.url.as_ref().map(|url| url.value.as_str());
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// One source as an entry of a list.
pub(super) fn row(source: &Source, number: usize) -> SourceRow {
    SourceRow {
        number,
        anchor: format!("_source-{number}"),
        title: source.title.value.clone(),
        url: address(source).map(str::to_owned),
        seen: source.seen.value.to_string(),
        doubt: match source.confidence.as_ref().map(|confidence| confidence.value) {
            None | Some(Confidence::Official) => None,
            Some(Confidence::Field) => Some("practitioners' experience"),
            Some(Confidence::Unconfirmed) => Some("unconfirmed"),
        },
    }
}
