//! `triagebook find TEXT…`: from an error text to the entries of the knowledge base.
//!
//! Invariant: exit 0 when something was found, 1 when nothing was.
//! Deliberately absent: ranking (floor 5, `search`).

use crate::cli::{Context, Exit, Failure, decoded, stdin};
use crate::prose::{and, quoted, visible_line};
use crate::search::{By, Hit, Index};
use std::io::Write as _;

/// At most this much text is searched for: a pasted log.
const LIMIT: usize = crate::evidence::MAX_BYTES;

/// Arguments of `find`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The error text, or `-` to read it from stdin.
    #[arg(required = true)]
    text: Vec<String>,
    /// One JSON document on stdout, version 1.
    #[arg(long)]
    json: bool,
}

/// Searches and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let text = match arguments.text.as_slice() {
        [only] if only == "-" => pasted(context)?,
        words => words.join(" "),
    };
    let library = context.load_for_use()?;
    let index = Index::new(&library.graph);
    let hits = index.find(&text);
    if arguments.json {
        let document = serde_json::json!({ "version": 1, "hits": hits });
        writeln!(context.output.out(), "{document:#}")?;
    } else if hits.is_empty() {
        let mut err = context.output.err();
        writeln!(err, "Nothing in {} fits this text.", library.location)?;
        if let Some(field) = index.elsewhere(&text) {
            writeln!(err, "It seems to be about something that is not covered here: {field}.")?;
        }
        if let Some(near) = index.near(&text) {
            writeln!(err, "Did you mean {near}?")?;
        }
        writeln!(err, "Try the exact error code, or choose from all entries: triagebook run")?;
    } else {
        print(&hits, context)?;
    }
    Ok(if hits.is_empty() { Exit::Findings } else { Exit::Done })
}

fn print(hits: &[Hit], context: &Context) -> Result<(), Failure> {
    let mut out = context.output.out();
    let bold = anstyle::Style::new().bold();
    for (number, hit) in hits.iter().enumerate() {
        writeln!(out, "{}. {bold}{}{bold:#}", number + 1, visible_line(&hit.title))?;
        writeln!(out, "   {}", visible_line(&hit.runbook_title))?;
        let matched: Vec<String> =
            hit.matched.iter().take(4).map(|text| quoted(visible_line(text))).collect();
        let because = match (hit.by, hit.line) {
            (By::Signature, Some(line)) => format!("because the text holds {} (line {line})", and(&matched)),
            (By::Signature, None) => format!("because the text holds {}", and(&matched)),
            (By::Words, _) => format!("shares the words {}", and(&matched)),
        };
        writeln!(out, "   {because}")?;
        writeln!(out, "   triagebook run {}", hit.node)?;
    }
    Ok(())
}

fn pasted(context: &Context) -> Result<String, Failure> {
    let bytes = stdin(LIMIT)?;
    if bytes.len() > LIMIT {
        return Err(Failure::new(Exit::File, "the text on stdin is larger than 5 MiB")
            .help("cut out the part around the error and try again"));
    }
    let text = decoded("stdin", &bytes)?;
    for doubt in &text.doubts {
        writeln!(context.output.err(), "note: {}", doubt.text)?;
    }
    Ok(text.text)
}
