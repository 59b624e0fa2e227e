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
