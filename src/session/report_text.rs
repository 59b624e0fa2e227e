//! The report as plain text for a ticket.
//!
//! Invariant: ASCII layout, no colour, no control characters; it reads well in any ticket system and aloud.
//! Deliberately absent: wrapping. Ticket systems wrap by themselves, and a wrapped command cannot be copied.

use crate::model::EndResult;
use crate::prose::{and, count, visible_line};
use crate::session::event::{By, EvidenceLine};
use crate::session::report::{PathStep, Report};
use std::fmt::{self, Write as _};

impl Report {
    /// The report as text, ending in a line feed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        self.write_head(out)?;
        self.write_path(out)?;
        self.write_facts(out)?;
        self.write_rest(out)
    }

    fn write_head(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "{}", visible_line(&self.title))?;
        let result = match (self.result, &self.end) {
            (Some(result), Some(end)) => format!("{} - {}", result_word(result), visible_line(&end.title)),
            _ => "not finished".to_owned(),
        };
        writeln!(out, "Result:   {result}")?;
        if let Some(to) = self.end.as_ref().and_then(|end| end.to.as_ref()) {
            writeln!(out, "Goes to:  {}", visible_line(to))?;
        }
        let reviewed = self.reviewed.map(|date| format!(" (reviewed {date})")).unwrap_or_default();
        writeln!(out, "Runbook:  {}{reviewed}", self.runbook)?;
        if let (Some(started), Some(last)) = (self.started, self.last) {
            writeln!(out, "Time:     {} to {}", moment(started), clock(last))?;
        }
        Ok(())
    }

    fn write_path(&self, out: &mut String) -> fmt::Result {
        let told: Vec<&PathStep> = self.path.iter().filter(|step| step.kind != "end").collect();
        if told.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nPath")?;
        for (number, step) in (1..).zip(told) {
            let time = step.at.map(|at| format!("{} ", clock(at))).unwrap_or_default();
            let kind = match step.kind {
                "symptom" => "Symptom: ",
                "fix" => "Fix: ",
                _ => "",
            };
            writeln!(out, "{number:3}. {time}{kind}{}", visible_line(&step.title))?;
            if let Some(said) = said(step) {
                writeln!(out, "     {said}")?;
            }
            write_lines(out, &step.lines)?;
            for changed in step.changed.iter().filter(|changed| changed.differs()) {
                let (was, now) = (changed.was.join(", "), changed.now.join(", "));
                let (was, now) = (visible_line(&was), visible_line(&now));
                writeln!(out, "     {}: was {was} ({}), now {now}", changed.name, clock(changed.at))?;
            }
            for command in &step.commands {
                writeln!(out, "     In {}: {}", visible_line(&command.place), visible_line(&command.text))?;
            }
            if let Some(overruled) = &step.overruled {
                let proposed: Vec<&str> = overruled.proposed.iter().map(AsRef::as_ref).collect();
                let spoke = if proposed.is_empty() {
                    "ruled it out".to_owned()
                } else {
                    format!("spoke for {}", and(&proposed))
                };
                let reason = overruled.reason.as_deref().map_or_else(|| "not given".to_owned(), visible_line);
                writeln!(out, "     Overruled: the evidence {spoke}. Reason: {reason}")?;
            }
        }
        Ok(())
    }

    fn write_facts(&self, out: &mut String) -> fmt::Result {
        if self.facts.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nKnown values")?;
        for fact in &self.facts {
            let from =
                fact.from.as_ref().map_or_else(|| "given".to_owned(), |node| format!("from {}", node.node));
            writeln!(out, "  {} = {} ({from})", fact.name, visible_line(&fact.value))?;
        }
        Ok(())
    }

    fn write_rest(&self, out: &mut String) -> fmt::Result {
        for overruled in &self.overruled_requirements {
            writeln!(out, "\nRequirements overruled for {}", overruled.node)?;
            for missing in &overruled.missing {
                writeln!(out, "  - {}", visible_line(missing))?;
            }
            if let Some(reason) = &overruled.reason {
                writeln!(out, "  Reason: {}", visible_line(reason))?;
            }
        }
        if !self.notes.is_empty() {
            writeln!(out, "\nNotes")?;
            for note in &self.notes {
                writeln!(out, "  {} {}", clock(note.at), visible_line(&note.text))?;
            }
        }
        if !self.left_open.is_empty() {
            writeln!(out, "\nLeft open ({})", count(self.left_open.len(), "question"))?;
            for step in self.path.iter().filter(|step| self.left_open.contains(&step.node)) {
                writeln!(out, "  - {}", visible_line(&step.title))?;
            }
        }
        if !self.parked.is_empty() {
            writeln!(out, "\nWaiting for a reply ({})", count(self.parked.len(), "question"))?;
            for parked in &self.parked {
                writeln!(out, "  - {}", visible_line(&parked.title))?;
            }
        }
        if let Some(why) = &self.why {
            let at = self.stopped_at.as_ref().map(|node| format!(" at {node}")).unwrap_or_default();
            writeln!(out, "\nStopped{at}: {}", visible_line(why))?;
            for missing in &self.missing {
                writeln!(out, "  - needs {}", visible_line(missing))?;
            }
        }
        let attach = self.end.as_ref().map(|end| end.attach.as_slice()).unwrap_or_default();
        if !attach.is_empty() {
            writeln!(out, "\nAttach")?;
            for item in attach {
                writeln!(out, "  - {}", visible_line(item))?;
            }
        }
        Ok(())
    }
}

fn said(step: &PathStep) -> Option<String> {
    let outcome = step.outcome.as_deref()?;
    let said = match (&step.outcome_title, outcome) {
        (Some(title), _) => visible_line(title),
        (None, "done") => "Done".to_owned(),
        (None, "failed") => "Failed: a step could not be carried out".to_owned(),
        (None, "attempts-used") => "Not tried again: it was tried as often as it may be".to_owned(),
        (None, other) => other.to_owned(),
    };
    let by = match (step.kind, step.by) {
        ("check", Some(By::Evidence)) => " (from the output)",
        ("check", Some(By::Fact)) => " (follows from known facts)",
        ("check", Some(By::Answer)) => " (as answered)",
        _ => "",
    };
    Some(format!("{said}{by}"))
}

fn write_lines(out: &mut String, lines: &[EvidenceLine]) -> fmt::Result {
    for line in lines {
        writeln!(out, "       line {}: {}", line.number, visible_line(line.text.trim()))?;
    }
    Ok(())
}

fn result_word(result: EndResult) -> &'static str {
    match result {
        EndResult::Resolved => "Resolved",
        EndResult::Escalated => "Escalated",
        EndResult::Elsewhere => "Elsewhere",
    }
}

/// `2026-11-23 22:59 UTC`.
fn moment(at: jiff::Timestamp) -> String {
    let time = jiff::tz::Offset::UTC.to_datetime(at);
    format!("{} {:02}:{:02} UTC", time.date(), time.hour(), time.minute())
}

/// `22:59`.
fn clock(at: jiff::Timestamp) -> String {
    let time = jiff::tz::Offset::UTC.to_datetime(at);
    format!("{:02}:{:02}", time.hour(), time.minute())
}
