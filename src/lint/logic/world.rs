//! Worlds: one cell for each subject, and all combinations of them.
//!
//! Invariant: every value that a real output can hold lies in a cell of its subject; tests that are not plain are free in
//! all cells where they cannot be worked out. A world in which nothing was printed is a world of its own.
//! Deliberately absent: formulas.

use crate::evidence::Truth;
use crate::lint::logic::atom::{Atom, Says, Subject};
use crate::lint::logic::ready::{Ready, Spoken, Test};
use crate::lint::logic::{Formula, MOST};
use crate::prose;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What may be the case with one subject.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Missing,
    Blank,
    /// This text, in lower case.
    Text(String),
    Number(f64),
    /// Minutes from the clock.
    Time(f64),
    /// Any other value.
    Other,
    Holds,
    Fails,
}

/// Where the cell [`Cell::Holds`] stands on an axis that has it.
const HOLDS: usize = 0;

/// A subject with its cells, or a test that is free.
#[derive(Debug)]
struct Axis<'f> {
    subject: &'f Subject,
    /// A free test of the subject, as written out; none for the subject itself.
    free: Option<String>,
    cells: Vec<Cell>,
}

/// All worlds that matter to some formulas.
pub(super) struct Worlds<'f> {
    axes: Vec<Axis<'f>>,
    can_be_silent: bool,
}

/// One world.
pub(super) struct World<'w> {
    axes: &'w [Axis<'w>],
    /// The cell of each axis.
    chosen: &'w [usize],
    /// Whether nothing was printed.
    pub(super) is_silent: bool,
}

impl<'f> Worlds<'f> {
    /// The worlds of these formulas; none where there are too many.
    pub(super) fn of(formulas: &[&'f Formula]) -> Option<Self> {
        let mut subjects: BTreeMap<&Subject, Vec<&Atom>> = BTreeMap::new();
        for formula in formulas {
            formula.collect(&mut subjects);
        }
        let can_be_silent = subjects.remove(&Subject::Silence).is_some();
        let mut axes = Vec::new();
        for (subject, atoms) in subjects {
            axes.push(Axis { subject, free: None, cells: cells(subject, &atoms) });
            let mut free: Vec<String> = atoms.iter().filter_map(|atom| free_name(&atom.says)).collect();
            free.sort();
            free.dedup();
            axes.extend(free.into_iter().map(|free| Axis {
                subject,
                free: Some(free),
                cells: vec![Cell::Holds, Cell::Fails],
            }));
        }
        let number = axes.iter().try_fold(1_usize, |number, axis| number.checked_mul(axis.cells.len()))?;
        (number <= MOST).then_some(Self { axes, can_be_silent })
    }

    /// Whether `holds` says so of any world. Asks no further then.
    pub(super) fn any(&self, mut holds: impl FnMut(&World<'_>) -> bool) -> bool {
        let mut chosen = vec![0; self.axes.len()];
        loop {
            if holds(&World { axes: &self.axes, chosen: &chosen, is_silent: false }) {
                return true;
            }
            let next = chosen.iter_mut().zip(&self.axes).any(|(cell, axis)| {
                *cell += 1;
                let fits = *cell < axis.cells.len();
                *cell *= usize::from(fits);
                fits
            });
            if !next {
                break;
            }
        }
        self.can_be_silent && holds(&World { axes: &self.axes, chosen: &chosen, is_silent: true })
    }

    /// A formula, ready to be asked in these worlds, which must be those of it or of it and others.
    pub(super) fn ready(&self, formula: &Formula) -> Ready {
        Ready::of(formula, &|atom| self.test(atom))
    }

    fn test(&self, atom: &Atom) -> Test {
        let silent = match (&atom.subject, &atom.says) {
            (Subject::Silence, _) => Truth::True,
            // Facts are known whatever was printed, and free here.
            (Subject::Fact(_), _) => Truth::Unknown,
            (Subject::Count(_), says) => compare(says, &Cell::Number(0.0)).unwrap_or(Truth::False),
            _ => Truth::False,
        };
        let spoken = match &atom.subject {
            Subject::Silence => Spoken::Always(Truth::False),
            // A text occurs where a longer one does.
            Subject::Text(text) => Spoken::SomeHolds(self.axes_of(
                |subject| matches!(subject, Subject::Text(longer) if longer.contains(text.as_str())),
            )),
            // An error with a text is an error.
            Subject::Flag(written) => Spoken::SomeHolds(self.axes_of(|subject| {
                let is_error = |other: &str| written == "error" && other.starts_with("error ");
                *subject == atom.subject || matches!(subject, Subject::Flag(other) if is_error(other))
            })),
            subject => match self.axis(subject, None) {
                Some((axis, cells)) => {
                    let truths = cells.iter().map(|cell| compare(&atom.says, cell)).collect();
                    let name = free_name(&atom.says);
                    let free = name.and_then(|name| Some(self.axis(subject, Some(&name))?.0));
                    Spoken::Cell { axis, truths, free }
                }
                None => Spoken::Always(Truth::Unknown),
            },
        };
        Test { silent, spoken }
    }

    /// An axis with its cells.
    fn axis(&self, subject: &Subject, free: Option<&str>) -> Option<(usize, &[Cell])> {
        let mut axes = self.axes.iter().enumerate();
        let found = axes.find(|(_, axis)| axis.subject == subject && axis.free.as_deref() == free);
        found.map(|(index, axis)| (index, axis.cells.as_slice()))
    }

    /// The axes of such subjects.
    fn axes_of(&self, is_meant: impl Fn(&Subject) -> bool) -> Vec<usize> {
        self.axes
            .iter()
            .enumerate()
            .filter(|(_, axis)| is_meant(axis.subject))
            .map(|(index, _)| index)
            .collect()
    }
}

/// What a test says of a value in this cell; none where it may be true or false.
fn compare(says: &Says, cell: &Cell) -> Option<Truth> {
    Some(match (says, cell) {
        (Says::Missing, Cell::Missing) | (Says::Blank, Cell::Blank) => Truth::True,
        (Says::Missing, _) | (Says::Contains(_), Cell::Blank) => Truth::False,
        // What is not there is compared with nothing.
        (_, Cell::Missing) => Truth::Unknown,
        (Says::Is(text), Cell::Text(value)) => Truth::from(text == value),
        (Says::Number(side, number), Cell::Number(value)) => Truth::from(value.total_cmp(number) == *side),
        (Says::Time(side, minutes), Cell::Time(value)) => Truth::from(value.total_cmp(minutes) == *side),
        (Says::Contains(text), Cell::Text(value)) => Truth::from(value.contains(text.as_str())),
        (Says::Matches(pattern), Cell::Text(value)) => {
            pattern.regex().map_or(Truth::Unknown, |regex| Truth::from(regex.is_match(value)))
        }
        (Says::Contains(_) | Says::Matches(_) | Says::Unclear(_), _) => return None,
        // A text has no order to a number or an instant.
        (Says::Number(side, _), _) if *side != Ordering::Equal => Truth::Unknown,
        (Says::Time(..), _) => Truth::Unknown,
        _ => Truth::False,
    })
}

/// A name for a test that may be true or false of the same value.
fn free_name(says: &Says) -> Option<String> {
    match says {
        Says::Contains(text) => Some(format!("contains {text}")),
        Says::Matches(pattern) => Some(format!("matches {}", pattern.source.value)),
        Says::Unclear(written) => Some(written.clone()),
        _ => None,
    }
}

fn cells(subject: &Subject, atoms: &[&Atom]) -> Vec<Cell> {
    if matches!(subject, Subject::Text(_) | Subject::Flag(_) | Subject::Silence) {
        return vec![Cell::Holds, Cell::Fails];
    }
    let (mut numbers, mut times, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for atom in atoms {
        match &atom.says {
            Says::Number(_, number) => numbers.push(*number),
            Says::Time(_, minutes) => times.push(*minutes),
            Says::Is(text) => texts.push(text.clone()),
            _ => {}
        }
    }
    texts.sort();
    texts.dedup();
    if matches!(subject, Subject::Count(_)) {
        // Numbers of objects are whole and not negative.
        return ranges(numbers, 0.5)
            .into_iter()
            .filter(|number| *number >= 0.0 && number.fract() == 0.0)
            .map(Cell::Number)
            .collect();
    }
    let mut cells = vec![Cell::Missing, Cell::Blank, Cell::Other];
    cells.extend(texts.into_iter().map(Cell::Text));
    cells.extend(ranges(numbers, 0.5).into_iter().map(Cell::Number));
    cells.extend(days(times).into_iter().map(Cell::Time));
    cells
}

/// A moment between each two instants, and one a day before and one a day after all. The very instant is no case.
fn days(mut instants: Vec<f64>) -> Vec<f64> {
    const DAY: f64 = 1440.0;
    instants.sort_by(f64::total_cmp);
    instants.dedup();
    let between = instants.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
    let ends =
        instants.first().map(|first| first - DAY).into_iter().chain(instants.last().map(|last| last + DAY));
    ends.chain(between).collect()
}

/// Each point, one below and one above all, and one between each two.
fn ranges(mut points: Vec<f64>, beside: f64) -> Vec<f64> {
    points.sort_by(f64::total_cmp);
    points.dedup();
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { return points };
    let between: Vec<f64> = points.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
    // Whole neighbours too, for numbers of objects.
    let neighbours: Vec<f64> = points.iter().flat_map(|point| [point - 1.0, point + 1.0]).collect();
    points.extend(between.into_iter().chain(neighbours));
    points.extend([first - beside, last + beside]);
    points.sort_by(f64::total_cmp);
    points.dedup();
    points
}

impl World<'_> {
    /// The cell of an axis.
    pub(super) fn cell(&self, axis: usize) -> usize {
        self.chosen.get(axis).copied().unwrap_or_default()
    }

    /// Whether the test of an axis that holds or fails holds.
    pub(super) fn holds(&self, axis: usize) -> bool {
        self.cell(axis) == HOLDS
    }

    /// The words for the value of the only subject, where it is a number or an instant, or yes or no.
    pub(super) fn ordered_cell(&self) -> Option<String> {
        let [axis] = self.axes else { return None };
        match axis.cells.get(*self.chosen.first()?)? {
            Cell::Number(number) => Some(prose::quoted(number)),
            #[expect(clippy::cast_possible_truncation, reason = "minutes of a few years")]
            Cell::Time(minutes) => Some(instant((*minutes / 1440.0).floor() as i64)),
            _ => None,
        }
    }
}

fn instant(days: i64) -> String {
    match days {
        0 => "now".to_owned(),
        days if days < 0 => {
            format!("about {} ago", prose::count(usize::try_from(-days).unwrap_or_default(), "day"))
        }
        days => format!("in about {}", prose::count(usize::try_from(days).unwrap_or_default(), "day")),
    }
}
