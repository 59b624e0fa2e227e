//! Nodes and runbooks that are named but not there, or are not what they are used as.
//!
//! Invariant: one reference gives at most one finding.
//! Deliberately absent: names of outcomes, facts, places and sources.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::report::{Lookup, Scope, address, with_suggestion};
use crate::graph::{Content, Node};
use crate::model::{NodeId, NodeKey, NodeRef, Runbook, RunbookId, Target};
use crate::prose;
use crate::source::Spanned;

/// Named nodes exist.
pub(super) static UNKNOWN_NODE: Rule = Rule {
    name: "unknown-node",
    severity: Severity::Error,
    summary: "A node that is named must exist.",
    documentation: r"## What it does

Reports a name of a node that no symptom, check, fix or end bears: in `next`, `unsure`, `none`, `verify`, `else`,
`call`, `return`, `use` and as a key of `requires`.

A plain name means a node of the same runbook; `runbook/node` means a node of another one.

## Why it matters

A walk that takes this way has nowhere to go. The person who follows it is stranded in the middle of an incident.

## Example

```yaml
checks:
  connector:
    outcomes:
      enabled:
        next: oauth-tset    # the check is called oauth-test
```

## How to fix it

Write the name of a node that exists. Where a similar name exists, the finding suggests it. If the node is still to be
written, add it now: an end of result `escalated` is enough to begin with.

```yaml
checks:
  connector:
    outcomes:
      enabled:
        next: oauth-test
```
",
};

/// Named runbooks exist.
pub(super) static UNKNOWN_RUNBOOK: Rule = Rule {
    name: "unknown-runbook",
    severity: Severity::Error,
    summary: "A runbook that is named must exist.",
    documentation: r"## What it does

Reports an address `runbook/node` whose runbook is not in the knowledge base.

## Why it matters

A walk that takes this way has nowhere to go.

## Example

```yaml
checks:
  oauth-test:
    outcomes:
      fails:
        next: auth-cert/expiry   # the runbook is called auth-certificate
```

## How to fix it

Write the name that stands after `runbook:` in the other file. If that runbook was removed on purpose, lead to an end
instead.

```yaml
checks:
  oauth-test:
    outcomes:
      fails:
        next: auth-certificate/expiry
```
",
};

/// Named nodes are of the kind that is needed.
pub(super) static WRONG_KIND: Rule = Rule {
    name: "wrong-kind",
    severity: Severity::Error,
    summary: "A node must be of the kind that it is used as.",
    documentation: r"## What it does

Reports three uses of a node of the wrong kind: a target that is a symptom, a `verify` that is not a check, and a
`requires` that names something other than a check.

## Why it matters

A symptom is an entry: it is where people come from, not where a walk goes. Only a check can prove that a fix worked.
Only a check has outcomes that a fix can require.

## Example

```yaml
fixes:
  enable-connectors:
    verify: resolved      # an end: nothing proves that the fix worked
```

## How to fix it

Let `verify` name the check whose outcome shows that the problem is gone, and let that outcome lead to the end. Instead
of a symptom, name the check that the symptom leads to.

```yaml
fixes:
  enable-connectors:
    verify: oauth-test
```
",
};

/// What a reference needs the node to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// A check, fix or end: the walk goes on there.
    Step,
    /// A check that proves a fix.
    Proof,
    /// A check with outcomes.
    Question,
    /// Anything: another report looks at it.
    Node,
    /// Anything, and most likely a symptom: a walk begins there.
    Entry,
}

/// The findings of one runbook.
pub(super) fn report(scope: &Scope<'_>, runbook: &Runbook) -> Vec<Diagnostic> {
    let home = &runbook.runbook.value;
    let mut findings = Vec::new();
    let mut look = |reference: &NodeRef, needs| findings.extend(finding(scope, home, reference, needs));
    for (_, symptom) in runbook.symptoms.iter() {
        look_at(&symptom.next, Needs::Step, &mut look);
    }
    for (_, check) in runbook.checks.iter() {
        if let Some(reference) = &check.content_of {
            look(reference, Needs::Node);
        }
        let targets = check.outcomes.iter().map(|(_, outcome)| &outcome.next);
        for target in targets.chain(&check.unsure).chain(&check.none) {
            look_at(target, Needs::Step, &mut look);
        }
    }
    for (_, fix) in runbook.fixes.iter() {
        if let Some(reference) = &fix.content_of {
            look(reference, Needs::Node);
        }
        for (required, _) in fix.requires.iter() {
            look(&required_node(required, home), Needs::Question);
        }
        if let Some(target) = &fix.verify {
            look_at(target, Needs::Proof, &mut look);
        }
        if let Some(attempts) = &fix.attempts {
            look_at(&attempts.otherwise, Needs::Step, &mut look);
        }
    }
    findings
}

fn look_at(target: &Target, needs: Needs, look: &mut impl FnMut(&NodeRef, Needs)) {
    look(target.entry(), needs);
    if let Target::Call { back, .. } = target {
        look(back, Needs::Step);
    }
}

/// The node that a key of `requires` names.
fn required_node(name: &Spanned<NodeId>, home: &RunbookId) -> NodeRef {
    let NodeKey { runbook, node } = address(name.as_str(), home);
    NodeRef { runbook: (runbook != *home).then_some(runbook), node, span: name.span }
}

pub(super) fn finding(
    scope: &Scope<'_>,
    home: &RunbookId,
    reference: &NodeRef,
    needs: Needs,
) -> Option<Diagnostic> {
    let key = reference.key(home);
    match scope.node(&key) {
        Lookup::Node(node) => wrong_kind(scope, reference, node, needs),
        Lookup::NoNode => Some(unknown_node(scope, home, reference, &key, needs)),
        Lookup::NoRunbook => Some(unknown_runbook(scope, reference, &key)),
        Lookup::Unread => None,
    }
}

fn unknown_node(
    scope: &Scope<'_>,
    home: &RunbookId,
    reference: &NodeRef,
    key: &NodeKey,
    needs: Needs,
) -> Diagnostic {
    let place = if reference.runbook.is_none() { "this runbook".into() } else { prose::quoted(&key.runbook) };
    let message = format!("no node of {place} is called {}", prose::quoted(&key.node));
    let finding = Diagnostic::new(&UNKNOWN_NODE, reference.span, message).label("names nothing");
    // Symptoms are entries, never targets, so they are not suggested as such.
    let nodes = scope.graph.nodes_of(&key.runbook);
    let names: Vec<&str> = nodes
        .filter(|node| needs == Needs::Entry || !matches!(node.content, Content::Symptom(_)))
        .map(|node| node.key.node.as_str())
        .collect();
    if let Some(near) = prose::near(key.node.as_str(), names) {
        let written = match &reference.runbook {
            Some(runbook) => format!("{runbook}/{near}"),
            None => near.to_owned(),
        };
        return finding.suggest(
            format!("did you mean {}?", prose::quoted(&written)),
            reference.span,
            written,
        );
    }
    let elsewhere = scope.graph.nodes().find(|node| node.key.node == key.node && node.key.runbook != *home);
    match elsewhere {
        Some(node) if reference.runbook.is_none() => {
            let written = node.key.to_string();
            let message = format!("there is a {} {}", node.content.word(), prose::quoted(&written));
            finding.suggest(message, reference.span, written)
        }
        _ => finding.help(format!(
            "write a check, fix or end called {}, or name another one",
            prose::quoted(&key.node)
        )),
    }
}

fn unknown_runbook(scope: &Scope<'_>, reference: &NodeRef, key: &NodeKey) -> Diagnostic {
    let message = format!("no runbook is called {}", prose::quoted(&key.runbook));
    let finding = Diagnostic::new(&UNKNOWN_RUNBOOK, reference.span, message).label("names no runbook");
    let holders: Vec<&RunbookId> = scope
        .graph
        .nodes()
        .filter(|node| node.key.node == key.node && !matches!(node.content, Content::Symptom(_)))
        .map(|node| &node.key.runbook)
        .collect();
    let names: Vec<&str> = scope.graph.runbooks().iter().map(|runbook| runbook.runbook.as_str()).collect();
    let near = prose::near(key.runbook.as_str(), names.iter().copied());
    match (near, holders.as_slice()) {
        (Some(runbook), _) => suggest_runbook(finding, reference, runbook),
        (None, [only]) => {
            finding.help(format!("there is a node {}", prose::quoted(format!("{only}/{}", reference.node))))
        }
        (None, _) => with_suggestion(finding, reference.span, key.runbook.as_str(), names, "runbooks"),
    }
}

/// A runbook that is named by itself, without a node.
pub(super) fn no_such_runbook(scope: &Scope<'_>, id: &Spanned<RunbookId>) -> Diagnostic {
    let message = format!("no runbook is called {}", prose::quoted(&id.value));
    let finding = Diagnostic::new(&UNKNOWN_RUNBOOK, id.span, message).label("names no runbook");
    let names = scope.graph.runbooks().iter().map(|runbook| runbook.runbook.as_str());
    with_suggestion(finding, id.span, id.as_str(), names, "runbooks")
}

fn suggest_runbook(finding: Diagnostic, reference: &NodeRef, runbook: &str) -> Diagnostic {
    let written = format!("{runbook}/{}", reference.node);
    finding.suggest(format!("did you mean {}?", prose::quoted(&written)), reference.span, written)
}

fn wrong_kind(scope: &Scope<'_>, reference: &NodeRef, node: &Node, needs: Needs) -> Option<Diagnostic> {
    let name = prose::quoted(reference);
    let what = match (&node.content, needs) {
        (_, Needs::Node | Needs::Entry) | (Content::Check(_), _) => return None,
        (Content::Symptom(_), _) => {
            format!("{name} is a symptom, where people come in, and no walk goes there")
        }
        (_, Needs::Step) => return None,
        (other, Needs::Proof) => {
            format!("a fix is verified by a check, but {name} is {}", with_article(other))
        }
        (other, Needs::Question) => {
            format!("only a check can be required, but {name} is {}", with_article(other))
        }
    };
    let finding = Diagnostic::new(&WRONG_KIND, reference.span, what)
        .also(node.span, format!("this {} is named", node.content.word()));
    let start =
        scope.graph.edges(&node.key).into_iter().find(|_| matches!(node.content, Content::Symptom(_)));
    Some(match (start, needs) {
        (Some((_, first)), Needs::Step) => finding.help(format!(
            "name the {} it leads to, {}",
            first.content.word(),
            prose::quoted(&first.key.node)
        )),
        (_, Needs::Question) => finding.help("name a check and the outcomes of it that must hold"),
        _ => finding.help("name the check whose outcome shows that it worked"),
    })
}

pub(super) fn with_article(content: &Content) -> &'static str {
    match content {
        Content::Symptom(_) => "a symptom",
        Content::Check(_) => "a check",
        Content::Fix(_) => "a fix",
        Content::End(_) => "an end",
    }
}
