//! Findings as data: which rule, where, one sentence, labels, help and machine-applicable edits.
//!
//! Invariant: a [`Diagnostic`] always names a [`Rule`], so every finding can be explained.
//! Deliberately absent: rendering, colour, and any decision whether a finding stops the program.

use crate::source::Span;

/// How much a finding weighs. Errors make `check` fail; warnings do with `--deny warnings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The knowledge base is wrong: a walk would fail or mislead.
    Error,
    /// Probably wrong, or hard on the people who use it.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word shown to people and written to JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One rule that a knowledge base can break, with the page that explains it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case name, shown as the code: `error[unknown-node]`. It reads well after "allow".
    pub name: &'static str,
    /// How much a finding of this rule weighs unless the knowledge base says otherwise.
    pub severity: Severity,
    /// One sentence: what the rule demands.
    pub summary: &'static str,
    /// Markdown with the sections *What it does*, *Why it matters*, *Example* and *How to fix it*.
    pub documentation: &'static str,
}

/// A place in a source with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty for the primary label.
    pub text: String,
}

/// One replacement of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// How sure it is that an edit is what the author meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// A guess, such as a near name. A person has to confirm it.
    Likely,
    /// There is no other reading, so a program may apply it.
    Certain,
}

impl Certainty {
    /// The word shown to people and written to JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// A change that would mend the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it does, as the end of "help: …".
    pub message: String,
    /// Whether a program may apply it unasked.
    pub certainty: Certainty,
    /// The edits; none overlap, all lie in one file.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How much this finding weighs (the rule's own severity unless it was changed).
    pub severity: Severity,
    /// One sentence, lower case, without a full stop: what is wrong.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that explain it: the first definition, the other outcome.
    pub secondary: Vec<Label>,
    /// Further facts, each a sentence.
    pub notes: Vec<String>,
    /// What to do next, each a sentence.
    pub help: Vec<String>,
    /// An edit that mends it, where one is certain enough to show.
    pub suggestion: Option<Suggestion>,
}

impl Diagnostic {
    /// A finding of `rule` at `span`; `message` says what is wrong.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            suggestion: None,
        }
    }

    /// Puts words under the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place that explains the finding.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Offers to replace the text at `span`, as a guess at what was meant.
    #[must_use]
    pub fn suggest(self, message: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.offer(Certainty::Likely, message.into(), Edit { span, replacement: replacement.into() })
    }

    /// Offers to replace the text at `span`, where nothing else can have been meant.
    #[must_use]
    pub fn mend(self, message: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.offer(Certainty::Certain, message.into(), Edit { span, replacement: replacement.into() })
    }

    /// Adds edits that are part of what is offered. They touch neither it nor each other.
    #[must_use]
    pub fn with_edits(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        if let Some(suggestion) = &mut self.suggestion {
            suggestion.edits.extend(edits);
        }
        self
    }

    fn offer(mut self, certainty: Certainty, message: String, edit: Edit) -> Self {
        self.suggestion = Some(Suggestion { message, certainty, edits: vec![edit] });
        self
    }
}

/// Sorts findings as people read files: by file, place, weight, rule.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        (a.primary.span, a.severity, a.rule.name, &a.message).cmp(&(
            b.primary.span,
            b.severity,
            b.rule.name,
            &b.message,
        ))
    });
}
