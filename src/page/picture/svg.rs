//! The drawing of a picture as SVG.
//!
//! Invariant: no blank line, every attribute quoted, every id begins with the picture's own prefix, so that several
//! drawings can stand in one Markdown page. Titles, labels and links are text.
//! Deliberately absent: scripts, fonts and anything loaded from elsewhere.

use crate::page::link::{self, Origin};
use crate::page::picture::layout::{Arc, Layout, Rect, Route, Size, layout};
use crate::page::picture::paint::{Px, colours, escape, head, line, mark, mark_width, outline, shown};
use crate::page::picture::scene::{
    Cell, Join, Mark, PADDING, SMALL, SMALL_LINE, Scene, TITLE, TITLE_LINE, label_size, text_of,
};
use crate::page::picture::{Links, Picture, Shape, ShapeKind, text, width};
use std::fmt::Write as _;

/// The style sheet of the drawings, for a page that holds some. Every colour is a variable with the light colour as
/// its default; a dark page sets `--tb-ink`, `--tb-muted`, `--tb-line`, `--tb-canvas`, `--tb-focus` and, for each of
/// `symptom`, `check`, `fix`, `end` and `call`, `--tb-KIND-fill` and `--tb-KIND-line`.
pub const STYLE: &str = include_str!("picture.css");

/// The dark colours of a drawing that stands alone.
const DARK: &str = include_str!("dark.css");

/// Between the drawing and its legend, and between the legend's parts.
const LEGEND_GAP: f64 = 18.0;

/// Draws `picture`. With [`Links::Anchors`] every box is a link and the page's style sheet holds [`STYLE`]; with
/// [`Links::None`] the drawing stands alone and brings its own style and ground.
pub fn svg(picture: &Picture, links: Links) -> String {
    let scene = Scene::of(picture);
    let sizes: Vec<Size> = scene.cells.iter().map(|cell| cell.size).collect();
    let arcs: Vec<Arc> = scene
        .joins
        .iter()
        .map(|join| Arc { from: join.from, to: join.to, label: label_size(&join.label) })
        .collect();
    let layout = layout(&sizes, &arcs);
    let mut canvas = Canvas { picture, links, out: String::with_capacity(picture.edges.len() * 400) };
    canvas.lines(&scene, &layout);
    for (cell, rect) in scene.cells.iter().zip(&layout.blocks) {
        canvas.cell(cell, rect);
    }
    let size = canvas.legend(&scene, &layout);
    canvas.finish(&scene, size)
}

struct Canvas<'a> {
    picture: &'a Picture,
    links: Links,
    out: String,
}

/// Writes a formatted line. Writing to a String cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => {{ let _ = writeln!($out, $($format)*); }};
}

impl Canvas<'_> {
    fn lines(&mut self, scene: &Scene<'_>, layout: &Layout) {
        put!(self.out, "<g class=\"tb-lines\" fill=\"none\" stroke=\"#5a6172\" stroke-width=\"1.5\">");
        for (index, (join, route)) in scene.joins.iter().zip(&layout.routes).enumerate() {
            let joined = |other: &usize| scene.joins[*other].to == join.to;
            let drawn: Vec<&Route> = (0..index).filter(joined).map(|other| &layout.routes[other]).collect();
            let points = shown(route, &drawn);
            let dashes = if route.back { " stroke-dasharray=\"5 4\"" } else { "" };
            let sentence = self.sentence(scene, join);
            put!(
                self.out,
                "<path class=\"tb-line\"{} d=\"{}\"{dashes}><title>{sentence}</title></path>",
                self.way(scene, join),
                line(route, &points)
            );
        }
        put!(self.out, "</g>");
        // Lines that arrive as one have one head.
        let mut heads: Vec<String> = layout.routes.iter().filter_map(head).collect();
        heads.sort_unstable();
        heads.dedup();
        put!(self.out, "<path class=\"tb-heads\" fill=\"#5a6172\" d=\"{}\"/>", heads.concat());
        put!(
            self.out,
            "<g class=\"tb-labels\" font-size=\"{SMALL}\" text-anchor=\"middle\" fill=\"#3d4557\">"
        );
        for (join, route) in scene.joins.iter().zip(&layout.routes) {
            let x = route.label.x + route.label.width / 2.0;
            let mut y = route.label.y + SMALL - 1.0;
            for part in &join.label {
                put!(self.out, "<text x=\"{}\" y=\"{}\">{}</text>", Px(x), Px(y), escape(part));
                y += SMALL_LINE;
            }
        }
        put!(self.out, "</g>");
    }

    /// The nodes that a line leads from and to, where a page's script may look for them.
    fn way(&self, scene: &Scene<'_>, join: &Join<'_>) -> String {
        let key = |cell: usize| self.picture.nodes[scene.cells[cell].node].key.to_string();
        match self.links {
            Links::Anchors => {
                format!(" data-tb-way=\"{} {}\"", escape(&key(join.from)), escape(&key(join.to)))
            }
            Links::None => String::new(),
        }
    }

    /// What a line says when it is pointed at.
    fn sentence(&self, scene: &Scene<'_>, join: &Join<'_>) -> String {
        let title = |cell: usize| self.picture.nodes[scene.cells[cell].node].title.as_str();
        let words: Vec<&str> = join
            .lines
            .iter()
            .map(|line| line.title.as_deref().unwrap_or(line.label.as_str()))
            .filter(|words| !words.is_empty())
            .collect();
        let words = if words.is_empty() { String::new() } else { format!(" ({})", words.join("; ")) };
        escape(&format!("From: {}{words} To: {}", title(join.from), title(join.to))).into_owned()
    }

    fn cell(&mut self, cell: &Cell, rect: &Rect) {
        let shape = &self.picture.nodes[cell.node];
        self.open(shape);
        self.shape_and_text(shape.kind, rect, cell.caption.as_deref(), &cell.title);
        let mut right = rect.x + rect.width - 6.0;
        for sign in cell.marks.iter().map(|mark| mark.sign()) {
            put!(self.out, "{}", mark(&sign, right, rect.y));
            right -= mark_width(&sign) + 4.0;
        }
        self.close();
    }

    fn open(&mut self, shape: &Shape) {
        let (class, ..) = colours(shape.kind);
        let title = format!("{}: {}", shape.kind.caption(), shape.title);
        let title = escape(&title);
        match self.links {
            Links::Anchors => {
                let href = link::to_node(Origin::Runbook(&self.picture.runbook), &shape.key);
                put!(
                    self.out,
                    "<a href=\"{href}\" class=\"tb-node {class}\" data-tb-node=\"{}\"><title>{title}</title>",
                    escape(&shape.key.to_string())
                );
            }
            Links::None => put!(self.out, "<g class=\"tb-node {class}\"><title>{title}</title>"),
        }
    }

    fn close(&mut self) {
        self.out.push_str(match self.links {
            Links::Anchors => "</a>\n",
            Links::None => "</g>\n",
        });
    }

    fn shape_and_text(&mut self, kind: ShapeKind, rect: &Rect, caption: Option<&str>, title: &[String]) {
        let (.., stroke) = colours(kind);
        put!(self.out, "{}", outline(kind, rect));
        let x = Px(rect.x + rect.width / 2.0);
        let lines = u32::try_from(title.len()).map_or(0.0, f64::from);
        let height = lines * TITLE_LINE + if caption.is_some() { SMALL_LINE } else { 0.0 };
        let mut y = rect.y + PADDING.max((rect.height - height) / 2.0);
        if let Some(caption) = caption {
            let at = Px(y + SMALL_LINE - 4.0);
            put!(
                self.out,
                "<text x=\"{x}\" y=\"{at}\" font-size=\"{SMALL}\" text-anchor=\"middle\" class=\"tb-caption\" fill=\"{stroke}\">{}</text>",
                escape(caption)
            );
            y += SMALL_LINE;
        }
        for part in title {
            let at = Px(y + TITLE_LINE - 4.0);
            put!(
                self.out,
                "<text x=\"{x}\" y=\"{at}\" text-anchor=\"middle\" class=\"tb-text\" fill=\"#1d2330\">{}</text>",
                escape(part)
            );
            y += TITLE_LINE;
        }
    }

    /// The marks and what they mean, under the drawing. Returns the size of both together.
    fn legend(&mut self, scene: &Scene<'_>, layout: &Layout) -> Size {
        let Some(way_out) = scene.way_out else { return layout.size };
        let shape = &self.picture.nodes[way_out];
        let (caption, title, size) = text_of(shape, 0.0);
        let marks = scene.marks();
        let lines = u32::try_from(marks.len()).map_or(0.0, f64::from);
        let height = size.height.max(lines * 24.0);
        let (top, left) = (layout.size.height + LEGEND_GAP, 12.0);
        let mut y = top + (height - lines * 24.0) / 2.0 + 12.0;
        let mut right = 0.0_f64;
        for &meant in &marks {
            let words = Mark::meaning(meant);
            put!(self.out, "{}", mark(&meant.sign(), left + 28.0, y));
            put!(
                self.out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{SMALL}\" class=\"tb-label\" fill=\"#3d4557\">{}</text>",
                left + 36.0,
                y + 4.5,
                escape(&words)
            );
            right = right.max(left + 36.0 + width::width(&words, SMALL));
            y += 24.0;
        }
        let rect = Rect {
            x: (right + 12.0).round(),
            y: (top + (height - size.height) / 2.0).round(),
            width: size.width,
            height: size.height,
        };
        self.open(shape);
        self.shape_and_text(shape.kind, &rect, caption.as_deref(), &title);
        self.close();
        Size { width: layout.size.width.max(rect.x + rect.width + 12.0), height: top + height + 12.0 }
    }

    fn finish(self, scene: &Scene<'_>, size: Size) -> String {
        let Size { width, height } = size;
        let entry = self.picture.entry.as_ref().map(link::anchor);
        let runbook = link::page_name(&self.picture.runbook);
        let prefix = format!("tb-{runbook}-{}", entry.as_deref().unwrap_or("all"));
        // An image has no parts for assistive technology; a drawing with links in it is a group.
        let role = match self.links {
            Links::Anchors => "group",
            Links::None => "img",
        };
        let mut out = String::with_capacity(self.out.len() + 2000);
        put!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tb-picture\" role=\"{role}\" aria-labelledby=\"{prefix}-title\" aria-describedby=\"{prefix}-desc\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif\" font-size=\"{TITLE}\">"
        );
        put!(out, "<title id=\"{prefix}-title\">Decision graph: {}</title>", escape(&self.picture.title));
        put!(out, "<desc id=\"{prefix}-desc\">{}</desc>", escape(&self.description(scene)));
        if self.links == Links::None {
            put!(out, "<style>\n{}\n{}\n</style>", STYLE.trim(), DARK.trim());
            put!(out, "<rect class=\"tb-canvas\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
        }
        out.push_str(&self.out);
        out.push_str("</svg>\n");
        out
    }

    fn description(&self, scene: &Scene<'_>) -> String {
        let mut words = format!(
            "{}. Read from top to bottom; a dashed line goes back to an earlier step.",
            text::summary(self.picture)
        );
        if let Some(way_out) = scene.way_out {
            let end = &self.picture.nodes[way_out].title;
            for mark in scene.marks() {
                let _ = write!(words, " The mark {} means, {} {end}.", mark.sign(), mark.meaning());
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::svg;
    use crate::page::picture::{LineKind, Links, ShapeKind, sample};

    #[test]
    fn every_box_is_a_link_and_the_common_way_out_is_a_mark() {
        let drawn = svg(&sample::loops(), Links::Anchors);
        for node in ["warning", "on", "works", "switch", "done", "team"] {
            assert!(drawn.contains(&format!("<a href=\"#{node}\" class=\"tb-node tb-")), "{node}: {drawn}");
        }
        // `team` is drawn beside `works`, which leads to it with an answer, and explained once in the legend.
        assert_eq!(drawn.matches("<a href=\"#team\"").count(), 2, "{drawn}");
        assert!(
            drawn.contains(">cannot tell:</text>") && drawn.contains(">after 3 attempts:</text>"),
            "{drawn}"
        );
        assert!(drawn.contains("1 symptom, 2 checks, 1 fix and 2 ends; 9 edges."), "{drawn}");
    }

    #[test]
    fn a_loop_is_dashed_and_nothing_else_is() {
        let drawn = svg(&sample::loops(), Links::Anchors);
        let dashed: Vec<&str> = drawn.lines().filter(|line| line.contains("stroke-dasharray")).collect();
        assert_eq!(dashed.len(), 1, "{dashed:?}");
        assert!(dashed[0].contains("From: Switch it on (verify) To: Is it on?"), "{dashed:?}");
    }

    #[test]
    fn it_stands_in_markdown_and_holds_author_text_as_text() {
        let nasty = "<script>alert(\"1\")</script>\n\n&'\u{1b}[31m";
        let picture = sample::picture(
            &[("a\"><b", ShapeKind::Symptom, nasty), ("b", ShapeKind::Check, nasty)],
            &[("a\"><b", "b", LineKind::Outcome, nasty)],
        );
        for links in [Links::Anchors, Links::None] {
            let drawn = svg(&picture, links);
            assert!(
                drawn.lines().all(|line| !line.trim().is_empty()),
                "a blank line ends an HTML block: {drawn}"
            );
            assert!(
                !drawn.contains("<script") && !drawn.contains("<b") && !drawn.contains('\u{1b}'),
                "{drawn}"
            );
            assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"), "{drawn}");
        }
    }

    #[test]
    fn alone_it_brings_light_and_dark_and_on_a_page_neither() {
        let alone = svg(&sample::loops(), Links::None);
        assert!(alone.contains("prefers-color-scheme: dark") && alone.contains("role=\"img\""), "{alone}");
        let on_page = svg(&sample::loops(), Links::Anchors);
        assert!(!on_page.contains("<style") && on_page.contains("role=\"group\""), "{on_page}");
    }
}
