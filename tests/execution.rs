//! What runs other programs, and what never does.
//!
//! Invariant: measured at the system calls, over the whole shipped knowledge base.
//! Deliberately absent: what commands do (they are never run here).

#![cfg(target_os = "linux")]

mod support;

use support::triagebook;

/// Every program that was started in a run, the first one being the binary itself.
fn started(arguments: &str, stdin: &str) -> Vec<String> {
    let run = triagebook(arguments)
        .under(&[
            "strace",
            "-f",
            "-qq",
            "--seccomp-bpf",
            "-e",
            "trace=execve,execveat,fork,vfork",
            "-o",
            "calls",
        ])
        .variable("TRIAGEBOOK_KB", concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks"))
        .file("output.txt", "Name    : HybridIOC\nEnabled : True\n")
        .stdin(stdin)
        .run();
    assert!(matches!(run.code, Some(0 | 1)), "{arguments}: {}\n{}", run.stdout, run.stderr);
    let calls = std::fs::read_to_string(run.folder().join("calls")).expect("strace wrote them");
    calls.lines().filter(|call| call.contains('(')).map(str::to_owned).collect()
}

#[test]
fn loading_checking_building_reading_and_walking_start_no_program() {
    let mut commands = 0;
    for (arguments, stdin) in [
        ("check", ""),
        ("book --out site", ""),
        ("read output.txt", ""),
        ("diagnose hcw8064 output.txt", ""),
        ("find HCW8064", ""),
        ("find -", "The HCW has completed, but HCW8064\n"),
        ("graph hcw8064", ""),
        ("explain unknown-node", ""),
        ("schema", ""),
        ("run hcw8064", "1\n1\nu\n1\nq\n"),
        ("run hcw8064/wizard-warning --no-input", ""),
        ("sessions list", ""),
        ("trust --list", ""),
    ] {
        let started = started(arguments, stdin);
        assert_eq!(started.len(), 1, "{arguments} starts programs: {started:?}");
        commands += 1;
    }
    println!("{commands} commands: 0 programs started");
}
