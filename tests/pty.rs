//! `triagebook run` in a terminal: keys, pastes, Ctrl-C, a narrow window.
//!
//! Invariant: the real binary in a pseudo terminal; what is compared is what a person would see.
//! Deliberately absent: Windows consoles, and the wording of whole pages.

#![cfg(unix)]

mod support;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Read as _;
use std::time::{Duration, Instant};
use support::terminal::Terminal;

#[test]
fn a_pasted_output_is_proposed_with_its_line_and_confirmed_with_enter() {
    let mut terminal = Terminal::start(&["printing/queue"], 80, &[]);
    terminal.sees("server: ");
    terminal.types("PRINTX\u{7f}01\r");
    terminal.sees("Get-PrintQueue -Server 'PRINT01'");
    terminal.sees("? = help]:");
    terminal.types("\u{1b}[200~PS> Get-PrintQueue\rName  : Q1\rState : Stopped\r\u{1b}[201~");
    terminal.sees("The output says: 2 The queue is stopped");
    terminal.sees("line 3 | State : Stopped");
    terminal.sees("Enter = yes");
    terminal.types("\r");
    let screen = terminal.sees("Fix 2: Start the queue");
    assert!(screen.contains("Role:    Print operator"), "{screen}");
    terminal.types("b\r");
    terminal.sees("The queue is stopped (your earlier answer)");
    terminal.types("q\r");
    terminal.sees("Go on from here with:");
    terminal.ends_with(1);
}

#[test]
fn a_paste_of_menu_numbers_is_never_taken_as_choices() {
    let mut terminal = Terminal::start(&["printing/queue", "--input", "server=A"], 80, &[]);
    terminal.sees("? = help]:");
    terminal.types("\u{1b}[200~1\n1\n\u{1b}[201~");
    terminal.sees("This output does not settle the question");
    terminal.types("q\r");
    terminal.sees("Stopped at printing/queue");
    terminal.ends_with(1);
}

#[test]
fn a_paste_without_brackets_is_a_paste_too() {
    for variables in [&[][..], &[("TERM", "dumb")][..]] {
        let mut terminal = Terminal::start(&["printing/queue", "--input", "server=A"], 80, variables);
        terminal.sees("? = help]:");
        terminal.types("1\r1\rState : Running\r");
        if !variables.is_empty() {
            terminal.sees("Press Enter to go on.");
            terminal.types("\r");
        }
        terminal.sees("The output says: 1 The queue is running");
        terminal.types("\u{3}");
        terminal.ends_with(130);
    }
}

#[test]
fn a_paste_that_ends_its_own_brackets_is_never_taken_as_choices() {
    for paste in ["\u{1b}[200~\u{1b}[201~1\r\u{1b}[201~", "\u{1b}[200~x\ny\u{1b}[201~1\r1\r\u{1b}[201~"] {
        let mut terminal = Terminal::start(&["printing/queue", "--input", "server=A"], 80, &[]);
        terminal.sees("? = help]:");
        terminal.types(paste);
        terminal.sees("This output does not settle the question");
        terminal.types("q\r");
        terminal.sees("Stopped at printing/queue");
        terminal.ends_with(1);
    }
}

#[test]
fn a_long_paste_without_brackets_arrives_whole() {
    let mut terminal = Terminal::start(&["printing/queue", "--input", "server=A"], 80, &[]);
    terminal.sees("? = help]:");
    let noise = "VERBOSE: nothing of interest happened in this step either\r".repeat(400);
    terminal.types(&format!("{noise}Name  : Q1\rState : Stopped\r"));
    terminal.sees("Received 402 lines.");
    terminal.sees("The output says: 2 The queue is stopped");
    terminal.types("\u{4}");
    terminal.ends_with(1);
}

#[test]
fn a_paste_of_five_mebibytes_is_read_and_a_larger_one_is_refused_with_a_word() {
    let mut terminal = Terminal::start(&["printing/queue", "--input", "server=A"], 80, &[]);
    terminal.sees("? = help]:");
    let line = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n";
    terminal.types(&format!("\u{1b}[200~{}\u{1b}[201~", line.repeat((5 << 20) / line.len() + 1)));
    terminal.sees("That is more than 5 MiB.");
    terminal.types("\u{3}");
    terminal.ends_with(130);
}

#[test]
fn ctrl_c_gives_the_command_that_goes_on() {
    for variables in [&[][..], &[("TERM", "dumb")][..]] {
        let mut terminal = Terminal::start(&["printing/slow"], 200, variables);
        terminal.sees("? = help]:");
        terminal.types("one\r");
        terminal.sees("Does a test page come out?");
        terminal.types("\u{3}");
        terminal.sees("Interrupted. Resume with:");
        terminal.sees("triagebook run --resume 20");
        terminal.ends_with(130);
    }
}

#[test]
fn new_asks_again_for_a_name_that_is_none_and_proposes_one() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_triagebook"));
    command.args(["new", "--base", "kb"]);
    command.cwd(folder.path());
    command.env("TERM", "xterm-256color");
    let mut terminal = Terminal::open(command, 80);
    terminal.sees("such as `printing`:");
    terminal.types("Disk Full\r");
    terminal.sees("`Disk Full` cannot be its name: names hold lower-case letters");
    terminal.sees("[disk-full]:");
    terminal.types("\r");
    terminal.sees("Title [Disk full does not work]:");
    terminal.types("\u{3}");
    terminal.ends_with(130);
}

#[test]
fn ctrl_d_ends_like_the_end_of_a_pipe() {
    for variables in [&[][..], &[("TERM", "dumb")][..]] {
        let mut terminal = Terminal::start(&["printing/slow"], 80, variables);
        terminal.sees("? = help]:");
        terminal.types("\u{4}");
        terminal.sees("The input ended before the walk did.");
        terminal.ends_with(1);
    }
}

#[test]
fn a_narrow_window_breaks_between_words() {
    let mut terminal = Terminal::start(&["printing/nothing-prints", "--input", "server=A"], 40, &[]);
    let screen = terminal.sees("? = help]:");
    assert!(screen.contains("A stopped queue takes jobs and prints\nnone."), "{screen}");
    terminal.types("q\r");
    terminal.ends_with(1);
}

#[test]
fn a_dumb_terminal_and_no_color_get_no_colour() {
    let colour = |terminal: &Terminal| {
        let raw = String::from_utf8_lossy(&terminal.raw.lock().expect("no reader panics")).into_owned();
        raw.contains("\u{1b}[1m") || raw.contains("\u{1b}[3")
    };
    for (variables, coloured) in [
        (&[][..], true),
        (&[("NO_COLOR", "1")][..], false),
        (&[("TERM", "dumb")][..], false),
        // Continuous integration is no reason to colour what the terminal cannot show.
        (&[("TERM", "dumb"), ("CI", "true")][..], false),
        (&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")][..], true),
    ] {
        let mut terminal = Terminal::start(&["printing/slow"], 80, variables);
        terminal.sees("? = help]:");
        assert_eq!(colour(&terminal), coloured, "{variables:?}");
        if !coloured && variables.contains(&("TERM", "dumb")) {
            assert!(!terminal.raw.lock().expect("no reader panics").contains(&0x1b), "no escape at all");
        }
        terminal.types("q\r");
        terminal.ends_with(1);
    }
}

#[test]
fn a_terminal_that_is_gone_ends_the_process() {
    let pair = native_pty_system().openpty(PtySize::default()).expect("a pseudo terminal opens");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_triagebook"));
    command.args(["run", "--kb", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sessions/kb")]);
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).expect("the binary starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("the terminal can be read");
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains("q = quit") {
        let mut buffer = [0; 4096];
        let count = reader.read(&mut buffer).expect("the first question is shown");
        assert_ne!(count, 0, "it ended: {}", String::from_utf8_lossy(&shown));
        shown.extend_from_slice(&buffer[..count]);
    }
    // Every handle on the terminal goes, as when its window is closed.
    drop(reader);
    drop(pair.master);
    let start = Instant::now();
    while child.try_wait().expect("the child can be asked").is_none() {
        assert!(start.elapsed() < Duration::from_secs(20), "it goes on without a terminal");
        std::thread::sleep(Duration::from_millis(10));
    }
}
