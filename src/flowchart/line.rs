//! Lines between nodes: `-->`, `---`, `-.->`, `==>`, `<-->`, `--x`, `~~~`, with their labels in each of the forms.
//!
//! Invariant: a line that begins here is read whole with its label, or is a trouble at its beginning.
//! Deliberately absent: the nodes at its ends.

use crate::flowchart::chart::{Stroke, Trouble};
use crate::flowchart::cursor::{Cursor, Semicolons};
use crate::flowchart::label;
use crate::flowchart::shape;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// How it is drawn; none for an invisible one, which only places nodes.
    pub(super) stroke: Option<Stroke>,
    /// What stands on it.
    pub(super) label: String,
    /// The name of the line, from `name@-->`.
    pub(super) name: Option<String>,
    /// Whether it has a head at its beginning, too.
    pub(super) heads: Heads,
}

/// Where a line has heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// At its end, or nowhere.
    Forward,
    /// At both ends.
    Both,
}

/// The line that begins here; none where no line begins.
pub(super) fn line(cursor: &mut Cursor<'_>) -> Result<Option<Line>, Trouble> {
    let mut look = *cursor;
    let line_name = name_of_line(&mut look);
    let Some((mut line, drawn)) = begin(&mut look) else { return Ok(None) };
    line.name = line_name;
    let at = cursor.at();
    if drawn == Drawn::Open {
        let Some(label) = label_inside(&mut look, line.stroke.unwrap_or(Stroke::Solid)) else {
            return Err(Trouble {
                at,
                message: "this line has no end".to_owned(),
                help: "write `-->`, or `-- label -->` on one line".to_owned(),
            });
        };
        line.label = label;
    }
    let mut after = look;
    after.skip_space(Semicolons::End);
    if after.eat("|") {
        match shape::text(&mut after, &["|"]) {
            Some(label) => line.label = label,
            None => {
                return Err(Trouble {
                    at: after.at(),
                    message: "the label that begins with `|` is not closed".to_owned(),
                    help: "close it with `|`".to_owned(),
                });
            }
        }
        look = after;
    }
    *cursor = look;
    Ok(Some(line))
}

/// `name@` before a line.
fn name_of_line(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut look = *cursor;
    let name = shape::name(&mut look)?.to_owned();
    if look.eat("@") && begin(&mut look.clone()).is_some() {
        *cursor = look;
        return Some(name);
    }
    None
}

/// Whether a line was drawn whole, or has a label inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Whole,
    Open,
}

/// The first stroke of a line.
fn begin(cursor: &mut Cursor<'_>) -> Option<(Line, Drawn)> {
    let mut look = *cursor;
    let strokes =
        |rest: &str| ["--", "==", "-."].iter().any(|stroke| rest.starts_with(stroke)) || short_dots(rest) > 0;
    let first = look.peek()?;
    let mut heads = Heads::Forward;
    if matches!(first, '<' | 'x' | 'o') && look.rest().get(1..).is_some_and(strokes) {
        heads = Heads::Both;
        look.step();
    }
    let rest = look.rest();
    let (stroke, drawn, length) = if rest.starts_with("~~~") {
        (None, Drawn::Whole, run(rest, '~'))
    } else if rest.starts_with("--") {
        let (drawn, length) = straight(rest, '-');
        (Some(Stroke::Solid), drawn, length)
    } else if rest.starts_with("==") {
        let (drawn, length) = straight(rest, '=');
        (Some(Stroke::Thick), drawn, length)
    } else if rest.starts_with("-.") {
        let (drawn, length) = dotted(rest);
        (Some(Stroke::Dotted), drawn, length)
    } else if short_dots(rest) > 0 {
        (Some(Stroke::Dotted), Drawn::Whole, short_dots(rest))
    } else {
        return None;
    };
    look.advance(length);
    *cursor = look;
    Some((Line { stroke, label: String::new(), name: None, heads }, drawn))
}

/// How often a character stands at the beginning.
fn run(text: &str, character: char) -> usize {
    text.chars().take_while(|c| *c == character).count()
}

/// The length of a head at the beginning: `>`, or `x` and `o`.
fn head(rest: &str) -> usize {
    usize::from(rest.starts_with(['>', 'x', 'o']))
}

fn straight(rest: &str, stroke: char) -> (Drawn, usize) {
    let strokes = run(rest, stroke);
    let head = head(rest.get(strokes..).unwrap_or_default());
    if head > 0 || strokes > 2 { (Drawn::Whole, strokes + head) } else { (Drawn::Open, 2) }
}

/// `-.-`, `-..->`, or the beginning of `-. label .->`.
fn dotted(rest: &str) -> (Drawn, usize) {
    let dots = run(rest.get(1..).unwrap_or_default(), '.');
    let after = rest.get(1 + dots..).unwrap_or_default();
    if after.starts_with('-') {
        let head = head(after.get(1..).unwrap_or_default());
        (Drawn::Whole, 2 + dots + head)
    } else {
        (Drawn::Open, 1 + dots)
    }
}

/// The length of `.->` at the beginning, which is a dotted line, too.
fn short_dots(rest: &str) -> usize {
    let dots = run(rest, '.');
    let after = rest.get(dots..).and_then(|after| after.strip_prefix('-'));
    after.filter(|_| dots > 0).map_or(0, |after| dots + 1 + head(after))
}

/// The label of `-- label -->` up to the end of the line that closes it.
fn label_inside(cursor: &mut Cursor<'_>, stroke: Stroke) -> Option<String> {
    let mut look = *cursor;
    look.skip_blanks();
    if let Some(text) = shape::string(&mut look) {
        look.skip_space(Semicolons::End);
        if let Some(length) = close(look.rest(), stroke) {
            look.advance(length);
            *cursor = look;
            return Some(text);
        }
    }
    let mut look = *cursor;
    let start = look.at();
    while look.peek().is_some_and(|next| next != '\n') {
        if let Some(length) = close(look.rest(), stroke) {
            let text = look.since(start).trim();
            // The `<` or the space before a head belongs to the line.
            let text = text.strip_suffix(" x").or_else(|| text.strip_suffix(" o")).unwrap_or(text);
            look.advance(length);
            *cursor = look;
            return Some(label::plain(text));
        }
        look.step();
    }
    None
}

/// The length of the strokes that close a line, where they stand here.
fn close(rest: &str, stroke: Stroke) -> Option<usize> {
    match stroke {
        Stroke::Dotted => {
            let dots = run(rest, '.');
            let after = rest.get(dots..)?.strip_prefix('-')?;
            (dots > 0).then(|| dots + 1 + head(after))
        }
        Stroke::Solid | Stroke::Thick => {
            let sign = if stroke == Stroke::Thick { '=' } else { '-' };
            let strokes = run(rest, sign);
            let head = head(rest.get(strokes..)?);
            (strokes > 2 || (strokes == 2 && head > 0)).then_some(strokes + head)
        }
    }
}
