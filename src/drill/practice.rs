//! A drill in progress: a walk of `session`, and what the trainee did to it.
//!
//! Invariant: the walk is a session like any other; its events come from the moves alone. A refused move changes nothing.
//! Deliberately absent: what a case shows (`lab`), hints (`hint`), the account at the end (`debrief`).

use crate::drill::fault::{Fault, FaultKind};
use crate::drill::lab::Shown;
use crate::drill::moves::{Entry, Feedback, Move, Remark, RemarkKind, Settings};
use crate::drill::said::{answer_title, right, wrong};
use crate::drill::serve::{Served, numbers_for, serve};
use crate::drill::shelf::Prepared;
use crate::graph::{Content, Graph};
use crate::model::NodeKey;
use crate::scenario::Walk;
use crate::session::{
    self, Action, Answer, CheckPrompt, Event, Offer, Position, Prompt, Refused, State, Took,
};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// The most moves of one drill.
const MOST_MOVES: usize = 1000;

/// A visit to a node in one stage of the case.
pub(super) type Spot = (NodeKey, u32, usize);

/// A drill in progress.
pub struct Practice<'a> {
    pub(super) case: &'a Prepared<'a>,
    pub(super) settings: Settings,
    pub(super) walk: Walk<'a>,
    pub(super) prompt: Prompt,
    /// How many of the case's fixes are done.
    pub(super) stage: usize,
    pub(super) entries: Vec<Entry>,
    seen: HashMap<Spot, Served>,
    undo_seen: HashSet<Spot>,
    early: HashSet<Spot>,
    pub(super) hints: HashMap<Spot, usize>,
    misread: HashMap<Spot, usize>,
    /// The decisions that count, each with its stage.
    decided: Vec<(NodeKey, usize)>,
}

impl<'a> Practice<'a> {
    /// Begins a case.
    pub fn begin(case: &'a Prepared<'a>, settings: Settings) -> Self {
        let mut walk = case.walk();
        let prompt = walk.supply();
        Self {
            case,
            settings,
            walk,
            prompt,
            stage: 0,
            entries: Vec::new(),
            seen: HashMap::new(),
            undo_seen: HashSet::new(),
            early: HashSet::new(),
            hints: HashMap::new(),
            misread: HashMap::new(),
            decided: Vec::new(),
        }
    }

    /// Begins a case and makes these moves. Those that are refused are left out.
    pub fn replay(case: &'a Prepared<'a>, settings: Settings, moves: &[Move]) -> Self {
        let mut practice = Self::begin(case, settings);
        for made in moves {
            let _ = practice.make(made.clone());
        }
        practice
    }

    /// The case.
    pub fn case(&self) -> &'a Prepared<'a> {
        self.case
    }

    /// How it is run.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// What waits.
    pub fn prompt(&self) -> &Prompt {
        &self.prompt
    }

    /// Where the walk stands.
    pub fn state(&self) -> &State {
        self.walk.state()
    }

    /// What happened in the walk.
    pub fn events(&self) -> &[Event] {
        self.walk.events()
    }

    /// What was done, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was seen at the waiting check.
    pub fn served(&self) -> Option<&Served> {
        self.seen.get(&self.spot())
    }

    /// Whether the waiting fix's way back was looked at.
    pub fn knows_undo(&self) -> bool {
        self.undo_seen.contains(&self.spot())
    }

    /// Minutes until the wait is over that the waiting check has to wait for.
    pub fn wait_minutes(&self) -> Option<u32> {
        self.due().map(|due| self.minutes_until(due))
    }

    /// When the waiting check may be judged, where that is later.
    fn due(&self) -> Option<Timestamp> {
        let Prompt::Check(check) = &self.prompt else { return None };
        check.must_wait(self.walk.clock()).map(|wait| wait.until)
    }

    fn minutes_until(&self, due: Timestamp) -> u32 {
        let seconds = due.duration_since(self.walk.clock()).as_secs();
        u32::try_from((seconds + 59) / 60).unwrap_or(u32::MAX)
    }

    /// Whether nothing can be done any more.
    pub fn is_over(&self) -> bool {
        let has_ended = matches!(self.walk.state().position, Position::Ended { .. } | Position::Stuck { .. });
        has_ended || self.entries.last().is_some_and(|entry| entry.made == Move::GiveUp)
    }

    /// Whether the case is solved: all its fixes are done, and the walk came to its end.
    pub fn is_solved(&self) -> bool {
        let Position::Ended { node, result } = &self.walk.state().position else { return false };
        let case = self.case.lab.goal(self.case.lab.stages()).and_then(|end| self.graph().node(end));
        let same_result =
            case.is_some_and(|end| matches!(&end.content, Content::End(end) if end.result.value == *result));
        let is_end = case.is_some_and(|end| end.key == *node);
        self.stage == self.case.lab.stages() && (is_end || same_result && self.stage > 0)
    }

    /// Makes a move and says what came of it.
    ///
    /// # Errors
    /// Why it cannot be made here.
    pub fn make(&mut self, made: Move) -> Result<&Entry, Refused> {
        if self.is_over() || self.entries.len() >= MOST_MOVES {
            return Err(Refused("the drill is over".to_owned()));
        }
        let node = self.walk.state().node().cloned();
        let node = node.ok_or_else(|| Refused("the drill has not begun".to_owned()))?;
        let entry = Entry {
            made: made.clone(),
            node,
            said: String::new(),
            minutes: 0,
            remarks: Vec::new(),
            faults: Vec::new(),
        };
        let entry = match (made, self.prompt.clone()) {
            (Move::GiveUp, _) => entry,
            (Move::Hint, _) => self.hint(entry),
            (Move::Go(to), _) => self.go(entry, &to)?,
            (Move::Back, _) => self.back(entry)?,
            (Move::Look, Prompt::Check(check)) => self.look(entry, &check),
            (Move::Decide(answer), Prompt::Check(check)) => self.decide(entry, &check, &answer)?,
            (Move::Wait, Prompt::Check(_)) => self.wait(entry)?,
            (Move::Undo, Prompt::Fix(_)) => {
                self.undo_seen.insert(self.spot());
                entry
            }
            (Move::Show, Prompt::Fix(_)) => {
                self.walk.act(Action::OverruleRequirement { reason: None })?;
                entry
            }
            (Move::Try, Prompt::Fix(fix)) => self.carry_out(entry, &fix)?,
            (Move::Look | Move::Decide(_) | Move::Wait, _) => {
                return Err(Refused("a fix is waiting, not a question".to_owned()));
            }
            (Move::Undo | Move::Show | Move::Try, _) => {
                return Err(Refused("a question is waiting, not a fix".to_owned()));
            }
        };
        self.prompt = self.walk.supply();
        self.entries.push(entry);
        self.entries.last().ok_or_else(|| Refused("nothing was done".to_owned()))
    }

    pub(super) fn graph(&self) -> &'a Graph {
        self.walk.graph()
    }

    /// Where the walk stands, in this stage.
    pub(super) fn spot(&self) -> Spot {
        let state = self.walk.state();
        let node = state.node().cloned().unwrap_or_else(|| NodeKey::new("", ""));
        (node, state.visit(), self.stage)
    }

    /// What the waiting check shows.
    pub(super) fn shown(&self, check: &CheckPrompt) -> Shown {
        let nth =
            self.decided.iter().filter(|(node, stage)| *node == check.node && *stage == self.stage).count();
        let mut shown = self.case.lab.shows(&check.node, self.stage, nth);
        if shown.answer == Answer::Unsure && check.unsure == Offer::NotOffered {
            let first = check.choices.first().map(|choice| choice.outcome.clone());
            shown.answer = first.map_or(Answer::None, Answer::Outcome);
        }
        shown
    }

    fn serve(&self, check: &CheckPrompt) -> Served {
        let mut numbers = numbers_for(self.settings.seed, &check.node, self.stage);
        serve(&self.walk, check, &self.shown(check), &mut numbers)
    }

    fn look(&mut self, mut entry: Entry, check: &CheckPrompt) -> Entry {
        if self.is_too_early(&mut entry) || self.served().is_some() {
            return entry;
        }
        let served = self.serve(check);
        entry.minutes = check.minutes.unwrap_or_default();
        self.seen.insert(self.spot(), served);
        entry
    }

    /// Whether a wait has to pass first; says so, once as a fault.
    fn is_too_early(&mut self, entry: &mut Entry) -> bool {
        let Some(minutes) = self.wait_minutes() else { return false };
        let left = crate::prose::count(minutes as usize, "minute");
        let text = format!(
            "Too early: the fix asks to wait, and {left} are left. What you would see now is not its effect."
        );
        entry.remarks.push(Remark::new(RemarkKind::Unsafe, &text));
        if self.early.insert(self.spot()) {
            entry.faults.push(Fault { kind: FaultKind::TooEarly, text });
        }
        true
    }

    fn wait(&mut self, mut entry: Entry) -> Result<Entry, Refused> {
        let due = self.due().ok_or_else(|| Refused("nothing has to be waited for".to_owned()))?;
        let minutes = self.minutes_until(due);
        self.walk.wait_until(due);
        entry.minutes = minutes;
        entry.remarks.push(Remark::new(
            RemarkKind::Happened,
            format!("{} have passed.", crate::prose::count(minutes as usize, "minute")),
        ));
        Ok(entry)
    }

    fn decide(&mut self, mut entry: Entry, check: &CheckPrompt, answer: &Answer) -> Result<Entry, Refused> {
        if self.is_too_early(&mut entry) {
            return Ok(entry);
        }
        // What the session would refuse is no decision.
        session::step(self.graph(), self.walk.state(), Action::Answer(answer.clone()))?;
        entry.said = answer_title(check, answer);
        let spot = self.spot();
        let seen = self.served().cloned();
        let served = self.evidence(check);
        if seen.is_none() && !self.misread.contains_key(&spot) {
            let text = format!("“{}” was decided without looking.", check.title);
            entry.faults.push(Fault { kind: FaultKind::Guessed, text });
        }
        let is_right = served.answer == *answer;
        if !is_right {
            let text = format!(
                "“{}”: not “{}”, but “{}”.",
                check.title,
                entry.said,
                answer_title(check, &served.answer)
            );
            entry.faults.push(Fault { kind: FaultKind::Misread, text });
        }
        if self.settings.feedback == Feedback::AtOnce {
            let times = self.misread.entry(spot).or_default();
            if !is_right {
                *times += 1;
                entry.remarks.extend(wrong(seen.as_ref(), *times));
                return Ok(entry);
            }
            entry.remarks.push(right(seen.as_ref()));
        }
        let action = match served.proposal {
            Some(proposal) => Action::Judge { proposal, answer: answer.clone(), reason: None },
            None => Action::Answer(answer.clone()),
        };
        self.walk.act(action)?;
        self.decided.push((check.node.clone(), self.stage));
        Ok(entry)
    }

    fn go(&mut self, mut entry: Entry, to: &NodeKey) -> Result<Entry, Refused> {
        let node = self.graph().node(to).ok_or_else(|| Refused(format!("there is no `{to}`")))?;
        if !matches!(node.content, Content::Check(_) | Content::Fix(_)) {
            return Err(Refused(format!("`{to}` is no check and no fix")));
        }
        entry.said = format!("to: {}", node.title());
        self.walk.act(Action::Jump { to: to.clone(), reason: None })?;
        Ok(entry)
    }

    fn back(&mut self, mut entry: Entry) -> Result<Entry, Refused> {
        let last = self.walk.state().last_decided();
        if last.is_some_and(|visit| matches!(visit.took, Took::Tried(_))) {
            return Err(Refused("a change that was made is not unmade by going back".to_owned()));
        }
        self.walk.act(Action::Back)?;
        let here = self.walk.state().node().cloned();
        let stage = self.stage;
        if let Some(index) =
            self.decided.iter().rposition(|(node, at)| Some(node) == here.as_ref() && *at == stage)
        {
            self.decided.remove(index);
        }
        "taken back".clone_into(&mut entry.said);
        Ok(entry)
    }

    /// The evidence of the waiting check and how it speaks for its answer, whether it was looked at or not.
    pub(super) fn evidence(&self, check: &CheckPrompt) -> Served {
        self.served().cloned().unwrap_or_else(|| self.serve(check))
    }
}
