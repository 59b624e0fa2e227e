//! A damaged file is taken up again: cut anywhere, any bit flipped, and whatever happens to the disk meanwhile.

use crate::crash::{STATE, events, opening, sessions, store};
use crate::disk::{Fault, Lie, TestDisk};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::PathBuf;
use triagebook::session::{Chain, Event};
use triagebook::world::journal::{Kept, Lock, Refusal, Reopened, SessionId};

const ID: &str = "2026-11-24-k3f7";

fn files(bytes: &[u8]) -> BTreeMap<PathBuf, Vec<u8>> {
    BTreeMap::from([(PathBuf::from(STATE).join(format!("sessions/{ID}.journal")), bytes.to_vec())])
}

fn bytes(events: &[Event]) -> Vec<u8> {
    Chain::default().lines(events, Some(&opening())).0
}

fn reopen(disk: &TestDisk) -> Result<Reopened, Refusal> {
    store(disk).reopen(&SessionId::parse(ID).expect("a name"), opening(), Err(Lock::Busy))
}

/// Goes on with `salvaged` events by one more; the session must then hold them all.
fn go_on(disk: &TestDisk, mut reopened: Reopened, what: &str) -> Kept {
    let mut all = reopened.salvage.events.clone();
    all.push(events(2).remove(1));
    let kept = reopened.journal.keep(&all);
    if kept != Kept::NotSaved {
        let id = reopened.journal.id().expect("it is saved").to_string();
        let read = &sessions(&disk.now())[&id];
        assert_eq!(read.events, all, "{what}");
        assert_eq!((read.torn, read.damage.len()), (0, 0), "{what}");
    }
    kept
}

#[test]
fn cut_at_every_byte_it_goes_on_from_what_is_whole() {
    let events = events(8);
    let bytes = bytes(&events);
    let ends: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    for cut in 0..=bytes.len() {
        let disk = TestDisk::holding(&files(&bytes[..cut]));
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let good = whole.checked_sub(1).map_or(0, |last| ends[last]);
        let reopened = match reopen(&disk) {
            Ok(reopened) => reopened,
            Err(Refusal::NoBeginning) if whole == 0 => continue,
            Err(refused) => panic!("cut at {cut}: {refused:?}"),
        };
        assert_eq!(reopened.salvage.events, events[..whole], "cut at {cut}");
        let torn = reopened.torn.clone().map(|path| disk.now().remove(&path).expect("it was copied"));
        assert_eq!(torn.as_deref(), Some(&bytes[good..cut]).filter(|torn| !torn.is_empty()), "cut at {cut}");
        assert_eq!(go_on(&disk, reopened, "cut"), Kept::Saved, "cut at {cut}");
    }
    println!("cut at {} places", bytes.len() + 1);
}

#[test]
fn with_any_bit_flipped_the_file_is_left_alone_or_its_end_is_kept() {
    let events = events(4);
    let bytes = bytes(&events);
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let disk = TestDisk::holding(&files(&flipped));
        let Ok(reopened) = reopen(&disk) else { continue };
        let is_torn = reopened.torn.is_some();
        assert!(is_torn || !reopened.salvage.damage.is_empty(), "bit {bit} went unnoticed");
        let kept = go_on(&disk, reopened, "flipped");
        let (_, now) =
            files(&[]).pop_first().map(|(path, _)| (path.clone(), disk.now()[&path].clone())).expect("one");
        if is_torn {
            assert_eq!(kept, Kept::Saved, "bit {bit}");
        } else {
            assert!(matches!(kept, Kept::Moved(_)), "bit {bit}: {kept:?}");
            assert_eq!(now, flipped, "bit {bit}: a damaged file is never changed");
        }
    }
    println!("{} bits flipped", bytes.len() * 8);
}

#[test]
fn mending_may_fail_at_any_step_and_nothing_is_lost() {
    let events = events(6);
    let bytes = bytes(&events);
    let torn = &bytes[..bytes.len() - 9];
    for first in 0..12 {
        let fault = Fault { first, count: 1, kind: ErrorKind::StorageFull };
        let disk = TestDisk::holding(&files(torn)).failing(fault);
        match reopen(&disk) {
            Ok(reopened) => {
                assert_eq!(reopened.salvage.events, events[..5], "step {first}");
                go_on(&disk, reopened, "mended");
            }
            // Nothing was changed.
            Err(Refusal::Disk(_)) => assert_eq!(disk.now(), files(torn), "step {first}"),
            Err(other) => panic!("step {first}: {other:?}"),
        }
        assert_eq!(sessions(&disk.now())[ID].events[..5], events[..5], "step {first}");
    }
}

#[test]
fn a_torn_end_that_is_not_really_cut_is_noticed() {
    let events = events(6);
    let bytes = bytes(&events);
    let disk = TestDisk::holding(&files(&bytes[..bytes.len() - 9]));
    disk.lie(Lie::Truncate);
    let reopened = reopen(&disk).expect("it can be opened");
    assert_eq!(go_on(&disk, reopened, "not cut"), Kept::NotSaved);
}
