//! Matchers as logic: whether two can hold at once, whether one follows from the other, whether one can hold at all.
//!
//! A matcher is a formula over subjects: properties, facts, numbers of objects, and flags such as "this text occurs". What
//! matters of a subject's values is a handful of cells: missing, blank, each value that a matcher names, the ranges between
//! named numbers and instants, anything else. Two formulas are tried on all combinations of cells, three-valued as judgement is.
//!
//! Invariant: what is not understood (patterns, facts on the right-hand side) may be true or false, so nothing follows from
//! it that does not hold either way. Where there are too many combinations, nothing is said.
//! Deliberately absent: samples and real output.

mod atom;
mod ready;
mod world;

use crate::evidence::Truth;
use crate::model::{Matcher, MatcherKind};
use atom::{Atom, Subject};
use std::collections::BTreeMap;
use world::Worlds;

/// The most combinations of cells that are tried for one question.
const MOST: usize = 4096;

/// A matcher as a formula.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Atom(Atom),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    None(Vec<Formula>),
}

/// How two formulas stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Relation {
    /// Both can hold at once.
    pub(super) meet: bool,
    /// Where the first holds, the second holds too.
    pub(super) first_in_second: bool,
    /// Where the second holds, the first holds too.
    pub(super) second_in_first: bool,
}

impl Formula {
    /// The formula of a matcher.
    pub(super) fn of(matcher: &Matcher) -> Self {
        let each = |matchers: &[Matcher]| matchers.iter().map(Self::of).collect();
        let kind = match &matcher.kind {
            MatcherKind::All(matchers) => Kind::All(each(matchers)),
            MatcherKind::Any(matchers) => Kind::Any(each(matchers)),
            MatcherKind::None(matchers) => Kind::None(each(matchers)),
            _ => return atom::formula(matcher),
        };
        Self { kind }
    }

    fn atom(atom: Atom) -> Self {
        Self { kind: Kind::Atom(atom) }
    }

    fn not(self) -> Self {
        Self { kind: Kind::None(vec![self]) }
    }

    /// Whether it can hold at all; true where that is not known.
    pub(super) fn can_hold(&self) -> bool {
        Worlds::of(&[self]).is_none_or(|worlds| {
            let own = worlds.ready(self);
            worlds.any(|world| own.truth(world) == Truth::True)
        })
    }

    /// How two formulas stand to each other; none where that is not known, or where they share no subject.
    pub(super) fn relation(&self, other: &Self) -> Option<Relation> {
        let (own, others) = (self.subjects(), other.subjects());
        if !own.keys().any(|subject| others.keys().any(|other| subject.bears_on(other))) {
            return None;
        }
        let mut relation = Relation { meet: false, first_in_second: true, second_in_first: true };
        let worlds = Worlds::of(&[self, other])?;
        let (own, other) = (worlds.ready(self), worlds.ready(other));
        worlds.any(|world| {
            match (own.truth(world) == Truth::True, other.truth(world) == Truth::True) {
                (true, true) => relation.meet = true,
                (true, false) => relation.first_in_second = false,
                (false, true) => relation.second_in_first = false,
                (false, false) => {}
            }
            // Nothing more can be learnt.
            relation.meet && !relation.first_in_second && !relation.second_in_first
        });
        Some(relation)
    }

    /// The one property or fact that all these formulas compare with plain values, as it is written; none otherwise.
    pub(super) fn common_value<'f>(formulas: &'f [&Self]) -> Option<&'f str> {
        let mut common: Option<&Subject> = None;
        for formula in formulas {
            let subjects = formula.subjects();
            let (subject, atoms) = subjects.iter().next().filter(|_| subjects.len() == 1)?;
            let same = common.is_none_or(|common| common == *subject);
            if !same || !subject.is_value() || !atoms.iter().all(|atom| atom.is_plain()) {
                return None;
            }
            common = Some(subject);
        }
        common.map(Subject::name)
    }

    /// What values of the common subject none of these formulas takes: the words for the first such cell. `formulas` must
    /// have a [`Self::common_value`].
    pub(super) fn gap(formulas: &[&Self]) -> Option<String> {
        let is_ordered =
            |formula: &&Self| formula.subjects().values().flatten().any(|atom| atom.is_ordered());
        if !formulas.iter().any(is_ordered) {
            return None;
        }
        let mut found = None;
        let worlds = Worlds::of(formulas)?;
        let formulas: Vec<_> = formulas.iter().map(|formula| worlds.ready(formula)).collect();
        worlds.any(|world| {
            let taken = formulas.iter().any(|formula| formula.truth(world) != Truth::False);
            found = if taken { None } else { world.ordered_cell() };
            found.is_some()
        });
        found
    }

    /// The subjects of the formula, each with what is said of it.
    fn subjects(&self) -> BTreeMap<&Subject, Vec<&Atom>> {
        let mut found = BTreeMap::new();
        self.collect(&mut found);
        found
    }

    fn collect<'f>(&'f self, found: &mut BTreeMap<&'f Subject, Vec<&'f Atom>>) {
        match &self.kind {
            Kind::Atom(atom) => found.entry(&atom.subject).or_default().push(atom),
            Kind::All(list) | Kind::Any(list) | Kind::None(list) => {
                for formula in list {
                    formula.collect(found);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
