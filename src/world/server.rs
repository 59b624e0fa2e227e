//! A small web server for one person: what is asked for comes out, answers go in.
//!
//! Invariant: only `GET` and `HEAD` are taken, and only from pages of this machine's own addresses: a request whose `Host` is
//! a name other than `localhost` is refused, so no page of somebody else reaches the server by a name that it makes lead here.
//! Deliberately absent: what is served.

use std::io::Read as _;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tiny_http::{Header, Method, Response};

/// A server that listens.
pub struct Server {
    inner: tiny_http::Server,
    /// Where it listens.
    pub address: SocketAddr,
}

/// A request that waits for its answer.
pub struct Asked {
    /// The path, decoded: `/runbooks/hcw8064.html`.
    pub path: String,
    /// The values behind `?`, decoded.
    pub query: Vec<(String, String)>,
    inner: tiny_http::Request,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status: 200, 404, …
    pub status: u16,
    /// The media type.
    pub kind: &'static str,
    /// What is sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer of this status in plain words.
    pub fn words(status: u16, words: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: words.as_bytes().to_vec() }
    }
}

impl Server {
    /// Listens at `address`; port 0 takes any that is free.
    ///
    /// # Errors
    /// The address is taken, or not one of this machine.
    pub fn bind(address: SocketAddr) -> std::io::Result<Self> {
        let inner = tiny_http::Server::http(address).map_err(std::io::Error::other)?;
        let address = inner.server_addr().to_ip().unwrap_or(address);
        Ok(Self { inner, address })
    }

    /// The next request; none where none comes in time, or where it was refused.
    ///
    /// # Errors
    /// The server cannot listen any more.
    pub fn next(&self, wait: Duration) -> std::io::Result<Option<Asked>> {
        let Some(request) = self.inner.recv_timeout(wait)? else { return Ok(None) };
        let host = request.headers().iter().find(|header| header.field.equiv("Host"));
        let refused = if !matches!(request.method(), Method::Get | Method::Head) {
            Some(Answer::words(405, "This server only shows pages.\n"))
        } else if !host.is_some_and(|host| is_own(host.value.as_str())) {
            Some(Answer::words(403, "Ask for this page at localhost or at an address in numbers.\n"))
        } else {
            None
        };
        let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let asked = Asked {
            path: decoded(path),
            query: pairs.map(|(name, value)| (decoded(name), decoded(value))).collect(),
            inner: request,
        };
        match refused {
            Some(answer) => {
                asked.answer(answer);
                Ok(None)
            }
            None => Ok(Some(asked)),
        }
    }
}

impl Asked {
    /// A value behind `?`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Answers. A browser that does not listen any more is no failure.
    pub fn answer(mut self, answer: Answer) {
        // What was sent with the request is nothing that we read; unread it would end the connection.
        let _ = std::io::copy(&mut self.inner.as_reader().take(1 << 20), &mut std::io::sink());
        let headers = [
            ("Content-Type", answer.kind),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
        ];
        let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok());
        let response = headers
            .fold(Response::from_data(answer.body).with_status_code(answer.status), Response::with_header);
        let _ = self.inner.respond(response);
    }
}

/// Whether a `Host` names this machine: `localhost`, or an address in numbers, which no foreign name can stand behind.
fn is_own(host: &str) -> bool {
    let host = host.trim();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(address, _)| address),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

/// A part of an address with `%41` and `+` as the characters they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = hex.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(match (code, first) {
            (Some(code), _) => code,
            (None, b'+') => b' ',
            (None, other) => *other,
        });
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{decoded, is_own};

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for own in ["localhost", "LOCALHOST:3000", "127.0.0.1:3000", "[::1]:3000", "192.0.2.7"] {
            assert!(is_own(own), "{own}");
        }
        for foreign in ["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.nip.io", ""]
        {
            assert!(!is_own(foreign), "{foreign}");
        }
    }

    #[test]
    fn addresses_are_decoded() {
        assert_eq!(decoded("/a%20b+c%2Fd%zz%"), "/a b c/d%zz%");
    }
}
