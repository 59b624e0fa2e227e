//! How an output looks on the screen of somebody who copied it: with the prompt, the command, the lines before and after.
//!
//! Invariant: lines are added around the output, never inside it; the heaviest form comes first, so that whoever serves it
//! can take the first one that is still judged as it has to be.
//! Deliberately absent: judging.

use crate::model::{Pattern, Shell};
use crate::scenario::Numbers;

/// What was typed to get an output.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) shell: Shell,
    pub(super) command: &'a str,
    /// By what the output of its place is known.
    pub(super) marks: &'a [Pattern],
}

/// The output in forms that a paste may have, the heaviest first, the bare one last.
pub(super) fn forms(output: &str, typed: Option<Typed<'_>>, numbers: &mut Numbers) -> Vec<String> {
    let style = numbers.below(4);
    let edges = numbers.below(3);
    let body = output.trim_end();
    let mut forms = Vec::new();
    // Some samples were pasted with their prompt already.
    let typed = typed.filter(|typed| !body.contains(typed.command));
    if let Some((front, next)) = typed.and_then(|typed| prompt(typed, style)) {
        let whole = match edges {
            0 => format!("{next}\n{front}\n\n{body}\n\n\n{next}\n"),
            1 => format!("{front}\n\n\n{body}\n\n"),
            _ => format!("{front}\n{body}\n\n{next}\n"),
        };
        forms.push(whole);
    }
    match style {
        0 => forms.push(format!("\n\n{body}\n\n\n")),
        1 => forms.push(format!("```\n{body}\n```\n")),
        2 => forms.push(body.lines().flat_map(|line| [line, "   \n"]).collect()),
        _ => {}
    }
    forms.push(format!("{body}\n"));
    forms
}

/// Prompts of the Exchange Management Shell.
const EXCHANGE: [&str; 3] = [r"[PS] C:\Windows\system32>", r"[PS] C:\>", r"[PS] C:\Scripts>"];

/// The line with prompt and command, and the prompt that waits afterwards.
fn prompt(typed: Typed<'_>, style: usize) -> Option<(String, String)> {
    // Exchange has a prompt of its own, by which its shell is told from others.
    let [first, second, third] = EXCHANGE;
    let own = match style {
        0 => first,
        1 => second,
        _ => third,
    };
    let line = format!("{own}{}", typed.command);
    if typed.shell == Shell::Powershell && typed.marks.iter().any(|mark| mark.is_match(&line)) {
        return Some((line, own.to_owned()));
    }
    let prompt = match (typed.shell, style) {
        (Shell::Powershell, 0) => r"PS C:\Users\support>",
        (Shell::Powershell, 1) => r"PS C:\Windows\system32>",
        (Shell::Powershell, _) => r"PS C:\>",
        (Shell::Cmd, 0) => r"C:\Users\support>",
        (Shell::Cmd, _) => r"C:\Windows\system32>",
        (Shell::Posix, 0) => "$",
        (Shell::Posix, _) => "support@jump:~$",
        (Shell::None, _) => return None,
    };
    let gap = if typed.shell == Shell::Cmd { "" } else { " " };
    Some((format!("{prompt}{gap}{}", typed.command), prompt.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Numbers, Pattern, Shell, Typed, forms};
    use crate::source::{FileId, Span, Spanned};

    #[test]
    fn every_form_holds_the_output_line_by_line() {
        let output = "Name  : Q1\nState : Stopped\n";
        for seed in 0..40 {
            let typed = Typed { shell: Shell::Powershell, command: "Get-Queue", marks: &[] };
            let forms = forms(output, Some(typed), &mut Numbers(seed));
            assert!(forms[0].contains("> Get-Queue\n"), "{forms:?}");
            assert_eq!(forms.last().map(String::as_str), Some(output));
            for form in &forms {
                let lines: Vec<&str> = form.lines().map(str::trim_end).collect();
                assert!(lines.windows(2).any(|two| two == ["Name  : Q1", "State : Stopped"]), "{form}");
            }
        }
    }

    #[test]
    fn a_place_that_is_known_by_its_prompt_shows_it() {
        let nowhere = Span::new(FileId(0), 0, 0);
        let marks = [Pattern::new(Spanned::new(r"^\W*\[PS\] \S".to_owned(), nowhere))];
        let typed = Typed { shell: Shell::Powershell, command: "Get-Queue", marks: &marks };
        let first = forms("State : Stopped\n", Some(typed), &mut Numbers(1)).remove(0);
        assert!(first.contains("[PS] C:\\") && first.contains(">Get-Queue\n"), "{first}");
    }

    #[test]
    fn an_output_that_brings_its_prompt_gets_no_second_one() {
        let typed = Typed { shell: Shell::Posix, command: "id", marks: &[] };
        let forms = forms("$ id\nuid=0\n", Some(typed), &mut Numbers(3));
        assert!(forms.iter().all(|form| form.matches("$ id").count() == 1), "{forms:?}");
    }
}
