//! A document as plain text, for a ticket or a mail.
//!
//! Invariant: ASCII layout, no colour, no control characters; it reads well in 80 columns and aloud. Commands and quoted
//! lines are never wrapped, so that they can be copied.
//! Deliberately absent: the dossier. Text cannot be judged again.

use crate::prose::visible_line;
use crate::session::report::document::{Block, Document, Item, Part};
use unicode_width::UnicodeWidthStr as _;

/// Columns of a line.
const WIDTH: usize = 78;
/// Columns that a name takes before its value.
const NAMES: usize = 10;

impl Document {
    /// The document as text, ending in a line feed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        wrap(&mut out, "", "", &visible_line(&self.title));
        if let Some((_, result)) = &self.result {
            pair(&mut out, "Result", result);
        }
        blocks(&mut out, &self.blocks);
        out
    }
}

fn blocks(out: &mut String, blocks: &[Block]) {
    let mut before: Option<&Block> = None;
    for block in blocks {
        // Paragraphs stand apart, but not from their heading.
        let is_paragraph = matches!(block, Block::Say(_) | Block::Fold(..));
        if is_paragraph && !matches!(before, Some(Block::Heading(_))) {
            out.push('\n');
        }
        write(out, block);
        before = Some(block);
    }
}

fn write(out: &mut String, block: &Block) {
    match block {
        Block::Heading(text) => line(out, "\n", text),
        Block::Say(text) => wrap(out, "", "", &visible_line(text)),
        Block::Pairs(pairs) => pairs.iter().for_each(|(name, value)| pair(out, name, value)),
        Block::List(items) => items.iter().for_each(|each| item(out, "  - ", "    ", each)),
        Block::Steps(items) => {
            for (number, each) in (1..).zip(items) {
                item(out, &format!("{number:3}. "), "     ", each);
            }
        }
        Block::Raw { text, marked } => {
            for (number, raw) in (1..).zip(text.lines()) {
                let mark = if marked.contains(&number) { '>' } else { ' ' };
                line(out, &format!("  {mark}{number:4} | "), raw);
            }
        }
        Block::Fold(title, inner) => {
            wrap(out, "", "", &visible_line(title));
            for block in inner {
                write(out, block);
            }
        }
    }
}

fn pair(out: &mut String, name: &str, value: &str) {
    let first = format!("{:NAMES$}", format!("{name}:"));
    wrap(out, &first, &" ".repeat(NAMES), &visible_line(value));
}

fn item(out: &mut String, first: &str, rest: &str, item: &Item) {
    let time = item.time.as_ref().map(|time| format!("{time} ")).unwrap_or_default();
    let label = item.label.map(|label| format!("{}: ", label.word())).unwrap_or_default();
    let head = visible_line(&item.head);
    // What holds a command stays whole.
    let is_command = head.starts_with("needs the output of");
    if is_command {
        line(out, first, &head);
    } else {
        wrap(out, first, rest, &format!("{time}{label}{head}"));
    }
    for part in &item.parts {
        match part {
            Part::Say(text) => wrap(out, rest, rest, &visible_line(text)),
            Part::Aside(name, text) | Part::Warn(name, text) => {
                wrap(out, rest, rest, &format!("{name}: {}", visible_line(text)));
            }
            Part::Lines(lines) => {
                for quoted in lines {
                    line(out, &format!("{rest}  line {}: ", quoted.number), quoted.text.trim());
                }
            }
            Part::Command { place, text } => {
                line(out, &format!("{rest}In {}: ", visible_line(place)), text);
            }
        }
    }
}

fn line(out: &mut String, before: &str, text: &str) {
    out.push_str(before);
    out.push_str(visible_line(text).trim_end());
    out.push('\n');
}

/// Puts words into lines; a word that is longer than a line stays whole.
fn wrap(out: &mut String, first: &str, rest: &str, text: &str) {
    let mut used = first.width();
    let mut is_empty = true;
    out.push_str(first);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let columns = word.width();
        if !is_empty && used + 1 + columns > WIDTH {
            out.push('\n');
            out.push_str(rest);
            used = rest.width();
        } else if !is_empty {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += columns;
        is_empty = false;
    }
    let kept = out.trim_end_matches(' ').len();
    out.truncate(kept);
    out.push('\n');
}
