//! What stands around the output, and how it was copied, changes no verdict.
//!
//! Invariant: as in `tests`.
//! Deliberately absent: changes that lose something; those may turn a verdict into an unknown one.

use crate::evidence::testing::{check, contains, equals, judge_text, no_output, property, text, written};
use crate::evidence::{Verdict, judge, read};
use crate::model::{Check, MatcherKind, Test};
use proptest::prelude::*;

fn checks() -> Vec<(Check, &'static str)> {
    let auth = "CurrentCertificateThumbprint  : 39E815560D0ECDF1AE3666F7D48BE4997464BBEE\n\
                NextCertificateThumbprint     :\n\
                NextCertificateEffectiveDate  :\n\
                Realm                         :\n\
                Name                          : Auth Configuration\n";
    let relationship = "DomainNames           : {contoso.mail.onmicrosoft.com}\n\
                        FreeBusyAccessEnabled : True\n\
                        TargetAutodiscoverEpr : https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc/WSSecurity\n\
                        Enabled               : False\n";
    let federation = "Id      : FederationMetadata\n\
                      Type    : Error\n\
                      Message : Unable to retrieve federation metadata from the security token service.\n\n\
                      Id      : TokenRequest\n\
                      Type    : Error\n\
                      Message : Failed to request delegation token.\n";
    vec![
        (
            check(vec![
                ("next", property("NextCertificateThumbprint", Test::Blank(written(false)))),
                ("none", property("NextCertificateThumbprint", Test::Blank(written(true)))),
            ]),
            auth,
        ),
        (
            check(vec![
                ("enabled", equals("Enabled", "true")),
                ("disabled", equals("Enabled", "false")),
                ("absent", no_output()),
            ]),
            relationship,
        ),
        (
            check(vec![
                ("dauth", contains("TargetAutodiscoverEpr", "/WSSecurity")),
                (
                    "other",
                    crate::evidence::testing::matcher(MatcherKind::None(vec![contains(
                        "TargetAutodiscoverEpr",
                        "/WSSecurity",
                    )])),
                ),
            ]),
            relationship,
        ),
        (check(vec![("failed", equals("Type", "Error")), ("works", equals("Type", "Success"))]), federation),
        (
            check(vec![("token", text("failed to request delegation token")), ("absent", no_output())]),
            federation,
        ),
    ]
}

type Copied = fn(&str) -> String;

/// The text with every line put between two others.
fn each_line(text: &str, before: &str, after: &str) -> String {
    text.lines().flat_map(|line| [before, line, after, "\n"]).collect()
}

/// Ways to copy a text that lose nothing.
fn copies() -> Vec<(&'static str, Copied)> {
    vec![
        ("CR LF", |text| text.replace('\n', "\r\n")),
        ("lone CR", |text| text.replace('\n', "\r")),
        ("a blank line after every line", |text| text.replace('\n', "\n\n")),
        ("spaces at the ends of lines", |text| text.replace('\n', "    \n")),
        ("indented", |text| each_line(text, "    ", "")),
        ("quoted", |text| each_line(text, "> ", "")),
        ("fenced", |text| format!("```powershell\n{text}```\n")),
        ("with a byte order mark", |text| format!("\u{feff}{text}")),
        ("with null bytes", |text| text.chars().flat_map(|c| [c, '\0']).collect()),
        ("coloured", |text| each_line(text, "\u{1b}[32;1m", "\u{1b}[0m")),
        ("with hard spaces", |text| text.replace(' ', "\u{a0}")),
        ("without the last line end", |text| text.trim_end().to_owned()),
        ("the first line lost its indent", |text| text.replace('\n', "\n   ").trim_end().to_owned()),
        ("twice", |text| format!("{text}\n{text}")),
    ]
}

const NOISE: [&str; 7] = [
    "",
    "\n\n\n",
    "[PS] C:\\Windows\\system32>Get-Something -Identity 'x' | Format-List\n\n\n",
    "PS C:\\Users\\olaf> Get-Something | fl\n\n",
    "VERBOSE: Connecting to EX01.contoso.com.\nVERBOSE: Connected to EX01.contoso.com.\n\n",
    "WARNING: This command will be removed in a later version.\n\n",
    "Hello, here is what you asked for.\n\n",
];

const AFTER: [&str; 4] = ["", "\n\n[PS] C:\\Windows\\system32>", "\n\n\n", "\nThanks and regards\n"];

#[test]
fn how_a_text_was_copied_changes_no_verdict() {
    for (check, text) in checks() {
        let wanted = judge_text(&check, text).verdict;
        assert!(matches!(wanted, Verdict::Proposed(_)), "{wanted:?} for\n{text}");
        for (how, copy) in copies() {
            assert_eq!(judge_text(&check, &copy(text)).verdict, wanted, "{how}:\n{}", copy(text));
        }
    }
}

#[test]
fn what_stands_around_changes_no_verdict() {
    for (check, text) in checks() {
        let wanted = judge_text(&check, text).verdict;
        for before in NOISE {
            for after in AFTER {
                let noisy = format!("{before}{text}{after}");
                assert_eq!(judge_text(&check, &noisy).verdict, wanted, "{noisy}");
            }
        }
    }
}

#[test]
fn what_is_left_after_a_cut_never_proposes_another_outcome() {
    for (check, text) in checks() {
        let Verdict::Proposed(right) = judge_text(&check, text).verdict else {
            panic!("the check is settled")
        };
        let lines: Vec<&str> = text.lines().collect();
        for start in 0..lines.len() {
            for end in start + 1..=lines.len() {
                let part = lines[start..end].join("\n");
                if part.trim().is_empty() {
                    continue;
                }
                match judge_text(&check, &part).verdict {
                    Verdict::Proposed(outcome) => assert_eq!(outcome, right, "{part}"),
                    // A text that is not in the part may well be ruled out; nothing shows that lines are missing.
                    Verdict::Unknown | Verdict::NoneFits => {}
                    Verdict::Several(_) => panic!("several outcomes for\n{part}"),
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn judging_never_panics(text in any::<String>()) {
        let facts = crate::evidence::testing::facts(&[]);
        let reading = read(&text);
        for (check, _) in checks() {
            let judgement = judge(&check, &reading, &crate::evidence::testing::known(&facts));
            prop_assert_eq!(judgement.outcomes.len(), check.outcomes.len());
        }
    }
}
