//! Differences of lists and of single values, as parts of sentences.
//!
//! Invariant: the same value on both sides is no difference.
//! Deliberately absent: what the values mean.

use crate::prose::and;

/// What is only in the first list, and what is only in the second; what stands twice counts twice.
pub(super) fn difference(before: &[String], after: &[String]) -> (Vec<String>, Vec<String>) {
    let only = |these: &[String], those: &[String]| {
        let mut left = those.to_vec();
        let mut only = Vec::new();
        for one in these {
            match left.iter().position(|other| other == one) {
                Some(found) => drop(left.remove(found)),
                None => only.push(one.clone()),
            }
        }
        only
    };
    (only(before, after), only(after, before))
}

/// How a list changed: `adds a and b; no longer has c`. None where it did not.
pub(super) fn changed(before: &[String], after: &[String], what: &str) -> Option<String> {
    let (gone, new) = difference(before, after);
    match (gone.as_slice(), new.as_slice()) {
        ([], []) if before == after => None,
        ([], []) => Some(format!("has its {what} in another order")),
        ([], new) => Some(format!("adds to its {what}: {}", and(new))),
        (gone, []) => Some(format!("drops from its {what}: {}", and(gone))),
        (gone, new) => Some(format!("changes its {what}: {} instead of {}", and(new), and(gone))),
    }
}
