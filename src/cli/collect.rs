//! `triagebook collect RUNBOOK --place P`: a script that brings the evidence of one place.
//!
//! Invariant: runs nothing. With `--out` the file is written whole or not at all, and stdout stays empty.
//! Deliberately absent: the plan and the script (floor 5, `collect`).

use crate::cli::run::entry::{Named, resolve, symptoms};
use crate::cli::run::given::problems_to_failure;
use crate::cli::{Context, Exit, Failure};
use crate::collect::{Head, PlaceCount, Plan, places, plan, script};
use crate::command::validate;
use crate::graph::{Content, Graph};
use crate::model::{FactName, NodeKey, PlaceId, Shell};
use crate::prose::{count, near, or, quoted, visible_line};
use crate::session::kb_print;
use crate::world::file;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `collect`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Where the walk begins: a runbook, or one of its nodes. Collected is what it and the runbooks it leads to ask for.
    #[arg(value_name = "RUNBOOK[/NODE]")]
    entry: String,
    /// Where the script will run: a place of the knowledge base, such as `ems`.
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// A value that commands need; may be repeated. Commands whose values are not known are left out.
    #[arg(long, value_name = "NAME=VALUE")]
    input: Vec<String>,
    /// Write the script to this file instead of stdout. PowerShell's `>` would change its letters.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print what would be collected and what not as one JSON document, version 1, instead of the script.
    #[arg(long)]
    json: bool,
}

/// Plans and writes the script.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let library = context.load_for_use()?;
    let graph = &library.graph;
    let named = resolve(graph, &arguments.entry)?;
    let starts: Vec<NodeKey> = match &named {
        Named::Node(key) => vec![key.clone()],
        Named::Runbook(id) => {
            symptoms(graph).filter(|node| node.key.runbook == *id).map(|node| node.key.clone()).collect()
        }
    };
    let place = place(graph, &starts, arguments)?;
    let facts = facts(graph, &arguments.input)?;
    let plan = plan(graph, (named.runbook(), &starts), &place, &facts);
    if arguments.json {
        let json = serde_json::to_string_pretty(&plan)
            .map_err(|error| Failure::new(Exit::File, format!("could not write the plan: {error}")))?;
        write(arguments, context, &(json + "\n"))?;
        return Ok(Exit::Done);
    }
    if plan.commands.is_empty() {
        return Err(nothing_left(graph, &plan));
    }
    let base = graph.base();
    let print = kb_print(graph, &library.sources, None);
    let shown = graph.place(&place);
    let head = Head {
        base_title: &base.title.value,
        base_hash: &print.hash,
        runbook_title: graph
            .runbook(named.runbook())
            .map(|runbook| runbook.title.value.as_str())
            .unwrap_or_default(),
        place_title: shown.map(|place| place.title.value.as_str()).unwrap_or_default(),
        shell: shown.map_or(Shell::None, |place| place.shell.value),
        program: env!("CARGO_PKG_VERSION"),
    };
    let Some(text) = script(&plan, &head) else {
        return Err(no_shell(graph, &place, &places(graph, &starts)));
    };
    write(arguments, context, &text)?;
    tell(graph, &plan, &head, arguments, context)?;
    Ok(Exit::Done)
}

fn write(arguments: &Arguments, context: &Context, text: &str) -> Result<(), Failure> {
    match &arguments.out {
        Some(path) => file::write(path, text.as_bytes())?,
        None => context.output.out().write_all(text.as_bytes())?,
    }
    Ok(())
}

/// The place that was named, or the only one.
fn place(graph: &Graph, starts: &[NodeKey], arguments: &Arguments) -> Result<PlaceId, Failure> {
    let there = places(graph, starts);
    let Some(name) = &arguments.place else {
        let mut shells = there.iter().filter(|place| place.shell != Shell::None);
        return match (shells.next(), shells.next()) {
            (Some(only), None) => Ok(only.place.clone()),
            _ => Err(listing(
                Failure::usage("name the place where the script will run: --place PLACE"),
                graph,
                &there,
            )),
        };
    };
    let place = PlaceId::from(name.as_str());
    let Some(known) = graph.place(&place) else {
        let names: Vec<&str> = graph.base().places.names().collect();
        let failure = Failure::usage(format!("there is no place {}", quoted(name)));
        return Err(match near(name, names.iter().copied()) {
            Some(near) => failure.help(format!("did you mean {}?", quoted(near))),
            None => listing(failure, graph, &there),
        });
    };
    if known.shell.value == Shell::None {
        return Err(no_shell(graph, &place, &there));
    }
    if !there.iter().any(|other| other.place == place) {
        let entry = &arguments.entry;
        let title = &known.title.value;
        let failure =
            Failure::usage(format!("no check on the way from {} runs anything in {title}", quoted(entry)));
        return Err(listing(failure, graph, &there));
    }
    Ok(place)
}

fn no_shell(graph: &Graph, place: &PlaceId, there: &[PlaceCount]) -> Failure {
    let title = graph.place(place).map(|place| place.title.value.clone()).unwrap_or_default();
    let failure = Failure::usage(format!(
        "nothing can be collected in {} ({title}): it is no shell, so no script runs there",
        quoted(place)
    ));
    listing(failure, graph, there)
}

/// Adds the places that can be collected.
fn listing(failure: Failure, graph: &Graph, there: &[PlaceCount]) -> Failure {
    there.iter().filter(|place| place.shell != Shell::None).fold(failure, |failure, one| {
        let title = graph.place(&one.place).map(|place| place.title.value.as_str()).unwrap_or_default();
        failure.help(format!("--place {}  ({title}, {})", one.place, count(one.commands, "command")))
    })
}

/// The values given. A declared input is validated by its type; a captured fact is quoted like any value.
fn facts(graph: &Graph, inputs: &[String]) -> Result<BTreeMap<FactName, String>, Failure> {
    let mut facts = BTreeMap::new();
    let mut problems = Vec::new();
    let known = known(graph);
    for text in inputs {
        let Some((name, value)) = text.split_once('=') else {
            problems.push(format!("--input `{text}` is not of the form NAME=VALUE"));
            continue;
        };
        let name = FactName::from(name.trim());
        let declared = graph.runbooks().iter().find_map(|runbook| runbook.inputs.get(name.as_str()));
        match declared.map(|input| validate(input, value)) {
            Some(Ok(value)) => drop(facts.insert(name, value)),
            Some(Err(problem)) => problems.push(format!("--input {name}: {problem}")),
            None if known.contains(name.as_str()) => drop(facts.insert(name, value.trim().to_owned())),
            None => {
                let hint = near(name.as_str(), known.iter().copied())
                    .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                problems.push(format!("--input {name}: no command needs a value of this name{hint}"));
            }
        }
    }
    problems_to_failure(problems)?;
    Ok(facts)
}

/// The facts that commands of checks name.
fn known(graph: &Graph) -> BTreeSet<&str> {
    let checks = graph.nodes().filter_map(|node| match &node.content {
        Content::Check(check) => Some(check),
        _ => None,
    });
    let commands = checks.flat_map(|check| &check.run);
    commands.flat_map(|command| &command.command.placeholders).map(|name| name.name.value.as_str()).collect()
}

/// Every command is left out.
fn nothing_left(graph: &Graph, plan: &Plan) -> Failure {
    let place = graph.place(&plan.place).map(|place| place.title.value.clone()).unwrap_or_default();
    let failure = Failure::usage(format!("nothing is left to collect in {place}"));
    let failure = plan.left_out.iter().fold(failure, |failure, one| {
        let checks: Vec<String> = one.checks.iter().map(NodeKey::to_string).collect();
        failure.help(format!("{}: {}", checks.join(", "), one.why))
    });
    let flags = flags(graph, plan);
    if flags.is_empty() { failure } else { failure.help(format!("give {}", or(&flags))) }
}

/// `--input name=example` for every value that is missing.
fn flags(graph: &Graph, plan: &Plan) -> Vec<String> {
    let flag = |fact: &&FactName| {
        let input = graph.runbooks().iter().find_map(|runbook| runbook.inputs.get(fact.as_str()));
        let example = input.and_then(|input| input.example.as_ref());
        format!("--input {fact}={}", example.map_or("VALUE", |example| example.value.as_str()))
    };
    plan.needs().iter().map(flag).collect()
}

/// Says on stderr what is collected, what is not, and what to do with the script.
fn tell(
    graph: &Graph,
    plan: &Plan,
    head: &Head<'_>,
    arguments: &Arguments,
    context: &Context,
) -> Result<(), Failure> {
    let mut err = context.output.err();
    let checks: BTreeSet<&NodeKey> = plan.commands.iter().flat_map(|planned| &planned.checks).collect();
    let (commands, checks) = (count(plan.commands.len(), "command"), count(checks.len(), "check"));
    writeln!(err, "Collects {commands} for {checks} in {}. It only reads.", visible_line(head.place_title))?;
    if !plan.left_out.is_empty() {
        writeln!(err, "Not collected:")?;
    }
    for one in &plan.left_out {
        let checks: Vec<String> = one.checks.iter().map(NodeKey::to_string).collect();
        writeln!(err, "  {}: {}", checks.join(", "), visible_line(&one.why))?;
    }
    let flags = flags(graph, plan);
    if !flags.is_empty() {
        writeln!(err, "Values that are known already can be given:")?;
        for flag in flags {
            writeln!(err, "  {}", visible_line(&flag))?;
        }
    }
    if let Some(path) = &arguments.out {
        writeln!(
            err,
            "Wrote {}. Run it in {}, and bring back the zip that it makes:",
            path.display(),
            visible_line(head.place_title)
        )?;
        writeln!(err, "  triagebook diagnose {} BUNDLE.zip", arguments.entry)?;
    }
    Ok(())
}
