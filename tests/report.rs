//! Reports: what they say to whom, that no text breaks out of them, and that a changed one is found out.
//!
//! Invariant: everything is made through the public functions from a session on the fixture of `sessions.rs`.
//! Deliberately absent: the commands around it (`sessions_report.rs`).

use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;
use triagebook::graph::Graph;
use triagebook::model::NodeKey;
use triagebook::session::{
    Action, Answer, Dossier, Event, FixResult, KbPrint, Proposal, Reader, ReportForm, State, VERSION, What,
    kb_print, step, verify,
};
use triagebook::source::{SourceFile, SourceMap};

static KB: LazyLock<(Graph, KbPrint)> = LazyLock::new(|| kb("Is the queue running?"));

/// The fixture, with another question in place of its first.
fn kb(question: &str) -> (Graph, KbPrint) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions/kb");
    let mut sources = SourceMap::default();
    let mut read = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).expect("the fixture is there");
        let text = text.replace("Is the queue running?", question);
        (sources.add(SourceFile::new(name, text.as_str())), text)
    };
    let (file, text) = read("knowledge-base.yaml");
    let base = triagebook::syntax::knowledge_base(file, &text).0.expect("it is a knowledge base");
    let runbooks = ["printing.yaml", "network.yaml"].map(|name| {
        let (file, text) = read(name);
        triagebook::syntax::runbook(file, &text).0.expect("it is a runbook")
    });
    let graph = Graph::link(base, runbooks.to_vec()).0;
    let print = kb_print(&graph, &sources, None);
    (graph, print)
}

/// What a session says, for cases that put something hostile or secret into it.
struct Texts<'a> {
    output: &'a str,
    reason: &'a str,
    note: &'a str,
}

const PLAIN: Texts<'_> = Texts {
    output: "Name  : Q1\nState : Running\n",
    reason: "The display is stale",
    note: "Seen since Monday",
};

/// A session in which the output is overruled, a fix fails and is done, and a page comes out.
fn session(texts: &Texts<'_>) -> Vec<Event> {
    let graph = &KB.0;
    let mut events = Vec::new();
    let entry = NodeKey::new("printing", "nothing-prints");
    push(&mut events, What::Started { version: VERSION, entry, offset_minutes: Some(60) });
    act(&mut events, Action::Input { fact: "server".into(), text: "PRINT01".to_owned() });
    let proposal = Proposal::new(graph, &State::replay(graph, &events), at(&events), "paste", texts.output)
        .expect("a question waits");
    let answer = Answer::Outcome("stopped".into());
    act(
        &mut events,
        Action::Judge { proposal: Box::new(proposal), answer, reason: Some(texts.reason.to_owned()) },
    );
    act(&mut events, Action::Note(texts.note.to_owned()));
    act(&mut events, Action::Tried(FixResult::Failed));
    act(&mut events, Action::Tried(FixResult::Done));
    act(&mut events, Action::SkipWait);
    act(&mut events, Action::Answer(Answer::Outcome("page".into())));
    events
}

fn at(events: &[Event]) -> jiff::Timestamp {
    let minute = i64::try_from(events.len()).expect("few events");
    jiff::Timestamp::from_second(1_800_000_000 + 60 * minute).expect("a time")
}

fn push(events: &mut Vec<Event>, what: What) {
    let at = at(events);
    events.push(Event::new(at, what));
}

fn act(events: &mut Vec<Event>, action: Action) {
    let graph = &KB.0;
    let whats = step(graph, &State::replay(graph, events), action).expect("the walk allows it");
    for what in whats {
        push(events, what);
    }
}

fn dossier(texts: &Texts<'_>) -> Dossier {
    let (graph, print) = &*KB;
    Dossier::new(graph, &session(texts), print, "1.0", Some("2027-01-15-abcd"))
        .expect("the session has begun")
}

const READERS: [Reader; 4] = [Reader::Record, Reader::Ticket, Reader::Customer, Reader::Escalation];

#[test]
fn the_ticket_note_has_the_path_the_overruling_and_the_wait_that_was_cut_short() {
    let expected = "\
Printing does not work
Result:   Resolved - Printing works
Runbook:  printing (reviewed 2026-11-23)
Time:     2027-01-15 09:00 (UTC+01:00) to 09:08

Path
  1. Symptom: Nothing comes out of the printer
  2. 09:03 Is the queue running?
     The queue is stopped (as answered)
     Overruled: the evidence spoke for running. Reason: The display is stale
  3. 09:05 Fix: Start the queue
     Failed: a step could not be carried out
     In PowerShell: Start-PrintQueue -Server 'PRINT01'
  4. 09:06 Fix: Start the queue
     Done
     In PowerShell: Start-PrintQueue -Server 'PRINT01'
  5. 09:08 Does a test page come out?
     A page comes out (as answered)

Known values
  - queue_name = Q1 (from queue)
  - server = PRINT01 (given)

Evidence against an answer
  - Is the queue running?
    Answered: The queue is stopped. But the output says: The queue is running.
    Because: `State` is `Running`
      line 2: State : Running
    Reason: The display is stale

Overruled
  - 09:07 The wait before: Does a test page come out?
    It would have been over at 09:11.

Notes
  - 09:04 Seen since Monday
";
    assert_eq!(dossier(&PLAIN).write(Reader::Ticket, ReportForm::Text), expected);
}

#[test]
fn the_mail_to_the_customer_holds_nothing_internal() {
    let mail = dossier(&PLAIN).write(Reader::Customer, ReportForm::Text);
    for told in [
        "It is resolved:\nPrinting works.",
        "The queue is stopped.",
        "Start the queue. Done, 2027-01-15 09:06 (UTC+01:00).",
    ] {
        assert!(mail.contains(told), "{told:?} is not in:\n{mail}");
    }
    for internal in
        ["printing/", "PowerShell", "Start-PrintQueue", "State", "stale", "Monday", "sha256", "verify", "`"]
    {
        for form in [ReportForm::Text, ReportForm::Markdown] {
            let mail = dossier(&PLAIN).write(Reader::Customer, form);
            assert!(!mail.contains(internal), "{internal:?} is in:\n{mail}");
        }
    }
}

#[test]
fn every_report_stands_when_it_was_not_touched() {
    let (graph, print) = &*KB;
    for (reader, form) in [
        (Reader::Record, ReportForm::Json),
        (Reader::Record, ReportForm::Html),
        (Reader::Record, ReportForm::Markdown),
        (Reader::Escalation, ReportForm::Html),
        (Reader::Escalation, ReportForm::Markdown),
    ] {
        let text = dossier(&PLAIN).write(reader, form);
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let verification = verify(graph, print, &text).expect("there is a record");
            assert_eq!(verification.doubts, [], "{reader:?} {form:?}");
            assert_eq!(verification.steps.len(), 4);
        }
    }
    for reader in [Reader::Ticket, Reader::Customer] {
        assert!(verify(graph, print, &dossier(&PLAIN).write(reader, ReportForm::Html)).is_err());
    }
}

/// Whether a changed file is refused or doubted.
fn is_caught(text: &str) -> bool {
    let (graph, print) = &*KB;
    verify(graph, print, text).map_or(true, |verification| !verification.doubts.is_empty())
}

#[test]
fn any_value_changed_in_the_json_is_caught() {
    let json: serde_json::Value = serde_json::from_str(&dossier(&PLAIN).json()).expect("it is JSON");
    let mut pointers = Vec::new();
    leaves(&json, String::new(), &mut pointers);
    assert!(pointers.len() > 150, "{}", pointers.len());
    for pointer in pointers {
        let mut changed = json.clone();
        let value = changed.pointer_mut(&pointer).expect("the pointer was taken from it");
        *value = match value {
            serde_json::Value::String(text) => format!("{text}x").into(),
            serde_json::Value::Number(number) => (number.as_i64().expect("it is whole") + 1).into(),
            _ => "x".into(),
        };
        assert!(is_caught(&changed.to_string()), "{pointer} was changed unnoticed");
    }
}

fn leaves(value: &serde_json::Value, at: String, pointers: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| leaves(value, format!("{at}/{}", name.replace('/', "~1")), pointers)),
        serde_json::Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(index, value)| leaves(value, format!("{at}/{index}"), pointers));
        }
        _ => pointers.push(at),
    }
}

#[test]
fn any_line_changed_in_a_page_is_caught_where_it_is() {
    let (graph, print) = &*KB;
    for form in [ReportForm::Html, ReportForm::Markdown] {
        let text = dossier(&PLAIN).write(Reader::Record, form);
        let lines: Vec<&str> = text.lines().collect();
        let record =
            lines.iter().position(|line| line.contains("triagebook-record")).expect("it has a record");
        for (index, line) in
            lines[..record].iter().enumerate().filter(|(_, line)| !line.trim().is_empty()).step_by(3)
        {
            let mut changed = lines.clone();
            let with = format!("{line}x");
            changed[index] = &with;
            let verification = verify(graph, print, &changed.join("\n")).expect("the record is whole");
            let place = format!("line {} of the file", index + 1);
            assert!(
                verification.doubts.iter().any(|doubt| doubt.place == place),
                "{line:?}: {verification:?}"
            );
        }
    }
}

#[test]
fn an_answer_turned_around_does_not_follow_even_where_it_was_sealed_anew() {
    let (graph, print) = &*KB;
    let texts = Texts { output: "Name  : Q1\nState : Stopped\n", ..PLAIN };
    let mut events = session(&texts);
    for event in &mut events {
        if let What::Evidence { text, .. } = &mut event.what {
            *text = text.replace("Stopped", "Running");
        }
    }
    let forged = Dossier::new(graph, &events, print, "1.0", None).expect("the session has begun");
    let verification = verify(graph, print, &forged.json()).expect("there is a record");
    let step = verification.steps.iter().find(|step| !step.stands).expect("one step falls");
    assert_eq!(step.node, NodeKey::new("printing", "queue"));
    assert_eq!(step.how, "does not follow: the evidence says: The queue is running");
}

#[test]
fn a_knowledge_base_that_changed_since_is_told_with_the_nodes_on_the_path() {
    let (graph, print) = kb("Does the queue run?");
    let verification = verify(&graph, &print, &dossier(&PLAIN).json()).expect("there is a record");
    assert_eq!(verification.kb_changed, Some(vec![NodeKey::new("printing", "queue")]));
    assert_eq!(verification.doubts, [], "another wording changes no conclusion");
}

#[test]
fn the_json_is_what_its_schema_says() {
    let schema = schemars_of_report();
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let json: serde_json::Value = serde_json::from_str(&dossier(&PLAIN).json()).expect("it is JSON");
    let problems: Vec<String> =
        validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(problems, [""; 0]);
    assert!(!validator.is_valid(&serde_json::json!({ "version": 1 })));
}

fn schemars_of_report() -> serde_json::Value {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_triagebook"))
        .args(["schema", "report"])
        .output()
        .expect("the program runs");
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

/// The tags of a page, each as it is written.
fn tags(html: &str) -> Vec<&str> {
    let body = html.split_once("<body>").expect("it has a body").1;
    let tags = body.split('<').skip(1);
    tags.map(|tag| tag.split_once('>').expect("a tag is closed").0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_breaks_out_of_a_report(
        hostile in "[<>&\"'`~|_*#\\[\\]()!\\\\$ a-z0-9:/=\\-\u{1b}\u{9b}\u{202e}\u{e9}]{0,40}|</pre><script>alert\\(1\\)</script>|```json triagebook-record|javascript:alert\\(1\\)|<img src=x onerror=alert\\(1\\)>"
    ) {
        let output = format!("Name  : {hostile}\nState : Running\n{hostile}\n");
        let dossier = dossier(&Texts { output: &output, reason: &hostile, note: &hostile });
        let known = ["strong", "/strong", "mark", "/mark", "code", "/code", "span", "/span", "span class=\"hash\""];
        let plain = self::dossier(&PLAIN);
        for reader in READERS {
            let benign = plain.write(reader, ReportForm::Html);
            let allowed = tags(&benign);
            let html = dossier.write(reader, ReportForm::Html);
            for tag in tags(&html) {
                prop_assert!(allowed.contains(&tag) || known.contains(&tag), "<{}>", tag);
            }
            let markdown = dossier.write(reader, ReportForm::Markdown);
            for event in pulldown_cmark::Parser::new_ext(&markdown, pulldown_cmark::Options::all()) {
                use pulldown_cmark::{Event, Tag};
                let acts = matches!(
                    event,
                    Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
                );
                prop_assert!(!acts, "{:?} in {}", event, markdown);
            }
            for form in [ReportForm::Text, ReportForm::Markdown, ReportForm::Html] {
                let written = dossier.write(reader, form);
                prop_assert!(!written.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{:?}", written);
                prop_assert!(written.ends_with('\n'));
            }
        }
        let (graph, print) = &*KB;
        for (reader, form) in [(Reader::Record, ReportForm::Html), (Reader::Record, ReportForm::Markdown)] {
            let verification = verify(graph, print, &dossier.write(reader, form)).expect("there is a record");
            prop_assert_eq!(verification.doubts, []);
        }
    }
}
