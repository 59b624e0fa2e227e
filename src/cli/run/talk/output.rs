//! The dialogue about output that came in: what it says here, and to the questions behind.
//!
//! Invariant: whatever it says is shown with its lines and taken with a person's word; what is not taken is kept.
//! Deliberately absent: which check a text belongs to (floor 5, `session`), and replies to parked questions (`reply`).

use crate::cli::Failure;
use crate::cli::run::talk::{Next, Said, Talk, paper, way};
use crate::cli::run::typed::Word;
use crate::graph::Node;
use crate::session::{CheckPrompt, Here, Position, Proposal, Received, compare};
use crate::terminal::keyboard::Typed;
use crate::terminal::walk;

impl Talk<'_, '_> {
    /// Takes in a text that was pasted or typed here, and says what it is good for.
    pub(super) fn receive(&mut self, text: &str) -> Said {
        if text.len() > crate::evidence::MAX_BYTES {
            self.say("That is more than 5 MiB. Paste only the output of the commands that were asked for.")?;
            return Ok(Next::Ask);
        }
        self.walker.let_go();
        let received = self.walker.receive("paste", text);
        let mut paper = paper();
        paper.blank();
        walk::received(&mut paper, &received);
        match &received.here {
            Here::Judged(..) if self.walker.pending.len() > 1 => self.write_row(&mut paper),
            Here::Judged(proposal, _) => self.write_judged(&mut paper, proposal),
            Here::NotMeant(_) => {}
            Here::Nobody => self.write_nobody(&mut paper, &received),
        }
        if self.walker.pending.len() < 2 {
            walk::kept_for_later(&mut paper, &received.others);
        }
        paper.blank();
        self.write(paper)?;
        Ok(Next::Ask)
    }

    /// Shows how the output of the waiting check's own commands was judged, and keeps it for a person's word.
    pub(super) fn propose(&mut self, proposal: Proposal) -> Said {
        self.walker.let_go();
        let mut paper = paper();
        self.write_judged(&mut paper, &proposal);
        paper.blank();
        self.write(paper)?;
        self.walker.pending = vec![proposal];
        Ok(Next::Ask)
    }

    /// The waiting check, also where a value is asked for first.
    fn waiting_check(&self) -> Option<CheckPrompt> {
        let Position::Waiting { node, visit } = &self.walker.state.position else { return None };
        self.walker.state.check_prompt(self.walker.graph, node, *visit)
    }

    fn write_judged(&self, paper: &mut crate::terminal::Paper, proposal: &Proposal) {
        let Some(check) = self.waiting_check() else { return };
        if proposal.outcomes.is_empty() {
            paper.say("This question cannot be settled by output; choose an answer. The output is kept for the report.");
            return;
        }
        walk::proposal(paper, proposal, &check);
        let changes = compare(self.walker.graph, &self.walker.state, &self.walker.events, proposal);
        walk::changes(paper, &changes, &way::time);
    }

    fn write_row(&self, paper: &mut crate::terminal::Paper) {
        let title = |proposal: &Proposal| {
            self.walker.graph.node(&proposal.node).map(Node::title).unwrap_or_default().to_owned()
        };
        let row: Vec<(String, &Proposal)> =
            self.walker.pending.iter().map(|proposal| (title(proposal), proposal)).collect();
        walk::row(paper, &row);
        if let Some(first) = self.walker.pending.first() {
            let changes = compare(self.walker.graph, &self.walker.state, &self.walker.events, first);
            walk::changes(paper, &changes, &way::time);
        }
    }

    fn write_nobody(&self, paper: &mut crate::terminal::Paper, received: &Received) {
        if received.replies.is_empty() {
            paper.say(match self.walker.state.position {
                Position::Waiting { .. } => {
                    "Output is read at questions, not here. If it shows what the fix did: say first how it went, \
                     then paste it again."
                }
                _ => "No question waits for output any more. b goes back to the last one.",
            });
        }
    }

    /// Shows answers in a row that wait for a word.
    pub(super) fn show_row(&mut self) -> Result<(), Failure> {
        let mut paper = paper();
        paper.blank();
        self.write_row(&mut paper);
        paper.blank();
        self.write(paper)
    }

    /// Asks whether the answers in a row are taken.
    pub(super) fn ask_row(&mut self) -> Said {
        let count = self.walker.pending.len();
        let some = if count == 2 {
            "1 = only the first".to_owned()
        } else {
            format!("1-{} = only so many", count - 1)
        };
        let all = if count == 2 { "both".to_owned() } else { format!("all {count}") };
        let prompt = format!("Take {all}? Enter = yes, {some}, s = one by one, n = no: ");
        let line = match self.keyboard.read(&prompt, self.screen)? {
            Typed::Line(line) => line,
            other => return self.not_a_line(other),
        };
        match line.trim().to_lowercase().as_str() {
            "s" | "one by one" => {
                self.walker.go_single();
                return Ok(Next::Show);
            }
            "n" | "none" | "0" => return self.refuse_output(),
            _ => {}
        }
        match Word::read(&line) {
            Word::Empty | Word::Yes => self.take(count),
            Word::Number(number) if (1..=count).contains(&number) => self.take(number),
            Word::No => self.refuse_output(),
            Word::Why => {
                let mut paper = paper();
                for proposal in &self.walker.pending {
                    let (node, visit) = (&proposal.node, proposal.visit);
                    let Some(check) = self.walker.state.check_prompt(self.walker.graph, node, visit) else {
                        continue;
                    };
                    paper.blank();
                    paper.heading(&check.title);
                    walk::proposal(&mut paper, proposal, &check);
                }
                paper.blank();
                self.write(paper)?;
                Ok(Next::Ask)
            }
            word => {
                if let Some(next) = self.common(word)? {
                    return Ok(next);
                }
                self.say(&format!(
                    "Type Enter to take {all}, a number to take the first ones, s to go one by one, or n. \
                     `why` shows the reasons; ? lists the rest."
                ))?;
                Ok(Next::Ask)
            }
        }
    }

    fn take(&mut self, count: usize) -> Said {
        if let Some(check) = self.waiting_check()
            && let Some(next) = self.too_early(&check)?
        {
            return Ok(next);
        }
        let all = self.walker.pending.len();
        match self.walker.take(count) {
            Ok(()) => {
                if count < all {
                    self.walker.go_single();
                }
                Ok(Next::Show)
            }
            Err(refused) => {
                self.say(&format!("That cannot be done here: {refused}."))?;
                Ok(Next::Show)
            }
        }
    }

    /// The person does not follow the output.
    pub(super) fn refuse_output(&mut self) -> Said {
        let in_a_row = self.walker.pending.len() > 1;
        self.walker.let_go();
        self.say("Then choose the answer yourself, or paste other output.")?;
        Ok(if in_a_row { Next::Show } else { Next::Ask })
    }
}
