//! Reading a text: the order of the steps, and what is said about the text as a whole.
//!
//! Invariant: every line that is not blank is accounted for: it belongs to an object, an error or a command, is a
//! message, or is listed as other text.
//! Deliberately absent: any knowledge of single commands. The forms themselves are read by `found`, `error` and `list`.

use crate::evidence::cell::doubt;
use crate::evidence::clean::clean;
use crate::evidence::enumeration::is_half_a_switch;
use crate::evidence::layout::Layout;
use crate::evidence::line::{Form, Line, Origin, lines};
use crate::evidence::markup::plain;
use crate::evidence::unfinished::is_unfinished;
use crate::evidence::{Doubt, DoubtKind, Lines, Object, Reading, Shape, error, found, list, scene, unlike};

/// The most doubts of this kind about a text as a whole; more say nothing new.
const MOST_DOUBTS: usize = 100;

/// Reads a text as it was pasted: cleans it and finds the objects and errors in it.
pub fn read(text: &str) -> Reading {
    let text = clean(text);
    let found = taken_apart(&text);
    Reading { text, ..found }
}

/// Reads a cleaned text. Each reader marks the lines that it used; a later one leaves them alone.
fn taken_apart(text: &str) -> Reading {
    let plain = plain(text);
    let mut lines = lines(&plain);
    scene::settle(&mut lines);
    let mut used = vec![false; lines.len()];
    let mut found = found::find(&mut lines, &mut used);
    let layout = Layout::of(&lines);
    found.errors.extend(error::errors(&lines, &layout, &mut used));
    list::find(&lines, &layout, &mut used, &mut found);
    let found::Found { mut objects, mut errors, doubts: mut distrusted, .. } = found;
    errors.sort_by_key(|error| error.lines);
    objects.sort_by_key(|object| object.lines().map_or(0, |lines| lines.first));
    doubt_last_row(&lines, &mut objects);
    distrusted.extend(doubts(&lines, &used, &objects));
    distrusted.extend(unlike::find(&lines, &used));
    let Forms { commands, warnings, other } = Forms::of(&lines, &used);
    Reading { text: String::new(), objects, errors, commands, warnings, other, doubts: distrusted }
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
        for (line, used) in lines.iter().zip(used) {
            let list = match line.form {
                _ if *used => None,
                // A line that holds properties as well is output, not only a command.
                Form::Command if line.origin != Origin::Split => Some(&mut forms.commands),
                Form::Warning => Some(&mut forms.warnings),
                Form::Blank | Form::Frame | Form::Chatter | Form::Command => None,
                _ => Some(&mut forms.other),
            };
            if let Some(list) = list {
                extend(list, line.number);
            }
        }
        forms
    }
}

/// Adds a line to the last range, or begins a new one.
fn extend(ranges: &mut Vec<Lines>, line: usize) {
    match ranges.last_mut() {
        Some(last) if last.last + 1 >= line => last.last = line,
        _ => ranges.push(Lines::one(line)),
    }
}

/// What is distrusted about the text as a whole.
fn doubts(lines: &[Line<'_>], used: &[bool], objects: &[Object]) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    let mut add = |kind, text: &'static str, line: usize| {
        let place = Some(Lines::one(line));
        if doubts.len() < MOST_DOUBTS
            && doubts.last().is_none_or(|last| last.kind != kind || last.lines != place)
        {
            doubts.push(Doubt { kind, text: text.into(), lines: place });
        }
    };
    for (at, (line, is_used)) in lines.iter().zip(used).enumerate() {
        if line.origin == Origin::Split {
            add(DoubtKind::Glued, "Several properties stand on one line", line.number);
        }
        match line.form {
            Form::Gap => add(DoubtKind::Cut, "Something was left out here", line.number),
            Form::TableRule if !is_used && is_under_a_head(lines, used, at) => {
                add(
                    DoubtKind::Unread,
                    "This table could not be read; run the command again with `| Format-List`",
                    line.number,
                );
            }
            _ => {}
        }
    }
    let first = objects.first().and_then(Object::lines);
    let before = lines.iter().take_while(|line| first.is_some_and(|first| line.number < first.first));
    let head = before.filter(|line| line.form == Form::Text && line.indent >= 8).last();
    if let Some(line) = head.filter(|line| first.is_some_and(|first| line.number + 1 == first.first)) {
        add(DoubtKind::Cut, "The text begins in the middle of a value", line.number);
    }
    doubts.extend(cut_tail(lines, objects));
    doubts
}

/// Whether a row of dashes may stand under the names of a table. One run of dashes under no name, as in front of the signature
/// of a mail, is a ruler.
fn is_under_a_head(lines: &[Line<'_>], used: &[bool], rule: usize) -> bool {
    let Some(dashes) = lines.get(rule) else { return false };
    if dashes.text.contains(' ') {
        return true;
    }
    let above = (0..rule).rev().find(|at| lines.get(*at).is_some_and(|line| line.form != Form::Blank));
    let head = above.filter(|at| used.get(*at) == Some(&false)).and_then(|at| lines.get(at));
    head.is_some_and(|head| {
        let single = head.text.len() == dashes.text.len() && !head.text.contains(' ');
        head.form == Form::Text && (single || head.text.contains("  "))
    })
}

/// Doubts the last cell of a text that stops there, where none ends, and the blank ones behind it.
fn doubt_last_row(lines: &[Line<'_>], objects: &mut [Object]) {
    let Some(last) = lines.last().filter(|line| line.form != Form::Blank) else { return };
    let ends = |object: &&mut Object| object.lines().is_some_and(|lines| lines.last == last.number);
    let is_row = |object: &&mut Object| matches!(object.shape, Shape::Table | Shape::Separated);
    let Some(row) = objects.iter_mut().rev().find(ends).filter(is_row) else { return };
    let Some(at) = row.properties.iter().rposition(|property| !property.value.is_empty()) else { return };
    let stops = row.properties.get(at).is_some_and(|property| {
        is_half_a_switch(&property.value) || is_unfinished(&property.name, &property.value)
    });
    for property in row.properties.iter_mut().skip(at).filter(|_| stops) {
        let text = format!("The text ends in the value of `{}` or in front of it", property.name);
        doubt(property, DoubtKind::Cut, text);
    }
}

/// Whether the text stops in the middle of a list or of a name.
fn cut_tail(lines: &[Line<'_>], objects: &[Object]) -> Option<Doubt> {
    let property = objects.last()?.properties.last()?;
    let cut =
        |text: &'static str, lines| Doubt { kind: DoubtKind::Cut, text: text.into(), lines: Some(lines) };
    if property.items.is_some() && property.has_doubt(DoubtKind::Cut) && !property.value.ends_with('}') {
        return Some(cut("The text ends in the middle of a list", property.lines));
    }
    let last =
        lines.last().filter(|last| last.form == Form::Text && last.number == property.lines.last + 1)?;
    let name =
        last.text.starts_with(|c: char| c.is_uppercase()) && last.text.chars().all(char::is_alphanumeric);
    name.then(|| cut("The text ends in the middle of a property", Lines::one(last.number)))
}
