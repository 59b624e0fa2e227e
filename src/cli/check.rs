//! `triagebook check [PATH…]`: all findings of all files at once.
//!
//! Invariant: exit 0 means that nothing counts as an error; 1 that something does; 3 that something could not be read.
//! Deliberately absent: the rules (floor 4) and their rendering (`terminal::findings`).

use crate::cli::{Context, Exit, Failure};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::lint;
use crate::prose::{and, count};
use crate::terminal::findings;
use crate::world::clock;
use crate::world::library::{self, Library, LoadError, Location};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Knowledge bases (folders) or single runbooks. The knowledge base of `--kb` where none is named.
    paths: Vec<PathBuf>,
    /// How to show the findings.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Count these as errors too.
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Vec<Deny>,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// Excerpts with labels and help, on stderr.
    #[default]
    Text,
    /// One JSON document on stdout, version 1.
    Json,
}

/// What `--deny` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    /// Findings of the level `warning`.
    Warnings,
}

/// One knowledge base and what was found in it.
struct Checked {
    library: Library,
    findings: Vec<Diagnostic>,
}

/// Loads, links, lints and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut checked = Vec::new();
    if arguments.paths.is_empty() {
        checked.push(check(context.load()?, None));
    }
    for path in &arguments.paths {
        let library = library::load(locate(path)?)?;
        checked.push(check(library, path.is_file().then_some(path.as_path())));
    }
    match arguments.format {
        Format::Text => print_text(&checked, arguments, context)?,
        Format::Json => print_json(&checked, context)?,
    }
    let failing = |finding: &Diagnostic| match finding.severity {
        Severity::Error => true,
        Severity::Warning => arguments.deny.contains(&Deny::Warnings),
        Severity::Info => false,
    };
    let failed = checked.iter().flat_map(|checked| &checked.findings).any(failing);
    Ok(if failed { Exit::Findings } else { Exit::Done })
}

/// The knowledge base that a path means: the folder itself, or the one a runbook's file lies in.
fn locate(path: &Path) -> Result<Location, LoadError> {
    let folder = match path.parent() {
        Some(parent) if path.is_file() && !parent.as_os_str().is_empty() => parent,
        _ if path.is_file() => Path::new("."),
        _ => path,
    };
    library::locate(Some(folder), folder)
}

/// All findings of a library, or those that lie in one file of it.
fn check(library: Library, only: Option<&Path>) -> Checked {
    let mut findings = library.diagnostics.clone();
    let input = lint::Input { graph: &library.graph, today: clock::today(), found: &library.diagnostics };
    findings.extend(lint::check(&input));
    if let Some(name) = only.and_then(Path::file_name) {
        let wanted = |shown: &str| Path::new(shown).file_name() == Some(name);
        findings.retain(|finding| wanted(library.sources.file(finding.primary.span.file).name()));
    }
    diagnostic::sort(&mut findings);
    Checked { library, findings }
}

fn print_text(checked: &[Checked], arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let mut err = context.output.err();
    for Checked { library, findings } in checked {
        for finding in findings {
            writeln!(err, "{}\n", findings::render(finding, &library.sources))?;
        }
        let files = count(library.sources.files().count(), "file");
        let summary = match totals(findings).as_slice() {
            [] => "no findings".to_owned(),
            totals => and(totals),
        };
        writeln!(err, "{}: {summary} in {files}", library.location)?;
    }
    let first = checked.iter().flat_map(|checked| &checked.findings).next();
    if let Some(first) = first {
        writeln!(err, "For what a finding means: triagebook explain {}", first.rule.name)?;
    }
    let only_warnings = checked
        .iter()
        .flat_map(|checked| &checked.findings)
        .all(|finding| finding.severity != Severity::Error);
    if only_warnings && first.is_some() && !arguments.deny.contains(&Deny::Warnings) {
        writeln!(err, "Warnings do not fail the check; `--deny warnings` makes them.")?;
    }
    Ok(())
}

fn totals(findings: &[Diagnostic]) -> Vec<String> {
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (severity, findings.iter().filter(|finding| finding.severity == severity).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(severity, number)| count(number, severity.word()).to_string())
        .collect()
}

fn print_json(checked: &[Checked], context: &Context) -> Result<(), Failure> {
    let mut document = serde_json::json!({ "version": 1, "findings": [] });
    for Checked { library, findings } in checked {
        let mut part = findings::json(findings, &library.sources);
        if let (Some(all), Some(some)) =
            (document["findings"].as_array_mut(), part["findings"].as_array_mut())
        {
            all.append(some);
        }
    }
    writeln!(context.output.out(), "{document:#}")?;
    Ok(())
}
