//! Charts copied out of the source of a page, in which `-->` is written `--&gt;`.
//!
//! Invariant: every place in the decoded text can be told in the text as it was written.
//! Deliberately absent: entities that stand in a label of a chart whose lines are plain (`label`).

/// What a page writes for the signs of its own language.
const ENTITIES: &[(&str, &str)] =
    &[("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"), ("&#39;", "'"), ("&nbsp;", " ")];

/// A chart with its signs decoded.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text that is read.
    pub(super) text: String,
    /// How many signs were decoded.
    pub(super) count: usize,
    /// Behind which places of `text` how many bytes are missing of what was written, in rising order.
    missing: Vec<(usize, usize)>,
}

impl Decoded {
    /// The chart, where its lines are written as in the source of a page, and only there.
    pub(super) fn of(chart: &str) -> Option<Self> {
        let holds = |signs: &[&str]| signs.iter().any(|sign| chart.contains(sign));
        if !holds(&["-&gt;", "=&gt;", "&lt;-", "&lt;="]) || holds(&["->", "=>", "<-", "<="]) {
            return None;
        }
        let mut decoded = Self { text: String::with_capacity(chart.len()), count: 0, missing: Vec::new() };
        // A chart that also holds quotation marks of its own means these as text.
        let quotes = (!chart.contains('"')).then_some(("&quot;", "\""));
        let mut rest = chart;
        let mut missing = 0;
        while let Some(first) = rest.chars().next() {
            let entity = ENTITIES.iter().chain(&quotes).find(|(entity, _)| rest.starts_with(entity));
            let length = entity.map_or(first.len_utf8(), |(entity, _)| entity.len());
            match entity {
                Some((entity, sign)) => {
                    decoded.text.push_str(sign);
                    decoded.count += 1;
                    missing += entity.len() - sign.len();
                    decoded.missing.push((decoded.text.len(), missing));
                }
                None => decoded.text.push(first),
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        Some(decoded)
    }

    /// The place in what was written of a place in `text`, both as byte offsets.
    pub(super) fn written(&self, at: usize) -> usize {
        let before = self.missing.partition_point(|(place, _)| *place <= at);
        at + before.checked_sub(1).and_then(|last| self.missing.get(last)).map_or(0, |(_, missing)| *missing)
    }
}

#[cfg(test)]
mod tests {
    use super::Decoded;

    #[test]
    fn signs_are_decoded_once_and_places_kept() {
        let written = "A --&gt; B &amp; C[&quot;x &amp;gt; y&quot;]";
        let decoded = Decoded::of(written).expect("its line is escaped");
        assert_eq!(decoded.text, "A --> B & C[\"x &gt; y\"]");
        assert_eq!(decoded.count, 5);
        for name in ['A', 'B', 'C', 'x', 'y', ']'] {
            let at = decoded.text.find(name).expect("it is there");
            assert_eq!(written.as_bytes()[decoded.written(at)], decoded.text.as_bytes()[at], "{name}");
        }
    }

    #[test]
    fn a_chart_with_plain_lines_is_left_as_it_is() {
        assert!(Decoded::of("A[\"if x -&gt; y\"] --> B").is_none());
        assert!(Decoded::of("A[a &lt; b] --- B").is_none());
    }
}
