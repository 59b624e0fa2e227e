//! Values that stop where none ends: what stands at the end of a text that was cut off.
//!
//! Invariant: only the value tells; a name of a host or a person that may go on is not told from a whole one.
//! Deliberately absent: whether the text ends there.

use crate::evidence::enumeration;

/// Whether a value stops where none ends: behind a mark that something follows, inside a GUID, an address, a date, a thumbprint or a word of a fixed set.
pub(crate) fn is_unfinished(name: &str, value: &str) -> bool {
    if value.ends_with([',', '-', '=', '@', '\\', '<', '&', ':']) {
        return true;
    }
    let word = value.rsplit(' ').next().unwrap_or_default();
    is_part_of_guid(word)
        || is_part_of_address(word)
        || is_part_of_date(value)
        || is_part_of_thumbprint(name, value)
        || enumeration::is_beginning(value)
}

/// Whether a word begins as a GUID does, with its first group and a dash, and is too short for one.
fn is_part_of_guid(word: &str) -> bool {
    let ends = [8, 13, 18, 23];
    let fits =
        |(at, byte): (usize, u8)| if ends.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    (9..36).contains(&word.len()) && word.bytes().enumerate().all(fits)
}

/// Whether a word is an address that ends neither with a slash, nor with the name of a host, nor as the addresses of Exchange do.
fn is_part_of_address(word: &str) -> bool {
    const ENDS: [&str; 12] = [
        ".svc",
        ".asmx",
        ".xml",
        ".aspx",
        ".dll",
        "/wssecurity",
        "/owa",
        "/ecp",
        "/mapi",
        "/ews",
        "/rpc",
        "/2",
    ];
    let Some((_, rest)) = word.split_once("://").filter(|(scheme, _)| scheme.starts_with("http")) else {
        return false;
    };
    let lower = rest.to_ascii_lowercase();
    let host = !rest.contains('/') && rest.rsplit('.').next().is_some_and(|top| (2..7).contains(&top.len()));
    !host && !rest.ends_with('/') && !ENDS.iter().any(|end| lower.ends_with(end)) && word.len() < 4096
}

/// Whether a text is a date whose year has not all its digits, or a time with one digit of its minutes or seconds.
fn is_part_of_date(value: &str) -> bool {
    let (date, time) = value.split_once(' ').unwrap_or((value, ""));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mark = if date.contains('/') { '/' } else { '.' };
    let groups: Vec<&str> = date.split(mark).collect();
    let [day, month, rest @ ..] = groups.as_slice() else { return false };
    let short = |text: &&str| text.len() < 3 && digits(text);
    if ![day, month].into_iter().all(short) || rest.len() > 1 {
        return false;
    }
    let year = rest.first().copied().unwrap_or_default();
    let time: Vec<&str> = time.split(':').collect();
    let stops = time.iter().skip(1).any(|group| group.len() == 1 && digits(group));
    year.len() < 4 && (year.is_empty() || digits(year)) || (digits(year) && stops)
}

/// Whether digits of a thumbprint are missing.
fn is_part_of_thumbprint(name: &str, value: &str) -> bool {
    let named = name.len() >= 10
        && name.get(name.len() - 10..).is_some_and(|end| end.eq_ignore_ascii_case("thumbprint"));
    named && (1..40).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use crate::evidence::unfinished::is_unfinished;

    #[test]
    fn what_cannot_end_there_is_told_from_what_can() {
        for (name, value) in [
            ("Id", "1b2c3d4e-1111-42"),
            ("NotAfter", "3/7/20"),
            ("NotAfter", "3/7"),
            ("NotAfter", "07.03.2028 21:1"),
            ("Thumbprint", "9F0C"),
            ("Url", "https://mail.contoso.com/ews/exch"),
            ("FreeBusyAccessLevel", "Limited"),
        ] {
            assert!(is_unfinished(name, value), "{value}");
        }
        for (name, value) in [
            ("Id", "1b2c3d4e-1111-4222-8333-444455556666"),
            ("NotAfter", "3/7/2028 9:13:41 PM"),
            ("NotAfter", "07.03.2028 21:13"),
            ("NotAfter", "07.03.2028"),
            ("Address", "10.0.0.1"),
            ("Thumbprint", "9F0C2B7D10E85566778899AABBCCDDEEFF001122"),
            ("Services", "IIS, SMTP"),
            ("FreeBusyAccessLevel", "LimitedDetails"),
            ("Realm", ""),
        ] {
            assert!(!is_unfinished(name, value), "{value}");
        }
    }
}
