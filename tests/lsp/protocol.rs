//! What is not about the texts: the first and last words, requests that cannot be answered, and what is no message.

use crate::FILES;
use crate::editor::Editor;
use serde_json::{Value, json};

#[test]
fn what_comes_before_the_first_words_is_refused_and_forgotten() {
    let mut editor = Editor::begin(&FILES);
    assert_eq!(editor.ask("textDocument/hover", &json!({})).unwrap_err()["code"], -32002);
    assert_eq!(editor.ask("shutdown", &Value::Null).unwrap_err()["code"], -32002);
    editor.tell("textDocument/didOpen", &json!({}));
    assert_eq!(editor.ask("initialize", &json!({ "capabilities": 5 })).unwrap_err()["code"], -32602);
    editor.greet(&json!({}));
    assert_eq!(editor.ask("initialize", &json!({ "capabilities": {} })).unwrap_err()["code"], -32600);
    editor.open("small.yaml");
    assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn what_is_no_message_is_skipped() {
    let mut editor = Editor::begin(&FILES);
    editor.send_bytes(b"hello\n\xff\xfe\r\nContent-Length: many\r\n");
    editor.greet(&json!({}));
    editor.send_framed("{ half");
    editor.send_framed("[1, 2]");
    editor.send_framed("");
    editor.open("small.yaml");
    assert_eq!(editor.findings("small.yaml"), Vec::<Value>::new());
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn strange_requests_get_an_error_and_cancelled_ones_an_answer() {
    let mut editor = Editor::start(&FILES);
    assert_eq!(editor.ask("textDocument/unheard-of", &json!({})).unwrap_err()["code"], -32601);
    assert_eq!(editor.ask("textDocument/hover", &json!({ "wrong": 1 })).unwrap_err()["code"], -32602);
    editor.tell("textDocument/didOpen", &json!({ "wrong": 1 }));
    editor.open("small.yaml");
    let params = json!({ "textDocument": { "uri": editor.uri("small.yaml") } });
    let asked: Vec<i64> = (0..50).map(|_| editor.request("textDocument/documentSymbol", &params)).collect();
    editor.tell("$/cancelRequest", &json!({ "id": asked[49] }));
    for id in asked {
        if let Err(error) = editor.answer_to(id) {
            assert_eq!(error["code"], -32800, "{error:#}");
        }
    }
    // Fixes wait for findings; cancelled meanwhile, or shut down, they are answered all the same.
    editor.edit("small.yaml", "minutes: 1", "minutes: 2");
    let params = json!({
        "textDocument": { "uri": editor.uri("small.yaml") }, "context": { "diagnostics": [] },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
    });
    let asked = [(); 3].map(|()| editor.request("textDocument/codeAction", &params));
    editor.tell("$/cancelRequest", &json!({ "id": asked[1] }));
    for id in asked {
        if let Err(error) = editor.answer_to(id) {
            assert_eq!(error["code"], -32800, "{error:#}");
        }
    }
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn the_exit_code_says_whether_the_editor_said_goodbye() {
    assert_eq!(Editor::start(&FILES).end(), Some(0));
    assert_eq!(Editor::start(&FILES).hang_up(), Some(1));
    assert_eq!(Editor::begin(&FILES).hang_up(), Some(1));
    let mut editor = Editor::start(&FILES);
    assert_eq!(editor.ask("shutdown", &Value::Null), Ok(Value::Null));
    assert_eq!(editor.ask("textDocument/hover", &Value::Null).unwrap_err()["code"], -32600);
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.hang_up(), Some(0));
}
