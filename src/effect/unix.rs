//! Programs of Unix.
//!
//! Invariant: a program only reads with the arguments that its row admits.
//! Deliberately absent: taking a line apart (`posix`).

use crate::effect::program::{Admits, Program};

/// Verbs of systemctl that only read.
const UNITS: &[&str] = &[
    "cat",
    "get-default",
    "is-active",
    "is-enabled",
    "is-failed",
    "is-system-running",
    "list-dependencies",
    "list-jobs",
    "list-sockets",
    "list-timers",
    "list-unit-files",
    "list-units",
    "show",
    "status",
];

/// Programs that only read, with the arguments with which they do.
pub(super) const PROGRAMS: &[Program] = &[
    Program { name: "[", admits: Admits::All },
    Program {
        name: "apt-cache",
        admits: Admits::Verb(&["depends", "madison", "policy", "rdepends", "search", "show"], &[]),
    },
    Program { name: "arp", admits: Admits::Options(&["-a", "-n", "-e", "-v", "-an"]) },
    Program { name: "basename", admits: Admits::All },
    Program { name: "cat", admits: Admits::Some },
    Program { name: "cut", admits: Admits::All },
    Program {
        name: "date",
        admits: Admits::Only(&["+", "-u", "-R", "-I", "--utc", "--iso-8601=", "--rfc-3339="]),
    },
    Program { name: "df", admits: Admits::All },
    Program { name: "dig", admits: Admits::Some },
    Program { name: "dirname", admits: Admits::All },
    Program {
        name: "dmesg",
        admits: Admits::Options(&["-T", "-H", "-k", "-u", "-x", "--ctime", "--level=", "--facility="]),
    },
    Program { name: "docker", admits: Admits::Verb(CONTAINERS, &["-f", "--follow"]) },
    Program { name: "dpkg", admits: Admits::First(&["-l", "-s", "-L", "-S", "--list", "--status"]) },
    Program { name: "dpkg-query", admits: Admits::All },
    Program { name: "du", admits: Admits::All },
    Program { name: "echo", admits: Admits::All },
    Program { name: "egrep", admits: Admits::All },
    Program { name: "false", admits: Admits::All },
    Program { name: "file", admits: Admits::Without(&["-C", "--compile"]) },
    Program { name: "find", admits: Admits::Without(&["-delete", "-exec", "-fls", "-fprint", "-ok"]) },
    Program { name: "findmnt", admits: Admits::Without(&["-p", "--poll"]) },
    Program { name: "free", admits: Admits::Without(&["-s", "--seconds"]) },
    Program { name: "getent", admits: Admits::Some },
    Program { name: "grep", admits: Admits::All },
    Program { name: "groups", admits: Admits::All },
    Program { name: "head", admits: Admits::All },
    Program { name: "host", admits: Admits::Some },
    Program { name: "hostname", admits: Admits::Only(&["-f", "-s", "-d", "-i", "-I", "-A"]) },
    Program { name: "hostnamectl", admits: Admits::Only(&["status"]) },
    Program { name: "id", admits: Admits::All },
    Program { name: "ip", admits: Admits::Only(IP) },
    Program { name: "journalctl", admits: Admits::Without(JOURNAL_CHANGES) },
    Program {
        name: "kubectl",
        admits: Admits::Verb(
            &["describe", "get", "logs", "top", "version"],
            &["-f", "--follow", "-w", "--watch"],
        ),
    },
    Program { name: "last", admits: Admits::All },
    Program { name: "locale", admits: Admits::All },
    Program { name: "lpstat", admits: Admits::All },
    Program { name: "lpq", admits: Admits::Without(&["+"]) },
    Program { name: "ls", admits: Admits::All },
    Program { name: "lsblk", admits: Admits::All },
    Program { name: "lscpu", admits: Admits::All },
    Program { name: "lsof", admits: Admits::Without(&["-r", "+r"]) },
    Program { name: "mailq", admits: Admits::Nothing },
    Program { name: "md5sum", admits: Admits::Some },
    Program { name: "mount", admits: Admits::Nothing },
    Program { name: "netstat", admits: Admits::Without(&["-c", "--continuous"]) },
    Program { name: "nginx", admits: Admits::Only(&["-t", "-T", "-v", "-V"]) },
    Program { name: "nproc", admits: Admits::All },
    Program { name: "nslookup", admits: Admits::Some },
    Program {
        name: "openssl",
        admits: Admits::Verb(&["s_client", "verify", "version", "x509"], OPENSSL_CHANGES),
    },
    Program { name: "pgrep", admits: Admits::All },
    Program { name: "ping", admits: Admits::First(&["-c", "-c1", "-c2", "-c3", "-c4", "-c5"]) },
    Program { name: "podman", admits: Admits::Verb(CONTAINERS, &["-f", "--follow"]) },
    Program { name: "postconf", admits: Admits::Without(&["-e", "-X", "-#"]) },
    Program { name: "postqueue", admits: Admits::Only(&["-p", "-j"]) },
    Program { name: "printenv", admits: Admits::All },
    Program { name: "printf", admits: Admits::All },
    Program { name: "ps", admits: Admits::All },
    Program { name: "pwd", admits: Admits::All },
    Program { name: "readlink", admits: Admits::All },
    Program { name: "realpath", admits: Admits::All },
    Program { name: "resolvectl", admits: Admits::Verb(&["query", "statistics", "status"], &[]) },
    Program { name: "rpm", admits: Admits::Letters("acdfilqRV") },
    Program { name: "sha256sum", admits: Admits::Some },
    Program { name: "ss", admits: Admits::Letters("46aehilmnopstuwxH") },
    Program { name: "sort", admits: Admits::Letters("0123456789,.:bdfghiknrsuMRV") },
    Program { name: "stat", admits: Admits::All },
    Program { name: "systemctl", admits: Admits::Verb(UNITS, &[]) },
    Program { name: "tail", admits: Admits::Without(&["-f", "-F", "--follow"]) },
    Program { name: "test", admits: Admits::All },
    Program {
        name: "timedatectl",
        admits: Admits::Verb(&["show", "status", "show-timesync", "timesync-status"], &[]),
    },
    Program { name: "tr", admits: Admits::All },
    Program { name: "tracepath", admits: Admits::All },
    Program { name: "traceroute", admits: Admits::All },
    Program { name: "true", admits: Admits::All },
    Program { name: "uname", admits: Admits::All },
    Program { name: "uniq", admits: Admits::Only(&["-c", "-d", "-i", "-u"]) },
    Program { name: "uptime", admits: Admits::All },
    Program { name: "w", admits: Admits::All },
    Program { name: "wc", admits: Admits::All },
    Program { name: "who", admits: Admits::All },
    Program { name: "whoami", admits: Admits::Nothing },
];

/// Verbs of docker and podman that only read.
const CONTAINERS: &[&str] = &["images", "info", "inspect", "logs", "port", "ps", "version"];
/// Words with which `ip` only reads.
const IP: &[&str] = &[
    "-4", "-6", "-br", "-brief", "-c", "-d", "-j", "-o", "-s", "a", "addr", "address", "get", "l", "link",
    "list", "ls", "n", "neigh", "r", "route", "rule", "show",
];
/// Options with which `openssl` writes files or loads code.
const OPENSSL_CHANGES: &[&str] =
    &["-CAcreate", "-early", "-engine", "-keylog", "-out", "-provider", "-sess_out", "-writerand"];
/// Options with which `journalctl` changes its files or never ends.
const JOURNAL_CHANGES: &[&str] = &[
    "-f",
    "--cursor-file",
    "--follow",
    "--flush",
    "--relinquish",
    "--rotate",
    "--setup-keys",
    "--smart-relinquish",
    "--sync",
    "--update-catalog",
    "--vacuum",
];
