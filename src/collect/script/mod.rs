//! A plan as a script that people can read, run where the program is not, and bring the result of back.
//!
//! Invariant: besides the commands of the plan a script does only what its frame says: it makes one folder, writes the
//! outputs and the manifest into it, and packs it. Text of the knowledge base stands in it only as comment lines and as
//! quoted literals, and nothing of it can end either.
//! Deliberately absent: running it.

mod posix;
mod powershell;

use crate::collect::{LeftOut, Plan};
use crate::model::{NodeKey, Shell};
use crate::prose::{count, visible_line};

/// What a script says about itself besides its commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head<'a> {
    /// The title of the knowledge base.
    pub base_title: &'a str,
    /// Its content hash, in hexadecimal digits.
    pub base_hash: &'a str,
    /// The title of the runbook.
    pub runbook_title: &'a str,
    /// The title of the place.
    pub place_title: &'a str,
    /// Its shell.
    pub shell: Shell,
    /// The version of this program.
    pub program: &'a str,
}

/// The script of a plan: for PowerShell with a byte order mark and CR LF, as Windows PowerShell 5.1 needs it. None where
/// the place is no shell.
pub fn script(plan: &Plan, head: &Head<'_>) -> Option<String> {
    match head.shell {
        // What the command prompt is asked for is plain words, and those mean the same to PowerShell.
        Shell::Powershell | Shell::Cmd => Some(powershell::script(plan, head)),
        Shell::Posix => Some(posix::script(plan, head)),
        Shell::None => None,
    }
}

/// The head of a script: what it collects and what it does not, as lines of text.
fn preamble(plan: &Plan, head: &Head<'_>, run: &[String]) -> Vec<String> {
    let commands = count(plan.commands.len(), "command");
    let mut lines = vec![
        format!("Collects what the triage of \"{}\"", visible_line(head.runbook_title)),
        format!("asks of {}: the output of {commands}.", visible_line(head.place_title)),
        String::new(),
        "It only reads. It runs the commands that stand below, one after the other, and no others.".to_owned(),
        "It changes no setting, sends nothing and installs nothing. It writes one new folder, and a zip of it.".to_owned(),
        String::new(),
        "What it collects can hold names, mail addresses and names of servers of your organisation.".to_owned(),
        "Look through the folder before you pass it on; every file in it is plain text.".to_owned(),
        String::new(),
    ];
    lines.extend(run.iter().cloned());
    if !plan.left_out.is_empty() {
        lines.push(String::new());
        lines.push("Not collected:".to_owned());
        lines.extend(left_out(plan).into_iter().map(|sentence| format!("- {sentence}")));
    }
    lines.push(String::new());
    lines.push(format!(
        "Made by triagebook {} from the knowledge base \"{}\"",
        head.program,
        visible_line(head.base_title)
    ));
    lines.push(format!("(SHA-256 {}).", head.base_hash));
    lines
}

/// What is not collected, a sentence each.
fn left_out(plan: &Plan) -> Vec<String> {
    let sentence =
        |left_out: &LeftOut| visible_line(&format!("{}: {}", named(&left_out.checks), left_out.why));
    plan.left_out.iter().map(sentence).collect()
}

fn named(checks: &[NodeKey]) -> String {
    checks.iter().map(NodeKey::to_string).collect::<Vec<_>>().join(", ")
}

/// The name of the folder that a script makes, without the time.
fn bundle_name(plan: &Plan) -> String {
    format!("triagebook-{}-{}", plan.runbook, plan.place)
}

/// Lines as comments.
fn comments(lines: &[String]) -> String {
    lines.iter().map(|line| format!("# {}", visible_line(line)).trim_end().to_owned() + "\n").collect()
}
