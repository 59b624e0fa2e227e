//! What a name means, as a short text. Markdown.
//!
//! Invariant: every symbol that exists has a description, also where what it names could not be read whole.
//! Deliberately absent: keys of the format (`schema`).

use crate::editor::card::{answer, card};
use crate::editor::{Desk, Index, Symbol};
use crate::graph::Content;
use crate::lint;
use crate::model::{FactName, Input, Markdown, OutcomeId, Shell, Source};
use crate::prose::{count, quoted};
use std::fmt::Write as _;

/// What a symbol means.
pub(super) fn describe(desk: Desk<'_>, index: &Index, symbol: &Symbol) -> Option<String> {
    let graph = desk.graph;
    match symbol {
        Symbol::Runbook(id) => {
            let runbook = graph.runbook(id)?;
            let summary = runbook.summary.as_ref().map(Markdown::as_str).unwrap_or_default();
            let nodes = count(graph.nodes_of(id).count(), "node");
            Some(format!("**runbook** `{id}`\n\n{}\n\n{summary}\n\n{nodes}", runbook.title.value))
        }
        Symbol::Node(key) => graph.node(key).map(|node| card(graph, node)),
        Symbol::Outcome(key, name) => {
            let Content::Check(check) = &graph.node(key)?.content else { return None };
            let outcome = check.outcomes.get(name.as_str())?;
            let detail = outcome.detail.as_ref().map(Markdown::as_str).unwrap_or_default();
            Some(format!("**outcome** `{name}` of `{key}`\n\n{}\n\n{detail}", answer(outcome)))
        }
        Symbol::Fact(name) => Some(fact(desk, index, name)),
        Symbol::Place(id) => {
            let place = graph.place(id)?;
            let open = place.open.as_ref().map(Markdown::as_str).unwrap_or_default();
            let shell = match place.shell.value {
                Shell::Powershell => "PowerShell",
                Shell::Posix => "a Unix shell",
                Shell::Cmd => "the Windows command prompt",
                Shell::None => "no command line",
            };
            Some(format!("**place** `{id}`\n\n{} ({shell})\n\n{open}", place.title.value))
        }
        Symbol::Source(home, id) => {
            let table = match home {
                Some(home) => &graph.runbook(home)?.sources,
                None => &graph.base().sources,
            };
            Some(source(id.as_str(), table.get(id.as_str())?))
        }
        Symbol::Rule(name) => lint::rule(name).map(|rule| {
            format!("**{}** `{name}`: {}\n\n{}", rule.severity.word(), rule.summary, rule.documentation)
        }),
    }
}

fn source(name: &str, source: &Source) -> String {
    let address = source.url.as_ref().map(|url| format!("\n\n<{}>", url.value)).unwrap_or_default();
    format!("**source** `{name}`\n\n{}, read {}{address}", source.title.value, source.seen.value)
}

/// An input with what is asked, and the checks that capture the value.
fn fact(desk: Desk<'_>, index: &Index, name: &FactName) -> String {
    let mut text = String::new();
    let runbooks = desk.graph.runbooks().iter();
    let inputs: Vec<&Input> = runbooks.filter_map(|runbook| runbook.inputs.get(name.as_str())).collect();
    if let Some(input) = inputs.first() {
        let _ = write!(text, "**input** `{name}` ({})\n\n{}", kind(input), input.ask.value);
        if let Some(example) = &input.example {
            let _ = write!(text, ", for example {}", quoted(&example.value));
        }
        if let Some(help) = &input.help {
            let _ = write!(text, "\n\n{}", help.as_str());
        }
    } else {
        let _ = write!(text, "**captured value** `{name}`");
    }
    for (runbook, check, outcome, property) in captures(desk, name.as_str()) {
        let _ = write!(
            text,
            "\n\nCaptured from the property {} by `{runbook}/{check}: {outcome}`",
            quoted(property)
        );
    }
    let symbol = Symbol::Fact(name.clone());
    let uses = index.of(&symbol).count() - index.definitions(&symbol).count();
    let _ = write!(text, "\n\n{}", count(uses, "use"));
    text
}

/// The word of an input's type.
pub(super) fn kind(input: &Input) -> String {
    let word = serde_json::to_value(input.kind.value).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Where a value is captured: runbook, check, outcome and property.
fn captures<'a>(
    desk: Desk<'a>,
    name: &'a str,
) -> impl Iterator<Item = (&'a str, &'a str, &'a OutcomeId, &'a str)> {
    desk.graph.runbooks().iter().flat_map(move |runbook| {
        runbook.checks.iter().flat_map(move |(check, content)| {
            content.outcomes.iter().filter_map(move |(outcome, content)| {
                let property = content.capture.get(name)?;
                Some((runbook.runbook.as_str(), check.as_str(), &outcome.value, property.value.as_str()))
            })
        })
    })
}
