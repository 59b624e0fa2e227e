//! The cases that can be practised, each with its best path.
//!
//! Invariant: a case can be practised if it has a change or at least two questions, and comes to its end by a trainee's own
//! moves; that is tried when it is first asked, because it takes a walk. Its name is made from its title, so it stays when other cases come and go, and gives nothing away.
//! Deliberately absent: which case is next (`schedule`).

use crate::drill::debrief::walked;
use crate::drill::lab::Lab;
use crate::drill::moves::{Move, Settings};
use crate::drill::practice::Practice;
use crate::graph::{Content, Graph};
use crate::model::{NodeKey, RunbookId, Scenario, ScenarioFile};
use crate::prose::{near, quoted};
use crate::scenario::{Map, Walk};
use crate::session::{Action, Prompt};
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

/// The most moves of a best path.
const MOST_MOVES: usize = 300;
/// A case without a change has at least so many questions; one that ends sooner is nothing to practise.
const FEWEST: usize = 2;

/// The name of a case: `runbook/` and four signs made from its title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub String);

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl CaseId {
    fn of(runbook: &RunbookId, title: &str) -> Self {
        Self(format!("{runbook}/{:04x}", crc32fast::hash(title.as_bytes()) & 0xffff))
    }
}

/// A case.
pub struct Prepared<'a> {
    /// Its name.
    pub id: CaseId,
    /// The runbook it belongs to.
    pub runbook: &'a RunbookId,
    /// The case in a few words. It gives the solution away.
    pub title: &'a str,
    /// What happened in it.
    pub about: Option<&'a str>,
    /// Where it begins.
    pub entry: NodeKey,
    pub(super) lab: Lab<'a>,
    begun: Walk<'a>,
    best: OnceCell<Vec<BestStep>>,
}

/// A step of the best path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BestStep {
    /// The node.
    pub node: NodeKey,
    /// Its title.
    pub title: String,
    /// What is decided or done there, as a statement.
    pub said: String,
    /// Minutes, by the authors' estimates, waits included.
    pub minutes: u32,
}

/// The cases of a knowledge base.
pub struct Shelf<'a> {
    /// In the order of their files.
    pub cases: Vec<Prepared<'a>>,
}

impl<'a> Shelf<'a> {
    /// The cases of these files, of one runbook where one is named, that begin with a symptom and say how they end.
    pub fn new(graph: &'a Graph, files: &'a [ScenarioFile], of: Option<&RunbookId>) -> Self {
        let map = Rc::new(Map::new(graph));
        let files = files.iter().filter(|file| of.is_none_or(|runbook| *runbook == file.runbook.value));
        let cases = files.flat_map(|file| file.scenarios.iter().map(move |scenario| (file, scenario)));
        Self {
            cases: cases.filter_map(|(file, scenario)| Prepared::new(&map, graph, file, scenario)).collect(),
        }
    }

    /// The case of this name or title.
    ///
    /// # Errors
    /// There is none; a sentence that says so, with a name that may be meant.
    pub fn find(&self, name: &str) -> Result<&Prepared<'a>, String> {
        let is_named = |case: &&Prepared<'_>| case.id.0 == name || case.title.eq_ignore_ascii_case(name);
        if let Some(case) = self.cases.iter().find(is_named) {
            return Ok(case);
        }
        let names = self.cases.iter().flat_map(|case| [case.id.0.as_str(), case.title]);
        Err(match near(name, names) {
            Some(meant) => format!("there is no case {}; did you mean {}?", quoted(name), quoted(meant)),
            None => format!("there is no case {}; `triagebook drill --list` lists them", quoted(name)),
        })
    }
}

impl<'a> Prepared<'a> {
    fn new(
        map: &Rc<Map<'a>>,
        graph: &'a Graph,
        file: &'a ScenarioFile,
        scenario: &'a Scenario,
    ) -> Option<Self> {
        let home = &file.runbook.value;
        // A case begins as a customer begins: with what is seen.
        let entry = graph.node(&scenario.entry.key(home))?;
        if !matches!(entry.content, Content::Symptom(_)) {
            return None;
        }
        let lab = Lab::new(map, graph, home, scenario)?;
        let begun = begin(graph, file, scenario)?;
        let title = scenario.title.value.as_str();
        Some(Self {
            id: CaseId::of(home, title),
            runbook: home,
            title,
            about: scenario.about.as_ref().map(crate::model::Markdown::as_str),
            entry: entry.key.clone(),
            lab,
            begun,
            best: OnceCell::new(),
        })
    }

    /// The best path: what somebody does who reads everything right. Empty where the case cannot be practised.
    pub fn best(&self) -> &[BestStep] {
        self.best.get_or_init(|| {
            let best = self.best_path().unwrap_or_default();
            if self.lab.stages() > 0 || best.len() >= FEWEST { best } else { Vec::new() }
        })
    }

    /// Whether it can be practised.
    pub fn is_playable(&self) -> bool {
        !self.best().is_empty()
    }

    /// Whether the case asks this check.
    pub(super) fn asks(&self, check: &NodeKey) -> bool {
        self.lab.asks(check)
    }

    /// Minutes of the best path.
    pub fn minutes(&self) -> u32 {
        self.best().iter().map(|step| step.minutes).sum()
    }

    /// The walk as it begins.
    pub(super) fn walk(&self) -> Walk<'a> {
        self.begun.clone()
    }

    /// Walks the case as somebody would who reads everything right; none where that comes to no end.
    fn best_path(&self) -> Option<Vec<BestStep>> {
        let mut practice = Practice::begin(self, Settings::default());
        for _ in 0..MOST_MOVES {
            if practice.is_over() {
                break;
            }
            let made = practice.best_move()?;
            practice.make(made).ok()?;
        }
        if !practice.is_solved() {
            return None;
        }
        let taken = walked(&practice);
        Some(
            taken
                .into_iter()
                .map(|step| BestStep {
                    node: step.node,
                    title: step.title,
                    said: step.said,
                    minutes: step.minutes,
                })
                .collect(),
        )
    }
}

impl Practice<'_> {
    /// What somebody does here who reads everything right; none where nothing waits.
    pub fn best_move(&self) -> Option<Move> {
        Some(match self.prompt() {
            Prompt::Check(_) if self.wait_minutes().is_some() => Move::Wait,
            Prompt::Check(_) if self.served().is_none() => Move::Look,
            Prompt::Check(check) => Move::Decide(self.shown(check).answer),
            Prompt::Fix(fix) if !fix.unmet.is_empty() => return None,
            Prompt::Fix(_) if !self.knows_undo() => Move::Undo,
            // A change that the case does not know is never part of its best path.
            Prompt::Fix(fix) if self.case.lab.tries(&fix.node, self.stage).is_none() => return None,
            Prompt::Fix(_) => Move::Try,
            _ => return None,
        })
    }
}

/// The walk with what is known beforehand; none where something of it is refused.
fn begin<'a>(graph: &'a Graph, file: &ScenarioFile, scenario: &Scenario) -> Option<Walk<'a>> {
    let home = &file.runbook.value;
    let date = scenario.now.as_ref().or(file.now.as_ref()).map(|date| date.value.at(12, 0, 0, 0));
    let now = date.or_else(|| graph.runbook(home).map(crate::model::Runbook::sample_clock))?;
    let mut walk = Walk::begin(graph, scenario.entry.key(home), now);
    let own = &scenario.inputs;
    let shared = file.inputs.iter().filter(|(name, _)| own.get(name.as_str()).is_none());
    for (name, value) in shared.chain(own.iter()) {
        let action = Action::Input { fact: name.value.clone(), text: value.value.clone() };
        walk.act(action).ok()?;
    }
    Some(walk)
}
