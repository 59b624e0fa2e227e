//! The samples of a runbook as they would look in one case.
//!
//! Invariant: only values that the sample itself declares as facts are exchanged.
//! Deliberately absent: judging.

use crate::model::{FactName, Sample};
use std::collections::BTreeMap;

/// Facts shorter than this are not exchanged: such a value stands in many texts by chance.
const SHORTEST: usize = 4;

/// The text of a sample with the facts it was written for exchanged by those of the case.
///
/// A sample that is judged with `facts: { thumbprint: A1B2… }` shows that thumbprint; in a case with another one, the same
/// output would show that. Facts that are not known in the case stay as they are written.
pub fn in_this_case(sample: &Sample, facts: &BTreeMap<FactName, String>) -> String {
    let mut text = sample.text.value.clone();
    for (name, written) in sample.facts.iter() {
        let (from, to) = (&written.value, facts.get(&name.value));
        if let Some(to) = to.filter(|to| *to != from && from.len() >= SHORTEST) {
            text = text.replace(from.as_str(), to);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, FactName, Sample, in_this_case};
    use crate::model::Named;
    use crate::source::{FileId, Span, Spanned};

    #[test]
    fn a_sample_shows_the_facts_of_the_case() {
        let span = Span::new(FileId(0), 0, 0);
        let spanned = |text: &str| Spanned::new(text.to_owned(), span);
        let facts = [("thumbprint", "A1B2C3"), ("side", "on")];
        let sample = Sample {
            span,
            text: spanned("Thumbprint : A1B2C3\nStatus : on\n"),
            facts: Named::from_unique(
                facts.map(|(name, value)| (Spanned::new(FactName::from(name), span), spanned(value))),
            ),
        };
        let known = |name: &str, value: &str| BTreeMap::from([(FactName::from(name), value.to_owned())]);
        let here = |facts: &BTreeMap<FactName, String>| in_this_case(&sample, facts);
        assert_eq!(here(&known("thumbprint", "FFEE")), "Thumbprint : FFEE\nStatus : on\n");
        assert_eq!(here(&known("side", "off")), sample.text.value, "short values stand in a text by chance");
        assert_eq!(here(&BTreeMap::new()), sample.text.value);
    }
}
