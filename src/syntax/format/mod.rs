//! The canonical layout of a file: keys in the order of the reference, indentation of two, comments kept.
//!
//! Invariant: what a file says is the same before and after, which is compared before anything is returned; formatting
//! twice changes nothing more. What is not understood (syntax errors, aliases, tags) is refused.
//! Deliberately absent: choosing between `{ … }` and lines, and between the kinds of quotes. That is the author's.

mod gather;
mod order;
mod print;
mod scan;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::FileId;
use crate::syntax::format::gather::gather;
use crate::syntax::format::order::Order;
use crate::syntax::tree::{Kind, Node};
use crate::syntax::{MAX_BYTES, yaml};

/// Why a file has no canonical layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be read.
    Findings(Vec<Diagnostic>),
    /// Something in it is legal YAML that is not laid out here.
    Odd {
        /// Where, as a byte offset.
        at: usize,
        /// What it is, as a sentence without a full stop.
        why: &'static str,
    },
}

/// The text in its canonical layout.
///
/// # Errors
/// Why the file is left as it is.
pub fn format(file: FileId, text: &str) -> Result<String, Refusal> {
    if text.len() > MAX_BYTES {
        return Err(Refusal::Odd { at: 0, why: "the file is larger than 1 MiB" });
    }
    let text = text.replace("\r\n", "\n");
    let (_, hidden) = crate::syntax::characters(file, &text);
    let root = read(file, &text, hidden)?;
    let Some(root) = root else { return Ok(text) };
    let gathered = gather(&text, &root)?;
    let laid_out = print::print(gathered, &Order::of_root(&root));
    let again = read(file, &laid_out, Vec::new());
    match again {
        Ok(Some(again)) if says_the_same(&root, &again) => Ok(laid_out),
        _ => Err(Refusal::Odd { at: 0, why: "the file cannot be laid out without a change of what it says" }),
    }
}

/// The tree of a text without anything that would be lost in it; none for an empty file.
fn read(file: FileId, text: &str, mut findings: Vec<Diagnostic>) -> Result<Option<Node<'_>>, Refusal> {
    let outcome = yaml::parse(file, text, &[]);
    findings.extend(outcome.findings);
    findings.retain(|finding| finding.severity == Severity::Error);
    if let Some(failure) = outcome.failure {
        findings.extend(crate::syntax::recover::recover(file, text, failure).findings);
    }
    if findings.is_empty() { Ok(outcome.root) } else { Err(Refusal::Findings(findings)) }
}

/// Whether two trees hold the same values, whatever the order of the keys. Keys that stand twice keep their order.
fn says_the_same(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Text(a), Kind::Text(b)) => a == b,
        (Kind::Empty, Kind::Empty) => true,
        (Kind::List(a), Kind::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| says_the_same(a, b))
        }
        (Kind::Map(a), Kind::Map(b)) => {
            let mut left: Vec<_> = b.entries.iter().collect();
            a.entries.len() == b.entries.len()
                && a.entries.iter().all(|entry| {
                    let found = left.iter().position(|other| says_the_same(&entry.key, &other.key));
                    found.is_some_and(|found| says_the_same(&entry.value, &left.remove(found).value))
                })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
