//! Addresses of files, as editors write them, and paths.
//!
//! Invariant: `path(&of_path(p))` is `p` for every absolute path with forward slashes; letters of drives are lower case,
//! so that one file has one name however the editor writes it.
//! Deliberately absent: other schemes than `file` (a text that is on no disk belongs to no knowledge base).

/// The path that a `file:` address means, with forward slashes: `/home/o/a.yaml`, `c:/kb/a.yaml`, `//server/share/a.yaml`.
pub fn path(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, rest) = rest.split_at(rest.find('/')?);
    let decoded = decode(rest)?;
    let bytes = decoded.as_bytes();
    let is_drive = matches!(bytes, [b'/', letter, b':', ..] if letter.is_ascii_alphabetic());
    Some(match (host, is_drive) {
        ("" | "localhost", true) => {
            let drive = decoded.get(1..2).unwrap_or_default().to_ascii_lowercase();
            format!("{drive}{}", decoded.get(2..).unwrap_or_default())
        }
        ("" | "localhost", false) => decoded,
        (server, _) => format!("//{server}{decoded}"),
    })
}

/// The address of a path: absolute ones begin with `file://`, others stay relative. Backslashes count as slashes.
pub fn of_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    let is_drive = matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    let (before, path) = if let Some(share) = path.strip_prefix("//") {
        ("file://", share.to_owned())
    } else if is_drive {
        ("file:///", path)
    } else if path.starts_with('/') {
        ("file://", path)
    } else {
        ("", path)
    };
    let mut uri = before.to_owned();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.extend(percent_encoded(byte)),
        }
    }
    uri
}

/// `%` and the two hexadecimal digits of a byte.
fn percent_encoded(byte: u8) -> [char; 3] {
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value & 15)]);
    ['%', digit(byte >> 4), digit(byte)]
}

/// Percent-encoded bytes as text; none where they are no UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{of_path, path};

    #[test]
    fn addresses_of_all_systems_are_read() {
        for (uri, wanted) in [
            ("file:///home/o/a%20b.yaml", Some("/home/o/a b.yaml")),
            ("file://localhost/home/a.yaml", Some("/home/a.yaml")),
            ("file:///c%3A/kb/a.yaml", Some("c:/kb/a.yaml")),
            ("file:///C:/kb/%C3%BC.yaml", Some("c:/kb/ü.yaml")),
            ("file://server/share/a.yaml", Some("//server/share/a.yaml")),
            ("file:///a%2", None),
            ("file:///a%FF", None),
            ("untitled:Untitled-1", None),
            ("https://contoso.com/a.yaml", None),
            ("file://", None),
        ] {
            assert_eq!(path(uri).as_deref(), wanted, "{uri}");
        }
    }

    #[test]
    fn a_path_survives_the_way_there_and_back() {
        for there in ["/home/o/a b#?.yaml", "c:/kb/ü.yaml", "//server/share/100%.yaml", "/\u{1f5a8}/a"] {
            assert_eq!(path(&of_path(there)).as_deref(), Some(there));
        }
        assert_eq!(of_path("C:\\kb\\a.yaml"), "file:///C%3A/kb/a.yaml");
        assert_eq!(of_path("runbooks/a b.yaml"), "runbooks/a%20b.yaml");
    }
}
