//! The parts of a text: what belongs to one command.
//!
//! A part begins at a prompt with a command, where other properties begin, or at a caption that names a side.
//! Invariant: parts do not overlap and rise; objects of one kind that no prompt and no such caption separates stay
//! together, because what holds for every object must not be judged on some of them.
//! Deliberately absent: checks.

use crate::evidence::{Doubt, DoubtKind, Lines, Object, Reading, read};
use crate::graph::Graph;
use crate::recognise::invocation::{Invocation, is_cmdlet};
use crate::recognise::names::Names;
use crate::recognise::side::{Marks, Sided};
use crate::recognise::typed::{Commands, Typed};
use crate::recognise::within::{Placed, errors_from, gap_start, has_same_names, touching};

/// The most parts of a text that are looked at: more commands than a person runs in one triage.
const MOST_PARTS: usize = 250;

/// What belongs to one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// All of it: caption, command and output.
    pub lines: Lines,
    /// The command as typed and where, where the text echoes it.
    pub command: Option<(String, Lines)>,
    /// The prompt in front of the command.
    pub prompt: Option<String>,
    /// The names of the properties printed.
    pub names: Names,
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
        Self::of(graph, read(text))
    }

    /// Takes a text apart that was read.
    pub fn of(graph: &Graph, mut reading: Reading) -> Self {
        let mut parts = parts(graph, &reading);
        if parts.len() > MOST_PARTS {
            parts.truncate(MOST_PARTS);
            let text = format!(
                "The text holds the output of more than {MOST_PARTS} commands; the rest is not judged"
            );
            reading.doubts.push(Doubt { kind: DoubtKind::Cut, text: text.into(), lines: None });
        }
        Self { reading, parts }
    }
}

/// The parts of a reading: those that are looked at, and perhaps some more.
fn parts(graph: &Graph, reading: &Reading) -> Vec<Part> {
    let lines: Vec<&str> = reading.text.split('\n').collect();
    // Most texts hold no mark of a side at all; then no line of them needs to be searched.
    let marks = Marks::in_text(graph, &reading.text);
    let marked = Some(&marks).filter(|marks| marks.occur_in(&reading.text));
    let placed = Placed::of(reading);
    let mut cutter = Cutter { reading, placed: &placed, lines: &lines, marked, parts: Vec::new() };
    let mut commands = Commands::of(reading, &lines);
    let mut open: Option<Typed> = None;
    while cutter.has_room() {
        let next = commands.next();
        let first = open.as_ref().map_or(1, |typed| typed.lines.last + 1);
        let output = Lines { first, last: next.as_ref().map_or(lines.len(), |next| next.lines.first - 1) };
        let end = if next.is_some() { End::Seen } else { End::Open };
        cutter.region(open.take(), output, end);
        if next.is_none() {
            break;
        }
        open = next;
    }
    let mut parts = cutter.parts;
    inherit_sides(&mut parts);
    parts
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

/// Cuts a text into parts.
struct Cutter<'s> {
    reading: &'s Reading,
    placed: &'s Placed<'s>,
    lines: &'s [&'s str],
    marked: Option<&'s Marks<'s>>,
    parts: Vec<Part>,
}

impl<'s> Cutter<'s> {
    /// Whether more parts are looked at.
    fn has_room(&self) -> bool {
        self.parts.len() <= MOST_PARTS
    }

    /// Takes what follows one command apart where other properties or a caption begin.
    fn region(&mut self, typed: Option<Typed>, output: Lines, end: End) {
        let starts = self.starts(output);
        let mut typed = typed.filter(|typed| !typed.text.is_empty() || starts.is_empty());
        let mut first = output.first;
        for start in starts.into_iter().chain(std::iter::once(output.last + 1)) {
            if !self.has_room() {
                return;
            }
            let last = start.saturating_sub(1);
            let end = if last == output.last { end } else { End::Open };
            let part = self.part(typed.take(), Lines { first, last }, end);
            self.parts.extend(part);
            first = start;
        }
    }

    /// The objects that stand on these lines with all of theirs.
    fn objects(&self, output: Lines) -> impl Iterator<Item = (&'s Object, Lines)> + use<'s> {
        self.placed.begins_on(output).filter(move |(_, lines)| lines.last <= output.last)
    }

    /// The lines of prose that name a side.
    fn captions(&self, output: Lines) -> impl Iterator<Item = Lines> {
        let other = if self.marked.is_some() { touching(&self.reading.other, output) } else { &[] };
        let numbers =
            other.iter().flat_map(move |range| range.first.max(output.first)..=range.last.min(output.last));
        let is_caption = |number: &usize| {
            let line = self.lines.get(number - 1).copied().unwrap_or_default();
            self.marked.is_some_and(|marks| marks.are_on(line, Lines::one(*number)))
        };
        numbers.filter(is_caption).map(Lines::one)
    }

    /// The lines inside `output` where another part begins.
    fn starts(&self, output: Lines) -> Vec<usize> {
        let objects = self.objects(output).map(|(object, lines)| Item::Object(object, lines));
        let mut items: Vec<Item<'_>> = objects.chain(self.captions(output).map(Item::Caption)).collect();
        items.sort_by_key(Item::lines);
        let mut starts: Vec<usize> = Vec::new();
        let mut kind: Option<Names> = None;
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
                    let names = Names::of([*object]);
                    let same = kind.as_ref().is_none_or(|kind| kind.is_same_kind(&names));
                    match (same, caption) {
                        (_, Some(caption)) if kind.is_some() => starts.push(caption),
                        (false, None) => starts.push(gap_start(self.reading, below, at.first)),
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

    /// A command taken apart; none where it prints nothing, because it stores what it gets. What prints a variable is what was
    /// stored in it by a command further up.
    fn invocation(&self, text: &str) -> Option<Invocation> {
        if is_assignment(text) {
            return None;
        }
        let name = variable(text);
        let stored = |part: &&Part| {
            let above = part.command.as_ref().map(|(text, _)| text.as_str());
            above.is_some_and(|text| variable(text) == name && is_assignment(text))
        };
        let above = self.parts.iter().rev().filter(|_| name.is_some()).find(stored);
        Some(match above.and_then(|part| part.command.as_ref()) {
            Some((assignment, _)) => Invocation::read(&format!("{assignment}\n{text}")),
            None => Invocation::read(text),
        })
    }

    fn part(&self, typed: Option<Typed>, output: Lines, end: End) -> Option<Part> {
        let Self { reading, lines, .. } = self;
        let inside = |range: Lines| range.first >= output.first && range.last <= output.last;
        let names = Names::of(self.objects(output).map(|(object, _)| object));
        let errors: Vec<_> =
            errors_from(reading, output).iter().filter(|error| inside(error.lines)).collect();
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
        let text = || lines.get(all.first - 1..all.last.min(lines.len())).unwrap_or_default().join("\n");
        Some(Part {
            lines: all,
            invocation: command.and_then(|typed| self.invocation(&typed.text)),
            command: command.map(|typed| (typed.text.clone(), typed.lines)),
            prompt: typed.and_then(|typed| typed.prompt),
            failed: errors.iter().flat_map(|error| cmdlets(lines, error.lines)).collect(),
            names,
            end,
            output: if is_blank { Output::None } else { Output::Some },
            side: self.marked.and_then(|marks| marks.side_of(&text(), all)),
        })
    }
}

/// The variable that a command begins with: `$r | Format-List`, `$r = Get-Mailbox`.
fn variable(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('$')?;
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    rest.get(..length).filter(|name| !name.is_empty())
}

/// Whether a command that begins with a variable stores something in it, and prints nothing.
fn is_assignment(text: &str) -> bool {
    variable(text)
        .and_then(|name| text.get(name.len() + 1..))
        .is_some_and(|rest| rest.trim_start().starts_with('='))
        && !text.contains([';', '\n'])
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
