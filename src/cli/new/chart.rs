//! `new --from-mermaid FILE`: a flowchart as the draft of a runbook.
//!
//! Invariant: a flowchart of which something cannot be read is refused with all places, and nothing is written.
//! Deliberately absent: reading charts (`flowchart`) and what they become (`draft`).

use crate::cli::new::ask::Asking;
use crate::cli::new::{Arguments, Target, checked_name, existing, new_base, place, write};
use crate::cli::{Context, Exit, Failure, decoded, stdin};
use crate::draft::{self, BaseDraft, Origin, slug};
use crate::flowchart::{self, Block, Flowchart};
use crate::prose::{and, count, visible_line};
use crate::source::SourceFile;
use crate::world::file;
use crate::world::library::{BASE_FILE, Location};
use std::io::Write as _;
use std::path::Path;

/// The largest file that may hold a flowchart, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// Reads the chart and writes the draft.
pub(super) fn import(path: &Path, arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let is_stdin = path.as_os_str() == "-";
    let bytes = if is_stdin { stdin(MAX_BYTES)? } else { file::read(path, MAX_BYTES as u64)? };
    let shown =
        if is_stdin { "standard input".to_owned() } else { visible_line(&path.display().to_string()) };
    if bytes.len() > MAX_BYTES {
        return Err(
            Failure::new(Exit::File, format!("{shown} is larger than 1 MiB")).help("a flowchart is smaller")
        );
    }
    let text = decoded(&shown, &bytes)?.text;
    let source = SourceFile::new(shown.as_str(), text.as_str());
    let block = choose(&source, arguments.chart)?;
    let chart = read(&source, &block, context)?;
    let title = arguments.title.clone().or_else(|| chart.title.clone());
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).filter(|_| !is_stdin);
    let name = match &arguments.name {
        Some(name) => checked_name(name)?,
        None => name_from(&[title.as_deref(), stem.as_deref()])?,
    };
    let title = title.unwrap_or_else(|| super::words(&name));
    let target = match (&arguments.base, &arguments.out) {
        (Some(folder), _) => new_base(folder)?,
        (_, Some(out)) if out.as_os_str() == "-" => Target::Stdout,
        (_, Some(out)) => Target::File(out.clone()),
        _ => match context.locate()? {
            Location::Folder(folder) => existing(&folder)?,
            Location::Embedded => Target::Stdout,
        },
    };
    let file_name = path.file_name().map_or(shown.clone(), |name| name.to_string_lossy().into_owned());
    let origin = Origin { file: if is_stdin { &shown } else { &file_name }, runbook: &name, title: &title };
    let text = draft::from_flowchart(&chart, &origin);
    report(&chart, context)?;
    let base = base(arguments, &target, context)?;
    write(target, base, &name, text, context)
}

/// The knowledge base around it, where one is made.
fn base(arguments: &Arguments, target: &Target, context: &Context) -> Result<Option<super::Draft>, Failure> {
    let Target::NewBase(folder) = target else { return Ok(None) };
    let mut asking = Asking::new(arguments, context.output);
    let (place, shell) = place(arguments, target, &mut asking)?;
    let team = asking.or_flag(arguments.owner.as_deref(), super::TEAM, "Support team")?;
    let contact = asking.or_flag(arguments.contact.as_deref(), super::CONTACT, "support@contoso.com")?;
    let text = draft::knowledge_base(&BaseDraft {
        title: &format!("Runbooks of the {team}"),
        owner: &team,
        contact: &contact,
        place: &place,
        shell,
    });
    Ok(Some(super::Draft { path: folder.join(BASE_FILE), text }))
}

/// The flowchart that is meant.
fn choose(source: &SourceFile, wanted: Option<usize>) -> Result<Block, Failure> {
    let blocks = flowchart::blocks(source.text());
    let charts: Vec<&Block> = blocks.iter().filter(|block| block.is_flowchart()).collect();
    let line = |block: &Block| source.position(u32::try_from(block.range.start).unwrap_or(u32::MAX)).line;
    match (charts.as_slice(), wanted) {
        ([], _) => {
            // Reading says what is there instead, with its place.
            let first = blocks.into_iter().next();
            first.ok_or_else(|| Failure::new(Exit::File, format!("{} holds no flowchart", source.name())))
        }
        ([only], None) => Ok((*only).clone()),
        (several, Some(number)) => match number.checked_sub(1).and_then(|index| several.get(index)) {
            Some(block) => Ok((*block).clone()),
            None => Err(Failure::usage(format!("{} has no flowchart {number}", source.name()))
                .help(format!("it has {}", count(several.len(), "flowchart")))),
        },
        (several, None) => {
            let lines: Vec<String> = several.iter().map(|block| line(block).to_string()).collect();
            Err(Failure::usage(format!("{} holds {}", source.name(), count(several.len(), "flowchart")))
                .help(format!("choose with `--chart NUMBER`; they begin at the lines {}", and(&lines))))
        }
    }
}

/// The chart, or all the places of it that cannot be read.
fn read(source: &SourceFile, block: &Block, context: &Context) -> Result<Flowchart, Failure> {
    let (chart, troubles) = flowchart::read(source.text(), block);
    let mut err = context.output.err();
    for trouble in &troubles {
        let place = source.position(u32::try_from(trouble.at).unwrap_or(u32::MAX));
        writeln!(
            err,
            "{}:{}:{}: {}",
            source.name(),
            place.line,
            place.column,
            visible_line(&trouble.message)
        )?;
        writeln!(err, "  help: {}", visible_line(&trouble.help))?;
    }
    if !troubles.is_empty() {
        let places = count(troubles.len(), "place");
        return Err(Failure::new(Exit::Findings, format!("{} cannot be read at {places}", source.name()))
            .help("mend the flowchart first, so that nothing of it gets lost; nothing was written"));
    }
    if chart.nodes.is_empty() {
        return Err(Failure::new(Exit::Findings, format!("the flowchart in {} has no nodes", source.name()))
            .help("a node and a line: `A[What people see] --> B{A question?}`"));
    }
    Ok(chart)
}

/// What became of it, and what was passed over.
fn report(chart: &Flowchart, context: &Context) -> Result<(), Failure> {
    let mut err = context.output.err();
    let mut read =
        vec![count(chart.nodes.len(), "node").to_string(), count(chart.edges.len(), "edge").to_string()];
    if !chart.groups.is_empty() {
        read.push(format!("{} (kept as comments)", count(chart.groups.len(), "subgraph")));
    }
    writeln!(err, "Read {}.", and(&read))?;
    if chart.decoded > 0 {
        let signs = count(chart.decoded, "sign");
        writeln!(
            err,
            "Decoded {signs} that HTML writes as `&gt;`, `&lt;` or `&amp;`; it was copied from a page's source."
        )?;
    }
    let passed: Vec<String> =
        chart.passed_over.iter().map(|passed| format!("{} ({})", passed.what, passed.count)).collect();
    if !passed.is_empty() {
        writeln!(err, "Passed over, because a runbook has no use for it: {}.", and(&passed))?;
    }
    Ok(())
}

/// A name from the first text that makes one.
fn name_from(texts: &[Option<&str>]) -> Result<String, Failure> {
    let name = texts
        .iter()
        .flatten()
        .map(|text| slug(text))
        .find(|name| !name.is_empty() && name != "knowledge-base");
    name.ok_or_else(|| {
        Failure::usage("the runbook needs a name").help("`triagebook new NAME --from-mermaid FILE`")
    })
}
