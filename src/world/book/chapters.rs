//! The generated chapters: pages as data, put through their templates.
//!
//! Invariant: addresses inside a chapter fit the paths given here (`page::link`): runbooks in one folder, all else in the
//! root.
//! Deliberately absent: hand-written chapters and the order of a book (`generator`).

use crate::graph::Graph;
use crate::lint;
use crate::model::RunbookId;
use crate::page::{self, link};
use crate::world::book::{BookError, Templates};
use mdbook_core::book::Chapter;
use serde::Serialize;
use tera::Context;

/// Which book the chapters are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Our own site with our own theme.
    Site,
    /// A book of somebody else, with whatever theme it has.
    Guest,
}

/// The chapters by group.
#[derive(Debug, Clone)]
pub struct Chapters {
    /// The home page.
    pub home: Chapter,
    /// Pages that the knowledge base brings, in their order.
    pub own: Vec<Chapter>,
    /// The order to read the lessons in.
    pub learn: Chapter,
    /// A lesson for each runbook.
    pub lessons: Vec<Chapter>,
    /// What a team lead wants to know.
    pub team: Chapter,
    /// One for each runbook.
    pub runbooks: Vec<Chapter>,
    /// Symptoms, error codes, fixes, glossary, sources.
    pub indexes: Vec<Chapter>,
    /// The format's keys and the rules of `check`.
    pub reference: Vec<Chapter>,
}

/// A rule as its page shows it.
#[derive(Serialize)]
struct RuleRow {
    name: &'static str,
    severity: &'static str,
    summary: &'static str,
    documentation: &'static str,
}

impl Chapters {
    /// Renders all chapters.
    ///
    /// # Errors
    /// A template is wrong.
    pub fn new(graph: &Graph, templates: &Templates) -> Result<Self, BookError> {
        let site = page::indexes(graph);
        let lessons = page::lessons(graph);
        let mut context = Context::new();
        context.insert("site", &site);
        context.insert("lessons", &lessons);
        context.insert("team", &page::team(graph));
        let index = |name: &str, file: &str| -> Result<Chapter, BookError> {
            Ok(chapter(name, &templates.render(&format!("{file}.md"), &context)?, file))
        };
        let home =
            index(&site.title, "home").map(|home| Chapter { path: Some("index.md".into()), ..home })?;
        let mut indexes = vec![
            index("Symptoms", "symptoms")?,
            index("Error codes and texts", "signatures")?,
            index("Fixes", "fixes")?,
        ];
        if !site.glossary.is_empty() {
            indexes.push(index("Glossary", "glossary")?);
        }
        indexes.push(index("Sources and reviews", "sources")?);
        let runbooks =
            graph.reading_order().into_iter().map(|book| runbook(graph, &book.runbook.value, templates));
        let ids = graph.reading_order().into_iter().map(|book| &book.runbook.value);
        let lessons = lessons.iter().zip(ids).map(|(lesson, id)| {
            let mut context = Context::new();
            context.insert("lesson", lesson);
            let text = templates.render("lesson.md", &context)?;
            Ok(chapter(&lesson.page.title, &text, &page::lesson::file(id)))
        });
        Ok(Self {
            home,
            own: templates
                .pages()
                .iter()
                .map(|page| own(page, templates, &context))
                .collect::<Result<_, _>>()?,
            learn: index("The order to read", "learn")?,
            lessons: lessons.collect::<Result<_, BookError>>()?,
            team: index("For team leads", "team")?,
            runbooks: runbooks.collect::<Result<_, _>>()?,
            indexes,
            reference: reference(templates)?,
        })
    }
}

fn runbook(graph: &Graph, id: &RunbookId, templates: &Templates) -> Result<Chapter, BookError> {
    let mut context = Context::new();
    let title = match page::runbook_page(graph, id) {
        Some(page) => {
            context.insert("page", &page);
            page.title
        }
        None => id.to_string(),
    };
    let text = templates.render("runbook.md", &context)?;
    Ok(chapter(&title, &text, &format!("{}/{}", link::RUNBOOKS, link::page_name(id))))
}

/// A page that the knowledge base brings. Its file name is its address, without the number that orders it; its first
/// heading is its name.
fn own(template: &str, templates: &Templates, context: &Context) -> Result<Chapter, BookError> {
    let text = templates.render(template, context)?;
    let stem = template.rsplit('/').next().unwrap_or(template).trim_end_matches(".md");
    let file = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(file);
    Ok(chapter(title, &text, &link::page_name(&RunbookId(file.to_owned()))))
}

fn reference(templates: &Templates) -> Result<Vec<Chapter>, BookError> {
    let mut context = Context::new();
    context.insert("types", &page::reference::reference());
    let rows: Vec<RuleRow> = lint::rules()
        .into_iter()
        .map(|rule| RuleRow {
            name: rule.name,
            severity: rule.severity.word(),
            summary: rule.summary,
            documentation: rule.documentation,
        })
        .collect();
    context.insert("rules", &rows);
    Ok(vec![
        chapter("Reference of the format", &templates.render("reference.md", &context)?, "reference"),
        chapter("Rules", &templates.render("rules.md", &context)?, "rules"),
    ])
}

/// A chapter at `path` (without extension). Blank lines are squeezed: templates leave many.
fn chapter(name: &str, text: &str, path: &str) -> Chapter {
    let mut content = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && blank) {
            content.push_str(line);
            content.push('\n');
        }
        blank = line.is_empty();
    }
    Chapter { source_path: None, ..Chapter::new(name, content, format!("{path}.md"), Vec::new()) }
}
