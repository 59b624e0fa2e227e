//! Properties in forms that no list has: `Name = Value`, `Name | Value`, `@{Name=Value; …}`, line ends written as `\\n`.
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
        let whole = is_hashtable(line.text)
            || has_written_ends(line.text)
            || has_written_quotes(line.text)
            || is_dashed_switch(line.text)
            || line.text.starts_with("@@ -");
        if whole || is_set(line.text) || is_quoted_pair(line.text) || is_found_pair(line.text) {
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

/// `"Enabled : False",`: a line of a list in a list of JSON.
fn is_quoted_pair(text: &str) -> bool {
    let inner = text.trim_end_matches(',').strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let name = inner.and_then(|inner| inner.split_once(" :")).map(|(name, _)| name.trim());
    name.is_some_and(is_name)
}

/// Whether a text is a word as names of properties are: letters and digits behind a capital.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `out.txt:3:Enabled : False`: what a search in files found, behind the number of its line.
fn is_found_pair(text: &str) -> bool {
    let Some((before, value)) = text.split_once(" :") else { return false };
    let Some((place, name)) = before.rsplit_once(':') else { return false };
    let number = place.rsplit(':').next().unwrap_or_default();
    (value.is_empty() || value.starts_with(' '))
        && (1..7).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && is_name(name.trim())
}

/// What `openssl x509 -dates -subject` prints.
const OF_CERTIFICATES: [&str; 6] =
    ["notBefore", "notAfter", "subject", "issuer", "serial", "SHA1 Fingerprint"];

/// `Enabled = False`, `Enabled=False`, `Enabled -> False`: a name as properties have, and no text of a script behind it.
fn is_set(text: &str) -> bool {
    if OF_CERTIFICATES.iter().any(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with('='))) {
        return true;
    }
    let length = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let (name, rest) = text.split_at_checked(length).unwrap_or_default();
    let rest = rest.trim_start();
    let value = rest
        .strip_prefix("->")
        .or_else(|| rest.strip_prefix("| ").filter(|rest| !rest.contains('|')))
        .or_else(|| rest.strip_prefix('=').filter(|rest| !rest.starts_with(['=', '>'])));
    let script = |value: &str| value.trim_start().starts_with(['"', '\'', '$', '@', '[', '(']);
    length > 2
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && value.is_some_and(|value| !script(value))
}

/// `1. **Enabled** – False`: a name, a dash and a switch, as people write notes.
fn is_dashed_switch(text: &str) -> bool {
    if !text.ends_with(['e', '*', '`', '.']) {
        return false;
    }
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".)*-• ".contains(c));
    let parts = [" – ", " — ", " - ", " → "].iter().find_map(|dash| text.split_once(dash));
    parts.is_some_and(|(name, value)| {
        is_name(name.trim_end_matches(['*', ' ']))
            && matches!(value.trim_matches(['*', '`', ' ', '.']), "True" | "False")
    })
}

/// Whether a line holds JSON as the text of another JSON value: `{\"Enabled\":false}`.
fn has_written_quotes(text: &str) -> bool {
    text.contains('\\') && text.contains("{\\\"") && text.contains("\\\":")
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
            "out.txt:3:Name    : HybridIOC\nout.txt:4:Enabled : False\n",
            "3:Name    : HybridIOC\n4:Enabled : False\n9:Realm   :\n",
            "Name | HybridIOC\nEnabled | False\n",
            "1. **Name** – HybridIOC\n2. **Enabled** – False\n",
            "\"{\\\"Name\\\":\\\"HybridIOC\\\",\\\"Enabled\\\":false}\"\n",
            "--- a\n+++ b\n@@ -1,2 +1,2 @@\n Name    : A\n-Enabled : True\n+Enabled : False\n",
            "[\n  \"Name    : HybridIOC\",\n  \"Enabled : False\"\n]\n",
            "notBefore=Jan  5 00:00:00 2026 GMT\nnotAfter=Feb  5 23:59:59 2027 GMT\n",
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
