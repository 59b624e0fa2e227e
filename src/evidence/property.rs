//! Matchers that compare a value: a property of the output, or a fact.
//!
//! Invariant: several objects must agree. Where they contradict each other, or one of them looks cut before the
//! property, the answer is unknown.
//! Deliberately absent: `some`, `every` and `count`, which say otherwise (`matching`).

use crate::evidence::compare::{Comparison, Value};
use crate::evidence::date::{Moment, moments, shift};
use crate::evidence::finding::Finding;
use crate::evidence::matching::{Matching, Scope};
use crate::evidence::{Object, Property, Shape, Truth};
use crate::model::{FactName, Instant, Operand, Test};
use std::cmp::Ordering;
use std::collections::HashSet;

/// The most characters of a value that a reason shows.
const LONGEST_SHOWN: usize = 100;

/// What a test asks, with its operands filled in.
enum Question<'t> {
    /// Whether there is such a value at all.
    Presence,
    /// How the value compares.
    Value(Comparison<'t>),
}

/// Whether the answer is taken as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    Is,
    IsNot,
}

impl Sense {
    fn apply(self, finding: Finding) -> Finding {
        match self {
            Self::Is => finding,
            Self::IsNot => finding.not(),
        }
    }
}

/// Whether two objects were printed by one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Together {
    Yes,
    No,
}

impl<'a> Matching<'a> {
    /// A property of the output.
    pub(crate) fn property(&self, name: &str, test: &Test, scope: Scope<'a>) -> Finding {
        let (question, sense) = match self.question(test) {
            Ok(question) => question,
            Err(missing) => return Finding::unknown(missing),
        };
        let named = |property: &&Property| property.name.eq_ignore_ascii_case(name);
        let having: Vec<&Property> =
            scope.objects().iter().flat_map(|object| &object.properties).filter(named).collect();
        let finding = match (&question, having.as_slice()) {
            (Question::Presence, []) => absent(name, scope),
            (Question::Presence, [first, ..]) => {
                Finding::known(Truth::True, [first.lines], format!("`{}` is at {}", first.name, first.lines))
            }
            (Question::Value(_), []) => Finding::unknown(format!("`{name}` is not in the output")),
            (Question::Value(comparison), having) => match self.cut_before(name, scope.objects()) {
                Some(missing) => Finding::unknown(missing),
                None => match (self.agreed(having, comparison), self.lost_beside(having, scope)) {
                    (finding, Some(missing)) if finding.truth != Truth::Unknown => Finding::unknown(missing),
                    (finding, _) => finding,
                },
            },
        };
        sense.apply(finding)
    }

    /// A fact.
    pub(crate) fn fact(&self, name: &FactName, test: &Test) -> Finding {
        let (question, sense) = match self.question(test) {
            Ok(question) => question,
            Err(missing) => return Finding::unknown(missing),
        };
        let clock = (name.as_str() == FactName::NOW).then(|| self.known.now.to_string());
        let finding = match (&question, self.known.facts.get(name).or(clock.as_ref())) {
            (Question::Presence, value) => {
                let known = if value.is_some() { "known" } else { "not known" };
                Finding::known(value.is_some().into(), [], format!("`{name}` is {known}"))
            }
            (Question::Value(_), None) => Finding::unknown(not_known(name)),
            (Question::Value(comparison), Some(known)) => {
                let shown = sentence(name.as_str(), known);
                match Value::fact(known).test(comparison) {
                    Ok(holds) => Finding::known(holds.into(), [], shown),
                    Err(reason) => Finding::unknown(format!("{shown}, which {reason}")),
                }
            }
        };
        sense.apply(finding)
    }

    /// Fills in what a test compares with; the error says which fact is missing.
    fn question<'t>(&self, test: &'t Test) -> Result<(Question<'t>, Sense), String> {
        let value = |comparison| (Question::Value(comparison), Sense::Is);
        Ok(match test {
            Test::Equals(operand) => value(Comparison::Equals(self.operand(operand)?)),
            Test::Not(operand) => (Question::Value(Comparison::Equals(self.operand(operand)?)), Sense::IsNot),
            Test::Contains(operand) => value(Comparison::Contains(self.operand(operand)?)),
            Test::Matches(pattern) => {
                value(Comparison::Matches(pattern.regex().ok_or_else(|| does_not_compile(&pattern.source))?))
            }
            Test::Before(instant) => value(self.date(Ordering::Less, instant)?),
            Test::After(instant) => value(self.date(Ordering::Greater, instant)?),
            Test::Less(operand) => value(Comparison::Order(Ordering::Less, self.operand(operand)?)),
            Test::Greater(operand) => value(Comparison::Order(Ordering::Greater, self.operand(operand)?)),
            Test::Blank(yes) => {
                (Question::Value(Comparison::Blank), if yes.value { Sense::Is } else { Sense::IsNot })
            }
            Test::Missing(yes) => (Question::Presence, if yes.value { Sense::IsNot } else { Sense::Is }),
        })
    }

    fn operand(&self, operand: &Operand) -> Result<String, String> {
        let template = &operand.0;
        let source = template.text.value.as_str();
        let mut text = String::with_capacity(source.len());
        let mut done = 0;
        for placeholder in &template.placeholders {
            let name = &placeholder.name.value;
            text.push_str(source.get(done..placeholder.range.start).unwrap_or_default());
            text.push_str(self.known.facts.get(name).ok_or_else(|| not_known(name))?);
            done = placeholder.range.end;
        }
        text.push_str(source.get(done..).unwrap_or_default());
        Ok(text)
    }

    fn date<'t>(&self, wanted: Ordering, instant: &Instant) -> Result<Comparison<'t>, String> {
        let instants: Vec<Moment> = match instant {
            Instant::Now { minutes, .. } => vec![Moment::local(shift(self.known.now, *minutes))],
            Instant::At(at) => vec![Moment::local(at.value)],
            Instant::Fact(name) => {
                let value = self.known.facts.get(&name.value).ok_or_else(|| not_known(name))?;
                let instants = moments(value, None);
                if instants.is_empty() {
                    return Err(format!(
                        "{}, which is not a date that can be read",
                        sentence(name.as_str(), value)
                    ));
                }
                instants
            }
        };
        Ok(Comparison::Date(wanted, instants))
    }

    /// The answer that all values agree on.
    fn agreed(&self, properties: &[&Property], comparison: &Comparison<'_>) -> Finding {
        let findings: Vec<Finding> =
            properties.iter().map(|property| self.compared(property, comparison)).collect();
        let at = |truth: Truth| findings.iter().position(|finding| finding.truth == truth);
        let place = |index: usize| {
            properties.get(index).map(|property| {
                format!("{} at {}", sentence(&property.name, &property.value), property.lines)
            })
        };
        if let (Some(yes), Some(no)) = (at(Truth::True), at(Truth::False)) {
            let (first, second) =
                (place(yes.min(no)).unwrap_or_default(), place(yes.max(no)).unwrap_or_default());
            return Finding::unknown(format!("The objects disagree: {first}, but {second}"));
        }
        match at(Truth::Unknown) {
            Some(open) => findings.into_iter().nth(open).unwrap_or_else(|| Finding::unknown("")),
            // All true or all false: either way every one of them is a reason.
            None if at(Truth::True).is_some() => Finding::all(findings),
            None => Finding::any(findings),
        }
    }

    fn compared(&self, property: &Property, comparison: &Comparison<'_>) -> Finding {
        let shown = sentence(&property.name, &property.value);
        let mut value = Value::from(property);
        if matches!(comparison, Comparison::Date(..)) {
            value.day_order = self.sections().around(property);
        }
        match value.test(comparison) {
            Ok(holds) => Finding::known(holds.into(), [property.lines], shown),
            Err(reason) if reason.is_empty() => {
                let doubts: Vec<&str> = property.doubts.iter().map(|doubt| &*doubt.text).collect();
                Finding::unknown(doubts.join("; "))
            }
            Err(reason) => Finding::unknown(format!("{shown}, which {reason}")),
        }
    }

    /// Says which object seems to end before the property: one like an object that has it.
    fn cut_before(&self, name: &str, objects: &[Object]) -> Option<String> {
        let whole = objects.iter().find(|object| object.get(name).is_some())?;
        let first = whole.properties.first().map(|property| property.name.as_str());
        let names: HashSet<String> =
            whole.properties.iter().map(|property| property.name.to_lowercase()).collect();
        let section = |object: &Object| object.lines().map(|lines| self.sections().section(lines.first));
        let mut without = objects.iter().filter(|object| object.get(name).is_none());
        let cut = without.find(|object| {
            let together = if section(object) == section(whole) { Together::Yes } else { Together::No };
            is_alike(object, &names, first, together)
        })?;
        Some(format!("The object at {} ends without `{name}`", cut.lines()?))
    }

    /// Says which error was printed by the command that printed these values: it may have cost an object that says
    /// otherwise.
    fn lost_beside(&self, having: &[&Property], scope: Scope<'_>) -> Option<String> {
        let Scope::Whole(reading) = scope else { return None };
        let sections = self.sections();
        let section = |line: usize| sections.section(line);
        let mut errors = reading.errors.iter();
        let error = errors.find(|error| {
            having.iter().any(|property| section(property.lines.first) == section(error.lines.first))
        })?;
        Some(format!(
            "An error is printed at {} beside the objects, so one of them may be missing",
            error.lines
        ))
    }
}

/// A property that no object has: absent only from whole objects of a whole text.
fn absent(name: &str, scope: Scope<'_>) -> Finding {
    let objects = scope.objects();
    if objects.iter().any(|object| object.shape == Shape::Table) {
        return Finding::unknown(format!("`{name}` is no column of the table, which may leave columns out"));
    }
    let doubted =
        objects.iter().flat_map(|object| &object.properties).any(|property| !property.doubts.is_empty());
    if objects.is_empty() || doubted || !scope.is_complete() {
        return Finding::unknown(format!("`{name}` is not in the output, which may not be whole"));
    }
    Finding::known(Truth::False, [], format!("`{name}` is not in the output"))
}

/// Whether an object that lacks a property is of the same kind as one that has it: it has nothing that the other lacks,
/// or, printed by the same command, begins as the other does and shares half of its properties with it.
fn is_alike(object: &Object, names: &HashSet<String>, first: Option<&str>, together: Together) -> bool {
    let own = object.properties.len();
    let shared =
        object.properties.iter().filter(|property| names.contains(&property.name.to_lowercase())).count();
    let begins_alike = object.properties.first().map(|property| property.name.as_str()) == first;
    shared == own || (together == Together::Yes && begins_alike && 2 * shared >= own)
}

/// `` `Enabled` is `False` ``, with a long value shortened.
fn sentence(name: &str, value: &str) -> String {
    if value.is_empty() {
        return format!("`{name}` is blank");
    }
    let line = value.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(LONGEST_SHOWN).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    format!("`{name}` is `{shown}`")
}

/// Why a test with this regular expression says nothing.
pub(crate) fn does_not_compile(pattern: &str) -> String {
    format!("the regular expression `{pattern}` cannot be compiled")
}

fn not_known(name: &FactName) -> String {
    format!("`{name}` is not known yet")
}
