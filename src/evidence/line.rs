//! What each line of a text looks like, seen alone.
//!
//! Invariant: a form is a guess from the line alone; the decision what belongs together is made in `error` and `list`.
//! Deliberately absent: neighbours, objects, values.

use unicode_width::UnicodeWidthStr as _;

/// One line of a cleaned text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Its text without white space around it, and without a quotation mark (`>`) in front.
    pub(crate) text: &'a str,
    /// Characters of white space in front of the text; of a blank line, all of it.
    pub(crate) indent: usize,
    /// What it looks like.
    pub(crate) form: Form<'a>,
}

impl Line<'_> {
    /// The columns it takes on a terminal, without the white space at its end.
    pub(crate) fn width(&self) -> usize {
        self.indent + self.text.width()
    }
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form<'a> {
    /// Nothing but white space.
    Blank,
    /// A Markdown fence, or a ruler of `=`.
    Frame,
    /// A prompt or a command.
    Command,
    /// A verbose or debug message.
    Chatter,
    /// A warning.
    Warning,
    /// The first line of an error: `Get-Mailbox : message`.
    ErrorHead {
        /// What follows the colon.
        message: &'a str,
    },
    /// A line of an error's position or category: `+ CategoryInfo : …`, `At line:1 char:1`.
    ErrorTail,
    /// A name, a colon, and perhaps a value.
    Pair(Pair<'a>),
    /// The dashes under the head of a table.
    TableRule,
    /// Several pairs on one line.
    Glued,
    /// A sign that something was left out: `...`, `[truncated]`, `-- More --`.
    Gap,
    /// Anything else.
    Text,
}

/// A name, a colon, and perhaps a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// Column of the colon, in characters from the line's first.
    pub(crate) colon: usize,
    /// Characters from the beginning of the name to the colon: equal for all properties of one `Format-List` object.
    pub(crate) reach: usize,
    /// White space between the name and the colon, in characters.
    pub(crate) padding: usize,
    /// What follows the colon.
    pub(crate) value: &'a str,
}

impl Pair<'_> {
    /// Whether the name is of several words.
    pub(crate) fn is_wordy(&self) -> bool {
        self.name.contains(' ')
    }
}

/// Takes a cleaned text apart.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    text.split('\n').enumerate().map(|(index, raw)| line(index + 1, raw)).collect()
}

fn line(number: usize, raw: &str) -> Line<'_> {
    let mut text = raw.trim();
    let mut indent = raw.chars().take_while(|character| character.is_whitespace()).count();
    if let Some(quoted) = text.strip_prefix('>')
        && (quoted.is_empty() || quoted.starts_with(|c: char| c.is_alphabetic() || c == ' '))
    {
        indent = quoted.chars().take_while(|character| character.is_whitespace()).count();
        text = quoted.trim_start();
    }
    Line { number, text, indent, form: form(text, indent) }
}

fn form(text: &str, indent: usize) -> Form<'_> {
    if text.is_empty() {
        return Form::Blank;
    }
    if text.starts_with("```") || text.starts_with("~~~") || is_made_of(text, '=') {
        return Form::Frame;
    }
    if is_command(text) {
        return if glued_pairs(text) >= 2 { Form::Glued } else { Form::Command };
    }
    if starts_with_any(
        text,
        &["VERBOSE:", "DEBUG:", "INFORMATION:", "AUSFÜHRLICH:", "COMMENTAIRES", "DETALLADO:"],
    ) {
        return Form::Chatter;
    }
    if starts_with_any(text, &["WARNING:", "WARNUNG:", "AVERTISSEMENT", "ADVERTENCIA:", "AVVISO:"]) {
        return Form::Warning;
    }
    if text.starts_with("+ ") || (text.starts_with("At ") && text.contains(" char:")) {
        return Form::ErrorTail;
    }
    if is_gap(text) {
        return Form::Gap;
    }
    if is_table_rule(text) {
        return Form::TableRule;
    }
    match pair(text, indent) {
        Some(pair) if is_cmdlet(pair.name) && indent < 8 => Form::ErrorHead { message: pair.value },
        Some(pair) => Form::Pair(pair),
        None if is_known_error(text) && indent < 8 => Form::ErrorHead { message: text },
        None if glued_pairs(text) >= 2 => Form::Glued,
        None => Form::Text,
    }
}

/// Longest name of a property, in bytes.
const LONGEST_NAME: usize = 80;

fn pair(text: &str, indent: usize) -> Option<Pair<'_>> {
    let colon = text.bytes().take(LONGEST_NAME + 120).position(|byte| byte == b':')?;
    let (before, after) = (text.get(..colon)?, text.get(colon + 1..)?);
    let name = before.trim_end();
    let reach = before.chars().count();
    let padding = reach - name.chars().count();
    let first = name.chars().next().filter(|first| first.is_alphabetic())?;
    let tight = padding == 0;
    // `https://…`, `C:\…`, `Module::Name`, and error codes such as `AADSTS901124: …`.
    let code = name.bytes().rev().take_while(u8::is_ascii_digit).count() >= 3;
    let not_a_name = tight && (code || after.starts_with(['/', '\\', ':']) || name.len() == first.len_utf8());
    let allowed = |c: char| c.is_alphanumeric() || c == '_' || c == ' ' || (!tight && ".-()#/".contains(c));
    let cmdlet = is_cmdlet(name);
    let shaped = name.len() <= LONGEST_NAME && !name.contains("  ") && name.chars().all(allowed);
    (cmdlet || (shaped && !not_a_name)).then(|| Pair {
        name,
        colon: indent + reach,
        reach,
        padding,
        value: after.trim_start(),
    })
}

/// Whether a text is `Verb-Noun` with a verb that PowerShell knows: then it is no property but a command.
fn is_cmdlet(text: &str) -> bool {
    const VERBS: &str = " Add Approve Backup Block Clear Close Compare Complete Confirm Connect Convert ConvertFrom \
        ConvertTo Copy Disable Disconnect Dismount Edit Enable Enter Exit Expand Export Find ForEach Format Get Grant \
        Import Initialize Install Invoke Join Limit Lock Measure Merge Mount Move New Open Out Pop Publish Push Read \
        Receive Redistribute Register Remove Rename Repair Request Reset Resolve Restart Restore Resume Retry Revoke \
        Save Search Select Send Set Show Sort Split Start Stop Submit Suspend Switch Sync Tee Test Trace Unblock \
        Uninstall Unlock Unpublish Unregister Update Upgrade Use Validate Wait Where Write ";
    let Some((verb, noun)) = text.split_once('-') else { return false };
    let known = !verb.is_empty()
        && verb.bytes().all(|byte| byte.is_ascii_alphabetic())
        && VERBS.contains(&format!(" {verb} "));
    known && noun.len() > 1 && noun.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a line is a prompt, alone or with a command behind it, or a command that stands alone.
fn is_command(text: &str) -> bool {
    let prompt = ["[PS] ", "PS ", "]: PS "].iter().find_map(|mark| {
        let at = if mark.starts_with(']') {
            text.starts_with('[')
                .then(|| text.bytes().take(LONGEST_NAME).position(|byte| byte == b']'))
                .flatten()?
        } else {
            0
        };
        text.get(at..)?.strip_prefix(mark)
    });
    let prompt = prompt.or_else(|| text.as_bytes().get(1..3).filter(|b| *b == b":\\").map(|_| text));
    if let Some(path) = prompt {
        let end = path.bytes().take(400).position(|byte| byte == b'>');
        let located = path.starts_with(['/', '\\', '~'])
            || path
                .split_once(':')
                .is_some_and(|(drive, _)| drive.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if located && end.is_some() {
            return true;
        }
    }
    if text == "PS>" || text.starts_with("PS> ") || text.starts_with(">>") || text.starts_with("$ ") {
        return true;
    }
    let (word, rest) = text.split_once([' ', '|']).unwrap_or((text, ""));
    let argument = |c: char| "-|($'\"*@;".contains(c);
    let rest = rest.trim_start();
    let first = rest.split(' ').next().unwrap_or_default();
    is_cmdlet(word)
        && (rest.is_empty() || rest.starts_with(argument) || first.contains('@') || text.contains(" | "))
}

/// Phrases that PowerShell and the command prompt use in errors only.
fn is_known_error(text: &str) -> bool {
    const PHRASES: [&str; 6] = [
        "is not recognized as the name of a cmdlet",
        "is not recognized as a name of a cmdlet",
        "is not recognized as an internal or external command",
        "The operation couldn't be performed because",
        "A parameter cannot be found that matches parameter name",
        "Access is denied.",
    ];
    PHRASES.iter().any(|phrase| text.contains(phrase)) || text.starts_with("ERROR: ")
}

fn is_gap(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| "[](){}<>- .…*".contains(c));
    inner.is_empty() && (text.contains("...") || text.contains('…'))
        || (text.len() < 40
            && ["truncated", "snip", "snipped", "more", "output truncated", "cut"]
                .iter()
                .any(|word| inner.eq_ignore_ascii_case(word))
            && inner.len() < text.len())
}

fn is_table_rule(text: &str) -> bool {
    text.contains("--")
        && text.chars().all(|character| character == '-' || character.is_whitespace())
        && text.split_whitespace().all(|group| group.len() >= 2)
}

fn is_made_of(text: &str, what: char) -> bool {
    text.len() >= 3 && text.chars().all(|character| character == what)
}

fn starts_with_any(text: &str, marks: &[&str]) -> bool {
    marks.iter().any(|mark| text.starts_with(mark))
}

/// How many times a capitalised word is followed by a colon between spaces, as names of properties are.
pub(crate) fn glued_pairs(text: &str) -> usize {
    let text = text.trim();
    let mut found = 0;
    for (at, _) in text.match_indices(" :") {
        let ends = text.as_bytes().get(at + 2).is_none_or(|byte| *byte == b' ');
        let name = text.get(..at).unwrap_or_default().trim_end();
        let start = name.bytes().rev().take(LONGEST_NAME).take_while(|byte| is_name_byte(*byte)).count();
        let begin = name.len() - start;
        let apart = begin == 0 || name.as_bytes().get(begin - 1) == Some(&b' ');
        let capital = name.as_bytes().get(begin).is_some_and(u8::is_ascii_uppercase);
        found += usize::from(ends && apart && capital && start >= 2);
    }
    found
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use crate::evidence::line::{Form, glued_pairs, lines};

    fn form_of(text: &str) -> Form<'_> {
        lines(text).first().expect("a text has a line").form
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
    fn pairs_have_a_name_and_a_colon() {
        let Form::Pair(pair) = form_of("  Enabled              : True") else { panic!("a pair") };
        assert_eq!(
            (pair.name, pair.value, pair.colon, pair.reach, pair.padding),
            ("Enabled", "True", 23, 21, 14)
        );
        let Form::Pair(pair) = form_of("Realm :") else { panic!("a pair") };
        assert_eq!((pair.name, pair.value, pair.padding), ("Realm", "", 1));
        let Form::Pair(pair) = form_of("Type:Error") else { panic!("a pair") };
        assert_eq!((pair.name, pair.value, pair.padding), ("Type", "Error", 0));
        for text in
            ["https://contoso.com", "12:30 is the time", r"D:\Logs is full", "Foo::Bar", "\"Enabled\": true"]
        {
            assert_eq!(form_of(text), Form::Text, "{text}");
        }
    }

    #[test]
    fn errors_gaps_and_tables_have_their_own_forms() {
        assert_eq!(form_of("Get-Mailbox : It failed."), Form::ErrorHead { message: "It failed." });
        assert_eq!(form_of("Get-Mailbox: It failed."), Form::ErrorHead { message: "It failed." });
        assert_eq!(form_of("    + CategoryInfo          : NotSpecified: (:) []"), Form::ErrorTail);
        assert_eq!(form_of("At line:1 char:1"), Form::ErrorTail);
        assert_eq!(form_of("-- More --"), Form::Gap);
        assert_eq!(form_of("[...]"), Form::Gap);
        assert_eq!(form_of("---------- --------"), Form::TableRule);
        assert_eq!(form_of("Content-Type : text/xml").clone(), form_of("Content-Type : text/xml"));
        assert!(matches!(form_of("Content-Type : text/xml"), Form::Pair(_)));
    }

    #[test]
    fn several_pairs_on_one_line_are_noticed() {
        assert_eq!(glued_pairs("RunspaceId : 52ce Result : Failed Message : x"), 3);
        assert_eq!(glued_pairs("the answer was : no"), 0);
        assert_eq!(form_of(r"[PS] C:\>Test-X -A b RunspaceId : 52ce Result : Failed"), Form::Glued);
    }
}
