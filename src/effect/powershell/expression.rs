//! Expressions of PowerShell: values, their members and calls, operators, types and tables.
//!
//! Invariant: a method or a type is looked up by its name (`member`); commands in brackets are walked like any other.
//! Deliberately absent: statements and pipelines (`powershell`).

use crate::effect::powershell::token::{Access, Token};
use crate::effect::powershell::{Understood, Walk, member, whole};

impl Walk<'_> {
    /// `operand operator operand …`
    pub(super) fn expression(&mut self) -> Understood {
        loop {
            while matches!(self.peek(), Some(Token::Word(word)) if is_unary(word)) {
                self.at += 1;
            }
            self.operand()?;
            match self.peek() {
                Some(Token::Word(word)) if is_binary(word) => self.at += 1,
                Some(Token::Mark(",")) => self.at += 1,
                _ => return Ok(()),
            }
            self.lines();
        }
    }

    /// A value, with its members, calls and indexes.
    pub(super) fn operand(&mut self) -> Understood {
        match self.peek() {
            Some(Token::Word(word)) if is_number(word) => self.at += 1,
            Some(Token::Variable(_) | Token::Text(_)) => self.at += 1,
            Some(Token::Template(inner)) => {
                for run in inner {
                    let inner = whole(run, self.statement);
                    self.found.join(inner.found);
                    self.calls.extend(inner.calls);
                }
                self.at += 1;
            }
            Some(Token::Mark("(")) => {
                self.at += 1;
                self.lines();
                self.statement()?;
                self.lines();
                self.demand(")")?;
            }
            Some(Token::Mark("$(" | "@(")) => {
                self.at += 1;
                self.statements()?;
                self.demand(")")?;
            }
            Some(Token::Mark("{")) => self.block()?,
            Some(Token::Mark("@{")) => self.table()?,
            Some(Token::Mark("[")) => return self.with_type(),
            _ => return Err(self.surprise()),
        }
        self.members()
    }

    fn members(&mut self) -> Understood {
        loop {
            match self.peek() {
                Some(Token::Member(access, name)) => {
                    self.at += 1;
                    if *access == Access::Static {
                        return Err(format!("`::{name}` belongs to a type that cannot be seen"));
                    }
                    if self.peek() == Some(&Token::Call) {
                        self.found.join(member::method(name));
                        self.call()?;
                    }
                }
                Some(Token::Index) => {
                    self.at += 1;
                    self.expression()?;
                    self.demand("]")?;
                }
                _ => return Ok(()),
            }
        }
    }

    fn call(&mut self) -> Understood {
        self.at += 1;
        if self.eat(")") {
            return Ok(());
        }
        self.expression()?;
        self.demand(")")
    }

    /// `[type]value` or `[type]::Member`.
    fn with_type(&mut self) -> Understood {
        let mut name = String::new();
        let mut depth = 0;
        loop {
            match self.peek() {
                Some(Token::Mark("[") | Token::Index) => {
                    depth += 1;
                    name.push('[');
                }
                Some(Token::Mark("]")) => {
                    depth -= 1;
                    name.push(']');
                }
                Some(Token::Word(word)) => name.push_str(word),
                _ => return Err(self.surprise()),
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        let name = name.trim_start_matches('[').strip_suffix(']').unwrap_or_default().to_lowercase();
        if let Some(Token::Member(Access::Static, member)) = self.peek() {
            self.at += 1;
            self.found.join(member::of_type(&name, member));
            if self.peek() == Some(&Token::Call) {
                self.call()?;
            }
            return self.members();
        }
        self.found.join(member::cast(&name));
        self.operand()
    }

    /// `@{ key = value; … }`
    fn table(&mut self) -> Understood {
        self.at += 1;
        loop {
            self.lines();
            if self.eat("}") {
                return Ok(());
            }
            match self.peek() {
                Some(Token::Word(_) | Token::Text(_)) => self.at += 1,
                _ => return Err(self.surprise()),
            }
            self.demand("=")?;
            self.lines();
            self.statement()?;
            if !self.is(";") && !self.is("}") {
                return Err(self.surprise());
            }
        }
    }
}

/// Whether a bare word is a number.
pub(super) fn is_number(word: &str) -> bool {
    let lower = word.strip_prefix('-').unwrap_or(word).to_lowercase();
    let digits = lower.trim_end_matches(['k', 'm', 'g', 't', 'b', 'l']);
    let hexadecimal =
        digits.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let decimal = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    hexadecimal || decimal
}

/// Whether a bare word is an operator that stands before its value.
pub(super) fn is_unary(word: &str) -> bool {
    ["!", "-", "+", "-not", "-bnot", "-join", "-split"].contains(&word.to_lowercase().as_str())
}

fn is_binary(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "and",
        "as",
        "band",
        "bor",
        "bxor",
        "contains",
        "eq",
        "f",
        "ge",
        "gt",
        "in",
        "is",
        "isnot",
        "join",
        "le",
        "like",
        "lt",
        "match",
        "ne",
        "notcontains",
        "notin",
        "notlike",
        "notmatch",
        "or",
        "replace",
        "shl",
        "shr",
        "split",
        "xor",
    ];
    if ["+", "-", "*", "/", "%", ".."].contains(&word) {
        return true;
    }
    let lower = word.to_lowercase();
    let Some(name) = lower.strip_prefix('-') else { return false };
    // `-ceq` and `-ieq` are `-eq` with a say about case.
    WORDS.contains(&name) || name.strip_prefix(['c', 'i']).is_some_and(|rest| WORDS.contains(&rest))
}
