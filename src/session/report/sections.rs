//! The parts that several reports share: the head, the steps of the path, what is left, what was done.
//!
//! Invariant: each function makes one part from the report alone and says nothing that is not in it.
//! Deliberately absent: which report has which part.

use crate::model::EndResult;
use crate::prose::{and, quoted};
use crate::session::event::By;
use crate::session::report::document::{Block, Item, Label, Part};
use crate::session::report::grounds::{Contradicted, Ground, HashedLine};
use crate::session::report::{Dossier, PathStep, Report, ReportFact, ReportRan, StepKind};

/// The heading of [`ran`].
pub(super) const RAN: &str = "Commands run by triagebook";

/// The word for how a walk ended.
pub(super) fn result_word(result: EndResult) -> &'static str {
    match result {
        EndResult::Resolved => "Resolved",
        EndResult::Escalated => "Escalated",
        EndResult::Elsewhere => "Elsewhere",
    }
}

/// How the walk ended, as a sentence.
pub(super) fn result(report: &Report) -> String {
    match (report.result, &report.end) {
        (Some(result), Some(end)) => format!("{} - {}", result_word(result), end.title),
        _ => "not finished".to_owned(),
    }
}

/// Times as the clock on the person's wall showed them, where the session knows that clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    offset: Option<jiff::tz::Offset>,
    day: Option<jiff::civil::Date>,
}

impl Times {
    pub(super) fn of(report: &Report) -> Self {
        let seconds = report.offset_minutes.and_then(|minutes| minutes.checked_mul(60));
        let offset = seconds.and_then(|seconds| jiff::tz::Offset::from_seconds(seconds).ok());
        let mut times = Self { offset, day: None };
        times.day = report.started.map(|started| times.local(started).date());
        times
    }

    fn local(self, at: jiff::Timestamp) -> jiff::civil::DateTime {
        self.offset.unwrap_or(jiff::tz::Offset::UTC).to_datetime(at)
    }

    /// `22:59`, or `2026-11-24 22:59` on another day than the session began.
    pub(super) fn clock(self, at: jiff::Timestamp) -> String {
        let local = self.local(at);
        let clock = format!("{:02}:{:02}", local.hour(), local.minute());
        if self.day == Some(local.date()) { clock } else { format!("{} {clock}", local.date()) }
    }

    /// `2026-11-23 22:59 UTC`, or with the distance from it: `(UTC+01:00)`.
    pub(super) fn moment(self, at: jiff::Timestamp) -> String {
        let local = self.local(at);
        let zone = match self.offset.map_or(0, |offset| offset.seconds() / 60) {
            0 => "UTC".to_owned(),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("(UTC{sign}{:02}:{:02})", minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        format!("{} {:02}:{:02} {zone}", local.date(), local.hour(), local.minute())
    }
}

/// What stands at the top: result, who takes over, runbook, time.
pub(super) fn head(report: &Report) -> Vec<(&'static str, String)> {
    let times = Times::of(report);
    let mut pairs = vec![("Result", result(report))];
    if let Some(to) = report.end.as_ref().and_then(|end| end.to.as_ref()) {
        pairs.push(("Goes to", to.clone()));
    }
    let reviewed = report.reviewed.map(|date| format!(" (reviewed {date})")).unwrap_or_default();
    pairs.push(("Runbook", format!("{}{reviewed}", report.runbook)));
    if let (Some(started), Some(last)) = (report.started, report.last) {
        pairs.push(("Time", format!("{} to {}", times.moment(started), times.clock(last))));
    }
    pairs
}

/// The steps of the path. With a dossier, each answer has the rule that recognised it and the lines with their hashes.
pub(super) fn path(report: &Report, dossier: Option<&Dossier>) -> Vec<Item> {
    let told = report.path.iter().enumerate().filter(|(_, step)| step.kind != StepKind::End);
    told.map(|(index, step)| {
        let ground = dossier.and_then(|dossier| dossier.grounds.iter().find(|ground| ground.step == index));
        step_item(report, step, ground)
    })
    .collect()
}

fn step_item(report: &Report, step: &PathStep, ground: Option<&Ground>) -> Item {
    let times = Times::of(report);
    let label = match step.kind {
        StepKind::Symptom => Some(Label::Symptom),
        StepKind::Fix => Some(Label::Fix),
        _ => None,
    };
    let mut parts: Vec<Part> = said(step).map(Part::Say).into_iter().collect();
    if let Some(ground) = ground {
        parts.extend(why(ground));
    } else if !step.lines.is_empty() {
        let line = |line: &crate::session::event::EvidenceLine| HashedLine {
            number: line.number,
            text: line.text.clone(),
            sha256: String::new(),
        };
        parts.push(Part::Lines(step.lines.iter().map(line).collect()));
    }
    for changed in step.changed.iter().filter(|changed| changed.differs()) {
        let (was, now) = (changed.was.join(", "), changed.now.join(", "));
        parts.push(Part::Say(format!(
            "{}: was {was} ({}), now {now}",
            changed.name,
            times.clock(changed.at)
        )));
    }
    for command in &step.commands {
        parts.push(Part::Command { place: command.place.clone(), text: command.text.clone() });
    }
    if let Some(overruled) = &step.overruled {
        let spoke = if overruled.proposed.is_empty() {
            "ruled it out".to_owned()
        } else {
            format!(
                "spoke for {}",
                and(&overruled.proposed.iter().map(ToString::to_string).collect::<Vec<_>>())
            )
        };
        let reason = overruled.reason.as_deref().unwrap_or("not given");
        parts.push(Part::Warn("Overruled", format!("the evidence {spoke}. Reason: {reason}")));
    }
    Item { time: step.at.map(|at| times.clock(at)), label, head: step.title.clone(), parts }
}

fn why(ground: &Ground) -> Vec<Part> {
    let mut parts = Vec::new();
    // An answer that rests on nothing but a person's word has a rule that was not applied.
    let applied = ground.by != By::Answer || !ground.lines.is_empty();
    if let Some(rule) = ground.rule.as_ref().filter(|_| applied) {
        parts.push(Part::Aside("Rule", rule.clone()));
    }
    if !ground.facts.is_empty() {
        let facts: Vec<String> =
            ground.facts.iter().map(|fact| format!("`{}` = {}", fact.name, fact.value)).collect();
        parts.push(Part::Aside("Known", facts.join("; ")));
    }
    if !ground.lines.is_empty() {
        parts.push(Part::Lines(ground.lines.clone()));
    }
    if !ground.captured.is_empty() {
        let facts: Vec<String> =
            ground.captured.iter().map(|fact| format!("`{}` = {}", fact.name, fact.value)).collect();
        parts.push(Part::Aside("Noted", facts.join("; ")));
    }
    parts
}

/// What was answered or done at a step, and by what.
fn said(step: &PathStep) -> Option<String> {
    let said = match (&step.outcome_title, step.outcome.as_deref()?) {
        (Some(title), _) => title.clone(),
        (None, "done") => "Done".to_owned(),
        (None, "failed") => "Failed: a step could not be carried out".to_owned(),
        (None, "attempts-used") => "Not tried again: it was tried as often as it may be".to_owned(),
        (None, other) => other.to_owned(),
    };
    let by = match (step.kind, step.by) {
        (StepKind::Check, Some(By::Evidence)) => " (from the output)",
        (StepKind::Check, Some(By::Fact)) => " (follows from known facts)",
        (StepKind::Check, Some(By::Answer)) if step.outcome.as_deref() != Some("jumped") => " (as answered)",
        _ => "",
    };
    Some(format!("{said}{by}"))
}

/// The known values.
pub(super) fn facts(facts: &[ReportFact]) -> Vec<Item> {
    facts
        .iter()
        .map(|fact| {
            let from =
                fact.from.as_ref().map_or_else(|| "given".to_owned(), |node| format!("from {}", node.node));
            Item::new(format!("{} = {} ({from})", fact.name, fact.value))
        })
        .collect()
}

/// Evidence against answers.
pub(super) fn contradicted(contradicted: &[Contradicted]) -> Vec<Item> {
    let item = |against: &Contradicted| {
        let says = if against.says.is_empty() {
            "the output rules that out".to_owned()
        } else {
            format!("the output says: {}", against.says.join("; or: "))
        };
        let reason = against.reason.clone().map(|reason| Part::Aside("Reason", reason));
        let why = (!against.because.is_empty()).then(|| Part::Aside("Because", against.because.join("; ")));
        let lines = (!against.lines.is_empty()).then(|| Part::Lines(against.lines.clone()));
        let answered = Part::Say(format!("Answered: {}. But {says}.", against.answered));
        Item::new(against.title.clone()).with(std::iter::once(answered).chain(why).chain(lines).chain(reason))
    };
    contradicted.iter().map(item).collect()
}

/// What a person went over: requirements of fixes, and waits.
pub(super) fn overruled(report: &Report) -> Vec<Item> {
    let times = Times::of(report);
    let requirements = report.overruled_requirements.iter().map(|overruled| {
        let missing = overruled.missing.iter().cloned().map(Part::Say);
        let reason = overruled.reason.clone().unwrap_or_else(|| "not given".to_owned());
        Item::new(format!("Requirements of the fix: {}", overruled.title))
            .at(Some(times.clock(overruled.at)))
            .with(missing.chain([Part::Aside("Reason", reason)]))
    });
    let waits = report.waits_skipped.iter().map(|wait| {
        Item::new(format!("The wait before: {}", wait.title))
            .at(Some(times.clock(wait.at)))
            .with([Part::Say(format!("It would have been over at {}.", times.clock(wait.until)))])
    });
    requirements.chain(waits).collect()
}

/// Fixes that were tried, on the path and off it, in the order of time.
pub(super) fn tried(report: &Report) -> Vec<Item> {
    let on_path = report.path.iter().filter(|step| step.kind == StepKind::Fix && step.at.is_some());
    let mut tried: Vec<&PathStep> = on_path.chain(&report.tried_off_path).collect();
    tried.sort_by_key(|step| step.at);
    tried.into_iter().map(|step| step_item(report, step, None)).collect()
}

/// The heading of [`tried_off_path`].
pub(super) const OFF_PATH: &str = "Done as well, off this path";

/// Fixes that were tried and lie off the path now.
pub(super) fn tried_off_path(report: &Report) -> Vec<Item> {
    report.tried_off_path.iter().map(|step| step_item(report, step, None)).collect()
}

/// Commands that this program ran: when, with what, and how they ended.
pub(super) fn ran(report: &Report) -> Vec<Item> {
    let times = Times::of(report);
    let item = |ran: &ReportRan| {
        let seconds = ran.ended.duration_since(ran.began).as_secs_f64();
        let how = ran.code.map_or_else(|| "stopped".to_owned(), |code| format!("exit code {code}"));
        let by = format!("`{}`, {how}, {seconds:.1} s", ran.interpreter);
        let command = Part::Command { place: ran.place.clone(), text: ran.command.clone() };
        let lacking = ran.lacking.iter().map(|lacking| Part::Warn("Beware", lacking.clone()));
        Item::new(ran.title.clone())
            .at(Some(times.clock(ran.began)))
            .with([command, Part::Aside("Run by", by)])
            .with(lacking)
    };
    report.ran.iter().map(item).collect()
}

/// Fixes that were looked at and not tried.
pub(super) fn not_done(report: &Report) -> Vec<Item> {
    let times = Times::of(report);
    let left = report.not_done.iter().map(|fix| {
        let reason = fix.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        Item { label: Some(Label::Fix), ..Item::new(fix.title.clone()) }
            .at(Some(times.clock(fix.at)))
            .with([Part::Say(format!("Not done{reason}"))])
    });
    left.collect()
}

/// The notes.
pub(super) fn notes(report: &Report) -> Vec<Item> {
    let times = Times::of(report);
    report.notes.iter().map(|note| Item::new(note.text.clone()).at(Some(times.clock(note.at)))).collect()
}

/// Fixes ruled out, and by what.
pub(super) fn ruled_out(report: &Report) -> Vec<Item> {
    let item = |fix: &crate::session::suspects::RuledOut| {
        let by = format!("{} {}", sentence(&fix.by_title), fix.answer);
        Item::new(fix.title.clone()).with([Part::Aside("By", by)])
    };
    // One that was tried stands on the path.
    report.suspects.ruled_out.iter().filter(|fix| fix.by != fix.node).map(item).collect()
}

/// A text that ends like a sentence.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// Fixes that may still be the one.
pub(super) fn suspects(report: &Report) -> Vec<Item> {
    let possible = report.suspects.possible.iter();
    possible
        .map(|fix| {
            let risk = fix.risk.map(|risk| format!(" ({})", risk.word())).unwrap_or_default();
            Item::new(format!("{}{risk}", fix.title))
        })
        .collect()
}

/// Questions on the path without an answer, those whose reply is awaited, and where the walk stopped.
pub(super) fn open(report: &Report) -> Vec<Item> {
    let times = Times::of(report);
    let left = report.path.iter().filter(|step| report.left_open.contains(&step.node));
    let left = left.map(|step| {
        let said = step.outcome_title.clone().map(Part::Say);
        Item::new(step.title.clone()).at(step.at.map(|at| times.clock(at))).with(said)
    });
    let parked = report.parked.iter().map(|parked| {
        let since = format!("A reply is awaited since {}", times.clock(parked.at));
        let reason = parked.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        Item::new(parked.title.clone()).with([Part::Say(format!("{since}{reason}"))])
    });
    left.chain(parked).collect()
}

/// Where the walk stopped and what it needs; empty where it ended.
pub(super) fn stopped(report: &Report) -> Vec<Block> {
    let Some(why) = &report.why else { return Vec::new() };
    let at = report.stopped_at.as_ref().map(|node| format!(" at {node}")).unwrap_or_default();
    let needs = report.missing.iter().map(|missing| Item::new(format!("needs {missing}"))).collect();
    vec![Block::Say(format!("Stopped{at}: {why}")), Block::List(needs)]
}

/// Markdown of an author as plain paragraphs.
pub(super) fn plain(markdown: &str) -> Vec<String> {
    use pulldown_cmark::{Event, TagEnd};
    let mut paragraphs = Vec::new();
    let mut text = String::new();
    for event in pulldown_cmark::Parser::new(markdown) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::Code(code) => text.push_str(&quoted(code)),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::CodeBlock)
                if !text.trim().is_empty() =>
            {
                paragraphs.push(std::mem::take(&mut text).trim().to_owned());
            }
            _ => {}
        }
    }
    if !text.trim().is_empty() {
        paragraphs.push(text.trim().to_owned());
    }
    paragraphs
}
