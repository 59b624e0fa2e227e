//! 100,000 hostile values for each shell: none of them leaves its argument.
//!
//! What the oracles know: POSIX quoting is judged by `bash` and `dash` themselves. PowerShell is judged twice: its
//! grammar (tree-sitter) says that a line keeps the shape it has with a harmless value, but that grammar knows only `'`
//! as a single quote; the four typographic ones are judged by a tokenizer of our own, written after PowerShell's
//! `CharTraits.IsSingleQuote` and `ScanStringLiteral`. The command prompt has no quoting, so there an allow-list counts.

use std::collections::BTreeMap;
use triagebook::command::{fill, quote};
use triagebook::model::{FactName, Placeholder, Shell, Template};
use triagebook::source::{FileId, Span, Spanned};

const COUNT: u64 = 100_000;

/// What values are put together from: quotes and dashes of every kind, what shells act on, and plain letters between.
const PIECES: [&str; 84] = [
    "'",
    "''",
    "\u{2018}",
    "\u{2019}",
    "\u{201a}",
    "\u{201b}",
    "\u{2018}\u{2019}",
    "'\u{2019}",
    "\u{ff07}",
    "\u{2bc}",
    "\u{2032}",
    "\"",
    "\u{201c}",
    "\u{201d}",
    "\u{201e}",
    "-",
    "--",
    "--%",
    "\u{2013}",
    "\u{2014}",
    "\u{2015}",
    "$",
    "$(whoami)",
    "$env:PATH",
    "${IFS}",
    "$'\\n'",
    "`",
    "`n",
    "`'",
    "`whoami`",
    "\\",
    "\\'",
    "\\\\",
    "'\\''",
    "(",
    ")",
    "{",
    "}",
    "{{ x }}",
    "[",
    "]",
    ";",
    "; rm -rf /",
    "&",
    "&&calc",
    "|",
    "||",
    "| iex",
    "<",
    ">",
    ">>",
    "<#",
    "#>",
    "#",
    "@",
    "@'",
    "'@",
    "@(",
    "%",
    "%PATH%",
    "!",
    "!x!",
    "^",
    "^&",
    "*",
    "?",
    "~",
    "=",
    "+",
    ",",
    ":",
    "/",
    "/c",
    ".",
    "..",
    " ",
    "  ",
    "a",
    "Olaf",
    "contoso.com",
    "\u{e9}",
    "\u{df}\u{5d0}\u{4e2d}",
    "\u{1f600}",
    "0",
];

/// What no line of a command may hold.
const FORBIDDEN: [char; 12] = [
    '\0', '\n', '\r', '\t', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{200b}', '\u{2028}', '\u{2029}',
    '\u{202e}',
];

/// The values: the same in every run.
fn values() -> impl Iterator<Item = String> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).expect("31 bits fit") % below
    };
    (0..COUNT).map(move |_| {
        let length = 1 + next(7);
        let mut value: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
        if next(20) == 0 {
            value.push(FORBIDDEN[next(FORBIDDEN.len())]);
            value.push_str(PIECES[next(PIECES.len())]);
        }
        value
    })
}

/// The values that a shell takes, with their quoting. Checks that the forbidden ones are not among them, and that the
/// rest is enough to mean something.
fn taken(shell: Shell, least: usize) -> Vec<(String, String)> {
    let taken: Vec<(String, String)> = values()
        .filter_map(|value| {
            let quoted = quote(shell, &value).ok()?;
            assert!(!value.contains(FORBIDDEN), "{value:?} was taken");
            assert!(!quoted.contains(FORBIDDEN), "{quoted:?}");
            Some((value, quoted))
        })
        .collect();
    assert!(taken.len() >= least, "only {} values were taken", taken.len());
    taken
}

/// `Get-Thing -Name {{ name }} -First 1 | Format-List`, filled as a session fills it.
fn powershell_line(value: &str) -> Option<String> {
    let span = Span::new(FileId(0), 0, 0);
    let text = "Get-Thing -Name {{ name }} -First 1 | Format-List".to_owned();
    let range = text.find("{{").expect("a placeholder")..text.find("}}").expect("its end") + 2;
    let name = Spanned::new(FactName::from("name"), span);
    let template =
        Template { text: Spanned::new(text, span), placeholders: vec![Placeholder { name, range }] };
    let facts = BTreeMap::from([(FactName::from("name"), value.to_owned())]);
    let filled = fill(&template, Shell::Powershell, &facts);
    filled.is_complete().then_some(filled.text)
}

/// Reads a single-quoted literal as PowerShell's tokenizer does: any of five characters opens and closes it, two of them
/// in a row stand for the first. Returns the value and what stands behind the literal.
fn read_powershell_literal(text: &str) -> Option<(String, &str)> {
    let is_quote = |c: char| ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'].contains(&c);
    let mut rest = text.chars();
    rest.next().filter(|c| is_quote(*c))?;
    let mut value = String::new();
    loop {
        let character = rest.next()?;
        if is_quote(character) {
            let behind = rest.as_str();
            if !rest.next().is_some_and(is_quote) {
                return Some((value, behind));
            }
        }
        value.push(character);
    }
}

#[test]
fn the_tokenizer_of_powershell_knows_all_five_quotes() {
    assert_eq!(read_powershell_literal("'a''b' c"), Some(("a'b".to_owned(), " c")));
    assert_eq!(read_powershell_literal("'a\u{2019};b'"), Some(("a".to_owned(), ";b'")));
    assert_eq!(read_powershell_literal("\u{2018}a\u{201b}\u{201a}b'"), Some(("a\u{201b}b".to_owned(), "")));
    assert_eq!(read_powershell_literal("'a"), None);
    assert_eq!(read_powershell_literal("a'"), None);
}

#[test]
fn powershell_reads_every_value_back_and_the_line_goes_on_behind_it() {
    for (value, _) in taken(Shell::Powershell, 60_000) {
        let line = powershell_line(&value).expect("a value that can be quoted can be filled in");
        let literal = line.strip_prefix("Get-Thing -Name ").expect("the command stays in front");
        assert_eq!(read_powershell_literal(literal), Some((value, " -First 1 | Format-List")), "{line}");
    }
}

#[test]
fn no_value_changes_the_shape_of_a_powershell_line() {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).expect("the grammar fits the library");
    let mut shapes = |script: &str| -> Vec<String> {
        let tree = parser.parse(script, None).expect("nothing limits the parser");
        let list = tree.root_node().named_child(0).expect("the script has a list of statements");
        assert_eq!(list.kind(), "statement_list", "{script}");
        let mut cursor = list.walk();
        list.named_children(&mut cursor).map(|statement| statement.to_sexp()).collect()
    };
    let harmless = powershell_line("Olaf").expect("a harmless value");
    let wanted = shapes(&format!("{harmless}\n"));
    assert!(!wanted[0].contains("ERROR"), "{wanted:?}");

    let lines: Vec<String> =
        taken(Shell::Powershell, 60_000).iter().filter_map(|(value, _)| powershell_line(value)).collect();
    for batch in lines.chunks(1000) {
        let found = shapes(&(batch.join("\n") + "\n"));
        let odd = batch.iter().zip(&found).find(|(_, shape)| **shape != wanted[0]);
        assert_eq!(odd, None, "this line has another shape");
        assert_eq!(found.len(), batch.len());
    }
}

#[cfg(unix)]
#[test]
fn posix_shells_read_every_value_back() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let taken = taken(Shell::Posix, 80_000);
    // Each value stands between two words, as the whole argument of a command.
    let script: Vec<String> =
        taken.iter().map(|(_, quoted)| format!("printf '%s\\0' before {quoted} after\n")).collect();
    let script = script.concat();
    let mut wanted = Vec::new();
    for (value, _) in &taken {
        wanted.extend_from_slice(format!("before\0{value}\0after\0").as_bytes());
    }
    for shell in ["bash", "dash"] {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        file.write_all(script.as_bytes()).expect("the script is written");
        let output = Command::new(shell)
            .arg(file.path())
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("{shell} is needed for this test: {error}"));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{shell}");
        let same = output.stdout.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        let around = |bytes: &[u8]| {
            let end = bytes.len().min(same + 40);
            String::from_utf8_lossy(&bytes[same.saturating_sub(40)..end]).into_owned()
        };
        assert!(
            output.stdout == wanted,
            "{shell} read {:?}, not {:?}",
            around(&output.stdout),
            around(&wanted)
        );
    }
}

#[test]
fn the_command_prompt_gets_nothing_that_it_acts_on() {
    // Nearly all values hold something that cmd acts on; what is left must be plain.
    for (value, quoted) in taken(Shell::Cmd, 1_000) {
        assert_eq!(value, quoted);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._@:/\\-".contains(&byte);
        assert!(value.bytes().all(plain), "{value}");
        let number = value.strip_prefix('-').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        assert!(!value.starts_with('/') && (!value.starts_with('-') || number), "{value}");
    }
}
