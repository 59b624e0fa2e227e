// Drills on a lesson's page: a case is played against the engine, by the very rules of the terminal. A drill is a case, a seed
// and a list of moves; they are kept in this tab. What was practised stays in this browser, as the file that
// `triagebook drill` keeps.
// @ts-check
'use strict';

(function drills() {
    const { Refused, Stopped, ask, button, element, load, patiently, practised: keys, prose, save, spoken, today } = window.triagebook;
    const { lay, moves } = window.triagebookPractice;
    const place = /** @type {HTMLElement} */ (document.getElementById('_drill'));
    const runbook = place.dataset.tbRunbook ?? '';
    const files = (place.dataset.tbFiles ?? '').split(' ').filter(name => name !== '');
    const DRILL = 'tb-drill:' + runbook;
    const { person: PERSON, progress: PROGRESS } = keys;

    /** @type {{ case: string, settings: { seed: number, feedback: string }, moves: any[], recorded: boolean } | null} */
    let drill = null;
    /** What can be practised, and what was. @type {any} */
    let offer = null;
    /** Where the drill stood when it was shown last. */
    let spot = '';
    /** @type {Promise<void> | null} */
    let loading = null;
    /** Moves are made one after the other. */
    let queue = Promise.resolve();
    let isBeginning = false;

    function ready() {
        loading ??= load(files, place.dataset.tbCases).catch(error => {
            loading = null;
            throw error;
        });
        return loading;
    }

    /** The same, for somebody who waits for it. */
    async function awaited() {
        const loading = element('p', { class: 'tb-loading' }, 'Loading the drills…');
        await patiently(ready(), () => status.replaceChildren(loading));
        loading.remove();
    }

    // What is kept in this browser.

    /**
     * @param {string} name
     * @returns {string}
     */
    function stored(name) {
        try {
            return localStorage.getItem(name) ?? '';
        } catch {
            return '';
        }
    }

    /**
     * @param {string} name
     * @param {string} text
     */
    function store(name, text) {
        try {
            localStorage.setItem(name, text);
        } catch {
            throw new Error('this browser keeps nothing for this page, so what you practise is not saved');
        }
    }

    const person = () => stored(PERSON) || 'me';
    const progress = () => stored(PROGRESS + person());

    /**
     * Keeps new progress. What could not be understood is put aside, never overwritten.
     * @param {{ progress: string, was_damaged: boolean }} made
     */
    function renew(made) {
        if (made.was_damaged) {
            store(PROGRESS + person() + ':damaged', progress());
        }
        store(PROGRESS + person(), made.progress);
    }

    function keep() {
        try {
            sessionStorage.setItem(DRILL, JSON.stringify(drill));
        } catch {
            say('This tab has no room to keep the drill; it is lost when you leave the page.');
        }
    }

    /** @returns {typeof drill} */
    function kept() {
        try {
            return JSON.parse(sessionStorage.getItem(DRILL) ?? 'null');
        } catch {
            return null;
        }
    }

    // Addresses.

    function address() {
        return drill === null ? '' : '#drill=' + encodeURIComponent(drill.case).replaceAll('%2F', '/') + '&seed=' + drill.settings.seed
            + (drill.settings.feedback === 'at-end' ? '&feedback=at-end' : '');
    }

    /** The drill that the address names; none where it names none. */
    function linked() {
        const [, name, seed, feedback] = /^#drill=([^&]+)&seed=(\d+)(?:&feedback=(at-end))?$/.exec(location.hash) ?? [];
        try {
            return name === undefined ? null : { name: decodeURIComponent(name), seed: Number(seed), feedback: feedback ?? 'at-once' };
        } catch {
            return null;
        }
    }

    // Playing.

    /**
     * Does one thing after what is being done.
     * @param {() => Promise<void>} what
     * @returns {Promise<void>}
     */
    function then(what) {
        queue = queue.then(what).catch(error => {
            say(error instanceof Stopped ? 'Stopped; nothing has changed.' : error instanceof Refused ? 'That cannot be done here: ' + error.message.replace(/\.?$/, '.')
                : 'This cannot go on: ' + String(error instanceof Error ? error.message : error).replace(/\.?$/, '. Try it again.'));
            status.scrollIntoView({ block: 'nearest' });
        });
        return queue;
    }

    /**
     * @param {string} name
     * @param {number} seed
     * @param {string} feedback
     * @param {'pushState' | 'replaceState'} how
     */
    async function begin(name, seed, feedback, how) {
        if (!Number.isSafeInteger(seed) || seed < 0) {
            throw new Refused('a seed is a whole number from 0 to ' + Number.MAX_SAFE_INTEGER);
        }
        await awaited();
        const settings = { seed, feedback };
        await ask({ drill: { play: { case: name, settings, moves: [], then: null } } });
        drill = { case: name, settings, moves: [], recorded: false };
        history[how](null, '', address());
        await play(null);
    }

    /**
     * Begins the drill that somebody chose; what is pressed meanwhile begins no other.
     * @param {string} name
     * @param {number} seed
     * @param {string} feedback
     */
    async function start(name, seed, feedback) {
        if (!isBeginning) {
            isBeginning = true;
            await then(() => begin(name, seed, feedback, 'pushState'));
            isBeginning = false;
        }
    }

    /**
     * Makes a move, and shows what came of it.
     * @param {any} made
     */
    async function play(made) {
        if (drill === null) {
            return;
        }
        await awaited();
        const { case: name, settings } = drill;
        const played = await ask({ drill: { play: { case: name, settings, moves: drill.moves, then: made } } });
        if (played.refused !== null) {
            throw new Refused(played.refused);
        }
        if (made !== null) {
            drill.moves.push(made);
        }
        keep();
        await show(played, made);
        if (played.account !== null && !drill.recorded) {
            renew(await ask({ drill: { record: { case: name, settings, moves: drill.moves, progress: progress(), today: today() } } }));
            drill.recorded = true;
            keep();
        }
    }

    /** @type {Player} */
    const player = {
        runbook,
        // What was pressed on something that is not shown any more, as by a second click, is not meant for what came of it.
        make: made => {
            const [played, seen] = [drill, drill?.moves.length];
            return then(async () => {
                if (drill === played && drill?.moves.length === seen) {
                    await play(made);
                }
            });
        },
        choose: () => then(async () => {
            await choose();
            document.getElementById('tb-drill-case')?.focus();
        }),
        again: () => then(async () => {
            if (drill !== null) {
                await begin(drill.case, drill.settings.seed, drill.settings.feedback, 'replaceState');
            }
        }),
        download: () => then(async () => {
            if (drill !== null) {
                const { case: name, settings, moves } = drill;
                save('drill-' + name.replace('/', '-') + '.json', 'application/json', await ask({ drill: { account: { case: name, settings, moves } } }));
            }
        }),
    };

    // What is shown.

    const status = element('div', { role: 'status', class: 'tb-walk-notes' });
    const panel = element('section', { class: 'tb-walk-panel', 'aria-labelledby': 'tb-drill-title' });
    const choosing = element('div', { class: 'tb-drill-choosing' });

    /** @param {string} note */
    function say(note) {
        status.replaceChildren(element('p', {}, spoken(note)));
    }

    /**
     * @param {any} played
     * @param {any} made
     */
    async function show(played, made) {
        offer ??= await offered();
        const waiting = played.prompt.check ?? played.prompt.fix;
        const here = JSON.stringify([played.number, waiting?.node, waiting?.visit, played.account === null]);
        const isNew = here !== spot;
        spot = here;
        // What was said about the move before belongs above a new question, and beside one that still waits.
        const before = isNew ? played.remarks : [];
        const laid = await lay({ ...played, remarks: isNew ? [] : played.remarks }, player);
        status.replaceChildren(...before.map((/** @type {any} */ remark) => element('p', { class: 'tb-remark tb-remark-' + remark.kind },
            remark.kind === 'unsafe' && element('strong', {}, 'Unsafe: '), spoken(remark.text))));
        panel.className = 'tb-walk-panel tb-node tb-' + laid.kind;
        panel.replaceChildren(
            element('p', { class: 'tb-meta' }, 'Case ' + drill?.case + ', seed ' + drill?.settings.seed + '. Nothing here is real.'),
            element('p', {}, 'Somebody reports: ', element('strong', {}, played.symptom)),
            ...(played.number === 1 && played.detail !== null ? [element('div', { class: 'tb-detail' }, await prose(played.detail))] : []),
            laid.heading,
            ...laid.parts.filter(part => part !== null && part !== undefined && part !== false),
            ...(played.account === null ? [moves(offer.places, player)] : []));
        choosing.replaceChildren();
        const news = made === 'look' || made === 'undo' ? 'tb-drill-seen' : 'tb-drill-said';
        const target = isNew ? laid.heading : document.getElementById(news);
        (target === null || target.childElementCount + target.textContent.length === 0 ? laid.heading : target).focus();
        document.dispatchEvent(new CustomEvent('triagebook-drill', { detail: played }));
    }

    // Choosing a case.

    async function offered() {
        await awaited();
        return ask({ drill: { cases: { runbook, progress: progress(), today: today(), seed: Math.floor(Math.random() * 100_000) } } });
    }

    async function choose() {
        offer = await offered();
        spot = '';
        status.replaceChildren();
        panel.replaceChildren();
        if (offer.next === null) {
            choosing.replaceChildren(element('p', {}, 'This knowledge base has no case for this runbook yet.'), practised());
            return;
        }
        const option = (/** @type {any} */ symptom) => element('option', { value: symptom.cases[0] },
            symptom.title + ' (' + symptom.cases.length + (symptom.cases.length === 1 ? ' case' : ' cases')
            + (symptom.played === 0 ? '' : ', ' + symptom.played + ' played') + (symptom.due === 0 ? '' : ', ' + symptom.due + ' due again') + ')');
        const which = /** @type {HTMLSelectElement} */ (element('select', { id: 'tb-drill-case' },
            element('option', { value: offer.next }, 'Surprise me: what is due, or new'), offer.symptoms.map(option)));
        const told = /** @type {HTMLInputElement} */ (element('input', { id: 'tb-drill-at-end', type: 'checkbox' }));
        const feedback = () => told.checked ? 'at-end' : 'at-once';
        const chosen = element('form', { class: 'tb-form', submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            start(which.value, Math.floor(Math.random() * 100_000), feedback());
        } },
        element('p', {}, element('label', { for: 'tb-drill-case' }, 'What is reported'), which),
        element('div', { class: 'tb-choice' }, told, element('label', { for: 'tb-drill-at-end' }, 'Tell me about wrong decisions only at the end')),
        element('button', { type: 'submit', class: 'tb-button tb-strong' }, 'Begin a drill'));
        choosing.replaceChildren(chosen, named(feedback), practised());
    }

    /**
     * The drill that somebody else played.
     * @param {() => string} feedback
     */
    function named(feedback) {
        const name = /** @type {HTMLInputElement} */ (element('input', { id: 'tb-drill-name', type: 'text', autocomplete: 'off', spellcheck: 'false', required: true }));
        const seed = /** @type {HTMLInputElement} */ (element('input', { id: 'tb-drill-seed', type: 'text', inputmode: 'numeric', autocomplete: 'off', required: true }));
        return element('details', {}, element('summary', {}, 'The same drill as somebody else'),
            element('form', { class: 'tb-form', submit: (/** @type {Event} */ event) => {
                event.preventDefault();
                start(name.value.trim(), Number(seed.value), feedback());
            } },
            element('p', {}, element('label', { for: 'tb-drill-name' }, 'Case, such as ' + runbook + '/1a2b'), name),
            element('p', {}, element('label', { for: 'tb-drill-seed' }, 'Seed'), seed),
            element('button', { type: 'submit', class: 'tb-button' }, 'Play it')));
    }

    /** What was practised, and how it gets elsewhere. */
    function practised() {
        const { tally, cards } = offer;
        const due = cards.filter((/** @type {any} */ card) => card.is_due).length;
        const count = (/** @type {number} */ number, /** @type {string} */ word) => number + ' ' + word + (number === 1 ? '' : 's');
        const row = (/** @type {any} */ card) => element('li', {}, card.title + ' ',
            element('span', { class: 'tb-meta' }, 'box ' + card.box + ', ' + card.right + ' right, ' + card.missed + ' missed, '
                + (card.is_due ? 'due' : 'due on ' + card.due)));
        const name = /** @type {HTMLInputElement} */ (element('input', { id: 'tb-drill-person', type: 'text', autocomplete: 'off', spellcheck: 'false', value: person(), maxlength: 64 }));
        const file = /** @type {HTMLInputElement} */ (element('input', { id: 'tb-drill-import', type: 'file', class: 'tb-file', accept: '.json,application/json' }));
        file.addEventListener('change', () => then(async () => {
            const other = file.files?.[0];
            if (other !== undefined) {
                renew(await ask({ drill: { 'take-over': { progress: progress(), other: await other.text() } } }));
                await again('It is taken over.');
            }
        }));
        /** @param {string} note */
        async function again(note) {
            await choose();
            choosing.querySelector('.tb-practised')?.setAttribute('open', '');
            say(note);
        }
        return element('details', { class: 'tb-practised' }, element('summary', {}, 'What you practised (' + count(due, 'question') + ' due)'),
            offer.is_damaged && element('p', { class: 'tb-unconfirmed' }, 'What this browser keeps cannot be understood. It is put aside when you finish a drill.'),
            element('p', {}, count(tally.drills, 'drill') + ' on ' + count(tally.cases, 'case') + ', ' + tally.solved + ' solved; ' + count(tally.met, 'question') + ' met.'),
            cards.length > 0 && element('ul', { class: 'tb-cards' }, cards.map(row)),
            element('form', { class: 'tb-form', submit: (/** @type {Event} */ event) => {
                event.preventDefault();
                then(async () => {
                    // The same names as on the command line, where they are names of files.
                    if (!/^[\p{L}\p{N}_-][\p{L}\p{N}._-]{0,63}$/u.test(name.value)) {
                        throw new Refused('a name here has letters, digits, “-”, “_” and “.”');
                    }
                    store(PERSON, name.value);
                    await again('Progress is kept for ' + name.value + '.');
                });
            } },
            element('p', {}, element('label', { for: 'tb-drill-person' }, 'Whose progress it is, where several people share this browser'), name),
            element('button', { type: 'submit', class: 'tb-button' }, 'Use this name')),
            element('p', {}, element('label', { for: 'tb-drill-import' }, 'Take over a file from another browser or a terminal '), file),
            element('div', { class: 'tb-row' },
                button('Save it as a file', () => progress() === '' ? say('Nothing is kept yet.') : save(person() + '.json', 'application/json', progress())),
                element('details', {}, element('summary', {}, 'Delete it'), button('Delete it from this browser', () => then(async () => {
                    localStorage.removeItem(PROGRESS + person());
                    await again('It is deleted.');
                })))));
    }

    /** What stands there before anything is chosen: nothing of the engine is loaded for it. */
    function invite() {
        const going = kept();
        panel.replaceChildren();
        choosing.replaceChildren(element('div', { class: 'tb-row' },
            button('Choose a case', () => player.choose(), { class: 'tb-strong' }),
            going !== null && !going.recorded && going.moves.length > 0 && button('Go on with the drill', () => then(() => resume(going, 'pushState')))));
    }

    /**
     * @param {NonNullable<typeof drill>} going
     * @param {'pushState' | 'replaceState'} how
     */
    async function resume(going, how) {
        drill = going;
        spot = '';
        history[how](null, '', address());
        await play(null);
    }

    /** Plays what the address names. */
    function follow() {
        const link = linked();
        if (link === null) {
            if (location.hash === '') {
                drill = null;
                spot = '';
                status.replaceChildren();
                invite();
            }
            return;
        }
        const going = kept();
        const isKept = going !== null && going.case === link.name && going.settings.seed === link.seed && going.settings.feedback === link.feedback;
        then(() => isKept ? resume(going, 'replaceState') : begin(link.name, link.seed, link.feedback, 'replaceState'));
    }

    place.hidden = false;
    place.append(status, choosing, panel);
    invite();
    addEventListener('popstate', follow);
    if (linked() !== null) {
        follow();
    }
})();
