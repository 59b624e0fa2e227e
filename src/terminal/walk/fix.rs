//! A fix: risk, role and impact first, then the steps, how to undo them, the wait and what proves it.
//!
//! Invariant: no command stands before the risk, the role and the impact.
//! Deliberately absent: running anything.

use crate::model::Risk;
use crate::session::{Confirm, FixPrompt, FixResult, StepLine, Undo};
use crate::terminal::paper::Paper;
use crate::terminal::style;
use crate::terminal::walk::check::{command, command_text};
use anstyle::Style;

/// Shows a fix whose requirements hold. `number` counts the questions and fixes of this walk from 1.
pub(crate) fn fix(paper: &mut Paper, fix: &FixPrompt, number: usize) {
    head(paper, fix, number);
    if fix.last == Some(FixResult::Failed) {
        paper.blank();
        paper.styled(
            "The last attempt failed. Undo what was changed before you try again.",
            style::CAREFUL,
            0,
        );
    }
    if !fix.steps.is_empty() {
        paper.blank();
        paper.heading("Steps");
        steps(paper, &fix.steps);
    }
    if let Some(stop_if) = &fix.stop_if {
        paper.blank();
        paper.heading("Stop if");
        paper.markdown(stop_if, 0);
    }
    undo(paper, &fix.undo);
    afterwards(paper, fix);
    paper.blank();
    paper.say("This program changes nothing. When you have carried out all steps:");
    paper.choice("1", "Done");
    paper.choice("2", "Failed: a step could not be carried out");
    paper.blank();
    paper.choice("3", "Not done: put it aside, and say why");
}

/// Shows a fix whose requirements do not hold: without its commands.
pub(crate) fn withheld(paper: &mut Paper, fix: &FixPrompt, number: usize) {
    head(paper, fix, number);
    paper.blank();
    paper.styled(
        "Its commands are withheld, because it is not proved that they fit here:",
        style::CAREFUL,
        0,
    );
    for unmet in &fix.unmet {
        paper.bullet(&format!("{}.", unmet.sentence()), 0);
    }
    paper.blank();
    for (number, unmet) in (1..).zip(&fix.unmet) {
        paper.choice(&i32::to_string(&number), &format!("Answer that first: {}", unmet.title));
    }
    paper.choice("b", "Go back to the question before");
    paper.choice("show", "Show them anyway; the report will say so");
    paper.choice("not done", "Put it aside, and say why");
}

/// Shows a destructive fix until its target is typed: without its commands.
pub(crate) fn unconfirmed(paper: &mut Paper, fix: &FixPrompt, confirm: &Confirm, number: usize) {
    head(paper, fix, number);
    if let Undo::Not(reason) = &fix.undo {
        paper.blank();
        paper.heading("It cannot be undone, or need not be");
        paper.markdown(reason, 0);
    }
    paper.blank();
    paper.styled("Its commands are shown when you have typed what they will hit:", style::DANGER, 0);
    paper.blank();
    paper.say(&format!("{}:", confirm.what));
    paper.command(&confirm.target);
}

pub(super) fn head(paper: &mut Paper, fix: &FixPrompt, number: usize) {
    paper.blank();
    paper.heading(&format!("Fix {number}: {}", fix.title));
    if let Some(detail) = &fix.detail {
        paper.blank();
        paper.markdown(detail, 0);
    }
    paper.blank();
    if let Some(risk) = fix.risk {
        let (label, text) = risk_words(risk);
        paper.labelled("Risk:", label, text);
    }
    if let Some(role) = &fix.role {
        paper.labelled("Role:", style::LABEL, role);
    }
    if let Some(impact) = &fix.impact {
        paper.labelled("Impact:", style::LABEL, impact);
    }
    if let Some(minutes) = fix.minutes {
        let time = format!("about {}", crate::prose::count(minutes as usize, "minute"));
        paper.labelled("Time:", style::LABEL, &time);
    }
    if let Some(limit) = fix.limit
        && limit > 1
    {
        paper.labelled("Attempt:", style::LABEL, &format!("{} of {limit}", fix.attempts + 1));
    }
    if let Some(unconfirmed) = &fix.unconfirmed {
        paper.labelled("Caveat:", style::CAREFUL, unconfirmed);
    }
}

fn risk_words(risk: Risk) -> (Style, &'static str) {
    match risk {
        Risk::Change => (style::LABEL, "change. It can be taken back, and nobody is interrupted."),
        Risk::Outage => (style::CAREFUL, "OUTAGE. Users or services are interrupted for a short time."),
        Risk::Destructive => {
            (style::DANGER, "DESTRUCTIVE. Something is lost, or it cannot simply be taken back.")
        }
    }
}

pub(super) fn steps(paper: &mut Paper, steps: &[StepLine]) {
    for (number, step) in (1..).zip(steps) {
        paper.blank();
        let place = step.place_title.as_ref().map(|place| format!("In {place}: ")).unwrap_or_default();
        match (&step.action, &step.command) {
            (Some(action), _) => paper.numbered(number, &format!("{place}{action}")),
            (None, Some(line)) => paper.numbered(number, &format!("In {}:", line.place_title)),
            (None, None) => paper.numbered(number, &place),
        }
        match (&step.action, &step.command) {
            (Some(_), Some(line)) => command(paper, line, "In", None),
            (None, Some(line)) => command_text(paper, line),
            (_, None) => {}
        }
        if let Some(expect) = &step.expect {
            paper.labelled("Expect:", style::LABEL, expect);
        }
    }
}

pub(super) fn undo(paper: &mut Paper, undo: &Undo) {
    match undo {
        Undo::Steps(undo) if !undo.is_empty() => {
            paper.blank();
            paper.heading("To undo it");
            steps(paper, undo);
        }
        Undo::Not(reason) => {
            paper.blank();
            paper.heading("It cannot be undone, or need not be");
            paper.markdown(reason, 0);
        }
        Undo::Steps(_) | Undo::Unsaid => {}
    }
}

pub(super) fn afterwards(paper: &mut Paper, fix: &FixPrompt) {
    let wait = fix.wait.map(|wait| format!("Wait {wait}."));
    let verify = fix.verify.as_ref().map(|verify| format!("What proves it: {verify}"));
    let text: Vec<String> = wait.into_iter().chain(verify).collect();
    if !text.is_empty() {
        paper.blank();
        paper.heading("Afterwards");
        paper.say(&text.join(" "));
    }
}
