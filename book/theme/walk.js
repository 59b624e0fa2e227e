// The walk on a runbook's page: one question at a time, with what was pasted judged by the engine. The walk is a list of
// events, as in the terminal. It is kept in this tab alone; the address holds what was answered, and nothing that was typed
// or pasted, so that it can be shared.
//
// The browser's history: each act is one entry that holds how many acts there were. Going back is "undo", going forward
// is "redo".
// @ts-check
'use strict';

(function walk() {
    const { Refused, ask, copyable, element, load, save } = window.triagebook;
    const { lay, pasteBox, deciding } = window.triagebookPrompt;
    const place = /** @type {HTMLElement} */ (document.getElementById('_walk'));
    const runbook = place.dataset.tbRunbook ?? '';
    const files = (place.dataset.tbFiles ?? '').split(' ').filter(name => name !== '');
    const MARK = '#walk=';
    const STORE = 'tb-walk:';

    /** @type {{ id: string, events: any[], view: any, depth: number } | null} */
    let session = null;
    /** @type {Promise<void> | null} */
    let loading = null;
    let notes = /** @type {string[]} */ ([]);
    /** Acts are done one after the other. */
    let queue = Promise.resolve();

    const now = () => new Date().toISOString();

    function ready() {
        loading ??= load(files).catch(error => {
            loading = null;
            throw error;
        });
        return loading;
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

    // Walking.

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
                notes = [error instanceof Refused ? 'That cannot be done here: ' + error.message + '.'
                    : 'This cannot go on: ' + (error instanceof Error ? error.message : error)];
                say();
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
        place.hidden = false;
        await ready();
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
        take(going);
        // Remarks and the end of a session cannot be undone, so they are no entries of the history.
        const isRemark = act === 'finish' || act.note !== undefined;
        session.depth += isRemark ? 0 : 1;
        mark(isRemark ? 'replaceState' : 'pushState');
        await show();
    }

    /** @type {Doer} */
    const doer = {
        act: act => then(() => doAct(act)),
        judge: (text, parked) => ask({ judge: { at: now(), events: session?.events, text, parked } }),
        say: text => { notes = [text]; say(); },
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
        place.hidden = false;
        await ready();
        session = { id: there.tb, events, view: null, depth: there.depth };
        const going = await ask({ view: { at: now(), events } });
        take({ ...going, events: [] });
        await show();
    }

    /** @param {File} file */
    async function open(file) {
        const journal = await file.text();
        place.hidden = false;
        await ready();
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
        status.replaceChildren(...notes.map(note => element('p', {}, note)));
    }

    /** Puts the walk aside: the page is itself again, and offers to go on. */
    function close() {
        const going = session;
        panel.replaceChildren();
        if (going !== null) {
            begins.replaceChildren(element('p', {}, 'A triage is under way. ', element('button', { type: 'button', class: 'tb-button', click: () => then(async () => {
                session = going;
                mark('pushState');
                await show();
            }) }, 'Go on with it')));
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
            element('p', { class: 'tb-meta' }, 'Triage of: ' + report.path[0]?.title + '. ', shown.suspects === null ? '' : shown.suspects + '.'),
            laid.heading,
            ...passed(report),
            ...laid.parts.filter(part => part !== null && part !== undefined),
            ...(laid.kind === 'end' || laid.kind === 'stuck' ? [await reportBox()] : []),
            moves(shown),
            ...replies(shown),
            pathSoFar(shown),
            suspects(shown),
            facts(report),
            remarks(report),
            keeping());
        laid.heading.focus();
        document.dispatchEvent(new CustomEvent('triagebook-walk', { detail: report.path.map((/** @type {any} */ step) => step.node).concat(report.stopped_at) }));
    }

    /**
     * What was decided without the person since the last answer.
     * @param {any} report
     */
    function passed(report) {
        const last = report.path.findLastIndex((/** @type {any} */ step) => step.by === 'answer' || step.by === 'evidence');
        const since = report.path.slice(last + 1).filter((/** @type {any} */ step) => step.by === 'fact' || step.outcome === 'attempts-used');
        return since.map((/** @type {any} */ step) => element('p', { class: 'tb-meta' }, step.title + ': '
            + (step.outcome === 'attempts-used' ? 'it was tried as often as it may be' : step.outcome_title + ' (follows from what is known)')));
    }

    /** @param {any} shown */
    function moves(shown) {
        const ways = shown.ways.map(way).filter((/** @type {Node | null} */ button) => button !== null);
        return element('div', { class: 'tb-moves' },
            element('button', { type: 'button', class: 'tb-button', disabled: session?.view.is_first, click: () => doer.act('back') }, 'Back'),
            ways.length === 0 ? null : element('details', { open: shown.is_put_aside }, element('summary', {}, 'Other ways on'),
                element('ul', { class: 'tb-ways' }, ways.map((/** @type {Node} */ button) => element('li', {}, button)))));
    }

    /** @param {any} way */
    function way(way) {
        const button = (/** @type {string} */ words, /** @type {() => any} */ click) => element('button', { type: 'button', class: 'tb-button', click }, words);
        const goal = (/** @type {any} */ goal) => goal.title + (goal.ends === null ? '' : ' (the walk ends there, ' + goal.ends + ')');
        if (way === 'park') {
            return button('Ask somebody else to run it: write a request, keep the question open', () => doer.act({ 'park-check': { reason: null } }));
        }
        if (way === 'leave') {
            return null;
        }
        if (way === 'back') {
            return button('Go back to the question before', () => doer.act('back'));
        }
        return 'unsure' in way ? button('Go on without an answer: ' + goal(way.unsure), () => doer.act({ answer: 'unsure' }))
            : button('Leave it open and go on at: ' + goal(way.jump), () => doer.act({ jump: { to: way.jump.node, reason: null } }));
    }

    /**
     * Questions that somebody else was asked to run: the request to send, and where the reply goes.
     * @param {any} shown
     */
    function replies(shown) {
        if (shown.parked.length === 0) {
            return [];
        }
        const request = element('div', {});
        const asked = element('details', {}, element('summary', {}, 'The request to send'), request);
        asked.addEventListener('toggle', async () => {
            if (request.childElementCount === 0) {
                request.append(copyable(await ask({ ask: { events: session?.events } }), 'the request'));
            }
        });
        const rows = shown.parked.map((/** @type {any} */ parked) => {
            const key = /** @type {[string, number]} */ ([parked.node, parked.visit]);
            const use = element('button', { type: 'button', class: 'tb-button', hidden: true }, 'Take this answer');
            const box = pasteBox(doer, key, result => { use.hidden = result.proposal.verdict.proposed === undefined; });
            use.addEventListener('click', () => {
                const read = box.current();
                const outcome = read?.result.proposal.verdict.proposed;
                if (read && outcome !== undefined) {
                    doer.act({ judge: { text: read.text, judged: read.judged, answer: { outcome }, reason: null, parked: key } });
                }
            });
            return element('details', {}, element('summary', {}, 'Reply to: ' + parked.title), box.whole, use);
        });
        return [element('div', { class: 'tb-replies' }, element('p', { class: 'tb-term' }, 'Waiting for somebody else'), asked, rows)];
    }

    /** @param {any} shown */
    function pathSoFar(shown) {
        const { report, kept } = shown;
        const steps = report.path.map((/** @type {any} */ step, /** @type {number} */ index) => {
            const isOurs = step.by === 'answer' || step.by === 'evidence';
            const words = step.outcome_title ?? (step.kind === 'fix' ? step.outcome : null);
            return element('li', {}, step.title, words && ': ', words && element('strong', {}, words),
                step.by === 'fact' && ' (follows from what is known)',
                step.overruled && ' (against the output)',
                isOurs && ' ',
                isOurs && element('button', { type: 'button', class: 'tb-button tb-small', 'aria-label': 'Change the answer to: ' + step.title, click: () => doer.act({ 'back-to': { index } }) }, 'Change'),
                deciding(step.lines));
        });
        const waits = kept.map((/** @type {any} */ step) => element('li', {}, step.title + ': ' + step.said + ' '
            + (step.fate === 'comes-back' ? '(kept; it counts when the path comes there)' : '(will be asked again after the fix)')));
        return element('details', { class: 'tb-path' }, element('summary', {}, 'Path so far (' + report.path.length + ')'),
            element('ol', {}, steps), waits.length > 0 && element('ul', {}, waits));
    }

    /** @param {any} shown */
    function suspects(shown) {
        const { possible, ruled_out: out, later } = shown.report.suspects;
        if (possible.length + out.length + later.length === 0) {
            return '';
        }
        const next = shown.next;
        const list = (/** @type {string} */ term, /** @type {any[]} */ rows, /** @type {(row: any) => string} */ words) =>
            rows.length > 0 && element('div', {}, element('p', { class: 'tb-term' }, term), element('ul', {}, rows.map(row => element('li', {}, words(row)))));
        const risky = (/** @type {any} */ row) => row.title + (row.risk === null ? '' : ' (' + row.risk + ')');
        return element('details', { class: 'tb-suspects' }, element('summary', {}, 'Suspects: ' + (shown.suspects ?? 'none ahead')),
            next && element('p', {}, next.here ? 'This question tells most about them.' : 'What tells most about them: ' + next.title),
            list('Still possible', possible, risky),
            list('Ruled out', out, row => row.title + ': “' + row.by_title + '” was answered with: ' + row.answer),
            list('Only after another fix', later, risky));
    }

    /** @param {any} report */
    function facts(report) {
        return report.facts.length === 0 ? '' : element('details', { class: 'tb-known' }, element('summary', {}, 'What is known (' + report.facts.length + ')'),
            element('dl', { class: 'tb-facts' }, report.facts.map((/** @type {any} */ fact) => element('div', {}, element('dt', {}, fact.name),
                element('dd', {}, fact.value, deciding(fact.lines))))));
    }

    /** @param {any} report */
    function remarks(report) {
        const area = /** @type {HTMLTextAreaElement} */ (element('textarea', { id: 'tb-note', rows: 2 }));
        return element('details', { class: 'tb-notes' }, element('summary', {}, 'Notes for the report (' + report.notes.length + ')'),
            element('ul', {}, report.notes.map((/** @type {any} */ note) => element('li', {}, note.text))),
            element('label', { for: 'tb-note' }, 'A note'), area,
            element('button', { type: 'button', class: 'tb-button', click: () => area.value.trim() !== '' && doer.act({ note: area.value.trim() }) }, 'Add the note'));
    }

    const READERS = [['ticket', 'the ticket'], ['escalation', 'whoever takes over'], ['customer', 'the customer'], ['record', 'the file of the case, with all output']];
    const FORMS = [['markdown', 'Markdown', 'md', 'text/markdown'], ['html', 'HTML', 'html', 'text/html'], ['json', 'JSON', 'json', 'application/json']];

    /** The report, in whatever forms the engine writes. */
    async function reportBox() {
        const finish = async () => {
            const last = session?.events.at(-1)?.event;
            if (session?.view.shown.report.result && last?.finished === undefined) {
                take(await ask({ act: { at: now(), events: session.events, act: 'finish' } }));
            }
        };
        const reader = /** @type {HTMLSelectElement} */ (element('select', { id: 'tb-reader' }, READERS.map(([value, words]) => element('option', { value }, words))));
        const download = FORMS.map(([form, label, ending, type]) => element('button', { type: 'button', class: 'tb-button', click: () => then(async () => {
            await finish();
            save('triage-' + runbook + '.' + ending, type, await ask({ dossier: { events: session?.events, reader: reader.value, form } }));
        }) }, 'Download ' + label));
        const text = await ask({ report: { events: session?.events, form: 'text' } });
        return element('div', { class: 'tb-report' }, element('h3', {}, 'Summary for the ticket'), copyable(text, 'the summary'),
            element('p', {}, element('label', { for: 'tb-reader' }, 'As a file, for'), reader),
            element('div', { class: 'tb-row' }, download),
            element('p', { class: 'tb-meta' }, 'It names people and machines; credentials were taken out by pattern. JSON is always the whole record.'));
    }

    function keeping() {
        const link = session === null ? '' : location.href.split('#')[0] + address(session.view.link);
        const shown = element('code', {}, link);
        return element('details', { class: 'tb-keeping' }, element('summary', {}, 'Keep, share, go on elsewhere'),
            element('p', {}, 'The walk is kept in this tab, and sent nowhere. Its address brings somebody else to the same question; it holds the answers, and nothing that was typed or pasted:'),
            element('p', { class: 'tb-address' }, shown),
            element('p', {}, 'The session as a file holds all of it. In a terminal, ', element('code', {}, 'triagebook sessions import FILE'), ' takes it over; here, open it again.'),
            element('div', { class: 'tb-row' },
                element('button', { type: 'button', class: 'tb-button', click: () => then(async () => {
                    save('triage-' + runbook + '.journal', 'text/plain', await ask({ journal: { events: session?.events } }));
                }) }, 'Save the session'),
                opener()));
    }

    function opener() {
        const input = /** @type {HTMLInputElement} */ (element('input', { type: 'file', id: 'tb-open', class: 'tb-file', accept: '.journal' }));
        input.addEventListener('change', () => {
            const file = input.files?.[0];
            if (file !== undefined) {
                then(() => open(file));
            }
        });
        return element('span', { class: 'tb-opener' }, element('label', { for: 'tb-open' }, 'Open a saved session'), input);
    }

    // The page.

    place.append(begins, status, panel);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-tb-begin]'))) {
        /** @type {HTMLElement} */ (button.parentElement).hidden = false;
        button.addEventListener('click', () => then(() => begin({ entry: runbook + '/' + button.dataset.tbBegin, steps: [] }, 'pushState')));
    }
    addEventListener('popstate', event => then(() => follow(event)));
    const here = history.state;
    const link = linkOf(location.hash);
    if (here?.tb !== undefined) {
        then(() => resume(here));
    } else if (link !== null) {
        then(() => begin(link, 'replaceState'));
    } else {
        place.hidden = false;
        begins.append(element('details', {}, element('summary', {}, 'Go on with a saved session'), opener()));
    }
})();
