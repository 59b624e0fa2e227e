//! Laying the snippets of a rule's documentation over a healthy knowledge base, so that a snippet shows only what matters.
//!
//! A snippet is a part of a runbook. Its keys are laid over those of the runbook, level by level: a mapping that both hold
//! is gone into, anything else is replaced. A comment `# no rollback` takes a key away. A key that belongs into a node
//! (`steps`, `when`) goes into the node that [`HOMES`] names. A snippet whose first line names a file, `# tests/hcw8064.yaml`,
//! belongs there. Nodes that the runbook does not have take the place, and with it all that leads there, of its first ones,
//! unless the snippet names nodes of that kind that it does have: then they are added.
//!
//! Invariant: what a snippet holds reaches the file as it is written, duplicates, anchors and comments included.

use std::collections::BTreeMap;

/// The files of a knowledge base by name.
pub(crate) type Files = BTreeMap<String, String>;

const RUNBOOK: &str = "hcw8064.yaml";

/// Where keys are laid that do not stand at the top of a runbook.
const HOMES: &[(&[&str], &[&str])] = &[
    (&["checks", "connector"], &["run", "outcomes", "unsure", "undecided", "none", "ask", "why", "minutes"]),
    (&["checks", "connector", "outcomes", "enabled"], &["when", "samples", "capture", "next"]),
    (
        &["fixes", "enable-connectors"],
        &[
            "risk", "role", "impact", "steps", "stop_if", "rollback", "wait", "verify", "attempts",
            "requires", "allow",
        ],
    ),
    (&["symptoms", "wizard-warning"], &["signatures"]),
    (&["sources", "kb3089172"], &["url"]),
];

/// A key of a mapping with the lines that write it; without lines where it is taken away.
struct Entry {
    key: String,
    lines: Option<Vec<String>>,
}

/// The knowledge base with the snippet in it.
pub(crate) fn lay_over(base: &Files, snippet: &str) -> Files {
    let mut files = base.clone();
    let mut lines: Vec<String> = snippet.lines().map(str::to_owned).collect();
    let named = lines[0].strip_prefix("# ").and_then(|name| name.strip_suffix(".yaml"));
    let name = named.filter(|name| !name.contains(' '));
    let name = name.map_or_else(|| RUNBOOK.to_owned(), |name| format!("{name}.yaml"));
    // A second document is no key of the first one.
    let first = lines.iter().position(|line| line == "---").unwrap_or(lines.len());
    let second = lines.split_off(first);
    if name == RUNBOOK {
        stand_in(&mut files, &lines);
    }
    let file = files.entry(name.clone()).or_default();
    let mut laid: Vec<String> = file.lines().map(str::to_owned).collect();
    if name == RUNBOOK {
        laid = entries(&lines).into_iter().fold(laid, |laid, entry| overlay(&laid, &at_home(entry), 0));
    } else {
        laid = overlay(&laid, &lines, 0);
    }
    laid.extend(second);
    *file = laid.join("\n") + "\n";
    files
}

/// An entry under the headings of the node into which it belongs.
fn at_home(entry: Entry) -> Vec<String> {
    let is_home = |(_, keys): &&(&[&str], &[&str])| keys.contains(&entry.key.as_str());
    let headings = HOMES.iter().find(is_home).map_or(&[][..], |(headings, _)| headings);
    let depth = 2 * headings.len();
    let above = headings.iter().enumerate().map(|(level, name)| format!("{}{name}:", " ".repeat(2 * level)));
    let own = match entry.lines {
        Some(lines) => shifted(&lines, depth),
        None => vec![format!("{}# no {}", " ".repeat(depth), entry.key)],
    };
    above.chain(own).collect()
}

/// Calls the first nodes of the runbook as the snippet calls its own, in all files.
fn stand_in(files: &mut Files, lines: &[String]) {
    for section in entries(lines) {
        let (key, Some(own)) = (section.key, section.lines) else { continue };
        if !["symptoms", "checks", "fixes", "inputs"].contains(&key.as_str()) {
            continue;
        }
        let host: Vec<String> = files[RUNBOOK].lines().map(str::to_owned).collect();
        let host = entries(&host).into_iter().find(|entry| entry.key == key).and_then(|entry| entry.lines);
        let names = |lines: &[String]| -> Vec<String> {
            let written = entries(&lines[1..]).into_iter().filter(|entry| entry.lines.is_some());
            written.map(|entry| entry.key).collect()
        };
        let (there, wanted) = (host.map_or_else(Vec::new, |host| names(&host)), names(&own));
        if wanted.iter().any(|name| there.contains(name)) {
            continue;
        }
        for (old, new) in there.iter().zip(&wanted) {
            for text in files.values_mut() {
                *text = renamed(text, old, new);
            }
        }
    }
}

/// The text with another word wherever the whole of `old` stands.
fn renamed(text: &str, old: &str, new: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let words = text.split_inclusive(|c| !is_part(c));
    words
        .map(|word| match word.strip_prefix(old) {
            Some(rest) if !rest.contains(is_part) => format!("{new}{rest}"),
            _ => word.to_owned(),
        })
        .collect()
}

/// The entries of the outermost mapping in these lines.
fn entries(lines: &[String]) -> Vec<Entry> {
    let written = || lines.iter().filter(|line| !line.trim().is_empty());
    let outer = written().map(|line| indent(line)).min().unwrap_or(0);
    let mut entries: Vec<Entry> = Vec::new();
    for line in written() {
        let text = line.trim_start();
        if indent(line) == outer
            && let Some(gone) = text.strip_prefix("# no ")
        {
            entries.extend(gone.split(", ").map(|key| Entry { key: key.to_owned(), lines: None }));
        } else if indent(line) == outer
            && !text.starts_with(['#', '-'])
            && let Some((key, _)) = text.split_once(':')
        {
            entries.push(Entry { key: key.to_owned(), lines: Some(vec![line.clone()]) });
        } else if let Some(Entry { lines: Some(lines), .. }) = entries.last_mut() {
            lines.push(line.clone());
        }
    }
    entries
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The lines of one entry, beginning in this column.
fn shifted(lines: &[String], column: usize) -> Vec<String> {
    let outer = indent(&lines[0]);
    let shift = |line: &String| format!("{}{}", " ".repeat(column + indent(line) - outer), line.trim_start());
    lines.iter().map(shift).collect()
}

/// Whether an entry is a mapping over several lines.
fn is_block(lines: &[String]) -> bool {
    let is_open = lines[0].split(" #").next().is_some_and(|head| head.trim_end().ends_with(':'));
    let mut inner = lines[1..].iter().map(|line| line.trim_start());
    let first = inner.find(|line| !line.starts_with('#') || line.starts_with("# no "));
    is_open && first.is_some_and(|line| !line.starts_with("- "))
}

/// The lines of `host` with the entries of `snippet` laid over them, beginning in this column.
fn overlay(host: &[String], snippet: &[String], column: usize) -> Vec<String> {
    let (host, mut snippet) = (entries(host), entries(snippet));
    let mut laid = Vec::new();
    let mut done: Vec<String> = Vec::new();
    for Entry { key, lines } in host {
        let lines = lines.unwrap_or_default();
        let over: Vec<Entry> = snippet.extract_if(.., |entry| entry.key == key).collect();
        match over.as_slice() {
            // A key that the host holds twice is replaced once.
            [] if done.contains(&key) => {}
            [] => laid.extend(lines),
            [Entry { lines: Some(own), .. }]
                if is_block(own) && is_block(&lines) && !is_other(&key, &lines, own) =>
            {
                laid.extend(shifted(&own[..1], column));
                laid.extend(overlay(&lines[1..], &own[1..], column + 2));
                done.push(key);
            }
            over => {
                laid.extend(
                    over.iter().filter_map(|entry| entry.lines.as_ref()).flat_map(|own| shifted(own, column)),
                );
                done.push(key);
            }
        }
    }
    laid.extend(snippet.iter().filter_map(|entry| entry.lines.as_ref()).flat_map(|own| shifted(own, column)));
    laid
}

/// Whether these are other outcomes than those of the host: then they are all there are.
fn is_other(key: &str, host: &[String], own: &[String]) -> bool {
    let host = entries(&host[1..]);
    key == "outcomes" && !entries(&own[1..]).iter().any(|own| host.iter().any(|host| host.key == own.key))
}
