//! A document as one page of HTML that stands alone.
//!
//! Invariant: it loads nothing, runs nothing and says so in its policy; every text is escaped. It reads in light and dark,
//! on a phone and on paper, with a keyboard and aloud.
//! Deliberately absent: links. Whoever gets the page has no site.

use crate::model::EndResult;
use crate::prose::{visible, visible_line};
use crate::session::report::document::{Block, Document, Item, Part, Span, spans};
use crate::session::report::dossier::IN_HTML;
use std::fmt::Write as _;

const STYLE: &str = include_str!("report.css");

impl Document {
    /// The document as a page, ending in a line feed. (Writing to a `String` cannot fail.)
    pub fn html(&self) -> String {
        let mut out = String::new();
        let title = escape(&visible_line(&self.title));
        let _ = write!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
             <p class=\"kind\">{}</p>\n<h1>{title}</h1>\n",
            self.kind
        );
        if let Some((result, text)) = &self.result {
            let class = result.map_or("unfinished", EndResult::word);
            let _ = writeln!(out, "<p class=\"result {class}\">{}</p>", words(text));
        }
        out.push_str("</header>\n");
        let mut open = false;
        for block in &self.blocks {
            if matches!(block, Block::Heading(_)) {
                out.push_str(if std::mem::replace(&mut open, true) {
                    "</section>\n<section>\n"
                } else {
                    "<section>\n"
                });
            }
            write(&mut out, block);
        }
        out.push_str(if open { "</section>\n</main>\n" } else { "</main>\n" });
        if let Some(record) = &self.record {
            let (before, after) = IN_HTML;
            let _ = write!(
                out,
                "<footer>\n<p>Nothing on this page is loaded from elsewhere. <code>triagebook verify FILE</code> judges its \
                 evidence again and says whether the conclusion follows.</p>\n<details class=\"record\">\n\
                 <summary>Record for <code>triagebook verify</code></summary>\n{before}{record}{after}\n</details>\n</footer>\n"
            );
        }
        out.push_str("</body>\n</html>\n");
        out
    }
}

fn write(out: &mut String, block: &Block) {
    match block {
        Block::Heading(text) => {
            let _ = writeln!(out, "<h2>{}</h2>", words(text));
        }
        Block::Say(text) => {
            let _ = writeln!(out, "<p>{}</p>", words(text));
        }
        Block::Pairs(pairs) => {
            out.push_str("<dl>\n");
            for (name, value) in pairs {
                let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", words(value));
            }
            out.push_str("</dl>\n");
        }
        Block::List(items) => list(out, "<ul>", "</ul>", items),
        Block::Steps(items) => list(out, "<ol class=\"steps\">", "</ol>", items),
        Block::Raw { text, marked } => raw(out, text, marked),
        Block::Fold(title, blocks) => {
            let _ = writeln!(out, "<details>\n<summary>{}</summary>", words(title));
            for block in blocks {
                write(out, block);
            }
            out.push_str("</details>\n");
        }
    }
}

fn list(out: &mut String, open: &str, close: &str, items: &[Item]) {
    let _ = writeln!(out, "{open}");
    for item in items {
        out.push_str("<li>");
        if let Some(time) = &item.time {
            let _ = write!(out, "<span class=\"time\">{}</span> ", words(time));
        }
        if let Some(label) = item.label {
            let _ =
                write!(out, "<span class=\"label {}\">{}</span> ", label.word().to_lowercase(), label.word());
        }
        let tag = if item.parts.is_empty() { "span" } else { "strong" };
        let _ = write!(out, "<{tag}>{}</{tag}>", words(&item.head));
        item.parts.iter().for_each(|each| part(out, each));
        out.push_str("</li>\n");
    }
    let _ = writeln!(out, "{close}");
}

fn part(out: &mut String, part: &Part) {
    let _ = match part {
        Part::Say(text) => write!(out, "\n<p>{}</p>", words(text)),
        Part::Aside(name, text) => {
            write!(out, "\n<p class=\"aside\"><span class=\"name\">{name}:</span> {}</p>", words(text))
        }
        Part::Warn(name, text) => {
            write!(out, "\n<p class=\"warn\"><span class=\"name\">{name}:</span> {}</p>", words(text))
        }
        Part::Lines(lines) => {
            out.push_str("\n<pre class=\"lines\">");
            for line in lines {
                let _ = writeln!(
                    out,
                    "<span class=\"number\">line {}</span> <mark>{}</mark>{}",
                    line.number,
                    escape(&visible_line(line.text.trim())),
                    fingerprint(&line.sha256)
                );
            }
            write!(out, "</pre>")
        }
        Part::Command { place, text } => {
            write!(
                out,
                "\n<p class=\"aside\">In {}:</p>\n<pre>{}</pre>",
                words(place),
                escape(&visible(text))
            )
        }
    };
}

/// The beginning of a line's hash.
fn fingerprint(sha256: &str) -> String {
    sha256.get(..8).map(|short| format!(" <span class=\"hash\">sha256:{short}</span>")).unwrap_or_default()
}

fn raw(out: &mut String, text: &str, marked: &[usize]) {
    out.push_str("<pre class=\"raw\" tabindex=\"0\" role=\"region\" aria-label=\"Output, line by line\">");
    for (number, line) in (1..).zip(text.lines()) {
        let line = escape(&visible(line));
        let line = if marked.contains(&number) { format!("<mark>{line}</mark>") } else { line };
        let _ = writeln!(out, "<span class=\"number\">{number:4}</span> {line}");
    }
    out.push_str("</pre>\n");
}

/// Text in one line, its code as code.
fn words(text: &str) -> String {
    let text = visible_line(text);
    let mut out = String::new();
    for span in spans(&text) {
        let _ = match span {
            Span::Words(words) => write!(out, "{}", escape(words)),
            Span::Code(code) => write!(out, "<code>{}</code>", escape(code)),
        };
    }
    out
}

/// Text that means nothing in HTML, in an element or in a quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            character => out.push(character),
        }
    }
    out
}
