// What is due again, on the page with the order to read: of all lessons, from what this browser keeps.
// @ts-check
'use strict';

(function due() {
    const { element, practised, today } = window.triagebook;
    const place = /** @type {HTMLElement} */ (document.getElementById('_due'));

    /** @param {string} name */
    function stored(name) {
        try {
            return localStorage.getItem(name) ?? '';
        } catch {
            return '';
        }
    }

    /** The questions that were met, with the day on which each comes back. @returns {[string, { due: string }][]} */
    function cards() {
        try {
            const { format, version, cards } = JSON.parse(stored(practised.progress + (stored(practised.person) || 'me')));
            return format === 'triagebook-progress' && version === 1 ? Object.entries(cards) : [];
        } catch {
            return [];
        }
    }

    const met = cards();
    const count = (/** @type {number} */ number) => number + (number === 1 ? ' question' : ' questions');
    const rows = [...document.querySelectorAll('[data-tb-lesson]')].flatMap(lesson => {
        const own = met.filter(([node, card]) => node.startsWith(lesson.getAttribute('data-tb-lesson') + '/') && card.due <= today());
        const link = lesson.querySelector('a');
        return own.length === 0 || link === null ? [] : [element('li', {},
            element('a', { href: link.href + '#_practise' }, link.textContent), ' ',
            element('span', { class: 'tb-meta' }, count(own.length) + ' due'))];
    });
    const later = met.map(([, card]) => card.due).filter(day => day > today()).sort()[0];
    place.append(element('h2', { id: '_today' }, 'Practise today'), ...(rows.length > 0
        ? [element('p', {}, 'These questions come back today. A drill of the lesson asks them again.'), element('ul', {}, rows)]
        : [element('p', {}, met.length === 0 ? 'You have practised nothing in this browser yet. Begin with the first lesson.'
            : 'Nothing is due today.' + (later === undefined ? '' : ' The next question comes back on ' + later + '.'))]));
    place.hidden = false;
})();
