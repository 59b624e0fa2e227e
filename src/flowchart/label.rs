//! What stands in a node or on an edge, as plain text.
//!
//! Invariant: no word is lost; what is not understood stays as it is written.
//! Deliberately absent: layout. A break is a line feed, other white space is one space.

/// Tags that only change how text looks.
const LOOKS: &[&str] = &[
    "b", "i", "u", "s", "em", "strong", "small", "big", "sub", "sup", "span", "font", "code", "div", "p",
    "center", "ul", "ol", "li", "a", "h1", "h2", "h3", "h4", "h5", "h6", "tt", "pre", "mark", "del", "ins",
    "hr", "wbr", "img",
];

/// Names of characters. Those of numbers are read as they are.
const ENTITIES: &[(&str, char)] = &[
    ("quot", '"'),
    ("apos", '\''),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("nbsp", ' '),
    ("num", '#'),
    ("colon", ':'),
    ("semi", ';'),
    ("comma", ','),
    ("period", '.'),
    ("excl", '!'),
    ("quest", '?'),
    ("percnt", '%'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("lbrack", '['),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("lcub", '{'),
    ("lbrace", '{'),
    ("rcub", '}'),
    ("rbrace", '}'),
    ("vert", '|'),
    ("verbar", '|'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("lowbar", '_'),
    ("equals", '='),
    ("plus", '+'),
    ("ast", '*'),
    ("commat", '@'),
    ("dollar", '$'),
    ("grave", '`'),
    ("Hat", '^'),
    ("copy", '©'),
    ("reg", '®'),
    ("deg", '°'),
    ("micro", 'µ'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("infin", '∞'),
    ("larr", '←'),
    ("rarr", '→'),
    ("uarr", '↑'),
    ("darr", '↓'),
    ("harr", '↔'),
    ("hearts", '♥'),
    ("check", '✓'),
    ("cross", '✗'),
    ("bull", '•'),
    ("middot", '·'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("euro", '€'),
];

/// Plain text as it stands between the signs of a shape or line.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let breaks = if text.contains(":\\") { Breaks::Path } else { Breaks::Written };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, replacement) = special(rest, breaks).unwrap_or((first.len_utf8(), None));
        match replacement {
            Some(character) => out.push(character),
            None if length == first.len_utf8() => out.push(first),
            None => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    let lines = out.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The same for a string in backquotes, whose Markdown emphasis only changes how it looks.
pub(super) fn markdown(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    let bare = lines.join("\n").replace("**", "").replace("__", "");
    let mut out = String::with_capacity(bare.len());
    let characters: Vec<char> = bare.chars().collect();
    for (index, character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(index + 1);
        let is_space = |next: Option<&char>| next.is_none_or(|next| next.is_whitespace());
        let is_letter = |next: Option<&char>| next.is_some_and(|next| next.is_alphanumeric());
        let emphasis = match character {
            '*' => !(is_space(before) && is_space(after)),
            '_' => is_letter(before) != is_letter(after),
            _ => false,
        };
        if !emphasis {
            out.push(*character);
        }
    }
    plain(&out)
}

/// A break, a tag or an entity at the beginning of `rest`: its length, and the character it stands for.
fn special(rest: &str, breaks: Breaks) -> Option<(usize, Option<char>)> {
    match rest.chars().next()? {
        '\\' if rest.starts_with("\\n") && breaks == Breaks::Written => Some((2, Some('\n'))),
        '<' => tag(rest),
        '#' | '&' => entity(rest),
        _ => None,
    }
}

/// What `\n` is in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// A break.
    Written,
    /// Part of a path such as `C:\new`.
    Path,
}

fn tag(rest: &str) -> Option<(usize, Option<char>)> {
    let length = rest.find('>')? + 1;
    let inside = rest.get(1..length - 1)?;
    if inside.starts_with(char::is_whitespace) {
        return None;
    }
    let inside = inside.trim_matches('/').trim();
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    let after = inside.get(name.len()..)?;
    if !(after.is_empty() || after.starts_with(char::is_whitespace)) {
        return None;
    }
    match name.as_str() {
        "br" | "hr" | "li" | "p" | "div" => Some((length, Some('\n'))),
        name if LOOKS.contains(&name) => Some((length, None)),
        _ => None,
    }
}

fn entity(rest: &str) -> Option<(usize, Option<char>)> {
    let end = rest.char_indices().take(12).find(|(_, c)| *c == ';')?.0;
    let name = rest.get(1..end)?;
    let digits = if rest.starts_with('&') { name.strip_prefix('#').unwrap_or_default() } else { name };
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) if rest.starts_with('&') => u32::from_str_radix(hexadecimal, 16).ok(),
        _ => digits.parse().ok(),
    };
    let character = number.and_then(char::from_u32).filter(|c| !c.is_control());
    let named = || ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    Some((end + 1, Some(character.or_else(named)?)))
}

#[cfg(test)]
mod tests {
    use super::{markdown, plain};

    #[test]
    fn breaks_tags_and_entities_are_resolved() {
        assert_eq!(plain("one<br/>two<BR >three\\nFour"), "one\ntwo\nthree\nFour");
        assert_eq!(plain("<b>bold</b> <span style='x'>text</span>"), "bold text");
        assert_eq!(plain("say #quot;x#quot; #35;1 &amp; #9829; &#39;y&#39;"), "say \"x\" #1 & ♥ 'y'");
    }

    #[test]
    fn what_is_no_markup_stays() {
        assert_eq!(plain("a < b > c, List<String>, #1; C#"), "a < b > c, List<String>, #1; C#");
        assert_eq!(plain("x &unknown; y"), "x &unknown; y");
        assert_eq!(plain("C:\\new/x"), "C:\\new/x");
    }

    #[test]
    fn emphasis_is_taken_off_markdown() {
        assert_eq!(markdown("The **cat** in\n  the *hat*"), "The cat in\nthe hat");
        assert_eq!(markdown("snake_case and 2 * 3"), "snake_case and 2 * 3");
    }
}
