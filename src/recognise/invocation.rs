//! A command as it is typed, taken apart as far as two commands have to be compared.
//!
//! Invariant: takes any text; what is not understood compares as different, never as the same.
//! Deliberately absent: a grammar of PowerShell. Pipelines, arguments, quotes and brackets are enough to tell commands
//! apart.

use crate::model::FactName;
use crate::recognise::expression::put_together;

/// Stands around a fact's name in a command whose placeholders are not filled.
pub(crate) const MARK: char = '\u{1}';

/// A command, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Invocation {
    /// What returns the objects, in lower case: a cmdlet, or a program. Empty where an expression does.
    pub(crate) source: String,
    /// Its arguments: the parameter's name in lower case (empty for a positional one), and the value.
    pub(crate) arguments: Vec<(String, Value)>,
    /// What keeps only some objects, without case, quotes and white space.
    pub(crate) filters: Vec<String>,
    /// The properties it prints, in lower case and in order; none where it prints what the objects have.
    pub(crate) prints: Option<Vec<String>>,
    /// Whether it makes objects or properties of its own.
    pub(crate) shape: Shape,
    /// The texts in quotes and the addresses in it: what it asks about.
    pub(crate) literals: Vec<String>,
    /// All of it without case, white space and placeholders.
    pub(crate) squeezed: String,
}

/// Whether a command prints objects as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As the cmdlet returns them.
    #[default]
    Plain,
    /// With properties that the command makes itself.
    Made,
}

/// The value of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A switch has none.
    Switch,
    /// A text without its quotes.
    Text(String),
    /// A fact alone.
    Fact(FactName),
    /// An expression, and the pieces of an address that it puts together from texts and facts.
    Expression(Vec<String>),
}

impl Invocation {
    /// Takes a command apart.
    pub(crate) fn read(text: &str) -> Self {
        let statements = statements(text);
        let (stages, base) = printing(&statements).unwrap_or_default();
        let mut invocation = Self {
            squeezed: squeeze(text),
            literals: literals(text),
            shape: if is_made(text) { Shape::Made } else { Shape::Plain },
            ..Self::default()
        };
        if let Some(first) = base {
            invocation.take_source(&first);
        }
        for stage in &stages {
            invocation.take_stage(stage);
        }
        if invocation.prints.is_none() {
            invocation.prints = made_names(text);
        }
        invocation
    }

    fn take_source(&mut self, words: &[String]) {
        let Some((name, rest)) = words.split_first() else { return };
        if let Some(inner) = name.strip_prefix('(').and_then(|rest| rest.rsplit_once(')')) {
            let inner = statements(inner.0).into_iter().next().and_then(|stages| stages.into_iter().next());
            return self.take_source(&inner.unwrap_or_default());
        }
        if name.starts_with(['$', '[', '\'', '"', '@', '{', '|', '&']) {
            return;
        }
        self.source = name.to_lowercase();
        self.arguments = arguments(rest);
    }

    fn take_stage(&mut self, words: &[String]) {
        let Some((name, rest)) = words.split_first() else { return };
        match name.to_lowercase().as_str() {
            "format-list" | "fl" | "format-table" | "ft" | "format-wide" | "fw" => self.take_names(rest),
            "select-object" | "select" => {
                let limits = ["-first", "-last", "-index", "-unique", "-skip"];
                if rest.iter().any(|word| limits.contains(&word.to_lowercase().as_str())) {
                    self.filters.push(squeeze(&words.join(" ")).replace("select-object", "select"));
                } else {
                    self.take_names(rest);
                }
            }
            "where-object" | "where" | "?" => {
                let shown = squeeze(&rest.join(" "));
                self.filters
                    .push(format!("where{}", shown.replace("$_.", "").replace(['{', '}', '(', ')'], "")));
            }
            "foreach-object" | "foreach" | "%" if self.source.is_empty() => {
                let block = rest.join(" ");
                let inner = block.trim().trim_start_matches('{').trim_end_matches('}');
                let inner = statements(inner).into_iter().next().and_then(|stages| stages.into_iter().next());
                let words = inner.unwrap_or_default();
                if words.first().is_some_and(|word| is_cmdlet(word)) {
                    self.take_source(&words);
                }
            }
            _ => {}
        }
    }

    fn take_names(&mut self, words: &[String]) {
        let text: String = words
            .iter()
            .skip_while(|word| word.eq_ignore_ascii_case("-property"))
            .take_while(|word| !word.starts_with(['-', '–', '—']) || word.len() < 2)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        let names: Vec<String> =
            split(&text, ',').iter().filter_map(|word| printed_name(word.trim())).collect();
        if !names.is_empty() && names != ["*"] {
            self.prints = Some(names);
        }
    }

    /// The facts that are whole arguments.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &FactName> {
        self.arguments.iter().filter_map(|(_, value)| match value {
            Value::Fact(name) => Some(name),
            _ => None,
        })
    }

    /// The argument of this name; names may be shortened, and `-Identity` and `-Thumbprint` may be left out.
    pub(crate) fn argument(&self, name: &str) -> Option<&Value> {
        self.arguments.iter().find(|(other, _)| same_name(name, other)).map(|(_, value)| value)
    }
}

fn same_name(a: &str, b: &str) -> bool {
    let unnamed = |name: &str| matches!(name, "" | "identity" | "thumbprint");
    a == b
        || (unnamed(a) && unnamed(b))
        || (a.len() > 1 && b.len() > 1 && (a.starts_with(b) || b.starts_with(a)))
}

/// `{ statement: [ stage: [ word ] ] }`: split at line ends and `;`, at `|`, and at white space, outside brackets and quotes.
fn statements(text: &str) -> Vec<Vec<Vec<String>>> {
    let mut statements = vec![vec![vec![String::new()]]];
    let mut depth = Depth::default();
    for character in text.chars() {
        let outside = depth.step(character);
        let Some(stages) = statements.last_mut() else { break };
        match character {
            ';' | '\n' if outside => statements.push(vec![vec![String::new()]]),
            '|' if outside => stages.push(vec![String::new()]),
            c if outside && c.is_whitespace() => {
                if let Some(words) = stages.last_mut() {
                    words.push(String::new());
                }
            }
            c => {
                if let Some(word) = stages.last_mut().and_then(|words| words.last_mut()) {
                    word.push(c);
                }
            }
        }
    }
    for stages in &mut statements {
        for words in stages.iter_mut() {
            words.retain(|word| !word.is_empty());
        }
        stages.retain(|words| !words.is_empty());
    }
    statements.retain(|stages| !stages.is_empty());
    statements
}

/// How deep in brackets and quotes a text is.
#[derive(Default)]
struct Depth {
    brackets: u32,
    quote: Option<char>,
}

impl Depth {
    /// Takes the next character; says whether it stands outside of brackets and quotes.
    fn step(&mut self, character: char) -> bool {
        let plain = match character {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
            other => other,
        };
        match (self.quote, plain) {
            (Some(open), c) => {
                if c == open {
                    self.quote = None;
                }
                return false;
            }
            (None, '\'' | '"') => {
                self.quote = Some(plain);
                return false;
            }
            (None, '(' | '{' | '[') => self.brackets += 1,
            (None, ')' | '}' | ']') => {
                self.brackets = self.brackets.saturating_sub(1);
                return false;
            }
            (None, _) => {}
        }
        self.brackets == 0
    }
}

/// Splits at a separator outside of brackets and quotes.
pub(super) fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = Depth::default();
    for character in text.chars() {
        let outside = depth.step(character);
        if character == separator && outside {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts
}

type Stages = Vec<Vec<String>>;

/// The stages of the statement that prints, after its first, and that first stage itself.
fn printing(statements: &[Stages]) -> Option<(Stages, Option<Vec<String>>)> {
    let is_assignment = |stages: &&Stages| {
        stages.first().is_some_and(|words| {
            words.first().is_some_and(|word| word.starts_with('$'))
                && words.get(1).is_some_and(|word| word == "=")
        })
    };
    let is_silent = |stages: &&Stages| {
        let word = stages.first().and_then(|words| words.first()).map(|word| word.to_lowercase());
        word.is_some_and(|word| {
            ["set-", "import-", "connect-", "enable-", "add-pssnapin"]
                .iter()
                .any(|verb| word.starts_with(verb))
        })
    };
    let chosen = statements
        .iter()
        .find(|stages| !is_assignment(stages) && !is_silent(stages))
        .or_else(|| statements.iter().find(|stages| !is_silent(stages)))
        .or_else(|| statements.first())?;
    let (first, rest) = chosen.split_first()?;
    let variable = first.first().filter(|word| word.starts_with('$'));
    let assigned = variable.and_then(|name| {
        let found = statements
            .iter()
            .filter(is_assignment)
            .find(|stages| stages.first().and_then(|w| w.first()) == Some(name))?;
        let (head, more) = found.split_first()?;
        Some((head.get(2..)?.to_vec(), more.to_vec()))
    });
    let (base, mut stages) = assigned.unwrap_or_else(|| (first.clone(), Vec::new()));
    stages.extend(rest.iter().cloned());
    Some((stages, Some(base)))
}

fn arguments(words: &[String]) -> Vec<(String, Value)> {
    let mut arguments: Vec<(String, Value)> = Vec::new();
    for word in words {
        let parameter =
            word.strip_prefix(['-', '–', '—']).filter(|name| name.starts_with(char::is_alphabetic));
        if let Some(name) = parameter {
            let (name, value) = name.split_once(':').unwrap_or((name, ""));
            let value = if value.is_empty() { Value::Switch } else { value_of(value) };
            arguments.push((name.to_lowercase(), value));
            continue;
        }
        // A remark in parentheses behind a cmdlet is a caption, not an argument.
        if word.starts_with('(') && !word.contains(['$', '-', MARK, '\'', '"']) {
            continue;
        }
        match arguments.last_mut() {
            Some((name, value)) if !name.is_empty() && *value == Value::Switch => *value = value_of(word),
            _ => arguments.push((String::new(), value_of(word))),
        }
    }
    arguments
}

fn value_of(word: &str) -> Value {
    if let Some(name) = word.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(MARK))
        && !name.contains(MARK)
    {
        return Value::Fact(name.into());
    }
    if word.contains(MARK) || word.starts_with(['(', '$', '@', '{']) {
        return put_together(word);
    }
    Value::Text(unquoted(word).to_owned())
}

pub(super) fn unquoted(word: &str) -> &str {
    const QUOTES: [char; 9] =
        ['\'', '"', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}', '\u{201c}', '\u{201d}', '\u{201e}'];
    word.trim_matches(QUOTES)
}

/// The name under which a property is printed: `Name`, or the one that `@{ Name = 'X'; Expression = … }` gives.
fn printed_name(word: &str) -> Option<String> {
    let Some(inner) = word.strip_prefix("@{").and_then(|rest| rest.strip_suffix('}')) else {
        return (!word.is_empty()).then(|| unquoted(word).to_lowercase());
    };
    split(inner, ';').iter().find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let key = key.trim().to_lowercase();
        ["name", "n", "label", "l"].contains(&key.as_str()).then(|| unquoted(value.trim()).to_lowercase())
    })
}

/// Whether a command makes objects or properties of its own.
fn is_made(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("[pscustomobject]@{") || lower.contains("expression") || lower.contains("new-object")
}

/// The keys of `[pscustomobject]@{ A = …; B = … }`.
fn made_names(text: &str) -> Option<Vec<String>> {
    let lower = text.to_lowercase();
    let start = lower.find("[pscustomobject]@{")? + "[pscustomobject]@{".len();
    let rest = lower.get(start..)?;
    let mut depth = Depth { brackets: 1, quote: None };
    let end = rest.char_indices().find(|(_, character)| {
        depth.step(*character);
        depth.brackets == 0
    })?;
    let inner = rest.get(..end.0)?.replace('\n', ";");
    let names: Vec<String> = split(&inner, ';')
        .iter()
        .filter_map(|part| part.split_once('=').map(|(key, _)| unquoted(key.trim()).to_owned()))
        .filter(|name| !name.is_empty())
        .collect();
    (!names.is_empty()).then_some(names)
}

/// Texts in single quotes, and words that look like host names or addresses.
fn literals(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split('\'')
        .skip(1)
        .step_by(2)
        .filter(|inner| inner.len() > 3 && !inner.contains(MARK))
        .map(str::to_lowercase)
        .collect();
    let words = text.split(|c: char| c.is_whitespace() || "'\"(),;|{}".contains(c));
    for word in words {
        let word = word.trim_start_matches("https://").to_lowercase();
        let host = word.split('/').next().unwrap_or_default();
        let labels = host.split('.').count();
        let is_host = labels > 2
            && host.split('.').all(|label| {
                !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
        if is_host && !found.contains(&host.to_owned()) {
            found.push(host.to_owned());
        }
    }
    found
}

/// Whether a word is `Verb-Noun`.
pub(crate) fn is_cmdlet(word: &str) -> bool {
    word.split_once('-').is_some_and(|(verb, noun)| {
        verb.len() > 1
            && noun.len() > 1
            && verb.bytes().all(|byte| byte.is_ascii_alphabetic())
            && noun.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Lower case without white space and quotes, and with every kind of dash as one.
pub(crate) fn squeeze(text: &str) -> String {
    let keep = |c: &char| !c.is_whitespace() && !unquoted(c.encode_utf8(&mut [0; 4])).is_empty();
    text.chars()
        .filter(keep)
        .map(|c| if matches!(c, '–' | '—') { '-' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}
