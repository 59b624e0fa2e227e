//! Reads the statements of a flowchart.
//!
//! Invariant: every statement is read, passed over with a word, or a trouble; each step moves forward.
//! Deliberately absent: how shapes, lines and labels are written (`shape`, `line`, `label`).

use crate::flowchart::chart::{Edge, Flowchart, Group, Node, PassedOver, Shape, Stroke, Trouble};
use crate::flowchart::cursor::{Cursor, Semicolons};
use crate::flowchart::document::{Block, body_start, front_matter};
use crate::flowchart::escaped::Decoded;
use crate::flowchart::label;
use crate::flowchart::line::{self, Heads, Line};
use crate::flowchart::shape::{self, Properties};
use std::collections::{HashMap, HashSet};

mod keyword;

/// Reads one flowchart of a file. Offsets are those of the file.
pub fn read(file: &str, block: &Block) -> (Flowchart, Vec<Trouble>) {
    let written = file.get(block.range.clone()).unwrap_or_default();
    let decoded = Decoded::of(written);
    let text = decoded.as_ref().map_or(written, |decoded| decoded.text.as_str());
    let mut reader = Reader {
        cursor: Cursor::new(text),
        chart: Flowchart::default(),
        troubles: Vec::new(),
        index: HashMap::new(),
        lines: HashMap::new(),
        open: Vec::new(),
        styled: Vec::new(),
    };
    reader.head(text, block);
    while !reader.cursor.is_at_end() {
        reader.statement();
    }
    reader.finish();
    let Reader { mut chart, mut troubles, .. } = reader;
    let base = block.range.start;
    let places = chart.nodes.iter_mut().map(|node| &mut node.at);
    let places = places.chain(chart.edges.iter_mut().map(|edge| &mut edge.at));
    let places = places.chain(chart.groups.iter_mut().map(|group| &mut group.at));
    for at in places.chain(troubles.iter_mut().map(|trouble| &mut trouble.at)) {
        *at = base + decoded.as_ref().map_or(*at, |decoded| decoded.written(*at));
    }
    chart.decoded = decoded.map_or(0, |decoded| decoded.count);
    (chart, troubles)
}

/// What a name with its shape or properties describes.
#[derive(Debug, Clone, Copy)]
enum Named {
    /// The node of this index.
    Node(usize),
    Line,
}

impl Named {
    fn index(self) -> Option<usize> {
        match self {
            Self::Node(index) => Some(index),
            Self::Line => None,
        }
    }
}

struct Reader<'t> {
    cursor: Cursor<'t>,
    chart: Flowchart,
    troubles: Vec<Trouble>,
    /// Nodes by their name.
    index: HashMap<String, usize>,
    /// Names of lines, with the places where they are first given.
    lines: HashMap<String, usize>,
    /// The subgraphs around the place.
    open: Vec<usize>,
    /// Names that a style or the properties of a line were given to, with their places.
    styled: Vec<(&'t str, usize)>,
}

impl<'t> Reader<'t> {
    fn trouble(&mut self, at: usize, message: impl Into<String>, help: impl Into<String>) {
        self.troubles.push(Trouble { at, message: message.into(), help: help.into() });
    }

    fn pass_over(&mut self, what: &'static str) {
        match self.chart.passed_over.iter_mut().find(|passed| passed.what == what) {
            Some(passed) => passed.count += 1,
            None => self.chart.passed_over.push(PassedOver { what, count: 1 }),
        }
    }

    /// Front matter, directives and `flowchart TD`.
    fn head(&mut self, text: &'t str, block: &Block) {
        if let Some(range) = front_matter(text) {
            let head = text.get(range).unwrap_or_default();
            let margin = head.lines().last().map_or("", |dashes| dashes.trim_end().trim_end_matches('-'));
            let key = |line: &'t str| line.strip_prefix(margin)?.strip_prefix("title:");
            let title = head.lines().find_map(key).map(str::trim);
            self.chart.title = title.map(|title| {
                shape::string(&mut Cursor::new(title))
                    .unwrap_or_else(|| label::plain(title.trim_matches('\'')))
            });
        }
        self.cursor.advance(body_start(text));
        if !block.is_flowchart() {
            let found = match block.kind.as_str() {
                "" => "nothing that names a diagram".to_owned(),
                kind => format!("`{kind}`"),
            };
            let help = "a flowchart begins with `flowchart TD`, or with `graph` and a direction";
            self.trouble(self.cursor.at(), format!("expected a flowchart, found {found}"), help);
            self.cursor.advance(text.len());
            return;
        }
        self.cursor.advance(block.kind.len());
        self.cursor.skip_blanks();
        let directions = ["TB", "TD", "BT", "RL", "LR", "BR", "<", ">", "^", "v"];
        let _ = directions.iter().any(|direction| {
            let sign = direction.len() == 1 && *direction != "v";
            if sign { self.cursor.eat(direction) } else { self.cursor.eat_word(direction) }
        });
    }

    fn statement(&mut self) {
        self.cursor.skip_space(Semicolons::Space);
        if self.cursor.is_at_end() {
            return;
        }
        let start = self.cursor.at();
        if self.cursor.rest().starts_with("//") {
            // No comment for Mermaid, but nothing else either.
            self.cursor.skip_line();
            return;
        }
        if !self.keyword() {
            self.chain();
        }
        if self.cursor.at() == start {
            let found = self.cursor.peek().map_or_else(String::new, |c| format!("`{c}`"));
            self.trouble(
                start,
                format!("expected a node, found {found}"),
                "put labels with signs into quotes: `A[\"…\"]`",
            );
            self.cursor.skip_line();
        }
    }

    /// Nodes with the lines between them: `A & B --> C -- x --> D`.
    fn chain(&mut self) {
        let Some(mut from) = self.nodes() else { return };
        loop {
            let mut look = self.cursor;
            look.skip_space(Semicolons::End);
            let at = look.at();
            match line::line(&mut look) {
                Ok(Some(line)) => {
                    look.skip_space(Semicolons::End);
                    self.cursor = look;
                    let Some(to) = self.nodes() else {
                        self.trouble(at, "this line leads to no node", "name the node it leads to");
                        self.cursor.skip_line();
                        return;
                    };
                    self.connect(&from, &to, &line, at);
                    from = to;
                }
                Ok(None) => break,
                Err(trouble) => {
                    self.troubles.push(trouble);
                    self.cursor.skip_line();
                    return;
                }
            }
        }
        self.end_of_statement();
    }

    fn end_of_statement(&mut self) {
        self.cursor.skip_blanks();
        let rest = self.cursor.rest();
        if rest.is_empty() || rest.starts_with(['\n', ';']) || rest.starts_with("%%") {
            return;
        }
        let (found, help) = unexpected(rest);
        let message = format!("expected a line or the end of the statement, found `{found}`");
        self.trouble(self.cursor.at(), message, help);
        self.cursor.skip_line();
    }

    fn connect(&mut self, from: &[usize], to: &[usize], line: &Line, at: usize) {
        if let Some(name) = &line.name {
            self.lines.entry(name.clone()).or_insert(at);
        }
        if line.heads == Heads::Both {
            self.pass_over("heads at the beginning of lines");
        }
        // What stands on a line is drawn even where the line is not.
        let labelled = (!line.label.is_empty()).then_some(Stroke::Dotted);
        let Some(stroke) = line.stroke.or(labelled) else {
            self.pass_over("invisible lines");
            return;
        };
        for from in from {
            for to in to {
                self.edge(*from, *to, line, stroke, at);
            }
        }
    }

    fn edge(&mut self, from: usize, to: usize, line: &Line, stroke: Stroke, at: usize) {
        self.chart.edges.push(Edge { from, to, label: line.label.clone(), stroke, at });
    }

    /// `A & B & C`; none where no node stands here.
    fn nodes(&mut self) -> Option<Vec<usize>> {
        let mut nodes: Vec<usize> = self.node()?.index().into_iter().collect();
        loop {
            let mut look = self.cursor;
            look.skip_space(Semicolons::End);
            if !look.eat("&") {
                return Some(nodes);
            }
            look.skip_space(Semicolons::End);
            self.cursor = look;
            nodes.extend(self.node()?.index());
        }
    }

    /// One node, or the properties of a line, `name@{ … }`; none where neither stands here.
    fn node(&mut self) -> Option<Named> {
        let at = self.cursor.at();
        let id = shape::name(&mut self.cursor)?;
        let mut label = None;
        let mut look = self.cursor;
        look.skip_blanks();
        let adjoins = look.at() == self.cursor.at();
        if adjoins || !look.rest().starts_with('>') {
            match shape::shape(&mut look) {
                Ok(Some(written)) => {
                    label = Some(written);
                    self.cursor = look;
                }
                Ok(None) => {}
                Err(trouble) => {
                    self.troubles.push(trouble);
                    self.cursor.skip_line();
                }
            }
        }
        self.class();
        match shape::properties(&mut self.cursor) {
            Ok(Some(_)) if self.lines.contains_key(id) => return Some(Named::Line),
            Ok(Some(properties)) if properties.of_line.is_some() && !self.index.contains_key(id) => {
                self.styled.push((id, at));
                return Some(Named::Line);
            }
            Ok(Some(properties)) => {
                let node = self.name_node(id, at);
                self.describe(node, label);
                self.amend(node, properties);
                self.class();
                return Some(Named::Node(node));
            }
            Ok(None) => {}
            Err(trouble) => {
                self.troubles.push(trouble);
                self.cursor.skip_line();
            }
        }
        let node = self.name_node(id, at);
        self.describe(node, label);
        Some(Named::Node(node))
    }

    fn describe(&mut self, node: usize, written: Option<(Shape, String)>) {
        if let Some((shape, label)) = written {
            let node = &mut self.chart.nodes[node];
            node.shape = shape;
            if !label.is_empty() {
                node.label = label;
            }
        }
    }

    fn amend(&mut self, node: usize, properties: Properties) {
        let node = &mut self.chart.nodes[node];
        node.shape = properties.shape.unwrap_or(node.shape.clone());
        node.label = properties.label.unwrap_or(std::mem::take(&mut node.label));
    }

    /// `:::class`, which only changes how a node looks.
    fn class(&mut self) {
        if self.cursor.eat(":::") {
            shape::name(&mut self.cursor);
        }
    }

    fn name_node(&mut self, id: &str, at: usize) -> usize {
        let nodes = &mut self.chart.nodes;
        let group = self.open.last().copied();
        let index = *self.index.entry(id.to_owned()).or_insert_with(|| {
            nodes.push(Node { id: id.to_owned(), label: id.to_owned(), shape: Shape::Bare, group, at });
            nodes.len() - 1
        });
        let node = &mut self.chart.nodes[index];
        node.group = node.group.or(group);
        index
    }

    /// A subgraph at the end of a line is a node with the subgraph's title. What only a style names is drawn, too.
    fn finish(&mut self) {
        if let Some(group) = self.open.first() {
            let at = self.chart.groups[*group].at;
            self.trouble(at, "this subgraph is not closed", "close it with `end` on a line of its own");
        }
        let styled = std::mem::take(&mut self.styled);
        for (name, at) in
            styled.into_iter().flat_map(|(names, at)| names.split(',').map(move |name| (name, at)))
        {
            let is_known =
                self.lines.contains_key(name) || self.chart.groups.iter().any(|group| group.id == name);
            if !is_known && !self.index.contains_key(name) {
                self.name_node(name, at);
            }
        }
        for group in &self.chart.groups {
            if let Some(node) = self.index.get(&group.id)
                && self.chart.nodes[*node].shape == Shape::Bare
            {
                self.chart.nodes[*node].label.clone_from(&group.title);
            }
        }
        self.leave_out_names();
    }

    /// The name of a subgraph at no line is no node; it says in which subgraph that one lies. Nor is the name of a line that
    /// was given one before.
    fn leave_out_names(&mut self) {
        let lines = &self.lines;
        let Flowchart { nodes, edges, groups, .. } = &mut self.chart;
        let ends: HashSet<usize> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
        let mut places = vec![0; nodes.len()];
        let (mut index, mut kept) = (0, 0);
        nodes.retain(|node| {
            let group = groups.iter().position(|group| group.id == node.id);
            let is_name = node.shape == Shape::Bare && !ends.contains(&index);
            if let Some(group) = group.filter(|_| is_name) {
                let around = node.group.filter(|around| !lies_in(groups, *around, group));
                groups[group].parent = groups[group].parent.or(around);
            }
            let is_line = lines.get(&node.id).is_some_and(|line| *line < node.at);
            let is_kept = !is_name || (group.is_none() && !is_line);
            places[index] = kept;
            index += 1;
            kept += usize::from(is_kept);
            is_kept
        });
        for edge in edges {
            (edge.from, edge.to) = (places[edge.from], places[edge.to]);
        }
    }
}

/// Whether a subgraph is another one or lies in it.
fn lies_in(groups: &[Group], inner: usize, outer: usize) -> bool {
    std::iter::successors(Some(inner), |group| groups[*group].parent).any(|group| group == outer)
}

/// What stands where a statement ought to end, and what may be meant by it.
fn unexpected(rest: &str) -> (&str, &'static str) {
    let signs = rest.find(|c: char| c.is_alphanumeric() || c.is_whitespace()).unwrap_or(rest.len());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let (found, help) = match rest.get(..signs).unwrap_or_default() {
        "->" | "→" | "–>" | "—>" | "–" | "—" | "-" => (signs, "a line is `-->`, with two hyphens"),
        "=>" | "=" => (signs, "a thick line is `==>`, with two equals signs"),
        "@" | "@{" => (first, "a node has one `@{ … }`; write all its properties into that"),
        "" => (
            first,
            "a name is one word; write `name[Several words]`, and separate statements by line ends or `;`",
        ),
        _ => {
            (first, "put labels with signs into quotes: `A[\"…\"]`; separate statements by line ends or `;`")
        }
    };
    (rest.get(..found).unwrap_or_default(), help)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::flowchart::{Shape, blocks};

    /// The edges of these statements, as `from -label-> to`, and the troubles.
    fn edges(statements: &str) -> (Vec<String>, Vec<String>) {
        let text = format!("flowchart LR\n{statements}");
        let (chart, troubles) = read(&text, &blocks(&text)[0]);
        let shown = chart.edges.iter().map(|edge| {
            let (from, to) = (&chart.nodes[edge.from].id, &chart.nodes[edge.to].id);
            format!("{from} -{}-> {to}", edge.label)
        });
        (shown.collect(), troubles.into_iter().map(|trouble| trouble.message).collect())
    }

    #[test]
    fn lines_are_read_in_every_form() {
        // Each was held against what Mermaid 11 makes of it.
        for (written, read) in [
            ("A-->B", "A --> B"),
            ("A --- B", "A --> B"),
            ("A---->B", "A --> B"),
            ("A -->|x y| B", "A -x y-> B"),
            ("A -- x y --> B", "A -x y-> B"),
            ("A -- \"x-y --> z\" --> B", "A -x-y --> z-> B"),
            ("A -. x .-> B", "A -x-> B"),
            ("A -.-> B", "A --> B"),
            ("A <.-> B", "A --> B"),
            ("A a@--> B; a@{ animate: true }; b@{ animation: fast }", "A --> B"),
            ("A == x ==> B", "A -x-> B"),
            ("A ==>|\"a (b)\"| B", "A -a (b)-> B"),
            ("A --o B", "A --> B"),
            ("A x--x B", "A --> B"),
            ("A <--> B", "A --> B"),
            ("A e1@--> B", "A --> B"),
            ("A\n  --> B", "A --> B"),
            ("A --> B:::warm", "A --> B"),
            ("A.b/c-d --> e_f", "A.b/c-d --> e_f"),
            ("A & B --> C", "A --> C, B --> C"),
            ("A --> B & C --> D", "A --> B, A --> C, B --> D, C --> D"),
            ("A-->B;B-->A;", "A --> B, B --> A"),
            ("A --> A", "A --> A"),
            ("A ~~~ B", ""),
            ("A ~~~|x| B", "A -x-> B"),
            ("A --&gt;|x &amp; y| B &amp; C", "A -x & y-> B, A -x & y-> C"),
            ("A &lt;--&gt; B\nB ==&gt; C\nC -.-&gt; D", "A --> B, B --> C, C --> D"),
        ] {
            let read: Vec<&str> = read.split(", ").filter(|one| !one.is_empty()).collect();
            let (edges, troubles) = edges(written);
            assert_eq!((edges.iter().map(String::as_str).collect(), troubles), (read, vec![]), "{written}");
        }
    }

    #[test]
    fn shapes_are_read_with_their_labels() {
        for (written, shape, label) in [
            ("A[x]", Shape::Box, "x"),
            ("A(x)", Shape::Round, "x"),
            ("A([x])", Shape::Stadium, "x"),
            ("A[[x]]", Shape::Subroutine, "x"),
            ("A[(x)]", Shape::Cylinder, "x"),
            ("A((x))", Shape::Circle, "x"),
            ("A(((x)))", Shape::DoubleCircle, "x"),
            ("A(-x-)", Shape::Ellipse, "x"),
            ("A{x}", Shape::Diamond, "x"),
            ("A{{x}}", Shape::Hexagon, "x"),
            ("A[/x/]", Shape::Slanted, "x"),
            ("A[\\x/]", Shape::Slanted, "x"),
            ("A[/etc/hosts]", Shape::Box, "/etc/hosts"),
            ("A>x]", Shape::Flag, "x"),
            ("A[|borders:lt|x]", Shape::Box, "x"),
            ("A[\"x [y] (z) {w}\"]", Shape::Box, "x [y] (z) {w}"),
            ("A[f(x)[0]]", Shape::Box, "f(x)[0]"),
            ("A[\"`**x**`\"]", Shape::Box, "x"),
            ("A@{ shape: decision, label: \"x, y\" }", Shape::Diamond, "x, y"),
            ("A@{\n label: |\n  x\n  y\n shape: rounded\n}", Shape::Round, "x\ny"),
            ("A@{ shape: cloud }", Shape::Named("cloud".to_owned()), "A"),
            ("A", Shape::Bare, "A"),
        ] {
            let text = format!("graph TD\n{written}\n");
            let (chart, troubles) = read(&text, &blocks(&text)[0]);
            assert_eq!(troubles, [], "{written}");
            assert_eq!((&chart.nodes[0].shape, chart.nodes[0].label.as_str()), (&shape, label), "{written}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_read() {
        let (edges, troubles) = edges("A --> B\nA -- no end\nC --> [x]\nD --> E\n");
        assert_eq!(edges, ["A --> B", "D --> E"]);
        assert_eq!(troubles, ["this line has no end", "this line leads to no node"]);
    }

    #[test]
    fn a_node_that_only_a_style_names_is_kept() {
        let text =
            "graph TD\nA e@--> B\nsubgraph S\nB\nend\nstyle A,C fill:#fff\nstyle S fill:#fff\nstyle e x:y\n";
        let (chart, _) = read(text, &blocks(text)[0]);
        assert_eq!(chart.nodes.iter().map(|node| node.id.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
    }

    #[test]
    fn properties_of_no_line_are_those_of_a_node() {
        let text = "graph TD\nA e@--> B\ne@{ animate: true }\nC@{ animate: true }\n";
        let (chart, _) = read(text, &blocks(text)[0]);
        assert_eq!(chart.nodes.iter().map(|node| node.id.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
        // The name of a line is no node where it stands alone; at a line of its own it is one, so that no line is lost.
        let text = "graph TD\nA e@--> B\nA f@--> B\ne:::warm\nf --> C\ng\nA g@--> B\n";
        let (chart, _) = read(text, &blocks(text)[0]);
        assert_eq!(
            chart.nodes.iter().map(|node| node.id.as_str()).collect::<Vec<_>>(),
            ["A", "B", "f", "C", "g"]
        );
    }

    #[test]
    fn the_name_of_a_subgraph_alone_is_no_node() {
        let text =
            "graph TD\na --> b\nsubgraph A\nB\nC\nend\nsubgraph B\nb\nend\nsubgraph C\nc\nend\nC --> a\n";
        let (chart, troubles) = read(text, &blocks(text)[0]);
        assert_eq!(troubles, []);
        let ids: Vec<&str> = chart.nodes.iter().map(|node| node.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "C", "c"], "`B` lies in `A`; `C` is at the end of a line");
        let edges: Vec<_> = chart.edges.iter().map(|edge| (ids[edge.from], ids[edge.to])).collect();
        assert_eq!(edges, [("a", "b"), ("C", "a")]);
        assert_eq!(chart.groups.iter().map(|group| group.parent).collect::<Vec<_>>(), [None, Some(0), None]);
    }

    #[test]
    fn places_in_an_escaped_chart_are_those_of_the_file() {
        let text = "graph TD\nA --&gt; B --&gt;\nC -&gt; D\n";
        let (_, troubles) = read(text, &blocks(text)[0]);
        assert_eq!(troubles.iter().map(|trouble| &text[trouble.at..][..5]).collect::<Vec<_>>(), ["-&gt;"]);
    }
}
