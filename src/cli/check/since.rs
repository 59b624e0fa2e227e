//! `check --since REVISION`: only the findings that a change is answerable for.
//!
//! Invariant: a finding on a changed line is kept, and so is one that the earlier revision did not have, wherever it is.
//! Deliberately absent: asking git (`world::git`).

use crate::cli::{Exit, Failure};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, SourceMap};
use crate::world::checker::Checker;
use crate::world::git;
use crate::world::library::{self, Library, Location};
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Keeps what changed since `revision`.
pub(super) fn retain(
    findings: &mut Vec<Diagnostic>,
    library: &Library,
    revision: &str,
) -> Result<(), Failure> {
    let Location::Folder(folder) = &library.location else {
        return Err(Failure::usage("the built-in knowledge base has no revisions")
            .help("name a folder, such as `triagebook check --since main runbooks`"));
    };
    let earlier = git::files_at(folder, revision)
        .map_err(|error| Failure::new(Exit::File, error.to_string()).help(error.help()))?;
    let earlier = library::load_texts(library.location.clone(), earlier);
    let changed = changed_lines(&earlier.sources, &library.sources);
    let mut known: HashMap<Identity, usize> = HashMap::new();
    let before = Checker::default().check(&earlier);
    for finding in &before {
        *known.entry(identity(finding, &earlier.sources)).or_default() += 1;
    }
    findings.retain(|finding| {
        let file = library.sources.file(finding.primary.span.file);
        let (first, last) =
            (file.position(finding.primary.span.start).line, file.position(finding.primary.span.end).line);
        let is_touched =
            changed.get(name(file)).is_some_and(|lines| (first..=last).any(|line| lines.contains(&line)));
        let was_there = known.get_mut(&identity(finding, &library.sources)).is_some_and(|left| {
            let some = *left > 0;
            *left = left.saturating_sub(1);
            some
        });
        is_touched || !was_there
    });
    Ok(())
}

/// What makes two findings of two revisions the same, wherever they stand in the file: rule, file, message.
type Identity = (&'static str, String, String);

fn identity(finding: &Diagnostic, sources: &SourceMap) -> Identity {
    let file = name(sources.file(finding.primary.span.file)).to_owned();
    (finding.rule.name, file, finding.message.clone())
}

/// A file's name in its knowledge base, which is the same in both revisions.
fn name(file: &SourceFile) -> &str {
    library::name_in_base(file.name())
}

/// The lines of each file that are not in the earlier revision, from 1.
fn changed_lines<'a>(earlier: &SourceMap, now: &'a SourceMap) -> BTreeMap<&'a str, HashSet<usize>> {
    let text = |wanted: &str| {
        let file = earlier.files().find(|(_, file)| name(file) == wanted);
        file.map_or(String::new(), |(_, file)| file.text().to_owned())
    };
    now.files()
        .map(|(_, file)| {
            let before = text(name(file));
            let diff = TextDiff::from_lines(before.as_str(), file.text());
            let inserted = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Insert);
            (name(file), inserted.filter_map(|change| Some(change.new_index()? + 1)).collect())
        })
        .collect()
}
