//! `triagebook explain RULE`: the documentation of one finding, or the list of all rules.
//!
//! Invariant: prints what the rule's own file says, as wide as the terminal.
//! Deliberately absent: the documentation itself.

use crate::cli::{Context, Exit, Failure};
use crate::terminal::{markdown, width};
use crate::{lint, prose};
use std::io::Write as _;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule, as it stands in the brackets of a finding. Without one all rules are listed.
    rule: Option<String>,
}

/// Prints the documentation.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut out = context.output.out();
    let Some(name) = &arguments.rule else {
        let rules = lint::rules();
        let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
        for rule in rules {
            writeln!(out, "{:width$}  {:7}  {}", rule.name, rule.severity.word(), rule.summary)?;
        }
        return Ok(Exit::Done);
    };
    let Some(rule) = lint::rule(name) else {
        let failure = Failure::usage(format!("there is no rule `{name}`"));
        let near = prose::near(name, lint::rules().into_iter().map(|rule| rule.name));
        return Err(match near {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`triagebook explain` lists all rules"),
        });
    };
    let page =
        format!("# {} ({})\n\n{}\n\n{}", rule.name, rule.severity.word(), rule.summary, rule.documentation);
    write!(out, "{}", markdown::render(&page, width(), 0))?;
    Ok(Exit::Done)
}
