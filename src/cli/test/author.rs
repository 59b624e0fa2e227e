//! What `test` does for the author of scenarios: proposals, a recorded session as a scenario, broken samples.
//!
//! Invariant: prints and writes no file; what is printed on stdout can be kept as it is.
//! Deliberately absent: making them (floor 6, `scenario`).

use crate::cli::test::Format;
use crate::cli::{Context, Exit, Failure, replay};
use crate::graph::{EdgeKind, Graph};
use crate::model::{NodeId, RunbookId};
use crate::prose::{count, count_of, near, quoted, visible_line};
use crate::scenario::{Suite, from_session, mutate, suggest, written};
use crate::session::anonymous;
use crate::source::FileId;
use crate::syntax;
use crate::world::library::{self, Library};
use std::collections::BTreeMap;
use std::io::Write as _;

/// Prints what could be added.
pub(super) fn propose(libraries: &[Library], runbook: &str, context: &Context) -> Result<Exit, Failure> {
    let id = RunbookId::from(runbook);
    let Some(library) = libraries.iter().find(|library| library.graph.runbook(&id).is_some()) else {
        let names = libraries.iter().flat_map(|library| library.graph.runbooks());
        let failure = Failure::usage(format!("no runbook is called {}", quoted(runbook)));
        return Err(match near(runbook, names.map(|runbook| runbook.runbook.as_str())) {
            Some(name) => failure.help(format!("did you mean {}?", quoted(name))),
            None => failure.help("name the runbook as it stands after `runbook:`"),
        });
    };
    let graph = &library.graph;
    let covered = Suite::run(graph, &library.scenarios, None).coverage;
    let anywhere = common_end(graph, &id);
    let proposed = suggest(graph, &id, &covered, anywhere.as_deref());
    let mut err = context.output.err();
    if proposed.is_empty() {
        writeln!(err, "The scenarios cover {} as far as a case can be made up.", quoted(runbook))?;
        return Ok(Exit::Done);
    }
    write!(context.output.out(), "{}", written(&id, anywhere.as_deref(), &proposed))?;
    writeln!(
        err,
        "{}. Give each a title in the words of the case, and keep them in {}.",
        count(proposed.len(), "scenario"),
        quoted(format!("{}/{runbook}.yaml", library::TESTS))
    )?;
    Ok(Exit::Done)
}

/// Prints a scenario made from a recorded session, and says whether it passes.
pub(super) fn from_recorded(library: &Library, session: &str, context: &Context) -> Result<Exit, Failure> {
    let (name, events) = replay::session(session, context)?;
    let graph = &library.graph;
    let kept = anonymous(graph, &events, &[]);
    let Some(made) = from_session(graph, &kept.events).filter(|made| !made.steps.is_empty()) else {
        let failure = Failure::usage(format!("nothing was decided in session {}", quoted(&name)));
        return Err(failure.help("name a session that came to an end"));
    };
    let runbook = made.entry.runbook.clone();
    let text = written(&runbook, None, &[made]);
    write!(context.output.out(), "{text}")?;
    let mut err = context.output.err();
    for replaced in &kept.replaced {
        let (one, several) = replaced.kind.words();
        let values = count_of(replaced.values, one, several);
        let example = format!("{} -> {}", replaced.example.original, replaced.example.stand_in);
        writeln!(err, "Stand-ins for {values}, such as {}", visible_line(&example))?;
    }
    writeln!(
        err,
        "Credentials were taken out, and names as far as they can be told. Read it before you keep it in {}.",
        quoted(format!("{}/", library::TESTS))
    )?;
    let (read, _) = syntax::scenarios(FileId(0), &text);
    let failed = Suite::run(graph, &read.into_iter().collect::<Vec<_>>(), None);
    let failures = failed.ran.iter().flat_map(|ran| &ran.failures);
    let mut passes = Exit::Done;
    for failure in failures {
        writeln!(err, "It does not pass on this knowledge base: {}", visible_line(&failure.message))?;
        passes = Exit::Findings;
    }
    Ok(passes)
}

/// Breaks the samples, and lists what did not notice.
pub(super) fn break_samples(
    libraries: &[Library],
    format: Format,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut out = context.output.out();
    if format == Format::Junit {
        return Err(Failure::usage("broken samples are no test cases").help("use `--format json`"));
    }
    let (mut all, mut survivors) = (0, Vec::new());
    for library in libraries {
        let mutated = mutate(&library.graph);
        all += mutated.made;
        for survivor in &mutated.survivors {
            let place = library.sources.location(survivor.span);
            let said = survivor.mutation.sentence();
            if format == Format::Json {
                survivors.push(serde_json::json!({
                    "check": survivor.check, "outcome": survivor.outcome, "at": place, "although": said,
                }));
                continue;
            }
            writeln!(
                out,
                "{}: {} is still {}, although {}",
                visible_line(&place),
                quoted(&survivor.check),
                quoted(&survivor.outcome),
                visible_line(&said)
            )?;
        }
        if format == Format::Text {
            let made = count(mutated.made, "mutation");
            writeln!(out, "{}: {} of {made} survived", library.location, mutated.survivors.len())?;
        }
    }
    if format == Format::Json {
        let document = serde_json::json!({ "version": 1, "mutations": all, "survivors": survivors });
        writeln!(out, "{document:#}")?;
    }
    Ok(Exit::Done)
}

/// The end of a runbook to which most of its questions lead when nobody can tell.
fn common_end(graph: &Graph, runbook: &RunbookId) -> Option<String> {
    let mut ends: BTreeMap<&NodeId, usize> = BTreeMap::new();
    for node in graph.nodes_of(runbook) {
        if let Some((_, end)) = graph.edge(&node.key, &EdgeKind::Unsure)
            && end.key.runbook == *runbook
        {
            *ends.entry(&end.key.node).or_default() += 1;
        }
    }
    ends.into_iter().max_by_key(|(_, times)| *times).map(|(end, _)| end.to_string())
}
