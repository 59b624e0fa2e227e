//! `triagebook verify FILE`: judges the evidence in a report again and says, step by step, whether its conclusion follows.
//!
//! Invariant: exit 0 only where everything stands. Needs no network and no saved session.
//! Deliberately absent: believing the file (floor 5, `session::report::verify`).

use crate::cli::run::print_of;
use crate::cli::{Context, Exit, Failure, decoded, stdin};
use crate::prose::{and, count, quoted, visible_line};
use crate::session::{Salvage, Verification, verify, verify_events};
use crate::terminal::{Paper, width};
use crate::world::file;
use std::io::Write as _;
use std::path::PathBuf;

/// Bytes of a report that are read; the evidence of a session is smaller.
const LARGEST: usize = 256 << 20;

/// Version of the JSON; it rises when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A report: JSON, or the record or escalation as HTML or Markdown. An exported session too. `-` is stdin.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// One JSON document, version 1.
    #[arg(long)]
    json: bool,
}

/// Judges it again.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let (name, bytes) = if arguments.file.as_os_str() == "-" {
        ("stdin".to_owned(), stdin(LARGEST)?)
    } else {
        (arguments.file.display().to_string(), file::read(&arguments.file, LARGEST as u64)?)
    };
    if bytes.len() > LARGEST {
        return Err(Failure::new(Exit::File, format!("`{name}` is larger than {} MiB", LARGEST >> 20)));
    }
    let library = context.load_for_use()?;
    let salvage = Salvage::read(&bytes);
    let verification = if salvage.opening().is_some() {
        of_session(&library.graph, &salvage)
    } else {
        let text = decoded(&name, &bytes)?.text;
        verify(&library.graph, &print_of(&library), &text).map_err(|doubt| {
            Failure::new(Exit::File, format!("`{name}`: {}: {}", doubt.place, doubt.what))
                .help("make one with `triagebook sessions report ID --out report.html`")
        })?
    };
    let exit = if verification.doubts.is_empty() { Exit::Done } else { Exit::Findings };
    if arguments.json {
        let document = serde_json::json!({ "version": VERSION, "follows": exit == Exit::Done, "verification": verification });
        writeln!(context.output.out(), "{document:#}")?;
    } else {
        let base = library.graph.base().title.value.as_str();
        write!(context.output.out(), "{}", tell(&name, base, &verification))?;
    }
    Ok(exit)
}

/// An exported session: its lines seal themselves.
fn of_session(graph: &crate::graph::Graph, salvage: &Salvage) -> Verification {
    let mut verification = verify_events(graph, &salvage.events);
    let mut doubts: Vec<crate::session::Doubt> = Vec::new();
    let doubt = |what| crate::session::Doubt { place: "the session".to_owned(), what };
    doubts.extend(salvage.damage.iter().map(|damage| doubt(damage.sentence())));
    if salvage.torn > 0 {
        doubts.push(doubt(format!("{} at its end cannot be read", count(salvage.torn, "byte"))));
    }
    doubts.append(&mut verification.doubts);
    verification.doubts = doubts;
    verification
}

fn tell(name: &str, base: &str, verification: &Verification) -> String {
    let mut paper = Paper::new(width());
    paper.heading(name);
    let program = verification.program.as_ref().map(|program| format!(", made by triagebook {program}"));
    paper.aside(&format!("Judged again with {base}{}.", program.unwrap_or_default()));
    match verification.kb_changed.as_deref() {
        Some([]) => {
            paper.say("The knowledge base was changed since; none of the nodes on this path was.");
        }
        Some(changed) => {
            let nodes: Vec<String> = changed.iter().map(quoted).collect();
            paper.say(&format!("The knowledge base was changed since. On this path: {}.", and(&nodes)));
        }
        None => {}
    }
    paper.blank();
    for (number, step) in (1..).zip(&verification.steps) {
        let mark = if step.stands { "" } else { "NOT SO: " };
        paper.choice(&number.to_string(), &step.title);
        paper.styled(&format!("{}: {mark}{}.", step.said, step.how), anstyle::Style::new(), 6);
    }
    paper.blank();
    if verification.doubts.is_empty() {
        paper.say(&format!("The conclusion follows: {}.", verification.conclusion));
        return paper.finish();
    }
    paper.say(&format!("The conclusion does not stand. {}:", count(verification.doubts.len(), "finding")));
    for doubt in &verification.doubts {
        paper.bullet(&visible_line(&format!("{}: {}", doubt.place, doubt.what)), 0);
    }
    paper.finish()
}
