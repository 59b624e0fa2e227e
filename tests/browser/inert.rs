//! No text of an author or of a paste runs, loads or becomes an element: on pages, in search results, in walks.

use crate::cdp::{Browser, Tab};
use crate::walk::{begin_here, state, until_shown};
use crate::{name, payload, quiet, search, site};
use serde_json::json;
use triagebook::world::book::{Chapters, Flavour, Templates};

/// What is in a page, given as its root element and its address, that could run or load something.
const DANGEROUS: &str = "((page, here) => [
    ...[...page.querySelectorAll('main :is(script, style, iframe, object, embed, img, video, audio,'
        + ' form, input, link, meta, base, math, template, marquee, foreignObject, animate, set, use)')]
        // What our own scripts put there is looked at in walks.
        .filter(element => !element.closest('#_walk, #_find'))
        .map(element => element.outerHTML),
    ...[...page.querySelectorAll('main *')].flatMap(element => [...element.attributes])
        .filter(attribute => /^(on|style$|srcdoc$|formaction$)/i.test(attribute.name))
        .map(attribute => attribute.name),
    ...[...page.querySelectorAll('main a')].map(link => new URL(link.getAttribute('href'), here).href)
        .filter(address => !/^(https?|mailto):/.test(address)
            && !address.startsWith(new URL(page.dataset.root || './', here).href)),
])";

#[test]
fn no_author_text_runs_or_fetches_anything() {
    let site = payload::site();
    let mut browser = Browser::start();
    let tab = browser.tab();
    let pages = site::pages(site);
    // Every page as the browser reads it; to lay all of them out takes minutes.
    for page in &pages {
        let read = format!(
            "{DANGEROUS}(new DOMParser().parseFromString({}, 'text/html').documentElement, 'file://{}')",
            json!(std::fs::read_to_string(page).unwrap()),
            page.display()
        );
        assert_eq!(browser.evaluate(&tab, &read), json!([]), "{}", page.display());
    }
    // A lesson says what its runbook says, so some of the lessons stand for all.
    let lessons = pages.iter().filter(|page| name(site, page).starts_with("lesson-")).step_by(10);
    let others = pages.iter().filter(|page| !name(site, page).starts_with("lesson-"));
    for page in others.chain(lessons) {
        let what = name(site, page);
        browser.open(&tab, page, "");
        quiet(&mut browser, &tab, &what);
        let ran = browser.evaluate(&tab, "'pwned' in window || document.title === 'pwned'");
        assert_eq!(ran, false, "{what}");
        let found = browser.evaluate(&tab, &format!("{DANGEROUS}(document.documentElement, location)"));
        assert_eq!(found, json!([]), "{what}");
    }
    // The same texts once more as search results.
    browser.open(&tab, &site.join("index.html"), "");
    for words in ["alert", "script", "onerror", "javascript"] {
        let shown = search(&mut browser, &tab, words);
        assert!(shown > 0, "{words} is found");
        let elements = browser.evaluate(
            &tab,
            "document.querySelectorAll('#tb-results :not(p, ol, li, a, mark)').length + ('pwned' in window ? 1 : 0)",
        );
        assert_eq!(elements, 0, "{words}");
    }
    quiet(&mut browser, &tab, "search results");
}

#[test]
fn includes_and_templates_in_author_text_stay_text() {
    let site = payload::site();
    for page in site::pages(site) {
        let html = std::fs::read_to_string(&page).unwrap();
        assert!(!html.contains("7777777"), "{}: a template was evaluated", page.display());
    }
    // In a book of somebody else, mdBook's own preprocessors run over the chapters, before or after us.
    let templates = Templates::new(&[], Flavour::Guest).unwrap();
    let (graph, ..) = payload::graph();
    let chapters = Chapters::new(&graph, &templates).unwrap();
    for chapter in chapters.runbooks.iter().chain(&chapters.indexes) {
        assert!(!chapters.text(chapter).unwrap().contains("{{"), "{}: mdBook would act on it", chapter.name);
    }
}

/// Walks a knowledge base from its symptom by the engine alone and lays out every state as the page does, with the payload as
/// pasted output as well. Returns what should not be there, and how many states were laid out.
const LAY_OUT: &str = "(async (number, payload) => {
    const { ask, load } = window.triagebook;
    const around = window.triagebookAround;
    const runbook = 'payload-' + number;
    const at = '2026-11-28T08:00:00Z';
    await load([runbook]);
    const doer = { then: what => what(), say() {}, take() {}, open() {}, act: async () => {}, finish: async () => {},
        events: () => events, draft: () => ({ kept: () => payload, keep() {} }), address: () => '', fileName: name => name, judge: (text, parked) => ask({ judge: { at, events, text, parked } }) };
    let { events, view } = await ask({ start: { at, offset_minutes: 0, link: { entry: runbook + '/seen', steps: [] } } });
    const place = document.getElementById('_walk');
    place.hidden = false;
    const found = [];
    let [states, answers] = [0, ['bad', 'good']];
    for (; states < 12; states += 1) {
        const { shown } = view;
        const laid = await window.triagebookPrompt.lay(shown, doer);
        place.replaceChildren(laid.heading, ...laid.parts.filter(part => part instanceof Node), around.moves(view, doer),
            ...around.replies(shown, doer), around.pathSoFar(shown, doer), around.suspects(shown), around.facts(shown.report),
            around.remarks(shown.report, doer), around.keeping(doer), await around.reportBox(doer));
        if (laid.kind === 'check') {
            const judged = await ask({ judge: { at, events, text: payload, parked: null } });
            place.append(...window.triagebookOutput.judgement(judged, () => {}, () => {}));
        }
        place.querySelectorAll('details').forEach(details => { details.open = true; });
        found.push(...[...place.querySelectorAll('*')].filter(element =>
            /^(script|style|iframe|object|embed|img|video|audio|link|meta|base|math|svg|template|marquee)$/i.test(element.nodeName)
            || [...element.attributes].some(attribute => /^(on|style$|srcdoc$|formaction$)/i.test(attribute.name))
            || (element.href && !/^(https?|mailto|blob):/.test(element.href)
                && !element.href.startsWith(new URL(document.documentElement.dataset.root, location).href)))
            .map(element => element.outerHTML));
        if (laid.kind === 'end' || laid.kind === 'stuck') {
            break;
        }
        const fix = shown.prompt.fix;
        const act = laid.kind === 'input' ? 'decline' : shown.wait_minutes !== null ? 'skip-wait'
            : laid.kind === 'check' ? { judge: { text: payload, judged: at, answer: { outcome: answers.shift() }, reason: payload, parked: null } }
            : fix.unmet.length > 0 ? { 'overrule-requirement': { reason: payload } }
            : fix.confirm !== null ? { 'confirm-target': fix.confirm.target } : { tried: 'done' };
        const going = await ask({ act: { at, events, act } });
        events = events.concat(going.events);
        view = going.view;
    }
    if ('pwned' in window || document.title === 'pwned') {
        found.push('it ran');
    }
    return { found, states };
})";

#[test]
fn no_text_of_an_author_or_a_paste_becomes_anything_in_a_walk() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    let page = payload::site().join("runbooks/payload-0.html");
    browser.open(&tab, &page, "");
    site::wait_for_engine(&mut browser, &tab);
    for number in 0..payload::COUNT {
        let payload = payload::payload(number);
        let laid = browser.evaluate(&tab, &format!("{LAY_OUT}({number}, {})", json!(payload)));
        assert_eq!(laid["found"], json!([]), "{payload}");
        assert!(laid["states"].as_u64().unwrap() > 2, "{payload}: check, fix, check, end");
    }
    quiet(&mut browser, &tab, "all walks");
}

/// Goes on with the last answers until what waits is of this kind.
fn reach(browser: &mut Browser, tab: &Tab, wanted: &str) -> bool {
    for _ in 0..30 {
        let kind = state(browser, tab);
        if kind == wanted {
            return true;
        }
        if kind == "end" {
            return false;
        }
        let target = browser.evaluate(tab, "document.getElementById('tb-target') !== null") == true;
        let doing = if kind == "value" {
            "[...document.querySelectorAll('#_walk button')].find(button => button.textContent === 'I do not know it').click()"
        } else if target {
            "document.getElementById('tb-target').value = document.querySelector('.tb-walk-panel .tb-stop code').textContent;
             document.querySelector('#_walk .tb-form button[type=submit]').click()"
        } else {
            "const early = [...document.querySelectorAll('#_walk button')].find(button => /^(Answer all the same|Show the commands)/.test(button.textContent));
             if (early) { early.click(); } else {
                 const answers = document.querySelectorAll('#_walk input[type=radio]');
                 (answers.length > 3 ? answers[1] : answers[0]).click();
                 document.querySelector('#_walk .tb-form button[type=submit]').click();
             }"
        };
        until_shown(browser, tab, doing);
    }
    false
}

#[test]
fn no_author_text_runs_while_a_person_walks() {
    let mut browser = Browser::start();
    let tab = browser.tab();
    // By hand as a person walks, so only some.
    let pages = site::pages(payload::site());
    for page in pages.iter().filter(|page| page.parent().unwrap().ends_with("runbooks")).step_by(40) {
        let what = page.display().to_string();
        browser.open(&tab, page, "");
        begin_here(&mut browser, &tab, "seen");
        assert!(reach(&mut browser, &tab, "fix"), "{what}");
        reach(&mut browser, &tab, "end");
        assert_eq!(browser.evaluate(&tab, "'pwned' in window"), false, "{what}");
        quiet(&mut browser, &tab, &what);
    }
}
