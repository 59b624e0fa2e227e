//! `fmt`: the canonical layout changes nothing of what a file says.

mod support;

use proptest::prelude::{ProptestConfig, prop_assert, proptest};
use support::{SMALL_BASE, SMALL_RUNBOOK, triagebook};
use triagebook::source::FileId;
use triagebook::syntax;
use triagebook::world::listing;

/// All files of the shipped knowledge base.
fn shipped() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let paths = listing::yaml_files(&folder).expect("the folder can be read");
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a file of the folder can be read"))
        .collect()
}

/// What a file says as the reader's types, without the places where it stands.
fn meaning(text: &str) -> String {
    let said = format!(
        "{:?} {:?} {:?}",
        syntax::runbook(FileId(0), text).0,
        syntax::knowledge_base(FileId(0), text).0,
        syntax::scenarios(FileId(0), text).0
    );
    let mut parts = said.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |meaning, part| meaning + part.split_once('}').map_or(part, |(_, rest)| rest))
}

#[test]
fn the_shipped_files_keep_their_meaning_and_a_second_time_changes_nothing() {
    for text in shipped() {
        let once = syntax::format(FileId(0), &text).expect("a shipped file can be laid out");
        assert_eq!(meaning(&once), meaning(&text));
        assert_eq!(syntax::format(FileId(0), &once).as_ref(), Ok(&once));
        let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
        assert_eq!(comments(&once), comments(&text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A file with a line taken out, doubled, moved in or commented: laid out with the same meaning, or refused.
    #[test]
    fn files_with_an_edit_keep_their_meaning_or_are_refused(
        file in 0..40_usize, line in 0..1000_usize, lines in 40..120_usize, edit in 0..6_usize,
    ) {
        let files = shipped();
        let text = &files[file % files.len()];
        let all: Vec<&str> = text.lines().collect();
        // A part that begins with a node is a file of its own kind of brokenness; the head keeps it readable.
        let mut kept: Vec<String> = all.iter().take(lines).map(|line| (*line).to_owned()).collect();
        let at = line % kept.len();
        match edit {
            0 => drop(kept.remove(at)),
            1 => kept.insert(at, kept[at].clone()),
            2 => kept[at].insert_str(0, "  "),
            3 => kept.insert(at, "    # a comment".to_owned()),
            4 => kept[at].push_str("  # behind"),
            _ => kept.insert(at, String::new()),
        }
        let text = kept.join("\n");
        if let Ok(once) = syntax::format(FileId(0), &text) {
            prop_assert!(meaning(&once) == meaning(&text), "{text}\n---\n{once}");
            prop_assert!(syntax::format(FileId(0), &once).as_ref() == Ok(&once), "{text}\n---\n{once}");
            prop_assert!(once.matches("# a comment").count() == text.matches("# a comment").count());
        }
    }
}

#[test]
fn files_are_laid_out_and_check_shows_what_would_change() {
    let messy = SMALL_RUNBOOK.replace(
        "runbook: small\ntitle: The service is down\n",
        "title: The service is down\nrunbook: small   # its name\n",
    );
    let shown = triagebook("fmt --check kb")
        .file("kb/knowledge-base.yaml", SMALL_BASE)
        .file("kb/small.yaml", &messy)
        .code_after(1)
        .out(&["--- a/kb/small.yaml", "-runbook: small   # its name", "+runbook: small  # its name"])
        .err(&["would change"]);
    assert_eq!(std::fs::read_to_string(shown.folder().join("kb/small.yaml")).expect("it is there"), messy);
    let done = triagebook("fmt kb").in_folder_of(shown).code_after(0).err(&["Formatted kb/small.yaml"]);
    let clean = triagebook("fmt --check kb").in_folder_of(done).code_after(0);
    assert_eq!(clean.stdout, "");
    triagebook("check kb --deny warnings").in_folder_of(clean).code_after(0);
}

#[test]
fn stdin_is_laid_out_to_stdout_and_comes_back_where_it_is_refused() {
    let out = triagebook("fmt -").stdin("title: T\nrunbook: r\n").code_after(0);
    assert_eq!(out.stdout, "runbook: r\ntitle: T\n");
    let broken = "runbook: r\ntitle: 'T\n";
    let out = triagebook("fmt -").stdin(broken).code_after(1).err(&["left as it is"]);
    assert_eq!(out.stdout, broken);
}

#[test]
fn one_file_that_is_refused_does_not_hold_up_the_others() {
    let out = triagebook("fmt a.yaml b.yaml missing.yaml")
        .file("a.yaml", "runbook: &x a\ntitle: *x\n")
        .file("b.yaml", "title: T\nrunbook: b\n")
        .code_after(3)
        .err(&["missing.yaml"]);
    let out = triagebook("fmt a.yaml b.yaml").in_folder_of(out).code_after(1).err(&[
        "error[alias]",
        "a.yaml is left as it is",
        "1 file left alone",
    ]);
    assert_eq!(
        std::fs::read_to_string(out.folder().join("b.yaml")).expect("it is there"),
        "runbook: b\ntitle: T\n"
    );
}
