//! The generated chapters: pages as data, put through their templates.
//!
//! Invariant: addresses inside a chapter fit the paths given here (`page::link`): runbooks in one folder, all else in the
//! root.
//! Deliberately absent: hand-written chapters and the order of a book (`generator`).

use crate::graph::Graph;
use crate::lint;
use crate::model::{Runbook, RunbookId};
use crate::page::portion::{self, Portion};
use crate::page::{self, Indexes, List, link};
use crate::world::book::contents::LONG;
use crate::world::book::drawings::Drawings;
use crate::world::book::{BookError, Templates};
use crate::world::parallel;
use mdbook_core::book::Chapter;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::OnceLock;
use tera::Context;

/// Which book the chapters are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Our own site with our own theme.
    Site,
    /// A book of somebody else, with whatever theme it has.
    Guest,
}

/// A page that is made: its name, where it goes, and what it is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the table of contents and in the title.
    pub name: String,
    /// Its path in the site, without extension, with `/`.
    pub path: String,
    /// What it is made from.
    pub source: Source,
    /// Whether it goes on with a list, so that tables of contents name only the page on which the list begins.
    pub continues: bool,
}

/// What a page says.
#[derive(Debug)]
pub(super) struct Text<'e> {
    /// Its Markdown, with signs where drawings stand.
    pub(super) markdown: Cow<'e, str>,
    pub(super) drawings: Drawings,
}

/// What a page is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Markdown that is there already.
    Written(String),
    /// A runbook; its Markdown is made when it is asked for.
    Runbook(RunbookId),
    /// The lesson on a runbook, likewise.
    Lesson(RunbookId),
}

/// The lists of the chapter of indexes: name, file, and which it is.
const LISTS: [(&str, &str, List); 6] = [
    ("Symptoms", "symptoms", List::Symptoms),
    ("Error codes and texts", "signatures", List::Signatures),
    ("Commands", "commands", List::Commands),
    ("Fixes", "fixes", List::Fixes),
    ("Glossary", "glossary", List::Glossary),
    ("Sources and reviews", "sources", List::Sources),
];

/// A page of a long list, as the others name it.
#[derive(Serialize)]
struct ListPage {
    href: String,
    label: String,
    is_here: bool,
}

impl Entry {
    /// A page at `path` (without extension) whose Markdown is there.
    pub(super) fn written(name: &str, text: String, path: &str) -> Self {
        Self { name: name.to_owned(), path: path.to_owned(), source: Source::Written(text), continues: false }
    }
}

/// The pages by group. There may be very many runbooks, so what their pages say is not kept ([`Chapters::text`]).
#[derive(Debug)]
pub struct Chapters<'a> {
    graph: &'a Graph,
    templates: &'a Templates,
    /// The home page.
    pub home: Entry,
    /// Pages that the knowledge base brings, in their order.
    pub own: Vec<Entry>,
    /// The order to read the lessons in.
    pub learn: Vec<Entry>,
    /// A lesson for each runbook.
    pub lessons: Vec<Entry>,
    /// What a team lead wants to know.
    pub team: Vec<Entry>,
    /// One for each runbook.
    pub runbooks: Vec<Entry>,
    /// The list of all runbooks, where there are too many for a table of contents.
    pub all_runbooks: Vec<Entry>,
    /// Symptoms, error codes, commands, fixes, glossary, sources.
    pub indexes: Vec<Entry>,
    /// The format's keys and the rules of `check`.
    pub reference: Vec<Entry>,
}

/// A rule as its page shows it.
#[derive(Serialize)]
struct RuleRow {
    name: &'static str,
    severity: &'static str,
    summary: &'static str,
    documentation: &'static str,
}

impl<'a> Chapters<'a> {
    /// Makes all pages but those of runbooks and lessons.
    ///
    /// # Errors
    /// A template is wrong.
    pub fn new(graph: &'a Graph, templates: &'a Templates) -> Result<Self, BookError> {
        let pages = Pages { graph, templates, whole: OnceLock::new() };
        let own = templates.pages().iter().map(|page| own(page, &pages)).collect::<Result<_, _>>()?;
        let pages = pages.without_whole();
        let has_glossary = !graph.base().glossary.is_empty();
        let all = has_runbook_list(graph).then_some(("All runbooks", "runbooks", List::Runbooks));
        let lists: Vec<_> = LISTS
            .into_iter()
            .filter(|(.., list)| has_glossary || *list != List::Glossary)
            .chain(all)
            .collect();
        let (lists, (learn, team)) = parallel::both(
            || parallel::map(&lists, |(name, file, list)| pages.list((name, file), *list)),
            || (pages.learn(), pages.team()),
        );
        let mut indexes = lists.into_iter().collect::<Result<Vec<_>, _>>()?;
        let all_runbooks = all.and_then(|_| indexes.pop()).unwrap_or_default();
        let title = &graph.base().title.value;
        let home = pages.render("home.md", "site", &Indexes::of(graph, List::Runbooks))?;
        Ok(Self {
            graph,
            templates,
            home: entry(title, home, "index"),
            own,
            learn: learn?,
            lessons: graph.reading_order().into_iter().map(lesson).collect(),
            team: team?,
            runbooks: graph.reading_order().into_iter().map(runbook).collect(),
            all_runbooks,
            indexes: indexes.concat(),
            reference: reference(templates)?,
        })
    }

    /// What a page says, as Markdown.
    ///
    /// # Errors
    /// A template is wrong.
    pub fn text<'e>(&self, entry: &'e Entry) -> Result<Cow<'e, str>, BookError> {
        let Text { markdown, drawings } = self.parts(entry)?;
        Ok(match markdown {
            Cow::Owned(text) => Cow::Owned(drawings.within(&text)),
            written @ Cow::Borrowed(_) => written,
        })
    }

    /// The same, its drawings apart.
    ///
    /// # Errors
    /// A template is wrong.
    pub(super) fn parts<'e>(&self, entry: &'e Entry) -> Result<Text<'e>, BookError> {
        let mut context = Context::new();
        let mut drawings = Drawings::default();
        let template = match &entry.source {
            Source::Written(text) => return Ok(Text { markdown: Cow::Borrowed(text), drawings }),
            Source::Runbook(id) => {
                let mut page = page::runbook_page(self.graph, id);
                if let Some(page) = &mut page {
                    drawings = Drawings::take_from(page);
                }
                context.insert("page", &page);
                // A book of somebody else may have no lessons.
                let lesson = self.templates.is_site().then(|| page::lesson::file(id));
                context.insert("lesson", &lesson);
                "runbook.md"
            }
            Source::Lesson(id) => {
                context.insert("lesson", &page::lesson(self.graph, id));
                context.insert("is_site", &self.templates.is_site());
                "lesson.md"
            }
        };
        Ok(Text { markdown: Cow::Owned(self.templates.render(template, &context)?), drawings })
    }

    /// The walk through a runbook, as Markdown for a page from which `root` leads to the book's root.
    ///
    /// # Errors
    /// A template is wrong.
    pub(super) fn walk(&self, id: &RunbookId, root: &str) -> Result<String, BookError> {
        let mut context = Context::new();
        context.insert("page", &page::runbook_page(self.graph, id));
        context.insert("root", root);
        context.insert("file", &link::page_name(id));
        self.templates.render("walk.md", &context)
    }

    /// A page as mdBook takes it.
    ///
    /// # Errors
    /// A template is wrong.
    pub(super) fn chapter(&self, entry: &Entry) -> Result<Chapter, BookError> {
        let path = format!("{}.md", entry.path);
        let text = self.text(entry)?.into_owned();
        Ok(Chapter { source_path: None, ..Chapter::new(&entry.name, text, path, Vec::new()) })
    }
}

/// Makes pages of lists, short and long, one list after the other.
struct Pages<'a> {
    graph: &'a Graph,
    templates: &'a Templates,
    /// Everything a page may show, for templates of the knowledge base: nobody knows what those show.
    whole: OnceLock<Context>,
}

impl Pages<'_> {
    fn whole(&self) -> &Context {
        self.whole.get_or_init(|| {
            let mut context = Context::new();
            context.insert("is_site", &self.templates.is_site());
            context.insert("site", &page::indexes(self.graph));
            context.insert("has_runbook_list", &has_runbook_list(self.graph));
            context.insert("lessons", &page::lesson_rows(self.graph));
            context.insert("team", &page::team(self.graph));
            context
        })
    }

    /// The same, without what was made for pages of the knowledge base, unless others need it too.
    fn without_whole(self) -> Self {
        if self.templates.has_own() { self } else { Self { whole: OnceLock::new(), ..self } }
    }

    /// The text of a page of ours that shows this under `key`.
    fn render<T: Serialize>(
        &self,
        template: &str,
        key: &'static str,
        shown: &T,
    ) -> Result<String, BookError> {
        if self.templates.has_own() {
            return self.templates.render(template, self.whole());
        }
        let mut context = Context::new();
        context.insert("is_site", &self.templates.is_site());
        context.insert("has_runbook_list", &has_runbook_list(self.graph));
        context.insert(key, shown);
        self.templates.render(template, &context)
    }

    fn learn(&self) -> Result<Vec<Entry>, BookError> {
        let lessons = page::lesson_rows(self.graph);
        self.of(("The order to read", "learn"), "lessons", &lessons, portion::of_lessons(&lessons))
    }

    fn team(&self) -> Result<Vec<Entry>, BookError> {
        let team = page::team(self.graph);
        self.of(("For team leads", "team"), "team", &team, team.portions())
    }

    fn list(&self, (name, file): (&str, &str), list: List) -> Result<Vec<Entry>, BookError> {
        let site = Indexes::of(self.graph, list);
        self.of((name, file), "site", &site, site.portions(list))
    }

    /// The pages of the list of this name in this file, which its template finds as `key`: one, or one for each portion.
    fn of<T: Serialize>(
        &self,
        (name, file): (&str, &str),
        key: &'static str,
        list: &T,
        portions: Vec<Portion<T>>,
    ) -> Result<Vec<Entry>, BookError> {
        let template = format!("{file}.md");
        if portions.is_empty() {
            return Ok(vec![entry(name, self.render(&template, key, list)?, file)]);
        }
        let path =
            |number: usize| if number == 0 { file.to_owned() } else { format!("{file}-{}", number + 1) };
        let mut rows: Vec<ListPage> = portions
            .iter()
            .enumerate()
            .map(|(number, portion)| ListPage {
                href: format!("{}.html", path(number)),
                label: format!("{}: from {}", number + 1, portion.from),
                is_here: false,
            })
            .collect();
        let pages = portions.into_iter().enumerate().map(|(here, portion)| {
            for (number, row) in rows.iter_mut().enumerate() {
                row.is_here = number == here;
            }
            let mut context = Context::new();
            context.insert(key, &portion.shown);
            context.insert("first_row", &(here * portion::ROWS + 1));
            context.insert("pages", &rows);
            let text = self.templates.render(&template, &context)?;
            let name = if here == 0 { name.to_owned() } else { format!("{name}, page {}", here + 1) };
            Ok(Entry { continues: here > 0, ..entry(&name, text, &path(here)) })
        });
        pages.collect()
    }
}

/// Whether there are too many runbooks for a table of contents.
fn has_runbook_list(graph: &Graph) -> bool {
    graph.runbooks().len() > LONG
}

fn runbook(book: &Runbook) -> Entry {
    let id = &book.runbook.value;
    Entry {
        name: book.title.value.clone(),
        path: format!("{}/{}", link::RUNBOOKS, link::page_name(id)),
        source: Source::Runbook(id.clone()),
        continues: false,
    }
}

/// Its name says that it is a lesson, because the runbook has the same title and both stand in the table of contents; it says
/// so at its end, so that a list of lessons can be skimmed by their first words.
fn lesson(book: &Runbook) -> Entry {
    let id = &book.runbook.value;
    Entry {
        name: format!("{} (lesson)", book.title.value),
        path: page::lesson::file(id),
        source: Source::Lesson(id.clone()),
        continues: false,
    }
}

/// A page that the knowledge base brings. Its file name is its address, without the number that orders it; its first
/// heading is its name.
fn own(template: &str, pages: &Pages<'_>) -> Result<Entry, BookError> {
    let text = pages.templates.render(template, pages.whole())?;
    let stem = template.rsplit('/').next().unwrap_or(template).trim_end_matches(".md");
    let file = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(file);
    let title = title.to_owned();
    Ok(entry(&title, text, &link::page_name(&RunbookId(file.to_owned()))))
}

fn reference(templates: &Templates) -> Result<Vec<Entry>, BookError> {
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
        entry("Reference of the format", templates.render("reference.md", &context)?, "reference"),
        entry("Rules", templates.render("rules.md", &context)?, "rules"),
    ])
}

/// A page at `path` (without extension).
fn entry(name: &str, mut text: String, path: &str) -> Entry {
    // It is kept until it is written.
    text.shrink_to_fit();
    Entry::written(name, text, path)
}
