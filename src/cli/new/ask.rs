//! Questions of `new`, each with a flag that answers it.
//!
//! Invariant: nothing is asked, and so nothing waits, where standard input is no terminal or `--no-input` was given.
//! Deliberately absent: what is asked.

use crate::cli::new::Arguments;
use crate::cli::{Exit, Failure};
use crate::prose::{or, quoted, visible_line};
use crate::terminal::Output;
use crate::terminal::keyboard::{Keyboard, Mode, Typed};
use clap::ValueEnum;
use std::io::{IsTerminal as _, Write as _};

/// Somebody to ask, perhaps.
pub(super) struct Asking {
    keyboard: Option<Keyboard>,
    output: Output,
}

impl Asking {
    pub(super) fn new(arguments: &Arguments, output: Output) -> Self {
        let can_ask = !arguments.no_input && std::io::stdin().is_terminal();
        Self { keyboard: can_ask.then(|| Keyboard::open(Mode::Plain)), output }
    }

    /// Whether a question would be answered.
    pub(super) fn can_ask(&self) -> bool {
        self.keyboard.is_some()
    }

    /// A line for the person.
    pub(super) fn say(&self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.output.err(), "{line}")?)
    }

    /// Which of these a person names, asked again until it is one; `default` where nobody can be asked. They have the words
    /// of their flag.
    pub(super) fn one_of<V: ValueEnum>(&mut self, question: &str, default: &V) -> Result<V, Failure> {
        let word = |value: &V| value.to_possible_value().map(|value| value.get_name().to_owned());
        let words: Vec<String> = V::value_variants().iter().filter_map(word).collect();
        let question = format!("{question}: {}", or(&words));
        let usual = word(default).unwrap_or_default();
        loop {
            let answer = self.or_flag(None, &question, &usual)?;
            if let Ok(value) = V::from_str(&answer, true) {
                return Ok(value);
            }
            let shown = quoted(visible_line(&answer));
            self.say(&format!("{shown} is not possible here. Possible: {}.", or(&words)))?;
        }
    }

    /// What the flag says, else what a person answers, else `default`.
    pub(super) fn or_flag(
        &mut self,
        flag: Option<&str>,
        question: &str,
        default: &str,
    ) -> Result<String, Failure> {
        if let Some(flag) = flag {
            return Ok(flag.to_owned());
        }
        let Some(keyboard) = &mut self.keyboard else { return Ok(default.to_owned()) };
        let prompt =
            if default.is_empty() { format!("{question}: ") } else { format!("{question} [{default}]: ") };
        let line = match keyboard.read(&prompt, &mut self.output.err())? {
            Typed::Line(line) | Typed::Paste(line) => line,
            Typed::End => String::new(),
            Typed::Interrupted => {
                return Err(Failure::new(Exit::Interrupted, "interrupted; nothing was written"));
            }
        };
        let line = line.trim();
        Ok(if line.is_empty() { default.to_owned() } else { line.lines().next().unwrap_or(line).to_owned() })
    }
}
