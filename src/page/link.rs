//! Addresses inside the site: the page of a runbook, the anchor of a node, and links between them.
//!
//! Invariant: an address consists of letters, digits and `- _ . / #`, whatever the names hold, and different names give
//! different addresses. Anchors that begin with `_` are the page's own; no node can have one.
//! Deliberately absent: whether the target exists (the graph has only edges that do).

use crate::graph::Node;
use crate::model::{NodeId, NodeKey, RunbookId};
use std::fmt::Write as _;

/// The folder of the runbook pages, seen from the site's root.
pub const RUNBOOKS: &str = "runbooks";

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// On a page in the site's root.
    Root,
    /// On the page of this runbook.
    Runbook(&'a RunbookId),
}

/// A link: its words and its address.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Link {
    /// The words.
    pub title: String,
    /// The address, relative to the page it stands on.
    pub href: String,
}

impl Link {
    /// The link from a page in the site's root to a node.
    pub fn to(node: &Node) -> Self {
        Self { title: node.title().to_owned(), href: to_node(Origin::Root, &node.key) }
    }
}

/// The name of a runbook's page without its extension.
pub fn page_name(runbook: &RunbookId) -> String {
    safe(runbook.as_str())
}

/// The anchor of a node on its runbook's page: the node's id.
pub fn anchor(node: &NodeId) -> String {
    safe(node.as_str())
}

/// The address of a runbook's page.
pub fn to_runbook(origin: Origin<'_>, runbook: &RunbookId) -> String {
    let page = page_name(runbook);
    match origin {
        Origin::Root => [RUNBOOKS, "/", &page, ".html"].concat(),
        Origin::Runbook(_) => page + ".html",
    }
}

/// The address of a node.
pub fn to_node(origin: Origin<'_>, node: &NodeKey) -> String {
    let page = match origin {
        Origin::Runbook(runbook) if *runbook == node.runbook => String::new(),
        _ => to_runbook(origin, &node.runbook),
    };
    [page.as_str(), "#", &anchor(&node.node)].concat()
}

/// A name as part of an address. Names of the format stay as they are; any other character becomes `_` and its number
/// in hexadecimal and `_`, so that no name can leave its folder or its attribute.
fn safe(name: &str) -> String {
    let stays = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() {
        return "x_".to_owned();
    }
    if name.chars().all(stays) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        if stays(character) {
            out.push(character);
        } else {
            // Writing to a String cannot fail. The leading letter keeps the page's own anchors (`_…`) apart.
            let _ = write!(out, "{}_{:x}_", if out.is_empty() { "x" } else { "" }, u32::from(character));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Origin, anchor, to_node, to_runbook};
    use crate::model::{NodeId, NodeKey, RunbookId};

    #[test]
    fn links_depend_on_where_they_stand() {
        let here = RunbookId::from("hcw8064");
        let near = NodeKey::new("hcw8064", "escalate");
        let far = NodeKey::new("auth-certificate", "expired");
        assert_eq!(to_node(Origin::Runbook(&here), &near), "#escalate");
        assert_eq!(to_node(Origin::Runbook(&here), &far), "auth-certificate.html#expired");
        assert_eq!(to_node(Origin::Root, &far), "runbooks/auth-certificate.html#expired");
        assert_eq!(to_runbook(Origin::Root, &here), "runbooks/hcw8064.html");
    }

    #[test]
    fn odd_names_stay_in_their_folder_and_apart() {
        assert_eq!(to_runbook(Origin::Root, &"../x".into()), "runbooks/x_2e__2e__2f_x.html");
        assert_eq!(anchor(&NodeId::from("_menu")), "x_5f_menu");
        assert_ne!(anchor(&NodeId::from("a b")), anchor(&NodeId::from("a_b")));
        assert_ne!(anchor(&NodeId::from("a\"b")), anchor(&NodeId::from("a'b")));
    }
}
