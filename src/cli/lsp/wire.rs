//! Messages in and out over stdin and stdout.
//!
//! Invariant: what is no message is skipped, and the next message is read all the same.
//! Deliberately absent: what messages mean.

use crate::cli::lsp::server::{Event, guarded};
use lsp_server::{Message, Notification};
use lsp_types::notification::LogMessage;
use lsp_types::{LogMessageParams, MessageType};
use serde_json::json;
use std::io::{BufRead, ErrorKind, stdin, stdout};
use std::sync::mpsc;

/// How much is shown of what is no message, in characters.
const MOST_SHOWN: usize = 200;

/// Reads stdin on a thread of its own until it ends, so that what waits is seen: it may be cancelled.
pub(super) fn listen(outlet: mpsc::Sender<Event>) {
    std::thread::spawn(move || {
        let mut input = stdin().lock();
        while let Ok(Some(event)) = guarded(|| next(&mut input)) {
            if outlet.send(event).is_err() {
                return;
            }
        }
        // When nobody listens any more, nobody has to know.
        let _ = outlet.send(Event::Gone);
    });
}

/// What comes next; none at the end.
fn next(input: &mut impl BufRead) -> Option<Event> {
    match Message::read(input) {
        Ok(message) => message.map(Event::Said),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Some(Event::Noise(error.to_string().chars().take(MOST_SHOWN).collect()))
        }
        Err(_) => None,
    }
}

/// Sends a message. When nobody reads any more, the end of stdin says so.
pub(super) fn send(message: impl Into<Message>) {
    let _ = message.into().write(&mut stdout().lock());
}

/// Tells the editor something that needs no answer.
pub(super) fn notify<N: lsp_types::notification::Notification>(params: &N::Params) {
    send(Notification { method: N::METHOD.to_owned(), params: json!(params) });
}

/// Writes a line into the editor's log.
pub(super) fn log(typ: MessageType, message: String) {
    notify::<LogMessage>(&LogMessageParams { typ, message });
}

#[cfg(test)]
mod tests {
    use super::next;
    use crate::cli::lsp::server::Event;
    use lsp_server::Message;

    #[test]
    fn what_is_no_message_is_skipped() {
        let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let mut stream = b"hello\n\xff\xfe\r\nContent-Length: x\r\n".to_vec();
        stream.extend(framed("{ no JSON").into_bytes());
        stream.extend(framed("[]").into_bytes());
        stream.extend(framed(r#"{"jsonrpc":"2.0","method":"exit"}"#).into_bytes());
        stream.extend(b"Content-Length: 9\r\n\r\n{");
        let mut input = stream.as_slice();
        let mut said = Vec::new();
        while let Some(event) = next(&mut input) {
            match event {
                Event::Said(Message::Notification(note)) => said.push(note.method),
                Event::Noise(_) => {}
                _ => panic!("nothing else was sent"),
            }
        }
        assert_eq!(said, ["exit"]);
    }
}
