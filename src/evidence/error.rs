//! Error records among the lines of a text.
//!
//! Invariant: an error record is recognised by its head (`Get-Mailbox : …`, a known phrase) or by its category
//! (`+ CategoryInfo`); no other text becomes one.
//! Deliberately absent: what the error means, and the fields of its category.

use crate::evidence::line::{Form, Line};
use crate::evidence::list::Layout;
use crate::evidence::{ErrorRecord, Lines};

/// How far above its category the message of an error may begin, in lines.
const LONGEST_MESSAGE: usize = 12;

/// The error records of a text; marks the lines that belong to one.
pub(crate) fn errors(lines: &[Line<'_>], layout: &Layout, used: &mut [bool]) -> Vec<ErrorRecord> {
    let mut records = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let start = match line.form {
            Form::ErrorHead { .. } => Some(at),
            Form::ErrorTail if line.indent <= 8 && line.text.starts_with("+ CategoryInfo") => {
                Some(message_start(lines, layout, used, at))
            }
            _ => None,
        };
        let Some(start) = start else {
            at += 1;
            continue;
        };
        let end = record_end(lines, layout, at);
        used.iter_mut().take(end).skip(start).for_each(|line| *line = true);
        records.extend(record(lines.get(start..end).unwrap_or_default()));
        at = end;
    }
    records
}

/// The first line of the message that stands above a category line.
fn message_start(lines: &[Line<'_>], layout: &Layout, used: &[bool], category: usize) -> usize {
    let mut start = category;
    let mut message = false;
    for at in (category.saturating_sub(LONGEST_MESSAGE)..category).rev() {
        let (Some(line), Some(false)) = (lines.get(at), used.get(at)) else { break };
        match line.form {
            Form::ErrorTail => start = at,
            Form::Text | Form::Glued => {
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
fn record_end(lines: &[Line<'_>], layout: &Layout, at: usize) -> usize {
    let mut end = at + 1;
    while let Some(line) = lines.get(end) {
        let goes_on = match line.form {
            Form::ErrorTail | Form::Text | Form::Glued | Form::Gap => true,
            Form::Pair(pair) => !layout.is_column(&pair),
            Form::Blank => lines.get(end + 1).is_some_and(|next| next.form == Form::ErrorTail),
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

fn record(lines: &[Line<'_>]) -> Option<ErrorRecord> {
    let message: Vec<&str> = lines
        .iter()
        .take_while(|line| line.form != Form::ErrorTail)
        .map(|line| line.text)
        .filter(|text| !text.is_empty())
        .collect();
    let message = if message.is_empty() {
        lines.iter().map(|line| line.text).find(|text| !text.is_empty())?.to_owned()
    } else {
        message.join(" ")
    };
    Some(ErrorRecord { message, lines: Lines::new(lines.first()?.number, lines.last()?.number) })
}
