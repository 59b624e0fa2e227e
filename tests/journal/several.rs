//! Several processes that take one session over from each other, as fast as they can.

use crate::people::{BASE, confirmed, notes, runbook, sessions};
use crate::support::triagebook;
use std::process::{Command, Stdio};

const WRITERS: usize = 4;
const ROUNDS: usize = 6;
const NOTES: usize = 20;

#[test]
fn processes_on_one_session_never_mix_or_lose_what_they_confirmed() {
    let first = triagebook("run long/start --kb kb --state state")
        .file("kb/knowledge-base.yaml", BASE)
        .file("kb/long.yaml", runbook())
        .stdin("yes\nq\n")
        .run()
        .code(1);
    let state = first.folder().join("state");
    let id = sessions(&state).remove(0).id;
    let folder = first.folder();
    let mut all = Vec::new();
    std::thread::scope(|scope| {
        let write = |writer: usize| {
            let mut all = Vec::new();
            for round in 0..ROUNDS {
                let typed: Vec<String> = (0..NOTES)
                    .map(|note| format!("n w{writer}-{round}-{note} {}\n", "x".repeat(200)))
                    .collect();
                let mut child = Command::new(env!("CARGO_BIN_EXE_triagebook"))
                    .args(["run", "--take-over", "--state", "state", "--resume", id.as_str()])
                    .current_dir(folder)
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null())
                    .spawn()
                    .expect("the binary starts");
                let mut stdin = child.stdin.take().expect("stdin is piped");
                std::io::Write::write_all(&mut stdin, (typed.concat() + "q\n").as_bytes())
                    .expect("a small text");
                drop(stdin);
                let output = child.wait_with_output().expect("it ends");
                all.extend(confirmed(&String::from_utf8_lossy(&output.stdout)));
            }
            all
        };
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        for writer in writers {
            all.extend(writer.join().expect("no writer panics"));
        }
    });
    let stored = sessions(&state);
    let salvage = &stored.iter().find(|stored| stored.id == id).expect("it is there").salvage;
    assert_eq!((salvage.damage.len(), salvage.torn), (0, 0), "records are mixed");
    let mut read = notes(&salvage.events);
    let written = WRITERS * ROUNDS * NOTES;
    println!(
        "{WRITERS} processes, {written} notes: {} confirmed, {} in the file, 0 mixed",
        all.len(),
        read.len()
    );
    read.sort();
    all.sort();
    assert_eq!(read, all, "the file holds what was confirmed, each once, and nothing else");
    assert!(!all.is_empty());
}
