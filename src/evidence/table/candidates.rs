//! The lines below the head of a table that may be its rows.
//!
//! Invariant: they rise, and nothing that ends a table stands between them.
//! Deliberately absent: whether they fit the columns (`rows`).

use crate::evidence::line::{Form, Line};

/// The lines that may be rows: up to a gap, a command, an error.
pub(super) fn candidates(lines: &[Line<'_>], start: usize, end: usize, spacing: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut blanks = 0;
    let mut warning = false;
    for (at, line) in lines.iter().enumerate().take(end).skip(start) {
        let goes_on = std::mem::take(&mut warning);
        match line.form {
            Form::Blank => {
                blanks += 1;
                if blanks > spacing {
                    break;
                }
                continue;
            }
            Form::Chatter | Form::Gap => continue,
            _ if line.text.starts_with("<SPACE> next page") => continue,
            // A long message goes on in the next line of the console.
            Form::Warning => {
                warning = line.width() >= 79;
                continue;
            }
            Form::Text if goes_on && !line.text.contains("  ") => continue,
            Form::Frame | Form::ErrorTail | Form::Foreign => break,
            Form::Command if is_prompt(line.text) => break,
            Form::Command | Form::ErrorHead if !line.text.contains("  ") => break,
            _ => {}
        }
        blanks = 0;
        found.push(at);
    }
    found
}

fn is_prompt(text: &str) -> bool {
    text.starts_with("[PS]") || text.starts_with("PS ") || text.starts_with("PS>") || text.contains(":\\")
}
