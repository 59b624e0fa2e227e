//! Findings as one line each: for people who want an overview, and as commands that GitHub Actions turns into annotations.
//!
//! Invariant: one finding is one line, whatever its text holds.
//! Deliberately absent: excerpts, notes and edits.

use crate::diagnostic::{Diagnostic, Severity};
use crate::prose;
use crate::source::{Position, SourceMap};

/// `file:line:column: severity[rule]: message`, as compilers and editors understand it.
pub fn short(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let (file, start, _) = place(diagnostic, sources);
    format!(
        "{}:{}:{}: {}[{}]: {}",
        prose::visible_line(file),
        start.line,
        start.column,
        diagnostic.severity.word(),
        diagnostic.rule.name,
        prose::visible_line(&diagnostic.message)
    )
}

/// A workflow command of GitHub Actions, which shows the finding beside the line in a pull request.
pub fn github(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let (file, start, end) = place(diagnostic, sources);
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    // Columns are only shown where the annotation begins and ends on one line; there, the end is inclusive.
    let columns = if start.line == end.line && end.column > start.column {
        format!(",col={},endColumn={}", start.column, end.column - 1)
    } else {
        format!(",col={}", start.column)
    };
    let suggestion = diagnostic.suggestion.as_ref().map(|suggestion| &suggestion.message);
    let mut message = diagnostic.message.clone();
    for help in diagnostic.help.iter().chain(suggestion) {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    format!(
        "::{command} file={},line={},endLine={}{columns},title={}::{}",
        property(file),
        start.line,
        end.line,
        property(diagnostic.rule.name),
        data(&prose::visible(&message))
    )
}

fn place<'s>(diagnostic: &Diagnostic, sources: &'s SourceMap) -> (&'s str, Position, Position) {
    let span = diagnostic.primary.span;
    let file = sources.file(span.file);
    (file.name(), file.position(span.start), file.position(span.end))
}

/// Text after the second `::`, escaped as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, escaped as the runner reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Severity, SourceMap, github, short};
    use crate::diagnostic::Rule;
    use crate::source::{SourceFile, Span};

    static RULE: Rule =
        Rule { name: "unknown-node", severity: Severity::Warning, summary: "", documentation: "" };

    #[test]
    fn a_finding_is_one_line_whatever_it_holds() {
        let mut sources = SourceMap::default();
        let file = sources.add(SourceFile::new("a,b.yaml", "title: x\nnext: lost\n"));
        let finding = Diagnostic::new(&RULE, Span::new(file, 15, 19), "100 % of\n::error::`lost`")
            .help("look\u{1b}[31m elsewhere");
        assert_eq!(
            short(&finding, &sources),
            "a,b.yaml:2:7: warning[unknown-node]: 100 % of ::error::`lost`"
        );
        assert_eq!(
            github(&finding, &sources),
            "::warning file=a%2Cb.yaml,line=2,endLine=2,col=7,endColumn=10,title=unknown-node::\
             100 %25 of%0A::error::`lost`%0Ahelp: look^[[31m elsewhere"
        );
    }
}
