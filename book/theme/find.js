// Search by error text on the home page: the same ranking as `triagebook find`, because it is the same code.
// @ts-check
'use strict';

(function find() {
    const { ask, button, element, kept, patiently, textBox } = window.triagebook;
    const place = /** @type {HTMLElement} */ (document.getElementById('_find'));
    const { area: box, note, text: typed, set } = textBox({ id: '_find-box', rows: 3, 'aria-describedby': '_find-hint' });
    const status = element('p', { role: 'status', class: 'tb-find-status' });
    const list = element('ol', { class: 'tb-found' });
    /** @type {Promise<void> | null} */
    let loading = null;
    /** @type {Map<string, { page: string, card: string }>} */
    let addresses = new Map();
    let timer = 0;
    let stop = new AbortController();
    /** So long a text may be for the words of all pages to be searched, and for the history to remember it. */
    const [SHORT, LONG] = [150, 100_000];

    function load() {
        loading ??= Promise.all([kept('entries'), kept('names'), kept('elsewhere')]).then(([entries, names, elsewhere]) => {
            addresses = new Map(entries.map((/** @type {any} */ entry) => [entry.node, entry]));
            return ask({ 'load-entries': { entries, names, elsewhere } });
        }).catch(error => {
            loading = null;
            throw error;
        });
        return loading;
    }

    async function look() {
        clearTimeout(timer);
        stop.abort();
        stop = new AbortController();
        const { signal } = stop;
        const text = typed();
        if (text.trim() === '') {
            status.textContent = '';
            list.replaceChildren();
            return;
        }
        try {
            await patiently(load(), () => { status.textContent = 'Loading the search…'; });
            const { hits, near, elsewhere } = await ask({ find: { text } }, signal);
            if (signal.aborted) {
                return;
            }
            remember(text);
            if (hits.length > 0) {
                status.textContent = hits.length === 1 ? 'One entry fits.' : hits.length + ' entries fit, best first.';
                list.replaceChildren(...hits.map(row));
            } else {
                await nothing(text, near, elsewhere);
            }
        } catch (error) {
            if (signal.aborted) {
                return;
            }
            status.textContent = (error instanceof Error ? error.message : String(error)) + ' Try it again.';
        }
    }

    /**
     * Says that no entry fits, and what else there is: a code that is written nearly so, sections that hold the words.
     * @param {string} text
     * @param {string | null} near
     * @param {string | null} elsewhere
     */
    async function nothing(text, near, elsewhere) {
        const sections = text.length > SHORT || elsewhere ? [] : await spokenOf(text);
        if (text !== typed()) {
            return;
        }
        const take = () => {
            set(near ?? '');
            box.focus();
            look();
        };
        status.replaceChildren('No symptom or check is known by this text. ',
            elsewhere ? 'It seems to be about something that is not covered here: ' + elsewhere + '. ' : '',
            ...(near === null ? [] : ['Did you mean ', button(near, take, { class: 'tb-small' }), '? ']),
            sections.length > 0 ? 'These sections hold its words:' : near === null ? 'Try the exact error code, or choose a symptom below.' : '');
        list.replaceChildren(...sections.map(({ href, title, page }) => element('li', {},
            element('a', { href }, title), page !== title && element('p', { class: 'tb-meta' }, 'In ', page, '.'))));
    }

    /** The first sections of all pages that hold the words of a text; none where they cannot be searched. @param {string} text */
    async function spokenOf(text) {
        // In a book with another theme, its own search finds them.
        if (document.querySelector('.tb-search') === null) {
            return [];
        }
        try {
            await window.triagebookScript('theme/search.js');
            const { results } = await window.triagebookSearch.find(text);
            // The lists of a page hold many words and lead nowhere.
            return results.filter(({ href }) => !/#_|sources\.html/.test(href)).slice(0, 5);
        } catch {
            return [];
        }
    }

    /** What was looked for is still there when somebody comes back. @param {string} text */
    function remember(text) {
        try {
            history.replaceState({ ...history.state, find: text.length > LONG ? undefined : text }, '');
        } catch {
            // The history has no room; the text is gone then.
        }
    }

    /** @param {any} hit */
    function row(hit) {
        const { page, card } = addresses.get(hit.node) ?? { page: '', card: '' };
        const node = hit.node.split('/')[1];
        const matched = hit.matched.slice(0, 4).flatMap((/** @type {string} */ text, /** @type {number} */ at) =>
            [at === 0 ? '' : ', ', element('code', {}, text)]);
        const because = hit.by === 'signature'
            ? ['The text holds ', ...matched, hit.line === null ? '' : ' (line ' + hit.line + ')']
            : ['Shares the words ', ...matched];
        return element('li', {},
            element('a', { href: page + '#walk=' + encodeURIComponent(node) }, hit.title),
            element('p', { class: 'tb-meta' }, hit.runbook_title, '. ', ...because, '. ',
                element('a', { href: card }, 'Read it'), '.'));
    }

    place.append(element('form', { submit: (/** @type {Event} */ event) => { event.preventDefault(); look(); } },
        element('label', { for: '_find-box', class: 'tb-find-label' }, 'What does it say?'),
        element('p', { id: '_find-hint', class: 'tb-meta' }, 'An error code, a message or a whole log. It stays in this browser.'),
        box, note, element('button', { type: 'submit', class: 'tb-button tb-strong' }, 'Find')), status, list);
    place.hidden = false;
    box.addEventListener('focus', () => { load().catch(() => {}); });
    box.addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(look, 150);
    });
    box.addEventListener('keydown', event => {
        if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            look();
        }
    });
    if (typeof history.state?.find === 'string') {
        set(history.state.find);
        look();
    }
})();
