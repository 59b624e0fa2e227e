//! The program that reads a script on this machine.
//!
//! Invariant: found once, with its full path; never in the current folder and never through a relative entry of `PATH`.
//! Only shells are taken, each with the switches that keep it from reading anything of its user's or asking anything.
//! Deliberately absent: starting it (`process`).

use crate::model::Shell;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// A shell of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    /// Its file, with the full path.
    pub program: PathBuf,
    kind: &'static Kind,
}

/// What a program of this name reads, and what it is given before the script.
#[derive(Debug, PartialEq, Eq)]
struct Kind {
    names: &'static [&'static str],
    shell: Shell,
    switches: &'static [&'static str],
    /// Ending of the script's file.
    ending: &'static str,
}

const KINDS: [Kind; 4] = [
    Kind {
        names: &["pwsh", "powershell"],
        shell: Shell::Powershell,
        switches: &["-NoLogo", "-NoProfile", "-NonInteractive", "-File"],
        ending: "ps1",
    },
    Kind { names: &["bash"], shell: Shell::Posix, switches: &["--noprofile", "--norc"], ending: "sh" },
    Kind { names: &["zsh"], shell: Shell::Posix, switches: &["-f"], ending: "sh" },
    Kind { names: &["sh", "dash", "ash", "ksh"], shell: Shell::Posix, switches: &[], ending: "sh" },
];

impl Interpreter {
    /// Finds a program by its full path, or by its name in the folders of `path`.
    ///
    /// # Errors
    /// Why there is none, as a sentence without a full stop.
    pub fn find(written: &str, path: Option<&OsStr>) -> Result<Self, String> {
        let file = Path::new(written);
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
        let Some(kind) = KINDS.iter().find(|kind| kind.names.contains(&stem.as_str())) else {
            return Err(format!("`{written}` is none of pwsh, powershell, bash, zsh, sh, dash, ash and ksh"));
        };
        if file.is_absolute() {
            return if is_program(file) {
                Ok(Self { program: file.to_owned(), kind })
            } else {
                Err(format!("`{written}` is no program of this machine"))
            };
        }
        if file.components().count() != 1 {
            return Err(format!("`{written}` is neither a full path nor a name"));
        }
        let folders = path.map(|path| std::env::split_paths(path).collect::<Vec<_>>()).unwrap_or_default();
        let names = [written.to_owned(), format!("{written}{}", std::env::consts::EXE_SUFFIX)];
        let candidates = folders
            .iter()
            .filter(|folder| folder.is_absolute())
            .flat_map(|folder| names.iter().map(|name| folder.join(name)));
        match candidates.into_iter().find(|candidate| is_program(candidate)) {
            Some(program) => Ok(Self { program, kind }),
            None => Err(format!("there is no `{written}` in the folders of PATH")),
        }
    }

    /// What it reads.
    pub fn shell(&self) -> Shell {
        self.kind.shell
    }

    /// What it is given to read a script.
    pub(super) fn arguments(&self, script: &Path) -> Vec<OsString> {
        let switches = self.kind.switches.iter().map(OsString::from);
        switches.chain([script.as_os_str().to_owned()]).collect()
    }

    /// The name of the script's file.
    pub(super) fn script_name(&self) -> String {
        format!("check.{}", self.kind.ending)
    }

    /// The script's bytes. Windows PowerShell takes a file without a mark for one in an old code page.
    pub(super) fn script_bytes(&self, text: &str) -> Vec<u8> {
        let mark = if self.kind.shell == Shell::Powershell { "\u{feff}" } else { "" };
        format!("{mark}{text}").into_bytes()
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::Interpreter;
    use std::ffi::OsStr;

    #[test]
    fn only_shells_are_taken_and_never_from_a_relative_folder() {
        let path = Some(OsStr::new("relative:/usr/bin:/bin"));
        for wrong in ["python3", "bin/bash", "./bash", "/nowhere/bash", ""] {
            assert!(Interpreter::find(wrong, path).is_err(), "{wrong}");
        }
        assert!(Interpreter::find("sh", Some(OsStr::new("."))).is_err());
        #[cfg(unix)]
        assert!(Interpreter::find("sh", path).expect("there is one").program.is_absolute());
    }
}
