//! Values that only a person can give, and their types.
//!
//! Invariant: every type has an allow-list of characters, so no value can break out of a command.
//! Deliberately absent: reading and validating a value (floor 2, `command`).

use crate::model::Markdown;
use crate::source::Spanned;

/// A value that commands need and only a person can give. It is asked for when it is first needed, once.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Input {
    /// What to ask for, as a noun phrase: "A mailbox that is still on-premises".
    pub ask: Spanned<String>,
    /// What kind of value it is; other text is refused.
    #[schemars(rename = "type")]
    pub kind: Spanned<InputType>,
    /// A value as an example, from the documentation ranges (`contoso.com`).
    pub example: Option<Spanned<String>>,
    /// Where to find the value.
    pub help: Option<Markdown>,
    /// The values allowed, for `enum`.
    #[schemars(default)]
    pub values: Vec<Spanned<String>>,
}

/// What a value may look like.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum InputType {
    /// A mail address: `olaf@contoso.com`.
    Smtp,
    /// A user principal name: `olaf@contoso.com`.
    Upn,
    /// A domain: `contoso.com`.
    Domain,
    /// A fully qualified host name: `mail.contoso.com`.
    Fqdn,
    /// A server's short or full name: `EX01`.
    Server,
    /// A GUID, with or without braces.
    Guid,
    /// A certificate thumbprint: 40 hexadecimal digits.
    Thumbprint,
    /// An https address.
    Url,
    /// A whole number.
    Int,
    /// A date, with or without a time of day: `2026-11-23` or `2026-11-23 14:05`.
    Datetime,
    /// One of the `values`.
    Enum,
    /// A Windows or Unix path.
    Path,
    /// The name of an object, as the system shows it: letters, digits, spaces and `- _ . ( ) @ '`.
    Name,
}
