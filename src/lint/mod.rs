//! Rules about the shape and the content of a knowledge base, and the registry of all rules of the program.
//!
//! Invariant: one mistake gives one finding where that can be told: what follows from a name that does not resolve, or
//! from something that could not be read, is not reported again.
//! Deliberately absent: names that do not resolve (floor 3), values that cannot be read (floor 2), and any decision
//! whether a finding stops the program.

mod commands;
mod context;
mod file;
mod logic;
mod mend;
mod pattern;
mod rules;
mod samples;
mod settings;
mod sides;
mod texts;
mod written;

use crate::diagnostic::{self, Diagnostic, Rule};
use crate::graph::{self, Graph};
use crate::model::{KnowledgeBase, Runbook, ScenarioFile};
use crate::syntax;
use context::Context;
use file::File;
pub use mend::{Applied, Mended, mend};
pub use rules::failed_scenario::RULE as FAILED_SCENARIO;
pub use texts::prose_texts;

/// What is checked, and what the rules need to know besides.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The linked knowledge base.
    pub graph: &'a Graph,
    /// The day of the check.
    pub today: jiff::civil::Date,
    /// The cases of the knowledge base; none where only runbooks are at hand.
    pub scenarios: &'a [ScenarioFile],
    /// What reading and linking found. What is missing where the reader found an error may only be unreadable, so it
    /// is not reported.
    pub found: &'a [Diagnostic],
}

/// One rule and the function that finds what breaks it.
struct Lint {
    rule: &'static Rule,
    check: Check,
}

/// What a rule has to look at, all at once.
enum Check {
    /// One file and what all files share.
    File(fn(&File<'_>) -> Vec<Diagnostic>),
    /// All files, linked.
    All(fn(&Context<'_>) -> Vec<Diagnostic>),
}

/// All findings of this floor's rules, sorted.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let (base, today) = (input.graph.base(), input.today);
    let files = std::iter::once(None).chain(input.graph.runbooks().iter().map(Some));
    check_all(input, files.flat_map(|runbook| check_file(base, runbook, today)).collect())
}

/// What the rules of single files find in a runbook, or, where none is given, in `knowledge-base.yaml`: the first half of
/// [`check`]. It depends on nothing but these arguments.
pub fn check_file(
    base: &KnowledgeBase,
    runbook: Option<&Runbook>,
    today: jiff::civil::Date,
) -> Vec<Diagnostic> {
    let file = File::new(base, runbook, today);
    let of_file = |lint: &Lint| match lint.check {
        Check::File(check) => check(&file),
        Check::All(_) => Vec::new(),
    };
    rules::LINTS.iter().flat_map(of_file).collect()
}

/// The second half of [`check`]: adds to the findings of all files, `knowledge-base.yaml` among them, what only shows in all of
/// them together, and applies what the knowledge base sets.
pub fn check_all(input: &Input<'_>, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let across = Across::new(input);
    found.extend(Across::rules().iter().flat_map(|rule| across.look(rule)));
    across.settle(found)
}

/// [`check_all`] in parts, one for each rule, which may be done side by side.
pub struct Across<'a> {
    context: Context<'a>,
}

/// A rule that looks at all files, linked.
pub struct AcrossRule(fn(&Context<'_>) -> Vec<Diagnostic>);

impl<'a> Across<'a> {
    /// Prepares what the rules share.
    pub fn new(input: &Input<'a>) -> Self {
        Self { context: Context::new(*input) }
    }

    /// The rules, in the order in which their findings are put together.
    pub fn rules() -> Vec<AcrossRule> {
        let of_all = |lint: &Lint| match lint.check {
            Check::File(_) => None,
            Check::All(check) => Some(AcrossRule(check)),
        };
        rules::LINTS.iter().filter_map(of_all).collect()
    }

    /// What one of them finds.
    pub fn look(&self, rule: &AcrossRule) -> Vec<Diagnostic> {
        rule.0(&self.context)
    }

    /// All that was found in the files, and across them, once what the knowledge base sets is applied; sorted.
    pub fn settle(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut findings = settings::apply(&self.context, found);
        findings.retain(|finding| !self.context.is_near_error(finding.primary.span));
        diagnostic::sort(&mut findings);
        findings
    }
}

/// All rules of the program, sorted by name: the reader's, the linker's and this floor's.
pub fn rules() -> Vec<&'static Rule> {
    let own = rules::LINTS.iter().map(|lint| lint.rule);
    let own = own.chain([&rules::unused_allowance::RULE, &FAILED_SCENARIO]);
    let below = syntax::RULES.iter().chain(graph::RULES).copied();
    let mut all: Vec<_> = below.chain(own).collect();
    all.sort_by_key(|rule| rule.name);
    all
}

/// The rules that a knowledge base can set levels for and allow exceptions from.
pub fn settable_rules() -> impl Iterator<Item = &'static Rule> {
    rules::unknown_rule::settable()
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().into_iter().find(|rule| rule.name == name)
}
