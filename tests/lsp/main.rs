//! The language server, driven over stdio as an editor drives it.

mod editor;
mod files;
mod protocol;
#[path = "../support/mod.rs"]
mod support;

use editor::Editor;
use serde_json::{Value, json};
use support::{SMALL_BASE, SMALL_RUNBOOK};

const SCENARIOS: &str = "\
runbook: small
anywhere: { unsure: escalate, failed: escalate }
scenarios:
  - title: It was stopped and runs again
    entry: down
    steps:
      - state: stopped
      - start: done
      - state: running
    ends: escalate
";

/// A second runbook that rests on the first.
const OTHER: &str = "\
runbook: other
title: Something else is down
summary: It comes from the first.
reviewed: 2026-11-01
applies_to: [Service 1]
symptoms:
  slow:
    title: It is slow
    signatures: [SVC2002]
    next: look
    sources: [doc]
checks:
  look:
    title: Is it the service?
    why: It often is.
    ask: Look at it.
    outcomes:
      'yes': { title: It is, next: small/state }
      'no': { title: It is not, next: escalate }
    unsure: escalate
    sources: [doc]
ends:
  escalate: { title: Call the team, result: escalated, to: Team }
";

const FILES: [(&str, &str); 4] = [
    ("knowledge-base.yaml", SMALL_BASE),
    ("small.yaml", SMALL_RUNBOOK),
    ("other.yaml", OTHER),
    ("tests/small.yaml", SCENARIOS),
];

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn a_slip_is_shown_while_typing_and_its_fix_takes_it_away() {
    let mut editor =
        Editor::start_with(&FILES, &json!({ "initializationOptions": { "site": "https://contoso.com/kb" } }));
    assert_eq!(editor.check().0, Some(0), "{}", editor.check().1);
    editor.open("small.yaml");
    assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
    editor.edit("small.yaml", "next: start\n", "next: strat\n");
    let found = editor.findings("small.yaml");
    assert_eq!(codes(&found), ["unknown-node"], "{found:#?}");
    let finding = &found[0];
    assert_eq!(editor.covered("small.yaml", &finding["range"]), "strat");
    assert_eq!((&finding["severity"], &finding["source"]), (&json!(1), &json!("triagebook")));
    assert_eq!(finding["codeDescription"]["href"], "https://contoso.com/kb/rules.html#unknown-node");
    let params = json!({
        "textDocument": { "uri": editor.uri("small.yaml") },
        "range": finding["range"],
        "context": { "diagnostics": found },
    });
    let actions = editor.ask("textDocument/codeAction", &params).unwrap();
    assert_eq!(actions.as_array().map(Vec::len), Some(1), "{actions:#}");
    assert_eq!((&actions[0]["kind"], &actions[0]["isPreferred"]), (&json!("quickfix"), &json!(false)));
    editor.apply(&actions[0]["edit"]);
    assert_eq!(editor.texts["small.yaml"].0, SMALL_RUNBOOK);
    assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn an_edit_in_one_file_is_found_in_another() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
    editor.edit("small.yaml", "  state:\n", "  condition:\n");
    let found = editor.findings_until("other.yaml", |found| !found.is_empty());
    assert_eq!(codes(&found), ["unknown-node"]);
    editor.edit("small.yaml", "  condition:\n", "  state:\n");
    editor.findings_until("other.yaml", <[Value]>::is_empty);
}

#[test]
fn keys_words_and_names_are_offered_where_they_may_stand() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    let offered = editor.offered("small.yaml", "        next: ");
    for wanted in ["state", "start", "escalate", "other/look"] {
        assert!(offered.contains(&wanted.to_owned()), "{wanted} in {offered:?}");
    }
    assert!(!offered.contains(&"down".to_owned()), "a walk never goes to a symptom: {offered:?}");
    assert_eq!(editor.offered("small.yaml", "{ place: "), ["sh"]);
    assert_eq!(editor.offered("small.yaml", "    risk: "), ["change", "destructive", "outage"]);
    assert_eq!(editor.offered("small.yaml", "requires: { state: "), ["running", "stopped"]);
    assert_eq!(editor.offered("small.yaml", "    sources: ["), ["doc"]);
    assert_eq!(editor.offered("small.yaml", "    verify: "), ["state", "other/look"]);
    // Half typed, so that the file is broken.
    editor.edit("small.yaml", "    unsure: escalate\n", "    unsure: escalate\n    non\n");
    let offered = editor.offered("small.yaml", "    non");
    assert!(offered.contains(&"none".to_owned()) && offered.contains(&"ask".to_owned()), "{offered:?}");
    assert!(!offered.contains(&"title".to_owned()), "it is there already: {offered:?}");
    editor.edit("small.yaml", "    non\n", "    allow: [{ rule: miss\n");
    let offered = editor.offered("small.yaml", "rule: miss");
    assert!(offered.contains(&"missing-sample".to_owned()), "{offered:?}");
    editor.edit("small.yaml", "    allow: [{ rule: miss\n", "");
    editor.edit("small.yaml", "checks:\n", "inputs:\n  host: { ask: The host, type: server }\nchecks:\n");
    editor.edit("small.yaml", "command: service state", "command: 'service state {{ ");
    assert_eq!(editor.offered("small.yaml", "service state {{ "), ["host"]);
    editor.open("tests/small.yaml");
    assert_eq!(editor.offered("tests/small.yaml", "- start: "), ["done", "failed", "withheld"]);
    assert_eq!(editor.offered("tests/small.yaml", "- state: "), ["running", "stopped", "none", "unsure"]);
}

#[test]
fn an_offer_that_is_taken_is_accepted_by_check() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    editor.edit("small.yaml", "        next: start\n", "        next:\n");
    let answer = editor
        .ask_at("textDocument/completion", "small.yaml", "stopped\"]\n        next:", &json!({}))
        .unwrap();
    let items = answer["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["label"] == "start").expect("the fix is offered");
    let uri = editor.uri("small.yaml");
    editor.apply(&json!({ "changes": { uri: [item["textEdit"]] } }));
    assert_eq!(editor.texts["small.yaml"].0, SMALL_RUNBOOK);
}

#[test]
fn a_name_leads_to_where_it_is_given_and_to_all_its_uses() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    editor.open("other.yaml");
    let places =
        editor.ask_at("textDocument/definition", "other.yaml", "next: small/sta", &json!({})).unwrap();
    assert_eq!(places.as_array().map(Vec::len), Some(1), "{places:#}");
    assert_eq!(places[0]["uri"], editor.uri("small.yaml"));
    assert_eq!(editor.covered("small.yaml", &places[0]["range"]), "state");
    let runbook = editor.ask_at("textDocument/definition", "other.yaml", "next: sma", &json!({})).unwrap();
    assert_eq!(editor.covered("small.yaml", &runbook[0]["range"]), "small");
    let context = json!({ "context": { "includeDeclaration": true } });
    let uses = editor.ask_at("textDocument/references", "small.yaml", "verify: sta", &context).unwrap();
    let mut files: Vec<String> = uses
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
        .collect();
    files.sort();
    // In its own file: the key, `next`, `requires`, `verify`; in the other one `next`; in the scenario two steps.
    assert_eq!(
        files,
        ["other.yaml", "small.yaml", "small.yaml", "small.yaml", "small.yaml", "small.yaml", "small.yaml"]
    );
    for (mark, text) in [("place: s", "sh"), ("sources: [do", "doc"), ("requires: { state: stop", "stopped")]
    {
        let places = editor.ask_at("textDocument/definition", "small.yaml", mark, &json!({})).unwrap();
        assert_eq!(places.as_array().map(Vec::len), Some(1), "{mark}: {places:#}");
        let place = &places[0];
        if place["uri"] == editor.uri("small.yaml") {
            assert_eq!(editor.covered("small.yaml", &place["range"]), text);
        }
    }
    let lit =
        editor.ask_at("textDocument/documentHighlight", "small.yaml", "else: esca", &json!({})).unwrap();
    assert_eq!(lit.as_array().map(Vec::len), Some(4), "{lit:#}");
}

#[test]
fn hovering_shows_the_card_the_matcher_in_words_and_the_format() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    editor.open("other.yaml");
    let mut text = |name: &str, mark: &str| {
        let answer = editor.ask_at("textDocument/hover", name, mark, &json!({})).unwrap();
        answer["contents"]["value"].as_str().unwrap_or_else(|| panic!("{mark}: {answer:#}")).to_owned()
    };
    let card = text("other.yaml", "next: small/sta");
    for part in
        ["**check** `small/state`", "Is it running?", "service state", "`State` is `running`", "→ `start`"]
    {
        assert!(card.contains(part), "{part:?} in {card}");
    }
    assert!(text("small.yaml", "      stop").contains("Recognised by: `State` is `stopped`"));
    assert!(text("small.yaml", "    ris").contains("How dangerous it is"));
    assert!(text("small.yaml", "risk: cha").contains("can be taken back"));
    assert!(text("small.yaml", "{ place: s").contains("Shell"));
}

#[test]
fn a_rename_reaches_all_files_and_check_stays_clean() {
    let linked = OTHER.replace("why: It often is.", "why: It often is; [ask it](small.html#state).");
    let mut editor = Editor::start(&[FILES[0], FILES[1], ("other.yaml", &linked), FILES[3]]);
    editor.open("small.yaml");
    let range = editor.ask_at("textDocument/prepareRename", "small.yaml", "verify: sta", &json!({})).unwrap();
    assert_eq!(
        (&range["placeholder"], editor.covered("small.yaml", &range["range"]).as_str()),
        (&json!("state"), "state")
    );
    let mut rename = |to: &str| {
        editor.ask_at("textDocument/rename", "small.yaml", "verify: sta", &json!({ "newName": to }))
    };
    for (to, why) in [("start", "taken"), ("Is Running", "lower-case letters")] {
        let error = rename(to).unwrap_err();
        assert!(error["message"].as_str().unwrap().contains(why), "{error:#}");
    }
    let edit = rename("service-state").unwrap();
    editor.apply(&edit);
    editor.save();
    let (code, findings) = editor.check();
    assert_eq!(code, Some(0), "{findings:#}");
    let text = |name: &str| std::fs::read_to_string(editor.path(name)).unwrap();
    assert!(text("other.yaml").contains("next: small/service-state }"), "{}", text("other.yaml"));
    assert!(text("other.yaml").contains("[ask it](small.html#service-state)"), "{}", text("other.yaml"));
    assert!(text("tests/small.yaml").contains("- service-state: running\n"));
    assert!(text("small.yaml").contains("requires: { service-state: stopped }"));
    assert_eq!(text("small.yaml").matches("state").count(), SMALL_RUNBOOK.matches("state").count());
    let refused =
        editor.ask_at("textDocument/rename", "small.yaml", "runbook: sm", &json!({ "newName": "x" }));
    assert!(refused.unwrap_err()["message"].as_str().unwrap().contains("like its file"));
}

#[test]
fn an_input_is_renamed_in_commands_samples_and_scenarios() {
    let runbook = SMALL_RUNBOOK
        .replace("checks:\n", "inputs:\n  host: { ask: The host, type: server, example: SRV01 }\nchecks:\n")
        .replace("command: service state }", "command: 'service state {{ host }}' }");
    let scenarios = SCENARIOS.replace("runbook: small\n", "runbook: small\ninputs: { host: SRV02 }\n");
    let files = [FILES[0], ("small.yaml", &runbook), FILES[2], ("tests/small.yaml", &scenarios)];
    let mut editor = Editor::start(&files);
    editor.open("small.yaml");
    let edit = editor
        .ask_at("textDocument/rename", "small.yaml", "{{ ho", &json!({ "newName": "server_name" }))
        .unwrap();
    editor.apply(&edit);
    editor.save();
    assert_eq!(editor.check().0, Some(0), "{:#}", editor.check().1);
    assert!(editor.texts["small.yaml"].0.contains("service state {{ server_name }}"));
    assert!(
        std::fs::read_to_string(editor.path("tests/small.yaml")).unwrap().contains("{ server_name: SRV02 }")
    );
}

#[test]
fn a_name_that_nobody_could_read_is_not_renamed() {
    let broken = OTHER.replace("    ask: Look at it.\n", "    ask: [Look at state.\n");
    let mut editor = Editor::start(&[FILES[0], FILES[1], ("other.yaml", &broken), FILES[3]]);
    editor.open("small.yaml");
    let error = editor
        .ask_at("textDocument/rename", "small.yaml", "verify: sta", &json!({ "newName": "x" }))
        .unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("other.yaml` has errors"), "{error:#}");
}

#[test]
fn columns_count_as_was_agreed_beyond_the_basic_plane() {
    let utf8 = json!({ "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] } } });
    for more in [json!({}), utf8] {
        let mut editor = Editor::start_with(&FILES, &more);
        editor.open("small.yaml");
        editor.edit("small.yaml", "  escalate: {", "  escalate: { detail: \u{1f5a8}ü\u{1f5a8}, unknow: 1,");
        let found = editor.findings("small.yaml");
        assert_eq!(codes(&found), ["unknown-key"], "{found:#?}");
        assert_eq!(editor.covered("small.yaml", &found[0]["range"]), "unknow");
        // Typing behind such characters keeps both sides in step.
        editor.edit("small.yaml", "unknow: 1,", "");
        assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
        editor.open("other.yaml");
        editor.edit("other.yaml", "{ title: It is, next", "{ title: \u{1f5a8}ü ist es, next");
        let found =
            editor.ask_at("textDocument/definition", "other.yaml", "next: small/st", &json!({})).unwrap();
        assert_eq!(editor.covered("small.yaml", &found[0]["range"]), "state");
        let edit = editor
            .ask_at("textDocument/rename", "other.yaml", "next: small/st", &json!({ "newName": "service" }))
            .unwrap();
        editor.apply(&edit);
        let text = &editor.texts["other.yaml"].0;
        assert!(text.contains("{ title: \u{1f5a8}ü ist es, next: small/service }"), "{text}");
        assert_eq!(editor.findings("other.yaml"), Vec::<Value>::new());
    }
}

#[test]
fn the_parts_of_a_file_are_listed_even_if_it_is_broken() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    editor.edit("small.yaml", "    minutes: 1\n", "    minutes: [1\n");
    let uri = editor.uri("small.yaml");
    let tables =
        editor.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": uri } })).unwrap();
    let names = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|part| part["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&tables), ["symptoms", "checks", "fixes", "ends"]);
    assert_eq!(names(&tables[1]["children"]), ["state"]);
    assert_eq!(tables[1]["children"][0]["detail"], "Is it running?");
    assert_eq!(names(&tables[1]["children"][0]["children"]), ["running", "stopped"]);
    assert_eq!(editor.covered("small.yaml", &tables[2]["children"][0]["selectionRange"]), "start");
    let found = editor.ask("workspace/symbol", &json!({ "query": "otlook" })).unwrap();
    assert_eq!(names(&found), ["look: Is it the service?"]);
}

#[test]
fn all_certain_fixes_of_a_file_are_one_action() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    editor.edit("small.yaml", "applies_to: [Service 1]", "applies_to: Service 1");
    assert_eq!(codes(&editor.findings("small.yaml")), ["wrong-type"]);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    let params = json!({
        "textDocument": { "uri": editor.uri("small.yaml") }, "range": whole,
        "context": { "diagnostics": [], "only": ["source.fixAll"] },
    });
    let actions = editor.ask("textDocument/codeAction", &params).unwrap();
    editor.apply(&actions[0]["edit"]);
    assert_eq!(editor.texts["small.yaml"].0, SMALL_RUNBOOK);
}

#[test]
fn a_file_is_laid_out_as_fmt_does_and_left_alone_while_it_cannot_be_read() {
    let mut editor = Editor::start(&FILES);
    editor.open("small.yaml");
    let laid_out = |editor: &mut Editor| {
        let uri = editor.uri("small.yaml");
        let options = json!({ "tabSize": 4, "insertSpaces": false });
        let params = json!({ "textDocument": { "uri": uri }, "options": options });
        let edits = editor.ask("textDocument/formatting", &params).unwrap();
        editor.apply(&json!({ "changes": { uri: edits.clone() } }));
        edits
    };
    laid_out(&mut editor);
    let canonical = editor.texts["small.yaml"].0.clone();
    assert_eq!(laid_out(&mut editor), json!([]), "twice is as good as once");
    // A key out of its order, and a comment far from it.
    editor.edit("small.yaml", "applies_to: [Service 1]\n", "");
    editor.edit("small.yaml", "summary:", "applies_to: [Service 1]\nsummary:");
    editor.edit("small.yaml", "ends:\n", "# Here it stops.\nends:\n");
    let edits = laid_out(&mut editor);
    assert!(edits.as_array().is_some_and(|edits| !edits.is_empty()), "{edits:#?}");
    assert!(editor.texts["small.yaml"].0.contains("# Here it stops.\nends:"), "comments are kept");
    editor.edit("small.yaml", "# Here it stops.\n", "");
    assert_eq!(editor.texts["small.yaml"].0, canonical);
    editor.edit("small.yaml", "title: The service is down", "title: 'The service is down");
    let broken = editor.texts["small.yaml"].0.clone();
    let params = json!({
        "textDocument": { "uri": editor.uri("small.yaml") },
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    assert_eq!(editor.ask("textDocument/formatting", &params).unwrap(), Value::Null);
    assert_eq!(editor.texts["small.yaml"].0, broken);
}

/// A generator of numbers that is the same everywhere (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).expect("it is less than `most`")
    }
}

#[test]
fn hundreds_of_random_edits_leave_the_server_alive_and_of_one_mind_with_check() {
    let mut editor = Editor::start(&FILES);
    let names = ["knowledge-base.yaml", "small.yaml", "other.yaml", "tests/small.yaml"];
    for name in names {
        editor.open(name);
    }
    let mut chance = Chance(0x2026_1128);
    let scraps = [
        "\n",
        "  ",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "\u{1f5a8}",
        "ü",
        "#",
        "next: ",
        "|",
        "{{ ",
        "state",
        "\t",
        "&a",
        "\r\n",
    ];
    for round in 0..400 {
        let name = names[chance.below(names.len())];
        let text = &editor.texts[name].0;
        let start = text.floor_char_boundary(chance.below(text.len() + 1));
        let end = text.floor_char_boundary((start + chance.below(12)).min(text.len())).max(start);
        let with = if chance.below(3) == 0 { "" } else { scraps[chance.below(scraps.len())] };
        editor.replace(name, start..end, with);
        if round % 20 == 0 {
            let position = editor.position(name, start);
            let params = json!({ "textDocument": { "uri": editor.uri(name) }, "position": position });
            for method in ["textDocument/completion", "textDocument/hover", "textDocument/definition"] {
                editor.ask(method, &params).unwrap_or_else(|error| panic!("{method}: {error:#}"));
            }
            // The file is put right again, so that edits do not only ever meet ruins.
            let whole = editor.texts[name].0.len();
            let fresh = FILES.iter().find(|(file, _)| *file == name).unwrap().1;
            editor.replace(name, 0..whole, fresh);
        }
    }
    let mut shown: Vec<String> = Vec::new();
    for name in names {
        for finding in editor.findings(name) {
            shown.push(format!(
                "{name} {} {} {}",
                finding["code"], finding["range"]["start"], finding["range"]["end"]
            ));
        }
    }
    editor.save();
    let (_, checked) = editor.check();
    let mut wanted: Vec<String> = Vec::new();
    for finding in checked["findings"].as_array().unwrap() {
        let file = finding["file"].as_str().unwrap();
        let name = names.iter().filter(|name| file.ends_with(*name)).max_by_key(|name| name.len()).unwrap();
        let at = |end: &str| {
            let byte = usize::try_from(finding["span"][end]["byte"].as_u64().unwrap()).unwrap();
            editor.position(name, byte)
        };
        wanted.push(format!("{name} {} {} {}", finding["rule"], at("start"), at("end")));
    }
    shown.sort();
    wanted.sort();
    assert!(wanted.len() > 3, "the edits broke something: {wanted:#?}");
    assert_eq!(shown, wanted);
    assert_eq!(editor.end(), Some(0));
}
