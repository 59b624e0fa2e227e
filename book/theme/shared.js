// What every page needs, in this site and in books with another theme: loading a script of the site, a worker, copying a text.
// It stands at the beginning of `book.js`, and of `triagebook.js` in other books; src/world/book/frame.rs puts it there.
// @ts-check
'use strict';

// The one place where an address becomes code. Where the browser guards such places, it guards this one too.
[window.triagebookScript, window.triagebookWorker] = (function codes() {
    /** Where the code of workers is, by the function that it is. @type {Map<Function, string>} */
    const workers = new Map();
    const own = { createScriptURL: (/** @type {string} */ name) => {
        if ([...workers.values()].includes(name)) {
            return name;
        }
        if (!/^[\w-]+(\/[\w-]+)?(\.min)?\.js$/.test(name)) {
            throw new TypeError('“' + name + '” is no script of this site.');
        }
        return (document.documentElement.dataset.root ?? '') + name;
    } };
    const policy = window.trustedTypes?.createPolicy('triagebook', own) ?? own;

    /** @param {string} name @returns {Promise<void>} */
    const script = name => new Promise((resolve, reject) => {
        const element = document.createElement('script');
        // Several that are asked for at once are loaded together, and run in the order in which they were asked for.
        element.async = false;
        element.src = policy.createScriptURL(name);
        element.addEventListener('load', () => resolve());
        element.addEventListener('error', () => reject(new Error('The file “' + name + '” of this site could not be loaded.')));
        document.head.append(element);
    });

    // A worker is made of a function and never of a text, so what runs there came as a script of this site too; a page that is
    // opened from a disk may not load one by its name. It says when it is there.
    /** @param {Function} room Takes what replies, and returns what takes messages. */
    const worker = room => {
        const code = 'const take = (' + Function.prototype.toString.call(room) + ')(reply => postMessage(reply));\n'
            + 'addEventListener("message", event => take(event.data));\npostMessage(null);\n';
        const address = workers.get(room) ?? URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
        workers.set(room, address);
        return new Worker(policy.createScriptURL(address));
    };
    return [script, worker];
})();

// A button that copies what an element shows. Where the browser forbids it, the text is selected instead.
// What came of it is written on the button, and said to those who hear the page.
window.triagebookCopier = function copier(shown, label) {
    let heard = document.getElementById('_heard');
    if (heard === null) {
        heard = document.createElement('div');
        heard.id = '_heard';
        heard.className = 'tb-heard';
        heard.setAttribute('role', 'status');
        document.body.append(heard);
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'tb-button tb-copy';
    if (label !== undefined) {
        button.setAttribute('aria-label', label);
    }
    button.textContent = 'Copy';

    async function copy() {
        try {
            await navigator.clipboard.writeText(shown.textContent ?? '');
            return true;
        } catch {
            getSelection()?.selectAllChildren(shown);
            return document.execCommand('copy');
        }
    }

    button.addEventListener('click', async () => {
        button.textContent = await copy() ? 'Copied' : 'Select and copy';
        heard.textContent = button.textContent;
        setTimeout(() => {
            button.textContent = 'Copy';
            heard.textContent = '';
        }, 2000);
    });
    return button;
};

// Loads what a page needs for what it holds: a walk, drills, the search by error text, what is due. A page that holds several, as the
// one that mdBook makes of all chapters for printing, is not for using.
window.triagebookParts = function parts() {
    const held = document.querySelectorAll('#_walk, #_drill, #_find, #_due');
    const names = held.length !== 1 ? [] : {
        _walk: ['room', 'client', 'output', 'prompt', 'around', 'trail', 'walk'],
        _drill: ['room', 'client', 'output', 'prompt', 'practice', 'drill'],
        _find: ['room', 'client', 'find'],
        _due: ['room', 'client', 'due'],
    }[held[0].id] ?? [];
    for (const name of names) {
        window.triagebookScript('theme/' + name + '.js');
    }
};
