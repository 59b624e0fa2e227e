//! `fragile-matcher`: a test should not depend on the width of a window.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::model::{Matcher, MatcherKind, Operand, Test};
use crate::prose;

/// A test should not depend on the width of a window.
pub(super) static RULE: Rule = Rule {
    name: "fragile-matcher",
    severity: Severity::Warning,
    summary: "A test should not depend on the width of a window.",
    documentation: r#"## What it does

Reports a matcher that looks for the marks of a cut-off value (`...` or `…`), and a check that compares properties but asks
for them as a table (`Format-Table`), whose columns are cut at the width of the window.

## Why it matters

What is cut depends on how wide the window of the person is. The same server gives another answer on another screen.

## Example

```yaml
run: [{ place: ems, command: 'Get-OrganizationRelationship | Format-Table Name,DomainNames' }]
outcomes:
  listed:
    title: The domain is listed
    when: { property: DomainNames, contains: contoso.com }
    samples: ["DomainNames : {contoso.com}"]
    next: oauth-test
  absent:
    title: It is not
    when: { none: [{ property: DomainNames, contains: contoso.com }] }
    samples: ["DomainNames : {fabrikam.com}"]
    next: enable-connectors
```

## How to fix it

Ask for a list, which wraps but does not cut:

```yaml
run: [{ place: ems, command: 'Get-OrganizationRelationship | Format-List Name,DomainNames' }]
```
"#,
};

/// The commands that print a table, and their short names.
const TABLES: [&str; 4] = ["Format-Table", "ft", "Format-Wide", "fw"];

/// A finding for each test of something cut, and each table that is compared.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for check in file.checks() {
        let tests: Vec<&Matcher> =
            check.node.outcomes.iter().filter_map(|(_, outcome)| outcome.when.as_ref()).collect();
        findings.extend(tests.iter().flat_map(|when| cut(when)));
        let compares = |test: &&Matcher| matches!(test.kind, MatcherKind::Property { .. });
        if !tests.iter().flat_map(|when| when.leaves()).any(|test| compares(&test)) {
            continue;
        }
        for run in &check.node.run {
            if prints_table(&run.command.text) {
                let name = prose::quoted(&check.name.value);
                findings.push(
                    Diagnostic::new(
                        &RULE,
                        run.command.text.span,
                        format!("{name} compares properties of a table"),
                    )
                    .note("columns are cut at the width of the window")
                    .help("ask for a list: `Format-List` with the properties that are compared"),
                );
            }
        }
    }
    findings
}

/// Whether something is piped into a command that prints a table.
fn prints_table(command: &str) -> bool {
    command.split('|').skip(1).any(|stage| {
        let stage = stage.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        TABLES.iter().any(|name| {
            let head = stage.as_bytes().get(..name.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
                && !stage.as_bytes().get(name.len()).is_some_and(is_word)
        })
    })
}

/// Findings for the marks of a cut in a test.
fn cut(matcher: &Matcher) -> Vec<Diagnostic> {
    let looks_for =
        |text: &str| text.contains("...") || text.contains('\u{2026}') || text.contains(r"\.\.\.");
    let operand = |operand: &Operand| looks_for(&operand.0.text);
    let is_cut = match &matcher.kind {
        MatcherKind::Text(text) => looks_for(text),
        MatcherKind::Matches(pattern) => looks_for_in_pattern(&pattern.source),
        MatcherKind::Property { test, .. } => match test {
            Test::Equals(right) | Test::Not(right) | Test::Contains(right) => operand(right),
            Test::Matches(pattern) => looks_for_in_pattern(&pattern.source),
            _ => false,
        },
        MatcherKind::All(list) | MatcherKind::Any(list) | MatcherKind::None(list) => {
            return list.iter().flat_map(cut).collect();
        }
        MatcherKind::Some(inner) | MatcherKind::Every(inner) => return cut(inner),
        _ => false,
    };
    let finding = || {
        Diagnostic::new(&RULE, matcher.span, "this looks for a value that was cut off")
            .help("ask for the whole value, and compare that")
    };
    is_cut.then(finding).into_iter().collect()
}

/// In an expression three full stops are any three characters.
fn looks_for_in_pattern(pattern: &str) -> bool {
    pattern.contains(r"\.\.\.") || pattern.contains(r"\.{3}") || pattern.contains('\u{2026}')
}
