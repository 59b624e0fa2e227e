//! The rules of the YAML files themselves, one rule a file, each with its documentation and the words of its findings.
//!
//! Invariant: every rule of this folder is listed in [`RULES`], and a test holds each to its form.
//! Deliberately absent: deciding whether a rule is broken (`yaml`, `lower`) and rules of the graph (floors 3 and 4).

pub(in crate::syntax) mod alias;
pub(in crate::syntax) mod byte_order_mark;
pub(in crate::syntax) mod comment_in_text;
pub(in crate::syntax) mod control_character;
pub(in crate::syntax) mod crlf;
pub(in crate::syntax) mod duplicate_key;
pub(in crate::syntax) mod empty_file;
pub(in crate::syntax) mod empty_value;
pub(in crate::syntax) mod file_too_large;
pub(in crate::syntax) mod invalid_date;
pub(in crate::syntax) mod invalid_duration;
pub(in crate::syntax) mod invalid_matcher;
pub(in crate::syntax) mod invalid_name;
pub(in crate::syntax) mod invalid_placeholder;
pub(in crate::syntax) mod invalid_regex;
pub(in crate::syntax) mod invalid_target;
pub(in crate::syntax) mod invalid_url;
pub(in crate::syntax) mod invalid_value;
pub(in crate::syntax) mod missing_key;
pub(in crate::syntax) mod multi_line_title;
pub(in crate::syntax) mod multiple_documents;
pub(in crate::syntax) mod not_utf8;
pub(in crate::syntax) mod tab_indent;
pub(in crate::syntax) mod tag;
pub(in crate::syntax) mod too_deep;
pub(in crate::syntax) mod too_many_values;
pub(in crate::syntax) mod unknown_key;
pub(in crate::syntax) mod unquoted_placeholder;
pub(in crate::syntax) mod wrong_type;
pub(in crate::syntax) mod yaml_syntax;

use crate::diagnostic::Rule;

/// All rules of this floor, from the file down to its values.
pub static RULES: &[&Rule] = &[
    &file_too_large::FILE_TOO_LARGE,
    &not_utf8::NOT_UTF8,
    &byte_order_mark::BYTE_ORDER_MARK,
    &crlf::CRLF,
    &control_character::CONTROL_CHARACTER,
    &yaml_syntax::YAML_SYNTAX,
    &tab_indent::TAB_INDENT,
    &too_deep::TOO_DEEP,
    &too_many_values::TOO_MANY_VALUES,
    &alias::ALIAS,
    &tag::TAG,
    &multiple_documents::MULTIPLE_DOCUMENTS,
    &empty_file::EMPTY_FILE,
    &unknown_key::UNKNOWN_KEY,
    &duplicate_key::DUPLICATE_KEY,
    &missing_key::MISSING_KEY,
    &wrong_type::WRONG_TYPE,
    &empty_value::EMPTY_VALUE,
    &invalid_name::INVALID_NAME,
    &invalid_value::INVALID_VALUE,
    &invalid_date::INVALID_DATE,
    &invalid_duration::INVALID_DURATION,
    &invalid_url::INVALID_URL,
    &invalid_regex::INVALID_REGEX,
    &invalid_matcher::INVALID_MATCHER,
    &invalid_target::INVALID_TARGET,
    &invalid_placeholder::INVALID_PLACEHOLDER,
    &unquoted_placeholder::UNQUOTED_PLACEHOLDER,
    &multi_line_title::MULTI_LINE_TITLE,
    &comment_in_text::COMMENT_IN_TEXT,
];

#[cfg(test)]
mod tests {
    use crate::syntax::RULES;

    #[test]
    fn every_rule_is_documented_in_four_sections() {
        for rule in RULES {
            let headings: Vec<&str> =
                rule.documentation.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(
                headings,
                ["What it does", "Why it matters", "Example", "How to fix it"],
                "{}",
                rule.name
            );
            assert!(rule.summary.ends_with('.'), "{}", rule.name);
        }
    }

    #[test]
    fn rule_names_are_unique_and_kebab_case() {
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert!(
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'8'))
        );
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}
