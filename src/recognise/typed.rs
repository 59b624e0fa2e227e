//! What was typed: the commands of a text, with the prompts in front of them.
//!
//! Invariant: commands rise and do not overlap; one that goes on in further lines is one.
//! Deliberately absent: what a command means (`invocation`), and finding the lines (`evidence`).

use crate::evidence::{Lines, Reading};
use crate::recognise::invocation::is_cmdlet;
use std::borrow::Cow;

/// The narrowest line that a console still wraps.
const NARROWEST: usize = 79;

/// A command or an empty prompt.
pub(crate) struct Typed {
    pub(crate) lines: Lines,
    pub(crate) prompt: Option<String>,
    pub(crate) text: String,
}

/// The commands of a reading, one after the other; lines that go on with a command are joined to it.
pub(crate) struct Commands<'r> {
    lines: &'r [&'r str],
    ranges: &'r [Lines],
    /// The line that is read next, in the first of the ranges.
    next: usize,
}

impl<'r> Commands<'r> {
    /// Those of a reading with these lines.
    pub(crate) fn of(reading: &'r Reading, lines: &'r [&'r str]) -> Self {
        Self { lines, ranges: &reading.commands, next: 0 }
    }

    fn line(&self, number: usize) -> &'r str {
        self.lines.get(number.wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// What stands between the line above and one that goes on with its command.
    fn glue(&self, number: usize, goes_on: GoesOn) -> &'static str {
        let is_full = self.line(number - 1).trim_end().chars().count() >= NARROWEST;
        match goes_on {
            _ if is_full => "",
            GoesOn::Continued => "\n",
            GoesOn::Wrapped => " ",
        }
    }
}

/// How a line goes on with a command.
#[derive(Clone, Copy)]
enum GoesOn {
    /// Behind a prompt of its own (`>>`).
    Continued,
    /// Because the console broke it.
    Wrapped,
}

impl Iterator for Commands<'_> {
    type Item = Typed;

    fn next(&mut self) -> Option<Typed> {
        let range = *self.ranges.first()?;
        let first = self.next.max(range.first);
        let line = unmarked(self.line(first));
        let front = front(&line);
        let (prompt, text) = prompt_and_command(line.get(front..).unwrap_or_default());
        let mut typed = Typed { lines: Lines::one(first), prompt, text: text.to_owned() };
        for number in first + 1..=range.last {
            let line = unmarked(self.line(number));
            let (prompt, text) = prompt_and_command(line.get(front..).unwrap_or(&line));
            let goes_on = match text.strip_prefix(">>") {
                Some(_) => GoesOn::Continued,
                None if prompt.is_none() && !starts_command(text) => GoesOn::Wrapped,
                None => {
                    self.next = number;
                    return Some(typed);
                }
            };
            typed.text.push_str(self.glue(number, goes_on));
            typed.text.push_str(text.trim_start_matches(">>").trim());
            typed.lines.last = number;
        }
        self.ranges = self.ranges.get(1..).unwrap_or_default();
        Some(typed)
    }
}

fn starts_command(text: &str) -> bool {
    text.split([' ', '|']).next().is_some_and(is_cmdlet)
}

/// A line without what a web page leaves around a command: entities, and tags behind it.
fn unmarked(line: &str) -> Cow<'_, str> {
    let line =
        line.find("</").filter(|_| line.starts_with('<')).and_then(|end| line.get(..end)).unwrap_or(line);
    if !line.contains('&') {
        return Cow::Borrowed(line);
    }
    let plain = line.replace("&gt;", ">").replace("&lt;", "<").replace("&quot;", "\"").replace("&#39;", "'");
    Cow::Owned(plain.replace("&nbsp;", " ").replace("&amp;", "&"))
}

/// How many bytes copying put in front of a line with a command: a number, a time, the name of a server.
fn front(raw: &str) -> usize {
    const FARTHEST: usize = 120;
    let text = raw.trim_start();
    let plain = text.starts_with(['[', '$', '(', '>', '\'']) || starts_command(text);
    if plain || behind_place(text).is_some() {
        return 0;
    }
    let head = text.char_indices().nth(FARTHEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let marks = ["[PS] ", "PS C:\\", "PS D:\\", "PS /", "PS>"];
    let prompt = marks.iter().filter_map(|mark| head.find(mark)).min();
    let words = head.split_inclusive([' ', '\t']).scan(0, |end, word| {
        *end += word.len();
        Some((*end - word.len(), word))
    });
    let mut cmdlets = words.filter(|(_, word)| is_cmdlet(word.trim_end())).map(|(start, _)| start);
    prompt.or_else(|| cmdlets.next()).map_or(0, |start| raw.len() - text.len() + start)
}

/// Takes the prompt off a line.
fn prompt_and_command(raw: &str) -> (Option<String>, &str) {
    let text = raw.trim_start();
    let text = text.strip_prefix('>').map_or(text, str::trim_start);
    match behind_place(text).or_else(|| behind_bare_prompt(text)) {
        Some(command) => {
            let prompt = text.get(..text.len() - command.len()).unwrap_or_default();
            (Some(prompt.trim().to_owned()), command.trim())
        }
        None => (None, raw.trim().trim_start_matches("> ").trim()),
    }
}

/// What stands behind a prompt that names a place: `PS C:\>`, `[PS] C:\>`, `[ex01]: PS C:\>`, `C:\>`, `PS /home>`.
fn behind_place(text: &str) -> Option<&str> {
    const LONGEST_SERVER: usize = 100;
    const LONGEST_PATH: usize = 300;
    let mut rest = text;
    if let Some(inner) = rest.strip_prefix('[') {
        let end = inner.char_indices().take(LONGEST_SERVER + 1).find(|(_, letter)| *letter == ']')?.0;
        rest = inner.get(end + 1..).filter(|_| end > 0)?;
        rest = rest.strip_prefix(':').unwrap_or(rest);
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
    // A copy that began one letter late has lost the first bracket.
    rest = rest.strip_prefix("PS ").or_else(|| rest.strip_prefix("PS] ")).unwrap_or(rest);
    let path = rest.strip_prefix(r"\\").or_else(|| rest.strip_prefix(['/', '~'])).or_else(|| {
        let (drive, path) =
            rest.split_at_checked(rest.bytes().position(|byte| !byte.is_ascii_alphanumeric())?)?;
        drive.starts_with(|letter: char| letter.is_ascii_alphabetic()).then(|| path.strip_prefix(':'))?
    })?;
    let (end, mark) =
        path.char_indices().take(LONGEST_PATH + 1).find(|(_, letter)| matches!(letter, '>' | '|'))?;
    path.get(end + 1..).filter(|_| mark == '>')
}

/// What stands behind a prompt without a place: `PS>`, `[PS] PS>`, `$ `.
fn behind_bare_prompt(text: &str) -> Option<&str> {
    let named = text.strip_prefix("[PS]").map_or(text, |rest| rest.strip_prefix(' ').unwrap_or(rest));
    named.strip_prefix("PS>").or_else(|| text.strip_prefix("$ "))
}

#[cfg(test)]
mod tests {
    use crate::recognise::typed::{front, prompt_and_command, unmarked};

    #[test]
    fn prompts_are_taken_off_commands() {
        for (line, prompt, command) in [
            (r"[PS] C:\>Get-AuthConfig | fl", r"[PS] C:\>", "Get-AuthConfig | fl"),
            (
                r"> [ex01.contoso.com]: PS C:\Users> Get-Mailbox",
                r"[ex01.contoso.com]: PS C:\Users>",
                "Get-Mailbox",
            ),
            (r"PS \\server\share> dir", r"PS \\server\share>", "dir"),
            ("PS /home/olaf> ls", "PS /home/olaf>", "ls"),
            ("  C:\\>  dir ", "C:\\>", "dir"),
            ("PS>x", "PS>", "x"),
            ("[PS] PS>x", "[PS] PS>", "x"),
            ("$ ls", "$", "ls"),
            (r"PS] C:\>ls", r"PS] C:\>", "ls"),
        ] {
            assert_eq!(prompt_and_command(line), (Some(prompt.to_owned()), command), "{line}");
        }
        for line in ["Get-Mailbox > x", r"PS C:\ | x>", "[] C:>", "PS x"] {
            assert_eq!(prompt_and_command(line), (None, line), "{line}");
        }
    }

    #[test]
    fn what_copying_put_in_front_of_a_command_is_known() {
        for (line, behind) in [
            (r"  1  [PS] C:\>ls", r"[PS] C:\>ls"),
            (r"14:03:22 PS C:\> ls", r"PS C:\> ls"),
            ("EX01: Get-AuthConfig | fl", "Get-AuthConfig | fl"),
            (r"[PS] C:\>Get-Mailbox | Format-List", r"[PS] C:\>Get-Mailbox | Format-List"),
            ("  Get-Mailbox | Format-List", "  Get-Mailbox | Format-List"),
            ("whoami", "whoami"),
            (
                r"<div><span>[PS] C:\&gt;Get-AuthConfig &#124; fl</span></div>",
                r"[PS] C:\>Get-AuthConfig &#124; fl",
            ),
        ] {
            let line = unmarked(line);
            assert_eq!(line.get(front(&line)..), Some(behind), "{line}");
        }
    }
}
