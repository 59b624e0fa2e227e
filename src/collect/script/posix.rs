//! A plan as a script for Unix shells.
//!
//! Invariant: needs nothing beyond what a bare Debian has; the frame itself is plain POSIX. Each command stands in a
//! here-document of its own, as the plan has it, so that a mistake in one does not stop the others.
//! Deliberately absent: the frame around the commands (`frame.sh`, `close.sh`).

use crate::collect::script::{Head, bundle_name, comments, left_out, named, preamble};
use crate::collect::{NAME, Plan};
use crate::prose::visible_line;
use std::fmt::Write as _;

/// What stands before the commands: settings, and the functions that collect.
const FRAME: &str = include_str!("frame.sh");
/// What stands after them: packing, and what to do next.
const CLOSE: &str = include_str!("close.sh");

/// The script.
pub(super) fn script(plan: &Plan, head: &Head<'_>) -> String {
    let name = bundle_name(plan);
    let run = [
        format!("Run it in {}, for example:", visible_line(head.place_title)),
        format!("    bash {name}.sh"),
        format!("    bash {name}.sh /var/tmp"),
    ];
    let mut text = String::from("#!/usr/bin/env bash\n");
    text.push_str(&comments(&preamble(plan, head, &run)));
    text.push('\n');
    let sentences = serde_json::Value::from(left_out(plan)).to_string();
    let json = |text: &str| literal(&serde_json::Value::from(text).to_string());
    let constants = [
        ("name", literal(&name)),
        ("manifest_name", literal(NAME)),
        ("knowledge_base", json(head.base_title)),
        ("knowledge_base_hash", json(head.base_hash)),
        ("runbook", literal(plan.runbook.as_str())),
        ("place", json(plan.place.as_str())),
        ("left_out", literal(sentences.trim_start_matches('[').trim_end_matches(']'))),
        ("count", plan.commands.len().to_string()),
    ];
    for (name, value) in constants {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}={value}");
    }
    text.push_str(FRAME);
    for planned in &plan.commands {
        let _ = write!(
            text,
            "\ncollect {} {} <<'END_OF_COMMAND'\n{}\nEND_OF_COMMAND\n",
            literal(&planned.file),
            literal(&named(&planned.checks)),
            planned.command
        );
    }
    text.push_str(CLOSE);
    text
}

/// A text as one literal word, on one line.
fn literal(text: &str) -> String {
    format!("'{}'", visible_line(text).replace('\'', "'\\''"))
}
