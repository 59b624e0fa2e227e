//! One comparison of one printed value.
//!
//! Invariant: a doubtful value is never *not* something. It may be seen to contain a text; whether it equals, precedes
//! or lacks one stays unknown.
//! Deliberately absent: finding the value, and facts; operands come filled in.

use crate::evidence::date::{DayOrder, readings};
use crate::evidence::meaning::{fold, order, same, squeeze};
use crate::evidence::{Doubt, DoubtKind, Items, Property};
use jiff::civil::DateTime;
use std::cmp::Ordering;

/// A value as it was printed, or a fact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    pub(crate) text: &'a str,
    pub(crate) items: Option<&'a Items>,
    pub(crate) doubts: &'a [Doubt],
}

impl<'a> From<&'a Property> for Value<'a> {
    fn from(property: &'a Property) -> Self {
        Self { text: &property.value, items: property.items.as_ref(), doubts: &property.doubts }
    }
}

/// A comparison whose operands are known.
#[derive(Debug, Clone)]
pub(crate) enum Comparison<'a> {
    Equals(String),
    Contains(String),
    Matches(&'a regex_lite::Regex),
    /// The order of the value to any of these instants, and the order of day and month in the text.
    Date(Ordering, Vec<DateTime>, Option<DayOrder>),
    /// The order of the value to this one.
    Order(Ordering, String),
    Blank,
}

/// How far a value can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// It is what was printed.
    Whole,
    /// White space at line breaks may not be its own.
    Wrapped,
    /// Some of its lines, or the lines behind it, may or may not belong to it.
    Loose,
    /// Part of it is missing or garbled.
    Partial,
}

impl Value<'_> {
    fn trust(&self) -> Trust {
        let kinds = self.doubts.iter().map(|doubt| match doubt.kind {
            DoubtKind::Wrapped => Trust::Wrapped,
            DoubtKind::Loose => Trust::Loose,
            _ => Trust::Partial,
        });
        let weight = |trust: &Trust| match trust {
            Trust::Whole => 0,
            Trust::Wrapped => 1,
            Trust::Loose => 2,
            Trust::Partial => 3,
        };
        kinds.max_by_key(weight).unwrap_or(Trust::Whole)
    }

    /// Compares the value.
    ///
    /// # Errors
    /// Why it is not known, as the rest of a sentence that begins with the value's name; empty where the value's own
    /// doubts say why.
    pub(crate) fn test(&self, comparison: &Comparison<'_>) -> Result<bool, String> {
        match comparison {
            Comparison::Equals(operand) => self.equals(operand),
            Comparison::Contains(operand) => self.contains(operand),
            Comparison::Matches(regex) => self.matches(regex),
            Comparison::Date(wanted, instants, day_order) => self.date(*wanted, instants, *day_order),
            Comparison::Order(wanted, operand) => self.order(*wanted, operand),
            Comparison::Blank => self.blank(),
        }
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() || self.items.is_some_and(|items| items.complete && items.values.is_empty())
    }

    fn equals(&self, operand: &str) -> Result<bool, String> {
        match self.trust() {
            Trust::Whole => Ok(self.is_same(operand)),
            Trust::Wrapped => Ok(self.is_same(operand) || squeeze(self.text) == squeeze(operand)),
            Trust::Loose => {
                let first = self.text.lines().next().unwrap_or_default();
                let wanted = squeeze(operand);
                match () {
                    () if self.text.contains('\n') && squeeze(self.text) == wanted => Ok(true),
                    () if wanted.starts_with(&squeeze(first)) || same(first, operand) => unknown(),
                    () => Ok(false),
                }
            }
            Trust::Partial => unknown(),
        }
    }

    /// Equality of a whole value: the texts, or the elements of two lists, or the only element of a list.
    fn is_same(&self, operand: &str) -> bool {
        let Some(items) = self.items else { return same(self.text, operand) };
        let all_same = |others: &[String]| {
            items.values.len() == others.len() && items.values.iter().zip(others).all(|(a, b)| same(a, b))
        };
        same(self.text, operand)
            || matches!(items.values.as_slice(), [only] if same(only, operand))
            || crate::evidence::items::items(operand.trim()).is_some_and(|others| all_same(&others.values))
    }

    fn contains(&self, operand: &str) -> Result<bool, String> {
        let trust = self.trust();
        if let Some(items) = self.items {
            return contains_element(items, operand, trust);
        }
        let found = fold(self.text).contains(&fold(operand))
            || (trust != Trust::Whole && squeeze(self.text).contains(&squeeze(operand)));
        match trust {
            _ if found => Ok(true),
            Trust::Whole | Trust::Wrapped => Ok(false),
            // Whichever of its lines belong to it, none of them holds the text.
            Trust::Loose if self.text.contains('\n') => Ok(false),
            Trust::Loose | Trust::Partial => unknown(),
        }
    }

    fn matches(&self, regex: &regex_lite::Regex) -> Result<bool, String> {
        let found = regex.find(self.text);
        match (self.trust(), found) {
            (Trust::Whole, found) => Ok(found.is_some()),
            // A match that ends before the visible end does not depend on what is missing behind it.
            (_, Some(found)) if found.end() < self.text.len() => Ok(true),
            _ => unknown(),
        }
    }

    fn date(&self, wanted: Ordering, instants: &[DateTime], order: Option<DayOrder>) -> Result<bool, String> {
        self.is_comparable()?;
        if self.is_empty() {
            return Ok(false);
        }
        let dates = readings(self.text, order);
        let mut answers = dates.iter().flat_map(|date| instants.iter().map(move |at| date.cmp(at) == wanted));
        let Some(first) = answers.next() else {
            return Err("is not a date that can be read".to_owned());
        };
        if answers.all(|answer| answer == first) {
            return Ok(first);
        }
        let shown: Vec<String> =
            dates.iter().map(|date| format!("{} {}", date.date(), date.time())).collect();
        Err(format!("may mean {}", crate::prose::or(&shown)))
    }

    fn order(&self, wanted: Ordering, operand: &str) -> Result<bool, String> {
        self.is_comparable()?;
        if self.is_empty() {
            return Ok(false);
        }
        let ordering = order(self.text, operand);
        ordering
            .map(|ordering| ordering == wanted)
            .ok_or_else(|| format!("cannot be compared with `{operand}`"))
    }

    fn is_comparable(&self) -> Result<(), String> {
        if self.trust() == Trust::Whole { Ok(()) } else { Err(String::new()) }
    }

    fn blank(&self) -> Result<bool, String> {
        match self.trust() {
            Trust::Whole | Trust::Wrapped => Ok(self.is_empty()),
            Trust::Loose | Trust::Partial if self.is_empty() => unknown(),
            Trust::Loose | Trust::Partial => Ok(false),
        }
    }
}

/// The answer to a question that a value's doubts leave open.
fn unknown() -> Result<bool, String> {
    Err(String::new())
}

/// Whether a list holds an element; an operand with commas may be several in a row, because names hold commas too.
fn contains_element(items: &Items, operand: &str, trust: Trust) -> Result<bool, String> {
    let is_it =
        |item: &str| same(item, operand) || (trust == Trust::Wrapped && squeeze(item) == squeeze(operand));
    let parts: Vec<&str> = operand.split(", ").map(str::trim).collect();
    let in_a_row = || {
        parts.len() > 1
            && items
                .values
                .windows(parts.len())
                .any(|row| row.iter().zip(&parts).all(|(item, part)| same(item, part)))
    };
    if items.values.iter().any(|item| is_it(item)) || in_a_row() {
        return Ok(true);
    }
    // A list whose separators lost their spaces looks like one element.
    let glued = |item: &String| item.split(',').any(|part| same(part, operand));
    let sure = items.complete && matches!(trust, Trust::Whole | Trust::Wrapped);
    if sure && !items.values.iter().any(glued) { Ok(false) } else { unknown() }
}

#[cfg(test)]
mod tests {
    use crate::evidence::compare::{Comparison, Value};
    use crate::evidence::{
        Truth::{self, False, True, Unknown},
        read,
    };

    /// The truth of a comparison of the first property of a text.
    fn judge(text: &str, comparison: &Comparison<'_>) -> Truth {
        let reading = read(text);
        let property =
            reading.objects.first().and_then(|object| object.properties.first()).expect("a property");
        Value::from(property).test(comparison).map_or(Unknown, Truth::from)
    }

    fn equals(text: &str, operand: &str) -> Truth {
        judge(text, &Comparison::Equals(operand.to_owned()))
    }

    fn contains(text: &str, operand: &str) -> Truth {
        judge(text, &Comparison::Contains(operand.to_owned()))
    }

    #[test]
    fn whole_values_are_true_or_false() {
        assert_eq!(equals("Enabled : True", "true"), True);
        assert_eq!(equals("Enabled : True", "false"), False);
        assert_eq!(equals("DomainNames : {contoso.com}", "contoso.com"), True);
        assert_eq!(equals("DomainNames : {a.com, b.com}", "{A.com, b.com}"), True);
        assert_eq!(contains("Services : IIS, SMTP", "smtp"), True);
        assert_eq!(contains("DomainNames : {mail.contoso.com}", "contoso.com"), False);
        assert_eq!(contains("Names : {CN=a, O=b, CN=c}", "CN=a, O=b"), True);
        assert_eq!(judge("Realm :", &Comparison::Blank), True);
        assert_eq!(judge("Domains : {}", &Comparison::Blank), True);
    }

    #[test]
    fn cut_values_are_never_false() {
        assert_eq!(equals("Detail : the rest is...", "something else"), Unknown);
        assert_eq!(contains("Methods : {Basic, Ntlm...}", "Ntlm"), True);
        assert_eq!(contains("Methods : {Basic, Ntlm...}", "OAuth"), Unknown);
        assert_eq!(contains("Detail : AADSTS901124 and…", "aadsts901124"), True);
        assert_eq!(contains("Detail : AADSTS901124 and…", "AADSTS50000"), Unknown);
        assert_eq!(judge("Detail : x...", &Comparison::Blank), False);
    }

    #[test]
    fn a_list_that_lost_its_spaces_is_not_taken_for_one_element() {
        assert_eq!(contains("Domains : {a.com,b.com}", "a.com"), Unknown);
        assert_eq!(contains("Domains : {a.com,b.com}", "c.com"), False);
    }

    #[test]
    fn lines_that_may_not_belong_to_a_value_leave_its_equality_open() {
        let text = "Enabled : True\n          something that stands below";
        assert_eq!(equals(text, "true"), Unknown);
        assert_eq!(equals(text, "false"), False);
        assert_eq!(contains(text, "stands below"), True);
        assert_eq!(contains(text, "nowhere"), False);
    }

    #[test]
    fn a_pattern_that_needs_the_end_of_a_cut_value_is_unknown() {
        let regex = |text| regex_lite::Regex::new(text).expect("a valid pattern");
        assert_eq!(judge("Detail : abc...", &Comparison::Matches(&regex("^[^x]*$"))), Unknown);
        assert_eq!(judge("Detail : abc...", &Comparison::Matches(&regex("^abc"))), True);
    }
}
