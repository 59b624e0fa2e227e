//! What is read from texts.
//!
//! Invariant: as in `tests`.
//! Deliberately absent: judging.

use crate::evidence::{DoubtKind, Lines, Reading, read};
use proptest::prelude::*;

/// `(object, name, value)` of every property.
fn properties(reading: &Reading) -> Vec<(usize, &str, &str)> {
    let objects = reading.objects.iter().enumerate();
    objects
        .flat_map(|(index, object)| {
            object.properties.iter().map(move |p| (index, p.name.as_str(), p.value.as_str()))
        })
        .collect()
}

#[test]
fn prompts_verbose_lines_and_prose_stand_outside_the_objects() {
    let reading = read(
        "[PS] C:\\Windows\\system32>Get-IntraOrganizationConnector | fl Name,Enabled\n\
         VERBOSE: Connecting to EX01.contoso.com.\n\n\n\
         Name    : HybridIOC\nEnabled : True\n\n\n\
         [PS] C:\\Windows\\system32>\nThat is all I have.\n",
    );
    assert_eq!(properties(&reading), [(0, "Name", "HybridIOC"), (0, "Enabled", "True")]);
    assert_eq!(reading.commands, [Lines::one(1), Lines::one(9)]);
    assert_eq!(reading.other, [Lines::one(10)]);
    assert!(reading.doubts.is_empty() && reading.errors.is_empty());
}

#[test]
fn blank_lines_separate_objects_unless_every_line_has_one() {
    let single = read("Id   : A\nType : x\n\nId   : B\nType : y\n");
    assert_eq!(single.objects.len(), 2);
    let doubled = read("Id   : A\n\nType : x\n\nNote :\n\n\n\nId   : B\n\nType : y\n\nNote :\n\n");
    assert_eq!(
        properties(&doubled),
        [
            (0, "Id", "A"),
            (0, "Type", "x"),
            (0, "Note", ""),
            (1, "Id", "B"),
            (1, "Type", "y"),
            (1, "Note", "")
        ]
    );
    // Without any blank line the repeated name begins the next object.
    assert_eq!(read("Id   : A\nType : x\nId   : B\nType : y\n").objects.len(), 2);
}

#[test]
fn a_wrapped_value_is_joined_and_its_lines_are_kept() {
    let reading = read(
        "Name              : On-premises to O365\n\
         DistinguishedName : CN=On-premises to O365 - 0fbd5031-9d75-482c-90d9,CN=Federation,CN=Contoso,CN=Microsoft\n\
         \x20                   Exchange,CN=Services,CN=Configuration,DC=contoso,DC=com\n\
         Enabled           : True\n",
    );
    let dn = reading.objects[0].get("distinguishedname").expect("the name is there");
    assert_eq!(dn.lines, Lines::new(2, 3));
    assert!(dn.value.ends_with("CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=com"));
    assert!(dn.has_doubt(DoubtKind::Wrapped), "the line was full, so the space may not be its own");
    assert_eq!(reading.objects[0].get("Enabled").map(|p| p.value.as_str()), Some("True"));
}

#[test]
fn an_address_broken_inside_is_put_together() {
    let reading = read(
        "DiscoveryEndpoint : https://9d8f1a00-20b0-4ffa-8e87-4528924326a9.resource.mailboxmigration.his.msappproxy.ne\n\
         \x20                   t/autodiscover/autodiscover.svc\n\
         Enabled           : True\n",
    );
    let endpoint = reading.objects[0].get("DiscoveryEndpoint").expect("it is there");
    assert_eq!(
        endpoint.value,
        "https://9d8f1a00-20b0-4ffa-8e87-4528924326a9.resource.mailboxmigration.his.msappproxy.net/autodiscover/\
         autodiscover.svc"
    );
    assert!(endpoint.doubts.is_empty());
}

#[test]
fn lines_of_a_long_value_that_look_like_properties_are_none() {
    let reading = read(
        "Task       : Checking EWS API Call Under Oauth\n\
         Detail     : The configuration was loaded.\n\
         \x20            Information:Using no proxy.\n\
         \x20            Status : none\n\
         \x20            \n\
         \x20            System.Net.WebException: The remote server returned an error: (403) Forbidden.\n\
         ResultType : Error\n",
    );
    assert_eq!(reading.objects.len(), 1);
    let names: Vec<&str> = reading.objects[0].properties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Task", "Detail", "ResultType"]);
    let detail = reading.objects[0].get("Detail").expect("it is there");
    assert!(detail.value.contains("(403) Forbidden"));
    assert_eq!(detail.lines, Lines::new(2, 6));
}

#[test]
fn a_value_that_lost_its_indent_is_doubted_not_dropped() {
    let reading = read(
        "Task       : Checking\nDetail     : The configuration was loaded.\nInformation:Using no proxy.\n\
         Exception: (403) Forbidden\nResultType : Error\n",
    );
    let names: Vec<&str> = reading.objects[0].properties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Task", "Detail", "ResultType"]);
    let detail = reading.objects[0].get("Detail").expect("it is there");
    assert!(detail.value.contains("(403) Forbidden") && detail.has_doubt(DoubtKind::Loose));
}

#[test]
fn pairs_with_collapsed_spaces_are_read() {
    let reading =
        read("Id : TokenValidation  \nType: Error  \nMessage : Failed to validate delegation token.");
    assert_eq!(
        properties(&reading),
        [
            (0, "Id", "TokenValidation"),
            (0, "Type", "Error"),
            (0, "Message", "Failed to validate delegation token.")
        ]
    );
    assert_eq!(properties(&read("> Id : A\n> Type : B")), [(0, "Id", "A"), (0, "Type", "B")]);
}

#[test]
fn everything_on_one_line_is_not_taken_for_one_value() {
    let flat = "RunspaceId : 52ce5014 Result : Failed Message : AutoDiscover failed SupportsCutover : False";
    let reading = read(flat);
    assert!(reading.objects[0].properties[0].has_doubt(DoubtKind::Glued));
    let echoed = read(&format!("[PS] C:\\>Test-MigrationServerAvailability -Autodiscover {flat}"));
    assert!(!echoed.is_blank(), "the output hides behind the command");
    assert_eq!(echoed.doubts[0].kind, DoubtKind::Glued);
}

#[test]
fn error_records_of_all_shells_are_found() {
    let windows = "Get-Mailbox : The mailbox couldn't be found.\nAt line:1 char:1\n+ Get-Mailbox olaf\n+ ~~~~~~~~~~~~~~~~\n    + CategoryInfo          : NotSpecified: (:) [Get-Mailbox], Exception\n    + FullyQualifiedErrorId : [Server=EX01]\n\nName : X\n";
    let reading = read(windows);
    assert_eq!(reading.errors.len(), 1);
    assert_eq!(reading.errors[0].message, "Get-Mailbox : The mailbox couldn't be found.");
    assert_eq!(reading.errors[0].lines, Lines::new(1, 6));
    assert_eq!(properties(&reading), [(0, "Name", "X")]);

    let seven = read("Get-Item: Cannot find path 'C:\\x' because it does not exist.\n");
    assert_eq!(seven.errors[0].message, "Get-Item: Cannot find path 'C:\\x' because it does not exist.");

    let remote = read(
        "Error. Attempted to get delegation token, but token came back as null.\n    + CategoryInfo          : NotSpecified: (:) [], LocalizedException\n    + FullyQualifiedErrorId : [Server=EX01]\n",
    );
    assert_eq!(
        remote.errors[0].message,
        "Error. Attempted to get delegation token, but token came back as null."
    );

    let unknown = read("The term 'Get-Foo' is not recognized as the name of a cmdlet, function or script.\n");
    assert_eq!(unknown.errors.len(), 1);
    assert_eq!(read("RESULT: Error.\nThere was no error at all.").errors, []);
}

#[test]
fn unread_tables_and_gaps_are_noticed() {
    let table = read("----      -------\nHybridIOC True\n");
    assert_eq!((table.objects.len(), table.doubts[0].kind), (0, DoubtKind::Unread));
    assert_eq!(read("Name    : A\nEnabled : True\n\nRegards\n--\nOlaf | Contoso\n").doubts, []);
    assert_eq!(read("Name    : A\nEnabled : True\n\n---\nOlaf:\n------\nsee above\n").doubts, []);
    assert_eq!(read("Identity\n--------\n\nName    : A\nEnabled : True\n").doubts.len(), 1);
    assert!(read("Name    : A\nEnabled : True\n-- More --").is_cut());
    assert!(read("Name    : A\nDomains : {contoso.com, mail.cont").is_cut());
}

#[test]
fn a_line_behind_a_closed_list_may_be_of_another_value() {
    let text = "Addresses : {}\n            O=Contoso Ltd, L=Berlin, C=DE\nIndex     : 0\n";
    let reading = read(text);
    let addresses = reading.objects[0].get("Addresses").expect("the property");
    assert!(addresses.has_doubt(DoubtKind::Loose), "{addresses:?}");
    assert!(reading.objects[0].get("Index").is_some_and(|index| index.doubts.is_empty()));
}

#[test]
fn masked_and_marked_up_values_are_doubted() {
    let kinds =
        |text: &str| read(text).objects[0].properties[0].doubts.iter().map(|d| d.kind).collect::<Vec<_>>();
    assert_eq!(kinds("Thumbprint : 8490765C***E2F46B"), [DoubtKind::Masked]);
    assert_eq!(kinds("Url : https&#58;//contoso.com"), [DoubtKind::Garbled]);
    assert_eq!(kinds("Url : `https://contoso.com`"), [DoubtKind::Garbled]);
    assert_eq!(kinds("Name : Mu\u{fffd}ller"), [DoubtKind::Garbled]);
    assert_eq!(kinds("TlsCertificateName : <I>CN=Contoso CA<S>CN=mail.contoso.com"), []);
}

/// Breaks a value over lines of `room` characters as PowerShell does: between words, and inside a word only if the
/// word is longer than a line.
fn wrap(value: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in value.split_inclusive(' ') {
        if word.trim_end().len() > room {
            for character in word.chars() {
                if line.len() == room {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(character);
            }
        } else {
            if line.len() + word.trim_end().len() > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(word);
        }
    }
    lines.push(line);
    lines
}

/// How an object reaches us.
#[derive(Debug, Clone)]
struct Paste {
    width: usize,
    indent: usize,
    /// What stands in front of every line.
    quote: &'static str,
    blank_lines_between: usize,
    line_end: &'static str,
    before: &'static str,
}

fn render(object: &[(String, String)], paste: &Paste) -> String {
    let column = object.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let end = paste.line_end.repeat(1 + paste.blank_lines_between);
    let mut text = paste.before.to_owned();
    for (name, value) in object {
        let mut head = format!("{name:column$} :");
        for line in wrap(value, paste.width - column - 3) {
            let spaces = if line.is_empty() { "" } else { " " };
            let indent = " ".repeat(paste.indent);
            text.extend([paste.quote, &indent, &head, spaces, line.trim_end(), &end]);
            head = " ".repeat(column + 2);
        }
    }
    text
}

fn objects() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = "[A-Z][a-zA-Z0-9]{1,30}";
    let word = "[a-zA-Z0-9@.,:;=/(){}_'-]{1,20}";
    let value = prop_oneof![
        4 => proptest::collection::vec(word, 0..25).prop_map(|words| words.join(" ")),
        1 => "[A-F0-9]{100,200}",
        1 => "https://[a-z0-9]{20,60}\\.contoso\\.com/[a-z]{30,80}",
        1 => proptest::collection::vec("[a-z]{3,20}\\.contoso\\.com", 1..12).prop_map(|all| format!("{{{}}}", all.join(", "))),
        1 => Just("True".to_owned()),
    ];
    proptest::collection::vec((name, value), 2..12).prop_map(|mut object| {
        let mut seen = std::collections::HashSet::new();
        object.retain(|(name, _)| seen.insert(name.to_lowercase()));
        object
    })
}

fn pastes() -> impl Strategy<Value = Paste> {
    let before = prop_oneof![Just(""), Just("\n\n"), Just("[PS] C:\\Windows\\system32>Get-Thing | fl\n\n\n")];
    (
        // A console of 80 or 120 columns, and one that wraps nothing.
        prop_oneof![Just(79usize), Just(119), Just(100_000)],
        0usize..6,
        prop_oneof![2 => Just(""), 1 => Just("> "), 1 => Just("> > ")],
        0usize..2,
        prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
        before,
    )
        .prop_map(|(width, indent, quote, blank_lines_between, line_end, before)| Paste {
            width,
            indent,
            quote,
            blank_lines_between,
            line_end,
            before,
        })
}

proptest! {
    #[test]
    fn a_printed_object_reads_back_as_itself_or_with_doubts(object in objects(), paste in pastes()) {
        let text = render(&object, &paste);
        let reading = read(&text);
        for found in reading.objects.iter().flat_map(|object| &object.properties) {
            let printed = object.iter().find(|(name, _)| *name == found.name);
            prop_assert!(printed.is_some(), "{:?} was not printed\n{text}", found);
            if found.doubts.is_empty() {
                prop_assert_eq!(printed.map(|(_, value)| value.as_str()), Some(found.value.as_str()), "{}", text);
            }
        }
        for (name, _) in &object {
            prop_assert_eq!(reading.properties(name).count(), 1, "{} is lost or doubled\n{}", name, text);
        }
    }

    #[test]
    fn an_object_as_json_or_as_a_sheet_reads_back_as_itself(object in objects(), cut in any::<prop::sample::Index>()) {
        let names = object.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
        let values =
            object.iter().map(|(_, value)| format!("\"{}\"", value.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
        let sheet = format!("{names}\n{values}\n");
        let json = |text: &str| serde_json::to_string(text).expect("a text can be written");
        let lines: Vec<String> =
            object.iter().map(|(name, value)| format!("  {}:  {}", json(name), json(value))).collect();
        let json = format!("{{\n{}\n}}\n", lines.join(",\n"));
        for text in [&sheet, &json] {
            if object.len() < 2 {
                continue;
            }
            let reading = read(text);
            prop_assert_eq!(reading.objects.len(), 1, "{}", text);
            for (name, value) in &object {
                let found = reading.objects[0].get(name).map(|property| property.value.as_str());
                prop_assert_eq!(found, Some(value.trim()), "{}", text);
            }
        }
        // Half of it holds no other value, unless it is doubted.
        let half: String = json.chars().take(cut.index(json.len())).collect();
        for found in read(&half).objects.iter().flat_map(|object| &object.properties) {
            let printed = object.iter().find(|(name, _)| *name == found.name).map(|(_, value)| value.as_str());
            prop_assert!(printed == Some(found.value.as_str()) || !found.doubts.is_empty(), "{found:?}\n{half}");
        }
    }

    #[test]
    fn nothing_panics_and_every_line_number_is_in_the_text(text in "(\\PC|[\n\r\t :{}.+>-]|Name : |\\[PS\\] C:\\\\>|\u{1b}\\[){0,80}") {
        let reading = read(&text);
        let last = reading.text.split('\n').count();
        let places = reading.objects.iter().flat_map(|object| &object.properties).map(|property| property.lines);
        let places = places.chain(reading.errors.iter().map(|error| error.lines));
        let places = places.chain(reading.other.iter().chain(&reading.commands).copied());
        for lines in places {
            prop_assert!(1 <= lines.first && lines.first <= lines.last && lines.last <= last);
        }
        // What was cleaned once reads the same again.
        prop_assert_eq!(&read(&reading.text).objects, &reading.objects);
    }
}

#[test]
fn a_megabyte_of_anything_is_read_in_linear_time() {
    let shapes = [
        "Name : value\n",
        "Name    : value\n\n",
        "a",
        " : ",
        "A : ",
        "\r",
        "\u{1b}]",
        "\u{1b}[",
        "{a, ",
        "Get-Mailbox : x\n",
        "    + CategoryInfo : x\n",
        "Detail  : x\n          y\n",
        "[PS] C:\\>\n",
        "text\n",
        "> ",
        "- ",
        "\n",
        " ",
    ];
    for shape in shapes {
        let text = shape.repeat((1 << 16) / shape.len());
        let reading = read(&text);
        assert!(reading.text.len() <= text.len() + 2, "{shape:?}");
    }
}
