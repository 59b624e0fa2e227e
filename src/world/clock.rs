//! The clock of the machine.
//!
//! Invariant: the only place of the program that asks what time it is.
//! Deliberately absent: arithmetic.

/// Today's date in the time zone of the machine.
pub fn today() -> jiff::civil::Date {
    now().date()
}

/// Date and time in the time zone of the machine.
pub fn now() -> jiff::civil::DateTime {
    jiff::ZonedDateTime::now().datetime()
}

/// This moment.
pub fn moment() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// A moment as a clock on the wall of this machine shows it.
pub fn local(moment: jiff::Timestamp) -> jiff::civil::DateTime {
    moment.to_zoned_datetime(jiff::tz::TimeZone::system()).datetime()
}

/// Minutes by which the clock on the wall of this machine is ahead of UTC now.
pub fn offset_minutes() -> i32 {
    jiff::ZonedDateTime::now().offset().seconds().div_euclid(60)
}
