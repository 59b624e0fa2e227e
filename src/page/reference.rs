//! The format's reference, made from the types of the model: their doc comments are the text.
//!
//! Invariant: lists every type that a file can hold, each key once, in the order of the model.
//! Deliberately absent: examples; those are in the hand-written chapter around it.

use crate::model::{KnowledgeBase, Runbook, ScenarioFile};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// One type of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypeSection {
    /// Its name.
    pub name: String,
    /// Its anchor.
    pub anchor: String,
    /// What it is. Markdown.
    pub about: String,
    /// Its keys; none where it is written in one of the `forms`.
    pub keys: Vec<KeyRow>,
    /// The ways to write it, where there are several.
    pub forms: Vec<FormRow>,
}

/// One key of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyRow {
    /// Its name.
    pub name: String,
    /// Whether it has to be there.
    pub is_required: bool,
    /// What it holds.
    pub holds: Holds,
    /// What it means. Markdown.
    pub about: String,
}

/// What a key holds, as a phrase around a link: `list of` `Step`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holds {
    /// The words before the link: `text`, `list of`, `named`.
    pub words: String,
    /// The type it links to.
    pub name: Option<String>,
    /// The anchor of that type.
    pub anchor: Option<String>,
}

/// One way to write a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormRow {
    /// How it is written: `property:`.
    pub written: String,
    /// What it means. Markdown.
    pub about: String,
}

/// The types of a runbook file, of `knowledge-base.yaml` and of a scenario file, each followed by those it holds.
pub fn reference() -> Vec<TypeSection> {
    let mut sections: Vec<TypeSection> = Vec::new();
    for (name, schema) in [
        ("Runbook", schemars::schema_for!(Runbook)),
        ("KnowledgeBase", schemars::schema_for!(KnowledgeBase)),
        ("ScenarioFile", schemars::schema_for!(ScenarioFile)),
    ] {
        let Value::Object(root) = schema.to_value() else { continue };
        let none = Map::new();
        let definitions = root.get("$defs").and_then(Value::as_object).unwrap_or(&none);
        let mut queue = VecDeque::from([(name.to_owned(), &root)]);
        while let Some((name, schema)) = queue.pop_front() {
            if sections.iter().any(|section| section.name == name) {
                continue;
            }
            let section = section(&name, schema);
            let linked = references(schema).into_iter();
            queue
                .extend(linked.filter_map(|name| Some((name.clone(), definitions.get(&name)?.as_object()?))));
            sections.push(section);
        }
    }
    sections
}

fn section(name: &str, schema: &Map<String, Value>) -> TypeSection {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let keys = schema.get("properties").and_then(Value::as_object).map(|properties| {
        let rows = properties.iter().map(|(key, value)| KeyRow {
            name: key.clone(),
            is_required: required.contains(&key.as_str()),
            holds: holds(value),
            about: about(value),
        });
        rows.collect()
    });
    TypeSection {
        name: name.to_owned(),
        anchor: anchor(name),
        about: description(schema).to_owned(),
        keys: keys.unwrap_or_default(),
        forms: forms(schema),
    }
}

fn description(schema: &Map<String, Value>) -> &str {
    schema.get("description").and_then(Value::as_str).unwrap_or_default()
}

/// The description of a key, with the values of a choice spelled out.
pub(crate) fn about(value: &Value) -> String {
    let mut about = value.as_object().map(description).unwrap_or_default().to_owned();
    for (word, meaning) in choices(value) {
        about = format!("{about}\n- `{word}`: {meaning}");
    }
    about
}

/// The words of a choice with their meanings.
pub(crate) fn choices(value: &Value) -> Vec<(String, String)> {
    let alternatives = ["oneOf", "anyOf"].iter().filter_map(|key| value.get(key)?.as_array()).flatten();
    let mut found = Vec::new();
    for alternative in alternatives {
        let meaning = alternative.get("description").and_then(Value::as_str).unwrap_or_default();
        if let Some(word) = alternative.get("const").and_then(Value::as_str) {
            found.push((word.to_owned(), meaning.to_owned()));
        }
        found.extend(choices(alternative));
    }
    found
}

fn holds(value: &Value) -> Holds {
    let plain = |words: &str| Holds { words: words.to_owned(), name: None, anchor: None };
    let prefixed = |words: &str, inner: Holds| Holds {
        words: format!("{words} {}", inner.words).trim_end().to_owned(),
        ..inner
    };
    if let Some(name) = reference_name(value) {
        return Holds { words: String::new(), anchor: Some(anchor(&name)), name: Some(name) };
    }
    if !choices(value).is_empty() {
        return plain("one of the words");
    }
    if value.get("contentMediaType").is_some() {
        return plain("Markdown");
    }
    if let Some(alternatives) = value.get("anyOf").or_else(|| value.get("oneOf")).and_then(Value::as_array) {
        let real: Vec<&Value> = alternatives
            .iter()
            .filter(|alternative| alternative.get("type") != Some(&"null".into()))
            .collect();
        return match real.as_slice() {
            [one] => holds(one),
            [first, second] => {
                let (first, second) = (holds(first), holds(second));
                if second.name.is_some() {
                    prefixed(&format!("{} or", first.words), second)
                } else {
                    prefixed_after(first, &second)
                }
            }
            _ => plain("several forms"),
        };
    }
    match kind(value) {
        "array" => {
            value.get("items").map_or_else(|| plain("list"), |items| prefixed("list of", holds(items)))
        }
        "object" => match value.get("additionalProperties") {
            Some(inner) if inner.is_object() => prefixed("by name:", holds(inner)),
            _ => plain("keys"),
        },
        "integer" => plain("whole number"),
        "boolean" => plain("true or false"),
        _ => plain("text"),
    }
}

fn prefixed_after(first: Holds, second: &Holds) -> Holds {
    if first.name.is_some() {
        first
    } else {
        Holds { words: format!("{} or {}", first.words, second.words), ..first }
    }
}

/// The type of a schema, without the null that stands for "may be left out".
fn kind(value: &Value) -> &str {
    match value.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default()
        }
        _ => "",
    }
}

/// The ways to write a value that is not simply a table of keys.
fn forms(schema: &Map<String, Value>) -> Vec<FormRow> {
    let alternatives = schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let rows = alternatives.iter().map(|alternative| {
        let keys: Vec<&String> = alternative
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect::<Vec<_>>())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|name| alternative.get("properties")?.as_object()?.keys().find(|key| *key == name))
            .collect();
        let own = alternative.as_object().map(description).unwrap_or_default();
        let inner =
            keys.first().and_then(|key| alternative["properties"][key.as_str()].as_object()).map(description);
        let written = match keys.as_slice() {
            [] => match kind(alternative) {
                "object" => alternative.get("properties").and_then(Value::as_object).map_or_else(
                    || "name: text".to_owned(),
                    |properties| properties.keys().map(|key| format!("{key}:")).collect::<Vec<_>>().join(" "),
                ),
                "array" => "a list".to_owned(),
                _ => "text".to_owned(),
            },
            keys => keys.iter().map(|key| format!("{key}:")).collect::<Vec<_>>().join(" "),
        };
        FormRow {
            written,
            about: if own.is_empty() { inner.unwrap_or_default().to_owned() } else { own.to_owned() },
        }
    });
    rows.collect()
}

/// The names of the types that a schema refers to, in order.
fn references(schema: &Map<String, Value>) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in schema {
        if key != "$defs" {
            collect(value, &mut names);
        }
    }
    names
}

fn collect(value: &Value, names: &mut Vec<String>) {
    if let Some(name) = reference_name(value) {
        names.push(name);
    }
    match value {
        Value::Object(map) => map.values().for_each(|value| collect(value, names)),
        Value::Array(list) => list.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}

fn reference_name(value: &Value) -> Option<String> {
    value.get("$ref")?.as_str()?.strip_prefix("#/$defs/").map(str::to_owned)
}

fn anchor(name: &str) -> String {
    format!("_type-{}", name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn every_type_and_key_is_explained() {
        let sections = reference();
        let names: Vec<&str> = sections.iter().map(|section| section.name.as_str()).collect();
        for name in [
            "Runbook",
            "Symptom",
            "Check",
            "Outcome",
            "Matcher",
            "Fix",
            "Step",
            "End",
            "KnowledgeBase",
            "Place",
            "Source",
        ] {
            assert!(names.contains(&name), "{name} is missing from {names:?}");
        }
        for section in &sections {
            assert!(!section.about.is_empty(), "{} says nothing", section.name);
            for key in &section.keys {
                assert!(!key.about.is_empty(), "{}.{} says nothing", section.name, key.name);
                if let Some(anchor) = &key.holds.anchor {
                    assert!(
                        sections.iter().any(|section| section.anchor == *anchor),
                        "{anchor} leads nowhere"
                    );
                }
            }
        }
    }

    #[test]
    fn required_keys_and_their_contents_are_named() {
        let sections = reference();
        let runbook = sections.iter().find(|section| section.name == "Runbook").unwrap();
        let key = |name: &str| runbook.keys.iter().find(|key| key.name == name).unwrap();
        assert!(key("title").is_required);
        assert!(!key("summary").is_required);
        assert_eq!(key("summary").holds.words, "Markdown");
        assert_eq!(
            (key("checks").holds.words.as_str(), key("checks").holds.name.as_deref()),
            ("by name:", Some("Check"))
        );
        let fix = sections.iter().find(|section| section.name == "Fix").unwrap();
        let risk = fix.keys.iter().find(|key| key.name == "risk").unwrap();
        assert_eq!(risk.holds.words, "one of the words");
        assert!(risk.about.contains("- `destructive`: "), "{}", risk.about);
    }
}
