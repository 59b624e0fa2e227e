//! `triagebook graph RUNBOOK`: the decision graph as a picture, for other programs, or as a list.
//!
//! Invariant: with `--out` the file is written whole or not at all, and stdout stays empty.
//! Deliberately absent: drawing (floor 5, `page::picture`).

use crate::cli::{Context, Exit, Failure};
use crate::graph::{Content, Graph};
use crate::model::{NodeKey, RunbookId};
use crate::page::picture::{Links, Picture, dot, json, mermaid, of_entry, of_runbook, svg, text};
use crate::prose::{near, or, quoted};
use crate::world::file;
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `graph`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The runbook to draw.
    runbook: String,
    /// Draw only what is reachable from this symptom.
    #[arg(long, value_name = "SYMPTOM")]
    from: Option<String>,
    /// How to draw it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Write it to this file instead of stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// A kind of drawing.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    /// A picture for browsers, light and dark.
    Svg,
    /// A Mermaid flowchart.
    Mermaid,
    /// A Graphviz graph.
    Dot,
    /// One JSON document, version 1, with every node and edge.
    Json,
    /// An indented list, also for screen readers.
    #[default]
    Text,
}

/// Draws the graph.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let library = context.load_for_use()?;
    let picture = picture(&library.graph, arguments)?;
    let drawing = match arguments.format {
        Format::Svg => svg(&picture, Links::None),
        Format::Mermaid => mermaid(&picture),
        Format::Dot => dot(&picture),
        Format::Json => format!("{:#}\n", json(&picture)),
        Format::Text => text(&picture),
    };
    match &arguments.out {
        Some(path) => file::write(path, drawing.as_bytes())?,
        None => context.output.out().write_all(drawing.as_bytes())?,
    }
    Ok(Exit::Done)
}

fn picture(graph: &Graph, arguments: &Arguments) -> Result<Picture, Failure> {
    let runbook = RunbookId::from(arguments.runbook.as_str());
    if graph.runbook(&runbook).is_none() {
        let names: Vec<&str> = graph.runbooks().iter().map(|runbook| runbook.runbook.as_str()).collect();
        return Err(unknown("runbook", &arguments.runbook, &names));
    }
    let Some(from) = &arguments.from else { return Ok(of_runbook(graph, &runbook)) };
    let symptoms: Vec<&str> = graph
        .nodes_of(&runbook)
        .filter(|node| matches!(node.content, Content::Symptom(_)))
        .map(|node| node.key.node.as_str())
        .collect();
    if !symptoms.contains(&from.as_str()) {
        return Err(unknown("symptom", from, &symptoms));
    }
    Ok(of_entry(graph, &NodeKey { runbook, node: from.as_str().into() }))
}

/// There is no `kind` of this name; the nearest name is suggested, else all are listed.
fn unknown(kind: &str, name: &str, names: &[&str]) -> Failure {
    let failure = Failure::usage(format!("there is no {kind} {}", quoted(name)));
    match near(name, names.iter().copied()) {
        Some(near) => failure.help(format!("did you mean {}?", quoted(near))),
        None if names.is_empty() => failure,
        None => {
            let names: Vec<String> = names.iter().map(quoted).collect();
            failure.help(format!("choose {}", or(&names)))
        }
    }
}
