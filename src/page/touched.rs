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

/// The nodes that name a term or its long form, best first.
pub(super) fn touched(graph: &Graph, term: &str, long: Option<&str>) -> Vec<Link> {
    let names: Vec<&str> = std::iter::once(term).chain(long).collect();
    let mut found: Vec<(u8, &Node)> =
        graph.written_nodes().filter_map(|node| Some((rank(node, &names)?, node))).collect();
    // The order of the graph stays among equals.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(MOST).map(|(_, node)| Link::to(node)).collect()
}

fn rank(node: &Node, names: &[&str]) -> Option<u8> {
    let (commands, prose): (Vec<&str>, Vec<&str>) = match &node.content {
        Content::Check(check) => (
            check.run.iter().map(|command| command.command.text.value.as_str()).collect(),
            check.why.iter().chain(&check.ask).map(Markdown::as_str).collect(),
        ),
        Content::Fix(fix) => (
            fix.steps.iter().filter_map(|step| Some(step.command.as_ref()?.text.value.as_str())).collect(),
            fix.detail.iter().chain(&fix.impact).map(Markdown::as_str).collect(),
        ),
        Content::Symptom(_) | Content::End(_) => return None,
    };
    let holds = |text: &str| names.iter().any(|name| names_it(text, name));
    if holds(node.title()) {
        Some(0)
    } else if commands.into_iter().any(holds) {
        Some(1)
    } else {
        prose.into_iter().any(holds).then_some(2)
    }
}

/// Whether a text names something. Longer names are found whatever stands between their letters: "intra-organization
/// connector" is in `Get-IntraOrganizationConnector`.
fn names_it(text: &str, name: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(name);
    if wanted.chars().count() >= SHORT {
        return letters(text).contains(&wanted);
    }
    text.split(|character: char| !character.is_alphanumeric()).any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::names_it;

    #[test]
    fn a_long_name_is_found_in_a_command_and_a_short_one_as_a_word() {
        assert!(names_it("Get-IntraOrganizationConnector | Format-List", "Intra-organization connector"));
        assert!(names_it("Is the auth certificate valid?", "auth certificate"));
        assert!(names_it("Does EWS answer?", "EWS"));
        assert!(!names_it("The news of today", "EWS"));
        assert!(!names_it("The certificate", "auth certificate"));
    }
}
