//! Where in a file the flowcharts stand: the whole file, or fenced blocks in Markdown.
//!
//! Invariant: blocks come in the order of the file and do not overlap.
//! Deliberately absent: Markdown beyond its fences.

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

/// The diagrams in a file: those in ```` ```mermaid ```` and `:::mermaid` fences, or the whole file where there are none.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize, bool)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let bare = line.trim().trim_start_matches(['>', ' ']);
        if let Some((fence, start, is_mermaid)) = &open {
            if bare.starts_with(fence.as_str()) && bare.trim_start_matches(['`', '~', ':']).is_empty() {
                if *is_mermaid {
                    blocks.push(block(text, *start..at));
                }
                open = None;
            }
        } else {
            let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~' | ':'));
            let fence: String = bare.chars().take_while(|c| Some(*c) == mark).collect();
            if fence.len() >= 3 {
                let language = bare.get(fence.len()..).unwrap_or_default();
                let word = language.trim_start_matches([' ', '{', '.']).to_lowercase();
                open = Some((fence, end, word.starts_with("mermaid")));
            }
        }
        at = end;
    }
    if let Some((_, start, true)) = open {
        blocks.push(block(text, start..text.len()));
    }
    if blocks.is_empty() {
        blocks.push(block(text, 0..text.len()));
    }
    blocks
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
    fn a_file_without_fences_is_one_diagram_behind_its_front_matter() {
        let text = "---\ntitle: T\n---\n%%{init: {}}%%\nflowchart LR\nA\n";
        let found = blocks(text);
        assert_eq!((found.len(), found[0].kind.as_str()), (1, "flowchart"));
    }
}
