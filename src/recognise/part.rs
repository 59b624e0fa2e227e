//! The parts of a text: what belongs to one command.
//!
//! A part begins at a prompt with a command, where other properties begin, or at a caption that names a side.
//! Invariant: parts do not overlap and rise; objects of one kind that no prompt and no such caption separates stay
//! together, because what holds for every object must not be judged on some of them.
//! Deliberately absent: checks.

use crate::evidence::{Doubt, DoubtKind, Lines, Object, Reading, read};
use crate::graph::Graph;
use crate::recognise::invocation::{Invocation, is_cmdlet};
use crate::recognise::side::{Marks, Sided};
use crate::recognise::within::{errors_from, gap_start, has_same_names, objects_from, touching};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Properties that objects of every kind have: they tell nothing about the command.
const EVERYWHERE: [&str; 33] = [
    "name",
    "identity",
    "id",
    "guid",
    "enabled",
    "isvalid",
    "objectstate",
    "status",
    "state",
    "type",
    "server",
    "runspaceid",
    "pscomputername",
    "psshowcomputername",
    "distinguishedname",
    "admindisplayname",
    "exchangeversion",
    "objectcategory",
    "objectclass",
    "whenchanged",
    "whencreated",
    "whenchangedutc",
    "whencreatedutc",
    "organizationid",
    "originatingserver",
    "displayname",
    "description",
    "message",
    "version",
    "organizationalunitroot",
    "exchangeobjectid",
    "domain",
    "user",
];

/// The most parts of a text that are looked at: more commands than a person runs in one triage.
const MOST_PARTS: usize = 1000;

/// Whether objects of every kind may have a property of this name (in lower case).
pub(crate) fn is_common(name: &str) -> bool {
    EVERYWHERE.contains(&name)
}

/// What belongs to one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// All of it: caption, command and output.
    pub lines: Lines,
    /// The command as typed and where, where the text echoes it.
    pub command: Option<(String, Lines)>,
    /// The prompt in front of the command.
    pub prompt: Option<String>,
    /// The names of the properties printed, in lower case, each once, in the order of the text.
    pub names: Vec<String>,
    /// The cmdlets that error records in it name, in lower case.
    pub failed: Vec<String>,
    /// Whether another prompt follows, so that its end is in the text.
    pub end: End,
    /// Whether anything was printed.
    pub output: Output,
    /// Whose output it is, where its marks show it.
    pub side: Option<Sided>,
    pub(crate) invocation: Option<Invocation>,
}

/// How a part ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With the next prompt.
    Seen,
    /// With the text, or where other output begins.
    Open,
}

/// Whether a command printed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// An object, an error or other text.
    Some,
    /// Nothing.
    None,
}

/// A text that was read and taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The text as it was read.
    pub reading: Reading,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl Survey {
    /// Reads a text and takes it apart.
    pub fn new(graph: &Graph, text: &str) -> Self {
        let mut reading = read(text);
        let mut parts = parts(graph, &reading);
        if parts.len() > MOST_PARTS {
            parts.truncate(MOST_PARTS);
            let text = format!(
                "The text holds the output of more than {MOST_PARTS} commands; the rest is not judged"
            );
            reading.doubts.push(Doubt { kind: DoubtKind::Cut, text, lines: None });
        }
        Self { reading, parts }
    }
}

/// A command or an empty prompt.
struct Typed {
    lines: Lines,
    prompt: Option<String>,
    text: String,
}

/// The parts of a reading.
fn parts(graph: &Graph, reading: &Reading) -> Vec<Part> {
    let lines: Vec<&str> = reading.text.split('\n').collect();
    let typed = typed(reading, &lines);
    // Most texts hold no mark of a side at all; then no line of them needs to be searched.
    let marks = Marks::in_text(graph, &reading.text);
    let marked = Some(&marks).filter(|marks| !marks.sides(&reading.text, 1).is_empty());
    let mut parts = Vec::new();
    let mut from = 1;
    let mut open: Option<Typed> = None;
    for next in typed {
        let until = next.lines.first - 1;
        region(
            marked,
            reading,
            &lines,
            open.take(),
            Lines { first: from, last: until },
            End::Seen,
            &mut parts,
        );
        from = next.lines.last + 1;
        open = Some(next);
    }
    let rest = Lines { first: from, last: lines.len() };
    region(marked, reading, &lines, open, rest, End::Open, &mut parts);
    inherit_sides(&mut parts);
    parts
}

/// What was typed, command by command; lines that go on with a command are joined to it.
fn typed(reading: &Reading, lines: &[&str]) -> Vec<Typed> {
    let mut all: Vec<Typed> = Vec::new();
    for range in &reading.commands {
        let mut open = false;
        for number in range.first..=range.last {
            let raw = lines.get(number - 1).copied().unwrap_or_default();
            let (prompt, text) = prompt_and_command(raw);
            let goes_on = text.starts_with(">>");
            match all.last_mut().filter(|_| open && (goes_on || (prompt.is_none() && !starts_command(text))))
            {
                Some(last) => {
                    let wrapped = raw.chars().count() < 79 && !goes_on;
                    let above =
                        lines.get(number.saturating_sub(2)).map_or(0, |line| line.trim_end().chars().count());
                    let glue = if above >= 79 && !wrapped {
                        ""
                    } else if goes_on {
                        "\n"
                    } else if above >= 79 {
                        ""
                    } else {
                        " "
                    };
                    last.text.push_str(glue);
                    last.text.push_str(text.trim_start_matches(">>").trim());
                    last.lines.last = number;
                }
                None => all.push(Typed { lines: Lines::one(number), prompt, text: text.to_owned() }),
            }
            open = true;
        }
    }
    all
}

fn starts_command(text: &str) -> bool {
    text.split([' ', '|']).next().is_some_and(is_cmdlet)
}

/// Takes the prompt off a line.
fn prompt_and_command(raw: &str) -> (Option<String>, &str) {
    static PROMPT: OnceLock<regex_lite::Regex> = OnceLock::new();
    let prompt = PROMPT.get_or_init(|| {
        regex_lite::Regex::new(
            r"^\s*(?:>\s*)?((?:\[[^\]]{1,100}\]:? ?)?(?:PS )?(?:[A-Za-z][A-Za-z0-9]*:|\\\\|/|~)[^>|]{0,300}>|(?:\[PS\] ?)?PS>|\$ )\s*",
        )
        .expect("the pattern is fixed")
    });
    match prompt.captures(raw) {
        Some(found) => {
            let whole = found.get(0).map_or(0, |whole| whole.end());
            let shown = found.get(1).map(|prompt| prompt.as_str().trim().to_owned());
            (shown, raw.get(whole..).unwrap_or_default().trim())
        }
        None => (None, raw.trim().trim_start_matches("> ").trim()),
    }
}

/// One line of prose, an object, or an error, in the order of the text.
enum Item<'a> {
    Object(&'a Object, Lines),
    Caption(Lines),
}

impl Item<'_> {
    fn lines(&self) -> Lines {
        match self {
            Self::Object(_, lines) | Self::Caption(lines) => *lines,
        }
    }
}

/// Takes what follows one command apart where other properties or a caption begin.
fn region(
    marked: Option<&Marks<'_>>,
    reading: &Reading,
    lines: &[&str],
    typed: Option<Typed>,
    output: Lines,
    end: End,
    parts: &mut Vec<Part>,
) {
    let starts = starts(marked, reading, lines, output);
    let mut typed = typed.filter(|typed| !typed.text.is_empty() || starts.is_empty());
    let mut first = output.first;
    for start in starts.into_iter().chain(std::iter::once(output.last + 1)) {
        let last = start.saturating_sub(1);
        let is_last = last == output.last;
        let end = if is_last { end } else { End::Open };
        let here = Lines { first, last };
        parts.extend(part(marked, reading, lines, typed.take(), here, end));
        first = start;
    }
}

/// The lines inside `output` where another part begins.
fn starts(marked: Option<&Marks<'_>>, reading: &Reading, lines: &[&str], output: Lines) -> Vec<usize> {
    let inside = |range: &Lines| range.first >= output.first && range.last <= output.last;
    let mut items: Vec<Item<'_>> = objects_from(reading, output)
        .iter()
        .filter_map(|object| object.lines().map(|lines| Item::Object(object, lines)))
        .filter(|item| inside(&item.lines()))
        .collect();
    let other = if marked.is_some() { touching(&reading.other, output) } else { &[] };
    for (marks, range) in marked.into_iter().flat_map(|marks| other.iter().map(move |range| (marks, range))) {
        for number in range.first.max(output.first)..=range.last.min(output.last) {
            let text = lines.get(number - 1).copied().unwrap_or_default();
            if !marks.sides(text, number).is_empty() {
                items.push(Item::Caption(Lines::one(number)));
            }
        }
    }
    items.sort_by_key(Item::lines);
    let mut starts: Vec<usize> = Vec::new();
    let mut kind: Option<HashSet<String>> = None;
    let mut caption: Option<usize> = None;
    let mut below = output.first;
    let mut previous: Option<&Object> = None;
    for item in &items {
        match item {
            Item::Caption(at) => caption = Some(at.first),
            Item::Object(object, at)
                if caption.is_none() && previous.is_some_and(|one| has_same_names(one, object)) =>
            {
                below = at.last + 1;
            }
            Item::Object(object, at) => {
                previous = Some(object);
                let names: HashSet<String> =
                    object.properties.iter().map(|property| property.name.to_lowercase()).collect();
                let same = kind.as_ref().is_none_or(|kind| same_kind(kind, &names));
                match (same, caption) {
                    (_, Some(caption)) if kind.is_some() => starts.push(caption),
                    (false, None) => starts.push(gap_start(reading, below, at.first)),
                    _ => {}
                }
                let begins = caption.take().is_some() || !same;
                match &mut kind {
                    Some(kind) if !begins => kind.extend(names),
                    _ => kind = Some(names),
                }
                below = at.last + 1;
            }
        }
    }
    starts
}

/// Whether two sets of properties are of objects of one kind: what is not found everywhere overlaps by half.
fn same_kind(a: &HashSet<String>, b: &HashSet<String>) -> bool {
    let telling = |names: &HashSet<String>| names.iter().filter(|name| !is_common(name)).count();
    let shared = a.intersection(b).filter(|name| !is_common(name)).count();
    match telling(a).min(telling(b)) {
        0 => a.is_subset(b) || b.is_subset(a),
        fewer => shared * 2 >= fewer,
    }
}

fn part(
    marked: Option<&Marks<'_>>,
    reading: &Reading,
    lines: &[&str],
    typed: Option<Typed>,
    output: Lines,
    end: End,
) -> Option<Part> {
    let inside = |range: Lines| range.first >= output.first && range.last <= output.last;
    let objects = objects_from(reading, output).iter().filter(|object| object.lines().is_some_and(inside));
    let mut names: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for property in objects.flat_map(|object| &object.properties) {
        if known.insert(property.name.as_str()) {
            let name = property.name.to_lowercase();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let errors: Vec<_> = errors_from(reading, output).iter().filter(|error| inside(error.lines)).collect();
    let other =
        !touching(&reading.other, output).is_empty() || !touching(&reading.warnings, output).is_empty();
    let is_blank = names.is_empty() && errors.is_empty() && !other;
    let all = match &typed {
        Some(typed) => Lines { first: typed.lines.first, last: output.last.max(typed.lines.last) },
        None => output,
    };
    let command = typed.as_ref().filter(|typed| !typed.text.is_empty());
    if is_blank && command.is_none() {
        return None;
    }
    let text = lines.get(all.first - 1..all.last.min(lines.len())).unwrap_or_default().join("\n");
    Some(Part {
        lines: all,
        invocation: command.map(|typed| Invocation::read(&typed.text)),
        command: command.map(|typed| (typed.text.clone(), typed.lines)),
        prompt: typed.and_then(|typed| typed.prompt),
        failed: errors.iter().flat_map(|error| cmdlets(lines, error.lines)).collect(),
        names,
        end,
        output: if is_blank { Output::None } else { Output::Some },
        side: marked.and_then(|marks| marks.side_of(&text, all.first)),
    })
}

/// The cmdlets that an error record names: before the colon of its first line, and in brackets in its category.
fn cmdlets(lines: &[&str], range: Lines) -> Vec<String> {
    let mut found = Vec::new();
    for line in lines.get(range.first - 1..range.last).unwrap_or_default() {
        let head = line.split(':').next().unwrap_or_default().trim();
        let bracket =
            line.split('[').nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default().trim();
        for word in [head, bracket] {
            let word = word.to_lowercase();
            if is_cmdlet(&word) && !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found
}

/// What is typed at the same prompt, after something that shows the side, is of that side too.
fn inherit_sides(parts: &mut [Part]) {
    let mut last: Option<(Option<String>, Sided)> = None;
    for part in parts.iter_mut() {
        match (&part.side, &last) {
            (Some(side), _) => last = Some((part.prompt.clone(), side.clone())),
            (None, Some((prompt, side))) if part.prompt.is_some() && part.prompt == *prompt => {
                part.side = Some(side.clone());
            }
            (None, _) => {}
        }
    }
}
