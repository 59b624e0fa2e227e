//! The site as files: whole links, replaced templates, mdBook's protocol, and what the command promises.

#![expect(clippy::disallowed_methods, reason = "tests build sites on the disk and start programs")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use assert_cmd::Command;
use regex_lite::Regex;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use triagebook::browser::Engine;
use triagebook::drill::{Debrief, Feedback, Move, Practice, Settings, Shelf};
use triagebook::graph::Graph;
use triagebook::model::RunbookId;
use triagebook::page::link::Link;
use triagebook::page::portion::{ROWS, of_lessons};
use triagebook::page::team::{Receiver, RoleRow};
use triagebook::page::{LessonRow, Team};
use triagebook::source::FileId;
use triagebook::syntax;
use triagebook::world::book::{self, BookError, Chapters, Flavour, Templates, Walks};
use triagebook::world::library::{self, Library, Location};

fn shipped() -> Library {
    library::load_with_scenarios(Location::Embedded).unwrap()
}

/// The site of the built-in knowledge base.
fn site() -> PathBuf {
    static SITE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let library = shipped();
        let templates = Templates::new(&book::own(&library.location).unwrap(), Flavour::Site).unwrap();
        let chapters = Chapters::new(&library.graph, &templates).unwrap();
        let walks = Walks::new(&library.graph, &library.sources, &library.scenarios);
        let title = &library.graph.base().title.value;
        book::build(title, &chapters, &walks, &folder.path().join("site"), &mut |_, _| {
            ControlFlow::Continue(())
        })
        .unwrap();
        folder
    });
    SITE.path().join("site")
}

fn triagebook() -> Command {
    let mut command = Command::cargo_bin("triagebook").unwrap();
    command.env_remove("TRIAGEBOOK_KB");
    command
}

fn pages(site: &Path) -> Vec<PathBuf> {
    let folders = [site.to_owned(), site.join("runbooks")];
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "html")).collect()
}

/// The numeric entities of the templates, back as characters.
fn decoded(text: &str) -> String {
    let entity = Regex::new("&#([0-9]+);").unwrap();
    let character = |found: &regex_lite::Captures<'_>| {
        found[1].parse().ok().and_then(char::from_u32).unwrap_or_default().to_string()
    };
    entity.replace_all(text, character).into_owned()
}

#[test]
fn every_link_inside_the_site_leads_to_an_anchor_that_exists_once() {
    let site = site();
    let id = Regex::new(" id=\"([^\"]*)\"").unwrap();
    let link = Regex::new(" (?:href|src)=\"([^\"]*)\"").unwrap();
    let mut anchors: HashMap<PathBuf, HashSet<String>> = HashMap::new();
    for page in pages(&site) {
        let html = std::fs::read_to_string(&page).unwrap();
        let mut seen = HashSet::new();
        for found in id.captures_iter(&html) {
            assert!(
                seen.insert(found[1].to_owned()),
                "{}: two elements have the id {}",
                page.display(),
                &found[1]
            );
        }
        anchors.insert(page, seen);
    }
    let mut links = 0;
    for page in anchors.keys() {
        let html = std::fs::read_to_string(page).unwrap();
        for found in link.captures_iter(&html) {
            let address = decoded(&found[1]);
            if address.starts_with("https://")
                || address.starts_with("http://")
                || address.starts_with("mailto:")
            {
                continue;
            }
            links += 1;
            let (path, anchor) = address.split_once('#').unwrap_or((&address, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().unwrap().join(path).canonicalize().unwrap_or_else(|_| {
                    panic!("{} links to {address}, which is not there", page.display());
                }),
            };
            if !anchor.is_empty() {
                let there = anchors.get(&target).is_some_and(|ids| ids.contains(anchor));
                assert!(there, "{} links to {address}, which has no such anchor", page.display());
            }
        }
    }
    assert!(links > 500, "links are found at all: {links}");
}

#[test]
fn every_node_of_every_runbook_has_its_section() {
    let library = shipped();
    let site = site();
    for node in library.graph.nodes() {
        let page = site.join("runbooks").join(format!("{}.html", node.key.runbook));
        let html = std::fs::read_to_string(&page).unwrap();
        assert!(html.contains(&format!("<h3 id=\"{}\" ", node.key.node)), "{} is not on its page", node.key);
    }
}

/// A runbook with two symptoms: one leads along `shared` checks, the other straight to the end.
fn two_symptoms(shared: usize) -> Graph {
    let mut text = "runbook: two\ntitle: Two\nsymptoms:\n  long: { title: Long, next: c1 }\n  short: { title: Short, next: done }\nchecks:\n".to_owned();
    for number in 1..=shared {
        let next = if number == shared { "done".to_owned() } else { format!("c{}", number + 1) };
        writeln!(
            text,
            "  c{number}: {{ ask: Well?, outcomes: {{ yes: {{ next: {next} }} }}, unsure: done }}"
        )
        .unwrap();
    }
    text += "ends:\n  done: { title: Done, result: resolved }\n";
    let base = syntax::knowledge_base(FileId(0), "title: T\n").0.unwrap();
    Graph::link(base, vec![syntax::runbook(FileId(1), &text).0.unwrap()]).0
}

#[test]
fn a_symptom_has_its_own_picture_where_that_is_much_smaller_than_a_large_whole() {
    let templates = Templates::new(&[], Flavour::Site).unwrap();
    for (checks, pictures) in [(12, 1), (13, 2)] {
        let graph = two_symptoms(checks);
        let chapters = Chapters::new(&graph, &templates).unwrap();
        let page = chapters.text(&chapters.runbooks[0]).unwrap();
        assert_eq!(page.matches("<svg ").count(), pictures, "with {checks} checks");
        assert_eq!(page.contains("<desc id=\"tb-two-short-desc\">"), pictures == 2, "with {checks} checks");
    }
}

#[test]
fn a_template_of_the_knowledge_base_takes_the_place_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("templates")).unwrap();
    std::fs::write(folder.path().join("templates/end.md"), "<p>OUR END {{ card.title }}</p>\n").unwrap();
    std::fs::write(folder.path().join("templates/notes.txt"), "not a template").unwrap();
    let own = book::own(&Location::Folder(folder.path().to_owned())).unwrap();
    let templates = Templates::new(&own, Flavour::Site).unwrap();
    let library = shipped();
    let chapters = Chapters::new(&library.graph, &templates).unwrap();
    let has_end = |entry: &&book::Entry| chapters.text(entry).unwrap().contains("<p>OUR END ");
    let with_end = chapters.runbooks.iter().filter(has_end).count();
    assert_eq!(with_end, chapters.runbooks.len());
}

#[test]
fn a_template_of_the_knowledge_base_may_show_more_than_its_list() {
    let text = "{{ site.title }}: {{ site.fixes | length }} fixes, {{ lessons | length }} lessons\n";
    let templates = Templates::new(&[("symptoms.md".to_owned(), text.to_owned())], Flavour::Site).unwrap();
    let library = shipped();
    let chapters = Chapters::new(&library.graph, &templates).unwrap();
    let symptoms = chapters.indexes.iter().find(|entry| entry.path == "symptoms").unwrap();
    let fixes: usize = library.graph.runbooks().iter().map(|runbook| runbook.fixes.len()).sum();
    let lessons = library.graph.runbooks().len();
    let shown = chapters.text(symptoms).unwrap();
    assert_eq!(shown, format!("Exchange hybrid triage: {fixes} fixes, {lessons} lessons\n"));
}

#[test]
fn a_broken_template_is_named_with_its_place() {
    for (text, word) in
        [("{{ card.titel }}", "titel"), ("{% if %}", "end.md"), ("{{ card.title | shout }}", "shout")]
    {
        let own = [("end.md".to_owned(), text.to_owned())];
        let library = shipped();
        let error = Templates::new(&own, Flavour::Site)
            .and_then(|templates| {
                let chapters = Chapters::new(&library.graph, &templates)?;
                chapters.text(&chapters.runbooks[0]).map(drop)
            })
            .expect_err(text)
            .to_string();
        assert!(error.contains(word) && error.contains("end.md"), "{text}: {error}");
    }
}

#[test]
fn the_command_builds_replaces_its_own_site_and_refuses_what_is_not_its_own() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let output =
            triagebook().args(["book", "--out", "out/site"]).current_dir(folder.path()).assert().success();
        let stdout = String::from_utf8(output.get_output().stdout.clone()).unwrap();
        assert_eq!(stdout, format!("{}\n", Path::new("out/site/index.html").display()));
    }
    let left: Vec<_> = std::fs::read_dir(folder.path().join("out")).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing but the site is left behind: {left:?}");

    let mine = folder.path().join("mine");
    std::fs::create_dir(&mine).unwrap();
    std::fs::write(mine.join("thesis.txt"), "years of work").unwrap();
    let refused = triagebook().arg("book").arg("--out").arg(&mine).assert().code(3);
    let message = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(message.contains("is not a site that triagebook made"), "{message}");
    assert_eq!(std::fs::read_to_string(mine.join("thesis.txt")).unwrap(), "years of work");

    // A file stands where a folder would have to be.
    let blocked = triagebook().arg("book").arg("--out").arg(mine.join("thesis.txt/site")).assert().code(3);
    let message = String::from_utf8(blocked.get_output().stderr.clone()).unwrap();
    assert!(message.contains("could not write"), "{message}");
}

#[test]
fn mdbook_gets_its_book_back_with_the_runbooks_in_it() {
    triagebook().args(["preprocess", "supports", "html"]).assert().code(0);
    triagebook().args(["preprocess", "supports", "epub"]).assert().code(1);
    triagebook().arg("preprocess").write_stdin("hello").assert().code(2);

    let chapter = |name: &str, path: Option<&str>| {
        serde_json::json!({ "Chapter": {
            "name": name, "content": "# Mine\n", "number": null, "sub_items": [], "path": path,
            "source_path": path, "parent_names": []
        } })
    };
    let runbooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let context = serde_json::json!({
        "root": env!("CARGO_MANIFEST_DIR"),
        "config": {
            "book": { "title": "Mine", "src": "src" },
            "preprocessor": { "triagebook": { "kb": runbooks } }
        },
        "renderer": "html",
        "mdbook_version": "0.5.4"
    });
    let names = |items: serde_json::Value| -> Vec<String> {
        let input = serde_json::json!([context, { "items": items }]).to_string();
        let output = triagebook().arg("preprocess").write_stdin(input).assert().success();
        let book: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
        let items = book["items"].as_array().unwrap().iter();
        let name = |item: &serde_json::Value| {
            item["Chapter"]["name"].as_str().or(item["PartTitle"].as_str()).unwrap_or_default().to_owned()
        };
        items.map(name).collect()
    };
    let count = shipped().graph.runbooks().len();
    let placed = names(serde_json::json!([
        chapter("First", Some("first.md")),
        chapter("Runbooks", None),
        chapter("Last", Some("last.md"))
    ]));
    assert_eq!(placed.len(), count + 2);
    assert_eq!((placed.first().unwrap().as_str(), placed.last().unwrap().as_str()), ("First", "Last"));
    let appended = names(serde_json::json!([chapter("First", Some("first.md"))]));
    assert_eq!(appended[..2], ["First", "Runbooks"]);
    assert!(appended.len() > count + 2, "the indexes follow: {appended:?}");
}

#[test]
fn pages_of_the_knowledge_base_join_the_site_or_take_the_place_of_a_chapter() {
    let folder = tempfile::tempdir().unwrap();
    let chapters = folder.path().join("chapters");
    std::fs::create_dir(&chapters).unwrap();
    std::fs::write(chapters.join("first-day.md"), "# Day one\n\nWelcome to {{ site.title }}.\n").unwrap();
    let words = "# Words\n\n{% set term = \"IOC\" %}{% include \"touched.md\" %}\n";
    std::fs::write(chapters.join("20-words.md"), words).unwrap();
    let own = book::own(&Location::Folder(folder.path().to_owned())).unwrap();
    let templates = Templates::new(&own, Flavour::Site).unwrap();
    let site = folder.path().join("site");
    let library = shipped();
    let walks = Walks::new(&library.graph, &library.sources, &library.scenarios);
    let chapters = Chapters::new(&library.graph, &templates).unwrap();
    book::build("T", &chapters, &walks, &site, &mut |_, _| ControlFlow::Continue(())).unwrap();
    let page = |name: &str| std::fs::read_to_string(site.join(name)).unwrap();
    assert!(page("first-day.html").contains("Welcome to Exchange hybrid triage."));
    assert!(page("words.html").contains("runbooks/hcw8064.html#connector-onprem"));
    assert!(page("index.html").contains("href=\"words.html\""));
}

#[test]
fn a_build_that_is_ended_leaves_nothing_behind() {
    let library = shipped();
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::new(&book::own(&library.location).unwrap(), Flavour::Site).unwrap();
    let chapters = Chapters::new(&library.graph, &templates).unwrap();
    let walks = Walks::new(&library.graph, &library.sources, &library.scenarios);
    let target = folder.path().join("site");
    let ended = book::build("T", &chapters, &walks, &target, &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(ended, Err(BookError::Interrupted)), "{ended:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn every_concept_lists_where_it_is_met() {
    let source = include_str!("../runbooks/chapters/10-concepts.md");
    let templates = Templates::new(&book::own(&Location::Embedded).unwrap(), Flavour::Site).unwrap();
    let library = shipped();
    let chapters = Chapters::new(&library.graph, &templates).unwrap();
    let concepts = chapters.own.iter().find(|chapter| chapter.name == "Concepts").unwrap();
    let lists = chapters.text(concepts).unwrap().matches("class=\"tb-touched\"").count();
    assert_eq!(lists, source.matches("include \"touched.md\"").count());
}

#[test]
fn a_lesson_asks_each_question_once_and_shows_outputs_to_read() {
    let library = shipped();
    let rows = triagebook::page::lesson_rows(&library.graph);
    assert_eq!(rows.len(), library.graph.runbooks().len());
    for (lesson, row) in triagebook::page::lessons(&library.graph).zip(rows) {
        let questions: HashSet<&str> =
            lesson.questions.iter().map(|question| question.node.href.as_str()).collect();
        assert_eq!(questions.len(), lesson.questions.len(), "{}", lesson.page.title);
        assert!(!lesson.exercises.is_empty(), "{} shows no output", lesson.page.title);
        assert!(lesson.questions.iter().all(|question| question.answers.len() > 1), "{}", lesson.page.title);
        let listed = (row.page, row.questions, row.exercises);
        assert_eq!(listed, (lesson.page, lesson.questions.len(), lesson.exercises.len()), "as in the list");
    }
}

/// What a script of the site brings.
fn kept(name: &str) -> serde_json::Value {
    let script = std::fs::read_to_string(site().join(format!("walk/{name}.js"))).unwrap();
    let (_, value) = script.split_once(" = ").unwrap();
    serde_json::from_str(value.trim_end().trim_end_matches(';')).unwrap()
}

/// The engine of a lesson's page, with the files that the page names.
fn engine_of(lesson: &str) -> Engine {
    let page = std::fs::read_to_string(site().join(format!("{lesson}.html"))).unwrap();
    let data = |name: &str| {
        let pattern = Regex::new(&format!("data-tb-{name}=\"([^\"]*)\"")).unwrap();
        pattern.captures(&page).unwrap()[1].to_owned()
    };
    let mut files = vec![kept("knowledge-base")];
    files.extend(data("files").split_whitespace().map(|name| kept(&format!("of-{name}"))));
    files.extend(kept(&format!("cases-of-{}", data("cases"))).as_array().unwrap().iter().cloned());
    let mut engine = Engine::default();
    let load = serde_json::json!({ "load": { "hash": files[0]["hash"], "files": files } });
    assert_eq!(engine.answer(&load.to_string()), r#"{"ok":null}"#, "{lesson}");
    engine
}

#[test]
fn a_page_is_told_which_questions_no_output_can_settle() {
    let mut engine = engine_of("lesson-hcw8064");
    for (entry, is_settled) in [("hcw8064/wizard-log", true), ("hcw8064/free-busy", false)] {
        let link = serde_json::json!({ "entry": entry, "steps": [] });
        let start = serde_json::json!({ "start": { "at": "2026-11-28T08:00:00Z", "offset_minutes": 0, "link": link } });
        let begun: serde_json::Value = serde_json::from_str(&engine.answer(&start.to_string())).unwrap();
        assert_eq!(begun["ok"]["view"]["shown"]["is_settled_by_output"], is_settled, "{begun:#}");
    }
}

#[test]
fn a_case_plays_in_its_lesson_as_in_the_terminal() {
    let library = shipped();
    let shelf = Shelf::new(&library.graph, &library.scenarios, None);
    let settings = Settings { seed: 7, feedback: Feedback::AtOnce };
    // Some of the runbooks stand for all: a page's engine reads its files anew.
    for runbook in library.graph.runbooks().iter().step_by(4) {
        let id = &runbook.runbook.value;
        let mut engine = engine_of(&triagebook::page::lesson::file(id));
        let mut ask = |request: serde_json::Value| {
            let answer = engine.answer(&serde_json::json!({ "drill": request }).to_string());
            serde_json::from_str::<serde_json::Value>(&answer).unwrap()["ok"].clone()
        };
        let case = shelf.cases.iter().find(|case| case.runbook == id && case.is_playable()).unwrap();
        let mut practice = Practice::begin(case, settings);
        let mut outputs = 0;
        while !practice.is_over() {
            practice.make(practice.best_move().unwrap()).unwrap();
            if outputs == 0
                && let Some(served) = practice.served()
            {
                outputs += 1;
                let moves: Vec<&Move> = practice.entries().iter().map(|entry| &entry.made).collect();
                let play = serde_json::json!({ "case": case.id, "settings": settings, "moves": moves, "then": null });
                let played = ask(serde_json::json!({ "play": play }));
                assert_eq!(played["served"]["text"], served.text, "{}", case.id);
            }
        }
        let account = Debrief::new(&practice);
        assert!(account.solved && outputs > 0, "{}", case.id);
        let drill = serde_json::json!({ "case": case.id, "settings": settings, "moves": account.moves });
        let page = ask(serde_json::json!({ "account": drill }));
        assert_eq!(page.as_str().unwrap(), serde_json::to_string_pretty(&account).unwrap() + "\n");
    }
}

#[test]
fn the_engine_of_the_pages_is_made_of_the_code_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let engine = std::fs::read_to_string(root.join("book/theme/engine.js")).unwrap();
    let stamped = engine.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    let now = Command::new(root.join("scripts/wasm")).arg("--stamp").output().unwrap();
    let now = String::from_utf8(now.stdout).unwrap();
    assert_eq!(
        stamped,
        now.trim(),
        "the pages' engine is stale: run `scripts/wasm`, and commit what it wrote"
    );
    assert!(engine.len() / 4 * 3 < 1 << 20, "the engine is larger than 1 MB, compressed");
}

/// A chapter of somebody else's book goes to mdBook through the real program, and comes back.
fn preprocessed(path: &str, text: &str) -> Result<String, String> {
    let runbooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let context = serde_json::json!({
        "root": env!("CARGO_MANIFEST_DIR"),
        "config": { "book": { "src": "src" }, "preprocessor": { "triagebook": { "kb": runbooks } } },
        "renderer": "html",
        "mdbook_version": "0.5.4"
    });
    let chapter = serde_json::json!({ "Chapter": {
        "name": "Mine", "content": text, "number": null, "sub_items": [], "path": path, "source_path": path, "parent_names": []
    } });
    let input = serde_json::json!([context, { "items": [chapter] }]).to_string();
    let output = triagebook().arg("preprocess").write_stdin(input).output().unwrap();
    if !output.status.success() {
        return Err(String::from_utf8(output.stderr).unwrap());
    }
    let book: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    Ok(book["items"][0]["Chapter"]["content"].as_str().unwrap().to_owned())
}

#[test]
fn a_chapter_of_an_mdbook_can_hold_a_runbook_or_a_walk() {
    let text = "# Mine\n\n{{#runbook hcw8064}}\n\nText with \\{{#runbook x}} in it.\n\n{{#walk hcw8064}}\n";
    let made = preprocessed("notes/mine.md", text).unwrap();
    assert!(made.starts_with("# Mine\n") && made.matches("\n# ").count() == 0, "one title, the author's");
    assert!(made.contains("<h3 id=\"connector-onprem\""), "the runbook's nodes are there");
    assert!(
        made.contains(" href=\"../runbooks/auth-certificate.html"),
        "links to other runbooks lead there from here"
    );
    assert!(made.contains("Text with {{#runbook x}} in it."), "what is escaped stays");
    assert!(
        made.contains("data-tb-runbook=\"hcw8064\"") && made.contains("href=\"../runbooks/hcw8064.html#")
    );
    let refused = preprocessed("mine.md", "{{#walk hcw8046}} {{#runbook dort}}").unwrap_err();
    assert!(refused.contains("`Mine` (mine.md)") && refused.contains("did you mean `hcw8064`?"), "{refused}");
    assert!(refused.contains("`dort`"), "all names are told at once: {refused}");
}

#[test]
fn a_book_from_an_older_mdbook_is_refused_with_its_version() {
    let context = serde_json::json!({
        "root": env!("CARGO_MANIFEST_DIR"),
        "config": { "book": { "src": "src", "multilingual": false } },
        "renderer": "html",
        "mdbook_version": "0.4.52"
    });
    let input = serde_json::json!([context, { "sections": [], "__non_exhaustive": null }]).to_string();
    let refused = triagebook().arg("preprocess").write_stdin(input).output().unwrap();
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(told.contains("mdBook 0.5 or newer: it comes from version 0.4.52"), "{told}");
}

/// Files of a book of somebody else, set up as `book/src/authoring.md` says, with a knowledge base of one runbook in it.
fn guest_book(root: &Path, chapter: &str) {
    let program = assert_cmd::cargo::cargo_bin("triagebook");
    let config = format!(
        "[book]\ntitle = \"Mine\"\n\n[preprocessor.triagebook]\ncommand = '\"{}\" preprocess'\nbefore = [\"links\"]\nkb = \"runbooks\"\n\n\
         [output.html]\nadditional-css = [\"triagebook.css\"]\nadditional-js = [\"triagebook.js\"]\n",
        program.display()
    );
    let base = "title: T\nplaces:\n  sh: { title: Shell, shell: posix }\n";
    let runbook = "runbook: one\ntitle: One\nsymptoms:\n  down: { title: It is down, next: look }\nchecks:\n  look:\n    ask: Is it there?\n    \
         outcomes: { yes: { title: It is, next: good }, no: { title: It is not, next: good } }\n    unsure: good\nends:\n  good: { title: Good, result: resolved }\n";
    for (name, text) in [
        ("book.toml", config.as_str()),
        ("runbooks/knowledge-base.yaml", base),
        ("runbooks/one.yaml", runbook),
        (
            "src/SUMMARY.md",
            "# Summary\n\n- [Mine](guide/mine.md)\n- [Runbooks]()\n- [Indexes]()\n- [Lessons]()\n- [Home]()\n",
        ),
        ("src/guide/mine.md", chapter),
        ("src/guide/part.md", "A part from elsewhere.\n"),
    ] {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Builds a book with the program that `MDBOOK` names, as `cargo install mdbook` puts it there; else with the library of which
/// that program is made.
fn build(root: &Path) -> Result<(), String> {
    let Some(mdbook) = std::env::var_os("MDBOOK") else {
        let built = mdbook_driver::MDBook::load(root).and_then(|book| book.build());
        return built.map_err(|error| format!("{error:#}"));
    };
    let built = Command::new(mdbook).arg("build").arg(root).output().unwrap();
    built.status.success().then_some(()).ok_or_else(|| String::from_utf8_lossy(&built.stderr).into_owned())
}

#[test]
fn mdbook_itself_builds_a_book_with_our_runbooks_in_it_and_nothing_of_its_own_breaks() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    guest_book(
        root,
        "# Mine\n\nA claim.[^1]\n\n{{#include part.md}}\n\nWrite \\{{#runbook x}} for it.\n\n{{#walk one}}\n\n{{#runbook one}}\n\n[^1]: Its note.\n",
    );
    triagebook().args(["preprocess", "install"]).arg(root).assert().success();
    build(root).unwrap();
    let page = |name: &str| std::fs::read_to_string(root.join("book").join(name)).unwrap();
    let mine = page("guide/mine.html");
    for part in [
        "class=\"footnote-reference\"",
        "A part from elsewhere.",
        "Write {{#runbook x}} for it.",
        "data-tb-runbook=\"one\"",
        "href=\"../runbooks/one.html#down\"",
        "<h3 id=\"look\"",
    ] {
        assert!(mine.contains(part), "{part} is not in\n{mine}");
    }
    assert!(page("runbooks/one.html").contains("<h3 id=\"look\""), "the runbook is a chapter, too");
    assert!(page("symptoms.html").contains("runbooks/one.html#down"));
    assert!(page("lesson-one.html").contains("id=\"_drill\"") && page("index.html").contains("id=\"_find\""));
    for address in ["drills.html", "first-day.html"] {
        let dead = ["lesson-one.html", "index.html"].map(page).iter().any(|html| html.contains(address));
        assert!(!dead, "a page leads to {address}, which only our own site has");
    }
    for name in ["theme/walk.js", "theme/drill.js", "theme/find.js", "theme/engine.js", "walk/of-one.js"] {
        assert!(root.join("book").join(name).is_file(), "{name} is not beside the pages");
    }
    guest_book(root, "{{#walk two}}\n");
    build(root).expect_err("there is no runbook of that name");
}

#[test]
fn installing_writes_what_walks_need_and_no_link_to_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("book.toml"), "[book]\nsrc = \"pages\"\n").unwrap();
    let done = triagebook().args(["preprocess", "install"]).arg(folder.path()).assert().success();
    let written = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    for name in [
        "triagebook.css",
        "triagebook.js",
        "pages/theme/walk.js",
        "pages/theme/engine.js",
        "pages/walk/of-hcw8064.js",
    ] {
        assert!(folder.path().join(name).is_file(), "{name} is not among\n{written}");
    }
    let said = |book: &str| {
        std::fs::write(folder.path().join("book.toml"), book).unwrap();
        let done = triagebook().args(["preprocess", "install"]).arg(folder.path()).assert().success();
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    let bare = "[book]\nsrc = \"pages\"\n";
    let asked = said(bare);
    let (_, lines) = asked.split_once("\n\n").unwrap();
    assert!(lines.contains("[preprocessor.triagebook]\n") && lines.contains("[output.html]\n"), "{asked}");
    let done = said(&format!("{bare}\n{lines}"));
    assert!(!done.contains('['), "what was asked for is there: {done}");
    let kept = said(&format!("{bare}\n[preprocessor.triagebook]\n"));
    assert!(kept.contains("[output.html]") && !kept.contains("[preprocessor"), "{kept}");
    let empty = tempfile::tempdir().unwrap();
    triagebook().args(["preprocess", "install"]).arg(empty.path()).assert().code(3);
}

#[test]
fn every_code_that_a_page_speaks_of_is_in_the_index() {
    let site = site();
    let index = std::fs::read_to_string(site.join("signatures.html")).unwrap();
    let rows: HashSet<String> = Regex::new("<li id=\"code-([^\"]*)\"")
        .unwrap()
        .captures_iter(&index)
        .map(|row| row[1].to_owned())
        .collect();
    let code =
        Regex::new("\\b((HCW|AADSTS)[0-9]{3,}|[45]\\.[0-7]\\.[0-9]{1,3}|Event [0-9]{3,5})\\b").unwrap();
    let mut seen = 0;
    for page in std::fs::read_dir(site.join("runbooks")).unwrap() {
        let html = std::fs::read_to_string(page.unwrap().path()).unwrap();
        let cards = html.split_once("id=\"_start\"").unwrap().1.split_once("id=\"_sources\"").unwrap().0;
        for found in code.find_iter(cards) {
            seen += 1;
            assert!(
                rows.contains(&found.as_str().to_lowercase().replace('.', "_2e_").replace(' ', "_20_")),
                "{} has no row",
                found.as_str()
            );
        }
    }
    assert!(seen > 10, "codes are found at all: {seen}");
}

#[test]
fn a_reader_can_tell_a_runbook_from_its_lesson_in_the_table_of_contents() {
    let site = site();
    let home = std::fs::read_to_string(site.join("index.html")).unwrap();
    let contents = home.split_once("id=\"tb-contents\"").unwrap().1.split_once("</nav>").unwrap().0;
    let names: Vec<String> =
        Regex::new(">([^<]+)</a>").unwrap().captures_iter(contents).map(|name| name[1].to_owned()).collect();
    let different: HashSet<&String> = names.iter().collect();
    assert!(names.len() > 20 && different.len() == names.len(), "{names:#?}");
}

/// A link of this number.
fn numbered(number: usize) -> Link {
    Link { title: format!("{number}"), href: format!("{number}.html") }
}

#[test]
fn a_list_is_cut_only_where_it_is_too_long() {
    let lesson = |number: usize| LessonRow {
        id: RunbookId(number.to_string()),
        page: numbered(number),
        questions: 1,
        exercises: 1,
    };
    let lessons: Vec<LessonRow> = (0..=ROWS).map(lesson).collect();
    assert!(of_lessons(&lessons[..ROWS]).is_empty());
    let portions = of_lessons(&lessons);
    let sizes: Vec<usize> = portions.iter().map(|portion| portion.shown.len()).collect();
    assert_eq!(sizes, [ROWS, 1]);
    assert_eq!(portions[1].from, ROWS.to_string());
}

#[test]
fn a_role_that_is_cut_goes_on_with_its_other_fixes() {
    let role = |role: &str, fixes: std::ops::Range<usize>| RoleRow {
        role: role.to_owned(),
        risk: Some("change"),
        fixes: fixes.map(numbered).collect(),
    };
    let team = Team {
        roles: vec![role("Reader", 0..ROWS - 1), role("Admin", 0..3)],
        receivers: vec![Receiver { to: "Second line".to_owned(), ends: vec![numbered(7)] }],
        ..Team::default()
    };
    let portions = team.portions();
    assert_eq!(portions.len(), 2);
    assert_eq!(portions[0].shown.roles[1], role("Admin", 0..1));
    assert_eq!(portions[1].from, "Admin");
    assert_eq!(portions[1].shown.roles, [role("Admin", 1..3)]);
    assert_eq!(portions[1].shown.receivers, team.receivers);
}
