//! Results in the form that continuous integration reads: the XML of `JUnit`.
//!
//! Invariant: the document is well-formed whatever the titles and messages hold; counts agree with the cases in it.
//! Deliberately absent: times. The clock is not this floor's, and a case takes less than a millisecond.

use crate::scenario::case::{Ran, Suite};
use crate::source::{SourceFile, SourceMap};
use std::fmt::Write as _;

/// All results as one document; a suite for each file.
pub fn junit(suites: &[(&Suite, &SourceMap)]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let tests: usize = suites.iter().map(|(suite, _)| suite.ran.len()).sum();
    let failures: usize = suites.iter().map(|(suite, _)| suite.failed()).sum();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "<testsuites name=\"triagebook\" tests=\"{tests}\" failures=\"{failures}\">");
    for (suite, sources) in suites {
        for (id, file) in sources.files() {
            let ran: Vec<&Ran> = suite.ran.iter().filter(|ran| ran.span.file == id).collect();
            if !ran.is_empty() {
                of_file(&mut out, file, &ran, sources);
            }
        }
    }
    out.push_str("</testsuites>\n");
    out
}

fn of_file(out: &mut String, file: &SourceFile, ran: &[&Ran], sources: &SourceMap) {
    let name = escaped(file.name());
    let failed = ran.iter().filter(|ran| !ran.failures.is_empty()).count();
    let tests = ran.len();
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">"
    );
    for ran in ran {
        let line = file.position(ran.span.start).line;
        let title = escaped(&ran.title);
        let _ = write!(
            out,
            "    <testcase name=\"{title}\" classname=\"{name}\" file=\"{name}\" line=\"{line}\""
        );
        let [first, ..] = ran.failures.as_slice() else {
            out.push_str("/>\n");
            continue;
        };
        let _ = writeln!(
            out,
            ">\n      <failure message=\"{}\" type=\"{}\">",
            escaped(&first.message),
            first.rule.name
        );
        for failure in &ran.failures {
            let place = sources.location(failure.primary.span);
            let _ = writeln!(out, "{}", escaped(&format!("{place}: {}", failure.message)));
            for note in &failure.notes {
                let _ = writeln!(out, "  {}", escaped(note));
            }
        }
        out.push_str("      </failure>\n    </testcase>\n");
    }
    out.push_str("  </testsuite>\n");
}

/// A text that may stand in an attribute or an element. Characters that XML does not allow are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
