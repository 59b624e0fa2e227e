//! What the linked graph answers: reachability, ends, loops, dominators, ways, and what it stays silent about.
//!
//! The small runbooks here hold only what the question needs; they are linked, not linted.

use std::collections::BTreeSet;
use triagebook::diagnostic::Diagnostic;
use triagebook::graph::{Damaged, Graph};
use triagebook::model::{NodeKey, Runbook};
use triagebook::source::FileId;
use triagebook::syntax;

/// A runbook of these nodes. The head is written here.
fn runbook(name: &str, number: u32, nodes: &str) -> Runbook {
    let text = format!("runbook: {name}\ntitle: T\n{nodes}");
    let (runbook, findings) = syntax::runbook(FileId(number), &text);
    assert!(findings.is_empty(), "{text}\n{findings:?}");
    runbook.expect("the runbook can be read")
}

fn link_around(runbooks: &[(&str, &str)], damaged: &[Damaged<'_>]) -> (Graph, Vec<Diagnostic>) {
    let (base, _) = syntax::knowledge_base(FileId(0), "title: T\n");
    let runbooks = (1..).zip(runbooks).map(|(number, (name, nodes))| runbook(name, number, nodes)).collect();
    Graph::link_around(base.expect("the knowledge base can be read"), runbooks, damaged)
}

/// Links runbooks in which every name resolves.
fn link(runbooks: &[(&str, &str)]) -> Graph {
    let (graph, findings) = link_around(runbooks, &[]);
    assert!(findings.is_empty(), "{findings:?}");
    graph
}

fn key(address: &str) -> NodeKey {
    address.parse().expect("the address has the form runbook/node")
}

fn shown<'a>(keys: impl IntoIterator<Item = &'a NodeKey>) -> BTreeSet<String> {
    keys.into_iter().map(ToString::to_string).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn rules(findings: &[Diagnostic]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.name).collect()
}

/// `s → look → (good → mend | bad → stop)`, `mend → prove → (fixed → done | not → mend)`, at most twice; `lost` aside.
const SIMPLE: &str = "
symptoms:
  s: { title: S, next: look }
checks:
  look: { outcomes: { good: { next: mend }, bad: { next: stop } }, unsure: stop }
  prove: { outcomes: { fixed: { next: done }, not: { next: mend } }, unsure: stop }
  lost: { outcomes: { one: { next: done } } }
fixes:
  mend: { verify: prove, attempts: { limit: 2, else: stop } }
ends:
  done: { title: D, result: resolved }
  stop: { title: E, result: escalated }
";

#[test]
fn walks_come_to_what_a_symptom_leads_to() {
    let graph = link(&[("a", SIMPLE)]);
    let all = ["a/s", "a/look", "a/mend", "a/prove", "a/done", "a/stop"];
    assert_eq!(shown(graph.reachable()), set(&all));
    assert_eq!(shown(graph.reachable_from(&key("a/lost"))), set(&["a/lost", "a/done"]));
    assert!(graph.is_whole());
}

#[test]
fn a_loop_over_a_limited_fix_ends_and_one_over_an_unlimited_fix_does_not() {
    assert!(link(&[("a", SIMPLE)]).endless_loops().is_empty());

    let unlimited = SIMPLE.replace(", attempts: { limit: 2, else: stop }", "");
    let graph = link(&[("a", &unlimited)]);
    let loops: Vec<Vec<String>> = graph
        .endless_loops()
        .into_iter()
        .map(|nodes| nodes.into_iter().map(|node| node.key.to_string()).collect())
        .collect();
    assert_eq!(loops, [["a/prove", "a/mend"]]);
}

#[test]
fn a_limit_whose_way_out_leads_back_limits_nothing() {
    let back = SIMPLE.replace("else: stop", "else: look");
    // look → mend → (tried twice) look → mend → …
    assert_eq!(link(&[("a", &back)]).endless_loops().len(), 1);
}

/// `s → ask → (good → done | bad → call b/start, then ask again)`.
const CALLER: &str = "
symptoms:
  s: { title: S, next: ask }
checks:
  ask: { outcomes: { good: { next: done }, bad: { next: { call: b/start, return: ask } } }, unsure: stop }
ends:
  done: { title: D, result: resolved }
  stop: { title: E, result: escalated }
";

/// `start → mend → start | fine`, where `mend` may be tried once.
const CALLED: &str = "
checks:
  start: { outcomes: { old: { next: mend } }, unsure: lost }
  proof: { outcomes: { new: { next: fine } }, unsure: lost }
fixes:
  mend: { verify: proof, attempts: { limit: 1, else: lost } }
ends:
  fine: { title: F, result: resolved }
  lost: { title: L, result: escalated }
";

#[test]
fn a_call_leads_into_the_other_runbook_and_to_its_return() {
    let graph = link(&[("a", CALLER), ("b", CALLED)]);
    let reached = shown(graph.reachable());
    assert!(reached.contains("b/mend") && reached.contains("a/done"), "{reached:?}");
    assert_eq!(shown(graph.can_end()).len(), graph.nodes().count(), "every node can end");
    assert!(graph.may_resolve(&key("b/start")));
    assert!(!graph.may_resolve(&key("b/lost")));
    let out: Vec<String> =
        graph.ways_out(&key("a/s").runbook).iter().map(|(_, _, to)| to.key.to_string()).collect();
    assert_eq!(out, ["b/start"]);
    assert_eq!(graph.ways_in(&key("b/start").runbook).len(), 1);
}

#[test]
fn asking_again_after_a_call_is_endless_unless_the_called_runbook_limits_it() {
    // The only resolved end of `b` is behind a fix that may be tried once.
    assert!(link(&[("a", CALLER), ("b", CALLED)]).endless_loops().is_empty());
    let without_fix = CALLED.replace("unsure: lost }\n  proof", "unsure: fine }\n  proof");
    assert_eq!(link(&[("a", CALLER), ("b", &without_fix)]).endless_loops().len(), 1);
}

#[test]
fn after_a_called_runbook_comes_what_follows_the_call() {
    let graph = link(&[("a", CALLER), ("b", CALLED)]);
    let later = shown(graph.later_than(&key("b/proof")));
    assert!(later.contains("a/ask") && later.contains("a/done"), "{later:?}");
    assert!(!shown(graph.reachable_from(&key("b/proof"))).contains("a/ask"));
    // An escalated end is no way back.
    assert_eq!(shown(graph.later_than(&key("b/lost"))), set(&["b/lost"]));
}

#[test]
fn dominators_are_what_every_walk_has_passed() {
    let graph = link(&[("a", SIMPLE)]);
    let dominators = graph.dominators(&key("a/s")).expect("the symptom exists");
    let of = |node: &str| -> Vec<String> {
        dominators.of(&key(node)).into_iter().map(|node| node.key.to_string()).collect()
    };
    assert_eq!(of("a/done"), ["a/prove", "a/mend", "a/look", "a/s"]);
    // `stop` is reached from `look`, `prove` and `mend`.
    assert_eq!(of("a/stop"), ["a/look", "a/s"]);
    assert!(of("a/s").is_empty());
    assert!(of("a/lost").is_empty(), "no walk from this symptom comes there");
    assert!(graph.dominators(&key("a/nothing")).is_none());
}

#[test]
fn nodes_of_a_called_runbook_dominate_nothing_in_the_caller() {
    let graph = link(&[("a", CALLER), ("b", CALLED)]);
    let dominators = graph.dominators(&key("a/s")).expect("the symptom exists");
    let names: Vec<String> = dominators.of(&key("a/done")).iter().map(|node| node.key.to_string()).collect();
    assert_eq!(names, ["a/ask", "a/s"]);
}

#[test]
fn a_way_is_a_shortest_one() {
    let graph = link(&[("a", SIMPLE)]);
    let (symptom, way) = graph.path_from_symptom(&key("a/done")).expect("there is a way");
    let names: Vec<String> = way.iter().map(|(_, node)| node.key.node.to_string()).collect();
    assert_eq!(symptom.key, key("a/s"));
    assert_eq!(names, ["look", "mend", "prove", "done"]);
    assert_eq!(graph.path(&key("a/look"), &key("a/look")).map(|way| way.len()), Some(0));
    assert!(graph.path(&key("a/done"), &key("a/s")).is_none());
}

#[test]
fn a_node_takes_content_by_use_and_keeps_its_own_edges() {
    let origin = "
checks:
  origin: { title: Which?, outcomes: { one: { title: One, next: fine }, two: { next: fine } } }
ends:
  fine: { title: F, result: resolved }
";
    let user = "
symptoms:
  s: { title: S, next: own }
checks:
  own: { use: b/origin, outcomes: { one: { next: done }, two: { next: stop } }, unsure: stop }
ends:
  done: { title: D, result: resolved }
  stop: { title: E, result: escalated }
";
    let graph = link(&[("a", user), ("b", origin)]);
    let node = graph.node(&key("a/own")).expect("the node exists");
    assert_eq!((node.title(), node.home.as_str()), ("Which?", "b"));
    let next: Vec<String> = graph.edges(&key("a/own")).iter().map(|(_, node)| node.key.to_string()).collect();
    assert_eq!(next, ["a/done", "a/stop", "a/stop"]);
}

#[test]
fn a_renamed_target_is_one_finding_with_an_edit_and_makes_nothing_unreachable() {
    let renamed = SIMPLE.replace("good: { next: mend }", "good: { next: mned }");
    let (graph, findings) = link_around(&[("a", &renamed)], &[]);
    assert_eq!(rules(&findings), ["unknown-node"]);
    let suggestion = findings[0].suggestion.as_ref().expect("a near name is suggested");
    assert_eq!(suggestion.edits[0].replacement, "mend");
    let reached = shown(graph.reachable());
    assert!(reached.contains("a/mend") && reached.contains("a/prove"), "{reached:?}");
    assert!(!graph.is_whole());
}

#[test]
fn of_two_runbooks_of_one_name_the_first_stays() {
    let more = SIMPLE.replace("lost:", "extra:");
    let user = "
symptoms:
  s: { title: S, next: a/extra }
";
    let (graph, findings) = link_around(&[("a", SIMPLE), ("a", &more), ("b", user)], &[]);
    // `a/extra` exists in the file that is left out, so it is no second mistake.
    assert_eq!(rules(&findings), ["duplicate-runbook"]);
    assert_eq!(graph.runbooks().len(), 2);
}

#[test]
fn names_in_a_file_that_cannot_be_read_are_not_called_unknown() {
    let user = "
symptoms:
  s: { title: S, next: b/start }
checks:
  only-from-b: { outcomes: { one: { next: stop } } }
  forgotten: { outcomes: { one: { next: stop } } }
ends:
  stop: { title: E, result: escalated }
";
    let text = "checks:\n  start: [ {\n next: a/only-from-b";
    let (_, findings) = link_around(&[("a", user)], &[]);
    assert_eq!(rules(&findings), ["unknown-runbook"]);
    let damaged = [Damaged { runbook: "b".into(), text }];
    let (graph, findings) = link_around(&[("a", user)], &damaged);
    assert!(findings.is_empty(), "{findings:?}");
    let reached = shown(graph.reachable());
    assert!(reached.contains("a/only-from-b"), "the broken file leads there");
    assert!(!reached.contains("a/forgotten"), "a broken file does not hide the findings of others");
}

#[test]
fn a_node_that_could_not_be_read_is_not_called_unknown_in_its_own_file() {
    let nodes = "
symptoms:
  s: { title: S, next: broken }
  t: { title: T, next: nowhere }
ends:
  stop: { title: E, result: escalated }
";
    let damaged = [Damaged { runbook: "a".into(), text: "checks:\n  broken: [\n  next: nowhere\n" }];
    let (_, findings) = link_around(&[("a", nodes)], &damaged);
    assert_eq!(rules(&findings), ["unknown-node"], "only `nowhere` is declared by nothing");
    assert!(findings[0].message.contains("nowhere"));
}

const TINY: &str =
    "symptoms:\n  s: { title: S, next: done }\nends:\n  done: { title: D, result: resolved }\n";

/// Three runbooks under a knowledge base with this `order`. `b` has the last title.
fn ordered(order: &str) -> (Graph, Vec<Diagnostic>) {
    let (base, _) = syntax::knowledge_base(FileId(0), &format!("title: T\norder: {order}\n"));
    let mut runbooks: Vec<Runbook> =
        (1..).zip(["a", "b", "c"]).map(|(number, name)| runbook(name, number, TINY)).collect();
    runbooks[1].title.value.replace_range(.., "Z");
    Graph::link(base.expect("the knowledge base can be read"), runbooks)
}

#[test]
fn runbooks_are_read_in_the_order_of_the_knowledge_base_and_then_by_title() {
    for (order, read) in [("[]", "a c b"), ("[c]", "c a b"), ("[b, a]", "b a c"), ("[c, b, c]", "c b a")] {
        let (graph, findings) = ordered(order);
        let names: Vec<&str> = graph.reading_order().iter().map(|book| book.runbook.as_str()).collect();
        assert_eq!(names.join(" "), read, "order: {order}");
        assert!(findings.is_empty(), "{findings:?}");
    }
}

#[test]
fn the_order_names_runbooks_that_exist() {
    let (graph, findings) = ordered("[b, d]");
    assert_eq!(rules(&findings), ["unknown-runbook"]);
    assert_eq!(findings[0].message, "no runbook is called `d`");
    assert_eq!(graph.reading_order()[0].runbook.as_str(), "b");
}
