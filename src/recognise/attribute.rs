//! Which parts of a text belong to which checks.
//!
//! Invariant: where a part could belong to checks that exclude each other (the two sides, or other objects of the same
//! cmdlet), each of them is open and says so; none is chosen.
//! Deliberately absent: judging (`answer`).

use crate::evidence::Lines;
use crate::model::{FactName, NodeKey};
use crate::prose;
use crate::recognise::assign::lacking;
use crate::recognise::beside::following;
use crate::recognise::fit::{Extent, Fit, Ground, compatible, fit, output_lines};
use crate::recognise::part::{End, Output, Part, Survey};
use crate::recognise::profile::{Expected, Profile, Profiles, Speaks};
use crate::recognise::side::{Sided, side_in_words};
use crate::recognise::within::{Lowered, Placed};
use std::collections::{BTreeMap, BTreeSet};

/// The most attributions of one text: more commands than a person runs in one triage.
const MOST: usize = 64;

/// A text, or parts of it, that belong to a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The check that holds the content.
    pub check: NodeKey,
    /// All checks with this content, that one first.
    pub all: Vec<NodeKey>,
    /// The whole text with everything else blanked: lines keep their numbers.
    pub text: String,
    /// Where the evidence stands.
    pub lines: Vec<Lines>,
    /// Whether it may decide.
    pub standing: Standing,
    /// Why it belongs to the check, as a sentence without a full stop.
    pub because: String,
    /// What is not there of what the check's commands print, a sentence each.
    pub lacking: Vec<String>,
}

/// Whether a text may decide a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to the check.
    Sure,
    /// It may belong to another check as well, or to another object; why, as a sentence without a full stop.
    Open(String),
    /// It comes from the other side; why, as a sentence without a full stop.
    WrongSide(String),
}

/// A part that fits a command of a check.
struct Candidate<'a> {
    part: usize,
    profile: &'a Profile,
    command: usize,
    fit: Fit,
    standing: Standing,
}

impl Candidate<'_> {
    fn expected(&self) -> &Expected {
        &self.profile.commands[self.command]
    }
}

/// Finds the checks that the parts of a text belong to. `facts` are known values by name.
pub fn attribute(
    profiles: &Profiles,
    survey: &Survey,
    facts: &BTreeMap<FactName, String>,
) -> Vec<Attribution> {
    let Survey { reading, parts } = survey;
    let lines: Vec<&str> = reading.text.split('\n').collect();
    let placed = Placed::of(reading);
    let mut all: Vec<Candidate<'_>> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let text = Lowered::new(lines.get(part.lines.first - 1..part.lines.last).unwrap_or_default());
        let mut found = candidates(index, part, &text, profiles, facts);
        choose(&mut found, part, &text);
        all.extend(found);
        if all.len() > MOST {
            break;
        }
    }
    let mut attributions = Vec::new();
    for profile in &profiles.checks {
        let own: Vec<&Candidate<'_>> =
            all.iter().filter(|candidate| candidate.profile.key == profile.key).collect();
        let speaking = profile.commands.iter().filter(|command| command.speaks == Speaks::Yes).count();
        if speaking > 1 && !own.is_empty() {
            attributions.push(attribution(profile, &own, (parts, &placed), &lines));
        } else {
            attributions
                .extend(own.into_iter().map(|one| attribution(profile, &[one], (parts, &placed), &lines)));
        }
    }
    attributions.sort_by_key(|attribution| attribution.lines.first().copied());
    attributions.truncate(MOST);
    attributions
}

fn candidates<'a>(
    index: usize,
    part: &Part,
    text: &Lowered<'_>,
    profiles: &'a Profiles,
    facts: &BTreeMap<FactName, String>,
) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    for profile in &profiles.checks {
        for (command, expected) in profile.commands.iter().enumerate() {
            if let Some(fit) = fit(part, text, profile, expected, facts) {
                let standing = Standing::Sure;
                found.push(Candidate { part: index, profile, command, fit, standing });
            }
        }
    }
    found
}

/// Keeps the candidates that fit best, and says which of them exclude each other.
fn choose(found: &mut Vec<Candidate<'_>>, part: &Part, text: &Lowered<'_>) {
    keep_best(found);
    take_sides(found, part);
    doubt_inputs(found);
    keep_nearest(found, part, text);
    settle_rivals(found, text);
    for candidate in found.iter_mut().filter(|candidate| candidate.standing == Standing::Sure) {
        let open = match (&candidate.fit.extent, candidate.fit.unknown.first()) {
            (Extent::Different(how), _) => Some(format!("It is not quite the command of the check: {how}")),
            (_, Some(fact)) => Some(format!(
                "{} is not known yet, so it is open whether this is what the check asks about",
                prose::quoted(fact)
            )),
            _ if part.output == Output::None && part.end == End::Open => {
                Some("The text ends right behind the command, so its output may be missing".to_owned())
            }
            _ => None,
        };
        if let Some(why) = open {
            candidate.standing = Standing::Open(why);
        }
    }
}

/// Without an echoed command, the cmdlet that shares most properties wins.
fn keep_best(found: &mut Vec<Candidate<'_>>) {
    if found.iter().any(|candidate| candidate.fit.ground >= Ground::Echoed) {
        let whole = |candidate: &Candidate<'_>| !matches!(candidate.fit.extent, Extent::Different(_));
        let any_whole = found.iter().any(whole);
        found.retain(|candidate| candidate.fit.ground >= Ground::Echoed && (whole(candidate) || !any_whole));
        return;
    }
    let weight = |candidate: &Candidate<'_>| (candidate.fit.shared, candidate.fit.ground);
    let Some(best) = found.iter().map(weight).max() else { return };
    let sources: BTreeSet<String> = found
        .iter()
        .filter(|candidate| weight(candidate) == best)
        .map(|candidate| candidate.expected().invocation.source.clone())
        .collect();
    found.retain(|candidate| {
        let source = &candidate.expected().invocation.source;
        if source.is_empty() { weight(candidate) == best } else { sources.contains(source) }
    });
    let narrow = |candidate: &Candidate<'_>| {
        let typed = &candidate.expected().invocation;
        candidate.fit.ground == Ground::Exactly && !(typed.filters.is_empty() && typed.arguments.is_empty())
    };
    if found.iter().any(narrow) {
        found.retain(|candidate| candidate.fit.ground == Ground::Exactly);
    }
    if found.iter().any(|candidate| candidate.fit.ground > Ground::Tested) {
        found.retain(|candidate| candidate.fit.ground > Ground::Tested);
    } else if found.iter().any(|candidate| candidate.profile.key != found[0].profile.key) {
        // Properties that several commands print tell nothing.
        found.clear();
    }
}

/// Holds the side of the part against the sides of the checks.
fn take_sides(found: &mut Vec<Candidate<'_>>, part: &Part) {
    let sides: BTreeSet<&str> =
        found.iter().filter_map(|candidate| candidate.expected().side).map(side_in_words).collect();
    if let Some(shown) = &part.side {
        let fits =
            |candidate: &Candidate<'_>| candidate.expected().side.is_none_or(|side| side == shown.side);
        if found.iter().any(fits) {
            found.retain(fits);
        } else {
            let why = wrong_side(shown);
            for candidate in found.iter_mut() {
                candidate.standing = Standing::WrongSide(why.clone());
            }
        }
        return;
    }
    if sides.len() < 2 {
        return;
    }
    // Whoever ran the very command of one check, and of no other, followed that check.
    let own = |candidate: &Candidate<'_>| {
        matches!(candidate.fit.ground, Ground::Verbatim | Ground::Exactly)
            && candidate.expected().side.is_some()
    };
    let sure: BTreeSet<&str> = found
        .iter()
        .filter(|candidate| own(candidate))
        .filter_map(|candidate| candidate.expected().side)
        .map(side_in_words)
        .collect();
    if let (1, Some(only)) = (sure.len(), sure.first().copied()) {
        found.retain(|candidate| candidate.expected().side.is_none_or(|side| side_in_words(side) == only));
        return;
    }
    let keys: BTreeSet<String> =
        found.iter().map(|candidate| prose::quoted(&candidate.profile.key)).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let why = format!(
        "Both sides have this command, and nothing shows which side it comes from: {}. The prompt in front of the \
         command shows it",
        prose::or(&keys)
    );
    for candidate in found.iter_mut() {
        candidate.standing = Standing::Open(why.clone());
    }
}

/// Why a text is from the wrong side.
fn wrong_side(shown: &Sided) -> String {
    format!(
        "It comes from {} ({}): line {} holds {}",
        side_in_words(shown.side),
        shown.place,
        shown.line,
        prose::quoted(prose::visible_line(&shown.found))
    )
}

/// Where one check asks about an object that other output names, another that leaves it to a person means another object.
fn doubt_inputs(found: &mut [Candidate<'_>]) {
    if found.iter().any(|candidate| !candidate.expected().captured.is_empty()) {
        for candidate in found.iter_mut() {
            let inputs = std::mem::take(&mut candidate.fit.inputs);
            candidate.fit.unknown.extend(inputs);
        }
    }
}

/// Of checks that ask about objects which only their own facts tell apart, keeps those whose samples look like this.
fn keep_nearest(found: &mut Vec<Candidate<'_>>, part: &Part, text: &Lowered<'_>) {
    let open = |candidate: &Candidate<'_>| !candidate.fit.unknown.is_empty();
    let is_meant = |candidate: &Candidate<'_>| !open(candidate) && !candidate.expected().captured.is_empty();
    if found.iter().any(is_meant) {
        // It is the object that one check asks about; the others ask about another.
        found.retain(|candidate| !open(candidate));
        return;
    }
    if found.iter().filter(|candidate| open(candidate)).count() < 2 {
        return;
    }
    let nearness = |candidate: &Candidate<'_>| {
        let values = candidate.profile.values.iter();
        let is_there = |(name, value): &&(String, String)| part.names.contains(name) && text.holds(value);
        if open(candidate) { Some(values.filter(is_there).count()) } else { None }
    };
    let near: Vec<Option<usize>> = found.iter().map(nearness).collect();
    let best = near.iter().flatten().max().copied();
    let mut near = near.into_iter();
    found.retain(|_| near.next().flatten().is_none_or(|near| Some(near) == best));
}

/// Where only the properties speak, checks whose commands exclude each other are open, unless the text names what only one
/// of them asks about.
fn settle_rivals(found: &mut Vec<Candidate<'_>>, text: &Lowered<'_>) {
    let by_names = |candidate: &Candidate<'_>| candidate.fit.ground < Ground::Echoed;
    let rivals = found.iter().enumerate().any(|(index, a)| {
        by_names(a)
            && found.iter().skip(index + 1).any(|b| a.profile.key != b.profile.key && !co_answer(a, b))
    });
    if !rivals {
        return;
    }
    let named = |candidate: &Candidate<'_>| {
        candidate.expected().invocation.literals.iter().filter(|literal| text.holds(literal)).count()
    };
    let asking: Vec<usize> = found.iter().map(named).collect();
    if asking.iter().filter(|count| **count > 0).count() == 1 {
        let mut counts = asking.iter();
        found.retain(|_| counts.next().is_some_and(|count| *count > 0));
        return;
    }
    let keys: BTreeSet<String> =
        found.iter().map(|candidate| prose::quoted(&candidate.profile.key)).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let why = format!("It could be the output for {}; the command is not in the text", prose::or(&keys));
    for candidate in found.iter_mut().filter(|candidate| candidate.standing == Standing::Sure) {
        candidate.standing = Standing::Open(why.clone());
    }
}

/// Whether one text can be the output of both commands.
fn co_answer(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let (a, b) = (&a.expected().invocation, &b.expected().invocation);
    compatible(a, b) || compatible(b, a)
}

fn attribution(
    profile: &Profile,
    own: &[&Candidate<'_>],
    (parts, placed): (&[Part], &Placed<'_>),
    lines: &[&str],
) -> Attribution {
    let mut chosen: Vec<&Part> = Vec::new();
    for candidate in own {
        let last = candidate.part + following(parts, candidate.part, profile);
        for part in &parts[candidate.part..=last] {
            if !chosen.iter().any(|other| other.lines == part.lines) {
                chosen.push(part);
            }
        }
    }
    chosen.sort_by_key(|part| part.lines);
    let fits: Vec<(usize, usize)> = own.iter().map(|candidate| (candidate.part, candidate.command)).collect();
    let mut lacking = lacking((parts, placed), profile, &fits, &chosen);
    for candidate in own {
        if let Extent::Part(what) = &candidate.fit.extent {
            lacking.push(format!("The command that was run returns less than that of the check: {what}"));
        }
    }
    let because = own.iter().max_by_key(|candidate| candidate.fit.ground).map(|best| because(best, parts));
    let standings = own.iter().map(|candidate| &candidate.standing);
    Attribution {
        check: profile.key.clone(),
        all: profile.all.clone(),
        text: masked(lines, &chosen),
        lines: chosen.iter().map(|part| output_lines(part)).collect(),
        standing: standings.max_by_key(|standing| weight(standing)).cloned().unwrap_or(Standing::Sure),
        because: because.unwrap_or_default(),
        lacking,
    }
}

fn weight(standing: &Standing) -> u8 {
    match standing {
        Standing::Sure => 0,
        Standing::Open(_) => 1,
        Standing::WrongSide(_) => 2,
    }
}

fn because(candidate: &Candidate<'_>, parts: &[Part]) -> String {
    let part = &parts[candidate.part];
    let typed = part.command.as_ref().map(|(_, lines)| *lines);
    let shared: Vec<String> = candidate
        .expected()
        .names
        .iter()
        .filter(|name| part.names.contains(name))
        .take(4)
        .map(prose::quoted)
        .collect();
    match (candidate.fit.ground, typed) {
        (Ground::Verbatim, Some(lines)) => format!("Its command is at {lines}"),
        (Ground::Echoed, Some(lines)) => format!("A command that returns the same is at {lines}"),
        (Ground::Failed, _) => "The error names the cmdlet".to_owned(),
        (Ground::Exactly, _) => {
            format!("It holds the properties that its command prints: {}", prose::and(&shared))
        }
        _ => format!("It holds properties that its command prints, such as {}", prose::and(&shared)),
    }
}

/// The text with everything but these parts blanked, so that the lines keep their numbers.
fn masked(lines: &[&str], parts: &[&Part]) -> String {
    let kept = parts.iter().filter_map(|part| lines.get(part.lines.first - 1..part.lines.last)).flatten();
    let length = kept.map(|line| line.len()).sum::<usize>() + parts.last().map_or(0, |part| part.lines.last);
    let mut text = String::with_capacity(length);
    let mut next = 1;
    for part in parts {
        for number in next..=part.lines.last {
            if number >= part.lines.first {
                text.push_str(lines.get(number - 1).copied().unwrap_or_default());
            }
            // The last line of a text has no end: what stops there may be cut off.
            if number < lines.len() {
                text.push('\n');
            }
        }
        next = part.lines.last + 1;
    }
    text
}
