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
        let closed = |open: &Open| {
            // An element may end on the line on which it begins.
            let skipped = open.start.saturating_sub(at);
            Some(at + skipped + open.end.find(line.get(skipped..)?)?)
        };
        if let Some(found) = &open
            && let Some(close) = closed(found)
        {
            if found.is_diagram {
                blocks.push(block(text, found.start..close));
            }
            // What ends an indented block may begin the next one.
            let may_begin = matches!(found.end, End::Indent(_));
            open = may_begin.then(|| opened(line, at, before)).flatten();
        } else if open.is_none() {
            open = opened(line, at, before);
            if let Some(found) = &open
                && let Some(close) = closed(found)
            {
                blocks.push(block(text, found.start..close));
                open = None;
            }
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
    /// This, anywhere in a line.
    Tag(&'static str),
    /// `{{< /mermaid >}}`, anywhere in a line.
    Shortcode,
    /// A line that is indented by at most so much.
    Indent(usize),
}

impl End {
    /// Where it stands in a line, as a byte offset: what is before it belongs to the part.
    fn find(&self, line: &str) -> Option<usize> {
        let bare = bare(line);
        match self {
            Self::Marks(marks) => {
                let is_end = bare.starts_with(marks.as_str())
                    && marks.chars().next().is_some_and(|mark| bare.trim_start_matches(mark).is_empty());
                is_end.then_some(0)
            }
            Self::Tag(tag) => line.find(tag),
            Self::Shortcode => {
                line.rfind("{{").filter(|at| line.get(*at..).is_some_and(|tag| tag.contains("/mermaid")))
            }
            Self::Indent(most) => (!bare.is_empty() && indent(line) <= *most).then_some(0),
        }
    }
}

/// The part that this line, which begins at `at`, opens behind the line `before`, if it does.
fn opened(line: &str, at: usize, before: &str) -> Option<Open> {
    let bare = bare(line);
    let start = at + line.len();
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
        return open(End::Shortcode, true);
    }
    let (inside, close) = element(line)?;
    Some(Open { end: End::Tag(close), start: at + inside, is_diagram: true })
}

/// The element of HTML that holds a diagram and begins on this line: where its text begins, and the tag that ends it.
fn element(line: &str) -> Option<(usize, &'static str)> {
    [("<code", "</code>"), ("<pre", "</pre>"), ("<div", "</div>")].into_iter().find_map(|(name, close)| {
        let begin = line.find(name)?;
        let (before, rest) = line.split_at_checked(begin)?;
        let tag = rest.split_inclusive('>').next()?;
        // A sentence that only names the element has other text before it.
        let is_first =
            before.trim().is_empty() || (before.trim().starts_with('<') && before.trim().ends_with('>'));
        let is_diagram = tag.ends_with('>') && tag.contains("class") && tag.contains("mermaid");
        let inside = begin + tag.len();
        let is_rest_blank = line.get(inside..)?.trim().is_empty();
        (is_first && is_diagram).then_some((if is_rest_blank { line.len() } else { inside }, close))
    })
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
    fn an_element_holds_its_first_and_its_last_line() {
        for (text, inside) in [
            ("<pre class=\"mermaid\">graph TD\n  A-->B</pre>\n", "graph TD\n  A-->B"),
            ("<p>x</p><div class='mermaid'>graph TD; A-->B</div>\n", "graph TD; A-->B"),
            ("<pre><code class=\"language-mermaid\">graph TD\nA-->B\n</code></pre>\n", "graph TD\nA-->B\n"),
        ] {
            let found = blocks(text);
            assert_eq!((found.len(), &text[found[0].range.clone()]), (1, inside));
        }
    }

    #[test]
    fn a_file_without_fences_is_one_diagram_behind_its_front_matter() {
        let text = "---\ntitle: T\n---\n%%{init: {}}%%\nflowchart LR\nA\n";
        let found = blocks(text);
        assert_eq!((found.len(), found[0].kind.as_str()), (1, "flowchart"));
    }
}
