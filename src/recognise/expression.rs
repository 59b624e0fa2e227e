//! Expressions that put an address together.
//!
//! Invariant: an expression is taken for a text only where nothing but texts in single quotes is in it.
//! Deliberately absent: evaluating anything else.

use crate::recognise::invocation::{MARK, Value, split, unquoted};

/// What `('https://' + {{ host }} + '/path')` is: the pieces of the address, or the whole of it where no fact is in it.
pub(super) fn put_together(word: &str) -> Value {
    let inner = word.trim_start_matches('(').trim_end_matches(')');
    let pieces: Vec<String> = split(inner, '+').iter().map(|piece| piece.trim().to_owned()).collect();
    let is_text = |piece: &&String| piece.len() > 1 && piece.starts_with('\'') && piece.ends_with('\'');
    let is_fact = |piece: &&String| piece.starts_with(MARK) && piece.ends_with(MARK);
    if !pieces.iter().all(|piece| is_text(&piece) || is_fact(&piece)) {
        return Value::Expression(Vec::new());
    }
    let texts = pieces.iter().filter(is_text).map(|piece| unquoted(piece));
    if pieces.iter().any(|piece| is_fact(&piece)) {
        return Value::Expression(texts.filter(|text| text.contains('/')).map(str::to_lowercase).collect());
    }
    Value::Text(texts.collect())
}
