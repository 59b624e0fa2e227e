//! Sheets: values between separators under a line of names, as `Export-Csv`, spreadsheets and logs have them.
//!
//! Invariant: a value is taken only from a row that has as many values as there are names, or lacks blank ones at its end.
//! Deliberately absent: sheets without their line of names, which are only noticed.

use crate::evidence::cell::{cell, doubt};
use crate::evidence::found::Found;
use crate::evidence::line::{Form, Line};
use crate::evidence::{DoubtKind, Lines, Object, Shape, left};
use std::borrow::Cow;
use std::collections::HashSet;

/// What separates values, the commonest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads the sheets of a text.
pub(crate) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    let mut at = 0;
    while at < lines.len() {
        let Some(head) = head(lines, used, at) else {
            at += 1;
            continue;
        };
        at = match pairs(lines, &head).filter(|_| !left::is_head(&head.names)) {
            Some(end) => {
                let text = "Names and values stand side by side here, so it is no table with names above; run the command \
                            again with `| Format-List`";
                let first = lines.get(at).map_or(1, |line| line.number);
                found.doubt(DoubtKind::Unread, Lines::one(first), text);
                end
            }
            None => read(lines, used, found, &head),
        };
    }
    headless(lines, used, found);
    beside(lines, used, found);
}

/// The line of names.
struct Head<'a> {
    at: usize,
    names: Vec<&'a str>,
    separator: u8,
    /// Blank lines between any two lines.
    spacing: usize,
}

/// The names in a line, if a sheet begins there: several names between separators, and below them a row that fits.
fn head<'a>(lines: &[Line<'a>], used: &[bool], at: usize) -> Option<Head<'a>> {
    let line = lines.get(at).filter(|line| used.get(at) == Some(&false) && is_output(line))?;
    if !line.text.bytes().any(|byte| SEPARATORS.contains(&byte)) && !line.text.starts_with("#Fields:") {
        return None;
    }
    let (text, logged) = match line.text.strip_prefix("#Fields:") {
        Some(rest) => (rest.trim(), true),
        None => (line.text, false),
    };
    let below = (at + 1..lines.len().min(at + 4)).find(|below| {
        lines.get(*below).is_some_and(|line| !line.text.is_empty() && !line.text.starts_with('#'))
    })?;
    let row = lines.get(below).filter(|line| is_output(line))?;
    let spaces = [b' '];
    let separators = SEPARATORS.iter().chain(if logged { &spaces[..] } else { &[] });
    let quoted = text.starts_with('"') && text.ends_with('"');
    separators.copied().find_map(|separator| {
        let mark = char::from(separator);
        let count = text.bytes().filter(|byte| *byte == separator).count() + 1;
        let certain = count > 1 && has_a_switch_below(text, row.text, mark);
        let least = if quoted || logged || certain || mark == '\t' { 2 } else { 3 };
        let unspaced = quoted || logged || certain || !text.contains([' ', '\u{3000}']) || mark == '\t';
        if count < least || !unspaced || !text.split(mark).map(unquoted).all(is_name) {
            return None;
        }
        let names: Vec<&str> = text.split(mark).map(unquoted).collect();
        let short =
            |cells: usize| cells < count && has_blank_end(row, separator, count) && row.indent == line.indent;
        // The last value of a row may go on in lines of its own.
        let open = quoted && row.text.starts_with('"') && row.text.contains(&format!("\"{mark}\""));
        let fits = values(row.text, separator).map_or(open, |cells| {
            cells.len() == count || short(cells.len()) || bracketed(row.text, separator).len() == count
        }) && differ(&names);
        fits.then(|| Head { at, names, separator, spacing: below - at - 1 })
    })
}

/// Whether words as names are stand above as many values, one of them a switch: `Name, Enabled` over `HybridIOC, False`.
fn has_a_switch_below(head: &str, row: &str, mark: char) -> bool {
    let is_switch = |value: &str| matches!(value.trim(), "True" | "False");
    row.split(mark).any(is_switch)
        && row.split(mark).count() == head.split(mark).count()
        && head.split(mark).all(|name| left::is_word(name) && !is_switch(name))
}

/// Whether a row may be short because blank cells at its end, which are tabs alone, were cut off with the white space there.
fn has_blank_end(row: &Line<'_>, separator: u8, count: usize) -> bool {
    separator == b'\t' && count > 2 && (row.text.contains('\t') || !row.text.contains(' '))
}

/// Where lines of a name, a separator and a value end, if such lines begin with a head: what a page shows as a table of two columns
/// has its names on the left. A sheet of two columns has values of one kind on the right.
fn pairs(lines: &[Line<'_>], head: &Head<'_>) -> Option<usize> {
    let mark = char::from(head.separator);
    if head.names.len() != 2 {
        return None;
    }
    // `Export-Csv` puts names in quotation marks, and one may hold a digit.
    let is_quoted = lines.get(head.at).is_some_and(|line| line.text.starts_with('"'));
    let parted = |line| match str::split_once(line, mark) {
        Some((name, value)) => Some((unquoted(name), unquoted(value))),
        None => (mark == '\t' && left::is_word(line)).then_some((line, "")),
    };
    let rows: Vec<(usize, (&str, &str))> = lines
        .iter()
        .enumerate()
        .skip(head.at)
        .filter(|(_, line)| line.form != Form::Blank)
        .map_while(|(at, line)| Some((at, parted(line.text)?)))
        .take_while(|(_, (_, value))| !value.contains(mark))
        .collect();
    let pairs: Vec<(&str, &str)> = rows.iter().map(|(_, pair)| *pair).collect();
    let on_the_left = match mark {
        '\t' => left::are_copied_pairs(&pairs),
        _ if is_quoted => left::are_quoted_pairs(&pairs),
        _ => left::are_pairs(&pairs),
    };
    on_the_left.then(|| rows.last().map_or(head.at, |(at, _)| *at) + 1)
}

/// Whether no two of these names are the same.
fn differ(names: &[&str]) -> bool {
    let mut different = HashSet::new();
    names.iter().all(|name| different.insert(name.to_lowercase()))
}

/// Whether a line may be part of a sheet.
fn is_output(line: &Line<'_>) -> bool {
    matches!(line.form, Form::Text | Form::Pair(_) | Form::Logged)
}

/// Whether a text can be the name of a column, and is no value that a row may begin with.
fn is_name(text: &str) -> bool {
    let value = ["true", "false", "none", "null"].iter().any(|value| text.eq_ignore_ascii_case(value));
    let dotted = text.contains('.') && !text.starts_with('@');
    !(value || dotted || text.ends_with(':'))
        && (1..=80).contains(&text.len())
        && text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '@' || c == '$')
        && text.chars().all(|c| c.is_alphanumeric() || " _-.:()@$#/".contains(c))
        && text.split(' ').count() <= 5
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// The values of one row; none if a quotation mark is left open.
fn values(text: &str, separator: u8) -> Option<Vec<Cow<'_, str>>> {
    let mark = char::from(separator);
    if !text.contains('"') {
        return Some(text.split(mark).map(|value| Cow::Borrowed(value.trim())).collect());
    }
    let mut values = Vec::new();
    let mut rest = text;
    loop {
        let inner = rest.trim_start_matches(' ').strip_prefix('"');
        let end = match inner {
            Some(inner) => rest.len() - inner.len() + closing_quote(inner)? + 1,
            None => 0,
        };
        let stop = rest.get(end..)?.find(mark).map(|at| end + at);
        let value = rest.get(..stop.unwrap_or(rest.len()))?.trim();
        values.push(match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(inner) if inner.contains("\"\"") => {
                Cow::Owned(inner.replace("\"\"", "\"").trim().to_owned())
            }
            Some(inner) => Cow::Borrowed(inner.trim()),
            None => Cow::Borrowed(value),
        });
        match stop {
            Some(stop) => rest = rest.get(stop + 1..)?,
            None => return Some(values),
        }
    }
}

/// The values of one row in which a separator inside braces is a value's own: `HybridIOC,True,{a, b}`.
fn bracketed(text: &str, separator: u8) -> Vec<Cow<'_, str>> {
    let mut depth = 0usize;
    let mark = char::from(separator);
    let apart = text.split(|c: char| {
        depth = match c {
            '{' => depth + 1,
            '}' => depth.saturating_sub(1),
            _ => depth,
        };
        c == mark && depth == 0
    });
    apart.map(|value| Cow::Borrowed(value.trim())).collect()
}

/// Where the quotation mark stands that ends a value; two in a row are one of the value's own.
fn closing_quote(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('"')?;
        if text.get(at + 1..)?.starts_with('"') {
            from = at + 2;
        } else {
            return Some(at);
        }
    }
}

/// Reads the rows below a head; gives where to go on.
fn read(lines: &[Line<'_>], used: &mut [bool], found: &mut Found, head: &Head<'_>) -> usize {
    let mut at = head.at + 1;
    let mut blanks = 0;
    let mut mark = |range: std::ops::Range<usize>| {
        used.iter_mut().take(range.end).skip(range.start).for_each(|used| *used = true);
    };
    let typed =
        head.at.checked_sub(1).filter(|at| lines.get(*at).is_some_and(|l| l.text.starts_with("#TYPE ")));
    mark(typed.unwrap_or(head.at)..head.at + 1);
    let mut left = left::is_head(&head.names).then(|| left::Objects::new(Shape::Separated));
    while let Some(line) = lines.get(at).filter(|_| found.has_room()) {
        if line.text.is_empty() {
            blanks += 1;
            if blanks > head.spacing {
                break;
            }
            at += 1;
            continue;
        }
        if line.text.starts_with('#') && line.text.contains(':') {
            mark(at..at + 1);
            at += 1;
            continue;
        }
        let Some((row, end)) = row(lines, at, head) else { break };
        match (&mut left, row.properties.as_slice()) {
            (Some(left), [name, value]) => {
                left.add(&name.value, &value.value, line.number)
                    .into_iter()
                    .for_each(|object| found.add(object));
            }
            _ => found.add(row),
        }
        blanks = 0;
        mark(at..end);
        at = end;
    }
    left.and_then(|mut left| left.end()).into_iter().for_each(|object| found.add(object));
    at
}

/// The row that begins in a line and one past its last line. A value between quotation marks may hold lines of its own.
fn row(lines: &[Line<'_>], at: usize, head: &Head<'_>) -> Option<(Object, usize)> {
    const TALLEST: usize = 40;
    let first = lines.get(at).filter(|line| is_output(line))?;
    let mut end = at + 1;
    let odd = |text: &str| memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1;
    let mut open = odd(first.text);
    while open && end < lines.len().min(at + TALLEST) {
        let next = lines.get(end).filter(|line| is_output(line) || line.form == Form::Blank)?;
        open = open != odd(next.text);
        end += 1;
    }
    let text = match lines.get(at..end)? {
        _ if open => Cow::Borrowed(first.text),
        [line] => Cow::Borrowed(line.text),
        several => Cow::Owned(several.iter().map(|line| line.text).collect::<Vec<_>>().join("\n")),
    };
    let fits = |values: &Vec<Cow<'_, str>>| values.len() == head.names.len();
    let values = if open { None } else { values(&text, head.separator) };
    let whole = match &text {
        Cow::Borrowed(text) if !open && text.contains('{') && !text.contains('"') => {
            Some(bracketed(text, head.separator)).filter(fits)
        }
        _ => None,
    };
    let values = if values.as_ref().is_some_and(fits) { values } else { whole.or(values) };
    let short = |values: &[Cow<'_, str>]| {
        values.len() < head.names.len()
            && has_blank_end(first, head.separator, head.names.len())
            && lines.get(head.at).is_some_and(|head| head.indent == first.indent)
    };
    match values {
        Some(values) if values.len() == head.names.len() || short(&values) => {
            let place = Lines::new(first.number, lines.get(end - 1)?.number);
            Some((object(head, &values, place), end))
        }
        Some(values) if values.len() > 1 => Some((misfit(head, first.number), at + 1)),
        None if text.starts_with('"') => Some((misfit(head, first.number), at + 1)),
        _ => None,
    }
}

/// The object of a row that has as many values as there are names, or the first of them.
fn object(head: &Head<'_>, values: &[Cow<'_, str>], place: Lines) -> Object {
    let mut object = Object { shape: Shape::Separated, properties: Vec::with_capacity(values.len()) };
    let blank = Cow::Borrowed("");
    for (index, name) in head.names.iter().enumerate() {
        let value = values.get(index).unwrap_or(&blank);
        let mut property = cell(name, value, place);
        if index >= values.len() {
            let text = format!("{place} ends in front of the value of `{name}`");
            doubt(&mut property, DoubtKind::Glued, text);
        }
        if value.contains('\n') {
            let text = format!("The value of `{name}` holds line ends, which may not be its own");
            doubt(&mut property, DoubtKind::Wrapped, text);
        }
        object.properties.push(property);
    }
    object
}

/// A row that has more or fewer values than there are names: nothing is known about any of them.
fn misfit(head: &Head<'_>, line: usize) -> Object {
    let mut object = Object { shape: Shape::Separated, properties: Vec::new() };
    for name in &head.names {
        let mut property = cell(name, "", Lines::one(line));
        let text = format!("Line {line} has not as many values as there are names above it");
        doubt(&mut property, DoubtKind::Glued, text);
        object.properties.push(property);
    }
    object
}

/// Says where rows of values between quotation marks have lost their line of names.
fn headless(lines: &[Line<'_>], used: &[bool], found: &mut Found) {
    let plain = |text: &str, mark: char| {
        !text.contains(' ')
            && text.split(mark).nth(2).is_some()
            && text.split(mark).any(|value| matches!(value, "True" | "False"))
    };
    let is_row = |line: &Line<'_>| {
        line.text.starts_with('"') && line.text.ends_with('"') && line.text.matches("\",\"").nth(1).is_some()
            || line.form == Form::Text && (plain(line.text, ',') || plain(line.text, ';'))
    };
    let free = lines.iter().zip(used).filter(|(_, used)| !**used).map(|(line, _)| line);
    if let Some(line) = free.into_iter().find(|line| is_row(line)) {
        let text = "The names above these values are missing, so nothing is known about them";
        found.doubt(DoubtKind::Unread, Lines::one(line.number), text);
    }
}

/// Says where names and values stand side by side under no head: lines of one tab each, with a name in front of it. A name
/// alone among them has lost a blank value, or its value is in another line.
fn beside(lines: &[Line<'_>], used: &[bool], found: &mut Found) {
    const FEWEST: usize = 3;
    let is_pair = |line: &Line<'_>| {
        let parts = line.text.split_once('\t').filter(|(_, value)| !value.contains('\t'));
        let named = |name: &str| {
            name.starts_with(char::is_uppercase)
                && name.len() <= 60
                && name.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-')
        };
        line.form == Form::Text && parts.is_some_and(|(name, _)| named(name.trim()))
    };
    let mut run = 0;
    let mut pairs = 0;
    for (line, used) in lines.iter().zip(used) {
        match line.form {
            Form::Blank => continue,
            _ if !*used && is_pair(line) => {
                pairs += 1;
                run += 1;
            }
            Form::Text if !*used && left::is_word(line.text) => run += 1,
            _ => (run, pairs) = (0, 0),
        }
        if run >= FEWEST && pairs > 0 {
            let text = "Names and values stand side by side here without a head above them; run the command again with \
                        `| Format-List`";
            return found.doubt(DoubtKind::Unread, Lines::one(line.number), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::{DoubtKind, Lines, Reading, Shape, read};

    fn values(reading: &Reading) -> Vec<Vec<(&str, &str)>> {
        let each = reading.objects.iter();
        each.map(|object| object.properties.iter().map(|p| (p.name.as_str(), p.value.as_str())).collect())
            .collect()
    }

    #[test]
    fn exported_objects_are_read_row_by_row() {
        let reading = read(
            "#TYPE Selected.System.Management.Automation.PSCustomObject\n\"Name\",\"Enabled\",\"Domains\"\n\
             \"HybridIOC, first\",\"True\",\"a.com b.com\"\n\"say \"\"no\"\"\",\"False\",\"\"\n",
        );
        assert_eq!(
            values(&reading),
            [
                [("Name", "HybridIOC, first"), ("Enabled", "True"), ("Domains", "a.com b.com")],
                [("Name", "say \"no\""), ("Enabled", "False"), ("Domains", "")]
            ]
        );
        assert_eq!(reading.objects[1].lines(), Some(Lines::one(4)));
        assert_eq!(reading.objects[0].shape, Shape::Separated);
        assert!(reading.other.is_empty() && reading.is_complete());
    }

    #[test]
    fn other_separators_and_names_without_quotation_marks_are_read() {
        let wanted = [[("Name", "A"), ("Enabled", "True"), ("Type", "x")]];
        for text in [
            "Name,Enabled,Type\nA,True,x\n",
            "Name;Enabled;Type\nA;True;x\n",
            "Name\tEnabled\tType\nA\tTrue\tx\n",
        ] {
            assert_eq!(values(&read(text)), wanted, "{text}");
        }
        for text in ["Name, Enabled\nA, True\n", "Name,Enabled\nA,True\n", "Name;Enabled\nA;True\n"] {
            assert_eq!(values(&read(text)), [[("Name", "A"), ("Enabled", "True")]], "{text}");
        }
        let log = read("#Software: x\n#Fields: date,event-id,source\n2026-11-23T10:00:00Z,FAIL,SMTP\n");
        assert_eq!(log.objects[0].get("event-id").map(|p| p.value.as_str()), Some("FAIL"));
    }

    #[test]
    fn names_of_types_and_rows_that_do_not_fit_are_doubted() {
        let reading = read("\"Name\",\"Domains\"\n\"A\",\"System.Object[]\"\n\"B\",\"x\",\"y\"\n");
        assert!(reading.objects[0].get("Domains").expect("it is there").has_doubt(DoubtKind::Cut));
        assert!(
            reading.objects[1].properties.iter().all(|p| p.has_doubt(DoubtKind::Glued) && p.value.is_empty())
        );
        let plain = read("HybridIOC,True,contoso.com\nPartner,False,fabrikam.com\n");
        assert_eq!((plain.objects.len(), plain.doubts[0].kind), (0, DoubtKind::Unread));
        let headless = read("\"A\",\"True\",\"x\"\n\"B\",\"False\",\"y\"\n");
        assert_eq!((headless.objects.len(), headless.doubts[0].kind), (0, DoubtKind::Unread));
    }

    #[test]
    fn blank_cells_at_the_end_of_a_line_are_unknown() {
        let reading = read("Name\tEnabled\tRealm\nA\tTrue\nB\tFalse\tcontoso.com\n");
        assert_eq!(values(&reading)[0], [("Name", "A"), ("Enabled", "True"), ("Realm", "")]);
        let doubted =
            |index: usize| reading.objects[index].get("Realm").is_some_and(|p| p.has_doubt(DoubtKind::Glued));
        assert!(doubted(0) && !doubted(1), "{reading:?}");
    }

    #[test]
    fn names_on_the_left_are_no_names_above() {
        let paired = read("Name\tHybridIOC - 1b2c\nEnabled\tFalse\nRealm\t\nTlsDomain\tmail.contoso.com\n");
        assert_eq!((paired.objects.len(), paired.doubts[0].kind), (0, DoubtKind::Unread));
        let report =
            "Internal Transport Certificate\tTrue\nCurrent Auth Certificate\tFalse\nLifetime in days\t1779\n";
        assert_eq!(read(report).doubts.first().map(|doubt| doubt.kind), Some(DoubtKind::Unread));
        let parts = read("Component\tState\nEwsProxy\tActive\nServerWideOffline\tInactive\n");
        assert_eq!(values(&parts)[1], [("Component", "ServerWideOffline"), ("State", "Inactive")]);
        let colons = read("Name:\tHybridIOC\nEnabled:\tFalse\nRealm:\tcontoso\n");
        assert_eq!(
            values(&colons),
            [vec![("Name", "HybridIOC"), ("Enabled", "False"), ("Realm", "contoso")]]
        );
    }

    #[test]
    fn a_name_is_never_the_value_of_another_name() {
        for text in [
            "Name\tAuth Configuration\nCurrentCertificateThumbprint\t9F0C2B7D10E85566778899AABBCCDDEEFF001122\n",
            "ServiceName\tExchange\nCurrentCertificateThumbprint\t9F0C2B7D10E85566778899AABBCCDDEEFF001122\n",
            "Name,HybridIOC\nEnabled,False\n",
            "\"Name\";\"HybridIOC\"\n\"Enabled\";\"False\"\n",
            "FreeBusyAccessLevel\tLimitedDetails\nName\tContoso\nTargetApplicationUri\toutlook.com\n",
            "CurrentCertificateThumbprint\tPreviousCertificateThumbprint\nNextCertificateThumbprint\tRealm\n",
            "CurrentCertificateThumbprint\t9F0C2B7D10E85566778899AABBCCDDEEFF001122\nRealm\nNextCertificateThumbprint\n",
            "NextCertificateThumbprint\nCurrentCertificateThumbprint\t9F0C2B7D10E85566778899AABBCCDDEEFF001122\nRealm\n",
        ] {
            let reading = read(text);
            assert_eq!(reading.objects, [], "{text}");
            assert_eq!(reading.doubts.first().map(|doubt| doubt.kind), Some(DoubtKind::Unread), "{text}");
        }
    }

    #[test]
    fn lines_inside_a_value_are_no_properties() {
        let reading = read(
            "\"Task\",\"ResultType\",\"Detail\"\n\"Checking\",\"Error\",\"It was last\nResultType : Success\nloaded\"\n",
        );
        assert_eq!(reading.objects.len(), 1, "{reading:?}");
        let result = reading.objects[0].get("ResultType").map(|p| (p.value.as_str(), p.doubts.len()));
        assert_eq!(result, Some(("Error", 0)));
    }

    #[test]
    fn a_list_in_braces_is_one_value() {
        let reading = read("Name,Enabled,Domains\nA,True,{a.com, b.com}\nB,False,{}\n");
        assert_eq!(values(&reading)[0], [("Name", "A"), ("Enabled", "True"), ("Domains", "{a.com, b.com}")]);
        assert!(reading.objects[0].get("Domains").and_then(|p| p.items.as_ref()).is_some_and(|i| i.complete));
        assert_eq!(values(&reading)[1], [("Name", "B"), ("Enabled", "False"), ("Domains", "{}")]);
    }

    #[test]
    fn sentences_and_commands_are_no_sheets() {
        for text in [
            "Hello, thanks, bye\nWell, yes, no\n",
            "First, second, and third\nall, of, them\n",
            "Get-Mailbox | fl Name,Alias,Guid\nx,y,z\n",
            "one;two\nthree;four\n",
        ] {
            assert_eq!(read(text).objects, [], "{text}");
        }
    }
}
