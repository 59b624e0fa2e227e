//! The parts of the SVG: boxes, lines, arrowheads, labels and marks.
//!
//! Invariant: every text and attribute goes through [`escape`]; every part has a plain colour for programs that know no
//! style sheet, and a class for those that do.
//! Deliberately absent: what is drawn where.

use crate::page::picture::ShapeKind;
use crate::page::picture::layout::{Point, Rect, Route};
use crate::prose::visible_line;
use std::fmt::Write as _;

/// Radius of the corners of lines.
const CORNER: f64 = 8.0;
/// Length and half width of an arrowhead.
const HEAD: (f64, f64) = (8.0, 4.5);

/// `text` for an SVG: on one line, without characters that XML forbids.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible_line(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A name as part of an address: everything but letters, digits and `-._~` as percent escapes.
pub(super) fn address(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail, here and below.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
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
    let (right, bottom, middle) = (x + width, y + height, y + height / 2.0);
    let (_, fill, stroke) = colours(kind);
    let ink = format!("class=\"tb-box\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"");
    let thin = format!("class=\"tb-thin\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"1\"");
    let plain = |radius: f64| {
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" {ink}/>")
    };
    match kind {
        ShapeKind::Symptom => plain((height / 2.0).min(24.0)),
        ShapeKind::Check => {
            let cut = (height / 3.0).min(11.0);
            let (left, inner) = (x + cut, right - cut);
            format!(
                "<path d=\"M{left} {y}H{inner}L{right} {middle}L{inner} {bottom}H{left}L{x} {middle}Z\" {ink} stroke-linejoin=\"round\"/>"
            )
        }
        ShapeKind::Fix(_) => format!(
            "{}<path d=\"M{} {y}V{bottom}\" class=\"tb-bar\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"5\"/>",
            plain(3.0),
            x + 2.5,
        ),
        ShapeKind::End(_) => format!(
            "{}<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"11\" {thin}/>",
            plain(14.0),
            x + 3.0,
            y + 3.0,
            width - 6.0,
            height - 6.0,
        ),
        ShapeKind::Call => format!(
            "{}<path d=\"M{} {y}V{bottom}M{} {y}V{bottom}\" {thin}/>",
            plain(2.0),
            x + 6.0,
            right - 6.0,
        ),
    }
}

/// The path of a line with rounded corners, up to its arrowhead. Lines that go back are drawn from their end, so that
/// the dashes of lines that share it fall together.
pub(super) fn line(route: &Route) -> String {
    let mut points = route.points.clone();
    if let [.., before, end] = &mut points[..] {
        *end = toward(*end, *before, HEAD.0 - 1.0);
    }
    let gap = route.label.y + route.label.height + 2.0;
    if route.back {
        points.reverse();
    }
    let mut out = String::new();
    if route.label.width > 0.0 {
        let start = route.points[0];
        let _ = write!(out, "M{} {}v4", start.x, start.y);
        let skip = if route.back { points.len() - 1 } else { 0 };
        points[skip].y = gap;
    }
    let [first, .., last] = points[..] else { return out };
    let _ = write!(out, "M{} {}", first.x, first.y);
    for corner in points.windows(3) {
        let [before, at, after] = [corner[0], corner[1], corner[2]];
        let radius = CORNER.min(distance(before, at) / 2.0).min(distance(at, after) / 2.0);
        let (enter, leave) = (toward(at, before, radius), toward(at, after, radius));
        let _ = write!(out, "L{} {}Q{} {} {} {}", enter.x, enter.y, at.x, at.y, leave.x, leave.y);
    }
    let _ = write!(out, "L{} {}", last.x, last.y);
    out
}

/// The arrowhead at the end of a line.
pub(super) fn head(route: &Route) -> Option<String> {
    let [.., before, end] = route.points[..] else { return None };
    let base = toward(end, before, HEAD.0);
    let (dx, dy) = if (before.x - end.x).abs() < 0.01 { (HEAD.1, 0.0) } else { (0.0, HEAD.1) };
    Some(format!("M{} {}L{} {}L{} {}Z", end.x, end.y, base.x - dx, base.y - dy, base.x + dx, base.y + dy))
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
        right - width,
        middle - 9.0,
        right - width / 2.0,
        middle + 4.5,
        escape(sign),
    )
}

/// The width of a mark.
pub(super) fn mark_width(sign: &str) -> f64 {
    if sign.chars().count() > 1 { 28.0 } else { 18.0 }
}
