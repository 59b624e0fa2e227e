//! The picture in the README is what the program really shows: a question of the triage with a pasted output.
//!
//! Invariant: the committed picture equals the one drawn from the binary. To draw it anew:
//! `TRIAGEBOOK_DRAW=1 cargo test --test picture`.
//! Deliberately absent: other pictures; the site draws its own.

mod support;

use std::path::Path;
use support::triagebook;

const KEYS: &str = "\
no-reason
current
p
[PS] C:\\Windows\\system32>Get-IntraOrganizationConnector | Format-List Name,Enabled

Name                 : HybridIOC - 2b6f
Enabled              : False
TargetAddressDomains : {contoso.mail.onmicrosoft.com}
DiscoveryEndpoint    : https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc
.
y
";

#[test]
fn the_readme_shows_what_the_program_shows() {
    let finished = triagebook("run hcw8064/wizard-warning --color always").stdin(KEYS).run();
    let plain = anstream::adapter::strip_str(&finished.stdout).to_string();
    let line = |start: &str| {
        plain.lines().position(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{plain}"))
    };
    let (first, last) = (line("Question 3:"), line("Question 4:"));
    let shown: Vec<&str> = finished.stdout.lines().skip(first).take(last - first + 1).collect();
    let drawn = anstyle_svg::Term::new().render_svg(&shown.join("\n"));

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/pictures/run.svg");
    if std::env::var_os("TRIAGEBOOK_DRAW").is_some() {
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(&path, &drawn).expect("the picture can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == drawn,
        "book/pictures/run.svg is out of date: TRIAGEBOOK_DRAW=1 cargo test --test picture"
    );
}
