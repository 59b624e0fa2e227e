//! How long the hot paths take beside the floor of the same work: `check` beside the bare YAML parse, reading a paste
//! beside counting its lines, the first question beside a program that loads nothing. (Pastes of every shape: `paste`.)
//!
//! Invariant: every figure has its floor in the same run, so that ratios can be compared between machines.
//! Deliberately absent: verdicts; run with `cargo bench` and read the medians.

#[path = "support/shipped.rs"]
mod shipped;

use divan::{Bencher, black_box};
use shipped::{graph, read, texts};
use std::path::Path;
use std::process::{Command, Stdio};
use triagebook::graph::Graph;
use triagebook::world::{
    checker::Checker,
    draft::Draft,
    library::{self, Location},
};
use triagebook::{evidence, lint, search};

fn main() {
    divan::main();
}

/// The floor of `check`: YAML events, nothing kept.
#[divan::bench]
fn check_0_floor_yaml_events(bencher: Bencher) {
    let texts = texts();
    bencher.bench_local(|| {
        texts
            .iter()
            .map(|(_, text)| granit_parser::Parser::new_from_str(black_box(text)).count())
            .sum::<usize>()
    });
}

/// Text to model with all findings.
#[divan::bench]
fn check_1_read(bencher: Bencher) {
    let texts = texts();
    bencher.bench_local(|| read(black_box(&texts)));
}

/// Everything `check` does after the disk: read, link, lint.
#[divan::bench]
fn check_2_whole(bencher: Bencher) {
    let texts = texts();
    let today = jiff::civil::date(2026, 11, 23);
    bencher.bench_local(|| {
        let (base, runbooks) = read(black_box(&texts));
        let (graph, findings) = Graph::link(base, runbooks);
        findings.len()
            + lint::check(&lint::Input { graph: &graph, today, scenarios: &[], found: &findings }).len()
    });
}

/// A runbook of ordinary size and shape, as one of many: two checks of output, a captured value that a fix needs, and a call of
/// the next one in its group of ten.
fn synthetic(number: usize) -> String {
    let next = if number % 10 == 9 {
        format!("stop-{number}")
    } else {
        format!("{{ call: rb-{}/state, return: again }}", number + 1)
    };
    SYNTHETIC.replace("NUMBER", &number.to_string()).replace("NEXT", &next)
}

const SYNTHETIC: &str = include_str!("synthetic.yaml");

/// A knowledge base of so many runbooks.
fn many(number: usize) -> Vec<(String, String)> {
    let base = "title: Many\nowner: Team\nplaces:\n  ps: { title: PowerShell, shell: powershell }\n  browser: { title: Browser, shell: none }\n";
    let base = ("knowledge-base.yaml".to_owned(), base.to_owned());
    let runbooks = (0..number).map(|number| (format!("rb-{number}.yaml"), synthetic(number)));
    std::iter::once(base).chain(runbooks).collect()
}

/// The floor of checking many runbooks: YAML events, nothing kept.
#[divan::bench(args = [1_000, 10_000], sample_count = 3)]
fn many_0_floor_yaml_events(bencher: Bencher, number: usize) {
    let texts = many(number);
    bencher.bench_local(|| {
        texts
            .iter()
            .map(|(_, text)| granit_parser::Parser::new_from_str(black_box(text)).count())
            .sum::<usize>()
    });
}

/// Text to model with all findings, of many runbooks.
#[divan::bench(args = [1_000, 10_000], sample_count = 3)]
fn many_1_read(bencher: Bencher, number: usize) {
    let texts = many(number);
    bencher.bench_local(|| read(black_box(&texts)));
}

/// Names to graph, of many runbooks.
#[divan::bench(args = [1_000, 10_000], sample_count = 3)]
fn many_2_link(bencher: Bencher, number: usize) {
    let texts = many(number);
    bencher.with_inputs(|| read(&texts)).bench_local_values(|(base, runbooks)| Graph::link(base, runbooks));
}

/// All rules on a graph of many runbooks.
#[divan::bench(args = [1_000, 10_000], sample_count = 3)]
fn many_3_lint(bencher: Bencher, number: usize) {
    let (base, runbooks) = read(&many(number));
    let (graph, found) = Graph::link(base, runbooks);
    assert!(found.is_empty(), "the synthetic runbooks link: {found:?}");
    let today = jiff::civil::date(2026, 11, 23);
    let input = lint::Input { graph: &graph, today, scenarios: &[], found: &found };
    assert_eq!(lint::check(&input), [], "the synthetic runbooks are in order");
    bencher.bench_local(|| lint::check(black_box(&input)).len());
}

/// A knowledge base of so many runbooks on the disk.
fn on_disk(number: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in many(number) {
        std::fs::write(folder.path().join(name), text).expect("the file can be written");
    }
    folder
}

/// Everything `check` does with many runbooks, the disk included.
#[divan::bench(args = [1_000, 10_000], sample_count = 3)]
fn many_4_check(bencher: Bencher, number: usize) {
    let folder = on_disk(number);
    bencher.bench_local(|| {
        let library = library::load_with_scenarios(Location::Folder(folder.path().to_owned()));
        Checker::default().check(&library.expect("the folder can be read")).len()
    });
}

/// From a key that was typed in one of many runbooks to all findings, as in an editor.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10)]
fn many_5_key_to_findings(bencher: Bencher, number: usize) {
    let folder = on_disk(number);
    let file = triagebook::world::listing::shown(&folder.path().join("rb-7.yaml"));
    let (mut draft, mut checker) = (Draft::new(folder.path().to_owned()), Checker::default());
    draft.look().expect("the folder can be read");
    checker.check(&draft.library());
    let mut typed = synthetic(7);
    bencher.bench_local(|| {
        typed.push('#');
        draft.set(&file, Some(&typed));
        checker.check(&draft.library()).len()
    });
}

/// A paste of 1 MiB: objects as `Format-List` prints them.
fn paste() -> String {
    let object = "Name                 : HybridIOC - 11111111\nEnabled              : True\nTargetAddressDomains : {contoso.com, \
                  contoso.mail.onmicrosoft.com}\nDiscoveryEndpoint    : https://autodiscover.contoso.com/autodiscover\n\n";
    object.repeat((1 << 20) / object.len())
}

/// The floor of reading a paste: its lines are counted.
#[divan::bench]
fn paste_0_floor_count_lines(bencher: Bencher) {
    let paste = paste();
    bencher.bench_local(|| black_box(&paste).lines().count());
}

/// A paste of 1 MiB becomes a reading.
#[divan::bench]
fn paste_1_read(bencher: Bencher) {
    let paste = paste();
    bencher.bench_local(|| evidence::read(black_box(&paste)));
}

/// Runs a program to its end, in a folder without a knowledge base of its own.
fn run(command: &mut Command, folder: &Path) -> std::process::ExitStatus {
    let command = command.current_dir(folder).env("TRIAGEBOOK_STATE", folder.join("state"));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program runs")
}

fn triagebook() -> Command {
    Command::new(env!("CARGO_BIN_EXE_triagebook"))
}

/// The floor of starting: a program that loads nothing.
#[divan::bench(sample_count = 20)]
fn start_0_floor_version(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    bencher.bench_local(|| run(triagebook().arg("--version"), folder.path()));
}

/// From the command to the first question of a walk through the built-in knowledge base, and out again.
#[divan::bench(sample_count = 20)]
fn start_1_first_question(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    bencher.bench_local(|| run(triagebook().args(["run", "hcw8064", "--no-save"]), folder.path()));
}

/// Building the search index of the shipped knowledge base.
#[divan::bench]
fn search_0_index(bencher: Bencher) {
    let graph = graph();
    bencher.bench_local(|| search::Index::new(black_box(&graph)));
}

/// Looking up an error text.
#[divan::bench]
fn search_1_find(bencher: Bencher) {
    let graph = graph();
    let index = search::Index::new(&graph);
    bencher.bench_local(|| index.find(black_box("The wizard stopped with HCW8064 and AADSTS901124")));
}
