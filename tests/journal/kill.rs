//! `kill -9` at random moments of a walk in a terminal. What the next question confirmed must be in the file.
//!
//! `TRIAGEBOOK_KILLS` sets how often (60 without it); a thousand take a few minutes.

use crate::people::{BASE, QUESTIONS, answers, runbook};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use triagebook::world::journal::{SessionId, Store};

/// Latest moment of a kill after the first question.
const LONGEST: u64 = 350_000;

fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The number of the last question on a screen.
fn last_question(screen: &str) -> usize {
    let number = |piece: &str| piece.split(':').next().and_then(|number| number.parse().ok());
    screen.split("Question ").skip(1).filter_map(number).max().unwrap_or(0)
}

/// What was answered in a walk that was killed, and how much of it was confirmed by a next question.
struct Killed {
    typed: Vec<String>,
    confirmed: usize,
}

/// A walk in a terminal that is answered as fast as it asks, until it is killed.
fn walk(arguments: &[&str], folder: &Path, before: usize) -> Killed {
    let pair = native_pty_system().openpty(PtySize::default()).expect("a pseudo terminal opens");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_triagebook"));
    command.args(["run", "--kb"]);
    command.arg(folder.join("kb"));
    command.arg("--state");
    command.arg(folder.join("state"));
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).expect("the binary starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("the terminal can be read");
    let mut keyboard = pair.master.take_writer().expect("the terminal can be written to");
    let (sender, arrivals) = channel();
    let reading = std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count) = reader.read(&mut buffer)
            && count > 0
            && sender.send(buffer[..count].to_vec()).is_ok()
        {}
    });
    let mut screen = String::new();
    // The walk asks, is answered, asks …; its first question starts the clock.
    wait_for(&arrivals, &mut screen, before + 1, Duration::from_secs(30));
    let deadline = Instant::now() + Duration::from_micros(random() % LONGEST);
    let mut typed = Vec::new();
    let mut asked = before + 1;
    while asked <= QUESTIONS {
        let answer = if random().is_multiple_of(2) { "yes" } else { "no" };
        typed.push(answer.to_owned());
        if keyboard.write_all(format!("{answer}\r").as_bytes()).is_err() {
            break;
        }
        asked += 1;
        let left = deadline.saturating_duration_since(Instant::now());
        if asked > QUESTIONS || !wait_for(&arrivals, &mut screen, asked, left) {
            break;
        }
    }
    std::thread::sleep(deadline.saturating_duration_since(Instant::now()));
    let pid = child.process_id().expect("it has a number").to_string();
    // The crate's own way to kill begins with a softer signal.
    Command::new("kill").args(["-9", &pid]).status().expect("kill runs");
    child.wait().expect("the child can be waited for");
    reading.join().expect("the reader does not panic");
    // What it wrote before it died was on the screen.
    for bytes in &arrivals {
        screen.push_str(&String::from_utf8_lossy(&bytes));
    }
    let confirmed = last_question(&screen).saturating_sub(before + 1);
    Killed { typed, confirmed }
}

/// Reads until this question is shown with its prompt; says whether it came in time.
fn wait_for(arrivals: &Receiver<Vec<u8>>, screen: &mut String, question: usize, limit: Duration) -> bool {
    let deadline = Instant::now() + limit;
    loop {
        let shown = screen.split_once(&format!("Question {question}:"));
        if shown.is_some_and(|(_, rest)| rest.contains("? = help]: ")) {
            return true;
        }
        match arrivals.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(bytes) => screen.push_str(&String::from_utf8_lossy(&bytes)),
            Err(_) => return false,
        }
    }
}

#[test]
fn no_confirmed_answer_is_lost_by_kill_9() {
    let kills: usize = std::env::var("TRIAGEBOOK_KILLS").map_or(60, |count| count.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("kb")).expect("a folder");
    std::fs::write(folder.path().join("kb/knowledge-base.yaml"), BASE).expect("written");
    std::fs::write(folder.path().join("kb/long.yaml"), runbook()).expect("written");
    let state = folder.path().join("state");
    let (mut confirmed, mut beyond, mut torn) = (0, 0, 0);
    // The session that was killed last, with what it has to hold.
    let mut last: Option<(String, Vec<String>)> = None;
    for kill in 0..kills {
        let store = Store::new(&state);
        let known = store.ids().expect("the folder can be read");
        let resumed =
            last.take().filter(|(_, held)| held.len() + 2 < QUESTIONS && random().is_multiple_of(2));
        let (killed, held) = match &resumed {
            Some((id, held)) => (walk(&["--resume", id], folder.path(), held.len()), held.clone()),
            None => (walk(&["long/start"], folder.path(), 0), Vec::new()),
        };
        confirmed += killed.confirmed;
        let all: Vec<String> = held.iter().chain(&killed.typed).cloned().collect();
        let promised = held.len() + killed.confirmed;
        let after = store.ids().expect("the folder can be read");
        let id = match &resumed {
            Some((id, _)) => SessionId::parse(id),
            None => after.into_iter().find(|id| !known.contains(id)),
        };
        let stored = id.map(|id| store.read(&id).expect("the session can be read"));
        let Some(stored) = stored else {
            assert_eq!(promised, 0, "kill {kill}: {promised} confirmed answers are in no session");
            continue;
        };
        assert!(stored.salvage.damage.is_empty(), "kill {kill}: {:?}", stored.salvage.damage);
        torn += usize::from(stored.salvage.torn > 0);
        let read = answers(&stored.salvage.events);
        assert!(
            read.len() >= promised,
            "kill {kill}: {} of {promised} confirmed answers are there",
            read.len()
        );
        assert_eq!(read[..], all[..read.len()], "kill {kill}");
        beyond += read.len() - promised;
        last = Some((stored.id.to_string(), read));
    }
    println!(
        "{kills} times kill -9: {confirmed} answers confirmed, 0 lost; {beyond} more were saved, {torn} ends were torn"
    );
    assert!(confirmed > kills, "the walks were killed before they began");
}
