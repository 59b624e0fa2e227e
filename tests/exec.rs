//! `run --exec` and `trust`, on the real thing: a POSIX shell of this machine.
//!
//! Invariant: what must not happen is looked for where it would show: in files, in processes, in the journal.
//! Deliberately absent: PowerShell, of which the script is looked at in unit tests, and Windows.

#![cfg(unix)]

mod support;

use portable_pty::CommandBuilder;
use std::fmt::Write as _;
use std::path::Path;
use support::terminal::Terminal;
use support::{Case, Finished, triagebook};
use triagebook::session::{Action, Answer, Dossier, Event, KbPrint, Ran, State, What, step};
use triagebook::world::journal::Store;
use triagebook::world::library::{self, Location};

const BASE: &str = "\
title: Local
owner: Team
places:
  here: { title: This shell, shell: posix }
  there: { title: Another machine, shell: posix }
sources:
  doc: { title: A page, seen: 2026-11-01 }
";

/// A runbook that asks for the victim's name by output, and then runs commands.
fn runbook(commands: &[&str]) -> String {
    let mut run = String::new();
    for command in commands {
        // Writing to a String cannot fail.
        let _ = writeln!(run, "      - {{ place: here, command: '{}' }}", command.replace('\'', "''"));
    }
    format!(
        "\
runbook: local
title: Something is wrong here
summary: Look at this machine.
reviewed: 2026-11-23
applies_to: [Anything]
symptoms:
  start: {{ title: It is wrong, signatures: [LOC-1], sources: [doc], next: who }}
checks:
  who:
    title: Who is it?
    run:
      - {{ place: there, command: whoami }}
    outcomes:
      somebody: {{ title: Somebody, when: {{ matches: '^Name' }}, capture: {{ victim: Name }}, samples: ['Name : x'], next: look }}
    unsure: done
  look:
    title: What does it say?
    run:
{run}    outcomes:
      good: {{ title: It is good, when: {{ text: good }}, samples: [good], next: done }}
    unsure: done
ends:
  done: {{ title: Done, result: resolved }}
"
    )
}

/// A folder with the knowledge base, the settings, and output that names the victim.
fn prepared(arguments: &str, commands: &[&str], victim: &str) -> Case {
    triagebook(arguments)
        .file("kb/knowledge-base.yaml", BASE)
        .file("kb/local.yaml", runbook(commands))
        .file("config.yaml", "places:\n  here: { run: sh }\n")
        .file("who.txt", format!("Name : {victim}\n"))
}

fn fingerprint(kb: &Path) -> String {
    library::load(Location::Folder(kb.to_owned())).expect("it can be read").fingerprint()
}

const RUN: &str =
    "run local --kb kb --state state --config config.yaml --evidence who.txt --no-input --save --exec";

/// Walks with everything that needs no person, from a trusted knowledge base.
fn walk(commands: &[&str], victim: &str, more: &str) -> Finished {
    let case = prepared(&format!("{RUN} {more}"), commands, victim);
    let hash = fingerprint(&case.path("kb"));
    case.arg("--trust").arg(hash).run()
}

fn events(run: &Finished) -> Vec<Event> {
    let all = Store::new(&run.folder().join("state")).read_all().expect("the folder can be read");
    all.into_iter().flat_map(|(_, stored)| stored.expect("it can be read").salvage.events).collect()
}

fn runs(run: &Finished) -> Vec<Ran> {
    let ran = |event: Event| match event.what {
        What::Ran(ran) => Some(*ran),
        _ => None,
    };
    events(run).into_iter().filter_map(ran).collect()
}

/// The output that was kept of what was run here.
fn output(run: &Finished) -> Vec<String> {
    let text = |event: Event| match event.what {
        What::Evidence { from, text, .. } if from.starts_with("run here by ") => Some(text),
        _ => None,
    };
    events(run).into_iter().filter_map(text).collect()
}

#[test]
fn a_check_that_reads_is_run_shown_judged_and_recorded() {
    let run =
        walk(&["echo all is good"], "x", "").code(0).out(&["In This shell, read by `/", "echo all is good"]);
    let [ran] = runs(&run).try_into().expect("one command was run");
    assert_eq!(ran.command, "echo all is good");
    assert!(Path::new(&ran.interpreter).is_absolute(), "{}", ran.interpreter);
    assert!(ran.arguments.last().is_some_and(|script| script.ends_with("check.sh")), "{:?}", ran.arguments);
    assert_eq!(ran.script, triagebook::session::hash(b"echo all is good\n"));
    assert_eq!((ran.code, ran.lacking.len()), (Some(0), 0));
    assert!(ran.began <= ran.ended);
    assert_eq!(output(&run), ["all is good\n"]);
    // The account says what was run, with its time.
    let account = run.stdout.split("Commands run by triagebook\n").nth(1).expect("the summary lists it");
    let account: Vec<&str> = account.lines().take(3).collect();
    let [first, command, by] = account.as_slice() else { panic!("{account:?}") };
    assert!(first.starts_with("  - ") && first.ends_with(" What does it say?"), "{first}");
    assert_eq!(command.trim(), "In This shell: echo all is good");
    assert!(by.contains(&ran.interpreter) && by.contains("exit code 0"), "{by}");
    // The place of the first question is another machine.
    assert!(run.stdout.contains("Who is it?"), "{}", run.stdout);
}

#[test]
fn hostile_values_stay_values() {
    let values = [
        "$(touch pwned)",
        "`touch pwned`",
        "'; touch pwned; '",
        "\"; touch pwned; \"",
        "a; touch pwned",
        "a | touch pwned",
        "a & touch pwned",
        "a && touch pwned",
        "> pwned",
        "${IFS}touch${IFS}pwned",
        "*",
        "~",
        "a b  c",
        "\\",
        "$HOME",
        "!!",
        "(touch pwned)",
        "{touch,pwned}",
        "#",
        "%s%n",
        "${x:=$(touch pwned)}",
        "$((a[$(touch pwned)]))",
    ];
    let mut whole = 0;
    for value in values {
        let run = walk(&["printf '%s good\\n' {{ victim }}"], value, "");
        // Reading a property may drop quotes around it; what it took is what must come out.
        let taken = events(&run).into_iter().find_map(|event| match event.what {
            What::Answered { captured, .. } => captured.into_iter().next().map(|captured| captured.value),
            _ => None,
        });
        let Some(taken) = taken else {
            assert_eq!(runs(&run), [], "{value}: nothing is run without its value");
            continue;
        };
        whole += usize::from(taken == value);
        assert_eq!(output(&run), [format!("{taken} good\n")], "{value}: {}", run.stdout);
        let mut folders = vec![run.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("it can be read").filter_map(Result::ok) {
                assert_ne!(entry.file_name(), "pwned", "{value}");
                if entry.path().is_dir() {
                    folders.push(entry.path());
                }
            }
        }
    }
    assert!(whole > values.len() / 2, "{whole}");
    println!("{} hostile values, {whole} of them whole: 0 side effects", values.len());
}

#[test]
fn commands_that_change_or_are_not_known_are_left_to_people() {
    let case = prepared(RUN, &[], "x");
    let target = case.path("pwned").display().to_string();
    let commands = [
        format!("touch {target}"),
        format!("echo good > {target}"),
        format!("cp /etc/hostname {target}"),
        format!("sh -c 'touch {target}'"),
        format!("echo `touch {target}`"),
        format!("echo $(touch {target})"),
        format!("cat /dev/null; touch {target}"),
        format!("find / -maxdepth 0 -exec touch {target} ;"),
        format!("env touch {target}"),
        format!("eval touch {target}"),
        format!("tee {target}"),
        format!("install /etc/hostname {target}"),
        format!("cat /etc/hostname | tee {target}"),
        format!("sudo touch {target}"),
        format!("python3 -c 'open(\"{target}\",\"w\")'"),
    ];
    for command in &commands {
        let run = walk(&[command], "x", "").code(1).out(&["not run here"]);
        assert_eq!(runs(&run), [], "{command}");
        assert!(!Path::new(&target).exists(), "{command}");
    }
    println!("{} commands that change something: 0 run", commands.len());
}

#[test]
fn any_changed_byte_takes_the_trust_away() {
    let case = prepared(RUN, &["echo good"], "x");
    let kb = case.path("kb");
    let hash = fingerprint(&kb);
    let mut changed = 0;
    for name in ["knowledge-base.yaml", "local.yaml"] {
        let bytes = std::fs::read(kb.join(name)).expect("it is there");
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            std::fs::write(kb.join(name), other).expect("written");
            assert_ne!(fingerprint(&kb), hash, "{name}, byte {at}");
            changed += 1;
        }
        std::fs::write(kb.join(name), bytes).expect("written");
    }
    std::fs::write(kb.join("more.yaml"), "runbook: more\n").expect("written");
    assert_ne!(fingerprint(&kb), hash, "a new file");
    println!("{changed} bytes changed, one after another: each is noticed");
}

#[test]
fn without_the_exact_hash_nothing_is_run_where_nobody_is_there() {
    let mark = "places:\n  here: { run: sh }\n";
    for (more, said) in [
        ("", "nobody is there to see which commands are run"),
        (" --trust sha256:0000", "is not sha256:0000"),
    ] {
        let run = prepared(&format!("{RUN}{more}"), &["echo good"], "x").run().code(4).err(&[said]);
        assert!(!run.folder().join("state").exists(), "no session was begun");
    }
    // What was trusted by hash is no longer what is there.
    let case = prepared(RUN, &["echo good"], "x");
    let hash = fingerprint(&case.path("kb"));
    case.file("kb/local.yaml", runbook(&["echo good; id"])).arg("--trust").arg(hash).run().code(4);
    // Settings and the list of what is trusted never come out of the knowledge base.
    let case = prepared(&RUN.replace("config.yaml", "kb/config.yml"), &["echo good"], "x")
        .file("kb/config.yml", mark);
    let hash = fingerprint(&case.path("kb"));
    case.arg("--trust").arg(hash).run().code(4).err(&["the settings lie in the knowledge base itself"]);
    let case = prepared(&RUN.replace("--state state", "--state kb/state"), &["echo good"], "x");
    let hash = fingerprint(&case.path("kb"));
    case.arg("--trust").arg(hash).run().code(4).err(&["the state folder lies in the knowledge base itself"]);
}

#[test]
fn denial_wins_and_trust_names_what_changed() {
    let case = prepared("trust --kb kb --state state", &["echo good"], "x");
    let hash = fingerprint(&case.path("kb"));
    let run =
        case.run().code(4).out(&["local/look 1  here: echo good"]).err(&["triagebook trust --hash sha256:"]);
    let trust = |more: &str, earlier: Finished| {
        triagebook(&format!("trust --kb kb --state state {more}")).in_folder_of(earlier).run()
    };
    let run = trust(&format!("--hash {hash}"), run).code(0).out(&["Trusted, until a byte of it changes."]);
    let run = trust("--list", run).code(0).out(&["trusted", &hash]);
    std::fs::write(run.folder().join("kb/local.yaml"), runbook(&["echo good; id"])).expect("written");
    let run = trust("", run)
        .code(4)
        .out(&["- local/look 1  here: echo good", "+ local/look 1  here: echo good; id"]);
    assert!(!run.stdout.contains("whoami"), "only what changed: {}", run.stdout);
    let run = trust("--deny", run).code(0);
    let hash = fingerprint(&run.folder().join("kb"));
    let run = trust(&format!("--hash {hash}"), run).code(4).err(&["it is denied"]);
    let run =
        triagebook(&format!("{RUN} --trust {hash}")).in_folder_of(run).run().code(4).err(&["is denied"]);
    trust("--revoke", run).code(0).out(&["Nothing is said any more about"]);
}

#[test]
fn what_takes_too_long_is_stopped_with_all_it_started() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("nobody-writes");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    let command = format!("cat {0} | sort | uniq; cat {0}", pipe.display());
    let run = walk(&[&command], "x", "--timeout 1").code(1).out(&["It took too long and was stopped"]);
    let [ran] = runs(&run).try_into().expect("one command was run");
    assert_eq!(ran.code, None);
    assert!(ran.lacking[0].ends_with("was stopped after 1 seconds"), "{:?}", ran.lacking);
    let name = pipe.display().to_string();
    assert_eq!(running(&name), 0, "something is left running");
}

#[test]
fn a_long_output_is_cut_said_and_never_taken_for_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let big = folder.path().join("big");
    std::fs::write(&big, "0123456789abcde\n".repeat(200_000)).expect("written");
    let run = walk(&[&format!("cat {}", big.display())], "x", "")
        .code(1)
        .out(&["bytes in the middle of the output"]);
    let [ran] = runs(&run).try_into().expect("one command was run");
    assert_eq!(
        ran.lacking,
        ["2151424 bytes in the middle of the output were dropped"],
        "3,200,000 less 2 * 512 KiB"
    );
    assert!(output(&run)[0].contains("[2151424 bytes dropped]"));
    // Somebody who saw all of it answers; what was kept is judged again for the report, and is not all.
    let graph = library::load(Location::Folder(run.folder().join("kb"))).expect("it can be read").graph;
    let mut events = events(&run);
    let at = events.last().expect("it has begun").at;
    let state = State::replay(&graph, &events);
    let answered = step(&graph, &state, Action::Answer(Answer::Outcome("good".into()))).expect("it waits");
    events.extend(answered.into_iter().map(|what| Event::new(at, what)));
    let dossier = Dossier::new(&graph, &events, &KbPrint::default(), "1.0", None).expect("it has begun");
    assert_eq!(dossier.contradicted, [], "what was dropped may have said so");
}

#[test]
fn a_command_sees_only_the_environment_it_needs() {
    let case = prepared(RUN, &["printenv"], "x")
        .variable("CUSTOMER_SECRET", "hunter2")
        .variable("BASH_ENV", "/nowhere");
    let hash = fingerprint(&case.path("kb"));
    let run = case.arg("--trust").arg(hash).run();
    let text = output(&run).remove(0);
    assert!(text.contains("PATH=") && !text.contains("hunter2") && !text.contains("BASH_ENV"), "{text}");
}

#[test]
fn without_exec_nothing_is_run() {
    let run = prepared("run local/look --kb kb --state state --config config.yaml", &["echo good"], "x")
        .stdin("run\nq\n")
        .run()
        .code(1)
        .out(&["Commands are only run with `--exec`"]);
    assert_eq!(runs(&run), []);
}

/// The binary in a terminal, in the folder of a prepared case.
fn terminal(folder: &Path, arguments: &str) -> Terminal {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_triagebook"));
    command.args(arguments.split_whitespace());
    command.args(["--kb", "kb", "--state", "state"]);
    command.cwd(folder);
    command.env("TERM", "xterm-256color");
    command.env_remove("TRIAGEBOOK_KB");
    Terminal::open(command, 200)
}

#[test]
fn a_person_trusts_sees_the_command_and_says_run() {
    let case = prepared("", &["echo all is good"], "x");
    let folder = case.path("");
    let run = "run local/look --config config.yaml --exec";
    let refused = terminal(&folder, run);
    refused.sees("is not trusted to have commands run");
    refused.ends_with(4);
    let mut trust = terminal(&folder, "trust");
    trust.sees("local/look 1  here: echo all is good");
    trust.sees("Type yes to trust exactly this content:");
    trust.types("yes\r");
    trust.sees("Trusted, until a byte of it changes.");
    trust.ends_with(0);
    let mut walk = terminal(&folder, run);
    walk.sees("`run` runs 1 command of it on this machine");
    walk.types("run\r");
    walk.sees("In This shell, read by `/");
    walk.sees("Run this now? Enter = yes, n = no:");
    walk.types("\r");
    walk.sees("It ended with exit code 0");
    walk.sees("What was run here by /");
    walk.sees("says: 1 It is good");
    walk.types("\r");
    walk.sees("Enter = finish");
    walk.types("report escalation\r");
    walk.sees("Commands run by triagebook");
    walk.types("\r");
    walk.ends_with(0);
    std::fs::write(folder.join("kb/local.yaml"), runbook(&["echo all is well"])).expect("written");
    let changed = terminal(&folder, run);
    changed.sees("was changed since it was trusted");
    changed.sees("- local/look 1  here: echo all is good");
    changed.sees("+ local/look 1  here: echo all is well");
    changed.ends_with(4);
}

#[test]
fn ctrl_c_stops_a_command_with_all_it_started() {
    let case = prepared("", &[], "x");
    let folder = case.path("");
    let pipe = folder.join("nobody-writes");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let case = case.file("kb/local.yaml", runbook(&[&format!("cat {0} | sort; cat {0}", pipe.display())]));
    let hash = fingerprint(&folder.join("kb"));
    let mut walk = terminal(&folder, &format!("run local/look --config config.yaml --exec --trust {hash}"));
    walk.sees("`run` runs 1 command");
    walk.types("run\r");
    walk.sees("Run this now?");
    walk.types("\r");
    let name = pipe.display().to_string();
    let started = std::time::Instant::now();
    while running(&name) == 0 {
        assert!(started.elapsed().as_secs() < 20, "it does not start:\n{}", walk.text());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    walk.types("\u{3}");
    walk.sees("Interrupted. Resume with:");
    walk.ends_with(130);
    assert_eq!(running(&name), 0, "something is left running");
    drop(case);
}

/// How many processes have this among their words, other than interpreters that only read their script.
fn running(name: &str) -> usize {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let holds = |entry: &std::fs::DirEntry| {
        let words = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&words).contains(name)
    };
    entries.filter(holds).count()
}
