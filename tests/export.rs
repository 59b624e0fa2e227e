//! What leaves: no credential in any report or export, stand-ins for names that can be told back, and the same judgement
//! after that as before.
//!
//! Invariant: everything goes through the public functions; secrets are made up here and of no use.
//! Deliberately absent: the commands around it (`sessions_report.rs`).

use proptest::prelude::*;
use std::path::Path;
use triagebook::evidence::{Known, judge, read};
use triagebook::graph::{Content, Graph};
use triagebook::model::{FactName, NodeKey};
use triagebook::pseudonym::{Dictionary, Kind};
use triagebook::session::{
    Action, Answer, Dossier, Event, Export, FORMAT, FixResult, KbPrint, NameMap, Opening, Proposal, Reader,
    ReportForm, Salvage, State, VERSION, What, public_texts, step, verify_events,
};
use triagebook::world::library::{self, Location};

fn load(folder: &str) -> Graph {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    library::load(Location::Folder(folder)).expect("the folder can be read").graph
}

fn replaced(text: &str) -> (String, Dictionary) {
    let mut dictionary = Dictionary::new(&[text], &[], &[], &[]);
    let out = dictionary.replace(text);
    (out, dictionary)
}

#[test]
fn names_go_and_their_relations_stay() {
    let text = "\
Identity      : EX01\\EWS (Default Web Site)
Server        : EX01
InternalUrl   : https://mail.contoso.com/EWS/Exchange.asmx
Domains       : {contoso.com, contoso.mail.onmicrosoft.com, corp.contoso.com}
Address       : Olaf.Berg@Contoso.com
Upn           : olaf.berg@contoso.com
Path          : C:\\Users\\olaf.berg\\Desktop
Thumbprint    : 39E815560D0ECDF1AE3666F7D48BE4997464BBEE
Subject       : CN=Microsoft Exchange Server Auth Certificate
Dialog        : 39 e8 15 56 0d 0e cd f1 ae 36 66 f7 d4 8b e4 99 74 64 bb ee
Tenant        : 8d9371f0-ace9-46f8-8861-4df35c561011
App           : 00000002-0000-0ff1-ce00-000000000000
Dn            : CN=Olaf Berg,OU=Sales,DC=contoso,DC=com
From          : 10.1.2.3, 52.96.1.10
Version       : Version 15.2 (Build 221.12), 15.2.221.12
Url           : https://outlook.office365.com/EWS/Exchange.asmx
Type          : System.Net.WebException at Microsoft.Exchange.Net.Foo
";
    let (out, dictionary) = replaced(text);
    for name in [
        "contoso", "Contoso", "olaf", "Olaf", "EX01", "39E815", "39 e8", "8d9371f0", "10.1.2.3", "52.96",
        "Sales",
    ] {
        assert!(!out.contains(name), "{name} is left in:\n{out}");
    }
    for stays in [
        "outlook.office365.com",
        "00000002-0000-0ff1-ce00-000000000000",
        "15.2.221.12",
        "CN=Microsoft Exchange Server Auth Certificate",
        "onmicrosoft.com",
        "System.Net.WebException",
    ] {
        assert!(out.contains(stays), "{stays} is not left in:\n{out}");
    }
    assert_eq!(
        out.lines().map(|l| l.chars().count()).collect::<Vec<_>>(),
        text.lines().map(|l| l.chars().count()).collect::<Vec<_>>()
    );
    assert_eq!(Dictionary::reveal(dictionary.entries(), &out), text);
}

#[test]
fn wrapped_and_cut_names_go_too() {
    let text = "\
DiscoveryEndpoint : https://autodiscover.contoso.com/autodiscover/autodi
TargetAddressDomains                 : {mail.contoso.com, verylongname.fabri
                                       kam.com}
Short : mail.contos... and https://autodiscover.contoso.com and fabrikam.com and 8d9371f0-ace9-46f8-8861-4df35c561011
Cut : {8d9371f0-ace9-46f8...} contoso\u{2026} verylongname.fabri\u{2026}
";
    let (out, dictionary) = replaced(text);
    for name in ["contos", "fabri", "verylong", "8d9371"] {
        assert!(!out.contains(name), "{name} is left in:\n{out}");
    }
    assert_eq!(Dictionary::reveal(dictionary.entries(), &out), text);
}

#[test]
fn an_earlier_dictionary_keeps_its_stand_ins() {
    let (first, dictionary) = replaced("olaf@contoso.com");
    let mut second = Dictionary::new(&["eva@fabrikam.com olaf@contoso.com"], &[], dictionary.entries(), &[]);
    let out = second.replace("eva@fabrikam.com olaf@contoso.com");
    assert!(out.ends_with(&first), "{out}");
    let mut named = Dictionary::new(&["PRINT09 is slow"], &[], &[], &[(Kind::Host, "PRINT09")]);
    assert_eq!(named.replace("PRINT09 is slow"), "HOST001 is slow");
}

fn name() -> impl Strategy<Value = String> {
    let label = "[a-z][a-z0-9]{2,9}";
    let domain = (label, prop_oneof![Just("com"), Just("de"), Just("local"), Just("co.uk")])
        .prop_map(|(l, t)| format!("{l}.{t}"));
    let upper = any::<prop::sample::Index>();
    (
        prop_oneof![
            domain.clone(),
            (label, domain.clone()).prop_map(|(l, d)| format!("{l}.{d}")),
            ("[a-z]{2,5}\\.[a-z]{3,8}", domain.clone()).prop_map(|(l, d)| format!("{l}@{d}")),
            label.prop_map(|l| format!("{l}.onmicrosoft.com")),
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "[0-9A-F]{40}",
            (1u8..223, any::<u8>(), any::<u8>(), any::<u8>())
                .prop_map(|(a, b, c, d)| format!("{a}.{b}.{c}.{d}")),
            label.prop_map(|l| format!("C:\\Users\\{l}\\x")),
            label.prop_map(|l| format!("CONTOSO\\{l}")),
            label.prop_map(|l| format!("\\\\{l}\\share")),
            label.prop_map(|l| format!("CN={l},OU=Staff,DC=contoso,DC=com")),
            "S-1-5-21-[0-9]{9}-[0-9]{10}-[0-9]{9}-1104",
            "user[0-9]{3}@d[0-9]{2}\\.example",
            "host00[0-9]",
            "h00[0-9]",
            "org000[0-9]",
            "192\\.0\\.2\\.1[0-9]",
            "face000[0-9]-0000-0000-0000-000000000000",
        ],
        upper,
        0usize..4,
    )
        .prop_map(|(name, at, case)| match case {
            0 => name.to_uppercase(),
            1 => {
                let index = at.index(name.len());
                name.char_indices()
                    .map(|(i, c)| if i == index { c.to_ascii_uppercase() } else { c })
                    .collect()
            }
            _ => name,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn there_and_back(pieces in prop::collection::vec((name(), "[ ,;:(){}\"'\n|/=-]{1,3}|\n    |\\.\\.\\.|\u{2026}", 0usize..40), 1..14)) {
        let mut text = String::new();
        for (name, gap, cut) in pieces {
            // Some are cut off, some wrapped.
            match cut {
                0..=5 if name.len() > 8 => { text.push_str(&name[..8]); text.push_str("..."); }
                6..=10 if name.len() > 8 => { text.push_str("Some property with a long name here : "); text.push_str(&name[..7]); text.push_str("\n      "); text.push_str(&name[7..]); }
                _ => text.push_str(&name),
            }
            text.push_str(&gap);
        }
        let (out, dictionary) = replaced(&text);
        prop_assert_eq!(out.lines().count(), text.lines().count());
        prop_assert_eq!(Dictionary::reveal(dictionary.entries(), &out), text);
    }
    #[test]
    fn any_text(text in "(\\PC|\n|\\.|@){0,120}") {
        let (out, dictionary) = replaced(&text);
        prop_assert_eq!(Dictionary::reveal(dictionary.entries(), &out), text);
    }
}

#[test]
fn every_sample_of_the_shipped_runbooks_is_judged_the_same_with_stand_ins() {
    let graph = load("runbooks");
    let public = public_texts(&graph);
    let public: Vec<&str> = public.iter().map(String::as_str).collect();
    let now = jiff::civil::date(2026, 11, 28).at(12, 0, 0, 0);
    let (mut samples, mut changed) = (0, 0);
    let mut problems = Vec::new();
    for node in graph.nodes() {
        let Content::Check(check) = &node.content else { continue };
        let of_outcomes = check.outcomes.iter().flat_map(|(_, outcome)| &outcome.samples);
        for sample in of_outcomes.chain(&check.undecided) {
            let facts = || {
                sample
                    .facts
                    .iter()
                    .map(|(name, value)| (FactName(name.value.to_string()), value.value.clone()))
            };
            let values: Vec<String> = facts().map(|(_, value)| value).collect();
            let original = sample.text.value.as_str();
            let texts: Vec<&str> =
                std::iter::once(original).chain(values.iter().map(String::as_str)).collect();
            let mut dictionary = Dictionary::new(&texts, &public, &[], &[]);
            let text = dictionary.replace(original);
            let plain = facts().collect();
            let stand_ins = facts().map(|(name, value)| (name, dictionary.replace(&value))).collect();
            let before = judge(check, &read(original), &Known { facts: &plain, now }).verdict;
            let after = judge(check, &read(&text), &Known { facts: &stand_ins, now }).verdict;
            if before != after {
                problems
                    .push(format!("{}: {before:?} became {after:?}:\n{original}\nbecame\n{text}", node.key));
            }
            if Dictionary::reveal(dictionary.entries(), &text) != original {
                problems.push(format!("{}: not told back:\n{text}", node.key));
            }
            samples += 1;
            changed += usize::from(text != original);
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(samples > 500 && changed > 200, "{samples} samples, of which {changed} name something");
}

/// Ten secrets of each kind, each in the notation in which it is met, and the part of it that must not be seen again.
fn secrets() -> Vec<(String, String)> {
    const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    const HEX: &str = "0123456789abcdef";
    const DIGITS: &str = "0123456789";
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |alphabet: &str, length: usize| -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..length)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                alphabet[usize::try_from(seed % alphabet.len() as u64).expect("it is small")]
            })
            .collect()
    };
    let mut secrets = Vec::new();
    for _ in 0..10 {
        let mut plant =
            |secret: String, around: &str| secrets.push((around.replace("SECRET", &secret), secret));
        plant(random(LETTERS, 14), "Password : SECRET");
        plant(random(LETTERS, 14), "Server=db;User ID=sa;Password=SECRET;Encrypt=True");
        plant(random(LETTERS, 14), "Set-User -Identity olaf -Password 'SECRET'");
        plant(random(LETTERS, 16), "ConvertTo-SecureString 'SECRET' -AsPlainText -Force");
        plant(random(LETTERS, 12), "net use Z: \\\\fs01\\share SECRET /user:contoso\\olaf");
        plant(random(LETTERS, 12), "curl -u olaf:SECRET https://example.com");
        plant(random(LETTERS, 12), "https://olaf:SECRET@example.com/x");
        plant(
            format!("eyJ{}.{}.{}", random(LETTERS, 30), random(LETTERS, 60), random(LETTERS, 43)),
            "saw SECRET there",
        );
        plant(random(LETTERS, 44), "Authorization: Bearer SECRET");
        plant(format!("{}=", random(LETTERS, 31)), "Authorization: Basic SECRET");
        plant(format!("{}8Q~{}", random(LETTERS, 3), random(LETTERS, 34)), "value SECRET");
        plant(
            format!("{}==", random(LETTERS, 86)),
            "AccountName=x;AccountKey=SECRET;EndpointSuffix=core.windows.net",
        );
        plant(
            format!("{}%3D", random(LETTERS, 43)),
            "https://x.blob.core.windows.net/c?sv=2024-01-01&sig=SECRET",
        );
        plant(format!("ghp_{}", random(LETTERS, 36)), "token SECRET");
        plant(format!("glpat-{}", random(LETTERS, 20)), "SECRET");
        plant(format!("xoxb-{}-{}", random(DIGITS, 12), random(LETTERS, 24)), "SECRET");
        plant(format!("AKIA{}", random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)), "key SECRET");
        plant(format!("AIza{}", random(LETTERS, 35)), "SECRET");
        plant(format!("npm_{}", random(LETTERS, 36)), "SECRET");
        plant(format!("sk_live_{}", random(LETTERS, 24)), "SECRET");
        plant(format!("hvs.{}", random(LETTERS, 24)), "SECRET");
        plant(format!("$6${}${}", random(LETTERS, 8), random(LETTERS, 60)), "root:SECRET:19000:0:99999");
        plant(random(HEX, 32), "olaf:1104:aad3b435b51404eeaad3b435b51404ee:SECRET:::");
        plant(format!("01000000d08c9ddf{}", random(HEX, 120)), "SECRET");
        plant((0..8).map(|_| random(DIGITS, 6)).collect::<Vec<_>>().join("-"), "Recovery: SECRET");
        plant(random(LETTERS, 40), "client_secret=SECRET&grant_type=client_credentials");
        plant(random(LETTERS, 48), "{\"refresh_token\": \"SECRET\"}");
        plant(random(LETTERS, 40), "Cookie: ESTSAUTH=SECRET");
        plant(random(LETTERS, 12), "ms-Mcs-AdmPwd : SECRET");
        plant(random(LETTERS, 40), "https://contoso.webhook.office.com/webhookb2/SECRET");
    }
    secrets
}

struct Walk<'a> {
    graph: &'a Graph,
    events: Vec<Event>,
}

impl Walk<'_> {
    fn push(&mut self, what: What) {
        let minute = i64::try_from(self.events.len()).expect("few events");
        let at = jiff::Timestamp::from_second(1_800_000_000 + 60 * minute).expect("a time");
        self.events.push(Event::new(at, what));
    }

    fn act(&mut self, action: Action) {
        let whats =
            step(self.graph, &State::replay(self.graph, &self.events), action).expect("the walk allows it");
        for what in whats {
            self.push(what);
        }
    }

    fn judge(&mut self, text: &str, answer: &str, reason: Option<&str>) {
        let state = State::replay(self.graph, &self.events);
        let now = self.events.last().expect("it has begun").at;
        let proposal = Proposal::new(self.graph, &state, now, "paste", text).expect("a question waits");
        let (answer, reason) = (Answer::Outcome(answer.into()), reason.map(str::to_owned));
        self.act(Action::Judge { proposal: Box::new(proposal), answer, reason });
    }
}

/// A session on the fixture whose output is `output`; a person says `said` wherever something can be said.
fn walk<'a>(graph: &'a Graph, output: &str, said: &str) -> Walk<'a> {
    let mut walk = Walk { graph, events: Vec::new() };
    let entry = NodeKey::new("printing", "nothing-prints");
    walk.push(What::Started { version: VERSION, entry, offset_minutes: None });
    walk.act(Action::Input { fact: "server".into(), text: "PRINT09".to_owned() });
    walk.judge(output, "stopped", Some(said));
    walk.act(Action::Note(said.to_owned()));
    walk.act(Action::NotDone { reason: Some(said.to_owned()) });
    walk.act(Action::Tried(FixResult::Done));
    walk.act(Action::SkipWait);
    walk.act(Action::ParkCheck { reason: Some(said.to_owned()) });
    walk.act(Action::Answer(Answer::Outcome("page".into())));
    walk
}

fn opening() -> Opening {
    let kb = KbPrint {
        title: "Printing".to_owned(),
        folder: Some("/home/olaf/kb".to_owned()),
        ..KbPrint::default()
    };
    let continues = Some("2026-01-01-aaaa".to_owned());
    Opening { format: FORMAT, engine: "1.0".to_owned(), title: "T".to_owned(), kb, continues }
}

#[test]
fn no_secret_leaves_by_any_report_or_export() {
    let graph = load("tests/sessions/kb");
    let (kinds, secrets) = (30, secrets());
    assert_eq!(secrets.len(), 10 * kinds);
    for chunk in secrets.chunks(kinds) {
        let planted: Vec<&str> = chunk.iter().map(|(text, _)| text.as_str()).collect();
        let said = planted.join("\n");
        let output = format!("Name  : Q1\nState : Running\n\n{said}\n");
        let mut walk = walk(&graph, &output, &said);
        // The journal of an older program may hold what was not known to be a credential then.
        walk.push(What::Note { node: None, text: said.clone() });
        let value = Some(said.clone());
        walk.push(What::Input { fact: "server".into(), value, node: None });
        let node = NodeKey::new("printing", "which");
        walk.push(What::Evidence {
            node,
            from: "paste".to_owned(),
            text: output.clone(),
            lacking: Vec::new(),
        });
        let dossier =
            Dossier::new(&graph, &walk.events, &KbPrint::default(), "1.0", None).expect("it has begun");
        let mut leaving = vec![dossier.json()];
        for reader in [Reader::Record, Reader::Ticket, Reader::Customer, Reader::Escalation] {
            for form in [ReportForm::Text, ReportForm::Markdown, ReportForm::Html] {
                leaving.push(dossier.write(reader, form));
            }
        }
        let export = Export::new(&graph, &walk.events, &opening(), &[]);
        leaving.push(String::from_utf8(export.bytes).expect("it is text"));
        leaving.push(NameMap::new("x", export.entries).json());
        assert!(export.removed.values().sum::<usize>() >= kinds);
        for (planted, secret) in chunk {
            for text in &leaving {
                assert!(!text.contains(secret.as_str()), "{planted:?} left in\n{text}");
            }
        }
    }
}

#[test]
fn an_export_judges_the_same_names_nobody_and_is_told_back() {
    let graph = load("tests/sessions/kb");
    let output = "[PS] C:\\Users\\olaf.berg>Get-PrintQueue -Server PRINT09\nName  : Q1 at print09.contoso.com\nState : Stopped\nOwner : Olaf.Berg@Contoso.com\n";
    let walk = walk(&graph, output, "olaf.berg@contoso.com called from 10.1.2.3 about PRINT09");
    let export = Export::new(&graph, &walk.events, &opening(), &[]);
    let text = String::from_utf8(export.bytes.clone()).expect("it is text");
    for name in
        ["olaf", "Olaf", "contoso", "Contoso", "PRINT09", "print09", "10.1.2.3", "/home/", "2026-01-01-aaaa"]
    {
        assert!(!text.contains(name), "{name} is left in:\n{text}");
    }
    let salvage = Salvage::read(&export.bytes);
    assert!(salvage.damage.is_empty() && salvage.torn == 0);
    let (before, after) = (verify_events(&graph, &walk.events), verify_events(&graph, &salvage.events));
    assert_eq!(after.doubts, []);
    assert_eq!(before.conclusion, after.conclusion);
    let how = |steps: &[triagebook::session::Verified]| -> Vec<(NodeKey, String, String)> {
        steps.iter().map(|step| (step.node.clone(), step.said.clone(), step.how.clone())).collect()
    };
    assert_eq!(how(&before.steps), how(&after.steps));
    for (event, was) in salvage.events.iter().zip(&walk.events) {
        let json = |event: &Event| serde_json::to_string(event).expect("it is plain data");
        assert_eq!(Dictionary::reveal(&export.entries, &json(event)), json(was));
    }
    let again = Export::new(&graph, &walk.events, &opening(), &export.entries);
    assert_eq!(again.bytes, export.bytes, "a second export uses the same stand-ins");
}
