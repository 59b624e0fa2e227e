//! Error texts as people paste them come to the entry that they belong to, and foreign texts to none.

use triagebook::search::Index;
use triagebook::world::library::{self, Location};

/// A text and the entry that comes first for it: one of several where they are equally right, none for a text of
/// another field.
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
        let found = index.find(text).first().map(|hit| hit.node.to_string());
        let right = found.as_ref().map_or(first.is_empty(), |found| first.contains(found));
        if !right {
            wrong.push(format!("{found:?} instead of {first:?} for: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
