//! What a page with a walk weighs and how soon it answers: the runbook of the shipped site from a web server and from a disk,
//! at the machine's own speed and at a quarter of it, as on a phone; and the search by error text on the home page. Chromium
//! slows the page's own thread alone, and a worker runs at full speed; so a quarter is measured once more with the engine in
//! the page itself (`alone`). A phone is between the two.
//!
//! `cargo bench --bench walk`. It measures a browser, so `--profile dev`, which builds faster, gives the same figures. It
//! needs Chromium, as the site's tests do.
//!
//! Invariant: each figure is the median of several runs with an empty cache, and beside it stands that of a page of the same
//! site that holds one word. Bytes are those of the files that were asked for, as they are and as deflate packs them.
//! Deliberately absent: verdicts, and the network: everything comes from this machine.

#![expect(clippy::unwrap_used, reason = "what fails here ends the measurement")]

#[path = "../tests/browser/cdp.rs"]
#[expect(dead_code, reason = "the tests of the site use all of it")]
mod cdp;
#[path = "../tests/browser/server.rs"]
mod server;

use cdp::{Browser, Tab};
use serde_json::{Value, json};
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use triagebook::world::book::{self, Chapters, Flavour, Templates, Walks};
use triagebook::world::library::{self, Location};

/// How often each is timed.
const RUNS: usize = 7;

/// Does something, waits until `look` finds what came of it and it is drawn, and tells how many milliseconds that took.
const TIMED: &str = "(act, look) => new Promise(done => {
    const start = performance.now();
    const wait = () => look() ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0)) : setTimeout(wait, 1);
    act();
    wait();
})";

/// Presses the button that begins a walk, until its first question can be answered.
const WALK: &str = "{ document.querySelector('.tb-walk-panel').replaceChildren();
        document.querySelector('[data-tb-begin]').click(); },
    () => document.querySelector('#_walk .tb-form button[type=submit]') !== null";

/// Types an error code on the home page, until what is found is shown.
const FIND: &str = "{ const box = document.getElementById('_find-box');
        document.querySelector('.tb-found').replaceChildren();
        box.focus(); box.value = 'HCW8064'; box.dispatchEvent(new Event('input')); },
    () => document.querySelector('.tb-found > li > a') !== null";

/// What is measured on a page.
struct Case {
    page: &'static str,
    /// What holds when the page can be used.
    usable: &'static str,
    /// What a person then does, as arguments of [`TIMED`].
    act: &'static str,
}

const CASES: [Case; 3] = [
    Case { page: "one-word.html", usable: "true", act: "{}, () => true" },
    Case {
        page: "runbooks/hcw8064.html",
        usable: "window.triagebookAround && !document.querySelector('[data-tb-begin]').parentElement.hidden",
        act: WALK,
    },
    Case { page: "index.html", usable: "document.getElementById('_find-box') !== null", act: FIND },
];

/// How fast the machine is.
struct Speed {
    name: &'static str,
    /// So many times slower the page's own thread is.
    rate: u32,
    /// What runs before the page's scripts.
    before: &'static str,
}

const SPEEDS: [Speed; 3] = [
    Speed { name: "full", rate: 1, before: "" },
    Speed { name: "1/4", rate: 4, before: "" },
    Speed { name: "alone", rate: 4, before: "delete window.Worker" },
];

/// Milliseconds since the page was asked for, and those that acts took.
struct Times {
    paint: f64,
    interactive: f64,
    usable: f64,
    /// The first act, which loads the engine, and the same once more.
    first: f64,
    again: f64,
    /// The longest time for which the page did nothing else meanwhile; 0 where that was under 50.
    longest: f64,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&site);
    let served = server::serve(&site);
    let on_disk = format!("file://{}/", site.display());
    weigh(&site, &served);
    println!(
        "\nmilliseconds           from    speed  first paint  interactive  usable  act  again  longest task"
    );
    for (from, root) in [("server", &served), ("disk", &on_disk)] {
        for speed in &SPEEDS {
            for case in &CASES {
                measure(case, (from, root), speed);
            }
        }
    }
}

/// Builds the shipped site, and a page beside it that holds one word.
fn build(site: &Path) {
    let library = library::load_with_scenarios(Location::Embedded).unwrap();
    let templates = Templates::new(&[], Flavour::Site).unwrap();
    let chapters = Chapters::new(&library.graph, &templates).unwrap();
    let walks = Walks::new(&library.graph, &library.sources, &library.scenarios);
    let title = &library.graph.base().title.value;
    book::build(title, &chapters, &walks, site, &mut |_, _| ControlFlow::Continue(())).unwrap();
    let word =
        "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>One</title><p>Word.</p></html>\n";
    std::fs::write(site.join(CASES[0].page), word).unwrap();
}

/// Prints what is loaded: the page alone, all until the first paint, all until the act was answered.
fn weigh(site: &Path, root: &str) {
    println!("kilobytes, as they are and packed (requests)");
    println!("{:<22} {:>16} {:>20} {:>20}", "page", "page", "until first paint", "until answered");
    let mut browser = Browser::start();
    for case in &CASES {
        let tab = fresh(&mut browser, &SPEEDS[0]);
        visit(&mut browser, &tab, case, &format!("{root}{}", case.page));
        let asked: Vec<(f64, &str)> = (browser.events.iter())
            .filter(|event| event["method"] == "Network.requestWillBeSent")
            .map(|event| (moment(event), event["params"]["request"]["url"].as_str().unwrap()))
            .collect();
        let painted = browser.events.iter().find(|event| event["params"]["name"] == "firstContentfulPaint");
        let painted = moment(painted.unwrap());
        let loaded = |until: f64| {
            let names: Vec<&str> = asked
                .iter()
                .filter(|(at, _)| *at <= until)
                .filter_map(|(_, url)| url.strip_prefix(root)?.split('#').next())
                .collect();
            let sizes = names.iter().map(|name| size(&site.join(name)));
            let (plain, packed) = sizes.fold((0, 0), |sum, size| (sum.0 + size.0, sum.1 + size.1));
            format!("{} {} ({})", plain / 1000, packed / 1000, names.len())
        };
        let page = size(&site.join(case.page));
        println!(
            "{:<22} {:>16} {:>20} {:>20}",
            case.page,
            format!("{} {}", page.0 / 1000, page.1 / 1000),
            loaded(painted),
            loaded(f64::INFINITY)
        );
    }
}

/// When an event happened, in seconds.
fn moment(event: &Value) -> f64 {
    event["params"]["timestamp"].as_f64().unwrap()
}

/// The bytes of a file, and those of the same packed.
fn size(file: &Path) -> (u64, u64) {
    let bytes = std::fs::read(file).unwrap();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("file", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&bytes).unwrap();
    let mut archive = zip::ZipArchive::new(archive.finish().unwrap()).unwrap();
    (bytes.len() as u64, archive.by_index(0).unwrap().compressed_size())
}

/// An empty tab that caches nothing, at a speed.
fn fresh(browser: &mut Browser, speed: &Speed) -> Tab {
    let tab = browser.tab();
    browser.call(Some(&tab), "Network.setCacheDisabled", &json!({ "cacheDisabled": true }));
    browser.call(Some(&tab), "Page.setLifecycleEventsEnabled", &json!({ "enabled": true }));
    browser.call(Some(&tab), "Emulation.setCPUThrottlingRate", &json!({ "rate": speed.rate }));
    browser.call(Some(&tab), "Page.addScriptToEvaluateOnNewDocument", &json!({ "source": speed.before }));
    tab
}

/// Opens a page, waits until it can be used, and does twice what is done there.
fn visit(browser: &mut Browser, tab: &Tab, case: &Case, address: &str) -> Times {
    browser.open_address(tab, address);
    let usable = format!(
        "new Promise(done => {{ const look = () => ({}) && performance.getEntriesByName('first-contentful-paint').length > 0
            ? done(performance.now()) : setTimeout(look, 1); look(); }})",
        case.usable
    );
    let usable = browser.evaluate(tab, &usable).as_f64().unwrap();
    let times = browser.evaluate(
        tab,
        "[performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.getEntriesByType('navigation')[0].domInteractive]",
    );
    browser.evaluate(
        tab,
        "window.longest = 0; new PerformanceObserver(list => { longest = Math.max(longest, ...list.getEntries().map(task => task.duration)); })
            .observe({ type: 'longtask' })",
    );
    let mut act = || browser.evaluate(tab, &format!("({TIMED})(() => {})", case.act)).as_f64().unwrap();
    let (first, again) = (act(), act());
    let longest = browser.evaluate(tab, "new Promise(done => setTimeout(() => done(longest), 100))");
    Times {
        paint: times[0].as_f64().unwrap(),
        interactive: times[1].as_f64().unwrap(),
        usable,
        first,
        again,
        longest: longest.as_f64().unwrap(),
    }
}

/// Times a page and prints a line.
fn measure(case: &Case, (from, root): (&str, &str), speed: &Speed) {
    // What a browser needs to wake up counts for nobody.
    let mut browser = Browser::start();
    let tab = fresh(&mut browser, &SPEEDS[0]);
    browser.open_address(&tab, &format!("{root}{}", CASES[0].page));
    let runs: Vec<Times> = (0..RUNS)
        .map(|_| {
            let tab = fresh(&mut browser, speed);
            visit(&mut browser, &tab, case, &format!("{root}{}", case.page))
        })
        .collect();
    println!(
        "{:<22} {from:<7} {:>5} {:>12.0} {:>12.0} {:>7.0} {:>4.0} {:>6.0} {:>13.0}",
        case.page,
        speed.name,
        median(&runs, |times| times.paint),
        median(&runs, |times| times.interactive),
        median(&runs, |times| times.usable),
        median(&runs, |times| times.first),
        median(&runs, |times| times.again),
        median(&runs, |times| times.longest),
    );
}

fn median(runs: &[Times], of: impl Fn(&Times) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
