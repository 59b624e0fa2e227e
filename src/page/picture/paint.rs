//! The parts of the SVG: boxes, lines, arrowheads, labels and marks.
//!
//! Invariant: every text and attribute goes through [`escape`]; every part has a plain colour for programs that know no
//! style sheet, and a class for those that do.
//! Deliberately absent: what is drawn where.

use crate::page::picture::ShapeKind;
use crate::page::picture::layout::{Point, Rect, Route};
use crate::prose::visible_line;
use std::borrow::Cow;
use std::fmt;

/// Radius of the corners of lines.
const CORNER: f64 = 8.0;
/// Length and half width of an arrowhead.
const HEAD: (f64, f64) = (8.0, 4.5);

/// `text` for an SVG: on one line, without characters that XML forbids. mdBook's preprocessors act on double braces; in a
/// drawing they are only text.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !b"&<>\"'{".contains(&byte);
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in visible_line(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '{' => out.push_str("&#123;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A coordinate or length in an SVG. Nearly all are whole or end in a half, and those are written in a quick way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Px(pub(super) f64);

impl Px {
    fn write(self, out: &mut impl fmt::Write) -> fmt::Result {
        let halves = self.0 * 2.0;
        if halves.fract() != 0.0 || !(0.0..1e9).contains(&halves) {
            return write!(out, "{}", self.0);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and small, as tested"
        )]
        let halves = halves as u32;
        out.write_str(itoa::Buffer::new().format(halves / 2))?;
        out.write_str(if halves % 2 == 1 { ".5" } else { "" })
    }
}

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

/// Class, fill and stroke of a kind of box.
pub(super) fn colours(kind: ShapeKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        ShapeKind::Symptom => ("tb-symptom", "#fdeceb", "#b4372d"),
        ShapeKind::Check => ("tb-check", "#eaf1fd", "#2f5fb3"),
        ShapeKind::Fix(_) => ("tb-fix", "#e8f5ec", "#26734a"),
        ShapeKind::End(_) => ("tb-end", "#f1f2f5", "#5a6172"),
        ShapeKind::Call => ("tb-call", "#fff5dc", "#8a6110"),
    }
}

/// The outline of a box of a kind.
pub(super) fn outline(kind: ShapeKind, rect: &Rect) -> String {
    let Rect { x, y, width, height } = *rect;
    let right = x + width;
    let (bottom, middle) = (Px(y + height), Px(y + height / 2.0));
    let (_, fill, stroke) = colours(kind);
    let ink = format!("class=\"tb-box\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"");
    let thin = || format!("class=\"tb-thin\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"1\"");
    let plain = |radius: f64| {
        let (x, y, width, height, radius) = (Px(x), Px(y), Px(width), Px(height), Px(radius));
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" {ink}/>")
    };
    match kind {
        ShapeKind::Symptom => plain((height / 2.0).min(24.0)),
        ShapeKind::Check => {
            let cut = (height / 3.0).min(11.0);
            let (left, inner) = (Px(x + cut), Px(right - cut));
            let (x, y, right) = (Px(x), Px(y), Px(right));
            format!(
                "<path d=\"M{left} {y}H{inner}L{right} {middle}L{inner} {bottom}H{left}L{x} {middle}Z\" {ink} stroke-linejoin=\"round\"/>"
            )
        }
        ShapeKind::Fix(_) => format!(
            "{}<path d=\"M{} {}V{bottom}\" class=\"tb-bar\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"5\"/>",
            plain(3.0),
            Px(x + 2.5),
            Px(y),
        ),
        ShapeKind::End(_) => format!(
            "{}<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"11\" {}/>",
            plain(14.0),
            Px(x + 3.0),
            Px(y + 3.0),
            Px(width - 6.0),
            Px(height - 6.0),
            thin(),
        ),
        ShapeKind::Call => format!(
            "{}<path d=\"M{} {y}V{bottom}M{} {y}V{bottom}\" {}/>",
            plain(2.0),
            Px(x + 6.0),
            Px(right - 6.0),
            thin(),
            y = Px(y),
        ),
    }
}

/// The path of a line along `points` with rounded corners, after the label that it begins with.
pub(super) fn line(route: &Route, points: &[Point]) -> String {
    let mut out = String::new();
    let mut points = points.to_vec();
    if route.label.width > 0.0 {
        let start = route.points[0];
        step(&mut out, "M", &[start]);
        out.push_str("v4");
        points[0].y = route.label.y + route.label.height + 2.0;
    }
    let [first, .., last] = points[..] else { return out };
    step(&mut out, "M", &[first]);
    for corner in points.windows(3) {
        let [before, at, after] = [corner[0], corner[1], corner[2]];
        let radius = CORNER.min(distance(before, at) / 2.0).min(distance(at, after) / 2.0);
        let (enter, leave) = (toward(at, before, radius), toward(at, after, radius));
        step(&mut out, "L", &[enter]);
        step(&mut out, "Q", &[at, leave]);
    }
    step(&mut out, "L", &[last]);
    out
}

/// One step of a path: its letter and its points.
fn step(out: &mut String, letter: &str, points: &[Point]) {
    out.push_str(letter);
    for (number, point) in points.iter().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        // Writing to a String cannot fail.
        let _ = Px(point.x).write(out);
        out.push(' ');
        let _ = Px(point.y).write(out);
    }
}

/// The part of a line that is drawn: up to its arrowhead, or to where it joins a line of `drawn`, because the rest of
/// the way is already there.
pub(super) fn shown(route: &Route, drawn: &[&Route]) -> Vec<Point> {
    let mut points = Vec::new();
    for piece in route.points.windows(2) {
        let (from, to) = (piece[0], piece[1]);
        points.push(from);
        let joins = drawn
            .iter()
            .flat_map(|other| other.points.windows(2))
            .filter_map(|other| joining(from, to, other[0], other[1]))
            .min_by(|a, b| distance(from, *a).total_cmp(&distance(from, *b)));
        if let Some(join) = joins {
            // Past the corner that the other line may have there.
            let length = (distance(from, join) + CORNER).min(distance(from, to) - HEAD.0 + 1.0);
            points.push(toward(from, to, length));
            return points;
        }
    }
    if let [.., before, end] = route.points[..] {
        points.push(toward(end, before, HEAD.0 - 1.0));
    }
    points
}

/// Where the piece `from`–`to` begins to run on top of the piece `a`–`b`, where it does in the same direction.
fn joining(from: Point, to: Point, a: Point, b: Point) -> Option<Point> {
    let same = |a: f64, b: f64| (a - b).abs() < 0.01;
    let along = |from: f64, to: f64, a: f64, b: f64| {
        let way = (to - from).signum();
        let start = if way > 0.0 { from.max(a) } else { from.min(a) };
        let end = if way > 0.0 { to.min(b) } else { to.max(b) };
        (same((b - a).signum(), way) && (end - start) * way > 0.5).then_some(start)
    };
    if same(from.x, to.x) && same(a.x, b.x) && same(from.x, a.x) {
        along(from.y, to.y, a.y, b.y).map(|y| Point { x: from.x, y })
    } else if same(from.y, to.y) && same(a.y, b.y) && same(from.y, a.y) {
        along(from.x, to.x, a.x, b.x).map(|x| Point { x, y: from.y })
    } else {
        None
    }
}

/// The arrowhead at the end of a line.
pub(super) fn head(route: &Route) -> Option<String> {
    let [.., before, end] = route.points[..] else { return None };
    let base = toward(end, before, HEAD.0);
    let (dx, dy) = if (before.x - end.x).abs() < 0.01 { (HEAD.1, 0.0) } else { (0.0, HEAD.1) };
    let mut out = String::new();
    step(&mut out, "M", &[end]);
    step(&mut out, "L", &[Point { x: base.x - dx, y: base.y - dy }]);
    step(&mut out, "L", &[Point { x: base.x + dx, y: base.y + dy }]);
    out.push('Z');
    Some(out)
}

/// The point `length` away from `from` on the way to `to`; the two share a coordinate.
fn toward(from: Point, to: Point, length: f64) -> Point {
    let step = |from: f64, to: f64| {
        if (to - from).abs() < 0.01 { from } else { from + length.copysign(to - from) }
    };
    Point { x: step(from.x, to.x), y: step(from.y, to.y) }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

/// A mark: a small pill around its sign. Returns it with its width.
pub(super) fn mark(sign: &str, right: f64, middle: f64) -> String {
    let width = mark_width(sign);
    format!(
        "<g class=\"tb-mark\"><rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"18\" rx=\"9\" class=\"tb-box\" fill=\"#ffffff\" stroke=\"#5a6172\"/><text x=\"{}\" y=\"{}\" font-size=\"12\" text-anchor=\"middle\" class=\"tb-text\" fill=\"#1d2330\">{}</text></g>",
        Px(right - width),
        Px(middle - 9.0),
        Px(right - width / 2.0),
        Px(middle + 4.5),
        escape(sign),
    )
}

/// The width of a mark.
pub(super) fn mark_width(sign: &str) -> f64 {
    if sign.chars().count() > 1 { 28.0 } else { 18.0 }
}
