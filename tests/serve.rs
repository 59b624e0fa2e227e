//! `serve` as an author meets it: pages while the sources change, findings on them, and nobody else let in.

#![expect(clippy::disallowed_methods, reason = "tests start programs and talk to them")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(kb: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_triagebook"))
            .args(["serve", "--port", "0", "--kb"])
            .arg(kb)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(address.starts_with("127.0.0.1:"), "only this machine reaches it: {address}");
        Self { child, address }
    }

    /// The answer to a request: status line, headers and body.
    fn ask(&self, method: &str, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        let answer = self.ask("GET", path, &self.address);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {answer}");
        answer
    }

    /// The state after the change that comes next, as the page asks for it.
    fn changes(&self, since: u64, page: &str) -> serde_json::Value {
        let answer = self.get(&format!("/_triagebook/changes?since={since}&page={page}"));
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn knowledge_base() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("knowledge-base.yaml"), support::SMALL_BASE).unwrap();
    std::fs::write(folder.path().join("small.yaml"), support::SMALL_RUNBOOK).unwrap();
    folder
}

#[test]
fn a_change_is_on_the_page_and_its_mistakes_are_told() {
    let folder = knowledge_base();
    let server = Server::start(folder.path());
    let page = "/runbooks/small.html";
    let first = server.changes(0, page);
    assert_eq!(first["generation"], 1);
    assert!(server.get(page).contains(&format!("data-print=\"{}\"", first["print"].as_str().unwrap())));
    assert!(server.get(page).contains("connect-src 'self'"), "the page may ask this server");

    // The page of another runbook is not loaded again.
    let text = support::SMALL_RUNBOOK.replace("The service does not answer", "The service is silent");
    let home = server.changes(0, "/")["print"].clone();
    std::fs::write(folder.path().join("small.yaml"), text.replace("next: ", "next: no-such-")).unwrap();
    let second = server.changes(1, page);
    assert_eq!(second["generation"], 2);
    assert_ne!(second["print"], first["print"]);
    assert_eq!(server.changes(0, "/")["print"], home);
    let rules: Vec<&str> = second["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"unknown-node"), "{rules:?}");
    assert!(server.get(page).contains("The service is silent"));

    std::fs::write(folder.path().join("small.yaml"), support::SMALL_RUNBOOK).unwrap();
    let third = server.changes(2, page);
    assert_eq!(third["print"], first["print"], "what was undone is as it was");
    assert_eq!(third["findings"], first["findings"]);

    // A template that is wrong is shown where the page would be, and mended without a new start.
    std::fs::create_dir(folder.path().join("templates")).unwrap();
    std::fs::write(folder.path().join("templates/end.md"), "{{ card.titel }}").unwrap();
    assert_eq!(server.changes(3, page)["generation"], 4);
    let broken = server.ask("GET", page, "localhost");
    assert!(broken.starts_with("HTTP/1.1 500 ") && broken.contains("titel"), "{broken}");
    std::fs::remove_file(folder.path().join("templates/end.md")).unwrap();
    assert_eq!(server.changes(4, page)["print"], first["print"]);

    // What makes the folder a knowledge base may be gone for a moment, as while an editor saves it.
    let base = folder.path().join("knowledge-base.yaml");
    std::fs::rename(&base, folder.path().join("aside")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(server.get(page).contains("Small"), "what was there is still served");
    std::fs::rename(folder.path().join("aside"), &base).unwrap();
    let back = server.changes(5, page);
    assert_eq!((&back["generation"], &back["print"]), (&6.into(), &first["print"]));

    // A runbook that cannot be read has no page, but its page still tells why, and comes back.
    std::fs::write(folder.path().join("small.yaml"), "a: [").unwrap();
    assert_ne!(server.changes(6, page)["print"], first["print"]);
    let gone = server.ask("GET", page, "localhost");
    assert!(gone.starts_with("HTTP/1.1 404 ") && gone.contains("live.js"), "{gone}");
    std::fs::write(folder.path().join("small.yaml"), support::SMALL_RUNBOOK).unwrap();
    assert_eq!(server.changes(7, page)["print"], first["print"]);
}

#[test]
fn a_page_whose_walk_leads_into_another_runbook_follows_that_one_too() {
    let folder = knowledge_base();
    let caller = "runbook: caller\ntitle: It calls\nsymptoms:\n  slow: { title: It is slow, next: { call: small/state, return: good } }\n\
        ends:\n  good: { title: Good, result: resolved }\n";
    std::fs::write(folder.path().join("caller.yaml"), caller).unwrap();
    let server = Server::start(folder.path());
    let first = server.changes(0, "/runbooks/caller.html");
    let home = server.changes(0, "/")["print"].clone();
    let text = support::SMALL_RUNBOOK.replace("command: service stop", "command: service stop --now");
    std::fs::write(folder.path().join("small.yaml"), text).unwrap();
    assert_ne!(server.changes(1, "/runbooks/caller.html")["print"], first["print"]);
    assert_eq!(server.changes(0, "/")["print"], home, "what does not speak of it stays");
}

#[test]
fn what_a_site_has_is_served_and_nothing_else() {
    let folder = knowledge_base();
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let server = Server::start(folder.path());
    for path in [
        "/",
        "/index.html",
        "/symptoms.html",
        "/css/general.css",
        "/theme/early.js",
        "/search/directory.js",
        "/search/words-0.js",
        "/walk/entries.js",
        "/_triagebook/live.js",
    ] {
        server.get(path);
    }
    assert!(server.get("/search/sections-0.js").contains("The service does not answer"));
    for path in [
        "/nothing.html",
        "/../small.yaml",
        "/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/_triagebook/../x",
    ] {
        let answer = server.ask("GET", path, "localhost");
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
    }
    // A page of somebody else that makes its name lead here.
    assert!(server.ask("GET", "/", "evil.example").starts_with("HTTP/1.1 403 "));
    assert!(server.ask("POST", "/", "localhost").starts_with("HTTP/1.1 405 "));
    let head = server.ask("HEAD", "/", "localhost");
    assert!(head.starts_with("HTTP/1.1 200 ") && head.ends_with("\r\n\r\n"), "{head}");
    assert!(server.ask("no request", "/", "localhost").starts_with("HTTP/1.1 400 "));
    assert!(server.ask("GET", &format!("/{}", "a".repeat(70_000)), "localhost").starts_with("HTTP/1.1 431 "));
    assert!(server.ask("GET", "/", "localhost:1").starts_with("HTTP/1.1 200 "));
}

#[test]
fn no_connection_waits_for_another() {
    let folder = knowledge_base();
    let server = Server::start(folder.path());
    let state = server.changes(0, "/")["generation"].clone();
    // Browsers open connections in case they are needed, let one wait for a change, and ask for many files at once.
    let open = || TcpStream::connect(&server.address).unwrap();
    let ask = |mut stream: &TcpStream, path: &str| {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    };
    let idle: Vec<TcpStream> = (0..8).map(|_| open()).collect();
    let waiting = open();
    ask(&waiting, &format!("/_triagebook/changes?since={state}&page=/"));
    let many: Vec<TcpStream> = (0..64).map(|_| open()).collect();
    for stream in &many {
        ask(stream, "/css/general.css");
    }
    for mut stream in many {
        stream.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("color-scheme"), "{answer:.200}");
    }
    drop(idle);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_a_word() {
    let folder = knowledge_base();
    let mut server = Server::start(folder.path());
    server.get("/");
    let signalled = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    let mut told = String::new();
    server.child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert!(told.ends_with("Stopped.\n"), "{told}");
}

#[test]
fn a_port_that_is_taken_is_said_with_a_way_out() {
    let folder = knowledge_base();
    let server = Server::start(folder.path());
    let port = server.address.rsplit(':').next().unwrap();
    let second = Command::new(env!("CARGO_BIN_EXE_triagebook"))
        .args(["serve", "--port", port, "--kb"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(3));
    let told = String::from_utf8(second.stderr).unwrap();
    assert!(told.contains("could not listen at") && told.contains("--port 0"), "{told}");
}
