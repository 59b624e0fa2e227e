//! Knowledge bases of any size: runbooks that differ in every text, with the shape of real ones.
//!
//! Deliberately absent: chance; the same number always gives the same texts.

use std::fmt::Write as _;
use std::path::Path;

/// The shared file.
pub(crate) const BASE: &str = "\
title: Synthetic
owner: Team
places:
  sh: { title: Shell, shell: powershell, side: on-premises }
sources:
  doc: { title: A page, url: \"https://example.org/doc\", seen: 2026-11-01 }
";

const CHECKS: usize = 9;
const FIXES: usize = 4;

/// The runbook of this number: 2 symptoms, 9 checks, 4 fixes, 2 ends.
pub(crate) fn runbook(number: usize) -> String {
    let mut text = format!(
        "runbook: synthetic-{number}\ntitle: Service {number} does not answer\nsummary: What to do when service {number} is down.\n\
         owner: Team {team}\nreviewed: 2026-11-01\napplies_to: [Service {number}]\nsymptoms:\n\
         \x20 down: {{ title: Service {number} is down, signatures: [\"E{number:05}-DOWN\", \"service {number} refused\"], next: check-0, sources: [doc] }}\n\
         \x20 slow: {{ title: Service {number} is slow, signatures: [\"E{number:05}-SLOW\"], next: check-3, sources: [doc] }}\nchecks:\n",
        team = number % 7
    );
    for check in 0..CHECKS {
        let next = if check + 1 < CHECKS { format!("check-{}", check + 1) } else { "escalate".to_owned() };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\x20 check-{check}:\n    title: Is part {check} of service {number} healthy?\n    why: Part {check} **must** answer before part {after} can, see the [page](https://example.org/{number}).\n\
             \x20   run:\n      - {{ place: sh, command: \"Get-Part -Service {number} -Part {check} | Format-List Name,State{check}\" }}\n\
             \x20   minutes: 2\n    sources: [doc]\n    outcomes:\n\
             \x20     healthy: {{ title: Part {check} is healthy, when: {{ property: State{check}, equals: Running }}, samples: [\"Name : part\\nState{check} : Running\"], next: {next} }}\n\
             \x20     stopped: {{ title: Part {check} is stopped, when: {{ property: State{check}, equals: Stopped }}, samples: [\"Name : part\\nState{check} : Stopped\"], next: fix-{fix} }}\n    unsure: escalate\n",
            after = check + 1,
            fix = check % FIXES
        );
    }
    text.push_str("fixes:\n");
    for fix in 0..FIXES {
        let _ = write!(
            text,
            "\x20 fix-{fix}:\n    title: Restart part {fix} of service {number}\n    risk: outage\n    role: Operator\n    impact: Service {number} does not answer for a minute.\n\
             \x20   steps: [{{ place: sh, command: \"Restart-Part -Service {number} -Part {fix}\" }}]\n    rollback: {{ none: A restart cannot be undone. }}\n\
             \x20   wait: 1m\n    verify: check-{fix}\n    attempts: {{ limit: 2, else: escalate }}\n    sources: [doc]\n"
        );
    }
    text.push_str("ends:\n  resolved: { title: It answers, result: resolved }\n  escalate: { title: Escalate, result: escalated, to: Second line, attach: [All outputs] }\n");
    text
}

/// Writes a knowledge base of so many runbooks into a folder.
pub(crate) fn write(folder: &Path, runbooks: usize) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("knowledge-base.yaml"), BASE)?;
    (0..runbooks).try_for_each(|number| {
        std::fs::write(folder.join(format!("synthetic-{number}.yaml")), runbook(number))
    })
}
