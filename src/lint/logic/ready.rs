//! Formulas made ready for many worlds: what a test says is worked out once for every cell of its subject.
//!
//! Invariant: a test depends on the cells alone, so a world is never asked more than which cells it has.
//! Deliberately absent: which worlds there are (`world`).

use crate::evidence::Truth;
use crate::lint::logic::atom::Atom;
use crate::lint::logic::world::World;
use crate::lint::logic::{Formula, Kind};

/// A formula, ready.
pub(super) enum Ready {
    Test(Test),
    All(Vec<Self>),
    Any(Vec<Self>),
    None(Vec<Self>),
}

/// A test, ready.
pub(super) struct Test {
    /// Its truth where nothing was printed.
    pub(super) silent: Truth,
    /// Its truth in all other worlds.
    pub(super) spoken: Spoken,
}

/// What a test depends on. Axes are named by their numbers.
pub(super) enum Spoken {
    /// On nothing.
    Always(Truth),
    /// On one of these axes holding.
    SomeHolds(Vec<usize>),
    /// On the cell of an axis: its truth in each, or none where `free` decides, the axis of a test that may hold or fail.
    Cell { axis: usize, truths: Vec<Option<Truth>>, free: Option<usize> },
}

impl Ready {
    /// Makes a formula ready; `test` does that for one test of it.
    pub(super) fn of(formula: &Formula, test: &impl Fn(&Atom) -> Test) -> Self {
        let each = |list: &[Formula]| list.iter().map(|formula| Self::of(formula, test)).collect();
        match &formula.kind {
            Kind::Atom(atom) => Self::Test(test(atom)),
            Kind::All(list) => Self::All(each(list)),
            Kind::Any(list) => Self::Any(each(list)),
            Kind::None(list) => Self::None(each(list)),
        }
    }

    /// Whether it is true in a world.
    pub(super) fn truth(&self, world: &World<'_>) -> Truth {
        match self {
            Self::Test(test) if world.is_silent => test.silent,
            Self::Test(test) => test.spoken.truth(world),
            // One that is false decides for all, one that is true for any.
            Self::All(list) => any(list.iter().map(|one| one.truth(world).not())).not(),
            Self::Any(list) => any(list.iter().map(|one| one.truth(world))),
            Self::None(list) => any(list.iter().map(|one| one.truth(world))).not(),
        }
    }
}

fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut whole = Truth::False;
    for truth in truths {
        match truth {
            Truth::True => return Truth::True,
            Truth::Unknown => whole = Truth::Unknown,
            Truth::False => {}
        }
    }
    whole
}

impl Spoken {
    fn truth(&self, world: &World<'_>) -> Truth {
        match self {
            Self::Always(truth) => *truth,
            Self::SomeHolds(axes) => Truth::from(axes.iter().any(|axis| world.holds(*axis))),
            Self::Cell { axis, truths, free } => match truths.get(world.cell(*axis)) {
                Some(Some(truth)) => *truth,
                Some(None) => Truth::from(free.is_some_and(|free| world.holds(free))),
                None => Truth::Unknown,
            },
        }
    }
}
