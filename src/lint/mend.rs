//! Applying the edits that findings offer, as long as the files get better by it.
//!
//! Invariant: an edit stays only if the findings afterwards weigh less than before, so a worse file never comes out and
//! the work ends. Bytes outside an edit are kept as they are, comments and layout included.
//! Deliberately absent: the disk. Texts come in and go out; reading them again is the caller's.

use crate::diagnostic::{Certainty, Diagnostic, Edit, Rule, Severity, Suggestion};
use crate::graph;
use crate::source::{FileId, Position, SourceFile};
use crate::syntax;

/// Rounds after which mending stops in any case. Each one takes at least one finding away.
const ROUNDS: usize = 100;

/// The texts of all files after mending, by [`FileId`], and what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The texts.
    pub texts: Vec<String>,
    /// The edits that stayed, in the order in which they were applied.
    pub applied: Vec<Applied>,
}

/// One suggestion that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The rule of its finding.
    pub rule: &'static Rule,
    /// The file.
    pub file: FileId,
    /// Where it began in the text as it then was.
    pub position: Position,
    /// What it does.
    pub message: String,
}

/// Applies the suggestions that are at least this certain, and those that show up afterwards, until none is left that
/// makes things better. `reread` gives all findings of texts; texts at `frozen` are never touched.
pub fn mend(
    texts: Vec<String>,
    certainty: Certainty,
    frozen: &[FileId],
    mut reread: impl FnMut(&[String]) -> Vec<Diagnostic>,
) -> Mended {
    let mut mended = Mended { texts, applied: Vec::new() };
    let mut findings = reread(&mended.texts);
    for _ in 0..ROUNDS {
        let offered = offered(&findings, certainty, frozen);
        let mut attempt = |these: &[_]| attempt(&mended.texts, these, &findings, &mut reread);
        let together = attempt(&offered);
        let mut alone = || offered.iter().find_map(|one| attempt(&[*one]));
        let Some(better) = together.or_else(&mut alone) else { break };
        mended.applied.extend(better.applied);
        mended.texts = better.texts;
        findings = better.findings;
    }
    mended
}

/// Texts after some edits, with their findings.
struct Better {
    texts: Vec<String>,
    applied: Vec<Applied>,
    findings: Vec<Diagnostic>,
}

/// The texts with these edits, if they are better than before.
fn attempt(
    texts: &[String],
    offered: &[(&Diagnostic, &Suggestion)],
    before: &[Diagnostic],
    reread: &mut impl FnMut(&[String]) -> Vec<Diagnostic>,
) -> Option<Better> {
    let mut edits: Vec<&Edit> = offered.iter().flat_map(|(_, suggestion)| &suggestion.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut changed = texts.to_vec();
    // From the end of each file to its beginning, so that no edit moves the place of another.
    for edit in edits.into_iter().rev() {
        changed.get_mut(edit.span.file.0 as usize)?.replace_range(edit.span.range(), &edit.replacement);
    }
    let findings = reread(&changed);
    if offered.is_empty() || weight(&findings) >= weight(before) {
        return None;
    }
    let applied = offered.iter().map(|(finding, suggestion)| applied(finding, suggestion, texts)).collect();
    Some(Better { texts: changed, applied, findings })
}

fn applied(finding: &Diagnostic, suggestion: &Suggestion, texts: &[String]) -> Applied {
    let span = suggestion.edits.first().map_or(finding.primary.span, |edit| edit.span);
    let text = texts.get(span.file.0 as usize).map_or("", String::as_str);
    let position = SourceFile::new("", text).position(span.start);
    Applied { rule: finding.rule, file: span.file, position, message: suggestion.message.clone() }
}

/// The suggestions that can be applied at once: certain enough, and none touches another.
fn offered<'a>(
    findings: &'a [Diagnostic],
    certainty: Certainty,
    frozen: &[FileId],
) -> Vec<(&'a Diagnostic, &'a Suggestion)> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut offered = Vec::new();
    for finding in findings {
        let Some(suggestion) = &finding.suggestion else { continue };
        let free = |edit: &Edit| {
            !frozen.contains(&edit.span.file) && !taken.iter().any(|other| touches(edit, other))
        };
        if suggestion.certainty >= certainty && suggestion.edits.iter().all(free) {
            taken.extend(&suggestion.edits);
            offered.push((finding, suggestion));
        }
    }
    offered
}

fn touches(a: &Edit, b: &Edit) -> bool {
    let overlap = a.span.start < b.span.end && b.span.start < a.span.end;
    a.span.file == b.span.file && (overlap || a.span.start == b.span.start)
}

/// How bad findings are, worst kind first: what keeps a file from being read, what keeps a value from being read, names
/// that lead nowhere, errors of content, warnings, remarks. Mending the first may bring the later ones to light.
fn weight(findings: &[Diagnostic]) -> [usize; 6] {
    let mut weight = [0; 6];
    for finding in findings {
        let is_among = |rules: &[&Rule]| rules.iter().any(|rule| rule.name == finding.rule.name);
        let kind = match finding.severity {
            Severity::Error if matches!(finding.rule.name, "yaml-syntax" | "tab-indent") => 0,
            Severity::Error if is_among(syntax::RULES) => 1,
            Severity::Error if is_among(graph::RULES) => 2,
            Severity::Error => 3,
            Severity::Warning => 4,
            Severity::Info => 5,
        };
        weight[kind] += 1;
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::{Certainty, Diagnostic, FileId, mend};
    use crate::diagnostic::{Rule, Severity};
    use crate::source::Span;

    static BAD: Rule = Rule { name: "bad", severity: Severity::Error, summary: "", documentation: "" };
    static ODD: Rule = Rule { name: "odd", severity: Severity::Warning, summary: "", documentation: "" };

    /// A language whose only mistakes are `x` (write `y`, certain), `q` (perhaps `y`) and `z` (its cure is `qq`).
    fn reread(texts: &[String]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (file, text) in (0..).zip(texts) {
            for (at, character) in text.char_indices() {
                let span = Span::new(FileId(file), at, at + 1);
                match character {
                    'x' => findings.push(Diagnostic::new(&BAD, span, "x").mend("write y", span, "y")),
                    'q' => findings.push(Diagnostic::new(&BAD, span, "q").suggest("perhaps y", span, "y")),
                    'z' => findings.push(Diagnostic::new(&ODD, span, "z").mend("write q", span, "qq")),
                    _ => {}
                }
            }
        }
        findings
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn certain_edits_are_applied_and_the_rest_of_the_text_stays() {
        let mended = mend(texts(&["axbxx c", "ü x"]), Certainty::Certain, &[], reread);
        assert_eq!(mended.texts, ["aybyy c", "ü y"]);
        assert_eq!(mended.applied.len(), 4);
        assert_eq!(mended.applied.last().map(|applied| applied.position.column), Some(3));
    }

    #[test]
    fn guesses_are_applied_only_where_they_are_asked_for() {
        assert_eq!(mend(texts(&["qx"]), Certainty::Certain, &[], reread).texts, ["qy"]);
        assert_eq!(mend(texts(&["qx"]), Certainty::Likely, &[], reread).texts, ["yy"]);
    }

    #[test]
    fn an_edit_that_makes_things_worse_is_left_out_and_holds_no_other_back() {
        assert_eq!(mend(texts(&["z x"]), Certainty::Certain, &[], reread).texts, ["z y"]);
    }

    #[test]
    fn a_frozen_file_is_not_touched() {
        assert_eq!(mend(texts(&["x", "x"]), Certainty::Likely, &[FileId(0)], reread).texts, ["x", "y"]);
    }
}
