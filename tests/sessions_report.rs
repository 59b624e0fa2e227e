//! `sessions report`, `export`, `import`, `reveal` and `verify` through the real binary.
//!
//! Invariant: each case walks a session of its own on the knowledge base of `tests/sessions/kb`.
//! Deliberately absent: what reports and exports hold (`report.rs`, `export.rs`).

mod support;

use std::path::{Path, PathBuf};
use support::{Case, Finished, triagebook};

const KB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sessions/kb");
const OUTPUT: &str = "Name  : Q1 on print09.contoso.com\nState : Stopped\n";

/// A state folder with one session that ended resolved, and that session's name.
fn walked() -> (tempfile::TempDir, String) {
    let state = tempfile::tempdir().expect("a folder can be made");
    let walk = "run printing/nothing-prints --no-input --save --input server=PRINT09 --evidence queue.txt \
                --answer start-queue=done --answer proof=page";
    with(walk, state.path()).file("queue.txt", OUTPUT).code_after(0);
    let listed = with("sessions list", state.path()).code_after(0);
    let id = listed.stdout.split_whitespace().next().expect("there is one").to_owned();
    (state, id)
}

fn with(arguments: &str, state: &Path) -> Case {
    triagebook(arguments)
        .variable("TRIAGEBOOK_KB", KB)
        .variable("TRIAGEBOOK_STATE", &state.display().to_string())
}

/// Runs a subcommand of `sessions` that writes a file into the state folder.
fn written(arguments: &str, state: &Path, name: &str) -> (Finished, PathBuf) {
    let path = state.join(name);
    let done =
        with(&format!("sessions {arguments} --out"), state).arg(path.display().to_string()).code_after(0);
    (done, path)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it was written")
}

#[test]
fn the_ending_of_the_file_decides_how_a_report_is_written() {
    let (state, id) = walked();
    for (name, begins) in
        [("r.html", "<!doctype html>"), ("r.md", "# Printing"), ("r.json", "{\n"), ("r.txt", "Printing does")]
    {
        let (done, path) = written(&format!("report {id}"), state.path(), name);
        done.err(&["Review it before you send it"]);
        assert!(text(&path).starts_with(begins), "{name}: {}", text(&path));
    }
    with(&format!("sessions report {id} --for customer"), state.path())
        .code_after(0)
        .out(&["It is resolved:", "Start the queue. Done"]);
    with(&format!("sessions report {id} --for ticket --format json"), state.path())
        .code_after(2)
        .err(&["JSON is always the whole record"]);
}

#[test]
fn a_report_is_verified_and_a_changed_byte_of_the_output_is_found() {
    let (state, id) = walked();
    for name in ["r.html", "r.md", "r.json"] {
        let (_, path) = written(&format!("report {id}"), state.path(), name);
        with("verify", state.path()).arg(path.display().to_string()).code_after(0).out(&[
            "The queue is stopped: follows from line 2 of the evidence.",
            "The conclusion follows: resolved: Printing works.",
        ]);
        let mut changed = text(&path);
        let at = changed.rfind("State : Stopped\\n").expect("the output is in the record");
        changed.replace_range(at..at + 15, "State : Stoppex");
        with("verify -", state.path())
            .stdin(changed)
            .code_after(1)
            .out(&["The conclusion does not stand", "event 2 (evidence for `printing/queue`)"]);
    }
    with("verify -", state.path())
        .stdin("no report\n")
        .code_after(3)
        .err(&["it holds no record of a report"]);
    let json = with("verify --json", state.path()).arg(state.path().join("r.json").display().to_string());
    let json = json.code_after(0).json();
    assert_eq!((&json["version"], &json["follows"]), (&1.into(), &true.into()));
}

#[test]
fn the_json_of_the_command_is_that_of_the_library() {
    use triagebook::session::{Dossier, Salvage, kb_print};
    let (state, id) = walked();
    let printed = with(&format!("sessions report {id} --format json"), state.path()).code_after(0).stdout;
    let location = triagebook::world::library::Location::Folder(KB.into());
    let library = triagebook::world::library::load(location).expect("it is there");
    let journal = std::fs::read(state.path().join(format!("sessions/{id}.journal"))).expect("it is there");
    let print = kb_print(&library.graph, &library.sources, None);
    let program = env!("CARGO_PKG_VERSION");
    let dossier = Dossier::new(&library.graph, &Salvage::read(&journal).events, &print, program, Some(&id));
    assert_eq!(printed, dossier.expect("it has begun").json());
}

#[test]
fn an_export_is_shown_confirmed_imported_and_told_back() {
    let (state, id) = walked();
    let file = state.path().join("case.journal");
    let asked = with(&format!("sessions export {id} --out"), state.path()).arg(file.display().to_string());
    asked.stdin("n\n").code_after(2).err(&["1 host", "review before sending", "nothing was written"]);
    assert!(!file.exists());
    let (done, _) = written(&format!("export {id} --yes"), state.path(), "case.journal");
    done.err(&["sessions import FILE"]);
    let exported = text(&file);
    assert!(!exported.contains("PRINT09") && !exported.contains("contoso"), "{exported}");
    let file = file.display().to_string();
    with("verify", state.path()).arg(&file).code_after(0).out(&["The conclusion follows"]);

    let there = tempfile::tempdir().expect("a folder can be made");
    let imported = with("sessions import", there.path()).arg(&file).code_after(0);
    let name = imported.stdout.trim();
    with(&format!("sessions show {name}"), there.path()).code_after(0).out(&["Result:   Resolved"]);
    let cut = &exported[..exported.len() - 20];
    let torn = with("sessions import torn.journal", there.path()).file("torn.journal", cut);
    torn.code_after(3).err(&["was not taken"]);

    let map = state.path().join(format!("sessions/{id}.map"));
    let server = exported.split("-Server '").nth(1).and_then(|rest| rest.split('\'').next());
    with("sessions reveal --map", state.path())
        .arg(map.display().to_string())
        .arg("-")
        .stdin(format!("Please restart {}.\n", server.expect("it is named")))
        .code_after(0)
        .out(&["Please restart PRINT09."]);
}

#[cfg(unix)]
#[test]
fn what_tells_names_back_is_private_and_goes_with_its_session() {
    use std::os::unix::fs::PermissionsExt as _;
    let (state, id) = walked();
    let (_, file) = written(&format!("export {id} --yes"), state.path(), "case.journal");
    let map = state.path().join(format!("sessions/{id}.map"));
    for path in [&map, &file] {
        let mode = std::fs::metadata(path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
    with("sessions prune --finished --yes", state.path()).code_after(0);
    assert!(!map.exists());
}
