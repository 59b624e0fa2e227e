//! The engine in the page and the engine of this process: the same requests get the same answers, byte for byte.
//!
//! Random knowledge bases, and on each of them random walks: answers, output, values, fixes, steps back, jumps, remarks.
//! `WALKS=1000` walks that many knowledge bases, otherwise a few: `WALKS=1000 cargo test --release --test browser same::`, because
//! without optimisation this process needs longer than the page.

use crate::{cdp, site};
use serde_json::{Value, json};
use std::fmt::Write as _;
use triagebook::browser::Engine;

/// `SplitMix64`: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

const BASE: &str = "title: Random\nplaces:\n  ems: { title: Shell, shell: powershell }\n  sh: { title: Unix, shell: posix }\n";

const TEXTS: [&str; 6] = [
    "Name    : A\nEnabled : True\nCount : 3\nExpires : 2026-12-24\n",
    "Name    : A\nEnabled : False\nCount : 12\nExpires : 24/12/2025\n",
    "[PS] C:\\>Get-Thing\n\nName  Enabled Count\n----  ------- -----\nA     True    7\nB     False   …\n",
    "WARNING: nothing\r\nThe operation couldn't be performed because object 'x' couldn't be found.\r\n",
    "password : hunter2-hunter2\nEnabled : Fal\n\n se\nName : …",
    "{\"Name\": \"J\", \"Enabled\": true, \"Count\": 1}",
];

/// A runbook of random nodes. Names: `c0…` checks, `f0…` fixes.
fn runbook(dice: &mut Dice, name: &str, others: &[&str]) -> String {
    let (checks, fixes) = (3 + dice.below(6), 1 + dice.below(3));
    let target = |dice: &mut Dice| match dice.below(12) {
        0 => "done".to_owned(),
        1 => "away".to_owned(),
        2 | 3 => format!("f{}", dice.below(fixes)),
        4 if !others.is_empty() => {
            format!("{{ call: {}, return: c{} }}", dice.one(others), dice.below(checks))
        }
        _ => format!("c{}", dice.below(checks)),
    };
    let mut text = format!(
        "runbook: {name}\ntitle: Runbook {name}\nowner: Team\nreviewed: 2026-11-01\ninputs:\n  box: {{ ask: A mailbox, type: smtp, example: a@b.example }}\n  \
         many: {{ ask: A number, type: int }}\nsymptoms:\n  seen: {{ title: It shows, signatures: [HCW{}], next: c0 }}\nchecks:\n",
        1000 + dice.below(9000)
    );
    for index in 0..checks {
        let place = dice.one(&["ems", "sh"]);
        let command = dice.one(&[
            "Get-Thing -Identity {{ box }}",
            "Get-Thing | Format-List Name,Enabled",
            "Get-Thing {{ found }}",
        ]);
        let _ = write!(
            text,
            "  c{index}:\n    title: Question {index}?\n    why: Because *it* is `so`.\n    minutes: {}\n    run: [{{ place: {place}, command: \"{command}\" }}]\n    outcomes:\n",
            1 + dice.below(9)
        );
        for outcome in 0..2 + dice.below(2) {
            let when = dice.one(&[
                "{ property: Enabled, equals: true }",
                "{ property: Enabled, equals: false }",
                "{ property: Count, less: 5 }",
                "{ property: Count, greater: \"{{ many }}\" }",
                "{ property: Expires, before: now }",
                "{ text: couldn't be found }",
                "{ output: none }",
                "{ all: [{ property: Name, matches: \"^[A-J]$\" }, { not: x, property: Enabled }] }",
            ]);
            let capture = if dice.below(3) == 0 { "      capture: { found: Name }\n" } else { "" };
            let _ = write!(
                text,
                "      o{outcome}:\n        title: Answer {outcome}\n        when: {when}\n{}        next: {}\n",
                capture.replace("      capture", "        capture"),
                target(dice)
            );
        }
        let _ = writeln!(text, "    unsure: away");
    }
    text.push_str("fixes:\n");
    for index in 0..fixes {
        let requires = if dice.below(2) == 0 {
            format!("    requires: {{ c{}: o0 }}\n", dice.below(checks))
        } else {
            String::new()
        };
        let risk = dice.one(&["change", "outage", "destructive"]);
        let _ = write!(
            text,
            "  f{index}:\n    title: Mend {index}\n{requires}    risk: {risk}\n    role: Admin\n    impact: None.\n    steps: [{{ place: ems, command: \"Set-Thing {{{{ box }}}}\" }}]\n    \
             rollback: {{ none: There is no need. }}\n    wait: 15m\n    verify: c{}\n    attempts: {{ limit: 2, else: away }}\n",
            dice.below(checks)
        );
    }
    text.push_str("ends:\n  done: { title: It works, result: resolved }\n  away: { title: Hand over, result: escalated, to: Others, attach: [All] }\n");
    text
}

/// What the engine of this process was asked, and what it said.
#[derive(Default)]
struct Protocol {
    engine: Engine,
    requests: Vec<String>,
    answers: Vec<String>,
}

impl Protocol {
    fn ask(&mut self, request: &Value) -> Value {
        let request = request.to_string();
        let answer = self.engine.answer(&request);
        self.requests.push(request);
        self.answers.push(answer.clone());
        serde_json::from_str(&answer).unwrap()
    }
}

/// A time that passes: a minute a step.
fn at(minute: usize) -> String {
    format!("2026-11-28T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60)
}

/// What a person might do now.
fn act(dice: &mut Dice, view: &Value) -> Value {
    let shown = &view["shown"];
    let prompt = &shown["prompt"];
    match dice.below(14) {
        0 => return json!("back"),
        1 => return json!("undo"),
        2 => return json!("redo"),
        3 => return json!({ "note": "a remark\u{1b}[31m" }),
        4 => return json!({ "back-to": { "index": dice.below(4) } }),
        5 => return json!("skip-wait"),
        6 if dice.below(3) == 0 => return json!({ "park-check": { "reason": null } }),
        _ => {}
    }
    if prompt["input"].is_object() {
        let text = *dice.one(&["olaf@contoso.com", "7", "x y", "12", "clara@fabrikam.com"]);
        return match dice.below(5) {
            0 => json!("decline"),
            _ => json!({ "input": { "fact": prompt["input"]["fact"], "text": text } }),
        };
    }
    if let Some(choices) = prompt["check"]["choices"].as_array() {
        let answer = match dice.below(choices.len() + 2) {
            0 => json!("unsure"),
            1 => json!("none"),
            index => json!({ "outcome": choices[index - 2]["outcome"] }),
        };
        let text = match dice.below(5) {
            0 => Value::Null,
            1 => json!([*dice.one(&TEXTS), *dice.one(&TEXTS)].concat()),
            _ => json!(dice.one(&TEXTS)),
        };
        let parked = shown["parked"].as_array().and_then(|parked| parked.first());
        let parked = parked.map(|parked| json!([parked["node"], parked["visit"]]));
        return match dice.below(6) {
            0..3 => json!({ "answer": answer }),
            3 => json!({ "take": { "text": text, "judged": at(0), "count": 1 + dice.below(3) } }),
            4 if parked.is_some() => {
                json!({ "judge": { "text": text, "judged": at(0), "answer": answer, "reason": null, "parked": parked } })
            }
            _ => {
                json!({ "judge": { "text": text, "judged": at(0), "answer": answer, "reason": "so", "parked": null } })
            }
        };
    }
    if prompt["fix"].is_object() {
        return match dice.below(6) {
            0 => json!({ "overrule-requirement": { "reason": null } }),
            1 => json!({ "confirm-target": prompt["fix"]["confirm"]["target"].as_str().unwrap_or("x") }),
            2 => json!({ "not-done": { "reason": "later" } }),
            3 => json!({ "tried": "failed" }),
            _ => json!({ "tried": "done" }),
        };
    }
    json!("finish")
}

fn walk(dice: &mut Dice, protocol: &mut Protocol, steps: usize) {
    let entry = *dice.one(&["one/seen", "two/seen", "one/c1"]);
    let begun = protocol.ask(
        &json!({ "start": { "at": at(0), "offset_minutes": 60, "link": { "entry": entry, "steps": [] } } }),
    );
    let mut events = begun["ok"]["events"].as_array().unwrap().clone();
    let mut view = begun["ok"]["view"].clone();
    for minute in 1..=steps {
        if dice.below(4) == 0 {
            protocol.ask(&json!({ "judge": { "at": at(minute), "events": events, "text": dice.one(&TEXTS), "parked": null } }));
        }
        let act = act(dice, &view);
        let answer = protocol.ask(&json!({ "act": { "at": at(minute), "events": events, "act": act } }));
        if let Some(new) = answer["ok"]["events"].as_array() {
            events.extend(new.iter().cloned());
            view = answer["ok"]["view"].clone();
        }
    }
    for form in ["text", "json"] {
        protocol.ask(&json!({ "report": { "events": events, "form": form } }));
    }
    for form in ["text", "markdown", "html", "json"] {
        let reader = *dice.one(&["record", "ticket", "customer", "escalation"]);
        protocol.ask(&json!({ "dossier": { "events": events, "reader": reader, "form": form } }));
    }
    let journal = protocol.ask(&json!({ "journal": { "events": events } }));
    protocol.ask(&json!({ "open": { "at": at(steps + 1), "journal": journal["ok"] } }));
    protocol.ask(&json!({ "ask": { "events": events } }));
    let mut shared = view["link"].clone();
    shared["entry"] = entry.into();
    protocol.ask(&json!({ "start": { "at": at(0), "offset_minutes": -90, "link": shared } }));
}

/// All that is asked of one random knowledge base.
fn protocol(seed: u64, walks: usize) -> Protocol {
    let mut dice = Dice(seed);
    let two = runbook(&mut dice, "two", &[]);
    let one = runbook(&mut dice, "one", &["two"]);
    let mut protocol = Protocol::default();
    let files = json!([
        { "name": "knowledge-base.yaml", "text": BASE }, { "name": "one.yaml", "text": one }, { "name": "two.yaml", "text": two },
    ]);
    let loaded = protocol.ask(&json!({ "load": { "hash": "x", "files": files } }));
    assert_eq!(loaded, json!({ "ok": null }));
    for _ in 0..walks {
        let steps = 4 + dice.below(14);
        walk(&mut dice, &mut protocol, steps);
    }
    protocol
}

/// Asks the page what this process was asked. Returns how many of the requests made a session go on.
fn compare(browser: &mut cdp::Browser, tab: &cdp::Tab, seed: u64, protocol: &Protocol) -> usize {
    let requests = serde_json::to_string(&protocol.requests).unwrap();
    let answers = browser.evaluate(tab, &format!("window.triagebook.raw({requests})"));
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), protocol.answers.len());
    for (number, (page, here)) in answers.iter().zip(&protocol.answers).enumerate() {
        assert_eq!(
            page.as_str().unwrap(),
            here,
            "left: the page, right: this process; knowledge base {seed}, request {}",
            protocol.requests[number]
        );
    }
    protocol.answers.iter().filter(|answer| answer.contains("\"events\"")).count()
}

#[test]
fn the_page_answers_every_request_as_this_process_does() {
    let bases: u64 = std::env::var("WALKS").ok().map_or(4, |number| number.parse().unwrap());
    let mut browser = cdp::Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &site::shipped().join("runbooks/hcw8064.html"), "");
    site::wait_for_engine(&mut browser, &tab);
    // While the page answers, the next knowledge bases are walked here.
    let (send, walked) = std::sync::mpsc::sync_channel(2);
    let acted: usize = std::thread::scope(move |scope| {
        scope.spawn(move || (0..bases).all(|seed| send.send((seed, protocol(seed, 20))).is_ok()));
        walked
            .into_iter()
            .map(|(seed, protocol)| {
                if seed % 100 == 99 {
                    eprintln!("{} of {bases} knowledge bases walked", seed + 1);
                }
                compare(&mut browser, &tab, seed, &protocol)
            })
            .sum()
    });
    assert!(acted > 100, "walks go somewhere: {acted}");
}
