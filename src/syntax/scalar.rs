//! Texts as they are written in YAML.
//!
//! Invariant: what is written is read back as the same text.
//! Deliberately absent: texts of several lines as blocks.

/// A text of one line as a YAML value in a block: plain where that is safe, else in double quotes.
pub fn scalar(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_alphanumeric())
        && text.contains(|c: char| c.is_alphabetic())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains("{{")
        && !text.ends_with([':', ' '])
        && !text.chars().any(char::is_control)
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no");
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
