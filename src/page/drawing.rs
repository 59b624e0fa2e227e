//! A picture as a page shows it: the drawing, and its equal as a list.
//!
//! Invariant: both show the same nodes and ways, and every link leads to an anchor of the runbook pages.
//! Deliberately absent: the frame around the two (templates).

use crate::page::outline::{OutlineRow, outline};
use crate::page::picture::{Links, Picture, svg};
use serde::Serialize;

/// A drawing with the rows of its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawing {
    /// The drawing as an SVG element. HTML.
    pub svg: String,
    /// The same as nested rows.
    pub outline: Vec<OutlineRow>,
}

impl Drawing {
    /// Draws a picture for the page of its runbook.
    pub(super) fn new(picture: &Picture) -> Self {
        Self { svg: svg(picture, Links::Anchors), outline: outline(picture) }
    }
}
