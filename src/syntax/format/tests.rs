//! What formatting keeps, sorts and refuses.

use super::{Refusal, format};
use crate::source::FileId;

fn laid_out(text: &str) -> String {
    let once = format(FileId(0), text).unwrap_or_else(|refusal| panic!("{refusal:?} in\n{text}"));
    assert_eq!(format(FileId(0), &once).as_deref(), Ok(once.as_str()), "a second time changes nothing");
    once
}

#[test]
fn keys_come_in_the_order_of_the_reference_and_names_stay() {
    let text = "\
title: T
runbook: r
ends:
  zulu: {result: resolved,   title: Z}
  alpha:
      result: escalated
      title: A
symptoms:
  s: { next: c, title: S }
";
    assert_eq!(
        laid_out(text),
        "\
runbook: r
title: T

symptoms:
  s: { title: S, next: c }

ends:
  zulu: { title: Z, result: resolved }
  alpha:
    title: A
    result: escalated
"
    );
}

#[test]
fn comments_stay_with_what_they_speak_of() {
    let text = "\
# yaml-language-server: $schema=runbook.schema.json

# The name.
runbook: r   # behind
title: T
checks: # questions
    # about c
    c:
        outcomes:
            yes: { next: a }   # one
            # before no
            no:
                next: b
                # at the end of no
        # at the end of c
        title: C


    # about d
    d: { title: D }
# at the end
";
    assert_eq!(
        laid_out(text),
        "\
# yaml-language-server: $schema=runbook.schema.json

# The name.
runbook: r  # behind
title: T

checks:  # questions
  # about c
  c:
    # at the end of c
    title: C
    outcomes:
      yes: { next: a }  # one
      # before no
      no:
        next: b
        # at the end of no

  # about d
  d: { title: D }
# at the end
"
    );
}

#[test]
fn texts_keep_every_character() {
    let text = "\
runbook: r
title: T
summary: |
      first
        deeper

      last
checks:
  c:
    why: >-
      folded
      text
    run:
    -   place: sh
        command: \"a
          b\"
    outcomes:
      x:
        samples:
        - |2
             indented
            less
        - 'it''s # no comment'
        - plain
          goes on
        - |
        next: y
";
    let out = laid_out(text);
    for kept in [
        "    deeper",
        "why: >-\n      folded",
        "- 'it''s # no comment'",
        "- place: sh\n        command: \"a\n",
    ] {
        assert!(out.contains(kept), "{kept:?} in\n{out}");
    }
}

#[test]
fn long_brackets_are_opened_and_short_ones_joined() {
    let long = "x".repeat(70);
    let text = format!(
        "runbook: r\ntitle: T\napplies_to: [{long}, {long}]\nreviewed:\n  2026-11-01\nsources: {{ a: {{ title: A,\n  seen: 2026-11-01 }} }}\n"
    );
    let out = laid_out(&text);
    assert!(out.contains(&format!("applies_to:\n  - {long}\n  - {long}\n")), "{out}");
    assert!(out.contains("reviewed: 2026-11-01\n"), "{out}");
    assert!(out.contains("sources: { a: { title: A, seen: 2026-11-01 } }\n"), "{out}");
}

#[test]
fn a_long_list_of_words_fills_its_lines() {
    let words: Vec<String> = (10..50).map(|number| format!("word{number}")).collect();
    let out = laid_out(&format!("runbook: r\ntitle: T\napplies_to: [{}]\n", words.join(", ")));
    let lines: Vec<&str> = out.lines().skip(2).collect();
    assert!(lines[0].starts_with("applies_to: [word10, word11,"), "{out}");
    assert!(lines[1].starts_with("    word"), "{out}");
    assert!(lines.iter().all(|line| line.len() <= 132) && lines.len() == 3, "{out}");
}

#[test]
fn keys_come_in_the_order_of_the_form_that_they_belong_to() {
    let out = laid_out(
        "runbook: r\ntitle: T\nchecks:\n  c:\n    outcomes:\n      a: { when: { equals: x, fact: f }, next: e }\n      b: { when: { equals: x, property: P }, next: e }\n",
    );
    assert!(out.contains("{ fact: f, equals: x }") && out.contains("{ property: P, equals: x }"), "{out}");
}

#[test]
fn what_is_not_understood_is_refused() {
    for (text, rule) in [
        ("runbook: r\ntitle: 'T\n", "yaml-syntax"),
        ("runbook: &a r\ntitle: *a\n", "alias"),
        ("runbook: !x r\n", "tag"),
        ("runbook: r\n---\nrunbook: s\n", "multiple-documents"),
    ] {
        match format(FileId(0), text) {
            Err(Refusal::Findings(findings)) => {
                assert!(findings.iter().any(|finding| finding.rule.name == rule), "{text}: {findings:?}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    let comment = "runbook: r\nallow: [ # why\n  ]\n";
    assert!(
        matches!(format(FileId(0), comment), Err(Refusal::Odd { at: 18, .. })),
        "{:?}",
        format(FileId(0), comment)
    );
}

#[test]
fn windows_line_ends_and_missing_last_ones_are_mended() {
    assert_eq!(laid_out("title: T\r\nrunbook: r"), "runbook: r\ntitle: T\n");
    assert_eq!(laid_out("runbook: r\ntitle: T\n# last"), "runbook: r\ntitle: T\n# last\n");
}
