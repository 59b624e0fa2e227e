// Search by error text on the home page: the same ranking as `triagebook find`, because it is the same code.
// @ts-check
'use strict';

(function find() {
    const { ask, element, kept } = window.triagebook;
    const place = /** @type {HTMLElement} */ (document.getElementById('_find'));
    const box = /** @type {HTMLTextAreaElement} */ (element('textarea', {
        id: '_find-box', rows: 3, spellcheck: 'false', autocomplete: 'off', 'aria-describedby': '_find-hint',
    }));
    const status = element('p', { role: 'status', class: 'tb-find-status' });
    const list = element('ol', { class: 'tb-found' });
    const button = element('button', { type: 'submit', class: 'tb-button tb-strong' }, 'Find');
    /** @type {Promise<void> | null} */
    let loading = null;
    /** @type {Map<string, { page: string, card: string }>} */
    let addresses = new Map();
    let timer = 0;

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
        const text = box.value;
        if (text.trim() === '') {
            status.textContent = '';
            list.replaceChildren();
            return;
        }
        try {
            await load();
            const { hits, near, elsewhere } = await ask({ find: { text } });
            if (text !== box.value) {
                return;
            }
            status.textContent = hits.length > 0 ? (hits.length === 1 ? 'One entry fits.' : hits.length + ' entries fit, best first.')
                : 'Nothing fits this text. '
                    + (elsewhere ? 'It seems to be about something that is not covered here: ' + elsewhere + '. ' : '')
                    + (near === null ? 'Try the exact error code, or choose a symptom below.' : 'Did you mean ' + near + '?');
            list.replaceChildren(...hits.map(row));
        } catch (error) {
            status.textContent = error instanceof Error ? error.message : String(error);
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
        box, button), status, list);
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
})();
