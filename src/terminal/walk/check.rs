//! A question: why it is asked, where to run what, and the answers.
//!
//! Invariant: commands stand on lines of their own; "none of these" and "cannot tell" stand apart from the outcomes.
//! Deliberately absent: sources (the key `why` shows them).

use crate::session::{Answer, CheckPrompt, CommandLine, Offer};
use crate::terminal::paper::Paper;
use crate::terminal::style;

/// Shows a question. `number` counts the questions and fixes of this walk from 1.
pub(crate) fn check(paper: &mut Paper, check: &CheckPrompt, number: usize, wait_until: Option<&str>) {
    question(paper, check, number, wait_until);
    let lead = match check.commands.len() {
        0 => "Choose:",
        1 => "Paste the output here, or choose:",
        _ => "Paste the output of all of them here, or choose:",
    };
    choices(paper, check, lead);
}

/// The question without its answers.
pub(super) fn question(paper: &mut Paper, check: &CheckPrompt, number: usize, wait_until: Option<&str>) {
    paper.blank();
    paper.heading(&format!("Question {number}: {}", check.title));
    if let Some(why) = &check.why {
        paper.blank();
        paper.markdown(why, 0);
    }
    if let Some(unconfirmed) = &check.unconfirmed {
        paper.blank();
        paper.labelled("Caveat:", style::CAREFUL, unconfirmed);
    }
    if let (Some(wait), Some(until)) = (&check.wait, wait_until) {
        paper.blank();
        paper.styled(
            &format!("Do not judge before {until}: the fix asks to wait {}.", wait.duration),
            style::CAREFUL,
            0,
        );
    }
    if let Some(before) = &check.before
        && let Some(said) = said_before(check, &before.answer)
    {
        paper.blank();
        paper.labelled("Before:", style::LABEL, &said);
    }
    if check.parked.is_some() {
        paper.blank();
        paper.styled(
            "It is parked: paste the reply here when it comes, or type u for the ways on.",
            style::CAREFUL,
            0,
        );
    }
    if let Some(ask) = &check.ask {
        paper.blank();
        paper.markdown(ask, 0);
    }
    for (index, command_line) in check.commands.iter().enumerate() {
        let minutes = check.minutes.filter(|_| index == 0);
        command(paper, command_line, "Run in", minutes);
    }
}

/// What was answered before the fix.
fn said_before(check: &CheckPrompt, answer: &Answer) -> Option<String> {
    match answer {
        Answer::Outcome(outcome) => {
            let choice = check.choices.iter().find(|choice| choice.outcome == *outcome)?;
            Some(choice.title.clone())
        }
        Answer::None => Some("None of these".to_owned()),
        Answer::Unsure => None,
    }
}

/// The answers, behind a sentence.
pub(super) fn choices(paper: &mut Paper, check: &CheckPrompt, lead: &str) {
    paper.blank();
    paper.say(lead);
    answers(paper, check);
    if check.none == Offer::Offered || check.unsure == Offer::Offered {
        paper.blank();
    }
    if check.none == Offer::Offered {
        paper.choice("0", "None of these");
    }
    if check.unsure == Offer::Offered {
        paper.choice("u", "I cannot tell, or cannot run this");
    }
}

/// The answers by their numbers.
pub(crate) fn answers(paper: &mut Paper, check: &CheckPrompt) {
    for (number, choice) in (1..).zip(&check.choices) {
        let earlier = check.earlier == Some(Answer::Outcome(choice.outcome.clone()));
        let mark = if earlier && check.before.is_none() { " (your earlier answer)" } else { "" };
        paper.choice(&number.to_string(), &format!("{}{mark}", choice.title));
    }
}

/// Shows a command with the place it is typed in.
pub(crate) fn command(paper: &mut Paper, command: &CommandLine, lead: &str, minutes: Option<u32>) {
    paper.blank();
    let minutes = minutes
        .map(|minutes| format!(" (about {})", crate::prose::count(minutes as usize, "minute")))
        .unwrap_or_default();
    paper.say(&format!("{lead} {}{minutes}:", command.place_title));
    command_text(paper, command);
}

/// The command on lines of its own, with what is missing in it.
pub(super) fn command_text(paper: &mut Paper, command: &CommandLine) {
    paper.command(&command.text);
    for missing in &command.missing {
        paper.styled(
            &format!("Put the value of <{missing}> in yourself: it is not known here."),
            style::CAREFUL,
            0,
        );
    }
    for refused in &command.refused {
        paper.styled(&format!("Careful: {refused}"), style::CAREFUL, 0);
    }
    if let Some(note) = &command.note {
        paper.markdown(note, 0);
    }
}
