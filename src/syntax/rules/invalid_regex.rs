//! `invalid-regex`: a regular expression does not compile.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::prose::visible_line;
use crate::source::Span;

/// Regular expressions compile.
pub(in crate::syntax) static INVALID_REGEX: Rule = Rule {
    name: "invalid-regex",
    severity: Severity::Error,
    summary: "Regular expressions compile.",
    documentation: r"## What it does

Compiles every `matches`. Case is ignored, `^` and `$` match at lines.

## Why it matters

A pattern that does not compile recognises nothing.

## Example

```yaml
when: { matches: 'Enabled : (True|Yes' }
```

## How to fix it

Correct the expression. Put it in single quotes, so that YAML leaves backslashes alone. Look-around and back-references are not available: matching takes linear time, whatever the text. For a plain text use `text` (or `contains`) instead.

```yaml
when: { matches: 'Enabled : (True|Yes)' }
```
",
};

/// `pattern` at `span` does not compile; `reason` is the library's.
pub(in crate::syntax) fn finding(span: Span, pattern: &str, reason: &str) -> Diagnostic {
    let finding = Diagnostic::new(&INVALID_REGEX, span, "this regular expression does not compile")
        .label(visible_line(reason))
        .help("for a plain text use `text` (anywhere in the output) or `contains` (in a property) instead of `matches`");
    if pattern.contains("(?=")
        || pattern.contains("(?!")
        || pattern.contains("(?<=")
        || pattern.contains("(?<!")
    {
        finding.note("look-around is not available, because matching must take linear time")
    } else {
        finding
    }
}
