//! Nodes that take their content from another node by `use`.
//!
//! Invariant: the graph holds a merged node only where nothing is reported here that would leave it without content.
//! Deliberately absent: a `use` of a node that is not there (`node_names`).

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::graph::report::{Lookup, Scope, outcome_names, with_suggestion};
use crate::graph::{Content, Node};
use crate::model::{Check, Fix, NodeId, NodeRef, Runbook};
use crate::prose;
use crate::source::{Span, Spanned};

/// `use` names a node of the same kind with content of its own.
pub(super) static INVALID_USE: Rule = Rule {
    name: "invalid-use",
    severity: Severity::Error,
    summary: "`use` must name a node of the same kind that holds its own content, and every edge must be given.",
    documentation: r"## What it does

Reports a `use` that cannot work:

- it names a node of another kind: a check can use a check, a fix can use a fix;
- it names a node that itself says `use`;
- an outcome of the used check has no `next` here;
- content is written beside it that would have no effect.

## Why it matters

A node with `use` shows what the other node shows, and goes its own ways from there. An outcome without a way is a dead
end; content that is silently ignored misleads the next author.

## Example

```yaml
# auth-certificate/expiry has the outcomes `valid` and `expired`
checks:
  connector:
    outcomes:
      enabled:
        next: certificate
  certificate:
    use: auth-certificate/expiry
    outcomes:
      valid: { next: oauth-test }     # where does `expired` lead?
    unsure: escalate
```

## How to fix it

Name the node that holds the content, and give each of its outcomes a `next`. Remove everything but `outcomes` (with
`next`), `unsure` and `none` from a check, and everything but `verify` and `attempts` from a fix.

```yaml
checks:
  certificate:
    outcomes:
      valid: { next: oauth-test }
      expired: { next: escalate }
```
",
};

/// The findings of one runbook.
pub(super) fn report(scope: &Scope<'_>, runbook: &Runbook) -> Vec<Diagnostic> {
    let home = &runbook.runbook.value;
    let mut findings = Vec::new();
    for (name, check) in runbook.checks.iter() {
        let Some(reference) = &check.content_of else { continue };
        let Lookup::Node(origin) = scope.node(&reference.key(home)) else { continue };
        match &origin.content {
            Content::Check(_) if origin.content.taken_from().is_some() => {
                findings.push(chain(reference, origin));
            }
            Content::Check(content) => {
                findings.extend(outcomes(scope, name, check, origin, content));
                findings.extend(idle_check(check));
            }
            _ => findings.push(wrong_kind(reference, origin, "check")),
        }
    }
    for (_, fix) in runbook.fixes.iter() {
        let Some(reference) = &fix.content_of else { continue };
        let Lookup::Node(origin) = scope.node(&reference.key(home)) else { continue };
        match &origin.content {
            Content::Fix(_) if origin.content.taken_from().is_some() => {
                findings.push(chain(reference, origin));
            }
            Content::Fix(_) => findings.extend(idle_fix(fix)),
            _ => findings.push(wrong_kind(reference, origin, "fix")),
        }
    }
    findings
}

fn chain(reference: &NodeRef, origin: &Node) -> Diagnostic {
    let finding = Diagnostic::new(
        &INVALID_USE,
        reference.span,
        format!("{} takes its own content from another node", prose::quoted(reference)),
    );
    match origin.content.taken_from() {
        Some(further) => {
            let key = further.key(&origin.key.runbook).to_string();
            let message = format!("use {} itself", prose::quoted(&key));
            finding.also(further.span, "it is taken from here").mend(message, reference.span, key)
        }
        None => finding,
    }
}

fn wrong_kind(reference: &NodeRef, origin: &Node, kind: &str) -> Diagnostic {
    let word = origin.content.word();
    let article = if word == "end" { "an" } else { "a" };
    let message =
        format!("a {kind} can only use a {kind}, but {} is {article} {word}", prose::quoted(reference));
    Diagnostic::new(&INVALID_USE, reference.span, message)
        .also(origin.span, "this node")
        .help(format!("name a {kind}, or write the content here"))
}

/// Outcomes of the used check without an edge here, and outcomes here that it does not have.
fn outcomes(
    scope: &Scope<'_>,
    name: &Spanned<NodeId>,
    own: &Check,
    origin: &Node,
    content: &Check,
) -> Vec<Diagnostic> {
    if scope.is_damaged(&origin.key.runbook) {
        return Vec::new();
    }
    let mut missing: Vec<&str> =
        content.outcomes.names().filter(|outcome| own.outcomes.get(outcome).is_none()).collect();
    let mut findings = Vec::new();
    for (outcome, _) in own.outcomes.iter() {
        if content.outcomes.get(outcome.as_str()).is_some() {
            continue;
        }
        let message =
            format!("{} has no outcome {}", prose::quoted(&origin.key), prose::quoted(&outcome.value));
        let finding = Diagnostic::new(&outcome_names::UNKNOWN_OUTCOME, outcome.span, message)
            .also(origin.span, "the check that is used");
        // A name written wrongly is one mistake, not also a missing edge.
        if let Some(meant) = prose::near(outcome.as_str(), missing.iter().copied()) {
            missing.retain(|other| *other != meant);
            findings.push(with_suggestion(finding, outcome.span, outcome.as_str(), [meant], "outcomes"));
        } else {
            findings.push(finding.help("remove it: the outcomes come from the check that is used"));
        }
    }
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(prose::quoted).collect();
        let message = format!(
            "{} does not say where {} of {} {}",
            prose::quoted(&name.value),
            prose::and(&names),
            prose::quoted(&origin.key),
            if missing.len() == 1 { "leads" } else { "lead" },
        );
        findings.push(
            Diagnostic::new(&INVALID_USE, name.span, message)
                .also(origin.span, "the check that is used")
                .help(format!("under `outcomes`, give {} a `next`", prose::and(&names))),
        );
    }
    findings
}

/// Content beside `use` in a check: it would have no effect.
fn idle_check(check: &Check) -> Option<Diagnostic> {
    let outcomes = check.outcomes.iter().map(|(_, outcome)| outcome);
    let in_outcomes = outcomes.filter_map(|outcome| {
        let title = outcome.title.as_ref().map(|title| ("title", title.span));
        let detail = outcome.detail.as_ref().map(|detail| ("detail", detail.0.span));
        let when = outcome.when.as_ref().map(|matcher| ("when", matcher.span));
        let sample = outcome.samples.first().map(|sample| ("samples", sample.span));
        title.or(detail).or(when).or(sample)
    });
    let first = [
        check.title.as_ref().map(|title| ("title", title.span)),
        check.why.as_ref().map(|why| ("why", why.0.span)),
        check.run.first().map(|command| ("run", command.command.text.span)),
        check.ask.as_ref().map(|ask| ("ask", ask.0.span)),
        check.minutes.as_ref().map(|minutes| ("minutes", minutes.span)),
        check.undecided.first().map(|sample| ("undecided", sample.span)),
        check.sources.first().map(|source| ("sources", source.span)),
        check.unconfirmed.as_ref().map(|text| ("unconfirmed", text.0.span)),
    ];
    first.into_iter().flatten().chain(in_outcomes).next().map(idle)
}

/// Content beside `use` in a fix: it would have no effect.
fn idle_fix(fix: &Fix) -> Option<Diagnostic> {
    let step = fix.steps.first().and_then(|step| {
        let action = step.action.as_ref().map(|action| action.0.span);
        action.or_else(|| step.command.as_ref().map(|command| command.text.span))
    });
    let first = [
        fix.title.as_ref().map(|title| ("title", title.span)),
        fix.detail.as_ref().map(|detail| ("detail", detail.0.span)),
        fix.requires.iter().next().map(|(name, _)| ("requires", name.span)),
        fix.risk.as_ref().map(|risk| ("risk", risk.span)),
        fix.role.as_ref().map(|role| ("role", role.span)),
        fix.impact.as_ref().map(|impact| ("impact", impact.0.span)),
        step.map(|span| ("steps", span)),
        fix.stop_if.as_ref().map(|text| ("stop_if", text.0.span)),
        fix.wait.as_ref().map(|wait| ("wait", wait.span)),
        fix.minutes.as_ref().map(|minutes| ("minutes", minutes.span)),
        fix.sources.first().map(|source| ("sources", source.span)),
        fix.unconfirmed.as_ref().map(|text| ("unconfirmed", text.0.span)),
    ];
    first.into_iter().flatten().next().map(idle)
}

fn idle((key, span): (&str, Span)) -> Diagnostic {
    let message = format!("`{key}` beside `use` has no effect");
    Diagnostic::new(&INVALID_USE, span, message)
        .label("the content comes from the other node")
        .help("remove it, or remove `use` and write the whole content here")
}
