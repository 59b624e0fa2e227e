//! The shipped runbooks against broken and noisy evidence: when a line that decided an outcome is dropped, changed or cut,
//! the outcome is not proposed any more; what stands around it, and how it was copied, changes nothing.

use std::collections::BTreeMap;
use std::path::Path;
use triagebook::evidence::{Judgement, Known, Lines, Property, Reading, Verdict, judge, read};
use triagebook::model::{Check, FactName, Matcher, MatcherKind, OutcomeId, Test};
use triagebook::source::FileId;
use triagebook::syntax;

/// A sample of an outcome, and the check it is a sample of.
struct Case {
    name: String,
    check: Check,
    outcome: OutcomeId,
    text: String,
    facts: BTreeMap<FactName, String>,
    now: jiff::civil::DateTime,
}

impl Case {
    fn judge(&self, text: &str) -> Judgement {
        judge(&self.check, &read(text), &Known { facts: &self.facts, now: self.now })
    }

    fn when(&self) -> &Matcher {
        let outcome = self.check.outcomes.get(self.outcome.as_str()).expect("the outcome is the check's");
        outcome.when.as_ref().expect("an outcome that was proposed has a matcher")
    }

    /// The lines that decide for the case's outcome, if the text has it proposed.
    fn deciding(&self, text: &str) -> Option<Vec<Lines>> {
        let judgement = self.judge(text);
        let proposed = judgement.verdict == Verdict::Proposed(self.outcome.clone());
        let own = judgement.outcomes.into_iter().find(|judged| judged.outcome == self.outcome)?;
        proposed.then_some(own.lines)
    }
}

/// All samples of the shipped runbooks that have an outcome proposed.
fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the runbooks are there")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files.iter().filter(|file| file.is_file() && !file.ends_with("knowledge-base.yaml")) {
        let text = std::fs::read_to_string(file).expect("a runbook");
        let (runbook, findings) = syntax::runbook(FileId(0), &text);
        assert!(findings.is_empty(), "{}", file.display());
        let runbook = runbook.expect("a runbook without findings");
        let today = runbook.now.as_ref().or(runbook.reviewed.as_ref()).expect("a shipped runbook has a date");
        let now = today.value.at(12, 0, 0, 0);
        for (name, check) in runbook.checks.iter() {
            for (outcome, content) in check.outcomes.iter() {
                for sample in &content.samples {
                    let case = Case {
                        name: format!("{}/{} {}", runbook.runbook.value, name.value, outcome.value),
                        check: Check::clone(check),
                        outcome: outcome.value.clone(),
                        text: read(&sample.text.value).text,
                        facts: sample
                            .facts
                            .iter()
                            .map(|(name, value)| (name.value.clone(), value.value.clone()))
                            .collect(),
                        now,
                    };
                    if case.deciding(&case.text).is_some() {
                        cases.push(case);
                    }
                }
            }
        }
    }
    cases
}

/// The text with these lines replaced by one line, or by none. The ranges do not overlap.
fn with_lines(text: &str, lines: &[(Lines, Option<String>)]) -> String {
    let mut kept: Vec<String> = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        match lines.iter().find(|(lines, _)| lines.contains(number)) {
            None => kept.push(line.to_owned()),
            Some((lines, replacement)) if lines.first == number => kept.extend(replacement.clone()),
            Some(_) => {}
        }
    }
    kept.join("\n")
}

/// Whether every part of a matcher must hold for it to hold.
fn needs_all(matcher: &Matcher) -> bool {
    match &matcher.kind {
        MatcherKind::Property { .. } | MatcherKind::Text(_) | MatcherKind::Matches(_) => true,
        MatcherKind::All(parts) => parts.iter().all(needs_all),
        MatcherKind::Every(inner) => needs_all(inner),
        _ => false,
    }
}

/// The comparisons of a property that count for a matcher, not against it.
fn tests_of<'a>(matcher: &'a Matcher, name: &str) -> Vec<&'a Test> {
    match &matcher.kind {
        MatcherKind::Property { property, test } if property.value.eq_ignore_ascii_case(name) => vec![test],
        MatcherKind::All(parts) | MatcherKind::Any(parts) => {
            parts.iter().flat_map(|part| tests_of(part, name)).collect()
        }
        MatcherKind::Some(inner) | MatcherKind::Every(inner) => tests_of(inner, name),
        _ => Vec::new(),
    }
}

/// A value for which a comparison does not hold, whatever value it holds for now.
fn breaking(test: &Test) -> Option<String> {
    Some(match test {
        Test::Equals(operand) => match operand.0.text.value.to_lowercase().as_str() {
            "true" => "False".to_owned(),
            "false" => "True".to_owned(),
            _ => "SomethingElse".to_owned(),
        },
        Test::Not(operand) if operand.0.placeholders.is_empty() => operand.0.text.value.clone(),
        Test::Contains(_) | Test::Matches(_) => "SomethingElse".to_owned(),
        Test::Before(_) => "2099-12-31 00:00:00".to_owned(),
        Test::After(_) => "1999-12-31 00:00:00".to_owned(),
        Test::Less(_) => "999999999".to_owned(),
        Test::Greater(_) => "-999999999".to_owned(),
        Test::Blank(yes) if yes.value => "SomethingElse".to_owned(),
        Test::Blank(_) => String::new(),
        Test::Not(_) | Test::Missing(_) => return None,
    })
}

/// Whether a comparison may hold for a value of which nothing is seen: that there is one may be all it asks.
fn survives_a_cut(test: &Test) -> bool {
    matches!(test, Test::Missing(_)) || matches!(test, Test::Blank(yes) if !yes.value)
}

/// The line `Name : value`, if the property is printed in that form.
fn line_with(text: &str, property: &Property, value: &str) -> Option<String> {
    let line = text.split('\n').nth(property.lines.first - 1)?;
    let (front, _) = line.split_once(':').filter(|(front, _)| front.trim() == property.name)?;
    Some(format!("{front}: {value}"))
}

/// The properties that stand on the deciding lines.
fn deciding_properties<'a>(reading: &'a Reading, deciding: &[Lines]) -> Vec<&'a Property> {
    let properties = reading.objects.iter().flat_map(|object| &object.properties);
    properties.filter(|property| deciding.contains(&property.lines)).collect()
}

#[test]
fn an_outcome_is_not_proposed_without_any_line_that_decided() {
    let mut dropped = 0;
    for case in cases() {
        let mut text = case.text.clone();
        // A text may show the same thing again further down; in the end nothing is left to show it.
        while let Some(deciding) = case.deciding(&text).filter(|deciding| !deciding.is_empty()) {
            let gone: Vec<(Lines, Option<String>)> = deciding.iter().map(|lines| (*lines, None)).collect();
            text = with_lines(&text, &gone);
            dropped += 1;
        }
        let by_lines = case.deciding(&case.text).is_some_and(|deciding| !deciding.is_empty());
        // A text without a line is a command that printed nothing, which may be another way to the outcome.
        let proposed = !text.trim().is_empty() && case.deciding(&text).is_some();
        assert!(!by_lines || !proposed, "{} is proposed for:\n{text}", case.name);
    }
    assert!(dropped > 300, "{dropped}");
}

#[test]
fn an_outcome_that_needs_several_lines_is_not_proposed_when_one_is_dropped() {
    let mut dropped = 0;
    for case in cases().iter().filter(|case| needs_all(case.when())) {
        let deciding = case.deciding(&case.text).expect("it is proposed");
        let objects = read(&case.text).objects.len();
        for lines in &deciding {
            let text = with_lines(&case.text, &[(*lines, None)]);
            let Some(still) = case.deciding(&text) else {
                dropped += 1;
                continue;
            };
            // Another line shows the same, or the whole object was on that line.
            let height = lines.last - lines.first + 1;
            let before = |line: usize| if line < lines.first { line } else { line + height };
            let another =
                still.iter().any(|now| !deciding.contains(&Lines::new(before(now.first), before(now.last))));
            let vanished = read(&text).objects.len() < objects;
            assert!(another || vanished, "{} needs {lines}, but is proposed for:\n{text}", case.name);
        }
    }
    assert!(dropped > 200, "{dropped}");
}

#[test]
fn an_outcome_is_not_proposed_when_a_deciding_value_is_changed_or_cut() {
    let mut changed = 0;
    for case in cases() {
        let deciding = case.deciding(&case.text).expect("it is proposed");
        let reading = read(&case.text);
        let mut edits = Vec::new();
        for property in deciding_properties(&reading, &deciding) {
            let tests = tests_of(case.when(), &property.name);
            let [test] = tests.as_slice() else { continue };
            let cut = if property.items.is_some() { "{..." } else { "..." };
            let cut = (!survives_a_cut(test)).then(|| cut.to_owned());
            for value in [breaking(test), cut].into_iter().flatten() {
                edits
                    .extend(line_with(&case.text, property, &value).map(|line| (property.lines, Some(line))));
            }
        }
        // Where one of several parts is enough, all of them are broken at once.
        let together: Vec<Vec<(Lines, Option<String>)>> = if needs_all(case.when()) {
            edits.into_iter().map(|edit| vec![edit]).collect()
        } else {
            let shown = |lines: &Lines| edits.iter().any(|(edited, _)| edited == lines);
            if deciding.iter().all(shown) { vec![edits] } else { Vec::new() }
        };
        for edits in together.iter().filter(|edits| !edits.is_empty()) {
            let text = with_lines(&case.text, edits);
            assert_eq!(case.deciding(&text), None, "{} is proposed for:\n{text}", case.name);
            changed += 1;
        }
    }
    assert!(changed > 300, "{changed}");
}

/// The text with something in front of each line.
fn each_line(text: &str, before: &str) -> String {
    text.lines().flat_map(|line| [before, line, "\n"]).collect()
}

#[test]
fn what_stands_around_a_sample_and_how_it_was_copied_changes_no_verdict() {
    let mut problems = Vec::new();
    for case in cases() {
        let text = &case.text;
        let mut copies = vec![
            text.replace('\n', "\r\n"),
            text.replace('\n', "\r"),
            text.replace(' ', "\u{a0}"),
            format!("\u{feff}{text}"),
            each_line(text, "\u{1b}[0m"),
            format!("\n\n\n{text}\n\n\n"),
        ];
        // A text without a line is a command that printed nothing; in front of a prompt it would be another's.
        if !text.trim().is_empty() {
            copies.extend([
                each_line(text, "    "),
                format!("```powershell\n{text}\n```\n"),
                format!("[PS] C:\\Windows\\system32>Get-Something | Format-List\n\n\n{text}"),
                format!("{text}\n\n[PS] C:\\Windows\\system32>"),
            ]);
        }
        // Where the command printed nothing, any line but a prompt is something that it may have printed.
        if !text.trim().is_empty() {
            copies.extend(["> ", "> > "].map(|mark| each_line(text, mark)));
        }
        let is_prompt = |line: &str| line.starts_with("[PS] ") || line.starts_with("PS ");
        if !text.lines().all(|line| line.trim().is_empty() || is_prompt(line)) {
            copies.extend([
                format!("VERBOSE: Connecting to EX01.contoso.com.\n\n{text}"),
                format!("WARNING: This will be removed in a later version.\n\n{text}"),
            ]);
        }
        for copy in copies {
            let verdict = case.judge(&copy).verdict;
            if verdict != Verdict::Proposed(case.outcome.clone()) {
                problems.push(format!("{}: {verdict:?}:\n{copy}", case.name));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
