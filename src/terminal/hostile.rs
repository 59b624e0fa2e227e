//! Hostile texts in a knowledge base and in a session, and every screen of a walk: nothing but our own styles may act on
//! the terminal.
//!
//! Invariant: what is looked at is what would be written to the terminal, before colours are taken out.
//! Deliberately absent: what the screens say.

use crate::evidence::read;
use crate::graph::Graph;
use crate::model::NodeKey;
use crate::prose::is_hidden;
use crate::recognise::{Profiles, Survey, answers_alone};
use crate::session::{
    Action, Answer, Diagnosis, Event, Evidence, Extent, FixResult, Form, NextCheck, Prompt, Proposal,
    Received, Report, Request, State, Suspects, VERSION, What, compare, step,
};
use crate::source::{SourceFile, SourceMap};
use crate::terminal::{Paper, diagnosis, findings, reading, style, walk};

/// Hostile strings that one run puts on the screens; more with `TRIAGEBOOK_HOSTILE_STRINGS`.
const STRINGS: usize = 6_000;

/// Pieces that terminals act on, or that turn text around.
const PIECES: [&str; 20] = [
    "\u{1b}[2J",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://example.com\u{1b}\\",
    "\u{9b}31m",
    "\u{1b}[35;5m",
    "\u{1b}P",
    "\u{8}",
    "\r",
    "\u{7f}",
    "\u{202e}",
    "\u{200b}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "\u{1b}[201~",
    "**bold** `code` <b>",
    "ordinary words",
    "漢字",
    "a:b",
    "\u{e0041}",
];

/// A small generator of its own, so that a failure comes back.
struct Hostile {
    seed: u64,
    made: usize,
}

impl Hostile {
    fn next(&mut self) -> u64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        self.seed
    }

    fn text(&mut self) -> String {
        self.made += 1;
        let mut text = String::from("x");
        for _ in 0..=self.next() % 4 {
            let piece = PIECES[usize::try_from(self.next() % 20).unwrap()];
            text.push_str(piece);
            text.push(' ');
        }
        text + "y"
    }

    /// The same for a double-quoted YAML scalar: the file itself is clean, the values are not.
    fn scalar(&mut self) -> String {
        let escape = |character: char| match character {
            '"' | '\\' => format!("\\{character}"),
            character if is_hidden(character) => format!("\\U{:08X}", character as u32),
            character => character.to_string(),
        };
        format!("\"{}\"", self.text().chars().map(escape).collect::<String>())
    }

    /// A template with each `@` replaced.
    fn fill(&mut self, template: &str) -> String {
        template.split('@').fold(String::new(), |mut all, part| {
            if !all.is_empty() {
                all.push_str(&self.scalar());
            }
            all + part
        })
    }
}

const BASE: &str = "title: @\nowner: @\nplaces:\n  sh: { title: @, shell: powershell, open: @ }\nsources:\n  doc: { title: @, seen: 2026-11-01 }\n";
const RUNBOOK: &str = "runbook: r\ntitle: @\nsummary: @\nreviewed: 2026-11-01\napplies_to: [@]
inputs:\n  host: { ask: @, type: server, example: EX01, help: @ }
symptoms:\n  s: { title: @, detail: @, signatures: [SIG-1], next: c, sources: [doc] }
checks:
  c:
    title: @
    why: @
    ask: @
    unconfirmed: @
    run: [{ place: sh, command: 'Get-Thing -Server {{ host }} | Format-List ThingName,ThingState', note: @ }]
    outcomes:
      bad: { title: @, detail: @, when: { property: ThingState, equals: Bad }, capture: { thing: ThingName }, next: f }
      good: { title: @, when: { property: ThingState, equals: Good }, next: e }
    unsure: e
    sources: [doc]
  other:
    title: @
    run: [{ place: sh, command: 'Get-Thing2 | Format-List OtherName,OtherState' }]
    outcomes:
      bad: { title: @, when: { property: OtherState, equals: Bad }, next: f }
      good: { title: @, when: { property: OtherState, equals: Good }, next: e }
    unsure: e
fixes:
  f:
    title: @
    detail: @
    requires: { c: bad }
    risk: destructive
    role: @
    impact: @
    steps: [{ do: @, place: sh, command: 'Set-Thing -Server {{ host }}', expect: @ }]
    rollback: { none: @ }
    stop_if: @
    wait: 5m
    verify: c
    attempts: { limit: 2, else: e }
ends:\n  e: { title: @, result: escalated, detail: @, to: @, attach: [@] }
";

/// A session on a hostile knowledge base.
struct Session<'g> {
    graph: &'g Graph,
    events: Vec<Event>,
    screens: String,
}

impl Session<'_> {
    fn state(&self) -> State {
        State::replay(self.graph, &self.events)
    }

    fn now(&self) -> jiff::Timestamp {
        let minute = i64::try_from(self.events.len()).unwrap();
        jiff::Timestamp::from_second(1_800_000_000 + 60 * minute).unwrap()
    }

    fn push(&mut self, whats: Vec<What>) {
        let now = self.now();
        self.events.extend(whats.into_iter().map(|what| Event::new(now, what)));
    }

    fn act(&mut self, action: Action) {
        let whats = step(self.graph, &self.state(), action).expect("the script is possible");
        self.push(whats);
    }

    fn on(&mut self, width: usize, write: impl FnOnce(&mut Paper)) {
        let mut paper = Paper::new(width);
        write(&mut paper);
        self.screens.push_str(&paper.finish());
    }

    /// All screens of where the walk stands.
    fn show(&mut self, width: usize) {
        let (graph, state) = (self.graph, self.state());
        let report = Report::new(graph, &self.events).expect("it has begun");
        let suspects = Suspects::new(graph, &state);
        let best = NextCheck::best(graph, &state);
        let kept = state.kept_steps(graph);
        let parked = state.parked_titles(graph);
        let ways = state.ways(graph);
        let prompt = state.prompt(graph);
        self.on(width, |paper| {
            walk::so_far(paper, &report);
            walk::standing(paper, &suspects, &parked);
            walk::path(paper, &report, &kept);
            walk::facts(paper, &report);
            walk::suspects(paper, &suspects, best.as_ref());
            walk::ways(paper, "What now?", &ways);
            match &prompt {
                Prompt::Check(check) => {
                    walk::check(paper, check, 1, None);
                    walk::why_check(paper, check, &report);
                }
                Prompt::Fix(fix) => {
                    walk::withheld(paper, fix, 1);
                    walk::fix(paper, fix, 1);
                    walk::why_fix(paper, fix, &report);
                    if let Some(confirm) = &fix.confirm {
                        walk::unconfirmed(paper, fix, confirm, 1);
                    }
                }
                Prompt::Input(input) => walk::input(paper, input),
                Prompt::End(end) => walk::end(paper, end),
                Prompt::NotStarted | Prompt::Stuck(_) => {}
            }
        });
        self.screens.push_str(&report.text());
        for form in [Form::Text, Form::Markdown] {
            let request = Request::new(graph, &state, Extent::WithNext);
            self.screens.push_str(&request.map(|request| request.write(form)).unwrap_or_default());
        }
    }

    /// All screens about a text that came in.
    fn receive(&mut self, profiles: &Profiles, text: &str, width: usize) -> Option<Proposal> {
        let (graph, state) = (self.graph, self.state());
        let received = Received::new(graph, profiles, &state, self.now(), ("paste", text));
        let check = match state.prompt(graph) {
            Prompt::Check(check) => Some(check),
            _ => None,
        };
        let proposal = Proposal::new(graph, &state, self.now(), "paste", text);
        let changes = proposal.as_ref().map(|proposal| compare(graph, &state, &self.events, proposal));
        let (survey, known) = (Survey::new(graph, text), std::collections::BTreeMap::new());
        let found = answers_alone(graph, profiles, &survey, &known, state.now());
        self.on(width, |paper| {
            walk::received(paper, &received);
            walk::kept_for_later(paper, &received.others);
            reading(paper, &read(text), &found, &[], graph);
            if let (Some(proposal), Some(check)) = (&proposal, &check) {
                walk::proposal(paper, proposal, check);
                walk::reasons_of_all(paper, proposal, check);
                walk::row(paper, &[(check.title.clone(), proposal)]);
                walk::changes(paper, &changes.unwrap_or_default(), &|_| "10:00".to_owned());
            }
        });
        proposal
    }
}

/// Walks one hostile knowledge base from the symptom to the end, and returns all that was shown.
fn walked(hostile: &mut Hostile, width: usize) -> String {
    let mut sources = SourceMap::default();
    let (base_text, runbook_text) = (hostile.fill(BASE), hostile.fill(RUNBOOK));
    let base_file = sources.add(SourceFile::new("knowledge-base.yaml", base_text.as_str()));
    let (base, mut found) = crate::syntax::knowledge_base(base_file, &base_text);
    let file = sources.add(SourceFile::new(hostile.text(), runbook_text.as_str()));
    let (runbook, more) = crate::syntax::runbook(file, &runbook_text);
    found.extend(more);
    let base = base.unwrap_or_else(|| panic!("no base: {found:?}\n{base_text}"));
    let runbook = runbook.unwrap_or_else(|| panic!("no runbook: {found:?}\n{runbook_text}"));
    let (graph, linked) = Graph::link(base, vec![runbook]);
    found.extend(linked);
    let profiles = Profiles::new(&graph);
    let mut session = Session { graph: &graph, events: Vec::new(), screens: String::new() };
    for finding in &found {
        session.screens.push_str(&findings::render(finding, &sources));
    }
    let entry = NodeKey::new("r", "s");
    session.push(vec![What::Started { version: VERSION, entry, offset_minutes: None }]);
    session.show(width);
    session.act(Action::Decline);
    session.act(Action::Note(hostile.text()));
    session.act(Action::ParkCheck { reason: Some(hostile.text()) });
    session.show(width);
    let thing = |hostile: &mut Hostile, state: &str| {
        let (before, name, prompt) = (hostile.text(), hostile.text(), hostile.text());
        format!(
            "{before}\n[PS] C:\\{prompt}>Get-Thing | Format-List\nThingName  : {name}\nThingState : {state}\nOtherState : Bad\n"
        )
    };
    let unknown = hostile.text();
    for text in [unknown, thing(hostile, "Good"), thing(hostile, "Bad")] {
        let last = session.receive(&profiles, &text, width);
        if let Some(proposal) = last.filter(|_| text.contains(": Bad\nOther")) {
            let (answer, reason) = (Answer::Outcome("bad".into()), Some(hostile.text()));
            session.act(Action::Judge { proposal: Box::new(proposal), answer, reason });
        }
    }
    session.show(width);
    if let Prompt::Fix(fix) = session.state().prompt(&graph)
        && let Some(confirm) = fix.confirm
    {
        session.act(Action::ConfirmTarget(confirm.target));
        session.show(width);
    }
    session.act(Action::Tried(FixResult::Done));
    session.show(width);
    let after = thing(hostile, "Good");
    session.receive(&profiles, &after, width);
    session.act(Action::Answer(Answer::Unsure));
    session.show(width);
    let evidence = Evidence::new(&graph, &hostile.text(), &after);
    let told = Diagnosis::new(&graph, &profiles, &session.events, session.now(), &[&evidence]);
    let events = session.events.clone();
    if let Some(told) = told {
        session.on(width, |paper| diagnosis(paper, &graph, &events, &told));
    }
    session.screens
}

/// The screens without the styles that this module makes: what is left must be harmless.
fn without_own_styles(screens: &str) -> String {
    let mut left = screens.replace("\u{1b}[0m", "");
    let own = [style::HEADING, style::CODE, style::DIM, style::CAREFUL, style::DANGER, style::GOOD];
    for style in own {
        left = left.replace(&style.to_string(), "");
    }
    // Those of the excerpts of findings, and of emphasis in Markdown.
    for code in
        ["1", "2", "3", "4", "9", "31", "32", "33", "34", "35", "36", "91", "92", "93", "94", "95", "96"]
    {
        left = left.replace(&format!("\u{1b}[{code}m"), "");
    }
    left
}

#[test]
fn no_hostile_text_reaches_the_terminal_on_any_screen() {
    let wanted = std::env::var("TRIAGEBOOK_HOSTILE_STRINGS").ok().and_then(|number| number.parse().ok());
    let mut hostile = Hostile { seed: 0x2545_F491_4F6C_DD1D, made: 0 };
    let mut walks = 0;
    while hostile.made < wanted.unwrap_or(STRINGS) {
        let screens = walked(&mut hostile, [20, 40, 80, 100][walks % 4]);
        let left = without_own_styles(&screens);
        assert!(left.contains("^["), "walk {walks} holds nothing hostile");
        let acts = |character: &char| !matches!(character, '\n' | '\t') && is_hidden(*character);
        if let Some(at) = left.find(|character| acts(&character)) {
            let from = left[..at].rfind('\n').map_or(0, |line| line + 1);
            let line = left[from..].lines().next().unwrap_or_default();
            panic!("walk {walks}: {line:?}");
        }
        walks += 1;
    }
}
