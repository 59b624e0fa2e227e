//! Names and references: typed ids, ordered tables of named things, and targets of edges.
//!
//! Invariant: an id holds exactly what the author wrote. Whether it names anything is the linker's business.
//! Deliberately absent: resolution.

use crate::source::{Span, Spanned};
use std::fmt;
use std::sync::Arc;

macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident),+ $(,)?) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(pub String);

        impl $name {
            /// The name as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

id! {
    /// Names a runbook; unique in the knowledge base.
    RunbookId,
    /// Names a symptom, check, fix or end; unique in its runbook.
    NodeId,
    /// Names an outcome; unique in its check.
    OutcomeId,
    /// Names a place where commands are typed; declared in `knowledge-base.yaml`.
    PlaceId,
    /// Names a source; declared in the runbook or in `knowledge-base.yaml`.
    SourceId,
    /// Names a value known in a session: an input, a captured property, or a check (whose fact is its outcome).
    FactName,
}

impl FactName {
    /// The clock of the session, where a test names it as a fact: `{ fact: now, before: 2027-04-01 }`.
    pub const NOW: &str = "now";
}

/// A node's full address: `runbook/node`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeKey {
    /// The runbook.
    pub runbook: RunbookId,
    /// The node in it.
    pub node: NodeId,
}

impl NodeKey {
    /// The address `runbook/node`.
    pub fn new(runbook: impl Into<RunbookId>, node: impl Into<NodeId>) -> Self {
        Self { runbook: runbook.into(), node: node.into() }
    }
}

impl fmt::Display for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.runbook, self.node)
    }
}

impl std::str::FromStr for NodeKey {
    type Err = String;

    /// Reads `runbook/node`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some((runbook, node)) if !runbook.is_empty() && !node.is_empty() && !node.contains('/') => {
                Ok(Self::new(runbook, node))
            }
            _ => Err(format!("`{text}` is not an address of the form runbook/node")),
        }
    }
}

impl serde::Serialize for NodeKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for NodeKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for NodeKey {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NodeKey".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "The address of a node: `runbook/node`.",
            "pattern": "^[^/]+/[^/]+$"
        })
    }
}

/// A reference to a node as written: `node` in the same runbook, or `runbook/node`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NodeRef {
    /// The runbook, where one is named.
    pub runbook: Option<RunbookId>,
    /// The node.
    pub node: NodeId,
    /// Where the whole reference is written.
    pub span: Span,
}

impl NodeRef {
    /// The address this reference means when it is written in `home`.
    pub fn key(&self, home: &RunbookId) -> NodeKey {
        NodeKey { runbook: self.runbook.clone().unwrap_or_else(|| home.clone()), node: self.node.clone() }
    }
}

impl fmt::Display for NodeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.runbook {
            Some(runbook) => write!(f, "{runbook}/{}", self.node),
            None => self.node.fmt(f),
        }
    }
}

impl schemars::JsonSchema for NodeRef {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NodeRef".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A node: `node` in the same runbook, or `other-runbook/node`.",
            "pattern": "^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)?$"
        })
    }
}

/// Where an edge leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Go on at this node.
    Node(NodeRef),
    /// Walk another runbook from this node; when it ends *resolved*, come back to `back`.
    Call {
        /// Where the other runbook is entered.
        call: NodeRef,
        /// Where the walk goes on afterwards, in this runbook.
        back: NodeRef,
    },
}

impl Target {
    /// The node the walk enters next.
    pub fn entry(&self) -> &NodeRef {
        match self {
            Self::Node(node) | Self::Call { call: node, .. } => node,
        }
    }
}

impl schemars::JsonSchema for Target {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Target".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let node = generator.subschema_for::<NodeRef>();
        schemars::json_schema!({
            "description": "Where the walk goes on: a node, or a call of another runbook that comes back.",
            "anyOf": [
                node,
                {
                    "type": "object",
                    "description": "Walk another runbook from `call`; when it ends resolved, go on at `return`.",
                    "properties": {
                        "call": { "description": "Where the other runbook is entered.", "allOf": [node] },
                        "return": { "description": "Where the walk goes on afterwards.", "allOf": [node] }
                    },
                    "required": ["call", "return"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

/// A table of named things in the order they were written. Names are unique: the reader reports duplicates and keeps the first.
/// A copy shares its entries until one of the two is changed, so that copies of runbooks cost little; a table without
/// entries holds nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Named<K, T> {
    /// None where there is no entry.
    entries: Option<Arc<Entries<K, T>>>,
}

type Entries<K, T> = Vec<(Spanned<K>, T)>;

impl<K, T> Default for Named<K, T> {
    fn default() -> Self {
        Self { entries: None }
    }
}

impl<K, T> Clone for Named<K, T> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone() }
    }
}

impl<K: AsRef<str>, T> Named<K, T> {
    /// The table of these entries, of which no two have the same name.
    pub(crate) fn from_distinct(entries: Vec<(Spanned<K>, T)>) -> Self {
        Self { entries: (!entries.is_empty()).then(|| Arc::new(entries)) }
    }

    /// The table of these entries. Names that occur a second time are left out.
    pub fn from_unique(entries: impl IntoIterator<Item = (Spanned<K>, T)>) -> Self {
        let mut seen = std::collections::HashSet::new();
        let entries = entries.into_iter().filter(|(name, _)| seen.insert(name.value.as_ref().to_owned()));
        Self::from_distinct(entries.collect())
    }

    /// Adds an entry unless its name is taken; says whether it was added.
    pub fn insert(&mut self, name: Spanned<K>, value: T) -> bool
    where
        K: Clone,
        T: Clone,
    {
        let free = self.get(name.as_ref()).is_none();
        if free {
            Arc::make_mut(self.entries.get_or_insert_default()).push((name, value));
        }
        free
    }

    /// The entry of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.entry(name).map(|(_, value)| value)
    }

    /// The entry of this name, with the place where the name is written.
    pub fn entry(&self, name: &str) -> Option<(&Spanned<K>, &T)> {
        self.iter().find(|(key, _)| key.value.as_ref() == name)
    }

    /// All entries in the order they were written.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Spanned<K>, &T)> + ExactSizeIterator {
        self.entries().iter().map(|(name, value)| (name, value))
    }

    fn entries(&self) -> &[(Spanned<K>, T)] {
        self.entries.as_deref().map_or(&[], Vec::as_slice)
    }

    /// All entries, to change the values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Spanned<K>, &mut T)>
    where
        K: Clone,
        T: Clone,
    {
        let entries = self.entries.iter_mut().flat_map(|entries| Arc::make_mut(entries).iter_mut());
        entries.map(|(name, value)| (&*name, value))
    }

    /// All names in the order they were written.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries().iter().map(|(name, _)| name.value.as_ref())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }
}

impl<K, T: schemars::JsonSchema> schemars::JsonSchema for Named<K, T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("NamedOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let value = generator.subschema_for::<T>();
        schemars::json_schema!({ "type": "object", "additionalProperties": value })
    }
}
