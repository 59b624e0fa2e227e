//! A plan as a script for Windows PowerShell 5.1 and PowerShell 7.
//!
//! Invariant: ends lines with CR LF and begins with a byte order mark, without which Windows PowerShell 5.1 reads letters
//! beyond ASCII wrongly. Each command stands in a block of its own and on lines of its own, as the plan has it.
//! Deliberately absent: the frame around the commands (`frame.ps1`, `close.ps1`).

use crate::collect::script::{Head, bundle_name, comments, left_out, preamble};
use crate::collect::{NAME, Plan};
use crate::prose::visible_line;
use std::fmt::Write as _;

/// What stands before the commands: settings, and the functions that collect.
const FRAME: &str = include_str!("frame.ps1");
/// What stands after them: packing, and what to do next.
const CLOSE: &str = include_str!("close.ps1");

/// The script.
pub(super) fn script(plan: &Plan, head: &Head<'_>) -> String {
    let name = bundle_name(plan);
    let run = [
        format!("Run it in {}, for example:", visible_line(head.place_title)),
        format!("    .\\{name}.ps1"),
        format!("    .\\{name}.ps1 -Folder D:\\Temp"),
        "If Windows refuses to run it because it came from another computer, read it, then: Unblock-File FILE".to_owned(),
    ];
    let mut text = comments(&preamble(plan, head, &run));
    text.push_str("\nparam([string]$Folder)\n\n");
    let constants = [
        ("Name", literal(&name)),
        ("ManifestName", literal(NAME)),
        ("KnowledgeBase", literal(head.base_title)),
        ("KnowledgeBaseHash", literal(head.base_hash)),
        ("Runbook", literal(plan.runbook.as_str())),
        ("Place", literal(plan.place.as_str())),
        ("Count", plan.commands.len().to_string()),
    ];
    for (name, value) in constants {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "${name} = {value}");
    }
    let sentences: Vec<String> =
        left_out(plan).iter().map(|sentence| format!("    {}", literal(sentence))).collect();
    let _ = writeln!(text, "$NotCollected = @(\n{}\n)", sentences.join(",\n"));
    text.push_str(FRAME);
    for planned in &plan.commands {
        let checks: Vec<String> = planned.checks.iter().map(|check| literal(&check.to_string())).collect();
        let _ = write!(
            text,
            "\n    Collect -File {} -Checks {} -Run {{\n{}\n    }}\n",
            literal(&planned.file),
            checks.join(","),
            planned.command
        );
    }
    text.push_str(CLOSE);
    format!("\u{feff}{}", text.replace("\r\n", "\n").replace('\n', "\r\n"))
}

/// A text as a literal of PowerShell, on one line. Each of its five single quotes is doubled.
fn literal(text: &str) -> String {
    let mut out = String::from("'");
    for character in visible_line(text).chars() {
        if matches!(character, '\'' | '\u{2018}'..='\u{201b}') {
            out.push(character);
        }
        out.push(character);
    }
    out.push('\'');
    out
}
