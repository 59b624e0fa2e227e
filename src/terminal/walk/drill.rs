//! What a drill shows: the case, what looking gave, what was said about a move, and the account at the end.
//!
//! Invariant: nothing here tells what the case is before the account does.
//! Deliberately absent: deciding anything (floor 7, `drill`).

use crate::drill::{Debrief, Entry, FaultKind, Feedback, Practice, Remark, RemarkKind, Served, ServedAs};
use crate::graph::{Content, Graph};
use crate::model::NodeKey;
use crate::prose::count;
use crate::session::{CheckPrompt, FixPrompt, Undo};
use crate::terminal::paper::Paper;
use crate::terminal::style;
use crate::terminal::walk::{check, fix};
use anstyle::Style;

/// The case as it begins.
pub(crate) fn case(paper: &mut Paper, practice: &Practice<'_>, graph: &Graph, why: &str) {
    let case = practice.case();
    let title =
        graph.runbook(case.runbook).map_or(case.runbook.as_str(), |runbook| runbook.title.value.as_str());
    paper.blank();
    paper.heading(&format!("Drill: {title}"));
    paper.aside(&format!(
        "Case {}, seed {}.{}{why} Nothing here is real. Type ? for help, hint for a hint, q to stop.",
        case.id,
        practice.settings().seed,
        if why.is_empty() { "" } else { " " },
    ));
    paper.blank();
    if let Some(node) = graph.node(&case.entry)
        && let Content::Symptom(symptom) = &node.content
    {
        paper.say(&format!("Somebody reports: {}", symptom.title.value));
        if let Some(detail) = &symptom.detail {
            paper.blank();
            paper.markdown(detail.as_str(), 0);
        }
    }
}

/// A question of a drill.
pub(crate) fn question(paper: &mut Paper, asked: &CheckPrompt, number: usize, practice: &Practice<'_>) {
    check::question(paper, asked, number, None);
    if let Some(minutes) = practice.wait_minutes() {
        paper.blank();
        let left = count(minutes as usize, "minute");
        paper.styled(
            &format!("{left} until the effect of the fix shows. `wait` lets them pass."),
            style::CAREFUL,
            0,
        );
    }
    let lead = match (practice.served(), asked.commands.is_empty()) {
        (Some(_), _) => "What does it say?",
        (None, true) => "`look` asks the person who can see it. Then choose:",
        (None, false) => "`look` runs it. Then choose:",
    };
    check::choices(paper, asked, lead);
}

/// A fix of a drill.
pub(crate) fn change(paper: &mut Paper, shown: &FixPrompt, number: usize, practice: &Practice<'_>) {
    if !shown.unmet.is_empty() {
        fix::withheld(paper, shown, number);
        return;
    }
    fix::head(paper, shown, number);
    paper.blank();
    paper.heading("Steps");
    fix::steps(paper, &shown.steps);
    if let Some(stop_if) = &shown.stop_if {
        paper.blank();
        paper.heading("Stop if");
        paper.markdown(stop_if, 0);
    }
    if practice.knows_undo() {
        fix::undo(paper, &shown.undo);
    }
    fix::afterwards(paper, shown);
    paper.blank();
    paper.choice("undo", "Look at how to undo it");
    paper.choice("do", "Carry it out");
    paper.choice("b", "Back: it is not called for");
}

/// How the waiting fix is undone.
pub(crate) fn way_back(paper: &mut Paper, shown: &FixPrompt) {
    match &shown.undo {
        Undo::Unsaid => paper.say("The knowledge base does not say how to undo it."),
        undo => fix::undo(paper, undo),
    }
}

/// What looking gave.
pub(crate) fn served(paper: &mut Paper, served: &Served) {
    paper.blank();
    match served.kind {
        ServedAs::Output => {
            paper.line("---- Output ----");
            for line in served.text.trim_end().lines() {
                paper.line(line);
            }
            paper.line("----------------");
        }
        ServedAs::Reply => paper.say(&served.text),
    }
}

/// What is said about a move.
pub(crate) fn remarks(paper: &mut Paper, entry: &Entry) {
    if !entry.remarks.is_empty() {
        paper.blank();
    }
    for remark in &entry.remarks {
        remark_line(paper, remark);
    }
}

fn remark_line(paper: &mut Paper, remark: &Remark) {
    let (label, style) = match remark.kind {
        RemarkKind::Right => ("", style::GOOD),
        RemarkKind::Wrong => ("", style::CAREFUL),
        RemarkKind::Unsafe => ("UNSAFE: ", style::DANGER),
        RemarkKind::Hint => ("Hint: ", style::LABEL),
        RemarkKind::Happened => ("", Style::new()),
    };
    paper.styled(&format!("{label}{}", remark.text), style, 0);
}

/// What may be typed.
pub(crate) fn help(paper: &mut Paper) {
    paper.blank();
    paper.heading("In a drill");
    for (key, text) in [
        ("look, l", "run the commands of the question, or ask the person who can see it"),
        ("1, 2 …", "decide; also the answer's name, 0 = none of these, u = cannot tell"),
        ("hint, h", "the next hint: where to look, what decides, the answer"),
        ("undo", "at a fix: look at how to undo it"),
        ("do", "at a fix: carry it out"),
        ("show", "at a fix that is withheld: open it all the same"),
        ("wait", "let the time pass that a fix asks for"),
        ("go NODE", "go to another question or fix, as runbook/node or node"),
        ("back, b", "take the last decision back"),
        ("why, w", "sources, and what is not confirmed"),
        ("again, a", "show the question again"),
        ("quit, q", "stop here, with the account"),
    ] {
        paper.choice(key, text);
    }
}

/// The account at the end.
pub(crate) fn debrief(paper: &mut Paper, drill: &Debrief) {
    paper.blank();
    paper.line("---- Account ----");
    let (word, style) = if drill.solved { ("Solved", style::GOOD) } else { ("Not solved", style::CAREFUL) };
    paper.styled(&format!("{word}: {}", drill.title), style, 0);
    if let Some(about) = &drill.about {
        paper.markdown(about, 0);
    }
    paper.say(&format!("Score: {} of {}", drill.score.points, drill.score.out_of));
    let minutes = drill.minutes;
    paper.say(&format!(
        "Time: {} by the authors' estimates; {} on the best path",
        count(minutes.walked as usize, "minute"),
        minutes.best
    ));
    if !drill.score.deductions.is_empty() {
        paper.blank();
        paper.heading("What cost points");
        for deduction in &drill.score.deductions {
            let text = format!("-{} {}: {}", deduction.points, deduction.kind.label(), deduction.text);
            paper.bullet(&text, 0);
        }
    }
    paths(paper, drill);
    if !drill.never_checked.is_empty() {
        paper.blank();
        paper.heading("Never checked");
        for never in &drill.never_checked {
            paper.bullet(&format!("{} ({})", never.title, never.node), 0);
        }
    }
    paper.line("-----------------");
}

/// What went wrong at a step, each kind once.
fn marks(faults: &[FaultKind]) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for label in faults.iter().map(|fault| fault.label()) {
        match counted.iter_mut().find(|(known, _)| *known == label) {
            Some((_, times)) => *times += 1,
            None => counted.push((label, 1)),
        }
    }
    let mark = |(label, times): &(&str, usize)| match times {
        1 => (*label).to_owned(),
        times => format!("{label} ({times} times)"),
    };
    let marks: Vec<String> = counted.iter().map(mark).collect();
    if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join("; ")) }
}

fn paths(paper: &mut Paper, drill: &Debrief) {
    paper.blank();
    paper.heading("Your path");
    for (number, step) in (1..).zip(&drill.walked) {
        let marks = marks(&step.faults);
        let text = format!("{}: {} ({} min){marks}", step.title, step.said, step.minutes);
        paper.choice(&usize::to_string(&number), &text);
    }
    if drill.walked.is_empty() {
        paper.say("Nothing was decided.");
    }
    paper.blank();
    paper.heading("The best path");
    let walked: Vec<&NodeKey> = drill.walked.iter().map(|step| &step.node).collect();
    for (number, step) in (1..).zip(&drill.best) {
        let mark = if walked.contains(&&step.node) { "" } else { " [not on yours]" };
        let text = format!("{}: {} ({} min){mark}", step.title, step.said, step.minutes);
        paper.choice(&usize::to_string(&number), &text);
    }
}

/// One line about when wrong decisions are told.
pub(crate) fn manner(feedback: Feedback) -> &'static str {
    match feedback {
        Feedback::AtOnce => "Wrong decisions are told at once.",
        Feedback::AtEnd => "Wrong decisions are told at the end; the walk goes where they lead.",
    }
}
