//! What draws a vertex to the left or to the right: the other ends of its lines.
//!
//! Invariant: every link pulls at both its ends alike.
//! Deliberately absent: where the vertices stand.

use crate::page::picture::layout::layers::{Layers, Pin};

/// One end of a link, drawn to the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pull {
    /// The slot of its own pin.
    pub(super) own: usize,
    /// The vertex at the other end.
    pub(super) vertex: usize,
    /// The slot of the pin there.
    pub(super) other: usize,
    /// How hard it pulls.
    pub(super) weight: f64,
}

/// What each vertex is drawn to, one vertex after the other.
#[derive(Debug)]
pub(super) struct Pulls {
    all: Vec<Pull>,
    /// Where those of each vertex begin, and the end of all.
    starts: Vec<usize>,
}

impl Pulls {
    /// What pulls at the vertices of `layers`; `slot` tells where the offset of a pin is kept.
    pub(super) fn of(layers: &Layers, slot: impl Fn(Pin) -> usize) -> Self {
        let mut pulls = vec![Vec::new(); layers.vertices.len()];
        for (upper, lower) in layers.links() {
            for (own, other) in [(upper, lower), (lower, upper)] {
                pulls[layers.vertex(own)].push(Pull {
                    own: slot(own),
                    vertex: layers.vertex(other),
                    other: slot(other),
                    weight: weight(own, other),
                });
            }
        }
        let mut starts = vec![0];
        let mut all = Vec::new();
        for pulls in pulls {
            all.extend(pulls);
            starts.push(all.len());
        }
        Self { all, starts }
    }

    /// What pulls at a vertex.
    pub(super) fn of_vertex(&self, vertex: usize) -> &[Pull] {
        &self.all[self.starts[vertex]..self.starts[vertex + 1]]
    }
}

/// How hard a link pulls: what passes rows shall be straight, what leads back may bend.
fn weight(own: Pin, other: Pin) -> f64 {
    match (own, other) {
        (Pin::Pass(_), Pin::Pass(_)) => 8.0,
        (Pin::Pass(_), _) | (_, Pin::Pass(_)) => 2.0,
        (Pin::In(_) | Pin::Out(_), _) | (_, Pin::In(_) | Pin::Out(_)) => 0.5,
        _ => 1.0,
    }
}
