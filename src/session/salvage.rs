//! A journal's bytes, read for everything in them that is good.
//!
//! Invariant: reading never fails and never stops at the first damage. An event keeps its index whatever was lost
//! before it, because later events name earlier ones by it; a note stands in for each that is lost.
//! Deliberately absent: mending. What to cut and where to go on is floor 8's business.

use crate::session::event::{Event, What};
use crate::session::journal_line::{Chain, FORMAT, Opening, Refusal, decode, hash};

/// More records than this cannot be missing between two good ones; the later one is no part of this journal then.
const WIDEST_GAP: usize = 10_000;

/// What could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvage {
    /// The events by their index, with notes in place of those that could not be read.
    pub events: Vec<Event>,
    /// Where a program began to write: the index of its first event, and under what.
    pub openings: Vec<(usize, Opening)>,
    /// Bytes up to the end of the last good line.
    pub good: usize,
    /// Bytes after it.
    pub torn: usize,
    /// What could not be read before it.
    pub damage: Vec<Damage>,
    /// Kinds of events that this program does not know.
    pub unknown: Vec<String>,
    /// What the next line has to follow.
    pub chain: Chain,
}

/// A part of a journal that could not be read, or does not follow what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The line, from 1.
    pub line: usize,
    /// What is the matter with it.
    pub kind: DamageKind,
}

/// What is the matter with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// It cannot be read.
    Unreadable(Refusal),
    /// It does not follow the line before it: lines were changed or taken away.
    OutOfPlace,
}

impl Damage {
    /// What is the matter, as a sentence without a full stop.
    pub fn sentence(&self) -> String {
        let line = self.line;
        match self.kind {
            DamageKind::Unreadable(Refusal::Form | Refusal::Foreign) => {
                format!("line {line} is not a record")
            }
            DamageKind::Unreadable(Refusal::Checksum) => {
                format!("the checksum of line {line} speaks against its content")
            }
            DamageKind::OutOfPlace => format!("line {line} does not follow the line before it"),
        }
    }
}

impl Salvage {
    /// Reads a journal.
    pub fn read(bytes: &[u8]) -> Self {
        let mut salvage = Self::default();
        let mut pending = Vec::new();
        let mut offset = 0;
        for (number, piece) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            offset += piece.len();
            let Some(line) = piece.strip_suffix(b"\n") else { break };
            match salvage.take(line) {
                Ok(follows) => {
                    // After a line that could not be read, nothing can follow.
                    if !follows && pending.is_empty() {
                        salvage.damage.push(Damage { line: number, kind: DamageKind::OutOfPlace });
                    }
                    // What could not be read lies before something good, so it is no torn tail.
                    salvage.damage.append(&mut pending);
                    salvage.good = offset;
                }
                Err(kind) => pending.push(Damage { line: number, kind }),
            }
        }
        salvage.torn = bytes.len() - salvage.good;
        salvage
    }

    /// Takes a line in; says whether it follows the one before it.
    fn take(&mut self, line: &[u8]) -> Result<bool, DamageKind> {
        let record = match decode(line) {
            Ok(record) => record,
            Err(Refusal::Foreign) => {
                self.unknown.push("a record of another form".to_owned());
                self.chain.prev = Some(hash(line));
                return Ok(true);
            }
            Err(refusal) => return Err(DamageKind::Unreadable(refusal)),
        };
        let expected = self.chain.seq;
        if record.seq < expected || record.seq - expected > WIDEST_GAP {
            return Err(DamageKind::OutOfPlace);
        }
        let follows = record.seq == expected && record.prev == self.chain.prev;
        while self.events.len() < record.seq {
            let text =
                format!("Record {} of the journal is damaged and could not be read.", self.events.len());
            self.stand_in(record.at, text);
        }
        if let Some(opening) = record.opening {
            self.openings.push((record.seq, opening));
        }
        match record.what {
            Ok(what) => self.events.push(Event::new(record.at, what)),
            Err(kind) => {
                let text =
                    format!("Record {} was written by a newer triagebook and is not understood.", record.seq);
                self.stand_in(record.at, text);
                self.unknown.push(kind);
            }
        }
        self.chain = Chain { seq: record.seq + 1, prev: Some(hash(line)) };
        Ok(follows)
    }

    fn stand_in(&mut self, at: jiff::Timestamp, text: String) {
        self.events.push(Event::new(at, What::Note { node: None, text }));
    }

    /// Under what the session began; none where the first record is lost.
    pub fn opening(&self) -> Option<&Opening> {
        self.openings.first().filter(|(index, _)| *index == 0).map(|(_, opening)| opening)
    }

    /// Under what it was written last.
    pub fn latest(&self) -> Option<&Opening> {
        self.openings.last().map(|(_, opening)| opening)
    }

    /// Why this program must not write to it, where a newer one did; a sentence without a full stop.
    pub fn newer(&self) -> Option<String> {
        let engine = self.latest().map(|opening| opening.engine.as_str()).unwrap_or_default();
        let of_format = self.openings.iter().map(|(_, opening)| opening.format).max().unwrap_or(FORMAT);
        if of_format > FORMAT {
            return Some(format!(
                "it is of format {of_format}, written by triagebook {engine}; this one knows format {FORMAT}"
            ));
        }
        let kind = self.unknown.first()?;
        Some(format!("triagebook {engine} wrote something into it that this one does not know: {kind}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Damage, DamageKind, Salvage};
    use crate::model::NodeKey;
    use crate::session::event::{Answer, By, Event, VERSION, Via, What};
    use crate::session::journal_line::{Chain, FORMAT, KbPrint, Opening, Refusal};

    fn opening() -> Opening {
        let kb = KbPrint { title: "KB".to_owned(), ..KbPrint::default() };
        Opening { format: FORMAT, engine: "1".to_owned(), title: "T".to_owned(), kb, continues: None }
    }

    fn sample() -> Vec<Event> {
        let node = NodeKey::new("kb", "a");
        let answered = What::Answered {
            node: node.clone(),
            visit: 1,
            answer: Answer::Outcome("yes".into()),
            by: By::Evidence,
            lines: Vec::new(),
            captured: Vec::new(),
        };
        let text = "Name : ü\n\u{1b}[2J{\"seq\":1}\n".to_owned();
        let whats = vec![
            What::Started { version: VERSION, entry: node.clone(), offset_minutes: None },
            What::Evidence { node, from: "paste".to_owned(), text, lacking: Vec::new() },
            answered,
            What::Note { node: None, text: String::new() },
            What::Undone { index: 2, via: Via::Undo },
        ];
        whats.into_iter().map(|what| Event::new(jiff::Timestamp::UNIX_EPOCH, what)).collect()
    }

    /// The lines of the sample, each with its line feed.
    fn lines() -> Vec<Vec<u8>> {
        let (bytes, _) = Chain::default().lines(&sample(), Some(&opening()));
        bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    }

    #[test]
    fn what_was_written_is_read_back_and_goes_on_in_one_chain() {
        let events = sample();
        let (first, chain) = Chain::default().lines(&events[..2], Some(&opening()));
        let (second, end) = chain.lines(&events[2..], None);
        let salvage = Salvage::read(&[first, second].concat());
        assert_eq!(salvage.events, events);
        assert_eq!(salvage.openings, [(0, opening())]);
        assert_eq!((salvage.torn, salvage.damage.len(), salvage.chain), (0, 0, end));
    }

    #[test]
    fn cut_anywhere_it_keeps_exactly_the_lines_that_are_whole() {
        let (bytes, events) = (lines().concat(), sample());
        let tails: [&[u8]; 5] = [b"", b"\0\0\0\0", b"\xff\n", b"00000000 {}\n", b"7d0f"];
        let mut cases = 0;
        for cut in 0..=bytes.len() {
            let whole = lines()
                .iter()
                .scan(0, |end, line| {
                    *end += line.len();
                    Some(*end)
                })
                .filter(|end| *end <= cut)
                .count();
            for tail in tails {
                let salvage = Salvage::read(&[&bytes[..cut], tail].concat());
                assert_eq!(salvage.events, events[..whole], "cut at {cut}");
                assert_eq!(salvage.torn, cut - salvage.good + tail.len());
                assert!(salvage.damage.is_empty());
                cases += 1;
            }
        }
        assert_eq!(cases, 5 * (bytes.len() + 1));
    }

    #[test]
    fn every_flipped_bit_is_noticed_and_costs_only_the_lines_it_touches() {
        let (lines, events) = (lines(), sample());
        let bytes = lines.concat();
        let ends: Vec<usize> = lines
            .iter()
            .scan(0, |end, line| {
                *end += line.len();
                Some(*end)
            })
            .collect();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let salvage = Salvage::read(&flipped);
            assert!(salvage.torn > 0 || !salvage.damage.is_empty(), "bit {bit} went unnoticed");
            let hit = ends.iter().position(|end| bit / 8 < *end).expect("a line holds the bit");
            // A line feed that goes joins two lines.
            let last = hit + usize::from(bit / 8 + 1 == ends[hit]);
            for (index, event) in events.iter().enumerate() {
                let read = salvage.events.get(index);
                if index < hit || index > last {
                    assert_eq!(read, Some(event), "bit {bit}, event {index}");
                } else {
                    assert_ne!(read, Some(event), "bit {bit}, event {index}");
                }
            }
        }
    }

    #[test]
    fn a_lost_line_keeps_its_place_so_that_an_undo_still_means_the_same() {
        let mut lines = lines();
        lines[3] = b"garbage\n".to_vec();
        let salvage = Salvage::read(&lines.concat());
        assert_eq!(salvage.damage, [Damage { line: 4, kind: DamageKind::Unreadable(Refusal::Form) }]);
        assert!(matches!(&salvage.events[3].what, What::Note { text, .. } if text.contains("Record 3")));
        assert_eq!(salvage.events[4], sample()[4]);
    }

    #[test]
    fn lines_taken_away_doubled_or_swapped_are_noticed() {
        let lines = lines();
        let of = |order: &[usize]| -> Salvage {
            Salvage::read(&order.iter().flat_map(|index| lines[*index].clone()).collect::<Vec<u8>>())
        };
        for order in [&[0, 2, 3, 4][..], &[0, 1, 1, 2, 3, 4], &[0, 1, 3, 2, 4], &[1, 2, 3, 4]] {
            assert!(!of(order).damage.is_empty(), "{order:?}");
        }
        assert!(of(&[0, 1, 2, 3, 4]).damage.is_empty());
    }

    #[test]
    fn what_a_newer_program_wrote_is_kept_in_its_place_and_told() {
        let crc = |json: &str| format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes()));
        let known = String::from_utf8(lines()[0].clone()).expect("it is text");
        let newer = crc(r#"{"seq":1,"prev":null,"at":"2026-11-24T00:00:00Z","event":{"dreamt":{"of":1}}}"#);
        let salvage = Salvage::read(format!("{known}{newer}").as_bytes());
        assert_eq!((salvage.events.len(), salvage.torn), (2, 0));
        assert!(salvage.newer().expect("it is newer").contains("dreamt"));

        let other = crc(r#"{"number":1}"#);
        let salvage = Salvage::read(format!("{known}{other}").as_bytes());
        assert!(salvage.newer().is_some());
        assert_eq!(salvage.torn, 0, "what another program wrote is never cut");

        let format = crc(
            r#"{"seq":0,"prev":null,"at":"2026-11-24T00:00:00Z","event":"x","opening":{"format":2,"engine":"9.0"}}"#,
        );
        let why = Salvage::read(format.as_bytes()).newer().expect("it is newer");
        assert_eq!(why, "it is of format 2, written by triagebook 9.0; this one knows format 1");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_fail(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let salvage = Salvage::read(&bytes);
            proptest::prop_assert_eq!(salvage.good + salvage.torn, bytes.len());
        }

        #[test]
        fn damage_never_makes_events_up(
            at in 0usize..2000, length in 0usize..60, bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)
        ) {
            let mut damaged = lines().concat();
            let at = at.min(damaged.len());
            let end = (at + length).min(damaged.len());
            damaged.splice(at..end, bytes);
            let salvage = Salvage::read(&damaged);
            for (read, written) in salvage.events.iter().zip(sample()) {
                let is_stand_in = matches!(&read.what, What::Note { text, .. } if text.starts_with("Record "));
                proptest::prop_assert!(*read == written || is_stand_in);
            }
        }
    }
}
