//! A book of somebody else, which mdBook builds: what can be used in our pages can be used there.

use crate::cdp::Browser;
use crate::support::{SMALL_BASE, SMALL_RUNBOOK};
use crate::walk::{begin_here, choose};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A book with a walk and the chapters that are made, set up as `book/src/authoring.md` says, and built by mdBook.
fn built(root: &Path) -> PathBuf {
    let program = env!("CARGO_BIN_EXE_triagebook");
    let config = format!(
        "[book]\ntitle = \"Theirs\"\n\n[preprocessor.triagebook]\ncommand = '\"{program}\" preprocess'\nbefore = [\"links\"]\nkb = \"runbooks\"\n\n\
         [output.html]\nadditional-css = [\"triagebook.css\"]\nadditional-js = [\"triagebook.js\"]\n"
    );
    let summary = "# Summary\n\n- [Home]()\n- [Walk it](notes/walk.md)\n- [Runbooks]()\n- [Lessons]()\n";
    for (name, text) in [
        ("book.toml", config.as_str()),
        ("runbooks/knowledge-base.yaml", SMALL_BASE),
        ("runbooks/small.yaml", SMALL_RUNBOOK),
        ("src/SUMMARY.md", summary),
        ("src/notes/walk.md", "# Walk it\n\n{{#walk small}}\n"),
    ] {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut install = Command::new(program);
    install.args(["preprocess", "install"]).arg(root).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(install.status().unwrap().success());
    mdbook_driver::MDBook::load(root).unwrap().build().unwrap();
    root.join("book")
}

#[test]
fn in_a_book_of_mdbook_walks_drills_and_search_work_and_arrow_keys_do_not_leave_them() {
    let folder = tempfile::tempdir().unwrap();
    let book = built(folder.path());
    let mut browser = Browser::start();
    let tab = browser.tab();
    browser.open(&tab, &book.join("notes/walk.html"), "");
    assert_eq!(begin_here(&mut browser, &tab, "down"), "small/state");
    for key in ["ArrowRight", "ArrowLeft"] {
        browser.press(&tab, key);
    }
    let there = "new Promise(done => setTimeout(() => done(location.pathname.split('/').pop()), 200))";
    assert_eq!(browser.evaluate(&tab, there), "walk.html");
    assert_eq!(choose(&mut browser, &tab, "stopped"), "small/start");

    browser.open(&tab, &book.join("index.html"), "");
    let found = browser.evaluate(
        &tab,
        "new Promise(done => {
            const look = () => {
                const box = document.getElementById('_find-box');
                if (box !== null && box.value === '') {
                    box.value = 'SVC1001';
                    box.dispatchEvent(new Event('input'));
                }
                const link = document.querySelector('.tb-found a');
                link === null ? setTimeout(look, 20) : done(link.getAttribute('href'));
            };
            look();
        })",
    );
    assert_eq!(found, "runbooks/small.html#walk=down");
    browser.evaluate(&tab, "document.getElementById('_find-box').focus()");
    browser.press(&tab, "ArrowRight");
    assert_eq!(browser.evaluate(&tab, there), "index.html");

    browser.open(&tab, &book.join("lesson-small.html"), "");
    let offered = "new Promise(done => {
        const look = () => document.querySelector('#_drill button') === null ? setTimeout(look, 20) : done(true);
        look();
    })";
    assert_eq!(browser.evaluate(&tab, offered), true);
}
