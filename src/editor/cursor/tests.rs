//! Places marked in texts, and every key of the shipped knowledge base against the parser.

use crate::editor::cursor::{Cursor, Name, Role};
use crate::source::FileId;
use crate::syntax::{Item, outline};

/// `checks.a.run[]`, as a person would write a path.
fn shown(names: &[Name<'_>]) -> String {
    let mut shown = String::new();
    for name in names {
        match name {
            Name::Key(key) if shown.is_empty() => shown.push_str(key),
            Name::Key(key) => shown.extend([".", key]),
            Name::Entry => shown.push_str("[]"),
        }
    }
    shown
}

/// What stands at the `|` of a text: the path, the role, the word, and the keys beside.
fn at(marked: &str) -> (String, Role, String, Vec<String>) {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let cursor = Cursor::at(&text, offset);
    let beside = cursor.beside.iter().map(|pair| pair.key.to_owned()).collect();
    (shown(&cursor.names()), cursor.role, text[cursor.word.clone()].to_owned(), beside)
}

#[track_caller]
fn assert_at(marked: &str, path: &str, role: Role, word: &str, beside: &[&str]) {
    let beside: Vec<String> = beside.iter().map(|key| (*key).to_owned()).collect();
    assert_eq!(at(marked), (path.to_owned(), role, word.to_owned(), beside), "{marked}");
}

#[test]
fn a_half_typed_key_knows_its_mapping() {
    assert_at("runbook: a\nti|\nowner: x\n", "", Role::Key, "ti", &["runbook", "owner"]);
    assert_at("checks:\n  a:\n    title: T\n    ou|\n  b:\n", "checks.a", Role::Key, "ou", &["title"]);
    assert_at(
        "checks:\n  a:\n    title: T\n    |\n    why: W\n",
        "checks.a",
        Role::Key,
        "",
        &["title", "why"],
    );
    assert_at(
        "checks:\n  a:\n    run:\n      - place: ems\n        com|\n",
        "checks.a.run[]",
        Role::Key,
        "com",
        &["place"],
    );
    assert_at("a: { x: 1, y|, z: 2 }\n", "a", Role::Key, "y", &["x", "z"]);
    assert_at("a: { x: 1, y|\nb: 2\n", "a", Role::Key, "y", &["x"]);
    assert_at("a:\n  on: 1\n  'off'|\n", "a", Role::Key, "'off'", &["on"]);
    assert_at("|", "", Role::Key, "", &[]);
}

#[test]
fn a_value_knows_its_key() {
    assert_at("a:\n  next: esc|\n", "a.next", Role::Value, "esc", &[]);
    assert_at("a:\n  next: |\n  b: 1\n", "a.next", Role::Value, "", &[]);
    assert_at("a:\n  next:|\n", "a.next", Role::Value, "", &[]);
    assert_at("a: { next: one/tw|o }\n", "a.next", Role::Value, "one/two", &[]);
    assert_at("a: { next: | }\n", "a.next", Role::Value, "", &[]);
    assert_at("sources: [x, |]\n", "sources[]", Role::Start, "", &[]);
    assert_at("sources: [x, y|\nb: 1\n", "sources[]", Role::Start, "y", &[]);
    assert_at("sources:\n  - x|\n", "sources[]", Role::Start, "x", &[]);
    assert_at("sources:\n  - |\n", "sources[]", Role::Start, "", &[]);
    assert_at("sources:\n- x\n- |\n", "sources[]", Role::Start, "", &[]);
    assert_at("a:\n  next:\n    x|\n", "a.next", Role::Start, "x", &[]);
    assert_at("a: 'it''s {{ na|me }}'\n", "a", Role::Value, "name", &[]);
}

#[test]
fn long_texts_and_comments_hold_no_keys() {
    assert_at("why: >-\n  some: te|xt\n", "why", Role::Text, "", &[]);
    assert_eq!(at("why: >-\n  one\n\n  two|\nnext: x\n").1, Role::Text);
    assert_eq!(at("a: plain\n  goes on|\n").1, Role::Text);
    assert_eq!(at("a: 1 # comm|ent\n").1, Role::Nowhere);
    assert_eq!(at("# comm|ent\na: 1\n").1, Role::Nowhere);
    assert_at("why: >-\n  one\nne|\n", "", Role::Key, "ne", &["why"]);
    assert_at("samples:\n  - >\n    Task : te|xt\n", "samples[]", Role::Text, "", &[]);
    assert_at("samples:\n  - >\n    Task : x\nne|\n", "", Role::Key, "ne", &["samples"]);
}

#[test]
fn a_bracket_that_is_not_closed_does_not_swallow_the_rest() {
    assert_at("a:\n  x: { y: [1, 2\n  z: |\nb: 1\n", "a.z", Role::Value, "", &[]);
    assert_at("a:\n  x: {\n    y: 1,\n    v|\n  }\n  z: 1\n", "a.x", Role::Key, "v", &["y"]);
}

#[test]
fn the_values_beside_are_known() {
    let text = "steps:\n  - { at: one, takes:  }\n";
    let cursor = Cursor::at(text, text.find("takes:").unwrap() + 7);
    assert_eq!((cursor.role, cursor.sibling(0, "at")), (Role::Value, Some("one")));
    let text = "steps:\n  - at: one\n    also:\n      n\n";
    let cursor = Cursor::at(text, text.rfind('n').unwrap() + 1);
    assert_eq!((shown(&cursor.names()).as_str(), cursor.sibling(0, "at")), ("steps[].also", Some("one")));
}

/// Holds every key and every text of `items` against the cursor, with the whole text and with what stands before it alone.
fn compare(text: &str, items: &[Item], path: &str, seen: &mut usize) {
    for item in items {
        let inner = match &item.key {
            Some(key) if path.is_empty() => key.clone(),
            Some(key) => format!("{path}.{key}"),
            None => format!("{path}[]"),
        };
        if item.key.is_some() {
            let range = item.head.range();
            let cursor = Cursor::at(text, range.start + 1);
            assert_eq!((shown(&cursor.names()).as_str(), cursor.role), (path, Role::Key), "{inner}");
            assert_eq!(cursor.word, range, "{inner}");
            let cut = Cursor::at(&text[..range.end], range.end);
            assert_eq!(shown(&cut.names()), path, "{inner}, cut");
            assert!(matches!(cut.role, Role::Key | Role::Start), "{inner}, cut: {:?}", cut.role);
        }
        if let (Some(written), true) = (&item.text, item.items.is_empty()) {
            let start = item.whole.range().end - 1;
            let one_line = !text[item.head.range().start..item.whole.range().end].contains('\n');
            // The text was cut, perhaps behind the first line of a text of several.
            let above = text[..start].rsplit('\n').nth(1).unwrap_or_default();
            if one_line && !written.is_empty() && !above.ends_with(['|', '>', '-']) {
                let cursor = Cursor::at(text, start);
                assert_eq!(shown(&cursor.names()), inner);
                assert!(matches!(cursor.role, Role::Value | Role::Start), "{inner}: {:?}", cursor.role);
            }
        }
        *seen += 1;
        compare(text, &item.items, &inner, seen);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the shipped knowledge base is the specimen")]
fn the_path_is_the_parsers_at_every_key_of_the_shipped_knowledge_base() {
    let mut seen = 0;
    for folder in ["runbooks", "runbooks/tests"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "yaml") {
                let text = std::fs::read_to_string(path).unwrap();
                // Cutting is quadratic; a part of a long file says as much.
                let end = text.floor_char_boundary(6_000);
                let text = &text[..text[..end].rfind('\n').map_or(end, |end| end + 1)];
                compare(text, &outline(FileId(0), text), "", &mut seen);
            }
        }
    }
    assert!(seen > 2_000, "{seen}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_to_its_end(text in "[a\\-:,{}\\[\\]|>#'\" \n\r\t\u{b}\u{85}\u{a0}\u{3000}ü\u{1f5a8}]{0,24}") {
        for offset in 0..=text.len() + 1 {
            let cursor = Cursor::at(&text, offset);
            proptest::prop_assert!(text.get(cursor.word.clone()).is_some(), "{:?} of {text:?}", cursor.word);
        }
    }
}
