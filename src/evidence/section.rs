//! The parts of a text that one command printed, and how each of them writes dates.
//!
//! Invariant: a date settles the order of day and month only for dates of the same shape in the same part; where two
//! dates of a part contradict each other, nothing is settled.
//! Deliberately absent: which command it was.

use crate::evidence::date::{DayOrder, Shape, order_of};
use crate::evidence::{Property, Reading};
use std::collections::HashMap;

/// Where the parts of a text begin, and what is known about each.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    /// The lines between parts: commands and prose, in rising order.
    breaks: Vec<usize>,
    /// The order of day and month; none where dates contradict each other.
    orders: HashMap<(usize, Shape), Option<DayOrder>>,
}

impl Sections {
    /// Looks at all values of a text.
    pub(crate) fn of(reading: &Reading) -> Self {
        let between = reading.commands.iter().chain(&reading.other);
        let mut breaks: Vec<usize> = between.map(|lines| lines.first).collect();
        breaks.sort_unstable();
        let mut sections = Self { breaks, orders: HashMap::new() };
        for property in reading.objects.iter().flat_map(|object| &object.properties) {
            if let Some((shape, Some(order))) = order_of(&property.value) {
                let part = (sections.section(property.lines.first), shape);
                let settled = sections.orders.entry(part).or_insert(Some(order));
                if *settled != Some(order) {
                    *settled = None;
                }
            }
        }
        sections
    }

    /// The number of the part that a line belongs to.
    pub(crate) fn section(&self, line: usize) -> usize {
        self.breaks.partition_point(|first| *first <= line)
    }

    /// The order of day and month around a value.
    pub(crate) fn around(&self, property: &Property) -> Option<DayOrder> {
        let (shape, _) = order_of(&property.value)?;
        self.orders.get(&(self.section(property.lines.first), shape)).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::date::DayOrder;
    use crate::evidence::read;
    use crate::evidence::section::Sections;

    /// The order of day and month around the first date of a text.
    fn order(text: &str) -> Option<DayOrder> {
        let reading = read(text);
        let property = reading.objects.first().and_then(|object| object.get("NotAfter")).expect("a date");
        Sections::of(&reading).around(property)
    }

    #[test]
    fn a_certain_date_settles_the_others_of_its_command_and_shape() {
        let doubtful = "NotAfter  : 12/02/2018 1:53:00 PM\n";
        let certain = "NotBefore : 28/02/2016 1:43:23 PM\n";
        assert_eq!(order(&format!("{doubtful}{certain}")), Some(DayOrder::DayFirst));
        assert_eq!(order(doubtful), None);
        assert_eq!(order(&format!("{doubtful}NotBefore : 28/02/2016 13:43:23\n")), None);
        assert_eq!(order(&format!("{doubtful}{certain}Created   : 02/28/2016 1:43:23 PM\n")), None);
        let apart = format!("{doubtful}\n[PS] C:\\>Get-ExchangeCertificate -Server EX02 | fl\n\n{certain}");
        assert_eq!(order(&apart), None);
    }
}
