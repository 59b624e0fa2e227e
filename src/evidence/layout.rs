//! How a text is laid out as a whole: columns of colons, blank lines between all lines, and blocks of `Key: value`.
//!
//! Invariant: nothing is decided here about single lines of a value; a layout only says what is regular.
//! Deliberately absent: objects (`list`).

use crate::evidence::line::{Form, Line};
use crate::evidence::pair::Pair;
use std::collections::{HashMap, HashSet};

/// How a text is laid out as a whole.
#[derive(Debug, Default)]
pub(crate) struct Layout<'a> {
    /// The reaches of names (to their colons) that several lines share, at least one of them padded with spaces.
    columns: HashSet<usize>,
    /// The names whose colons stand in a column.
    names: HashSet<&'a str>,
    /// Blank lines that stand between any two lines, because every line is followed by one.
    pub(crate) spacing: usize,
    /// For each line whether it belongs to a block of `Key: value` lines.
    blocks: Vec<bool>,
}

impl<'a> Layout<'a> {
    /// Looks at all lines.
    pub(crate) fn of(lines: &[Line<'a>]) -> Self {
        let mut reaches: HashMap<usize, (usize, usize)> = HashMap::new();
        for pair in lines.iter().filter_map(pair_of).filter(|pair| pair.padding > 0) {
            let (lines, widest) = reaches.entry(pair.reach).or_default();
            *lines += 1;
            *widest = (*widest).max(pair.padding);
        }
        let columns = reaches
            .into_iter()
            .filter(|(_, (lines, padding))| *lines > 1 && *padding > 1)
            .map(|(reach, _)| reach)
            .collect();
        let mut layout = Self { columns, names: HashSet::new(), spacing: spacing(lines), blocks: Vec::new() };
        layout.names =
            lines.iter().filter_map(pair_of).filter(|pair| layout.is_column(pair)).map(|p| p.name).collect();
        layout.blocks = blocks(lines, layout.spacing);
        layout
    }

    /// Whether the colon of this pair stands in a column of colons.
    pub(crate) fn is_column(&self, pair: &Pair<'_>) -> bool {
        pair.padding > 0 && self.columns.contains(&pair.reach)
    }

    /// Whether there is a column of colons at all.
    pub(crate) fn has_columns(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Whether a property of this name stands in a column somewhere.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether the line at this index belongs to a block of `Key: value` lines.
    pub(crate) fn is_in_block(&self, at: usize) -> bool {
        self.blocks.get(at).copied().unwrap_or_default()
    }
}

/// The pair on a line, if it is one.
pub(crate) fn pair_of<'a>(line: &Line<'a>) -> Option<Pair<'a>> {
    match line.form {
        Form::Pair(pair) => Some(pair),
        _ => None,
    }
}

/// How many blank lines follow every line: 0, unless most pairs, or all lines, are that far apart.
fn spacing(lines: &[Line<'_>]) -> usize {
    let mut pairs = Gaps::default();
    let mut all = Gaps::default();
    let (mut since_pair, mut since_line) = (None, None);
    let mut any_pair = false;
    for line in lines {
        if line.form == Form::Blank {
            since_pair = since_pair.map(|gap| gap + 1);
            since_line = since_line.map(|gap| gap + 1);
            continue;
        }
        let is_pair = matches!(line.form, Form::Pair(_));
        any_pair |= is_pair;
        if let Some(gap) = since_pair.filter(|_| is_pair) {
            pairs.count(gap);
        }
        if let Some(gap) = since_line {
            all.count(gap);
        }
        since_pair = is_pair.then_some(0);
        since_line = Some(0);
    }
    let gaps = if any_pair && all.touching == 0 && all.apart() >= 3 { all } else { pairs };
    let apart = gaps.apart();
    if apart < 3 || apart <= gaps.touching {
        return 0;
    }
    // The commonest gap; the smaller of two equally common ones.
    let commonest = gaps.wider.into_iter().max_by_key(|(gap, times)| (*times, usize::MAX - gap));
    commonest.map_or(0, |(gap, _)| gap)
}

/// How often lines stand so many blank lines apart. Most touch.
#[derive(Default)]
struct Gaps {
    touching: usize,
    wider: HashMap<usize, usize>,
}

impl Gaps {
    fn count(&mut self, gap: usize) {
        match gap {
            0 => self.touching += 1,
            _ => *self.wider.entry(gap).or_default() += 1,
        }
    }

    /// How many do not touch.
    fn apart(&self) -> usize {
        self.wider.values().sum()
    }
}

/// A run of lines that may be a block.
#[derive(Default)]
struct Run<'a> {
    lines: Vec<usize>,
    names: HashSet<&'a str>,
    wordy: usize,
    indent: usize,
    blanks: usize,
}

/// For each line whether it is one of several `Key: value` lines that stand together.
fn blocks(lines: &[Line<'_>], spacing: usize) -> Vec<bool> {
    let mut blocks = vec![false; lines.len()];
    let mut run = Run::default();
    let mut close = |run: &mut Run<'_>| {
        let names = run.names.len();
        if names > 2 || (names == 2 && run.wordy < 2) {
            run.lines.iter().filter_map(|at| blocks.get_mut(*at).map(|block| *block = true)).for_each(drop);
        }
        *run = Run::default();
    };
    for (at, line) in lines.iter().enumerate() {
        match line.form {
            Form::Blank => run.blanks += 1,
            Form::Chatter | Form::Warning => {}
            Form::Pair(pair) => {
                if run.blanks > spacing {
                    close(&mut run);
                }
                run.blanks = 0;
                run.wordy += usize::from(pair.is_wordy() && run.names.insert(pair.name));
                run.names.insert(pair.name);
                run.indent = line.indent;
                run.lines.push(at);
            }
            // A value goes on.
            Form::Text | Form::Gap if line.indent > run.indent && run.blanks <= spacing => {}
            _ => close(&mut run),
        }
    }
    close(&mut run);
    blocks
}
