//! How long a paste of 1 MiB takes to be read, in the forms that people paste and in the worst that were found, beside
//! `cat` of the same file: the whole program, which loads the built-in knowledge base and judges all its checks, and the
//! reader alone.
//!
//! `cargo bench --bench paste -- json` takes the shapes whose names hold one of these words.
//!
//! Invariant: every figure has its floor in the same run, and is the fastest of several, so that what else the machine does
//! counts least.
//! Deliberately absent: verdicts. No shape should take the program more than 250 ms.

#[path = "support/shipped.rs"]
mod shipped;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use triagebook::evidence;
use triagebook::graph::{Content, Graph};

/// How often each is timed.
const TIMES: usize = 5;

/// The size of a paste.
const SIZE: usize = 1 << 20;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    let shapes = lines().into_iter().chain(made()).chain(of_the_knowledge_base(&shipped::graph()));
    let folder = tempfile::tempdir().expect("a folder can be made");
    println!("{:<24} {:>9} {:>9} {:>9} {:>7}", "shape", "program", "reader", "cat", "ratio");
    for (name, text) in shapes.filter(|(name, _)| is_wanted(name)) {
        measure(name, &text, folder.path());
    }
}

fn measure(name: &str, text: &str, folder: &Path) {
    let file = folder.join("paste.txt");
    std::fs::write(&file, text).expect("the paste can be written");
    let cat = fastest(|| run(Command::new("cat").arg(&file), folder));
    let mut program = Command::new(env!("CARGO_BIN_EXE_triagebook"));
    program.args(["read", "--json"]).arg(&file);
    let whole = fastest(|| run(&mut program, folder));
    let reader = fastest(|| drop(std::hint::black_box(evidence::read(text))));
    let ms = |time: Duration| format!("{:.1}ms", time.as_secs_f64() * 1000.0);
    let ratio = whole.as_secs_f64() / cat.as_secs_f64();
    println!("{name:<24} {:>9} {:>9} {:>9} {ratio:>6.0}x", ms(whole), ms(reader), ms(cat));
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let times = (0..TIMES).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// Runs a program to its end, in a folder without a knowledge base of its own.
fn run(command: &mut Command, folder: &Path) {
    let command = command.current_dir(folder).env("TRIAGEBOOK_STATE", folder.join("state"));
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = quiet.status().expect("the program runs");
    assert!(status.success(), "{command:?} ends with {status}");
}

/// A head, and a line that is repeated to the size of a paste.
fn repeated(head: &str, line: &str) -> String {
    format!("{head}{}", line.repeat((SIZE - head.len()) / line.len()))
}

/// Lines that are repeated: forms that people paste, and the worst of one line each.
fn lines() -> Vec<(&'static str, String)> {
    let shapes = [
        (
            "json",
            "",
            "{\"Name\": \"HybridIOC\", \"Enabled\": true, \"TargetAddressDomains\": [\"contoso.com\"]}\n",
        ),
        ("json fragments", "", "{\"a\":\n"),
        ("json, deep", "", "{\"a\":"),
        (
            "sheet",
            "\"Name\",\"Enabled\",\"TargetAddressDomains\"\n",
            "\"HybridIOC - 11111111\",\"True\",\"contoso.com contoso.mail.onmicrosoft.com\"\n",
        ),
        ("sheet, quotes left open", "\"a\",\"b\"\n", "\"1,2\n"),
        (
            "table",
            "Name       Enabled Domains\n----       ------- -------\n",
            "HybridIOC  True    {contoso.com, fabrikam.com}\n",
        ),
        ("table without dashes", "", "aa  bb  cc  dd\n"),
        ("table of wide letters", "", "名前  値段  結果\n日本  中国  韓国\n"),
        ("table of two letters", "", "a  b\n"),
        ("table in markdown", "| Name | Enabled |\n|---|---|\n", "| A | True |\n"),
        (
            "list",
            "",
            "Name                 : HybridIOC - 11111111\nEnabled              : True\nTargetAddressDomains : {contoso.com, \
             contoso.mail.onmicrosoft.com}\nDiscoveryEndpoint    : https://autodiscover.contoso.com/autodiscover\n\n",
        ),
        ("list of one property", "", "Enabled : True\n"),
        ("list with cut values", "", "Domains : {a, b...}\nOther : {c, d…}\n\n"),
        ("list on one line", "", "RunspaceId : 52ce Result : Failed Message : x y SupportsCutover : False\n"),
        ("list, two kinds", "", "Alpha : 1\nBeta : 2\n\nGamma : 3\nDelta : 4\n\n"),
        (
            "results of a test",
            "",
            "Task       : Checking EWS API Call Under Oauth\nDetail     : The configuration was last updated at 10:00.\n\
             ResultType : Error\nIdentity   : ValidationResultNodeId\nIsValid    : True\n\n",
        ),
        (
            "errors",
            "",
            "Get-Mailbox : The operation couldn't be performed because object 'olaf' couldn't be found.\nAt line:1 char:1\n\
             + Get-Mailbox olaf\n    + CategoryInfo          : NotSpecified: (:) [Get-Mailbox], Exception\n\n",
        ),
        (
            "plain text",
            "",
            "The wizard stopped with an error, and then it went on for a while without any word.\n",
        ),
        ("key-value blocks", "", "Key: value\n"),
        ("prompts", "", "PS C:\\> Get-IntraOrganizationConnector | fl\n\nName    : A\nEnabled : True\n\n"),
        ("prompts, empty", "", "PS C:\\>\n"),
        (
            "prompts of one side",
            "",
            "[PS] C:\\>Get-IntraOrganizationConnector | fl\n\nName : A\nEnabled : True\nOriginatingServer : ex01.contoso.com\n\n",
        ),
        ("command without an end", "PS C:\\> ", "Get-Foo "),
        ("empty lines", "", "\n"),
        ("carriage returns", "", "a\rb\nc\r\nd\r\r\n"),
        ("lines of one letter", "", "a\n"),
        ("rows of dashes", "", "--\n"),
        ("dots", "", "…"),
        ("one line", "", "a"),
        ("one line of pairs", "", "Key : v "),
        ("one line of colons", "", "a:"),
        ("marks of a page", "", "<span>Name&nbsp;: A</span><br>"),
    ];
    shapes.into_iter().map(|(name, head, line)| (name, repeated(head, line))).collect()
}

/// Texts in which no two lines are alike.
fn made() -> Vec<(&'static str, String)> {
    let each = |number: usize, one: &dyn Fn(usize) -> String, between: &str| {
        (0..number).map(one).collect::<Vec<_>>().join(between)
    };
    let keys = each(80_000, &|at| format!("\"k{at}\":{at}"), ",");
    let columns = each(40_000, &|at| format!("c{at}"), "  ");
    let dashes = each(40_000, &|_| "--".to_owned(), "  ");
    let grown = each(25_000, &|at| format!("A : 1\nB : 2\nC : 3\nOther{at} : 4\n"), "\n");
    vec![
        ("json, many names", format!("{{{keys}}}")),
        ("list, many names", each(40_000, &|at| format!("Property{at} : value {at}"), "\n")),
        ("list, growing", grown),
        ("table, many columns", format!("{columns}\n{dashes}\n{columns}\n")),
    ]
}

/// What the shipped knowledge base asks for and expects, all of it repeated.
fn of_the_knowledge_base(graph: &Graph) -> Vec<(&'static str, String)> {
    let (mut commands, mut samples) = (String::new(), String::new());
    for node in graph.nodes() {
        let Content::Check(check) = &node.content else { continue };
        for command in &check.run {
            commands.push_str("[PS] C:\\>");
            commands.push_str(&command.command.text.value.replace('\n', " "));
            commands.push('\n');
        }
        for (_, outcome) in check.outcomes.iter() {
            for sample in &outcome.samples {
                samples.push_str("[PS] C:\\>Get-Something | fl\n\n");
                samples.push_str(&sample.text);
                samples.push_str("\n\n");
            }
        }
    }
    let places = graph.base().places.iter().flat_map(|(_, place)| &place.marks);
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let words: String = places.flat_map(|mark| mark.source.value.chars().map(letters).chain([' '])).collect();
    vec![
        ("commands of all checks", repeated("", &commands)),
        ("samples of all checks", repeated("", &samples)),
        ("words of all marks", repeated("", &(words + "\n"))),
    ]
}
