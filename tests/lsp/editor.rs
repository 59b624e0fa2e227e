//! A small editor that speaks to the real server over stdio: it opens, types, asks, and applies what it gets.
//!
//! Invariant: texts are changed here as an editor would change them, with positions counted by this file's own arithmetic.
//! Deliberately absent: the server's code; nothing here calls it.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// The editor with its server.
pub(crate) struct Editor {
    pub(crate) folder: tempfile::TempDir,
    child: Child,
    stdin: Option<ChildStdin>,
    inbox: Receiver<Value>,
    asked: i64,
    pub(crate) texts: BTreeMap<String, (String, i64)>,
    /// Findings and version, by file.
    published: BTreeMap<String, (Vec<Value>, Option<i64>)>,
    /// Answers that came before they were waited for.
    answers: BTreeMap<i64, Value>,
    is_utf8: bool,
}

impl Editor {
    /// Writes a knowledge base into a folder and opens the folder.
    pub(crate) fn start(files: &[(&str, &str)]) -> Self {
        Self::start_with(files, &json!({}))
    }

    /// The same with more of what an editor says at the beginning.
    pub(crate) fn start_with(files: &[(&str, &str)], more: &Value) -> Self {
        let mut editor = Self::begin(files);
        editor.greet(more);
        editor
    }

    /// Says the first words.
    pub(crate) fn greet(&mut self, more: &Value) {
        let root = self.uri("");
        let mut params =
            json!({ "processId": null, "rootUri": root.trim_end_matches('/'), "capabilities": {} });
        for (key, value) in more.as_object().expect("more is an object") {
            params[key] = value.clone();
        }
        let answer = self.ask("initialize", &params).expect("the server begins");
        self.is_utf8 = answer["capabilities"]["positionEncoding"] == "utf-8";
        self.tell("initialized", &json!({}));
    }

    /// Starts the server without a word.
    pub(crate) fn begin(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a file has a folder"))
                .expect("the folder can be made");
            std::fs::write(path, text).expect("the file can be written");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_triagebook"))
            .args(["lsp", "--stdio"])
            .env_clear()
            .env("HOME", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stdout = child.stdout.take().expect("stdout is piped");
        let (outlet, inbox) = channel();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            while let Some(message) = read(&mut reader) {
                if outlet.send(message).is_err() {
                    break;
                }
            }
        });
        let stdin = child.stdin.take();
        let (texts, published, answers) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { folder, child, stdin, inbox, asked: 0, texts, published, answers, is_utf8: false }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    fn send(&mut self, message: &Value) {
        self.send_framed(&message.to_string());
    }

    /// Sends a text as a message.
    pub(crate) fn send_framed(&mut self, text: &str) {
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends bytes as they are.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the server reads");
    }

    /// A notification.
    pub(crate) fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// A request; its number.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> i64 {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        self.asked
    }

    /// A request and its answer, or the error.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        let id = self.request(method, params);
        self.answer_to(id)
    }

    /// The answer to a request.
    pub(crate) fn answer_to(&mut self, id: i64) -> Result<Value, Value> {
        loop {
            if let Some(message) = self.answers.remove(&id) {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            }
            self.next();
        }
    }

    /// Reads the next message and keeps what it says: findings, or an answer.
    fn next(&mut self) {
        let message = self.inbox.recv_timeout(PATIENCE).expect("the server lives and answers");
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let uri = params["uri"].as_str().expect("findings have a file");
            let base = self.uri("");
            let name = uri.strip_prefix(&base).unwrap_or(uri).to_owned();
            let found = params["diagnostics"].as_array().expect("findings are a list").clone();
            self.published.insert(name, (found, params["version"].as_i64()));
        } else if let (Some(id), None) = (message["id"].as_i64(), message.get("method")) {
            self.answers.insert(id, message);
        }
    }

    /// Opens a file of the folder as it is on the disk.
    pub(crate) fn open(&mut self, name: &str) {
        let text = std::fs::read_to_string(self.path(name)).expect("the file is there");
        self.open_as(name, &text);
    }

    /// Opens a window with this text.
    pub(crate) fn open_as(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), (text.to_owned(), 1));
        let document = json!({ "uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Closes a window, saved or not.
    pub(crate) fn close(&mut self, name: &str) {
        self.texts.remove(name);
        let uri = self.uri(name);
        self.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    }

    /// Tells that files of the folder came, changed or went.
    pub(crate) fn tell_of_files(&mut self, names: &[&str]) {
        let changes: Vec<Value> = names
            .iter()
            .map(|name| json!({ "uri": self.uri(name), "type": if self.path(name).is_file() { 2 } else { 3 } }))
            .collect();
        self.tell("workspace/didChangeWatchedFiles", &json!({ "changes": changes }));
    }

    /// Replaces bytes of a window, as typing does.
    pub(crate) fn replace(&mut self, name: &str, range: std::ops::Range<usize>, with: &str) {
        let positions =
            json!({ "start": self.position(name, range.start), "end": self.position(name, range.end) });
        let uri = self.uri(name);
        let (text, version) = self.texts.get_mut(name).expect("the window is open");
        text.replace_range(range, with);
        *version += 1;
        let params = json!({
            "textDocument": { "uri": uri, "version": *version },
            "contentChanges": [{ "range": positions, "text": with }],
        });
        self.tell("textDocument/didChange", &params);
    }

    /// Replaces the only occurrence of a text.
    pub(crate) fn edit(&mut self, name: &str, from: &str, to: &str) {
        let text = &self.texts[name].0;
        let at = text.find(from).unwrap_or_else(|| panic!("{from:?} is not in {name}"));
        assert_eq!(text.matches(from).count(), 1, "{from:?} occurs more than once in {name}");
        self.replace(name, at..at + from.len(), to);
    }

    /// The position of a byte, counted as was agreed.
    pub(crate) fn position(&self, name: &str, at: usize) -> Value {
        let before = &self.texts[name].0[..at];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = if self.is_utf8 { at - start } else { before[start..].encode_utf16().count() };
        json!({ "line": line, "character": column })
    }

    /// The byte of a position in a text.
    fn byte(&self, text: &str, position: &Value) -> usize {
        let (line, column) = (
            position["line"].as_u64().expect("a line is a number"),
            position["character"].as_u64().expect("a column is a number"),
        );
        let start: usize = text
            .split_inclusive('\n')
            .take(usize::try_from(line).expect("lines are few"))
            .map(str::len)
            .sum();
        let mut left = column;
        for (at, character) in text[start..].char_indices() {
            if left == 0 {
                return start + at;
            }
            left -= if self.is_utf8 { character.len_utf8() } else { character.len_utf16() } as u64;
        }
        text.len()
    }

    /// The text that a range covers.
    pub(crate) fn covered(&self, name: &str, range: &Value) -> String {
        let text = &self.texts[name].0;
        text[self.byte(text, &range["start"])..self.byte(text, &range["end"])].to_owned()
    }

    /// Asks about the place of a mark: the byte behind `before`, which occurs once.
    pub(crate) fn ask_at(
        &mut self,
        method: &str,
        name: &str,
        before: &str,
        more: &Value,
    ) -> Result<Value, Value> {
        let text = &self.texts[name].0;
        let at = text.find(before).unwrap_or_else(|| panic!("{before:?} is not in {name}")) + before.len();
        let mut params = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": self.position(name, at),
        });
        for (key, value) in more.as_object().expect("more is an object") {
            params[key] = value.clone();
        }
        self.ask(method, &params)
    }

    /// The labels offered behind a mark.
    pub(crate) fn offered(&mut self, name: &str, before: &str) -> Vec<String> {
        let answer =
            self.ask_at("textDocument/completion", name, before, &json!({})).expect("completion answers");
        let mut items = answer["items"].as_array().expect("completion answers a list").clone();
        items.sort_by_key(|item| item["sortText"].to_string());
        items.iter().map(|item| item["label"].as_str().expect("an item has a label").to_owned()).collect()
    }

    /// Findings of a window as it is now.
    pub(crate) fn findings(&mut self, name: &str) -> Vec<Value> {
        let version = self.texts[name].1;
        loop {
            if let Some((found, Some(at))) = self.published.get(name)
                && *at == version
            {
                return found.clone();
            }
            self.next();
        }
    }

    /// Waits until the findings of a file that is not open are as wanted.
    pub(crate) fn findings_until(&mut self, name: &str, is_it: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        loop {
            if let Some((found, _)) = self.published.get(name)
                && is_it(found)
            {
                return found.clone();
            }
            self.next();
        }
    }

    /// Applies a `WorkspaceEdit` to the windows, and to the disk where a file has none.
    pub(crate) fn apply(&mut self, edit: &Value) {
        for (uri, edits) in edit["changes"].as_object().expect("an edit has changes").clone() {
            let name = uri.strip_prefix(&self.uri("")).expect("the file lies in the folder").to_owned();
            let is_open = self.texts.contains_key(&name);
            if !is_open {
                let text = std::fs::read_to_string(self.path(&name)).expect("the file is there");
                self.texts.insert(name.clone(), (text, 0));
            }
            let text = self.texts[&name].0.clone();
            let mut edits: Vec<(usize, usize, String)> = edits
                .as_array()
                .expect("edits are a list")
                .iter()
                .map(|edit| {
                    let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
                    let new = edit["newText"].as_str().expect("an edit has a text").to_owned();
                    (self.byte(&text, start), self.byte(&text, end), new)
                })
                .collect();
            edits.sort();
            for (start, end, new) in edits.into_iter().rev() {
                if is_open {
                    self.replace(&name, start..end, &new);
                } else {
                    self.texts.get_mut(&name).expect("it is there").0.replace_range(start..end, &new);
                }
            }
            if !is_open {
                let (text, _) = self.texts.remove(&name).expect("it is there");
                std::fs::write(self.path(&name), text).expect("the file can be written");
            }
        }
    }

    /// Writes all windows to the disk.
    pub(crate) fn save(&self) {
        for (name, (text, _)) in &self.texts {
            std::fs::write(self.path(name), text).expect("the file can be written");
        }
    }

    /// What `check` says about the folder: exit code, and findings as JSON.
    pub(crate) fn check(&self) -> (Option<i32>, Value) {
        let output = Command::new(env!("CARGO_BIN_EXE_triagebook"))
            .args(["check", "--deny", "warnings", "--format", "json"])
            .arg(self.folder.path())
            .env_clear()
            .output()
            .expect("check runs");
        (output.status.code(), serde_json::from_slice(&output.stdout).expect("check prints JSON"))
    }

    /// Says good-bye; the exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        assert_eq!(self.ask("shutdown", &Value::Null), Ok(Value::Null));
        self.tell("exit", &Value::Null);
        self.child.wait().expect("the server can be waited for").code()
    }

    /// Closes the pipe; the exit code.
    pub(crate) fn hang_up(mut self) -> Option<i32> {
        drop(self.stdin.take());
        self.child.wait().expect("the server can be waited for").code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that failed leaves no server behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(reader: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
