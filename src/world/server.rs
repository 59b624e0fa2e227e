//! A small web server for one person: what is asked for comes out, answers go in.
//!
//! Invariant: only `GET` and `HEAD` are taken, and only from pages of this machine's own addresses: a request whose `Host` is
//! a name other than `localhost` is refused, so no page of somebody else reaches the server by a name that it makes lead here.
//! A connection has a thread of its own and ends with its answer, so none waits for another: browsers open several at once,
//! keep some for later, and let one wait for a change.
//! Deliberately absent: what is served; connections that are kept.

use httparse::Status;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

/// So many connections are open at once; more are closed unheard.
const MOST: usize = 256;
/// So long a connection may say nothing, or take nothing.
const PATIENCE: Duration = Duration::from_secs(30);
/// So long what comes after a request is read away.
const PARTING: Duration = Duration::from_millis(500);
/// So long the head of a request may be, in bytes.
const LONGEST: usize = 64 << 10;

/// A server that listens.
pub struct Server {
    requests: Receiver<Asked>,
    /// Where it listens.
    pub address: SocketAddr,
}

/// A request that waits for its answer.
pub struct Asked {
    /// The path, decoded: `/runbooks/hcw8064.html`.
    pub path: String,
    /// The values behind `?`, decoded.
    pub query: Vec<(String, String)>,
    reply: Sender<Answer>,
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
    /// Listens at `address`, until the program ends; port 0 takes any that is free.
    ///
    /// # Errors
    /// The address is taken, or not one of this machine.
    pub fn bind(address: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let (asked, requests) = mpsc::channel();
        thread::Builder::new().spawn(move || accept(&listener, &asked))?;
        Ok(Self { requests, address })
    }

    /// The next request; none where none comes in time.
    pub fn next(&self, wait: Duration) -> Option<Asked> {
        self.requests.recv_timeout(wait).ok()
    }
}

impl Asked {
    /// A value behind `?`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Answers. A browser that does not listen any more is no failure.
    pub fn answer(self, answer: Answer) {
        let _ = self.reply.send(answer);
    }
}

/// Takes connections. One that cannot be taken now, because there are too many, ends; the next one is taken all the same.
fn accept(listener: &TcpListener, asked: &Sender<Asked>) {
    let open = Arc::new(());
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        if Arc::strong_count(&open) <= MOST {
            let (asked, open) = (asked.clone(), Arc::clone(&open));
            let _ = thread::Builder::new().spawn(move || {
                let _ = converse(stream, &asked);
                drop(open);
            });
        }
    }
}

/// Hears one request, and gives its answer when it is there.
fn converse(mut stream: TcpStream, asked: &Sender<Asked>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // A connection that was opened in case it is needed asks for nothing.
    let Some(head) = hear(&mut stream)? else { return Ok(()) };
    let (answer, has_body) = match head {
        Ok(head) => {
            let has_body = head.method != "HEAD";
            let answer = head.refusal().or_else(|| {
                let (reply, answer) = mpsc::channel();
                asked.send(head.asked(reply)).ok()?;
                answer.recv().ok()
            });
            // Nobody answers any more.
            let Some(answer) = answer else { return Ok(()) };
            (answer, has_body)
        }
        Err(refused) => (refused, true),
    };
    let head = format!(
        "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n",
        answer.status,
        reason(answer.status),
        answer.kind,
        answer.body.len()
    );
    stream.write_all(head.as_bytes())?;
    if has_body {
        stream.write_all(&answer.body)?;
    }
    // What was sent with the request is nothing that we read; a connection that ends with it unread takes its answer along.
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(PARTING))?;
    std::io::copy(&mut stream.take(1 << 20), &mut std::io::sink())?;
    Ok(())
}

/// The head of a request, as far as it matters.
struct Head {
    method: String,
    target: String,
    host: Option<String>,
}

impl Head {
    /// Why this request is not taken.
    fn refusal(&self) -> Option<Answer> {
        if self.method != "GET" && self.method != "HEAD" {
            Some(Answer::words(405, "This server only shows pages.\n"))
        } else if !self.host.as_deref().is_some_and(is_own) {
            Some(Answer::words(403, "Ask for this page at localhost or at an address in numbers.\n"))
        } else {
            None
        }
    }

    fn asked(&self, reply: Sender<Answer>) -> Asked {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Asked {
            path: decoded(path),
            query: pairs.map(|(name, value)| (decoded(name), decoded(value))).collect(),
            reply,
        }
    }
}

/// Reads the head of a request; none where the connection ends before, and the answer where it is none.
fn hear(stream: &mut TcpStream) -> std::io::Result<Option<Result<Head, Answer>>> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    while bytes.len() < LONGEST {
        let count = stream.read(&mut chunk)?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk[..count]);
        let mut fields = [httparse::EMPTY_HEADER; 128];
        let mut request = httparse::Request::new(&mut fields);
        match request.parse(&bytes) {
            Ok(Status::Partial) => {}
            Ok(Status::Complete(_)) => {
                let host = request.headers.iter().find(|field| field.name.eq_ignore_ascii_case("host"));
                return Ok(Some(Ok(Head {
                    method: request.method.unwrap_or_default().to_owned(),
                    target: request.path.unwrap_or_default().to_owned(),
                    host: host.map(|field| String::from_utf8_lossy(field.value).into_owned()),
                })));
            }
            Err(error) => {
                return Ok(Some(Err(Answer::words(400, &format!("This is no request: {error}.\n")))));
            }
        }
    }
    Ok(Some(Err(Answer::words(431, "This request is too long.\n"))))
}

/// The words of a status.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
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
