//! Written values with a meaning of their own: Markdown prose, texts with placeholders, durations.
//!
//! Invariant: a [`Template`]'s placeholders lie inside its text in rising order and never overlap.
//! Deliberately absent: rendering, and filling a placeholder (that needs a shell's quoting rules: `command`).

use crate::model::FactName;
use crate::source::Spanned;

/// Markdown prose. Raw HTML in it is shown as text, never interpreted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Markdown(pub Spanned<String>);

impl Markdown {
    /// The Markdown source.
    pub fn as_str(&self) -> &str {
        &self.0.value
    }
}

impl schemars::JsonSchema for Markdown {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Markdown".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "contentMediaType": "text/markdown" })
    }
}

/// `{{ name }}` inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// The fact it stands for, with its place in the file.
    pub name: Spanned<FactName>,
    /// Where the braces stand, as byte offsets in the template's text.
    pub range: std::ops::Range<usize>,
}

/// A text with placeholders: a command, or the right-hand side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The text as written, placeholders included.
    pub text: Spanned<String>,
    /// The placeholders in it.
    pub placeholders: Vec<Placeholder>,
}

impl schemars::JsonSchema for Template {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Template".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

/// A waiting time in whole minutes, written `15m`, `2h` or `1d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Duration {
    /// Minutes; at least 1.
    pub minutes: u32,
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use crate::prose::count;
        let minutes = self.minutes as usize;
        match minutes {
            m if m >= 1440 && m.is_multiple_of(1440) => count(m / 1440, "day").fmt(f),
            m if m >= 60 && m.is_multiple_of(60) => count(m / 60, "hour").fmt(f),
            m => count(m, "minute").fmt(f),
        }
    }
}

impl std::str::FromStr for Duration {
    type Err = String;

    /// Reads `15m`, `2h` or `1d`.
    fn from_str(text: &str) -> Result<Self, String> {
        let unit = match text.chars().last() {
            Some('m') => 1,
            Some('h') => 60,
            Some('d') => 1440,
            _ => 0,
        };
        let number = text.get(..text.len().saturating_sub(1)).and_then(|digits| digits.parse::<u32>().ok());
        match number.and_then(|number| number.checked_mul(unit)) {
            Some(minutes) if minutes > 0 => Ok(Self { minutes }),
            _ => Err(format!("`{text}` is not a duration; write `15m`, `2h` or `1d`")),
        }
    }
}

impl schemars::JsonSchema for Duration {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Duration".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[1-9][0-9]*[mhd]$", "examples": ["15m", "2h", "1d"] })
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn durations_are_read_and_shown_in_the_largest_whole_unit() {
        let shown = |text: &str| text.parse::<Duration>().map(|duration| duration.to_string());
        assert_eq!(shown("15m").as_deref(), Ok("15 minutes"));
        assert_eq!(shown("60m").as_deref(), Ok("1 hour"));
        assert_eq!(shown("2d").as_deref(), Ok("2 days"));
        assert_eq!(shown("90m").as_deref(), Ok("90 minutes"));
        for wrong in ["", "m", "0m", "15", "15 m", "-1h", "15s", "99999999999d", "ä"] {
            assert!(shown(wrong).is_err(), "{wrong:?} must be refused");
        }
    }
}
