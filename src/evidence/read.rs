//! Reading a text: the order of the steps, and what is said about the text as a whole.
//!
//! Invariant: every line that is not blank is accounted for: it belongs to an object, an error or a command, is a
//! message, or is listed as other text.
//! Deliberately absent: any knowledge of single commands. Tables, JSON and CSV are noticed, not read.

use crate::evidence::clean::clean;
use crate::evidence::line::{Form, Line, lines};
use crate::evidence::list::Layout;
use crate::evidence::{Doubt, DoubtKind, Lines, Object, Reading, error, list};

/// Reads a text as it was pasted: cleans it and finds the objects and errors in it.
pub fn read(text: &str) -> Reading {
    let text = clean(text);
    let found = taken_apart(&text);
    Reading { text, ..found }
}

/// Reads a cleaned text. Each reader marks the lines that it used; a later one leaves them alone.
fn taken_apart(text: &str) -> Reading {
    let lines = lines(text);
    let layout = Layout::of(&lines);
    let mut used = vec![false; lines.len()];
    let errors = error::errors(&lines, &layout, &mut used);
    // Readers of other forms (tables, JSON, CSV) come here: `objects.extend(table::objects(&lines, &mut used))`.
    let mut objects: Vec<Object> = Vec::new();
    objects.extend(list::objects(&lines, &layout, &mut used));
    objects.sort_by_key(|object| object.lines().map_or(0, |lines| lines.first));
    let doubts = doubts(&lines, &used, &objects);
    let Forms { commands, warnings, other } = Forms::of(&lines, &used);
    Reading { text: String::new(), objects, errors, commands, warnings, other, doubts }
}

/// The lines outside objects and errors, by what they are.
#[derive(Default)]
struct Forms {
    commands: Vec<Lines>,
    warnings: Vec<Lines>,
    other: Vec<Lines>,
}

impl Forms {
    fn of(lines: &[Line<'_>], used: &[bool]) -> Self {
        let mut forms = Self::default();
        // A long command or warning goes on in the next line of the console, without an indent.
        let mut open: Option<(Form<'_>, usize)> = None;
        for (line, used) in lines.iter().zip(used) {
            let goes_on = open
                .filter(|(form, width)| {
                    let fits = *form == Form::Warning || has_parameters(line.text);
                    !used && line.form == Form::Text && *width >= 79 && fits
                })
                .map(|(form, _)| form);
            let form = goes_on.unwrap_or(line.form);
            let list = match form {
                _ if *used => None,
                Form::Command => Some(&mut forms.commands),
                Form::Warning => Some(&mut forms.warnings),
                Form::Blank | Form::Frame | Form::Chatter => None,
                _ => Some(&mut forms.other),
            };
            if let Some(list) = list {
                extend(list, line.number);
            }
            open = (!used && matches!(form, Form::Command | Form::Warning)).then(|| (form, line.width()));
        }
        forms
    }
}

/// Whether a text looks like the rest of a command: with parameters or a pipe.
fn has_parameters(text: &str) -> bool {
    let parameter =
        |word: &str| word.strip_prefix('-').is_some_and(|name| name.starts_with(char::is_alphabetic));
    text.split(' ').any(|word| word == "|" || parameter(word))
}

/// Adds a line to the last range, or begins a new one.
fn extend(ranges: &mut Vec<Lines>, line: usize) {
    match ranges.last_mut() {
        Some(last) if last.last + 1 == line => last.last = line,
        _ => ranges.push(Lines::one(line)),
    }
}

/// What is distrusted about the text as a whole.
fn doubts(lines: &[Line<'_>], used: &[bool], objects: &[Object]) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut add =
        |kind, text: &str, place| doubts.push(Doubt { kind, text: text.to_owned(), lines: Some(place) });
    for (line, used) in lines.iter().zip(used) {
        let here = Lines::one(line.number);
        match line.form {
            Form::Gap => add(DoubtKind::Cut, "Something was left out here", here),
            Form::Glued if !used => add(DoubtKind::Glued, "Several properties stand on one line", here),
            Form::TableRule => {
                add(DoubtKind::Unread, "This looks like a table; only `Format-List` output is read", here);
            }
            _ => {}
        }
    }
    let first = objects.first().and_then(Object::lines);
    let before = lines.iter().take_while(|line| first.is_some_and(|first| line.number < first.first));
    let head = before.filter(|line| line.form == Form::Text && line.indent >= 8).last();
    if let Some(line) = head.filter(|line| first.is_some_and(|first| line.number + 1 == first.first)) {
        add(DoubtKind::Cut, "The text begins in the middle of a value", Lines::one(line.number));
    }
    let tail = objects.last().and_then(|object| object.properties.last()).filter(|property| {
        property.items.is_some() && property.has_doubt(DoubtKind::Cut) && !property.value.ends_with('}')
    });
    if let Some(property) = tail {
        add(DoubtKind::Cut, "The text ends in the middle of a list", property.lines);
    }
    doubts
}
