//! The rules of the house, read from `ARCHITECTURE.md` and held against the code: floors, file headers, budgets, names.
//!
//! Invariant: a rule that this test enforces is written in `ARCHITECTURE.md`, and the floor table is parsed from there.
//! Deliberately absent: what rustfmt, clippy and the compiler check already.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned as _;
use syn::visit::Visit;

const FILE_BUDGET: usize = 400;
const FUNCTION_BUDGET: usize = 60;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The floor table of `ARCHITECTURE.md`: module → floor.
fn floors() -> BTreeMap<String, u32> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md exists");
    let mut floors = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, floor, modules, ..] = cells.as_slice() else { continue };
        let Ok(floor) = floor.parse::<u32>() else { continue };
        for module in modules.split('`').skip(1).step_by(2) {
            floors.insert(module.trim_end_matches('/').to_owned(), floor);
        }
    }
    assert!(floors.len() > 5, "ARCHITECTURE.md holds no floor table of the form `| 0 | `source` | … |`");
    floors
}

/// The module a file belongs to: the first part of its path under `src/`.
fn module(path: &Path) -> String {
    let relative = path.strip_prefix(root().join("src")).expect("the file lies under src/");
    let first = relative.components().next().expect("the path is not empty").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Whether an item is only compiled for tests.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test")))
    })
}

/// What one file of production code does that the rules speak of.
#[derive(Default)]
struct Findings {
    /// Modules of the crate that are named, with the line.
    imports: Vec<(String, usize)>,
    /// Glob imports of the crate's own modules, with the line.
    globs: Vec<usize>,
    /// Functions with their lines.
    functions: Vec<(String, usize, usize)>,
    /// Parameters of type `bool`, as `function(parameter)`, with the line.
    bools: Vec<(String, usize)>,
    /// Lines that belong to tests.
    test_lines: usize,
}

impl Findings {
    fn skip(&mut self, item: &impl syn::spanned::Spanned) {
        let span = item.span();
        self.test_lines += span.end().line + 1 - span.start().line;
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (start, end) = (signature.span().start().line, block.span().end().line);
        self.functions.push((signature.ident.to_string(), start, end + 1 - start));
        for input in &signature.inputs {
            if let syn::FnArg::Typed(argument) = input
                && matches!(&*argument.ty, syn::Type::Path(path) if path.path.is_ident("bool"))
            {
                self.bools.push((signature.ident.to_string(), argument.span().start().line));
            }
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, prefix: &[String], line: usize) {
        match tree {
            syn::UseTree::Path(path) => {
                let prefix: Vec<String> = prefix.iter().cloned().chain([path.ident.to_string()]).collect();
                self.use_tree(&path.tree, &prefix, line);
            }
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.use_tree(tree, prefix, line));
            }
            syn::UseTree::Glob(_) => {
                if prefix.first().is_some_and(|first| first == "crate" || first == "super" || first == "self")
                {
                    self.globs.push(line);
                }
                self.named(prefix, line);
            }
            syn::UseTree::Name(name) => {
                let path: Vec<String> = prefix.iter().cloned().chain([name.ident.to_string()]).collect();
                self.named(&path, line);
            }
            syn::UseTree::Rename(name) => {
                let path: Vec<String> = prefix.iter().cloned().chain([name.ident.to_string()]).collect();
                self.named(&path, line);
            }
        }
    }

    fn named(&mut self, path: &[String], line: usize) {
        if let [first, module, ..] = path
            && first == "crate"
        {
            self.imports.push((module.clone(), line));
        }
    }
}

impl<'ast> Visit<'ast> for Findings {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if is_test(&item.attrs) {
            return self.skip(item);
        }
        syn::visit::visit_item_mod(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if is_test(&item.attrs) {
            return self.skip(item);
        }
        self.function(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let before = self.bools.len();
        syn::visit::visit_item_impl(self, item);
        if item.trait_.is_some() {
            // The signature is the trait's.
            self.bools.truncate(before);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if is_test(&item.attrs) {
            return self.skip(item);
        }
        self.use_tree(&item.tree, &[], item.span().start().line);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.named(&segments, path.span().start().line);
        syn::visit::visit_path(self, path);
    }
}

/// All source files with what was found in them.
fn survey() -> Vec<(PathBuf, String, Findings)> {
    rust_files(&root().join("src"))
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", shown(&path)));
            let mut findings = Findings::default();
            findings.visit_file(&file);
            (path, text, findings)
        })
        .collect()
}

#[track_caller]
fn none(problems: &str) {
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn imports_only_point_down() {
    let floors = floors();
    let mut problems = String::new();
    for (path, _, findings) in survey() {
        let own = module(&path);
        if own == "lib" || own == "main" {
            continue;
        }
        let Some(floor) = floors.get(&own) else {
            let _ =
                writeln!(problems, "{}: `{own}` is not in the floor table of ARCHITECTURE.md", shown(&path));
            continue;
        };
        for (module, line) in findings.imports {
            let Some(other) = floors.get(&module) else { continue };
            if module != own && other >= floor {
                let _ = writeln!(
                    problems,
                    "{}:{line}: `{own}` (floor {floor}) imports `{module}` (floor {other}); imports only point down",
                    shown(&path)
                );
            }
        }
    }
    none(&problems);
}

#[test]
fn the_floor_table_names_exactly_the_modules_there_are() {
    let mut there: Vec<String> = rust_files(&root().join("src")).iter().map(|path| module(path)).collect();
    there.retain(|name| name != "lib" && name != "main");
    there.dedup();
    there.sort();
    let table: Vec<String> = floors().into_keys().collect();
    assert_eq!(there, table, "left: src/, right: the table in ARCHITECTURE.md");
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut problems = String::new();
    let files = [root().join("src"), root().join("tests"), root().join("benches")];
    for path in files.iter().filter(|folder| folder.exists()).flat_map(|folder| rust_files(folder)) {
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        if !text.starts_with("//! ") {
            let _ = writeln!(problems, "{}: does not open with `//! ` and what it is for", shown(&path));
        }
    }
    none(&problems);
}

#[test]
fn files_and_functions_keep_to_their_budgets() {
    let mut problems = String::new();
    for (path, text, findings) in survey() {
        let lines = text.lines().count() - findings.test_lines;
        if lines > FILE_BUDGET {
            let _ = writeln!(
                problems,
                "{}: {lines} lines without tests, {FILE_BUDGET} are allowed",
                shown(&path)
            );
        }
        for (name, line, lines) in findings.functions {
            if lines > FUNCTION_BUDGET {
                let path = shown(&path);
                let _ = writeln!(
                    problems,
                    "{path}:{line}: `{name}` has {lines} lines, {FUNCTION_BUDGET} are allowed"
                );
            }
        }
    }
    none(&problems);
}

#[test]
fn names_and_signatures_speak() {
    let mut problems = String::new();
    for (path, _, findings) in survey() {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if ["util", "utils", "helper", "helpers", "misc", "common"].contains(&stem.as_str()) {
            let _ = writeln!(problems, "{}: name the file after what is in it", shown(&path));
        }
        for line in findings.globs {
            let _ = writeln!(problems, "{}:{line}: a glob import hides where names come from", shown(&path));
        }
        for (name, line) in findings.bools {
            let path = shown(&path);
            let _ = writeln!(problems, "{path}:{line}: `{name}` takes a `bool`; an enum says what it means");
        }
    }
    none(&problems);
}
