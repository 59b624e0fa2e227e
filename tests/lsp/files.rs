//! Files that come, change and go, on the disk and in windows.

use crate::editor::Editor;
use crate::{FILES, OTHER, codes};
use serde_json::{Value, json};
use std::fs;

#[test]
fn what_changes_on_the_disk_is_seen_and_what_is_no_knowledge_base_is_left_alone() {
    let mut editor = Editor::start(&[FILES[0], FILES[1], ("elsewhere/notes.yaml", "a: 1\n")]);
    editor.open("small.yaml");
    assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
    fs::write(editor.path("other.yaml"), OTHER.replace("small/state", "small/nowhere")).unwrap();
    editor.tell_of_files(&["other.yaml"]);
    let found = editor.findings_until("other.yaml", |found| !found.is_empty());
    assert_eq!(codes(&found), ["unknown-node"]);
    fs::remove_file(editor.path("other.yaml")).unwrap();
    editor.tell_of_files(&["other.yaml"]);
    editor.findings_until("other.yaml", <[Value]>::is_empty);
    editor.open("elsewhere/notes.yaml");
    assert_eq!(editor.ask_at("textDocument/hover", "elsewhere/notes.yaml", "a", &json!({})), Ok(Value::Null));
    assert_eq!(
        editor.ask_at("textDocument/rename", "elsewhere/notes.yaml", "a", &json!({ "newName": "b" })),
        Ok(Value::Null)
    );
    assert_eq!(editor.end(), Some(0));
}

/// What an editor says that can tell about changes on the disk.
fn watching() -> Value {
    json!({ "capabilities": { "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } } })
}

#[test]
fn a_file_that_is_renamed_takes_its_findings_along() {
    let broken = OTHER.replace("small/state", "small/nowhere");
    let mut editor = Editor::start_with(&[FILES[0], FILES[1], ("other.yaml", &broken)], &watching());
    editor.findings_until("other.yaml", |found| codes(found) == ["unknown-node"]);
    fs::write(editor.path("third.yaml"), broken.replace("runbook: other", "runbook: third")).unwrap();
    fs::remove_file(editor.path("other.yaml")).unwrap();
    editor.tell_of_files(&["other.yaml", "third.yaml"]);
    editor.findings_until("third.yaml", |found| codes(found) == ["unknown-node"]);
    editor.findings_until("other.yaml", <[Value]>::is_empty);
}

#[test]
fn an_editor_that_cannot_watch_files_sees_changes_all_the_same() {
    let mut editor = Editor::start(&[FILES[0], FILES[1]]);
    fs::write(editor.path("other.yaml"), OTHER.replace("small/state", "small/nowhere")).unwrap();
    editor.findings_until("other.yaml", |found| codes(found) == ["unknown-node"]);
    fs::remove_file(editor.path("other.yaml")).unwrap();
    editor.findings_until("other.yaml", <[Value]>::is_empty);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn a_window_that_is_closed_unsaved_leaves_what_is_on_the_disk() {
    let mut editor = Editor::start_with(&FILES, &watching());
    editor.open("small.yaml");
    editor.edit("small.yaml", "next: start\n", "next: strat\n");
    assert_eq!(codes(&editor.findings("small.yaml")), ["unknown-node"]);
    editor.close("small.yaml");
    editor.findings_until("small.yaml", <[Value]>::is_empty);
    // A file that was never saved goes with its window.
    let third = OTHER.replace("runbook: other", "runbook: third").replace("small/state", "small/nowhere");
    editor.open_as("third.yaml", &third);
    assert!(codes(&editor.findings("third.yaml")).contains(&"unknown-node"));
    editor.close("third.yaml");
    editor.findings_until("third.yaml", <[Value]>::is_empty);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn a_folder_is_a_knowledge_base_as_long_as_its_file_is_there() {
    let mut editor = Editor::start_with(&[FILES[1], FILES[2]], &watching());
    editor.open("small.yaml");
    for method in ["textDocument/hover", "textDocument/completion", "textDocument/definition"] {
        assert_eq!(editor.ask_at(method, "small.yaml", "next: st", &json!({})), Ok(Value::Null));
    }
    fs::write(editor.path("knowledge-base.yaml"), FILES[0].1).unwrap();
    editor.tell_of_files(&["knowledge-base.yaml"]);
    assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
    editor.edit("small.yaml", "next: start\n", "next: strat\n");
    assert_eq!(codes(&editor.findings("small.yaml")), ["unknown-node"]);
    fs::remove_file(editor.path("knowledge-base.yaml")).unwrap();
    editor.tell_of_files(&["knowledge-base.yaml"]);
    editor.findings_until("small.yaml", <[Value]>::is_empty);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn line_breaks_of_windows_are_kept() {
    let files = FILES.map(|(name, text)| (name, text.replace('\n', "\r\n")));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut editor = Editor::start(&files);
    editor.open("small.yaml");
    assert_eq!(codes(&editor.findings("small.yaml")), ["crlf"]);
    let edit = editor
        .ask_at("textDocument/rename", "small.yaml", "verify: sta", &json!({ "newName": "service" }))
        .unwrap();
    editor.apply(&edit);
    assert_eq!(codes(&editor.findings("small.yaml")), ["crlf"]);
    let text = &editor.texts["small.yaml"].0;
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    editor.edit("small.yaml", "next: start\r\n", "next:\r\n");
    let offered = editor.offered("small.yaml", "stopped\"]\r\n        next:");
    assert!(offered.contains(&"start".to_owned()), "{offered:?}");
    editor.edit("small.yaml", "        next:\r\n", "        next: strat\r\n");
    let found = editor.findings("small.yaml");
    assert_eq!(codes(&found), ["crlf", "unknown-node"]);
    assert_eq!(editor.covered("small.yaml", &found[1]["range"]), "strat");
}
