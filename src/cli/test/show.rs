//! The results of `test` as lines and as JSON.
//!
//! Invariant: what failed is shown with its place in the scenario; what is not covered with its place in the runbook.
//! Deliberately absent: deciding whether that fails the test.

use crate::cli::test::{Arguments, Tested, Whole, edges, share};
use crate::cli::{Context, Failure};
use crate::prose::{count, visible_line};
use crate::scenario::RunbookCoverage;
use crate::source::SourceMap;
use crate::terminal::findings;
use std::io::Write as _;

/// The most edges that are listed for one runbook.
const MOST_LISTED: usize = 20;

/// For people.
pub(super) fn text(tested: &[Tested], arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let (mut out, mut err) = (context.output.out(), context.output.err());
    for Tested { library, suite, whole } in tested {
        for failure in suite.ran.iter().flat_map(|ran| &ran.failures) {
            writeln!(err, "{}\n", findings::render(failure, &library.sources))?;
        }
        if arguments.filter.is_some() {
            for ran in &suite.ran {
                let word = if ran.failures.is_empty() { "ok    " } else { "FAILED" };
                writeln!(out, "{word}  {}", visible_line(&ran.title))?;
            }
        }
        if let Some(whole) = whole {
            coverage(&mut out, whole, &library.sources)?;
            walks(&mut out, whole, &library.sources)?;
        }
        let failed = suite.failed();
        let passed = count(suite.ran.len() - failed, "scenario");
        let location = &library.location;
        if failed > 0 {
            let first = suite.ran.iter().find(|ran| !ran.failures.is_empty());
            writeln!(out, "{location}: {passed} passed, {failed} failed")?;
            if let Some(first) = first.filter(|_| arguments.filter.is_none()) {
                writeln!(err, "For one alone: triagebook test --filter '{}'", visible_line(&first.title))?;
            }
        } else {
            writeln!(out, "{location}: {passed} passed")?;
        }
        let short = whole
            .as_ref()
            .zip(arguments.min_coverage)
            .filter(|(whole, wanted)| share(edges(&whole.coverage)) < *wanted);
        if let Some((_, wanted)) = short {
            writeln!(err, "The edges are covered by less than {wanted} %.")?;
            writeln!(err, "For scenarios that would cover more: triagebook test --suggest RUNBOOK")?;
        }
    }
    Ok(())
}

fn coverage(out: &mut impl std::io::Write, whole: &Whole, sources: &SourceMap) -> Result<(), Failure> {
    let width = whole.coverage.iter().map(|one| one.runbook.as_str().len()).max().unwrap_or(0).max(7);
    writeln!(out, "{:width$}  {:>9}  {:>9}  {:>9}", "covered", "nodes", "outcomes", "edges")?;
    let cell = |(covered, all): (usize, usize)| format!("{covered}/{all}");
    for one in &whole.coverage {
        let RunbookCoverage { runbook, nodes, outcomes, edges, .. } = one;
        writeln!(
            out,
            "{:width$}  {:>9}  {:>9}  {:>9}",
            runbook.as_str(),
            cell(*nodes),
            cell(*outcomes),
            cell(*edges)
        )?;
    }
    let all = edges(&whole.coverage);
    writeln!(out, "{} of {} edges are covered: {:.1} %", all.0, all.1, floor(share(all)))?;
    for one in whole.coverage.iter().filter(|one| !one.uncovered.is_empty()) {
        writeln!(out, "\nNot covered in {}:", one.runbook)?;
        for uncovered in one.uncovered.iter().take(MOST_LISTED) {
            let place = sources.location(uncovered.span);
            writeln!(out, "  {}: {}", visible_line(&place), uncovered.edge.sentence())?;
        }
        let more = one.uncovered.len().saturating_sub(MOST_LISTED);
        if more > 0 {
            writeln!(out, "  and {more} more; `--format json` lists all")?;
        }
    }
    Ok(())
}

/// A percentage that says 100.0 only where everything is covered.
fn floor(share: f64) -> f64 {
    (share * 10.0).floor() / 10.0
}

fn walks(out: &mut impl std::io::Write, whole: &Whole, sources: &SourceMap) -> Result<(), Failure> {
    let explored = &whole.explored;
    for problem in &explored.problems {
        let place = problem.span.map(|span| format!("{}: ", sources.location(span))).unwrap_or_default();
        writeln!(out, "\n{}{}", visible_line(&place), problem.message)?;
        writeln!(out, "  the way there: {}", problem.way.join(", "))?;
    }
    let stuck = match explored.problems.len() {
        0 => "none gets stuck".to_owned(),
        several => format!("{} got stuck", count(several, "walk")),
    };
    writeln!(out, "\n{} made up from the graph: {stuck}", count(explored.walks, "walk"))?;
    for edge in &explored.unreached {
        writeln!(out, "  no walk could be led over {}", edge.sentence())?;
    }
    Ok(())
}

/// One document.
pub(super) fn json(tested: &[Tested], context: &Context) -> Result<(), Failure> {
    let mut scenarios = Vec::new();
    let (mut runbooks, mut uncovered, mut problems, mut unreached) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut made_up = 0;
    for Tested { library, suite, whole } in tested {
        let sources = &library.sources;
        for ran in &suite.ran {
            let file = sources.file(ran.span.file);
            scenarios.push(serde_json::json!({
                "title": ran.title,
                "file": file.name(),
                "line": file.position(ran.span.start).line,
                "steps": ran.steps,
                "passed": ran.failures.is_empty(),
                "findings": findings::json(&[(ran.failures.as_slice(), sources)])["findings"],
            }));
        }
        let Some(whole) = whole else { continue };
        made_up += whole.explored.walks;
        for one in &whole.coverage {
            let pair = |(covered, all): (usize, usize)| serde_json::json!({ "covered": covered, "all": all });
            runbooks.push(serde_json::json!({
                "runbook": one.runbook.as_str(),
                "nodes": pair(one.nodes),
                "outcomes": pair(one.outcomes),
                "edges": pair(one.edges),
            }));
            for edge in &one.uncovered {
                uncovered.push(serde_json::json!({
                    "from": edge.edge.from,
                    "to": edge.edge.to,
                    "edge": edge.edge.sentence(),
                    "at": sources.location(edge.span),
                }));
            }
        }
        problems.extend(whole.explored.problems.iter().map(|problem| {
            serde_json::json!({
                "message": problem.message,
                "at": problem.span.map(|span| sources.location(span)),
                "way": problem.way,
            })
        }));
        unreached.extend(whole.explored.unreached.iter().map(crate::scenario::EdgeId::sentence));
    }
    let document = serde_json::json!({
        "version": 1,
        "scenarios": scenarios,
        "coverage": { "runbooks": runbooks, "uncovered": uncovered },
        "walks": { "count": made_up, "problems": problems, "unreached": unreached },
    });
    writeln!(context.output.out(), "{document:#}")?;
    Ok(())
}
