//! `broken-link`: a link inside the knowledge base must lead somewhere.
//!
//! Deliberately absent: links to other sites (nothing here asks the network), and to pages that are no runbook.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::context::Context;
use crate::lint::texts::prose_texts;
use crate::model::{NodeId, NodeKey, Runbook, RunbookId};
use crate::prose;
use pulldown_cmark::{Event, Parser, Tag};
use std::collections::HashMap;

/// A link inside the knowledge base must lead somewhere.
pub(super) static RULE: Rule = Rule {
    name: "broken-link",
    severity: Severity::Error,
    summary: "A link inside the knowledge base must lead somewhere.",
    documentation: r"## What it does

Looks at links in prose that stay inside: `[the test](#oauth-test)` to a node of the same runbook, and
`[the test](hybrid-oauth.html#oauth-test)` to a node of another one.

## Why it matters

A link that leads nowhere is found out by the person who needed it.

## Example

```yaml
checks:
  connector:
    why: See [the certificate](auth-certificate.html#expirey).
```

## How to fix it

Correct the name of the node; it stands in the table of its runbook.

```yaml
checks:
  connector:
    why: See [the certificate](auth-certificate.html#expiry).
```
",
};

/// A finding for each link to a node that is not there.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    if context.has_errors() {
        return Vec::new();
    }
    let graph = context.graph;
    let homes: HashMap<_, &Runbook> =
        graph.runbooks().iter().map(|runbook| (runbook.runbook.span.file, runbook)).collect();
    let mut findings = Vec::new();
    for text in prose_texts(graph).into_iter().filter(|text| text.as_str().contains("](")) {
        let home = homes.get(&text.0.span.file).copied();
        for link in inner_links(text.as_str()) {
            let Some((page, anchor)) = link.split_once('#') else { continue };
            let runbook = match page.strip_suffix(".html") {
                Some(name) => graph.runbook(&RunbookId(name.to_owned())),
                None if page.is_empty() => home,
                None => None,
            };
            let Some(runbook) = runbook.filter(|_| !anchor.is_empty() && !anchor.starts_with('_')) else {
                continue;
            };
            let id = &runbook.runbook.value;
            if graph.node(&NodeKey::new(id.clone(), anchor)).is_none() {
                let message = format!("{} has no node {}", prose::quoted(id), prose::quoted(anchor));
                let finding = Diagnostic::new(&RULE, text.0.span, message);
                let names = graph.node_names(id).map(NodeId::as_str);
                findings.push(match prose::near(anchor, names) {
                    Some(near) => {
                        finding.help(format!("did you mean {}?", prose::quoted(format!("#{near}"))))
                    }
                    None => finding.help("correct the name behind `#`"),
                });
            }
        }
    }
    findings
}

/// The addresses of links and images that name no other site.
fn inner_links(text: &str) -> Vec<String> {
    Parser::new(text)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        })
        .filter(|address| !address.contains(':') && !address.starts_with("//"))
        .collect()
}
