//! One walk through the graph: events, their fold, what to ask next, and the report.
//!
//! Invariant: everything here is a pure function of the graph and the list of events; times are in the events.
//! The same code runs in the terminal and in the browser.
//! Deliberately absent: clock, journal, terminal.

mod before;
mod continuation;
mod diagnosis;
mod event;
mod export;
mod facts;
mod fingerprint;
mod foresee;
mod hand;
mod history;
mod journal_line;
mod kept;
mod look_back;
mod named;
mod needs;
mod present;
mod prompt;
mod proposal;
mod ran;
mod receive;
mod rejudge;
mod report;
mod request;
mod runnable;
mod salvage;
mod state;
mod step;
mod summary;
mod suspects;
mod texts;
mod turn;
mod walk;
mod ways;

pub use before::{Before, Changed, compare, compare_visit};
pub use continuation::Continuations;
pub use diagnosis::{Decided, Diagnosis, Missing, next};
pub use event::{Answer, By, CapturedFact, Event, EvidenceLine, FixResult, ShownCommand, VERSION, Via, What};
pub use export::{Anonymous, Export, NameMap, anonymous, public_texts};
pub use facts::{Fact, Facts, Origin};
pub use fingerprint::{changed, kb_hash, kb_print};
pub use foresee::{
    AtHand, Evidence, Testimony, at_hand, deciding, foresee, is_overtaken, testimony, testimony_of,
};
pub use hand::Hand;
pub use history::History;
pub use journal_line::{Chain, FORMAT, KbPrint, Opening, Record, Refusal, decode, hash};
pub use kept::KeptStep;
pub use prompt::{
    CheckPrompt, Choice, CommandLine, Confirm, EndPrompt, FixPrompt, InputPrompt, Offer, Prompt, SourceLine,
    StepLine, StuckPrompt, Undo, Unmet, Wait,
};
pub use proposal::{Judged, Proposal};
pub use ran::{RUN_HERE, Ran};
pub use receive::{Here, Other, Prospect, Received, Taken, hear, is_held};
pub use rejudge::{Rejudged, rejudge};
pub use report::{
    Block, Contradicted, Document, Dossier, Doubt, Embedded, Form as ReportForm, GivenEvidence, Ground,
    GroundFact, HashedLine, Item, KbVersion, Label, NotChecked, NotDone, Part, PathStep, Reader, Report,
    ReportEnd, ReportFact, ReportNote, ReportParked, ReportRan, SealedEvent, StepKind, Verification,
    Verified, WaitSkipped, reported_events, verify, verify_events,
};
pub use request::{Extent, Form, Request};
pub use runnable::{Runnable, runnable};
pub use salvage::{Damage, DamageKind, Salvage};
pub use state::{Fate, Kept, ParkedCheck, Position, State, Stuck, Took, Visit};
pub use step::{Action, Refused, step};
pub use summary::{Standing, Summary};
pub use suspects::{NextCheck, RuledOut, Suspect, Suspects};
pub use ways::{Goal, Way};
