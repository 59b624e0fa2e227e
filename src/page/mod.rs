//! The graph as pages: data for the site's templates, and drawings.
//!
//! Invariant: pure; the same graph always gives the same page.
//! Deliberately absent: mdBook, templates, files.

pub mod card;
pub mod command_index;
mod drawing;
pub mod escape;
pub mod index;
pub mod lesson;
pub mod link;
pub mod markdown;
pub mod mention;
mod node;
mod order;
mod outline;
pub mod picture;
pub mod portion;
pub mod reference;
pub mod runbook;
mod source;
pub mod team;
mod touched;

pub use drawing::Drawing;
pub use index::{Indexes, List, indexes};
pub use lesson::{Lesson, LessonRow, lesson, lesson_rows, lessons};
pub use outline::OutlineRow;
pub use runbook::{RunbookPage, page as runbook_page};
pub use source::{Citation, SourceRow};
pub use team::{Team, team};
