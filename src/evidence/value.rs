//! A property from the pieces of its value: joining wrapped lines, taking lists apart, doubting.
//!
//! Invariant: the value holds the pieces and nothing else. Where the white space at a break cannot be known, or a
//! line may not belong here, the property says so.
//! Deliberately absent: types. A value stays the text that was printed; comparing knows the types.

use crate::evidence::line::{Line, glued_pairs};
use crate::evidence::{Doubt, DoubtKind, Items, Lines, Property};
use unicode_width::UnicodeWidthStr as _;

/// The narrowest line that a console still wraps: 80 columns but the last. In a shorter line a break was printed.
const NARROWEST: usize = 79;

/// One line's part of a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// Its text.
    pub(crate) text: &'a str,
    /// Index of its line.
    pub(crate) line: usize,
    /// How it came to the piece before it.
    pub(crate) joint: Joint,
}

/// How a line was found to go on with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// It is the first.
    Start,
    /// It is indented as deep as the value.
    Indented,
    /// It is not, but stands between two lines of the object.
    Unindented,
}

/// Builds a property. `width` is the widest line of its object; `after` is a line of plain text right behind the object,
/// if this is its last property.
pub(crate) fn property(
    name: &str,
    pieces: &[Piece<'_>],
    lines: &[Line<'_>],
    width: usize,
    after: Option<usize>,
) -> Property {
    let number = |piece: Option<&Piece<'_>>| {
        piece.and_then(|piece| lines.get(piece.line)).map_or(1, |line| line.number)
    };
    let place = Lines::new(number(pieces.first()), number(pieces.last()));
    let mut doubts = Vec::new();
    let mut doubt = |kind: DoubtKind, text: String, lines: Lines| {
        if !doubts.iter().any(|doubt: &Doubt| doubt.kind == kind) {
            doubts.push(Doubt { kind, text, lines: Some(lines) });
        }
    };

    let mut value = String::new();
    for piece in pieces {
        let here = Lines::one(number(Some(piece)));
        match (piece.joint, break_between(&value, piece, lines, width)) {
            (Joint::Start, _) => {}
            (_, Break::Space) => value.push(' '),
            (_, Break::Nothing) => {}
            (_, Break::Unsure) => {
                value.push(' ');
                doubt(
                    DoubtKind::Wrapped,
                    format!("The value of `{name}` is wrapped at {here}; it may have no space there"),
                    place,
                );
            }
            (_, Break::Line) => {
                value.push('\n');
                doubt(
                    DoubtKind::Loose,
                    format!("The text at {here} may or may not belong to `{name}`"),
                    place,
                );
            }
        }
        value.push_str(piece.text);
    }
    let value = value.trim().to_owned();

    if let Some(next) = after.and_then(|at| lines.get(at)) {
        let widths = lines.get(pieces.last().map_or(0, |piece| piece.line)).map_or(0, Line::width);
        if value.is_empty() || widths + 1 + first_word(next.text) >= NARROWEST.max(width) {
            let text = format!("The text at line {} may go on with the value of `{name}`", next.number);
            doubt(DoubtKind::Loose, text, Lines::one(next.number));
        }
    }
    if glued_pairs(&value) > 0 {
        doubt(DoubtKind::Glued, format!("The value of `{name}` seems to hold further properties"), place);
    }
    if value.contains(char::REPLACEMENT_CHARACTER) || is_marked_up(&value) {
        doubt(
            DoubtKind::Garbled,
            format!("The value of `{name}` holds marks of a web page or unreadable characters"),
            place,
        );
    }
    if value.contains("***") {
        doubt(DoubtKind::Masked, format!("The value of `{name}` was masked"), place);
    }
    let items = items(&value);
    if items.as_ref().is_some_and(|items| !items.complete) || (items.is_none() && ends_in_ellipsis(&value)) {
        doubt(DoubtKind::Cut, format!("The value of `{name}` is cut off"), place);
    }
    Property { name: name.to_owned(), value, items, doubts, lines: place }
}

/// What stood at a break between two lines.
enum Break {
    Space,
    Nothing,
    /// A space or nothing.
    Unsure,
    /// The end of a line of the value itself.
    Line,
}

fn break_between(before: &str, piece: &Piece<'_>, lines: &[Line<'_>], width: usize) -> Break {
    let above = piece.line.checked_sub(1).and_then(|_| lines.get(..piece.line)).unwrap_or_default();
    let above = above.iter().rev().find(|line| !line.text.is_empty()).map_or(0, Line::width);
    let list = before.trim_start().starts_with('{') && before.ends_with(',');
    if list && piece.joint == Joint::Indented {
        return Break::Space;
    }
    // A console breaks a line only where the next word does not fit.
    let wrapped = above + 1 + first_word(piece.text) >= NARROWEST.max(width);
    if !wrapped || piece.joint == Joint::Unindented || before.is_empty() {
        return if before.is_empty() && piece.joint == Joint::Indented { Break::Space } else { Break::Line };
    }
    let address = before.starts_with("https://") || before.starts_with("http://");
    if above < width {
        // The line was not full, so the word itself was not broken.
        Break::Space
    } else if address && !before.contains(' ') && !piece.text.contains(' ') {
        Break::Nothing
    } else {
        Break::Unsure
    }
}

fn first_word(text: &str) -> usize {
    text.split_whitespace().next().unwrap_or_default().width()
}

/// The elements of `{a, b}`; none if the value is no list.
pub(crate) fn items(value: &str) -> Option<Items> {
    let inner = value.strip_prefix('{')?;
    let (inner, closed) = match inner.strip_suffix('}') {
        Some(inner) => (inner.trim(), true),
        None => (inner.trim(), false),
    };
    let shown = inner.trim_end_matches(['.', '…']);
    let ellipsis = ends_in_ellipsis(inner);
    let inner = if ellipsis { shown.trim_end().trim_end_matches(',') } else { inner };
    let mut values: Vec<String> = inner
        .split(", ")
        .flat_map(|item| item.split(",\n"))
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect();
    if !closed && !ellipsis {
        // The last element may be half of itself.
        values.pop();
    }
    Some(Items { values, complete: closed && !ellipsis })
}

fn ends_in_ellipsis(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

fn is_marked_up(value: &str) -> bool {
    const MARKS: [&str; 9] = ["&#", "&amp;", "&lt;", "&gt;", "&quot;", "<br", "<span", "</", "<code"];
    MARKS.iter().any(|mark| value.contains(mark))
        || (value.len() > 1 && value.starts_with('`') && value.ends_with('`'))
}

#[cfg(test)]
mod tests {
    use crate::evidence::value::items;

    fn elements(value: &str) -> Option<(Vec<String>, bool)> {
        items(value).map(|items| (items.values, items.complete))
    }

    fn some(values: &[&str], complete: bool) -> Option<(Vec<String>, bool)> {
        Some((values.iter().map(|value| (*value).to_owned()).collect(), complete))
    }

    #[test]
    fn lists_are_taken_apart_and_cut_ones_say_so() {
        assert_eq!(
            elements("{contoso.com, mail.contoso.com}"),
            some(&["contoso.com", "mail.contoso.com"], true)
        );
        assert_eq!(elements("{}"), some(&[], true));
        assert_eq!(elements("{Basic, Ntlm...}"), some(&["Basic", "Ntlm"], false));
        assert_eq!(elements("{Basic, Ntlm…}"), some(&["Basic", "Ntlm"], false));
        assert_eq!(elements("{ contoso.com, … }"), some(&["contoso.com"], false));
        assert_eq!(elements("{contoso.com, mail.con"), some(&["contoso.com"], false));
        assert_eq!(elements("IIS, SMTP"), None);
    }
}
