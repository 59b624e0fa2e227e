//! Collection scripts: what stands in them, what a real shell makes of them, and what `diagnose` makes of what they bring.
//!
//! PowerShell is judged by its grammar (tree-sitter); the scripts for Unix shells are run.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use support::{Case, Finished, triagebook};
use triagebook::collect::{Head, Plan, places, plan, script};
use triagebook::effect::{Effect, assess};
use triagebook::graph::{Content, Graph};
use triagebook::model::{FactName, NodeKey, PlaceId, RunbookId, Shell};
use triagebook::world::library::{Location, load};

/// The shipped knowledge base.
fn shipped() -> Graph {
    load(Location::Embedded).expect("the built-in knowledge base").graph
}

/// Every fact that a command names, with this value.
fn all_facts(graph: &Graph, value: &str) -> BTreeMap<FactName, String> {
    let checks = graph.nodes().filter_map(|node| match &node.content {
        Content::Check(check) => Some(check),
        _ => None,
    });
    let commands = checks.flat_map(|check| &check.run);
    let placeholders = commands.flat_map(|command| &command.command.placeholders);
    placeholders.map(|placeholder| (placeholder.name.value.clone(), value.to_owned())).collect()
}

/// The plan and the script of these runbooks at every place that has a shell.
fn scripts<'g>(
    graph: &'g Graph,
    runbooks: impl IntoIterator<Item = &'g RunbookId>,
    facts: &BTreeMap<FactName, String>,
    title: &str,
) -> Vec<(Plan, Shell, String)> {
    let mut all = Vec::new();
    for id in runbooks {
        let symptoms = graph.nodes_of(id).filter(|node| matches!(node.content, Content::Symptom(_)));
        let starts: Vec<NodeKey> = symptoms.map(|node| node.key.clone()).collect();
        for there in places(graph, &starts) {
            let plan = plan(graph, (id, &starts), &there.place, facts);
            let head = Head {
                base_title: title,
                base_hash: "00",
                runbook_title: title,
                place_title: title,
                shell: there.shell,
                program: "0",
            };
            if let Some(text) = script(&plan, &head) {
                all.push((plan, there.shell, text));
            }
        }
    }
    all
}

struct PowerShell(tree_sitter::Parser);

impl PowerShell {
    fn new() -> Self {
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).expect("the grammar fits the library");
        Self(parser)
    }

    /// The tree of a script, and the text that it is a tree of.
    fn parse(&mut self, text: &str) -> (tree_sitter::Tree, String) {
        // The grammar does not know bare words and tables in one list (`Name,@{ … },Status`); PowerShell does.
        let behind = regex_lite::Regex::new(r",([A-Za-z][A-Za-z0-9]*)").expect("a pattern");
        let first = regex_lite::Regex::new(r"(Format-List|Select-Object) ([A-Za-z][A-Za-z0-9]*),")
            .expect("a pattern");
        let lines = text.trim_start_matches('\u{feff}').lines().map(|line| {
            if line.contains("Format-List") || line.contains("Select-Object") {
                first.replace_all(&behind.replace_all(line, ",'$1'"), "$1 '$2',").into_owned()
            } else {
                line.to_owned()
            }
        });
        let known = lines.collect::<Vec<_>>().join("\n") + "\n";
        let tree = self.0.parse(&known, None).expect("nothing limits the parser");
        let mut wrong = Vec::new();
        visit(tree.root_node(), &mut |node| {
            if node.is_error() || node.is_missing() {
                let row = node.start_position().row;
                wrong.push((row + 1, known.lines().nth(row).unwrap_or_default().to_owned()));
            }
        });
        assert!(wrong.is_empty(), "{wrong:#?}");
        (tree, known)
    }

    /// The names of all commands in a script.
    fn commands(&mut self, text: &str) -> BTreeSet<String> {
        let (tree, text) = self.parse(text);
        let mut names = BTreeSet::new();
        visit(tree.root_node(), &mut |node| {
            if node.kind() == "command_name" {
                names.insert(text[node.byte_range()].to_owned());
            }
        });
        names
    }
}

fn visit<'t>(node: tree_sitter::Node<'t>, each: &mut dyn FnMut(tree_sitter::Node<'t>)) {
    each(node);
    for index in 0..node.child_count() {
        visit(node.child(index).expect("a child"), each);
    }
}

#[test]
fn every_script_of_the_shipped_runbooks_is_powershell_that_only_reads() {
    let graph = shipped();
    let mut parser = PowerShell::new();
    let (mut made, mut commands) = (0, 0);
    // What the frame itself runs: functions of its own, and cmdlets that change nothing.
    let frame = [
        "Now",
        "FreeSpace",
        "Sha256",
        "WriteManifest",
        "Flush",
        "Take",
        "Collect",
        "New-Object",
        "ConvertTo-Json",
        "Out-String",
        "Write-Host",
        "ForEach-Object",
        "Get-Location",
    ];
    let ids = graph.runbooks().iter().map(|runbook| &runbook.runbook.value);
    for (plan, shell, text) in scripts(&graph, ids, &all_facts(&graph, "x"), "A title") {
        assert!(text.starts_with("\u{feff}# Collects"), "Windows PowerShell needs the mark to read UTF-8");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        let names = parser.commands(&text);
        for planned in &plan.commands {
            assert_eq!(assess(shell, &planned.command).effect, Effect::Read, "{}", planned.command);
            let block = format!(" -Run {{\r\n{}\r\n    }}\r\n", planned.command.replace('\n', "\r\n"));
            assert_eq!(text.matches(&block).count(), 1, "{} in\n{text}", planned.command);
        }
        for name in names.iter().filter(|name| !frame.contains(&name.as_str())) {
            let known = plan.commands.iter().any(|planned| planned.command.contains(name.as_str()));
            let with_argument = &format!("{name} x");
            let effect =
                assess(Shell::Powershell, with_argument).effect.min(assess(Shell::Powershell, name).effect);
            assert!(known && effect != Effect::Change, "{name} in {} at {}", plan.runbook, plan.place);
        }
        made += 1;
        commands += plan.commands.len();
    }
    assert!(made > 30 && commands > 250, "{made} scripts with {commands} commands");
}

/// Values and titles made to break out of where they stand.
const HOSTILE: &[&str] = &[
    "'",
    "''; Remove-Item x; '",
    "\u{2019}; Remove-Item x; \u{2018}",
    "\u{201b}\u{201a}; Remove-Item x #",
    "$(Remove-Item x)",
    "`'; Remove-Item x",
    "x #> Remove-Item x <#",
    "\"; Remove-Item x; \"",
    "x } ; Remove-Item x ; {",
    "x)\nRemove-Item x\n(",
    "x\r\nRemove-Item x\r\n# ",
    "x\u{2028}Remove-Item x",
    "x\u{85}Remove-Item x",
    "@'\nx\n'@; Remove-Item x",
    "--%",
    "-Force",
    "\\",
    "x\\",
    "{{ x }}",
    "\u{202e}x",
    "END_OF_COMMAND",
];

#[test]
fn no_value_and_no_title_changes_the_shape_of_a_script() {
    let graph = shipped();
    let mut parser = PowerShell::new();
    let hcw = RunbookId::from("hcw8064");
    let mut shapes = |facts: &BTreeMap<FactName, String>, title: &str| -> Vec<(usize, String)> {
        let made = scripts(&graph, [&hcw], facts, title);
        made.into_iter()
            .map(|(plan, _, text)| {
                // How much is left out, and why, is no matter here.
                let reason = |line: &&str| line.starts_with("# ") || line.starts_with("    '");
                let text = text.lines().filter(|line| !reason(line)).collect::<Vec<_>>().join("\n");
                (plan.commands.len(), parser.parse(&text).0.root_node().to_sexp())
            })
            .collect()
    };
    let same = |found: &str, expected: &str, value: &str| {
        let apart = found.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
        let around =
            |text: &str| text.get(apart.saturating_sub(300)..text.len().min(apart + 100)).map(str::to_owned);
        assert!(found == expected, "{value:?}: {:?}\nis not {:?}", around(found), around(expected));
    };
    let harmless = shapes(&all_facts(&graph, "Olaf"), "A title");
    let without = shapes(&BTreeMap::new(), "A title");
    let mut taken = 0;
    for value in HOSTILE {
        let facts = all_facts(&graph, value);
        for (index, (commands, shape)) in shapes(&facts, "A title").iter().enumerate() {
            // A value is quoted, or the command is left out; nothing else happens.
            let expected =
                if *commands == harmless[index].0 { &harmless[index].1 } else { &without[index].1 };
            same(shape, expected, value);
            taken += usize::from(*commands == harmless[index].0);
        }
        for (index, (_, shape)) in shapes(&all_facts(&graph, "Olaf"), value).iter().enumerate() {
            same(shape, &harmless[index].1, value);
        }
    }
    assert!(taken > 20, "{taken}");
}

#[test]
fn a_place_without_a_shell_or_without_commands_is_refused_with_the_places_there_are() {
    triagebook("collect hcw8064 --place browser").code_after(2).err(&[
        "nothing can be collected in `browser` (Web browser with developer tools): it is no shell",
        "--place ems  (Exchange Management Shell,",
        "--place exo",
    ]);
    triagebook("collect hcw8064").code_after(2).err(&["name the place", "--place graph"]);
    triagebook("collect hcw8064 --place emss").code_after(2).err(&["did you mean `ems`?"]);
    triagebook("collect password-prompts --place ps-system --input mailbox=x").code_after(2);
    triagebook("collect autodiscover --place dns")
        .code_after(2)
        .err(&["nothing is left to collect", "--input autodiscover_host=autodiscover.contoso.com"]);
    triagebook("collect hcw8064 --place ems --input onprem_mailbox=x --input onprem_mailbx=y")
        .code_after(2)
        .err(&["--input onprem_mailbox", "did you mean `onprem_mailbox`?"]);
}

#[test]
fn the_plan_says_what_is_collected_and_what_is_not() {
    let ended = triagebook("collect hcw8064 --place ems --json --input onprem_mailbox=olaf@contoso.com")
        .code_after(0);
    let plan = ended.json();
    assert_eq!(plan["version"], 1);
    let commands = plan["commands"].as_array().expect("commands");
    let with_mailbox =
        commands.iter().find(|one| one["checks"][0] == "federation-trust/token").expect("it is there");
    assert_eq!(
        with_mailbox["command"],
        "Test-FederationTrust -UserIdentity 'olaf@contoso.com' -Verbose | Format-List Id,Type,Message"
    );
    let texts: BTreeSet<&str> = commands.iter().filter_map(|one| one["command"].as_str()).collect();
    assert_eq!(texts.len(), commands.len(), "each command once");
    let left_out = plan["left_out"].as_array().expect("what is left out");
    let why = |part: &str| {
        let found =
            left_out.iter().find(|one| one["command"].as_str().is_some_and(|command| command.contains(part)));
        found.and_then(|one| one["why"].as_str()).unwrap_or_default().to_owned()
    };
    assert_eq!(
        why("Set-ADServerSettings"),
        "`Set-ADServerSettings` changes what this window sees of Active Directory"
    );
    assert!(why("Get-User").starts_with("it may rest on `Set-ADServerSettings"), "{}", why("Get-User"));
    assert!(why("FreeBusyChecker").contains("is a script"));
    assert_eq!(why("<auth_thumbprint>"), "it needs `auth_thumbprint`");
}

#[test]
fn the_script_goes_whole_into_a_file() {
    let ended = triagebook("collect hcw8064 --place exo --out exo.ps1")
        .code_after(0)
        .err(&["It only reads.", "exo.ps1"]);
    assert_eq!(ended.stdout, "");
    let bytes = std::fs::read(ended.folder().join("exo.ps1")).expect("the script");
    assert!(bytes.starts_with(b"\xef\xbb\xbf#"));
    triagebook("collect hcw8064 --place exo --out absent/exo.ps1").code_after(3).err(&["could not write"]);
}

const BASE: &str = "\
title: It's a \"base\"
owner: Team
places:
  sh: { title: Shell on the server, shell: posix }
  form: { title: A form, shell: none }
sources:
  doc: { title: A page, seen: 2026-11-01 }
";

const RUNBOOK: &str = r#"
runbook: service
title: The service is down
reviewed: 2026-11-01
applies_to: [Service 1]
inputs:
  node: { ask: The server, type: name, example: web 1 }
symptoms:
  down: { title: It is down, next: state, sources: [doc] }
checks:
  state:
    title: Is it up?
    run: [{ place: sh, command: cat state.txt }]
    sources: [doc]
    outcomes:
      up: { title: It is up, when: { property: State, equals: up }, next: wait }
      down: { title: It is not, when: { property: State, equals: down }, next: peers }
    unsure: stop
  peers:
    title: Does it have peers?
    run:
      - { place: sh, command: "printf 'Peers : %s\\n' \"$(grep -c peer peers.txt)\"" }
      - { place: sh, command: "printf 'Node : %s\\n' {{ node }}" }
    sources: [doc]
    outcomes:
      some: { title: It has, when: { all: [{ property: Peers, greater: 1 }, { property: Node, equals: "it's 1" }] }, next: log }
      none: { title: It has none, when: { property: Peers, equals: 0 }, next: stop }
    unsure: stop
  log:
    title: Does the log show anything?
    run: [{ place: sh, command: grep -s boom log.txt }]
    sources: [doc]
    outcomes:
      errors: { title: It does, when: { text: boom }, next: stop }
      clean: { title: It does not, when: { output: none }, next: restart }
    unsure: stop
  restart:
    title: Is a restart waiting?
    run: [{ place: sh, command: rm -f flag.txt }]
    sources: [doc]
    outcomes:
      yes: { title: It is, when: { text: waiting }, next: stop }
      no: { title: It is not, when: { text: idle }, next: stop }
    unsure: stop
ends:
  wait: { title: It is up, result: resolved }
  stop: { title: Somebody else takes over, result: escalated, to: Team }
"#;

fn with_base(case: Case) -> Case {
    case.file("kb/knowledge-base.yaml", BASE).file("kb/service.yaml", RUNBOOK.trim_start())
}

/// A bundle that a shell really collected: the folder it lies in, and the bundle's folder.
#[cfg(unix)]
fn collected(shell: &str, state: &str) -> (Finished, std::path::PathBuf) {
    let made = with_base(triagebook("collect service --place sh --kb kb --out collect.sh"))
        .arg("--input")
        .arg("node=it's 1")
        .file("state.txt", format!("State : {state}\n"))
        .file("peers.txt", "peer a\npeer b\n")
        .file("log.txt", "all is well\n")
        .file("flag.txt", "")
        .code_after(0)
        .err(&["Collects 4 commands for 3 checks", "service/restart: `rm` changes files"]);
    let ran = Command::new(shell)
        .arg("collect.sh")
        .current_dir(made.folder())
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{shell} is needed for this test: {error}"));
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(
        ran.status.success() && ran.stderr.is_empty(),
        "{said}\n{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(said.contains("[4/4] service/log ... done"), "{said}");
    assert!(said.contains("Collected 4 of 4 outputs, 0 of them with an error."), "{said}");
    assert!(made.folder().join("flag.txt").exists(), "a script changes nothing");
    let bundle = bundle_in(made.folder());
    (made, bundle)
}

fn bundle_in(folder: &Path) -> std::path::PathBuf {
    let entries = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut bundles = entries.filter(|path| {
        path.is_dir()
            && path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("triagebook-service-sh-"))
    });
    bundles.next().expect("a bundle")
}

fn diagnose(bundle: &Path) -> Finished {
    with_base(triagebook("diagnose service --kb kb --json")).arg(bundle.to_string_lossy()).run()
}

#[cfg(unix)]
#[test]
fn what_a_shell_collected_is_walked_by_diagnose() {
    for shell in ["bash", "dash"] {
        let (_made, bundle) = collected(shell, "down");
        let ended = diagnose(&bundle).code(1);
        let diagnosis = ended.json();
        let path: Vec<(&str, &str, &str)> = diagnosis["path"]
            .as_array()
            .expect("a path")
            .iter()
            .map(|step| ["node", "outcome", "by"].map(|key| step[key].as_str().expect("a text")).into())
            .collect();
        let expected = [
            ("service/state", "down", "evidence"),
            ("service/peers", "some", "evidence"),
            ("service/log", "clean", "evidence"),
        ];
        assert_eq!(path, expected, "{}", ended.stderr);
        assert_eq!(diagnosis["stopped_at"], "service/restart");
        assert_eq!(ended.stderr, "note: not collected: service/restart: `rm` changes files\n");
    }
    let (_made, bundle) = collected("bash", "up");
    assert_eq!(diagnose(&bundle).code(0).json()["result"], "resolved");
}

#[cfg(unix)]
#[test]
fn a_bundle_says_of_each_output_when_it_was_made_and_what_it_is() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_made, bundle) = collected("bash", "down");
    let text = std::fs::read_to_string(bundle.join("manifest.json")).expect("the manifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(manifest["version"], 1);
    assert_eq!(manifest["knowledge_base"]["title"], "It's a \"base\"");
    assert_eq!(manifest["files"][2]["command"], r"printf 'Node : %s\n' 'it'\''s 1'");
    assert_eq!(manifest["files"][2]["checks"][0], "service/peers");
    assert_eq!(manifest["left_out"][0], "service/restart: `rm` changes files");
    let started: jiff::Timestamp =
        manifest["started"].as_str().expect("a time").parse().expect("a timestamp");
    let ended: jiff::Timestamp = manifest["ended"].as_str().expect("a time").parse().expect("a timestamp");
    assert!(started <= ended);
    let mode = std::fs::metadata(&bundle).expect("the bundle").permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else can read it");
}

#[cfg(unix)]
#[test]
fn a_damaged_bundle_says_what_is_wrong_and_is_not_believed() {
    let (_made, bundle) = collected("bash", "up");
    let file = |name: &str| bundle.join(name);
    let manifest = std::fs::read_to_string(file("manifest.json")).expect("the manifest");
    let state = std::fs::read(file("01-state.txt")).expect("the first output");

    // One byte of an output: it is not used, so the walk has nothing to go by.
    std::fs::write(file("01-state.txt"), "State : uq\n").expect("written");
    let ended = diagnose(&bundle).code(1);
    assert!(
        ended.stderr.contains("`01-state.txt` is not what was collected: its SHA-256 differs"),
        "{}",
        ended.stderr
    );
    assert_eq!(ended.json()["stopped_at"], "service/state");

    std::fs::remove_file(file("01-state.txt")).expect("removed");
    diagnose(&bundle).code(1).err(&["`01-state.txt` is in the manifest, but not in the bundle"]);
    std::fs::write(file("01-state.txt"), &state).expect("written");

    std::fs::write(file("more.txt"), "State : down\n").expect("written");
    let ended = diagnose(&bundle).code(0);
    assert!(
        ended.stderr.contains("1 file not named by the manifest, such as `more.txt`: not used"),
        "{}",
        ended.stderr
    );
    std::fs::remove_file(file("more.txt")).expect("removed");

    std::fs::write(file("manifest.json"), &manifest[..manifest.len() / 2]).expect("written");
    diagnose(&bundle).code(3).err(&["the manifest cannot be read", "help:"]);
    std::fs::write(file("manifest.json"), manifest.replace("\"version\":1", "\"version\":2"))
        .expect("written");
    diagnose(&bundle).code(3).err(&["the manifest is of version 2", "made by a newer triagebook"]);
    let other = manifest.replacen("\"sha256\":\"", "\"sha256\":\"0", 1);
    std::fs::write(file("manifest.json"), other).expect("written");
    diagnose(&bundle).code(0).err(&["it was collected with another version of the knowledge base"]);

    std::fs::write(file("bundle.zip"), b"PK\x03\x04 and then nothing").expect("written");
    diagnose(&file("bundle.zip")).code(3).err(&["the zip is damaged", "help: copy it again"]);
    diagnose(&file("absent.zip")).code(3).err(&["absent.zip"]);
}

#[cfg(unix)]
#[test]
fn a_script_that_cannot_write_collects_nothing_and_says_so() {
    let (made, _bundle) = collected("bash", "up");
    let ran = Command::new("bash")
        .args(["collect.sh", "collect.sh/below"])
        .current_dir(made.folder())
        .output()
        .expect("bash is needed for this test");
    assert_eq!(ran.status.code(), Some(3));
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(said.contains("Nothing was collected. Name a folder that you may write to"), "{said}");
}

#[test]
fn a_script_for_a_unix_shell_is_bash_whatever_its_titles_hold() {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_bash::LANGUAGE.into()).expect("the grammar fits the library");
    let plan = Plan {
        version: 1,
        runbook: "a".into(),
        place: PlaceId::from("sh"),
        commands: Vec::new(),
        left_out: Vec::new(),
    };
    for title in HOSTILE.iter().copied().chain(["A title", "'; rm x; '", "`rm x`", "$(rm x)"]) {
        let head = Head {
            base_title: title,
            base_hash: "00",
            runbook_title: title,
            place_title: title,
            shell: Shell::Posix,
            program: "0",
        };
        let text = script(&plan, &head).expect("a script");
        let tree = parser.parse(&text, None).expect("nothing limits the parser");
        assert!(!tree.root_node().has_error(), "{text}");
        let mut removes = false;
        visit(tree.root_node(), &mut |node| {
            removes |=
                node.kind() == "command_name" && ["rm", "Remove-Item"].contains(&&text[node.byte_range()]);
        });
        assert!(!removes, "{title:?} in\n{text}");
    }
}

#[test]
fn a_file_that_may_belong_elsewhere_is_named_with_the_words_that_settle_it() {
    let versions = "[PS] C:\\>Get-ExchangeServer | Where-Object { $_.ServerRole -notmatch 'Edge' } | Format-List Name,AdminDisplayVersion,ServerRole\n\n\
                    Name                : EX01\nAdminDisplayVersion : Version 15.2 (Build 2562.41)\nServerRole          : Mailbox\n";
    let connector = "Name                 : HybridIOC\nEnabled              : False\n\
                     TargetAddressDomains : {contoso.mail.onmicrosoft.com}\n\
                     DiscoveryEndpoint    : https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc\n";
    // Both sides have organization relationships, and these lines show no side.
    let relationship = "Name                  : On-premises to O365\nEnabled               : True\n\
                        DomainNames           : {contoso.mail.onmicrosoft.com}\nFreeBusyAccessEnabled : True\n\
                        FreeBusyAccessLevel   : LimitedDetails\nTargetApplicationUri  : outlook.com\n\
                        TargetAutodiscoverEpr : https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc/WSSecurity\n\
                        TargetSharingEpr      :\n";
    let certificate = "CurrentCertificateThumbprint  : A1B2C3D4E5F60718293A4B5C6D7E8F9001122334\nPreviousCertificateThumbprint :\n\
                       NextCertificateThumbprint     :\nNextCertificateEffectiveDate  :\nServiceName                   : 00000002-0000-0ff1-ce00-000000000000\n";
    let diagnose = |third: &str| {
        triagebook("diagnose hcw8064/wizard-warning --answer wizard-log=no-reason versions.txt connector.txt certificate.txt")
            .arg(third)
            .file("versions.txt", versions)
            .file("connector.txt", connector)
            .file("certificate.txt", certificate)
            .file("relationship.txt", relationship)
            .code_after(1)
    };
    let open = diagnose("relationship.txt").out(&[
        "Stopped at hcw8064/relationship-onprem",
        "If `relationship.txt` is the output asked for, say so:\n`relationship-onprem=relationship.txt`",
    ]);
    let asked: Vec<&str> = open.stdout.lines().filter(|line| line.starts_with("For ")).collect();
    assert!(
        !asked.iter().any(|line| line.contains("auth-certificate/compare")),
        "that is at hand: {asked:#?}"
    );
    diagnose("relationship-onprem=relationship.txt").out(&["Stopped at hcw8064/delegation-test-onprem"]);
}
