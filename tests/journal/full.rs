//! The real program on a disk that refuses: a file size limit, injected errors, and by hand a small tmpfs.

use crate::people::{BASE, confirmed, notes, runbook, sessions};
use crate::support::{Finished, triagebook};

/// Notes that fill a file.
fn typed(count: usize) -> String {
    let notes: Vec<String> = (0..count).map(|note| format!("n {note} {}\n", "x".repeat(600))).collect();
    notes.concat() + "q\n"
}

fn begun() -> Finished {
    triagebook("run long/start --kb kb --state state")
        .file("kb/knowledge-base.yaml", BASE)
        .file("kb/long.yaml", runbook())
        .stdin("yes\nq\n")
        .run()
        .code(1)
}

/// Every note that was confirmed is in a session, and the journals are whole.
fn check(run: &Finished, what: &str) -> usize {
    let confirmed = confirmed(&run.stdout);
    let sessions = sessions(&run.folder().join("state"));
    let longest = sessions.iter().map(|stored| notes(&stored.salvage.events)).max_by_key(Vec::len);
    let longest = longest.unwrap_or_default();
    let lost: Vec<&String> = confirmed.iter().filter(|note| !longest.contains(note)).collect();
    assert!(lost.is_empty(), "{what}: confirmed and lost: {lost:?}\n{}", run.stdout);
    for stored in &sessions {
        assert!(stored.salvage.damage.is_empty(), "{what}: {:?}", stored.salvage.damage);
    }
    confirmed.len()
}

#[test]
fn a_file_that_may_not_grow_is_told_of_and_nothing_confirmed_is_lost() {
    let run = triagebook("run long/start --kb kb --state state")
        .under(&["sh", "-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\""])
        .file("kb/knowledge-base.yaml", BASE)
        .file("kb/long.yaml", runbook())
        .stdin(typed(40))
        .run()
        .code(3)
        .out(&["NOT SAVED: could not write to", "The answers are in memory only."]);
    let saved = check(&run, "size limit");
    assert!((5..40).contains(&saved), "{saved} of 40 were saved");
    let stored = sessions(&run.folder().join("state")).remove(0);
    assert_eq!(notes(&stored.salvage.events).len(), saved, "what was not confirmed is not there");
    assert_eq!(stored.salvage.torn, 0, "the half record was cut back");
}

#[cfg(target_os = "linux")]
#[test]
fn after_an_injected_error_nothing_is_confirmed_that_is_not_there() {
    let mut runs = 0;
    for (call, error) in
        [("write", "ENOSPC"), ("write", "EIO"), ("fdatasync", "EIO"), ("fdatasync", "EDQUOT")]
    {
        for when in ["1", "3", "4+", "1+"] {
            let begun = begun();
            let state = begun.folder().join("state");
            let path = sessions(&state).remove(0).path.display().to_string();
            let inject = format!("inject={call}:error={error}:when={when}");
            let mut wrapper = vec!["strace", "-f", "-qq", "-o", "/dev/null", "-e", &inject];
            // Only writes to the journal are to fail; nothing else is synced by content.
            if call == "write" {
                wrapper.extend(["-P", &path]);
            }
            let run = triagebook("run --kb kb --state state --resume")
                .under(&wrapper)
                .in_folder_of(begun)
                .stdin(typed(6))
                .run()
                .out(&["NOT SAVED"]);
            let what = format!("{call} {error} {when}");
            check(&run, &what);
            // A write that fails for good fails on this path only; a sync that does fails in the new file, too.
            let is_lost = call == "fdatasync" && when.ends_with('+');
            assert_eq!(run.code, Some(if is_lost { 3 } else { 1 }), "{what}: {}", run.stdout);
            let goes_on = run.stdout.contains("Saved. Everything so far is in session");
            assert_eq!(goes_on, !is_lost, "{what}: {}", run.stdout);
            runs += 1;
        }
    }
    println!("{runs} runs with injected errors: nothing confirmed after them is missing");
}

#[cfg(target_os = "linux")]
#[test]
fn each_answer_reaches_the_disk_before_the_next_question_reaches_the_screen() {
    let run = triagebook("run long/start --kb kb --state state")
        .under(&["strace", "-f", "-y", "-s", "16", "-e", "trace=write,fsync,fdatasync,rename", "-o", "calls"])
        .file("kb/knowledge-base.yaml", BASE)
        .file("kb/long.yaml", runbook())
        .stdin("yes\nno\nyes\nq\n")
        .run()
        .code(1);
    let calls = std::fs::read_to_string(run.folder().join("calls")).expect("strace wrote them");
    let (mut unsynced, mut answers, mut folders) = (0, 0, 0);
    for call in calls.lines() {
        // `-y` shows the file behind each number.
        let is_journal =
            call.contains("sessions/") && (call.contains(".journal>") || call.contains(".part>"));
        if call.contains(" write(1<") {
            assert_eq!(unsynced, 0, "the screen was written to before the disk: {call}\n{calls}");
        } else if is_journal && call.contains(" write(") {
            unsynced += 1;
            answers += 1;
        } else if is_journal && call.contains(" fdatasync(") && call.ends_with("= 0") {
            unsynced = 0;
        } else if call.contains(" fsync(") && call.contains("/sessions>") {
            folders += 1;
        }
    }
    assert_eq!((answers, unsynced), (3, 0), "{calls}");
    assert!(folders > 0, "the folder was not synced:\n{calls}");
}

/// A tmpfs of 64 KiB fills up, is given space again, and the walk goes on.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "mounts a tmpfs, which needs root or user namespaces: cargo test --test journal -- --ignored"]
fn a_full_disk_is_told_of_and_recovers() {
    let script = "\
set -e
mkdir -p state
mount -t tmpfs -o size=64k none state
head -c 40000 /dev/zero > state/fill
{ cat notes; sleep 2; rm state/fill; cat more; echo q; } | \"$0\" \"$@\" || true
mkdir kept
cp -r state/sessions kept/
";
    let run = triagebook("run long/start --kb kb --state state")
        .under(&["unshare", "-Urm", "sh", "-c", script])
        .file("kb/knowledge-base.yaml", BASE)
        .file("kb/long.yaml", runbook())
        .file("notes", typed(40).replace("q\n", ""))
        .file("more", "n after one\nn after two\n")
        .run()
        .code(0)
        .out(&["NOT SAVED: could not write to", "Saved. Everything so far is in session"]);
    let confirmed = confirmed(&run.stdout);
    let stored = sessions(&run.folder().join("kept"));
    let last = stored.iter().max_by_key(|stored| stored.salvage.events.len()).expect("a session");
    let held = notes(&last.salvage.events);
    assert_eq!(held.len(), 42, "all of them are saved in the end");
    assert!(confirmed.iter().all(|note| held.contains(note)));
    let damaged = stored.iter().any(|stored| stored.salvage.torn > 0 || !stored.salvage.damage.is_empty());
    assert!(!damaged, "no half record is left");
}
