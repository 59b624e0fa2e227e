//! `endless-loop`: every loop must pass a fix with an attempts limit.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{Content, Graph, Node};
use crate::lint::context::Context;
use crate::prose;

/// Every loop must pass a fix with an attempts limit.
pub(super) static RULE: Rule = Rule {
    name: "endless-loop",
    severity: Severity::Error,
    summary: "Every loop must pass a fix with an attempts limit.",
    documentation: r"## What it does

Reports a loop that a walk can go around any number of times. The way from a fix with `attempts` to its verification can
be taken only so often, so a loop over it ends. A call counts as a way to its return, unless the called runbook can only
end resolved over such a fix.

## Why it matters

Going around again only helps after something changed. A loop of questions, or a fix that may be tried for ever, keeps a
person busy instead of telling them to call somebody.

## Example

```yaml
fixes:
  restart:
    title: Restart the service
    verify: connector     # whose outcome `disabled` leads back to `restart`
    # no attempts
```

## How to fix it

Limit the fix, and say what follows when it was tried often enough:

```yaml
fixes:
  restart:
    attempts: { limit: 2, else: escalate }
```

A loop of checks alone has a target that should lead forward.
",
};

/// A finding for each part of the graph that a walk can go around without end.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.graph.endless_loops().into_iter().filter_map(|nodes| finding(context.graph, &nodes)).collect()
}

fn finding(graph: &Graph, nodes: &[&Node]) -> Option<Diagnostic> {
    let (first, last) = (nodes.first()?, nodes.last()?);
    let home = &first.key.runbook;
    let name = |node: &Node| {
        if node.key.runbook == *home { node.key.node.to_string() } else { node.key.to_string() }
    };
    // The edge that closes the loop is where it is most likely to be mended.
    let (closing, _) = graph.edges(&last.key).into_iter().find(|(_, next)| next.key == first.key)?;
    let mut way: Vec<String> = nodes.iter().map(|node| name(node)).collect();
    way.push(name(first));
    let message = format!("a walk can go around without end: {}", shorten(&way).join(" → "));
    let fix = nodes.iter().find(|node| matches!(node.content, Content::Fix(_)));
    let finding =
        Diagnostic::new(&RULE, closing.span, message).label("goes back").also(first.span, "to this node");
    Some(match fix {
        Some(fix) => finding.also(fix.span, "may be tried any number of times").help(format!(
            "limit it: add `attempts: {{ limit: 2, else: … }}` to the fix {}",
            prose::quoted(&fix.key.node)
        )),
        None => {
            finding.help("no fix is on this way, so nothing changes: lead forward from one of these nodes")
        }
    })
}

/// The way with its middle left out where it is long.
fn shorten(way: &[String]) -> Vec<String> {
    match way {
        [first @ .., _, _, _] if first.len() > 5 => {
            let (start, end) = (&way[..4], &way[way.len() - 3..]);
            [start, &["…".to_owned()], end].concat()
        }
        _ => way.to_vec(),
    }
}
