//! What a line looks like, seen alone.
//!
//! Invariant: see [`Form`]; the forms are tried in a fixed order, and the first that fits is taken.
//! Deliberately absent: the lines around it (`scene`).

use crate::evidence::line::Form;
use crate::evidence::pair::pair;
use crate::evidence::shell::{
    Phrases, is_chatter, is_cmdlet, is_command, is_known_error, is_logged, is_position, is_warning,
};

/// How deep a line may be indented and still begin an error or a command; deeper ones are parts of values.
const SHALLOW: usize = 8;

/// The form of a line without white space around it that is indented by `indent` columns.
pub(crate) fn form<'a>(text: &'a str, indent: usize, phrases: &Phrases) -> Form<'a> {
    if text.is_empty() {
        return Form::Blank;
    }
    let shallow = indent < SHALLOW;
    if is_frame(text) {
        return Form::Frame;
    }
    if shallow && is_known_error(text, phrases) && pair(text, indent).is_none_or(|pair| is_cmdlet(pair.name))
    {
        return Form::ErrorHead;
    }
    if is_command(text) {
        return Form::Command;
    }
    if is_chatter(text) {
        return Form::Chatter;
    }
    if is_warning(text) {
        return Form::Warning;
    }
    if text.starts_with("+ ") || is_position(text) || is_listed_category(text) {
        return Form::ErrorTail;
    }
    if is_logged(text) {
        return if text.contains("*ERROR*") { Form::ErrorHead } else { Form::Logged };
    }
    if is_gap(text) {
        return Form::Gap;
    }
    if is_table_rule(text) {
        return Form::TableRule;
    }
    match pair(text, indent) {
        Some(pair) if is_cmdlet(pair.name) && shallow => Form::ErrorHead,
        Some(pair) => Form::Pair(pair),
        None => Form::Text,
    }
}

/// A line of an error's category behind the mark that a forum made of its plus: `-  CategoryInfo : …`.
fn is_listed_category(text: &str) -> bool {
    let Some(inner) = text.strip_prefix(['-', '*', '•']).map(str::trim_start) else { return false };
    ["CategoryInfo", "FullyQualifiedErrorId", "PSComputerName"].iter().any(|name| inner.starts_with(name))
}

/// A Markdown fence, a ruler of one character, or the border of a box.
fn is_frame(text: &str) -> bool {
    text.starts_with("```")
        || text.starts_with("~~~")
        || ['=', '*', '_', '#'].iter().any(|mark| is_made_of(text, *mark))
        || (text.starts_with('+') && text.ends_with('+') && text.bytes().all(|byte| b"+-=".contains(&byte)))
}

fn is_gap(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "truncated",
        "output truncated",
        "snip",
        "snipped",
        "more",
        "cut",
        "omitted",
        "output omitted",
        "skipped",
        "shortened",
        "removed",
        "and so on",
    ];
    if text.len() > 60 {
        return false;
    }
    let around = |c: char| {
        matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '-' | ' ' | '.' | '…' | '*' | '_' | '=')
    };
    if !text.starts_with(around) && !text.ends_with(around) {
        return false;
    }
    let inner = text.trim_matches(around);
    inner.is_empty() && (text.contains("...") || text.contains('…'))
        || (inner.len() < text.len() && WORDS.iter().any(|word| inner.eq_ignore_ascii_case(word)))
}

fn is_table_rule(text: &str) -> bool {
    text.starts_with("--")
        && text.chars().all(|character| character == '-' || character.is_whitespace())
        && text.split_whitespace().all(|group| group.len() >= 2)
}

fn is_made_of(text: &str, what: char) -> bool {
    text.len() >= 3 && text.chars().all(|character| character == what)
}

#[cfg(test)]
mod tests {
    use crate::evidence::form::form;
    use crate::evidence::line::Form;
    use crate::evidence::shell::Phrases;

    fn form_of(text: &str) -> Form<'_> {
        form(text.trim(), text.len() - text.trim_start().len(), &Phrases::in_text(text))
    }

    #[test]
    fn prompts_and_commands_are_told_from_output() {
        for text in [
            r"[PS] C:\Windows\system32>Get-AuthConfig | fl",
            r"[PS] C:\>",
            r"PS C:\Users\olaf> Get-OrganizationRelationship | Format-List",
            "PS /home/olaf> Get-AuthConfig",
            r"[ex01.contoso.com]: PS C:\> Get-AuthConfig",
            "PS>",
            "PS>Get-AuthConfig",
            r"C:\Temp>dir",
            ">> -Verbose",
            "Get-AuthConfig",
            "Get-AuthServer | Select Name,Enabled",
            "Get-IntraOrganizationConfiguration (online side)",
            "Get-Mailbox olaf@contoso.com",
        ] {
            assert_eq!(form_of(text), Form::Command, "{text}");
        }
        for text in [
            "PS is short for PowerShell > and that is that",
            "Get-AuthConfig is what you should run",
            "[PS] without a path",
            "Content-Type of the answer",
        ] {
            assert_eq!(form_of(text), Form::Text, "{text}");
        }
    }

    #[test]
    fn errors_gaps_and_tables_have_their_own_forms() {
        for text in [
            "Get-Mailbox : It failed.",
            "Get-Mailbox: It failed.",
            "Get-MgUser_Get: It failed.",
            "PS>TerminatingError(Get-Mailbox): \"It failed.\"",
            "2026.01.02 12:00:00.000 *ERROR* 10277 [Client=UX] It failed.",
        ] {
            assert_eq!(form_of(text), Form::ErrorHead, "{text}");
        }
        assert_eq!(form_of("    + CategoryInfo          : NotSpecified: (:) []"), Form::ErrorTail);
        assert_eq!(form_of("At line:1 char:1"), Form::ErrorTail);
        assert_eq!(form_of("-  CategoryInfo : NotSpecified: (:) []"), Form::ErrorTail);
        assert_eq!(form_of("2026.01.02 12:00:00.000 10276 x"), Form::Logged);
        assert_eq!(form_of("-- More --"), Form::Gap);
        assert_eq!(form_of("[...]"), Form::Gap);
        assert_eq!(form_of("(output omitted)"), Form::Gap);
        assert_eq!(form_of("---------- --------"), Form::TableRule);
        assert!(matches!(form_of("Content-Type : text/xml"), Form::Pair(_)));
        assert!(matches!(form_of("Set-Cookie: a=b"), Form::Pair(_)));
        assert!(matches!(form_of("            Get-Mailbox : x"), Form::Pair(_)), "part of a value");
    }
}
