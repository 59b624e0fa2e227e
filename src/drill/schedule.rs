//! When a check comes back: Leitner's boxes.
//!
//! Each check that was met is a card in one of five boxes. Read right, it moves one box on; missed, it goes back to the first.
//! A card in a box waits as many days as [`WAITS`] says before it is due. (Sebastian Leitner, So lernt man lernen, 1972.)
//! Invariant: pure; today is handed in.
//! Deliberately absent: the file (`world::progress`).

use crate::drill::debrief::Debrief;
use crate::drill::shelf::{CaseId, Prepared};
use crate::model::NodeKey;
use crate::scenario::Numbers;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Days that a card waits in each box, the first box first.
pub const WAITS: [i32; 5] = [1, 3, 7, 14, 30];
/// Cases that are equal are drawn by numbers below this one. It fits in 32 bits, so a page draws as a terminal does.
const MANY: usize = 0xffff_ffff;

/// What one person has practised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The checks that were met.
    pub cards: BTreeMap<NodeKey, Card>,
    /// The cases that were practised.
    pub cases: BTreeMap<CaseId, CaseRecord>,
}

/// A check that was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its box, from 1.
    #[serde(rename = "box")]
    pub in_box: usize,
    /// When it comes back.
    pub due: Date,
    /// How often it was read right.
    pub right: u32,
    /// How often it was missed.
    pub missed: u32,
}

/// A case that was practised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecord {
    /// How often.
    pub times: u32,
    /// Whether it was ever solved.
    pub solved: bool,
    /// The best score.
    pub best: u32,
    /// The last score.
    pub last: u32,
    /// When it was practised last.
    pub on: Date,
}

/// What was practised, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Drills that were played.
    pub drills: usize,
    /// Cases that they were on.
    pub cases: usize,
    /// Cases that were solved at least once.
    pub solved: usize,
    /// Questions that were met.
    pub met: usize,
}

impl Progress {
    /// What was practised, in numbers.
    pub fn tally(&self) -> Tally {
        Tally {
            drills: self.cases.values().map(|record| record.times as usize).sum(),
            cases: self.cases.len(),
            solved: self.cases.values().filter(|record| record.solved).count(),
            met: self.cards.len(),
        }
    }

    /// Takes a drill into account.
    pub fn record(&mut self, drill: &Debrief, today: Date) {
        for node in &drill.passed {
            let card = self.cards.entry(node.clone()).or_insert_with(|| Card::new(today));
            // A card that is not due yet has proved nothing new.
            if card.due <= today || card.right + card.missed == 0 {
                card.move_to(card.in_box + 1, today);
            }
            card.right += 1;
        }
        for node in &drill.missed {
            let card = self.cards.entry(node.clone()).or_insert_with(|| Card::new(today));
            card.move_to(1, today);
            card.missed += 1;
        }
        let points = drill.score.points;
        let case = self.cases.entry(drill.case.clone()).or_insert(CaseRecord {
            times: 0,
            solved: false,
            best: 0,
            last: 0,
            on: today,
        });
        *case = CaseRecord {
            times: case.times + 1,
            solved: case.solved || drill.solved,
            best: case.best.max(points),
            last: points,
            on: today,
        };
    }

    /// The checks that are due.
    pub fn due(&self, today: Date) -> impl Iterator<Item = (&NodeKey, &Card)> {
        self.cards.iter().filter(move |(_, card)| card.due <= today)
    }

    /// The cases in the order in which they should be practised: first those that ask most checks that are due, then those that
    /// were practised least often. Those that are equal are in the order that the seed gives.
    pub fn order<'s, 'a>(&self, cases: &'s [Prepared<'a>], today: Date, seed: u64) -> Vec<&'s Prepared<'a>> {
        let due: Vec<&NodeKey> = self.due(today).map(|(node, _)| node).collect();
        let mut numbers = Numbers(seed);
        let mut ranked: Vec<_> = cases
            .iter()
            .map(|case| {
                let meets = due.iter().filter(|node| case.asks(node)).count();
                let times = self.cases.get(&case.id).map_or(0, |record| record.times);
                ((Reverse(meets), times, numbers.below(MANY)), case)
            })
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, case)| case).collect()
    }
}

impl Card {
    fn new(today: Date) -> Self {
        Self { in_box: 1, due: today, right: 0, missed: 0 }
    }

    fn move_to(&mut self, in_box: usize, today: Date) {
        self.in_box = in_box.clamp(1, WAITS.len());
        let days = WAITS.get(self.in_box - 1).copied().unwrap_or(1);
        let wait = jiff::Span::new().try_days(days).unwrap_or_default();
        self.due = today.checked_add(wait).unwrap_or(Date::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::{Card, NodeKey, Progress};
    use crate::drill::debrief::{Debrief, Minutes, Score};
    use crate::drill::moves::Feedback;
    use crate::drill::shelf::CaseId;
    use jiff::civil::date;

    fn drill(passed: &[&str], missed: &[&str], points: u32) -> Debrief {
        let keys = |names: &[&str]| names.iter().map(|name| NodeKey::new("kb", *name)).collect();
        Debrief {
            format: "triagebook-drill",
            version: 1,
            case: CaseId("kb/0001".to_owned()),
            title: String::new(),
            about: None,
            seed: 1,
            feedback: Feedback::AtOnce,
            solved: points == 100,
            score: Score { points, out_of: 100, deductions: Vec::new() },
            minutes: Minutes { walked: 1, best: 1 },
            walked: Vec::new(),
            best: Vec::new(),
            never_checked: Vec::new(),
            missed: keys(missed),
            passed: keys(passed),
            moves: Vec::new(),
        }
    }

    fn card(progress: &Progress, name: &str) -> Card {
        progress.cards[&NodeKey::new("kb", name)]
    }

    #[test]
    fn a_check_that_was_read_right_comes_back_later_and_later() {
        let mut progress = Progress::default();
        let mut today = date(2026, 11, 28);
        let mut gaps = Vec::new();
        for _ in 0..6 {
            progress.record(&drill(&["a"], &[], 100), today);
            let due = card(&progress, "a").due;
            gaps.push(today.until(due).unwrap().get_days());
            today = due;
        }
        assert_eq!(gaps, [3, 7, 14, 30, 30, 30]);
    }

    #[test]
    fn a_missed_check_is_due_tomorrow_whatever_box_it_was_in() {
        let mut progress = Progress::default();
        progress.record(&drill(&["a", "b"], &[], 100), date(2026, 11, 1));
        progress.record(&drill(&["a"], &["b"], 40), date(2026, 11, 28));
        assert_eq!((card(&progress, "b").in_box, card(&progress, "b").due), (1, date(2026, 11, 29)));
        assert_eq!(card(&progress, "a").in_box, 3);
        let due = |day| progress.due(day).map(|(node, _)| node.node.to_string()).collect::<Vec<_>>();
        assert_eq!(due(date(2026, 11, 28)), Vec::<String>::new());
        assert_eq!(due(date(2026, 11, 29)), ["b"]);
        let case = progress.cases[&CaseId("kb/0001".to_owned())];
        assert_eq!((case.times, case.best, case.last, case.solved), (2, 100, 40, true));
    }

    #[test]
    fn practising_twice_a_day_moves_no_card_twice() {
        let mut progress = Progress::default();
        let today = date(2026, 11, 28);
        progress.record(&drill(&["a"], &[], 100), today);
        progress.record(&drill(&["a"], &[], 100), today);
        assert_eq!((card(&progress, "a").in_box, card(&progress, "a").right), (2, 2));
    }
}
