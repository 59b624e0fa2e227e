//! The format as its JSON Schema tells it: which keys a mapping may have, what they mean, which words a value may be.
//!
//! Invariant: made from the types of the model, like `triagebook schema`; nothing about the format is written here twice.
//! Deliberately absent: names that the author gives (`completion`).

use crate::editor::cursor::Name;
use crate::model::{KnowledgeBase, NodeRef, Runbook, ScenarioFile};
use crate::page::reference;
use schemars::Schema;
use schemars::transform::{RecursiveTransform, Transform as _};
use serde_json::{Map, Value};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// What all runbooks share.
    Base,
    /// A runbook.
    Runbook,
    /// Scenarios.
    Scenarios,
}

/// The schemas of all kinds of files.
#[derive(Debug)]
pub struct Schemas {
    base: Value,
    runbook: Value,
    scenarios: Value,
    /// What tells a reference to a node from other texts.
    node: Option<Value>,
}

impl Default for Schemas {
    fn default() -> Self {
        Self {
            base: written(schemars::schema_for!(KnowledgeBase)),
            runbook: written(schemars::schema_for!(Runbook)),
            scenarios: written(schemars::schema_for!(ScenarioFile)),
            node: schemars::schema_for!(NodeRef).get("pattern").cloned(),
        }
    }
}

/// A schema for those who write. A value that may be left out may not be `null`, which would be an empty value.
fn written(mut schema: Schema) -> Value {
    RecursiveTransform(without_null).transform(&mut schema);
    schema.to_value()
}

fn without_null(schema: &mut Schema) {
    let is_null = |kind: &Value| kind == "null";
    if let Some(Value::Array(kinds)) = schema.get_mut("type") {
        kinds.retain(|kind| !is_null(kind));
        if let [only] = kinds.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(alternatives)) = schema.get_mut(key) {
            alternatives.retain(|alternative| !alternative.get("type").is_some_and(is_null));
        }
    }
}

/// A key that a mapping may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// What it means. Markdown.
    pub about: String,
    /// Whether it has to be there.
    pub is_required: bool,
    /// Whether its value is written behind it: a word or a text, no list or mapping.
    pub is_scalar: bool,
}

impl Schemas {
    /// The schema of a kind of files, as `triagebook schema` prints it.
    pub fn of(&self, kind: FileKind) -> &Value {
        match kind {
            FileKind::Base => &self.base,
            FileKind::Runbook => &self.runbook,
            FileKind::Scenarios => &self.scenarios,
        }
    }

    /// All ways to write what stands at a path.
    fn forms(&self, kind: FileKind, path: &[Name<'_>]) -> Vec<&Map<String, Value>> {
        let root = self.of(kind);
        let mut forms = expand(root, root);
        for name in path {
            let inner = forms.iter().filter_map(|form| below(form, *name));
            forms = inner.flat_map(|inner| expand(root, inner)).collect();
        }
        forms
    }

    /// The keys that a mapping at `path` may still have beside `present`.
    pub fn keys(&self, kind: FileKind, path: &[Name<'_>], present: &[&str]) -> Vec<Key> {
        let root = self.of(kind);
        let mut keys: Vec<Key> = Vec::new();
        for form in self.forms(kind, path) {
            let Some(properties) = form.get("properties").and_then(Value::as_object) else { continue };
            let most = form.get("maxProperties").and_then(Value::as_u64).unwrap_or(u64::MAX);
            let fits =
                present.iter().all(|key| properties.contains_key(*key)) && (present.len() as u64) < most;
            // A slip of the pen beside it must not hide everything.
            let is_known = present.iter().any(|key| properties.contains_key(*key)) || present.is_empty();
            if !fits && (most != u64::MAX || !is_known || form.contains_key("minProperties")) {
                continue;
            }
            let required = form.get("required").and_then(Value::as_array);
            for (name, value) in properties {
                if !present.contains(&name.as_str()) && !keys.iter().any(|key| key.name == *name) {
                    keys.push(Key {
                        name: name.clone(),
                        about: about(root, value),
                        is_required: required.is_some_and(|names| names.iter().any(|other| other == name)),
                        is_scalar: expand(root, value).iter().any(|form| is_scalar(form)),
                    });
                }
            }
        }
        keys
    }

    /// What a key means where it stands. `path` ends with it. Markdown.
    pub fn key(&self, kind: FileKind, path: &[Name<'_>]) -> Option<String> {
        let root = self.of(kind);
        let (Name::Key(name), above) = path.split_last()? else { return None };
        let forms = self.forms(kind, above);
        let value = forms.iter().find_map(|form| form.get("properties")?.as_object()?.get(*name))?;
        Some(about(root, value)).filter(|about| !about.is_empty())
    }

    /// Whether a value at `path` may name a node.
    pub fn is_node(&self, kind: FileKind, path: &[Name<'_>]) -> bool {
        self.node.is_some()
            && self.forms(kind, path).iter().any(|form| form.get("pattern") == self.node.as_ref())
    }

    /// The words that a value at `path` may be, each with its meaning.
    pub fn words(&self, kind: FileKind, path: &[Name<'_>]) -> Vec<(String, String)> {
        let mut words: Vec<(String, String)> = Vec::new();
        for form in self.forms(kind, path) {
            let meaning = form.get("description").and_then(Value::as_str).unwrap_or_default();
            let alone = form.get("const").and_then(Value::as_str);
            let several = form.get("enum").and_then(Value::as_array).into_iter().flatten();
            let found = alone.into_iter().chain(several.filter_map(Value::as_str));
            words.extend(found.map(|word| (word.to_owned(), meaning.to_owned())));
            if form.get("type").and_then(Value::as_str) == Some("boolean") {
                words.extend(["true", "false"].map(|word| (word.to_owned(), String::new())));
            }
        }
        let mut seen = std::collections::HashSet::new();
        words.retain(|(word, _)| seen.insert(word.clone()));
        words
    }
}

/// What stands under a key or in an entry of what `schema` describes.
fn below<'s>(schema: &'s Map<String, Value>, name: Name<'_>) -> Option<&'s Value> {
    match name {
        Name::Entry => schema.get("items"),
        Name::Key(key) => {
            let known = schema.get("properties").and_then(|properties| properties.get(key));
            known.or_else(|| schema.get("additionalProperties").filter(|others| others.is_object()))
        }
    }
}

/// All alternatives of a schema, references followed.
fn expand<'s>(root: &'s Value, value: &'s Value) -> Vec<&'s Map<String, Value>> {
    let mut forms = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        let Some(schema) = value.as_object() else { continue };
        if let Some(name) =
            schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"))
        {
            open.extend(root.get("$defs").and_then(|all| all.get(name)));
            continue;
        }
        let parts: Vec<&Value> = ["anyOf", "oneOf", "allOf"]
            .iter()
            .filter_map(|key| schema.get(*key)?.as_array())
            .flatten()
            .collect();
        if parts.is_empty() {
            forms.push(schema);
        }
        open.extend(parts.into_iter().rev());
    }
    forms
}

/// The description of a value; that of its type where it has none of its own.
fn about(root: &Value, value: &Value) -> String {
    let own = reference::about(value);
    if !own.is_empty() {
        return own;
    }
    let of_type = value.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    of_type.and_then(|name| root.get("$defs")?.get(name)).map(reference::about).unwrap_or_default()
}

fn is_scalar(schema: &Map<String, Value>) -> bool {
    let scalar = |kind: &Value| matches!(kind.as_str(), Some("string" | "number" | "integer" | "boolean"));
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(scalar),
        Some(kind) => scalar(kind),
        None => schema.contains_key("const") || schema.contains_key("enum"),
    }
}

#[cfg(test)]
mod tests {
    use super::{FileKind, Schemas};
    use crate::editor::cursor::Name::{Entry, Key};

    fn keys(kind: FileKind, path: &[super::Name<'_>], present: &[&str]) -> Vec<String> {
        Schemas::default().keys(kind, path, present).into_iter().map(|key| key.name).collect()
    }

    #[test]
    fn a_matcher_offers_comparisons_once_it_says_what_it_compares() {
        let when = [Key("checks"), Key("a"), Key("outcomes"), Key("b"), Key("when")];
        let first = keys(FileKind::Runbook, &when, &[]);
        assert!(first.contains(&"property".to_owned()) && first.contains(&"text".to_owned()), "{first:?}");
        let second = keys(FileKind::Runbook, &when, &["property"]);
        assert!(second.contains(&"equals".to_owned()), "{second:?}");
        assert!(!second.contains(&"text".to_owned()) && !second.contains(&"fact".to_owned()), "{second:?}");
        assert_eq!(keys(FileKind::Runbook, &when, &["property", "equals"]), Vec::<String>::new());
        assert_eq!(keys(FileKind::Runbook, &when, &["text"]), Vec::<String>::new());
    }

    #[test]
    fn values_that_name_nodes_are_known() {
        let schemas = Schemas::default();
        for (kind, path) in [
            (FileKind::Runbook, vec![Key("checks"), Key("a"), Key("outcomes"), Key("b"), Key("next")]),
            (FileKind::Runbook, vec![Key("checks"), Key("a"), Key("unsure"), Key("call")]),
            (FileKind::Runbook, vec![Key("fixes"), Key("a"), Key("use")]),
            (FileKind::Scenarios, vec![Key("scenarios"), Entry, Key("ends")]),
            (FileKind::Scenarios, vec![Key("anywhere"), Key("unsure")]),
        ] {
            assert!(schemas.is_node(kind, &path), "{path:?}");
        }
        assert!(!schemas.is_node(FileKind::Runbook, &[Key("title")]));
    }

    #[test]
    fn a_misspelt_key_beside_hides_no_others() {
        let found = keys(FileKind::Runbook, &[Key("checks"), Key("a")], &["title", "outcoms"]);
        assert!(found.contains(&"unsure".to_owned()) && !found.contains(&"title".to_owned()), "{found:?}");
    }

    #[test]
    fn what_may_be_left_out_may_not_be_null() {
        let schemas = Schemas::default();
        for kind in [FileKind::Base, FileKind::Runbook, FileKind::Scenarios] {
            assert!(!schemas.of(kind).to_string().contains("\"null\""), "{kind:?}");
        }
    }

    #[test]
    fn every_key_and_word_of_the_format_says_what_it_means() {
        let schemas = Schemas::default();
        let step = [Key("fixes"), Key("a"), Key("steps"), Entry];
        let named: Vec<_> =
            schemas.keys(FileKind::Runbook, &step, &[]).into_iter().map(|key| key.name).collect();
        assert_eq!(named, ["do", "place", "command", "expect"]);
        for (kind, path) in [
            (FileKind::Runbook, vec![]),
            (FileKind::Runbook, vec![Key("checks"), Key("a")]),
            (FileKind::Runbook, vec![Key("fixes"), Key("a")]),
            (FileKind::Base, vec![]),
            (FileKind::Base, vec![Key("places"), Key("a")]),
            (FileKind::Scenarios, vec![]),
            (FileKind::Scenarios, vec![Key("scenarios"), Entry]),
            (FileKind::Scenarios, vec![Key("scenarios"), Entry, Key("steps"), Entry]),
        ] {
            let keys = schemas.keys(kind, &path, &[]);
            assert!(keys.len() > 3, "{path:?}");
            for key in keys {
                assert!(!key.about.is_empty(), "{} says nothing", key.name);
            }
        }
        let words = schemas.words(FileKind::Runbook, &[Key("fixes"), Key("a"), Key("risk")]);
        assert_eq!(
            words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(),
            ["change", "outage", "destructive"]
        );
        assert!(words.iter().all(|(_, meaning)| !meaning.is_empty()), "{words:?}");
    }
}
