//! Names in scenario files: nodes, outcomes and inputs that a case speaks of.
//!
//! Invariant: the same rules as for runbooks, so that a misspelt name is the same finding everywhere.
//! Deliberately absent: walking the cases (floor 6, `scenario`).

use crate::diagnostic::{self, Diagnostic, Rule, Severity};
use crate::graph::report::fact_names::UNKNOWN_INPUT;
use crate::graph::report::node_names::{Needs, WRONG_KIND, finding, no_such_runbook, with_article};
use crate::graph::report::{Lookup, Scope, outcome_names, with_suggestion};
use crate::graph::{Content, Damaged, Graph};
use crate::model::{
    Act, Alternative, FactName, Named, NodeRef, OutcomeId, RunbookId, Scenario, ScenarioFile, ScenarioStep,
};
use crate::prose;
use crate::source::{Span, Spanned};
use std::collections::HashMap;

/// Scenarios can be told apart.
pub(super) static DUPLICATE_SCENARIO: Rule = Rule {
    name: "duplicate-scenario",
    severity: Severity::Error,
    summary: "No two scenarios may have the same title.",
    documentation: r"## What it does

Reports the second of two scenarios with the same title, in whichever files of `tests/` they stand.

## Why it matters

The title is the name of the test: `triagebook test --filter`, the JUnit file and the list of failures know no other.

## Example

```yaml
# tests/hcw8064.yaml
runbook: hcw8064
scenarios:
  - title: The connector is enabled
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: passes]
    ends: resolved
  - title: The connector is enabled
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: fails]
    ends: escalate
```

## How to fix it

Say in the title what is different about the case:

```yaml
# tests/hcw8064.yaml
runbook: hcw8064
scenarios:
  - title: The connector is enabled, and the test passes
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: passes]
    ends: resolved
  - title: The connector is enabled, but the test fails
    entry: wizard-warning
    steps: [connector: enabled, oauth-test: fails]
    ends: escalate
```
",
};

/// What may stand at a step and is no outcome.
const OF_CHECK: [&str; 2] = ["unsure", "none"];
const OF_FIX: [&str; 3] = ["done", "failed", "withheld"];

/// The findings of all scenario files, sorted.
pub(in crate::graph) fn report(
    graph: &Graph,
    files: &[ScenarioFile],
    damaged: &[Damaged<'_>],
) -> Vec<Diagnostic> {
    let scope = Scope::new(graph, &[], damaged);
    let mut findings = Vec::new();
    let mut titles: HashMap<&str, Span> = HashMap::new();
    for file in files {
        let names = Names { scope: &scope, home: &file.runbook.value };
        if graph.runbook(&file.runbook.value).is_none() && !scope.is_damaged(&file.runbook.value) {
            // Every name in it would be reported as well.
            findings.push(no_such_runbook(&scope, &file.runbook));
            continue;
        }
        findings.extend(names.inputs(&file.inputs));
        findings.extend(names.targets(&file.anywhere));
        for scenario in &file.scenarios {
            if let Some(first) = titles.get(scenario.title.as_str()) {
                let message =
                    format!("there is another scenario called {}", prose::quoted(&scenario.title.value));
                findings.push(
                    Diagnostic::new(&DUPLICATE_SCENARIO, scenario.title.span, message)
                        .also(*first, "the first one")
                        .help("say in the title what is different about this case"),
                );
            }
            titles.entry(scenario.title.as_str()).or_insert(scenario.title.span);
            findings.extend(names.scenario(scenario));
        }
    }
    diagnostic::sort(&mut findings);
    findings
}

struct Names<'a> {
    scope: &'a Scope<'a>,
    home: &'a RunbookId,
}

impl Names<'_> {
    fn scenario(&self, scenario: &Scenario) -> Vec<Diagnostic> {
        let mut findings = self.inputs(&scenario.inputs);
        findings.extend(self.targets(&scenario.anywhere));
        findings.extend(finding(self.scope, self.home, &scenario.entry, Needs::Entry));
        for step in &scenario.steps {
            findings.extend(self.step(step));
        }
        if let Some(end) = &scenario.ends {
            findings.extend(finding(self.scope, self.home, end, Needs::Node));
            findings.extend(self.kind(end, |content| matches!(content, Content::End(_)), "an end"));
        }
        if let Some(stop) = &scenario.stops {
            findings.extend(finding(self.scope, self.home, stop, Needs::Node));
            let waits = |content: &Content| matches!(content, Content::Check(_) | Content::Fix(_));
            findings.extend(self.kind(stop, waits, "a check or a fix"));
        }
        findings
    }

    fn step(&self, step: &ScenarioStep) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> =
            finding(self.scope, self.home, &step.at, Needs::Node).into_iter().collect();
        let waits = |content: &Content| matches!(content, Content::Check(_) | Content::Fix(_));
        findings.extend(self.kind(&step.at, waits, "a check or a fix"));
        match &step.act {
            Act::Takes(outcome, _) => findings.extend(self.answer(&step.at, outcome)),
            Act::SkipTo(node) => findings.extend(finding(self.scope, self.home, node, Needs::Node)),
        }
        findings.extend(self.alternatives(&step.at, &step.also));
        findings
    }

    fn alternatives(&self, at: &NodeRef, also: &Named<OutcomeId, Alternative>) -> Vec<Diagnostic> {
        let unknown = also.iter().filter_map(|(outcome, _)| self.answer(at, outcome));
        unknown.chain(self.targets(also)).collect()
    }

    /// The nodes to which other answers lead.
    fn targets(&self, also: &Named<OutcomeId, Alternative>) -> Vec<Diagnostic> {
        let nodes = also.iter().flat_map(|(_, other)| std::iter::once(&other.goes).chain(&other.returns));
        nodes.filter_map(|node| finding(self.scope, self.home, node, Needs::Node)).collect()
    }

    /// A step's node that is no node a walk waits at, or an end that is none.
    fn kind(&self, node: &NodeRef, fits: impl Fn(&Content) -> bool, wanted: &str) -> Option<Diagnostic> {
        let Lookup::Node(found) = self.scope.node(&node.key(self.home)) else { return None };
        if fits(&found.content) {
            return None;
        }
        let message =
            format!("this must be {wanted}, but {} is {}", prose::quoted(node), with_article(&found.content));
        let finding = Diagnostic::new(&WRONG_KIND, node.span, message);
        Some(finding.also(found.span, format!("this {} is named", found.content.word())))
    }

    fn answer(&self, at: &NodeRef, outcome: &Spanned<OutcomeId>) -> Option<Diagnostic> {
        let key = at.key(self.home);
        let Lookup::Node(node) = self.scope.node(&key) else { return None };
        match &node.content {
            Content::Check(_) if OF_CHECK.contains(&outcome.as_str()) => None,
            Content::Check(_) => outcome_names::unknown(self.scope, &key, outcome.as_str(), outcome.span),
            Content::Fix(_) if !OF_FIX.contains(&outcome.as_str()) => {
                let message = format!(
                    "{} is a fix, and {} is nothing that a fix can be",
                    prose::quoted(&key.node),
                    prose::quoted(&outcome.value)
                );
                let finding = Diagnostic::new(&outcome_names::UNKNOWN_OUTCOME, outcome.span, message);
                let finding = finding.also(node.span, "this fix");
                Some(with_suggestion(finding, outcome.span, outcome.as_str(), OF_FIX, "words for a fix"))
            }
            Content::Fix(_) | Content::Symptom(_) | Content::End(_) => None,
        }
    }

    fn inputs(&self, inputs: &Named<FactName, Spanned<String>>) -> Vec<Diagnostic> {
        let unknown = inputs.iter().filter(|(name, _)| {
            !self.scope.values.contains(name.as_str()) && !self.scope.maybe_declared(name.as_str())
        });
        let report = unknown.map(|(name, _)| {
            let message =
                format!("no runbook asks for or captures a value called {}", prose::quoted(&name.value));
            let finding = Diagnostic::new(&UNKNOWN_INPUT, name.span, message).label("means nothing");
            let names = self.scope.values.iter().copied();
            with_suggestion(finding, name.span, name.as_str(), names, "values")
        });
        report.collect()
    }
}
