//! A web server for one folder, below a path, with the headers of the site's own sample.
//!
//! Invariant: it answers this machine alone, and only with files of the folder.
//! Deliberately absent: everything else of HTTP.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

/// Serves a folder below `/docs/kb/` for as long as this process runs. Returns the address of the folder.
pub(crate) fn serve(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/docs/kb/", listener.local_addr().unwrap());
    let headers = sample(&std::fs::read_to_string(folder.join("_headers")).unwrap());
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (folder, headers) = (folder.clone(), headers.clone());
            std::thread::spawn(move || answer(&stream.unwrap(), &folder, &headers));
        }
    });
    address
}

/// The headers for all pages of a `_headers` file, as HTTP writes them.
fn sample(text: &str) -> String {
    let lines = text.lines().skip_while(|line| *line != "/*").skip(1);
    let mut headers = String::new();
    for line in lines.take_while(|line| line.starts_with(' ')) {
        let _ = write!(headers, "{}\r\n", line.trim());
    }
    assert!(headers.contains("Content-Security-Policy: "), "{text}");
    headers
}

fn answer(mut stream: &TcpStream, folder: &Path, headers: &str) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or_default() == 0 {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            lines.push(line);
        }
        let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
        let file = path.split(['?', '#']).next().unwrap_or_default().strip_prefix("/docs/kb/");
        let file = file.filter(|file| !file.contains("..")).map(|file| folder.join(file));
        let found = file.and_then(|file| Some((std::fs::read(&file).ok()?, kind(&file))));
        let (status, (body, kind)) =
            found.map_or(("404 Not Found", (Vec::new(), "text/plain")), |found| ("200 OK", found));
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).is_err() {
            return;
        }
    }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
