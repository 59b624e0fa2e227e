//! All findings of a library: what reading and linking found, and what the rules find, on all processors.
//!
//! Invariant: a checker finds what a new one would find: what it remembers of a file counts only as long as the file,
//! `knowledge-base.yaml` and the day are the same.
//! Deliberately absent: the rules (`lint`), and what is done with findings.

use crate::diagnostic::{self, Diagnostic};
use crate::lint;
use crate::model::{KnowledgeBase, Runbook, RunbookId};
use crate::world::clock;
use crate::world::library::Library;
use crate::world::parallel;
use jiff::civil::Date;
use std::collections::HashMap;

/// Checks libraries, one after the other, of which most is the same.
#[derive(Debug, Clone, Default)]
pub struct Checker {
    /// What all files share, and the day, on which the findings depend.
    shared: Option<(KnowledgeBase, Date)>,
    /// What the rules of one file found in `knowledge-base.yaml`.
    of_base: Vec<Diagnostic>,
    /// What they found in each runbook.
    of_runbooks: HashMap<RunbookId, (Runbook, Vec<Diagnostic>)>,
}

impl Checker {
    /// Everything found in a library, sorted.
    pub fn check(&mut self, library: &Library) -> Vec<Diagnostic> {
        let today = clock::today();
        let mut findings = library.diagnostics.clone();
        let mut found = self.look_at_files(library, today);
        let input = lint::Input {
            graph: &library.graph,
            today,
            scenarios: &library.scenarios,
            found: &library.diagnostics,
        };
        let (across, rules) = (lint::Across::new(&input), lint::Across::rules());
        found.extend(parallel::map(&rules, |rule| across.look(rule)).into_iter().flatten());
        findings.extend(across.settle(found));
        diagnostic::sort(&mut findings);
        findings
    }

    /// What the rules find that look at one file alone.
    fn look_at_files(&mut self, library: &Library, today: Date) -> Vec<Diagnostic> {
        let base = library.graph.base();
        if self.shared.as_ref().is_none_or(|(shared, day)| shared != base || *day != today) {
            self.of_base = lint::check_file(base, None, today);
            self.of_runbooks.clear();
            self.shared = Some((base.clone(), today));
        }
        let mut before = std::mem::take(&mut self.of_runbooks);
        let mut changed = Vec::new();
        for runbook in library.graph.runbooks() {
            let id = &runbook.runbook.value;
            match before.remove(id).filter(|(seen, _)| seen == runbook) {
                Some(kept) => drop(self.of_runbooks.insert(id.clone(), kept)),
                None => changed.push(runbook),
            }
        }
        let found = parallel::map(&changed, |runbook| lint::check_file(base, Some(runbook), today));
        for (runbook, found) in changed.into_iter().zip(found) {
            self.of_runbooks.insert(runbook.runbook.value.clone(), (runbook.clone(), found));
        }
        let seen = library
            .graph
            .runbooks()
            .iter()
            .filter_map(|runbook| self.of_runbooks.get(&runbook.runbook.value));
        self.of_base.iter().chain(seen.flat_map(|(_, found)| found)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Checker;
    use crate::world::draft::Draft;
    use proptest::prelude::*;
    use std::path::PathBuf;

    const BASE: &str = "\
title: Two services
owner: Team
places:
  sh: { title: Shell, shell: posix }
  ps: { title: PowerShell, shell: powershell }
sources:
  doc: { title: A page, seen: 2026-11-01 }
rules: { missing-review: info }
";

    const FIRST: &str = "\
runbook: first
title: The first service is down
applies_to: [First]
inputs:
  host: { ask: A host, type: host, example: a.contoso.com }
symptoms:
  down: { title: It is down, signatures: [down], next: state, sources: [doc] }
checks:
  state:
    title: Is it running?
    run: [{ place: sh, command: 'show {{ host }}' }]
    sources: [doc]
    outcomes:
      running: { title: It runs, when: { text: running }, samples: [it is running], next: { call: second/look, return: done } }
      stopped: { title: It does not, when: { text: stopped }, samples: [it is stopped], next: start }
    unsure: stop
fixes:
  start:
    title: Start it
    risk: change
    role: Administrator
    impact: It is there again.
    requires: { state: stopped }
    steps: [{ place: sh, command: 'start it' }]
    rollback: [{ place: sh, command: 'stop it' }]
    verify: state
    attempts: { limit: 2, else: stop }
    sources: [doc]
ends:
  done: { title: It works, result: resolved }
  stop: { title: Somebody else takes over, result: escalated, to: Team }
";

    const SECOND: &str = "\
runbook: second
title: The second service is down
applies_to: [Second]
symptoms:
  odd: { title: It is odd, signatures: [odd], next: look, sources: [doc] }
checks:
  look: { use: first/state, outcomes: { running: { next: done }, stopped: { next: stop } }, unsure: stop }
ends:
  done: { title: It works, result: resolved }
  stop: { title: Somebody else takes over, result: escalated, to: Team }
";

    const CASES: &str = "\
runbook: first
scenarios:
  - { title: It runs, entry: down, steps: [{ state: stopped }, { start: done }, { state: running }], ends: stop }
";

    const FILES: [(&str, &str); 4] = [
        ("knowledge-base.yaml", BASE),
        ("first.yaml", FIRST),
        ("second.yaml", SECOND),
        ("tests/first.yaml", CASES),
    ];

    /// What somebody does in an editor.
    #[derive(Debug, Clone)]
    enum Act {
        /// Writes the word of this number where another one stands, in the file of this number.
        Word(usize, usize, usize),
        /// Types this at a place, over so many characters.
        Type(usize, usize, usize, &'static str),
        /// Brings a file back as it was.
        Restore(usize),
        /// Removes a file, or writes it under another name, which comes before all others.
        Move(usize, bool),
    }

    fn act() -> impl Strategy<Value = Act> {
        let typed = prop::sample::select(vec![
            "",
            "\n",
            ": ",
            "- ",
            "[",
            "'",
            "  ",
            "ü",
            "{{ host }}",
            "use: ",
            "allow",
        ]);
        let number = || 0..10_000_usize;
        prop_oneof![
            6 => (0..4_usize, number(), number()).prop_map(|(file, at, word)| Act::Word(file, at, word)),
            3 => (0..4_usize, number(), 0..9_usize, typed).prop_map(|(file, at, over, text)| Act::Type(file, at, over, text)),
            2 => (0..4_usize).prop_map(Act::Restore),
            1 => (0..4_usize, any::<bool>()).prop_map(|(file, away)| Act::Move(file, away)),
        ]
    }

    fn words(text: &str) -> Vec<(usize, &str)> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
        let pieces = text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty());
        pieces.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).collect()
    }

    fn done(act: &Act, texts: &mut Vec<(String, String)>) {
        let all: String = FILES.map(|(_, text)| text).concat();
        let pool = words(&all);
        match *act {
            Act::Word(file, at, word) => {
                let Some((_, text)) = texts.get_mut(file) else { return };
                let places = words(text);
                if places.is_empty() {
                    return;
                }
                let (start, old) = places[at % places.len()];
                let range = start..start + old.len();
                text.replace_range(range, pool[word % pool.len()].1);
            }
            Act::Type(file, at, over, typed) => {
                let Some((_, text)) = texts.get_mut(file) else { return };
                let start = text.floor_char_boundary(at % (text.len() + 1));
                let end = text.floor_char_boundary((start + over).min(text.len()));
                text.replace_range(start..end, typed);
            }
            Act::Restore(number) => {
                let (name, text) = FILES[number];
                texts.retain(|(other, _)| other != name && !other.ends_with(&format!("0{name}")));
                texts.push((name.to_owned(), text.to_owned()));
                texts.sort();
            }
            Act::Move(file, is_away) if file < texts.len() => {
                let (name, text) = texts.remove(file);
                if !is_away && !name.contains('/') {
                    texts.push((format!("0{name}"), text));
                    texts.sort();
                }
            }
            Act::Move(..) => {}
        }
    }

    /// A knowledge base that lies nowhere.
    fn folder() -> PathBuf {
        PathBuf::from("/nowhere/kb")
    }

    fn put(draft: &mut Draft, texts: &[(String, String)], before: &[(String, String)]) {
        for (name, _) in before.iter().filter(|(name, _)| !texts.iter().any(|(other, _)| other == name)) {
            draft.set(&format!("/nowhere/kb/{name}"), None);
        }
        for (name, text) in texts {
            draft.set(&format!("/nowhere/kb/{name}"), Some(text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn after_any_edits_the_findings_are_those_of_a_fresh_check(acts in prop::collection::vec(act(), 1..12)) {
            let mut texts: Vec<(String, String)> =
                FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            texts.sort();
            let (mut draft, mut checker) = (Draft::new(folder()), Checker::default());
            put(&mut draft, &texts, &[]);
            checker.check(&draft.library());
            for act in acts {
                let before = texts.clone();
                done(&act, &mut texts);
                put(&mut draft, &texts, &before);
                let mut fresh = Draft::new(folder());
                put(&mut fresh, &texts, &[]);
                let (again, anew) = (checker.check(&draft.library()), Checker::default().check(&fresh.library()));
                prop_assert_eq!(again, anew);
            }
        }
    }
}
