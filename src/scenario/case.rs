//! The cases of a knowledge base, and what came of walking them.
//!
//! Invariant: cases run in the order of their files, each alone: none sees what another did.
//! Deliberately absent: the walk of one case (`run`) and showing results.

use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::model::{Scenario, ScenarioFile};
use crate::scenario::coverage::Coverage;
use crate::scenario::run;
use crate::source::Span;

/// One scenario in its file.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The file.
    pub file: &'a ScenarioFile,
    /// The scenario.
    pub scenario: &'a Scenario,
}

/// What came of walking one scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Its title.
    pub title: String,
    /// Where the title is written.
    pub span: Span,
    /// How many steps it has.
    pub steps: usize,
    /// Where it went another way than told; empty where it did not.
    pub failures: Vec<Diagnostic>,
    /// What it came through, other answers included.
    pub coverage: Coverage,
}

/// What came of walking several scenarios.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suite {
    /// The scenarios, in the order of their files.
    pub ran: Vec<Ran>,
    /// What those that did not fail came through.
    pub coverage: Coverage,
}

impl Suite {
    /// Walks all scenarios whose title holds `filter`, whatever the case.
    pub fn run(graph: &Graph, files: &[ScenarioFile], filter: Option<&str>) -> Self {
        let wanted = filter.map(str::to_lowercase);
        let mut suite = Self::default();
        for case in cases(files) {
            let title = case.scenario.title.value.to_lowercase();
            if wanted.as_ref().is_some_and(|wanted| !title.contains(wanted)) {
                continue;
            }
            let ran = run::run(graph, case);
            // What a failed walk came through proves nothing.
            if ran.failures.is_empty() {
                suite.coverage.merge(&ran.coverage);
            }
            suite.ran.push(ran);
        }
        suite
    }

    /// How many failed.
    pub fn failed(&self) -> usize {
        self.ran.iter().filter(|ran| !ran.failures.is_empty()).count()
    }
}

/// All scenarios, in the order of their files.
pub(super) fn cases(files: &[ScenarioFile]) -> impl Iterator<Item = Case<'_>> {
    files.iter().flat_map(|file| file.scenarios.iter().map(move |scenario| Case { file, scenario }))
}
