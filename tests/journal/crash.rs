//! Power loss at every operation, faults at every operation, and disks that lie: the last ones show that the check sees
//! what it is there for.

use crate::disk::{Confirmed, Fault, Lie, Op, TestDisk};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use triagebook::model::NodeKey;
use triagebook::session::{Continuations, Event, FORMAT, KbPrint, Opening, Salvage, VERSION, What};
use triagebook::world::journal::{Journal, Kept, SessionId, Store};

pub(crate) const STATE: &str = "/home/olaf/state";

/// A walk of some answers, one of them with an output of several sectors.
pub(crate) fn events(count: usize) -> Vec<Event> {
    let node = NodeKey::new("kb", "a");
    (0..count)
        .map(|index| match index {
            0 => What::Started { version: VERSION, entry: node.clone(), offset_minutes: None },
            4 => What::Evidence {
                node: node.clone(),
                from: "paste".to_owned(),
                text: "State : Running\n".repeat(200),
                lacking: Vec::new(),
            },
            _ => What::Note { node: Some(node.clone()), text: format!("answer {index}") },
        })
        .map(|what| Event::new(jiff::Timestamp::UNIX_EPOCH, what))
        .collect()
}

pub(crate) fn opening() -> Opening {
    let (engine, title) = ("1".to_owned(), "T".to_owned());
    Opening { format: FORMAT, engine, title, kb: KbPrint::default(), continues: None }
}

pub(crate) fn store(disk: &TestDisk) -> Store {
    Store::on(Rc::new(disk.clone()), Path::new(STATE))
}

/// Numbers from a seed, the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// What a walk was told after one answer, and how many operations the disk had done by then.
struct Step {
    kept: Kept,
    operations: usize,
}

/// Walks from the first event on, each kept before the next, and notes what was confirmed.
fn walk(disk: &TestDisk, events: &[Event]) -> Vec<Step> {
    let mut journal = Journal::new(Some(store(disk)), opening());
    let steps = (1..=events.len()).map(|count| {
        let kept = journal.keep(&events[..count]);
        if matches!(kept, Kept::Saved | Kept::Moved(_)) {
            let id = journal.id().expect("what is saved has a name").to_string();
            disk.confirm(Confirmed { events: count, id });
        }
        Step { kept, operations: disk.counted() }
    });
    steps.collect()
}

/// The sessions among these files.
pub(crate) fn sessions(files: &BTreeMap<PathBuf, Vec<u8>>) -> BTreeMap<String, Salvage> {
    let journals =
        files.iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "journal"));
    let name = |path: &Path| path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
    journals.map(|(path, bytes)| (name(path), Salvage::read(bytes))).collect()
}

/// Whether what was confirmed is there for whoever takes the session up.
fn holds(files: &BTreeMap<PathBuf, Vec<u8>>, confirmed: &Confirmed, events: &[Event]) -> bool {
    if confirmed.events == 0 {
        return true;
    }
    let sessions = sessions(files);
    let continuations = Continuations::of(sessions.iter().map(|(name, salvage)| (name.as_str(), salvage)));
    let last = sessions.get(continuations.last(&confirmed.id));
    last.is_some_and(|salvage| {
        salvage.damage.is_empty() && salvage.events.get(..confirmed.events) == events.get(..confirmed.events)
    })
}

/// Loses power at every operation of a watched disk, `images` times each; returns how often, and how often something
/// confirmed was gone.
fn lose_power(disk: &TestDisk, events: &[Event], dice: &mut Dice, images: usize) -> (usize, usize) {
    let (mut cases, mut lost) = (0, 0);
    for (confirmed, image) in disk.snapshots() {
        for case in 0..images {
            let files = match case {
                // Everything that was not synced is gone.
                0 => image.after_power_loss(&mut || false),
                _ => image.after_power_loss(&mut || dice.next().is_multiple_of(2)),
            };
            cases += 1;
            lost += usize::from(!holds(&files, &confirmed, events));
        }
        // A program that is killed leaves everything it wrote.
        lost += usize::from(!holds(&image.now(), &confirmed, events));
    }
    (cases, lost)
}

#[test]
fn nothing_confirmed_is_lost_with_the_power() {
    let events = events(14);
    let disk = TestDisk::default().watched();
    let steps = walk(&disk, &events);
    assert_eq!(steps[0].kept, Kept::Nothing);
    assert!(steps[1..].iter().all(|step| step.kept == Kept::Saved));
    let (cases, lost) = lose_power(&disk, &events, &mut Dice(0x2026_1128), 60);
    println!("power lost {cases} times on a good disk: {lost} confirmed answers lost");
    assert!(cases > 4_000, "{cases}");
    assert_eq!(lost, 0);
}

/// A disk of which some operations fail, with a walk on it. Returns what went wrong.
fn with_a_fault(fault: Fault, events: &[Event], dice: &mut Dice) -> (usize, Vec<String>) {
    let disk = TestDisk::default().failing(fault).watched();
    let steps = walk(&disk, events);
    let mut wrong = Vec::new();
    let began = |index: usize| index.checked_sub(1).map_or(0, |before| steps[before].operations);
    let end_of_walk = steps.len() - 1;
    let end = fault.first.saturating_add(fault.count);
    if end <= began(end_of_walk) && steps[end_of_walk].kept == Kept::NotSaved {
        wrong.push(format!("{fault:?}: the disk is well again, and the last answer was not saved"));
    }
    if fault.first < began(end_of_walk) && end == usize::MAX && steps[end_of_walk].kept != Kept::NotSaved {
        wrong.push(format!("{fault:?}: nothing works any more, and the last answer is said to be saved"));
    }
    let (cases, lost) = lose_power(&disk, events, dice, 2);
    if lost > 0 {
        wrong.push(format!("{fault:?}: {lost} times something confirmed was lost"));
    }
    (cases, wrong)
}

#[test]
fn nothing_confirmed_is_lost_when_any_operation_fails() {
    let events = events(7);
    let disk = TestDisk::default();
    walk(&disk, &events);
    let mut dice = Dice(0x5eed);
    let (mut runs, mut cases, mut wrong) = (0, 0, Vec::new());
    for first in 0..disk.counted() {
        for (count, kind) in [
            (1, ErrorKind::StorageFull),
            (2, ErrorKind::QuotaExceeded),
            (7, ErrorKind::StorageFull),
            (usize::MAX, ErrorKind::ReadOnlyFilesystem),
        ] {
            let (more, found) = with_a_fault(Fault { first, count, kind }, &events, &mut dice);
            runs += 1;
            cases += more;
            wrong.extend(found);
        }
    }
    println!("{runs} runs with failing operations, power lost {cases} times: {} went wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_disk_that_lies_is_found_out() {
    let events = events(9);
    for lie in [Lie::Sync, Lie::SyncFolder] {
        let disk = TestDisk::lying(Some(lie)).watched();
        walk(&disk, &events);
        let (_, lost) = lose_power(&disk, &events, &mut Dice(1), 3);
        assert!(lost > 0, "{lie:?} goes unnoticed");
    }
}

#[test]
fn each_answer_is_written_and_synced_before_it_is_confirmed() {
    let events = events(4);
    let disk = TestDisk::default();
    let mut journal = Journal::new(Some(store(&disk)), opening());
    assert_eq!(journal.keep(&events[..2]), Kept::Saved);
    let beginning = [
        // Four folders that were not there, each made durable in the one it lies in.
        [Op::MakeFolder, Op::SyncFolder],
        [Op::MakeFolder, Op::SyncFolder],
        [Op::MakeFolder, Op::SyncFolder],
        [Op::MakeFolder, Op::SyncFolder],
        // The journal; the mark that it is open here, with its lock.
        [Op::Create, Op::Create],
        [Op::Lock, Op::Lock],
        [Op::Length, Op::Write],
        [Op::Sync, Op::Unlock],
        // Only now it gets its name.
        [Op::Rename, Op::SyncFolder],
    ];
    assert_eq!(disk.log(), *beginning.as_flattened());
    for count in 3..=4 {
        assert_eq!(journal.keep(&events[..count]), Kept::Saved);
        assert_eq!(disk.log(), [Op::Lock, Op::Length, Op::Write, Op::Sync, Op::Unlock]);
    }
    assert_eq!(journal.keep(&events), Kept::Saved, "nothing new");
    assert_eq!(disk.log(), []);
}

/// Two terminals on one session; the second one saves an answer while the first one is about to write. Returns what the
/// first one was told, and how many of the answers that were confirmed can be read afterwards.
fn at_the_same_moment(lie: Option<Lie>) -> (Kept, bool) {
    let events = events(6);
    let disk = TestDisk::lying(lie);
    let mut first = Journal::new(Some(store(&disk)), opening());
    assert_eq!(first.keep(&events[..3]), Kept::Saved);
    let id = first.id().cloned().expect("it is saved");
    let second = store(&disk).reopen(&id, opening(), store(&disk).claim(&id)).expect("it can be opened");
    let mut second = second.journal;
    let theirs: Vec<Event> = [&events[..3], &events[5..6]].concat();
    let told = Rc::new(std::cell::Cell::new(false));
    let tell = Rc::clone(&told);
    let expected = theirs.clone();
    disk.meanwhile(move || tell.set(second.keep(&theirs) == Kept::Saved));
    let kept = first.keep(&events[..4]);
    let salvage = &sessions(&disk.now())[id.as_str()];
    let confirmed = match (told.get(), &kept) {
        (true, Kept::Saved) => false,
        (true, _) => salvage.events == expected,
        (false, _) => salvage.events == events[..4],
    };
    (kept, confirmed && salvage.damage.is_empty() && salvage.torn == 0)
}

#[test]
fn two_terminals_never_write_at_the_same_moment() {
    assert_eq!(at_the_same_moment(None), (Kept::Saved, true));
    assert!(!at_the_same_moment(Some(Lie::Lock)).1, "without the lock it goes unnoticed");
}

#[test]
fn a_terminal_that_was_overtaken_writes_no_more() {
    let events = events(6);
    let disk = TestDisk::default();
    let mut first = Journal::new(Some(store(&disk)), opening());
    assert_eq!(first.keep(&events[..3]), Kept::Saved);
    let id: SessionId = first.id().cloned().expect("it is saved");
    let mut second =
        store(&disk).reopen(&id, opening(), store(&disk).claim(&id)).expect("it can be opened").journal;
    assert_eq!(second.keep(&events[..5]), Kept::Saved);
    for count in 4..=6 {
        assert_eq!(first.keep(&events[..count]), Kept::NotSaved);
        let fault = first.fault().expect("a fault").to_string();
        assert_eq!(fault, "the session was taken over in another terminal");
    }
    assert_eq!(sessions(&disk.now())[id.as_str()].events, events[..5]);
}
