//! Statements that begin with a word of the language and hold blocks: `try`, `while`, `function` and their like.
//!
//! Invariant: in such a block only changes are known; the whole does not only read.
//! Deliberately absent: `if` and `foreach`, which are read as they are, and `switch`, whose blocks have names of their own.

use crate::effect::Assessment;
use crate::effect::powershell::token::Token;
use crate::effect::powershell::{Understood, Walk};
use crate::prose::quoted;

/// Words that begin such a statement.
const OPENING: &[&str] =
    &["begin", "do", "end", "filter", "for", "function", "process", "trap", "try", "while"];
/// Words with which one goes on behind a block.
const GOING_ON: &[&str] = &["catch", "finally", "until", "while"];

/// Whether a statement that begins with this word holds blocks.
pub(super) fn opens_block(word: &str) -> bool {
    OPENING.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

impl Walk<'_> {
    /// From the word on, up to the last of its blocks.
    pub(super) fn blocks(&mut self, word: &str) -> Understood {
        let word = quoted(word.to_ascii_lowercase());
        self.found.join(Assessment::unknown(format!("it holds {word}, in which only changes are known")));
        loop {
            self.at += 1;
            self.head()?;
            let here = self.at;
            self.lines();
            match self.peek() {
                Some(Token::Word(word)) if GOING_ON.iter().any(|other| word.eq_ignore_ascii_case(other)) => {}
                _ => {
                    self.at = here;
                    return Ok(());
                }
            }
        }
    }

    /// Names, types and conditions up to a block, and the block; or a condition alone, as behind `until`.
    fn head(&mut self) -> Understood {
        loop {
            match self.peek() {
                Some(Token::Mark("(")) => {
                    self.at += 1;
                    self.statements()?;
                    self.demand(")")?;
                    let is_last = matches!(self.peek(), None | Some(Token::Mark(";" | "}" | ")")));
                    if is_last && !self.is_block_below() {
                        return Ok(());
                    }
                }
                Some(Token::Mark("{")) => return self.block(),
                Some(Token::Mark(";")) if self.is_block_below() => self.lines(),
                Some(Token::Word(_) | Token::Mark("[" | "]")) => self.at += 1,
                _ => return Err(self.surprise()),
            }
        }
    }

    /// Whether nothing but line ends stand before a block.
    fn is_block_below(&self) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let below = rest.iter().find(|token| !matches!(token, Token::Mark(";")));
        matches!(below, Some(Token::Mark("{")))
    }
}
