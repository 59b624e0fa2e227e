//! One comparison of one printed value.
//!
//! Invariant: a doubtful value is never *not* something. It may be seen to contain a text; whether it equals, precedes
//! or lacks one stays unknown.
//! Deliberately absent: finding the value, and facts; operands come filled in.

use crate::evidence::date::{DayOrder, Moment, moments};
use crate::evidence::meaning::{boolean, fold, is_blank, order, same, squeeze};
use crate::evidence::{Doubt, DoubtKind, Items, Property, Truth};
use std::cmp::Ordering;

/// A value as it was printed, or a fact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    pub(crate) text: &'a str,
    pub(crate) items: Option<&'a Items>,
    pub(crate) doubts: &'a [Doubt],
    /// Where a space of the text may be none.
    pub(crate) breaks: &'a [usize],
    /// The order of day and month around it, where that is certain.
    pub(crate) day_order: Option<DayOrder>,
}

impl<'a> Value<'a> {
    /// A fact: nothing is doubted about it.
    pub(crate) fn fact(text: &'a str) -> Self {
        Self { text, items: None, doubts: &[], breaks: &[], day_order: None }
    }
}

impl<'a> From<&'a Property> for Value<'a> {
    fn from(property: &'a Property) -> Self {
        let items = property.items.as_ref();
        let Property { value, doubts, breaks, .. } = property;
        Self { text: value, items, doubts, breaks, day_order: None }
    }
}

/// A comparison whose operands are known.
#[derive(Debug, Clone)]
pub(crate) enum Comparison<'a> {
    Equals(String),
    Contains(String),
    Matches(&'a regex_lite::Regex),
    /// The order of the value to any of these instants.
    Date(Ordering, Vec<Moment>),
    /// The order of the value to this one.
    Order(Ordering, String),
    Blank,
}

/// The most doubtful spaces of a value that are tried with and without.
const MOST_BREAKS: usize = 5;

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
            Comparison::Date(wanted, instants) => self.date(*wanted, instants),
            Comparison::Order(wanted, operand) => self.order(*wanted, operand),
            Comparison::Blank => self.blank(),
        }
    }

    fn is_empty(&self) -> bool {
        is_blank(self.text) || self.items.is_some_and(|items| items.complete && items.values.is_empty())
    }

    fn equals(&self, operand: &str) -> Result<bool, String> {
        let squeezed = || Truth::from(squeeze(self.text) == squeeze(operand));
        match self.trust() {
            Trust::Whole => self.decided(self.is_same(operand), operand),
            Trust::Wrapped => self.decided(self.is_same(operand).or(squeezed()), operand),
            Trust::Loose => {
                let first = self.text.lines().next().unwrap_or_default();
                let begins = squeeze(operand).starts_with(&squeeze(first));
                match () {
                    () if self.text.contains('\n') && squeezed() == Truth::True => Ok(true),
                    () if begins || same(first, operand) != Truth::False => unknown(),
                    () => Ok(false),
                }
            }
            Trust::Partial => unknown(),
        }
    }

    /// What an equality of a whole value comes to; a word that is no truth value says nothing about one.
    fn decided(&self, equal: Truth, operand: &str) -> Result<bool, String> {
        let single = match self.items.map(|items| items.values.as_slice()) {
            Some([only]) => only.as_str(),
            _ => self.text,
        };
        match equal {
            Truth::True => Ok(true),
            Truth::False
                if boolean(operand.trim()).is_some() && !self.is_empty() && boolean(single).is_none() =>
            {
                Err("is neither true nor false".to_owned())
            }
            // `ConvertTo-Json` and remote sessions print the number of a word instead of the word.
            Truth::False if is_code(single) && is_word(operand) => {
                Err(format!("is a number, which may stand for {}", crate::prose::quoted(operand)))
            }
            Truth::False => Ok(false),
            Truth::Unknown => Err(format!("may or may not mean {}", crate::prose::quoted(operand))),
        }
    }

    /// Equality of a whole value: the texts, or the elements of two lists, or the only element of a list.
    fn is_same(&self, operand: &str) -> Truth {
        let text = same(self.text, operand);
        let Some(items) = self.items else { return text };
        let only = match items.values.as_slice() {
            [only] => same(only, operand),
            _ => Truth::False,
        };
        let elements = crate::evidence::items::items(operand.trim()).map_or(Truth::False, |others| {
            let all_there = items.values.len() == others.values.len();
            let each = items.values.iter().zip(&others.values).map(|(a, b)| same(a, b));
            each.fold(all_there.into(), Truth::and)
        });
        text.or(only).or(elements)
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
            (Trust::Wrapped, found) if (1..=MOST_BREAKS).contains(&self.breaks.len()) => {
                let found = found.is_some();
                if self.other_joints().all(|text| regex.is_match(&text) == found) {
                    Ok(found)
                } else {
                    unknown()
                }
            }
            // A match that ends before the visible end does not depend on what is missing behind it.
            (_, Some(found)) if found.end() < self.text.len() => Ok(true),
            _ => unknown(),
        }
    }

    /// The text with some of its doubtful spaces left out, in every way.
    fn other_joints(&self) -> impl Iterator<Item = String> {
        (1_usize..1 << self.breaks.len()).map(|left_out| {
            let mut text = self.text.to_owned();
            for (index, at) in self.breaks.iter().enumerate().rev() {
                if left_out & (1 << index) != 0 && text.is_char_boundary(*at) {
                    text.remove(*at);
                }
            }
            text
        })
    }

    fn date(&self, wanted: Ordering, instants: &[Moment]) -> Result<bool, String> {
        self.is_comparable()?;
        if self.is_empty() {
            return Ok(false);
        }
        let dates = moments(self.text, self.day_order);
        let mut answers = dates
            .iter()
            .flat_map(|date| instants.iter().map(move |at| date.compare(at).map(|order| order == wanted)));
        let Some(first) = answers.next() else {
            return Err("is not a date that can be read".to_owned());
        };
        let rest_agrees = answers.all(|answer| answer == first);
        match first {
            Some(answer) if rest_agrees => Ok(answer),
            _ if dates.len() == 1 && instants.len() == 1 => {
                Err("is in a time zone that leaves the order open".to_owned())
            }
            _ => {
                let shown: Vec<String> = dates.iter().map(ToString::to_string).collect();
                Err(format!("may mean {}", crate::prose::or(&shown)))
            }
        }
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
            Trust::Loose | Trust::Partial if self.is_empty() || self.text.starts_with("{}\n") => unknown(),
            // What stands there may be another property's.
            Trust::Partial if self.doubts.iter().any(|doubt| doubt.kind == DoubtKind::Glued) => unknown(),
            Trust::Loose | Trust::Partial => Ok(false),
        }
    }
}

/// Whether a value is a small whole number, as the words of a list of choices are numbered.
fn is_code(value: &str) -> bool {
    (1..=9).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an operand is a word or several, and no number of any kind.
fn is_word(operand: &str) -> bool {
    operand.starts_with(|c: char| c.is_alphabetic())
        && !operand.contains(|c: char| c.is_ascii_digit() || c == '.')
}

/// The answer to a question that a value's doubts leave open.
fn unknown() -> Result<bool, String> {
    Err(String::new())
}

/// Whether a list holds an element; an operand with commas may be several in a row, because names hold commas too.
fn contains_element(items: &Items, operand: &str, trust: Trust) -> Result<bool, String> {
    let is_it = |item: &String| {
        let wrapped = trust == Trust::Wrapped && squeeze(item) == squeeze(operand);
        same(item, operand).or(wrapped.into())
    };
    let parts: Vec<&str> = operand.split(", ").map(str::trim).collect();
    let in_a_row = || {
        let all = |row: &[String]| row.iter().zip(&parts).all(|(item, part)| same(item, part) == Truth::True);
        parts.len() > 1 && items.values.windows(parts.len()).any(all)
    };
    let found = items.values.iter().map(is_it).fold(Truth::False, Truth::or);
    if found == Truth::True || in_a_row() {
        return Ok(true);
    }
    // A list whose separators lost their spaces looks like one element.
    let glued =
        |item: &String| item.contains(',') && item.split(',').any(|part| same(part, operand) != Truth::False);
    let sure = items.complete && matches!(trust, Trust::Whole | Trust::Wrapped);
    if sure && found == Truth::False && !items.values.iter().any(glued) { Ok(false) } else { unknown() }
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
    fn an_expression_decides_on_a_wrapped_value_where_its_spaces_do_not_matter() {
        let matches = |text: &str, pattern: &str| {
            let regex = regex_lite::Regex::new(pattern).expect("a pattern");
            judge(text, &Comparison::Matches(&regex))
        };
        let above = "Certificate : <I>CN=Example Certificates of a long name, OU=www.example.com, O=Example,";
        let text = format!("{above}\n              C=US<S>CN=mail.contoso.com\nEnabled     : True\n");
        assert_eq!(matches(&text, "<I>.+<S>.+"), True);
        assert_eq!(matches(&text, "^<S>"), False);
        assert_eq!(matches(&text, "O=Example,C=US"), Unknown);
        assert_eq!(matches(&text, "O=Example, C=US"), Unknown);
        assert_eq!(matches(&text, "O=Example, ?C=US<S>CN=mail\\.contoso\\.com$"), True);
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
        let below = "Addresses : {}\n            O=Contoso\nIndex     : 0\n";
        assert_eq!(judge(below, &Comparison::Blank), Unknown);
        assert_eq!(judge("Domains : {}", &Comparison::Blank), True);
        let beside = "Next      :          Realm : contoso.com\nCurrent   : A        Name  : B\n";
        assert_eq!(judge(beside, &Comparison::Blank), Unknown, "it may be the value of another property");
    }

    #[test]
    fn a_word_that_is_no_truth_value_is_neither_true_nor_false() {
        for text in ["Enabled : Yes", "Enabled : {Yes}", "Enabled : 1"] {
            assert_eq!((equals(text, "true"), equals(text, "false")), (Unknown, Unknown), "{text}");
        }
        assert_eq!((equals("Enabled : Faux", "true"), equals("Enabled : Faux", "false")), (False, True));
        assert_eq!((equals("Enabled :", "true"), equals("Enabled : $null", "false")), (False, False));
        assert_eq!(equals("Limit : 1,234", "1234"), Unknown);
        assert_eq!(equals("{\"Status\": 0}", "Valid"), Unknown, "it may be the number of the word");
        assert_eq!((equals("Limit : 12", "13"), equals("Count : 0", "15.2")), (False, False));
    }

    #[test]
    fn an_address_is_found_in_a_list_however_it_is_spelt() {
        let addresses = "EmailAddresses : {smtp:olaf@contoso.mail.example, SMTP:Olaf@Contoso.com}";
        assert_eq!(contains(addresses, "olaf@contoso.com"), True);
        assert_eq!(contains(addresses, "olaf@fabrikam.com"), False);
        assert_eq!(contains("AddressSpaces : {SMTP:contoso.mail.example;1}", "contoso.mail.example"), True);
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
