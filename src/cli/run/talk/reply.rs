//! The dialogue about a reply to a parked question.
//!
//! Invariant: a reply is taken with a person's word; otherwise it is kept, and the question stays parked.
//! Deliberately absent: which question a text replies to (floor 5, `session`).

use crate::cli::run::talk::question::{named_answer, numbers};
use crate::cli::run::talk::{Leaving, Next, Said, Talk, paper};
use crate::cli::run::typed::Word;
use crate::evidence::Verdict;
use crate::prose::count;
use crate::session::{Action, Answer, CheckPrompt, Offer, Proposal};
use crate::terminal::keyboard::Typed;
use crate::terminal::walk;

/// What a person says about a reply.
enum ReplyWord {
    Take(Answer),
    LeaveParked,
    Why,
    Quit,
    Other,
}

impl Talk<'_, '_> {
    /// Shows what a reply says to a parked check, and asks for a word.
    pub(super) fn ask_reply(&mut self) -> Said {
        let Some(reply) = self.walker.replies.front().cloned() else { return Ok(Next::Ask) };
        let Some(check) = self.parked(&reply) else {
            self.walker.replies.pop_front();
            return Ok(Next::Ask);
        };
        let proposed = match &reply.verdict {
            Verdict::Proposed(outcome) => Some(Answer::Outcome(outcome.clone())),
            _ => None,
        };
        let mut paper = paper();
        paper.blank();
        paper.heading(&format!("A reply to the parked question: {}", check.title));
        walk::proposal(&mut paper, &reply, &check);
        if proposed.is_none() {
            paper.blank();
            walk::answers(&mut paper, &check);
        }
        paper.blank();
        self.write(paper)?;
        let prompt = prompt(&check, proposed.as_ref());
        loop {
            let line = match self.keyboard.read(&prompt, self.screen)? {
                Typed::Line(line) => line,
                Typed::Paste(_) => {
                    self.say("Answer this first, then paste again.")?;
                    continue;
                }
                Typed::End => return Ok(Next::Leave(Leaving::InputEnded)),
                Typed::Interrupted => return Ok(Next::Leave(Leaving::Interrupted)),
            };
            match meant(&check, &line, proposed.as_ref()) {
                ReplyWord::Take(answer) => return self.take_reply(reply, answer),
                ReplyWord::LeaveParked => return self.leave_parked(reply),
                ReplyWord::Quit => return Ok(Next::Leave(Leaving::Quit)),
                ReplyWord::Why => {
                    let mut paper = crate::cli::run::talk::paper();
                    walk::reasons_of_all(&mut paper, &reply, &check);
                    paper.blank();
                    self.write(paper)?;
                }
                ReplyWord::Other => self.say(
                    "Type Enter, the number of an answer, or n. `why` shows what the reply says to each answer.",
                )?,
            }
        }
    }

    /// The check that a reply is for, while it is parked.
    fn parked(&self, reply: &Proposal) -> Option<CheckPrompt> {
        let state = &self.walker.state;
        state.parked_check(&reply.node, reply.visit)?;
        state.check_prompt(self.walker.graph, &reply.node, reply.visit)
    }

    fn take_reply(&mut self, reply: Proposal, answer: Answer) -> Said {
        let reason = match self.reason_against(&reply, &answer)? {
            Ok(reason) => reason,
            Err(leaving) => return Ok(Next::Leave(leaving)),
        };
        self.walker.replies.pop_front();
        let kept = self.walker.state.kept.len();
        let said = self.act(Action::Judge { proposal: Box::new(reply), answer, reason })?;
        let now_kept = self.walker.state.kept.len().saturating_sub(kept);
        if now_kept > 0 {
            self.say(&format!(
                "The walk goes on from that question. {} made since {} off the path now; `path` shows what is kept.",
                count(now_kept, "decision"),
                if now_kept == 1 { "lies" } else { "lie" }
            ))?;
        }
        Ok(said)
    }

    fn leave_parked(&mut self, reply: Proposal) -> Said {
        self.walker.replies.pop_front();
        let Proposal { node, from, text, lacking, .. } = reply;
        self.act(Action::Keep { node, from, text, lacking })
    }
}

fn prompt(check: &CheckPrompt, proposed: Option<&Answer>) -> String {
    let none = if check.none == Offer::Offered { ", 0" } else { "" };
    let keys = format!("{}{none}", numbers(check.choices.len()));
    match proposed {
        Some(_) => format!("Is that right? Enter = yes, {keys} = another answer, n = leave it parked: "),
        None => format!("{keys} = the answer, why = the reasons, Enter = leave it parked: "),
    }
}

fn meant(check: &CheckPrompt, line: &str, proposed: Option<&Answer>) -> ReplyWord {
    if let Some(answer) = named_answer(check, line) {
        return ReplyWord::Take(answer);
    }
    if line.trim().eq_ignore_ascii_case("n") {
        return ReplyWord::LeaveParked;
    }
    match (Word::read(line), proposed) {
        (Word::Empty | Word::Yes, Some(answer)) => ReplyWord::Take(answer.clone()),
        (Word::Empty | Word::Yes | Word::No, _) => ReplyWord::LeaveParked,
        (Word::Quit, _) => ReplyWord::Quit,
        (Word::Why, _) => ReplyWord::Why,
        (Word::NoneOfThese, _) if check.none == Offer::Offered => ReplyWord::Take(Answer::None),
        (Word::Number(number), _) => {
            let choice = number.checked_sub(1).and_then(|index| check.choices.get(index));
            choice.map_or(ReplyWord::Other, |choice| ReplyWord::Take(Answer::Outcome(choice.outcome.clone())))
        }
        _ => ReplyWord::Other,
    }
}
