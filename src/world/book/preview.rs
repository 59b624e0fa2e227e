//! A site for somebody who is writing it: each page is made when it is asked for, with what was found in the sources.
//!
//! Invariant: nothing is written but the frame's static files; a page is always that of the sources as they were read.
//! Deliberately absent: reading the sources and noticing that they changed.

use crate::page::escape;
use crate::world::book::frame::FRAME;
use crate::world::book::full_text::{self, Words};
use crate::world::book::{BookError, Site, Walks, walks};
use crate::world::server::Answer;
use serde::Serialize;
use serde_json::json;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Component, Path};

/// The folder of what only a preview has.
const OWN: &str = "/_triagebook/";
/// Where a page names the runbooks that its walk gives the engine.
const FILES: &str = "data-tb-files=\"";
/// Where a page asks whether something changed.
pub const CHANGES: &str = "/_triagebook/changes";

/// A finding, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// The file, the line and the column.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

/// The site as it is now.
#[derive(Debug)]
pub struct Preview<'a> {
    /// Counts the changes; the first is 1.
    pub generation: u64,
    /// The site; where there is none, why.
    site: Result<Site<'a>, String>,
    walks: Walks<'a>,
    findings: Vec<Finding>,
    /// The files of the search, made when somebody searches.
    words: OnceCell<HashMap<String, String>>,
}

impl<'a> Preview<'a> {
    /// The site of a knowledge base in which `findings` were found.
    pub fn new(
        generation: u64,
        site: Result<Site<'a>, BookError>,
        walks: Walks<'a>,
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            generation,
            site: site.map_err(|error| error.to_string()),
            walks,
            findings,
            words: OnceCell::new(),
        }
    }

    /// What is at a path.
    pub fn answer(&self, path: &str) -> Answer {
        let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(name) = path.strip_prefix(OWN) {
            let file = FRAME.get_file(Path::new("live").join(name));
            return file.map_or_else(missing, |file| found(name, file.contents().to_vec()));
        }
        let name = path.trim_start_matches('/');
        if let Some(page) = self.page(name) {
            let tags = format!(
                "<link rel=\"stylesheet\" href=\"{OWN}live.css\"><script src=\"{OWN}live.js\" data-print=\"{}\"></script></body>",
                self.print(&page.html)
            );
            // The scripts may ask this server, which pages of a site may not.
            let html =
                page.html.replacen("default-src 'none';", "default-src 'none'; connect-src 'self';", 1);
            let answer = found("page.html", html.replacen("</body>", &tags, 1).into_bytes());
            return Answer { status: page.status, ..answer };
        }
        let made = match name.split_once('/') {
            Some((full_text::FOLDER, _)) => self.words().get(name).cloned(),
            Some((walks::FOLDER, _)) => self.walks.at(name),
            _ => None,
        };
        if let Some(text) = made {
            return found(name, text.into_bytes());
        }
        let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        let site = self.site.as_ref().ok().filter(|_| plain && !name.contains('\\'));
        site.and_then(|site| std::fs::read(site.files().join(name)).ok())
            .map_or_else(missing, |bytes| found(name, bytes))
    }

    /// The state that a page at `path` compares with its own.
    pub fn state(&self, path: &str) -> Answer {
        let name = path.trim_start_matches('/');
        let name = if name.is_empty() || name.ends_with('/') {
            format!("{name}index.html")
        } else {
            name.to_owned()
        };
        let state = json!({
            "generation": self.generation,
            "print": self.page(&name).map(|page| self.print(&page.html)).unwrap_or_default(),
            "findings": self.findings,
        });
        found("state.json", state.to_string().into_bytes())
    }

    /// The page at an address, or why there is none now, which a change may mend; none where it is no address of a page.
    fn page(&self, name: &str) -> Option<Page> {
        let path = name.strip_suffix(".html")?;
        let (status, title, why) = match &self.site {
            Ok(site) => match site.find(path).map(|number| site.page(number)) {
                Some(Ok(page)) => return Some(Page { status: 200, html: page.html }),
                Some(Err(error)) => (500, "This page cannot be made", error.to_string()),
                None => {
                    let why = "Where it is the page of a runbook, its file cannot be read now, or is gone."
                        .to_owned();
                    (404, "There is no such page", why)
                }
            },
            Err(why) => (500, "This page cannot be made", why.clone()),
        };
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; script-src 'self'; style-src 'self'\"><title>{title}</title></head>\
             <body><main><h1>{title}</h1><pre>{}</pre><p><a href=\"/\">All pages</a></p></main></body></html>\n",
            escape::escape_code(&why)
        );
        Some(Page { status, html })
    }

    /// Stands for what a page says, and for what its walk knows: the runbooks that it gives the engine, which may be others.
    fn print(&self, html: &str) -> String {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(html.as_bytes());
        let files = html.split_once(FILES).and_then(|(_, after)| after.split_once('"'));
        for file in files.into_iter().flat_map(|(names, _)| names.split_whitespace()) {
            let text = self.walks.at(&format!("{}/of-{file}.js", walks::FOLDER));
            hasher.update(text.unwrap_or_default().as_bytes());
        }
        format!("{:08x}", hasher.finalize())
    }

    fn words(&self) -> &HashMap<String, String> {
        self.words.get_or_init(|| {
            let mut words = Words::default();
            let mut files = HashMap::new();
            let Ok(site) = &self.site else { return files };
            // A page that cannot be made cannot be found either; asking for it says why.
            for page in (0..site.len()).filter_map(|number| site.page(number).ok()) {
                files.extend(page.sections.iter().filter_map(|section| words.add(section.counted())));
            }
            files.extend(words.finish());
            files
        })
    }
}

struct Page {
    status: u16,
    html: String,
}

fn missing() -> Answer {
    Answer::words(404, "There is no such page.\n")
}

fn found(name: &str, body: Vec<u8>) -> Answer {
    let kind = match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    Answer { status: 200, kind, body }
}
