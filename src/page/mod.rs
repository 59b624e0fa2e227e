//! The graph as pages: data for the site's templates, and drawings.
//!
//! Invariant: pure; the same graph always gives the same page.
//! Deliberately absent: mdBook, Markdown to HTML, files.

pub mod picture;
