// What the page asks of the engine, as data, and what is told while it takes its time. Also: building the page's elements from
// data.
// Nothing here sends anything anywhere, and every text becomes a text node, never HTML.
// @ts-check
'use strict';

/**
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {{ name: string, text: string, hash?: string, cases?: boolean }} KbFile
 */

window.triagebook = (function client() {
    const { Stopped, exchange, hold, stop, wake, watch } = window.triagebookRoom;
    /** @type {Map<string, Promise<void>>} */
    const scripts = new Map();

    /** Why the engine will not do something, in words for the person. */
    class Refused extends Error {}

    /**
     * Loads a script of this site once.
     * @param {string} name
     * @returns {Promise<void>}
     */
    function script(name) {
        let loading = scripts.get(name);
        if (loading === undefined) {
            loading = window.triagebookScript(name).catch((/** @type {Error} */ error) => {
                scripts.delete(name);
                throw error;
            });
            scripts.set(name, loading);
        }
        return loading;
    }

    /** Requests that an engine goes on knowing. */
    const HELD = ['load', 'load-entries'];
    /** What is told of requests that may take long. They can be stopped. @type {Record<string, string>} */
    const LONG_WORK = {
        act: 'Working it out…', dossier: 'Writing the report…', find: 'Searching…', judge: 'Reading the output…', open: 'Opening the session…',
        report: 'Writing the report…', start: 'Working it out…', view: 'Going through the walk…',
    };

    /**
     * Puts many requests to the engine and returns its answers as they are.
     * @param {string[]} requests
     * @returns {Promise<string[]>}
     */
    function raw(requests) {
        return Promise.all(requests.map(request => exchange(request, 'raw')));
    }

    /**
     * Puts a request to the engine.
     * @param {object} request
     * @param {AbortSignal} [signal] Tells that nobody waits for the answer any more.
     * @returns {Promise<any>} What it answers; rejected with `Refused` where it refuses, with `Stopped` where it was stopped.
     */
    async function ask(request, signal) {
        const [kind] = Object.keys(request);
        const text = JSON.stringify(request);
        const answer = JSON.parse(await exchange(text, kind, signal));
        if ('refused' in answer) {
            throw new Refused(answer.refused);
        }
        if (HELD.includes(kind)) {
            hold(kind, text);
        }
        return answer.ok;
    }

    /**
     * What this site keeps under a name: a file of the knowledge base, or what is searched.
     * @param {string} name
     * @returns {Promise<any>}
     */
    async function kept(name) {
        await script('walk/' + name + '.js');
        return window.triagebookKept[name];
    }

    /**
     * Gives the engine the files of the knowledge base that a page needs.
     * @param {string[]} pages
     * @param {string} [drilled] The page among them whose prepared cases a drill needs, if there are any.
     */
    async function load(pages, drilled) {
        // The engine comes meanwhile.
        wake().catch(() => {});
        const names = ['knowledge-base', ...pages.map(page => 'of-' + page)];
        /** @type {KbFile[]} */
        const files = await Promise.all(names.map(kept));
        const prepared = files[names.indexOf('of-' + drilled)]?.cases ? await kept('cases-of-' + drilled) : [];
        await ask({ load: { hash: files[0].hash, files: [...files, ...prepared].map(({ name, text }) => ({ name, text })) } });
    }

    /**
     * An element.
     * @param {string} name
     * @param {Record<string, any>} attributes Those that are functions listen to the event of that name.
     * @param {...(Child | Child[])} children
     * @returns {HTMLElement}
     */
    function element(name, attributes, ...children) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) {
            if (typeof value === 'function') {
                made.addEventListener(key, value);
            } else if (value === true) {
                made.setAttribute(key, '');
            } else if (value !== false && value !== null && value !== undefined) {
                made.setAttribute(key, String(value));
            }
        }
        for (const child of children.flat()) {
            if (child !== null && child !== undefined && child !== false && child !== '') {
                made.append(child);
            }
        }
        return made;
    }

    /**
     * A button that does something.
     * @param {string} words
     * @param {() => any} click
     * @param {Record<string, any>} [more] Further attributes; a class of its own comes beside the button's.
     */
    function button(words, click, more = {}) {
        return element('button', { type: 'button', ...more, class: ['tb-button', more.class].filter(Boolean).join(' '), click }, words);
    }

    /**
     * A sentence of the engine, whose names and values stand between backquotes, as text and code.
     * @param {string} sentence
     * @returns {Child[]}
     */
    function spoken(sentence) {
        const parts = sentence.split('`');
        return parts.length % 2 === 0 ? [sentence] : parts.map((part, at) => at % 2 === 1 ? element('code', {}, part) : part);
    }

    const ELEMENTS = new Set(['p', 'strong', 'em', 'del', 'ul', 'ol', 'li', 'blockquote', 'table', 'thead', 'tbody',
        'tr', 'td', 'th', 'a', 'code', 'pre', 'div', 'br', 'hr']);
    const ATTRIBUTES = new Set(['href', 'rel', 'start', 'tabindex', 'class', 'role', 'aria-label', 'scope']);
    const VOID = new Set(['br', 'hr']);

    /**
     * Builds what an author wrote in Markdown. The engine makes HTML of a few harmless elements of it; here each of them is
     * made by name, and whatever else there is stays text.
     * @param {string | null | undefined} markdown
     * @returns {Promise<DocumentFragment | null>}
     */
    async function prose(markdown) {
        if (!markdown) {
            return null;
        }
        /** @type {string} */
        const html = await ask({ html: { markdown } });
        const whole = document.createDocumentFragment();
        /** @type {(HTMLElement | DocumentFragment)[]} */
        const open = [whole];
        for (const [part, closing, name, attributes] of html.matchAll(/<(\/?)([a-z]+)([^<>]*)>|[^<]+|</g)) {
            const inside = open[open.length - 1];
            if (name === undefined || !ELEMENTS.has(name)) {
                inside.append(plain(part));
            } else if (closing !== '') {
                if (open.length > 1) {
                    open.pop();
                }
            } else {
                const made = document.createElement(name);
                for (const [, key, value] of attributes.matchAll(/([a-z-]+)="([^"]*)"/g)) {
                    if (ATTRIBUTES.has(key) && (key !== 'href' || isSafe(plain(value)))) {
                        made.setAttribute(key, plain(value));
                    }
                }
                inside.append(made);
                if (!VOID.has(name)) {
                    open.push(made);
                }
            }
        }
        return whole;
    }

    /** @param {string} text */
    function plain(text) {
        return text.replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)));
    }

    /** @param {string} address */
    function isSafe(address) {
        return /^(https?:\/\/|mailto:|[\w.-][\w./-]*(#|$)|#)/i.test(address);
    }

    /**
     * Says that something is on its way, where it takes a moment: what it needs may still be loading.
     * @template T
     * @param {Promise<T>} what
     * @param {() => void} tell
     * @returns {Promise<T>}
     */
    function patiently(what, tell) {
        const timer = setTimeout(tell, 150);
        return what.finally(() => clearTimeout(timer));
    }

    /**
     * Has a button do something that may take a moment: it says so, and is not taken twice.
     * @param {HTMLElement} button
     * @param {() => Promise<void>} what
     */
    function once(button, what) {
        button.addEventListener('click', () => {
            if (button.getAttribute('aria-disabled') === 'true') {
                return;
            }
            const words = button.textContent;
            button.setAttribute('aria-disabled', 'true');
            patiently(what(), () => { button.textContent = 'Loading…'; }).finally(() => {
                button.removeAttribute('aria-disabled');
                button.textContent = words;
            });
        });
    }

    /**
     * A block of code with a button that copies it.
     * @param {string} text
     * @param {string} what What the button copies, for those who hear it.
     */
    function copyable(text, what) {
        const code = element('code', {}, text);
        return element('div', { class: 'tb-copyable' }, element('pre', { tabindex: 0 }, code), window.triagebookCopier(code, 'Copy ' + what));
    }

    /** So many characters a box shows: of longer texts a browser lays out every line, which takes it minutes. */
    const LONG = 100_000;

    /**
     * A box for a text of any length. What is pasted and too long to be shown stands before what is typed, and in words below.
     * @param {Record<string, any>} attributes
     */
    function textBox(attributes) {
        const area = /** @type {HTMLTextAreaElement} */ (element('textarea', { spellcheck: 'false', autocomplete: 'off', ...attributes }));
        const note = element('div', { class: 'tb-unshown', role: 'status' });
        let unshown = '';

        /** @param {string} text @param {string} shown */
        function set(text, shown) {
            unshown = text;
            area.value = shown;
            const lines = text.replace(/\n$/, '').split('\n').length.toLocaleString('en');
            note.replaceChildren(...(text === '' ? [] : [
                element('p', {}, 'Taken in: ' + lines + ' lines, ' + text.length.toLocaleString('en') + ' characters. That is too much to show; all of it is read. ',
                    button('Take it out', () => {
                        set('', area.value);
                        area.focus();
                        area.dispatchEvent(new Event('input'));
                    }, { class: 'tb-small' }))]));
        }

        area.addEventListener('paste', event => {
            const text = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r\n?/g, '\n');
            if (area.textLength + text.length > LONG) {
                event.preventDefault();
                const before = area.value.slice(0, area.selectionStart);
                set(unshown + before + text, area.value.slice(area.selectionEnd));
                area.dispatchEvent(new Event('input'));
            }
        });
        return { area, note, text: () => unshown + area.value, set: (/** @type {string} */ text) => set('', text) };
    }

    /**
     * Saves a text as a file.
     * @param {string} name
     * @param {string} type
     * @param {string} text
     */
    function save(name, type, text) {
        const address = URL.createObjectURL(new Blob([text], { type }));
        element('a', { href: address, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(address), 10_000);
    }

    // Whatever takes long says what it is, wherever the page stands, and can be stopped.
    (function attend() {
        const bar = element('div', { class: 'tb-working', role: 'status' });
        (document.querySelector('main') ?? document.body).append(bar);
        let timer = 0;
        /** What had the focus before. @type {Element | null} */
        let before = null;
        watch((kind, isStoppable) => {
            clearTimeout(timer);
            if (bar.contains(document.activeElement) && before instanceof HTMLElement) {
                before.focus({ preventScroll: true });
            }
            bar.replaceChildren();
            if (kind !== null && kind in LONG_WORK && isStoppable) {
                timer = setTimeout(() => {
                    before = document.activeElement;
                    bar.replaceChildren(element('span', {}, LONG_WORK[kind]), button('Stop', stop));
                }, 700);
            }
        });
    })();

    /** Today, as the clock on the wall shows it. */
    function today() {
        const now = new Date();
        const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
        return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
    }

    /** Who practises in this browser, and what is kept of it. */
    const practised = { person: 'tb-drill-person', progress: 'tb-drill-progress:' };

    return { Refused, Stopped, ask, button, copyable, element, kept, load, once, patiently, practised, prose, raw, save, spoken, textBox, today };
})();
