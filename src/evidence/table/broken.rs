//! Lines that go on with the row above them although their first cell is filled, as under `Format-Table -Wrap`, which breaks
//! words where their column ends.
//!
//! Invariant: a line with a switch under a switch is a row of its own.
//! Deliberately absent: whether the cells above are full; that is measured where the columns are known (`rows`).

use crate::evidence::table::rows::{Row, Value};

/// Whether a line is the rest of a row: a list or an address goes on in it, and a cell that the row has is blank in it.
pub(super) fn goes_on(texts: &[&str], row: &Row<'_>) -> bool {
    let half = |(text, above): (&&str, &Value<'_>)| {
        let list = above.text.starts_with('{')
            && !text.starts_with('{')
            && !above.pieces().any(|piece| piece.ends_with('}'));
        let address = above.text.starts_with("http") && !text.starts_with("http") && !text.contains(' ');
        !text.is_empty() && (list || address)
    };
    may_go_on(texts, row) && texts.iter().zip(&row.values).any(half)
}

/// Whether a line may be the rest of a row: it leaves a cell blank that the row has, and is no row of its own.
fn may_go_on(texts: &[&str], row: &Row<'_>) -> bool {
    let blank = |(text, above): (&&str, &Value<'_>)| text.is_empty() && !above.text.is_empty();
    texts.iter().zip(&row.values).any(blank) && !is_a_row(texts, row)
}

/// Whether a line has a switch under a switch.
pub(super) fn is_a_row(texts: &[&str], row: &Row<'_>) -> bool {
    let is_switch = |text: &str| matches!(text, "True" | "False");
    texts.iter().zip(&row.values).any(|(text, above)| is_switch(text) && is_switch(above.text))
}

/// Whether a line that may go on leaves blank where the row has a switch, which no object lacks.
pub(super) fn lacks_a_switch(texts: &[&str], row: &Row<'_>) -> bool {
    let lacks =
        |(text, above): (&&str, &Value<'_>)| text.is_empty() && matches!(above.text, "True" | "False");
    may_go_on(texts, row) && texts.iter().zip(&row.values).any(lacks)
}

#[cfg(test)]
mod tests {
    use crate::evidence::{DoubtKind, read};

    const WRAPPED: &str = "\
Name                          Enabled DomainNames                 TargetAutodiscoverEpr
----                          ------- -----------                 ---------------------
On-premises to O365 -            True {contoso.mail.onmicrosoft.c https://autodiscover-s.outlo
1b2c3d4e-1111-4222-8333-44445         om}                         ok.com/autodiscover/autodisc
5556666                                                           over.svc/WSSecurity
Partner                         False {fabrikam.com}              https://mail.fabrikam.com
";

    #[test]
    fn words_broken_at_the_edge_of_their_column_belong_to_one_row() {
        let reading = read(WRAPPED);
        let names: Vec<&str> = reading.properties("Name").map(|(_, p)| p.value.as_str()).collect();
        assert_eq!(names, ["On-premises to O365 - 1b2c3d4e-1111-4222-8333-44445 5556666", "Partner"]);
        let enabled: Vec<&str> = reading.properties("Enabled").map(|(_, p)| p.value.as_str()).collect();
        assert_eq!(enabled, ["True", "False"]);
        let wrapped = |name: &str| {
            reading.objects[0].get(name).is_some_and(|property| property.has_doubt(DoubtKind::Wrapped))
        };
        assert!(wrapped("Name") && wrapped("DomainNames") && wrapped("TargetAutodiscoverEpr"), "{reading:?}");
        assert!(reading.objects[1].properties.iter().all(|property| property.doubts.is_empty()));
    }

    #[test]
    fn a_switch_under_a_switch_is_a_row_whatever_stands_above() {
        let reading = read(
            "Name                    Enabled DomainNames\n----                    ------- -----------\n\
             On-premises to O365 -      True {fabrikam.mail.onmicros\n\
             7c1a4e5b-0d5e-4f1e-b3aa         oft.com, fabrikam.com}\n\
             Partner of the company    False {contoso.com}\n",
        );
        let enabled: Vec<&str> = reading.properties("Enabled").map(|(_, p)| p.value.as_str()).collect();
        assert_eq!(enabled, ["True", "False"]);
        assert!(reading.properties("Enabled").all(|(_, property)| property.doubts.is_empty()), "{reading:?}");
    }

    #[test]
    fn a_row_with_a_blank_cell_is_a_row() {
        let reading = read(
            "Identity                    ExternalUrl\n--------                    -----------\n\
             EX01\\EWS (Default Web Site) https://mail.contoso.com\nEX02\\EWS (Default Web Site)\n",
        );
        let urls: Vec<&str> = reading.properties("ExternalUrl").map(|(_, p)| p.value.as_str()).collect();
        assert_eq!(urls, ["https://mail.contoso.com", ""]);
    }
}
