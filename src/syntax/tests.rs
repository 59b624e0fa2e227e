//! What the whole floor promises: exact spans, no panic on any input, limits, and findings inside the text.

use crate::diagnostic::Diagnostic;
use crate::model::{Instant, MatcherKind, Runbook, Test};
use crate::source::{FileId, Span};
use crate::syntax::{MAX_BYTES, decode, knowledge_base, runbook};
use proptest::prelude::*;

const FILE: FileId = FileId(0);
/// A runbook with every key of the format and nothing wrong.
const WHOLE: &str = include_str!("../../tests/cases/syntax/whole.yaml");

fn read(text: &str) -> (Runbook, Vec<Diagnostic>) {
    let (runbook, findings) = runbook(FILE, text);
    (runbook.expect("the text holds a runbook"), findings)
}

/// Rule, and the text that the finding points at.
fn seen<'t>(text: &'t str, findings: &[Diagnostic]) -> Vec<(&'static str, &'t str)> {
    findings.iter().map(|finding| (finding.rule.name, &text[finding.primary.span.range()])).collect()
}

fn all_spans(finding: &Diagnostic) -> impl Iterator<Item = Span> {
    let edits =
        finding.suggestion.iter().flat_map(|suggestion| suggestion.edits.iter().map(|edit| edit.span));
    finding.secondary.iter().map(|label| label.span).chain(edits).chain([finding.primary.span])
}

fn assert_inside(text: &str, findings: &[Diagnostic]) {
    for finding in findings {
        for span in all_spans(finding) {
            let range = span.range();
            assert!(text.get(range.clone()).is_some(), "{range:?} is no part of {text:?}: {finding:?}");
        }
        assert!(!finding.message.contains('\n'), "{:?}", finding.message);
    }
}

#[test]
fn values_keep_the_place_where_they_were_written() {
    let text =
        "runbook: a # the name\ntitle:   'Ümlaute'  \nsummary: |\n  One\n\n  Two\n\nowner: >-\n  a\n  b\n";
    let (runbook, findings) = read(text);
    assert_eq!(seen(text, &findings), []);
    let written = |span: Span| &text[span.range()];
    assert_eq!(written(runbook.runbook.span), "a");
    assert_eq!(written(runbook.title.span), "'Ümlaute'");
    assert_eq!(runbook.title.value, "Ümlaute");
    let summary = runbook.summary.expect("it is there").0;
    assert_eq!(written(summary.span), "One\n\n  Two");
    assert_eq!(summary.value, "One\n\nTwo");
    let owner = runbook.owner.expect("it is there");
    assert_eq!((owner.value.as_str(), written(owner.span)), ("a b", "a\n  b"));
}

#[test]
fn placeholders_are_found_in_quoted_and_folded_texts() {
    let commands = [
        "Get-X {{ a }} {{b}}",
        "\"Get-X \\\"{{ a }}\\\" {{b}}\"",
        "'it''s {{ a }} {{b}}'",
        "|\n          Get-X {{ a }} `\n            {{b}}",
        ">-\n          Get-X {{ a }}\n          {{b}}",
    ];
    for command in commands {
        let text = format!(
            "runbook: r\ntitle: t\nchecks:\n  c:\n    run:\n      - place: ems\n        command: {command}\n"
        );
        let (runbook, findings) = read(&text);
        assert_eq!(seen(&text, &findings), [], "{command}");
        let template = &runbook.checks.get("c").expect("the check").run[0].command;
        let names: Vec<&str> = template.placeholders.iter().map(|p| &text[p.name.span.range()]).collect();
        assert_eq!(names, ["a", "b"], "{command}");
        let ranges: Vec<&str> =
            template.placeholders.iter().map(|p| &template.text.value[p.range.clone()]).collect();
        assert_eq!(ranges, ["{{ a }}", "{{b}}"], "{command}");
    }
}

#[test]
fn instants_are_read_relative_and_absolute() {
    let instant = |written: &str| {
        let text = format!(
            "runbook: r\ntitle: t\nchecks:\n  c:\n    outcomes:\n      o:\n        when: {{ property: P, before: {written} }}\n        next: n\n"
        );
        let (runbook, findings) = read(&text);
        assert_eq!(seen(&text, &findings), [], "{written}");
        let outcome = runbook.checks.get("c").and_then(|check| check.outcomes.get("o")).expect("the outcome");
        match &outcome.when.as_ref().expect("the matcher").kind {
            MatcherKind::Property { test: Test::Before(instant), .. } => instant.clone(),
            other => panic!("{other:?}"),
        }
    };
    let minutes = |written| match instant(written) {
        Instant::Now { minutes, .. } => minutes,
        other => panic!("{other:?}"),
    };
    assert_eq!(minutes("now"), 0);
    assert_eq!(minutes("now + 60d"), 86_400);
    assert_eq!(minutes("now-2h"), -120);
    assert!(
        matches!(instant("2026-11-23"), Instant::At(at) if at.value.to_string() == "2026-11-23T00:00:00")
    );
    assert!(
        matches!(instant("2026-11-23 14:05"), Instant::At(at) if at.value.to_string() == "2026-11-23T14:05:00")
    );
    assert!(
        matches!(instant("'{{ not_after }}'"), Instant::Fact(fact) if fact.value.as_str() == "not_after")
    );
}

#[test]
fn booleans_and_numbers_are_texts_where_a_text_is_expected() {
    let text = "runbook: 1\ntitle: true\nowner: 3.10\n";
    let (runbook, findings) = read(text);
    assert_eq!(seen(text, &findings), []);
    assert_eq!(runbook.title.value, "true");
    assert_eq!(runbook.owner.map(|owner| owner.value).as_deref(), Some("3.10"));
}

#[test]
fn a_broken_outcome_leaves_the_others_alone() {
    let text = "runbook: r\ntitle: t\nchecks:\n  c:\n    outcomes:\n      a: { next: [x] }\n      b: { next: y }\n  d: 5\n  e: { title: E }\n";
    let (runbook, findings) = read(text);
    assert_eq!(seen(text, &findings), [("wrong-type", "[x]"), ("wrong-type", "5")]);
    assert_eq!(runbook.checks.names().collect::<Vec<_>>(), ["c", "e"]);
    assert_eq!(runbook.checks.get("c").expect("it is kept").outcomes.names().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn what_follows_a_syntax_error_is_still_read() {
    let broken = WHOLE.replace("title: Does the spooler run?", "title: Spooler: does it run?");
    let (runbook, findings) = read(&broken);
    assert_eq!(seen(&broken, &findings), [("yaml-syntax", ":")]);
    let (whole, _) = read(WHOLE);
    let names = |runbook: &Runbook| -> Vec<String> {
        let nodes = runbook.checks.names().chain(runbook.fixes.names()).chain(runbook.ends.names());
        nodes.map(str::to_owned).collect()
    };
    assert_eq!(names(&runbook), names(&whole));
    assert_eq!(runbook.checks.get("spooler").expect("it is kept").title, None);
}

#[test]
fn a_suggested_edit_mends_the_file() {
    let mistakes = [
        ("title: Hand over", "title: Hand over: now"),
        ("title: Hand over", "title: @home"),
        ("title: Hand over", "title: {{ printer_name }} is handed over"),
        ("title: Hand over", "titel: Hand over"),
        ("result: escalated", "result: Escalated"),
        ("    minutes: 2\n", "    minutes:2\n"),
        ("    sources: [vendor-guide]\n", "    sources: vendor-guide\n"),
        ("      - do: Choose", "      -do: Choose"),
        ("title: Hand over", "title:Hand over"),
        ("title: Hand over", "title：Hand over"),
        ("title: Hand over", "title: *Hand* over"),
        ("title: Hand over", "title: 'Hand's over'"),
        ("title: Hand over", "title: \"Hand \"it\" over\""),
        ("title: Hand over", "title: \"C:\\Work\""),
        ("title: Hand over", "title: Hand over #2"),
        ("    title: Hand over\n", "\u{a0}   title: Hand over\n"),
        ("    title: Hand over\n", "\ttitle: Hand over\n"),
        ("title: Hand over", "name: Hand over"),
        ("result: escalated", "result: !!str escalated"),
        ("wait: 5m", "wait: 5 minutes"),
    ];
    for (right, wrong) in mistakes {
        let broken = WHOLE.replacen(right, wrong, 1);
        assert_ne!(broken, WHOLE, "{right}");
        let (_, findings) = read(&broken);
        assert_eq!(findings.len(), 1, "{wrong}: {findings:#?}");
        let suggestion = findings[0].suggestion.as_ref().unwrap_or_else(|| panic!("{wrong}: {findings:#?}"));
        let mut mended = broken.clone();
        for edit in suggestion.edits.iter().rev() {
            mended.replace_range(edit.span.range(), &edit.replacement);
        }
        assert_eq!(seen(&mended, &read(&mended).1), [], "{wrong}");
    }
}

#[test]
fn what_is_likely_meant_is_said() {
    let head = "runbook: r\ntitle: t\n";
    let cases = [
        ("checks:\n  c:\n    sources: |\n      a\n", "begin the text with `- |` on a line of its own"),
        (
            "checks:\n  c:\n    outcomes:\n      a: { next: y }\n      unsure: y\n",
            "`unsure` is a key of a check; is it indented too far?",
        ),
        (
            "ends:\n  e: { title: E, result: resolved # done }\n",
            "if `#` belongs to a text, put the text in quotes",
        ),
        ("symptoms:\n  s: { title: S, next: other.yaml#node }\n", "did you mean `other/node`?"),
        ("symptoms:\n  s: { title: S, next: 'other.html#node' }\n", "did you mean `other/node`?"),
    ];
    for (text, wanted) in cases {
        let text = format!("{head}{text}");
        let findings = read(&text).1;
        let last = findings.last().expect("something is wrong");
        let offered = last.suggestion.iter().map(|suggestion| &suggestion.message);
        let said: Vec<&String> = last.notes.iter().chain(&last.help).chain(offered).collect();
        assert!(said.iter().any(|said| *said == wanted), "{text}{findings:#?}");
    }
}

#[test]
fn tabs_are_reported_where_they_indent_and_allowed_elsewhere() {
    let text = "runbook: r\ntitle: t\nends:\n\tdone: { title: D, result: resolved }\n";
    let (_, findings) = read(text);
    assert_eq!(seen(text, &findings), [("tab-indent", "\t")]);
    let text =
        "runbook: r\ntitle: t\nends:\n\tdone:\n\t\ttitle: |\n\t\t\tD\te\n\n\t\tresult: resolved\n#\tend\n";
    let suggestion = read(text).1[0].suggestion.clone().expect("tabs are mended");
    let mut mended = text.to_owned();
    for edit in suggestion.edits.iter().rev() {
        mended.replace_range(edit.span.range(), &edit.replacement);
    }
    let wanted = "ends:\n  done:\n    title: |\n      D\te\n\n    result: resolved\n#\tend\n";
    assert_eq!(mended.split_once("ends:").map(|(_, rest)| format!("ends:{rest}")).as_deref(), Some(wanted));
    let text = "runbook: r\ntitle: a\tb\nsummary: |\n  a:\tb\n  \tc\n";
    assert_eq!(seen(text, &read(text).1), []);
}

#[test]
fn line_ends_of_windows_are_read_and_mentioned_once() {
    let text = WHOLE.replace('\n', "\r\n");
    let (runbook, findings) = read(&text);
    assert_eq!(findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>(), ["crlf"]);
    let (unix, _) = read(WHOLE);
    assert_eq!(runbook.summary.map(|text| text.0.value), unix.summary.map(|text| text.0.value));
}

#[test]
fn control_characters_are_reported_and_read_as_spaces() {
    let text = "runbook: r\ntitle: a\u{1b}[31mb\u{85}\u{0}\rc\n";
    let (runbook, findings) = read(text);
    assert_eq!(seen(text, &findings), [("control-character", "\u{1b}")]);
    assert_eq!(findings[0].notes, ["the file holds 4 control characters"]);
    assert_eq!(runbook.title.value, "a [31mb    c");
}

#[test]
fn bytes_that_are_no_text_are_reported_with_their_place() {
    let problems = |bytes: &[u8]| {
        let decoded = decode(bytes);
        let findings = decoded.diagnostics(FILE);
        assert_inside(&decoded.text, &findings);
        let found: Vec<(&str, u32)> = findings.iter().map(|f| (f.rule.name, f.primary.span.start)).collect();
        (decoded.text, found)
    };
    assert_eq!(problems(b"plain"), ("plain".to_owned(), vec![]));
    assert_eq!(problems(b"\xef\xbb\xbfa: b"), ("a: b".to_owned(), vec![("byte-order-mark", 0)]));
    assert_eq!(problems(b"T\xfcr: \xe4\n"), ("T\u{fffd}r: \u{fffd}\n".to_owned(), vec![("not-utf8", 1)]));
    assert_eq!(problems(b"\xff\xfea\0:\0"), ("a:".to_owned(), vec![("not-utf8", 0)]));
    assert_eq!(problems(b"\xfe\xff\0a\0:\0"), ("a:\u{fffd}".to_owned(), vec![("not-utf8", 0)]));
    assert_eq!(problems(b""), (String::new(), vec![]));
    // Lines may end with carriage returns alone, but not some of them.
    assert_eq!(problems(b"# c\ra: b\r"), ("# c\na: b\n".to_owned(), vec![("crlf", 3)]));
    assert_eq!(problems(b"a: b\rc\n"), ("a: b\rc\n".to_owned(), vec![]));
}

#[test]
fn a_file_over_one_mebibyte_is_refused_at_the_limit() {
    let text = format!("runbook: r\ntitle: {}\n", "ü".repeat(MAX_BYTES / 2));
    let (model, findings) = runbook(FILE, &text);
    assert_eq!(model, None);
    assert_eq!(findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>(), ["file-too-large"]);
    assert_inside(&text, &findings);
}

#[test]
fn thirty_two_levels_are_read_and_one_more_is_not() {
    // The mapping of the file is the first level.
    let nested = |levels: usize| {
        let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
        format!("runbook: r\ntitle: t\nowner: o\napplies_to: {open}x{close}\n")
    };
    let rules = |text: &str| read(text).1.iter().map(|finding| finding.rule.name).collect::<Vec<_>>();
    assert_eq!(rules(&nested(32)), ["wrong-type"]);
    assert_eq!(rules(&nested(33)), ["too-deep"]);
    assert_eq!(rules(&nested(5_000)), ["too-deep"]);
    let blocks: Vec<String> = (0..40).map(|level| format!("{}k:\n", "  ".repeat(level))).collect();
    let blocks = blocks.concat();
    assert!(rules(&format!("runbook: r\ntitle: t\n{blocks}")).contains(&"too-deep"));
}

#[test]
fn reading_stops_after_fifty_thousand_values() {
    let text = format!("runbook: r\ntitle: t\napplies_to:\n{}", "  - x\n".repeat(60_000));
    let (runbook, findings) = read(&text);
    assert_eq!(findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>(), ["too-many-values"]);
    assert!(runbook.applies_to.len() > 49_000, "what came before is kept");
}

#[test]
fn a_quote_before_an_invisible_line_break_is_pointed_at() {
    let text = "runbook: r\n'\n'\u{85}'";
    let (_, findings) = runbook(FILE, text);
    assert_inside(text, &findings);
}

#[test]
fn a_text_that_is_no_runbook_is_reported() {
    let only = |text: &str| {
        let (model, findings) = runbook(FILE, text);
        assert_eq!(model, None, "{text:?}");
        assert_inside(text, &findings);
        findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>()
    };
    assert_eq!(only(""), ["empty-file"]);
    assert_eq!(only("# nothing yet\n"), ["empty-file"]);
    assert_eq!(only("- a\n- b\n"), ["wrong-type"]);
    assert_eq!(only("just words\n"), ["wrong-type"]);
    assert_eq!(only("title: t\n"), ["missing-key"]);
    assert_eq!(only("runbook: [r]\ntitle: t\n"), ["wrong-type"]);
}

/// Pieces that make YAML and this format stumble.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "- ", ": ", "#", " #", "\n", "\n  ", "  ", "'", "\"", "|", ">-", "{a: b}", "[x, y]", "&a ", "*a",
        "!t ", "? ", "---\n", "...\n", "\t", "\\", "key: v", ",", "]", "}", "{", "[", ":", "-", "ü", "''",
        "%", "@", "{{ x }}", "{{", "}}", "\r\n", "\r", "\u{feff}", "\u{0}", "\u{85}", "\u{2028}", "~",
        "<<: *a", "when: {", "next: ", "now + ", "😀",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let decoded = decode(&bytes);
        assert_inside(&decoded.text, &decoded.diagnostics(FILE));
        assert_inside(&decoded.text, &runbook(FILE, &decoded.text).1);
        assert_inside(&decoded.text, &knowledge_base(FILE, &decoded.text).1);
    }

    #[test]
    fn no_mix_of_yaml_makes_it_panic(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = format!("runbook: r\n{}", pieces.concat());
        assert_inside(&text, &runbook(FILE, &text).1);
    }

    #[test]
    fn no_damage_to_a_runbook_makes_it_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, piece()), 1..6),
    ) {
        let mut text = WHOLE.to_owned();
        for (at, length, piece) in edits {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, piece);
        }
        let (model, findings) = runbook(FILE, &text);
        assert_inside(&text, &findings);
        prop_assert!(model.is_some() || !findings.is_empty(), "nothing read, and nobody said why");
    }
}
