//! What the lint rules say about whole knowledge bases: the shared part, broken files, and the one finding of one slip.

use std::path::Path;
use triagebook::diagnostic::Diagnostic;
use triagebook::graph::{Damaged, Graph};
use triagebook::lint;
use triagebook::model::RunbookId;
use triagebook::source::{FileId, SourceFile, SourceMap};
use triagebook::syntax;

const BASE: &str = "title: T\nowner: O\nplaces:\n  sh: { title: Shell, shell: posix }\n";

const RUNBOOK: &str = "\
runbook: a
title: T
reviewed: 2026-11-23
applies_to: [Shell]
sources:
  doc: { title: A page, seen: 2026-11-01 }
symptoms:
  broken: { title: It is broken, signatures: [it broke], next: question, sources: [doc] }
checks:
  question:
    title: Does it answer?
    run: [{ place: sh, command: show }]
    sources: [doc]
    outcomes:
      good: { title: It answers, next: done }
      bad: { title: It does not, next: restart }
    unsure: stop
fixes:
  restart:
    title: Restart it
    risk: outage
    role: Administrator
    impact: It is away for a minute.
    steps: [{ do: Restart it., place: sh, command: restart it }]
    stop_if: It does not come back.
    rollback: { none: A restart cannot be undone. }
    verify: question
    attempts: { limit: 2, else: stop }
    sources: [doc]
ends:
  done: { title: It works, result: resolved }
  stop: { title: Somebody else takes over, result: escalated, to: Team }
";

/// All findings of these files, as the command line collects them. Names are file names without their ending.
fn check(files: &[(&str, &str)]) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::default();
    let (mut base, mut runbooks, mut damaged, mut found) = (None, Vec::new(), Vec::new(), Vec::new());
    for (name, text) in files {
        let id: FileId = sources.add(SourceFile::new(*name, *text));
        if *name == "knowledge-base" {
            let (read, findings) = syntax::knowledge_base(id, text);
            base = read;
            found.extend(findings);
        } else {
            let (read, findings) = syntax::runbook(id, text);
            if !findings.is_empty() {
                damaged.push(Damaged { runbook: RunbookId((*name).to_owned()), text });
            }
            runbooks.extend(read);
            found.extend(findings);
        }
    }
    let (graph, findings) =
        Graph::link_around(base.expect("the knowledge base can be read"), runbooks, &damaged);
    found.extend(findings);
    let today = jiff::civil::date(2026, 12, 1);
    let linted = lint::check(&lint::Input { graph: &graph, today, scenarios: &[], found: &found });
    found.extend(linted);
    (sources, found)
}

fn rules(files: &[(&str, &str)]) -> Vec<&'static str> {
    check(files).1.iter().map(|finding| finding.rule.name).collect()
}

#[test]
fn a_whole_knowledge_base_has_no_finding() {
    assert!(rules(&[("knowledge-base", BASE), ("a", RUNBOOK)]).is_empty());
}

#[test]
fn a_place_and_a_shared_source_that_nothing_uses_are_found() {
    let place = format!("{BASE}  ps: {{ title: PowerShell, shell: powershell }}\n");
    assert_eq!(rules(&[("knowledge-base", &place), ("a", RUNBOOK)]), ["unused-place"]);
    let source = format!("{BASE}sources:\n  old: {{ title: A page, seen: 2026-11-01 }}\n");
    assert_eq!(rules(&[("knowledge-base", &source), ("a", RUNBOOK)]), ["unused-source"]);
}

#[test]
fn each_renamed_target_is_exactly_one_finding_at_its_line() {
    let targets =
        ["next: question", "next: done", "next: restart", "unsure: stop", "verify: question", "else: stop"];
    for target in targets {
        let renamed = RUNBOOK.replacen(target, &format!("{target}x"), 1);
        assert_ne!(renamed, RUNBOOK);
        let (sources, found) = check(&[("knowledge-base", BASE), ("a", &renamed)]);
        let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(names, ["unknown-node"], "{target}");
        let wrong = target.split_once(": ").map(|(_, name)| format!("{name}x"));
        assert_eq!(Some(sources.text(found[0].primary.span)), wrong.as_deref(), "{target}");
        assert_eq!(
            found[0].suggestion.as_ref().map(|suggestion| suggestion.edits.len()),
            Some(1),
            "{target}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_not_called_missing() {
    // The value of `role` is a mapping: one finding of the reader, and not also a fix without a role.
    let broken = RUNBOOK.replace("role: Administrator", "role: { of: Administrator }");
    let names = rules(&[("knowledge-base", BASE), ("a", &broken)]);
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(syntax::RULES.iter().any(|rule| rule.name == names[0]), "{names:?}");
}

#[test]
fn a_broken_file_does_not_hide_the_findings_of_others() {
    let incomplete = RUNBOOK.replace("    role: Administrator\n", "");
    let names = rules(&[("knowledge-base", BASE), ("a", &incomplete), ("b", "runbook: b\ntitle: [\n")]);
    assert!(names.contains(&"missing-role"), "{names:?}");
}

/// The runbooks of this repository, by name.
fn shipped() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let entries = std::fs::read_dir(folder).expect("the runbooks are there");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let mut files: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("the runbook can be read"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn in_the_shipped_runbooks_a_renamed_target_is_one_finding_more() {
    let files = shipped();
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let before = check(&borrowed).1.len();
    for (index, (name, text)) in
        files.iter().enumerate().filter(|(_, (name, _))| name != "knowledge-base").take(3)
    {
        // The last plain target of the file.
        let at = text.rfind("next: ").expect("a runbook has targets");
        let name_at = at + "next: ".len();
        let end = name_at + text[name_at..].find(['\n', ' ', '}', ',']).expect("the name ends");
        let renamed = format!("{}-renamed{}", &text[..end], &text[end..]);
        let mut changed = borrowed.clone();
        changed[index] = (name, &renamed);
        let (sources, found) = check(&changed);
        assert_eq!(found.len(), before + 1, "{name}");
        let new =
            found.iter().find(|finding| finding.rule.name.starts_with("unknown-")).expect("it is unknown");
        assert!(sources.text(new.primary.span).ends_with("-renamed"), "{name}");
    }
}
