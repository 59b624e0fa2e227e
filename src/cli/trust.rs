//! `triagebook trust`: which knowledge base may have its read-only commands run by `run --exec`.
//!
//! Invariant: says what is trusted before it is: every command, or those that changed since. Without a terminal only the
//! exact hash will do.
//! Deliberately absent: running.

use crate::cli::{Context, Exit, Failure};
use crate::prose::{count, visible, visible_line};
use crate::terminal::keyboard::{Keyboard, Mode, Typed};
use crate::world::clock;
use crate::world::journal::state_folder;
use crate::world::library::Library;
use crate::world::trust::{Commands, Entry, Standing, TrustStore, commands};
use std::io::{IsTerminal as _, Write};

/// Arguments of `trust`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Show what is trusted and what is denied.
    #[arg(long, conflicts_with_all = ["revoke", "deny", "hash"])]
    list: bool,
    /// Forget what was said about the knowledge base.
    #[arg(long, conflicts_with_all = ["deny", "hash"])]
    revoke: bool,
    /// Never run its commands, whatever its content.
    #[arg(long, conflicts_with = "hash")]
    deny: bool,
    /// Trust it without a question if its content has exactly this hash.
    #[arg(long, value_name = "sha256:HASH")]
    hash: Option<String>,
}

/// The list of trusted knowledge bases, which must not lie in the knowledge base itself.
pub(in crate::cli) fn store(context: &Context, library: Option<&Library>) -> Result<TrustStore, Failure> {
    let state = state_folder(context.state.as_deref()).ok_or_else(|| {
        Failure::new(Exit::File, "no home folder is known").help("name the state folder with `--state DIR`")
    })?;
    if library.is_some_and(|library| library.holds(&state)) {
        return Err(Failure::new(Exit::Untrusted, "the state folder lies in the knowledge base itself")
            .help("whoever writes the knowledge base could say that it is trusted; name another one with `--state DIR`"));
    }
    Ok(TrustStore::read(&state)?)
}

/// What changed in the commands, a line each.
pub(in crate::cli) fn differences(before: &Commands, now: &Commands) -> Vec<String> {
    let mut lines = Vec::new();
    for (key, text) in now {
        match before.get(key) {
            None => lines.push(format!("+ {key}  {text}")),
            Some(old) if old != text => lines.extend([format!("- {key}  {old}"), format!("+ {key}  {text}")]),
            Some(_) => {}
        }
    }
    lines.extend(
        before.iter().filter(|(key, _)| !now.contains_key(*key)).map(|(key, old)| format!("- {key}  {old}")),
    );
    lines
}

/// Does what was asked.
pub(super) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    if arguments.list {
        return list(context);
    }
    let library = context.load()?;
    let mut store = store(context, Some(&library))?;
    let (place, hash) = (library.place(), library.fingerprint());
    let mut out = context.output.out();
    if arguments.revoke {
        let was_there = store.revoke(&place)?;
        let said = if was_there { "Nothing is said any more about" } else { "Nothing was said about" };
        writeln!(out, "{said} {}.", visible_line(&place))?;
        return Ok(Exit::Done);
    }
    if arguments.deny {
        store.say(&place, Entry::Denied { at: clock::moment() })?;
        writeln!(out, "Denied: {}. Its commands are never run.", visible_line(&place))?;
        return Ok(Exit::Done);
    }
    let commands = commands(&library.graph);
    writeln!(out, "Knowledge base: {}", visible_line(&place))?;
    writeln!(out, "Content:        {hash}")?;
    match store.standing(&place, &hash) {
        Standing::Denied => {
            return Err(Failure::new(Exit::Untrusted, "it is denied")
                .help("`triagebook trust --revoke` takes that back"));
        }
        Standing::Trusted => {
            writeln!(out, "It is trusted already, as it is.")?;
            return Ok(Exit::Done);
        }
        Standing::Unknown => {
            show(&mut out, "Commands of its checks:", &differences(&Commands::new(), &commands))?;
        }
        Standing::Changed(before) => {
            let changed = differences(&before, &commands);
            show(&mut out, "It was trusted with other content. Commands that changed since:", &changed)?;
        }
    }
    confirm(arguments, &hash, &mut out)?;
    store.say(&place, Entry::Trusted { hash, at: clock::moment(), commands })?;
    writeln!(
        out,
        "Trusted, until a byte of it changes. `run --exec` may run those of its commands that only read."
    )?;
    Ok(Exit::Done)
}

fn show(out: &mut impl Write, title: &str, lines: &[String]) -> Result<(), Failure> {
    writeln!(out, "\n{title}{}", if lines.is_empty() { " none" } else { "" })?;
    for line in lines {
        for (number, part) in line.lines().enumerate() {
            let indent = if number == 0 { "  " } else { "      " };
            writeln!(out, "{indent}{}", visible(part))?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// Wants the word of a person, or the exact hash.
fn confirm(arguments: &Arguments, hash: &str, out: &mut impl Write) -> Result<(), Failure> {
    if let Some(given) = &arguments.hash {
        return if given == hash {
            Ok(())
        } else {
            Err(Failure::new(Exit::Untrusted, format!("the content is not {given}"))
                .help(format!("it is {hash}")))
        };
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Untrusted, "nobody is there to say that it is trusted")
            .help(format!("if you have read its commands: triagebook trust --hash {hash}")));
    }
    let mut keyboard = Keyboard::open(Mode::Best);
    match keyboard.read("Type yes to trust exactly this content: ", out)? {
        Typed::Line(line) if line.trim().eq_ignore_ascii_case("yes") => Ok(()),
        _ => Err(Failure::new(Exit::Untrusted, "it is not trusted")),
    }
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let store = store(context, None)?;
    let mut out = context.output.out();
    let mut entries = 0;
    for (place, entry) in store.entries() {
        entries += 1;
        let place = visible_line(place);
        match entry {
            Entry::Trusted { hash, at, commands } => {
                writeln!(
                    out,
                    "trusted  {place}\n         {hash}, {}, {at:.0}",
                    count(commands.len(), "command")
                )?;
            }
            Entry::Denied { at } => writeln!(out, "denied   {place}\n         {at:.0}")?,
        }
    }
    if entries == 0 {
        writeln!(context.output.err(), "Nothing is trusted or denied in {}.", store.path().display())?;
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn only_what_changed_is_named() {
        let commands = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
        };
        let before = commands(&[("a 1", "sh: ls"), ("b 1", "sh: df"), ("c 1", "sh: id")]);
        let now = commands(&[("a 1", "sh: ls"), ("b 1", "sh: df -h"), ("d 1", "sh: w")]);
        assert_eq!(
            differences(&before, &now),
            ["- b 1  sh: df", "+ b 1  sh: df -h", "+ d 1  sh: w", "- c 1  sh: id"]
        );
    }
}
