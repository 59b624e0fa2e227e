//! The spanned tree with the comments and blank lines around each entry, ready to be sorted and printed.
//!
//! Invariant: every comment of the file is in the result once; values are as they are written.
//! Deliberately absent: the order of keys and the layout.

use crate::syntax::format::Refusal;
use crate::syntax::format::scan::{Lead, Scanner};
use crate::syntax::tree::{Kind, Map, Node};

/// A whole file.
#[derive(Debug)]
pub(super) struct File {
    /// Lines before the first entry that belong to the file and not to the entry.
    pub(super) head: Vec<Lead>,
    pub(super) root: Value,
    /// A comment behind the root, where that is a single value.
    pub(super) trailing: Option<String>,
    /// Lines behind everything.
    pub(super) foot: Vec<Lead>,
}

/// A value as it is written.
#[derive(Debug)]
pub(super) enum Value {
    /// On one line; empty where nothing is written.
    Line(String),
    /// Of several lines, plain or quoted: their texts without indentation.
    Lines(Vec<String>),
    /// `|` or `>`: its first line, and its content without the indentation.
    Block { header: String, content: Vec<String> },
    /// `[ … ]`, without comments in it.
    FlowList(Vec<Value>),
    /// `{ … }`, without comments in it.
    FlowMap(Vec<(String, Value)>),
    /// A list with a line for each entry.
    List(Items),
    /// A mapping with a line for each entry.
    Map(Items),
}

/// Entries, and the lines behind the last of them.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) items: Vec<Item>,
    pub(super) foot: Vec<Lead>,
}

/// An entry of a list or mapping.
#[derive(Debug)]
pub(super) struct Item {
    /// The lines before it.
    pub(super) leads: Vec<Lead>,
    /// Its key; none in a list.
    pub(super) key: Option<String>,
    pub(super) value: Value,
    /// The comment on its first line, or behind its value.
    pub(super) trailing: Option<String>,
}

/// Gathers a file.
pub(super) fn gather(text: &str, root: &Node<'_>) -> Result<File, Refusal> {
    let mut gathering = Gathering { text, scanner: Scanner::new(text) };
    let start = root.span.range().start;
    let mut head = gathering.scanner.before(start, 0)?;
    let own = head.iter().rposition(|lead| *lead == Lead::Blank).map_or(0, |blank| blank + 1);
    let of_first = head.split_off(own);
    let (mut value, trailing) = gathering.value(root, text.len())?;
    let foot = gathering.scanner.before(text.len(), 0)?;
    let foot = if text.ends_with('\n') { foot } else { gathering.last_line(foot) };
    match &mut value {
        Value::Map(items) | Value::List(items) => {
            if let Some(first) = items.items.first_mut() {
                first.leads = of_first;
            }
        }
        _ => head.extend(of_first),
    }
    Ok(File { head, root: value, trailing, foot })
}

struct Gathering<'t> {
    text: &'t str,
    scanner: Scanner<'t>,
}

impl Gathering<'_> {
    /// A file that does not end in a line feed may end in a comment.
    fn last_line(&self, mut foot: Vec<Lead>) -> Vec<Lead> {
        let start = self.scanner.line_start(self.text.len());
        let line = self.scanner.line(start).trim();
        if self.scanner.is_behind(start) && line.starts_with('#') {
            foot.push(Lead::Comment(line.to_owned()));
        }
        foot
    }

    fn written(&self, node: &Node<'_>) -> &str {
        self.text.get(node.span.range()).unwrap_or_default()
    }

    /// Where a value begins: its first line, where it is a block text.
    fn start(&self, node: &Node<'_>) -> usize {
        self.header(node).unwrap_or(node.span.range().start)
    }

    /// Where `|` or `>` of a block text stands. The span of such a text is that of its content.
    fn header(&self, node: &Node<'_>) -> Option<usize> {
        if !matches!(node.kind, Kind::Text(_)) {
            return None;
        }
        let start = node.span.range().start;
        if self.text.get(start..).is_some_and(|rest| rest.starts_with(['|', '>'])) {
            return Some(start);
        }
        let begin = self.scanner.line_start(start);
        if !self.text.get(begin..start)?.trim().is_empty() {
            return None;
        }
        let before = self.text.get(..begin)?.trim_end();
        let line_start = self.scanner.line_start(before.len());
        let line = before.get(line_start..)?;
        let bare = line.split_once(" #").map_or(line, |(bare, _)| bare).trim_end();
        let sign = bare.rfind(['|', '>'])?;
        let owner = bare.get(..sign)?;
        let is_alone = owner.ends_with(' ') && owner.trim_end().ends_with([':', '-']);
        let is_header = bare.get(sign + 1..)?.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-'));
        (is_alone && is_header).then_some(line_start + sign)
    }

    /// A value, and the comment behind it. `limit` is where the next value begins.
    fn value(&mut self, node: &Node<'_>, limit: usize) -> Result<(Value, Option<String>), Refusal> {
        let range = node.span.range();
        let first = self.written(node).chars().next();
        if let Some(header) = self.header(node) {
            let is_blank = matches!(&node.kind, Kind::Text(text) if text.trim().is_empty());
            return Ok((self.block(header, if is_blank { Content::Blank } else { Content::Text }), None));
        }
        match &node.kind {
            Kind::Broken => Err(Refusal::Odd { at: range.start, why: "this value cannot be laid out" }),
            Kind::List(_) | Kind::Map(_) if matches!(first, Some('[' | '{')) => {
                let value = self.flow(node)?;
                let trailing = self.scanner.behind(range.end);
                Ok((value, trailing))
            }
            Kind::List(children) => Ok((Value::List(self.list(children, limit)?), None)),
            Kind::Map(map) => Ok((Value::Map(self.map(map, limit)?), None)),
            Kind::Text(_) | Kind::Empty => {
                let value = scalar(self.written(node));
                let trailing = self.scanner.behind(range.end);
                Ok((value, trailing))
            }
        }
    }

    fn map(&mut self, map: &Map<'_>, limit: usize) -> Result<Items, Refusal> {
        let mut items = Items::default();
        let starts: Vec<usize> = map.entries.iter().map(|entry| entry.key.span.range().start).collect();
        let column = starts.first().map_or(0, |start| self.scanner.column(*start));
        for (index, entry) in map.entries.iter().enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(limit);
            let key = self.written(&entry.key).to_owned();
            if !matches!(entry.key.kind, Kind::Text(_)) || key.contains('\n') {
                return Err(Refusal::Odd { at: starts[index], why: "this key cannot be laid out" });
            }
            let mut leads = self.scanner.before(starts[index], 0)?;
            let (value, trailing) = self.entry(&entry.value, entry.key.span.range().end, next, &mut leads)?;
            items.items.push(Item { leads, key: Some(key), value, trailing });
        }
        items.foot = self.scanner.before(limit, column.max(1))?;
        Ok(items)
    }

    fn list(&mut self, children: &[Node<'_>], limit: usize) -> Result<Items, Refusal> {
        let mut items = Items::default();
        let mut column = 0;
        for (index, child) in children.iter().enumerate() {
            let next = children.get(index + 1).map_or(limit, |next| self.start(next));
            let start = self.start(child);
            let mut leads = self.scanner.before(start, 0)?;
            let line = self.scanner.line(self.scanner.line_start(start));
            column = line.len() - line.trim_start().len();
            let dash = self.text.get(..start).and_then(|before| before.rfind('-')).unwrap_or(start);
            let (value, trailing) = self.entry(child, dash + 1, next, &mut leads)?;
            items.items.push(Item { leads, key: None, value, trailing });
        }
        items.foot = self.scanner.before(limit, column.max(1))?;
        Ok(items)
    }

    /// The value of an entry whose key or dash ends at `end`. What stands between them goes to `leads`.
    fn entry(
        &mut self,
        node: &Node<'_>,
        end: usize,
        limit: usize,
        leads: &mut Vec<Lead>,
    ) -> Result<(Value, Option<String>), Refusal> {
        let start = self.start(node);
        let on_same_line =
            self.scanner.line_start(start) == self.scanner.line_start(end) || node.kind == Kind::Empty;
        if on_same_line {
            return self.value(node, limit);
        }
        let head = self.scanner.behind(end);
        let is_block = matches!(node.kind, Kind::List(_) | Kind::Map(_))
            && !matches!(self.written(node).chars().next(), Some('[' | '{'));
        if is_block {
            let (value, _) = self.value(node, limit)?;
            return Ok((value, head));
        }
        leads.extend(head.map(Lead::Comment));
        leads.extend(self.scanner.before(start, 0)?);
        self.value(node, limit)
    }

    /// A value in brackets. A comment in it would have no place.
    fn flow(&self, node: &Node<'_>) -> Result<Value, Refusal> {
        let range = node.span.range();
        let mut at = range.start;
        let mut gaps = Vec::new();
        leaves(node, &mut |leaf| {
            gaps.push(at..leaf.span.range().start.max(at));
            at = leaf.span.range().end.max(at);
        });
        gaps.push(at..range.end.max(at));
        if let Some(gap) =
            gaps.into_iter().find(|gap| self.text.get(gap.clone()).is_some_and(|gap| gap.contains('#')))
        {
            return Err(Refusal::Odd {
                at: gap.start,
                why: "a comment stands between brackets; put it on a line before them",
            });
        }
        self.in_flow(node)
    }

    fn in_flow(&self, node: &Node<'_>) -> Result<Value, Refusal> {
        match &node.kind {
            Kind::Broken => {
                Err(Refusal::Odd { at: node.span.range().start, why: "this value cannot be laid out" })
            }
            Kind::Text(_) | Kind::Empty => Ok(scalar(self.written(node))),
            Kind::List(children) => Ok(Value::FlowList(
                children.iter().map(|child| self.in_flow(child)).collect::<Result<_, _>>()?,
            )),
            Kind::Map(map) => {
                let entry = |entry: &crate::syntax::tree::Entry<'_>| match &entry.key.kind {
                    Kind::Text(_) => Ok((self.written(&entry.key).to_owned(), self.in_flow(&entry.value)?)),
                    _ => Err(Refusal::Odd {
                        at: entry.key.span.range().start,
                        why: "this key cannot be laid out",
                    }),
                };
                Ok(Value::FlowMap(map.entries.iter().map(entry).collect::<Result<_, _>>()?))
            }
        }
    }

    /// A block text that begins at `start`.
    fn block(&mut self, start: usize, holds: Content) -> Value {
        let header = self.scanner.line(start).trim_end().to_owned();
        let mut at = start + self.scanner.line(start).len() + 1;
        let mut lines: Vec<&str> = Vec::new();
        let mut indent = None;
        let mut end = at;
        while holds == Content::Text && at < self.text.len() {
            let line = self.scanner.line(at);
            let own = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() {
                let least = *indent
                    .get_or_insert_with(|| indicated(&header, self.owner_indent(start)).unwrap_or(own));
                if own < least || least == 0 {
                    break;
                }
                end = at + line.len() + 1;
            }
            lines.push(line);
            at += line.len() + 1;
        }
        let keeps = header.split('#').next().is_some_and(|header| header.contains('+'));
        if !keeps {
            let last = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
            lines.truncate(last);
        }
        self.scanner.go_to(if keeps { at } else { end });
        let indent = indent.unwrap_or(0);
        let content = lines.iter().map(|line| line.get(indent..).unwrap_or_default().to_owned()).collect();
        Value::Block { header, content }
    }

    /// The indentation of the key or dash before a block text.
    fn owner_indent(&self, start: usize) -> usize {
        let before = self.text.get(self.scanner.line_start(start)..start).unwrap_or_default();
        let dashes = before.len() - before.trim_start_matches([' ', '-']).len();
        let is_key = before.trim_end().ends_with(':');
        if is_key { dashes } else { before.len() - before.trim_start().len() }
    }
}

/// What a block text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Text,
    /// Nothing, so that what follows is not its content, however far it is indented.
    Blank,
}

/// The indentation of the content that `|2` asks for.
fn indicated(header: &str, owner: usize) -> Option<usize> {
    let digit = header.chars().skip(1).take(2).find_map(|c| c.to_digit(10))?;
    Some(owner + digit as usize)
}

/// A plain or quoted text as it is written.
fn scalar(written: &str) -> Value {
    if written.contains('\n') {
        Value::Lines(written.split('\n').map(|line| line.trim().to_owned()).collect())
    } else {
        Value::Line(written.to_owned())
    }
}

/// Visits all keys and values that are texts, in their order.
fn leaves(node: &Node<'_>, visit: &mut impl FnMut(&Node<'_>)) {
    match &node.kind {
        Kind::List(children) => {
            for child in children {
                leaves(child, visit);
            }
        }
        Kind::Map(map) => {
            for entry in &map.entries {
                leaves(&entry.key, visit);
                leaves(&entry.value, visit);
            }
        }
        Kind::Text(_) | Kind::Empty | Kind::Broken => visit(node),
    }
}
