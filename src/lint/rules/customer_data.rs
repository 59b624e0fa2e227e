//! `customer-data`: a runbook holds nobody's own data.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::lint::file::File;
use crate::prose;
use crate::pseudonym;
use memchr::memmem::Finder;
use regex_lite::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A runbook holds nobody's own data.
pub(super) static RULE: Rule = Rule {
    name: "customer-data",
    severity: Severity::Error,
    summary: "A runbook holds nobody's own data.",
    documentation: r#"## What it does

Looks at mail addresses, tenant names and public IPv4 addresses in all texts, above all in samples. Names reserved for
examples may stand there (`contoso`, `fabrikam` and their like, `example.com`, `.test`, `.invalid`), private and
documentation addresses, and those of services that everybody uses.

## Why it matters

Samples are pasted from real cases. A runbook goes into a repository and onto a site; what names a customer does not
belong there.

## Example

```yaml
outcomes:
  enabled:
    samples: ["Enabled : True\nPrimarySmtpAddress : jane.doe@their-own-domain.com"]
```

## How to fix it

Use stand-ins of the same form: `jane.doe@contoso.com`, `203.0.113.7`. The addresses of the owner may stay: they are `contact`
in `knowledge-base.yaml`.

```yaml
outcomes:
  enabled:
    samples: ["Enabled : True\nPrimarySmtpAddress : jane.doe@contoso.com"]
```
"#,
};

static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z0-9._%+'-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
        .expect("the expression is tested to compile")
});
static TENANT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b([a-z0-9-]+)\.(?:mail\.)?onmicrosoft\.(?:com|de|us)\b")
        .expect("the expression is tested to compile")
});
static ONMICROSOFT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("onmicrosoft."));
/// Organisations of the vendor's documentation, and words that stand for a name.
const EXAMPLES: &[&str] = &[
    "contoso",
    "fabrikam",
    "adatum",
    "adventure-works",
    "northwindtraders",
    "northwind",
    "tailspintoys",
    "wingtiptoys",
    "litwareinc",
    "litware",
    "proseware",
    "woodgrovebank",
    "relecloud",
    "cohovineyard",
    "treyresearch",
    "lucernepublishing",
    "fourthcoffee",
    "alpineskihouse",
    "humongousinsurance",
    "graphicdesigninstitute",
    "blueyonderairlines",
    "margiestravel",
    "nodpublishers",
    "cpandl",
    "consolidatedmessenger",
    "example",
    "domain",
    "yourdomain",
    "tenant",
    "yourtenant",
    "company",
    "customer",
    "organization",
];
const RESERVED: &[&str] = &["example", "test", "invalid", "localhost", "local"];

/// A finding for each text with such a name.
pub(super) fn check(file: &File<'_>) -> Vec<Diagnostic> {
    let mut told: HashSet<String> = HashSet::new();
    let mut findings = Vec::new();
    for text in file.texts() {
        let names = mails(text.value).chain(tenants(text.value)).chain(addresses(text.value));
        for (what, name) in names {
            if told.insert(name.clone()) {
                findings.push(
                    Diagnostic::new(
                        &RULE,
                        text.span,
                        format!("this text holds {what}: {}", prose::quoted(&name)),
                    )
                    .help("use a stand-in of the same form, such as `contoso.com` or `203.0.113.7`"),
                );
            }
        }
    }
    findings
}

fn mails(text: &str) -> impl Iterator<Item = (&'static str, String)> {
    let text = if text.contains('@') { text } else { "" };
    MAIL.captures_iter(text)
        .filter(|found| found.get(1).is_some_and(|domain| !is_public(domain.as_str())))
        .map(|found| ("somebody's mail address", found[0].to_owned()))
}

fn tenants(text: &str) -> impl Iterator<Item = (&'static str, String)> {
    let text = if ONMICROSOFT.find(text.as_bytes()).is_some() { text } else { "" };
    TENANT
        .captures_iter(text)
        .filter(|found| !is_example(&found[1].to_lowercase()) && !found[1].eq_ignore_ascii_case("mail"))
        .map(|found| ("somebody's tenant", found[0].to_owned()))
}

fn addresses(text: &str) -> impl Iterator<Item = (&'static str, String)> {
    // Between two digits stands a full stop in each address, and hardly anywhere else.
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let holds_some =
        memchr::memchr_iter(b'.', bytes).any(|at| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)));
    let text = if holds_some { text } else { "" };
    let tokens = text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|token| token.len() >= 7);
    let addresses = tokens.filter_map(|token| token.trim_end_matches('.').parse::<std::net::Ipv4Addr>().ok());
    addresses.filter(|address| !is_free(*address)).map(|address| ("a public address", address.to_string()))
}

/// Private, reserved, for documentation; four small numbers are more likely a version.
fn is_free(address: std::net::Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || !(20..240).contains(&first)
        || (first == 100 && (64..128).contains(&second))
        || (first == 198 && (18..20).contains(&second))
}

fn is_public(domain: &str) -> bool {
    let domain = domain.to_lowercase();
    let mut labels = domain.rsplit('.');
    let top = labels.next().unwrap_or_default();
    RESERVED.contains(&top) || labels.any(is_example) || pseudonym::is_service(&domain)
}

/// `contoso`, and what is made of it: `contoso-test`, `contosoltd`.
fn is_example(label: &str) -> bool {
    EXAMPLES.iter().any(|example| label == *example || (example.len() > 6 && label.starts_with(example)))
}
