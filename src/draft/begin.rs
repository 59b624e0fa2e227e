//! A knowledge base and a runbook to begin with: small, complete, and explained in comments.
//!
//! Invariant: what is written passes `check` without a finding, in a knowledge base that has the place it names.
//! Deliberately absent: asking for what is not known; every value here is given.

use crate::model::Shell;
use crate::syntax::scalar;

/// What a new knowledge base says about itself.
#[derive(Debug, Clone)]
pub struct BaseDraft<'a> {
    /// Its title.
    pub title: &'a str,
    /// The team that answers for it.
    pub owner: &'a str,
    /// How to reach the team.
    pub contact: &'a str,
    /// The name of its first place.
    pub place: &'a str,
    /// The shell of that place.
    pub shell: Shell,
}

/// What a new runbook says about itself.
#[derive(Debug, Clone)]
pub struct RunbookDraft<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What people see.
    pub symptom: &'a str,
    /// The error text by which it is found; an example where it is not known.
    pub signature: Option<&'a str>,
    /// The place where its command is typed.
    pub place: &'a str,
    /// The shell of that place.
    pub shell: Shell,
    /// Who takes over where it does not help.
    pub team: &'a str,
    /// The day of the draft.
    pub today: jiff::civil::Date,
}

/// `knowledge-base.yaml` for a new knowledge base.
pub fn knowledge_base(draft: &BaseDraft<'_>) -> String {
    let (shell, title, open) = match draft.shell {
        Shell::Powershell => ("powershell", "PowerShell", "Open *Windows PowerShell* as an administrator."),
        Shell::Posix => ("posix", "A shell on the server", "`ssh` to the server."),
        Shell::Cmd => ("cmd", "The Windows command prompt", "Press Windows+R and type `cmd`."),
        Shell::None => ("none", "The admin page in a browser", "Open its address and sign in."),
    };
    include_str!("knowledge-base.yaml")
        .replace("{title}", &scalar(draft.title))
        .replace("{owner}", &scalar(draft.owner))
        .replace("{contact}", &scalar(draft.contact))
        .replace("{place}", draft.place)
        .replace("{place-title}", &scalar(title))
        .replace("{shell}", shell)
        .replace("{open}", &scalar(open))
}

/// A runbook of six nodes to be written over.
pub fn runbook(draft: &RunbookDraft<'_>) -> String {
    let example_code = format!("{}-1001", draft.name.to_uppercase());
    let signature = draft.signature.unwrap_or(&example_code);
    let signature = format!("    signatures: [{}]\n", serde_json::Value::from(signature));
    let at = |command: &str| {
        format!("{{ place: {}, command: {} }}", draft.place, serde_json::Value::from(command))
    };
    let example = example(draft.shell);
    include_str!("runbook.yaml")
        .replace("{name}", draft.name)
        .replace("{title}", &scalar(draft.title))
        .replace("{symptom}", &scalar(draft.symptom))
        .replace("    {signatures}\n", &signature)
        .replace("{today}", &draft.today.to_string())
        .replace("{team}", &scalar(draft.team))
        .replace("{look}", &at(example.look))
        .replace("{start}", &at(example.start))
        .replace("{stop}", &at(example.stop))
        .replace("{running-when}", example.running.0)
        .replace("{running-sample}", &serde_json::Value::from(example.running.1).to_string())
        .replace("{stopped-when}", example.stopped.0)
        .replace("{stopped-sample}", &serde_json::Value::from(example.stopped.1).to_string())
}

/// Commands that look at a service, start and stop it, and what the first of them prints.
struct Example {
    look: &'static str,
    start: &'static str,
    stop: &'static str,
    /// The test that recognises a running service, and what is then printed.
    running: (&'static str, &'static str),
    stopped: (&'static str, &'static str),
}

fn example(shell: Shell) -> Example {
    match shell {
        Shell::Posix => Example {
            look: "systemctl show example.service --property=ActiveState",
            start: "systemctl start example.service",
            stop: "systemctl stop example.service",
            running: ("{ text: ActiveState=active }", "ActiveState=active"),
            stopped: ("{ text: ActiveState=inactive }", "ActiveState=inactive"),
        },
        Shell::Cmd => Example {
            look: "sc query Example",
            start: "net start Example",
            stop: "net stop Example",
            running: (
                "{ text: 4 RUNNING }",
                "SERVICE_NAME: Example\n        STATE              : 4  RUNNING",
            ),
            stopped: (
                "{ text: 1 STOPPED }",
                "SERVICE_NAME: Example\n        STATE              : 1  STOPPED",
            ),
        },
        Shell::Powershell | Shell::None => Example {
            look: "Get-Service Example | Format-List Name,Status",
            start: "Start-Service Example",
            stop: "Stop-Service Example",
            running: ("{ property: Status, equals: Running }", "Name   : Example\nStatus : Running"),
            stopped: ("{ property: Status, equals: Stopped }", "Name   : Example\nStatus : Stopped"),
        },
    }
}
