// The walk on a runbook's page: one question at a time, with what was pasted judged by the engine. The walk is a list of
// events, as in the terminal. It is kept in this tab alone; the address holds what was answered, and nothing that was typed
// or pasted, so that it can be shared.
//
// The browser's history: each act is one entry that holds how many acts there were. Going back is "undo", going forward
// is "redo".
// @ts-check
'use strict';

(function walk() {
    const { Refused, Stopped, ask, button, element, load, once, patiently, spoken } = window.triagebook;
    const { lay } = window.triagebookPrompt;
    const around = window.triagebookAround;
    const place = /** @type {HTMLElement} */ (document.getElementById('_walk'));
    const runbook = place.dataset.tbRunbook ?? '';
    const files = (place.dataset.tbFiles ?? '').split(' ').filter(name => name !== '');
    const MARK = '#walk=';
    const STORE = 'tb-walk:';
    const DRAFT = 'tb-draft:';
    /** So many characters of what is not given yet are kept. */
    const SHORT = 100_000;

    /** @type {{ id: string, events: any[], view: any, depth: number } | null} */
    let session = null;
    /** @type {Promise<void> | null} */
    let loading = null;
    let notes = /** @type {string[]} */ ([]);
    /** Acts are done one after the other. */
    let queue = Promise.resolve();
    /** Whether a walk is about to begin: what is pressed meanwhile begins no other. */
    let isBeginning = false;
    /** Output that is being read; when the walk goes on, nobody waits for it any more. @type {Set<AbortController>} */
    const readings = new Set();

    const now = () => new Date().toISOString();

    function ready() {
        loading ??= load(files).catch(error => {
            loading = null;
            throw error;
        });
        return loading;
    }

    /** The same, for somebody who waits for it. */
    function awaited() {
        place.hidden = false;
        return patiently(ready(), () => status.replaceChildren(element('p', { class: 'tb-loading' }, 'Loading the triage…')));
    }

    // Addresses.

    /** @param {any} link */
    function address(link) {
        const short = (/** @type {string} */ key) => key.startsWith(runbook + '/') ? key.slice(runbook.length + 1) : key;
        const parts = [['walk', short(link.entry)], ...link.steps.map((/** @type {[string, string]} */ [node, word]) => [short(node), word])];
        return '#' + parts.map(([name, value]) => encodeURIComponent(name).replaceAll('%2F', '/') + '=' + encodeURIComponent(value).replaceAll('%2F', '/')).join('&');
    }

    /**
     * The walk that an address names; none where it names none.
     * @param {string} hash
     */
    function linkOf(hash) {
        if (!hash.startsWith(MARK)) {
            return null;
        }
        const long = (/** @type {string} */ name) => name.includes('/') ? name : runbook + '/' + name;
        try {
            const [[, entry], ...steps] = hash.slice(1).split('&').map(part => part.split('=').map(decodeURIComponent));
            return { entry: long(entry), steps: steps.map(([node, word]) => [long(node), word]) };
        } catch {
            return null;
        }
    }

    // What is kept in this tab.

    function keep() {
        if (session !== null) {
            try {
                sessionStorage.setItem(STORE + session.id, JSON.stringify(session.events));
            } catch {
                notes.push('This tab has no room to keep the walk. Save the session as a file before you leave the page.');
            }
        }
    }

    /** @param {string} id */
    function kept(id) {
        try {
            const text = sessionStorage.getItem(STORE + id);
            return text === null ? null : JSON.parse(text);
        } catch {
            return null;
        }
    }

    /**
     * What the box of the waiting question, or of one that is parked, holds and nobody has taken yet.
     * @param {[string, number] | null} parked
     */
    function draft(parked) {
        const key = DRAFT + session?.id + ' ' + (parked?.join(' ') ?? session?.view.shown.report.stopped_at);
        return {
            kept: () => {
                try {
                    return sessionStorage.getItem(key) ?? '';
                } catch {
                    return '';
                }
            },
            keep: (/** @type {string} */ text) => {
                try {
                    if (text === '' || text.length > SHORT) {
                        sessionStorage.removeItem(key);
                    } else {
                        sessionStorage.setItem(key, text);
                    }
                } catch {
                    // No room: it is gone when the page is loaded again, as what is too long is.
                }
            },
        };
    }

    // Walking.

    function goOn() {
        readings.forEach(stop => stop.abort());
    }

    /**
     * Does one thing after what is being done, and shows what came of it.
     * @param {() => Promise<void>} what
     * @returns {Promise<void>}
     */
    function then(what) {
        const done = queue.then(async () => {
            try {
                await what();
            } catch (error) {
                notes = [error instanceof Stopped ? 'Stopped; nothing has changed.' : error instanceof Refused ? 'That cannot be done here: ' + error.message.replace(/\.?$/, '.')
                    : 'This cannot go on: ' + String(error instanceof Error ? error.message : error).replace(/\.?$/, '. Try it again.')];
                say();
                // Who gave a value that is none gives another.
                document.getElementById('tb-value')?.focus({ preventScroll: true });
                // Whatever was pressed may stand far below.
                status.scrollIntoView({ block: 'nearest' });
            }
        });
        queue = done;
        return done;
    }

    /**
     * Takes over what the engine answered.
     * @param {any} going
     */
    function take(going) {
        if (session !== null) {
            session.events.push(...going.events);
            session.view = going.view;
            notes = going.notes;
            keep();
        }
    }

    /** Writes the address of the walk into the history, as an entry of its own or in place of the one there.
     * @param {'pushState' | 'replaceState'} how */
    function mark(how) {
        if (session !== null) {
            history[how]({ tb: session.id, depth: session.depth }, '', address(session.view.link));
        }
    }

    /**
     * @param {any} link
     * @param {'pushState' | 'replaceState'} how
     */
    async function begin(link, how) {
        await awaited();
        const going = await ask({ start: { at: now(), offset_minutes: -new Date().getTimezoneOffset(), link } });
        session = { id: String(Date.now()), events: [], view: null, depth: 0 };
        take(going);
        mark(how);
        await show();
    }

    /** @param {any} act */
    async function doAct(act) {
        if (session === null) {
            return;
        }
        const going = await ask({ act: { at: now(), events: session.events, act } });
        const given = act.take ?? act.judge ?? act.answer;
        if (given !== undefined) {
            draft(given.parked ?? null).keep('');
        }
        take(going);
        // Remarks and the end of a session cannot be undone, so they are no entries of the history.
        const isRemark = act === 'finish' || act.note !== undefined;
        session.depth += isRemark ? 0 : 1;
        mark(isRemark ? 'replaceState' : 'pushState');
        await show();
    }

    /** @type {Doer} */
    const doer = {
        // What was pressed on a question that is not shown any more, as by a second click, is not meant for the next one.
        act: act => {
            const [asked, seen] = [session, session?.events.length];
            goOn();
            return then(async () => {
                if (session === asked && session?.events.length === seen) {
                    await doAct(act);
                }
            });
        },
        draft,
        judge: (text, parked, stop) => {
            readings.add(stop);
            return ask({ judge: { at: now(), events: session?.events, text, parked } }, stop.signal).finally(() => readings.delete(stop));
        },
        take: (text, judged, count) => {
            if (session?.view.shown.wait_minutes !== null) {
                doer.say('The fix asks to wait. Come back later, or choose “Answer all the same”.');
            } else {
                doer.act({ take: { text, judged, count } });
            }
        },
        say: text => { notes = [text]; say(); },
        then,
        events: () => session?.events ?? [],
        address: () => location.href.split('#')[0] + (session === null ? '' : address(session.view.link)),
        fileName: ending => 'triage-' + runbook + '.' + ending,
        finish: async () => {
            if (session?.view.shown.report.result && session.events.at(-1)?.event.finished === undefined) {
                take(await ask({ act: { at: now(), events: session.events, act: 'finish' } }));
            }
        },
        open: file => {
            goOn();
            then(() => open(file));
        },
    };

    /**
     * Goes where the history went.
     * @param {PopStateEvent} event
     */
    async function follow(event) {
        const there = event.state;
        if (there?.tb === undefined) {
            const link = linkOf(location.hash);
            if (link !== null) {
                await begin(link, 'replaceState');
            } else if (session !== null) {
                close();
            }
            return;
        }
        if (session === null || session.id !== there.tb) {
            await resume(there);
            return;
        }
        const going = session;
        for (; going.depth > there.depth; going.depth -= 1) {
            take(await ask({ act: { at: now(), events: going.events, act: 'undo' } }));
        }
        for (; going.depth < there.depth; going.depth += 1) {
            take(await ask({ act: { at: now(), events: going.events, act: 'redo' } }));
        }
        await show();
    }

    /**
     * Goes on with a walk that this tab keeps; where it does not, with what its address says.
     * @param {{ tb: string, depth: number }} there
     */
    async function resume(there) {
        const events = kept(there.tb);
        const link = linkOf(location.hash);
        if (events === null) {
            if (link !== null) {
                await begin(link, 'replaceState');
            }
            return;
        }
        await awaited();
        session = { id: there.tb, events, view: null, depth: there.depth };
        const going = await ask({ view: { at: now(), events } });
        take({ ...going, events: [] });
        await show();
    }

    /** @param {File} file */
    async function open(file) {
        const journal = await file.text();
        await awaited();
        const going = await ask({ open: { at: now(), journal } });
        session = { id: String(Date.now()), events: [], view: null, depth: 0 };
        take(going);
        mark('pushState');
        await show();
    }

    // What is shown.

    const status = element('div', { role: 'status', class: 'tb-walk-notes' });
    const panel = element('section', { class: 'tb-walk-panel', 'aria-labelledby': 'tb-walk-title' });
    const begins = element('div', { class: 'tb-walk-bar' });

    function say() {
        status.replaceChildren(...notes.map(note => element('p', {}, spoken(note))));
    }

    /**
     * Tells the page where the walk has been and where it stands.
     * @param {string[]} path
     */
    function tell(path) {
        document.dispatchEvent(new CustomEvent('triagebook-walk', { detail: path }));
    }

    /** Offers what can be done before a walk has begun, beside beginning one. */
    function offer() {
        begins.replaceChildren(element('details', {}, element('summary', {}, 'Go on with a saved session'), around.opener(doer)));
    }

    /** Puts the walk aside: the page is itself again, and offers to go on. */
    function close() {
        const going = session;
        panel.replaceChildren();
        tell([]);
        if (going !== null) {
            begins.replaceChildren(element('p', {}, 'A triage is under way. ', button('Go on with it', () => then(async () => {
                session = going;
                mark('pushState');
                await show();
            }))));
        }
    }

    async function show() {
        if (session === null) {
            return;
        }
        const { shown } = session.view;
        const { report } = shown;
        const laid = await lay(shown, doer);
        const kind = laid.kind === 'input' ? 'check' : laid.kind;
        begins.replaceChildren();
        say();
        panel.className = 'tb-walk-panel tb-node tb-' + kind;
        panel.replaceChildren(
            element('p', { class: 'tb-meta' }, 'Triage of: ' + report.entry_title + (/[.?!]$/.test(report.entry_title) ? ' ' : '. '), shown.suspects === null ? '' : shown.suspects + '.'),
            laid.heading,
            ...around.passed(report),
            ...laid.parts.filter(part => part !== null && part !== undefined),
            ...(laid.kind === 'end' || laid.kind === 'stuck' ? [await around.reportBox(doer)] : []),
            around.moves(session.view, doer),
            ...around.replies(shown, doer),
            around.pathSoFar(shown, doer),
            around.suspects(shown),
            around.facts(report),
            around.remarks(report, doer),
            around.keeping(doer));
        laid.heading.focus({ preventScroll: true });
        // Wherever the page stood, what is new begins at its top.
        place.scrollIntoView({ block: 'start', behavior: 'instant' });
        tell(report.path.map((/** @type {any} */ step) => step.node).concat(report.stopped_at));
    }

    // The page.

    place.append(begins, status, panel);
    for (const start of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-tb-begin]'))) {
        /** @type {HTMLElement} */ (start.parentElement).hidden = false;
        // Who is about to begin need not wait for the engine.
        for (const sign of ['pointerenter', 'focus']) {
            start.addEventListener(sign, () => { ready().catch(() => {}); }, { once: true });
        }
        once(start, async () => {
            if (!isBeginning) {
                isBeginning = true;
                await then(() => begin({ entry: runbook + '/' + start.dataset.tbBegin, steps: [] }, 'pushState'));
                isBeginning = false;
            }
        });
    }
    addEventListener('popstate', event => {
        goOn();
        then(() => follow(event));
    });
    const here = history.state;
    const link = linkOf(location.hash);
    if (here?.tb !== undefined) {
        then(() => resume(here));
    } else if (link !== null) {
        then(() => begin(link, 'replaceState')).then(() => {
            if (session === null) {
                notes.push('Begin at one of the symptoms below.');
                say();
                offer();
            }
        });
    } else {
        place.hidden = false;
        offer();
    }
})();
