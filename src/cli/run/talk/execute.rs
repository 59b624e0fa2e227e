//! The dialogue around running commands: what would run, a person's word, what came of it.
//!
//! Invariant: the exact command, its place and the program with its path are shown before anything is run, and nothing is
//! run without a word at each question, but where no input is allowed at all and `--exec` was said.
//! Deliberately absent: what may run (`exec`), and judging the output (floor 5, `session`).

use crate::cli::Failure;
use crate::cli::run::exec::{Exec, Output, Planned};
use crate::cli::run::talk::{Leaving, Next, Said, Talk, paper};
use crate::cli::run::walker::Walker;
use crate::evidence::Verdict;
use crate::model::NodeKey;
use crate::prose::count;
use crate::session::{Action, Answer, CheckPrompt, Prompt, Proposal, RUN_HERE};
use crate::terminal::Paper;
use crate::terminal::keyboard::Keyboard;
use crate::world::clock;
use crate::world::process::Ending;
use std::io::Write;

/// Lines of an output that are shown; all of it is kept.
const SHOWN: usize = 12;

/// Everything that was run for a check.
#[derive(Default)]
struct Collected {
    text: String,
    lacking: Vec<String>,
    programs: Vec<String>,
    is_interrupted: bool,
}

impl Collected {
    fn take(&mut self, output: Output) {
        self.lacking.extend(output.ran.lacking);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(&output.text);
        self.programs.push(output.ran.interpreter);
    }

    /// Where the text came from, for the record.
    fn from(&self) -> String {
        let program = self.programs.first().map_or("", String::as_str);
        format!("{RUN_HERE}{program}")
    }

    fn judged(&self, walker: &Walker<'_>, (node, visit): (&NodeKey, u32)) -> Option<Proposal> {
        let from = self.from();
        let given = (from.as_str(), self.text.as_str(), self.lacking.as_slice());
        Proposal::of_parts((node, visit), walker.graph, &walker.state, clock::moment(), given)
    }
}

impl Talk<'_, '_> {
    /// Says that commands of this check can be run here.
    pub(super) fn offer_run(&self, paper: &mut Paper, check: &CheckPrompt) {
        let Some(exec) = &self.walker.exec else { return };
        let plan = exec.plan(self.walker, &check.node);
        let runnable = plan.iter().filter(|planned| planned.run.is_ok()).count();
        if runnable > 0 {
            paper.blank();
            paper.aside(&format!(
                "`run` runs {} of it on this machine, after showing what.",
                count(runnable, "command")
            ));
        }
    }

    /// `run`: shows what would be run, and runs it when a person says so.
    pub(super) fn execute(&mut self, check: &CheckPrompt) -> Said {
        if let Some(next) = self.too_early(check)? {
            return Ok(next);
        }
        let Some(exec) = self.walker.exec.take() else {
            self.say(
                "Commands are only run with `--exec`, from a knowledge base that you trust (`triagebook trust`). Run it \
                 yourself and paste what it prints.",
            )?;
            return Ok(Next::Ask);
        };
        let said = self.execute_with(&exec, check);
        self.walker.exec = Some(exec);
        said
    }

    fn execute_with(&mut self, exec: &Exec, check: &CheckPrompt) -> Said {
        let plan = exec.plan(self.walker, &check.node);
        let mut paper = paper();
        show(&mut paper, &plan);
        if plan.iter().all(|planned| planned.run.is_err()) {
            paper.say(&format!(
                "Nothing here can be run. Programs of places are named in `{}`: `places: {{ PLACE: {{ run: PROGRAM }} }}`.",
                exec.config.display()
            ));
            self.write(paper)?;
            return Ok(Next::Ask);
        }
        self.write(paper)?;
        match self.ask_text("Run this now? Enter = yes, n = no: ")? {
            Err(leaving) => return Ok(Next::Leave(leaving)),
            Ok(Some(word)) if !matches!(word.to_lowercase().as_str(), "y" | "yes" | "run") => {
                self.say("Nothing was run.")?;
                return Ok(Next::Ask);
            }
            Ok(_) => {}
        }
        let keyboard = &*self.keyboard;
        let collected = run_all(
            exec,
            self.walker,
            (&check.node, check.visit),
            &plan,
            &mut || keyboard.is_interrupted(),
            self.screen,
        )?;
        if collected.is_interrupted {
            return Ok(Next::Leave(Leaving::Interrupted));
        }
        match collected.judged(self.walker, (&check.node, check.visit)) {
            Some(proposal) => self.propose(proposal),
            None => Ok(Next::Show),
        }
    }
}

/// Walks as far as the flags carry, and with `--exec` as far as commands do that can be run here.
pub(in crate::cli::run) fn unattended(
    walker: &mut Walker<'_>,
    keyboard: &mut Keyboard,
    screen: &mut dyn Write,
) -> Result<Leaving, Failure> {
    walker.advance();
    let Some(exec) = walker.exec.take() else { return Ok(Leaving::NoInput) };
    keyboard.watch();
    while let Prompt::Check(check) = walker.prompt() {
        let key = (&check.node, check.visit);
        let plan = exec.plan(walker, &check.node);
        let mut paper = paper();
        show(&mut paper, &plan);
        write!(screen, "{}", paper.finish())?;
        let waits = check.must_wait(clock::moment()).is_some();
        if waits || plan.iter().all(|planned| planned.run.is_err()) {
            break;
        }
        let collected = run_all(&exec, walker, key, &plan, &mut || keyboard.is_interrupted(), screen)?;
        if collected.is_interrupted {
            return Ok(Leaving::Interrupted);
        }
        let Some(proposal) = collected.judged(walker, key) else { break };
        let Verdict::Proposed(outcome) = &proposal.verdict else {
            // Refused only where no check waits.
            let Proposal { node, from, text, lacking, .. } = proposal;
            let _ = walker.act(Action::Keep { node, from, text, lacking });
            break;
        };
        let answer = Answer::Outcome(outcome.clone());
        if walker.act(Action::Judge { proposal: Box::new(proposal), answer, reason: None }).is_err() {
            break;
        }
        walker.advance();
    }
    Ok(Leaving::NoInput)
}

/// Shows what would be run, and why the rest is left to a person.
fn show(paper: &mut Paper, plan: &[Planned]) {
    for planned in plan {
        paper.blank();
        match &planned.run {
            Ok((script, interpreter)) => {
                paper.say(&format!(
                    "In {}, read by `{}` on this machine:",
                    planned.place_title,
                    interpreter.program.display()
                ));
                paper.command(&script.shown);
            }
            Err(why) => {
                paper.say(&format!("In {}, not run here: {why}.", planned.place_title));
            }
        }
    }
    paper.blank();
}

/// Runs the commands one after another, until one is interrupted.
fn run_all(
    exec: &Exec,
    walker: &mut Walker<'_>,
    key: (&NodeKey, u32),
    plan: &[Planned],
    is_interrupted: &mut dyn FnMut() -> bool,
    screen: &mut dyn Write,
) -> Result<Collected, Failure> {
    let mut collected = Collected::default();
    for planned in plan {
        let (script, interpreter) = match &planned.run {
            Ok(run) => (&run.0, &run.1),
            Err(why) => {
                collected
                    .lacking
                    .push(format!("a command of {} was not run here: {why}", planned.place_title));
                continue;
            }
        };
        let mut paper = paper();
        match exec.run(walker, key, (&planned.place, script, interpreter), is_interrupted) {
            Ok(output) => {
                tell(&mut paper, &output);
                collected.is_interrupted |= output.ending == Ending::Interrupted;
                collected.take(output);
            }
            Err(why) => {
                paper.say(&format!("Not run: {why}."));
                collected.lacking.push(why);
            }
        }
        write!(screen, "{}", paper.finish())?;
        screen.flush()?;
        if collected.is_interrupted {
            break;
        }
    }
    Ok(collected)
}

/// How a run ended, and the beginning of what it printed.
fn tell(paper: &mut Paper, output: &Output) {
    let lines: Vec<&str> = output.text.lines().collect();
    for line in lines.iter().take(SHOWN) {
        paper.aside(line);
    }
    if lines.len() > SHOWN {
        paper.aside(&format!("… {} more", count(lines.len() - SHOWN, "line")));
    }
    let seconds = output.ran.ended.duration_since(output.ran.began).as_secs_f64();
    let how = match output.ending {
        Ending::Exited(Some(code)) => format!("It ended with exit code {code}"),
        Ending::Exited(None) => "It was ended by a signal".to_owned(),
        Ending::TimedOut => "It took too long and was stopped, with all it had started,".to_owned(),
        Ending::Interrupted => "It was stopped, with all it had started,".to_owned(),
    };
    paper.say(&format!("{how} after {seconds:.1} s and {}.", count(lines.len(), "line")));
    for lacking in &output.ran.lacking {
        paper.say(&format!("Beware: {lacking}."));
    }
}
