//! `raw-html`: prose is Markdown without raw HTML.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;
use pulldown_cmark::{Event, Parser};

/// Prose is Markdown without raw HTML.
pub(super) static RULE: Rule = Rule {
    name: "raw-html",
    severity: Severity::Warning,
    summary: "Prose is Markdown without raw HTML.",
    documentation: r"## What it does

Reports HTML tags and comments in prose fields such as `summary`, `detail`, `why` and `impact`.

## Why it matters

HTML in prose is never interpreted: the site and the terminal show it as text, angle brackets and all. So it does not do
what its author wanted, and it looks like a mistake.

## Example

```yaml
checks:
  connector:
    why: An <b>enabled</b> connector means OAuth.
```

## How to fix it

Use Markdown: `**bold**`, `*emphasis*`, lists, tables, links. For a word in angle brackets, write it as code: `` `<name>` ``.

```yaml
checks:
  connector:
    why: An **enabled** connector means OAuth.
```
",
};

/// A finding for each text with HTML in it.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    file.prose()
        .into_iter()
        .filter_map(|text| {
            let html = first_html(text.as_str())?;
            let message = format!("{} is raw HTML, which is shown as text", prose::quoted(shorten(&html)));
            Some(
                Diagnostic::new(&RULE, text.0.span, message)
                    .help("use Markdown, or write a word in angle brackets as code between backquotes"),
            )
        })
        .collect()
}

fn first_html(text: &str) -> Option<String> {
    if !text.contains('<') {
        return None;
    }
    Parser::new(text).find_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.trim().to_owned()),
        _ => None,
    })
}

fn shorten(html: &str) -> String {
    let line = prose::visible_line(html.lines().next().unwrap_or_default());
    if line.chars().count() > 40 { line.chars().take(40).chain(['…']).collect() } else { line }
}
