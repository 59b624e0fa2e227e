//! `triagebook check [PATH…]`: all findings of all files at once.
//!
//! Invariant: exit 0 means that nothing counts as an error; 1 that something does; 3 that something could not be read.
//! Deliberately absent: the rules (floor 4) and their rendering (`terminal::findings`).

mod mend;
mod since;

use crate::cli::{Context, Exit, Failure};
use crate::diagnostic::{Certainty, Diagnostic, Severity};
use crate::prose::{and, count};
use crate::terminal::findings;
use crate::world::checker::Checker;
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
    /// Apply the edits that findings offer, as long as the files get better by it: `certain` ones, or guesses at what was
    /// meant too.
    #[arg(long, value_enum, value_name = "CERTAINTY", num_args = 0..=1, default_missing_value = "certain")]
    fix: Option<Fix>,
    /// Only what changed since this revision: findings on changed lines, and those that were not there before. Asks `git`.
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,
}

/// What `--fix` applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Fix {
    /// Edits that cannot mean anything else.
    Certain,
    /// Near names and other guesses too. Read the difference afterwards.
    Likely,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// Excerpts with labels and help, on stderr.
    #[default]
    Text,
    /// One line a finding, on stdout.
    Short,
    /// One JSON document on stdout, version 1.
    Json,
    /// SARIF 2.1.0 on stdout, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions on stdout, shown beside the lines of a pull request.
    Github,
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

/// Loads, links, lints, mends if asked, and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut checked = Vec::new();
    if arguments.paths.is_empty() {
        checked.push(check(context.load_with_scenarios()?, None, arguments, context)?);
    }
    for path in &arguments.paths {
        let library = library::load_with_scenarios(locate(path)?)?;
        checked.push(check(library, path.is_file().then_some(path.as_path()), arguments, context)?);
    }
    print(&checked, arguments, context)?;
    let failing = |finding: &Diagnostic| match finding.severity {
        Severity::Error => true,
        Severity::Warning => arguments.deny.contains(&Deny::Warnings),
        Severity::Info => false,
    };
    let failed = checked.iter().flat_map(|checked| &checked.findings).any(failing);
    // The process ends here: giving back every part of a large knowledge base one by one would take longer than linking it.
    std::mem::forget(checked);
    Ok(if failed { Exit::Findings } else { Exit::Done })
}

/// The knowledge base that a path means: the folder itself, or the one that a runbook's or scenario's file lies in.
pub(super) fn locate(path: &Path) -> Result<Location, LoadError> {
    let folder = match path.parent() {
        Some(parent) if path.is_file() && !parent.as_os_str().is_empty() => parent,
        _ if path.is_file() => Path::new("."),
        _ => path,
    };
    let folder = match folder.parent() {
        Some(base) if is_tests(folder) && base.join(library::BASE_FILE).is_file() => base,
        _ => folder,
    };
    library::locate(Some(folder), folder)
}

/// The findings of a library that are asked for, after mending it where that is asked for too.
fn check(
    library: Library,
    only: Option<&Path>,
    arguments: &Arguments,
    context: &Context,
) -> Result<Checked, Failure> {
    let library = match arguments.fix {
        Some(certainty) => mend::mend(library, only, certainty, context)?,
        None => library,
    };
    let mut findings = Checker::default().check(&library);
    if let Some(revision) = &arguments.since {
        since::retain(&mut findings, &library, revision)?;
    }
    if let Some(path) = only {
        findings.retain(|finding| is_file(library.sources.file(finding.primary.span.file).name(), path));
    }
    Ok(Checked { library, findings })
}

/// Whether this is the folder of a knowledge base in which its scenarios lie.
fn is_tests(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == library::TESTS)
}

/// Whether a file shown as `shown` is the one at `path`, both lying in the same knowledge base.
fn is_file(shown: &str, path: &Path) -> bool {
    let path = path.to_string_lossy().replace('\\', "/");
    library::name_in_base(shown) == library::name_in_base(&path)
}

fn print(checked: &[Checked], arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let parts: Vec<_> =
        checked.iter().map(|part| (part.findings.as_slice(), &part.library.sources)).collect();
    let mut out = context.output.out();
    match arguments.format {
        Format::Text => print_text(checked, arguments, context)?,
        Format::Json => writeln!(out, "{:#}", findings::json(&parts))?,
        Format::Sarif => writeln!(out, "{:#}", findings::sarif(&parts))?,
        Format::Short | Format::Github => {
            let line = if arguments.format == Format::Short { findings::short } else { findings::github };
            for (findings, sources) in &parts {
                for finding in *findings {
                    writeln!(out, "{}", line(finding, sources))?;
                }
            }
            print_summaries(checked, context)?;
        }
    }
    Ok(())
}

fn print_text(checked: &[Checked], arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let mut err = context.output.err();
    for Checked { library, findings } in checked {
        for finding in findings {
            writeln!(err, "{}\n", findings::render(finding, &library.sources))?;
        }
    }
    print_summaries(checked, context)?;
    let all = || checked.iter().flat_map(|checked| &checked.findings);
    let Some(first) = all().next() else { return Ok(()) };
    writeln!(err, "For what a finding means: triagebook explain {}", first.rule.name)?;
    if arguments.fix.is_none() && all().any(is_certain) {
        writeln!(err, "`--fix` applies the edits that cannot mean anything else.")?;
    }
    let only_warnings = all().all(|finding| finding.severity != Severity::Error);
    if only_warnings && !arguments.deny.contains(&Deny::Warnings) {
        writeln!(err, "Warnings do not fail the check; `--deny warnings` makes them.")?;
    }
    Ok(())
}

fn is_certain(finding: &Diagnostic) -> bool {
    finding.suggestion.as_ref().is_some_and(|suggestion| suggestion.certainty == Certainty::Certain)
}

fn print_summaries(checked: &[Checked], context: &Context) -> Result<(), Failure> {
    for Checked { library, findings } in checked {
        writeln!(context.output.err(), "{}", summary(library, findings))?;
    }
    Ok(())
}

/// What was found in how much, on one line.
pub(super) fn summary(library: &Library, findings: &[Diagnostic]) -> String {
    let files = count(library.sources.files().count(), "file");
    let found = match totals(findings).as_slice() {
        [] => "no findings".to_owned(),
        totals => and(totals),
    };
    format!("{}: {found} in {files}", library.location)
}

fn totals(findings: &[Diagnostic]) -> Vec<String> {
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (severity, findings.iter().filter(|finding| finding.severity == severity).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(severity, number)| count(number, severity.word()).to_string())
        .collect()
}
