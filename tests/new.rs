//! `new`: what is drafted passes `check`, nothing waits for a person who is not there, and flowcharts lose nothing.
//!
//! Invariant: the charts here were written for these tests; what Mermaid makes of their syntax was held against Mermaid.
//! Deliberately absent: single labels and shapes (see `flowchart`).

mod support;

use std::collections::BTreeSet;
use support::{SMALL_BASE, triagebook};
use triagebook::draft::{Origin, from_flowchart};
use triagebook::flowchart::{self, Flowchart};
use triagebook::graph::Graph;
use triagebook::page::picture::{Picture, mermaid, of_runbook};
use triagebook::source::FileId;
use triagebook::syntax;
use triagebook::world::library::{self, Location};

#[test]
fn a_new_knowledge_base_and_runbook_have_no_findings() {
    for shell in ["powershell", "posix", "cmd"] {
        let made = triagebook(&format!("new printing --base kb --shell {shell} --signature"))
            .arg("Error \"0x1\": #7")
            .code_after(0)
            .err(&["Wrote kb/knowledge-base.yaml", "Wrote kb/printing.yaml", "triagebook check kb"]);
        let checked =
            triagebook("check kb --deny warnings").in_folder_of(made).code_after(0).err(&["no findings"]);
        let more = triagebook("new scanning --kb kb --title")
            .arg("Scans: they fail #always")
            .in_folder_of(checked)
            .code_after(0);
        let formatted = triagebook("fmt --check kb").in_folder_of(more).code_after(0);
        triagebook("check kb --deny warnings").in_folder_of(formatted).code_after(0);
    }
}

#[test]
fn without_a_terminal_nothing_is_asked_and_nothing_overwritten() {
    triagebook("new").code_after(2).err(&["no knowledge base here", "--base runbooks"]);
    triagebook("new --base kb").code_after(2).err(&["a runbook needs a name"]);
    triagebook("new --base kb").arg("Bad Name").code_after(2).err(&["perhaps `bad-name`"]);
    let made = triagebook("new printing --base kb").code_after(0);
    let again =
        triagebook("new printing --kb kb").in_folder_of(made).code_after(2).err(&["is there already"]);
    let base = triagebook("new other --base kb")
        .in_folder_of(again)
        .code_after(2)
        .err(&["a knowledge base already"]);
    triagebook("new other --kb kb --place powershel")
        .in_folder_of(base)
        .code_after(2)
        .err(&["no place `powershel`", "did you mean `powershell`?"]);
}

#[cfg(unix)]
#[test]
fn a_command_that_is_proposed_can_be_typed_as_it_stands() {
    triagebook("new disks --shell bash --base").arg("our kb").code_after(0).err(&[
        "`triagebook check 'our kb'`",
        "`triagebook run --kb 'our kb' disks`",
        "`triagebook test --kb 'our kb' --suggest disks`",
    ]);
}

#[test]
fn what_is_proposed_is_what_people_would_say() {
    let made = triagebook("new vpn-client --base kb --shell posix").code_after(0).err(&[
        "`triagebook run --kb kb vpn-client` walks it",
        "`triagebook test --kb kb --suggest vpn-client` proposes",
    ]);
    let text = |name: &str, made: &support::Finished| {
        std::fs::read_to_string(made.folder().join(name)).expect("it was written")
    };
    let runbook = text("kb/vpn-client.yaml", &made);
    assert_eq!(
        runbook.matches("title: VPN client does not work").count(),
        2,
        "the symptom is the title: {runbook}"
    );
    let titled = triagebook("new mail --base runbooks --title")
        .arg("Mail waits")
        .in_folder_of(made)
        .code_after(0)
        .err(&["`triagebook run mail` walks it"]);
    assert_eq!(text("runbooks/mail.yaml", &titled).matches("title: Mail waits").count(), 2);
    triagebook("check runbooks kb --deny warnings").in_folder_of(titled).code_after(0);
}

/// A chart with a bit of everything: its nodes, its edges with labels, and its subgraphs are counted by hand.
const EVERYTHING: &str = r#"# Notes

Some text, and a diagram:

```mermaid
---
title: "Pump: no water"
---
%%{init: {"theme": "dark"}}%%
flowchart TD
  %% what people see
  A([No water<br/>at the tap]) --> B{Is the #quot;mains#quot; on?}
  B -->|"No (red)"| C["Switch it on; wait"]:::act
  B -- Yes --> D{{"`Is the **filter** clean?`"}}
  C ==> B
  D -. no .-> E[[Clean the filter]] & F[/Order a new one/] --> G((Try again))
  G -->|works| H(((Done)))
  G == still dry ==> I>Call the plumber]
  subgraph outside ["Outside & cellar"]
    direction LR
    J[(Tank)] --- K@{ shape: diam, label: "Tank full?" }
    subgraph Deep
      K -->|ja| H; K -->|nein| 泵
      泵[检查水泵] --> I
    end
  end
  J ~~~ A
  subgraph nothing [Nothing in here]
  end
  style A fill:#fff
  classDef act fill:#f96,stroke:#333;
  click A "https://example.com" "a tip"
```
"#;

#[test]
fn a_flowchart_becomes_a_runbook_with_every_node_edge_and_label() {
    let made = triagebook("new --from-mermaid notes.md --base kb")
        .file("notes.md", EVERYTHING)
        .code_after(0)
        .err(&[
            "Read 12 nodes, 14 edges and 3 subgraphs",
            "styles (2)",
            "links (1)",
            "invisible lines (1)",
            "Wrote kb/pump-no-water.yaml",
        ]);
    let text = std::fs::read_to_string(made.folder().join("kb/pump-no-water.yaml")).expect("it was written");
    for kept in [
        "title: \"Pump: no water\"",
        "title: No water at the tap",
        "title: Is the \"mains\" on?",
        "title: No (red)",
        "title: Switch it on; wait",
        "title: Is the filter clean?",
        "title: Call the plumber",
        "title: still dry",
        "title: Tank full?",
        "title: 检查水泵",
        "title: nein",
        "in `Deep`, in `Outside & cellar`",
        "# The subgraph `Nothing in here` holds no node.",
    ] {
        assert!(text.contains(kept), "{kept:?} in\n{text}");
    }
    let checked = triagebook("check kb").in_folder_of(made).run().err(&["warning[todo]"]);
    assert!(!checked.stderr.contains("[unknown-"), "every name resolves:\n{}", checked.stderr);
    let graph =
        triagebook("graph pump-no-water --kb kb --format json").in_folder_of(checked).code_after(0).json();
    let edges = graph["edges"].as_array().expect("a list");
    assert_eq!(edges.len(), 14, "{edges:#?}");
}

#[test]
fn a_flowchart_that_cannot_be_read_is_refused_with_every_place() {
    let chart = "flowchart TD\n  A[Start --> B\n\n  B -->\n  C --> D E\n  end\n";
    let refused =
        triagebook("new --from-mermaid chart.mmd --out x.yaml").file("chart.mmd", chart).code_after(1);
    for place in [
        "chart.mmd:2:4: the shape that begins with `[` is not closed",
        "chart.mmd:5:11: expected a line",
        "chart.mmd:6:3: `end` closes no subgraph",
    ] {
        assert!(refused.stderr.contains(place), "{place} in\n{}", refused.stderr);
    }
    assert!(!refused.folder().join("x.yaml").exists());
    triagebook("new --from-mermaid -")
        .stdin("sequenceDiagram\n  A->>B: hi\n")
        .code_after(1)
        .err(&["standard input:1:1", "found `sequenceDiagram`"]);
}

#[test]
fn a_flowchart_from_the_source_of_a_page_is_decoded_and_that_is_said() {
    let page = "<body><h1>Pump</h1>\n<pre class=\"mermaid\">graph TD\n  A[No water] --&gt;|at &amp; after noon| B{On?}\n  B --&gt; C</pre>\n";
    triagebook("new pump --from-mermaid page.html")
        .file("page.html", page)
        .code_after(0)
        .err(&["Read 3 nodes and 2 edges.", "Decoded 3 signs"])
        .out(&["title: at & after noon", "title: C"]);
}

#[test]
fn a_way_that_a_check_has_only_once_is_an_answer_where_it_is_drawn_again() {
    let chart =
        "graph TD\nA[Down] --> B{On?}\nB -->|yes| C\nB -. cannot tell .-> D\nB -. cannot tell .-> E\n";
    let made = triagebook("new down --from-mermaid c.mmd --base kb").file("c.mmd", chart).code_after(0);
    let graph = triagebook("graph down --kb kb --format json").in_folder_of(made).code_after(0).json();
    assert_eq!(graph["edges"].as_array().map(Vec::len), Some(4), "{graph:#}");
}

#[test]
fn of_several_flowcharts_one_is_chosen() {
    let two = "```mermaid\ngraph TD\n  A-->B\n```\n\n```mermaid\ngraph LR\n  Second-->Last\n```\n";
    let asked = triagebook("new --from-mermaid two.md")
        .file("two.md", two)
        .code_after(2)
        .err(&["2 flowcharts", "lines 2 and 7"]);
    triagebook("new --from-mermaid two.md --chart 2")
        .in_folder_of(asked)
        .code_after(0)
        .out(&["title: Second", "title: Last"]);
}

fn read(text: &str) -> Flowchart {
    let blocks = flowchart::blocks(text);
    let (chart, troubles) = flowchart::read(text, &blocks[0]);
    assert_eq!(troubles, [], "{text}");
    chart
}

/// Nodes and edges of a picture, whatever their order.
fn facts(picture: &Picture) -> BTreeSet<String> {
    let nodes = picture.nodes.iter().map(|node| format!("{} {:?} {}", node.id, node.kind, node.title));
    let edges = picture.edges.iter().map(|edge| {
        let (from, to) = (&picture.nodes[edge.from].id, &picture.nodes[edge.to].id);
        format!("{from} -> {to} {:?} {}", edge.kind, edge.label)
    });
    nodes.chain(edges).collect()
}

#[test]
fn what_graph_draws_in_mermaid_is_read_back_as_the_same_graph() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let library = library::load(Location::Folder(folder)).expect("the shipped knowledge base can be loaded");
    for runbook in library.graph.runbooks() {
        let id = &runbook.runbook.value;
        let picture = of_runbook(&library.graph, id);
        let drawn = mermaid(&picture);
        let title = runbook.title.value.as_str();
        let text = from_flowchart(&read(&drawn), &Origin { file: "x.mmd", runbook: id.as_str(), title });
        let (again, findings) = syntax::runbook(FileId(0), &text);
        assert_eq!(findings, [], "{id}:\n{text}");
        let others = library.graph.runbooks().iter().filter(|other| other.runbook.value != *id).cloned();
        let runbooks = others.chain(again).collect();
        let (graph, _) = Graph::link(library.graph.base().clone(), runbooks);
        assert_eq!(facts(&of_runbook(&graph, id)), facts(&picture), "{id}:\n{drawn}\n{text}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]

    /// Whatever is in a file, reading it ends, and what is drafted from it can be read.
    #[test]
    fn any_text_is_read_or_refused(body in "[A-C\\[\\](){}|<>\"`;&@:=.~xo -]{0,60}", ends in "(\n|;| end\n|subgraph x\n){0,3}") {
        let text = format!("flowchart TD\n{body}{ends}");
        let blocks = flowchart::blocks(&text);
        let (chart, _) = flowchart::read(&text, &blocks[0]);
        let drafted = from_flowchart(&chart, &Origin { file: "x", runbook: "x", title: "X" });
        let (runbook, findings) = syntax::runbook(FileId(0), &drafted);
        let nodes = runbook.map_or(0, |runbook| {
            runbook.symptoms.len() + runbook.checks.len() + runbook.fixes.len() + runbook.ends.len()
        });
        proptest::prop_assert!(nodes >= chart.nodes.len(), "{text}\n{drafted}\n{findings:?}");
    }
}

#[test]
fn a_chart_of_a_small_base_needs_no_place() {
    let chart = "graph TD\n  Silent --> On{On?}\n  On -->|yes| Call[Call support]\n  On -->|no| Done\n";
    let made = triagebook("new silent --from-mermaid c.mmd --kb kb")
        .file("c.mmd", chart)
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .code_after(0);
    triagebook("check kb").in_folder_of(made).run().err(&["warning[todo]: this text still says TODO"]);
}
