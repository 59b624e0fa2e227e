//! Annotated knowledge bases: every file under `tests/cases/` is checked, and its findings must be exactly those that
//! its comments announce.
//!
//! `#~ rule-name: part of the message` stands on the line where the finding begins, `#~^ …` one line below it (each
//! further `^` one line more). Several may stand on one line. A file called `knowledge-base.yaml` is read as one; any
//! other is a runbook, linked with the `knowledge-base.yaml` and the runbook `neighbour.yaml` of its folder, if there are
//! any. Cases in `syntax/` are read but not linked. A file in a folder `tests` below such a folder is read as scenarios
//! and walked, on the runbook of the same name beside the folder too, which in turn is checked together with them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use triagebook::diagnostic::Diagnostic;
use triagebook::graph::Graph;
use triagebook::lint;
use triagebook::model::{KnowledgeBase, Runbook, ScenarioFile};
use triagebook::scenario::Suite;
use triagebook::source::{FileId, SourceFile};
use triagebook::syntax;

/// What a case announces, or what was found: line, rule, message or part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    line: usize,
    rule: String,
    message: String,
}

/// All findings of one case: its own syntax, then the graph if there is a runbook.
fn findings(file: FileId, path: &Path, text: &str) -> Vec<Diagnostic> {
    if path.file_name().is_some_and(|name| name == "knowledge-base.yaml") {
        return syntax::knowledge_base(file, text).1;
    }
    if path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "tests") {
        return of_scenarios(file, path, text);
    }
    let (runbook, mut diagnostics) = syntax::runbook(file, text);
    // Cases of the syntax rules are not whole runbooks; what the graph says about them is no matter here.
    if let Some(runbook) = runbook.filter(|_| !path.components().any(|part| part.as_os_str() == "syntax")) {
        let runbooks = [runbook].into_iter().chain(neighbour(path)).collect();
        diagnostics.extend(of_graph(path, runbooks, &diagnostics));
    }
    diagnostics.retain(|diagnostic| diagnostic.primary.span.file == file);
    diagnostics
}

/// The findings of the graph and of the lint rules, on the first day of 2026-12. `read` are those of the reader.
fn of_graph(path: &Path, runbooks: Vec<Runbook>, read: &[Diagnostic]) -> Vec<Diagnostic> {
    let (graph, mut linked) = Graph::link(base(path), runbooks);
    let scenarios: Vec<ScenarioFile> = cases_of(path).into_iter().collect();
    let found = [read, &linked].concat();
    let today = jiff::civil::date(2026, 12, 1);
    linked.extend(lint::check(&lint::Input { graph: &graph, today, scenarios: &scenarios, found: &found }));
    linked
}

/// The findings of a file of scenarios: read, linked with the knowledge base above it, and walked if nothing was found.
fn of_scenarios(file: FileId, path: &Path, text: &str) -> Vec<Diagnostic> {
    let above = path.parent().expect("the case lies in a folder");
    let own = above.with_file_name(path.file_name().expect("a case has a name"));
    let own = std::fs::read_to_string(own).ok().and_then(|text| syntax::runbook(FileId(3), &text).0);
    let runbooks = neighbour(above).into_iter().chain(own).collect();
    let (graph, _) = Graph::link(base(above), runbooks);
    let (scenarios, mut diagnostics) = syntax::scenarios(file, text);
    let scenarios: Vec<_> = scenarios.into_iter().collect();
    diagnostics.extend(graph.scenario_names(&scenarios, &[]));
    if diagnostics.is_empty() {
        let suite = Suite::run(&graph, &scenarios, None);
        diagnostics.extend(suite.ran.into_iter().flat_map(|ran| ran.failures));
    }
    diagnostics
}

/// The knowledge base of the case's folder, or a minimal one.
fn base(path: &Path) -> KnowledgeBase {
    let text = std::fs::read_to_string(path.with_file_name("knowledge-base.yaml"))
        .unwrap_or_else(|_| "title: Cases\n".to_owned());
    syntax::knowledge_base(FileId(1), &text).0.expect("the cases' knowledge base can be read")
}

/// The second runbook of the case's folder.
fn neighbour(path: &Path) -> Option<Runbook> {
    let second = path.with_file_name("neighbour.yaml");
    let text = std::fs::read_to_string(&second).ok().filter(|_| second != path)?;
    syntax::runbook(FileId(2), &text).0
}

/// The scenarios of the case's runbook.
fn cases_of(path: &Path) -> Option<ScenarioFile> {
    let name = path.file_name()?;
    let text = std::fs::read_to_string(path.with_file_name("tests").join(name)).ok()?;
    syntax::scenarios(FileId(3), &text).0
}

/// The findings that the comments of a case announce.
fn announced(text: &str) -> Vec<Finding> {
    let mut announced = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for note in line.split("#~").skip(1) {
            let carets = note.chars().take_while(|c| *c == '^').count();
            let note = note[carets..].trim();
            let (rule, message) = note.split_once(':').unwrap_or((note, ""));
            announced.push(Finding {
                line: index + 1 - carets,
                rule: rule.trim().to_owned(),
                message: message.trim().to_owned(),
            });
        }
    }
    announced.sort();
    announced
}

/// What is wrong with one case; empty if nothing is.
fn judge(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("the case can be read");
    let source = SourceFile::new(path.display().to_string(), text.as_str());
    let mut found: Vec<Finding> = findings(FileId(0), path, &text)
        .into_iter()
        .map(|diagnostic| Finding {
            line: source.position(diagnostic.primary.span.start).line,
            rule: diagnostic.rule.name.to_owned(),
            message: diagnostic.message,
        })
        .collect();
    found.sort();
    let mut report = String::new();
    for wanted in announced(&text) {
        let met = found.iter().position(|found| {
            found.line == wanted.line && found.rule == wanted.rule && found.message.contains(&wanted.message)
        });
        match met {
            Some(index) => drop(found.remove(index)),
            None => {
                let _ = writeln!(
                    report,
                    "{}:{}: missing    {}: {}",
                    path.display(),
                    wanted.line,
                    wanted.rule,
                    wanted.message
                );
            }
        }
    }
    for left in found {
        let _ =
            writeln!(report, "{}:{}: unexpected {}: {}", path.display(), left.line, left.rule, left.message);
    }
    report
}

fn collect(folder: &Path, cases: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder of the cases can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            collect(&path, cases);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            cases.push(path);
        }
    }
}

#[test]
fn every_case_has_exactly_the_findings_it_announces() {
    let mut cases = Vec::new();
    collect(Path::new("tests/cases"), &mut cases);
    cases.sort();
    assert!(!cases.is_empty(), "there are cases");
    let report: String = cases.iter().map(|path| judge(path)).collect();
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn an_announcement_names_a_line_above_with_carets() {
    let text = "a: 1 #~ one: first\n#~^ two\n#~^^ three: x: y\n";
    let lines: Vec<(usize, &str, &str)> = vec![(1, "one", "first"), (1, "three", "x: y"), (1, "two", "")];
    let found = announced(text);
    assert_eq!(
        found.iter().map(|f| (f.line, f.rule.as_str(), f.message.as_str())).collect::<Vec<_>>(),
        lines
    );
}
