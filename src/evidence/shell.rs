//! What PowerShell and its consoles print around output: prompts, commands, messages and banners.
//!
//! Invariant: a line is judged alone and by its beginning, in bounded time.
//! Deliberately absent: what single commands do.

use crate::evidence::pair::LONGEST_NAME;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Texts that lines begin with. Most lines are told apart by their first byte.
struct Marks {
    all: &'static [&'static str],
    first: [bool; 256],
}

impl Marks {
    const fn new(all: &'static [&'static str]) -> Self {
        let mut first = [false; 256];
        let mut at = 0;
        while at < all.len() {
            first[all[at].as_bytes()[0] as usize] = true;
            at += 1;
        }
        Self { all, first }
    }

    /// Whether a text begins with one of them.
    fn begin(&self, text: &str) -> bool {
        let known = |byte: u8| self.first.get(usize::from(byte)) == Some(&true);
        text.bytes().next().is_some_and(known) && self.all.iter().any(|mark| text.starts_with(mark))
    }
}

/// Whether a text is `Verb-Noun` with a verb that PowerShell knows: then it is no property but a command.
pub(crate) fn is_cmdlet(text: &str) -> bool {
    const VERBS: &str = " Add Approve Backup Block Clear Close Compare Complete Confirm Connect Convert ConvertFrom \
        ConvertTo Copy Disable Disconnect Dismount Edit Enable Enter Exit Expand Export Find ForEach Format Get Grant \
        Import Initialize Install Invoke Join Limit Lock Measure Merge Mount Move New Open Out Pop Publish Push Read \
        Receive Redistribute Register Remove Rename Repair Request Reset Resolve Restart Restore Resume Retry Revoke \
        Save Search Select Send Set Show Sort Split Start Stop Submit Suspend Switch Sync Tee Test Trace Unblock \
        Uninstall Unlock Unpublish Unregister Update Upgrade Use Validate Wait Where Write ";
    // Header lines of HTTP that look like commands.
    const HEADERS: [&str; 2] = ["Set-Cookie", "Retry-After"];
    // The longest verb has 12 letters; what has no dash so early is no cmdlet.
    let Some(dash) = text.bytes().take(16).position(|byte| byte == b'-') else { return false };
    let (verb, noun) = (text.get(..dash).unwrap_or_default(), text.get(dash + 1..).unwrap_or_default());
    let known = !verb.is_empty()
        && verb.bytes().all(|byte| byte.is_ascii_alphabetic())
        && VERBS.contains(&format!(" {verb} "));
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    known && noun.len() > 1 && noun.len() < LONGEST_NAME && noun.bytes().all(word) && !HEADERS.contains(&text)
}

/// Whether a line is a prompt, alone or with a command behind it, or a command that stands alone.
pub(crate) fn is_command(text: &str) -> bool {
    if is_prompt(text) {
        return true;
    }
    if text.starts_with("PS>") || text.starts_with(">>") || text.starts_with("$ ") || is_assignment(text) {
        return true;
    }
    let end = text.bytes().position(|byte| byte == b' ' || byte == b'|').unwrap_or(text.len());
    if !is_cmdlet(text.get(..end).unwrap_or_default()) {
        return false;
    }
    let argument = |c: char| "-\u{2013}\u{2014}|($'\"*@;{".contains(c);
    let rest = text.get(end + 1..).unwrap_or_default().trim_start();
    let first = rest.split(' ').next().unwrap_or_default();
    rest.is_empty() || rest.starts_with(argument) || first.contains('@') || text.contains(" | ")
}

/// Whether a line begins with a prompt that names a place: `PS C:\>`, `[PS] C:\>`, `[server]: PS C:\>`, `C:\>`.
fn is_prompt(text: &str) -> bool {
    let remote = || {
        let end = text.strip_prefix('[')?.bytes().take(LONGEST_NAME - 1).position(|byte| byte == b']')?;
        text.get(end + 1..)?.strip_prefix("]: PS ")
    };
    let drive = || text.as_bytes().get(1..3).filter(|b| *b == b":\\").map(|_| text);
    let named = ["[PS] ", "PS] ", "PS "].iter().find_map(|mark| text.strip_prefix(mark));
    let path = named.or_else(remote).or_else(drive);
    path.is_some_and(|path| {
        let located = path.starts_with(['/', '\\', '~'])
            || path
                .bytes()
                .take(LONGEST_NAME)
                .position(|byte| byte == b':')
                .and_then(|at| path.get(..at))
                .is_some_and(|drive| drive.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        located && path.bytes().take(400).any(|byte| byte == b'>')
    })
}

/// `$name = …`, as scripts and setup lines have it.
fn is_assignment(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('$') else { return false };
    let name =
        rest.bytes().take(LONGEST_NAME).take_while(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b':');
    let end = name.count();
    end > 0 && rest.get(end..).is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// Whether a text looks like the rest of a command: with parameters or a pipe.
pub(crate) fn has_parameters(text: &str) -> bool {
    let parameter =
        |word: &str| word.strip_prefix('-').is_some_and(|name| name.starts_with(char::is_alphabetic));
    text.split(' ').any(|word| word == "|" || parameter(word))
}

/// Whether a line is a warning, in the languages that PowerShell speaks.
pub(crate) fn is_warning(text: &str) -> bool {
    static MARKS: Marks = Marks::new(&[
        "WARNING:",
        "WARNUNG:",
        "AVERTISSEMENT",
        "ADVERTENCIA:",
        "AVVISO:",
        "AVISO:",
        "ПРЕДУПРЕЖДЕНИЕ:",
        "警告:",
        "警告：",
        "경고:",
        "WAARSCHUWING:",
        "OSTRZEŻENIE:",
        "VARNING:",
        "ADVARSEL:",
        "UPOZORNĚNÍ:",
        "UYARI:",
        "VAROITUS:",
        "FIGYELMEZTETÉS:",
        "UPOZORNENIE:",
        "ΠΡΟΕΙΔΟΠΟΙΗΣΗ:",
    ]);
    MARKS.begin(text)
}

/// Whether a line is a verbose or debug message, a progress bar or part of a banner: nothing that a command answers.
pub(crate) fn is_chatter(text: &str) -> bool {
    static MARKS: Marks = Marks::new(&[
        "VERBOSE:",
        "DEBUG:",
        "INFORMATION:",
        "AUSFÜHRLICH:",
        "COMMENTAIRES",
        "DETALLADO:",
        "DETTAGLIATO:",
        "DETALHADO:",
        "ПОДРОБНО:",
        "詳細:",
        "详细信息:",
        "詳細資訊:",
        "자세한 정보 표시:",
        "UITGEBREID:",
        "PEŁNE:",
        "DÉBOGUER",
        "DEPURAR:",
        "ОТЛАДКА:",
        "デバッグ:",
        "调试:",
        "Transcript started, output file is",
        "Transcript stopped, output file is",
        "Die Aufzeichnung wurde",
        "Welcome to the Exchange Management Shell",
        "Full list of cmdlets:",
        "Only Exchange cmdlets:",
        "Cmdlets that match a specific string:",
        "Get general help:",
        "Get help for a cmdlet:",
        "Show quick reference guide:",
        "Exchange team blog:",
        "Show full output for a command:",
        "Tip of the day",
        "Copyright (C) Microsoft",
        "Copyright (c) Microsoft",
        "Try the new cross-platform PowerShell",
        "Install the latest PowerShell for new features",
        "Loading personal and system profiles",
        "<SPACE> next page; <CR> next line",
        "CommandInvocation(",
        "ParameterBinding(",
    ]);
    MARKS.begin(text) || is_progress(text)
}

/// `Working on it [ooooo      ]`.
fn is_progress(text: &str) -> bool {
    let Some(bar) = text.strip_suffix(']').and_then(|text| text.rsplit_once('[')).map(|(_, bar)| bar) else {
        return false;
    };
    let done = bar.trim_end_matches([' ', '.']);
    bar.len() >= 10 && (done.bytes().all(|byte| byte == b'o') || done.bytes().all(|byte| byte == b'#'))
}

/// Phrases that PowerShell and the command prompt use in errors only.
const PHRASES: [&str; 20] = [
    "is not recognized as the name of a cmdlet",
    "is not recognized as a name of a cmdlet",
    "is not recognized as an internal or external command",
    "The operation couldn't be performed because",
    "A parameter cannot be found that matches parameter name",
    "Access is denied.",
    "because running scripts is disabled on this system",
    "Connecting to remote server",
    "A positional parameter cannot be found that accepts argument",
    "Cannot bind argument to parameter",
    "Cannot process argument transformation on parameter",
    "wurde nicht als Name eines Cmdlet",
    "n'est pas reconnu comme nom d'applet de commande",
    "n'est pas reconnu en tant que nom d'applet de commande",
    "no se reconoce como nombre de un cmdlet",
    "non è riconosciuto come nome di cmdlet",
    "não é reconhecido como nome de cmdlet",
    "не распознано как имя командлета",
    "コマンドレット、関数、スクリプト",
    "无法将",
];

/// Those of the phrases of errors that a text holds: none in most texts, so that its lines need not be searched.
#[derive(Debug)]
pub(crate) struct Phrases(Vec<&'static str>);

impl Phrases {
    /// Searches a text.
    pub(crate) fn in_text(text: &str) -> Self {
        // Most texts are short: preparing the search for a phrase would take longer than the search.
        static PREPARED: LazyLock<Vec<(&str, Finder<'_>)>> =
            LazyLock::new(|| PHRASES.map(|phrase| (phrase, Finder::new(phrase))).into());
        let occurs = |finder: &Finder<'_>| finder.find(text.as_bytes()).is_some();
        Self(PREPARED.iter().filter(|(_, finder)| occurs(finder)).map(|(phrase, _)| *phrase).collect())
    }
}

/// Whether a line is an error by its words alone.
pub(crate) fn is_known_error(text: &str, phrases: &Phrases) -> bool {
    static MARKS: Marks = Marks::new(&[
        "ERROR: ",
        "Exception calling \"",
        "PS>TerminatingError(",
        "TerminatingError(",
        ">> TerminatingError(",
    ]);
    phrases.0.iter().any(|phrase| text.contains(phrase)) || MARKS.begin(text)
}

/// Whether a line is an entry of a log, with a time in front.
pub(crate) fn is_logged(text: &str) -> bool {
    let text = text.strip_prefix('[').unwrap_or(text);
    let shape = |pattern: &str| {
        let bytes = text.as_bytes().get(..pattern.len());
        bytes.is_some_and(|bytes| {
            bytes.iter().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'-' => b"-./".contains(byte),
                b' ' => b" T".contains(byte),
                other => *byte == other,
            })
        })
    };
    shape("0000-00-00 00:00")
}

/// `At line:1 char:1`, in any language: two numbers behind colons, the last at the end of the line.
pub(crate) fn is_position(text: &str) -> bool {
    static BEGINS: Marks = Marks::new(&[
        "At ",
        "In ",
        "Au caractère",
        "En ",
        "строка:",
        "発生場所",
        "No ",
        "所在位置",
        "위치",
        "Op regel",
        "W wierszu",
        "Vid ",
        "Ved ",
        "V řádku",
        "位於",
        "场所",
        "W ",
        "Na ",
    ]);
    let number_at_end = |text: &str| {
        let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len())
            .then_some(())
            .and_then(|()| rest.trim_end().strip_suffix([':', '：']).map(str::len))
    };
    if !BEGINS.begin(text) || text.len() > 400 {
        return false;
    }
    if text.contains(" : ") && !text.contains(" char:") && !text.contains("Ligne") {
        return false;
    }
    number_at_end(text).is_some_and(|end| {
        let rest = text.get(..end).unwrap_or_default();
        rest.contains([':', '：']) && rest.contains(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use crate::evidence::shell::{
        Phrases, is_chatter, is_command, is_known_error, is_logged, is_position, is_warning,
    };

    #[test]
    fn positions_are_known_in_several_languages() {
        for text in [
            "At line:1 char:1",
            r"At C:\Scripts\check.ps1:2070 char:43",
            "In Zeile:1 Zeichen:1",
            "Au caractère Ligne:1 : 1",
            "En línea: 1 Carácter: 1",
            "строка:1 знак:1",
            "発生場所 行:1 文字:1",
            "In riga:1 car:1",
            "所在位置 行:1 字符: 1",
        ] {
            assert!(is_position(text), "{text}");
        }
        for text in ["At last : 1", "In the end: 1", "At line 1", "Enabled : 1"] {
            assert!(!is_position(text), "{text}");
        }
    }

    #[test]
    fn messages_banners_and_logs_are_told_apart() {
        assert!(is_warning("警告: x") && is_warning("WARNING: x") && !is_warning("Warning signs"));
        assert!(is_chatter("VERBOSE: x") && is_chatter("Full list of cmdlets: Get-Command"));
        assert!(is_chatter("Working [ooooooo        ]") && !is_chatter("Values [a, b, c, d, e]"));
        assert!(is_logged("2026.01.02 12:00:00.000 *ERROR* 10277 x") && is_logged("[2026-01-02T12:00:00] x"));
        assert!(!is_logged("2026 was a year"));
        let german = "Die Benennung \"x\" wurde nicht als Name eines Cmdlet erkannt.";
        assert!(is_known_error(german, &Phrases::in_text(german)));
        assert!(is_command("$FormatEnumerationLimit = -1") && !is_command("$100 is a lot"));
    }
}
