//! Error records among the lines of a text.
//!
//! Invariant: an error record is recognised by its head (`Get-Mailbox : …`, a known phrase) or by its category
//! (`+ CategoryInfo`); no other text becomes one.
//! Deliberately absent: what the error means, and the fields of its category.

use crate::evidence::layout::{Layout, pair_of};
use crate::evidence::line::{Form, Line};
use crate::evidence::scene::NARROWEST;
use crate::evidence::{ErrorRecord, Lines};

/// How far above its category the message of an error may begin, in lines.
const LONGEST_MESSAGE: usize = 12;

/// How many lines the answer of a web service behind an error may have.
const LONGEST_ANSWER: usize = 60;

/// The error records of a text; marks the lines that belong to one.
pub(crate) fn errors(lines: &[Line<'_>], layout: &Layout<'_>, used: &mut [bool]) -> Vec<ErrorRecord> {
    let mut records = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let start = match line.form {
            Form::ErrorHead => Some(at),
            Form::ErrorTail if line.indent <= 8 && is_category(line.text) => {
                Some(message_start(lines, layout, used, at))
            }
            _ => None,
        };
        let Some(start) = start else {
            at += 1;
            continue;
        };
        let end = answer_end(lines, record_end(lines, layout, at));
        used.iter_mut().take(end).skip(start).for_each(|line| *line = true);
        records.extend(record(lines.get(start..end).unwrap_or_default()));
        at = end;
    }
    records
}

/// Whether a line holds the category of an error, behind a plus or the mark of a list.
fn is_category(text: &str) -> bool {
    text.trim_start_matches(['+', '-', '*', '•', ' ']).starts_with("CategoryInfo")
}

/// The first line of the message that stands above a category line.
fn message_start(lines: &[Line<'_>], layout: &Layout<'_>, used: &[bool], category: usize) -> usize {
    let mut start = category;
    let mut message = false;
    for at in (category.saturating_sub(LONGEST_MESSAGE)..category).rev() {
        let (Some(line), Some(false)) = (lines.get(at), used.get(at)) else { break };
        match line.form {
            Form::ErrorTail => start = at,
            Form::Text => {
                start = at;
                message = true;
            }
            Form::Pair(pair) if !layout.is_column(&pair) && pair.padding == 0 => {
                start = at;
                message = true;
            }
            // A blank line above the message ends it; one below it comes from a doubled paste.
            Form::Blank if !message => {}
            _ => break,
        }
    }
    start
}

/// One past the last line of the record whose head or category is at `at`.
fn record_end(lines: &[Line<'_>], layout: &Layout<'_>, at: usize) -> usize {
    let mut end = at + 1;
    let mut tail = lines.get(at).is_some_and(|line| line.form == Form::ErrorTail);
    while let Some(line) = lines.get(end) {
        let wide = lines.get(end - 1).is_some_and(|above| above.width() >= NARROWEST);
        let goes_on = match line.form {
            Form::ErrorTail => {
                tail = true;
                true
            }
            Form::Text | Form::Gap => true,
            // A line of the message, wrapped or its own; not a property of the object behind it.
            Form::Pair(pair) if layout.is_column(&pair) => false,
            Form::Pair(pair) => wide || (!tail && pair.padding == 0 && !layout.is_in_block(end)),
            Form::Blank => next_is_tail(lines, end),
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// Whether the record goes on behind a blank line, as it does in a doubled paste.
fn next_is_tail(lines: &[Line<'_>], blank: usize) -> bool {
    lines.get(blank + 1).is_some_and(|next| next.form == Form::ErrorTail)
}

/// One past the answer of a web service behind a record: `Status: 404 (NotFound)`, `ErrorCode: …`, `Headers:`.
fn answer_end(lines: &[Line<'_>], end: usize) -> usize {
    let behind = lines.get(end..).unwrap_or_default();
    let named = |line: &Line<'_>, name: &str| pair_of(line).is_some_and(|pair| pair.name == name);
    let mut first = behind.iter().filter(|line| line.form != Form::Blank).take(2);
    let is_answer = first.next().is_some_and(|line| named(line, "Status"))
        && first.next().is_some_and(|line| named(line, "ErrorCode"));
    if !is_answer {
        return end;
    }
    let mut blanks = 0;
    let mut taken = 0;
    for (at, line) in behind.iter().enumerate().take(LONGEST_ANSWER) {
        match line.form {
            Form::Blank => blanks += 1,
            Form::Pair(_) | Form::Text if blanks < 2 || taken == 0 => {
                blanks = 0;
                taken = at + 1;
            }
            _ => break,
        }
    }
    end + taken
}

fn record(lines: &[Line<'_>]) -> Option<ErrorRecord> {
    let spoken = |line: &&Line<'_>| !matches!(line.form, Form::ErrorTail | Form::Blank);
    let mut message: Vec<&str> = Vec::new();
    // The message stands above the position; in the shape of PowerShell 7 behind bars below it.
    let concise = lines.iter().any(|line| line.text == "Line |");
    for line in lines {
        match line.form {
            Form::ErrorTail if concise => {}
            Form::ErrorTail => break,
            Form::Blank if concise => break,
            Form::Blank => {}
            _ => message.push(line.text.trim_start_matches('|').trim_start()),
        }
    }
    if message.is_empty() {
        let first =
            lines.iter().find(spoken).or_else(|| lines.iter().find(|line| line.form != Form::Blank))?;
        message.push(first.text);
    }
    Some(ErrorRecord {
        message: message.join(" "),
        lines: Lines::new(lines.first()?.number, last_line(lines)?.number),
    })
}

fn last_line<'l, 'a>(lines: &'l [Line<'a>]) -> Option<&'l Line<'a>> {
    lines.iter().rev().find(|line| line.form != Form::Blank)
}
