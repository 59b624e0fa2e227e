//! The dialogue at a question: an answer, or output that is judged and confirmed.
//!
//! Invariant: output never answers by itself; a person confirms what it proposes, or says why not.
//! Deliberately absent: judging (floor 2, `evidence`).

use crate::cli::Failure;
use crate::cli::run::talk::{Leaving, Next, Said, Talk, paper};
use crate::cli::run::typed::Word;
use crate::evidence::Verdict;
use crate::session::{Action, Answer, CheckPrompt, Offer, Proposal};
use crate::terminal::keyboard::Typed;
use crate::terminal::walk;
use crate::world::clock;

impl Talk<'_, '_> {
    pub(super) fn ask_check(&mut self, check: &CheckPrompt) -> Said {
        let proposed = self.walker.pending.first().and_then(|pending| match &pending.verdict {
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
            other => return self.not_a_line(other),
        };
        if let Some(answer) = named_answer(check, &line) {
            return self.answer(check, answer);
        }
        match (Word::read(&line), proposed) {
            (Word::Empty | Word::Yes, Some(outcome)) => self.answer(check, Answer::Outcome(outcome)),
            (Word::No, Some(_)) => self.refuse_output(),
            (Word::Number(number), _) => {
                match number.checked_sub(1).and_then(|index| check.choices.get(index)) {
                    Some(choice) => self.answer(check, Answer::Outcome(choice.outcome.clone())),
                    None => self.puzzled(&line, check),
                }
            }
            (Word::NoneOfThese, _) => self.answer(check, Answer::None),
            (Word::Unsure, _) => self.cannot_answer(),
            (Word::Paste, _) => self.read_paste(),
            (Word::Run, _) => self.execute(check),
            (Word::Why, _) => {
                let mut paper = paper();
                if let Some(report) = self.report() {
                    walk::why_check(&mut paper, check, &report);
                }
                if let Some(pending) = self.walker.pending.first() {
                    walk::reasons_of_all(&mut paper, pending, check);
                    paper.blank();
                }
                self.write(paper)?;
                Ok(Next::Ask)
            }
            (Word::Other(text), _) if !check.commands.is_empty() && self.settles(&text) => {
                self.receive(&text)
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
        let action = match self.walker.pending.first().cloned() {
            Some(proposal) => match self.reason_against(&proposal, &answer)? {
                Ok(reason) => Action::Judge { proposal: Box::new(proposal), answer, reason },
                Err(leaving) => return Ok(Next::Leave(leaving)),
            },
            None => Action::Answer(answer),
        };
        self.act(action)
    }

    /// Asks why, where an answer goes against the output. An inner error is why the dialogue ends.
    pub(super) fn reason_against(
        &mut self,
        proposal: &Proposal,
        answer: &Answer,
    ) -> Result<Result<Option<String>, Leaving>, Failure> {
        if !proposal.speaks_against(answer) {
            return Ok(Ok(None));
        }
        self.ask_text("That goes against the output. Why? (for the report; Enter skips): ")
    }

    fn read_paste(&mut self) -> Said {
        self.say("Paste the output. End with a line that holds only a dot (.).")?;
        match self.keyboard.read_block(self.screen)? {
            Typed::Line(text) | Typed::Paste(text) => self.receive(&text),
            other => self.not_a_line(other),
        }
    }
}

/// The answer whose name was typed.
pub(super) fn named_answer(check: &CheckPrompt, line: &str) -> Option<Answer> {
    let typed = line.trim();
    let choice = check.choices.iter().find(|choice| choice.outcome.as_str().eq_ignore_ascii_case(typed))?;
    Some(Answer::Outcome(choice.outcome.clone()))
}

/// What may be typed to answer, briefly: `1-3, 0, u`.
fn keys(check: &CheckPrompt) -> String {
    let numbers = Some(numbers(check.choices.len())).filter(|numbers| !numbers.is_empty());
    let none = (check.none == Offer::Offered).then(|| "0".to_owned());
    let unsure = (check.unsure == Offer::Offered).then(|| "u".to_owned());
    let keys: Vec<String> = numbers.into_iter().chain(none).chain(unsure).collect();
    keys.join(", ")
}

/// The numbers of so many choices: `1-3`; nothing where there is none.
pub(super) fn numbers(choices: usize) -> String {
    match choices {
        0 => String::new(),
        1 => "1".to_owned(),
        count => format!("1-{count}"),
    }
}
