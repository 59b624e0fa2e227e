//! Lines that go on with the row above them although their first cell is filled, as under `Format-Table -Wrap`, which breaks
//! words where their column ends.
//!
//! Invariant: a line with a whole value under a whole value of its kind is a row of its own.
//! Deliberately absent: whether the cells above are full; that is measured where the columns are known (`rows`).

use crate::evidence::enumeration::is_whole;
use crate::evidence::table::bare::is_value;
use crate::evidence::table::rows::{Row, Value};

/// Whether a line is the rest of a row: a list or an address goes on in it, and a cell that the row has is blank in it.
pub(super) fn goes_on(texts: &[&str], row: &Row<'_>) -> bool {
    let half = |(text, above): (&&str, &Value<'_>)| {
        // The rest of a list ends it, or fills the column as its beginning does.
        let rest = text.ends_with(['}', ',']) || (above.text.len() > 8 && text.len() == above.text.len());
        let list = above.text.starts_with('{')
            && !text.starts_with('{')
            && rest
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

/// Whether a line has a value that cannot be the rest of another under one of its kind: a switch, a thumbprint, the beginning
/// of a list.
pub(super) fn is_a_row(texts: &[&str], row: &Row<'_>) -> bool {
    let own = |(text, above): (&&str, &Value<'_>)| {
        is_whole(text) && is_whole(above.text) || is_value(text) && is_value(above.text)
    };
    texts.iter().zip(&row.values).any(own)
}

/// Whether a line that may go on leaves blank where the row has a value that no object lacks.
pub(super) fn lacks_a_value(texts: &[&str], row: &Row<'_>) -> bool {
    let lacks = |(text, above): (&&str, &Value<'_>)| text.is_empty() && is_whole(above.text);
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
    fn a_line_without_the_value_that_each_row_has_may_be_the_rest_of_one() {
        let reading = read(
            "Name                     DomainType    DomainName\n----                     ----------    ----------\n\
             contoso.mail.onmicrosoft InternalRelay contoso.mail.onmicrosof\n\
             .com                                   t.com\n\
             contoso.com              Authoritative contoso.com\n",
        );
        let sure = reading.properties("DomainName").filter(|(_, property)| property.doubts.is_empty());
        assert_eq!(sure.map(|(_, p)| p.value.as_str()).collect::<Vec<_>>(), ["contoso.com"], "{reading:?}");
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
