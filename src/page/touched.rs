//! Which checks and fixes have to do with a word of the glossary.
//!
//! Invariant: nodes come best first: those that name it in their title, then in a command, then in their prose.
//! Deliberately absent: meaning; a node that speaks of a thing without naming it is not found.

use crate::graph::{Content, Graph, Node};
use crate::model::Markdown;
use crate::page::link::Link;

/// At most this many nodes are listed.
const MOST: usize = 8;
/// A name of fewer letters is looked for as a whole word, as it is written: `IOC` is not in `biocide`.
const SHORT: usize = 8;

/// For each term, given with its other names, the nodes that name it, best first.
pub(super) fn touched(graph: &Graph, terms: &[Vec<&str>]) -> Vec<Vec<Link>> {
    let mut terms: Vec<Term<'_>> = terms.iter().map(|names| Term::new(names)).collect();
    if terms.is_empty() {
        return Vec::new();
    }
    for node in graph.written_nodes() {
        let Some(texts) = texts(node) else { continue };
        for term in terms.iter_mut().filter(|term| term.best.len() < MOST) {
            match texts.iter().position(|texts| texts.iter().any(|text| term.is_named_by(text))) {
                Some(0) => term.best.push(node),
                // The order of the graph stays among equals, so more than these are never listed.
                Some(rank) if term.others[rank - 1].len() < MOST => term.others[rank - 1].push(node),
                _ => {}
            }
        }
    }
    let links = terms.into_iter().map(|term| {
        let nodes = term.best.into_iter().chain(term.others.into_iter().flatten());
        nodes.take(MOST).map(Link::to).collect()
    });
    links.collect()
}

/// What is looked for, and what was found.
struct Term<'a> {
    names: Vec<Name<'a>>,
    /// Nodes that name it in their title.
    best: Vec<&'a Node>,
    /// Those that do in a command, and those that do in their prose.
    others: [Vec<&'a Node>; 2],
}

/// A name of a term.
enum Name<'a> {
    /// A short one: found as a whole word.
    Word(&'a str),
    /// The letters of a long one: found whatever stands between them, "intra-organization connector" in
    /// `Get-IntraOrganizationConnector`.
    Letters(String),
}

impl<'a> Name<'a> {
    fn new(name: &'a str) -> Self {
        let letters = letters(name);
        if letters.chars().count() >= SHORT { Self::Letters(letters) } else { Self::Word(name) }
    }
}

impl<'a> Term<'a> {
    fn new(names: &[&'a str]) -> Self {
        let names = names.iter().map(|name| Name::new(name)).collect();
        Self { names, best: Vec::new(), others: [Vec::new(), Vec::new()] }
    }

    fn is_named_by(&self, text: &Text<'_>) -> bool {
        self.names.iter().any(|name| text.holds(name))
    }
}

/// A text in which names are looked for.
struct Text<'a> {
    written: &'a str,
    letters: String,
}

impl<'a> Text<'a> {
    fn new(written: &'a str) -> Self {
        Self { written, letters: letters(written) }
    }

    fn holds(&self, name: &Name<'_>) -> bool {
        match name {
            Name::Letters(letters) => self.letters.contains(letters.as_str()),
            Name::Word(name) => {
                self.written.split(|character: char| !character.is_alphanumeric()).any(|word| word == *name)
            }
        }
    }
}

/// The texts of a check or fix in the order in which they count: its title, its commands, its prose.
fn texts(node: &Node) -> Option<[Vec<Text<'_>>; 3]> {
    let (commands, prose): (Vec<Text<'_>>, Vec<Text<'_>>) = match &node.content {
        Content::Check(check) => (
            check.run.iter().map(|command| Text::new(&command.command.text.value)).collect(),
            check.why.iter().chain(&check.ask).map(Markdown::as_str).map(Text::new).collect(),
        ),
        Content::Fix(fix) => (
            fix.steps.iter().filter_map(|step| Some(Text::new(&step.command.as_ref()?.text.value))).collect(),
            fix.detail.iter().chain(&fix.impact).map(Markdown::as_str).map(Text::new).collect(),
        ),
        Content::Symptom(_) | Content::End(_) => return None,
    };
    Some([vec![Text::new(node.title())], commands, prose])
}

fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Name, Text};

    fn names_it(text: &str, name: &str) -> bool {
        Text::new(text).holds(&Name::new(name))
    }

    #[test]
    fn a_long_name_is_found_in_a_command_and_a_short_one_as_a_word() {
        assert!(names_it("Get-IntraOrganizationConnector | Format-List", "Intra-organization connector"));
        assert!(names_it("Is the auth certificate valid?", "auth certificate"));
        assert!(names_it("Does EWS answer?", "EWS"));
        assert!(!names_it("The news of today", "EWS"));
        assert!(!names_it("The certificate", "auth certificate"));
    }
}
