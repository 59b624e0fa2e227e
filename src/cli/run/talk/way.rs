//! The dialogue where no answer can be given: which way on, and the request to somebody who can.
//!
//! Invariant: Enter alone changes nothing. A request that was written to a file says where it is.
//! Deliberately absent: which ways there are, and the request itself (floor 5, `session`).

use crate::cli::Failure;
use crate::cli::run::talk::{Leaving, Next, Said, Talk, paper};
use crate::cli::run::typed::Word;
use crate::session::{Action, Answer, CheckPrompt, Extent, Form, Prompt, Request, Wait, Way};
use crate::terminal::keyboard::Typed;
use crate::terminal::walk;
use crate::world::{clock, file};
use std::path::Path;

impl Talk<'_, '_> {
    /// What now, with a question that cannot be run or answered?
    pub(super) fn cannot_answer(&mut self) -> Said {
        self.choose_way("You cannot run this, or cannot tell. What now? (Enter = back to the question)")
    }

    /// Records that a fix was not done, and asks what now.
    pub(super) fn not_done(&mut self) -> Said {
        match self.ask_text("Why not? (for the report; Enter skips): ")? {
            Ok(reason) => {
                self.act(Action::NotDone { reason })?;
                self.choose_way("Noted: not done. What now? (Enter = back to the fix)")
            }
            Err(leaving) => Ok(Next::Leave(leaving)),
        }
    }

    fn choose_way(&mut self, lead: &str) -> Said {
        let ways = self.walker.state.ways(self.walker.graph);
        let mut paper = paper();
        walk::ways(&mut paper, lead, &ways);
        paper.blank();
        self.write(paper)?;
        loop {
            let line = match self.keyboard.read(&format!("Which way [1-{}]: ", ways.len()), self.screen)? {
                Typed::Line(line) => line,
                other => return self.not_a_line(other),
            };
            let way = match Word::read(&line) {
                Word::Empty => return Ok(Next::Show),
                Word::Number(number) => number.checked_sub(1).and_then(|index| ways.get(index)),
                word => match self.common(word)? {
                    Some(Next::Ask) => continue,
                    Some(next) => return Ok(next),
                    None => None,
                },
            };
            match way {
                Some(way) => return self.go(way.clone()),
                None => {
                    self.say(&format!("Type a number from 1 to {}, or Enter to stay here.", ways.len()))?;
                }
            }
        }
    }

    fn go(&mut self, way: Way) -> Said {
        match way {
            Way::Unsure(_) => match self.walker.prompt() {
                Prompt::Check(check) => self.answer(&check, Answer::Unsure),
                _ => self.act(Action::Answer(Answer::Unsure)),
            },
            Way::Park => {
                self.request("")?;
                self.choose_way("The question is parked. What now? (Enter = stay at it)")
            }
            Way::Jump(goal) => self.turn(Action::Jump { to: goal.node, reason: None }),
            Way::Back => match self.walker.state.path.iter().rposition(|visit| visit.event.is_some()) {
                Some(index) => self.turn(Action::BackTo { index }),
                None => self.turn(Action::Back),
            },
            Way::Leave => {
                let reason = self.walker.state.not_done.clone().flatten();
                self.act(Action::Park { reason })?;
                Ok(Next::Leave(Leaving::Parked))
            }
        }
    }

    /// Writes the request for all parked questions, to the screen or to a file; parks the waiting question first.
    /// `text` is what stood behind the word: `all`, a file, or both.
    pub(super) fn request(&mut self, text: &str) -> Said {
        let (extent, name) = match text.split_once(char::is_whitespace).unwrap_or((text, "")) {
            ("all", name) => (Extent::WithNext, name.trim()),
            _ => (Extent::Parked, text),
        };
        if let Prompt::Check(check) = self.walker.prompt()
            && check.parked.is_none()
            && let Err(refused) = self.walker.act(Action::ParkCheck { reason: None })
        {
            self.say(&format!("{refused}."))?;
        }
        let Some(request) = Request::new(self.walker.graph, &self.walker.state, extent) else {
            self.say("No question is parked. At a question, `request` parks it and writes the request.")?;
            return Ok(Next::Ask);
        };
        if name.is_empty() {
            let mut paper = paper();
            paper.blank();
            paper.line("---- Request ----");
            for line in request.write(Form::Text).lines() {
                paper.line(line);
            }
            paper.line("-----------------");
            paper.blank();
            self.write(paper)?;
            self.say("`request FILE` writes it to a file (Markdown where the name ends in .md); `request all` adds what may be asked next. Paste the reply here when it comes.")?;
        } else {
            self.write_request(&request, name)?;
        }
        Ok(Next::Ask)
    }

    fn write_request(&mut self, request: &Request, name: &str) -> Result<(), Failure> {
        let is_markdown =
            Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
        let form = if is_markdown { Form::Markdown } else { Form::Text };
        let shown = crate::prose::visible_line(name);
        if Path::new(name).exists() {
            return self
                .say(&format!("`{shown}` is there already, and was left alone. Choose another name."));
        }
        match file::write(Path::new(name), request.write(form).as_bytes()) {
            Ok(()) => self.say(&format!("The request is in `{shown}`. Paste the reply here when it comes.")),
            Err(error) => self.say(&format!("`{shown}` could not be written: {error}.")),
        }
    }

    /// Before the wait for a fix is over, asks whether to answer all the same. None where the answer may go ahead.
    pub(super) fn too_early(&mut self, check: &CheckPrompt) -> Result<Option<Next>, Failure> {
        let now = clock::moment();
        let Some(wait) = check.must_wait(now).copied() else { return Ok(None) };
        let mut paper = paper();
        paper.blank();
        paper.say(&early(&wait, now));
        paper.choice("1", "Answer all the same; the report will say so");
        paper.choice("2", "Put the session aside until then");
        paper.blank();
        self.write(paper)?;
        match self.ask_text("Enter = wait [1-2]: ")? {
            Ok(Some(typed)) if typed == "1" => {
                if let Err(refused) = self.walker.act(Action::SkipWait) {
                    self.say(&format!("{refused}."))?;
                }
                Ok(None)
            }
            Ok(Some(typed)) if typed == "2" => {
                let reason = Some(format!("waits until {}", time(wait.until)));
                self.act(Action::Park { reason })?;
                Ok(Some(Next::Leave(Leaving::Parked)))
            }
            Ok(_) => {
                self.say(&format!("Then come back at {}: answer or paste again.", time(wait.until)))?;
                Ok(Some(Next::Ask))
            }
            Err(leaving) => Ok(Some(Next::Leave(leaving))),
        }
    }
}

fn early(wait: &Wait, now: jiff::Timestamp) -> String {
    let minutes = wait.until.duration_since(now).as_secs().max(0) / 60 + 1;
    let left = crate::prose::count(usize::try_from(minutes).unwrap_or_default(), "minute");
    format!("It is {}. Do not judge before {}: {left} to go.", time(now), time(wait.until))
}

/// `14:20`, or with the date where that is another day than today.
pub(super) fn time(moment: jiff::Timestamp) -> String {
    let local = clock::local(moment);
    let clock = format!("{:02}:{:02}", local.hour(), local.minute());
    if local.date() == clock::today() { clock } else { format!("{} {clock}", local.date()) }
}
