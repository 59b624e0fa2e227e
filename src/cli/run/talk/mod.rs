//! The dialogue: shows what waits, reads what is typed or pasted, and acts on it.
//!
//! Invariant: several lines at once are evidence, never choices. Whatever is typed gets an answer that says what was
//! done or what is possible.
//! Deliberately absent: what pages look like (`terminal::walk`) and what an action does (`session`).

mod execute;
mod fix;
mod output;
mod question;
mod reply;
mod report;
mod turn;
mod value;
mod way;

pub(super) use crate::cli::run::talk::execute::unattended;

use crate::cli::Failure;
use crate::cli::run::typed::Word;
use crate::cli::run::walker::Walker;
use crate::evidence::Verdict;
use crate::graph::Content;
use crate::session::{Action, NextCheck, Prompt, Proposal, Report, Suspects, Took};
use crate::terminal::keyboard::{Keyboard, Typed};
use crate::terminal::{Paper, walk, width};
use crate::world::clock;
use std::io::Write;

/// A dialogue with the person at the keyboard.
pub(super) struct Talk<'a, 'g> {
    pub(super) walker: &'a mut Walker<'g>,
    pub(super) keyboard: &'a mut Keyboard,
    pub(super) screen: &'a mut dyn Write,
}

/// Why the dialogue ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// The walk came to an end, or can go no further.
    Ended,
    Quit,
    Parked,
    InputEnded,
    Interrupted,
    /// Nothing may be asked.
    NoInput,
}

/// What to do next.
enum Next {
    /// Show what waits now.
    Show,
    /// Ask again without showing it all.
    Ask,
    Leave(Leaving),
}

type Said = Result<Next, Failure>;

impl Talk<'_, '_> {
    /// Talks until the walk ends or the person leaves.
    pub(super) fn hold(mut self) -> Result<Leaving, Failure> {
        self.greet()?;
        let mut told = 0;
        let mut next = Next::Show;
        loop {
            if let Next::Leave(leaving) = next {
                self.walker.let_go();
                return Ok(leaving);
            }
            self.walker.advance();
            if !self.walker.replies.is_empty() {
                next = match self.ask_reply()? {
                    // What was shown before the reply is out of sight.
                    Next::Ask => Next::Show,
                    other => other,
                };
                continue;
            }
            let prompt = self.waiting();
            let is_row = self.walker.pending.len() > 1;
            if matches!(next, Next::Show) {
                told = self.tell_passed(told)?;
                if is_row { self.show_row()? } else { self.show(&prompt)? }
            }
            self.tell_saving()?;
            next = match prompt {
                Prompt::Check(_) if is_row => self.ask_row()?,
                Prompt::Check(check) => self.ask_check(&check)?,
                Prompt::Fix(fix) => self.ask_fix(&fix)?,
                Prompt::Input(input) => self.ask_input(&input)?,
                Prompt::End(_) => self.ask_end()?,
                Prompt::NotStarted | Prompt::Stuck(_) => Next::Leave(Leaving::Ended),
            };
        }
    }

    /// What waits. A check for which there is output needs no value first.
    fn waiting(&self) -> Prompt {
        let prompt = self.walker.prompt();
        let says = |pending: &&Proposal| matches!(pending.verdict, Verdict::Proposed(_));
        let pending = self.walker.pending.first().filter(says).filter(|_| matches!(prompt, Prompt::Input(_)));
        let check = pending.and_then(|pending| {
            self.walker.state.check_prompt(self.walker.graph, &pending.node, pending.visit)
        });
        check.map_or(prompt, Prompt::Check)
    }

    /// Says what became of saving, at every question while something is not saved.
    fn tell_saving(&mut self) -> Result<(), Failure> {
        let mut paper = paper();
        let told = self.walker.saving.tell();
        told.news.iter().for_each(|news| paper.say(news));
        if let Some(warning) = &told.not_saved {
            paper.styled(warning, crate::terminal::DANGER, 0);
        }
        self.write(paper)
    }

    fn write(&mut self, paper: Paper) -> Result<(), Failure> {
        write!(self.screen, "{}", paper.finish())?;
        self.screen.flush()?;
        Ok(())
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        let mut paper = paper();
        paper.say(text);
        self.write(paper)
    }

    fn report(&self) -> Option<Report> {
        Report::new(self.walker.graph, &self.walker.events)
    }

    fn greet(&mut self) -> Result<(), Failure> {
        let Some(report) = self.report() else { return Ok(()) };
        let mut paper = paper();
        paper.blank();
        paper.heading(&report.title);
        let reviewed = report.reviewed.map(|date| format!(", reviewed {date}")).unwrap_or_default();
        paper.aside(&format!(
            "Runbook {}{reviewed}. Type ? for help, b to go back, q to quit.",
            report.runbook
        ));
        if let Some(node) = self.walker.graph.node(&report.entry)
            && let Content::Symptom(symptom) = &node.content
        {
            paper.blank();
            paper.say(&symptom.title.value);
            if let Some(detail) = &symptom.detail {
                paper.blank();
                paper.markdown(detail.as_str(), 0);
            }
        }
        self.write(paper)
    }

    /// Tells what was decided without the person: by flags, by facts, by limits. Returns how far the path was told.
    fn tell_passed(&mut self, told: usize) -> Result<usize, Failure> {
        let length = self.walker.state.path.len();
        let Some(report) = self.report() else { return Ok(length) };
        let mut paper = paper();
        for (step, visit) in report.path.iter().zip(&self.walker.state.path).skip(told.min(length)) {
            let by_itself = visit.event.is_none() && !matches!(visit.took, Took::Entered);
            if by_itself {
                paper.blank();
                let said = match (&visit.took, &step.outcome_title) {
                    (Took::AttemptsUsed, _) => "it was tried as often as it may be".to_owned(),
                    (Took::Returned, _) => "done; back to where it was called from".to_owned(),
                    (_, Some(title)) => format!("{title} (follows from what is known)"),
                    _ => continue,
                };
                paper.aside(&format!("{}: {said}", step.title));
            }
        }
        self.write(paper)?;
        Ok(length)
    }

    fn show(&mut self, prompt: &Prompt) -> Result<(), Failure> {
        let mut paper = paper();
        if let (Some(report), false) = (self.report(), matches!(prompt, Prompt::End(_) | Prompt::Input(_))) {
            walk::so_far(&mut paper, &report);
            let suspects = Suspects::new(self.walker.graph, &self.walker.state);
            walk::standing(&mut paper, &suspects, &self.walker.state.parked_titles(self.walker.graph));
        }
        let number = self.number();
        match prompt {
            Prompt::Check(check) => {
                let until = check.must_wait(clock::moment()).map(|wait| way::time(wait.until));
                walk::check(&mut paper, check, number, until.as_deref());
                self.offer_run(&mut paper, check);
                if let Some(pending) = self.walker.pending.first() {
                    walk::proposal(&mut paper, pending, check);
                } else if let Some(differing) = self.walker.contradiction() {
                    paper.blank();
                    paper.say(&format!("The evidence at hand decides nothing here: {differing}."));
                }
            }
            Prompt::Fix(fix) if !fix.unmet.is_empty() => walk::withheld(&mut paper, fix, number),
            Prompt::Fix(fix) => match &fix.confirm {
                Some(confirm) => walk::unconfirmed(&mut paper, fix, confirm, number),
                None => walk::fix(&mut paper, fix, number),
            },
            Prompt::Input(input) => walk::input(&mut paper, input),
            Prompt::End(end) => walk::end(&mut paper, end),
            Prompt::Stuck(stuck) => {
                paper.blank();
                paper.say(&format!("The walk cannot go on at {}: {}.", stuck.node, stuck.reason));
            }
            Prompt::NotStarted => {}
        }
        paper.blank();
        self.write(paper)
    }

    /// The number of the waiting question or fix.
    fn number(&self) -> usize {
        let decided = |took: &Took| matches!(took, Took::Answered { .. } | Took::Tried(_));
        1 + self
            .walker
            .state
            .path
            .iter()
            .filter(|visit| visit.event.is_some() && decided(&visit.took))
            .count()
    }

    fn act(&mut self, action: Action) -> Said {
        match self.walker.act(action) {
            Ok(()) => Ok(Next::Show),
            Err(refused) => {
                self.say(&format!("That cannot be done here: {refused}."))?;
                Ok(Next::Ask)
            }
        }
    }

    fn ask_end(&mut self) -> Said {
        let typed = self
            .keyboard
            .read("Enter = finish and print the summary, b = back, n = note, ? = help: ", self.screen)?;
        match typed {
            Typed::Line(line) => match Word::read(&line) {
                Word::Empty | Word::Yes | Word::Quit | Word::Done => Ok(Next::Leave(Leaving::Ended)),
                word => {
                    if let Some(next) = self.common(word)? {
                        return Ok(next);
                    }
                    self.say("The walk has ended here. Enter prints the summary; b goes back.")?;
                    Ok(Next::Ask)
                }
            },
            Typed::Paste(text) => self.receive(&text),
            Typed::End => Ok(Next::Leave(Leaving::Ended)),
            Typed::Interrupted => Ok(Next::Leave(Leaving::Interrupted)),
        }
    }

    /// What the words mean that are the same everywhere; none for the others.
    fn common(&mut self, word: Word) -> Result<Option<Next>, Failure> {
        let mut paper = paper();
        match word {
            Word::Help => walk::help(&mut paper),
            Word::Path | Word::Facts => {
                if let Some(report) = self.report() {
                    if word == Word::Path {
                        walk::path(&mut paper, &report, &self.walker.state.kept_steps(self.walker.graph));
                    } else {
                        walk::facts(&mut paper, &report);
                    }
                }
            }
            Word::Export => {
                let file = crate::cli::run::hint::sheet(self.walker).text()?;
                paper.say("Save this, and hand it to `triagebook run --answers FILE`:");
                paper.command(&file);
            }
            Word::Save(path) => {
                let said = self.walker.saving.save(&path, &self.walker.events);
                paper.say(&said);
            }
            Word::Again => return Ok(Some(Next::Show)),
            Word::Quit => return Ok(Some(Next::Leave(Leaving::Quit))),
            Word::Back => return self.turn(Action::Back).map(Some),
            Word::Change(name) => return self.change(&name).map(Some),
            Word::Jump(name) => return self.jump(&name).map(Some),
            Word::Suspects => {
                let (graph, state) = (self.walker.graph, &self.walker.state);
                walk::suspects(
                    &mut paper,
                    &Suspects::new(graph, state),
                    NextCheck::best(graph, state).as_ref(),
                );
            }
            Word::Request(text) => return self.request(&text).map(Some),
            Word::Report(text) => return self.write_report(&text).map(Some),
            Word::Undo => return self.turn(Action::Undo).map(Some),
            Word::Redo => return self.turn(Action::Redo).map(Some),
            Word::Note(text) => return self.note(text).map(Some),
            Word::Set(text) => return self.set(&text).map(Some),
            _ => return Ok(None),
        }
        paper.blank();
        self.write(paper)?;
        Ok(Some(Next::Ask))
    }

    fn note(&mut self, text: String) -> Said {
        let text = if text.is_empty() {
            match self.ask_text("Note: ")? {
                Ok(Some(text)) => text,
                Ok(None) => return Ok(Next::Ask),
                Err(leaving) => return Ok(Next::Leave(leaving)),
            }
        } else {
            text
        };
        self.act(Action::Note(text))?;
        self.say("Noted.")?;
        Ok(Next::Ask)
    }

    fn set(&mut self, text: &str) -> Said {
        let Some((name, value)) = text.split_once('=') else {
            self.say("Write it as `set NAME=VALUE`; `facts` lists the names.")?;
            return Ok(Next::Ask);
        };
        self.act(Action::Input { fact: name.trim().into(), text: value.trim().to_owned() })
    }

    /// Asks for one line; none where it is empty. An inner error is why the dialogue ends.
    fn ask_text(&mut self, prompt: &str) -> Result<Result<Option<String>, Leaving>, Failure> {
        Ok(match self.keyboard.read(prompt, self.screen)? {
            Typed::Line(text) | Typed::Paste(text) => {
                Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
            }
            Typed::End => Err(Leaving::InputEnded),
            Typed::Interrupted => Err(Leaving::Interrupted),
        })
    }

    /// A paste is evidence; the end of the input and Ctrl-C end the dialogue.
    fn not_a_line(&mut self, typed: Typed) -> Said {
        match typed {
            Typed::Paste(text) | Typed::Line(text) => self.receive(&text),
            Typed::End => Ok(Next::Leave(Leaving::InputEnded)),
            Typed::Interrupted => Ok(Next::Leave(Leaving::Interrupted)),
        }
    }
}

/// An empty page as wide as the terminal.
fn paper() -> Paper {
    Paper::new(width())
}
