//! The catalogue of PowerShell's commands: what they do, by verb and by name.
//!
//! Invariant: a verb alone makes only `Get` and `Test` read; every other command that reads is named. Names are compared
//! without case, and what a name says wins over what its verb says.
//! Deliberately absent: programs (`windows`), and taking a line apart (`powershell`).

use crate::effect::alias::whole_name;
use crate::effect::{Assessment, Effect};

/// An argument of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Argument {
    /// `-Name`, without the dash.
    Parameter(String),
    /// A word or a text in quotes.
    Word(String),
    /// `{ … }`, whose content is looked at on its own.
    Block,
    /// A variable or an expression.
    Value,
}

/// Commands that only read although their verb does not say so.
const READERS: &[&str] = &[
    "compare-object",
    "convert-path",
    "convertfrom-csv",
    "convertfrom-json",
    "convertfrom-stringdata",
    "convertto-csv",
    "convertto-html",
    "convertto-json",
    "convertto-xml",
    "export-mailboxdiagnosticlogs",
    "format-custom",
    "format-hex",
    "format-list",
    "format-table",
    "format-wide",
    "group-object",
    "import-csv",
    "join-path",
    "measure-command",
    "measure-object",
    "new-guid",
    "new-timespan",
    "out-default",
    "out-null",
    "out-string",
    "resolve-dnsname",
    "resolve-path",
    "search-adaccount",
    "search-adminauditlog",
    "search-mailboxauditlog",
    "search-messagetrackingreport",
    "search-unifiedauditlog",
    "select-object",
    "select-string",
    "select-xml",
    "sort-object",
    "split-path",
    "start-sleep",
    "where-object",
    "write-host",
    "write-information",
    "write-output",
    "write-verbose",
    "write-warning",
];

/// Commands that do not do what their verb says, and why.
const EXCEPTIONS: &[(&str, Effect, &str)] = &[
    ("add-pssnapin", Effect::Session, "loads commands into this window"),
    ("clear-host", Effect::Session, "clears this window"),
    ("compare-textmessagingverificationcode", Effect::Change, "confirms a telephone number"),
    ("connect-mailbox", Effect::Change, "attaches a mailbox to an account"),
    ("get-admpwdpassword", Effect::Unknown, "shows a password"),
    ("get-azkeyvaultsecret", Effect::Unknown, "shows a secret"),
    ("get-azstorageblobcontent", Effect::Change, "writes files"),
    ("get-credential", Effect::Session, "asks for a password"),
    ("get-lapsaadpassword", Effect::Unknown, "shows a password"),
    ("get-lapsadpassword", Effect::Unknown, "shows a password"),
    ("get-windowsupdate", Effect::Unknown, "can install updates"),
    ("get-windowsupdatelog", Effect::Change, "writes a file"),
    ("get-wuinstall", Effect::Change, "installs updates"),
    ("import-module", Effect::Session, "loads commands into this window"),
    ("import-pssession", Effect::Session, "loads commands into this window"),
    ("invoke-expression", Effect::Change, "runs a text as a command"),
    ("new-pssession", Effect::Session, "opens a connection"),
    ("out-file", Effect::Change, "writes a file"),
    ("out-gridview", Effect::Session, "waits for a person"),
    ("out-printer", Effect::Change, "prints"),
    ("pause", Effect::Session, "waits for a person"),
    ("pop-location", Effect::Session, "changes the folder of this window"),
    ("push-location", Effect::Session, "changes the folder of this window"),
    ("read-host", Effect::Session, "waits for a person"),
    ("remove-pssession", Effect::Session, "closes a connection"),
    ("search-mailbox", Effect::Change, "can copy and delete messages"),
    ("set-adserversettings", Effect::Session, "changes what this window sees of Active Directory"),
    ("set-location", Effect::Session, "changes the folder of this window"),
    ("set-strictmode", Effect::Session, "changes how this window reads commands"),
    ("start-bitstransfer", Effect::Change, "fetches a file"),
    ("test-cluster", Effect::Change, "puts the disks of a cluster to the test"),
    ("test-exchangesearch", Effect::Change, "creates a message in the mailbox"),
    ("test-imapconnectivity", Effect::Change, "deletes test messages"),
    ("test-mailflow", Effect::Change, "sends messages"),
    ("test-message", Effect::Change, "can send a report"),
    ("test-popconnectivity", Effect::Change, "deletes test messages"),
    ("test-systemhealth", Effect::Change, "fetches updates and writes files"),
    ("write-adminauditlog", Effect::Change, "writes to the audit log"),
    ("write-eventlog", Effect::Change, "writes to the event log"),
];

/// Parameters that turn a command that reads into one that does not: the end of the command's name, the parameter, why.
/// PowerShell takes a parameter's beginning for the whole of it, so a beginning counts as well.
const PARAMETERS: &[(&str, &str, Effect, &str)] = &[
    (
        "connectivity",
        "resettestaccountcredentials",
        Effect::Change,
        "resets the password of the test account",
    ),
    ("test-umconnectivity", "resetpin", Effect::Change, "resets a PIN"),
    ("test-assistanthealth", "resolveproblems", Effect::Change, "mends what it finds"),
    ("test-computersecurechannel", "repair", Effect::Change, "renews the trust of the computer"),
    ("get-content", "wait", Effect::Unknown, "never ends"),
    ("test-connection", "continuous", Effect::Unknown, "never ends"),
];

/// Verbs of commands that change something. They are told apart from verbs that nobody knows.
const CHANGE_VERBS: &[&str] = &[
    "add",
    "approve",
    "backup",
    "block",
    "cancel",
    "checkpoint",
    "clean",
    "clear",
    "close",
    "complete",
    "confirm",
    "copy",
    "debug",
    "delete",
    "deny",
    "deploy",
    "disable",
    "dismount",
    "edit",
    "enable",
    "execute",
    "expand",
    "expedite",
    "export",
    "grant",
    "hide",
    "import",
    "initialize",
    "install",
    "invoke",
    "limit",
    "lock",
    "merge",
    "mount",
    "move",
    "new",
    "optimize",
    "protect",
    "publish",
    "push",
    "redirect",
    "redo",
    "register",
    "release",
    "remove",
    "rename",
    "repair",
    "request",
    "reset",
    "resize",
    "restart",
    "restore",
    "resume",
    "retry",
    "revoke",
    "rotate",
    "save",
    "send",
    "set",
    "skip",
    "split",
    "start",
    "step",
    "stop",
    "submit",
    "suspend",
    "switch",
    "sync",
    "unblock",
    "undo",
    "uninstall",
    "unlock",
    "unprotect",
    "unpublish",
    "unregister",
    "update",
    "upgrade",
    "write",
];

/// What a command does, given its name as it is written and its arguments.
pub(super) fn assess(written: &str, arguments: &[Argument]) -> Assessment {
    let name = whole_name(written);
    if let Some((_, effect, why)) = EXCEPTIONS.iter().find(|(other, ..)| *other == name) {
        return Assessment::new(*effect, format!("`{written}` {why}"));
    }
    let base = match name.as_str() {
        "foreach-object" => for_each(written, arguments),
        "new-object" => new_object(written, arguments),
        "invoke-restmethod" | "invoke-webrequest" => fetch(written, arguments),
        _ if READERS.contains(&name.as_str()) => Assessment::READ,
        _ => by_verb(written, &name),
    };
    let mut whole = base;
    for argument in arguments {
        if let Argument::Parameter(parameter) = argument {
            whole.join(parameter_of(written, &name, &parameter.to_lowercase()));
        }
    }
    whole
}

fn by_verb(written: &str, name: &str) -> Assessment {
    match name.split_once('-') {
        Some(("get" | "test", noun)) if is_noun(noun) => Assessment::READ,
        Some(("connect", noun)) if is_noun(noun) => {
            Assessment::new(Effect::Session, format!("`{written}` signs in"))
        }
        Some(("disconnect", noun)) if is_noun(noun) => {
            Assessment::new(Effect::Session, format!("`{written}` signs out"))
        }
        Some((verb, noun)) if is_noun(noun) && CHANGE_VERBS.contains(&verb) => {
            Assessment::new(Effect::Change, format!("`{written}` changes something, as its verb says"))
        }
        _ => Assessment::unknown(format!("`{written}` is not known to only read")),
    }
}

fn is_noun(noun: &str) -> bool {
    !noun.is_empty() && noun.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `ForEach-Object Name` calls whatever is called so; only blocks can be looked at.
fn for_each(written: &str, arguments: &[Argument]) -> Assessment {
    let blocks = ["begin", "process", "end"];
    let all_blocks = arguments.iter().all(|argument| match argument {
        Argument::Block => true,
        Argument::Parameter(name) => blocks.contains(&name.to_lowercase().as_str()),
        Argument::Word(_) | Argument::Value => false,
    });
    if all_blocks {
        return Assessment::READ;
    }
    Assessment::unknown(format!("`{written}` is given something other than `{{ … }}` to run"))
}

fn new_object(written: &str, arguments: &[Argument]) -> Assessment {
    let harmless = ["psobject", "pscustomobject", "timespan", "system.object"];
    let kind = arguments.iter().find_map(|argument| match argument {
        Argument::Word(word) => Some(word.to_lowercase()),
        _ => None,
    });
    if kind.as_deref().is_some_and(|kind| harmless.contains(&kind)) {
        return Assessment::READ;
    }
    Assessment::unknown(format!("`{written}` makes an object that may do anything"))
}

/// `Invoke-WebRequest` and its like: whether something is sent. What they write is a parameter of all commands.
fn fetch(written: &str, arguments: &[Argument]) -> Assessment {
    let sends = arguments.iter().enumerate().any(|(at, argument)| {
        let Argument::Parameter(name) = argument else { return false };
        let name = name.to_lowercase();
        let is = |long: &str| name.len() > 1 && long.starts_with(&name);
        let asks = |word: &str| ["get", "head", "options"].iter().any(|one| word.eq_ignore_ascii_case(one));
        let is_asked = matches!(arguments.get(at + 1), Some(Argument::Word(word)) if asks(word));
        is("body") || is("form") || is("infile") || (is("method") && !is_asked)
    });
    if sends {
        return Assessment::new(Effect::Change, format!("`{written}` sends something to an address"));
    }
    Assessment::unknown(format!(
        "`{written}` talks to an address of its own, and what that does cannot be seen"
    ))
}

fn parameter_of(written: &str, name: &str, parameter: &str) -> Assessment {
    let found = PARAMETERS
        .iter()
        .find(|(end, long, ..)| name.ends_with(end) && !parameter.is_empty() && long.starts_with(parameter));
    if let Some((_, long, effect, why)) = found {
        return Assessment::new(*effect, format!("`{written} -{long}` {why}"));
    }
    // `-OutF` is the shortest beginning that is not also one of `-OutVariable` or `-OutBuffer`.
    if parameter.len() > 3 && ("outfile".starts_with(parameter) || "outputpath".starts_with(parameter)) {
        return Assessment::new(Effect::Change, format!("`{written} -{parameter}` writes a file"));
    }
    Assessment::READ
}

#[cfg(test)]
mod tests {
    use super::{Argument, CHANGE_VERBS, EXCEPTIONS, READERS, assess};
    use crate::effect::Effect;
    use crate::effect::alias::ALIASES;

    #[test]
    fn the_tables_are_in_lower_case_and_nothing_is_in_two_of_them() {
        let mut all: Vec<&str> =
            EXCEPTIONS.iter().map(|(name, ..)| *name).chain(READERS.iter().copied()).collect();
        all.extend(ALIASES.iter().map(|(short, _)| *short));
        // `write` is a short name and a verb; nothing takes one for the other.
        for mut names in [all, CHANGE_VERBS.to_vec()] {
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
            assert!(names.iter().all(|name| *name == name.to_lowercase()));
        }
    }

    #[test]
    fn a_beginning_of_a_parameter_counts_as_the_parameter() {
        let with = |name: &str| {
            assess("Test-WebServicesConnectivity", &[Argument::Parameter(name.to_owned())]).effect
        };
        assert_eq!(with("Identity"), Effect::Read);
        assert_eq!(with("Reset"), Effect::Change);
        assert_eq!(with("ResetTestAccountCredentials"), Effect::Change);
    }
}
