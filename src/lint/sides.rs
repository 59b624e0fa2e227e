//! Which commands exist on one side of a hybrid only.
//!
//! Invariant: a command is of a side only if the reference says so of it, or of all commands with its noun (`sides.txt`).
//! Deliberately absent: what commands do (`effect`), and parameters that only one side has.

use crate::model::Side;
use std::collections::HashMap;
use std::sync::LazyLock;

/// By noun or whole name, in lower case.
static SIDES: LazyLock<HashMap<&str, Side>> = LazyLock::new(|| {
    let mut sides = HashMap::new();
    let mut side = None;
    for line in include_str!("sides.txt").lines().filter(|line| !line.starts_with('#')) {
        match line {
            "[on-premises]" => side = Some(Side::OnPremises),
            "[cloud]" => side = Some(Side::Cloud),
            names => sides.extend(names.split_whitespace().zip(std::iter::repeat(side)).filter_map(pair)),
        }
    }
    sides
});

fn pair((name, side): (&str, Option<Side>)) -> Option<(&str, Side)> {
    Some((name, side?))
}

/// The only side on which a command of this name exists; none where both have it, or where it is not known.
pub(super) fn only_side(command: &str) -> Option<Side> {
    let name = command.to_lowercase();
    let (verb, noun) = name.split_once('-')?;
    let is_session = matches!(verb, "connect" | "disconnect");
    SIDES.get(name.as_str()).or_else(|| SIDES.get(noun)).copied().filter(|_| !is_session)
}

#[cfg(test)]
mod tests {
    use super::{Side, only_side};

    #[test]
    fn sides_are_those_of_the_reference() {
        // Each looked up by hand: `applicable` at the head of the cmdlet's page.
        assert_eq!(only_side("Get-ExchangeCertificate"), Some(Side::OnPremises));
        assert_eq!(only_side("Get-InboundConnector"), Some(Side::Cloud));
        assert_eq!(only_side("Set-AuthServer"), Some(Side::OnPremises));
        for both in ["Get-AuthServer", "Get-OrganizationRelationship", "Get-Mailbox", "Get-Service"] {
            assert_eq!(only_side(both), None, "{both}");
        }
    }
}
