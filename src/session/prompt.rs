//! What a person must be shown now, as data.
//!
//! Invariant: a prompt holds everything a user interface needs; none looks into the graph itself.
//! Texts are as the author wrote them (Markdown where the format says so) and still untrusted: whoever shows them
//! makes them visible first. The commands of a fix whose requirements do not hold are not in it.
//! Deliberately absent: making one (`present`), layout, colour, key bindings.

use crate::model::{Duration, EndResult, FactName, InputType, NodeKey, OutcomeId, PlaceId, Risk};
use crate::session::before::Before;
use crate::session::event::{Answer, FixResult};
use crate::session::state::ParkedCheck;
use serde::Serialize;

/// What is asked or said now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prompt {
    /// The session has not begun.
    NotStarted,
    /// A value that the waiting node needs.
    Input(InputPrompt),
    /// A question.
    Check(CheckPrompt),
    /// A change.
    Fix(FixPrompt),
    /// The walk is over.
    End(EndPrompt),
    /// The knowledge base gives no way on.
    Stuck(StuckPrompt),
}

/// Asks for a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputPrompt {
    /// The node that needs it.
    pub node: NodeKey,
    /// That node's title.
    pub needed_for: String,
    /// The fact.
    pub fact: FactName,
    /// What to ask for, as a noun phrase.
    pub ask: String,
    /// What kind of value it is.
    pub kind: InputType,
    /// A value as an example.
    pub example: Option<String>,
    /// Where to find the value, as Markdown.
    pub help: Option<String>,
    /// The values allowed, for an enum.
    pub values: Vec<String>,
}

/// Asks a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckPrompt {
    /// The check.
    pub node: NodeKey,
    /// Which visit to it this is, from 1.
    pub visit: u32,
    /// The question.
    pub title: String,
    /// Why it is asked, as Markdown.
    pub why: Option<String>,
    /// What a person has to look at, as Markdown.
    pub ask: Option<String>,
    /// Commands whose output settles it.
    pub commands: Vec<CommandLine>,
    /// Minutes it takes, as an estimate.
    pub minutes: Option<u32>,
    /// The outcomes, in the author's order.
    pub choices: Vec<Choice>,
    /// Whether "none of these" leads anywhere.
    pub none: Offer,
    /// Whether "cannot tell" leads anywhere.
    pub unsure: Offer,
    /// The answer given before, where it was taken back or overtaken by a fix.
    pub earlier: Option<Answer>,
    /// The wait that a fix asks for before this check can tell anything.
    pub wait: Option<Wait>,
    /// For a check that is asked again after a fix: what it said before.
    pub before: Option<Before>,
    /// Set where somebody else was asked to run it and the reply is awaited.
    pub parked: Option<ParkedCheck>,
    /// What of this is not confirmed, as Markdown.
    pub unconfirmed: Option<String>,
    /// Where its facts come from.
    pub sources: Vec<SourceLine>,
}

/// Whether a way is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// It leads somewhere.
    Offered,
    /// The author gave no way.
    NotOffered,
}

/// One outcome to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its name.
    pub outcome: OutcomeId,
    /// The answer as a statement; the name where the author gave none.
    pub title: String,
    /// What it means, as Markdown.
    pub detail: Option<String>,
}

/// A command ready to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandLine {
    /// Where it is typed.
    pub place: PlaceId,
    /// That place's name as people say it.
    pub place_title: String,
    /// How to open the place, as Markdown.
    pub open: Option<String>,
    /// The command, known values filled in and quoted.
    pub text: String,
    /// Facts it needs that are not known; their placeholders are still in the text.
    pub missing: Vec<FactName>,
    /// Values that cannot be written safely in this shell, one sentence each.
    pub refused: Vec<String>,
    /// What to look at in its output, as Markdown.
    pub note: Option<String>,
}

/// One action of a fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepLine {
    /// What to do, as Markdown.
    pub action: Option<String>,
    /// Where, for a step without a command.
    pub place_title: Option<String>,
    /// The command.
    pub command: Option<CommandLine>,
    /// What to see when it worked, as Markdown.
    pub expect: Option<String>,
}

/// Shows a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FixPrompt {
    /// The fix.
    pub node: NodeKey,
    /// Which visit to it this is, from 1.
    pub visit: u32,
    /// What is done, as an imperative.
    pub title: String,
    /// What it changes, as Markdown.
    pub detail: Option<String>,
    /// Why its commands are withheld; empty when they are not.
    pub unmet: Vec<Unmet>,
    /// What has to be typed before its commands are shown; none where nothing has to, or it was typed.
    pub confirm: Option<Confirm>,
    /// Set where the person said that it is not done; with the reason, where one was given.
    pub not_done: Option<Option<String>>,
    /// Attempts already made in this session.
    pub attempts: u32,
    /// How many there may be.
    pub limit: Option<u32>,
    /// How the attempt just before this one went.
    pub last: Option<FixResult>,
    /// How dangerous it is.
    pub risk: Option<Risk>,
    /// The role it needs.
    pub role: Option<String>,
    /// What users notice, as Markdown.
    pub impact: Option<String>,
    /// What is done; empty while requirements are unmet or the target is not typed.
    pub steps: Vec<StepLine>,
    /// When to stop, as Markdown.
    pub stop_if: Option<String>,
    /// How to undo it.
    pub undo: Undo,
    /// How long to wait before its effect can be judged.
    pub wait: Option<Duration>,
    /// Minutes the work takes, as an estimate.
    pub minutes: Option<u32>,
    /// Title of the node that proves it.
    pub verify: Option<String>,
    /// What of this is not confirmed, as Markdown.
    pub unconfirmed: Option<String>,
    /// Where its facts come from.
    pub sources: Vec<SourceLine>,
}

/// How a fix is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undo {
    /// By these steps; empty while those of the fix are.
    Steps(Vec<StepLine>),
    /// It cannot be, or need not be; the reason, as Markdown.
    Not(String),
    /// The author does not say.
    Unsaid,
}

/// A requirement of a fix that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmet {
    /// The check.
    pub check: NodeKey,
    /// Its question.
    pub title: String,
    /// Titles of the outcomes of which one must hold.
    pub wanted: Vec<String>,
    /// Title of the outcome found instead; absent where the check has none.
    pub found: Option<String>,
}

impl Unmet {
    /// What is missing, as one sentence without a full stop.
    pub fn sentence(&self) -> String {
        let wanted = crate::prose::or(&self.wanted);
        match &self.found {
            Some(found) => format!("`{}` must be answered with: {wanted}. It was: {found}", self.title),
            None => format!("`{}` must be answered with: {wanted}. It has no answer yet", self.title),
        }
    }
}

/// What a person types to show that a destructive fix hits what it should hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confirm {
    /// What it is, as a noun phrase: what the input asks for, or `the name of the fix`.
    pub what: String,
    /// What has to be typed, whatever the case.
    pub target: String,
}

/// A wait that has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Wait {
    /// How long.
    pub duration: Duration,
    /// When it is over.
    pub until: jiff::Timestamp,
    /// Whether the person chose to go on before.
    pub skipped: bool,
}

impl CheckPrompt {
    /// The wait that has to pass first, at this moment; none where it is over or was skipped.
    pub fn must_wait(&self, now: jiff::Timestamp) -> Option<&Wait> {
        self.wait.as_ref().filter(|wait| now < wait.until && !wait.skipped)
    }
}

/// Says how the walk ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndPrompt {
    /// The end.
    pub node: NodeKey,
    /// What is the case now.
    pub title: String,
    /// What is left to do, as Markdown.
    pub detail: Option<String>,
    /// How it ended.
    pub result: EndResult,
    /// Who takes over.
    pub to: Option<String>,
    /// What to attach to the ticket.
    pub attach: Vec<String>,
    /// What of this is not confirmed, as Markdown.
    pub unconfirmed: Option<String>,
    /// Where its facts come from.
    pub sources: Vec<SourceLine>,
}

/// Says that the knowledge base gives no way on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StuckPrompt {
    /// Where.
    pub node: NodeKey,
    /// Why, as the end of "the walk cannot go on: …".
    pub reason: &'static str,
}

/// A source as it is cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// Title of the page or document.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// When it was last read.
    pub seen: jiff::civil::Date,
}
