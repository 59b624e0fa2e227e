//! The Tera templates: built into the binary, each replaceable by a file of the same name in the knowledge base, which may
//! bring pages of its own as templates, too.
//!
//! Invariant: every value a template prints is escaped, unless it went through one of the filters below, which make safe
//! HTML. A template itself is trusted like the program: who may change it may change every page.
//! Deliberately absent: which pages there are (`chapters`).

use crate::evidence::texts_of;
use crate::page::{escape, markdown};
use crate::world::book::{BookError, Flavour};
use crate::world::file::{self, FileError};
use crate::world::library::{self, Location};
use include_dir::{Dir, include_dir};
use std::path::Path;
use tera::{Context, Kwargs, State, Tera, Value};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The folder of a knowledge base for pages of its own.
const PAGES: &str = "chapters";

/// At most this many bytes are read of a template.
const LIMIT: u64 = 1 << 20;

/// Templates, compiled.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    pages: Vec<String>,
    has_own: bool,
    flavour: Flavour,
}

impl Templates {
    /// Compiles the built-in templates under those of the knowledge base, given as name and text.
    ///
    /// # Errors
    /// A template that does not compile, with the place in it.
    pub fn new(own: &[(String, String)], flavour: Flavour) -> Result<Self, BookError> {
        let mut tera = Tera::new();
        tera.autoescape_on([".md"]);
        tera.set_escape_fn(|text, out| {
            let mut written = Ok(());
            escape::escape_to(text, |part| {
                if written.is_ok() {
                    written = out.write_all(part.as_bytes());
                }
            });
            written
        });
        register_filters(&mut tera, flavour);
        tera.set_fallback_prefixes(["own/", "built-in/"]).map_err(|error| wrong(&error))?;
        // Without others they are found sooner by their names alone.
        let folder = if own.is_empty() { "" } else { "built-in/" };
        let built_in = BUILT_IN.files().filter_map(|file| {
            Some((format!("{folder}{}", file.path().to_str()?), file.contents_utf8()?.to_owned()))
        });
        let mut pages: Vec<String> =
            own.iter().filter(|(name, _)| name.starts_with(PAGES)).map(|(name, _)| name.clone()).collect();
        pages.sort();
        let has_own = own.len() > pages.len();
        let own = own.iter().map(|(name, text)| (format!("own/{name}"), text.clone()));
        let all: Vec<(String, String)> = built_in.chain(own).collect();
        tera.add_raw_templates(all.iter().map(|(name, text)| (name.as_str(), text.as_str())))
            .map_err(|error| wrong(&error))?;
        Ok(Self { tera, pages, has_own, flavour })
    }

    /// The pages that the knowledge base brings, as names of templates, in their order.
    pub fn pages(&self) -> &[String] {
        &self.pages
    }

    /// Whether the knowledge base brings templates in place of ours.
    pub(super) fn has_own(&self) -> bool {
        self.has_own
    }

    /// Whether they are for our own site, which has chapters of its own beside those that are made.
    pub(super) fn is_site(&self) -> bool {
        self.flavour == Flavour::Site
    }

    /// Renders the template `name` with `context`. Of blank lines, of which templates leave many, one between others stays.
    ///
    /// # Errors
    /// A value that is not there or does not fit, with the place in the template.
    pub fn render(&self, name: &str, context: &Context) -> Result<String, BookError> {
        self.tera.render(name, context).map(|text| squeezed(&text)).map_err(|error| wrong(&error))
    }
}

/// What a knowledge base brings for its site, as name and text: the templates in its folder `templates/`, and the pages of
/// its own in `chapters/`, whose names begin with that folder.
///
/// # Errors
/// A file that cannot be read or is no UTF-8.
pub fn own(location: &Location) -> Result<Vec<(String, String)>, FileError> {
    let (mut found, pages) = match location {
        Location::Folder(folder) => (texts(&folder.join("templates"))?, texts(&folder.join(PAGES))?),
        Location::Embedded => (library::embedded_markdown("templates"), library::embedded_markdown(PAGES)),
    };
    found.extend(pages.into_iter().map(|(name, text)| (format!("{PAGES}/{name}"), text)));
    Ok(found)
}

fn texts(folder: &Path) -> Result<Vec<(String, String)>, FileError> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder).map_err(file::failed("read", folder))? {
        let path = entry.map_err(file::failed("read", folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        let Some(name) = name.filter(|_| path.extension().is_some_and(|extension| extension == "md")) else {
            continue;
        };
        let text = String::from_utf8(file::read(&path, LIMIT)?).map_err(|error| {
            file::failed("read", &path)(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
        })?;
        found.push((name, text));
    }
    found.sort();
    Ok(found)
}

/// - `markdown`: author Markdown as safe HTML.
/// - `code`: a text inside a code element.
/// - `pattern`: a regular expression as the texts that it finds, or as it is where those are too many.
/// - `command`: as `code`, with its placeholders marked.
/// - `heading`: a text inside a heading. mdBook's own search puts headings into the page as HTML, so for books that use
///   it angle brackets become look-alikes.
fn register_filters(tera: &mut Tera, flavour: Flavour) {
    tera.register_filter("markdown", |text: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&markdown::html(text))
    });
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&escape::escape_code(text))
    });
    tera.register_filter("pattern", |text: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&found_by(text))
    });
    tera.register_filter("command", |text: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&command(text))
    });
    tera.register_filter("heading", move |text: &str, _: Kwargs, _: &State<'_>| match flavour {
        Flavour::Site => Value::from(text),
        Flavour::Guest => Value::from(text.replace('<', "‹").replace('>', "›")),
    });
}

/// A regular expression as HTML, for who reads none: each text that it finds as code.
fn found_by(expression: &str) -> String {
    let code = |text: &str| format!("<code>{}</code>", escape::escape_code(text));
    match texts_of(expression) {
        Some(texts) => texts.iter().map(|text| code(text)).collect::<Vec<_>>().join(" or "),
        None => format!("{} <span class=\"tb-meta\">(an expression)</span>", code(expression)),
    }
}

/// A command as HTML: `{{ name }}` is marked as the place of a value.
fn command(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("{{") {
        let Some((name, after)) = inside.split_once("}}") else { break };
        out.push_str(&escape::escape_code(before));
        out.push_str("<var class=\"tb-placeholder\">");
        out.push_str(&escape::escape_code(&format!("{{{{{name}}}}}")));
        out.push_str("</var>");
        rest = after;
    }
    out.push_str(&escape::escape_code(rest));
    out
}

/// Of blank lines that follow one another, the first, and none at the beginning.
fn squeezed(text: &str) -> String {
    let mut content = String::with_capacity(text.len());
    let mut blank = true;
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        let line = line.trim_end();
        if !(line.is_empty() && blank) {
            content.push_str(line);
            content.push('\n');
        }
        blank = line.is_empty();
    }
    content
}

fn wrong(error: &tera::Error) -> BookError {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push('\n');
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    BookError::Template(text)
}
