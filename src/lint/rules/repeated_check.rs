//! `repeated-check`: a check should not be asked twice while nothing has changed.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{Content, Node};
use crate::lint::context::Context;
use crate::model::NodeKey;
use crate::prose;
use std::collections::BTreeMap;

/// A check should not be asked twice while nothing has changed.
pub(super) static RULE: Rule = Rule {
    name: "repeated-check",
    severity: Severity::Warning,
    summary: "A check should not be asked twice while nothing has changed.",
    documentation: r"## What it does

Reports a check with the content of another one (`use`) where every walk that comes to it has just asked that one, and
neither did a fix nor came back from a called runbook in between.

## Why it matters

The answer is known. Being asked again costs time, and makes people doubt the first answer.

## Example

```yaml
checks:
  connector:
    outcomes:
      disabled:
        next: connector-again
  connector-again:
    use: connector
    outcomes: { enabled: { next: oauth-test }, disabled: { next: enable-connectors } }
    unsure: escalate
```

## How to fix it

Ask something new, or lead on. Where other ways come here too, use a route instead, which decides by what is known:

```yaml
checks:
  connector-again:
    # no use
    title: What was the connector?
    outcomes:
      enabled: { when: { fact: connector, equals: enabled }, next: oauth-test }
      disabled: { when: { fact: connector, equals: disabled }, next: enable-connectors }
```
",
};

/// A finding for each such check.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let graph = context.graph;
    if context.has_errors() || !graph.is_whole() {
        return Vec::new();
    }
    let mut same: BTreeMap<NodeKey, Vec<&Node>> = BTreeMap::new();
    for node in graph.nodes() {
        let Content::Check(check) = &node.content else { continue };
        let Some(origin) = &check.content_of else { continue };
        same.entry(origin.key(&node.key.runbook)).or_default().push(node);
    }
    let mut findings = Vec::new();
    for (origin, users) in same {
        let all: Vec<&Node> = graph.node(&origin).into_iter().chain(users.iter().copied()).collect();
        for later in users {
            let earlier = all
                .iter()
                .find(|earlier| earlier.key != later.key && graph.always_follows(&later.key, &earlier.key));
            if let Some(earlier) = earlier {
                let message = format!(
                    "{} asks the same as {}, and nothing changed in between",
                    prose::quoted(&later.key.node),
                    prose::quoted(&earlier.key.node)
                );
                findings.push(
                    Diagnostic::new(&RULE, later.span, message)
                        .also(earlier.span, "asked here before")
                        .help("use a route, which decides by what is known"),
                );
            }
        }
    }
    findings
}
