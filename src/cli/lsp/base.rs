//! One knowledge base under work: its draft, what it was linked to, and what was found in it.
//!
//! Invariant: an answer is given on the texts as they are, but for completion and what is shown under the mouse, whose names may be
//! those of a moment ago; findings are those of these texts, or none yet.
//! Deliberately absent: the protocol.

use crate::cli::lsp::start::Watches;
use crate::diagnostic::Diagnostic;
use crate::editor::{Desk, Index, Schemas};
use crate::source::FileId;
use crate::world::checker::Checker;
use crate::world::draft::Draft;
use crate::world::library::Library;
use crate::world::reader::Reader;
use crate::world::watch::Watch;
use std::path::PathBuf;
use std::sync::Arc;

/// A knowledge base under work.
pub(super) struct Base {
    pub(super) draft: Draft,
    linked: Option<Linked>,
    /// What the texts said before something was written, until they are linked again.
    before: Option<Linked>,
    /// Counts what was written.
    generation: u64,
    /// The generation whose findings are known, or cannot be.
    checked: Option<u64>,
    job: Job,
    /// Finds only anew what a change can touch; none while it is at work.
    checker: Checker,
    /// What its files looked like, where the editor does not tell of changes.
    watch: Option<Watch>,
}

/// Whether it is being checked, beside everything else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Job {
    Idle,
    Running,
}

/// What a check found out.
pub(super) struct Found {
    /// What was checked.
    pub(super) library: Arc<Library>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) checker: Checker,
}

/// What the texts say.
pub(super) struct Linked {
    pub(super) library: Arc<Library>,
    /// What was read for it.
    reader: Reader,
    /// All names, made when they are first asked for, or beside a check.
    index: Option<Index>,
    pub(super) findings: Vec<Diagnostic>,
}

impl Base {
    /// The knowledge base in `folder`, as it is on the disk, and why it could not be read, if it could not.
    pub(super) fn open(folder: PathBuf, watches: Watches) -> (Self, Option<String>) {
        let watch = (watches == Watches::Never).then(|| Watch::new(&folder));
        let mut draft = Draft::new(folder);
        let trouble = draft.look().err().map(|error| error.to_string());
        (
            Self {
                draft,
                linked: None,
                before: None,
                generation: 0,
                checked: None,
                job: Job::Idle,
                checker: Checker::default(),
                watch,
            },
            trouble,
        )
    }

    /// Notes that something was written.
    pub(super) fn touch(&mut self) {
        self.before = self.linked.take().or_else(|| self.before.take());
        self.generation += 1;
    }

    /// Whether its findings are not known yet.
    pub(super) fn is_unchecked(&self) -> bool {
        self.checked != Some(self.generation)
    }

    /// Whether a check has to begin.
    pub(super) fn is_due(&self) -> bool {
        self.job == Job::Idle && self.is_unchecked()
    }

    /// Whether its files have to be looked at now and then.
    pub(super) fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// The files that changed on the disk, as far as nobody else tells.
    pub(super) fn changed(&mut self) -> Vec<PathBuf> {
        self.watch.as_mut().map(Watch::changed).unwrap_or_default()
    }

    /// What has to be checked, its generation, and who checks it. [`Base::end`] or [`Base::give_up`] must follow.
    pub(super) fn begin(&mut self) -> (u64, Arc<Library>, Checker) {
        let library = Arc::clone(&self.linked().library);
        self.job = Job::Running;
        (self.generation, library, std::mem::take(&mut self.checker))
    }

    /// Takes what was found in a generation, and who found it back. Says whether it is about the texts as they are.
    pub(super) fn end(&mut self, generation: u64, found: Found) -> bool {
        self.job = Job::Idle;
        let Found { library, findings, checker } = found;
        self.checker = checker;
        let is_current = generation == self.generation;
        for linked in self.linked_as(&library) {
            linked.findings.clone_from(&findings);
        }
        if is_current {
            self.checked = Some(generation);
        }
        is_current
    }

    /// Takes the names of what was checked, unless somebody asked for them before.
    pub(super) fn know_names(&mut self, library: &Arc<Library>, index: Index) {
        if let Some(linked) = self.linked_as(library).find(|linked| linked.index.is_none()) {
            linked.index = Some(index);
        }
    }

    fn linked_as<'a>(&'a mut self, library: &'a Arc<Library>) -> impl Iterator<Item = &'a mut Linked> {
        let slots = [&mut self.linked, &mut self.before].into_iter().flatten();
        slots.filter(|linked| Arc::ptr_eq(&linked.library, library))
    }

    /// What mending the texts needs: them, what was read and found so far, and their generation.
    pub(super) fn mending(&mut self) -> (u64, Arc<Library>, Reader, Checker) {
        let library = Arc::clone(&self.linked().library);
        (self.generation, library, self.draft.reader().clone(), self.checker.clone())
    }

    /// Whether the texts are still those of a generation.
    pub(super) fn is_at(&self, generation: u64) -> bool {
        self.generation == generation
    }

    /// Leaves the texts unchecked as they are, because they cannot be checked.
    pub(super) fn give_up(&mut self) {
        self.job = Job::Idle;
        self.checked = Some(self.generation);
    }

    /// The texts, linked, or as they were linked before the last keys, if the file at `path` was among them: linking
    /// many runbooks takes longer than whoever types wants to wait.
    pub(super) fn nearly_linked(&mut self, path: &str) -> &mut Linked {
        let before = self.before.as_ref().filter(|_| self.linked.is_none());
        let slot = if before.is_some_and(|before| before.file(path).is_some()) {
            &mut self.before
        } else {
            self.linked();
            &mut self.linked
        };
        slot.as_mut().expect("it was looked at or made just before")
    }

    /// The texts, linked.
    pub(super) fn linked(&mut self) -> &mut Linked {
        let draft = &mut self.draft;
        self.before = None;
        self.linked.get_or_insert_with(|| {
            let library = Arc::new(draft.library());
            Linked { library, reader: draft.reader().clone(), index: None, findings: Vec::new() }
        })
    }
}

/// The texts as an editor asks about them.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) library: &'a Library,
    pub(super) reader: &'a Reader,
    pub(super) desk: Desk<'a>,
    pub(super) index: &'a Index,
    pub(super) findings: &'a [Diagnostic],
}

/// What an editor asks about.
pub(super) fn desk<'a>(library: &'a Library, schemas: &'a Schemas) -> Desk<'a> {
    let Library { sources, graph, scenarios, tests, .. } = library;
    Desk { sources, graph, scenarios, tests, schemas }
}

impl Linked {
    /// What an editor asks about, with all names.
    pub(super) fn view<'a>(&'a mut self, schemas: &'a Schemas) -> View<'a> {
        let Self { library, reader, index, findings } = self;
        let desk = desk(library, schemas);
        let index = index.get_or_insert_with(|| Index::new(desk));
        View { library, reader, desk, index, findings }
    }

    /// The file of a path.
    pub(super) fn file(&self, path: &str) -> Option<FileId> {
        self.library.sources.files().find(|(_, file)| file.name() == path).map(|(id, _)| id)
    }
}
