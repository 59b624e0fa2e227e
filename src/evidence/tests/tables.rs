//! What is read from tables.
//!
//! Invariant: as in `tests`.
//! Deliberately absent: judging, but for what a missing column means.

use crate::evidence::testing::{check, equals, judge_text, property, written};
use crate::evidence::{DoubtKind, Lines, Property, Reading, Shape, Verdict, read};
use crate::model::Test;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Every property as `name=value`, with a question mark behind one that is doubted; a list of them for each object.
fn rows(reading: &Reading) -> Vec<String> {
    let shown = |p: &Property| {
        let doubt = if p.doubts.is_empty() { "" } else { "?" };
        format!("{}={}{doubt}", p.name, p.value)
    };
    reading
        .objects
        .iter()
        .map(|object| object.properties.iter().map(shown).collect::<Vec<_>>().join("; "))
        .collect()
}

#[test]
fn columns_are_found_by_their_dashes_and_numbers_stand_right() {
    let reading = read(
        "[PS] C:\\>Get-Q | ft\n\n\
         Server           Count Database     Items\n\
         ------           ----- --------     -----\n\
         EX01                 5 DB01         12345\n\
         EX02.contoso.com 12345 Mailbox DB 3     7\n\n\n[PS] C:\\>",
    );
    assert_eq!(
        rows(&reading),
        [
            "Server=EX01; Count=5; Database=DB01; Items=12345",
            "Server=EX02.contoso.com; Count=12345; Database=Mailbox DB 3; Items=7"
        ]
    );
    assert_eq!(reading.objects[1].lines(), Some(Lines::one(6)));
    assert!(reading.doubts.is_empty() && reading.other.is_empty());
}

#[test]
fn what_fills_its_column_or_ends_in_dots_may_be_cut() {
    let reading = read(
        "  Name                                                             Role\n\
         \x20 ----                                                             ----\n\
         \x20 Mailbox Search-Exchange Online-ApplicationAccount                Mailbox Search\n\
         \x20 TeamMailboxLifecycleApplication-Exchange Online-ApplicationAccou TeamMailbox\n",
    );
    assert_eq!(
        rows(&reading),
        [
            "Name=Mailbox Search-Exchange Online-ApplicationAccount; Role=Mailbox Search",
            "Name=TeamMailboxLifecycleApplication-Exchange Online-ApplicationAccou?; Role=TeamMailbox"
        ]
    );
    assert!(reading.objects[1].properties[0].has_doubt(DoubtKind::Cut));
    let dots = read("Name     Services Detail\n----     -------- ------\nHybri... ....S..  the re…\n");
    assert_eq!(rows(&dots), ["Name=Hybri...?; Services=....S..; Detail=the re…?"]);
}

#[test]
fn rows_that_do_not_fit_are_doubted() {
    let reading = read(
        "Thumbprint                                Services   Subject\n\
         ----------                                --------   -------\n\
         3A9C0000000000000000000000000000000000FF  IP.WS..    CN=mail.contoso.com\n\
         4C47D81***E2F46BEBB98EF9084A3B  ....S..    CN=Auth\n",
    );
    assert_eq!(
        rows(&reading),
        [
            "Thumbprint=3A9C0000000000000000000000000000000000FF; Services=IP.WS..; Subject=CN=mail.contoso.com",
            "Thumbprint=4C47D81***E2F46BEBB98EF9084A3B?; Services=....S..?; Subject=CN=Auth?"
        ]
    );
    // The spaces were lost: the names tell how many cells there are, not where a name of two words ends.
    let collapsed = read("Name Enabled\n---- -------\nHybridIOC True\nOld IOC False\n");
    assert!(collapsed.objects.iter().flat_map(|o| &o.properties).all(|p| p.has_doubt(DoubtKind::Glued)));
    assert_eq!(collapsed.objects.len(), 2);
}

#[test]
fn a_table_without_its_dashes_is_a_guess() {
    let reading = read(
        "Thumbprint                                Services   Subject\n\n\
         8490765C4C47D81***E2F46BEBB98EF9084A3B  I..WS..    CN=.contoso.com, O=Contoso, L=Se...\n\n\
         D5EFF683AD986C988***24C107EEDCA3B484E799  ....S..    CN=Microsoft Exchange Server Auth Certificate\n",
    );
    assert_eq!(reading.objects.len(), 2);
    assert!(reading.objects.iter().flat_map(|o| &o.properties).all(|p| !p.doubts.is_empty()));
    // One value a line is no table; what it is taken for is doubted.
    let pairs = read("Server    EX01\nVersion   15.2\nStatus    Healthy\n");
    assert!(pairs.objects.iter().flat_map(|o| &o.properties).all(|p| !p.doubts.is_empty()));
    assert!(!pairs.is_complete());
}

#[test]
fn wrapped_cells_are_joined_and_doubted() {
    let reading = read(
        "Name       Members                       State\n\
         ----       -------                       -----\n\
         Group A    {olaf@contoso.com,            Up\n\
         \x20          petra@contoso.com}\n",
    );
    assert_eq!(rows(&reading), ["Name=Group A; Members={olaf@contoso.com, petra@contoso.com}?; State=Up"]);
    let members = reading.objects[0].get("Members").expect("it is there");
    assert!(members.has_doubt(DoubtKind::Wrapped) && members.lines == Lines::new(3, 4));
}

#[test]
fn groups_name_their_rows_and_heads_may_take_two_lines() {
    let reading = read(
        "\n   Database: DB01\n\nName  CopyQueue Alias\n      Length\n----  --------- -----\nOlaf          1 olaf\n\n\
         \x20  Database: DB02\n\nName  CopyQueue Alias\n      Length\n----  --------- -----\nPetra         2 petra\n",
    );
    assert_eq!(
        rows(&reading),
        [
            "Name=Olaf; CopyQueueLength=1; Alias=olaf; Database=DB01",
            "Name=Petra; CopyQueueLength=2; Alias=petra; Database=DB02"
        ]
    );
}

#[test]
fn blank_cells_quotation_marks_and_wide_letters_keep_their_columns() {
    let reading = read(
        "> Name               Realm Id\n> ----               ----- --\n> Auth Configuration\n> Other              abc   x\n",
    );
    assert_eq!(rows(&reading), ["Name=Auth Configuration; Realm=; Id=", "Name=Other; Realm=abc; Id=x"]);
    let reading =
        read("名前        状態      サーバー\n----        ----      --------\n会議室A     有効      EX01\n");
    assert_eq!(rows(&reading), ["名前=会議室A; 状態=有効; サーバー=EX01"]);
}

#[test]
fn tables_with_bars_are_read() {
    let markdown = read("| Name | Enabled |\n|------|:-------:|\n| `HybridIOC` | True |\n| Broken |\n");
    assert_eq!(rows(&markdown), ["Name=HybridIOC; Enabled=True", "Name=?; Enabled=?"]);
    let psql = read(" name  | enabled\n-------+---------\n ioc   | t\n(1 row)\n");
    assert_eq!(rows(&psql), ["name=ioc; enabled=t"]);
    let boxed =
        read("+------+-------+\n| Name | State |\n+======+=======+\n| x    | Up    |\n+------+-------+\n");
    assert_eq!(rows(&boxed), ["Name=x; State=Up"]);
}

#[test]
fn text_around_a_table_and_tables_in_values_stay_outside() {
    let reading = read(
        "Hello team,\n\n  Name      Enabled\n  ----      -------\n  HybridIOC True\nThat is what we see.\nThanks\n",
    );
    assert_eq!(rows(&reading), ["Name=HybridIOC; Enabled=True"]);
    assert_eq!(reading.other.len(), 2);
    let inside = read(
        "Name   : A\nDetail : Rows\n         Key  Value\n         ---  -----\n         x    1\nType   : Error\n",
    );
    assert!(inside.objects.iter().all(|object| object.shape == Shape::List));
}

#[test]
fn a_property_that_is_no_column_is_unknown() {
    let missing = || property("Realm", Test::Missing(written(true)));
    let table = "Name Enabled\n---- -------\nIOC  True\n";
    let check = check(vec![("absent", missing()), ("disabled", equals("Enabled", "false"))]);
    assert_eq!(judge_text(&check, table).verdict, Verdict::Unknown);
    assert_eq!(
        judge_text(&check, "Name    : IOC\nEnabled : True\n").verdict,
        Verdict::Proposed("absent".into())
    );
}

/// A value as tables show them: no dots at its end, no two spaces, nothing that begins with a dash.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("True".to_owned()),
        Just(String::new()),
        "[A-Za-z0-9@./:{}_-]{1,24}",
        "[A-Z][a-z]{1,8} [a-z0-9]{1,8}",
        "[0-9]{1,7}",
    ]
}

/// Prints rows as `Format-Table -AutoSize` does.
fn printed(names: &[String], rows: &[Vec<String>], indent: usize) -> String {
    let widths: Vec<usize> = (0..names.len())
        .map(|at| rows.iter().map(|row| row[at].len()).chain([names[at].len()]).max().expect("a name"))
        .collect();
    let line = |cells: &[String]| {
        let mut out = " ".repeat(indent);
        for (cell, width) in cells.iter().zip(&widths) {
            let _ = write!(out, "{cell:width$} ");
        }
        out.trim_end().to_owned() + "\n"
    };
    let dashes: Vec<String> = names.iter().map(|name| "-".repeat(name.len())).collect();
    std::iter::once(line(names)).chain([line(&dashes)]).chain(rows.iter().map(|row| line(row))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_table_reads_back_as_itself_or_with_doubts(
        (count, cells) in (2usize..5).prop_flat_map(|count| {
            (Just(count), prop::collection::vec(prop::collection::vec(value(), count), 1..6))
        }),
        indent in 0usize..4,
    ) {
        let names: Vec<String> = ["Name", "State", "TargetAddress", "Id", "Kind"][..count].iter().map(|n| (*n).to_owned()).collect();
        let mut table = cells;
        // A row begins with something; a row of nothing is a blank line.
        for (at, row) in table.iter_mut().enumerate() {
            row[0] = format!("Row{at} {}", row[0]).trim().to_owned();
        }
        let text = printed(&names, &table, indent);
        let reading = read(&text);
        prop_assert_eq!(reading.objects.len(), table.len(), "{}", text);
        for (object, row) in reading.objects.iter().zip(&table) {
            for (name, value) in names.iter().zip(row) {
                let property = object.get(name).expect("every column is there");
                prop_assert!(property.value == *value || !property.doubts.is_empty(), "{}\n{:?}", text, property);
            }
        }
    }

    #[test]
    fn damaged_tables_do_not_make_it_panic(text in "([-|+ ]|Name|--|\t|a  b|名|\n|\\{x\\}){0,60}") {
        let _ = read(&text);
    }
}

#[test]
fn tables_of_wikis_need_no_rule() {
    let reading = read("||Name||Enabled||\n|HybridIOC|False|\n|Other|True|\n");
    assert_eq!(rows(&reading), ["Name=HybridIOC; Enabled=False", "Name=Other; Enabled=True"]);
}

#[test]
fn cells_as_wide_as_their_columns_are_read_though_the_dashes_are_lost() {
    let reading = read(
        "Get-X | ft Server,Name,Mode\n\n\
         Server       Name             Mode\n\
         EX01.contoso HybridIOC - 7c1a Full\n",
    );
    assert_eq!(rows(&reading), ["Server=EX01.contoso; Name=HybridIOC - 7c1a; Mode=Full"]);
}

#[test]
fn names_with_one_space_between_them_are_noticed_where_values_stand_below() {
    let noticed = |text: &str| read(text).doubts.iter().any(|doubt| doubt.kind == DoubtKind::Unread);
    assert!(noticed("Task ResultType Detail\nChecking EWS False {x}\n"));
    assert!(!noticed("Dear Sir Madam\nthat is True for all\n"));
}
