//! `triagebook run` through pipes: it never waits, says where it stopped and how to go on, and ends with the right code.
//!
//! Invariant: the real binary on the knowledge base of `tests/sessions/kb`.
//! Deliberately absent: terminals (`pty.rs`) and the rules of the walk (`session.rs`).

mod support;

use support::{Case, triagebook};

fn run(arguments: &str) -> Case {
    let kb = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sessions/kb");
    triagebook(&format!("run {arguments}")).arg("--kb").arg(kb)
}

#[test]
fn the_end_of_the_input_is_told_with_what_is_missing_and_how_to_go_on() {
    run("printing/slow").stdin("1\n").code_after(1).out(&[
        "Question 1: Who cannot print?",
        "Does the printer answer to ping?",
        "Result:   not finished",
        "Stopped at network/reachable: the question has no answer yet",
        "The input ended before the walk did.",
        "triagebook run --resume 20",
    ]);
}

#[test]
fn nothing_on_stdin_ends_at_once() {
    run("printing").code_after(1).out(&["Name one: triagebook run printing/nothing-prints"]);
    run("").code_after(1).out(&["Printing does not work", "The printer cannot be reached"]);
}

#[test]
fn a_walk_that_ends_resolved_ends_with_zero() {
    run("printing/slow")
        .stdin("one\npage\n")
        .code_after(0)
        .out(&["Resolved: Printing works", "Result:   Resolved"]);
}

#[test]
fn a_walk_that_ends_otherwise_ends_with_one() {
    run("printing/slow")
        .stdin("u\n2\n")
        .code_after(1)
        .out(&["Escalate: The print team takes over", "Attach"]);
}

#[test]
fn the_flags_carry_a_walk_without_input() {
    run("printing/nothing-prints --no-input --evidence queue.txt --answer start-queue=done --answer proof=page")
        .file("queue.txt", "Name  : Q1\r\nState : Stopped\r\n")
        .stdin("this is never read\n")
        .code_after(0)
        .out(&["line 2: State : Stopped", "Result:   Resolved - Printing works"]);
}

#[test]
fn without_input_it_says_where_it_stopped() {
    run("printing/nothing-prints --no-input --input server=PRINT01").code_after(1).out(&[
        "Stopped at printing/queue: the question has no answer yet",
        "Get-PrintQueue -Server 'PRINT01' | Format-List Name,State",
    ]);
}

#[test]
fn the_json_is_alone_on_stdout() {
    let done = run("printing/slow --json").stdin("one\npage\n").code_after(0);
    let json: serde_json::Value = serde_json::from_str(&done.stdout).expect("stdout is JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["result"], "resolved");
    assert_eq!(json["path"][1]["node"], "printing/who");
    assert_eq!(json["path"][1]["outcome"], "one");
    assert_eq!(json["path"][1]["by"], "answer");
    assert!(done.stderr.contains("Who cannot print?"), "{}", done.stderr);

    let stopped = run("printing/slow --json --no-input").code_after(1);
    let json: serde_json::Value = serde_json::from_str(&stopped.stdout).expect("stdout is JSON");
    assert_eq!(json["stopped_at"], "printing/who");
    assert_eq!(json["result"], serde_json::Value::Null);
    assert!(
        json["missing"][0].as_str().is_some_and(|missing| missing.contains("`everybody` or `one`")),
        "{json}"
    );
}

#[test]
fn wrong_names_are_told_all_at_once_with_near_ones() {
    run("printng").code_after(2).err(&["there is no runbook `printng`; did you mean `printing`?"]);
    run("printing/slwo").code_after(2).err(&["runbook `printing` has no node `slwo`; did you mean `slow`?"]);
    run("printing/slow --answer whoo=one --answer who=onne --answer start-queue=yes --input server")
        .code_after(2)
        .err(&[
            "no node `whoo`; did you mean `who`?",
            "`printing/who` has no answer `onne`; did you mean `one`?",
            "`printing/start-queue` has no answer `yes`; possible are `done` or `failed`",
            "--input `server` is not of the form NAME=VALUE",
        ]);
    run("printing/slow --input sever=A").code_after(2).err(&["did you mean `server`?"]);
    run("printing --no-input").code_after(2).err(&["triagebook run printing/slow"]);
}

#[test]
fn evidence_that_cannot_be_read_ends_with_three() {
    run("printing/slow --evidence absent.txt").code_after(3).err(&["absent.txt"]);
    run("printing/slow --evidence image.bin")
        .file("image.bin", b"\x89PNG\r\n\x1a\n")
        .code_after(3)
        .err(&["`image.bin` is not a text file: it is a picture (PNG)", "paste the text that it shows"]);
    run("printing/slow --evidence large.txt")
        .file("large.txt", vec![b'x'; (5 << 20) + 1])
        .code_after(3)
        .err(&["larger than 5 MiB"]);
}

#[test]
fn evidence_collected_before_a_fix_does_not_prove_it() {
    // The same file would answer `queue` again if it were offered after the fix.
    run("printing/queue --no-input --evidence q.txt --answer start-queue=done --answer proof=nothing --answer start-queue=done")
        .file("q.txt", "State : Stopped")
        .code_after(1)
        .out(&["Stopped at printing/proof"]);
}

#[test]
fn utf_16_evidence_is_read() {
    let text: Vec<u8> = "\u{feff}State : Running\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    run("printing/queue --no-input --evidence q.txt")
        .file("q.txt", text)
        .code_after(1)
        .out(&["The queue is running"]);
}

#[test]
fn a_block_of_output_is_read_up_to_the_dot() {
    run("printing/queue").stdin("skip\np\nName  : Q1\nState : Running\n.\n\n").code_after(1).out(&[
        "Received 2 lines.",
        "The output says: 1 The queue is running",
        "Stopped at printing/who",
    ]);
}

#[test]
fn what_is_not_understood_is_named_with_what_is_possible() {
    run("printing/slow").stdin("everbody\n7\n\n").code_after(1).out(&[
        "`everbody` is no answer here. Did you mean `everybody`?",
        "`7` is no answer here. Possible: 1-2, 0, u; ? lists the rest.",
        "Nothing was typed.",
    ]);
}

#[test]
fn plain_output_holds_no_escape_and_no_box() {
    let done =
        run("printing/nothing-prints --plain --color always").stdin("skip\n2\n1\n1\n1\n\n").code_after(0);
    assert!(!done.stdout.contains(['\u{1b}', '\r', '─', '│', '•']), "{}", done.stdout);
}

#[test]
fn control_characters_in_answers_notes_and_pastes_do_not_come_back() {
    let done =
        run("printing/slow").stdin("n a\u{1b}[31mb\n\u{1b}]0;x\u{7}\np\n\u{1b}[2Jx\n.\n").code_after(1);
    assert!(!done.stdout.contains('\u{1b}'), "{}", done.stdout);
    assert!(done.stdout.contains("a^[[31mb"), "{}", done.stdout);
}

#[test]
fn the_picker_takes_an_error_text() {
    run("")
        .stdin("the spooler said PRN-99 again\n1\n")
        .code_after(1)
        .out(&["Best first:", "Question 1: Who cannot print?"]);
}

#[test]
fn the_resume_hint_of_a_walk_that_is_not_saved_holds_its_answers() {
    let stopped = run("printing/nothing-prints --no-save").stdin("PRINT01\nstopped\ndone\n").code_after(1);
    let hint =
        stopped.stdout.lines().find(|line| line.starts_with("triagebook run")).expect("there is a hint");
    let again = hint.trim_start_matches("triagebook ");
    // The wait for the fix is not over; the answer is given all the same.
    let resumed = triagebook(again).stdin("page\n1\n").code_after(0);
    assert!(resumed.stdout.contains("Does a test page come out?"), "{}", resumed.stdout);
}

#[test]
fn what_several_outcomes_miss_is_told_once() {
    let walk = || run("printing/queue --evidence q.txt").file("q.txt", "Name  : Q1\n");
    let missing = "`State` is not in the output";
    let typed = walk().stdin("PRINT01\np\nName  : Q1\n.\n").code_after(1);
    // In the answer to the paste, and in the summary.
    assert_eq!(typed.stdout.matches(missing).count(), 2, "{}", typed.stdout);
}

const ANSWERS: &str = "inputs: { server: PRINT01 }
answers:
  - queue: stopped
  - start-queue: done
  - proof: nothing
";

#[test]
fn a_file_of_answers_carries_a_walk_and_flags_go_after_it() {
    run("printing/nothing-prints --no-input --answers a.yaml")
        .file("a.yaml", ANSWERS)
        .code_after(1)
        // The second visit has no answer in the file.
        .out(&["Stopped at printing/start-queue", "server = PRINT01"]);
    run("printing/nothing-prints --no-input --answers a.yaml --input server=PRINT02 --answer start-queue=done --answer proof=page")
        .file("a.yaml", ANSWERS)
        .code_after(0)
        .out(&["Result:   Resolved", "server = PRINT02"]);
}

#[test]
fn a_wrong_file_of_answers_is_told_with_the_place() {
    run("printing --answers absent.yaml").code_after(3).err(&["could not read `absent.yaml`"]);
    run("printing/slow --answers a.yaml").file("a.yaml", "answer: []\n").code_after(2).err(&[
        "error: a.yaml:1:1: unknown field `answer`, expected `inputs` or `answers`",
        "help: expected is `inputs: { NAME: VALUE }` and `answers: [ { NODE: OUTCOME }, ... ]`",
    ]);
    run("printing/slow --answers a.yaml")
        .file("a.yaml", "answers:\n  - whoo: one\n  - who: onne\n")
        .code_after(2)
        .err(&[
            "a.yaml: answer 1: runbook `printing` has no node `whoo`; did you mean `who`?",
            "a.yaml: answer 2: `who=onne`: `printing/who` has no answer `onne`; did you mean `one`?",
        ]);
    run("printing/slow --answers a.yaml")
        .file("a.yaml", "inputs: { sever: A }")
        .code_after(2)
        .err(&["a.yaml: sever: "]);
}

#[test]
fn the_answers_of_a_walk_can_be_printed_and_handed_in_again() {
    let printed = run("printing/slow --input server=PRINT01").stdin("1\nexport\n").code_after(1);
    let (_, file) = printed.stdout.split_once("--answers FILE`:\n\n").expect("the file is announced");
    let (file, _) = file.split_once("\n\n").expect("a blank line ends it");
    assert_eq!(file, "inputs:\n  server: PRINT01\nanswers:\n- printing/who: everybody");
    run("printing/slow --no-input --answers a.yaml")
        .file("a.yaml", file)
        .code_after(1)
        .out(&["Stopped at network/reachable"]);
}

/// What somebody copied from a window in which three commands ran.
const TRANSCRIPT: &str = "\
[PS] C:\\>Get-PrintService | Format-List ServiceName,ServiceState

ServiceName  : Spooler
ServiceState : Running

[PS] C:\\>Get-PrintVolume -Service 'Spooler' | Format-List VolumeName,VolumeFree

VolumeName : D
VolumeFree : 40

[PS] C:\\>";

const GATEWAY: &str = "\
PS C:\\> Get-PrintGateway | Format-List GatewayName,GatewayRoutes

GatewayName   : G1
GatewayRoutes : {print01, print02}

PS C:\\>";

fn pasted(text: &str) -> String {
    format!("p\n{text}\n.\n")
}

#[test]
fn one_paste_answers_questions_in_a_row_and_each_is_shown_with_its_line() {
    let text = pasted(TRANSCRIPT);
    run("server").stdin(format!("{text}\n")).code_after(1).out(&[
        "Received 11 lines.",
        "Your paste answers 2 questions in a row:",
        "  1   Is the print service running?\n      The service is running\n      line 4 | ServiceState : Running",
        "  2   Has the volume of the service room?\n      There is room\n      line 9 | VolumeFree : 40",
        "Take both? Enter = yes",
        "Stopped at server/gateway",
    ]);
    // Nothing is taken without a word.
    run("server").stdin(text).code_after(1).out(&["Stopped at server/service"]);
}

#[test]
fn answers_in_a_row_can_be_taken_in_part_one_by_one_or_not_at_all() {
    let text = pasted(TRANSCRIPT);
    run("server").stdin(format!("{text}1\n")).code_after(1).out(&[
        "Question 2: Has the volume of the service room?",
        "The output says: 1 There is room",
        "Stopped at server/volume",
    ]);
    run("server").stdin(format!("{text}s\n\n\n")).code_after(1).out(&[
        "The output says: 1 The service is running",
        "The output says: 1 There is room",
        "Stopped at server/gateway",
    ]);
    let refused = run("server").stdin(format!("{text}n\nstopped\n")).code_after(1);
    refused.out(&["Then choose the answer yourself", "Fix 2: Start the service"]);
}

#[test]
fn answers_taken_with_one_word_are_taken_back_and_done_again_with_one() {
    let text = pasted(TRANSCRIPT);
    run("server").stdin(format!("{text}\nundo\n")).code_after(1).out(&["Stopped at server/service"]);
    run("server").stdin(format!("{text}\nundo\nredo\n")).code_after(1).out(&["Stopped at server/gateway"]);
    // "Back" is about one answer.
    run("server").stdin(format!("{text}\nb\n")).code_after(1).out(&["Stopped at server/volume"]);
}

#[test]
fn reports_for_all_readers_can_be_had_on_the_way() {
    let written = run("printing/slow")
        .file("there.md", "mine")
        .stdin("one\nreport\nreport mail\nreport escalation esc.md\nreport all.html\nreport there.md\nreport mial\n")
        .code_after(1)
        .out(&[
            "---- Report ----\nPrinting does not work",
            "We are still working on it.",
            "The report is in `esc.md`.",
            "The report is in `all.html`.",
            "`there.md` is there already, and was left alone.",
            "`mial` is no report. Did you mean `report mail`?",
        ]);
    let holds = |file: &str, text: &str| {
        let written = std::fs::read_to_string(written.folder().join(file)).expect("it was written");
        assert!(written.contains(text), "{file}: {written}");
    };
    holds("esc.md", "## What is asked of you");
    holds("all.html", "triagebook-record");
    holds("there.md", "mine");
}

#[test]
fn given_evidence_that_contradicts_itself_decides_nothing_and_says_so() {
    let running = "ServiceName  : Spooler\nServiceState : Running\n";
    run("server --no-input --evidence a.txt --evidence b.txt")
        .file("a.txt", running)
        .file("b.txt", running.replace("Running", "Stopped"))
        .code_after(1)
        .out(&[
            "Stopped at server/service",
            "needs a person's word on which to believe: a.txt says `running`, but b.txt",
        ]);
}

#[test]
fn output_of_other_questions_is_not_judged_here_but_kept_for_them() {
    let volume = TRANSCRIPT.split_once("Running\n\n").expect("two outputs").1;
    let text = pasted(volume);
    run("server").stdin(format!("set service_name=Spooler\n{text}running\n\n")).code_after(1).out(&[
        "None of it is what this question asks for.",
        "Kept for questions that may come:\n  - Has the volume of the service room?",
        "The output says: 1 There is room",
        "Stopped at server/gateway",
    ]);
}

#[test]
fn what_was_kept_is_there_after_a_break() {
    let state = tempfile::tempdir().expect("a folder for the sessions");
    let folder = state.path().display().to_string();
    let volume = TRANSCRIPT.split_once("Running\n\n").expect("two outputs").1;
    run("server").variable("TRIAGEBOOK_STATE", &folder).stdin(pasted(volume)).code_after(1);
    let kb = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sessions/kb");
    triagebook("run --resume")
        .arg("--kb")
        .arg(kb)
        .variable("TRIAGEBOOK_STATE", &folder)
        .stdin("set service_name=Spooler\nrunning\n\n")
        .code_after(1)
        .out(&["The output says: 1 There is room", "Stopped at server/gateway"]);
}

#[test]
fn a_changed_knowledge_base_is_told_and_stored_output_is_judged_again() {
    let state = tempfile::tempdir().expect("a folder for the sessions");
    let case = |arguments: &str, edit: &dyn Fn(String) -> String| {
        let names = ["knowledge-base", "network", "printing", "server"];
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions/kb");
        let case = triagebook(arguments).variable("TRIAGEBOOK_STATE", &state.path().display().to_string());
        names.iter().fold(case, |case, name| {
            let text = std::fs::read_to_string(folder.join(format!("{name}.yaml"))).expect("it is there");
            case.file(&format!("kb/{name}.yaml"), edit(text))
        })
    };
    let written = case("run server --kb kb", &|text| text).stdin(format!("{}\n", pasted(TRANSCRIPT)));
    written.code_after(1).out(&["Stopped at server/gateway"]);
    let more_room =
        |text: String| text.replace("greater: 10 ", "greater: 100 ").replace("less: 11 ", "less: 101 ");
    case("run --resume --kb kb", &more_room).stdin("\n\n\n").code_after(1).out(&[
        "The knowledge base was changed since this session was written. Of the nodes\nanswered so far: `server/volume`.",
        "- `server/volume`, answered with `room`, would now be answered with `full`",
        "The output says: 2 It is full",
    ]);
}

#[test]
fn the_wrong_side_is_said_and_decides_nothing() {
    let wrong = TRANSCRIPT.replace("Get-PrintService", "Get-Something");
    run("server/gateway").stdin(pasted(&wrong)).code_after(1).out(&[
        "It comes from the on-premises side (Onsite shell): line 1 holds `[PS] C`",
        "asks for the cloud side.",
        "Stopped at server/gateway",
    ]);
    let wrong = "TenantName : contoso\n".to_owned() + GATEWAY;
    run("server/gateway")
        .stdin(pasted(&wrong))
        .code_after(1)
        .out(&["The output says: 1 The print server is among"]);
}

#[test]
fn cut_output_brings_the_command_that_shows_all() {
    let cut = GATEWAY.replace("{print01, print02}", "{print07, print08...}");
    run("server/gateway").stdin(pasted(&cut)).code_after(1).out(&[
        "To see all of it, run in Online shell:\n\n\
         $FormatEnumerationLimit = -1; Get-PrintGateway | Format-List GatewayName,GatewayRoutes | Out-String -Width 4096",
        "Stopped at server/gateway",
    ]);
}

#[test]
fn a_reply_is_merged_into_the_question_that_waits_for_it() {
    let state = tempfile::tempdir().expect("a folder for the sessions");
    let folder = state.path().display().to_string();
    let kb = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sessions/kb");
    // Parked, gone on without it, and left at a question further on.
    run("server")
        .variable("TRIAGEBOOK_STATE", &folder)
        .stdin("running\nrequest\njump page\n\n")
        .code_after(1)
        .out(&["Please run 1 check and send back what comes out.", "Question 2: Does a test page come out?"]);
    let resume = |more: &str| {
        triagebook(&format!("run --resume --evidence reply.txt {more}"))
            .file("reply.txt", TRANSCRIPT)
            .arg("--kb")
            .arg(kb)
            .variable("TRIAGEBOOK_STATE", &folder)
    };
    resume("--read-only")
        .code_after(1)
        .out(&["Left open\n  - Has the volume of the service room?\n    A reply is awaited since"]);
    resume("").stdin("\n").code_after(1).out(&[
        "A reply to the parked question: Has the volume of the service room?",
        "reply.txt says: 1 There is room",
        "Stopped at server/gateway",
    ]);
}

#[test]
fn given_evidence_is_judged_for_the_check_it_belongs_to() {
    run("server --no-input --evidence all.txt").file("all.txt", TRANSCRIPT).code_after(1).out(&[
        "line 4: ServiceState : Running",
        "line 9: VolumeFree : 40",
        "Stopped at server/gateway",
    ]);
    let wrong = TRANSCRIPT.replace("Get-PrintService", "Get-Something");
    run("server/gateway --no-input --evidence w.txt")
        .file("w.txt", wrong)
        .code_after(1)
        .out(&["other evidence than w.txt: It comes from the on-premises side", "Stopped at server/gateway"]);
}

#[test]
fn a_value_that_cannot_be_is_refused_with_one_example() {
    triagebook("run --plain hcw8064/oauth-test-onprem")
        .stdin("olaf\n")
        .code_after(1)
        .out(&["`olaf` is not a mail address. An example: `olaf@contoso.com`.\n"]);
}
