//! Texts as mails, tickets, chats and text recognition leave them: what was printed is read, the rest is doubted.
//!
//! Invariant: as in `tests`.
//! Deliberately absent: single readers, which have their tests beside them.

use crate::evidence::testing::{check, equals, judge_text, matcher, pattern, text};
use crate::evidence::{DoubtKind, Reading, Verdict, read};
use crate::model::MatcherKind;

/// The value of a property of the only object, with the kinds of its doubts.
fn value<'r>(reading: &'r Reading, name: &str) -> (&'r str, Vec<DoubtKind>) {
    let [object] = reading.objects.as_slice() else { panic!("one object: {:?}", reading.objects) };
    let property = object.get(name).unwrap_or_else(|| panic!("{name} is there: {object:?}"));
    (&property.value, property.doubts.iter().map(|doubt| doubt.kind).collect())
}

#[test]
fn tabs_in_front_of_colons_leave_one_object() {
    let reading = read("Name\t: HybridIOC\nEnabled\t: False\nTargetAddressDomains\t: {contoso.com}\n");
    assert_eq!(value(&reading, "Enabled"), ("False", vec![]));
    assert_eq!(value(&reading, "TargetAddressDomains"), ("{contoso.com}", vec![]));
}

#[test]
fn numbers_with_bars_and_times_in_front_of_all_lines_are_no_part_of_values() {
    for text in [
        "  1 | Name    : HybridIOC\n  2 | Enabled : True\n  3 | Domains : {contoso.com,\n  4 |           fabrikam.com}\n",
        "14:03:22 Name    : HybridIOC\n14:03:22 Enabled : True\n14:03:22 Domains : {contoso.com,\n14:03:22           fabrikam.com}\n",
        "// Name    : HybridIOC\n// Enabled : True\n// Domains : {contoso.com,\n//           fabrikam.com}\n",
    ] {
        let reading = read(text);
        assert_eq!(value(&reading, "Enabled"), ("True", vec![]), "{text}");
        assert_eq!(value(&reading, "Domains"), ("{contoso.com, fabrikam.com}", vec![]), "{text}");
    }
}

#[test]
fn wrapped_values_of_a_doubled_paste_stay_in_their_object() {
    let reading = read(
        "Name                 : HybridIOC - 5f2c0a1e-7a0b-4a51-9a39-1b2a8f7d9e10\n\n\
         TargetAddressDomains : {contoso.com, fabrikam.com, northwindtraders.com, wingtip\n\n                       \
         toys.com}\n\n\
         Enabled              : True\n\n",
    );
    assert_eq!(value(&reading, "Enabled"), ("True", vec![]));
    assert!(value(&reading, "TargetAddressDomains").1.contains(&DoubtKind::Wrapped), "{reading:?}");
}

#[test]
fn the_description_of_an_event_is_text_whatever_it_holds() {
    let reading = read(
        "Log Name:      Application\nEvent ID:      2015\nComputer:      EX01.contoso.com\nDescription:\n\
         Federation or Auth certificate not found: 4F3A9C2B7D10E855. Unable to find it in the local or other sites.\n",
    );
    let (description, doubts) = value(&reading, "Description");
    assert!(description.starts_with("Federation or Auth") && doubts == [DoubtKind::Loose], "{reading:?}");
}

#[test]
fn a_value_that_ends_in_the_middle_of_a_bracket_is_cut() {
    for text in [
        "Name : A\nIdentity : EX01\\EWS (Default Web Si",
        "Name : A\nIdentity : EX01\\EWS (Default Web Si\n\n",
    ] {
        assert_eq!(value(&read(text), "Identity").1, [DoubtKind::Cut], "{text}");
    }
    let whole = read("Name : A\nIdentity : EX01\\EWS (Default Web Site)");
    assert_eq!(value(&whole, "Identity").1, []);
    let cell = read(
        "Identity                 Enabled\n--------                 -------\nEX01\\EWS (Default Web Si True\n",
    );
    assert_eq!(value(&cell, "Identity").1, [DoubtKind::Cut]);
}

#[test]
fn names_of_several_words_stand_in_columns_too() {
    let reading = read(
        "\nCurrent settings:\n\n    Proxy Server(s) :  proxy:8080\n    Bypass List     :  *.contoso.com;<local>\n",
    );
    assert_eq!(value(&reading, "Proxy Server(s)"), ("proxy:8080", vec![]));
    assert_eq!(value(&reading, "Bypass List"), ("*.contoso.com;<local>", vec![]));
}

#[test]
fn a_value_that_runs_into_the_next_name_is_doubted() {
    let reading =
        read("RunspaceId           : 0b1c2d3e-4444TargetAddressDomains : {contoso.com}Enabled    : True");
    assert_eq!(value(&reading, "RunspaceId").1, [DoubtKind::Glued]);
}

#[test]
fn what_only_text_recognition_writes_is_doubted() {
    let reading = read("Name : HybridIOC\nDomains : (contoso.com}\nUrl : https: //mail.contoso.com/ews\n");
    assert_eq!(value(&reading, "Domains").1, [DoubtKind::Garbled]);
    assert_eq!(value(&reading, "Url").1, [DoubtKind::Garbled]);
    assert_eq!(value(&reading, "Name").1, []);
}

#[test]
fn the_space_between_a_long_and_a_right_aligned_column_is_their_edge() {
    let reading = read("Name             Enabled\n----             -------\nHybridIOC - 5f2c    True\n");
    assert_eq!(value(&reading, "Name"), ("HybridIOC - 5f2c", vec![]));
    assert_eq!(value(&reading, "Enabled"), ("True", vec![]));
}

#[test]
fn a_text_with_too_many_values_says_that_not_all_are_read() {
    let reading = read(&"Name : A\n".repeat(120_000));
    assert!(reading.objects.len() < 120_000 && reading.is_cut());
    let table = read(&format!("Name  On\n----  --\n{}", "A     B\n".repeat(120_000)));
    assert!(table.objects.len() < 120_000 && table.is_cut());
    assert!(!read(&"Name : A\n".repeat(1000)).is_cut());
}

/// An outcome for a text in an error of a test, one for any other error, and one for what another tool printed.
fn outcomes() -> crate::model::Check {
    let foreign = || matcher(MatcherKind::Matches(pattern(r"^AppId\s*:")));
    let failed = |more| matcher(MatcherKind::All(vec![equals("ResultType", "Error"), more]));
    let missing = || text("Missing signing certificate");
    check(vec![
        ("foreign", failed(foreign())),
        (
            "missing",
            failed(matcher(MatcherKind::All(vec![missing(), matcher(MatcherKind::None(vec![foreign()]))]))),
        ),
        ("other", failed(matcher(MatcherKind::None(vec![missing(), foreign()])))),
    ])
}

#[test]
fn texts_and_expressions_do_not_see_what_copying_put_in_front_of_lines() {
    let printed = "Task       : Checking EWS API Call Under Oauth\nResultType : Error\n\
                   Detail     : Microsoft.Exchange.Security.OAuth.OAuthTokenRequestFailedException: Missing signing\n             \
                   certificate.\n";
    let own = "AppId      : 1\nResultType : Error\n";
    for mark in ["", "> ", ">", "> > ", "    ", "| ", "# "] {
        let copied =
            |printed: &str| -> String { printed.lines().flat_map(|line| [mark, line, "\n"]).collect() };
        let verdict = judge_text(&outcomes(), &copied(printed)).verdict;
        assert_eq!(verdict, Verdict::Proposed("missing".into()), "{mark:?}");
        let verdict = judge_text(&outcomes(), &copied(&own.repeat(2))).verdict;
        assert_eq!(verdict, Verdict::Proposed("foreign".into()), "{mark:?}");
    }
}

#[test]
fn a_value_that_stops_where_the_text_does_is_unknown_where_it_cannot_be_whole() {
    for (name, whole, part) in [
        (
            "Endpoint",
            "https://mail.contoso.com/autodiscover/autodiscover.svc",
            "https://mail.contoso.com/autodiscover/autodis",
        ),
        ("Name", "HybridIOC - 7c1a4e5b-0d5e-4f1e-b3aa-1a2b3c4d5e6f", "HybridIOC - 7c1a4e5b-0d5e-4f1e"),
        ("TlsCertificateName", "<I>CN=R11, O=Example<S>CN=mail", "<I>CN=R11,"),
        ("Thumbprint", "9F0C2B7D10E85566778899AABBCCDDEEFF001122", "9F0C2B7D10E85566778899AABBCCDDEEFF0011"),
    ] {
        let doubts = |value: &str| value_of(&format!("Enabled : True\n{name} : {value}"), name);
        assert_eq!((doubts(whole), doubts(part)), (vec![], vec![DoubtKind::Cut]), "{name}");
    }
    assert_eq!(
        value_of("Id : 1\nName : HybridIOC - 7c1a4e5b-0d5e-4f1e\n", "Name"),
        [],
        "the line has its end"
    );
}

/// The kinds of doubt about a property of the only object of a text.
fn value_of(text: &str, name: &str) -> Vec<DoubtKind> {
    value(&read(text), name).1
}

#[test]
fn a_caption_above_a_list_is_no_property() {
    let reading =
        read("Exchange Online:\nName    : A\nEnabled : True\n\nOn-Prem:\nName    : B\nEnabled : False\n");
    let names: Vec<Vec<&str>> = reading
        .objects
        .iter()
        .map(|object| object.properties.iter().map(|p| p.name.as_str()).collect())
        .collect();
    assert_eq!(names, [["Name", "Enabled"], ["Name", "Enabled"]]);
    assert_eq!(reading.other.len(), 2);
}

#[test]
fn dashes_of_typeset_text_are_doubted() {
    assert_eq!(
        value_of("Id : 1\nServiceName : 00000002\u{2013}0000\u{2013}0ff1\n", "ServiceName"),
        [DoubtKind::Garbled]
    );
    assert_eq!(value_of("Id : 1\nNote : Größe – klein\n", "Note"), []);
}

#[test]
fn nothing_in_backquotes_and_a_semicolon_behind_a_word_are_doubted() {
    let reading = read("* **Name**: `HybridIOC`\n* **Enabled**: `False`\n* **NextThumbprint**: ``\n");
    assert_eq!(value(&reading, "NextThumbprint"), ("", vec![DoubtKind::Garbled]));
    let reading = read("Name    : HybridIOC;\nEnabled : False;\nSource  : a; b\n");
    assert_eq!(value(&reading, "Enabled"), ("False;", vec![DoubtKind::Garbled]));
    assert_eq!(value(&reading, "Source"), ("a; b", vec![]));
    let reading = read("Name    : Hybrid to cloud;\nDomains : {a.com, b.com};\nBypass  : *.a.com;<local>;\n");
    assert_eq!(value(&reading, "Name").1, [DoubtKind::Garbled]);
    assert!(value(&reading, "Domains").1.contains(&DoubtKind::Garbled));
    assert_eq!(value(&reading, "Bypass").1, []);
}

#[test]
fn the_last_word_of_a_text_is_doubted_where_more_was_to_come() {
    let command = "[PS] C:\\>Get-OrganizationRelationship | fl Name,FreeBusyAccessLevel,TargetSharingEpr\n\n";
    for (text, name, doubts) in [
        ("Name : A\nFreeBusyAccessLevel : Limited".to_owned(), "FreeBusyAccessLevel", vec![DoubtKind::Cut]),
        ("Name : A\nFreeBusyAccessLevel : LimitedDetails".to_owned(), "FreeBusyAccessLevel", vec![]),
        ("Name : A\nFreeBusyAccessLevel : Limited\n".to_owned(), "FreeBusyAccessLevel", vec![]),
        (format!("{command}Name : Fabrikam"), "Name", vec![DoubtKind::Cut]),
        (format!("{command}Name : Fabrikam\n"), "Name", vec![]),
        (format!("{command}Name : A\nTargetSharingEpr : fabrikam"), "TargetSharingEpr", vec![]),
    ] {
        assert_eq!(value_of(&text, name), doubts, "{text}");
    }
}

#[test]
fn a_row_without_its_head_is_noticed() {
    for text in [
        "HybridIOC - 1b2c   True {contoso.mail.onmicrosoft.com}\n",
        "[PS] C:\\>Get-ExchangeCertificate\n\n9F0C2B7D10E85566778899AABBCCDDEEFF001122  ...WS..    CN=mail.contoso.com\n",
    ] {
        let reading = read(text);
        assert_eq!(reading.objects.len(), 0, "{text}");
        assert_eq!(reading.doubts.first().map(|doubt| doubt.kind), Some(DoubtKind::Unread), "{text}");
    }
    assert_eq!(read("A sentence. Another  one\n").doubts, []);
}

#[test]
fn a_thumbprint_without_all_its_digits_is_said_to_be_that_wherever_it_stands() {
    let reading = read("Thumbprint : 9F0C2B7D10E85566778899AABBCCDDE\nStatus     : Valid\n");
    let doubts = &reading.objects[0].properties[0].doubts;
    assert_eq!(doubts.len(), 1);
    assert!(doubts[0].text.contains("31 digits"), "{}", doubts[0].text);
}

#[test]
fn a_row_that_stops_where_the_text_does_is_unknown_there() {
    let head = "Thumbprint   NotAfter            Services\n----------   --------            --------\n";
    let reading = read(&format!("{head}AA00000001   3/7/2028 9:13:41 PM SMTP\nBB00000002   11/2/20"));
    let doubted = |name: &str| reading.objects[1].get(name).is_some_and(|p| p.has_doubt(DoubtKind::Cut));
    assert!(doubted("NotAfter") && doubted("Services") && !doubted("Thumbprint"), "{reading:?}");
    let sheet = read("Name,Enabled,Level\nA,True,LimitedDetails\nB,True,Limited");
    assert!(sheet.objects[1].get("Level").is_some_and(|p| p.has_doubt(DoubtKind::Cut)), "{sheet:?}");
}

#[test]
fn what_a_person_wrote_behind_a_switch_is_no_part_of_it() {
    for value in ["False -> True", "True (was False)", "False, should be True", "False??"] {
        assert_eq!(
            value_of(&format!("Name : A\nEnabled : {value}\n"), "Enabled"),
            [DoubtKind::Garbled],
            "{value}"
        );
    }
    let thumbprint = "Name : A\nThumbprint : 9F0C2B7D10E85566778899AABBCCDDEEFF001122 (the old one)\n";
    assert_eq!(value_of(thumbprint, "Thumbprint"), [DoubtKind::Garbled]);
    assert_eq!(value_of("Name : A\nDisplayName : Truelove\n", "DisplayName"), []);
}
