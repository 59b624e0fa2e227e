//! Sorts the keys and writes the lines.
//!
//! Invariant: two spaces a level; at most one blank line at a time; a blank line around each table of a file.
//! Deliberately absent: what the values are.

use crate::syntax::format::gather::{File, Item, Items, Value};
use crate::syntax::format::order::Order;
use crate::syntax::format::scan::Lead;

/// Columns within which a value in brackets of several entries stays on one line.
const WIDTH: usize = 132;

/// Characters up to which an entry of a list counts as a word, of which several may stand on a line.
const LONGEST_WORD: usize = 40;

/// The file as text.
pub(super) fn print(file: File, order: &Order) -> String {
    let mut printer = Printer { out: String::new() };
    printer.leads(&file.head, 0);
    match sorted(file.root, order) {
        Value::Map(items) => printer.root(&items),
        Value::List(items) => printer.list(&items, 0),
        other => {
            let other = inline(&other, 0);
            printer.out.push_str(other.trim_start());
            printer.end_line(file.trailing.as_deref());
        }
    }
    printer.leads(&file.foot, 0);
    let length = printer.out.trim_end().len();
    printer.out.truncate(length);
    printer.out.push('\n');
    printer.out
}

/// The value with all keys in their order.
fn sorted(value: Value, order: &Order) -> Value {
    match value {
        Value::Map(mut items) => {
            for item in &mut items.items {
                let key = item.key.as_deref().map(bare).unwrap_or_default();
                sort_value(&mut item.value, &order.of_key(key));
            }
            if !order.names_things() {
                let key = |item: &Item| bare(item.key.as_deref().unwrap_or_default()).to_owned();
                sort(&mut items.items, order, key);
            }
            Value::Map(items)
        }
        Value::FlowMap(mut entries) => {
            for (key, value) in &mut entries {
                sort_value(value, &order.of_key(bare(key)));
            }
            if !order.names_things() {
                sort(&mut entries, order, |(key, _)| bare(key).to_owned());
            }
            Value::FlowMap(entries)
        }
        Value::List(mut items) => {
            for item in &mut items.items {
                sort_value(&mut item.value, &order.of_item());
            }
            Value::List(items)
        }
        Value::FlowList(mut entries) => {
            for value in &mut entries {
                sort_value(value, &order.of_item());
            }
            Value::FlowList(entries)
        }
        other => other,
    }
}

/// Sorts entries by their keys; those that are not known stay behind all others.
fn sort<T>(entries: &mut [T], order: &Order, key: impl Fn(&T) -> String) {
    let keys: Vec<String> = entries.iter().map(&key).collect();
    let known = order.known(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    entries.sort_by_cached_key(|entry| {
        let key = key(entry);
        known.iter().position(|known| *known == key).unwrap_or(known.len())
    });
}

fn sort_value(value: &mut Value, order: &Order) {
    *value = sorted(std::mem::replace(value, Value::Line(String::new())), order);
}

/// A key without its quotes.
fn bare(key: &str) -> &str {
    key.trim_matches(['"', '\''])
}

struct Printer {
    out: String,
}

impl Printer {
    fn root(&mut self, items: &Items) {
        let mut was_table = false;
        for (index, item) in items.items.iter().enumerate() {
            let is_table = is_table(&item.value);
            if index > 0 && (is_table || was_table) && !item.leads.contains(&Lead::Blank) {
                self.blank();
            }
            self.leads(&item.leads, 0);
            self.item(item, 0, "");
            was_table = is_table;
        }
        self.leads(&items.foot, 0);
    }

    fn map(&mut self, items: &Items, indent: usize) {
        for (index, item) in items.items.iter().enumerate() {
            self.leads(without_first_blank(&item.leads, index), indent);
            self.item(item, indent, "");
        }
        self.leads(&items.foot, indent);
    }

    fn list(&mut self, items: &Items, indent: usize) {
        for (index, item) in items.items.iter().enumerate() {
            self.leads(without_first_blank(&item.leads, index), indent);
            if let Value::Map(entries) = &item.value
                && let Some(first) = entries.items.first()
            {
                // What stands before the first key stands before the dash.
                self.leads(without_first_blank(&first.leads, 0), indent);
            }
            if let (Value::Map(_) | Value::List(_), Some(comment)) = (&item.value, &item.trailing) {
                self.leads(&[Lead::Comment(comment.clone())], indent);
            }
            self.item(item, indent, "-");
        }
        self.leads(&items.foot, indent);
    }

    /// An entry with its key, or with a dash.
    fn item(&mut self, item: &Item, indent: usize, dash: &str) {
        let spaces = " ".repeat(indent);
        let label = match &item.key {
            Some(key) => format!("{key}:"),
            None => dash.to_owned(),
        };
        let start = format!("{spaces}{label}");
        match &item.value {
            Value::Map(entries) if item.key.is_none() => self.map_behind_dash(entries, indent),
            Value::Map(entries) => {
                self.out.push_str(&start);
                self.end_line(item.trailing.as_deref());
                self.map(entries, indent + 2);
            }
            Value::List(entries) if item.key.is_none() => self.list_behind_dash(entries, indent),
            Value::List(entries) => {
                self.out.push_str(&start);
                self.end_line(item.trailing.as_deref());
                self.list(entries, indent + 2);
            }
            value @ (Value::FlowList(_) | Value::FlowMap(_)) => {
                let line = flow(value)
                    .filter(|line| start.len() + 1 + line.chars().count() <= WIDTH || is_single(value));
                match line {
                    Some(line) => {
                        self.out.push_str(&start);
                        self.out.push(' ');
                        self.out.push_str(&line);
                        self.end_line(item.trailing.as_deref());
                    }
                    None => match filled(value, start.len(), indent + 4) {
                        Some(lines) => {
                            self.out.push_str(&start);
                            self.out.push_str(&lines);
                            self.end_line(item.trailing.as_deref());
                        }
                        None => self.item(&opened(item, value), indent, dash),
                    },
                }
            }
            value => {
                self.out.push_str(&start);
                let text = inline(value, indent);
                self.out.push_str(&text);
                self.end_line(item.trailing.as_deref());
            }
        }
    }

    /// A mapping whose first key stands behind a dash.
    fn map_behind_dash(&mut self, entries: &Items, indent: usize) {
        let begin = self.out.len();
        for (index, entry) in entries.items.iter().enumerate() {
            if index > 0 {
                self.leads(&entry.leads, indent + 2);
            }
            self.item(entry, indent + 2, "");
        }
        self.put_dash(begin, indent);
        self.leads(&entries.foot, indent + 2);
    }

    /// A list whose first entry stands behind a dash.
    fn list_behind_dash(&mut self, entries: &Items, indent: usize) {
        let begin = self.out.len();
        self.list(entries, indent + 2);
        self.put_dash(begin, indent);
    }

    /// Puts a dash into the indentation of the line that begins at `begin`.
    fn put_dash(&mut self, begin: usize, indent: usize) {
        let at = begin + indent;
        if self.out.get(at..at + 2) == Some("  ") {
            self.out.replace_range(at..=at, "-");
        }
    }

    fn end_line(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.out.push_str("  ");
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }

    fn leads(&mut self, leads: &[Lead], indent: usize) {
        for lead in leads {
            match lead {
                Lead::Blank => self.blank(),
                Lead::Comment(text) => {
                    self.out.push_str(&" ".repeat(indent));
                    self.out.push_str(text);
                    self.out.push('\n');
                }
            }
        }
    }

    /// A blank line, unless there is one, or nothing yet.
    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

/// A text behind its key or dash, with a space before it.
fn inline(value: &Value, indent: usize) -> String {
    let deeper = " ".repeat(indent + 2);
    match value {
        Value::Line(line) if line.is_empty() => String::new(),
        Value::Line(line) => format!(" {line}"),
        Value::Lines(lines) => {
            let lines = lines.iter().enumerate().map(|(index, line)| match (index, line.as_str()) {
                (0, line) => line.to_owned(),
                (_, "") => String::new(),
                (_, line) => format!("{deeper}{line}"),
            });
            format!(" {}", lines.collect::<Vec<_>>().join("\n"))
        }
        Value::Block { header, content } => {
            let deeper = " ".repeat(indent + indicator(header).unwrap_or(2));
            let mut text = format!(" {header}");
            for line in content {
                text.push('\n');
                if !line.is_empty() {
                    text.push_str(&deeper);
                    text.push_str(line);
                }
            }
            text
        }
        other => flow(other).map_or_else(String::new, |line| format!(" {line}")),
    }
}

/// The number in `|2`.
fn indicator(header: &str) -> Option<usize> {
    header.chars().skip(1).take(2).find_map(|c| c.to_digit(10)).map(|digit| digit as usize)
}

/// The lines before the first entry begin with no blank one.
fn without_first_blank(leads: &[Lead], index: usize) -> &[Lead] {
    match leads {
        [Lead::Blank, rest @ ..] if index == 0 => without_first_blank(rest, 0),
        leads => leads,
    }
}

/// Whether a value at the top of a file is set apart by blank lines.
fn is_table(value: &Value) -> bool {
    match value {
        Value::Map(_) => true,
        Value::List(items) => items.items.iter().any(|item| matches!(item.value, Value::Map(_))),
        _ => false,
    }
}

/// Whether breaking a value in brackets into lines would gain nothing.
fn is_single(value: &Value) -> bool {
    match value {
        Value::FlowList(entries) => entries.len() < 2,
        Value::FlowMap(entries) => entries.len() < 2,
        _ => true,
    }
}

/// A value in brackets on one line; none where a text in it has several.
fn flow(value: &Value) -> Option<String> {
    match value {
        Value::Line(line) => Some(line.clone()),
        Value::FlowList(entries) => {
            let entries: Option<Vec<String>> = entries.iter().map(flow).collect();
            Some(format!("[{}]", entries?.join(", ")))
        }
        Value::FlowMap(entries) if entries.is_empty() => Some("{}".to_owned()),
        Value::FlowMap(entries) => {
            let entry = |(key, value): &(String, Value)| match flow(value)? {
                value if value.is_empty() => Some(format!("{key}:")),
                value => Some(format!("{key}: {value}")),
            };
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            Some(format!("{{ {} }}", entries?.join(", ")))
        }
        _ => None,
    }
}

/// A list of words in brackets that is too long for one line: as many on a line as fit, behind a label of this width and
/// then with this indentation. None for a list of anything else.
fn filled(value: &Value, label: usize, indent: usize) -> Option<String> {
    let Value::FlowList(entries) = value else { return None };
    let mut out = " [".to_owned();
    let mut column = label + out.len();
    for (index, entry) in entries.iter().enumerate() {
        let Value::Line(word) = entry else { return None };
        if word.chars().count() > LONGEST_WORD {
            return None;
        }
        let is_last = index + 1 == entries.len();
        let width = word.chars().count() + 1;
        if index > 0 && column + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        out.push(if is_last { ']' } else { ',' });
        column += width;
    }
    Some(out)
}

/// A value in brackets as one with a line for each entry.
fn opened(item: &Item, value: &Value) -> Item {
    let entry = |key: Option<String>, value: &Value| Item {
        leads: Vec::new(),
        key,
        value: copy(value),
        trailing: None,
    };
    let value = match value {
        Value::FlowList(entries) => Value::List(Items {
            items: entries.iter().map(|value| entry(None, value)).collect(),
            foot: Vec::new(),
        }),
        Value::FlowMap(entries) => Value::Map(Items {
            items: entries.iter().map(|(key, value)| entry(Some(key.clone()), value)).collect(),
            foot: Vec::new(),
        }),
        other => copy(other),
    };
    Item { leads: Vec::new(), key: item.key.clone(), value, trailing: item.trailing.clone() }
}

/// A copy of what can stand in brackets.
fn copy(value: &Value) -> Value {
    match value {
        Value::Line(line) => Value::Line(line.clone()),
        Value::Lines(lines) => Value::Lines(lines.clone()),
        Value::FlowList(entries) => Value::FlowList(entries.iter().map(copy).collect()),
        Value::FlowMap(entries) => {
            Value::FlowMap(entries.iter().map(|(key, value)| (key.clone(), copy(value))).collect())
        }
        Value::Block { .. } | Value::List(_) | Value::Map(_) => Value::Line(String::new()),
    }
}
