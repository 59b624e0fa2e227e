//! Finding credentials in a text and taking them out.
//!
//! Invariant: every line stays a line; a mark `[removed-KIND]` stands where the credential began, `[removed]` where it
//! went on in the next line.
//! Deliberately absent: anything that names a person or a place; that is not a credential.

use crate::redact::kinds::KINDS;
use crate::redact::shape::{Kind, Shape};
use crate::redact::{block, command, token, value};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A text without credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned<'a> {
    /// The text; borrowed where nothing was found.
    pub text: Cow<'a, str>,
    /// What was taken out, in the order of the text.
    pub found: Vec<Found>,
}

/// A credential that was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    /// The name of its kind.
    pub kind: &'static str,
    /// What it is, as a noun phrase.
    pub title: &'static str,
    /// The line where it began, from 1.
    pub line: usize,
}

/// Takes every credential out of `text`.
pub fn credentials(text: &str) -> Cleaned<'_> {
    let hits = hits(text);
    if hits.is_empty() {
        return Cleaned { text: Cow::Borrowed(text), found: Vec::new() };
    }
    let mut out = String::with_capacity(text.len());
    let mut found = Vec::with_capacity(hits.len());
    let mut copied = 0;
    let mut line = 1;
    for hit in hits {
        for (index, part) in hit.parts.into_iter().enumerate() {
            let between = text.get(copied..part.start).unwrap_or_default();
            line += between.matches('\n').count();
            out.push_str(between);
            if index == 0 {
                found.push(Found { kind: hit.kind.name, title: hit.kind.title, line });
                out.push_str("[removed-");
                out.push_str(hit.kind.name);
                out.push(']');
            } else {
                out.push_str("[removed]");
            }
            copied = part.end;
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cleaned { text: Cow::Owned(out), found }
}

/// One credential: its parts lie on lines of their own.
struct Hit {
    kind: &'static Kind,
    parts: Vec<Range<usize>>,
}

fn hits(text: &str) -> Vec<Hit> {
    let bytes = text.as_bytes();
    let words = &*WORDS;
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let hit = words.beginning(*first, bytes.get(at + 1).copied()).iter().find_map(|(word, kind)| {
            let end = at + word.len();
            let there = bytes.get(at..end)?;
            if !there.eq_ignore_ascii_case(word.as_bytes()) {
                return None;
            }
            let parts = parts(kind, text, at..end)?;
            (!parts.is_empty()).then_some(Hit { kind, parts })
        });
        match hit {
            Some(hit) => {
                at = hit.parts.last().map_or(at, |part| part.end).max(at) + 1;
                hits.push(hit);
            }
            None => at += 1,
        }
    }
    hits
}

fn parts(kind: &'static Kind, text: &str, word: Range<usize>) -> Option<Vec<Range<usize>>> {
    match kind.shape {
        Shape::Token { left, marks, pattern, strength } => {
            token::find(text, word, left, marks, pattern, strength)
        }
        Shape::Value(strength) => value::find(text, &word, strength),
        Shape::Line(pattern) => value::find_line(text, &word, pattern),
        Shape::Until(end) => block::find(text, &word, end),
        Shape::CountedLines => block::find_counted(text, &word),
        Shape::Command(pattern) => command::find(text, &word, pattern),
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::of_kinds);

/// The search words by their first two bytes: nearly everywhere in a text these tell that no word begins there.
struct Words {
    /// What each byte is among the first two of all words: a number from 1, the same for a letter in both cases; 0 for none.
    classes: [u8; 256],
    /// For each pair of classes, which group of words may begin so.
    pairs: Vec<u8>,
    /// Words that may begin the same, in the order of the table; the first group is empty.
    groups: Vec<Vec<Word>>,
}

/// A search word and what it may be part of.
type Word = (&'static str, &'static Kind);

impl Words {
    /// More than there are classes.
    const CLASSES: usize = 64;

    fn of_kinds() -> Self {
        let mut classes = [0; 256];
        let mut by_first: Vec<Vec<Word>> = vec![Vec::new()];
        for (word, kind) in KINDS.iter().flat_map(|kind| kind.words.iter().map(move |word| (*word, kind))) {
            for byte in word.bytes().take(2) {
                if classes[usize::from(byte)] == 0 {
                    let number = u8::try_from(by_first.len()).expect("there are fewer classes than bytes");
                    classes[usize::from(byte)] = number;
                    classes[usize::from(byte.to_ascii_uppercase())] = number;
                    by_first.push(Vec::new());
                }
            }
            let first = word.bytes().next().map_or(0, |first| classes[usize::from(first)]);
            by_first[usize::from(first)].push((word, kind));
        }
        debug_assert!(by_first.len() <= Self::CLASSES, "a pair of classes has a place of its own");
        let mut words = Self { classes, pairs: Vec::new(), groups: vec![Vec::new()] };
        for beginning in by_first {
            for second in 0..Self::CLASSES {
                // A word of one byte goes on with any other.
                let fits = |(word, _): &Word| {
                    word.as_bytes()
                        .get(1)
                        .is_none_or(|byte| usize::from(classes[usize::from(*byte)]) == second)
                };
                let group: Vec<Word> = beginning.iter().copied().filter(fits).collect();
                let number = if group.is_empty() { 0 } else { words.groups.len() };
                words.pairs.push(u8::try_from(number).expect("there are fewer groups than a byte counts"));
                words.groups.extend(Some(group).filter(|group| !group.is_empty()));
            }
        }
        words
    }

    /// The words that may begin with these bytes, whatever the case.
    fn beginning(&self, first: u8, second: Option<u8>) -> &[Word] {
        let class = |byte: u8| usize::from(self.classes[usize::from(byte)]);
        let pair = class(first) * Self::CLASSES + second.map_or(0, class);
        &self.groups[usize::from(self.pairs[pair])]
    }
}

#[cfg(test)]
mod tests {
    use super::{KINDS, credentials};

    #[track_caller]
    fn gone(text: &str, secret: &str) {
        let cleaned = credentials(text);
        assert!(!cleaned.text.contains(secret), "{secret:?} is left in {:?}", cleaned.text);
        assert!(!cleaned.found.is_empty());
        assert_eq!(cleaned.text.matches('\n').count(), text.matches('\n').count(), "{:?}", cleaned.text);
        assert_eq!(credentials(&cleaned.text).text, cleaned.text, "a second time changes nothing");
    }

    #[track_caller]
    fn stays(text: &str) {
        assert_eq!(credentials(text).text, text);
    }

    #[test]
    fn values_of_passwords_go_in_every_notation() {
        gone("Password : Sommer2026!", "Sommer");
        gone("adminPassword=Sommer2026!", "Sommer");
        gone("{\"password\": \"Som mer\\\"2026!\", \"user\": \"olaf\"}", "mer");
        gone("Set-User -Identity olaf -Password 'Sommer 2026'", "2026");
        gone("Server=db;User ID=sa;Password=Sommer2026!;Encrypt=True", "Sommer");
        gone("<Password><Value>Sommer2026!</Value></Password>", "Sommer");
        gone("    DefaultPassword    REG_SZ    Sommer2026!", "Sommer");
        gone("ConvertTo-SecureString 'Sommer2026!' -AsPlainText -Force", "Sommer");
        gone("net use Z: \\\\fs01\\share Sommer2026! /user:contoso\\olaf", "Sommer");
        gone("curl -u olaf:Sommer2026! https://example.com", "Sommer");
        gone("https://olaf:Sommer2026!@example.com/x", "Sommer");
        gone("{\"name\": \"Authorization\", \"value\": \"Basic b2xhZjpTb21tZXIyMDI2IQ==\"}", "b2xhZj");
    }

    #[test]
    fn what_follows_a_credential_stays() {
        let cleaned = credentials("Server=db;Password=Sommer2026!;Encrypt=True");
        assert_eq!(cleaned.text, "Server=db;Password=[removed-password];Encrypt=True");
        let cleaned = credentials("Name : a\nPassword : x1y2z3\nEnabled : True\n");
        assert_eq!(cleaned.text, "Name : a\nPassword : [removed-password]\nEnabled : True\n");
        assert_eq!(cleaned.found.iter().map(|found| found.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_wrapped_value_goes_on_all_its_lines() {
        let text = "Name         : app\nClientSecret : abc8Q~defghijklm\n               nopqrstuvwxyz0123456\nEnabled      : True";
        gone(text, "nopqrs");
        assert!(credentials(text).text.ends_with("\nEnabled      : True"));
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nMIIEdef\n-----END RSA PRIVATE KEY-----\nafter";
        gone(key, "MIIE");
        assert!(credentials(key).text.ends_with("\nafter"));
        gone("-----BEGIN PRIVATE KEY-----\\nMIIEabc\\nMIIEdef\\n-----END PRIVATE KEY-----\\n", "MIIE");
    }

    #[test]
    fn evidence_is_no_credential() {
        for text in [
            "Thumbprint : A1B2C3D4E5F60718293A4B5C6D7E8F9001122334",
            "CurrentCertificateThumbprint : 39 e8 15 56 0d 0e cd f1 ae 36 66 f7 d4 8b e4 99 74 64 bb ee",
            "TokenIssuerCertReference : A1B2C3D4E5F60718293A4B5C6D7E8F9001122334",
            "Subject : CN=Microsoft Exchange Server Auth Certificate",
            "Message-ID: <c51f2d6bd3a94b7c8e0f1a2b3c4d5e6f@EX01.contoso.com>",
            "HasPrivateKey : True",
            "PasswordLastSet : 11/23/2026 10:00:00 AM",
            "PasswordExpired : False",
            "PublicKeyToken=31bf3856ad364e35",
            "BasicAuthentication : True",
            "WWW-Authenticate: Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", authorization_uri=\"https://login\"",
            "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----",
            "The user name or password is incorrect.",
            "$password = Read-Host -AsSecureString; Connect-X -Password $password",
            "Password : System.Security.SecureString",
            "AuthorizationServer : https://sts.windows.net/",
            "TokenIssuers : {uri:WindowsLiveID}",
            "AppSecretKeys : {}",
            "https://contoso.com:443/EWS/Exchange.asmx/WSSecurity",
            "2.16.840.1.113730.3.4.18 1.2.840-113549-1-1-11",
        ] {
            stays(text);
        }
    }

    #[test]
    fn the_table_can_be_searched() {
        for kind in KINDS {
            assert!(!kind.words.is_empty(), "{}", kind.name);
            for word in kind.words {
                assert_eq!(*word, word.to_lowercase(), "{}", kind.name);
            }
            assert!(kind.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", kind.name);
        }
    }
}
