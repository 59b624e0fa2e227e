//! What bundles bring to a diagnosis: the outputs that belong to one check together, and what is to be said about them.
//!
//! Invariant: outputs of one check are joined over all bundles, because its commands may belong to several places; the
//! same command collected twice is a second piece of evidence, never more of the first.
//! Deliberately absent: reading a bundle (floor 6, `world::bundle`).

use crate::cli::{Exit, Failure};
use crate::evidence;
use crate::graph::{Content, Graph};
use crate::model::{Command, NodeKey, Shell};
use crate::prose::visible_line;
use crate::recognise::Survey;
use crate::session::Evidence;
use crate::world::bundle::{self, Piece};
use std::path::Path;

/// All bundles that were given.
#[derive(Debug, Default)]
pub(super) struct Bundles {
    groups: Vec<Group>,
    left_out: Vec<String>,
}

/// Outputs that are judged as one text.
#[derive(Debug)]
struct Group {
    /// The check that they were collected for, where that is written down.
    check: Option<NodeKey>,
    from: String,
    text: String,
    commands: Vec<Option<String>>,
}

impl Bundles {
    /// Reads one bundle. Returns what is to be said about it. `base` is the content hash of the knowledge base.
    pub(super) fn add(&mut self, path: &str, base: &str) -> Result<Vec<String>, Failure> {
        let opened = bundle::open(Path::new(path)).map_err(|error| {
            Failure::new(Exit::File, format!("could not read `{path}`: {error}")).help(error.help())
        })?;
        let mut notes = opened.doubts;
        if let Some(manifest) = opened.manifest {
            if manifest.knowledge_base.sha256 != base {
                notes.push(
                    "it was collected with another version of the knowledge base, so commands may differ"
                        .to_owned(),
                );
            }
            self.left_out.extend(manifest.left_out);
        }
        for piece in opened.pieces {
            notes.extend(piece.doubts.iter().cloned());
            self.take(path, &piece);
        }
        Ok(notes.into_iter().map(|note| format!("{path}: {note}")).collect())
    }

    fn take(&mut self, path: &str, piece: &Piece) {
        // A bundle holds only what is text.
        let Ok(text) = evidence::decode(&piece.bytes) else { return };
        let new = |check: Option<&NodeKey>| Group {
            check: check.cloned(),
            from: format!("{path}/{}", piece.name),
            text: text.text.clone(),
            commands: vec![piece.command.clone()],
        };
        if piece.checks.is_empty() {
            self.groups.push(new(None));
        }
        for check in &piece.checks {
            let together = self.groups.iter_mut().find(|group| {
                group.check.as_ref() == Some(check) && !group.commands.contains(&piece.command)
            });
            match together {
                Some(group) => {
                    group.from.push_str(", ");
                    group.from.push_str(&piece.name);
                    group.text.push_str("\n\n");
                    group.text.push_str(&text.text);
                    group.commands.push(piece.command.clone());
                }
                None => self.groups.push(new(Some(check))),
            }
        }
    }

    /// Why what `check` asks for was not collected, as far as the bundles say so.
    pub(super) fn left_out_of(&self, check: &NodeKey) -> Vec<String> {
        let name = check.to_string();
        let names = |sentence: &&String| {
            sentence.split_once(": ").is_some_and(|(checks, _)| checks.split(", ").any(|one| one == name))
        };
        self.left_out.iter().filter(names).map(|sentence| visible_line(sentence)).collect()
    }

    /// The evidence of all bundles.
    pub(super) fn evidence(&self, graph: &Graph) -> Vec<Evidence> {
        let evidence = self.groups.iter().map(|group| Evidence {
            from: group.from.clone(),
            survey: Survey::new(graph, &group.text),
            named: group.check.clone().map(|check| vec![check]),
            spent: None,
            lacking: group
                .check
                .as_ref()
                .and_then(|check| lacking(graph, check, group.commands.len()))
                .into_iter()
                .collect(),
        });
        evidence.collect()
    }
}

/// That less was collected than a check's commands print, where it was.
fn lacking(graph: &Graph, check: &NodeKey, there: usize) -> Option<String> {
    let Content::Check(check) = &graph.node(check)?.content else { return None };
    let typed = |command: &&Command| {
        graph.place(&command.place.value).is_some_and(|place| place.shell.value != Shell::None)
    };
    let wanted = check.run.iter().filter(typed).count();
    (there < wanted).then(|| format!("The bundle holds the output of {there} of its {wanted} commands"))
}
