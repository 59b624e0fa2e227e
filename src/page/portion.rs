//! Long lists in portions that a phone can show.
//!
//! Invariant: the portions together hold each row of the list once, in its order. The lists of one page count as one list,
//! in the order in which the page shows them; a group that is cut stands in both portions, with its own rows in each.
//! Deliberately absent: addresses of the portions' pages (floor 8).

use crate::page::command_index::CommandGroup;
use crate::page::index::{Indexes, List, SymptomGroup};
use crate::page::lesson::LessonRow;
use crate::page::team::{Receiver, RoleRow, Team};

/// At most this many rows of a list are on one page.
pub const ROWS: usize = 500;

/// A portion of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion<T> {
    /// What its first row is.
    pub from: String,
    /// What a page shows, with no more than this portion of the list.
    pub shown: T,
}

/// A row on its way into a portion: what it is, and how it gets there.
struct Row<'a, T> {
    name: &'a str,
    put: Box<dyn Fn(&mut T) + 'a>,
}

impl<'a, T> Row<'a, T> {
    fn new(name: &'a str, put: impl Fn(&mut T) + 'a) -> Self {
        Self { name, put: Box::new(put) }
    }
}

/// The portions of rows; none where they are few enough for one page.
fn cut<T: Default>(rows: &[Row<'_, T>]) -> Vec<Portion<T>> {
    if rows.len() <= ROWS {
        return Vec::new();
    }
    let portions = rows.chunks(ROWS).map(|rows| {
        let mut shown = T::default();
        for row in rows {
            (row.put)(&mut shown);
        }
        Portion { from: rows.first().map(|row| row.name.to_owned()).unwrap_or_default(), shown }
    });
    portions.collect()
}

/// The group at the end of a list, which is begun where the last one is another.
fn open<G>(groups: &mut Vec<G>, is_it: impl Fn(&G) -> bool, begin: impl FnOnce() -> G) -> Option<&mut G> {
    if !groups.last().is_some_and(is_it) {
        groups.push(begin());
    }
    groups.last_mut()
}

impl Indexes {
    /// The portions of a list; none where it is short enough for one page.
    pub fn portions(&self, list: List) -> Vec<Portion<Self>> {
        let rows: Vec<Row<'_, Self>> = match list {
            List::Runbooks => {
                let rows = self.runbooks.iter();
                rows.map(|row| Row::new(&row.page.title, |to: &mut Self| to.runbooks.push(row.clone())))
                    .collect()
            }
            List::Signatures => {
                let rows = self.signatures.iter();
                rows.map(|row| Row::new(&row.text, |to: &mut Self| to.signatures.push(row.clone()))).collect()
            }
            List::Fixes => {
                let rows = self.fixes.iter();
                rows.map(|row| Row::new(&row.node.title, |to: &mut Self| to.fixes.push(row.clone())))
                    .collect()
            }
            List::Symptoms => self.symptom_rows(),
            // A person reads it from end to end.
            List::Glossary => Vec::new(),
            List::Commands => self.command_rows(),
            List::Sources => {
                let reviews = self.reviews.iter();
                let reviews = reviews
                    .map(|row| Row::new(&row.page.title, |to: &mut Self| to.reviews.push(row.clone())));
                let sources = self.sources.iter();
                let sources = sources
                    .map(|row| Row::new(&row.source.title, |to: &mut Self| to.sources.push(row.clone())));
                reviews.chain(sources).collect()
            }
        };
        cut(&rows)
    }

    fn symptom_rows(&self) -> Vec<Row<'_, Self>> {
        let rows = self.symptoms.iter().flat_map(|group| group.symptoms.iter().map(move |row| (group, row)));
        rows.map(|(group, row)| {
            let begin = || SymptomGroup {
                runbook: group.runbook.clone(),
                id: group.id.clone(),
                symptoms: Vec::new(),
            };
            Row::new(&row.node.title, move |to: &mut Self| {
                let open = open(&mut to.symptoms, |open| open.id == group.id, begin);
                if let Some(open) = open {
                    open.symptoms.push(row.clone());
                }
            })
        })
        .collect()
    }

    fn command_rows(&self) -> Vec<Row<'_, Self>> {
        let rows = self.commands.iter().flat_map(|group| group.commands.iter().map(move |row| (group, row)));
        rows.map(|(group, row)| {
            let begin = || CommandGroup {
                anchor: group.anchor.clone(),
                place: group.place.clone(),
                commands: Vec::new(),
            };
            Row::new(&row.command, move |to: &mut Self| {
                let open = open(&mut to.commands, |open| open.anchor == group.anchor, begin);
                if let Some(open) = open {
                    open.commands.push(row.clone());
                }
            })
        })
        .collect()
    }
}

impl Team {
    /// The portions of the page for team leads; none where it is short enough.
    pub fn portions(&self) -> Vec<Portion<Self>> {
        let mut rows: Vec<Row<'_, Self>> = Vec::new();
        let runbooks = self.runbooks.iter();
        rows.extend(
            runbooks.map(|row| Row::new(&row.page.title, |to: &mut Self| to.runbooks.push(row.clone()))),
        );
        for role in &self.roles {
            let begin = || RoleRow { role: role.role.clone(), risk: role.risk, fixes: Vec::new() };
            rows.extend(role.fixes.iter().map(|fix| {
                Row::new(&role.role, move |to: &mut Self| {
                    let open = open(&mut to.roles, |open| open.role == role.role, begin);
                    if let Some(open) = open {
                        open.fixes.push(fix.clone());
                    }
                })
            }));
        }
        for receiver in &self.receivers {
            let begin = || Receiver { to: receiver.to.clone(), ends: Vec::new() };
            rows.extend(receiver.ends.iter().map(|end| {
                Row::new(&receiver.to, move |to: &mut Self| {
                    let open = open(&mut to.receivers, |open| open.to == receiver.to, begin);
                    if let Some(open) = open {
                        open.ends.push(end.clone());
                    }
                })
            }));
        }
        let facts = self.open.iter();
        rows.extend(facts.map(|row| Row::new(&row.node.title, |to: &mut Self| to.open.push(row.clone()))));
        cut(&rows)
    }
}

/// The portions of the list of lessons; none where it is short enough for one page.
pub fn of_lessons(lessons: &[LessonRow]) -> Vec<Portion<Vec<LessonRow>>> {
    let rows = lessons.iter();
    let rows: Vec<Row<'_, Vec<LessonRow>>> =
        rows.map(|row| Row::new(&row.page.title, |to: &mut Vec<LessonRow>| to.push(row.clone()))).collect();
    cut(&rows)
}
