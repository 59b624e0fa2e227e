//! Long lists in portions that a phone can show.
//!
//! Invariant: the portions together hold each row of the list once, in its order; a list that is short enough is one
//! portion, and is not changed.
//! Deliberately absent: addresses of the portions' pages (floor 8).

use crate::page::command_index::CommandGroup;
use crate::page::index::{Indexes, SymptomGroup};

/// At most this many rows of a list are on one page.
pub const ROWS: usize = 500;

/// A list that may be long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The runbooks.
    Runbooks,
    /// The symptoms.
    Symptoms,
    /// The error codes and texts.
    Signatures,
    /// The commands.
    Commands,
    /// The fixes.
    Fixes,
}

/// A portion of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// What its first row is.
    pub from: String,
    /// The indexes with no more than this portion of the list.
    pub indexes: Indexes,
}

impl Indexes {
    /// The portions of a list; none where it is short enough for one page.
    pub fn portions(&self, list: List) -> Vec<Portion> {
        let rows = match list {
            List::Runbooks => self.runbooks.len(),
            List::Symptoms => self.symptoms.iter().map(|group| group.symptoms.len()).sum(),
            List::Signatures => self.signatures.len(),
            List::Commands => self.commands.iter().map(|group| group.commands.len()).sum(),
            List::Fixes => self.fixes.len(),
        };
        if rows <= ROWS {
            return Vec::new();
        }
        match list {
            List::Runbooks => {
                self.cut(&self.runbooks, |row| &row.page.title, |indexes, rows| indexes.runbooks = rows)
            }
            List::Signatures => {
                self.cut(&self.signatures, |row| &row.text, |indexes, rows| indexes.signatures = rows)
            }
            List::Fixes => self.cut(&self.fixes, |row| &row.node.title, |indexes, rows| indexes.fixes = rows),
            List::Symptoms => {
                let groups = self.symptoms.iter().map(|group| (group, &group.symptoms));
                let rows: Vec<_> =
                    groups.flat_map(|(group, rows)| rows.iter().map(move |row| (group, row))).collect();
                self.cut(
                    &rows,
                    |(_, row)| &row.node.title,
                    |indexes, rows| {
                        for (group, row) in rows {
                            match indexes.symptoms.last_mut().filter(|open| open.id == group.id) {
                                Some(open) => open.symptoms.push(row.clone()),
                                None => indexes
                                    .symptoms
                                    .push(SymptomGroup { symptoms: vec![row.clone()], ..group.clone() }),
                            }
                        }
                    },
                )
            }
            List::Commands => {
                let groups = self.commands.iter().map(|group| (group, &group.commands));
                let rows: Vec<_> =
                    groups.flat_map(|(group, rows)| rows.iter().map(move |row| (group, row))).collect();
                self.cut(
                    &rows,
                    |(_, row)| &row.command,
                    |indexes, rows| {
                        for (group, row) in rows {
                            match indexes.commands.last_mut().filter(|open| open.anchor == group.anchor) {
                                Some(open) => open.commands.push(row.clone()),
                                None => indexes
                                    .commands
                                    .push(CommandGroup { commands: vec![row.clone()], ..group.clone() }),
                            }
                        }
                    },
                )
            }
        }
    }

    fn cut<R: Clone>(
        &self,
        rows: &[R],
        name: impl Fn(&R) -> &String,
        put: impl Fn(&mut Self, Vec<R>),
    ) -> Vec<Portion> {
        let portions = rows.chunks(ROWS).map(|rows| {
            let mut indexes = Self { title: self.title.clone(), ..Self::default() };
            put(&mut indexes, rows.to_vec());
            Portion { from: rows.first().map(|row| name(row).clone()).unwrap_or_default(), indexes }
        });
        portions.collect()
    }
}
