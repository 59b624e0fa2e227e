//! Hints, in steps: where to look, what decides, the answer.
//!
//! Invariant: each step says more than the one before; the last one says it all.
//! Deliberately absent: what they cost (`fault`).

use crate::drill::fault::{Fault, FaultKind};
use crate::drill::moves::{Entry, Feedback, Remark, RemarkKind};
use crate::drill::practice::Practice;
use crate::drill::said::{answer_title, decided_by};
use crate::graph::Content;
use crate::model::{Matcher, MatcherKind, NodeKey};
use crate::session::{Answer, CheckPrompt, FixPrompt, Prompt, Took, Undo};

/// Steps of hints at one node.
const STEPS: usize = 3;

impl Practice<'_> {
    pub(super) fn hint(&mut self, mut entry: Entry) -> Entry {
        if matches!(self.prompt, Prompt::Check(_)) && self.served().is_none() && self.wait_minutes().is_none()
        {
            // Whoever has not looked needs no help yet, and pays for none.
            entry.remarks.push(Remark::new(RemarkKind::Hint, "Look before you decide: `look`."));
            return entry;
        }
        let spot = self.spot();
        let given = self.hints.get(&spot).copied().unwrap_or_default();
        let step = given.min(STEPS - 1);
        let text = match &self.prompt {
            Prompt::Check(check) => self.hint_at_check(check, step),
            Prompt::Fix(fix) => self.hint_at_fix(fix, step),
            _ => "There is nothing to decide here.".to_owned(),
        };
        if given < STEPS {
            let title = self.graph().node(&spot.0).map(|node| node.title().to_owned()).unwrap_or_default();
            entry.faults.push(Fault { kind: FaultKind::Hinted, text: format!("At “{title}”: {text}") });
        }
        self.hints.insert(spot, given + 1);
        entry.remarks.push(Remark::new(RemarkKind::Hint, text));
        entry
    }

    fn hint_at_check(&self, check: &CheckPrompt, step: usize) -> String {
        if let Some(aside) = self.aside(step) {
            return aside;
        }
        if let Some(minutes) = self.wait_minutes() {
            return format!("Let {} pass first: `wait`.", crate::prose::count(minutes as usize, "minute"));
        }
        let served = self.evidence(check);
        let because = decided_by(&served);
        match (step, because.is_empty()) {
            (0, _) => match self.properties(check, &served.answer).as_slice() {
                [] => "Read what it says, and find the answer that says the same.".to_owned(),
                names => format!("What decides is {}.", crate::prose::and(names)),
            },
            (1, false) => format!("What decides stands here: {}.", because.join("; ")),
            _ => format!("The answer is: {}.", answer_title(check, &served.answer)),
        }
    }

    /// Where the walk has left the way of the case: what leads back to it.
    fn aside(&self, step: usize) -> Option<String> {
        let here = self.walk.state().node()?;
        let best = self.case.best();
        if step > 0 || best.iter().any(|taken| taken.node == *here) {
            return None;
        }
        if self.settings.feedback == Feedback::AtEnd
            && let Some(wrong) = self.wrong_turn()
        {
            let title = self.graph().node(&wrong).map(|node| node.title().to_owned())?;
            return Some(format!("Look again at what you decided at “{title}”: `go {wrong}`."));
        }
        // Who went on elsewhere has not decided.
        let decided = self.walk.state().path.iter().filter(|visit| !matches!(visit.took, Took::Jumped(_)));
        let passed = |node: &NodeKey| decided.clone().any(|visit| visit.node == *node);
        let next = best.iter().find(|taken| !passed(&taken.node))?;
        Some(format!("This does not bear on the case. “{}” does: `go {}`.", next.title, next.node))
    }

    /// The first decision on the path that was wrong.
    fn wrong_turn(&self) -> Option<NodeKey> {
        let misread = |entry: &&Entry| entry.faults.iter().any(|fault| fault.kind == FaultKind::Misread);
        let path = &self.walk.state().path;
        let still = |entry: &&Entry| {
            path.iter().any(|visit| visit.node == entry.node && matches!(visit.took, Took::Answered { .. }))
        };
        self.entries.iter().filter(misread).find(still).map(|entry| entry.node.clone())
    }

    /// The properties that the outcome tests.
    fn properties(&self, check: &CheckPrompt, answer: &Answer) -> Vec<String> {
        let Answer::Outcome(outcome) = answer else { return Vec::new() };
        let Some(Content::Check(content)) = self.graph().node(&check.node).map(|node| &node.content) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        let when = content.outcomes.get(outcome.as_str()).and_then(|outcome| outcome.when.as_ref());
        for test in when.into_iter().flat_map(Matcher::leaves) {
            if let MatcherKind::Property { property, .. } = &test.kind {
                let name = crate::prose::quoted(&property.value);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    fn hint_at_fix(&self, fix: &FixPrompt, step: usize) -> String {
        if let Some(unmet) = fix.unmet.first() {
            return format!("It is withheld, because {}.", unmet.sentence());
        }
        if self.case.lab.tries(&fix.node, self.stage).is_none() {
            return match (step, self.case.lab.proof(self.stage)) {
                (0, _) => "What in the evidence calls for this change?".to_owned(),
                (_, Some(proof)) => format!("Nothing calls for it. Go on at `{proof}`: `go {proof}`."),
                (_, None) => "Nothing calls for it. Go back: `back`.".to_owned(),
            };
        }
        if !self.knows_undo() && fix.undo != Undo::Unsaid {
            return "Before a change, know the way back: `undo` shows it.".to_owned();
        }
        "It is called for, and you know the way back: `do`.".to_owned()
    }
}
