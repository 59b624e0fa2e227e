//! `unset-fact`: a captured fact should be known on every way to the command that needs it.
//!
//! Deliberately absent: outcomes that a person chose without pasting output; then the session asks.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::lint::context::Context;
use crate::model::{
    EndResult, FactName, Matcher, MatcherKind, NodeId, NodeKey, OutcomeId, RunbookId, Template, Test,
};
use crate::prose;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// A captured fact should be known on every way to the command that needs it.
pub(super) static RULE: Rule = Rule {
    name: "unset-fact",
    severity: Severity::Warning,
    summary: "A captured fact should be known on every way to the command that needs it.",
    documentation: r#"## What it does

Reports a placeholder of a captured fact in a command that a walk can come to without the outcome that captures it.
Inputs are asked for when they are needed, so they are always known. A fix is only offered when what it `requires` holds,
so what those outcomes capture is known in it. In the same way a route that compares a check's outcome, or the fact
itself, only leads on where it is known.

## Why it matters

The command is shown with a hole in it, and the person has to find the value somewhere.

## Example

```yaml
checks:
  certificate:
    title: Which certificate is used?
    outcomes:
      found: { title: This one, when: { property: Thumbprint, blank: false }, capture: { thumbprint: Thumbprint }, samples: ["Thumbprint : 5F"], next: activate }
      none-used: { title: None, when: { property: Thumbprint, blank: true }, samples: ["Thumbprint :"], next: oauth-test }
    unsure: activate                       # here nobody knows the thumbprint
fixes:
  activate:
    title: Use the new certificate
    steps: [{ place: ems, command: 'Set-AuthConfig -NewCertificateThumbprint {{ thumbprint }}' }]
```

## How to fix it

Lead every way through an outcome that captures it, let the fix require that outcome, or declare an input of the same
name: then it is asked for where it was not captured.

```yaml
checks:
  certificate:
    unsure: escalate
```
"#,
};

/// A finding for each placeholder that may have no value, with a way on which it has none.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let graph = context.graph;
    if context.has_errors() || !graph.is_whole() {
        return Vec::new();
    }
    let inputs: HashSet<&str> = graph.runbooks().iter().flat_map(|runbook| runbook.inputs.names()).collect();
    // A fact that nothing provides at all is an unknown name.
    let captured: HashSet<&str> = context
        .checks()
        .flat_map(|check| check.node.outcomes.iter())
        .flat_map(|(_, outcome)| outcome.capture.names())
        .filter(|name| !inputs.contains(name))
        .collect();
    let mut users: BTreeMap<&FactName, Vec<(&Node, Span)>> = BTreeMap::new();
    for node in graph.nodes() {
        for placeholder in commands(&node.content).into_iter().flat_map(|command| &command.placeholders) {
            let fact = &placeholder.name.value;
            if captured.contains(fact.as_str()) && !is_required(graph, node, fact) {
                users.entry(fact).or_default().push((node, placeholder.name.span));
            }
        }
    }
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for (fact, users) in users {
        let ways = Ways::without(graph, fact, &users);
        for (node, span) in users {
            if ways.reach(&node.key) && told.insert(span) {
                findings.push(finding(&ways, fact, node, span));
            }
        }
    }
    findings
}

fn finding(ways: &Ways<'_>, fact: &FactName, node: &Node, span: Span) -> Diagnostic {
    let quoted = prose::quoted(fact);
    let way = ways.to(&node.key);
    Diagnostic::new(&RULE, span, format!("{quoted} may not be known here"))
        .note(format!("nothing captures it on the way {}", way.join(" → ")))
        .help(format!(
            "capture {quoted} on that way too, or add an input {quoted}, which is asked for where it was not captured"
        ))
}

/// Whether the fix is only offered after an outcome that captures the fact.
fn is_required(graph: &Graph, node: &Node, fact: &FactName) -> bool {
    let Content::Fix(fix) = &node.content else { return false };
    fix.requires.iter().any(|(required, requirement)| {
        let key = graph.required(&node.home, required);
        requirement.outcomes.iter().all(|outcome| captures(graph, &key, outcome, fact))
    })
}

/// Whether the fact is known once this outcome holds: it captures it, or its test is only true where it is known.
fn captures(graph: &Graph, check: &NodeKey, outcome: &OutcomeId, fact: &FactName) -> bool {
    let Some(node) = graph.node(check) else { return false };
    let Content::Check(content) = &node.content else { return false };
    let Some(outcome) = content.outcomes.get(outcome.as_str()) else { return false };
    outcome.capture.get(fact.as_str()).is_some()
        || outcome.when.as_ref().is_some_and(|when| implies(graph, &node.home, when, fact))
}

/// Whether a test can only be true where the fact is known: it compares the fact itself, or a check's outcome that
/// captures it.
fn implies(graph: &Graph, home: &RunbookId, matcher: &Matcher, fact: &FactName) -> bool {
    match &matcher.kind {
        MatcherKind::All(list) => list.iter().any(|matcher| implies(graph, home, matcher, fact)),
        MatcherKind::Any(list) => list.iter().all(|matcher| implies(graph, home, matcher, fact)),
        MatcherKind::Fact { fact: compared, test } if compared.value == *fact => {
            !matches!(test, Test::Missing(_))
        }
        MatcherKind::Fact { fact: check, test: Test::Equals(operand) } => {
            let check = graph.required(home, &NodeId(check.as_str().to_owned()));
            let outcome = graph.node(&check).and_then(|node| match &node.content {
                Content::Check(check) => check.outcomes.get(operand.0.text.as_str()),
                _ => None,
            });
            outcome.is_some_and(|outcome| outcome.capture.get(fact.as_str()).is_some())
        }
        _ => false,
    }
}

fn commands(content: &Content) -> Vec<&Template> {
    match content {
        Content::Check(check) => check.run.iter().map(|command| &command.command).collect(),
        Content::Fix(fix) => fix.all_steps().filter_map(|step| step.command.as_ref()).collect(),
        Content::Symptom(_) | Content::End(_) => Vec::new(),
    }
}

/// The ways from the symptoms on which a fact is not captured.
struct Ways<'a> {
    came_from: HashMap<&'a NodeKey, Option<(&'a NodeKey, &'a EdgeKind)>>,
}

impl<'a> Ways<'a> {
    /// The ways to these users of the fact. Only nodes before them are looked at, so that each fact costs what leads to it.
    fn without(graph: &'a Graph, fact: &FactName, users: &[(&'a Node, Span)]) -> Self {
        let before = graph.before(users.iter().map(|(node, _)| &node.key));
        let near: HashSet<&NodeKey> = before.iter().map(|node| &node.key).collect();
        let symptoms = before.into_iter().filter(|node| matches!(node.content, Content::Symptom(_)));
        let mut came_from: HashMap<_, _> = symptoms.map(|symptom| (&symptom.key, None)).collect();
        let mut open: VecDeque<&NodeKey> = came_from.keys().copied().collect();
        open.make_contiguous().sort();
        let mut called = Called { graph, fact, known: HashMap::new() };
        while let Some(key) = open.pop_front() {
            for (kind, next) in steps(&mut called, key).into_iter().filter(|(_, next)| near.contains(next)) {
                came_from.entry(next).or_insert_with(|| {
                    open.push_back(next);
                    Some((key, kind))
                });
            }
        }
        Self { came_from }
    }

    fn reach(&self, key: &NodeKey) -> bool {
        self.came_from.contains_key(key)
    }

    /// The nodes of a way to `key`, the symptom first, each with the outcome that is taken.
    fn to(&self, key: &NodeKey) -> Vec<String> {
        let mut way = vec![key.node.to_string()];
        let mut at = key;
        while let Some((before, kind)) = self.came_from.get(at).copied().flatten() {
            way.push(match kind {
                EdgeKind::Outcome(outcome) => format!("{} ({outcome})", before.node),
                EdgeKind::NoneFits => format!("{} (none)", before.node),
                EdgeKind::Unsure => format!("{} (unsure)", before.node),
                EdgeKind::AttemptsUsed => format!("{} (attempts used)", before.node),
                EdgeKind::Start | EdgeKind::Verify | EdgeKind::Return => before.node.to_string(),
            });
            at = before;
        }
        way.reverse();
        way
    }
}

/// The nodes to go on at from `key` without capturing `fact`. A call comes back without it when the called runbook can
/// end resolved without it.
fn steps<'a>(called: &mut Called<'a, '_>, key: &'a NodeKey) -> Vec<(&'a EdgeKind, &'a NodeKey)> {
    let Called { graph, fact, .. } = *called;
    let mut next = Vec::new();
    for (edge, target) in graph.edges(key) {
        let captured =
            matches!(&edge.kind, EdgeKind::Outcome(outcome) if captures(graph, key, outcome, fact));
        if captured || edge.kind == EdgeKind::Return {
            continue;
        }
        next.push((&edge.kind, &target.key));
        if let Some(back) = edge.back.as_ref().and_then(|back| graph.node(back)) {
            next.extend(called.can_resolve(&target.key).then_some((&edge.kind, &back.key)));
        }
    }
    next
}

/// A look into called runbooks. Calls inside them are taken to come back.
struct Called<'a, 'f> {
    graph: &'a Graph,
    fact: &'f FactName,
    /// What is known of the entries that were asked about.
    known: HashMap<&'a NodeKey, bool>,
}

impl<'a> Called<'a, '_> {
    /// Whether a walk that begins at `entry` can end resolved without the fact.
    fn can_resolve(&mut self, entry: &'a NodeKey) -> bool {
        if let Some(known) = self.known.get(entry) {
            return *known;
        }
        let found = self.look(entry);
        self.known.insert(entry, found);
        found
    }

    fn look(&self, entry: &'a NodeKey) -> bool {
        let mut seen = HashSet::from([entry]);
        let mut open = vec![entry];
        while let Some(key) = open.pop() {
            for (edge, target) in self.graph.edges(key) {
                let captured = matches!(&edge.kind, EdgeKind::Outcome(outcome) if captures(self.graph, key, outcome, self.fact));
                if matches!(&target.content, Content::End(end) if end.result.value == EndResult::Resolved)
                    && !captured
                {
                    return true;
                }
                if !captured && edge.back.is_none() && seen.insert(&target.key) {
                    open.push(&target.key);
                }
            }
        }
        false
    }
}
