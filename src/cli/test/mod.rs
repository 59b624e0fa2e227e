//! `triagebook test [PATH…]`: the scenarios of a knowledge base, what they cover, and walks made up from its graph.
//!
//! Invariant: exit 0 means that every scenario passes, no walk gets stuck, and the coverage that was asked for is reached.
//! Deliberately absent: walking and counting (floor 6, `scenario`).

mod author;
mod show;

use crate::cli::check::locate;
use crate::cli::{Context, Exit, Failure};
use crate::diagnostic::{Diagnostic, Severity};
use crate::prose::{near, quoted};
use crate::scenario::{Explored, RunbookCoverage, Suite, explore, junit};
use crate::terminal::findings;
use crate::world::library::{self, Library};
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `test`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Knowledge bases (folders). The one of `--kb` where none is named.
    paths: Vec<PathBuf>,
    /// Only the scenarios whose title holds this text. Coverage and made-up walks are left out then.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// How to show the results.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Fail where the scenarios cover less than this percentage of the edges.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,
    /// Where the numbers of the random walks begin.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// How many random walks are made.
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    walks: usize,
    /// Print scenarios for what none covers in this runbook, to be given good titles and kept.
    #[arg(long, value_name = "RUNBOOK", conflicts_with_all = ["filter", "min_coverage", "format"])]
    suggest: Option<String>,
    /// Print a scenario made from a recorded session, by its name or file. Credentials are taken out and names get
    /// stand-ins; read it before you keep it.
    #[arg(long, value_name = "SESSION", conflicts_with_all = ["filter", "min_coverage", "format", "suggest"])]
    from_session: Option<String>,
    /// Break the samples instead, and list the verdicts that did not notice: a line dropped, a value changed, the other side.
    #[arg(long, conflicts_with_all = ["filter", "min_coverage", "suggest", "from_session"])]
    mutate: bool,
}

/// How results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// Lines for people: failures on stderr, the summary on stdout.
    #[default]
    Text,
    /// One JSON document on stdout, version 1.
    Json,
    /// JUnit's XML on stdout, for continuous integration.
    Junit,
}

fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').parse::<f64>() {
        Ok(number) if (0.0..=100.0).contains(&number) => Ok(number),
        _ => Err(format!("`{text}` is no percentage; write a number from 0 to 100")),
    }
}

/// One knowledge base and what its scenarios showed.
struct Tested {
    library: Library,
    suite: Suite,
    /// What is covered and how the made-up walks went; none where only some scenarios ran.
    whole: Option<Whole>,
}

struct Whole {
    coverage: Vec<RunbookCoverage>,
    explored: Explored,
}

/// Walks and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut libraries = Vec::new();
    for path in &arguments.paths {
        libraries.push(library::load_with_scenarios(locate(path)?)?);
    }
    if libraries.is_empty() {
        libraries.push(context.load_with_scenarios()?);
    }
    if let Some(runbook) = &arguments.suggest {
        return author::propose(&libraries, runbook, context);
    }
    if let (Some(session), [library, ..]) = (&arguments.from_session, libraries.as_slice()) {
        return author::from_recorded(library, session, context);
    }
    if arguments.mutate {
        return author::break_samples(&libraries, arguments.format, context);
    }
    let mut broken = false;
    let mut tested = Vec::new();
    for library in libraries {
        broken |= report_errors(&library, context)?;
        tested.push(test(library, arguments));
    }
    match arguments.format {
        Format::Text => show::text(&tested, arguments, context)?,
        Format::Json => show::json(&tested, context)?,
        Format::Junit => {
            let suites: Vec<_> = tested.iter().map(|one| (&one.suite, &one.library.sources)).collect();
            write!(context.output.out(), "{}", junit(&suites))?;
        }
    }
    nothing_ran(&tested, arguments)?;
    let failed = broken || tested.iter().any(|tested| tested.fails(arguments.min_coverage));
    Ok(if failed { Exit::Findings } else { Exit::Done })
}

impl Tested {
    fn fails(&self, wanted: Option<f64>) -> bool {
        let whole = self.whole.as_ref();
        self.suite.failed() > 0
            || whole.is_some_and(|whole| {
                let short = wanted.is_some_and(|wanted| share(edges(&whole.coverage)) < wanted);
                short || !whole.explored.problems.is_empty()
            })
    }
}

/// Errors in the files: what they hide cannot be tested. Returns whether there are any.
fn report_errors(library: &Library, context: &Context) -> Result<bool, Failure> {
    let errors: Vec<&Diagnostic> =
        library.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let mut err = context.output.err();
    for error in &errors {
        writeln!(err, "{}\n", findings::render(error, &library.sources))?;
    }
    Ok(!errors.is_empty())
}

fn test(library: Library, arguments: &Arguments) -> Tested {
    let suite = Suite::run(&library.graph, &library.scenarios, arguments.filter.as_deref());
    let whole = arguments.filter.is_none().then(|| Whole {
        coverage: suite.coverage.by_runbook(&library.graph),
        explored: explore(&library.graph, arguments.seed, arguments.walks),
    });
    Tested { library, suite, whole }
}

/// A filter that fits nothing is a mistake, not a success.
fn nothing_ran(tested: &[Tested], arguments: &Arguments) -> Result<(), Failure> {
    let Some(filter) = &arguments.filter else { return Ok(()) };
    if tested.iter().any(|tested| !tested.suite.ran.is_empty()) {
        return Ok(());
    }
    let titles = tested
        .iter()
        .flat_map(|tested| &tested.library.scenarios)
        .flat_map(|file| &file.scenarios)
        .map(|scenario| scenario.title.as_str());
    let failure = Failure::usage(format!("no scenario has {} in its title", quoted(filter)));
    Err(match near(filter, titles) {
        Some(title) => failure.help(format!("did you mean {}?", quoted(title))),
        None => failure.help("`triagebook test --format json` lists all titles"),
    })
}

/// Edges covered, and edges.
fn edges(coverage: &[RunbookCoverage]) -> (usize, usize) {
    coverage.iter().fold((0, 0), |(covered, all), one| (covered + one.edges.0, all + one.edges.1))
}

/// The percentage; nothing is covered wholly.
#[expect(clippy::cast_precision_loss, reason = "a graph has far fewer edges than a double has digits")]
fn share((covered, all): (usize, usize)) -> f64 {
    if all == 0 { 100.0 } else { 100.0 * covered as f64 / all as f64 }
}
