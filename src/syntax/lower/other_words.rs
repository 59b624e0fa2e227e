//! Words that people write for those of the format, because other tools call it so.
//!
//! Invariant: a word here is meant for one of the format only where that one may stand.
//! Deliberately absent: misspelt words, and values of which another reading could do harm (risks).

/// What people write, and the words of the format that can be meant by it, the likelier first.
const OTHERS: &[(&[&str], &[&str])] = &[
    (&["goto", "go_to", "go-to", "then", "target", "leads_to", "leads-to"], &["next"]),
    (&["description", "desc", "reason"], &["summary", "detail", "why"]),
    (&["question", "prompt"], &["ask"]),
    (&["name", "label", "heading"], &["title"]),
    (&["cmd", "commandline", "command-line"], &["command"]),
    (&["commands"], &["run", "steps"]),
    (&["match", "condition", "if", "test"], &["when"]),
    (&["examples", "example"], &["samples"]),
    (&["undo", "revert", "back-out"], &["rollback"]),
    (&["action", "instruction"], &["do"]),
    (&["severity"], &["risk"]),
    (&["permission", "permissions", "rights"], &["role"]),
    (&["errors", "patterns", "messages"], &["signatures"]),
    (&["answers", "options", "branches"], &["outcomes"]),
    (&["questions"], &["checks"]),
    (&["actions", "solutions"], &["fixes"]),
    (&["problems"], &["symptoms"]),
    (&["retries"], &["attempts"]),
    (&["verification"], &["verify"]),
    (&["bash", "sh", "zsh", "linux", "unix"], &["posix"]),
    (&["pwsh", "ps", "ps1"], &["powershell"]),
    (&["bat", "batch", "dos"], &["cmd"]),
    (&["solved", "fixed", "done"], &["resolved"]),
];

/// The word that is meant by `typed` among those that may stand here.
pub(super) fn meant<'a>(typed: &str, possible: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let possible: Vec<&str> = possible.into_iter().collect();
    let others =
        OTHERS.iter().filter(|(written, _)| written.iter().any(|one| one.eq_ignore_ascii_case(typed)));
    others
        .flat_map(|(_, meant)| *meant)
        .find_map(|meant| possible.iter().find(|word| *word == meant).copied())
}
