//! What is said of output that answers no check: which check comes nearest, and why it is not that one's.
//!
//! Invariant: nothing here decides anything; a check is named only where it runs the same cmdlet, or prints most of the
//! properties.
//! Deliberately absent: checks that a text does belong to (`attribute`).

use crate::evidence::Lines;
use crate::prose;
use crate::recognise::attribute::Attribution;
use crate::recognise::names::is_common;
use crate::recognise::part::{Output, Part, Survey};
use crate::recognise::profile::{Expected, Profile, Profiles, Speaks};

/// The most parts that are spoken of.
const MOST: usize = 6;

/// The most characters of a command that a sentence shows.
const LONGEST: usize = 160;

/// Output that belongs to no check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswering {
    /// Where it stands.
    pub lines: Lines,
    /// Why it belongs to none and what comes nearest, in a sentence or two without the final full stop.
    pub text: String,
}

/// The parts of a text that belong to no check, each with what comes nearest.
pub fn unanswering(profiles: &Profiles, survey: &Survey, found: &[&Attribution]) -> Vec<Unanswering> {
    let belongs = |part: &Part| {
        found.iter().any(|attribution| {
            attribution
                .lines
                .iter()
                .any(|lines| lines.contains(part.lines.first) || part.lines.contains(lines.first))
        })
    };
    let speaks = |part: &&Part| {
        part.output == Output::Some && (part.command.is_some() || !part.names.is_empty()) && !belongs(part)
    };
    let each = survey.parts.iter().filter(speaks).take(MOST);
    each.map(|part| Unanswering { lines: spoken(survey, part.lines), text: sentence(profiles, part) })
        .collect()
}

/// These lines without the blank ones behind them.
fn spoken(survey: &Survey, lines: Lines) -> Lines {
    let all: Vec<&str> = survey.reading.text.split('\n').collect();
    let blank = |number: &usize| all.get(number - 1).is_none_or(|line| line.trim().is_empty());
    let last = (lines.first..=lines.last).rev().find(|number| !blank(number));
    Lines { last: last.unwrap_or(lines.last), ..lines }
}

fn sentence(profiles: &Profiles, part: &Part) -> String {
    let typed = part.invocation.as_ref().filter(|typed| !typed.source.is_empty());
    let Some(typed) = typed else { return by_names(profiles, part) };
    let command = part.command.as_ref().map_or("", |(text, _)| text.as_str());
    let name = prose::quoted(shortened(command.split([' ', '|']).next().unwrap_or_default()));
    let same =
        |expected: &Expected| expected.invocation.source == typed.source && expected.speaks == Speaks::Yes;
    match first(profiles, same) {
        None => format!("No check runs {name}"),
        Some((profile, expected)) => format!(
            "The command is not the one of a check; {} runs {}",
            prose::quoted(&profile.key),
            prose::quoted(shortened(&expected.template.text.value))
        ),
    }
}

/// What comes nearest by the properties alone.
fn by_names(profiles: &Profiles, part: &Part) -> String {
    let telling = part.names.iter().filter(|name| !is_common(name)).count();
    let shared = |expected: &Expected| expected.telling().filter(|name| part.names.contains(name)).count();
    let all =
        profiles.checks.iter().flat_map(|profile| profile.commands.iter().map(move |one| (profile, one)));
    let best = all.filter(|(_, one)| one.speaks == Speaks::Yes).max_by_key(|(_, one)| shared(one));
    match best.filter(|(_, one)| shared(one) > 1 || (shared(one) == 1 && telling == 1)) {
        Some((profile, expected)) => format!(
            "The command is not in the text. It may be the output that {} asks for: {}. Paste it with the command in \
             front to be sure",
            prose::quoted(&profile.key),
            prose::quoted(shortened(&expected.template.text.value))
        ),
        None => "The command is not in the text, and no check's command prints most of these properties"
            .to_owned(),
    }
}

fn first(profiles: &Profiles, is_it: impl Fn(&Expected) -> bool) -> Option<(&Profile, &Expected)> {
    let all =
        profiles.checks.iter().flat_map(|profile| profile.commands.iter().map(move |one| (profile, one)));
    all.into_iter().find(|(_, expected)| is_it(expected))
}

/// The beginning of a command on one line.
fn shortened(command: &str) -> String {
    let flat = prose::visible_line(command);
    if flat.chars().count() <= LONGEST {
        return flat;
    }
    flat.chars().take(LONGEST).chain(['…']).collect()
}
