//! Makes the prompt of the node where the walk stands.
//!
//! Invariant: commands come out with every known value filled in and quoted for their place's shell, or with the
//! reason why not; those of a fix whose requirements do not hold never come out.
//! Deliberately absent: deciding anything.

use crate::command::fill;
use crate::graph::{Content, EdgeKind, Graph, Node};
use crate::model::{
    Check, End, FactName, Fix, Markdown, NodeId, NodeKey, PlaceId, Risk, Rollback, Shell, SourceId, Step,
    Template,
};
use crate::session::event::FixResult;
use crate::session::needs;
use crate::session::prompt::{
    CheckPrompt, Choice, CommandLine, Confirm, EndPrompt, FixPrompt, InputPrompt, Offer, Prompt, SourceLine,
    StepLine, StuckPrompt, Undo, Unmet, Wait,
};
use crate::session::state::{Position, State, Stuck, Took};
use crate::source::Spanned;
use std::collections::BTreeMap;

impl State {
    /// What to show now.
    pub fn prompt(&self, graph: &Graph) -> Prompt {
        let stuck = |node: &NodeKey, reason| Prompt::Stuck(StuckPrompt { node: node.clone(), reason });
        let (key, visit) = match &self.position {
            Position::NotStarted => return Prompt::NotStarted,
            Position::Stuck { node, why } => return stuck(node, why.reason()),
            Position::Waiting { node, visit } => (node, *visit),
            Position::Ended { node, .. } => (node, 1),
        };
        let Some(node) = graph.node(key) else {
            return stuck(key, Stuck::UnknownNode.reason());
        };
        let page = Page { graph, node, state: self, facts: self.facts.seen_from(&node.home) };
        match &node.content {
            Content::Symptom(_) => stuck(key, Stuck::NoWayOn.reason()),
            Content::Check(check) => page.input().unwrap_or_else(|| Prompt::Check(page.check(check, visit))),
            Content::Fix(fix) => {
                let unmet = page.unmet(fix);
                if unmet.is_empty() || self.requirement_overruled {
                    page.input().unwrap_or_else(|| Prompt::Fix(page.fix(fix, visit, Vec::new())))
                } else {
                    Prompt::Fix(page.fix(fix, visit, unmet))
                }
            }
            Content::End(end) => Prompt::End(page.end(end)),
        }
    }

    /// What to show of a visit to a check, wherever the walk stands; none where there is no such check.
    pub fn check_prompt(&self, graph: &Graph, key: &NodeKey, visit: u32) -> Option<CheckPrompt> {
        let node = graph.node(key)?;
        let Content::Check(check) = &node.content else { return None };
        let page = Page { graph, node, state: self, facts: self.facts.seen_from(&node.home) };
        Some(page.check(check, visit))
    }
}

/// One node being made into a prompt.
struct Page<'a> {
    graph: &'a Graph,
    node: &'a Node,
    state: &'a State,
    facts: BTreeMap<FactName, String>,
}

impl Page<'_> {
    fn input(&self) -> Option<Prompt> {
        let fact = needs::next_input(self.graph, self.node, self.state)?;
        let input = self.graph.input(&self.node.home, &fact)?;
        Some(Prompt::Input(InputPrompt {
            node: self.node.key.clone(),
            needed_for: self.node.title().to_owned(),
            ask: input.ask.value.clone(),
            kind: input.kind.value,
            example: input.example.as_ref().map(|example| example.value.clone()),
            help: text(input.help.as_ref()),
            values: input.values.iter().map(|value| value.value.clone()).collect(),
            fact,
        }))
    }

    fn check(&self, check: &Check, visit: u32) -> CheckPrompt {
        let commands = check.run.iter().map(|command| {
            let note = text(command.note.as_ref());
            CommandLine { note, ..self.command(&command.place.value, &command.command) }
        });
        let choices = check.outcomes.iter().map(|(name, outcome)| Choice {
            outcome: name.value.clone(),
            title: outcome.title.as_ref().map_or_else(|| name.to_string(), |title| title.value.clone()),
            detail: text(outcome.detail.as_ref()),
        });
        let is_here = self.state.node() == Some(&self.node.key);
        let leads = |kind| self.graph.edge(&self.node.key, &kind).is_some();
        let offer = |leads| if leads { Offer::Offered } else { Offer::NotOffered };
        CheckPrompt {
            node: self.node.key.clone(),
            visit,
            title: self.node.title().to_owned(),
            why: text(check.why.as_ref()),
            ask: text(check.ask.as_ref()),
            commands: commands.collect(),
            minutes: check.minutes.as_ref().map(|minutes| minutes.value),
            choices: choices.collect(),
            none: offer(leads(EdgeKind::NoneFits) || leads(EdgeKind::Unsure)),
            unsure: offer(leads(EdgeKind::Unsure)),
            earlier: self.state.earlier.clone().filter(|_| is_here),
            wait: self.wait().filter(|_| is_here),
            before: self.state.before.clone().filter(|_| is_here),
            parked: self.state.parked_check(&self.node.key, visit).cloned(),
            unconfirmed: text(check.unconfirmed.as_ref()),
            sources: self.sources(&check.sources),
        }
    }

    fn fix(&self, fix: &Fix, visit: u32, unmet: Vec<Unmet>) -> FixPrompt {
        let confirm = self.confirm(fix);
        let withheld = !unmet.is_empty() || confirm.is_some();
        let steps = |steps: &[Step]| -> Vec<StepLine> {
            let shown = if withheld { &[] } else { steps };
            shown.iter().map(|step| self.step(step)).collect()
        };
        let last = self.state.last_decided().filter(|visit| visit.node == self.node.key);
        FixPrompt {
            node: self.node.key.clone(),
            visit,
            title: self.node.title().to_owned(),
            detail: text(fix.detail.as_ref()),
            confirm,
            not_done: self.state.not_done.clone(),
            attempts: self.state.attempts,
            limit: fix.attempts.as_ref().map(|attempts| attempts.limit.value),
            last: last.and_then(|visit| match visit.took {
                Took::Tried(result) => Some(result),
                _ => None,
            }),
            risk: fix.risk.as_ref().map(|risk| risk.value),
            role: fix.role.as_ref().map(|role| role.value.clone()),
            impact: text(fix.impact.as_ref()),
            steps: steps(&fix.steps),
            stop_if: text(fix.stop_if.as_ref()),
            undo: match &fix.rollback {
                Some(Rollback::Steps(undo)) => Undo::Steps(steps(undo)),
                Some(Rollback::None(reason)) => Undo::Not(reason.as_str().to_owned()),
                None => Undo::Unsaid,
            },
            wait: fix.wait.as_ref().map(|wait| wait.value),
            minutes: fix.minutes.as_ref().map(|minutes| minutes.value),
            verify: self
                .graph
                .edge(&self.node.key, &EdgeKind::Verify)
                .map(|(_, verify)| verify.title().to_owned()),
            unconfirmed: text(fix.unconfirmed.as_ref()),
            sources: self.sources(&fix.sources),
            unmet,
        }
    }

    /// What has to be typed before a destructive fix shows its commands: the first value in them, else its own name.
    fn confirm(&self, fix: &Fix) -> Option<Confirm> {
        let destructive = fix.risk.as_ref().is_some_and(|risk| risk.value == Risk::Destructive);
        if !destructive || self.state.target_confirmed {
            return None;
        }
        let commands = fix.steps.iter().filter_map(|step| step.command.as_ref());
        let value = commands.flat_map(|command| &command.placeholders).find_map(|placeholder| {
            let name = &placeholder.name.value;
            let target = self.facts.get(name)?.clone();
            let input = self.graph.input(&self.node.home, name);
            let what = input.map_or_else(|| crate::prose::quoted(name), |input| input.ask.value.clone());
            Some(Confirm { what, target })
        });
        let own_name =
            || Confirm { what: "The name of the fix".to_owned(), target: self.node.key.node.to_string() };
        Some(value.unwrap_or_else(own_name))
    }

    fn end(&self, end: &End) -> EndPrompt {
        EndPrompt {
            node: self.node.key.clone(),
            title: end.title.value.clone(),
            detail: text(end.detail.as_ref()),
            result: end.result.value,
            to: end.to.as_ref().map(|to| to.value.clone()),
            attach: end.attach.iter().map(|item| item.value.clone()).collect(),
            unconfirmed: text(end.unconfirmed.as_ref()),
            sources: self.sources(&end.sources),
        }
    }

    fn step(&self, step: &Step) -> StepLine {
        let place = step.place.as_ref().map(|place| &place.value);
        let command = step.command.as_ref().map(|command| {
            let nowhere = PlaceId::from("");
            self.command(place.unwrap_or(&nowhere), command)
        });
        StepLine {
            action: text(step.action.as_ref()),
            place_title: place.filter(|_| step.command.is_none()).map(|place| self.graph.place_title(place)),
            command,
            expect: text(step.expect.as_ref()),
        }
    }

    fn command(&self, place: &PlaceId, template: &Template) -> CommandLine {
        let known = self.graph.place(place);
        let shell = known.map_or(Shell::None, |place| place.shell.value);
        let filled = fill(template, shell, &self.facts);
        CommandLine {
            place: place.clone(),
            place_title: self.graph.place_title(place),
            open: known.and_then(|place| text(place.open.as_ref())),
            text: filled.text,
            missing: filled.missing,
            refused: filled
                .refused
                .iter()
                .map(|(name, error)| format!("`{name}` is left out: {error}"))
                .collect(),
            note: None,
        }
    }

    fn unmet(&self, fix: &Fix) -> Vec<Unmet> {
        let requirements = fix.requires.iter().filter_map(|(name, requirement)| {
            let check = self.required_check(&name.value);
            let found = self.state.facts.outcome(&check);
            if found.is_some_and(|found| requirement.outcomes.iter().any(|wanted| wanted.as_str() == found)) {
                return None;
            }
            let node = self.graph.node(&check);
            let title_of = |outcome: &str| outcome_title(node, outcome);
            Some(Unmet {
                title: node.map_or_else(|| check.to_string(), |node| node.title().to_owned()),
                wanted: requirement.outcomes.iter().map(|wanted| title_of(wanted.as_str())).collect(),
                found: found.map(title_of),
                check,
            })
        });
        requirements.collect()
    }

    fn required_check(&self, name: &NodeId) -> NodeKey {
        name.as_str()
            .parse()
            .unwrap_or_else(|_| NodeKey { runbook: self.node.home.clone(), node: name.clone() })
    }

    fn wait(&self) -> Option<Wait> {
        let visit = self.state.last_decided().filter(|visit| visit.took == Took::Tried(FixResult::Done))?;
        let Content::Fix(fix) = &self.graph.node(&visit.node)?.content else { return None };
        let duration = fix.wait.as_ref()?.value;
        let until =
            visit.at?.checked_add(jiff::SignedDuration::from_mins(i64::from(duration.minutes))).ok()?;
        Some(Wait { duration, until, skipped: self.state.wait_skipped })
    }

    fn sources(&self, ids: &[Spanned<SourceId>]) -> Vec<SourceLine> {
        let found = ids.iter().filter_map(|id| self.graph.source(&self.node.home, &id.value));
        found
            .map(|source| SourceLine {
                title: source.title.value.clone(),
                url: source.url.as_ref().map(|url| url.value.clone()),
                seen: source.seen.value,
            })
            .collect()
    }
}

/// The statement of an outcome; its name where the author gave none.
pub(crate) fn outcome_title(node: Option<&Node>, outcome: &str) -> String {
    let check = node.and_then(|node| match &node.content {
        Content::Check(check) => Some(check),
        _ => None,
    });
    let title =
        check.and_then(|check| check.outcomes.get(outcome)).and_then(|outcome| outcome.title.as_ref());
    title.map_or_else(|| outcome.to_owned(), |title| title.value.clone())
}

fn text(markdown: Option<&Markdown>) -> Option<String> {
    markdown.map(|markdown| markdown.as_str().to_owned())
}
