//! What is said field by field: words, dates, sources, minutes; all that neither guards nor leads anywhere.
//!
//! Invariant: every field of a node, an input, a place, a source and a term is named here, if only to say where it is
//! compared instead; a field that is added to the format does not compile until it is.
//! Deliberately absent: telling how a text changed.

use crate::graph::{Content, Node};
use crate::model::{Check, End, Fix, Input, Markdown, Outcome, Place, Rollback, Source, Step, Symptom, Term};
use crate::source::Spanned;
use std::fmt::Display;

/// A field by the name of its key, and what it says.
pub(super) type Said = (&'static str, String);

const ROLLBACK: &str = "its rollback";

/// What a node says besides its title.
pub(super) fn node(node: &Node) -> Vec<Said> {
    match &node.content {
        Content::Symptom(symptom) => of_symptom(symptom),
        Content::Check(check) => of_check(check),
        Content::Fix(fix) => of_fix(fix),
        Content::End(end) => of_end(end),
    }
}

fn of_symptom(symptom: &Symptom) -> Vec<Said> {
    // `node` tells of titles, other words, signatures and exceptions, `way` of edges.
    let Symptom { title: _, detail, also: _, signatures: _, next: _, unconfirmed, sources, allow: _ } =
        symptom;
    vec![
        ("`detail`", markdown(detail.as_ref())),
        ("`unconfirmed`", markdown(unconfirmed.as_ref())),
        ("`sources`", list(sources)),
    ]
}

fn of_check(check: &Check) -> Vec<Said> {
    // `check` tells of commands, tests, captured values and samples.
    let Check {
        content_of: _,
        title: _,
        why,
        run,
        ask,
        minutes,
        outcomes,
        undecided: _,
        unsure: _,
        none: _,
        unconfirmed,
        sources,
        allow: _,
    } = check;
    let outcome = |outcome: &Outcome| {
        let Outcome { title, detail, when: _, capture: _, samples: _, next: _ } = outcome;
        format!("{}\n{}\n", one(title.as_ref()), markdown(detail.as_ref()))
    };
    vec![
        ("`why`", markdown(why.as_ref())),
        ("`ask`", markdown(ask.as_ref())),
        ("`minutes`", one(minutes.as_ref())),
        ("the notes of its commands", run.iter().map(|run| markdown(run.note.as_ref())).collect()),
        ("its outcomes", outcomes.iter().map(|(_, content)| outcome(content)).collect()),
        ("`unconfirmed`", markdown(unconfirmed.as_ref())),
        ("`sources`", list(sources)),
    ]
}

fn of_fix(fix: &Fix) -> Vec<Said> {
    // `fix` tells of what guards it, and of its commands.
    let Fix {
        content_of: _,
        title: _,
        detail,
        requires: _,
        risk: _,
        role: _,
        impact: _,
        steps,
        stop_if: _,
        rollback,
        wait: _,
        minutes,
        verify: _,
        attempts: _,
        unconfirmed,
        sources,
        allow: _,
    } = fix;
    let words = |steps: &[Step]| -> String {
        let step = |step: &Step| {
            let Step { action, place: _, command: _, expect } = step;
            format!("{}\n{}\n", markdown(action.as_ref()), markdown(expect.as_ref()))
        };
        steps.iter().map(step).collect()
    };
    let (undoing, reason) = match rollback {
        Some(Rollback::Steps(steps)) => (words(steps), String::new()),
        Some(Rollback::None(reason)) => (String::new(), markdown(Some(reason))),
        None => (String::new(), String::new()),
    };
    vec![
        ("`detail`", markdown(detail.as_ref())),
        ("its steps", words(steps)),
        (ROLLBACK, undoing),
        (ROLLBACK, reason),
        ("`minutes`", one(minutes.as_ref())),
        ("`unconfirmed`", markdown(unconfirmed.as_ref())),
        ("`sources`", list(sources)),
    ]
}

fn of_end(end: &End) -> Vec<Said> {
    let End { title: _, detail, result: _, to: _, attach: _, unconfirmed, sources, allow: _ } = end;
    vec![
        ("`detail`", markdown(detail.as_ref())),
        ("`unconfirmed`", markdown(unconfirmed.as_ref())),
        ("`sources`", list(sources)),
    ]
}

/// What an input says; its kind is a matter of safety.
pub(super) fn input(input: &Input) -> Vec<Said> {
    let Input { ask, kind: _, example, help, values } = input;
    vec![
        ("`ask`", ask.value.clone()),
        ("`example`", one(example.as_ref())),
        ("`help`", markdown(help.as_ref())),
        ("`values`", list(values)),
    ]
}

/// What a place says; its shell and its side are told on their own.
pub(super) fn place(place: &Place) -> Vec<Said> {
    let Place { title, shell: _, side: _, marks, open } = place;
    let marks: Vec<&str> = marks.iter().map(|mark| mark.source.value.as_str()).collect();
    vec![("`title`", title.value.clone()), ("`marks`", marks.join("\n")), ("`open`", markdown(open.as_ref()))]
}

/// What a source says.
pub(super) fn source(source: &Source) -> Vec<Said> {
    let Source { title, url, seen, confidence } = source;
    let confidence =
        confidence.as_ref().map_or(String::new(), |confidence| format!("{:?}", confidence.value));
    vec![
        ("`title`", title.value.clone()),
        ("`url`", one(url.as_ref())),
        ("`seen`", seen.value.to_string()),
        ("`confidence`", confidence),
    ]
}

/// What a term says.
pub(super) fn term(term: &Term) -> Vec<Said> {
    let Term { means, long, also } = term;
    vec![("`means`", words(means)), ("`long`", one(long.as_ref())), ("`also`", list(also))]
}

/// The keys under which two states say something else.
pub(super) fn reworded(before: &[Said], after: &[Said]) -> Vec<&'static str> {
    // `fix` tells of a rollback that is lost or new, and of one that a reason takes the place of.
    let is_told = |was: &Said, is: &Said| was.0 == ROLLBACK && (was.1.is_empty() || is.1.is_empty());
    let pairs = before.iter().zip(after).filter(|(was, is)| was.1 != is.1 && !is_told(was, is));
    pairs.map(|(was, _)| was.0).collect()
}

/// A text without its layout.
pub(super) fn markdown(text: Option<&Markdown>) -> String {
    text.map_or(String::new(), words)
}

fn words(text: &Markdown) -> String {
    text.as_str().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one<T: Display>(value: Option<&Spanned<T>>) -> String {
    value.map_or(String::new(), |value| value.value.to_string())
}

fn list<T: Display>(values: &[Spanned<T>]) -> String {
    values.iter().map(|value| value.value.to_string()).collect::<Vec<_>>().join("\n")
}
