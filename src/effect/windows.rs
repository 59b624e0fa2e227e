//! Programs of Windows, and the Windows command prompt.
//!
//! Invariant: a program only reads with the arguments that a row of the table admits. The command prompt has no quoting to
//! trust, so only plain words are read there; a line of them means the same to PowerShell.
//! Deliberately absent: batch files, variables and pipes of the command prompt.

use crate::effect::program::{Admits, Program, find};
use crate::effect::{Assessment, Effect, change, fetch};

/// Programs that only read, with the arguments with which they do.
const PROGRAMS: &[Program] = &[
    Program { name: "arp", admits: Admits::First(&["-a", "/a"]) },
    Program { name: "certutil", admits: Admits::First(&["-store", "-verifystore", "-dump"]) },
    Program { name: "dcdiag", admits: Admits::Without(&["/fix", "/f:", "/ferr"]) },
    Program { name: "driverquery", admits: Admits::All },
    Program { name: "gpresult", admits: Admits::First(&["/r", "/v", "/z"]) },
    Program { name: "hostname", admits: Admits::Nothing },
    Program { name: "ipconfig", admits: Admits::Only(&["/all", "/displaydns"]) },
    Program { name: "klist", admits: Admits::Only(&["tickets", "tgt", "sessions"]) },
    Program { name: "netsh", admits: Admits::Word("show", NETSH_CHANGES) },
    Program { name: "netstat", admits: Admits::All },
    Program {
        name: "nltest",
        admits: Admits::First(&["/dsgetdc:", "/dclist:", "/sc_query:", "/domain_trusts", "/dsgetsite"]),
    },
    Program { name: "nslookup", admits: Admits::Some },
    Program { name: "pathping", admits: Admits::All },
    Program { name: "ping", admits: Admits::Without(&["-t", "/t"]) },
    Program {
        name: "repadmin",
        admits: Admits::First(&["/showrepl", "/replsummary", "/queue", "/showobjmeta"]),
    },
    Program { name: "route", admits: Admits::First(&["print"]) },
    Program { name: "sc.exe", admits: Admits::First(&["query", "queryex", "qc"]) },
    Program { name: "setspn", admits: Admits::First(&["-l", "-q", "-x"]) },
    Program { name: "systeminfo", admits: Admits::All },
    Program { name: "tasklist", admits: Admits::All },
    Program { name: "tracert", admits: Admits::All },
    Program { name: "ver", admits: Admits::Nothing },
    Program { name: "w32tm", admits: Admits::First(&["/query", "/stripchart", "/monitor", "/tz"]) },
    Program { name: "whoami", admits: Admits::All },
];

/// Words with which `netsh` does more than show.
const NETSH_CHANGES: &[&str] = &[
    "add",
    "connect",
    "delete",
    "disconnect",
    "dump",
    "exec",
    "export",
    "flush",
    "import",
    "install",
    "renew",
    "reset",
    "set",
    "start",
    "stop",
    "trace",
    "uninstall",
    "update",
];

/// What a program of Windows does; none where its name is not known. `None` among the arguments is one that cannot be seen.
pub(super) fn program(written: &str, arguments: &[Option<&str>]) -> Option<Assessment> {
    let name = written.to_lowercase();
    // `sc` alone is a command of PowerShell that writes files.
    let name = if name == "sc.exe" { name.as_str() } else { name.trim_end_matches(".exe") };
    let as_typed: Vec<Option<String>> =
        arguments.iter().map(|argument| argument.map(str::to_owned)).collect();
    let arguments: Vec<Option<String>> =
        arguments.iter().map(|argument| argument.map(str::to_lowercase)).collect();
    if let Some(why) = change::windows(name, &arguments).or_else(|| fetch::change(name, &as_typed)) {
        return Some(Assessment::new(Effect::Change, format!("`{written}` {why}")));
    }
    if name == "cmd" {
        let words: Vec<&str> = arguments.iter().map(|word| word.as_deref().unwrap_or("?")).collect();
        return change_in(&format!("cmd {}", words.join(" ")));
    }
    find(PROGRAMS, name).map(|program| program.assess(written, &arguments))
}

/// What is known to change something among the commands of a line, quotes aside.
fn change_in(line: &str) -> Option<Assessment> {
    let mut bare = String::new();
    for (index, part) in line.split('"').enumerate() {
        bare.push_str(if index % 2 == 0 { part } else { "x" });
    }
    let writes = |rest: &str| {
        let target = rest.trim_start_matches('>').trim_start().to_lowercase();
        !target.starts_with("nul") && !target.starts_with('&')
    };
    if bare.match_indices('>').any(|(at, _)| !bare[..at].ends_with('>') && writes(&bare[at..])) {
        return Some(Assessment::new(Effect::Change, "it writes a file with `>`"));
    }
    let commands =
        bare.split(['&', '|', '\n', '(', ')']).map(|command| command.trim_start_matches([' ', '@']));
    commands
        .filter_map(|command| {
            let words: Vec<&str> = command.split_whitespace().collect();
            let (name, arguments) = behind_prompts(&words).split_first()?;
            let arguments: Vec<Option<&str>> = arguments.iter().copied().map(Some).collect();
            program(name, &arguments)
        })
        .find(|assessment| assessment.effect == Effect::Change)
}

/// What `cmd /c` runs, however often it is written; the words themselves where it is not.
fn behind_prompts<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    let is = |word: &&str, one: &str| word.eq_ignore_ascii_case(one);
    let mut words = words;
    while let Some((first, rest)) = words.split_first()
        && (is(first, "cmd") || is(first, "cmd.exe"))
    {
        let at = rest.iter().position(|word| is(word, "/c") || is(word, "/k"));
        words = at.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
    }
    words
}

/// What a line of the Windows command prompt does.
pub(super) fn assess(line: &str) -> Assessment {
    let line = line.trim();
    if let Some(change) = change_in(line) {
        return change;
    }
    // `\` and `%` are no plain characters: a path may be a program, and `%` stands for a variable.
    let plain = |character: char| character.is_ascii_alphanumeric() || " .-_/:=".contains(character);
    if let Some(odd) = line.chars().find(|character| !plain(*character)) {
        let odd = crate::prose::visible_line(&odd.to_string());
        return Assessment::unknown(format!("it holds `{odd}`, which the command prompt may act on"));
    }
    let mut words = line.split_whitespace();
    let Some(name) = words.next() else { return Assessment::unknown("there is no command") };
    let arguments: Vec<Option<&str>> = words.map(Some).collect();
    program(name, &arguments)
        .unwrap_or_else(|| Assessment::new(Effect::Unknown, format!("`{name}` is not known to only read")))
}
