//! A name, a colon and a value on one line.
//!
//! Invariant: name and value are parts of the line. A time, a path, a web address or an error code is no name.
//! Deliberately absent: whether the pair is a property; that depends on the lines around it (`layout`, `list`).

use crate::evidence::shell::is_cmdlet;
use unicode_width::UnicodeWidthStr as _;

/// Longest name of a property, in bytes.
pub(crate) const LONGEST_NAME: usize = 80;

/// The colon that input methods of East Asia write.
const WIDE_COLON: &str = "：";

/// A name, a colon, and perhaps a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// Column of the colon, in columns from the line's first.
    pub(crate) colon: usize,
    /// Columns from the beginning of the name to the colon: equal for all properties of one `Format-List` object.
    pub(crate) reach: usize,
    /// White space between the name and the colon, in columns.
    pub(crate) padding: usize,
    /// What follows the colon.
    pub(crate) value: &'a str,
}

impl Pair<'_> {
    /// Whether the name is of several words.
    pub(crate) fn is_wordy(&self) -> bool {
        self.name.contains(' ')
    }

    /// Whether the name is one word as properties have: `OriginatingServer`, no word of a sentence.
    pub(crate) fn is_named_like_a_property(&self) -> bool {
        self.name.starts_with(|c: char| c.is_uppercase()) && self.name.chars().all(char::is_alphanumeric)
    }
}

/// Takes a line apart; `indent` is the number of columns in front of it.
pub(crate) fn pair(text: &str, indent: usize) -> Option<Pair<'_>> {
    let (text, indent) = unmarked(text, indent);
    let colon = colon(text)?;
    let (before, after) = (text.get(..colon)?, text.get(colon..)?);
    let after = after.strip_prefix(WIDE_COLON).or_else(|| after.strip_prefix(':'))?;
    let trimmed = before.trim_end();
    // `IPv4 Address. . . . . :` and `**Name**:`.
    let name = trimmed.trim_end_matches(['.', ' ', '*']);
    let after =
        if text.get(..colon)?.contains("**") { after } else { after.strip_prefix("**").unwrap_or(after) };
    // White space that holds a tab was changed on the way, so that no column is left.
    let reach = if before.contains('\t') { columns(trimmed) + 1 } else { columns(before) };
    let padding = reach - columns(trimmed);
    let plausible = name.chars().next().is_some_and(char::is_alphabetic) && name.len() <= LONGEST_NAME;
    if !plausible || !(is_cmdlet(name) || is_name(name, padding, after)) {
        return None;
    }
    Some(Pair { name, colon: indent + reach, reach, padding, value: after.trim_start() })
}

/// A line without the marks of lists and headers in front of it: `- `, `**`, `* **`, and `< ` as `curl -v` has it.
fn unmarked(text: &str, indent: usize) -> (&str, usize) {
    if let Some(rest) = behind_symbol(text) {
        return (rest, indent + columns(text.get(..text.len() - rest.len()).unwrap_or_default()));
    }
    let marks = ["**", "- ", "* ", "• ", "< "];
    let Some(inner) = marks.iter().find_map(|mark| text.strip_prefix(mark)) else { return (text, indent) };
    let rest = inner.strip_prefix("**").filter(|_| !text.starts_with("**")).unwrap_or(inner);
    if rest.starts_with(char::is_alphabetic) {
        (rest, indent + text.len() - rest.len())
    } else {
        (text, indent)
    }
}

/// A line behind a symbol that a chat or a list put in front of it: `✅ Enabled : True`. Lines of boxes are no symbols.
fn behind_symbol(text: &str) -> Option<&str> {
    if text.is_ascii() || text.starts_with(|c: char| c.is_ascii() || c.is_alphanumeric()) {
        return None;
    }
    let (symbol, rest) = text.split_once(' ')?;
    let one = symbol.trim_end_matches('\u{fe0f}').chars().nth(1).is_none();
    // What follows dots may be the end of a name.
    let drawn = symbol.starts_with(|c: char| c == '…' || ('\u{2500}'..='\u{257f}').contains(&c));
    (one && !drawn && rest.starts_with(char::is_alphabetic)).then_some(rest)
}

/// Where the colon stands that ends the name.
fn colon(text: &str) -> Option<usize> {
    let head = text.as_bytes().get(..text.len().min(LONGEST_NAME + 120))?;
    let narrow = head.iter().position(|byte| *byte == b':');
    if let Some(wide) = wide_colon(head, narrow) {
        return Some(wide);
    }
    let first = narrow?;
    if head.get(first.checked_sub(1)?).is_some_and(u8::is_ascii_whitespace) {
        return Some(first);
    }
    // `IP:port                 : 0.0.0.0:443`: a name is padded, a value is not.
    let padded = head.windows(3).position(|window| window == b"  :").map(|at| at + 2);
    let name_only = |at: &usize| {
        let name = text.get(..*at).map_or("", str::trim_end);
        !name.contains([' ', '\t']) && name.starts_with(|c: char| c.is_uppercase())
    };
    padded.filter(name_only).or(Some(first))
}

/// Where the colon of East Asian typewriting stands that ends the name, in front of any other colon.
fn wide_colon(head: &[u8], narrow: Option<usize>) -> Option<usize> {
    let mark = WIDE_COLON.as_bytes();
    // Of other scripts, a name before such a colon is a heading as likely as a property.
    if head.is_ascii() || !head.first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let wide = head.windows(mark.len()).position(|window| window == mark)?;
    narrow.is_none_or(|narrow| wide < narrow).then_some(wide)
}

/// Whether a text can be a name: a few words; in front of a colon without a space not everything that may stand there.
fn is_name(name: &str, padding: usize, after: &str) -> bool {
    if name.contains("  ") || name.contains('\t') {
        return false;
    }
    let marks = if padding > 0 { "_ .-()#/&:'" } else { "_ -()#/&'" };
    if !name.chars().all(|c| c.is_alphanumeric() || marks.contains(c)) {
        return false;
    }
    if padding > 0 {
        return true;
    }
    // `https://…`, `C:\…`, `Module::Name`, and error codes such as `AADSTS901124: …`.
    let code = name.bytes().rev().take_while(u8::is_ascii_digit).count() >= 3;
    let single = name.chars().nth(1).is_none();
    let path = !name.contains(' ') && name.contains(['/', '(', '#']);
    let address = after.starts_with(['/', '\\', ':']);
    !(code || single || path || address || is_namespace(name, after) || is_of_prose(name))
}

/// Whether a word is the namespace in front of a name of XML, as the faults of web services write it in the middle of text:
/// `wst:FailedAuthentication`, `soap:Client`, `xmlns:wst="…"`. It touches the name, which is one of several words or whose
/// namespace is known.
fn is_namespace(word: &str, after: &str) -> bool {
    const KNOWN: [&str; 18] = [
        "xml", "xmlns", "xsi", "xsd", "soap", "soap12", "soapenv", "env", "wst", "wsse", "wsu", "wsa", "wsp",
        "wsx", "psf", "saml", "saml2", "samlp",
    ];
    let is_prefix = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let name = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
    let name = after.as_bytes().get(..name).unwrap_or_default();
    let of_words = name.first().is_some_and(u8::is_ascii_uppercase)
        && name.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    is_prefix && name.first().is_some_and(u8::is_ascii_alphabetic) && (of_words || KNOWN.contains(&word))
}

/// Words before a colon that begin a remark, and the steps that some commands print.
fn is_of_prose(name: &str) -> bool {
    const REMARKS: [&str; 32] = [
        "RESULT",
        "LAST STEP",
        "NOTE",
        "NOTES",
        "TIP",
        "HINT",
        "WARNING",
        "ERROR",
        "ERRORS",
        "FAILED",
        "EDIT",
        "UPDATE",
        "UPDATED",
        "QUESTION",
        "ANSWER",
        "ANSWERED",
        "HI",
        "HELLO",
        "THANKS",
        "REGARDS",
        "FYI",
        "PS",
        "TODO",
        "EXAMPLE",
        "IMPORTANT",
        "SOLUTION",
        "PROBLEM",
        "INFO",
        "FATAL",
        "VERBOSE",
        "DEBUG",
        "INFORMATION",
    ];
    let words = name.split(' ').count();
    let step = name.get(..4).is_some_and(|step| step.eq_ignore_ascii_case("step"));
    words > 7 || REMARKS.iter().any(|remark| name.eq_ignore_ascii_case(remark)) || (step && name.len() < 14)
}

/// The columns a text takes, where a tab goes to the next multiple of eight.
pub(crate) fn columns(text: &str) -> usize {
    if !text.contains('\t') {
        return if text.is_ascii() { text.len() } else { text.width() };
    }
    text.split_inclusive('\t').fold(0, |column, part| match part.strip_suffix('\t') {
        Some(part) => (column + part.width()) / 8 * 8 + 8,
        None => column + part.width(),
    })
}

#[cfg(test)]
mod tests {
    use crate::evidence::pair::{columns, pair};

    fn parts(text: &str) -> Option<(&str, &str)> {
        pair(text, 0).map(|pair| (pair.name, pair.value))
    }

    #[test]
    fn pairs_have_a_name_and_a_colon() {
        let found = pair("Enabled              : True", 2).expect("a pair");
        assert_eq!(
            (found.name, found.value, found.colon, found.reach, found.padding),
            ("Enabled", "True", 23, 21, 14)
        );
        assert_eq!(parts("Realm :"), Some(("Realm", "")));
        assert_eq!(parts("Type:Error"), Some(("Type", "Error")));
        assert_eq!(parts("server:Microsoft-IIS/10.0"), Some(("server", "Microsoft-IIS/10.0")));
        assert_eq!(parts("xml: yes"), Some(("xml", "yes")));
        assert_eq!(parts("Certificate has expired: False"), Some(("Certificate has expired", "False")));
        assert_eq!(parts("Message-ID: <1@contoso.com>"), Some(("Message-ID", "<1@contoso.com>")));
    }

    #[test]
    fn names_of_other_tools_are_read_in_full() {
        assert_eq!(parts("IP:port                 : 0.0.0.0:443"), Some(("IP:port", "0.0.0.0:443")));
        assert_eq!(parts("IPv4 Address. . . . . : 10.0.0.1"), Some(("IPv4 Address", "10.0.0.1")));
        assert_eq!(parts("Proxy Server(s) :  proxy:8080"), Some(("Proxy Server(s)", "proxy:8080")));
        assert_eq!(parts("**Status:** Error"), Some(("Status", "Error")));
        assert_eq!(parts("**Status**: Error"), Some(("Status", "Error")));
        assert_eq!(parts("- Status: Error"), Some(("Status", "Error")));
        assert_eq!(parts("* **Status**: Error"), Some(("Status", "Error")));
        assert_eq!(parts("✅ Enabled : True"), Some(("Enabled", "True")));
        assert_eq!(parts("➤ Name : A"), Some(("Name", "A")));
        assert_eq!(parts("│ Name : A │"), None);
        assert_eq!(parts("… Enabled : True"), None);
        assert_eq!(parts("< WWW-Authenticate: Negotiate"), Some(("WWW-Authenticate", "Negotiate")));
    }

    #[test]
    fn a_wide_colon_ends_a_name_as_well() {
        assert_eq!(parts("Enabled：False"), Some(("Enabled", "False")));
        assert_eq!(parts("Enabled    ： False"), Some(("Enabled", "False")));
        assert_eq!(parts("Url : https：//contoso.com"), Some(("Url", "https：//contoso.com")));
        assert_eq!(parts("出力例：x"), None);
    }

    #[test]
    fn addresses_times_codes_and_remarks_are_no_pairs() {
        for text in [
            "https://contoso.com",
            "12:30 is the time",
            r"D:\Logs is full",
            "Foo::Bar",
            "\"Enabled\": true",
            "AADSTS901124: no such application",
            "System.Net.WebException: The remote server returned an error",
            "RESULT: Success.",
            "STEP 1 of 6: Getting the user",
            "Note: this is long",
            "wst:FailedAuthentication. AADSTS901124: Application 'a' does not exist.",
            "soap:Client",
            "xmlns:wst=\"http://schemas.xmlsoap.org/ws/2005/02/trust\"",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        assert_eq!(columns("Name\t\t"), 16);
        assert_eq!(columns("a b"), 3);
    }
}
