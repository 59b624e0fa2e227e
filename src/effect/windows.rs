//! Programs of Windows, and the Windows command prompt.
//!
//! Invariant: a program only reads with the arguments that a row of the table admits. The command prompt has no quoting to
//! trust, so only plain words are read there; a line of them means the same to PowerShell.
//! Deliberately absent: batch files, variables and pipes of the command prompt.

use crate::effect::program::{Admits, Program, find};
use crate::effect::{Assessment, Effect};

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
    let arguments: Vec<Option<String>> =
        arguments.iter().map(|argument| argument.map(str::to_lowercase)).collect();
    find(PROGRAMS, name).map(|program| program.assess(written, &arguments))
}

/// What a line of the Windows command prompt does.
pub(super) fn assess(line: &str) -> Assessment {
    let line = line.trim();
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
