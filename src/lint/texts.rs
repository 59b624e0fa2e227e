//! All texts of a knowledge base: its prose, and everything that a person wrote.
//!
//! Invariant: every field of the format is visited once, where it is written.
//! Deliberately absent: names, which hold nothing but letters and digits.

use crate::graph::Graph;
use crate::model::{Check, End, Fix, KnowledgeBase, Markdown, Rollback, Runbook, SignatureKind, Symptom};
use crate::source::Spanned;

/// All Markdown fields: of the knowledge base, then of each runbook.
pub fn prose_texts(graph: &Graph) -> Vec<&Markdown> {
    let mut texts = prose_of_base(graph.base());
    texts.extend(graph.runbooks().iter().flat_map(prose_of));
    texts
}

/// All Markdown fields of what the runbooks share.
pub(super) fn prose_of_base(base: &KnowledgeBase) -> Vec<&Markdown> {
    let places = base.places.iter().filter_map(|(_, place)| place.open.as_ref());
    let terms = base.glossary.iter().map(|(_, term)| &term.means);
    base.summary.iter().chain(places).chain(terms).collect()
}

/// All Markdown fields of a runbook.
pub(super) fn prose_of(runbook: &Runbook) -> Vec<&Markdown> {
    let inputs = runbook.inputs.iter().filter_map(|(_, input)| input.help.as_ref());
    let symptoms = runbook.symptoms.iter().flat_map(|(_, symptom)| of_symptom(symptom));
    let checks = runbook.checks.iter().flat_map(|(_, check)| of_check(check));
    let fixes = runbook.fixes.iter().flat_map(|(_, fix)| of_fix(fix));
    let ends = runbook.ends.iter().flat_map(|(_, end)| of_end(end));
    runbook.summary.iter().chain(inputs).chain(symptoms).chain(checks).chain(fixes).chain(ends).collect()
}

fn of_symptom(symptom: &Symptom) -> impl Iterator<Item = &Markdown> {
    symptom.detail.iter().chain(&symptom.unconfirmed)
}

fn of_check(check: &Check) -> impl Iterator<Item = &Markdown> {
    let notes = check.run.iter().filter_map(|command| command.note.as_ref());
    let details = check.outcomes.iter().filter_map(|(_, outcome)| outcome.detail.as_ref());
    check.why.iter().chain(&check.ask).chain(notes).chain(details).chain(&check.unconfirmed)
}

fn of_fix(fix: &Fix) -> impl Iterator<Item = &Markdown> {
    let steps = fix.all_steps().flat_map(|step| step.action.iter().chain(&step.expect));
    let no_rollback = match &fix.rollback {
        Some(Rollback::None(reason)) => Some(reason),
        Some(Rollback::Steps(_)) | None => None,
    };
    fix.detail
        .iter()
        .chain(&fix.impact)
        .chain(steps)
        .chain(&fix.stop_if)
        .chain(no_rollback)
        .chain(&fix.unconfirmed)
}

fn of_end(end: &End) -> impl Iterator<Item = &Markdown> {
    end.detail.iter().chain(&end.unconfirmed)
}

/// Everything else that a person wrote in a runbook and that may hold a value of somebody's: titles, commands, samples,
/// examples and signatures.
pub(super) fn plain_of<'a>(runbook: &'a Runbook) -> Vec<Spanned<&'a str>> {
    let mut texts = Vec::new();
    let mut add = |text: &'a Spanned<String>| texts.push(Spanned::new(text.value.as_str(), text.span));
    add(&runbook.title);
    runbook.inputs.iter().filter_map(|(_, input)| input.example.as_ref()).for_each(&mut add);
    for (_, check) in runbook.checks.iter() {
        check.title.iter().for_each(&mut add);
        check.run.iter().for_each(|command| add(&command.command.text));
        let samples = check.outcomes.iter().flat_map(|(_, outcome)| &outcome.samples).chain(&check.undecided);
        samples.for_each(|sample| add(&sample.text));
        check.outcomes.iter().filter_map(|(_, outcome)| outcome.title.as_ref()).for_each(&mut add);
    }
    for (_, fix) in runbook.fixes.iter() {
        fix.title.iter().for_each(&mut add);
        fix.all_steps().filter_map(|step| step.command.as_ref()).for_each(|command| add(&command.text));
    }
    runbook.symptoms.iter().for_each(|(_, symptom)| add(&symptom.title));
    for (_, symptom) in runbook.symptoms.iter() {
        symptom.also.iter().for_each(|text| texts.push(Spanned::new(text.value.as_str(), text.span)));
        for signature in &symptom.signatures {
            if let SignatureKind::Text(text) = &signature.kind {
                texts.push(Spanned::new(text.as_str(), signature.span));
            }
        }
    }
    texts
}
