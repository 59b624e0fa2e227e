//! The index of error codes and texts: what each one is a sign of, and where else it is spoken of.
//!
//! Invariant: every code that any node mentions is in it, so whoever meets one finds a page. A code is a word of the same
//! family as one that some symptom or check looks for (`HCW8078` beside `HCW8064`), a hexadecimal number of an error, the number
//! of an event in Windows' logs (`Event 1003`), or, where some symptom is known by one, an enhanced status code of mail
//! (`5.7.64`, RFC 3463).
//! Deliberately absent: ranking (`search`).

use crate::evidence::{in_plain_words, texts_of};
use crate::graph::{Content, Graph, Node};
use crate::model::{Check, ErrorTest, Fix, Markdown, Matcher, MatcherKind, Rollback, SignatureKind, Step};
use crate::page::link::{Link, anchor};
use crate::page::team::sources;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A family's letters are followed by at least this many digits.
const DIGITS: usize = 3;
/// What stands before the number of an event.
const EVENT: &str = "Event ";

/// An error text or code in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureRow {
    /// The text or pattern.
    pub text: String,
    /// Its anchor.
    pub anchor: String,
    /// Whether it is a code: one word with a digit.
    pub is_code: bool,
    /// Whether it is a regular expression.
    pub is_pattern: bool,
    /// The symptoms it stands for.
    pub symptoms: Vec<Link>,
    /// The checks and fixes that look for it or speak of it.
    pub mentioned: Vec<Link>,
}

/// Sorts: codes, then texts, then patterns, each without regard to case.
type Key = (bool, bool, String, String);

/// All error codes and texts.
pub(super) fn signatures(graph: &Graph) -> Vec<SignatureRow> {
    let mut rows: BTreeMap<Key, SignatureRow> = BTreeMap::new();
    for node in graph.written_nodes() {
        for sign in signs(node) {
            let row = row(&mut rows, &sign);
            let links = match node.content {
                Content::Symptom(_) => &mut row.symptoms,
                _ => &mut row.mentioned,
            };
            add(links, node);
        }
    }
    let families: BTreeSet<String> =
        rows.values().filter_map(|row| Some(family(&row.text)?.to_owned())).collect();
    let speaks_of_mail = rows
        .values()
        .any(|row| status_codes(&row.text.replace("\\b", " ").replace("\\.", ".")).next().is_some());
    for node in graph.written_nodes() {
        let mut codes = BTreeSet::new();
        let mut see = |text: &str| {
            // There is no code without one.
            if !text.bytes().any(|byte| byte.is_ascii_digit()) {
                return;
            }
            if speaks_of_mail {
                codes.extend(status_codes(text).map(str::to_owned));
            }
            codes_in(text, &families, &mut codes);
        };
        texts(node, &mut see);
        for source in sources(node).iter().filter_map(|source| graph.source(&node.home, &source.value)) {
            see(&source.title.value);
        }
        for code in codes {
            let row = row(&mut rows, &Sign::Text(code));
            let link = Link::to(node);
            if !row.symptoms.contains(&link) && !row.mentioned.contains(&link) {
                row.mentioned.push(link);
            }
        }
    }
    rows.into_values().collect()
}

/// What somebody may look up.
enum Sign {
    /// An exact text.
    Text(String),
    /// A regular expression.
    Pattern(String),
}

fn row<'r>(rows: &'r mut BTreeMap<Key, SignatureRow>, sign: &Sign) -> &'r mut SignatureRow {
    let (text, is_pattern) = match sign {
        Sign::Text(text) => (text, false),
        Sign::Pattern(text) => (text, true),
    };
    let is_code = !is_pattern && is_code(text);
    // A code is the same in small letters.
    let exact = if is_code { String::new() } else { text.clone() };
    rows.entry((!is_code, is_pattern, text.to_lowercase(), exact)).or_insert_with(|| SignatureRow {
        text: text.clone(),
        anchor: format!("code-{}", anchor(&crate::model::NodeId(text.to_lowercase()))),
        is_code,
        is_pattern,
        symptoms: Vec::new(),
        mentioned: Vec::new(),
    })
}

fn add(links: &mut Vec<Link>, node: &Node) {
    let link = Link::to(node);
    if !links.contains(&link) {
        links.push(link);
    }
}

/// Whether a signature is a code rather than a phrase: one word that holds a digit, or the number of an event.
fn is_code(text: &str) -> bool {
    let word = text.strip_prefix(EVENT).filter(|number| is_event_number(number)).unwrap_or(text);
    !word.contains(char::is_whitespace) && word.contains(|c: char| c.is_ascii_digit())
}

/// The codes of these families that a text holds, numbers of errors, and the events of Windows' logs that it names by number,
/// each as `Event 1003`.
fn codes_in(text: &str, families: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    let mut is_event = false;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if is_event && is_event_number(word) {
            found.insert(format!("{EVENT}{word}"));
        } else if is_hexadecimal(word) || family(word).is_some_and(|own| families.contains(own)) {
            found.insert(word.to_owned());
        }
        let is_id = || word.eq_ignore_ascii_case("id");
        is_event = word.eq_ignore_ascii_case("event") || (is_event && is_id());
    }
}

fn is_event_number(word: &str) -> bool {
    (DIGITS..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The letters of a code like `HCW8064`.
fn family(word: &str) -> Option<&str> {
    word.as_bytes().last().filter(|last| last.is_ascii_digit())?;
    let letters = word.find(|c: char| !c.is_ascii_uppercase()).filter(|letters| *letters >= 2)?;
    let digits = &word[letters..];
    (digits.len() >= DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| &word[..letters])
}

/// Whether a word is an error number as Windows writes it: `0x80070005`.
fn is_hexadecimal(word: &str) -> bool {
    word.strip_prefix("0x")
        .is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The enhanced status codes in a text: class, subject and detail with points between.
fn status_codes(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
    words.map(|word| word.trim_matches('.')).filter(|word| is_status_code(word))
}

fn is_status_code(word: &str) -> bool {
    let below_class = word.strip_prefix("4.").or_else(|| word.strip_prefix("5."));
    let Some((subject, detail)) = below_class.and_then(|rest| rest.split_once('.')) else { return false };
    matches!(subject.as_bytes(), [b'0'..=b'7'])
        && (1..=3).contains(&detail.len())
        && detail.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a node looks for: the signatures of a symptom, the telling texts in the outcomes of a check.
fn signs(node: &Node) -> Vec<Sign> {
    let mut found = Vec::new();
    match &node.content {
        Content::Symptom(symptom) => {
            found.extend(symptom.signatures.iter().map(|signature| match &signature.kind {
                SignatureKind::Text(text) => Sign::Text(text.clone()),
                SignatureKind::Pattern(pattern) => Sign::Pattern(pattern.source.value.clone()),
            }));
        }
        Content::Check(check) => {
            for matcher in check.outcomes.iter().filter_map(|(_, outcome)| outcome.when.as_ref()) {
                looked_for(matcher, &mut found);
            }
        }
        Content::Fix(_) | Content::End(_) => {}
    }
    found
}

fn looked_for(matcher: &Matcher, found: &mut Vec<Sign>) {
    for test in matcher.sought() {
        // A short common word ("Success") is a value; nobody looks it up.
        if let MatcherKind::Text(text) | MatcherKind::Error(ErrorTest::Text(text)) = &test.kind
            && (is_code(&text.value) || text.value.split_whitespace().count() >= 3)
        {
            found.push(Sign::Text(text.value.clone()));
        }
    }
}

/// Gives every text of a node to `see`.
fn texts(node: &Node, see: &mut impl FnMut(&str)) {
    see(node.title());
    let prose: Vec<Option<&Markdown>> = match &node.content {
        Content::Symptom(symptom) => {
            for signature in &symptom.signatures {
                match &signature.kind {
                    SignatureKind::Text(text) => see(text),
                    SignatureKind::Pattern(pattern) => {
                        texts_of(&pattern.source.value).iter().flatten().for_each(|text| see(text));
                    }
                }
            }
            symptom.also.iter().for_each(|told| see(&told.value));
            vec![symptom.detail.as_ref(), symptom.unconfirmed.as_ref()]
        }
        Content::Check(check) => {
            check_texts(check, see);
            vec![check.why.as_ref(), check.ask.as_ref(), check.unconfirmed.as_ref()]
        }
        Content::Fix(fix) => {
            fix_texts(fix, see);
            vec![fix.detail.as_ref(), fix.impact.as_ref(), fix.stop_if.as_ref(), fix.unconfirmed.as_ref()]
        }
        Content::End(end) => {
            end.attach.iter().for_each(|item| see(&item.value));
            vec![end.detail.as_ref(), end.unconfirmed.as_ref()]
        }
    };
    prose.into_iter().flatten().for_each(|text| see(text.as_str()));
}

fn check_texts(check: &Check, see: &mut impl FnMut(&str)) {
    for command in &check.run {
        see(&command.command.text.value);
        command.note.iter().for_each(|note| see(note.as_str()));
    }
    for (_, outcome) in check.outcomes.iter() {
        outcome.title.iter().for_each(|title| see(&title.value));
        outcome.detail.iter().for_each(|detail| see(detail.as_str()));
        outcome.when.iter().for_each(|matcher| see(&in_plain_words(matcher)));
        outcome.samples.iter().for_each(|sample| see(&sample.text.value));
    }
}

fn fix_texts(fix: &Fix, see: &mut impl FnMut(&str)) {
    let rollback: &[Step] = match &fix.rollback {
        Some(Rollback::Steps(steps)) => steps,
        _ => &[],
    };
    for step in fix.steps.iter().chain(rollback) {
        step.command.iter().for_each(|command| see(&command.text.value));
        step.action.iter().chain(&step.expect).for_each(|text| see(text.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::{codes_in, family, is_code, is_hexadecimal, status_codes};
    use std::collections::BTreeSet;

    #[test]
    fn a_code_is_letters_and_digits_and_nothing_else() {
        assert_eq!(family("HCW8064"), Some("HCW"));
        assert_eq!(family("AADSTS50126"), Some("AADSTS"));
        for word in ["HCW", "X2019", "Exchange2019", "TLS12", "KB30891a", "8064"] {
            assert_eq!(family(word), None, "{word}");
        }
        assert!(is_hexadecimal("0x80070005") && is_hexadecimal("0x8004010F"));
        assert!(!is_hexadecimal("0x1") && !is_hexadecimal("80070005"));
    }

    #[test]
    fn an_event_is_known_by_its_number_however_it_is_written() {
        let mut found = BTreeSet::new();
        codes_in(
            "Event 1003, event ID 2004 and Event ID: 12014; in the event 7 of 2026",
            &BTreeSet::new(),
            &mut found,
        );
        assert_eq!(Vec::from_iter(found), ["Event 1003", "Event 12014", "Event 2004"]);
        assert!(is_code("Event 1003") && !is_code("Event 1003 names it") && !is_code("Event log 1003"));
    }

    #[test]
    fn a_status_code_of_mail_is_class_subject_and_detail() {
        let found: Vec<&str> =
            status_codes("550 5.7.64 TenantAttribution; 5.4.6, 4.4.317. No 5.7, 10.0.0.1, 5.9.1, 15.2.2562")
                .collect();
        assert_eq!(found, ["5.7.64", "5.4.6", "4.4.317"]);
    }
}
