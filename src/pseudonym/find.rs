//! Finding identifiers in a text: by their form, or by what stands around them.
//!
//! Invariant: what is found names its components, which are what gets a stand-in; separators and public parts are none.
//! Deliberately absent: choosing stand-ins, and replacing.

use crate::pseudonym::known::{FILE_ENDINGS, SECOND_LEVEL, SERVICES, TENANT_SUFFIXES, TOP_LEVEL};
use crate::pseudonym::public::Public;
use regex_lite::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// What a component names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person or an account: the part of an address before the `@`, a name in a path or a directory.
    Person,
    /// A domain as it is registered: `contoso.com`.
    Domain,
    /// An organisation, or a tenant: `contoso` alone, or before `onmicrosoft.com`.
    Organisation,
    /// A machine, or the part of a host name before the domain.
    Host,
    /// An IP address.
    Address,
    /// A GUID: a tenant, an object, a certificate request.
    Guid,
    /// Hexadecimal digits that identify something: a thumbprint, a hash, a serial number.
    Thumbprint,
    /// A security identifier of a Windows domain.
    Sid,
    /// The beginning of one of these, where the rest was cut off.
    Cut,
}

impl Kind {
    /// What it is, as a noun; and that for several.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Person => ("person or account", "persons and accounts"),
            Self::Domain => ("domain", "domains"),
            Self::Organisation => ("organisation or tenant", "organisations and tenants"),
            Self::Host => ("host", "hosts"),
            Self::Address => ("IP address", "IP addresses"),
            Self::Guid => ("GUID", "GUIDs"),
            Self::Thumbprint => ("thumbprint or hash", "thumbprints and hashes"),
            Self::Sid => ("security identifier", "security identifiers"),
            Self::Cut => ("cut-off name", "cut-off names"),
        }
    }
}

/// An identifier as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Found {
    /// All of it.
    pub(super) text: String,
    /// Its components, in order, by their bytes.
    pub(super) parts: Vec<(Range<usize>, Kind)>,
}

impl Found {
    pub(super) fn whole(text: &str, kind: Kind) -> Self {
        Self { text: text.to_owned(), parts: std::iter::once((0..text.len(), kind)).collect() }
    }
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the expression is tested to compile"));
    };
}

pattern!(MAIL, r"([A-Za-z0-9][A-Za-z0-9._%+'-]*)@([A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*)");
pattern!(HOST, r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9][A-Za-z0-9_-]*)+");
pattern!(IN_URL, r"://([A-Za-z0-9][A-Za-z0-9._-]*)");
pattern!(GUID, r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}");
pattern!(HEX, r"[0-9A-Fa-f]{32,128}");
pattern!(SPACED, r"(?:[0-9A-Fa-f]{2}[ :]){19}[0-9A-Fa-f]{2}");
pattern!(V4, r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}");
pattern!(V6, r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}");
pattern!(SID, r"S-1-5-21-([0-9]{3,10}-[0-9]{3,10}-[0-9]{3,10})");
pattern!(ACCOUNT, r"([A-Za-z][A-Za-z0-9-]{1,14})\\([A-Za-z0-9][A-Za-z0-9._-]*\$?)");
pattern!(SHARE, r"\\\\([A-Za-z0-9][A-Za-z0-9-]*)[\\.]");
pattern!(
    PROFILE,
    r"(?i)[\\/](?:users|home|documents and settings)[\\/]([^\\/\r\n:*?<>|\x22,;]+?)(?:[\\/>\r\n'\x22,;]|$)"
);
pattern!(DC, r"(?i)DC=[A-Za-z0-9_-]+(?:,DC=[A-Za-z0-9_-]+)+");
pattern!(RDN, r"(?i)(CN|OU)=([^,=\r\n/\\]{2,64}),(CN=[^,=\r\n]*|OU=|DC=)");
pattern!(LEGACY, r"(?i)/cn=recipients/cn=([^/\r\n;,\s]+)");
pattern!(LEGACY_ORG, r"(?i)/o=([^/\r\n;,=]{2,64})/ou=");
pattern!(KEYED, r#"(?im)^[ \t>"]*([A-Za-z]+)"?[ \t]*[:=][ \t]*"?([^\r\n"]*?)"?,?[ \t]*\r?$"#);

/// Properties whose value names a person, a machine, an organisation.
const PERSONS: &[&str] = &[
    "displayname",
    "firstname",
    "lastname",
    "givenname",
    "surname",
    "samaccountname",
    "username",
    "alias",
    "simpledisplayname",
    "mailnickname",
    "manager",
    "linkedmasteraccount",
    "mailboxowner",
    "owner",
    "requestor",
];
const HOSTS: &[&str] = &[
    "server",
    "servername",
    "mailboxserver",
    "computername",
    "pscomputername",
    "machinename",
    "originatingserver",
    "originserver",
    "fqdn",
    "hostname",
    "domaincontroller",
    "netbiosname",
    "sourceserver",
    "targetserver",
    "dnshostname",
    "node",
];
const ORGANISATIONS: &[&str] = &[
    "organization",
    "organizationname",
    "company",
    "companyname",
    "tenantname",
    "tenant",
    "forest",
    "department",
    "organizationid",
];

/// All identifiers in `text`, in no order, some more than once.
pub(super) fn find(text: &str, public: &Public) -> Vec<Found> {
    let mut found = Vec::new();
    for captures in MAIL.captures_iter(text) {
        found.extend(mail(&captures, public));
    }
    for hit in HOST.find_iter(text) {
        let (hit, start) = (hit.as_str(), hit.start());
        if is_host(hit) && !is_type_name(text, start, hit) {
            found.extend(host(hit, public));
        }
    }
    for captures in IN_URL.captures_iter(text) {
        let name = captures.get(1).map_or("", |name| name.as_str()).trim_end_matches('.');
        if name.contains('.') {
            found.extend(host(name, public));
        } else if !public.has(name) {
            found.push(Found::whole(name, Kind::Host));
        }
    }
    numbers(text, public, &mut found);
    surroundings(text, public, &mut found);
    found
}

/// Whether the bytes around a hit end it.
fn stands_alone(text: &str, hit: &Range<usize>) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    !text[..hit.start].chars().next_back().is_some_and(word)
        && !text[hit.end..].chars().next().is_some_and(word)
}

fn mail(captures: &Captures<'_>, public: &Public) -> Option<Found> {
    let (all, local, name) = (captures.get(0)?, captures.get(1)?, captures.get(2)?);
    let at = name.start() - all.start();
    let host = host(name.as_str(), public);
    let is_service = host.is_none() && name.as_str().contains('.');
    let mut parts = Vec::new();
    if !(public.has(local.as_str()) || is_service && local.as_str().chars().any(|c| c == '%')) {
        let kind = if GUID.is_match(local.as_str()) && local.len() == 36 { Kind::Guid } else { Kind::Person };
        parts.push((0..local.len(), kind));
    }
    match host {
        Some(host) => {
            parts.extend(host.parts.into_iter().map(|(part, kind)| (part.start + at..part.end + at, kind)));
        }
        // A domain that was cut off, or a single label.
        None if !is_service => parts.push((at..at + name.len(), Kind::Host)),
        None => {}
    }
    (!parts.is_empty()).then(|| Found { text: all.as_str().to_owned(), parts })
}

/// Whether a dotted name ends as host names do.
fn is_host(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let lower = last.to_lowercase();
    let is_country = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_file = name.matches('.').count() == 1 && FILE_ENDINGS.contains(&lower.as_str());
    TOP_LEVEL.contains(&lower.as_str()) || lower.starts_with("xn--") || (is_country && !is_file)
}

/// Whether a dotted name is the name of a type or a member: `System.Net`, `$x.Name`.
fn is_type_name(text: &str, start: usize, name: &str) -> bool {
    let before = text[..start].chars().next_back();
    let last = name.rsplit('.').next().unwrap_or_default();
    let camel =
        last.starts_with(|c: char| c.is_ascii_uppercase()) && last.chars().any(|c| c.is_ascii_lowercase());
    matches!(before, Some('$' | '[' | '_')) || camel
}

/// A host name in its parts; none where all of it is public.
pub(super) fn host(name: &str, public: &Public) -> Option<Found> {
    let lower = name.to_lowercase();
    if public.uses(&lower) {
        return None;
    }
    let below =
        |suffix: &str| lower.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if let Some(suffix) = TENANT_SUFFIXES.iter().find(|suffix| below(suffix)) {
        let labels = lower.len().checked_sub(suffix.len() + 1)?;
        let own = labels_of(name, labels).into_iter().filter(|part| !public.has(&name[part.clone()]));
        let kind = |part: &Range<usize>| {
            if part.len() == 36 && GUID.is_match(&name[part.clone()]) {
                Kind::Guid
            } else {
                Kind::Organisation
            }
        };
        let parts: Vec<_> = own.map(|part| (part.clone(), kind(&part))).collect();
        return (!parts.is_empty()).then(|| Found { text: name.to_owned(), parts });
    }
    if SERVICES.iter().any(|service| below(service)) {
        return None;
    }
    let labels: Vec<&str> = lower.split('.').collect();
    if labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let country = labels.last().is_some_and(|last| last.len() == 2);
    let second = labels.len() > 2 && country && SECOND_LEVEL.contains(&labels[labels.len() - 2]);
    let registered: usize =
        labels.iter().rev().take(if second { 3 } else { 2 }).map(|label| label.len() + 1).sum();
    let start = (lower.len() + 1).saturating_sub(registered);
    let hosts = labels_of(name, start.saturating_sub(1)).into_iter();
    let mut parts: Vec<_> =
        hosts.filter(|part| !public.has(&name[part.clone()])).map(|part| (part, Kind::Host)).collect();
    parts.push((start..name.len(), Kind::Domain));
    Some(Found { text: name.to_owned(), parts })
}

/// The labels in the first `length` bytes of a name.
fn labels_of(name: &str, length: usize) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut labels = Vec::new();
    for label in name[..length].split('.').filter(|_| length > 0) {
        labels.push(at..at + label.len());
        at += label.len() + 1;
    }
    labels
}

/// GUIDs, thumbprints, addresses, security identifiers.
fn numbers(text: &str, public: &Public, found: &mut Vec<Found>) {
    let mut add = |hit: regex_lite::Match<'_>, kind: Kind, fits: &dyn Fn(&str) -> bool| {
        if stands_alone(text, &hit.range()) && fits(hit.as_str()) && !public.uses(hit.as_str()) {
            found.push(Found::whole(hit.as_str(), kind));
        }
    };
    GUID.find_iter(text).for_each(|hit| add(hit, Kind::Guid, &is_own_guid));
    let mixed =
        |hex: &str| hex.bytes().any(|byte| byte.is_ascii_digit()) && hex.trim_start_matches('0').len() > 8;
    HEX.find_iter(text).for_each(|hit| add(hit, Kind::Thumbprint, &mixed));
    SPACED.find_iter(text).for_each(|hit| add(hit, Kind::Thumbprint, &|_| true));
    for hit in V4.find_iter(text) {
        let around = |c: Option<char>| c.is_some_and(|c| c == '.' || c == '-');
        let before = text[..hit.start()].chars().next_back();
        let after = text[hit.end()..].strip_prefix('.').and_then(|rest| rest.chars().next());
        if !around(before) && !after.is_some_and(|c| c.is_ascii_digit()) && !is_version(text, hit.start()) {
            add(hit, Kind::Address, &is_own_address);
        }
    }
    V6.find_iter(text).for_each(|hit| add(hit, Kind::Address, &is_own_v6));
    for captures in SID.captures_iter(text) {
        found.extend(captures.get(1).map(|part| Found::whole(part.as_str(), Kind::Sid)));
    }
}

/// Whether a GUID is neither empty nor one of the vendor's own applications.
fn is_own_guid(guid: &str) -> bool {
    let guid = guid.to_lowercase();
    !guid.ends_with("-0000-0000-c000-000000000000")
        && !guid.ends_with("-0ff1-ce00-000000000000")
        && guid.bytes().any(|byte| !matches!(byte, b'0' | b'-'))
}

fn is_own_address(address: &str) -> bool {
    let octets: Vec<u16> = address.split('.').filter_map(|octet| octet.parse().ok()).collect();
    octets.len() == 4 && octets.iter().all(|octet| *octet < 256) && !matches!(octets[0], 0 | 127 | 255)
}

fn is_own_v6(address: &str) -> bool {
    let groups = address.matches(':').count();
    let digits = address.bytes().filter(u8::is_ascii_hexdigit).count();
    (groups == 7 || (address.matches("::").count() == 1 && groups < 8))
        && digits > 3
        && address.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Whether the line before says that a version or a build follows.
fn is_version(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default().to_lowercase();
    let near: String = line.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    line.contains("version") || line.contains("build") || near.ends_with("0.20 (") || near.ends_with("0.10 (")
}

/// Names that only their surroundings tell.
fn surroundings(text: &str, public: &Public, found: &mut Vec<Found>) {
    let mut add = |name: &str, kind: Kind| {
        let name = name.trim();
        if !public.has(name) && name.len() <= 64 && !name.contains("[removed") {
            found.push(Found::whole(name, kind));
        }
    };
    for captures in ACCOUNT.captures_iter(text) {
        let Some(all) = captures.get(0) else { continue };
        let before = text[..all.start()].chars().next_back();
        let is_path = before.is_some_and(|c| c.is_alphanumeric() || "\\:/._-%}".contains(c))
            || text[all.end()..].starts_with('\\');
        if !is_path && !public.has(group(&captures, 1)) {
            add(group(&captures, 1), Kind::Organisation);
            add(group(&captures, 2).trim_end_matches('$'), Kind::Person);
        }
    }
    for (pattern, kind) in [
        (&SHARE, Kind::Host),
        (&PROFILE, Kind::Person),
        (&LEGACY, Kind::Person),
        (&LEGACY_ORG, Kind::Organisation),
    ] {
        for captures in pattern.captures_iter(text) {
            add(group(&captures, 1), kind);
        }
    }
    entries(text, &mut add);
    properties(text, &mut add);
    found.extend(DC.find_iter(text).map(|hit| Found::whole(hit.as_str(), Kind::Domain)));
}

fn group<'a>(captures: &Captures<'a>, index: usize) -> &'a str {
    captures.get(index).map_or("", |group| group.as_str())
}

/// Names in the names of directory entries: `CN=Olaf Berg,OU=Sales,…`.
fn entries(text: &str, add: &mut impl FnMut(&str, Kind)) {
    let mut at = 0;
    while let Some(captures) = RDN.captures_at(text, at) {
        let Some(value) = captures.get(2) else { break };
        let next = group(&captures, 3).to_lowercase();
        let kind = match (group(&captures, 1).to_uppercase().as_str(), next.as_str()) {
            ("OU", _) | (_, "cn=microsoft exchange") => Some(Kind::Organisation),
            (_, "cn=servers" | "cn=computers") => Some(Kind::Host),
            (_, "cn=users" | "ou=") => Some(Kind::Person),
            _ => None,
        };
        if let Some(kind) = kind {
            add(value.as_str(), kind);
        }
        at = value.end();
    }
}

/// Values of properties that name somebody or something.
fn properties(text: &str, add: &mut impl FnMut(&str, Kind)) {
    for captures in KEYED.captures_iter(text) {
        let (key, value) = (group(&captures, 1).to_lowercase(), group(&captures, 2));
        let is_name = value.len() > 1 && !value.contains(['{', '}', '@', '=', '<', '(', '/', '\\', ':']);
        let is_label = is_name && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        match key.as_str() {
            key if PERSONS.contains(&key) && is_name => add(value, Kind::Person),
            key if HOSTS.contains(&key) && is_label => add(value, Kind::Host),
            key if ORGANISATIONS.contains(&key) && is_name && !value.contains('.') => {
                add(value, Kind::Organisation);
            }
            _ => {}
        }
    }
}
