//! Forms that are known by name but not read: XML, and what PowerShell writes as XML.
//!
//! Invariant: their lines are no objects, errors or tables; a doubt names the form and says what to run instead.
//! Deliberately absent: reading them, and the marks of web pages inside other text (`markup`).

use crate::evidence::found::Found;
use crate::evidence::line::{Form, Line};
use crate::evidence::{DoubtKind, Lines};
use std::collections::HashMap;

/// Finds what is not read, and gives its lines a form of their own.
pub(crate) fn find(lines: &mut [Line<'_>], found: &mut Found) {
    let mut closing = None;
    let mut at = 0;
    while let Some(line) = lines.get(at).copied() {
        let Some(begins) = Some(line.text).filter(|text| text.starts_with(['<', '#'])).and_then(begins)
        else {
            at += 1;
            continue;
        };
        let root = match begins {
            Begins::Root(name) => Some(name),
            Begins::Declaration => lines.iter().skip(at).take(5).find_map(|line| root(line.text)),
        };
        if is_alone(lines, at) {
            at += 1;
            continue;
        }
        let closing = closing.get_or_insert_with(|| ends_of_elements(lines));
        let end = root.and_then(|root| closing.get(root).copied()).filter(|end| *end >= at);
        let end = match (begins, end) {
            (_, Some(end)) => end,
            (Begins::Declaration, None) => open_end(lines, at),
            (Begins::Root(_), None) => {
                at += 1;
                continue;
            }
        };
        let kind = kind(lines.get(at..=end.min(at + 4)).unwrap_or_default());
        let place = Lines::new(line.number, lines.get(end).map_or(line.number, |line| line.number));
        found.doubt(DoubtKind::Unread, place, kind);
        for line in lines.iter_mut().take(end + 1).skip(at).filter(|line| line.form != Form::Blank) {
            line.form = Form::Foreign;
        }
        at = end + 1;
    }
}

/// How XML begins.
#[derive(Debug, Clone, Copy)]
enum Begins<'a> {
    /// With a line that says what it is.
    Declaration,
    /// With its outermost element.
    Root(&'a str),
}

fn begins(text: &str) -> Option<Begins<'_>> {
    let declared = ["<?xml", "#< CLIXML", "# < CLIXML", "<Objs "].iter().any(|start| text.starts_with(start));
    if declared { Some(Begins::Declaration) } else { root(text).map(Begins::Root) }
}

/// Whether a line only announces CLIXML, and what other commands printed stands between it and the XML.
fn is_alone(lines: &[Line<'_>], at: usize) -> bool {
    let announced = lines.get(at).is_some_and(|line| matches!(line.text, "#< CLIXML" | "# < CLIXML"));
    let below = lines.iter().skip(at + 1).find(|line| line.form != Form::Blank);
    announced && below.is_some_and(|line| !line.text.starts_with('<'))
}

/// The name of the element that a line begins with.
fn root(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?;
    let length = inner
        .bytes()
        .take(80)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b":_.-".contains(byte))
        .count();
    let (name, rest) = inner.split_at_checked(length)?;
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    (named && (rest.is_empty() || rest.starts_with([' ', '>', '/']))).then_some(name)
}

/// For each element the last line that ends one of its name.
fn ends_of_elements<'a>(lines: &[Line<'a>]) -> HashMap<&'a str, usize> {
    let mut last = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        for rest in line.text.split("</").skip(1) {
            if let Some((name, _)) = rest.split_once('>') {
                last.insert(name.trim(), at);
            }
        }
    }
    last
}

/// The last line of XML whose end is missing: where a prompt, a fence or the end of the text stands.
fn open_end(lines: &[Line<'_>], at: usize) -> usize {
    let ends = |line: &Line<'_>| matches!(line.form, Form::Command | Form::Frame);
    let below = lines.iter().skip(at + 1).position(ends);
    below.map_or(lines.len() - 1, |below| at + below)
}

/// What it is and what to run instead.
fn kind(first: &[Line<'_>]) -> String {
    let holds = |mark: &str| first.iter().any(|line| line.text.contains(mark));
    if holds("CLIXML") || holds("<Objs") {
        return "This is CLIXML, which `Export-Clixml` and remote sessions write; it is not read. Run \
                `Import-Clixml FILE | Format-List` and paste what that prints"
            .to_owned();
    }
    if holds("<Event") {
        return "This is an event as XML; it is not read. Copy the event as text, or run `Get-WinEvent … | Format-List`"
            .to_owned();
    }
    if holds("<Objects") {
        return "This is XML of `ConvertTo-Xml`; it is not read. Run the command with `| Format-List` instead"
            .to_owned();
    }
    "This is XML; it is not read. If a command printed it, run it with `| Format-List` instead".to_owned()
}

#[cfg(test)]
mod tests {
    use crate::evidence::{DoubtKind, Lines, read};

    #[test]
    fn xml_is_named_with_what_to_run_instead() {
        for (text, wanted) in [
            ("<Objs Version=\"1.1.0.1\">\n  <S>Name : A</S>\n</Objs>\n", "Import-Clixml"),
            ("#< CLIXML\n<Objs Version=\"1.1.0.1\"><S S=\"Error\">x : y</S></Objs>\n", "Import-Clixml"),
            (
                "<?xml version=\"1.0\"?>\n<Objects>\n  <Object>Name : A</Object>\n</Objects>\n",
                "ConvertTo-Xml",
            ),
            ("<Event xmlns='x'>\n<Data>Name : A</Data>\n</Event>\n", "Get-WinEvent"),
            ("<s:Envelope>\nName : A\n</s:Envelope>\n", "Format-List"),
        ] {
            let reading = read(text);
            assert!(reading.objects.is_empty(), "{text}");
            let [doubt] = reading.doubts.as_slice() else { panic!("{text}: {:?}", reading.doubts) };
            assert_eq!((doubt.kind, doubt.text.contains(wanted)), (DoubtKind::Unread, true), "{text}");
            assert!(!reading.is_blank() && !reading.is_complete());
        }
    }

    #[test]
    fn what_stands_around_xml_is_read() {
        let reading = read(
            "Name    : A\nEnabled : True\n\n<Objs>\n<S>Id : 1</S>\n</Objs>\n\nName    : B\nEnabled : False\n",
        );
        assert_eq!(reading.objects.len(), 2);
        assert_eq!(reading.doubts[0].lines, Some(Lines::new(4, 6)));
        let cut = read("<Objs Version=\"1.1\">\n<S>Name : A</S>\n");
        assert_eq!(cut.objects.len(), 0, "it has no end: {cut:?}");
    }

    #[test]
    fn what_was_printed_before_the_xml_of_a_session_is_read() {
        let reading =
            read("#< CLIXML\nName    : A\nEnabled : False\n<Objs Version=\"1.1\"><S>x : y</S></Objs>\n");
        assert_eq!(
            reading.properties("Enabled").map(|(_, p)| p.value.as_str()).collect::<Vec<_>>(),
            ["False"]
        );
        assert_eq!(reading.doubts.len(), 1, "the XML is not read: {reading:?}");
    }

    #[test]
    fn placeholders_are_no_xml() {
        let reading = read("<GUID>\nName    : A\nEnabled : True\n");
        assert!(reading.doubts.is_empty() && reading.objects.len() == 1);
    }
}
