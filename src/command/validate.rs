//! Checking a value that a person typed against the type of its input.
//!
//! Invariant: every type is an allow-list of characters with a length limit, so no accepted value holds a line break,
//! a hidden character or one of the quotes that PowerShell knows besides `'`.
//! Deliberately absent: asking, looking anything up, and correcting a value beyond its spelling.

use crate::command::LONGEST;
use crate::model::{Input, InputType};
use crate::prose;

/// Checks a value and returns it in its usual form: without white space around it, domains and GUIDs in lower case,
/// thumbprints in upper case without spaces, `enum` values as they are declared, folders without a final `\`.
///
/// # Errors
/// Sentences that say what is wrong, what is wanted, and an example.
pub fn validate(input: &Input, text: &str) -> Result<String, String> {
    let text = text.trim();
    let checked = if text.is_empty() {
        Err("Nothing was given".to_owned())
    } else if text.chars().count() > LONGEST {
        Err(format!("The value is longer than {LONGEST} characters"))
    } else if let Some(hidden) =
        text.chars().find(|character| prose::is_hidden(*character) && *character != '\u{200e}')
    {
        Err(format!("The value holds the invisible character U+{:04X}", hidden as u32))
    } else if text.starts_with('-') && input.kind.value != InputType::Int {
        Err("The value begins with `-`, so a command would take it for a switch".to_owned())
    } else {
        // Windows' certificate dialog puts this mark in front of every thumbprint that is copied from it.
        of_type(input, text.trim_start_matches('\u{200e}'))
            .ok_or_else(|| format!("`{}` is not {}", prose::visible_line(text), wanted(input)))
    };
    checked.map_err(|wrong| help(input, text, &wrong))
}

/// The value in its usual form, if it is of the input's type.
fn of_type(input: &Input, text: &str) -> Option<String> {
    match input.kind.value {
        InputType::Smtp | InputType::Upn => address(text),
        InputType::Domain | InputType::Fqdn => host(text, 2),
        InputType::Server => host(text, 1).map(|_| text.to_owned()),
        InputType::Guid => guid(text),
        InputType::Thumbprint => thumbprint(text),
        InputType::Url => url(text),
        InputType::Int => integer(text),
        InputType::Datetime => datetime(text),
        InputType::Enum => input
            .values
            .iter()
            .find(|value| value.value.eq_ignore_ascii_case(text))
            .map(|value| value.value.clone()),
        InputType::Path => path(text),
        InputType::Name => made_of(text, |c| c.is_alphanumeric() || " -_.()@'".contains(c)),
    }
}

/// What a value of this type is, as the end of "is not …".
fn wanted(input: &Input) -> String {
    match input.kind.value {
        InputType::Smtp => "a mail address".to_owned(),
        InputType::Upn => "a user principal name".to_owned(),
        InputType::Domain => "a domain name".to_owned(),
        InputType::Fqdn => "a full host name".to_owned(),
        InputType::Server => "a server name".to_owned(),
        InputType::Guid => "a GUID".to_owned(),
        InputType::Thumbprint => "a certificate thumbprint of 40 hexadecimal digits".to_owned(),
        InputType::Url => "an https address".to_owned(),
        InputType::Int => "a whole number".to_owned(),
        InputType::Datetime => "a date (year-month-day), with or without a time of day".to_owned(),
        InputType::Enum => {
            let values: Vec<String> = input.values.iter().map(prose::quoted).collect();
            format!("one of the values {}", prose::and(&values))
        }
        InputType::Path => "a full path".to_owned(),
        InputType::Name => "a name of letters, digits, spaces and `- _ . ( ) @ '`".to_owned(),
    }
}

/// Adds to a sentence what would be right.
fn help(input: &Input, text: &str, wrong: &str) -> String {
    if input.kind.value == InputType::Enum {
        let near = prose::near(text, input.values.iter().map(|value| value.value.as_str()));
        return match near {
            Some(near) => format!("{wrong}. Did you mean `{near}`?"),
            None => format!("{wrong}."),
        };
    }
    if wrong.ends_with(&wanted(input)) {
        return format!("{wrong}. An example: `{}`.", example(input));
    }
    format!("{wrong}. Wanted is {}, for example `{}`.", wanted(input), example(input))
}

/// The author's example, or one of the type.
fn example(input: &Input) -> &str {
    if let Some(example) = &input.example {
        return &example.value;
    }
    match input.kind.value {
        InputType::Smtp | InputType::Upn => "olaf@contoso.com",
        InputType::Domain => "contoso.com",
        InputType::Fqdn => "mail.contoso.com",
        InputType::Server => "EX01",
        InputType::Guid => "8d9371f0-ace9-46f8-8861-4df35c561011",
        InputType::Thumbprint => "39E815560D0ECDF1AE3666F7D48BE4997464BBEE",
        InputType::Url => "https://mail.contoso.com/ews/exchange.asmx",
        InputType::Int => "3",
        InputType::Datetime => "2026-11-23 14:05",
        InputType::Enum => "",
        InputType::Path => r"C:\Temp\oauth.cer",
        InputType::Name => "Hybrid connector",
    }
}

fn made_of(text: &str, allowed: impl Fn(char) -> bool) -> Option<String> {
    text.chars().all(allowed).then(|| text.to_owned())
}

fn address(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let domain = host(domain, 2)?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._%+-'".contains(c);
    let shaped = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(allowed);
    shaped.then(|| format!("{local}@{domain}"))
}

/// A host or domain of at least `labels` labels, in lower case.
fn host(text: &str, labels: usize) -> Option<String> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let parts: Vec<&str> = text.split('.').collect();
    let numbers =
        labels > 1 && parts.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    (parts.len() >= labels && !numbers && text.len() <= 253 && parts.iter().all(|part| label(part)))
        .then(|| text.to_ascii_lowercase())
}

fn guid(text: &str) -> Option<String> {
    let inner = match text.strip_prefix('{') {
        Some(rest) => rest.strip_suffix('}')?,
        None => text,
    };
    let groups: Vec<&str> = inner.split('-').collect();
    let lengths = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
    (lengths && groups.iter().all(|group| is_hex(group))).then(|| inner.to_ascii_lowercase())
}

fn thumbprint(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    (digits.len() == 40 && is_hex(&digits)).then(|| digits.to_ascii_uppercase())
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn url(text: &str) -> Option<String> {
    let scheme = text.get(..8)?;
    let rest = text.get(8..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (name, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let port_fits = port.len() <= 5 && port.parse::<u16>().is_ok_and(|port| port > 0);
    let allowed = |c: char| c.is_ascii_alphanumeric() || "/?#&=%+-._~:@,".contains(c);
    (scheme.eq_ignore_ascii_case("https://")
        && host(name, 1).is_some()
        && port_fits
        && path.chars().all(allowed))
    .then(|| format!("https://{rest}"))
}

fn integer(text: &str) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<i64>().ok().filter(|_| plain).map(|number| number.to_string())
}

fn datetime(text: &str) -> Option<String> {
    let date_only = text.len() == 10;
    let (date, time) = if date_only { (text, "00:00") } else { text.split_once([' ', 'T'])? };
    let date_shaped = date.len() == 10 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let time_shaped = time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let time_shaped = time_shaped && matches!(time.len(), 5 | 8);
    let date = date.parse::<jiff::civil::Date>().ok().filter(|_| date_shaped)?;
    let time = time.parse::<jiff::civil::Time>().ok().filter(|_| time_shaped)?;
    Some(if date_only {
        date.to_string()
    } else if time.second() == 0 {
        format!("{date} {:02}:{:02}", time.hour(), time.minute())
    } else {
        format!("{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    })
}

fn path(text: &str) -> Option<String> {
    let mut start = text.chars();
    let drive = start.next().is_some_and(|c| c.is_ascii_alphabetic())
        && start.next() == Some(':')
        && start.next() == Some('\\');
    let rooted = drive || text.starts_with(r"\\") || text.starts_with('/');
    let allowed = |c: char| c.is_alphanumeric() || r" .:_-()\/$@+,=#".contains(c);
    let colons = text.matches(':').count() == usize::from(drive);
    (rooted && colons).then_some(())?;
    // A folder is the same without the final `\`, by which programs may escape a quote, and without spaces in front of it.
    let folder = text.trim_end_matches(['\\', ' ']);
    let root = folder.is_empty() || folder.ends_with(':');
    made_of(if root { text } else { folder }, allowed)
}

#[cfg(test)]
mod tests {
    use crate::command::validate;
    use crate::model::{Input, InputType};
    use crate::source::{FileId, Span, Spanned};
    use proptest::prelude::*;

    const ALL: [InputType; 13] = [
        InputType::Smtp,
        InputType::Upn,
        InputType::Domain,
        InputType::Fqdn,
        InputType::Server,
        InputType::Guid,
        InputType::Thumbprint,
        InputType::Url,
        InputType::Int,
        InputType::Datetime,
        InputType::Enum,
        InputType::Path,
        InputType::Name,
    ];

    fn written<T>(value: T) -> Spanned<T> {
        Spanned::new(value, Span::new(FileId(0), 0, 0))
    }

    fn input(kind: InputType) -> Input {
        let values = if kind == InputType::Enum { vec!["On-premises", "Cloud"] } else { Vec::new() };
        Input {
            ask: written("A value".to_owned()),
            kind: written(kind),
            example: None,
            help: None,
            values: values.into_iter().map(|value| written(value.to_owned())).collect(),
        }
    }

    #[test]
    fn accepted_values_come_back_in_their_usual_form() {
        let cases = [
            (InputType::Smtp, " Olaf.Berg@Contoso.COM ", "Olaf.Berg@contoso.com"),
            (InputType::Smtp, "o'brien@contoso.com", "o'brien@contoso.com"),
            (InputType::Upn, "olaf@corp.contoso.com", "olaf@corp.contoso.com"),
            (InputType::Domain, "Contoso.com", "contoso.com"),
            (InputType::Fqdn, "EX01.corp.contoso.com", "ex01.corp.contoso.com"),
            (InputType::Server, "EX01", "EX01"),
            (
                InputType::Guid,
                "{8D9371F0-ACE9-46F8-8861-4DF35C561011}",
                "8d9371f0-ace9-46f8-8861-4df35c561011",
            ),
            (
                InputType::Thumbprint,
                "\u{200e}39 e8 15 56 0d 0e cd f1 ae 36 66 f7 d4 8b e4 99 74 64 bb ee",
                "39E815560D0ECDF1AE3666F7D48BE4997464BBEE",
            ),
            (
                InputType::Url,
                "HTTPS://mail.contoso.com:8443/ews/exchange.asmx?a=b",
                "https://mail.contoso.com:8443/ews/exchange.asmx?a=b",
            ),
            (InputType::Int, "007", "7"),
            (InputType::Int, "-5", "-5"),
            (InputType::Datetime, "2026-11-23", "2026-11-23"),
            (InputType::Datetime, "2026-11-23T14:05", "2026-11-23 14:05"),
            (InputType::Datetime, "2026-11-23 14:05:09", "2026-11-23 14:05:09"),
            (InputType::Enum, "cloud", "Cloud"),
            (InputType::Path, r"\\ex01\c$\Temp\oauth.cer", r"\\ex01\c$\Temp\oauth.cer"),
            (InputType::Path, r"C:\Temp (1)\oauth.cer", r"C:\Temp (1)\oauth.cer"),
            (InputType::Path, r"C:\Program Files\", r"C:\Program Files"),
            (InputType::Path, r"C:\", r"C:\"),
            (InputType::Name, "Verteiler Müller (alt)", "Verteiler Müller (alt)"),
        ];
        for (kind, typed, wanted) in cases {
            assert_eq!(validate(&input(kind), typed).as_deref(), Ok(wanted), "{kind:?} {typed:?}");
        }
    }

    #[test]
    fn values_of_another_shape_are_refused() {
        let cases: [(InputType, &[&str]); 12] = [
            (
                InputType::Smtp,
                &[
                    "olaf",
                    "olaf@contoso",
                    "a b@contoso.com",
                    "olaf@contoso.com; rm",
                    ".a@contoso.com",
                    "a;b@contoso.com",
                ],
            ),
            (
                InputType::Domain,
                &["contoso", "contoso..com", "-a.com", "con toso.com", "10.0.0.1", "contoso.com."],
            ),
            (InputType::Fqdn, &["mail", "mail.contoso.com/ews", "mail_1.contoso.com"]),
            (InputType::Server, &["EX 01", "EX01$", "EX01;whoami", "-EX01"]),
            (
                InputType::Guid,
                &[
                    "8d9371f0",
                    "{8d9371f0-ace9-46f8-8861-4df35c561011",
                    "8d9371f0-ace9-46f8-8861-4df35c56101g",
                ],
            ),
            (InputType::Thumbprint, &["39E8", "39E815560D0ECDF1AE3666F7D48BE4997464BBEG"]),
            (
                InputType::Url,
                &[
                    "http://mail.contoso.com",
                    "https://",
                    "https://a b",
                    "https://mail.contoso.com/'",
                    "https://a:0/",
                    "ä",
                ],
            ),
            (InputType::Int, &["1.5", "1e3", "one", "+5", "--5", "99999999999999999999"]),
            (
                InputType::Datetime,
                &[
                    "23.11.2026",
                    "2026-13-01",
                    "2026-02-30",
                    "2026-11-23 25:00",
                    "2026-11-23 1",
                    "2026-11-23T",
                ],
            ),
            (InputType::Enum, &["Hybrid"]),
            (InputType::Path, &["Temp", r"C:Temp", "C:\\a\"b", r"C:\a:b", "/etc;x"]),
            (InputType::Name, &["a\"b", "a`b", "a$b", "a;b", "a|b", "it\u{2019}s"]),
        ];
        for (kind, values) in cases {
            for value in values {
                assert!(validate(&input(kind), value).is_err(), "{kind:?} must refuse {value:?}");
            }
        }
        for kind in ALL {
            for value in ["", "   ", "a\nb", "a\0b", "a\u{202e}b", &"a".repeat(300)] {
                assert!(validate(&input(kind), value).is_err(), "{kind:?} must refuse {value:?}");
            }
        }
    }

    #[test]
    fn a_refusal_says_what_is_wanted_and_gives_an_example() {
        assert_eq!(
            validate(&input(InputType::Smtp), "olaf").unwrap_err(),
            "`olaf` is not a mail address. An example: `olaf@contoso.com`."
        );
        assert_eq!(
            validate(&input(InputType::Enum), "clowd").unwrap_err(),
            "`clowd` is not one of the values `On-premises` and `Cloud`. Did you mean `Cloud`?"
        );
        let mut own = input(InputType::Server);
        own.example = Some(written("EXCH-02".to_owned()));
        assert_eq!(
            validate(&own, "-EX").unwrap_err(),
            "The value begins with `-`, so a command would take it for a switch. Wanted is a server name, for \
             example `EXCH-02`."
        );
    }

    proptest! {
        #[test]
        fn accepted_values_never_hold_what_could_break_a_line_or_a_quote(
            kind in proptest::sample::select(ALL.to_vec()),
            text in "[a-zA-Z0-9@./:\\\\ '\"`$;&|\n\r\0\u{2018}-\u{201f}\u{2028}\u{e9}-]{0,40}",
        ) {
            if let Ok(value) = validate(&input(kind), &text) {
                let closes = |c: char| {
                    c.is_control() || "\"`;&|<>".contains(c) || ('\u{2018}'..='\u{201f}').contains(&c)
                };
                prop_assert!(!value.is_empty() && !value.contains(closes), "{value:?}");
                // What was accepted once is accepted again, unchanged.
                prop_assert_eq!(validate(&input(kind), &value), Ok(value.clone()));
            }
        }
    }
}
