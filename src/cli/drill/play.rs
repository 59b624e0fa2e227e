//! The dialogue of a drill: shows what waits, reads what is typed, makes the move.
//!
//! Invariant: whatever is typed gets an answer that says what was done or what is possible; at the end of the input the drill
//! is over. Each given answer is used once a visit.
//! Deliberately absent: judging a move (floor 7, `drill`).

use crate::cli::Failure;
use crate::cli::drill::typed::Word;
use crate::cli::run::flag;
use crate::cli::run::given::{Given, GivenAnswer};
use crate::drill::{Move, Practice};
use crate::graph::Graph;
use crate::model::NodeKey;
use crate::prose::{or, visible_line};
use crate::session::{Answer, By, CheckPrompt, FixPrompt, FixResult, Offer, Prompt, Refused, Report, Took};
use crate::terminal::keyboard::{Keyboard, Typed};
use crate::terminal::{Paper, walk, width};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

/// A drill with the person at the keyboard.
pub(super) struct Play<'p, 'a, 'k> {
    pub(super) practice: &'p mut Practice<'a>,
    pub(super) graph: &'a Graph,
    pub(super) given: &'k Given,
    pub(super) used: Vec<(NodeKey, u32)>,
    pub(super) keyboard: &'k mut Keyboard,
    pub(super) screen: &'k mut dyn Write,
}

/// Why the dialogue ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    Over,
    InputEnded,
    Interrupted,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Show what waits now.
    Show,
    /// Ask again without showing it all.
    Ask,
    Leave(Leaving),
}

type Said = Result<Next, Failure>;

impl Play<'_, '_, '_> {
    /// Plays until the case or the person ends. With `no_input`, as far as the flags carry.
    pub(super) fn hold(mut self, asking: Asking) -> Result<Leaving, Failure> {
        let mut next = Next::Show;
        loop {
            if let Next::Leave(leaving) = next {
                return Ok(leaving);
            }
            while self.take_given()? {
                next = Next::Show;
            }
            if self.practice.is_over() {
                self.show_end()?;
                return Ok(Leaving::Over);
            }
            if asking == Asking::Nothing {
                return Ok(Leaving::InputEnded);
            }
            let prompt = self.practice.prompt().clone();
            if next == Next::Show {
                self.show(&prompt)?;
            }
            next = match prompt {
                Prompt::Check(check) => self.ask_check(&check)?,
                Prompt::Fix(fix) => self.ask_fix(&fix)?,
                // Values are supplied, and an end is over.
                _ => Next::Leave(Leaving::Over),
            };
        }
    }

    /// Uses the answer that a flag gives here; says whether there was one.
    fn take_given(&mut self) -> Result<bool, Failure> {
        let (node, visit) = match self.practice.prompt() {
            Prompt::Check(check) => (check.node.clone(), check.visit),
            Prompt::Fix(fix) => (fix.node.clone(), fix.visit),
            _ => return Ok(false),
        };
        let Some(given) = self.given.answer(&node, visit).cloned() else { return Ok(false) };
        if self.used.contains(&(node.clone(), visit)) {
            return Ok(false);
        }
        self.used.push((node, visit));
        match given {
            GivenAnswer::Check(answer) => {
                if self.practice.wait_minutes().is_some() {
                    self.make(Move::Wait)?;
                }
                self.make(Move::Look)?;
                self.make(Move::Decide(answer))?;
            }
            GivenAnswer::Fix(FixResult::Done) => {
                self.make(Move::Undo)?;
                self.make(Move::Try)?;
            }
            GivenAnswer::Fix(FixResult::Failed) => {
                self.say("In a drill the case says whether a fix fails; give `done`.")?;
            }
        }
        Ok(true)
    }

    fn write(&mut self, paper: Paper) -> Result<(), Failure> {
        write!(self.screen, "{}", paper.finish())?;
        self.screen.flush()?;
        Ok(())
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        let mut paper = Paper::new(width());
        paper.say(text);
        self.write(paper)
    }

    fn show(&mut self, prompt: &Prompt) -> Result<(), Failure> {
        let mut paper = Paper::new(width());
        let number = self.number();
        match prompt {
            Prompt::Check(check) => {
                walk::drill::question(&mut paper, check, number, self.practice);
                if let Some(served) = self.practice.served() {
                    walk::drill::served(&mut paper, served);
                }
            }
            Prompt::Fix(fix) => walk::drill::change(&mut paper, fix, number, self.practice),
            _ => {}
        }
        paper.blank();
        self.write(paper)
    }

    fn show_end(&mut self) -> Result<(), Failure> {
        let mut paper = Paper::new(width());
        match self.practice.prompt() {
            Prompt::End(end) => walk::end(&mut paper, end),
            Prompt::Stuck(stuck) => {
                paper.say(&format!("The walk cannot go on at {}: {}.", stuck.node, stuck.reason));
            }
            _ => {}
        }
        self.write(paper)
    }

    /// The number of the waiting question or fix.
    fn number(&self) -> usize {
        1 + self.practice.state().path.iter().filter(|visit| visit.event.is_some()).count()
    }

    /// Makes a move, and says what came of it.
    fn make(&mut self, made: Move) -> Said {
        let is_look = made == Move::Look;
        let is_undo = made == Move::Undo;
        let before = self.practice.state().path.len();
        let mut paper = Paper::new(width());
        match self.practice.make(made) {
            Ok(entry) => walk::drill::remarks(&mut paper, entry),
            Err(Refused(why)) => {
                self.say(&format!("That cannot be done here: {why}."))?;
                return Ok(Next::Ask);
            }
        }
        match (self.practice.prompt(), self.practice.served()) {
            (Prompt::Check(_), Some(served)) if is_look => walk::drill::served(&mut paper, served),
            (Prompt::Fix(fix), _) if is_undo => walk::drill::way_back(&mut paper, fix),
            _ => {}
        }
        paper.blank();
        self.write(paper)?;
        let stays = self.practice.state().path.len() == before && !self.practice.is_over();
        Ok(if stays { Next::Ask } else { Next::Show })
    }

    fn ask_check(&mut self, check: &CheckPrompt) -> Said {
        let keys = keys(check);
        let prompt = match self.practice.served() {
            Some(_) => format!("Decide [{keys}, hint, ?]: "),
            None => format!("Look, or decide [look, {keys}, hint, ?]: "),
        };
        let line = match self.read(&prompt)? {
            Ok(line) => line,
            Err(next) => return Ok(next),
        };
        let typed = line.trim();
        let named = check.choices.iter().find(|choice| choice.outcome.as_str().eq_ignore_ascii_case(typed));
        if let Some(choice) = named {
            return self.make(Move::Decide(Answer::Outcome(choice.outcome.clone())));
        }
        match Word::read(&line) {
            Word::Number(number) => {
                let Some(choice) = number.checked_sub(1).and_then(|index| check.choices.get(index)) else {
                    self.say(&format!("There is no answer {number}. Possible: {keys}."))?;
                    return Ok(Next::Ask);
                };
                self.make(Move::Decide(Answer::Outcome(choice.outcome.clone())))
            }
            Word::NoneOfThese => self.make(Move::Decide(Answer::None)),
            Word::Unsure => self.make(Move::Decide(Answer::Unsure)),
            Word::Look => self.make(Move::Look),
            Word::Wait => self.make(Move::Wait),
            word => {
                let outcomes: Vec<&str> =
                    check.choices.iter().map(|choice| choice.outcome.as_str()).collect();
                self.common(word, typed, &outcomes, &format!("look, {keys}, hint"))
            }
        }
    }

    fn ask_fix(&mut self, fix: &FixPrompt) -> Said {
        let possible = if fix.unmet.is_empty() { "undo, do, b" } else { "b, show" };
        let line = match self.read(&format!("What now? [{possible}, hint, ?]: "))? {
            Ok(line) => line,
            Err(next) => return Ok(next),
        };
        match Word::read(&line) {
            Word::Undo => self.make(Move::Undo),
            Word::Do => self.make(Move::Try),
            Word::Show if !fix.unmet.is_empty() => {
                self.make(Move::Show)?;
                Ok(Next::Show)
            }
            word => self.common(word, line.trim(), &[], possible),
        }
    }

    /// What the words mean that are the same everywhere.
    fn common(&mut self, word: Word, typed: &str, outcomes: &[&str], possible: &str) -> Said {
        let mut paper = Paper::new(width());
        match word {
            Word::Hint => return self.make(Move::Hint),
            Word::Back => return self.make(Move::Back),
            Word::Quit => {
                self.make(Move::GiveUp)?;
                return Ok(Next::Leave(Leaving::Over));
            }
            Word::Go(name) => {
                return match self.practice.state().node_named(self.graph, &name) {
                    Ok(to) => self.make(Move::Go(to)),
                    Err(refused) => {
                        self.say(&format!("{refused}."))?;
                        Ok(Next::Ask)
                    }
                };
            }
            Word::Again => return Ok(Next::Show),
            Word::Help => walk::drill::help(&mut paper),
            Word::Why => self.why(&mut paper),
            Word::Empty => paper.say(&format!("Nothing was typed. Possible: {possible}; ? lists the rest.")),
            _ => {
                let shown = visible_line(typed);
                // A word that exists, and is not possible here, was meant.
                let same = format!("`{shown}`");
                let meant = Word::near(&shown, outcomes.iter().copied()).filter(|meant| *meant != same);
                paper.say(&match meant {
                    Some(meant) => format!("`{shown}` is not possible here. Did you mean {meant}?"),
                    None => {
                        format!("`{shown}` is not possible here. Possible: {possible}; ? lists the rest.")
                    }
                });
            }
        }
        self.write(paper)?;
        Ok(Next::Ask)
    }

    fn why(&self, paper: &mut Paper) {
        let Some(report) = Report::new(self.graph, self.practice.events()) else { return };
        match self.practice.prompt() {
            Prompt::Check(check) => walk::why_check(paper, check, &report),
            Prompt::Fix(fix) => walk::why_fix(paper, fix, &report),
            _ => {}
        }
    }

    /// Reads a line. An inner error is what to do next.
    fn read(&mut self, prompt: &str) -> Result<Result<String, Next>, Failure> {
        Ok(match self.keyboard.read(prompt, self.screen)? {
            Typed::Line(line) => Ok(line),
            Typed::Paste(_) => {
                self.say("In a drill the case gives the outputs: type `look`.")?;
                Err(Next::Ask)
            }
            Typed::End => {
                self.say("\nThe input ended before the case did.")?;
                Err(Next::Leave(Leaving::InputEnded))
            }
            Typed::Interrupted => Err(Next::Leave(Leaving::Interrupted)),
        })
    }
}

/// Whether a person may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    Everything,
    Nothing,
}

/// What may be typed to decide, briefly: `1-3, 0, u`.
fn keys(check: &CheckPrompt) -> String {
    let numbers = match check.choices.len() {
        0 => None,
        1 => Some("1".to_owned()),
        count => Some(format!("1-{count}")),
    };
    let none = (check.none == Offer::Offered).then(|| "0".to_owned());
    let unsure = (check.unsure == Offer::Offered).then(|| "u".to_owned());
    let keys: Vec<String> = numbers.into_iter().chain(none).chain(unsure).collect();
    if keys.is_empty() { or(&["look"]) } else { keys.join(", ") }
}

/// The command line that plays up to here again.
pub(super) fn again(practice: &Practice<'_>, knowledge_base: Option<&Path>) -> String {
    let mut command = "triagebook drill".to_owned();
    if let Some(folder) = knowledge_base {
        flag(&mut command, "--kb", &folder.display().to_string());
    }
    let _ = write!(command, " --case {} --seed {}", practice.case().id, practice.settings().seed);
    for visit in &practice.state().path {
        let word = match &visit.took {
            Took::Answered { answer, by: By::Answer | By::Evidence, .. } => answer.word(),
            Took::Tried(_) => "done",
            _ => continue,
        };
        flag(&mut command, "--answer", &format!("{}={word}", visit.node));
    }
    command
}
