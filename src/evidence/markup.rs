//! Marks of web pages in a text: entities become characters, tags go, breaks become lines of their own.
//!
//! Invariant: the text keeps its lines. A break inside a line becomes [`BREAK`]; a part of a line in which more than
//! white space was changed begins with [`MARK`], so that its values can be doubted.
//! Deliberately absent: Markdown (`line`), and pages as pages. Only what stays behind in a copied text is known here.

use std::borrow::Cow;

/// Where one line of the text holds several; no cleaned text has this character.
pub(crate) const BREAK: char = '\u{b}';

/// The first character of a part that was changed; no cleaned text has it either.
pub(crate) const MARK: char = '\u{1}';

/// The longest entity and the longest tag that are looked for, in bytes.
const LONGEST_ENTITY: usize = 10;
const LONGEST_TAG: usize = 400;

/// The longest row of quotation marks in front of a line, in bytes.
const MOST_QUOTES: usize = 64;

/// A cleaned text without marks of web pages.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<']) {
        return Cow::Borrowed(text);
    }
    let mut plain = Plain { out: String::with_capacity(text.len() + 16), part: 0, marked: false, cell: None };
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '\n']) {
        let (before, from) = rest.split_at(at);
        plain.out.push_str(before);
        let taken = match from.as_bytes().first() {
            Some(b'&') => plain.entity(from),
            Some(b'<') => plain.tag(from),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            plain.out.extend(from.chars().next());
            if from.starts_with('\n') {
                plain.end_part();
            }
            1
        });
        rest = from.get(taken..).unwrap_or_default();
    }
    plain.out.push_str(rest);
    plain.end_part();
    Cow::Owned(plain.out)
}

struct Plain {
    out: String,
    /// Where the open part begins in `out`.
    part: usize,
    /// Whether more than white space was changed in it.
    marked: bool,
    /// Where the last cell of a table's row begins in it.
    cell: Option<usize>,
}

impl Plain {
    fn end_part(&mut self) {
        if std::mem::take(&mut self.marked) {
            self.out.insert(self.part, MARK);
        }
        self.part = self.out.len();
        self.cell = None;
    }

    /// Decodes the entity that `from` begins with; returns its length.
    fn entity(&mut self, from: &str) -> Option<usize> {
        let end = from.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')?;
        let character = match from.get(1..end)? {
            "nbsp" => ' ',
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            name => {
                let digits = name.strip_prefix('#')?;
                let number = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                char::from_u32(number.ok()?).filter(|c| !c.is_control())?
            }
        };
        let quote = character == '>' && self.is_at_start();
        if character.is_whitespace() {
            self.out.push(' ');
        } else {
            self.marked |= !quote;
            self.out.push(character);
        }
        Some(end + 1)
    }

    /// Drops the tag that `from` begins with, if it is one that pages are made of; returns its length.
    fn tag(&mut self, from: &str) -> Option<usize> {
        const BREAKS: [&str; 9] = ["br", "p", "div", "li", "tr", "ul", "ol", "table", "blockquote"];
        const CELLS: [&str; 2] = ["td", "th"];
        const OTHERS: [&str; 18] = [
            "span", "font", "code", "pre", "strong", "em", "a", "tbody", "thead", "colgroup", "col", "html",
            "body", "head", "h1", "h2", "h3", "b",
        ];
        let inner = from.get(1..)?;
        let name = inner.strip_prefix('/').unwrap_or(inner);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = name.split_at_checked(length)?;
        if !after.starts_with(['>', ' ', '/']) {
            return None;
        }
        let is_one_of = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        let breaks = is_one_of(&BREAKS);
        if !breaks && !is_one_of(&OTHERS) && !is_one_of(&CELLS) {
            return None;
        }
        let end = from.bytes().take(LONGEST_TAG).take_while(|byte| *byte != b'\n').position(|b| b == b'>')?;
        let behind = from.get(end + 1..).unwrap_or_default();
        if breaks {
            self.end_part();
            self.out.push(BREAK);
            self.part = self.out.len();
        } else if is_one_of(&CELLS) {
            match (inner.starts_with('/'), self.cell) {
                (true, Some(cell)) => self.end_cell(cell),
                (true, None) => {}
                (false, open) => self.begin_cell(open),
            }
        } else {
            // What encloses a whole line changes no value in it.
            let closes = inner.starts_with('/') && (behind.is_empty() || behind.starts_with(['<', '\n']));
            self.marked |= !closes && !self.is_blank();
        }
        Some(end + 1)
    }

    /// The cells of a row stand side by side as in a sheet.
    fn begin_cell(&mut self, before: Option<usize>) {
        if before.is_some() {
            self.out.push('\t');
        }
        self.cell = Some(self.out.len());
    }

    /// A cell without text keeps its place.
    fn end_cell(&mut self, cell: usize) {
        if self.out.get(cell..).is_some_and(|text| text.trim().is_empty()) {
            self.out.push_str("\"\"");
        }
    }

    /// Whether nothing stands in the open part so far.
    fn is_blank(&self) -> bool {
        let part = self.out.get(self.part..).unwrap_or_default();
        part.len() < MOST_QUOTES && part.bytes().all(|byte| byte == b' ')
    }

    /// Whether nothing but quotation marks and white space stands in the open part so far.
    fn is_at_start(&self) -> bool {
        let part = self.out.get(self.part..).unwrap_or_default();
        part.len() < MOST_QUOTES && part.bytes().all(|byte| byte == b'>' || byte == b' ')
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::markup::plain;

    #[test]
    fn entities_and_tags_go_and_changed_parts_are_marked() {
        assert_eq!(
            plain("Url : https&#58;//contoso.com\nName : x"),
            "\u{1}Url : https://contoso.com\nName : x"
        );
        assert_eq!(plain("Domains : <span style=\"color:red\">{a}</span>"), "\u{1}Domains : {a}");
        assert_eq!(plain("Tls : &lt;I&gt;CN=a"), "\u{1}Tls : <I>CN=a");
    }

    #[test]
    fn what_encloses_a_whole_line_changes_no_value() {
        assert_eq!(plain("<span class=\"x\">Name : a</span>\n"), "Name : a\n");
        assert_eq!(plain("<div><code>Name : a</code></div>"), "\u{b}Name : a\u{b}");
        assert_eq!(plain("<b>Name</b> : a"), "\u{1}Name : a");
    }

    #[test]
    fn cells_stand_side_by_side() {
        let row = "<tr><th>Name</th><th>Enabled</th></tr>\n<tr><td>A</td><td></td></tr>";
        assert_eq!(plain(row), "\u{b}Name\tEnabled\u{b}\n\u{b}A\t\"\"\u{b}");
    }

    #[test]
    fn breaks_and_hard_spaces_change_no_value() {
        assert_eq!(plain("Name&nbsp;: x<br/>Enabled : True<BR>"), "Name : x\u{b}Enabled : True\u{b}");
        assert_eq!(plain("&gt; &gt; Name : x"), "> > Name : x");
    }

    #[test]
    fn what_is_no_mark_of_a_page_stays() {
        for text in
            ["<I>CN=Contoso CA<S>CN=mail", "a < b & c", "<GUID>", "&unknown;", "&#xffffffff;", "<a\n>", "<p"]
        {
            assert_eq!(plain(text), text);
        }
    }
}
