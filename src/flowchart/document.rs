//! Where in a file the flowcharts stand: the whole file, or the blocks of a document that hold diagrams.
//!
//! Invariant: blocks come in the order of the file and do not overlap.
//! Deliberately absent: the rest of the languages that documents are written in.

use std::ops::Range;

/// A diagram in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its text, as a byte range of the file.
    pub range: Range<usize>,
    /// The kind of diagram, as the word it begins with: `flowchart`, `sequenceDiagram`. Empty for an empty one.
    pub kind: String,
}

impl Block {
    /// Whether it is a flowchart.
    pub fn is_flowchart(&self) -> bool {
        matches!(self.kind.as_str(), "flowchart" | "flowchart-elk" | "graph")
    }
}

/// The diagrams in a file, or the whole file where none is marked as one. They stand between fences (```` ```mermaid ````,
/// `:::mermaid`), behind `[mermaid]` or `.. mermaid::`, between tags such as `{{< mermaid >}}`, or in an element of HTML of that class.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    let mut before = "";
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match &open {
            Some(Open { end: close, start, is_diagram }) if close.is_at(line) => {
                if *is_diagram {
                    blocks.push(block(text, *start..at));
                }
                // What ends an indented block may begin the next one.
                open = matches!(close, End::Indent(_)).then(|| opened(line, end, before)).flatten();
            }
            Some(_) => {}
            None => open = opened(line, end, before),
        }
        before = line;
        at = end;
    }
    if let Some(Open { start, is_diagram: true, .. }) = open {
        blocks.push(block(text, start..text.len()));
    }
    if blocks.is_empty() {
        blocks.push(block(text, 0..text.len()));
    }
    blocks
}

/// A part of a file that has begun.
struct Open {
    /// What ends it.
    end: End,
    /// Where its text begins.
    start: usize,
    /// Whether it is a diagram, and no other code.
    is_diagram: bool,
}

/// What ends a part of a file.
enum End {
    /// A line of these marks, or more of them.
    Marks(String),
    /// A line that holds this.
    Tag(&'static str),
    /// A line that is indented by at most so much.
    Indent(usize),
}

impl End {
    fn is_at(&self, line: &str) -> bool {
        let bare = bare(line);
        match self {
            Self::Marks(marks) => {
                bare.starts_with(marks.as_str())
                    && marks.chars().next().is_some_and(|mark| bare.trim_start_matches(mark).is_empty())
            }
            Self::Tag(tag) => bare.contains(tag),
            Self::Indent(most) => !bare.is_empty() && indent(line) <= *most,
        }
    }
}

/// The part that this line opens behind the line `before`, if it does; its text begins at `start`.
fn opened(line: &str, start: usize, before: &str) -> Option<Open> {
    let bare = bare(line);
    let open = |end: End, is_diagram: bool| Some(Open { end, start, is_diagram });
    let mark = bare.chars().next().filter(|mark| "`~:-.".contains(*mark));
    let marks: String = bare.chars().take_while(|character| Some(*character) == mark).collect();
    let behind = bare.get(marks.len()..).unwrap_or_default();
    if before.trim_start().starts_with("[mermaid") && marks.len() >= 4 && behind.is_empty() {
        return open(End::Marks(marks), true);
    }
    if marks.len() >= 3 && bare.starts_with(['`', '~', ':']) {
        let is_diagram = behind.trim_start_matches([' ', '{', '.']).to_lowercase().starts_with("mermaid");
        // Other parts between colons are boxes around text, which may hold diagrams.
        return (is_diagram || mark != Some(':')).then_some(Open {
            end: End::Marks(marks),
            start,
            is_diagram,
        });
    }
    if bare.starts_with(".. mermaid::") {
        return open(End::Indent(indent(line)), true);
    }
    let is_shortcode = bare.starts_with("{{<") || bare.starts_with("{{%");
    if is_shortcode && bare.get(3..).is_some_and(|tag| tag.trim_start().starts_with("mermaid")) {
        return open(End::Tag("/mermaid"), true);
    }
    let is_element = |name: &str| bare.starts_with(name) && bare.contains("mermaid") && bare.ends_with('>');
    [("<pre", "</pre>"), ("<div", "</div>")]
        .into_iter()
        .find(|(name, close)| is_element(name) && !bare.contains(close))
        .and_then(|(_, close)| open(End::Tag(close), true))
}

/// A line without the signs of a quotation before it.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches(['>', ' '])
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn block(text: &str, range: Range<usize>) -> Block {
    let body = text.get(range.clone()).unwrap_or_default();
    let begin = body_start(body);
    let rest = body.get(begin..).unwrap_or_default();
    let kind: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
    Block { range, kind }
}

/// Where the diagram begins behind front matter, directives and comments.
pub(super) fn body_start(text: &str) -> usize {
    let mut at = front_matter(text).map_or(0, |range| range.end);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let begin = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        at += rest.len() - begin.len();
        if begin.starts_with("%%{") {
            at += begin.find("}%%").map_or(begin.len(), |end| end + 3);
        } else if begin.starts_with("%%") {
            at += begin.find('\n').unwrap_or(begin.len());
        } else {
            return at;
        }
    }
}

/// The front matter with its dashes, where the text begins with one.
pub(super) fn front_matter(text: &str) -> Option<Range<usize>> {
    let begin = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    let mut at = begin;
    for (number, line) in text.get(begin..)?.split_inclusive('\n').enumerate() {
        let is_dashes = line.trim_end() == "---" || (number > 0 && line.trim() == "---");
        match (number, is_dashes) {
            (0, false) => return None,
            (1.., true) => return Some(begin..at + line.len()),
            _ => at += line.len(),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn fences_of_markdown_are_found_and_other_diagrams_told_apart() {
        let text = "# T\n\n```mermaid\ngraph TD\nA-->B\n```\n\n```yaml\na: 1\n```\n~~~ mermaid\n%% a comment\nsequenceDiagram\n~~~\n";
        let found = blocks(text);
        let kinds: Vec<&str> = found.iter().map(|block| block.kind.as_str()).collect();
        assert_eq!(kinds, ["graph", "sequenceDiagram"]);
        assert_eq!(&text[found[0].range.clone()], "graph TD\nA-->B\n");
    }

    #[test]
    fn diagrams_are_found_in_other_kinds_of_documents() {
        let body = "graph TD\n  A-->B\n";
        for (document, around) in [
            ("Hugo", ["# T\n{{< mermaid >}}\n", "{{< /mermaid >}}\nmore\n"]),
            ("AsciiDoc", ["= T\n\n[mermaid, format=svg]\n....\n", "....\n\nmore\n"]),
            ("reStructuredText", ["T\n=\n\n.. mermaid::\n", "\nmore\n"]),
            ("HTML", ["<body>\n<pre class=\"mermaid\">\n", "</pre>\n</body>\n"]),
            ("a box of Docusaurus", [":::tip\n```mermaid\n", "```\n:::\n"]),
            ("a quotation", ["> ```mermaid\n", "> ```\nmore\n"]),
        ] {
            let indented = body.lines().fold(String::new(), |text, line| text + "   " + line + "\n");
            let text = format!("{}{indented}{}", around[0], around[1]);
            let found = blocks(&text);
            assert_eq!(found.len(), 1, "{document}");
            assert_eq!(text[found[0].range.clone()].trim_end(), indented.trim_end(), "{document}");
            assert_eq!(found[0].kind, "graph", "{document}");
        }
    }

    #[test]
    fn a_file_without_fences_is_one_diagram_behind_its_front_matter() {
        let text = "---\ntitle: T\n---\n%%{init: {}}%%\nflowchart LR\nA\n";
        let found = blocks(text);
        assert_eq!((found.len(), found[0].kind.as_str()), (1, "flowchart"));
    }
}
