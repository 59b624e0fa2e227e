//! Values from fixed sets, as Exchange and its shell print them: whether a word is one of them, or only its beginning.
//!
//! Invariant: a word that is a value of its own is never called the beginning of another.
//! Deliberately absent: which property has which values.

/// The shortest beginning that is told from a word of another kind, in bytes.
const SHORTEST: usize = 3;

/// The values.
const VALUES: [&str; 74] = [
    "Active",
    "Authoritative",
    "AutoSuspended",
    "AutoSuspendInProgress",
    "AvailabilityOnly",
    "CertificateExpiry",
    "CertificateValidation",
    "Completed",
    "CompletedWithSkippedItems",
    "CompletedWithWarning",
    "CompletionInProgress",
    "DateInvalid",
    "Delivered",
    "Disabled",
    "DomainValidation",
    "Draining",
    "Enabled",
    "EncryptionOnly",
    "EnforceAllowList",
    "EnforceBlockList",
    "EquipmentMailbox",
    "Error",
    "ExternalRelay",
    "Failed",
    "FilteredAsSpam",
    "GettingStatus",
    "Inactive",
    "Information",
    "InProgress",
    "Installed",
    "InternalRelay",
    "Invalid",
    "LimitedDetails",
    "LinkedMailbox",
    "MailContact",
    "MailUniversalDistributionGroup",
    "MailUniversalSecurityGroup",
    "MailUser",
    "None",
    "NotInstalled",
    "NotStarted",
    "OnPremises",
    "Opportunistic",
    "Partner",
    "Pending",
    "PendingRevocation",
    "Quarantined",
    "Queued",
    "ReadOnly",
    "RemoteEquipmentMailbox",
    "RemoteRoomMailbox",
    "RemoteSharedMailbox",
    "RemoteUserMailbox",
    "Resolved",
    "Reviewer",
    "Revoked",
    "RevocationCheckFailure",
    "RoomMailbox",
    "Running",
    "SharedMailbox",
    "StalledDueToSource",
    "StalledDueToTarget",
    "StartPending",
    "Stopped",
    "StopPending",
    "Succeeded",
    "Success",
    "Suspended",
    "SyncedWithErrors",
    "Synced",
    "Syncing",
    "UserMailbox",
    "Validating",
    "Warning",
];

/// Whether a text is one of these values, so that nothing is missing at its end.
pub(crate) fn is_whole(text: &str) -> bool {
    ["True", "False", "Valid"].contains(&text) || VALUES.contains(&text)
}

/// Whether a text is the beginning of one of these values, and none of its own.
pub(crate) fn is_beginning(text: &str) -> bool {
    text.len() >= SHORTEST && !is_whole(text) && VALUES.iter().any(|value| value.starts_with(text))
}

/// Whether a text is the beginning of a switch, however short.
pub(crate) fn is_half_a_switch(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 5
        && text != "True"
        && ["True", "False"].iter().any(|all| all.starts_with(text))
}

#[cfg(test)]
mod tests {
    use crate::evidence::enumeration::{is_beginning, is_whole};

    #[test]
    fn a_value_is_whole_and_its_beginning_is_not() {
        for text in ["Limited", "LimitedDetail", "Authorit", "DateInv", "NotInst"] {
            assert!(is_beginning(text) && !is_whole(text), "{text}");
        }
        for text in ["LimitedDetails", "Completed", "Synced", "Valid", "None", "False"] {
            assert!(is_whole(text) && !is_beginning(text), "{text}");
        }
        for text in ["", "A", "EX", "HybridIOC", "LimitedDetails and more"] {
            assert!(!is_whole(text) && !is_beginning(text), "{text}");
        }
    }
}
