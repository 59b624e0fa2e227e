//! What lines are because of the lines around them: wrapped commands and messages, headers of transcripts, and the
//! parts of an error in the shape of PowerShell 7.
//!
//! Invariant: only forms change, never texts; one pass over the lines.
//! Deliberately absent: values, which go on in their own way (`list`).

use crate::evidence::line::{Form, Line};
use crate::evidence::shell::has_parameters;

/// The narrowest line that a console still wraps: 80 columns but the last. In a shorter line a break was printed.
pub(crate) const NARROWEST: usize = 79;

/// The most lines that the header of a transcript has.
const LONGEST_HEADER: usize = 25;

/// Corrects the forms of lines by their neighbours.
pub(crate) fn settle(lines: &mut [Line<'_>]) {
    headers(lines);
    concise_errors(lines);
    wrapped(lines);
}

/// The lines between two rulers of stars are what a transcript says about itself.
fn headers(lines: &mut [Line<'_>]) {
    let is_ruler = |line: &Line<'_>| line.text.len() > 9 && line.text.bytes().all(|byte| byte == b'*');
    let rulers: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| is_ruler(line)).map(|(at, _)| at).collect();
    let mut inside = None;
    for ruler in rulers {
        match inside.take() {
            Some(start) if ruler - start <= LONGEST_HEADER => {
                for line in lines.get_mut(start..ruler).unwrap_or_default() {
                    if line.form != Form::Blank {
                        line.form = Form::Chatter;
                    }
                }
            }
            _ => inside = Some(ruler),
        }
    }
}

/// `Get-Item: C:\script.ps1:3`, `Line |`, `3 | command`, `| ~~~~`, `| message`.
fn concise_errors(lines: &mut [Line<'_>]) {
    let mut inside = false;
    for at in 0..lines.len() {
        let Some(line) = lines.get_mut(at) else { continue };
        if line.text == "Line |" {
            inside = true;
            line.form = Form::ErrorTail;
            let above = at.checked_sub(1).and_then(|above| lines.get_mut(above));
            if let Some(head) = above.filter(|above| !matches!(above.form, Form::Blank | Form::Command)) {
                head.form = Form::ErrorHead;
            }
            continue;
        }
        if !inside {
            continue;
        }
        let numbered = line.text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        inside = numbered.starts_with('|');
        if inside {
            let quoted = numbered.len() < line.text.len() || line.text.contains('~');
            line.form = if quoted { Form::ErrorTail } else { Form::Text };
        }
    }
}

/// A long command or message goes on in the next line of the console, without an indent.
fn wrapped(lines: &mut [Line<'_>]) {
    let mut open = None;
    for line in lines {
        let goes_on = match (open, line.form) {
            (Some(Form::Command), Form::Text) => has_parameters(line.text),
            (Some(Form::Warning | Form::Chatter), Form::Text) => true,
            (Some(Form::Warning | Form::Chatter), Form::Pair(pair)) => pair.padding == 0,
            _ => false,
        };
        if let Some(form) = open.filter(|_| goes_on) {
            line.form = form;
        }
        let long =
            matches!(line.form, Form::Command | Form::Warning | Form::Chatter) && line.width() >= NARROWEST;
        // A pipe at the end of a command needs another line, however short the command is.
        let unfinished = line.form == Form::Command && line.text.ends_with(['|', '`', ',', '{']);
        open = (long || unfinished).then_some(line.form);
        if unfinished && !long {
            open = Some(Form::Command);
        }
    }
}
