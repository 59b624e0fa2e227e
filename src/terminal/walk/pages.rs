//! The smaller pages of a walk: what is known so far, the path, the facts, a value to type, the end, help.
//!
//! Invariant: each page stands on its own and reads from top to bottom.
//! Deliberately absent: the report for the ticket (floor 5 writes its text).

use crate::model::EndResult;
use crate::session::{
    By, CheckPrompt, EndPrompt, Fate, FixPrompt, InputPrompt, KeptStep, PathStep, Report, StepKind, Suspects,
};
use crate::terminal::paper::Paper;
use crate::terminal::style;
use crate::terminal::walk::proposal::lines;
use crate::terminal::walk::provenance;

/// Steps that are shown again at each question.
const RECENT: usize = 3;
/// Steps that `why` names.
const LED_HERE: usize = 5;

/// The last conclusions, compactly.
pub(crate) fn so_far(paper: &mut Paper, report: &Report) {
    let concluded: Vec<String> = report.path.iter().filter_map(conclusion).collect();
    // The symptom alone stands on the screen already.
    if concluded.len() < 2 && report.facts.is_empty() {
        return;
    }
    paper.blank();
    paper.aside("So far:");
    let earlier = concluded.len().saturating_sub(RECENT);
    if earlier > 0 {
        paper.styled(&format!("... {earlier} more (`path` shows all)"), style::DIM, 2);
    }
    for conclusion in concluded.iter().skip(earlier) {
        paper.styled(conclusion, style::DIM, 2);
    }
    let known: Vec<String> =
        report.facts.iter().map(|fact| format!("{} = {}", fact.name, fact.value)).collect();
    match known.as_slice() {
        [] => {}
        few if few.len() <= 2 => few.iter().for_each(|fact| paper.styled(fact, style::DIM, 2)),
        many => paper.styled(
            &format!("{} known (`facts` shows them)", crate::prose::count(many.len(), "value")),
            style::DIM,
            2,
        ),
    }
}

/// How many fixes are still in question, and which questions wait for a reply.
pub(crate) fn standing(paper: &mut Paper, suspects: &Suspects, parked: &[String]) {
    if let Some(line) = suspects.line() {
        paper.blank();
        paper.aside(&format!("{line} (`suspects` shows them)"));
    }
    for title in parked {
        paper.aside(&format!("Parked, waiting for a reply: {title}"));
    }
}

fn conclusion(step: &PathStep) -> Option<String> {
    match (step.kind, step.outcome.as_deref()) {
        (StepKind::Symptom, _) => Some(step.title.clone()),
        (StepKind::Check, Some("none" | "unsure")) => Some(format!("open: {}", step.title)),
        (StepKind::Check, _) => {
            step.outcome_title.as_ref().map(|said| match said.split([',', ' ', ':']).next() {
                // "Yes" alone says nothing.
                Some("Yes" | "No") => format!("{} {said}", step.title),
                _ => said.clone(),
            })
        }
        (StepKind::Fix, Some(result)) => Some(format!("fix {}: {}", result.replace('-', " "), step.title)),
        _ => None,
    }
}

/// The path with what decided.
pub(crate) fn path(paper: &mut Paper, report: &Report, kept: &[KeptStep]) {
    paper.blank();
    paper.heading("The path so far");
    if report.path.is_empty() {
        paper.say("This is the first question.");
    }
    for (number, step) in (1..).zip(&report.path) {
        paper.choice(&number.to_string(), &step.title);
        let by = match (step.kind, step.by) {
            (StepKind::Check, Some(By::Evidence)) => ", from the output",
            (StepKind::Check, Some(By::Fact)) => ", follows from known facts",
            _ => "",
        };
        let overruled = if step.overruled.is_some() { ", against the evidence" } else { "" };
        if let Some(said) = step.outcome_title.as_ref().or(step.outcome.as_ref()) {
            paper.styled(&format!("{said}{by}{overruled}"), style::DIM, 6);
        }
        lines(paper, &step.lines, 4);
    }
    if !kept.is_empty() {
        paper.blank();
        paper.styled("Kept, not on the path now:", style::DIM, 0);
    }
    for step in kept {
        let fate = match step.fate {
            Fate::ComesBack => "counts when the path comes there",
            Fate::AskedAgain => "from before a fix; asked again",
        };
        paper.styled(&format!("- {}: {} ({fate})", step.title, step.said), style::DIM, 2);
    }
    if !report.path.is_empty() {
        paper.blank();
        paper.say(
            "`change N` takes up step N again; what you answered later stays as far as it still applies.",
        );
    }
}

/// The known values.
pub(crate) fn facts(paper: &mut Paper, report: &Report) {
    paper.blank();
    paper.heading("Known values");
    if report.facts.is_empty() {
        paper.say("None yet.");
    }
    for fact in &report.facts {
        let from =
            fact.from.as_ref().map_or_else(|| "you gave it".to_owned(), |node| format!("from {}", node.node));
        paper.bullet(&format!("{} = {} ({from})", fact.name, fact.value), 0);
        lines(paper, &fact.lines, 4);
    }
    paper.say("`set NAME=VALUE` changes one.");
}

/// Asks for a value.
pub(crate) fn input(paper: &mut Paper, input: &InputPrompt) {
    paper.blank();
    paper.heading(&format!("A value is needed: {}", input.ask));
    paper.say(&format!("For: {}", input.needed_for));
    if let Some(help) = &input.help {
        paper.markdown(help, 0);
    }
    if !input.values.is_empty() {
        for (number, value) in (1..).zip(&input.values) {
            paper.choice(&i32::to_string(&number), value);
        }
    }
    if let Some(example) = &input.example {
        paper.say(&format!("Example: {example}"));
    }
    paper.aside("It is asked once. `skip` if you do not know it.");
}

/// The end of the walk.
pub(crate) fn end(paper: &mut Paper, end: &EndPrompt) {
    let (word, style) = match end.result {
        EndResult::Resolved => ("Resolved", style::GOOD),
        EndResult::Escalated => ("Escalate", style::CAREFUL),
        EndResult::Elsewhere => ("Not here", style::CAREFUL),
    };
    paper.blank();
    paper.styled(&format!("{word}: {}", end.title), style, 0);
    if let Some(detail) = &end.detail {
        paper.blank();
        paper.markdown(detail, 0);
    }
    if let Some(to) = &end.to {
        paper.labelled("To:", style::LABEL, to);
    }
    if !end.attach.is_empty() {
        paper.blank();
        paper.say("Attach to the ticket:");
        for item in &end.attach {
            paper.bullet(item, 2);
        }
    }
    provenance(paper, end.unconfirmed.as_deref(), &end.sources);
}

/// Why a question is asked, what led to it, and where its facts come from.
pub(crate) fn why_check(paper: &mut Paper, check: &CheckPrompt, report: &Report) {
    paper.blank();
    match &check.why {
        Some(why) => paper.markdown(why, 0),
        None => paper.say("The runbook does not say why this is asked."),
    }
    led_here(paper, report);
    for choice in &check.choices {
        if let Some(detail) = &choice.detail {
            paper.blank();
            paper.heading(&choice.title);
            paper.markdown(detail, 2);
        }
    }
    for command in &check.commands {
        if let Some(open) = &command.open {
            paper.blank();
            paper.heading(&format!("How to open {}", command.place_title));
            paper.markdown(open, 2);
        }
    }
    sources(paper, check.unconfirmed.as_deref(), &check.sources);
}

/// The conclusions that led to where the walk stands, the last first.
fn led_here(paper: &mut Paper, report: &Report) {
    let steps: Vec<&PathStep> = report.path.iter().rev().filter(|step| conclusion(step).is_some()).collect();
    if steps.is_empty() {
        return;
    }
    paper.blank();
    paper.heading("What led here, the last first");
    for step in steps.into_iter().take(LED_HERE) {
        let said = step.outcome_title.as_ref().or(step.outcome.as_ref());
        let said = said.map(|said| format!(": {said}")).unwrap_or_default();
        paper.bullet(&format!("{}{said}", step.title), 0);
        lines(paper, &step.lines, 4);
    }
}

/// What a fix changes, what led to it, and where its facts come from.
pub(crate) fn why_fix(paper: &mut Paper, fix: &FixPrompt, report: &Report) {
    paper.blank();
    match &fix.detail {
        Some(detail) => paper.markdown(detail, 0),
        None => paper.say("The runbook says no more about this fix."),
    }
    led_here(paper, report);
    sources(paper, fix.unconfirmed.as_deref(), &fix.sources);
}

fn sources(paper: &mut Paper, unconfirmed: Option<&str>, sources: &[crate::session::SourceLine]) {
    if !sources.is_empty() || unconfirmed.is_some() {
        paper.blank();
        paper.heading("Sources");
        provenance(paper, unconfirmed, sources);
    }
}

/// What may be typed.
pub(crate) fn help(paper: &mut Paper) {
    const KEYS: [(&str, &str); 22] = [
        ("1, 2, …", "choose an answer; its name works too"),
        ("0", "none of these"),
        ("u", "I cannot tell, or cannot run this: go on without, ask somebody, or leave it open"),
        ("paste", "output pasted at the prompt is read and judged"),
        ("p", "read output until a line that holds only a dot (.)"),
        ("run", "with `--exec`: run the commands that only read on this machine, after showing them"),
        ("b", "back: take the last answer back"),
        (
            "change X",
            "take up an earlier step again: its number on the path, its name, or words of its title",
        ),
        ("undo", "take back whatever was done last, any number of times; `redo` does it again"),
        ("jump X", "go to any question or fix; the report says so"),
        ("path", "the path so far, with the lines that decided"),
        ("why", "why this is asked, what led here, what each answer means, how to open the place, sources"),
        ("suspects", "the fixes still possible, those ruled out and by what, the question that tells most"),
        (
            "request",
            "park this question and write a request for somebody who can run it; `request FILE` saves it",
        ),
        ("facts", "the known values; `set NAME=VALUE` changes one"),
        ("n TEXT", "note something for the report"),
        (
            "report",
            "the note for the ticket so far; `report mail`, `report escalation` and `report record` for others, with a \
             file's name behind it saved there",
        ),
        ("again", "show the question again"),
        ("export", "print the answers so far as a file for `--answers`"),
        ("q", "quit: prints the summary and the command that goes on from here"),
        ("Ctrl-C", "stop at once"),
        ("?", "this page"),
    ];
    paper.blank();
    paper.heading("What you can type");
    for (key, meaning) in KEYS {
        paper.choice(&format!("{key:8}"), meaning);
    }
}
