//! `check --fix`: the edits that findings offer, written into the files.
//!
//! Invariant: a file is written whole or not at all, and only if the findings afterwards weigh less than before.
//! Deliberately absent: choosing and applying the edits (`lint::mend`).

use crate::cli::check::{Fix, is_file};
use crate::cli::{Context, Failure};
use crate::diagnostic::{Certainty, Diagnostic};
use crate::lint;
use crate::prose::{and, count, count_of, visible_line};
use crate::source::FileId;
use crate::world::checker::Checker;
use crate::world::file;
use crate::world::library::{self, Library, Location};
use crate::world::reader::Reader;
use std::io::Write as _;
use std::path::Path;

/// The library after its files were mended on the disk. With `only`, no other file is touched.
pub(super) fn mend(
    library: Library,
    only: Option<&Path>,
    fix: Fix,
    context: &Context,
) -> Result<Library, Failure> {
    if library.location == Location::Embedded {
        return Err(Failure::usage("the built-in knowledge base cannot be changed")
            .help("name a folder, such as `triagebook check --fix runbooks`"));
    }
    let certainty = match fix {
        Fix::Certain => Certainty::Certain,
        Fix::Likely => Certainty::Likely,
    };
    let frozen = frozen(&library, only);
    let texts: Vec<String> = library.sources.files().map(|(_, file)| file.text().to_owned()).collect();
    let (mut reader, mut checker) = (Reader::default(), Checker::default());
    let mut reread = |texts: &[String]| checker.check(&library.reread(texts, &mut reader));
    let mended = lint::mend(texts, certainty, &frozen, &mut reread);
    let mut written = Vec::new();
    for ((_, file), text) in library.sources.files().zip(&mended.texts) {
        if file.text() != text {
            file::write(Path::new(file.name()), text.as_bytes())?;
            written.push(visible_line(file.name()));
        }
    }
    let mut err = context.output.err();
    for applied in &mended.applied {
        let name = visible_line(library.sources.file(applied.file).name());
        let (line, column) = (applied.position.line, applied.position.column);
        let message = visible_line(&applied.message);
        writeln!(err, "fixed {name}:{line}:{column}: {}: {message}", applied.rule.name)?;
    }
    match written.as_slice() {
        [] => writeln!(err, "Nothing could be fixed by `--fix`.")?,
        files => writeln!(err, "Fixed {} in {}.", count(mended.applied.len(), "finding"), and(files))?,
    }
    if certainty == Certainty::Certain {
        let is_guess = |finding: &&Diagnostic| {
            finding.suggestion.as_ref().is_some_and(|suggestion| suggestion.certainty == Certainty::Likely)
        };
        let guesses = reread(&mended.texts).iter().filter(is_guess).count();
        if guesses > 0 {
            let guesses = count_of(guesses, "guess", "guesses");
            writeln!(
                err,
                "There is help that is only a guess at what was meant; `--fix likely` would apply {guesses}."
            )?;
        }
    }
    if written.is_empty() { Ok(library) } else { Ok(library::load_with_scenarios(library.location)?) }
}

/// Files that must stay as they are: those that were not asked for, and those whose bytes are no text, since what was
/// read of them is not all they hold.
fn frozen(library: &Library, only: Option<&Path>) -> Vec<FileId> {
    let broken = library.diagnostics.iter().filter(|finding| finding.rule.name == "not-utf8");
    let mut frozen: Vec<FileId> = broken.map(|finding| finding.primary.span.file).collect();
    if let Some(path) = only {
        let others = library.sources.files().filter(|(_, file)| !is_file(file.name(), path));
        frozen.extend(others.map(|(id, _)| id));
    }
    frozen
}
