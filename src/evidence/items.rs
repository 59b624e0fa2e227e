//! The elements of a printed list: `{a, b}`.
//!
//! Invariant: an element is whole; one that may be half of itself is left out, and the list is not complete.
//! Deliberately absent: what the elements mean. A comma inside an element (`CN=a, O=b`) cannot be told from one between
//! elements.

use crate::evidence::Items;

/// The elements of `{a, b}`; none if the value is no list.
pub(crate) fn items(value: &str) -> Option<Items> {
    let inner = value.strip_prefix('{')?;
    // An object in JSON, and a GUID in braces.
    if inner.trim_start().starts_with('"') && inner.contains("\":") {
        return None;
    }
    let (inner, closed) = match inner.strip_suffix('}') {
        Some(inner) => (inner.trim(), true),
        None => (inner.trim(), false),
    };
    let shown = inner.trim_end_matches(['.', '…']);
    let ellipsis = ends_in_ellipsis(inner);
    let inner = if ellipsis { shown.trim_end().trim_end_matches(',') } else { inner };
    let mut values = elements(inner);
    if !closed && !ellipsis {
        // The last element may be half of itself.
        values.pop();
    }
    let complete = closed && !ellipsis && !values.iter().any(|value| ends_in_ellipsis(value));
    Some(Items { values, complete })
}

/// Splits at commas that white space follows, outside brackets of the elements' own.
fn elements(inner: &str) -> Vec<String> {
    let mut values = Vec::new();
    let (mut depth, mut start) = (0usize, 0usize);
    let mut add = |part: Option<&str>| {
        values.extend(part.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
    };
    let balanced = is_balanced(inner);
    let mut characters = inner.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '{' | '[' if balanced => depth += 1,
            '}' | ']' if balanced => depth = depth.saturating_sub(1),
            ',' if depth == 0 && characters.peek().is_some_and(|(_, next)| next.is_whitespace()) => {
                add(inner.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    add(inner.get(start..));
    values
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0i64;
    let never_below = text.bytes().all(|byte| {
        depth += i64::from(b"{[".contains(&byte)) - i64::from(b"}]".contains(&byte));
        depth >= 0
    });
    never_below && depth == 0
}

/// Whether a line of text opens a bracket that it does not close.
pub(crate) fn has_open_bracket(text: &str) -> bool {
    let count = |bracket: u8| text.bytes().filter(|byte| *byte == bracket).count();
    text.contains(['(', '['])
        && !text.contains('\n')
        && (count(b'(') > count(b')') || count(b'[') > count(b']'))
}

/// Whether a text ends in `...` or `…`.
pub(crate) fn ends_in_ellipsis(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

#[cfg(test)]
mod tests {
    use crate::evidence::items::items;

    #[test]
    fn lists_are_taken_apart_and_cut_ones_say_so() {
        for (value, elements, complete) in [
            ("{contoso.com, mail.contoso.com}", vec!["contoso.com", "mail.contoso.com"], true),
            ("{}", vec![], true),
            ("{Basic, Ntlm...}", vec!["Basic", "Ntlm"], false),
            ("{Basic, Ntlm…}", vec!["Basic", "Ntlm"], false),
            ("{ contoso.com, … }", vec!["contoso.com"], false),
            ("{contoso.com, mail.con", vec!["contoso.com"], false),
            ("{{a, b}, {c}}", vec!["{a, b}", "{c}"], true),
            ("{[Server, EX01], [Site, A]}", vec!["[Server, EX01]", "[Site, A]"], true),
            ("{0.0.0.0:25, [::]:25}", vec!["0.0.0.0:25", "[::]:25"], true),
            ("{a{, b}", vec!["a{", "b"], true),
            ("{a,\nb,\nc}", vec!["a", "b", "c"], true),
            ("{a..., b}", vec!["a...", "b"], false),
        ] {
            let items = items(value).expect("it is a list");
            assert_eq!(items.values, elements, "{value}");
            assert_eq!(items.complete, complete, "{value}");
        }
        assert_eq!(items("IIS, SMTP"), None);
        assert_eq!(items("{\"Enabled\": true, \"Name\": \"x\"}"), None);
    }
}
