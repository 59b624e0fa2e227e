//! A request to somebody who can run what the person at the keyboard cannot: what to run, where, why, what to send back.
//!
//! Invariant: it stands on its own. Whoever gets it needs no triagebook and no knowledge base. Commands stand on lines of
//! their own, unwrapped.
//! Deliberately absent: sending it, and reading the reply (`proposal` judges that like any other output).

use crate::graph::{Content, Graph};
use crate::model::NodeKey;
use crate::prose::{visible, visible_line};
use crate::session::prompt::{CheckPrompt, CommandLine};
use crate::session::state::State;
use std::collections::HashSet;
use std::fmt::{self, Write as _};

/// Checks that somebody else is asked to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The title of the runbook.
    pub title: String,
    /// The checks that wait for a reply, in the order they were parked.
    pub wanted: Vec<CheckPrompt>,
    /// Checks that may be asked next: their output, sent along, saves another request.
    pub next: Vec<CheckPrompt>,
}

/// Which checks a request holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Those that are parked.
    Parked,
    /// Those, and the ones that may be asked next.
    WithNext,
}

/// How a request is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For a mail.
    Text,
    /// For a ticket or a chat.
    Markdown,
}

impl Request {
    /// The request for all parked checks; none where nothing is parked.
    pub fn new(graph: &Graph, state: &State, extent: Extent) -> Option<Self> {
        let parked = state.parked_checks.iter();
        let wanted: Vec<CheckPrompt> =
            parked.filter_map(|parked| state.check_prompt(graph, &parked.node, parked.visit)).collect();
        let first = wanted.first()?;
        let runbook = graph.runbook(&first.node.runbook);
        let title =
            runbook.map_or_else(|| first.node.runbook.to_string(), |runbook| runbook.title.value.clone());
        let next = match extent {
            Extent::Parked => Vec::new(),
            Extent::WithNext => next_checks(graph, state, &wanted),
        };
        Some(Self { title, wanted, next })
    }

    /// The request as it is sent, ending in a line feed.
    pub fn write(&self, form: Form) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_to(&mut out, form);
        out
    }

    fn write_to(&self, out: &mut String, form: Form) -> fmt::Result {
        let checks = crate::prose::count(self.wanted.len(), "check");
        let lead = format!("Please run {checks} and send back what comes out");
        match form {
            Form::Text => writeln!(out, "{lead}.\nCase: {}", visible_line(&self.title))?,
            Form::Markdown => writeln!(out, "# {lead}\n\nCase: {}", visible_line(&self.title))?,
        }
        let mut number = 0;
        for check in &self.wanted {
            number += 1;
            item(out, form, number, check)?;
        }
        if !self.next.is_empty() {
            let lead = "If it is no trouble, these too: they may be asked next.";
            match form {
                Form::Text => writeln!(out, "\n\n{lead}")?,
                Form::Markdown => writeln!(out, "\n## {lead}")?,
            }
        }
        for check in &self.next {
            number += 1;
            item(out, form, number, check)?;
        }
        writeln!(
            out,
            "\nSend text, not pictures. Copy each output whole, from the line with the command to the next prompt. If a \
             command ends with an error, send the error. Leave passwords out."
        )
    }
}

fn item(out: &mut String, form: Form, number: usize, check: &CheckPrompt) -> fmt::Result {
    let title = visible_line(&check.title);
    match form {
        Form::Text => writeln!(out, "\n{number}. {title}")?,
        Form::Markdown => writeln!(out, "\n### {number}. {title}\n")?,
    }
    if let Some(why) = &check.why {
        writeln!(out, "Why: {}", visible(why).trim_end())?;
    }
    if let Some(minutes) = check.minutes {
        writeln!(out, "Takes about {}, as an estimate.", crate::prose::count(minutes as usize, "minute"))?;
    }
    if let Some(ask) = &check.ask {
        writeln!(out, "\n{}", visible(ask).trim_end())?;
    }
    for line in &check.commands {
        command(out, form, line)?;
    }
    if check.commands.is_empty() {
        writeln!(out, "\nWhich of these is it?")?;
        for choice in &check.choices {
            writeln!(out, "- {}", visible_line(&choice.title))?;
        }
        writeln!(out, "- none of these, or it cannot be told")?;
    }
    Ok(())
}

fn command(out: &mut String, form: Form, line: &CommandLine) -> fmt::Result {
    writeln!(out, "\nIn {}:", visible_line(&line.place_title))?;
    if let Some(open) = &line.open {
        writeln!(out, "(How to open it: {})", visible(open).trim_end())?;
    }
    let text = visible(&line.text);
    match form {
        Form::Text => writeln!(out, "\n{}\n", text.trim_end())?,
        Form::Markdown => {
            let fence = if text.contains("```") { "`````" } else { "```" };
            writeln!(out, "\n{fence}\n{}\n{fence}\n", text.trim_end())?;
        }
    }
    for missing in &line.missing {
        writeln!(out, "Put your own value in place of <{missing}>.")?;
    }
    if let Some(note) = &line.note {
        writeln!(out, "{}", visible(note).trim_end())?;
    }
    Ok(())
}

/// Checks with commands that an outcome of a wanted one leads to, through nothing but routes.
fn next_checks(graph: &Graph, state: &State, wanted: &[CheckPrompt]) -> Vec<CheckPrompt> {
    let mut seen: HashSet<NodeKey> = wanted.iter().map(|check| check.node.clone()).collect();
    seen.extend(state.path.iter().map(|visit| visit.node.clone()));
    let mut open: Vec<NodeKey> = wanted.iter().map(|check| check.node.clone()).collect();
    let mut next = Vec::new();
    while let Some(key) = open.pop() {
        for (_, node) in graph.edges(&key) {
            let Content::Check(check) = &node.content else { continue };
            if !seen.insert(node.key.clone()) {
                continue;
            }
            if check.run.is_empty() && check.ask.is_none() {
                open.push(node.key.clone());
            } else if !check.run.is_empty() {
                next.extend(state.check_prompt(graph, &node.key, 1));
            }
        }
    }
    next
}
