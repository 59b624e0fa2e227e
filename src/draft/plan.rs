//! What each node and edge of a flowchart becomes in a runbook.
//!
//! Invariant: every node of the chart becomes one node of the runbook (or the call of another runbook), and every edge
//! one way out of it. Nodes that the chart does not have are entries only.
//! Deliberately absent: the text (`written`).

use crate::draft::name::{Names, says_something};
use crate::flowchart::{Edge, Flowchart, Node, Shape, Stroke};
use crate::model::{EndResult, Risk};

/// What a node becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Symptom,
    Check,
    Fix(Option<Risk>),
    End(EndResult),
    /// Another runbook's node, `runbook/node`.
    Call(String),
}

/// What an edge becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// `next` of a symptom.
    Start,
    /// An outcome of this name.
    Outcome(String),
    NoneFits,
    Unsure,
    Verify,
    /// `attempts` of this limit.
    AttemptsUsed(u32),
    /// Where a call comes back.
    Return,
}

/// A flowchart with what becomes of it.
#[derive(Debug)]
pub(super) struct Plan<'c> {
    pub(super) chart: &'c Flowchart,
    /// For each node, in the order of the chart.
    pub(super) nodes: Vec<Planned>,
    /// For each edge.
    pub(super) ways: Vec<Way>,
    /// Entries that the chart does not have: a name, and the node it leads to.
    pub(super) entries: Vec<(String, usize)>,
}

/// What becomes of a node.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) kind: Kind,
}

impl<'c> Plan<'c> {
    pub(super) fn new(chart: &'c Flowchart) -> Self {
        let own = is_own(chart);
        let mut names = Names::default();
        let mut nodes = Vec::new();
        for (index, node) in chart.nodes.iter().enumerate() {
            let (caption, title) = caption(node);
            let kind = caption.filter(|kind| fits(chart, index, kind)).unwrap_or_else(|| kind(chart, index));
            let wishes: [&str; 2] =
                if own || says_something(&node.id) { [&node.id, &title] } else { [&title, &node.id] };
            let name = names.give(&wishes, "node");
            nodes.push(Planned { name, title: title.clone(), kind });
        }
        let mut plan = Self { chart, nodes, ways: Vec::new(), entries: Vec::new() };
        plan.ways = (0..plan.nodes.len()).flat_map(|node| plan.ways_of(node)).fold(
            vec![Way::Start; chart.edges.len()],
            |mut ways, (edge, way)| {
                ways[edge] = way;
                ways
            },
        );
        plan.entries = plan.missing_entries(&mut names);
        plan
    }

    /// The edges that leave a node, with their index.
    pub(super) fn leaving(&self, node: usize) -> impl Iterator<Item = (usize, &'c Edge)> {
        leaving(self.chart, node)
    }

    fn ways_of(&self, node: usize) -> Vec<(usize, Way)> {
        let mut names = Names::default();
        let leaving = self.leaving(node);
        let first = |wanted: usize, label: &str| {
            let mut same = leaving_dotted(self.chart, node, label);
            same.next().is_some_and(|index| index == wanted)
        };
        let way = |(index, edge): (usize, &Edge)| {
            let way = match &self.nodes[node].kind {
                Kind::Symptom | Kind::End(_) => Way::Start,
                Kind::Call(_) => Way::Return,
                Kind::Fix(_) => attempts(edge).map_or(Way::Verify, Way::AttemptsUsed),
                Kind::Check => match (edge.stroke, edge.label.as_str()) {
                    // A check has each of these once.
                    (Stroke::Dotted, label @ "cannot tell") if first(index, label) => Way::Unsure,
                    (Stroke::Dotted, label @ "none fits") if first(index, label) => Way::NoneFits,
                    (_, label) => {
                        let to = format!("to {}", self.nodes[edge.to].name);
                        Way::Outcome(names.give(&[label, &to], "way"))
                    }
                },
            };
            (index, way)
        };
        leaving.map(way).collect()
    }

    /// Entries for nodes that nothing leads to and that are none themselves; for the first node where all are in a circle.
    fn missing_entries(&self, names: &mut Names) -> Vec<(String, usize)> {
        let is_entered =
            |node: usize| self.chart.edges.iter().any(|edge| edge.to == node && edge.from != node);
        let is_symptom = |node: usize| self.nodes[node].kind == Kind::Symptom;
        let all = 0..self.nodes.len();
        let mut starts: Vec<usize> =
            all.clone().filter(|node| !is_entered(*node) && !is_symptom(*node)).collect();
        if starts.is_empty() && !all.clone().any(is_symptom) && !self.nodes.is_empty() {
            starts.push(0);
        }
        let name = |node: usize| format!("begin-{}", self.nodes[node].name);
        starts.into_iter().map(|node| (names.give(&[&name(node)], "begin"), node)).collect()
    }
}

fn leaving(chart: &Flowchart, node: usize) -> impl Iterator<Item = (usize, &Edge)> {
    chart.edges.iter().enumerate().filter(move |(_, edge)| edge.from == node)
}

/// The dotted edges of this label that leave a node, by their index.
fn leaving_dotted<'c>(chart: &'c Flowchart, node: usize, label: &'c str) -> impl Iterator<Item = usize> + 'c {
    let dotted =
        leaving(chart, node).filter(move |(_, edge)| edge.stroke == Stroke::Dotted && edge.label == label);
    dotted.map(|(index, _)| index)
}

/// The limit on an edge that `graph --format mermaid` draws for `attempts`: `after 2 attempts`.
fn attempts(edge: &Edge) -> Option<u32> {
    let words: Vec<&str> = edge.label.split(' ').collect();
    match words.as_slice() {
        ["after", number, "attempt" | "attempts"] => number.parse().ok(),
        _ => None,
    }
}

/// Whether a chart was drawn by `graph --format mermaid`, whose nodes are called as in the runbook.
fn is_own(chart: &Flowchart) -> bool {
    chart.nodes.iter().any(|node| caption(node).0 == Some(Kind::Symptom))
        && chart.nodes.iter().all(|node| caption(node).0.is_some() || node.shape == Shape::Hexagon)
}

/// The kind that `graph --format mermaid` writes before a title, and the title on one line.
fn caption(node: &Node) -> (Option<Kind>, String) {
    let label = node.label.replace('\n', " ");
    let Some((caption, title)) = label.split_once(": ") else { return (None, label) };
    let kind = match (caption, &node.shape) {
        ("symptom", Shape::Stadium) => Kind::Symptom,
        ("fix", Shape::Box) => Kind::Fix(None),
        ("fix, change", Shape::Box) => Kind::Fix(Some(Risk::Change)),
        ("fix, outage", Shape::Box) => Kind::Fix(Some(Risk::Outage)),
        ("fix, destructive", Shape::Box) => Kind::Fix(Some(Risk::Destructive)),
        ("end, resolved", Shape::Round) => Kind::End(EndResult::Resolved),
        ("end, escalated", Shape::Round) => Kind::End(EndResult::Escalated),
        ("end, elsewhere", Shape::Round) => Kind::End(EndResult::Elsewhere),
        ("runbook", Shape::Subroutine) if node.id.contains('/') => Kind::Call(address(&node.id)),
        _ => return (None, label),
    };
    (Some(kind), title.to_owned())
}

/// `hybrid_oauth/test.back` is `hybrid-oauth/test`.
fn address(id: &str) -> String {
    let address = id.split_once('.').map_or(id, |(address, _)| address);
    address.replace('_', "-")
}

/// Whether a node can be of this kind with the edges that leave it.
fn fits(chart: &Flowchart, node: usize, kind: &Kind) -> bool {
    let edges: Vec<&Edge> = leaving(chart, node).map(|(_, edge)| edge).collect();
    match kind {
        Kind::Symptom => matches!(edges.as_slice(), [edge] if edge.label.is_empty()),
        Kind::Check => true,
        Kind::Fix(_) => {
            let (used, verify): (Vec<&Edge>, Vec<&Edge>) =
                edges.iter().partition(|edge| attempts(edge).is_some());
            used.len() <= 1
                && verify.len() <= 1
                && verify.iter().all(|edge| matches!(edge.label.as_str(), "" | "verify"))
        }
        Kind::End(_) => edges.is_empty(),
        Kind::Call(_) => edges.len() <= 1,
    }
}

/// What a node is by its shape and its edges. A fix has to lead to a question, which proves it; any other box with one way
/// on is a question of which the chart knows one answer.
fn kind(chart: &Flowchart, index: usize) -> Kind {
    let node = &chart.nodes[index];
    let edges: Vec<&Edge> = leaving(chart, index).map(|(_, edge)| edge).collect();
    let [edge] = edges.as_slice() else {
        return if edges.is_empty() { Kind::End(result(&node.label)) } else { Kind::Check };
    };
    if is_question(chart, index) {
        return Kind::Check;
    }
    let is_entered = chart.edges.iter().any(|edge| edge.to == index);
    if !is_entered {
        Kind::Symptom
    } else if is_question(chart, edge.to) {
        Kind::Fix(None)
    } else {
        Kind::Check
    }
}

/// Whether a node is a question whatever is around it: by its shape, or because its ways on are labelled or several.
fn is_question(chart: &Flowchart, index: usize) -> bool {
    let edges: Vec<&Edge> = leaving(chart, index).map(|(_, edge)| edge).collect();
    match edges.as_slice() {
        [] => false,
        [edge] => chart.nodes[index].shape.asks() || !edge.label.is_empty() || edge.to == index,
        _ => true,
    }
}

/// How a walk ends at a node of this label, as a guess.
fn result(label: &str) -> EndResult {
    let label = label.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if says(&["escalat", "contact", "call ", "support", "ticket", "hand over", "report", "ask "]) {
        EndResult::Escalated
    } else if says(&[
        "resolved", "fixed", "done", "success", "works", "working", "healthy", "solved", "complete", "great",
        "ok",
    ]) {
        EndResult::Resolved
    } else {
        EndResult::Elsewhere
    }
}
