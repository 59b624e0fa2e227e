//! `triagebook new [NAME]`: a runbook to begin with, a knowledge base around it, or a runbook made from a flowchart.
//!
//! Invariant: overwrites nothing, and writes nothing before everything it needs is known; asks only where a terminal can
//! answer, and every question has a flag.
//! Deliberately absent: what a draft says (floor 5, `draft`).

use crate::cli::new::ask::Asking;
use crate::cli::run::typed;
use crate::cli::{Context, Exit, Failure};
use crate::draft::{self, BaseDraft, RunbookDraft, slug};
use crate::model::{Place, PlaceId, Shell};
use crate::prose::{near, quoted, visible_line};
use crate::world::library::{self, BASE_FILE, Library, Location};
use crate::world::{clock, file};
use std::io::Write as _;
use std::path::{Path, PathBuf};

mod ask;
mod chart;

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The name of the runbook: lower-case letters, digits and hyphens.
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Make a knowledge base in this folder, too.
    #[arg(long, value_name = "DIR")]
    base: Option<PathBuf>,
    /// Make the runbook from a Mermaid flowchart: its file, a Markdown file that holds it, or `-` for stdin.
    #[arg(long, value_name = "FILE")]
    from_mermaid: Option<PathBuf>,
    /// Which flowchart of the file, from 1, where it holds several.
    #[arg(long, value_name = "NUMBER", requires = "from_mermaid")]
    chart: Option<usize>,
    /// The title of the runbook: the problem as people say it.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What people see.
    #[arg(long, value_name = "TEXT", conflicts_with = "from_mermaid")]
    symptom: Option<String>,
    /// The error text or code by which it is found.
    #[arg(long, value_name = "TEXT", conflicts_with = "from_mermaid")]
    signature: Option<String>,
    /// The place where its commands are typed; one of the knowledge base.
    #[arg(long, value_name = "PLACE", conflicts_with = "from_mermaid")]
    place: Option<String>,
    /// The team that answers for it.
    #[arg(long, value_name = "TEAM")]
    owner: Option<String>,
    /// How to reach the team of a new knowledge base.
    #[arg(long, value_name = "TEXT", requires = "base")]
    contact: Option<String>,
    /// The shell in which the commands of a new knowledge base are typed; `powershell` where nobody says.
    #[arg(long, value_enum, requires = "base")]
    shell: Option<NewShell>,
    /// Write the runbook to this file instead of the knowledge base; `-` for stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Ask nothing, also in a terminal.
    #[arg(long)]
    no_input: bool,
}

/// Asks for the team.
const TEAM: &str = "Team that takes over";
/// Asks how to reach it.
const CONTACT: &str = "How to reach it";

/// A shell of a new knowledge base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum NewShell {
    /// Windows PowerShell or PowerShell 7.
    #[value(alias = "pwsh")]
    Powershell,
    /// sh, bash or zsh.
    #[value(aliases = ["sh", "bash", "zsh"])]
    Posix,
    /// The Windows command prompt.
    #[value(aliases = ["bat", "dos"])]
    Cmd,
}

impl NewShell {
    /// The shell that the flag names, else the one that a person names.
    fn chosen(flag: Option<Self>, asking: &mut Asking) -> Result<Self, Failure> {
        flag.map_or_else(|| asking.one_of("Shell of its commands", &Self::Powershell), Ok)
    }

    /// The shell, and what its place is called.
    fn place(self) -> (Shell, &'static str) {
        match self {
            Self::Powershell => (Shell::Powershell, "powershell"),
            Self::Posix => (Shell::Posix, "shell"),
            Self::Cmd => (Shell::Cmd, "command-prompt"),
        }
    }
}

/// Where the runbook goes.
enum Target {
    /// Into a knowledge base that is there.
    Base(PathBuf, Box<Library>),
    /// Into one that is made.
    NewBase(PathBuf),
    /// Into a file, outside any knowledge base.
    File(PathBuf),
    Stdout,
}

/// A file to be written.
struct Draft {
    path: PathBuf,
    text: String,
}

/// Makes the draft.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut asking = Asking::new(arguments, context.output);
    if let Some(path) = &arguments.from_mermaid {
        return chart::import(path, arguments, context);
    }
    let target = target(arguments, context, &mut asking)?;
    let name = name(arguments.name.as_deref(), &mut asking)?;
    let words = words(&name);
    let title = asking.or_flag(arguments.title.as_deref(), "Title", &format!("{words} does not work"))?;
    let symptom = asking.or_flag(arguments.symptom.as_deref(), "What people see", &title)?;
    let signature =
        asking.or_flag(arguments.signature.as_deref(), "Error text or code, if there is one", "")?;
    let (place, shell) = place(arguments, &target, &mut asking)?;
    let owner = match &target {
        Target::Base(_, library) => library.graph.base().owner.as_ref().map(|owner| owner.value.clone()),
        _ => None,
    };
    let team =
        asking.or_flag(arguments.owner.as_deref(), TEAM, owner.as_deref().unwrap_or("Support team"))?;
    let text = draft::runbook(&RunbookDraft {
        name: &name,
        title: &title,
        symptom: &symptom,
        signature: Some(signature.as_str()).filter(|text| !text.is_empty()),
        place: &place,
        shell,
        team: &team,
        today: clock::today(),
    });
    let base = match &target {
        Target::NewBase(folder) => {
            let contact = asking.or_flag(arguments.contact.as_deref(), CONTACT, "support@contoso.com")?;
            Some(Draft {
                path: folder.join(BASE_FILE),
                text: draft::knowledge_base(&BaseDraft {
                    title: &format!("Runbooks of the {team}"),
                    owner: &team,
                    contact: &contact,
                    place: &place,
                    shell,
                }),
            })
        }
        _ => None,
    };
    write(target, base, &name, text, context)
}

/// Where the runbook goes. Without a knowledge base on the disk one has to be named, or asked for.
fn target(arguments: &Arguments, context: &Context, asking: &mut Asking) -> Result<Target, Failure> {
    if let Some(folder) = &arguments.base {
        return new_base(folder);
    }
    if let Some(out) = &arguments.out {
        return Ok(if out.as_os_str() == "-" { Target::Stdout } else { Target::File(out.clone()) });
    }
    match context.locate()? {
        Location::Folder(folder) => existing(&folder),
        Location::Embedded if asking.can_ask() => {
            let folder = asking.or_flag(
                None,
                "There is no knowledge base here. Make one in the folder",
                "runbooks",
            )?;
            new_base(Path::new(&folder))
        }
        Location::Embedded => Err(Failure::usage("there is no knowledge base here to put it into")
            .help("make one with `triagebook new NAME --base runbooks`, or name a file with `--out FILE`")),
    }
}

fn new_base(folder: &Path) -> Result<Target, Failure> {
    if folder.join(BASE_FILE).exists() {
        let shown = visible_line(&folder.display().to_string());
        return Err(Failure::usage(format!("`{shown}` is a knowledge base already; nothing was written"))
            .help(format!("add a runbook to it with `triagebook new NAME --kb {}`", typed(&shown))));
    }
    Ok(Target::NewBase(folder.to_owned()))
}

fn existing(folder: &Path) -> Result<Target, Failure> {
    let library = library::load(Location::Folder(folder.to_owned()))?;
    Ok(Target::Base(folder.to_owned(), Box::new(library)))
}

/// The name of the runbook, as it was given or asked for.
fn name(given: Option<&str>, asking: &mut Asking) -> Result<String, Failure> {
    let name = match given {
        Some(name) => name.to_owned(),
        None if asking.can_ask() => return asked_name(asking),
        None => {
            return Err(Failure::usage("a runbook needs a name")
                .help("`triagebook new printing --title \"Printing does not work\"`"));
        }
    };
    checked_name(&name)
}

/// The name that a person gives, asked for again with a proposal until a runbook may be called that.
fn asked_name(asking: &mut Asking) -> Result<String, Failure> {
    let mut proposal = String::new();
    loop {
        let name = asking.or_flag(None, "Name of the runbook, such as `printing`", &proposal)?;
        match checked_name(&name) {
            Err(_) if !name.is_empty() => {
                proposal = slug(&name);
                let shown = quoted(visible_line(&name));
                asking.say(&format!("{shown} cannot be its name: {NAMES}."))?;
            }
            answer => return answer,
        }
    }
}

/// What names are made of.
const NAMES: &str = "names hold lower-case letters, digits and hyphens";

/// The name, if a runbook may be called that.
fn checked_name(name: &str) -> Result<String, Failure> {
    let instead = slug(name);
    if instead == name && name != "knowledge-base" {
        return Ok(instead);
    }
    let failure =
        Failure::usage(format!("{} cannot be the name of a runbook", quoted(visible_line(name)))).help(NAMES);
    Err(if instead.is_empty() || instead == name {
        failure
    } else {
        failure.help(format!("perhaps `{instead}`"))
    })
}

/// A name as words: `free-busy` is `Free busy`, `vpn-client` is `VPN client`, because nobody can speak `vpn`.
fn words(name: &str) -> String {
    let is_spoken = |word: &str| word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_short_form = |word: &str| word.len() > 1 && !is_spoken(word) && word.contains(char::is_alphabetic);
    let spell = |word: &str| if is_short_form(word) { word.to_uppercase() } else { word.to_owned() };
    let words = name.split('-').map(spell).collect::<Vec<_>>().join(" ");
    let mut characters = words.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

/// The place of the command, with its shell.
fn place(arguments: &Arguments, target: &Target, asking: &mut Asking) -> Result<(String, Shell), Failure> {
    let Target::Base(folder, library) = target else {
        let shell = match target {
            Target::NewBase(_) => NewShell::chosen(arguments.shell, asking)?,
            _ => arguments.shell.unwrap_or(NewShell::Powershell),
        };
        let (shell, name) = shell.place();
        let given = arguments.place.as_deref().map(checked_name).transpose()?;
        return Ok((given.unwrap_or_else(|| name.to_owned()), shell));
    };
    let places = &library.graph.base().places;
    let names = || places.iter().map(|(name, _)| name.value.as_str());
    if let Some(wanted) = &arguments.place {
        let id = PlaceId::from(wanted.as_str());
        let Some(place) = library.graph.place(&id) else {
            let failure = Failure::usage(format!("the knowledge base has no place {}", quoted(wanted)));
            return Err(match near(wanted, names()) {
                Some(name) => failure.help(format!("did you mean {}?", quoted(name))),
                None => failure.help(format!("its places: {}", names().collect::<Vec<_>>().join(", "))),
            });
        };
        return Ok((wanted.clone(), place.shell.value));
    }
    let has_shell = |(_, place): &(_, &Place)| place.shell.value != Shell::None;
    match places.iter().find(has_shell) {
        Some((name, place)) => Ok((name.value.to_string(), place.shell.value)),
        None => {
            Err(Failure::usage("the knowledge base has no place where commands are typed").help(format!(
                "add one under `places:` in {}: `shell: {{ title: A shell, shell: posix }}`",
                folder.join(BASE_FILE).display()
            )))
        }
    }
}

/// Writes what was made, the knowledge base first, and says what to do next.
fn write(
    target: Target,
    base: Option<Draft>,
    name: &str,
    text: String,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut err = context.output.err();
    let (path, folder) = match target {
        Target::Stdout => {
            context.output.out().write_all(text.as_bytes())?;
            return Ok(Exit::Done);
        }
        Target::File(path) => (path, None),
        Target::Base(folder, _) | Target::NewBase(folder) => {
            (folder.join(format!("{name}.yaml")), Some(folder))
        }
    };
    let drafts: Vec<Draft> = base.into_iter().chain([Draft { path: path.clone(), text }]).collect();
    if let Some(draft) = drafts.iter().find(|draft| draft.path.exists()) {
        let shown = visible_line(&draft.path.display().to_string());
        return Err(Failure::usage(format!("`{shown}` is there already; nothing was written"))
            .help("take another name, or move the file away first"));
    }
    if let Some(folder) = &folder {
        std::fs::create_dir_all(folder).map_err(file::failed("create", folder))?;
    }
    for draft in &drafts {
        file::write(&draft.path, draft.text.as_bytes())?;
        writeln!(err, "Wrote {}", visible_line(&draft.path.display().to_string()))?;
    }
    let place = folder.as_ref().unwrap_or(&path);
    let shown = typed(&visible_line(&place.display().to_string()));
    writeln!(err, "Next: write it over from the top, and run `triagebook check {shown}` after each step.")?;
    let Some(folder) = folder else { return Ok(Exit::Done) };
    // What is found from here without a word need not be named.
    let found = Context { kb: None, ..context.clone() }.locate();
    let is_found = found.is_ok_and(|found| found == Location::Folder(folder));
    let kb = if is_found { String::new() } else { format!(" --kb {shown}") };
    writeln!(
        err,
        "`triagebook run{kb} {name}` walks it; `triagebook test{kb} --suggest {name}` proposes cases to keep."
    )?;
    Ok(Exit::Done)
}
