//! The keys of every mapping of the format, each with an example.
//!
//! Invariant: the tables name exactly the keys of the model's types (a test compares them with the JSON Schema), and
//! every example can be read (a test reads them).
//! Deliberately absent: which keys are needed; the readers say that where they read.

use crate::prose;

/// The keys that one kind of mapping may hold.
pub(in crate::syntax) struct Table {
    /// What the mapping is, as a noun.
    pub(in crate::syntax) what: &'static str,
    /// Its keys, each with an example of the whole entry.
    pub(in crate::syntax) keys: &'static [(&'static str, &'static str)],
}

impl Table {
    /// The names of the keys.
    pub(in crate::syntax) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|(name, _)| *name)
    }
}

/// All tables.
pub(super) static TABLES: [&Table; 25] = [
    &RUNBOOK,
    &SOURCE,
    &INPUT,
    &SYMPTOM,
    &SIGNATURE,
    &CHECK,
    &COMMAND,
    &OUTCOME,
    &SAMPLE,
    &FIX,
    &STEP,
    &ROLLBACK,
    &ATTEMPTS,
    &ALLOWANCE,
    &END,
    &KNOWLEDGE_BASE,
    &PLACE,
    &TERM,
    &CALL,
    &MATCHER,
    &COUNT,
    &SCENARIO_FILE,
    &SCENARIO,
    &SCENARIO_STEP,
    &ALTERNATIVE,
];

/// The tables that know this key.
pub(in crate::syntax) fn tables_with(key: &str) -> impl Iterator<Item = &'static Table> {
    TABLES.into_iter().filter(move |table| table.names().any(|name| name == key))
}

/// A noun with its indefinite article.
pub(in crate::syntax) fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The candidate that was probably meant. Long texts are never taken for a misspelt word.
pub(in crate::syntax) fn near<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    const LONGEST: usize = 40;
    if typed.len() > LONGEST { None } else { prose::near(typed, candidates) }
}

const UNCONFIRMED: (&str, &str) = ("unconfirmed", "unconfirmed: Only one report says so");
const ALLOW: (&str, &str) =
    ("allow", "allow: [{ rule: missing-sample, reason: The output holds names of customers }]");
const SOURCES: (&str, &str) = ("sources", "sources: [vendor-guide]");

pub(super) static RUNBOOK: Table = Table {
    what: "runbook",
    keys: &[
        ("runbook", "runbook: printer-offline"),
        ("title", "title: The printer is shown as offline"),
        ("summary", "summary: The print server cannot reach the printer."),
        ("owner", "owner: workplace-support"),
        ("reviewed", "reviewed: 2026-11-23"),
        ("applies_to", "applies_to: [Windows 11, Windows Server 2025]"),
        ("now", "now: 2026-11-23"),
        (
            "sources",
            "sources: { vendor-guide: { title: Setup guide, url: 'https://contoso.com/guide', seen: 2026-11-23 } }",
        ),
        ("inputs", "inputs: { printer_name: { ask: Which printer is it?, type: server, example: PRN01 } }"),
        (
            "symptoms",
            "symptoms: { shown-offline: { title: The printer is shown as offline, next: spooler } }",
        ),
        (
            "checks",
            "checks: { spooler: { title: Does the spooler run?, ask: Look at the services, outcomes: { running: { title: It runs, next: solved } } } }",
        ),
        (
            "fixes",
            "fixes: { restart-spooler: { title: Restart the spooler, steps: [{ do: Restart the service }], verify: spooler } }",
        ),
        ("ends", "ends: { solved: { title: The printer prints again, result: resolved } }"),
        ALLOW,
    ],
};

pub(super) static SOURCE: Table = Table {
    what: "source",
    keys: &[
        ("title", "title: Setup guide"),
        ("url", "url: 'https://contoso.com/guide'"),
        ("seen", "seen: 2026-11-23"),
        ("confidence", "confidence: official"),
    ],
};

pub(super) static INPUT: Table = Table {
    what: "input",
    keys: &[
        ("ask", "ask: The name of the printer"),
        ("type", "type: server"),
        ("example", "example: PRN01"),
        ("help", "help: It is on the label of the printer"),
        ("values", "values: [ground floor, first floor]"),
    ],
};

pub(super) static SYMPTOM: Table = Table {
    what: "symptom",
    keys: &[
        ("title", "title: The printer is shown as offline"),
        ("detail", "detail: Other printers of the same server work."),
        ("also", "also: [nothing comes out of the printer, Drucker druckt nicht]"),
        ("signatures", "signatures: [0x00000709, { matches: 'error 0x8\\d+' }]"),
        ("next", "next: spooler"),
        UNCONFIRMED,
        SOURCES,
        ALLOW,
    ],
};

pub(super) static SIGNATURE: Table =
    Table { what: "signature", keys: &[("matches", "matches: 'error 0x8\\d+'")] };

pub(super) static CHECK: Table = Table {
    what: "check",
    keys: &[
        ("use", "use: printer-offline/spooler"),
        ("title", "title: Does the spooler run?"),
        ("why", "why: Without the spooler nothing is printed."),
        ("run", "run: [{ place: powershell, command: Get-Service Spooler | Format-List Status }]"),
        ("ask", "ask: Look at the display of the printer"),
        ("minutes", "minutes: 2"),
        ("outcomes", "outcomes: { running: { title: It runs, next: solved } }"),
        ("undecided", "undecided: ['Stat…']"),
        ("unsure", "unsure: escalate"),
        ("none", "none: escalate"),
        UNCONFIRMED,
        SOURCES,
        ALLOW,
    ],
};

pub(super) static COMMAND: Table = Table {
    what: "command",
    keys: &[
        ("place", "place: powershell"),
        ("command", "command: Get-Service Spooler | Format-List Status"),
        ("note", "note: Needs no elevation"),
    ],
};

pub(super) static OUTCOME: Table = Table {
    what: "outcome",
    keys: &[
        ("title", "title: The spooler runs"),
        ("detail", "detail: The fault lies further on."),
        ("when", "when: { property: Status, equals: Running }"),
        ("capture", "capture: { spooler_status: Status }"),
        ("samples", "samples: ['Status : Running']"),
        ("next", "next: printer-address"),
    ],
};

pub(super) static SAMPLE: Table = Table {
    what: "sample",
    keys: &[("text", "text: 'Status : Running'"), ("facts", "facts: { printer_name: PRN01 }")],
};

pub(super) static FIX: Table = Table {
    what: "fix",
    keys: &[
        ("use", "use: printer-offline/restart-spooler"),
        ("title", "title: Restart the spooler"),
        ("detail", "detail: Documents that wait are printed afterwards."),
        ("requires", "requires: { spooler: stopped }"),
        ("risk", "risk: outage"),
        ("role", "role: Administrator of the print server"),
        ("impact", "impact: Nobody can print for a few seconds."),
        (
            "steps",
            "steps: [{ do: Restart the service, place: powershell, command: Restart-Service Spooler }]",
        ),
        ("stop_if", "stop_if: The service does not stop within a minute"),
        ("rollback", "rollback: { none: A restart changes nothing that could be taken back }"),
        ("wait", "wait: 5m"),
        ("minutes", "minutes: 5"),
        ("verify", "verify: spooler"),
        ("attempts", "attempts: { limit: 2, else: escalate }"),
        UNCONFIRMED,
        SOURCES,
        ALLOW,
    ],
};

pub(super) static STEP: Table = Table {
    what: "step",
    keys: &[
        ("do", "do: Restart the service"),
        ("place", "place: powershell"),
        ("command", "command: Restart-Service Spooler"),
        ("expect", "expect: No output"),
    ],
};

pub(super) static ROLLBACK: Table = Table {
    what: "rollback without steps",
    keys: &[("none", "none: A restart changes nothing that could be taken back")],
};

pub(super) static ATTEMPTS: Table =
    Table { what: "limit of attempts", keys: &[("limit", "limit: 2"), ("else", "else: escalate")] };

pub(super) static ALLOWANCE: Table = Table {
    what: "allowance",
    keys: &[
        ("rule", "rule: missing-sample"),
        ("reason", "reason: The output holds names of customers"),
        ("until", "until: 2027-06-30"),
    ],
};

pub(super) static END: Table = Table {
    what: "end",
    keys: &[
        ("title", "title: The printer prints again"),
        ("detail", "detail: Close the ticket."),
        ("result", "result: resolved"),
        ("to", "to: Print server team"),
        ("attach", "attach: [The output of all checks]"),
        UNCONFIRMED,
        SOURCES,
        ALLOW,
    ],
};

pub(super) static KNOWLEDGE_BASE: Table = Table {
    what: "knowledge base",
    keys: &[
        ("title", "title: Workplace runbooks"),
        ("summary", "summary: Triage for printers and clients."),
        ("owner", "owner: workplace-support"),
        ("contact", "contact: support@contoso.com"),
        ("review_days", "review_days: 180"),
        ("order", "order: [printing, network]"),
        ("places", "places: { powershell: { title: Windows PowerShell, shell: powershell } }"),
        (
            "sources",
            "sources: { vendor-guide: { title: Setup guide, url: 'https://contoso.com/guide', seen: 2026-11-23 } }",
        ),
        ("rules", "rules: { unused-source: error }"),
        ("glossary", "glossary: { Spooler: { means: The service that queues documents } }"),
        ("elsewhere", "elsewhere: { Scanners: [the scanner sends no mail, Scan kommt nicht an] }"),
    ],
};

pub(super) static PLACE: Table = Table {
    what: "place",
    keys: &[
        ("title", "title: Windows PowerShell"),
        ("shell", "shell: powershell"),
        ("side", "side: on-premises"),
        ("marks", "marks: ['^\\[PS\\] ']"),
        ("open", "open: Right-click Start, then Terminal"),
    ],
};

pub(super) static TERM: Table = Table {
    what: "glossary entry",
    keys: &[
        ("means", "means: The service that queues documents"),
        ("long", "long: Print spooler service"),
        ("also", "also: [print queue, Warteschlang*]"),
    ],
};

pub(super) static CALL: Table =
    Table { what: "call", keys: &[("call", "call: network/ping"), ("return", "return: spooler")] };

/// The keys that make a matcher the test it is.
pub(super) const TESTS: &[&str] = &[
    "property", "fact", "text", "matches", "output", "error", "all", "any", "none", "some", "every", "count",
];

/// The keys that compare a property or a fact.
pub(super) const COMPARISONS: &[&str] =
    &["equals", "not", "contains", "matches", "before", "after", "less", "greater", "blank", "missing"];

pub(super) static MATCHER: Table = Table {
    what: "matcher",
    keys: &[
        ("property", "property: Status"),
        ("fact", "fact: printer_name"),
        ("text", "text: cannot find the printer"),
        ("matches", "matches: 'error 0x8\\d+'"),
        ("output", "output: none"),
        ("error", "error: access denied"),
        ("all", "all: [{ text: offline }, { text: paper }]"),
        ("any", "any: [{ text: offline }, { text: paper }]"),
        ("none", "none: [{ text: offline }, { text: paper }]"),
        ("some", "some: { property: Status, equals: Running }"),
        ("every", "every: { property: Status, equals: Running }"),
        ("count", "count: { of: { property: Status, equals: Running }, greater: 1 }"),
        ("equals", "equals: Running"),
        ("not", "not: Running"),
        ("contains", "contains: contoso.com"),
        ("before", "before: now + 60d"),
        ("after", "after: now"),
        ("less", "less: 10"),
        ("greater", "greater: 10"),
        ("blank", "blank: true"),
        ("missing", "missing: true"),
    ],
};

pub(super) static COUNT: Table = Table {
    what: "count",
    keys: &[
        ("of", "of: { property: Status, equals: Running }"),
        ("equals", "equals: 1"),
        ("less", "less: 2"),
        ("greater", "greater: 1"),
    ],
};

pub(super) static SCENARIO_FILE: Table = Table {
    what: "scenario file",
    keys: &[
        ("runbook", "runbook: printer-offline"),
        ("now", "now: 2026-11-23"),
        ("inputs", "inputs: { printer_name: PRN01 }"),
        ("anywhere", "anywhere: { unsure: escalate }"),
        (
            "scenarios",
            "scenarios: [{ title: The spooler was stopped, entry: shown-offline, steps: [{ spooler: stopped }], ends: solved }]",
        ),
    ],
};

pub(super) static SCENARIO: Table = Table {
    what: "scenario",
    keys: &[
        ("title", "title: The spooler was stopped"),
        ("about", "about: An update had stopped the service overnight."),
        ("entry", "entry: shown-offline"),
        ("now", "now: 2026-11-23"),
        ("inputs", "inputs: { printer_name: PRN01 }"),
        ("anywhere", "anywhere: { unsure: escalate }"),
        ("steps", "steps: [{ spooler: stopped }, { restart-spooler: done }]"),
        ("ends", "ends: solved"),
        ("stops", "stops: restart-spooler"),
    ],
};

const GIVEN: [(&str, &str); 3] =
    [("by", "by: person"), ("sample", "sample: 2"), ("evidence", "evidence: 'Status : Stopped'")];

pub(super) static SCENARIO_STEP: Table = Table {
    what: "scenario step",
    keys: &[
        ("at", "at: spooler"),
        ("takes", "takes: stopped"),
        ("skip_to", "skip_to: solved"),
        ("shows", "shows: [Restart-Service Spooler]"),
        ("also", "also: { running: printer-address }"),
        GIVEN[0],
        GIVEN[1],
        GIVEN[2],
    ],
};

pub(super) static ALTERNATIVE: Table = Table {
    what: "alternative",
    keys: &[("goes", "goes: network/ping"), ("returns", "returns: spooler"), GIVEN[0], GIVEN[1], GIVEN[2]],
};

#[cfg(test)]
mod tests {
    use crate::model;
    use crate::source::FileId;
    use crate::syntax::lower::table::{
        ALLOWANCE, ALTERNATIVE, ATTEMPTS, CHECK, COMMAND, END, FIX, INPUT, KNOWLEDGE_BASE, OUTCOME, PLACE,
        RUNBOOK, SCENARIO, SCENARIO_FILE, SCENARIO_STEP, SOURCE, STEP, SYMPTOM, TABLES, TERM, Table,
    };
    use crate::syntax::lower::table::{
        CALL, COMPARISONS, COUNT, MATCHER, ROLLBACK, SAMPLE, SIGNATURE, TESTS,
    };
    use std::collections::BTreeSet;

    /// The keys under `properties` anywhere in a schema.
    fn keys(value: &serde_json::Value, into: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Object(object) => {
                for (name, inner) in object {
                    if let (true, Some(properties)) = (name == "properties", inner.as_object()) {
                        into.extend(properties.keys().cloned());
                    }
                    if name != "$defs" {
                        keys(inner, into);
                    }
                }
            }
            serde_json::Value::Array(list) => list.iter().for_each(|inner| keys(inner, into)),
            _ => {}
        }
    }

    fn assert_same<T: schemars::JsonSchema>(tables: &[&Table]) {
        let mut wanted = BTreeSet::new();
        keys(schemars::schema_for!(T).as_value(), &mut wanted);
        let found: BTreeSet<String> =
            tables.iter().flat_map(|table| table.names()).map(str::to_owned).collect();
        assert_eq!(found, wanted, "keys of a {}", tables[0].what);
    }

    #[test]
    fn the_tables_name_the_keys_of_the_model() {
        assert_same::<model::Runbook>(&[&RUNBOOK]);
        assert_same::<model::KnowledgeBase>(&[&KNOWLEDGE_BASE]);
        assert_same::<model::Place>(&[&PLACE]);
        assert_same::<model::Source>(&[&SOURCE]);
        assert_same::<model::Term>(&[&TERM]);
        assert_same::<model::Input>(&[&INPUT]);
        assert_same::<model::Symptom>(&[&SYMPTOM]);
        assert_same::<model::Signature>(&[&SIGNATURE]);
        assert_same::<model::Check>(&[&CHECK]);
        assert_same::<model::Command>(&[&COMMAND]);
        assert_same::<model::Outcome>(&[&OUTCOME]);
        assert_same::<model::Sample>(&[&SAMPLE]);
        assert_same::<model::Fix>(&[&FIX]);
        assert_same::<model::Step>(&[&STEP]);
        assert_same::<model::Rollback>(&[&ROLLBACK]);
        assert_same::<model::Attempts>(&[&ATTEMPTS]);
        assert_same::<model::Allowance>(&[&ALLOWANCE]);
        assert_same::<model::End>(&[&END]);
        assert_same::<model::Target>(&[&CALL]);
        assert_same::<model::Matcher>(&[&MATCHER, &COUNT]);
        assert_same::<model::ScenarioFile>(&[&SCENARIO_FILE]);
        assert_same::<model::Scenario>(&[&SCENARIO]);
        assert_same::<model::ScenarioStep>(&[&SCENARIO_STEP]);
        assert_same::<model::Alternative>(&[&ALTERNATIVE]);
    }

    #[test]
    fn the_tests_and_comparisons_are_the_keys_of_a_matcher() {
        let parts: BTreeSet<&str> = TESTS.iter().chain(COMPARISONS).copied().collect();
        assert_eq!(parts, MATCHER.names().collect());
    }

    /// The smallest file in which an entry of a table may stand (at `@`), and the entries that must stand beside it.
    fn home(table: &Table, key: &str) -> (&'static str, Vec<&'static str>) {
        match table.what {
            "runbook" => ("@", vec!["runbook: r", "title: t"]),
            "knowledge base" => ("@", vec!["title: t"]),
            "source" => ("sources:\n  n:\n    @", vec!["title: t", "seen: 2026-11-23"]),
            "input" => ("inputs:\n  n:\n    @", vec!["ask: a", "type: name"]),
            "symptom" => ("symptoms:\n  n:\n    @", vec!["title: t", "next: n"]),
            "signature" => ("symptoms:\n  n:\n    title: t\n    next: n\n    signatures:\n      - @", vec![]),
            "check" => ("checks:\n  n:\n    @", vec![]),
            "command" => ("checks:\n  n:\n    run:\n      - @", vec!["place: p", "command: c"]),
            "outcome" => ("checks:\n  n:\n    outcomes:\n      o:\n        @", vec!["next: n"]),
            "sample" => ("checks:\n  n:\n    undecided:\n      - @", vec!["text: t"]),
            "fix" => ("fixes:\n  n:\n    @", vec![]),
            "step" => ("fixes:\n  n:\n    steps:\n      - @", vec!["do: d"]),
            "rollback without steps" => ("fixes:\n  n:\n    rollback:\n      @", vec![]),
            "limit of attempts" => ("fixes:\n  n:\n    attempts:\n      @", vec!["limit: 1", "else: n"]),
            "allowance" => ("checks:\n  n:\n    allow:\n      - @", vec!["rule: r", "reason: r"]),
            "end" => ("ends:\n  n:\n    @", vec!["title: t", "result: resolved"]),
            "place" => ("places:\n  n:\n    @", vec!["title: t", "shell: none"]),
            "glossary entry" => ("glossary:\n  n:\n    @", vec!["means: m"]),
            "call" => ("checks:\n  n:\n    unsure:\n      @", vec!["call: a/b", "return: n"]),
            "matcher" => {
                let beside = match key {
                    "property" | "fact" => vec!["equals: 1"],
                    "matches" => vec![],
                    comparison if COMPARISONS.contains(&comparison) => vec!["property: P"],
                    _ => vec![],
                };
                (
                    "checks:\n  n:\n    outcomes:\n      o:\n        next: n\n        when:\n          @",
                    beside,
                )
            }
            "count" => {
                let beside = if key == "of" { vec!["greater: 1"] } else { vec![] };
                let home = "checks:\n  n:\n    outcomes:\n      o:\n        next: n\n        when:\n          count:\n            @";
                (home, beside)
            }
            "scenario file" => {
                ("@", vec!["runbook: r", "scenarios: [{ title: t, entry: n, steps: [{ c: o }], ends: e }]"])
            }
            "scenario" => {
                let end = if key == "stops" { "stops: n" } else { "ends: e" };
                ("scenarios:\n  - @", vec!["title: t", "entry: n", "steps: [{ c: o }]", end])
            }
            "scenario step" => {
                let act = if key == "skip_to" { "skip_to: n" } else { "takes: o" };
                (
                    "scenarios:\n  - title: t\n    entry: n\n    ends: e\n    steps:\n      - @",
                    vec!["at: n", act],
                )
            }
            "alternative" => (
                "scenarios:\n  - title: t\n    entry: n\n    ends: e\n    steps: [{ c: o }]\n    anywhere:\n      o:\n        @",
                vec!["goes: n"],
            ),
            other => panic!("where does a {other} stand?"),
        }
    }

    #[test]
    fn every_example_can_be_read() {
        for table in TABLES {
            for (key, example) in table.keys {
                let (home, beside) = home(table, key);
                let indent = home.lines().last().map_or(0, str::len) - 1;
                let beside = beside.into_iter().filter(|entry| !entry.starts_with(&format!("{key}:")));
                let entries: Vec<&str> = beside.chain([*example]).collect();
                let body = home.replace('@', &entries.join(&format!("\n{}", " ".repeat(indent))));
                let findings = match table.what {
                    "runbook" => crate::syntax::runbook(FileId(0), &body).1,
                    "knowledge base" | "place" | "glossary entry" => {
                        let head = if table.what == "knowledge base" { "" } else { "title: t\n" };
                        crate::syntax::knowledge_base(FileId(0), &format!("{head}{body}\n")).1
                    }
                    "scenario file" => crate::syntax::scenarios(FileId(0), &body).1,
                    "scenario" | "scenario step" | "alternative" => {
                        crate::syntax::scenarios(FileId(0), &format!("runbook: r\n{body}\n")).1
                    }
                    _ => crate::syntax::runbook(FileId(0), &format!("runbook: r\ntitle: t\n{body}\n")).1,
                };
                assert_eq!(findings, [], "`{example}` of a {}:\n{body}", table.what);
            }
        }
    }
}
