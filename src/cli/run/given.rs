//! What the command line gives: inputs, answers and evidence, in the order they were written, after those of the file
//! of `--answers`.
//!
//! Invariant: all problems of the flags are reported at once, before anything is asked. Evidence that stands before a
//! fix on the command line was collected before that fix, and is not used after it.
//! Deliberately absent: using them (`walker`).

use crate::cli::Failure;
use crate::cli::evidence_file::evidence_file;
use crate::cli::run::sheet::Sheet;
use crate::evidence::Text;
use crate::graph::{Content, Graph};
use crate::model::{FactName, NodeKey, RunbookId};
use crate::prose::{near, or, quoted};
use crate::session::{Answer, FixResult};
use std::path::Path;

/// The flags that carry a walk, in the order they were written.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Flags {
    /// The file of `--answers`.
    sheet: Option<String>,
    flags: Vec<Flag>,
}

#[derive(Debug, Clone)]
enum Flag {
    Input(String),
    Answer(String),
    Evidence(String),
}

impl Flags {
    /// Values and answers alone.
    pub(in crate::cli) fn of(inputs: &[String], answers: &[String]) -> Self {
        let inputs = inputs.iter().cloned().map(Flag::Input);
        Self { sheet: None, flags: inputs.chain(answers.iter().cloned().map(Flag::Answer)).collect() }
    }
}

impl clap::Args for Flags {
    fn augment_args(command: clap::Command) -> clap::Command {
        let flag = |name: &'static str, value: &'static str, help: &'static str| {
            clap::Arg::new(name).long(name).value_name(value).action(clap::ArgAction::Append).help(help)
        };
        command
            .arg(flag("input", "NAME=VALUE", "A value that commands need; may be repeated"))
            .arg(flag(
                "answer",
                "NODE=OUTCOME",
                "The answer of a check (an outcome, `none` or `unsure`), or `done` or `failed` for a fix; \
                 the second one for the same node counts for its second visit",
            ))
            .arg(flag(
                "evidence",
                "FILE",
                "Output of commands, or `-` for stdin; offered to each check. \
                 Evidence written before the answer of a fix is not used after it",
            ))
            .arg(clap::Arg::new("answers").long("answers").value_name("FILE").help(
                "A YAML file with `inputs: { NAME: VALUE }` and `answers: [ { NODE: OUTCOME }, ... ]`, \
                     as if they stood before the other flags. During a walk, `export` prints such a file",
            ))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Flags {
    fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        let mut flags: Vec<(usize, Flag)> = Vec::new();
        for (name, make) in [
            ("input", Flag::Input as fn(String) -> Flag),
            ("answer", Flag::Answer),
            ("evidence", Flag::Evidence),
        ] {
            let values = matches.get_many::<String>(name).into_iter().flatten().cloned();
            let positions = matches.indices_of(name).into_iter().flatten();
            flags.extend(positions.zip(values.map(make)));
        }
        flags.sort_by_key(|(position, _)| *position);
        let sheet = matches.get_one::<String>("answers").cloned();
        Ok(Self { sheet, flags: flags.into_iter().map(|(_, flag)| flag).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The flags, understood.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Given {
    /// Values by name, as typed.
    pub(in crate::cli) inputs: Vec<GivenInput>,
    /// Answers in the order they were written.
    pub(in crate::cli) answers: Vec<(NodeKey, GivenAnswer)>,
    /// Evidence in the order it was written.
    pub(super) evidence: Vec<GivenEvidence>,
    /// What was guessed about the encoding of evidence, for people to read.
    pub(super) notes: Vec<String>,
}

/// A value from the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct GivenInput {
    pub(in crate::cli) name: FactName,
    pub(in crate::cli) value: String,
    /// How to name it in a message: `--input NAME`.
    pub(in crate::cli) shown: String,
}

/// An answer from the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum GivenAnswer {
    Check(Answer),
    Fix(FixResult),
}

/// Evidence from the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GivenEvidence {
    /// The file's name, or `stdin`.
    pub(super) name: String,
    pub(super) text: String,
    /// How many attempts at fixes stand before it on the command line.
    pub(super) after_attempts: usize,
}

impl Given {
    /// Understands the flags. Names without a runbook belong to `home`, the runbook where the walk begins.
    pub(in crate::cli) fn read(
        flags: &Flags,
        graph: &Graph,
        home: Option<&RunbookId>,
    ) -> Result<Self, Failure> {
        let mut given = Self::default();
        let mut problems = Vec::new();
        if let Some(path) = &flags.sheet {
            let sheet = Sheet::read(Path::new(path))?;
            for (name, value) in sheet.inputs.0 {
                given.inputs.push(GivenInput {
                    shown: format!("{path}: {name}"),
                    name: name.as_str().into(),
                    value,
                });
            }
            for (number, pair) in (1..).zip(sheet.answers) {
                match answer(&pair.node, &pair.outcome, graph, home) {
                    Ok(answer) => given.answers.push(answer),
                    Err(problem) => problems.push(format!("{path}: answer {number}: {problem}")),
                }
            }
        }
        for flag in &flags.flags {
            match flag {
                Flag::Input(text) => match text.split_once('=') {
                    Some((name, value)) => given.inputs.push(GivenInput {
                        shown: format!("--input {}", name.trim()),
                        name: name.trim().into(),
                        value: value.to_owned(),
                    }),
                    None => problems.push(format!("--input `{text}` is not of the form NAME=VALUE")),
                },
                Flag::Answer(text) => {
                    let understood = match text.split_once('=') {
                        Some((name, word)) => answer(name, word, graph, home),
                        None => Err(format!("`{text}` is not of the form NODE=OUTCOME")),
                    };
                    match understood {
                        Ok(answer) => given.answers.push(answer),
                        Err(problem) => problems.push(format!("--answer {problem}")),
                    }
                }
                Flag::Evidence(name) => {
                    let (name, Text { text, doubts }) = evidence_file(name)?;
                    let attempts = given.attempts();
                    given.notes.extend(doubts.into_iter().map(|doubt| format!("{name}: {}", doubt.text)));
                    given.evidence.push(GivenEvidence { name, text, after_attempts: attempts });
                }
            }
        }
        problems_to_failure(problems)?;
        Ok(given)
    }

    fn attempts(&self) -> usize {
        self.answers.iter().filter(|(_, answer)| matches!(answer, GivenAnswer::Fix(_))).count()
    }

    /// The answer given for the n-th visit to a node, from 1.
    pub(in crate::cli) fn answer(&self, node: &NodeKey, visit: u32) -> Option<&GivenAnswer> {
        let mut answers = self.answers.iter().filter(|(key, _)| key == node).map(|(_, answer)| answer);
        answers.nth((visit as usize).checked_sub(1)?)
    }
}

/// One failure that names every problem.
pub(in crate::cli) fn problems_to_failure(problems: Vec<String>) -> Result<(), Failure> {
    let mut problems = problems.into_iter();
    let Some(first) = problems.next() else { return Ok(()) };
    let failure = Failure::usage(first);
    Err(problems.fold(failure, |failure, problem| failure.help(format!("also: {problem}"))))
}

fn answer(
    name: &str,
    word: &str,
    graph: &Graph,
    home: Option<&RunbookId>,
) -> Result<(NodeKey, GivenAnswer), String> {
    let text = format!("{name}={word}");
    let key = match (name.parse::<NodeKey>(), home) {
        (Ok(key), _) => key,
        (Err(_), Some(home)) => NodeKey { runbook: home.clone(), node: name.into() },
        (Err(_), None) => return Err(format!("`{text}`: name the node as RUNBOOK/NODE")),
    };
    let Some(node) = graph.node(&key) else { return Err(unknown_node(graph, &key)) };
    let understood = match &node.content {
        Content::Check(check) => {
            let known = check.outcomes.get(word).is_some();
            let answer = match word {
                _ if known => Some(Answer::Outcome(word.into())),
                "none" => Some(Answer::None),
                "unsure" => Some(Answer::Unsure),
                _ => None,
            };
            let names: Vec<&str> = check.outcomes.names().chain(["none", "unsure"]).collect();
            answer.map(GivenAnswer::Check).ok_or(names)
        }
        Content::Fix(_) => match word {
            "done" => Ok(GivenAnswer::Fix(FixResult::Done)),
            "failed" => Ok(GivenAnswer::Fix(FixResult::Failed)),
            _ => Err(vec!["done", "failed"]),
        },
        Content::Symptom(_) | Content::End(_) => {
            return Err(format!("`{text}`: `{key}` is a {} and has no answer", node.content.word()));
        }
    };
    understood.map(|answer| (key.clone(), answer)).map_err(|names| {
        let hint = near(word, names.iter().copied()).map_or_else(
            || format!("possible are {}", or(&names.iter().map(quoted).collect::<Vec<_>>())),
            |meant| format!("did you mean `{meant}`?"),
        );
        format!("`{text}`: `{key}` has no answer `{word}`; {hint}")
    })
}

/// Says that there is no such node, and what was probably meant.
pub(super) fn unknown_node(graph: &Graph, key: &NodeKey) -> String {
    let runbooks: Vec<&str> = graph.runbooks().iter().map(|runbook| runbook.runbook.value.as_str()).collect();
    if graph.runbook(&key.runbook).is_none() {
        let hint = near(key.runbook.as_str(), runbooks.iter().copied()).map_or_else(
            || format!("there are {}", crate::prose::and(&runbooks.iter().map(quoted).collect::<Vec<_>>())),
            |meant| format!("did you mean `{meant}`?"),
        );
        return format!("there is no runbook `{}`; {hint}", key.runbook);
    }
    let names: Vec<&str> = graph.nodes_of(&key.runbook).map(|node| node.key.node.as_str()).collect();
    let elsewhere = graph.nodes().find(|node| node.key.node == key.node);
    let hint = match (elsewhere, near(key.node.as_str(), names.iter().copied())) {
        (Some(node), _) => format!("; did you mean `{}`?", node.key),
        (None, Some(meant)) => format!("; did you mean `{meant}`?"),
        (None, None) => String::new(),
    };
    format!("runbook `{}` has no node `{}`{hint}", key.runbook, key.node)
}
