//! Matchers on a reading and facts.
//!
//! Invariant: a matcher about the output is unknown without output; a blank output is only `output: none`.
//! Deliberately absent: the comparison of one value (`compare`) and the verdict of a check (`judge`).

use crate::evidence::find::Haystack;
use crate::evidence::finding::Finding;
use crate::evidence::output::Output;
use crate::evidence::property::does_not_compile;
use crate::evidence::section::Sections;
use crate::evidence::words::sought;
use crate::evidence::{Doubt, DoubtKind, Known, Lines, Object, Reading, Truth};
use crate::model::{Comparison, ErrorTest, Matcher, MatcherKind, Pattern};
use crate::prose;
use std::cell::OnceCell;

/// Everything a matcher is judged on.
pub(crate) struct Matching<'a> {
    /// The output; none on a route.
    pub(crate) reading: Option<&'a Reading>,
    pub(crate) known: Known<'a>,
    /// The output without commands: what was typed is not what was answered.
    output: OnceCell<Output>,
    /// The same in lower case (ASCII letters).
    lower: OnceCell<String>,
    haystack: OnceCell<Haystack>,
    sections: OnceCell<Sections>,
}

/// What part of the output a matcher sees.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'a> {
    /// All of it.
    Whole(&'a Reading),
    /// One object of it, inside `some`, `every` and `count`.
    One(&'a Reading, &'a Object),
}

impl<'a> Matching<'a> {
    pub(crate) fn new(reading: Option<&'a Reading>, known: Known<'a>) -> Self {
        Self {
            reading,
            known,
            output: OnceCell::new(),
            lower: OnceCell::new(),
            haystack: OnceCell::new(),
            sections: OnceCell::new(),
        }
    }

    /// What each command printed, and how it writes dates.
    pub(crate) fn sections(&self) -> &Sections {
        self.sections.get_or_init(|| self.reading.map(Sections::of).unwrap_or_default())
    }

    /// Judges a matcher on the whole output.
    pub(crate) fn whole(&self, matcher: &Matcher) -> Finding {
        self.judge(matcher, self.reading.map(Scope::Whole))
    }

    /// Judges a matcher on one object.
    pub(crate) fn one(&self, matcher: &Matcher, object: &'a Object) -> Finding {
        self.judge(matcher, self.reading.map(|reading| Scope::One(reading, object)))
    }

    fn judge(&self, matcher: &Matcher, scope: Option<Scope<'a>>) -> Finding {
        let each = |matchers: &[Matcher]| matchers.iter().map(|matcher| self.judge(matcher, scope)).collect();
        match &matcher.kind {
            MatcherKind::All(matchers) => Finding::all(each(matchers)),
            MatcherKind::Any(matchers) => Finding::any(each(matchers)),
            MatcherKind::None(matchers) => Finding::any(each(matchers)).not(),
            MatcherKind::Fact { fact, test } => self.fact(fact, test),
            MatcherKind::OutputNone => scope.map_or_else(no_output, nothing_printed),
            MatcherKind::Property { property, test } => {
                seen(scope, |scope| self.property(property, test, scope))
            }
            MatcherKind::Text(text) => seen(scope, |scope| self.text(text, scope)),
            MatcherKind::Matches(pattern) => seen(scope, |scope| self.pattern(pattern, scope)),
            MatcherKind::Error(test) => seen(scope, |_| self.error(test)),
            MatcherKind::Some(inner) => seen(scope, |scope| self.some(inner, scope)),
            MatcherKind::Every(inner) => seen(scope, |scope| self.every(inner, scope)),
            MatcherKind::Count { of, is, number } => {
                seen(scope, |scope| self.count(of.as_deref(), *is, number.value, scope))
            }
        }
    }

    fn text(&self, wanted: &str, scope: Scope<'a>) -> Finding {
        let shown = prose::quoted(wanted);
        match self.find(wanted, scope.lines()) {
            Some(lines) => Finding::known(Truth::True, [lines], format!("{shown} is at {lines}")),
            None => match scope.hides() {
                Some(hidden) => Finding::unknown(format!("{shown} may be in what is hidden: {hidden}")),
                None => Finding::known(Truth::False, [], format!("{shown} is not in the output")),
            },
        }
    }

    fn pattern(&self, pattern: &Pattern, scope: Scope<'a>) -> Finding {
        if pattern.regex().is_none() {
            return Finding::unknown(does_not_compile(&pattern.source));
        }
        let shown = sought(pattern)
            .unwrap_or_else(|| format!("text that matches {}", prose::quoted(&pattern.source)));
        match self.first_match(pattern, scope) {
            Some(lines) => Finding::known(Truth::True, [lines], format!("{shown} is at {lines}")),
            None => match scope.hides().or_else(|| self.match_across_wraps(pattern, scope)) {
                Some(hidden) => Finding::unknown(format!("{shown} may be in what is hidden: {hidden}")),
                None => Finding::known(Truth::False, [], format!("{shown} is not in the output")),
            },
        }
    }

    /// Where an expression matches: in the text as it was printed, in a value that was wrapped over several lines, or
    /// in the message of an error.
    fn first_match(&self, pattern: &Pattern, scope: Scope<'a>) -> Option<Lines> {
        let output = self.output();
        let range = scope.lines().map_or(0..output.text().len(), |lines| output.bytes_of(lines));
        let above = range.start;
        let lower = self.lower.get_or_init(|| output.text().to_ascii_lowercase());
        let may_match = lower.get(range.clone()).is_some_and(|lower| pattern.may_match(lower));
        let part = output.text().get(range).filter(|_| may_match);
        let printed = part.and_then(|part| pattern.regex()?.find(part));
        let printed = printed.map(|found| output.lines_of(above + found.start(), above + found.end()));
        let joined = || {
            let values = scope.objects().iter().flat_map(|object| &object.properties);
            let mut wrapped = values.filter(|property| property.lines.first < property.lines.last);
            wrapped.find(|property| pattern.is_match(&property.value)).map(|property| property.lines)
        };
        let message = || {
            let Scope::Whole(reading) = scope else { return None };
            let mut errors = reading.errors.iter();
            errors.find(|error| pattern.is_match(&error.message)).map(|error| error.lines)
        };
        printed.or_else(joined).or_else(message)
    }

    /// The doubt of a wrapped value in which an expression matches if no white space stood where it was wrapped.
    fn match_across_wraps(&self, pattern: &Pattern, scope: Scope<'a>) -> Option<&'a str> {
        let mut values = scope.objects().iter().flat_map(|object| &object.properties);
        values.find_map(|property| {
            let doubt = property.doubts.iter().find(|doubt| doubt.kind == DoubtKind::Wrapped)?;
            let printed = self.output().text().get(self.output().bytes_of(property.lines))?;
            let glued: String = printed.lines().map(str::trim).collect();
            pattern.is_match(&glued).then_some(&*doubt.text)
        })
    }

    fn error(&self, wanted: &ErrorTest) -> Finding {
        let Some(reading) = self.reading else { return no_output() };
        let ErrorTest::Text(text) = wanted else { return any_error(reading) };
        let shown = prose::quoted(&text.value);
        let in_record = reading.errors.iter().find_map(|record| self.find(text, Some(record.lines)));
        if let Some(lines) = in_record {
            return Finding::known(Truth::True, [lines], format!("the error at {lines} holds {shown}"));
        }
        match self.find(text, None) {
            // The message of an error without its frame.
            Some(lines) if reading.objects.is_empty() => {
                Finding::known(Truth::True, [lines], format!("the message at {lines} holds {shown}"))
            }
            Some(lines) => Finding::unknown(format!("{shown} is at {lines}, but not in an error")),
            None if reading.is_cut() => {
                Finding::unknown(format!("An error with {shown} may be in the part that was left out"))
            }
            None => Finding::known(Truth::False, [], format!("no error holds {shown}")),
        }
    }

    fn some(&self, inner: &Matcher, scope: Scope<'a>) -> Finding {
        let Some(findings) = self.objects(inner, scope) else { return no_object() };
        let some = Finding::any(findings);
        if some.truth == Truth::False && !scope.is_complete() { more_objects() } else { some }
    }

    fn every(&self, inner: &Matcher, scope: Scope<'a>) -> Finding {
        let Some(findings) = self.objects(inner, scope) else { return no_object() };
        let every = Finding::all(findings);
        if every.truth == Truth::True && !scope.is_complete() { more_objects() } else { every }
    }

    fn count(&self, of: Option<&Matcher>, is: Comparison, number: u32, scope: Scope<'a>) -> Finding {
        let objects = scope.objects();
        if objects.is_empty() {
            return no_object();
        }
        let findings: Vec<Finding> = match of {
            Some(inner) => objects.iter().map(|object| self.one(inner, object)).collect(),
            None => objects
                .iter()
                .map(|object| Finding::known(Truth::True, object.lines(), String::new()))
                .collect(),
        };
        let counted = |truth: Truth| findings.iter().filter(|finding| finding.truth == truth).count();
        let (least, open) = (counted(Truth::True), counted(Truth::Unknown));
        let most = if scope.is_complete() { least + open } else { usize::MAX };
        let number = number as usize;
        let truth = match is {
            Comparison::Equals if least == number && most == number => Truth::True,
            Comparison::Equals if number < least || number > most => Truth::False,
            Comparison::Less if most < number => Truth::True,
            Comparison::Less if least >= number => Truth::False,
            Comparison::Greater if least > number => Truth::True,
            Comparison::Greater if most <= number => Truth::False,
            _ => Truth::Unknown,
        };
        if truth == Truth::Unknown {
            let missing = findings.into_iter().flat_map(|finding| finding.missing).next();
            return missing.map_or_else(more_objects, Finding::unknown);
        }
        let lines: Vec<Lines> = findings
            .into_iter()
            .filter(|finding| finding.truth == Truth::True)
            .flat_map(|finding| finding.lines)
            .collect();
        Finding::known(truth, lines, format!("{} found", prose::count(least, "such object")))
    }

    /// What `inner` gives for each object; none if there is no object.
    fn objects(&self, inner: &Matcher, scope: Scope<'a>) -> Option<Vec<Finding>> {
        let findings: Vec<Finding> = scope.objects().iter().map(|object| self.one(inner, object)).collect();
        (!findings.is_empty()).then_some(findings)
    }

    fn find(&self, text: &str, lines: Option<Lines>) -> Option<Lines> {
        self.haystack.get_or_init(|| Haystack::new(self.output())).find(text, lines)
    }

    fn output(&self) -> &Output {
        self.output.get_or_init(|| self.reading.map(Output::of).unwrap_or_default())
    }
}

impl<'a> Scope<'a> {
    pub(crate) fn objects(self) -> &'a [Object] {
        match self {
            Self::Whole(reading) => &reading.objects,
            Self::One(_, object) => std::slice::from_ref(object),
        }
    }

    /// Whether all that it covers seems to be there: every object, or the whole of the one.
    pub(crate) fn is_complete(self) -> bool {
        match self {
            Self::Whole(reading) => reading.is_complete(),
            Self::One(reading, _) => !reading.is_cut(),
        }
    }

    /// What may hide a text that was not found: the first doubt that leaves room for it.
    fn hides(self) -> Option<&'a str> {
        let whole = match self {
            Self::Whole(reading) | Self::One(reading, _) => &reading.doubts,
        };
        let values = self.objects().iter().flat_map(|object| &object.properties);
        let hiding =
            |doubt: &&Doubt| matches!(doubt.kind, DoubtKind::Cut | DoubtKind::Masked | DoubtKind::Garbled);
        let mut doubts = whole.iter().filter(|doubt| doubt.kind == DoubtKind::Cut);
        let doubt = doubts.next().or_else(|| values.flat_map(|property| &property.doubts).find(hiding));
        doubt.map(|doubt| &*doubt.text)
    }

    /// The lines it covers; none for all.
    fn lines(self) -> Option<Lines> {
        match self {
            Self::Whole(_) => None,
            Self::One(_, object) => object.lines(),
        }
    }
}

/// Judges by the output, if there is any.
fn seen<'a>(scope: Option<Scope<'a>>, judge: impl FnOnce(Scope<'a>) -> Finding) -> Finding {
    match scope {
        None => no_output(),
        Some(Scope::Whole(reading)) if reading.is_blank() => Finding::unknown("The output is blank"),
        Some(scope) => judge(scope),
    }
}

fn no_output() -> Finding {
    Finding::unknown("There is no output yet")
}

fn no_object() -> Finding {
    Finding::unknown("No object could be read from the output")
}

fn more_objects() -> Finding {
    Finding::unknown("Part of the output is missing or was not read, so there may be more objects")
}

/// `output: none`.
fn nothing_printed(scope: Scope<'_>) -> Finding {
    let Scope::Whole(reading) = scope else {
        return Finding::known(Truth::False, scope.lines(), "there is an object".to_owned());
    };
    let first = reading.objects.iter().find_map(Object::lines);
    let first = first.or(reading.errors.first().map(|error| error.lines)).or(reading.other.first().copied());
    match (first, reading.warnings.first(), reading.doubts.first()) {
        (Some(lines), ..) => {
            Finding::known(Truth::False, [lines], format!("something was printed at {lines}"))
        }
        (None, Some(warning), _) => Finding::unknown(format!("Only a warning was printed, at {warning}")),
        (None, None, Some(doubt)) => Finding::unknown(doubt.text.as_ref()),
        (None, None, None) => Finding::known(Truth::True, [], "nothing was printed".to_owned()),
    }
}

/// `error: any`.
fn any_error(reading: &Reading) -> Finding {
    match reading.errors.first() {
        Some(error) => {
            let lines: Vec<Lines> = reading.errors.iter().map(|error| error.lines).collect();
            Finding::known(Truth::True, lines, format!("there is an error at {}", error.lines))
        }
        None if reading.is_cut() => Finding::unknown("An error may be in the part that was left out"),
        None if reading.objects.is_empty() => {
            Finding::unknown("The text is neither an object nor a known form of error")
        }
        None => Finding::known(Truth::False, [], "there is no error".to_owned()),
    }
}
