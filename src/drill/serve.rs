//! What a trainee sees who runs the commands of a check.
//!
//! Invariant: an output that is served is judged, here and now, to be what the case says; where no text is, a person says it.
//! Deliberately absent: what the case says (`lab`).

use crate::drill::decorate::{Typed, forms};
use crate::drill::lab::Shown;
use crate::drill::said::answer_title;
use crate::graph::Graph;
use crate::model::{Given, NodeKey, Shell};
use crate::scenario::{Numbers, Walk, in_this_case, speaks_for};
use crate::session::{Answer, CheckPrompt, Proposal};
use serde::Serialize;

/// What came of looking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// What it is.
    pub kind: ServedAs,
    /// The text.
    pub text: String,
    /// The answer that it speaks for.
    pub(super) answer: Answer,
    /// How it is judged; none for what a person says.
    pub(super) proposal: Option<Box<Proposal>>,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServedAs {
    /// The output of commands.
    Output,
    /// What somebody says who looked.
    Reply,
}

/// What the waiting check shows. `numbers` choose the sample and how it looks.
pub(super) fn serve(walk: &Walk<'_>, check: &CheckPrompt, shown: &Shown, numbers: &mut Numbers) -> Served {
    let typed = typed(walk.graph(), check);
    for text in texts(walk, shown, numbers) {
        for form in forms(&text, typed, numbers) {
            let proposal = Proposal::new(walk.graph(), walk.state(), walk.clock(), "paste", &form);
            let fits = proposal.filter(|proposal| speaks_for(&proposal.verdict, &shown.answer));
            if let Some(proposal) = fits {
                return Served {
                    kind: ServedAs::Output,
                    text: proposal.text.clone(),
                    answer: shown.answer.clone(),
                    proposal: Some(Box::new(proposal)),
                };
            }
        }
    }
    Served {
        kind: ServedAs::Reply,
        text: said(check, &shown.answer),
        answer: shown.answer.clone(),
        proposal: None,
    }
}

/// The texts that may be served, the chosen one first.
fn texts(walk: &Walk<'_>, shown: &Shown, numbers: &mut Numbers) -> Vec<String> {
    let Given { by_person, sample, evidence } = &shown.given;
    let chosen = walk.evidence(&shown.answer, &shown.given);
    if evidence.is_some() || sample.is_some() || by_person.is_some() {
        return chosen.into_iter().collect();
    }
    let Answer::Outcome(outcome) = &shown.answer else { return Vec::new() };
    let Some(samples) = walk.texts(outcome) else { return Vec::new() };
    let home = walk.state().node().and_then(|node| walk.graph().node(node)).map(|node| &node.home);
    let facts = home.map(|home| walk.state().facts.seen_from(home)).unwrap_or_default();
    let mut texts: Vec<String> = samples.iter().map(|sample| in_this_case(sample, &facts)).collect();
    let first = numbers.below(texts.len());
    texts.rotate_left(first);
    texts
}

fn typed<'a>(graph: &'a Graph, check: &'a CheckPrompt) -> Option<Typed<'a>> {
    let [only] = check.commands.as_slice() else { return None };
    let place = graph.place(&only.place);
    let shell = place.map_or(Shell::None, |place| place.shell.value);
    let marks = place.map_or(&[][..], |place| place.marks.as_slice());
    let is_whole = only.missing.is_empty() && only.refused.is_empty() && !only.text.trim().contains('\n');
    is_whole.then(|| Typed { shell, command: only.text.trim(), marks })
}

/// What somebody says who looked, where there is no text.
fn said(check: &CheckPrompt, answer: &Answer) -> String {
    match answer {
        Answer::Outcome(_) => format!("Somebody who looked says: “{}.”", answer_title(check, answer)),
        Answer::None => "Somebody who looked says: “It is none of these.”".to_owned(),
        Answer::Unsure => "This cannot be seen here: nobody in this case may run it.".to_owned(),
    }
}

/// A node's numbers: the same for the same seed, whatever was asked before.
pub(super) fn numbers_for(seed: u64, node: &NodeKey, turn: usize) -> Numbers {
    let name = format!("{node} {turn}");
    Numbers(seed ^ (u64::from(crc32fast::hash(name.as_bytes())) << 16))
}
