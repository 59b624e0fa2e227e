//! The file of `--answers`: values and answers that carry a walk, written down once.
//!
//! ```yaml
//! inputs: { tenant_id: 11111111-2222-3333-4444-555555555555 }
//! answers:
//!   - hcw8064/wizard-log: no-reason
//!   - hcw8064/server-versions: current
//! ```
//!
//! Invariant: what is written is read back as the same; a value is text exactly as it stands there, also where it looks
//! like a number.
//! Deliberately absent: whether the names mean anything (`given`).

use crate::cli::{Exit, Failure};
use crate::world::file;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use std::fmt;
use std::path::Path;

const LIMIT: usize = 1 << 20;
const HELP: &str =
    "expected is `inputs: { NAME: VALUE }` and `answers: [ { NODE: OUTCOME }, ... ]`, both optional";

/// Values and answers by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping with `inputs` and `answers`")]
pub(super) struct Sheet {
    #[serde(default, skip_serializing_if = "Inputs::is_empty")]
    pub(super) inputs: Inputs,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) answers: Vec<GivenPair>,
}

/// Values by name, each name once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Inputs(pub(super) Vec<(String, String)>);

/// One `NODE: OUTCOME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GivenPair {
    pub(super) node: String,
    pub(super) outcome: String,
}

impl Sheet {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.display();
        let bytes = file::read(path, LIMIT as u64)?;
        if bytes.len() > LIMIT {
            return Err(Failure::new(Exit::File, format!("`{name}` is larger than 1 MiB")));
        }
        let text = crate::syntax::decode(&bytes).text;
        if text.trim().is_empty() {
            return Err(Failure::usage(format!("{name}:1:1: the file is empty")).help(HELP));
        }
        serde_yaml::from_str(&text).map_err(|error| {
            let message = error.to_string();
            let (place, message) = match error.location() {
                Some(at) => {
                    let (line, column) = (at.line(), at.column());
                    let suffix = format!(" at line {line} column {column}");
                    (format!("{line}:{column}"), message.replacen(&suffix, "", 1))
                }
                None => ("1:1".to_owned(), message),
            };
            Failure::usage(format!("{name}:{place}: {message}")).help(HELP)
        })
    }

    /// The file's text.
    pub(super) fn text(&self) -> Result<String, Failure> {
        serde_yaml::to_string(self)
            .map_err(|error| Failure::new(Exit::File, format!("could not write the answers: {error}")))
    }
}

impl Inputs {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Inputs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for GivenPair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(&self.node, &self.outcome)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs::Inputs).map(Self)
    }
}

impl<'de> Deserialize<'de> for GivenPair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut pairs = deserializer.deserialize_map(Pairs::Answer)?;
        let (node, outcome) = pairs.pop().ok_or_else(|| de::Error::custom(ONE_ANSWER))?;
        Ok(Self { node, outcome })
    }
}

const ONE_ANSWER: &str = "each answer is one `NODE: OUTCOME`, behind a `- `";

/// Reads the pairs of a mapping in their order.
enum Pairs {
    /// Any number, each name once.
    Inputs,
    /// One.
    Answer,
}

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(String, String)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inputs => "values as `NAME: VALUE`",
            Self::Answer => "one answer as `NODE: OUTCOME`",
        })
    }

    // The errors are made here, because here the reader adds their place.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        while let Some((name, value)) = map.next_entry()? {
            if matches!(self, Self::Answer) && !pairs.is_empty() {
                return Err(de::Error::custom(ONE_ANSWER));
            }
            if pairs.iter().any(|(earlier, _)| *earlier == name) {
                return Err(de::Error::custom(format!("`{name}` is given twice")));
            }
            pairs.push((name, value));
        }
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::{GivenPair, Inputs, Sheet};

    fn read(text: &str) -> Result<Sheet, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        std::fs::write(&path, text).expect("written");
        Sheet::read(&path).map_err(|failure| {
            let message = failure.to_string();
            message.split_once("a.yaml:").map_or(message.clone(), |(_, rest)| rest.to_owned())
        })
    }

    #[test]
    fn values_are_text_as_they_stand_there() {
        let sheet = read("inputs: { version: 1.10, code: 0012, hex: 12E4, flag: yes, id: 'a: b' }")
            .expect("it is right");
        let values: Vec<&str> = sheet.inputs.0.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["1.10", "0012", "12E4", "yes", "a: b"]);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let sheet = Sheet {
            inputs: Inputs(vec![
                ("a".to_owned(), "1.10".to_owned()),
                ("b".to_owned(), "x: 'y'\n# z".to_owned()),
            ]),
            answers: ["no", "done"]
                .map(|word| GivenPair { node: "r/n".to_owned(), outcome: word.to_owned() })
                .into(),
        };
        assert_eq!(read(&sheet.text().expect("it can be written")), Ok(sheet));
        assert_eq!(read("{}"), Ok(Sheet::default()));
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_what_is_expected() {
        for (text, message) in [
            (
                "answers:\n  - who: one\n    proof: page\n",
                "2:5: answers[0]: each answer is one `NODE: OUTCOME`, behind a `- `",
            ),
            ("input: {}\n", "1:1: unknown field `input`, expected `inputs` or `answers`"),
            ("answers: { who: one }\n", "1:10: answers: invalid type: map, expected a sequence"),
            (
                "answers: [who=one]\n",
                "1:11: answers[0]: invalid type: string \"who=one\", expected one answer as `NODE: OUTCOME`",
            ),
            ("inputs: { a: 1, a: 2 }\n", "1:9: inputs: `a` is given twice"),
            ("", "1:1: the file is empty"),
        ] {
            assert_eq!(read(text), Err(message.to_owned()), "{text}");
        }
    }
}
