//! Error texts as people paste them come to the entry that they belong to, and foreign texts to none.

use triagebook::search::Index;
use triagebook::world::library::{self, Location};

/// A text and the entry, or the runbook of the entry, that comes first for it: one of several where they are equally
/// right, none for a text of another field.
#[derive(serde::Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    first: Vec<String>,
}

#[test]
fn every_error_text_comes_to_its_entry_first_and_foreign_texts_to_none() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("signatures.yaml")).unwrap();
    let library = library::load(Location::Embedded).unwrap();
    let index = Index::new(&library.graph);
    let mut wrong = Vec::new();
    for Case { text, first } in &cases {
        let found = index.find(text).first().map(|hit| hit.node.clone());
        let right = found.as_ref().map_or(first.is_empty(), |found| {
            first.iter().any(|wanted| *wanted == found.to_string() || *wanted == found.runbook.to_string())
        });
        let found = found.map(|found| found.to_string());
        if !right {
            wrong.push(format!("{found:?} instead of {first:?} for: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_code_is_known_in_two_words_and_by_its_number_and_what_an_expression_found_is_told_as_it_stands() {
    let library = library::load(Location::Embedded).unwrap();
    let index = Index::new(&library.graph);
    let whole = index.find("HCW8064");
    for apart in ["hcw 8064", "the wizard says HCW-8064.", "HCW\u{a0}8064"] {
        let nodes = |hits: &[triagebook::search::Hit]| {
            hits.iter().map(|hit| hit.node.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(nodes(&index.find(apart)), nodes(&whole), "{apart}");
    }
    assert!(index.find("HCW 80641").is_empty(), "another number is another code");
    assert_eq!(index.near("8064").as_deref(), Some("HCW8064"));
    assert_eq!(index.near("port 8064 of the server is closed"), None, "a number among others is no code");
    let hit = index.find("550 5.7.64 Relay Access Denied").remove(0);
    assert_eq!(hit.matched, ["5.7.64"]);
}

#[test]
fn every_sentence_under_also_leads_to_its_runbook_and_what_lies_elsewhere_to_none() {
    let library = library::load(Location::Embedded).unwrap();
    let index = Index::new(&library.graph);
    let mut wrong = Vec::new();
    for runbook in library.graph.runbooks() {
        let told = runbook.symptoms.iter().flat_map(|(_, symptom)| &symptom.also);
        for text in told {
            let hits = index.find(text);
            if !hits.iter().take(3).any(|hit| hit.node.runbook == runbook.runbook.value) {
                wrong
                    .push(format!("{} not among the first three for: {}", runbook.runbook.value, text.value));
            }
        }
    }
    for (field, told) in library.graph.base().elsewhere.iter() {
        for text in told.iter().filter(|text| !index.find(text).is_empty()) {
            wrong.push(format!("an entry is found for what lies in {}: {}", field.value, text.value));
        }
        assert!(!told.is_empty(), "{} says nothing", field.value);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
