//! The dialogue at a question: an answer, or output that is judged and confirmed.
//!
//! Invariant: output never answers by itself; a person confirms what it proposes, or says why not.
//! Deliberately absent: judging (floor 2, `evidence`).

use crate::cli::Failure;
use crate::cli::run::talk::{Next, Said, Talk, paper, way};
use crate::cli::run::typed::Word;
use crate::evidence::Verdict;
use crate::session::{Action, Answer, CheckPrompt, Offer, Proposal, compare};
use crate::terminal::keyboard::Typed;
use crate::terminal::walk;
use crate::world::clock;

impl Talk<'_, '_> {
    pub(super) fn ask_check(&mut self, check: &CheckPrompt) -> Said {
        let proposed = self.walker.pending.as_ref().and_then(|pending| match &pending.verdict {
            Verdict::Proposed(outcome) => Some(outcome.clone()),
            _ => None,
        });
        let prompt = match (&proposed, check.commands.is_empty()) {
            (Some(_), _) => "Is that right? Enter = yes, or another answer: ".to_owned(),
            (None, true) => format!("Answer [{}, ? = help]: ", keys(check)),
            (None, false) => format!("Answer or paste [{}, ? = help]: ", keys(check)),
        };
        let line = match self.keyboard.read(&prompt, self.screen)? {
            Typed::Line(line) => line,
            other => return self.not_a_line(other, Some(check)),
        };
        if let Some(answer) = named_answer(check, &line) {
            return self.answer(check, answer);
        }
        match (Word::read(&line), proposed) {
            (Word::Empty | Word::Yes, Some(outcome)) => self.answer(check, Answer::Outcome(outcome)),
            (Word::No, Some(_)) => {
                self.keep_pending()?;
                self.say("Then choose the answer yourself, or paste other output.")?;
                Ok(Next::Ask)
            }
            (Word::Number(number), _) => {
                match number.checked_sub(1).and_then(|index| check.choices.get(index)) {
                    Some(choice) => self.answer(check, Answer::Outcome(choice.outcome.clone())),
                    None => self.puzzled(&line, check),
                }
            }
            (Word::NoneOfThese, _) => self.answer(check, Answer::None),
            (Word::Unsure, _) => self.cannot_answer(),
            (Word::Paste, _) => self.read_paste(check),
            (Word::Why, _) => {
                let mut paper = paper();
                if let Some(report) = self.report() {
                    walk::why_check(&mut paper, check, &report);
                }
                self.write(paper)?;
                Ok(Next::Ask)
            }
            (Word::Other(text), _) if !check.commands.is_empty() && self.settles(&text) => {
                self.judge(check, &text)
            }
            (word, _) => match self.common(word)? {
                Some(next) => Ok(next),
                None => self.puzzled(&line, check),
            },
        }
    }

    /// Says what was typed and what is possible.
    fn puzzled(&mut self, line: &str, check: &CheckPrompt) -> Said {
        let typed = crate::prose::visible_line(line.trim());
        let outcomes = check.choices.iter().map(|choice| choice.outcome.as_str());
        let said = match (typed.is_empty(), Word::near(&typed, outcomes)) {
            (true, _) => format!("Nothing was typed. Possible: {}; ? lists the rest.", keys(check)),
            (false, Some(meant)) => format!("`{typed}` is no answer here. Did you mean {meant}?"),
            (false, None) => {
                format!("`{typed}` is no answer here. Possible: {}; ? lists the rest.", keys(check))
            }
        };
        self.say(&said)?;
        Ok(Next::Ask)
    }

    fn settles(&self, text: &str) -> bool {
        let proposal = Proposal::new(self.walker.graph, &self.walker.state, clock::moment(), "paste", text);
        proposal.is_some_and(|proposal| matches!(proposal.verdict, Verdict::Proposed(_)))
    }

    pub(super) fn answer(&mut self, check: &CheckPrompt, answer: Answer) -> Said {
        if let Some(next) = self.too_early(check)? {
            return Ok(next);
        }
        let leads = match answer {
            Answer::None => check.none == Offer::Offered,
            Answer::Unsure => check.unsure == Offer::Offered,
            Answer::Outcome(_) => true,
        };
        if !leads {
            self.say("This runbook knows no way on from that answer. Choose another one, or quit with q.")?;
            return Ok(Next::Ask);
        }
        let action = match self.walker.pending.clone() {
            Some(proposal) => {
                let reason = if proposal.speaks_against(&answer) {
                    match self
                        .ask_text("That goes against the output. Why? (for the report; Enter skips): ")?
                    {
                        Ok(reason) => reason,
                        Err(leaving) => return Ok(Next::Leave(leaving)),
                    }
                } else {
                    None
                };
                Action::Judge { proposal: Box::new(proposal), answer, reason }
            }
            None => Action::Answer(answer),
        };
        self.act(action)
    }

    /// Records evidence that a person did not follow.
    fn keep_pending(&mut self) -> Result<(), Failure> {
        if let Some(proposal) = self.walker.pending.take()
            && let Err(refused) = self.walker.act(Action::Keep(Box::new(proposal)))
        {
            self.say(&format!("The output was not kept: {refused}."))?;
        }
        Ok(())
    }

    fn read_paste(&mut self, check: &CheckPrompt) -> Said {
        self.say("Paste the output. End with a line that holds only a dot (.).")?;
        match self.keyboard.read_block(self.screen)? {
            Typed::Line(text) | Typed::Paste(text) => self.judge(check, &text),
            other => self.not_a_line(other, None),
        }
    }

    pub(super) fn judge(&mut self, check: &CheckPrompt, text: &str) -> Said {
        if text.len() > crate::evidence::MAX_BYTES {
            self.say("That is more than 5 MiB. Paste only the output of the command that was asked for.")?;
            return Ok(Next::Ask);
        }
        self.keep_pending()?;
        let proposal = Proposal::new(self.walker.graph, &self.walker.state, clock::moment(), "paste", text);
        let Some(proposal) = proposal else { return Ok(Next::Show) };
        let mut paper = paper();
        if proposal.outcomes.is_empty() {
            paper.say("This question cannot be settled by output; choose an answer. The output is kept for the report.");
        } else {
            walk::proposal(&mut paper, &proposal, check);
            let changes = compare(self.walker.graph, &self.walker.state, &self.walker.events, &proposal);
            walk::changes(&mut paper, &changes, &way::time);
        }
        paper.blank();
        self.write(paper)?;
        self.walker.pending = Some(proposal);
        Ok(Next::Ask)
    }
}

/// The answer whose name was typed.
fn named_answer(check: &CheckPrompt, line: &str) -> Option<Answer> {
    let typed = line.trim();
    let choice = check.choices.iter().find(|choice| choice.outcome.as_str().eq_ignore_ascii_case(typed))?;
    Some(Answer::Outcome(choice.outcome.clone()))
}

/// What may be typed to answer, briefly: `1-3, 0, u`.
fn keys(check: &CheckPrompt) -> String {
    let numbers = match check.choices.len() {
        0 => None,
        1 => Some("1".to_owned()),
        count => Some(format!("1-{count}")),
    };
    let none = (check.none == Offer::Offered).then(|| "0".to_owned());
    let unsure = (check.unsure == Offer::Offered).then(|| "u".to_owned());
    let keys: Vec<String> = numbers.into_iter().chain(none).chain(unsure).collect();
    keys.join(", ")
}
