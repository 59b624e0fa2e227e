//! The order of keys, from the types of the format by way of their JSON Schema.
//!
//! Invariant: keys come as the reference lists them; what names things (nodes, outcomes, inputs) keeps the author's order.
//! Deliberately absent: which keys there have to be.

use crate::model::{KnowledgeBase, Runbook, ScenarioFile};
use crate::syntax::tree::{Kind, Node};
use serde_json::Value;
use std::sync::LazyLock;

/// Deepest nesting of references in a schema that is followed.
const MAX_REFERENCES: usize = 8;

static RUNBOOK: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Runbook).to_value());
static KNOWLEDGE_BASE: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(KnowledgeBase).to_value());
static SCENARIOS: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(ScenarioFile).to_value());

/// What may stand at one place: alternatives, each an object of the schema.
#[derive(Debug, Clone)]
pub(super) struct Order {
    schema: &'static Value,
    alternatives: Vec<&'static Value>,
}

impl Order {
    /// The order of a file by what its root holds: a runbook, scenarios, or what all share.
    pub(super) fn of_root(root: &Node<'_>) -> Self {
        let has = |wanted: &str| match &root.kind {
            Kind::Map(map) => {
                map.entries.iter().any(|entry| matches!(&entry.key.kind, Kind::Text(key) if key == wanted))
            }
            _ => false,
        };
        let schema: &'static Value = match (has("scenarios"), has("runbook")) {
            (true, _) => &SCENARIOS,
            (false, true) => &RUNBOOK,
            (false, false) => &KNOWLEDGE_BASE,
        };
        Self::of(schema, schema)
    }

    fn of(schema: &'static Value, value: &'static Value) -> Self {
        let mut alternatives = Vec::new();
        flatten(schema, value, 0, &mut alternatives);
        Self { schema, alternatives }
    }

    fn merged(schema: &'static Value, values: impl Iterator<Item = &'static Value>) -> Self {
        let mut alternatives = Vec::new();
        for value in values {
            flatten(schema, value, 0, &mut alternatives);
        }
        Self { schema, alternatives }
    }

    /// The known keys in their order, for a mapping that has these. Where several forms may stand here, the one that has
    /// most of its keys comes first: a test of a fact and one of a property have other keys in front.
    pub(super) fn known(&self, keys: &[&str]) -> Vec<&'static str> {
        let mut forms: Vec<Vec<&'static str>> = Vec::new();
        for form in &self.alternatives {
            let properties = form.get("properties").and_then(Value::as_object);
            forms.extend(properties.map(|properties| properties.keys().map(String::as_str).collect()));
        }
        forms.sort_by_key(|form| keys.iter().filter(|key| !form.contains(key)).count());
        let mut known: Vec<&'static str> = Vec::new();
        for key in forms.into_iter().flatten() {
            if !known.contains(&key) {
                known.push(key);
            }
        }
        known
    }

    /// Whether the keys here are names that the author gave, and keep their order.
    pub(super) fn names_things(&self) -> bool {
        self.alternatives.iter().any(|one| one.get("additionalProperties").is_some_and(Value::is_object))
    }

    /// What may stand under a key.
    pub(super) fn of_key(&self, key: &str) -> Self {
        let under = self.alternatives.iter().filter_map(|one| {
            let own = one.get("properties").and_then(|properties| properties.get(key));
            own.or_else(|| one.get("additionalProperties"))
        });
        Self::merged(self.schema, under)
    }

    /// What may stand in a list.
    pub(super) fn of_item(&self) -> Self {
        Self::merged(self.schema, self.alternatives.iter().filter_map(|one| one.get("items")))
    }
}

/// Adds `value` and all that its references and alternatives stand for.
fn flatten(schema: &'static Value, value: &'static Value, depth: usize, out: &mut Vec<&'static Value>) {
    if depth > MAX_REFERENCES {
        return;
    }
    if let Some(name) = value.get("$ref").and_then(Value::as_str)
        && let Some(target) = name.strip_prefix('#').and_then(|pointer| schema.pointer(pointer))
    {
        flatten(schema, target, depth + 1, out);
    }
    for word in ["allOf", "anyOf", "oneOf"] {
        for one in value.get(word).and_then(Value::as_array).into_iter().flatten() {
            flatten(schema, one, depth + 1, out);
        }
    }
    if value.is_object() {
        out.push(value);
    }
}
