//! `missing-alt`: an image must say in words what it shows.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// An image must say in words what it shows.
pub(super) static RULE: Rule = Rule {
    name: "missing-alt",
    severity: Severity::Error,
    summary: "An image must say in words what it shows.",
    documentation: r"## What it does

Reports an image in prose whose alternative text is empty.

## Why it matters

The terminal and the site show these words in its place, and a screen reader speaks them. Without them there is nothing.

## Example

```yaml
checks:
  connector:
    why: 'It is set here: ![](settings.png)'
```

## How to fix it

Say what is seen in it, or what has to be done:

```yaml
checks:
  connector:
    why: 'It is set here: ![The tab *Delivery* with the box *Route all mail* ticked](settings.png)'
```
",
};

/// A finding for each text with such an image.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.prose()
        .into_iter()
        .filter(|text| has_silent_image(text.as_str()))
        .map(|text| {
            Diagnostic::new(&RULE, text.0.span, "this text holds an image without words")
                .help("write between the brackets what is seen in it: `![The tab Delivery](…)`")
        })
        .collect()
}

fn has_silent_image(text: &str) -> bool {
    if !text.contains("![") {
        return false;
    }
    let mut words: Option<String> = None;
    for event in Parser::new(text) {
        match (event, &mut words) {
            (Event::Start(Tag::Image { .. }), _) => words = Some(String::new()),
            (Event::End(TagEnd::Image), Some(said)) if said.trim().is_empty() => return true,
            (Event::End(TagEnd::Image), _) => words = None,
            (Event::Text(text) | Event::Code(text), Some(said)) => said.push_str(&text),
            _ => {}
        }
    }
    false
}
