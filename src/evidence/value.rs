//! A property from the pieces of its value: joining wrapped lines, taking lists apart, doubting.
//!
//! Invariant: the value holds the pieces and nothing else. Where the white space at a break cannot be known, or a
//! line may not belong here, the property says so.
//! Deliberately absent: types. A value stays the text that was printed; comparing knows the types.

use crate::evidence::enumeration;
use crate::evidence::glued::holds_pairs;
use crate::evidence::items::{ends_in_ellipsis, has_open_bracket, items};
use crate::evidence::line::{Form, Line, Origin};
use crate::evidence::mask::is_masked;
use crate::evidence::scene::NARROWEST;
use crate::evidence::unfinished::is_unfinished;
use crate::evidence::{Doubt, DoubtKind, Lines, Property};
use unicode_width::UnicodeWidthStr as _;

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

/// The lines around a property that is being built.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    /// All lines of the text.
    pub(crate) lines: &'a [Line<'a>],
    /// The widest line of the property's object, in columns.
    pub(crate) width: usize,
    /// A line of plain text right behind the object, if this is its last property.
    pub(crate) after: Option<&'a Line<'a>>,
}

impl Around<'_> {
    fn number(&self, piece: Option<&Piece<'_>>) -> usize {
        piece.and_then(|piece| self.lines.get(piece.line)).map_or(1, |line| line.number)
    }

    fn origin(&self, piece: &Piece<'_>) -> Option<Origin> {
        self.lines.get(piece.line).map(|line| line.origin)
    }

    /// Whether nothing stands behind these pieces.
    fn is_end(&self, pieces: &[Piece<'_>]) -> bool {
        let behind = pieces.last().and_then(|piece| self.lines.get(piece.line + 1..)).unwrap_or_default();
        behind.iter().all(|line| matches!(line.form, Form::Blank | Form::Frame))
    }

    /// Whether the text begins or ends in the middle of a value of these pieces.
    fn cuts(&self, name: &str, value: &str, pieces: &[Piece<'_>]) -> bool {
        let half = enumeration::is_half_a_switch(value);
        let headless = ["...", "…"].iter().any(|dots| value.starts_with(dots));
        let may_stop = || {
            is_unfinished(name, value)
                || !enumeration::is_whole(value) && !value.ends_with('}') && self.is_asked_for_more(name)
        };
        headless
            || (half || has_open_bracket(value)) && self.is_end(pieces)
            || self.is_last(pieces) && may_stop()
    }

    /// Whether the command above names other properties behind this one, so that the output stops too early.
    fn is_asked_for_more(&self, name: &str) -> bool {
        let above = self.lines.iter().rev().skip_while(|line| line.form != Form::Command);
        above.take_while(|line| line.form == Form::Command).any(|line| {
            line.text.match_indices(name).any(|(at, _)| {
                let begins = line.text.get(..at).is_some_and(|before| before.ends_with([' ', ',']));
                let behind = line.text.get(at + name.len()..).unwrap_or_default().trim_start();
                begins && behind.starts_with(',')
            })
        })
    }

    /// Whether the text ends right behind these pieces, without the end of a line.
    fn is_last(&self, pieces: &[Piece<'_>]) -> bool {
        pieces.last().is_some_and(|piece| piece.line + 1 == self.lines.len())
    }
}

/// Whether a thumbprint has not as many digits as one has.
fn is_short_thumbprint(name: &str, value: &str) -> bool {
    let named = name.len() >= 10
        && name.get(name.len() - 10..).is_some_and(|end| end.eq_ignore_ascii_case("thumbprint"));
    named && (20..40).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a dash of typeset text joins two letters or digits, where programs write a hyphen.
fn has_typeset_dash(value: &str) -> bool {
    if value.is_ascii() || !value.contains(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}']) {
        return false;
    }
    // A sentence may hold any dash; a name that programs make has none but hyphens.
    let plain = |c: char| c.is_ascii() || ('\u{2010}'..='\u{2014}').contains(&c);
    value.len() < 200 && value.chars().all(plain)
}

/// Doubts about one value, one of each kind.
struct Doubts(Vec<Doubt>);

impl Doubts {
    fn add(&mut self, kind: DoubtKind, lines: Lines, text: String) {
        if !self.0.iter().any(|doubt| doubt.kind == kind) {
            self.0.push(Doubt { kind, text: text.into(), lines: Some(lines) });
        }
    }
}

/// Builds a property from the pieces of its value, of which there is at least one.
pub(crate) fn property(name: &str, pieces: &[Piece<'_>], around: Around<'_>) -> Property {
    let lines = Lines::new(around.number(pieces.first()), around.number(pieces.last()));
    let mut doubts = Doubts(Vec::new());
    let Joined { value, mut breaks } = joined(name, pieces, around, &mut doubts);
    if let Some(next) = around.after {
        let last = pieces.last().and_then(|piece| around.lines.get(piece.line)).map_or(0, Line::width);
        let prose = value.split_whitespace().nth(3).is_some();
        if value.is_empty() || prose || is_wrap(last, next.text, around.width) {
            let text = format!("The text at line {} may go on with the value of `{name}`", next.number);
            doubts.add(DoubtKind::Loose, Lines::one(next.number), text);
        }
    }
    let came = |wanted: Origin| pieces.iter().any(|piece| around.origin(piece) == Some(wanted));
    if came(Origin::Split) {
        let text = format!("The value of `{name}` stood on one line with others; where it ends is a guess");
        doubts.add(DoubtKind::Glued, lines, text);
    }
    if holds_pairs(&value) {
        let text = format!("The value of `{name}` seems to hold further properties");
        doubts.add(DoubtKind::Glued, lines, text);
    }
    let bare = bare(&value).map(str::to_owned);
    if value.contains(char::REPLACEMENT_CHARACTER)
        || bare.is_some()
        || came(Origin::Marked)
        || is_marked_up(&value)
        || is_misread(&value)
        || has_typeset_dash(&value)
    {
        let text = format!("The value of `{name}` holds marks of a web page or unreadable characters");
        doubts.add(DoubtKind::Garbled, lines, text);
    }
    if is_more_than_a_switch(&value) {
        let text = format!("Something stands behind the value of `{name}` that no command prints there");
        doubts.add(DoubtKind::Garbled, lines, text);
    }
    if bare.is_some() {
        breaks.clear();
    }
    let value = bare.unwrap_or(value);
    if is_masked(&value) {
        doubts.add(DoubtKind::Masked, lines, format!("The value of `{name}` was masked"));
    }
    if around.cuts(name, &value, pieces) {
        doubts.add(DoubtKind::Cut, lines, format!("The text ends in the middle of the value of `{name}`"));
    }
    if is_short_thumbprint(name, &value) {
        let count = value.len();
        let text =
            format!("The value of `{name}` has {count} digits, and a thumbprint has 40: some are missing");
        doubts.add(DoubtKind::Cut, lines, text);
    }
    let items = items(&value);
    if items.as_ref().map_or_else(|| ends_in_ellipsis(&value), |items| !items.complete) {
        doubts.add(DoubtKind::Cut, lines, format!("The value of `{name}` is cut off"));
    }
    Property { name: name.to_owned(), value, items, doubts: doubts.0, breaks, lines }
}

/// A value put together, and where its spaces may be none.
struct Joined {
    value: String,
    breaks: Vec<usize>,
}

/// Puts the pieces of a value together.
fn joined(name: &str, pieces: &[Piece<'_>], around: Around<'_>, doubts: &mut Doubts) -> Joined {
    let mut value = String::new();
    let mut breaks = Vec::new();
    for piece in pieces {
        let here = Lines::one(around.number(Some(piece)));
        match break_before(piece, &value, around) {
            Break::Nothing => {}
            Break::Space => value.push(' '),
            Break::Unsure => {
                breaks.push(value.len());
                value.push(' ');
                let text = format!("The value of `{name}` is wrapped at {here}; it may have no space there");
                doubts.add(DoubtKind::Wrapped, here, text);
            }
            Break::Line => {
                value.push('\n');
                let text = format!("The text at {here} may or may not belong to `{name}`");
                doubts.add(DoubtKind::Loose, here, text);
            }
        }
        value.push_str(piece.text);
    }
    let lead = value.len() - value.trim_start().len();
    for at in &mut breaks {
        *at -= lead;
    }
    Joined { value: value.trim().to_owned(), breaks }
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

/// What stood between the value so far and its next piece.
fn break_before(piece: &Piece<'_>, value: &str, around: Around<'_>) -> Break {
    match piece.joint {
        Joint::Start => return Break::Nothing,
        Joint::Unindented => return Break::Line,
        Joint::Indented => {}
    }
    let list = value.starts_with('{') && value.ends_with(',');
    if value.is_empty() || list {
        return Break::Space;
    }
    if is_closed_list(value) {
        return Break::Line;
    }
    let lines = around.lines.get(..piece.line).unwrap_or_default();
    let above = lines.iter().rev().find(|line| !line.text.is_empty()).map_or(0, Line::width);
    if !is_wrap(above, piece.text, around.width) {
        Break::Line
    } else if above + 1 < around.width {
        // The line was not full, so no word was broken.
        Break::Space
    } else if is_address(value) && !piece.text.contains(' ') {
        Break::Nothing
    } else {
        Break::Unsure
    }
}

/// Whether a value is a list whose brackets are all closed: nothing goes on behind it.
fn is_closed_list(value: &str) -> bool {
    let count = |bracket: u8| value.bytes().filter(|byte| *byte == bracket).count();
    value.starts_with('{') && value.ends_with('}') && value.len() < 4096 && count(b'{') == count(b'}')
}

/// Whether a console broke a line of this width because the next word did not fit.
fn is_wrap(width: usize, next: &str, widest: usize) -> bool {
    width + 1 + first_word(next) >= NARROWEST.max(widest)
}

/// Whether a value is an address so far; addresses hold no spaces and are never long.
fn is_address(value: &str) -> bool {
    let scheme = value.starts_with("https://") || value.starts_with("http://");
    scheme && value.len() < 4096 && !value.contains(' ')
}

fn first_word(text: &str) -> usize {
    text.split_whitespace().next().unwrap_or_default().width()
}

/// Whether marks of a web page stand in a value.
fn is_marked_up(value: &str) -> bool {
    const MARKS: [&str; 5] = ["&#", "&amp;", "&lt;", "&quot;", "</"];
    value.contains(['&', '<']) && MARKS.iter().any(|mark| value.contains(mark))
}

/// A value without the Markdown around it: backquotes or stars.
fn bare(value: &str) -> Option<&str> {
    ["`", "**", "*"].iter().find_map(|mark| {
        let inner = value.strip_prefix(mark)?.strip_suffix(mark)?;
        // Code without any text is how nothing was quoted; stars without any are a mask.
        let may_be = *mark == "`" || !inner.is_empty();
        (may_be && !inner.contains(mark)).then_some(inner.trim())
    })
}

/// Whether a person wrote something behind a switch or a thumbprint: `False -> True`, `True (was False)`, `False??`.
fn is_more_than_a_switch(value: &str) -> bool {
    let switch = || ["True", "False"].iter().find_map(|switch| value.strip_prefix(switch));
    let thumbprint = || {
        let (digits, behind) = value.split_at_checked(40)?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(behind)
    };
    let behind = switch().or_else(thumbprint);
    behind.is_some_and(|behind| behind.starts_with(|c: char| !c.is_alphanumeric() && c != '\n'))
}

/// The longest value that a semicolon of a script may end, in bytes; a longer one is a message.
const LONGEST_ENDED: usize = 120;

/// Whether marks stand in a value that no program writes: `(a, b}` and `https: //`, as text recognition does, and the semicolon
/// of a script behind all of it. Between the entries of a list, as in a path, there are several.
fn is_misread(value: &str) -> bool {
    let list = value.ends_with('}') && value.starts_with(['(', '[']) && !value.contains('{');
    let ended =
        value.strip_suffix(';').is_some_and(|inner| inner.len() < LONGEST_ENDED && !inner.contains(';'));
    list || ended || value.starts_with("https: //") || value.starts_with("http: //")
}
