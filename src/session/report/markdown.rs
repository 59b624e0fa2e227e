//! A document as Markdown, for a ticket or a chat.
//!
//! Invariant: no text of a person, an author or an output means anything in Markdown or HTML here.
//! Deliberately absent: tables, which wrap badly in tickets.

use crate::prose::{visible, visible_line};
use crate::session::report::document::{Block, Document, Item, Part, Span, spans};
use crate::session::report::dossier::IN_MARKDOWN;
use std::fmt::Write as _;

impl Document {
    /// The document as Markdown, ending in a line feed. (Writing to a `String` cannot fail.)
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "# {}", words(&self.title));
        if let Some((_, result)) = &self.result {
            let _ = writeln!(out, "\n**Result: {}**", words(result));
        }
        for block in &self.blocks {
            write(&mut out, block, 2);
        }
        if let Some(record) = &self.record {
            let (open, close) = IN_MARKDOWN;
            let _ = writeln!(
                out,
                "\n## Record\n\nFor `triagebook verify FILE`, which judges the evidence again. Leave it as it is."
            );
            let _ = writeln!(out, "{open}{record}{close}");
        }
        out
    }
}

fn write(out: &mut String, block: &Block, level: usize) {
    match block {
        Block::Heading(text) => {
            let _ = writeln!(out, "\n{} {}", "#".repeat(level), words(text));
        }
        Block::Say(text) => {
            let _ = writeln!(out, "\n{}", words(text));
        }
        Block::Pairs(pairs) => {
            out.push('\n');
            for (name, value) in pairs {
                let _ = writeln!(out, "- **{name}:** {}", words(value));
            }
        }
        Block::List(items) => {
            out.push('\n');
            for each in items {
                item(out, "- ", each);
            }
        }
        Block::Steps(items) => {
            out.push('\n');
            for (number, each) in (1..).zip(items) {
                item(out, &format!("{number}. "), each);
            }
        }
        Block::Raw { text, marked } => {
            let mut raw = String::new();
            for (number, line) in (1..).zip(text.lines()) {
                let mark = if marked.contains(&number) { '>' } else { ' ' };
                let _ = writeln!(raw, "{mark}{number:4} | {}", visible(line));
            }
            fenced(out, "", &raw);
        }
        Block::Fold(title, blocks) => {
            let _ = writeln!(out, "\n{} {}", "#".repeat(level + 1), words(title));
            for block in blocks {
                write(out, block, level + 1);
            }
        }
    }
}

fn item(out: &mut String, first: &str, item: &Item) {
    let rest = " ".repeat(first.len());
    let time = item.time.as_ref().map(|time| format!("{} ", words(time))).unwrap_or_default();
    let label = item.label.map(|label| format!("{}: ", label.word())).unwrap_or_default();
    let head = words(&item.head);
    let head = if item.parts.is_empty() || head.is_empty() { head } else { format!("**{head}**") };
    let _ = writeln!(out, "{first}{time}{label}{head}");
    for part in &item.parts {
        match part {
            Part::Say(text) => {
                let _ = writeln!(out, "{rest}- {}", words(text));
            }
            Part::Aside(name, text) => {
                let _ = writeln!(out, "{rest}- {name}: {}", words(text));
            }
            Part::Warn(name, text) => {
                let _ = writeln!(out, "{rest}- **{name}:** {}", words(text));
            }
            Part::Lines(lines) => {
                let mut text = String::new();
                for line in lines {
                    let _ = writeln!(text, "line {}: {}", line.number, visible_line(line.text.trim()));
                }
                fenced(out, &rest, &text);
            }
            Part::Command { place, text } => {
                let _ = writeln!(out, "{rest}- In {}:", words(place));
                fenced(out, &format!("{rest}  "), &visible(text));
            }
        }
    }
}

/// A block of code whose fence is longer than any in the text.
fn fenced(out: &mut String, indent: &str, text: &str) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    let _ = writeln!(out, "\n{indent}{fence}text");
    for line in text.lines() {
        let _ = writeln!(out, "{indent}{line}");
    }
    let _ = writeln!(out, "{indent}{fence}\n");
}

/// Text in one line, its code as code.
fn words(text: &str) -> String {
    let text = visible_line(text);
    let mut out = String::new();
    for span in spans(&text) {
        match span {
            Span::Words(words) => escape(&mut out, words),
            Span::Code(code) => {
                let _ = write!(out, "`{code}`");
            }
        }
    }
    out
}

/// Text that means nothing: every sign that Markdown or HTML acts on stands behind a backslash.
fn escape(out: &mut String, text: &str) {
    let is_first = out.is_empty();
    for (index, character) in text.char_indices() {
        let begins = is_first && index == 0 && matches!(character, '-' | '+' | '=' | ':');
        // `1.` and `1)` begin a list.
        let numbers = is_first
            && matches!(character, '.' | ')')
            && index > 0
            && text[..index].bytes().all(|byte| byte.is_ascii_digit());
        if begins || numbers || "\\`*_[]<>#&|~!${}".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
}
