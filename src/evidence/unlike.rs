//! Properties in forms that no list has: `Name = Value`, `@{Name=Value; …}`, line ends written as `\\n`.
//!
//! Invariant: they are not read, because a script looks the same; that they are there is said once.
//! Deliberately absent: their values.

use crate::evidence::line::{Form, Line};
use crate::evidence::{Doubt, DoubtKind, Lines};

/// The longest name in front of an equals sign, in bytes.
const LONGEST: usize = 60;

/// The doubt about lines that nothing has read but that look like properties.
pub(crate) fn find(lines: &[Line<'_>], used: &[bool]) -> Option<Doubt> {
    let free = lines
        .iter()
        .zip(used)
        .filter(|(line, used)| !**used && line.form == Form::Text)
        .map(|(line, _)| line);
    let mut first = None;
    let mut set = 0;
    for line in free {
        // The lines of a comparison of two texts contradict each other.
        let whole = is_hashtable(line.text) || has_written_ends(line.text) || line.text.starts_with("@@ -");
        if whole || is_set(line.text) {
            set += 1;
            let first = *first.get_or_insert(line.number);
            if whole || set > 1 {
                let text = "Names and values stand here in a form that is not read; run the command again with \
                            `| Format-List` and paste what it prints";
                let lines = Some(Lines::new(first, line.number));
                return Some(Doubt { kind: DoubtKind::Unread, text: text.into(), lines });
            }
        }
    }
    None
}

/// `Enabled = False`, `Enabled=False`, `Enabled -> False`: a name as properties have, and no text of a script behind it.
fn is_set(text: &str) -> bool {
    let length = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let (name, rest) = text.split_at_checked(length).unwrap_or_default();
    let rest = rest.trim_start();
    let value = rest
        .strip_prefix("->")
        .or_else(|| rest.strip_prefix('=').filter(|rest| !rest.starts_with(['=', '>'])));
    let script = |value: &str| value.trim_start().starts_with(['"', '\'', '$', '@', '[', '(']);
    length > 2
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && value.is_some_and(|value| !script(value))
}

/// What PowerShell makes of an object in a string: `@{Name=HybridIOC; Enabled=False}`.
fn is_hashtable(text: &str) -> bool {
    text.starts_with("@{")
        && text.ends_with('}')
        && text.split_once('=').is_some_and(|(_, rest)| rest.contains("; "))
}

/// Whether a line holds several line ends as JSON and logs write them, with properties between them.
fn has_written_ends(text: &str) -> bool {
    let parts = text.split("\\n").filter(|part| part.contains(" :") || part.contains(": "));
    text.contains("\\n") && parts.take(3).count() == 3
}

#[cfg(test)]
mod tests {
    use crate::evidence::{DoubtKind, read};

    #[test]
    fn properties_in_other_forms_are_noticed() {
        for text in [
            "Name = HybridIOC\nEnabled = False\n",
            "class IntraOrganizationConnector\n{\n  Name = HybridIOC\n  Enabled = False\n}\n",
            "@{Name=HybridIOC; Enabled=False}\n",
            "--- a\n+++ b\n@@ -1,2 +1,2 @@\n Name    : A\n-Enabled : True\n+Enabled : False\n",
            "'[PS] out\\r\\nName    : A\\r\\nEnabled : True\\r\\nRealm   :\\r\\n'\n",
        ] {
            let reading = read(text);
            assert!(
                reading.doubts.iter().any(|doubt| doubt.kind == DoubtKind::Unread),
                "{text}: {reading:?}"
            );
        }
    }

    #[test]
    fn scripts_and_sentences_are_not() {
        for text in [
            "$params = @{\n  Name = \"HybridIOC\"\n  Enabled = $true\n}\n",
            "if (A == B) it is\nso that x = y\n",
            "Name    : A\nFilter  : x -eq 'a'\n",
        ] {
            assert!(read(text).doubts.is_empty(), "{text}");
        }
    }
}
