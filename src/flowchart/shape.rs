//! Nodes: a name, a shape with a label, a class, and `@{ … }`.
//!
//! Invariant: a shape that is not closed is a trouble at its opening sign, and reading goes on at the next line.
//! Deliberately absent: lines between nodes.

use crate::flowchart::chart::{Shape, Trouble};
use crate::flowchart::cursor::Cursor;
use crate::flowchart::label;

/// Opening signs with what may close them, longest first.
const SIGNS: &[(&str, &[&str], Shape)] = &[
    ("(((", &[")))"], Shape::DoubleCircle),
    ("((", &["))"], Shape::Circle),
    ("([", &["])"], Shape::Stadium),
    ("(-", &["-)"], Shape::Ellipse),
    ("[[", &["]]"], Shape::Subroutine),
    ("[(", &[")]"], Shape::Cylinder),
    ("[/", &["/]", "\\]"], Shape::Slanted),
    ("[\\", &["\\]", "/]"], Shape::Slanted),
    ("{{", &["}}"], Shape::Hexagon),
    ("[", &["]"], Shape::Box),
    ("(", &[")"], Shape::Round),
    ("{", &["}"], Shape::Diamond),
    (">", &["]"], Shape::Flag),
];

/// A name in a chart, if one stands here.
pub(super) fn name<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let start = cursor.at();
    while let Some(next) = cursor.peek() {
        let after = cursor.rest().chars().nth(1);
        let goes_on = match next {
            '-' => !matches!(after, None | Some('-' | '.' | '>')) && !after.is_some_and(char::is_whitespace),
            '=' => !matches!(after, None | Some('=' | '>')) && !after.is_some_and(char::is_whitespace),
            ':' => !cursor.rest().starts_with(":::") && after.is_some_and(char::is_alphanumeric),
            '&' | ',' => after.is_some_and(char::is_alphanumeric) && cursor.at() > start,
            '%' => !cursor.rest().starts_with("%%"),
            c => !c.is_whitespace() && !"[](){}<>|;\"~^@`".contains(c),
        };
        if !goes_on {
            break;
        }
        cursor.step();
    }
    Some(cursor.since(start)).filter(|name| !name.is_empty())
}

/// The shape that begins here, with its label; none where no shape begins.
pub(super) fn shape(cursor: &mut Cursor<'_>) -> Result<Option<(Shape, String)>, Trouble> {
    let at = cursor.at();
    let fits = |(open, ..): &&(&str, &[&str], Shape)| cursor.rest().starts_with(open);
    let Some((open, closes, shape)) = SIGNS.iter().find(fits) else { return Ok(None) };
    if *shape == Shape::Slanted && text(&mut after(*cursor, open), closes).is_none() {
        // `[/path/to]` is meant to be a box.
        let mut inside = after(*cursor, "[");
        if let Some(label) = text(&mut inside, &["]"]) {
            *cursor = inside;
            return Ok(Some((Shape::Box, label)));
        }
    }
    cursor.advance(open.len());
    if *open == "[" && cursor.eat("|") {
        // Properties of the box, such as `|borders:lt|`.
        cursor.until(&['|', '\n']);
        cursor.eat("|");
    }
    match text(cursor, closes) {
        Some(label) => Ok(Some((shape.clone(), label))),
        None => Err(Trouble {
            at,
            message: format!("the shape that begins with `{open}` is not closed"),
            help: format!("close it with `{}`", closes[0]),
        }),
    }
}

/// The place behind `open`.
fn after<'t>(mut cursor: Cursor<'t>, open: &str) -> Cursor<'t> {
    cursor.advance(open.len());
    cursor
}

/// A label up to one of `closes`: in quotes, in quotes and backquotes, or bare.
pub(super) fn text(cursor: &mut Cursor<'_>, closes: &[&str]) -> Option<String> {
    let mut inside = *cursor;
    while inside.peek().is_some_and(char::is_whitespace) {
        inside.step();
    }
    if let Some(label) = string(&mut inside) {
        while inside.peek().is_some_and(char::is_whitespace) {
            inside.step();
        }
        if closes.iter().any(|close| inside.eat(close)) {
            *cursor = inside;
            return Some(label);
        }
    }
    bare(cursor, closes)
}

/// A string in quotes, if one stands here and is closed.
pub(super) fn string(cursor: &mut Cursor<'_>) -> Option<String> {
    let after = cursor.rest().strip_prefix('"')?;
    if let Some(inside) = after.strip_prefix('`')
        && let Some(end) = inside.find("`\"")
    {
        cursor.advance(end + 4);
        return Some(label::markdown(inside.get(..end)?));
    }
    let end = after.find('"')?;
    cursor.advance(end + 2);
    Some(label::plain(after.get(..end)?))
}

/// Text without quotes. Brackets in it are taken as pairs, which Mermaid does not do, so that no text is cut.
fn bare(cursor: &mut Cursor<'_>, closes: &[&str]) -> Option<String> {
    let start = cursor.at();
    let mut look = *cursor;
    let mut depth = 0_usize;
    let mut breaks = 0;
    while let Some(next) = look.peek() {
        if depth == 0 && closes.iter().any(|close| look.rest().starts_with(close)) {
            let label = label::plain(look.since(start));
            closes.iter().any(|close| look.eat(close));
            *cursor = look;
            return Some(label);
        }
        match next {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth = depth.saturating_sub(1),
            '\n' => breaks += 1,
            _ => {}
        }
        // What is not closed after so many lines was never meant to be.
        if breaks > 12 {
            return None;
        }
        look.step();
    }
    None
}

/// What `@{ … }` says about a node.
#[derive(Debug, Clone, Default)]
pub(super) struct Properties {
    /// Its shape.
    pub(super) shape: Option<Shape>,
    /// Its label.
    pub(super) label: Option<String>,
    /// Whether they say how a line moves, so that what they describe is a line.
    pub(super) of_line: Option<()>,
}

/// The properties that begin here with `@{`; none where there are none.
pub(super) fn properties(cursor: &mut Cursor<'_>) -> Result<Option<Properties>, Trouble> {
    let at = cursor.at();
    if !cursor.eat("@{") {
        return Ok(None);
    }
    let body = cursor.until(&['}']);
    if !cursor.eat("}") {
        return Err(Trouble {
            at,
            message: "the properties that begin with `@{` are not closed".to_owned(),
            help: "close them with `}`".to_owned(),
        });
    }
    let mut properties = Properties::default();
    let mut inside = Cursor::new(body);
    while !inside.is_at_end() {
        let entry = inside.until(&[',', '\n']);
        inside.step();
        let Some((key, value)) = entry.split_once(':') else { continue };
        let value = value.trim();
        let lines = if matches!(value, "|" | ">" | "|-" | ">-") {
            lines_of_block(&mut inside)
        } else {
            String::new()
        };
        let value = if lines.is_empty() { value } else { &lines };
        let text = string(&mut Cursor::new(value)).unwrap_or_else(|| label::plain(value.trim_matches('\'')));
        match key.trim().trim_matches('"') {
            "shape" => properties.shape = Some(named(&text)),
            "label" => properties.label = Some(text),
            "animate" | "animation" | "curve" => properties.of_line = Some(()),
            _ => {}
        }
    }
    Ok(Some(properties))
}

/// The lines of a text behind `|`, up to the next property.
fn lines_of_block(inside: &mut Cursor<'_>) -> String {
    let mut lines = Vec::new();
    while !inside.is_at_end() {
        let line = inside.line();
        let key = line.trim_start().split_once(':').map(|(key, _)| key);
        if key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric())) {
            break;
        }
        lines.push(line.trim());
        inside.skip_line();
        inside.step();
    }
    lines.join("\n")
}

/// The shape of this name.
fn named(name: &str) -> Shape {
    match name {
        "rect" | "rectangle" | "proc" | "process" => Shape::Box,
        "rounded" | "event" => Shape::Round,
        "stadium" | "terminal" | "pill" => Shape::Stadium,
        "fr-rect" | "framed-rectangle" | "subprocess" | "subproc" | "subroutine" => Shape::Subroutine,
        "cyl" | "cylinder" | "database" | "db" => Shape::Cylinder,
        "circle" | "circ" => Shape::Circle,
        "dbl-circ" | "double-circle" => Shape::DoubleCircle,
        "diam" | "diamond" | "decision" | "question" => Shape::Diamond,
        "hex" | "hexagon" | "prepare" => Shape::Hexagon,
        "lean-r" | "lean-right" | "in-out" | "lean-l" | "lean-left" | "out-in" | "trap-b" | "trap-t"
        | "trapezoid" | "inv-trapezoid" | "manual" | "priority" => Shape::Slanted,
        "odd" => Shape::Flag,
        other => Shape::Named(other.to_owned()),
    }
}
