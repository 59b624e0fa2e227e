//! Target: however a runbook is broken, it is read without panic, the edits that findings offer never make it worse and come
//! to an end, and a layout says the same.

use triagebook::diagnostic::{Certainty, Diagnostic, Severity};
use triagebook::draft::{BaseDraft, RunbookDraft, knowledge_base, runbook};
use triagebook::graph::Graph;
use triagebook::lint;
use triagebook::model::Shell;
use triagebook::source::FileId;
use triagebook::syntax;

/// What is put into the text: signs of YAML, keys and names of the format, slips of the kind that fixes are for.
const PIECES: [&str; 24] = [
    "\t",
    "\n",
    "\r\n",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "#",
    "&a ",
    "*a",
    "|",
    "\u{feff}",
    "\u{201c}",
    "titel: x\n",
    "<<: ",
    "TODO",
    "next: service-sate\n",
    "{{ nam }}",
    "| fl",
    "~",
];

/// Breaks a small runbook as the bytes say, four for each edit, mends it, and lays it out.
pub(crate) fn mending(bytes: &[u8]) {
    let texts = texts(bytes);
    let before = findings(&texts);
    for certainty in [Certainty::Certain, Certainty::Likely] {
        let mended = lint::mend(texts.clone(), certainty, &[], &findings);
        let after = findings(&mended.texts);
        assert_eq!(mended.applied.is_empty(), mended.texts == texts, "{texts:?}");
        assert!(unreadable(&after) <= unreadable(&before), "{texts:?}\nbecame\n{:?}", mended.texts);
        if unreadable(&before) == 0 && certainty == Certainty::Certain {
            assert!(errors(&after) <= errors(&before), "{texts:?}\nbecame\n{:?}", mended.texts);
        }
        let again = lint::mend(mended.texts.clone(), certainty, &[], &findings);
        assert_eq!(again.applied, [], "{:?}", mended.texts);
    }
    if let Ok(laid_out) = syntax::format(FileId(1), &texts[1]) {
        let after = findings(&[texts[0].clone(), laid_out.clone()]);
        // What was not read of a file hides findings, and the order of two of one name decides which of them counts.
        let is_whole = errors(&syntax::runbook(FileId(1), &texts[1]).1) == 0;
        assert!(!is_whole || errors(&after) <= errors(&before), "{}\nbecame\n{laid_out}", texts[1]);
        assert_eq!(syntax::format(FileId(1), &laid_out).as_ref(), Ok(&laid_out));
    }
}

/// A knowledge base and its runbook, the latter with the edits made.
fn texts(bytes: &[u8]) -> Vec<String> {
    let base = BaseDraft {
        title: "Desk",
        owner: "Team",
        contact: "team@contoso.com",
        place: "ps",
        shell: Shell::Powershell,
    };
    let draft = RunbookDraft {
        name: "service",
        title: "It is down",
        symptom: "It does not answer",
        signature: None,
        place: "ps",
        shell: Shell::Powershell,
        team: "Team",
        today: TODAY,
    };
    let mut text = runbook(&draft).into_bytes();
    for edit in bytes.chunks_exact(4).take(12) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % (text.len() + 1);
        let end = (at + usize::from(edit[3] % 40)).min(text.len());
        match edit[2] % 5 {
            0 => drop(text.drain(at..end)),
            1 => {
                let part = text[at..end].to_vec();
                text.splice(at..at, part);
            }
            2 if at < text.len() => text[at] = edit[3],
            3 if edit[3] % 8 == 0 => text.truncate(at),
            _ => drop(text.splice(at..at, PIECES[usize::from(edit[3]) % PIECES.len()].bytes())),
        }
    }
    vec![knowledge_base(&base), String::from_utf8_lossy(&text).into_owned()]
}

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 28);

/// All findings, as `check` has them.
fn findings(texts: &[String]) -> Vec<Diagnostic> {
    let (base, mut found) = syntax::knowledge_base(FileId(0), &texts[0]);
    let (runbook, more) = syntax::runbook(FileId(1), &texts[1]);
    found.extend(more);
    let Some(base) = base else { return found };
    let (graph, linked) = Graph::link(base, runbook.into_iter().collect());
    found.extend(linked);
    let input = lint::Input { graph: &graph, today: TODAY, scenarios: &[], found: &found };
    let more = lint::check(&input);
    found.extend(more);
    found
}

/// How many findings keep a file from being read.
fn unreadable(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| matches!(finding.rule.name, "yaml-syntax" | "tab-indent")).count()
}

fn errors(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}
