//! What is recognised in whole texts, on a knowledge base with the same cmdlets on two sides.

use crate::graph::Graph;
use crate::model::FactName;
use crate::recognise::{Answer, Profiles, Said, Survey, answers_alone};
use crate::source::{SourceFile, SourceMap};
use std::collections::BTreeMap;

const BASE: &str = r"
title: Two sides
places:
  shell: { title: Management Shell, shell: powershell, side: on-premises, marks: ['^\W*\[PS\] ', '\(ours\)'] }
  cloud: { title: Cloud PowerShell, shell: powershell, side: cloud, marks: ['\bConnect-Cloud\b', 'DC=CLOUD'] }
";

const BOOK: &str = r#"
runbook: link
title: Links
summary: Are both ends linked?
inputs:
  mailbox: { ask: A mailbox, type: smtp }
  mail_thumbprint: { ask: The certificate for mail, type: thumbprint }
  one_host: { ask: A host, type: fqdn }
  other_host: { ask: Another host, type: fqdn }
symptoms:
  down: { title: Down, next: ours }
checks:
  ours:
    title: Is our link on?
    run:
      - { place: shell, command: "Get-PartnerLink | Format-List Name,Enabled,TargetDomains,Endpoint" }
    outcomes:
      on: { title: It is on, when: { property: Enabled, equals: true }, next: certificate }
      off: { title: It is off, when: { property: Enabled, equals: false }, next: theirs }
      absent: { title: There is none, when: { output: none }, next: theirs }
    unsure: stop
  theirs:
    title: Is their link on?
    run:
      - { place: cloud, command: "Get-PartnerLink | Format-List Name,Enabled,TargetDomains,Endpoint" }
    outcomes:
      on: { title: It is on, when: { property: Enabled, equals: true }, next: certificate }
      off: { title: It is off, when: { property: Enabled, equals: false }, next: stop }
    unsure: stop
  config:
    title: Which certificate is named?
    run:
      - { place: shell, command: "Get-SignConfig | Format-List CurrentThumbprint,NextThumbprint" }
    outcomes:
      named:
        title: One is named
        when: { property: CurrentThumbprint, blank: false }
        capture: { thumbprint: CurrentThumbprint }
        next: certificate
      none-named: { title: None, when: { property: CurrentThumbprint, blank: true }, next: stop }
    unsure: stop
  certificate:
    title: Is it valid?
    run:
      - { place: shell, command: "Get-SignCertificate -Thumbprint {{ thumbprint }} | Format-List Thumbprint,ValidUntil,HasKey" }
    outcomes:
      valid: { title: Yes, when: { property: ValidUntil, after: now }, next: newest }
      expired: { title: No, when: { property: ValidUntil, before: now }, next: stop }
    unsure: stop
  newest:
    title: Which is the newest?
    run:
      - { place: shell, command: "Get-SignCertificate | Sort-Object ValidUntil | Select-Object -Last 1 | Format-List Thumbprint,ValidUntil,Services" }
    outcomes:
      fits: { title: It signs, when: { property: Services, contains: Sign }, next: both }
      other: { title: It does not, when: { property: Services, blank: true }, next: stop }
    unsure: stop
  both:
    title: Do both directories take tokens?
    run:
      - { place: shell, command: "Get-WebDirectory | Format-List Identity,TokenSignIn" }
      - { place: shell, command: "Get-FindDirectory | Format-List Identity,TokenSignIn" }
    outcomes:
      all: { title: All do, when: { every: { property: TokenSignIn, equals: true } }, next: stop }
      not-all: { title: Some do not, when: { some: { property: TokenSignIn, equals: false } }, next: stop }
    unsure: stop
  refusal:
    title: What does the gateway say?
    run:
      - { place: cloud, command: "Test-Partner -Name {{ mailbox }} -Verbose" }
    outcomes:
      name: { title: The name, when: { text: name is invalid }, samples: ["wst:FailedAuthentication The name is invalid."], next: stop }
      other: { title: Something else, when: { text: no reason given }, next: stop }
    unsure: stop
  mail:
    title: Is the certificate for mail valid?
    run:
      - { place: shell, command: "Get-SignCertificate -Thumbprint {{ mail_thumbprint }} | Format-List Thumbprint,ValidUntil,Usage" }
    outcomes:
      valid: { title: Yes, when: { property: ValidUntil, after: now }, next: stop }
      expired: { title: No, when: { property: ValidUntil, before: now }, next: stop }
    unsure: stop
  hosts:
    title: Do both hosts answer?
    run:
      - { place: shell, command: "Test-Answer -Address ('https://' + {{ one_host }} + '/sign/in') | Format-List Answer" }
      - { place: shell, command: "Test-Answer -Address ('https://' + {{ other_host }} + '/find') | Format-List Answer" }
    outcomes:
      both: { title: Both do, when: { every: { property: Answer, equals: Fine } }, next: stop }
      not-both: { title: One does not, when: { some: { property: Answer, equals: Refused } }, next: stop }
    unsure: stop
  state:
    title: Which mark is set?
    run:
      - { place: shell, command: "Get-SignState | Format-List SetMark,SetBy" }
    outcomes:
      set: { title: One is set, when: { property: SetMark, blank: false }, capture: { set_mark: SetMark }, next: same }
    unsure: stop
  same:
    title: Is it the mark that is known?
    run:
      - { place: shell, command: "Get-SignState | Format-List SetMark,SetBy" }
    outcomes:
      same: { title: Yes, when: { property: SetMark, equals: "{{ set_mark }}" }, next: stop }
    unsure: stop
  mark:
    title: Is the mark there?
    run:
      - { place: shell, command: "Get-Sign 'The Mark' | Format-List Kind,Details,State" }
    outcomes:
      there: { title: It is, when: { property: Kind, equals: A }, next: stop }
    unsure: stop
  again: { use: ours, outcomes: { on: { next: stop }, off: { next: stop }, absent: { next: stop } }, unsure: stop }
ends:
  stop: { title: Stop, result: escalated, to: Team }
"#;

fn graph() -> Graph {
    let mut sources = SourceMap::default();
    let mut add = |name: &str, text: &'static str| sources.add(SourceFile::new(name, text));
    let (base, findings) = crate::syntax::knowledge_base(add("knowledge-base.yaml", BASE), BASE);
    assert!(findings.is_empty(), "{findings:?}");
    let (book, findings) = crate::syntax::runbook(add("link.yaml", BOOK), BOOK);
    assert!(findings.is_empty(), "{findings:?}");
    let (graph, findings) = Graph::link(base.expect("a base"), vec![book.expect("a runbook")]);
    assert!(findings.is_empty(), "{findings:?}");
    graph
}

fn found(text: &str, facts: &[(&str, &str)]) -> Vec<Answer> {
    let graph = graph();
    let facts: BTreeMap<FactName, String> =
        facts.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect();
    let now = jiff::civil::date(2026, 11, 23).at(12, 0, 0, 0);
    answers_alone(&graph, &Profiles::new(&graph), &Survey::new(&graph, text), &facts, now)
}

/// `check outcome verdict`, one for each answer.
fn said(text: &str) -> Vec<String> {
    said_knowing(text, &[])
}

fn said_knowing(text: &str, facts: &[(&str, &str)]) -> Vec<String> {
    let answer = |answer: &Answer| {
        let outcome = answer.outcome.as_ref().map_or("-", |outcome| outcome.as_str());
        format!("{} {outcome} {}", answer.attribution.check.node, answer.said.word())
    };
    found(text, facts).iter().map(answer).collect()
}

const LINK: &str = "Name          : Ours\nEnabled       : False\nTargetDomains : {contoso.com}\nEndpoint      : https://contoso.com\n";

#[test]
fn a_namespace_in_a_fault_is_no_property_that_a_check_could_be_known_by() {
    let fault = "RESULT: Error.\nSoap fault exception received.\nwst:FailedAuthentication. AADSTS901124: Application 'a' does\nnot exist.\n";
    assert_eq!(said(fault), Vec::<String>::new());
}

#[test]
fn the_prompt_shows_whose_output_it_is() {
    assert_eq!(said(&format!("[PS] C:\\>Get-PartnerLink | fl\n\n{LINK}")), ["ours off proposed"]);
    let cloud = format!("PS C:\\> Connect-Cloud\nPS C:\\> Get-PartnerLink | fl\n\n{LINK}");
    assert_eq!(said(&cloud), ["theirs off proposed"]);
    assert_eq!(said(&format!("Get-PartnerLink (ours)\n\n{LINK}")), ["ours off proposed"]);
}

#[test]
fn what_either_side_could_have_printed_decides_nothing() {
    for text in [LINK.to_owned(), format!("PS C:\\> Get-PartnerLink | fl\n\n{LINK}")] {
        assert_eq!(said(&text), ["ours - ambiguous", "theirs - ambiguous"], "{text}");
    }
}

#[test]
fn another_command_with_the_same_properties_is_no_answer() {
    assert_eq!(said(&format!("[PS] C:\\>Get-SendConnector | fl\n\n{LINK}")), [""; 0]);
    assert_eq!(
        said("Name    : Ours\nEnabled : False\n"),
        [""; 0],
        "these are the properties of many commands"
    );
}

#[test]
fn nothing_printed_counts_only_between_two_prompts() {
    assert_eq!(said("[PS] C:\\>Get-PartnerLink | fl\n[PS] C:\\>"), ["ours absent proposed"]);
    assert_eq!(said("[PS] C:\\>Get-PartnerLink | fl\n"), ["ours - ambiguous"]);
    assert_eq!(said(""), [""; 0]);
}

#[test]
fn each_command_of_a_paste_answers_its_own_check() {
    let text = format!(
        "[PS] C:\\>Get-PartnerLink | fl\n\n{LINK}\n[PS] C:\\>Get-SignConfig | fl\n\nCurrentThumbprint : A1B2C3D4\nNextThumbprint    :\n\n\
         [PS] C:\\>Get-SignCertificate -Thumbprint A1B2C3D4 | fl\n\nThumbprint : A1B2C3D4\nValidUntil : 2027-05-01 10:00:00\nHasKey     : True\n[PS] C:\\>"
    );
    assert_eq!(said(&text), ["ours off proposed", "config named proposed", "certificate valid proposed"]);
    let answers = found(&text, &[]);
    let lines: Vec<usize> =
        answers.iter().flat_map(|answer| &answer.lines).map(|lines| lines.first).collect();
    assert_eq!(lines, [4, 10, 16], "the lines are those of the paste");
}

#[test]
fn a_certificate_answers_only_where_it_is_known_which_one_is_meant() {
    let text = "[PS] C:\\>Get-SignCertificate -Thumbprint A1B2C3D4 | fl\n\nThumbprint : A1B2C3D4\nValidUntil : 2025-05-01 10:00:00\nHasKey     : True\n";
    assert_eq!(said(text), ["certificate - ambiguous", "mail - ambiguous"]);
    assert_eq!(said_knowing(text, &[("thumbprint", "a1b2c3d4")]), ["certificate expired proposed"]);
    assert_eq!(
        said_knowing(text, &[("thumbprint", "FFFF0000")]),
        ["mail expired proposed"],
        "the other certificate was asked for"
    );
    assert_eq!(
        said_knowing(text, &[("thumbprint", "FFFF0000"), ("mail_thumbprint", "FFFF0000")]),
        [""; 0],
        "neither was"
    );
}

#[test]
fn all_objects_do_not_stand_for_the_filtered_ones() {
    let all = "[PS] C:\\>Get-SignCertificate | fl Thumbprint,ValidUntil,Services\n\nThumbprint : A1\nValidUntil : 2027-05-01\nServices   : Sign\n";
    assert!(!said(all).iter().any(|said| said.starts_with("newest")), "{:?}", said(all));
    let own = "Thumbprint : A1\nValidUntil : 2027-05-01\nServices   : Sign\n";
    assert_eq!(said(own), ["newest fits proposed"], "these are the very properties that its command prints");
}

#[test]
fn what_holds_for_all_needs_the_output_of_all_commands() {
    let web = "[PS] C:\\>Get-WebDirectory | fl\n\nIdentity    : Web\nTokenSignIn : True\n\n";
    let find = "[PS] C:\\>Get-FindDirectory | fl\n\nIdentity    : Find\nTokenSignIn : True\n";
    assert_eq!(said(web), ["both - unknown"]);
    assert_eq!(said(&format!("{web}{find}")), ["both all proposed"]);
    assert_eq!(said(&web.replace("True", "False")), ["both not-all proposed"], "one that fails is enough");
}

#[test]
fn one_output_is_that_of_one_of_two_commands_that_print_alike() {
    let run = |address: &str, answer: &str| {
        format!("[PS] C:\\>Test-Answer -Address {address} | fl Answer\n\nAnswer : {answer}\n\n")
    };
    let one = run("https://web.contoso.com/sign/in", "Fine");
    assert_eq!(said(&one), ["hosts - unknown"]);
    assert_eq!(
        said(&format!("{one}{}", run("https://web.contoso.com/sign/in", "Fine"))),
        ["hosts - unknown"]
    );
    assert_eq!(
        said(&format!("{one}{}", run("('https://' + 'find.contoso.com' + '/Find')", "Fine"))),
        ["hosts both proposed"]
    );
    assert_eq!(said(&run("https://web.contoso.com/elsewhere", "Refused")), [""; 0]);
    assert_eq!(said(&run("https://web.contoso.com/find", "Refused")), ["hosts not-both proposed"]);
}

#[test]
fn what_a_ticket_says_above_takes_no_head_from_a_table_and_below_no_line_from_an_output() {
    let table = "\"Identity\",\"TokenSignIn\"\n\"Web\",\"True\"\n\"Find\",\"False\"\n";
    assert_eq!(said(table), ["both not-all proposed"]);
    assert_eq!(
        said(&format!("Customer: Contoso\nPriority: 2\n\nOutput:\n{table}")),
        ["both not-all proposed"]
    );
    let answer = "PS C:\\> Connect-Cloud\nPS C:\\> Test-Partner -Name olaf@contoso.com -Verbose\nStage: 1\nState: Open\n\n\
                  There is no reason given\n";
    assert_eq!(said(answer), ["refusal other proposed"]);
    let signed = format!("{answer}\nRegards\nOlaf\n--\nOlaf Beispiel | Contoso\nPhone: 123\nRoom: 4\n");
    assert_eq!(said(&signed), ["refusal other proposed"]);
}

#[test]
fn what_an_object_that_stops_short_leaves_open_is_not_decided_for_every_object() {
    let web = "Identity    : Web\nTokenSignIn : True\n\n";
    let run = |text: &str| {
        let find = "[PS] C:\\>Get-FindDirectory | fl Identity,TokenSignIn,Address,Owner\n\n";
        format!("[PS] C:\\>Get-WebDirectory | fl Identity,TokenSignIn\n\n{web}{find}{text}")
    };
    let whole = "Identity    : Find\nTokenSignIn : True\nAddress     : A\nOwner       : B\n\n";
    assert_eq!(said(&run(whole)), ["both all proposed"]);
    let cut = "Identity    : Find\nTokenSignIn : True\n";
    assert_eq!(said(&run(cut)), ["both - unknown"], "the command lists more");
    assert_eq!(said(&format!("{}[PS] C:\\>", run(cut))), ["both all proposed"], "the server knows no more");
    let second = whole.replace("Owner", "Owned");
    let second = second.trim_end().trim_end_matches("Owned       : B");
    assert_eq!(said(&run(&format!("{whole}{second}"))), ["both - unknown"], "the one above has more");
    assert_eq!(said(&run(&cut.replace("True", "False"))), ["both not-all proposed"]);
}

#[test]
fn one_property_that_many_commands_print_is_no_output_of_one_of_them() {
    assert_eq!(said("TokenSignIn : False\n"), [""; 0]);
}

#[test]
fn two_runs_of_one_command_have_to_agree() {
    let once = format!("[PS] C:\\>Get-PartnerLink | fl\n\n{LINK}\n");
    assert_eq!(said(&format!("{once}{once}")), ["ours off proposed", "ours off proposed"]);
    let changed = format!("{once}{}", once.replace("False", "True"));
    assert_eq!(said(&changed), ["ours - ambiguous", "ours - ambiguous"]);
}

#[test]
fn output_of_the_other_side_says_so() {
    let text = "PS C:\\> Connect-Cloud\nPS C:\\> Get-SignConfig | fl\n\nCurrentThumbprint : A1B2C3D4\nNextThumbprint    :\n";
    let answers = found(text, &[]);
    let [only] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!((only.said, &only.outcome), (Said::WrongSide, &None));
}

#[test]
fn a_cut_list_brings_the_command_that_shows_all_of_it() {
    let text = "[PS] C:\\>Get-SignCertificate | Sort-Object ValidUntil | Select-Object -Last 1 | Format-List Thumbprint,ValidUntil,Services\n\nThumbprint : A1\nValidUntil : 2027-05-01\nServices   : {IIS, SMTP...}\n";
    let answers = found(text, &[]);
    let [only] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!(only.outcome, None);
    let commands: Vec<&str> = only.better.iter().map(|better| better.command.as_str()).collect();
    assert_eq!(
        commands,
        [
            "$FormatEnumerationLimit = -1; Get-SignCertificate | Sort-Object ValidUntil | Select-Object -Last 1 | Format-List Thumbprint,ValidUntil,Services | Out-String -Width 4096"
        ]
    );
}

#[test]
fn what_answers_no_check_is_told_what_comes_nearest() {
    let graph = graph();
    let profiles = Profiles::new(&graph);
    let told = |text: &str| {
        let survey = Survey::new(&graph, text);
        let now = jiff::civil::date(2026, 11, 23).at(12, 0, 0, 0);
        let answers = answers_alone(&graph, &profiles, &survey, &BTreeMap::new(), now);
        let found: Vec<_> = answers.iter().map(|answer| &answer.attribution).collect();
        let texts =
            crate::recognise::unanswering(&profiles, &survey, &found).into_iter().map(|part| part.text);
        texts.collect::<Vec<_>>()
    };
    let other = told("[PS] C:\\>Get-Weather | fl\n\nSky  : grey\nWind : none\n\n");
    assert_eq!(other, ["No check runs `Get-Weather`"]);
    assert_eq!(told("Sky  : grey\nWind : none\n").len(), 1);
    assert_eq!(told("[PS] C:\\>Get-PartnerLink | Format-List Name,Enabled,TargetDomains,Endpoint\n\nName    : A\nEnabled : True\n").len(), 0);
}

#[test]
fn what_a_variable_holds_is_the_output_of_the_command_that_filled_it() {
    let stored = "[PS] C:\\>$link = Get-PartnerLink\n[PS] C:\\>$link | fl Name,Enabled,TargetDomains,Endpoint\n\n\
                  Name          : A\nEnabled       : True\nTargetDomains : {a.com}\nEndpoint      : x\n\n[PS] C:\\>";
    assert_eq!(said(stored), ["ours on proposed"]);
    assert_eq!(said(&stored.replace("Get-PartnerLink", "Get-OtherLink")), Vec::<String>::new());
}

#[test]
fn an_output_is_not_judged_by_what_it_says_itself() {
    let text = "[PS] C:\\>Get-SignState | fl\n\nSetMark : AB\nSetBy   : x\n\n[PS] C:\\>";
    assert_eq!(said(text), ["same - unknown", "state set proposed"]);
    assert_eq!(said_knowing(text, &[("set_mark", "AB")])[0], "same same proposed");
}

#[test]
fn full_output_of_one_object_has_to_name_it() {
    let text = "Kind    : A\nDetails : x\nState   : on\nMore    : y\n";
    assert_eq!(said(text), Vec::<String>::new());
    assert_eq!(said(&format!("Name    : The Mark\n{text}")), ["mark there proposed"]);
}
