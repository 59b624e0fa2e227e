//! Giving something another name, everywhere it stands.
//!
//! Invariant: a new name comes back only if the knowledge base would not be worse with it; otherwise the reason does.
//! Deliberately absent: names that are files' too (runbooks) and words of chapters and templates.

use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::editor::{Desk, Index, Occurrence, Spot, Symbol};
use crate::model::{NodeKey, RunbookId};
use crate::prose::quoted;
use crate::source::{FileId, Span};
use crate::syntax;
use std::collections::BTreeSet;

/// What would be renamed at a place, and the name it has. The error says why it cannot be.
pub fn prepare(desk: Desk<'_>, index: &Index, spot: Spot) -> Result<(Span, String), String> {
    let occurrence = index.at(spot).ok_or("here stands no name that can be changed")?;
    can_be(desk, occurrence)?;
    Ok((occurrence.span, occurrence.symbol.name().to_owned()))
}

/// The edits that rename what stands at a place. `findings` are what reading and linking found in the knowledge base
/// as it is; `reread` gives the same for changed texts.
pub fn rename(
    desk: Desk<'_>,
    index: &Index,
    spot: Spot,
    name: &str,
    findings: &[Diagnostic],
    reread: impl FnOnce(&[String]) -> Vec<Diagnostic>,
) -> Result<Vec<Edit>, String> {
    let occurrence = index.at(spot).ok_or("here stands no name that can be changed")?;
    can_be(desk, occurrence)?;
    let symbol = &occurrence.symbol;
    if name == symbol.name() {
        return Ok(Vec::new());
    }
    is_free(desk, symbol, name)?;
    let mut edits = Vec::new();
    for place in index.of(symbol) {
        if desk.sources.text(place.span) != symbol.name() {
            let location = desk.sources.location(place.span);
            return Err(format!("at {location} the name is written with escapes; write it plainly first"));
        }
        edits.push(Edit { span: place.span, replacement: name.to_owned() });
    }
    is_read_whole(desk, symbol.name(), &edits, findings)?;
    is_no_worse(desk, &edits, findings, reread)?;
    Ok(edits)
}

fn can_be(desk: Desk<'_>, occurrence: &Occurrence) -> Result<(), String> {
    match &occurrence.symbol {
        Symbol::Runbook(_) => Err("a runbook is called like its file; rename both by hand".to_owned()),
        Symbol::Rule(_) => Err("the names of rules are part of the program".to_owned()),
        Symbol::Outcome(_, name) => {
            let files = desk.scenarios.iter();
            let mut somewhere = files.flat_map(|file| {
                file.scenarios.iter().map(|scenario| &scenario.anywhere).chain([&file.anywhere])
            });
            match somewhere.find_map(|table| table.entry(name.as_str())) {
                Some((place, _)) => Err(format!(
                    "`anywhere` at {} means outcomes of this name in all checks; change it by hand",
                    desk.sources.location(place.span)
                )),
                None => Ok(()),
            }
        }
        Symbol::Node(_) | Symbol::Fact(_) | Symbol::Place(_) | Symbol::Source(..) => Ok(()),
    }
}

/// Whether a name is well-formed, and nothing else has it.
fn is_free(desk: Desk<'_>, symbol: &Symbol, name: &str) -> Result<(), String> {
    let is_fact = matches!(symbol, Symbol::Fact(_));
    if is_fact && !syntax::is_fact(name) {
        return Err(
            "names of facts hold lower-case letters, digits and underscores, and begin with a letter".into(),
        );
    }
    if !is_fact && !syntax::is_id(name) {
        return Err(
            "names hold lower-case letters, digits and hyphens, and begin with a letter or digit".into()
        );
    }
    let graph = desk.graph;
    let in_runbook = |runbook: &RunbookId| graph.node(&NodeKey::new(runbook.as_str(), name)).is_some();
    let is_taken = match symbol {
        Symbol::Node(key) => in_runbook(&key.runbook),
        Symbol::Outcome(key, _) => graph.node(key).is_some_and(|node| {
            let crate::graph::Content::Check(check) = &node.content else { return false };
            matches!(name, "unsure" | "none") || check.outcomes.get(name).is_some()
        }),
        // A check's name is a fact, too.
        Symbol::Fact(_) => graph.runbooks().iter().any(|runbook| {
            let captured = runbook.checks.iter().flat_map(|(_, check)| check.outcomes.iter());
            runbook.inputs.get(name).is_some()
                || runbook.checks.get(name).is_some()
                || captured.into_iter().any(|(_, outcome)| outcome.capture.get(name).is_some())
        }),
        Symbol::Place(_) => graph.base().places.get(name).is_some(),
        Symbol::Source(home, _) => {
            let shared = graph.base().sources.get(name).is_some();
            let own = |runbook: &crate::model::Runbook| runbook.sources.get(name).is_some();
            shared
                || graph.runbooks().iter().any(|runbook| {
                    home.as_ref().is_none_or(|home| *home == runbook.runbook.value) && own(runbook)
                })
        }
        Symbol::Runbook(_) | Symbol::Rule(_) => true,
    };
    if is_taken { Err(format!("{} is taken", quoted(name))) } else { Ok(()) }
}

/// Whether every file that may hold the name could be read; what nobody read cannot be renamed.
fn is_read_whole(desk: Desk<'_>, name: &str, edits: &[Edit], findings: &[Diagnostic]) -> Result<(), String> {
    let is_readers = |finding: &&Diagnostic| {
        finding.severity == Severity::Error && syntax::RULES.iter().any(|rule| rule.name == finding.rule.name)
    };
    let broken: BTreeSet<FileId> =
        findings.iter().filter(is_readers).map(|finding| finding.primary.span.file).collect();
    let in_name = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    for file in broken {
        let text = desk.text(file);
        let stands = text.match_indices(name).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let is_word = !before.ends_with(in_name) && !after.starts_with(in_name);
            is_word && !edits.iter().any(|edit| edit.span == Span::new(file, at, at + name.len()))
        });
        if stands {
            let shown = desk.sources.file(file).name();
            return Err(format!("`{shown}` has errors and may name {}; mend it first", quoted(name)));
        }
    }
    Ok(())
}

fn is_no_worse(
    desk: Desk<'_>,
    edits: &[Edit],
    findings: &[Diagnostic],
    reread: impl FnOnce(&[String]) -> Vec<Diagnostic>,
) -> Result<(), String> {
    let mut texts: Vec<String> = desk.sources.files().map(|(_, file)| file.text().to_owned()).collect();
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    for edit in sorted.into_iter().rev() {
        if let Some(text) = texts.get_mut(edit.span.file.0 as usize) {
            text.replace_range(edit.span.range(), &edit.replacement);
        }
    }
    let errors = |findings: &[Diagnostic]| {
        findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.message.clone())
            .collect::<Vec<_>>()
    };
    let (before, after) = (errors(findings), errors(&reread(&texts)));
    if after.len() <= before.len() {
        return Ok(());
    }
    let new = after.into_iter().find(|message| !before.contains(message));
    Err(format!("that would break the knowledge base: {}", new.unwrap_or_default()))
}
