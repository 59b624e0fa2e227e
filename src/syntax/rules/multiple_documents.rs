//! `multiple-documents`: a file holds several YAML documents.
//!
//! Deliberately absent: finding the places that break it.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::Span;

/// A file holds one YAML document.
pub(in crate::syntax) static MULTIPLE_DOCUMENTS: Rule = Rule {
    name: "multiple-documents",
    severity: Severity::Error,
    summary: "A file holds one YAML document.",
    documentation: r"## What it does

Reports a second document, begun by `---` on a line of its own. It is not read.

## Why it matters

One file is one runbook: its name is the runbook's name, and findings name the file.

## Example

```yaml
title: The wizard ends with HCW8064
---
runbook: hcw8078
```

## How to fix it

Put the second document in a file of its own. A `---` inside a text belongs in a block after `|`, indented.
",
};

/// The second document begins at `span`.
pub(in crate::syntax) fn finding(span: Span) -> Diagnostic {
    Diagnostic::new(&MULTIPLE_DOCUMENTS, span, "a second document begins here, and it was not read")
        .help("one file holds one runbook: put the second in a file of its own")
}
