//! What the drawing shows of a picture, so that it stays calm.
//!
//! Three things are not drawn as the long lines they would be. The way out that most checks share when an answer cannot
//! be told (and most fixes when their attempts are used up) is a mark on the node, explained in the legend. An end that
//! several nodes lead to stands once beside each of them. Lines with the same ends are one, with all their labels; so
//! are the lines of one node that call another runbook at different places and come back to the same one.
//!
//! Invariant: every node and every edge of the picture is shown: as a cell or in the legend, as a join or as a mark.
//! Deliberately absent: places.

use crate::page::picture::layout::{LABEL_GAP, Size};
use crate::page::picture::width::{self, Pieces};
use crate::page::picture::{Line, LineKind, Picture, Shape, ShapeKind, label};

/// Font size of titles, in pixels.
pub(super) const TITLE: f64 = 13.0;
/// Height of a line of a title.
pub(super) const TITLE_LINE: f64 = 17.0;
/// Font size of captions, labels and marks.
pub(super) const SMALL: f64 = 12.0;
/// Height of a line of a caption or label.
pub(super) const SMALL_LINE: f64 = 15.0;
/// Titles are broken at this width unless their box is wider for its labels.
const TITLE_ROOM: f64 = 168.0;
/// A longer title is cut.
const MOST_LINES: usize = 5;
/// Labels are broken at this width.
const LABEL_ROOM: f64 = 104.0;
/// Above and below the text of a box.
pub(super) const PADDING: f64 = 9.0;

/// A box of the drawing.
#[derive(Debug)]
pub(super) struct Cell {
    /// The node it shows.
    pub(super) node: usize,
    /// A few words above the title: the kind, where the shape alone may not tell.
    pub(super) caption: Option<String>,
    /// The title, broken into lines.
    pub(super) title: Vec<String>,
    /// Marks for the common way out.
    pub(super) marks: Vec<Mark>,
    pub(super) size: Size,
}

/// A mark on a box: a way to the common way out that is not drawn as a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// The answer cannot be told, or no outcome fits.
    Unsure,
    /// The fix was tried this many times.
    Attempts(u32),
}

/// A line of the drawing.
#[derive(Debug)]
pub(super) struct Join<'a> {
    /// The cell it leaves.
    pub(super) from: usize,
    /// The cell it enters.
    pub(super) to: usize,
    /// The edges it shows.
    pub(super) lines: Vec<&'a Line>,
    /// The label, broken into lines.
    pub(super) label: Vec<String>,
}

/// Everything to draw.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) cells: Vec<Cell>,
    pub(super) joins: Vec<Join<'a>>,
    /// The end that the marks mean.
    pub(super) way_out: Option<usize>,
}

impl<'a> Scene<'a> {
    /// Decides what is drawn of `picture`, and how large.
    pub(super) fn of(picture: &'a Picture) -> Self {
        let way_out = way_out(picture);
        let mut scene = Self { cells: Vec::new(), joins: Vec::new(), way_out };
        // The cell of every node; ends get theirs beside each node that leads to them.
        let mut cells: Vec<Option<usize>> = vec![None; picture.nodes.len()];
        let drawn = same_calls(picture);
        for (node, shape) in picture.nodes.iter().enumerate() {
            if drawn[node] != node {
                continue;
            }
            let shared = matches!(shape.kind, ShapeKind::End(_))
                && (Some(node) == way_out || picture.edges.iter().any(|line| line.to == node));
            if !shared {
                cells[node] = Some(scene.add_cell(node));
            }
        }
        for from in 0..picture.nodes.len() {
            let cell = cells[from];
            if drawn[from] != from {
                continue;
            }
            for way in ways(picture, from, &drawn) {
                let (marks, lines): (Vec<&Line>, Vec<&Line>) =
                    way.into_iter().partition(|line| Some(line.to) == way_out && mark(line.kind).is_some());
                let (Some(cell), Some(first)) = (cell, lines.first()) else {
                    scene.mark(cell, &marks);
                    continue;
                };
                scene.mark(Some(cell), &marks);
                let to = cells[drawn[first.to]].unwrap_or_else(|| scene.add_cell(first.to));
                let label = width::wrap(&label(&lines), SMALL, LABEL_ROOM, 4);
                scene.joins.push(Join { from: cell, to, lines, label });
            }
        }
        for cell in 0..scene.cells.len() {
            scene.measure(cell, picture);
        }
        scene
    }

    fn add_cell(&mut self, node: usize) -> usize {
        let size = Size { width: 0.0, height: 0.0 };
        self.cells.push(Cell { node, caption: None, title: Vec::new(), marks: Vec::new(), size });
        self.cells.len() - 1
    }

    fn mark(&mut self, cell: Option<usize>, lines: &[&Line]) {
        let Some(cell) = cell else { return };
        let marks = &mut self.cells[cell].marks;
        marks.extend(lines.iter().filter_map(|line| mark(line.kind)));
        marks.sort_unstable();
        marks.dedup();
    }

    /// Breaks the title of a cell and makes it wide enough for the labels under it.
    fn measure(&mut self, index: usize, picture: &Picture) {
        let labels = self.joins.iter().filter(|join| join.from == index);
        let labels: f64 = labels.map(|join| label_size(&join.label).width.max(2.0) + LABEL_GAP).sum();
        let cell = &mut self.cells[index];
        let shape = &picture.nodes[cell.node];
        let (caption, title, size) = text_of(shape, labels);
        (cell.caption, cell.title) = (caption, title);
        cell.size = size;
    }

    /// All marks in use, each once.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self.cells.iter().flat_map(|cell| cell.marks.iter().copied()).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }
}

impl Mark {
    /// What stands in the mark.
    pub(super) fn sign(self) -> String {
        match self {
            Self::Unsure => "?".to_owned(),
            Self::Attempts(limit) => format!("{limit}\u{d7}"),
        }
    }

    /// What it means, before the name of the way out.
    pub(super) fn meaning(self) -> String {
        match self {
            Self::Unsure => "cannot tell:".to_owned(),
            Self::Attempts(1) => "after 1 attempt:".to_owned(),
            Self::Attempts(limit) => format!("after {limit} attempts:"),
        }
    }
}

/// The caption, the lines of the title, and the size of a box that has them with labels of a total width under it.
pub(super) fn text_of(shape: &Shape, labels: f64) -> (Option<String>, Vec<String>, Size) {
    // Room at the sides, and what the shape itself takes of it.
    let (caption, inset) = match shape.kind {
        ShapeKind::Symptom => (Some("symptom".to_owned()), 18.0),
        ShapeKind::Check => (None, 20.0),
        ShapeKind::Fix(_) | ShapeKind::End(_) => (Some(shape.kind.caption()), 16.0),
        ShapeKind::Call => (Some("runbook".to_owned()), 20.0),
    };
    let room = TITLE_ROOM.max(labels - 2.0 * inset);
    let title = balanced(&shape.title, room);
    let caption_width = caption.as_deref().map_or(0.0, |caption| width::width(caption, SMALL));
    let text = title.iter().map(|line| width::width(line, TITLE)).fold(caption_width, f64::max);
    let lines = u32::try_from(title.len()).map_or(0.0, f64::from);
    let caption_height = if caption.is_some() { SMALL_LINE } else { 0.0 };
    let size = Size {
        // Even, so that the middle is a whole pixel.
        width: ((text + 2.0 * inset).max(labels + LABEL_GAP).max(64.0) / 2.0).ceil() * 2.0,
        height: (lines * TITLE_LINE + caption_height + 2.0 * PADDING).max(36.0),
    };
    (caption, title, size)
}

/// The text in as few lines as fit the room, all about equally long.
fn balanced(text: &str, room: f64) -> Vec<String> {
    let pieces = Pieces::of(text, TITLE, room);
    let count = pieces.count(room);
    if !(2..=MOST_LINES).contains(&count) {
        return pieces.lines(room, MOST_LINES);
    }
    // No word is broken that the room can hold.
    let (mut low, mut high) = (pieces.widest.max(room / 3.0).min(room), room);
    for _ in 0..5 {
        let middle = f64::midpoint(low, high);
        if pieces.count(middle) > count {
            low = middle;
        } else {
            high = middle;
        }
    }
    pieces.lines(high, MOST_LINES)
}

/// The size of a label.
pub(super) fn label_size(label: &[String]) -> Size {
    let width = label.iter().map(|line| width::width(line, SMALL)).fold(0.0, f64::max).ceil();
    Size { width, height: u32::try_from(label.len()).map_or(0.0, f64::from) * SMALL_LINE }
}

fn mark(kind: LineKind) -> Option<Mark> {
    match kind {
        LineKind::Unsure | LineKind::NoneFits => Some(Mark::Unsure),
        LineKind::AttemptsUsed(limit) => Some(Mark::Attempts(limit)),
        LineKind::Start | LineKind::Outcome | LineKind::Verify | LineKind::Return => None,
    }
}

/// For every node the one that is drawn for it: itself, or for a call the first one that differs from it only in where
/// the other runbook is entered.
fn same_calls(picture: &Picture) -> Vec<usize> {
    let ends = |node: usize| {
        let from: Vec<usize> =
            picture.edges.iter().filter(|line| line.to == node).map(|line| line.from).collect();
        let to: Vec<usize> =
            picture.edges.iter().filter(|line| line.from == node).map(|line| line.to).collect();
        (from, to)
    };
    let calls: Vec<usize> =
        (0..picture.nodes.len()).filter(|node| picture.nodes[*node].kind == ShapeKind::Call).collect();
    let sides: Vec<_> = calls.iter().map(|call| (&picture.nodes[*call].key.runbook, ends(*call))).collect();
    let mut drawn: Vec<usize> = (0..picture.nodes.len()).collect();
    for (place, call) in calls.iter().enumerate() {
        let same = |other: &usize| {
            let ((runbook, (from, to)), (other_runbook, (other_from, other_to))) =
                (&sides[place], &sides[*other]);
            runbook == other_runbook && to == other_to && from.iter().all(|from| other_from.contains(from))
        };
        drawn[*call] = (0..place).find(same).map_or(*call, |first| calls[first]);
    }
    drawn
}

/// The lines that leave a node, those to what is drawn as one together.
fn ways<'a>(picture: &'a Picture, from: usize, drawn: &[usize]) -> Vec<Vec<&'a Line>> {
    let mut ways: Vec<Vec<&Line>> = Vec::new();
    for line in picture.edges.iter().filter(|line| line.from == from) {
        match ways.iter_mut().find(|way| drawn[way[0].to] == drawn[line.to]) {
            Some(way) => way.push(line),
            None => ways.push(vec![line]),
        }
    }
    ways
}

/// The end that most ways out lead to, where at least two do.
fn way_out(picture: &Picture) -> Option<usize> {
    let ways = |node: usize| {
        picture.edges.iter().filter(|line| line.to == node && mark(line.kind).is_some()).count()
    };
    let ends = (0..picture.nodes.len()).filter(|node| matches!(picture.nodes[*node].kind, ShapeKind::End(_)));
    let (end, count) = ends.map(|node| (node, ways(node))).rev().max_by_key(|(_, count)| *count)?;
    (count >= 2).then_some(end)
}
