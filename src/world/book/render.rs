//! A site → files in a folder, made by all processors.
//!
//! Invariant: pages are made and written in blocks, so memory does not grow with the site; what the search is given does not
//! depend on which thread was faster.
//! Deliberately absent: the swap (`swap`), the making of a page (`site`).

use crate::world::book::full_text::{Counted, Words};
use crate::world::book::sections::Section;
use crate::world::book::walks::Script;
use crate::world::book::{BookError, Built, Chapters, Frame, Site, Walks, swap};
use crate::world::{file, parallel};
use std::ops::ControlFlow;
use std::path::Path;

/// So many pages are made while what those before them hold for the search is collected.
const BLOCK: usize = 128;

/// Told how many pages are made, and how many there will be; may end the build.
pub type Progress<'a> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'a;

/// Builds the site called `title` at `target`, which is created or, where it is one of our sites, replaced. `walks` are
/// the scripts that its pages' engine reads.
///
/// # Errors
/// The target is something else or cannot be written; mdBook stopped; `progress` ended it. The target is as it was.
pub fn build(
    title: &str,
    chapters: &Chapters<'_>,
    walks: &Walks<'_>,
    target: &Path,
    progress: &mut Progress<'_>,
) -> Result<Built, BookError> {
    let place = swap::Place::new(target)?;
    let work = place.workshop()?;
    let frame = Frame::new(title, &work.path().join("book"))?;
    let site = Site::new(&frame, chapters);
    let files = site.files();
    let folder = files.join(crate::page::link::RUNBOOKS);
    std::fs::create_dir_all(&folder).map_err(file::failed("write", &folder))?;
    let mut words = Words::default();
    let mut made = Vec::new();
    for start in (0..site.len()).step_by(BLOCK) {
        let end = (start + BLOCK).min(site.len());
        let (added, next) =
            parallel::both(|| add(&mut words, made, &files), || pages(&site, start..end, &files));
        added?;
        made = next?;
        if progress(end, site.len()).is_break() {
            return Err(BookError::Interrupted);
        }
    }
    add(&mut words, made, &files)?;
    let (finished, scripts) = parallel::both(
        || words.finish().iter().try_for_each(|whole| write(&files, whole)),
        || write_scripts(walks, &files),
    );
    finished.and(scripts)?;
    let index = place.swap_in(&files, work)?;
    Ok(Built { index, pages: site.len() })
}

/// Adds what the search is given of some pages, in their order.
fn add(words: &mut Words, pages: Vec<Vec<Counted>>, files: &Path) -> Result<(), BookError> {
    for section in pages.into_iter().flatten() {
        if let Some(full) = words.add(section) {
            write(files, &full)?;
        }
    }
    Ok(())
}

fn write_scripts(walks: &Walks<'_>, files: &Path) -> Result<(), BookError> {
    let scripts: Vec<Script<'_>> = walks.scripts().collect();
    let written = parallel::map(&scripts, |script| write(files, &(script.path(), walks.text(*script))));
    written.into_iter().collect()
}

/// Makes and writes pages; what the search is given of each comes back in their order.
fn pages(
    site: &Site<'_>,
    numbers: std::ops::Range<usize>,
    files: &Path,
) -> Result<Vec<Vec<Counted>>, BookError> {
    let numbers: Vec<usize> = numbers.collect();
    let made = parallel::map(&numbers, |&number| {
        let page = site.page(number)?;
        write(files, &(page.path, page.html))?;
        Ok(page.sections.iter().map(Section::counted).collect())
    });
    made.into_iter().collect()
}

fn write(files: &Path, (name, text): &(String, String)) -> Result<(), BookError> {
    let path = files.join(name);
    let failed = |error| file::failed("write", &path)(error);
    match std::fs::write(&path, text) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(files);
            std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text)).map_err(failed)?;
        }
        written => written.map_err(failed)?,
    }
    Ok(())
}
