//! `triagebook fmt [PATH…]`: files in their canonical layout.
//!
//! Invariant: a file that is refused is left as it is, and the others are not held up by it.
//! Deliberately absent: the layout (floor 2, `syntax::format`).

use crate::cli::{Context, Exit, Failure, stdin};
use crate::prose::{and, count, visible_line};
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::syntax::{self, MAX_BYTES, Refusal};
use crate::terminal::findings;
use crate::world::file;
use crate::world::library::{self, Location};
use crate::world::listing;
use similar::TextDiff;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `fmt`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, or folders of knowledge bases; `-` reads stdin and writes stdout. The knowledge base where none is named.
    paths: Vec<PathBuf>,
    /// Change nothing; show what would change, and fail where something would.
    #[arg(long)]
    check: bool,
}

/// A text and what it is called.
struct Text {
    /// The file it came from; none for stdin.
    path: Option<PathBuf>,
    shown: String,
    /// As it was read.
    bytes: Vec<u8>,
}

/// How many files were what.
#[derive(Default)]
struct Tally {
    changed: usize,
    same: usize,
    refused: usize,
}

/// Lays out and prints.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let texts = texts(arguments, context)?;
    let is_stdin = texts.iter().any(|text| text.path.is_none());
    let mut tally = Tally::default();
    for text in &texts {
        one(text, arguments, context, &mut tally)?;
    }
    if !is_stdin {
        summary(&tally, arguments, context)?;
    }
    let differs = arguments.check && tally.changed > 0;
    Ok(if differs || tally.refused > 0 { Exit::Findings } else { Exit::Done })
}

fn one(text: &Text, arguments: &Arguments, context: &Context, tally: &mut Tally) -> Result<(), Failure> {
    let decoded = syntax::decode(&text.bytes);
    let mut sources = SourceMap::default();
    let id = sources.add(SourceFile::new(text.shown.as_str(), decoded.text.as_str()));
    let laid_out = match syntax::format(id, &decoded.text) {
        Ok(laid_out) => laid_out,
        Err(refusal) => {
            tally.refused += 1;
            refused(&refusal, id, &sources, context)?;
            // A pipe gets back what it gave, so that an editor loses nothing.
            if text.path.is_none() && !arguments.check {
                context.output.out().write_all(&text.bytes)?;
            }
            return Ok(());
        }
    };
    let is_same = laid_out.as_bytes() == text.bytes;
    if is_same {
        tally.same += 1;
    } else {
        tally.changed += 1;
    }
    match &text.path {
        _ if arguments.check => {
            if !is_same {
                let diff = TextDiff::from_lines(decoded.text.as_str(), laid_out.as_str());
                let (old, new) = (format!("a/{}", text.shown), format!("b/{}", text.shown));
                let diff = diff.unified_diff().context_radius(2).header(&old, &new).to_string();
                context.output.out().write_all(crate::prose::visible(&diff).as_bytes())?;
            }
        }
        None => context.output.out().write_all(laid_out.as_bytes())?,
        Some(_) if is_same => {}
        Some(path) => {
            file::write(path, laid_out.as_bytes())?;
            writeln!(context.output.err(), "Formatted {}", visible_line(&text.shown))?;
        }
    }
    Ok(())
}

fn refused(refusal: &Refusal, id: FileId, sources: &SourceMap, context: &Context) -> Result<(), Failure> {
    let mut err = context.output.err();
    match refusal {
        Refusal::Findings(found) => {
            for finding in found {
                writeln!(err, "{}\n", findings::render(finding, sources))?;
            }
        }
        Refusal::Odd { at, why } => {
            writeln!(err, "{}: {why}", visible_line(&sources.location(Span::new(id, *at, *at))))?;
        }
    }
    let name = sources.file(id).name();
    writeln!(
        err,
        "{} is left as it is; mend it first, `triagebook check` says what is wrong.",
        visible_line(name)
    )?;
    Ok(())
}

fn summary(tally: &Tally, arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let files =
        |number: usize, words: &str| (number > 0).then(|| format!("{} {words}", count(number, "file")));
    let changed = if arguments.check { "would change" } else { "changed" };
    let same = if tally.same == 1 { "was as it should be" } else { "were as they should be" };
    let parts: Vec<String> =
        [files(tally.changed, changed), files(tally.same, same), files(tally.refused, "left alone")]
            .into_iter()
            .flatten()
            .collect();
    writeln!(context.output.err(), "{}", and(&parts))?;
    Ok(())
}

/// What is to be laid out.
fn texts(arguments: &Arguments, context: &Context) -> Result<Vec<Text>, Failure> {
    let mut paths = arguments.paths.clone();
    if paths.is_empty() {
        match context.locate()? {
            Location::Folder(folder) => paths.push(folder),
            Location::Embedded => {
                return Err(Failure::usage("there is no knowledge base here")
                    .help("name a file or a folder, or `-` for stdin"));
            }
        }
    }
    let mut texts = Vec::new();
    for path in &paths {
        if path.as_os_str() == "-" {
            texts.push(Text { path: None, shown: "<stdin>".to_owned(), bytes: stdin(MAX_BYTES)? });
        } else if path.is_dir() {
            let Location::Folder(folder) = library::locate(Some(path), path)? else { continue };
            for path in listing::yaml_files(&folder)? {
                texts.push(read(&path)?);
            }
        } else {
            texts.push(read(path)?);
        }
    }
    Ok(texts)
}

fn read(path: &Path) -> Result<Text, Failure> {
    let bytes = file::read(path, MAX_BYTES as u64)?;
    let shown = path.to_string_lossy().replace('\\', "/");
    Ok(Text { path: Some(path.to_owned()), shown, bytes })
}
