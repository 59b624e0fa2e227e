//! Objects printed as JSON: by `ConvertTo-Json`, by web services, in logs.
//!
//! What stands in a list, alone or as the `value` of an answer, is an object each; what stands inside an object is a value
//! of it, as text.
//! Invariant: a value is taken only where its end is seen, or is doubted. A list of plain values has its elements.
//! Deliberately absent: JSON inside the values of other forms; and numbers as anything but what was printed.

mod token;

use crate::evidence::cell::{cell, doubt};
use crate::evidence::found::Found;
use crate::evidence::json::token::{Ending, Kind, Token, Tokens, tokens};
use crate::evidence::line::{Form, Line};
use crate::evidence::{DoubtKind, Items, Lines, Object, Property, Shape};
use std::collections::HashMap;

/// Reads the JSON of a text.
pub(crate) fn find(lines: &[Line<'_>], used: &mut [bool], found: &mut Found) {
    let mut at = 0;
    // The column of the colon of a list above, whose values may hold JSON of their own.
    let mut colon = None;
    while let Some(line) = lines.get(at).filter(|_| found.has_room()) {
        if opens_in_a_cell(line.text) {
            at = end_of_cell(lines, at);
            continue;
        }
        match line.form {
            Form::Pair(pair) if pair.padding > 0 => colon = Some(pair.colon),
            Form::Blank => {}
            _ if colon.is_some_and(|colon| line.indent <= colon) => colon = None,
            _ => {}
        }
        let begins = if colon.is_none() && used.get(at) == Some(&false) { begins(lines, at) } else { None };
        at = begins.map_or(at + 1, |begins| read(lines, used, found, at, begins));
    }
}

/// Whether a line of a sheet ends with a bracket that begins its last cell: what follows is part of that value.
fn opens_in_a_cell(text: &str) -> bool {
    let Some(before) = text.strip_suffix(['{', '[']) else { return false };
    let before = before.strip_suffix('"').unwrap_or(before);
    before.ends_with([',', ';', '\t']) && !before.starts_with(['{', '[', '}', ']']) && !before.contains("\":")
}

/// One past the cell that a line opens; the next line, if its end is not in the text.
fn end_of_cell(lines: &[Line<'_>], at: usize) -> usize {
    const TALLEST: usize = 200;
    let ends = |line: &Line<'_>| line.indent == 0 && line.text.starts_with(['}', ']']);
    let below = lines.iter().skip(at + 1).take(TALLEST).position(ends);
    at + below.map_or(1, |below| below + 2)
}

/// What a piece of JSON begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// A bracket.
    Bracket,
    /// A name: what stood above is lost.
    Name,
}

/// Whether JSON begins in a line: with a bracket and a quotation mark or another bracket behind it, or with `"name":`.
fn begins(lines: &[Line<'_>], at: usize) -> Option<Begin> {
    let text = lines.get(at)?.text;
    let inner = text.strip_prefix(['{', '[']);
    if text.starts_with('"') {
        let end = text.bytes().take(200).skip(1).position(|byte| byte == b'"')?;
        let rest = text.get(end + 2..)?.trim_start();
        return rest.starts_with(':').then_some(Begin::Name);
    }
    let inner = inner?.trim_start();
    let next = if inner.is_empty() {
        let below = lines.get(at + 1..)?.iter().take(3);
        below.map(|line| line.text).find(|text| !text.is_empty())?
    } else {
        inner
    };
    let object = |text: &str| text.starts_with('"');
    let holds = |text: &str| text.starts_with('{') && !text.starts_with("{}");
    let fits = if text.starts_with('{') { object(next) } else { holds(next) };
    fits.then_some(Begin::Bracket)
}

/// Reads the JSON that begins in a line; gives where to go on.
fn read(lines: &[Line<'_>], used: &mut [bool], found: &mut Found, at: usize, begin: Begin) -> usize {
    let depth = usize::from(begin == Begin::Name);
    let tokens = tokens(lines, used, at, depth);
    let mut reader = Reader { tokens: &tokens, objects: Vec::new() };
    match begin {
        Begin::Bracket => reader.document(0),
        Begin::Name => reader.object(0, tokens.all.len()),
    }
    let objects = reader.objects;
    if objects.is_empty() {
        // Looked at once is enough.
        return tokens.last + 1;
    }
    for object in objects {
        if !found.has_room() {
            break;
        }
        found.add(object);
    }
    let last = tokens.all.last().map_or(Lines::one(1), |token| token.lines);
    if begin == Begin::Name {
        let first = tokens.all.first().map_or(last, |token| token.lines);
        found.doubt(DoubtKind::Cut, first, "The JSON begins in the middle");
    }
    if tokens.end == Ending::Broken {
        found.doubt(DoubtKind::Cut, Lines::one(last.last), "The JSON ends in the middle");
    }
    used.iter_mut().take(tokens.last + 1).skip(at).for_each(|used| *used = true);
    tokens.last + 1
}

struct Reader<'t> {
    tokens: &'t Tokens,
    objects: Vec<Object>,
}

impl Reader<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.all.get(at)
    }

    /// Whether the token at an index is this text.
    fn is(&self, at: usize, text: &str) -> bool {
        self.token(at).is_some_and(|token| self.tokens.text(token) == text)
    }

    /// The object or the list of objects that begins at a token.
    fn document(&mut self, at: usize) {
        let Some(open) = self.token(at).copied() else { return };
        if self.is(at, "[") {
            return self.list(at, open.partner);
        }
        // An answer with its objects in `value`, as web services and `ConvertTo-Json` give several.
        match self.entries(at + 1, open.partner).into_iter().find(|(name, value)| {
            self.text(*name).eq_ignore_ascii_case("value") && self.is(*value, "[") && self.is(value + 1, "{")
        }) {
            Some((_, value)) => {
                let end = self.token(value).map_or(0, |token| token.partner);
                self.list(value, end);
            }
            None => self.object(at + 1, open.partner),
        }
    }

    /// The objects of a list.
    fn list(&mut self, open: usize, close: usize) {
        let mut at = open + 1;
        while at < close {
            let Some(partner) = self.token(at).map(|token| token.partner) else { break };
            if self.is(at, "{") {
                self.object(at + 1, partner);
            }
            at = partner.max(at) + 1;
        }
    }

    /// The names of an object between two tokens, each with the token its value begins at.
    fn entries(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut entries = Vec::new();
        let mut at = from;
        while at < to {
            let kind = |at: usize| self.token(at).map(|token| token.kind);
            if kind(at) == Some(Kind::Text) && kind(at + 1) == Some(Kind::Colon) {
                let value = at + 2;
                entries.push((at, value));
                let is_value = matches!(kind(value), Some(Kind::Open | Kind::Text | Kind::Word));
                at = if is_value { self.token(value).map_or(value, |token| token.partner) } else { at + 1 };
            }
            at += 1;
        }
        entries
    }

    /// The object whose entries stand between two tokens.
    fn object(&mut self, from: usize, to: usize) {
        let mut object = Object { shape: Shape::Json, properties: Vec::new() };
        let mut names: HashMap<String, usize> = HashMap::new();
        for (name, value) in self.entries(from, to) {
            let name_text = self.text(name);
            if name_text.is_empty() {
                continue;
            }
            let index = *names.entry(name_text.to_lowercase()).or_insert(object.properties.len());
            match object.properties.get_mut(index) {
                Some(first) => {
                    doubt(first, DoubtKind::Glued, format!("Two values are named `{name_text}`"));
                }
                None => object.properties.extend(self.property(&name_text, name, value)),
            }
        }
        if !object.properties.is_empty() {
            self.objects.push(object);
        }
    }

    fn property(&self, name: &str, at: usize, value: usize) -> Option<Property> {
        let start = self.token(at)?;
        let first = self.token(value).filter(|token| !matches!(token.kind, Kind::Close | Kind::Comma));
        let Some(first) = first else {
            let mut property = cell(name, "", start.lines);
            doubt(&mut property, DoubtKind::Cut, format!("The value of `{name}` is missing"));
            return Some(property);
        };
        let last = self.token(first.partner).or_else(|| self.tokens.all.last())?;
        let lines = start.lines.to(last.lines);
        let mut property = match first.kind {
            Kind::Text => cell(name, &self.text(value), lines),
            Kind::Word if self.is(value, "null") => cell(name, "", lines),
            Kind::Word => cell(name, self.tokens.text(first), lines),
            _ => {
                let flat = self.tokens.flat.get(first.start..last.end).unwrap_or_default();
                let items = self.items(value, first.partner);
                let values = items.as_ref().map(|items| items.values.clone()).unwrap_or_default();
                let mut property = cell(name, flat, lines);
                if values.iter().any(|value| crate::evidence::cell::is_type_name(value)) {
                    let text = format!("`{name}` shows the names of types instead of its values");
                    doubt(&mut property, DoubtKind::Cut, text);
                }
                if values.iter().filter(|value| value.contains(" :")).nth(1).is_some() {
                    let text = format!("The value of `{name}` holds lines of its own, which are not read");
                    doubt(&mut property, DoubtKind::Glued, text);
                }
                property.items = items;
                property
            }
        };
        let inside = self.tokens.all.get(value..=first.partner.max(value)).or(self.tokens.all.get(value..));
        let broken = inside.unwrap_or_default().iter().find_map(|token| token.doubt);
        let unfinished = first.partner >= self.tokens.all.len() || self.is_last(value);
        match broken {
            Some(DoubtKind::Wrapped) => {
                let text = format!("The value of `{name}` is wrapped; it may have a space at the breaks");
                doubt(&mut property, DoubtKind::Wrapped, text);
            }
            Some(kind) => doubt(&mut property, kind, format!("The value of `{name}` is cut off")),
            None if unfinished => {
                doubt(&mut property, DoubtKind::Cut, format!("The JSON ends in the value of `{name}`"));
            }
            None => {}
        }
        Some(property)
    }

    /// Whether a number or word is the last that is seen of a broken text, so that its rest may be missing.
    fn is_last(&self, value: usize) -> bool {
        let word = self.token(value).is_some_and(|token| token.kind == Kind::Word);
        word && self.tokens.end == Ending::Broken && value + 1 == self.tokens.all.len()
    }

    /// The elements of a list of plain values.
    fn items(&self, open: usize, close: usize) -> Option<Items> {
        if !self.is(open, "[") {
            return None;
        }
        let inside = self.tokens.all.get(open + 1..close.min(self.tokens.all.len()))?;
        if inside.iter().any(|token| matches!(token.kind, Kind::Open | Kind::Colon | Kind::Close)) {
            return None;
        }
        let plain = inside.iter().filter(|token| matches!(token.kind, Kind::Text | Kind::Word));
        let mut values: Vec<String> = plain.map(|token| self.written(token)).collect();
        let complete = close < self.tokens.all.len();
        if !complete {
            values.pop();
        }
        Some(Items { values, complete })
    }

    fn text(&self, at: usize) -> String {
        self.token(at).map(|token| self.written(token)).unwrap_or_default()
    }

    /// What a token stands for. What cannot be decoded stays as it was printed.
    fn written(&self, token: &Token) -> String {
        let raw = self.tokens.text(token);
        match token.kind {
            Kind::Text => serde_json::from_str(raw).unwrap_or_else(|_| raw.trim_matches('"').to_owned()),
            _ => raw.to_owned(),
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
    fn an_object_is_read_with_its_lines_and_lists() {
        let reading = read(
            "PS C:\\> Get-IntraOrganizationConnector | ConvertTo-Json\n{\n    \"Name\":  \"HybridIOC\",\n    \
             \"Enabled\":  true,\n    \"TargetAddressDomains\":  [\n        \"contoso.com\",\n        \
             \"mail.contoso.com\"\n    ],\n    \"Note\":  null\n}\n",
        );
        let [object] = reading.objects.as_slice() else { panic!("{reading:?}") };
        assert_eq!(object.shape, Shape::Json);
        assert_eq!(object.get("enabled").map(|p| (p.value.as_str(), p.lines)), Some(("true", Lines::one(4))));
        let domains = object.get("TargetAddressDomains").expect("it is there");
        assert_eq!(domains.lines, Lines::new(5, 8));
        let items = domains.items.as_ref().expect("a list");
        assert!(items.complete && items.values == ["contoso.com", "mail.contoso.com"]);
        assert_eq!(object.get("Note").map(|p| p.value.as_str()), Some(""));
        assert!(reading.is_complete() && reading.other.is_empty());
    }

    #[test]
    fn lists_and_answers_of_services_hold_several_objects() {
        let list = read("[{\"Name\":\"A\",\"On\":true},{\"Name\":\"B\",\"On\":false}]");
        assert_eq!(values(&list), [[("Name", "A"), ("On", "true")], [("Name", "B"), ("On", "false")]]);
        let answer = read("{\"@odata.context\":\"x\",\"value\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");
        assert_eq!(values(&answer), [[("id", "1")], [("id", "2")]]);
        let lines = read("{\"Name\":\"A\"}\n{\"Name\":\"B\"}\n");
        assert_eq!(values(&lines), [[("Name", "A")], [("Name", "B")]]);
    }

    #[test]
    fn what_stands_inside_an_object_is_its_value() {
        let reading =
            read("{\"Id\": {\"Rdn\": \"CN=a\"}, \"Keys\": [{\"Id\": 1}, {\"Id\": 2}], \"Ok\": true}");
        assert_eq!(
            values(&reading),
            [[("Id", "{\"Rdn\":\"CN=a\"}"), ("Keys", "[{\"Id\":1},{\"Id\":2}]"), ("Ok", "true")]]
        );
    }

    #[test]
    fn broken_json_is_doubted_where_it_is_broken() {
        let cut = read("{\n  \"Name\": \"A\",\n  \"Domains\": [\n    \"a.com\",\n    \"b.com\"");
        let domains = cut.objects[0].get("Domains").expect("it is there");
        assert!(
            cut.is_cut()
                && domains.has_doubt(DoubtKind::Cut)
                && !domains.items.as_ref().expect("a list").complete
        );
        assert!(cut.objects[0].get("Name").expect("it is there").doubts.is_empty());
        let headless = read("  \"Enabled\": true,\n  \"Name\": \"B\"\n}\n");
        assert!(headless.is_cut());
        assert_eq!(values(&headless), [[("Enabled", "true"), ("Name", "B")]]);
        let half = read("{\"Enabled\": tru");
        assert!(
            half.objects
                .iter()
                .flat_map(|o| &o.properties)
                .all(|p| p.value.is_empty() && !p.doubts.is_empty())
        );
        let twice = read("{\"Enabled\": true, \"enabled\": false}");
        assert!(twice.objects[0].properties[0].has_doubt(DoubtKind::Glued));
    }

    #[test]
    fn json_inside_a_cell_of_a_sheet_is_no_object() {
        for text in [
            "\"Name\",\"Enabled\",\"Info\"\n\"A\",\"True\",\"{\n    \"Enabled\": false\n}\"\n",
            "Name\tEnabled\tInfo\nA\tTrue\t{\n  \"Enabled\": false\n}\n",
        ] {
            let reading = read(text);
            let sure = reading.properties("Enabled").filter(|(_, property)| property.doubts.is_empty());
            assert!(sure.map(|(_, p)| p.value.as_str()).all(|value| value == "True"), "{reading:?}");
        }
    }

    #[test]
    fn a_list_printed_into_json_is_not_taken_for_elements() {
        let reading = read("{\"rc\": 0, \"lines\": [\"\", \"Name    : A\", \"Enabled : False\"]}");
        assert!(
            reading.objects[0].get("lines").is_some_and(|p| p.has_doubt(DoubtKind::Glued)),
            "{reading:?}"
        );
    }

    #[test]
    fn lists_of_powershell_prompts_and_json_in_values_are_left_alone() {
        assert_eq!(read("{a, b}\n[1, 2]\n[PS] C:\\>\n").objects, []);
        let detail = read(
            "Task   : x\nDetail : The answer was\n         {\"error\": \"invalid_client\"}\nType   : Error\n",
        );
        assert_eq!(detail.objects.len(), 1);
        assert_eq!(detail.objects[0].properties.len(), 3);
    }
}
