//! Whole cases walked on the shipped knowledge base, as a person would: answers typed, outputs pasted, fixes reported.
//!
//! Invariant: a story names every node on its way; a walk that takes another way, or ends elsewhere, fails.
//! Deliberately absent: single rules and matchers; the samples in the runbooks test those.

mod support;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use support::triagebook;

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    /// The symptom it begins with.
    entry: String,
    /// What is known beforehand.
    #[serde(default)]
    inputs: BTreeMap<String, String>,
    /// What is asked and answered, in order.
    steps: Vec<Step>,
    /// The end that is reached.
    ends: String,
}

/// One question and what was said to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// The node that asks.
    at: String,
    /// The answer typed: an outcome, or `done` for a fix.
    answer: Option<String>,
    /// The output pasted.
    paste: Option<String>,
    /// The outcome that the paste is judged to.
    takes: Option<String>,
    /// Whether it is answered before the wait for a fix is over.
    #[serde(default)]
    early: bool,
    /// What stands on the screen before the answer, in this order.
    #[serde(default)]
    shows: Vec<String>,
}

impl Step {
    fn keys(&self) -> String {
        let early = if self.early { "1\n" } else { "" };
        match (&self.answer, &self.paste) {
            (Some(answer), None) => format!("{answer}\n{early}"),
            (None, Some(paste)) => format!("p\n{paste}.\ny\n{early}"),
            _ => panic!("{}: a step has either `answer` or `paste`", self.at),
        }
    }

    fn way(&self) -> (String, String, String) {
        let (outcome, by) = match (&self.answer, &self.takes) {
            (Some(answer), _) => (answer, "answer"),
            (None, Some(outcome)) => (outcome, "evidence"),
            (None, None) => panic!("{}: a paste says what it `takes`", self.at),
        };
        (self.at.clone(), outcome.clone(), by.to_owned())
    }
}

fn walk(name: &str) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = shipped.join("tests/stories").join(format!("{name}.yaml"));
    let text = std::fs::read_to_string(&path).expect("the story can be read");
    let story: Story = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let keys: String = story.steps.iter().map(Step::keys).collect();
    let mut case = triagebook("run --plain --json").arg(&story.entry).stdin(keys);
    for (name, value) in &story.inputs {
        case = case.arg("--input").arg(format!("{name}={value}"));
    }
    let finished = case.run();
    let json = finished.json();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let walked: Vec<(String, String, String)> = json["path"]
        .as_array()
        .expect("the path is a list")
        .iter()
        .filter_map(|step| Some((text(&step["node"])?, text(&step["outcome"])?, text(&step["by"])?)))
        .collect();
    let told: Vec<(String, String, String)> = story.steps.iter().map(Step::way).collect();
    assert_eq!(walked, told, "left: walked, right: told by the story {name}\n{}", finished.stderr);
    assert_eq!(json["stopped_at"], story.ends.as_str(), "{}", finished.stderr);
    let mut screen = finished.stderr.as_str();
    for part in story.steps.iter().flat_map(|step| &step.shows) {
        let (_, after) = screen
            .split_once(part.as_str())
            .unwrap_or_else(|| panic!("{part:?} was not shown (in this order)"));
        screen = after;
    }
    finished.code(i32::from(json["result"] != "resolved"));
}

#[test]
fn the_case_of_2020() {
    walk("the-case-of-2020");
}
