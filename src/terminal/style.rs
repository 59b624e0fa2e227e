//! The few styles of the transcript, from the 16 colours every terminal lets its user choose.
//!
//! Invariant: no meaning lives in a style alone; without colour the words say the same.
//! Deliberately absent: deciding whether colour is used (`output`).

use anstyle::{AnsiColor, Style};

/// A question, a fix, an end.
pub(crate) const HEADING: Style = Style::new().bold();
/// A label such as `Risk:`.
pub(crate) const LABEL: Style = Style::new().bold();
/// Code and commands.
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();
/// What may be typed.
pub(crate) const KEY: Style = Style::new().bold();
/// What is of less weight.
pub(crate) const DIM: Style = Style::new().dimmed();
/// Something to be careful with.
pub(crate) const CAREFUL: Style = AnsiColor::Yellow.on_default().bold();
/// A danger.
pub(crate) const DANGER: Style = AnsiColor::Red.on_default().bold();
/// It went well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
