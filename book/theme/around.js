// What stands around the question of a walk: ways on, replies that are awaited, the path, suspects, facts, notes, the report,
// and how the walk is kept.
// @ts-check
'use strict';

window.triagebookAround = (function around() {
    const { ask, button, copyable, element, save } = window.triagebook;
    const { deciding, pasteBox, proposed } = window.triagebookOutput;

    /** A title before what was answered to it: questions need no colon. @param {string} title */
    const led = title => title + (title.endsWith('?') ? ' ' : ': ');

    /**
     * What was decided without the person since the last answer.
     * @param {any} report
     */
    function passed(report) {
        const last = report.path.findLastIndex((/** @type {any} */ step) => step.by === 'answer' || step.by === 'evidence');
        const since = report.path.slice(last + 1).filter((/** @type {any} */ step) => step.by === 'fact' || step.outcome === 'attempts-used');
        return since.map((/** @type {any} */ step) => element('p', { class: 'tb-meta' }, led(step.title)
            + (step.outcome === 'attempts-used' ? 'it was tried as often as it may be' : step.outcome_title + ' (follows from what is known)')));
    }

    /**
     * @param {any} view
     * @param {Doer} doer
     */
    function moves({ shown, is_first: isFirst }, doer) {
        const ways = shown.ways.map((/** @type {any} */ one) => way(one, doer)).filter((/** @type {Node | null} */ button) => button !== null);
        return element('div', { class: 'tb-moves' },
            button('Back', () => doer.act('back'), { disabled: isFirst }),
            ways.length === 0 ? null : element('details', { open: shown.is_put_aside }, element('summary', {}, 'Other ways on'),
                element('ul', { class: 'tb-ways' }, ways.map((/** @type {Node} */ button) => element('li', {}, button)))));
    }

    /**
     * @param {any} way
     * @param {Doer} doer
     */
    function way(way, doer) {
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
     * @param {Doer} doer
     */
    function replies(shown, doer) {
        if (shown.parked.length === 0) {
            return [];
        }
        const request = element('div', {});
        const asked = element('details', {}, element('summary', {}, 'The request to send'), request);
        asked.addEventListener('toggle', async () => {
            if (request.childElementCount === 0) {
                request.append(copyable(await ask({ ask: { events: doer.events() } }), 'the request'));
            }
        });
        const rows = shown.parked.map((/** @type {any} */ parked) => {
            const key = /** @type {[string, number]} */ ([parked.node, parked.visit]);
            const box = pasteBox(doer, key, result => { use.hidden = proposed(result) === undefined; });
            const use = button('Take this answer', () => {
                const read = box.current();
                const outcome = proposed(read?.result);
                if (read && outcome !== undefined) {
                    doer.act({ judge: { text: read.text, judged: read.judged, answer: { outcome }, reason: null, parked: key } });
                }
            }, { hidden: true });
            return element('details', {}, element('summary', {}, 'Reply to: ' + parked.title), box.whole, use);
        });
        return [element('div', { class: 'tb-replies' }, element('p', { class: 'tb-term' }, 'Waiting for somebody else'), asked, rows)];
    }

    /**
     * @param {any} shown
     * @param {Doer} doer
     */
    function pathSoFar(shown, doer) {
        const { report, kept } = shown;
        const steps = report.path.map((/** @type {any} */ step, /** @type {number} */ index) => {
            const isOurs = step.by === 'answer' || step.by === 'evidence';
            const words = step.outcome_title ?? (step.kind === 'fix' ? step.outcome : null);
            return element('li', {}, words ? led(step.title) : step.title, words && element('strong', {}, words),
                step.by === 'fact' && ' (follows from what is known)',
                step.overruled && ' (against the output)',
                isOurs && ' ',
                isOurs && button('Change', () => doer.act({ 'back-to': { index } }), { class: 'tb-small', 'aria-label': 'Change the answer to: ' + step.title }),
                deciding(step.lines));
        });
        const waits = kept.map((/** @type {any} */ step) => element('li', {}, led(step.title) + step.said + ' '
            + (step.fate === 'comes-back' ? '(kept; it counts when the path comes there)' : '(will be asked again after the fix)')));
        return steps.length + waits.length === 0 ? '' : element('details', { class: 'tb-path' }, element('summary', {}, 'Path so far (' + report.path.length + ')'),
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

    /**
     * @param {any} report
     * @param {Doer} doer
     */
    function remarks(report, doer) {
        const area = /** @type {HTMLTextAreaElement} */ (element('textarea', { id: 'tb-note', rows: 2 }));
        return element('details', { class: 'tb-notes' }, element('summary', {}, 'Notes for the report (' + report.notes.length + ')'),
            element('ul', {}, report.notes.map((/** @type {any} */ note) => element('li', {}, note.text))),
            element('label', { for: 'tb-note' }, 'A note'), area,
            button('Add the note', () => area.value.trim() !== '' && doer.act({ note: area.value.trim() })));
    }

    const READERS = [['ticket', 'the ticket'], ['escalation', 'whoever takes over'], ['customer', 'the customer'], ['record', 'the file of the case, with all output']];
    const FORMS = [['markdown', 'Markdown', 'md', 'text/markdown'], ['html', 'HTML', 'html', 'text/html'], ['json', 'JSON', 'json', 'application/json']];

    /**
     * The report, in whatever forms the engine writes.
     * @param {Doer} doer
     */
    async function reportBox(doer) {
        const reader = /** @type {HTMLSelectElement} */ (element('select', { id: 'tb-reader' }, READERS.map(([value, words]) => element('option', { value }, words))));
        const download = FORMS.map(([form, label, ending, type]) => button('Download ' + label, () => doer.then(async () => {
            await doer.finish();
            save(doer.fileName(ending), type, await ask({ dossier: { events: doer.events(), reader: reader.value, form } }));
        })));
        const text = await ask({ report: { events: doer.events(), form: 'text' } });
        return element('div', { class: 'tb-report' }, element('h3', {}, 'Summary for the ticket'), copyable(text, 'the summary'),
            element('p', {}, element('label', { for: 'tb-reader' }, 'As a file, for'), reader),
            element('div', { class: 'tb-row' }, download),
            element('p', { class: 'tb-meta' }, 'It names people and machines; credentials were taken out by pattern. JSON is always the whole record.'));
    }

    /** @param {Doer} doer */
    function keeping(doer) {
        const shown = element('code', {}, doer.address());
        return element('details', { class: 'tb-keeping' }, element('summary', {}, 'Keep, share, go on elsewhere'),
            element('p', {}, 'The walk is kept in this tab, and sent nowhere. Its address brings somebody else to the same question; it holds the answers, and nothing that was typed or pasted:'),
            element('p', { class: 'tb-address' }, shown),
            element('p', {}, 'The session as a file holds all of it. In a terminal, ', element('code', {}, 'triagebook sessions import FILE'), ' takes it over; here, open it again.'),
            element('div', { class: 'tb-row' },
                button('Save the session', () => doer.then(async () => {
                    save(doer.fileName('journal'), 'text/plain', await ask({ journal: { events: doer.events() } }));
                })),
                opener(doer)));
    }

    /** @param {Doer} doer */
    function opener(doer) {
        const input = /** @type {HTMLInputElement} */ (element('input', { type: 'file', id: 'tb-open', class: 'tb-file', accept: '.journal' }));
        input.addEventListener('change', () => {
            const file = input.files?.[0];
            if (file !== undefined) {
                doer.open(file);
            }
        });
        return element('span', { class: 'tb-opener' }, element('label', { for: 'tb-open' }, 'Open a saved session'), input);
    }

    return { facts, keeping, moves, opener, passed, pathSoFar, remarks, replies, reportBox, suspects };
})();
