// The site's behaviour: theme, search, copying of commands, and the start of walks. Everything else works without it.
// Nothing here sends anything anywhere, and every text is put into the page as text, never as HTML.
'use strict';

(function theme() {
    const button = document.getElementById('tb-theme');
    const page = document.documentElement;
    const contrast = document.getElementById('tb-contrast');
    const themes = ['auto', 'light', 'dark', 'contrast'];
    const words = { contrast: 'high contrast' };
    let current = themes.find(name => page.classList.contains(name)) ?? (contrast.media === 'all' ? 'contrast' : 'auto');

    function show() {
        page.classList.remove('light', 'dark');
        if (current === 'light' || current === 'dark') {
            page.classList.add(current);
        }
        contrast.media = current === 'contrast' ? 'all' : '(prefers-contrast: more)';
        button.textContent = 'Theme: ' + (words[current] ?? current);
    }

    button.hidden = false;
    show();
    button.addEventListener('click', () => {
        current = themes[(themes.indexOf(current) + 1) % themes.length];
        try {
            if (current === 'auto') {
                localStorage.removeItem('tb-theme');
            } else {
                localStorage.setItem('tb-theme', current);
            }
        } catch {
            // Storage is switched off; the choice holds for this page.
        }
        show();
    });
})();

(function scrollers() {
    // What may scroll can be reached by keyboard; the generated pages say so themselves.
    for (const box of document.querySelectorAll('pre, .table-wrapper')) {
        box.tabIndex = 0;
    }
})();

(function copy() {
    for (const block of document.querySelectorAll('pre')) {
        const code = block.querySelector('code');
        if (code === null) {
            continue;
        }
        const frame = document.createElement('div');
        frame.className = 'tb-copyable';
        block.replaceWith(frame);
        // Many buttons of a page have the same word; those who hear them are told apart.
        const [line] = code.textContent.trim().split('\n');
        frame.append(block, window.triagebookCopier(code, 'Copy: ' + line.slice(0, 80)));
    }
})();

(function search() {
    const root = document.documentElement.dataset.root;
    const form = document.querySelector('.tb-search');
    const box = document.getElementById('tb-search-box');
    const results = document.getElementById('tb-results');
    const count = document.getElementById('tb-results-count');
    const list = document.getElementById('tb-results-list');
    let loading = null;

    form.hidden = false;
    form.addEventListener('submit', event => {
        event.preventDefault();
        const first = list.querySelector('a');
        if (first !== null) {
            location.assign(first.href);
        }
    });
    box.addEventListener('focus', load);
    box.addEventListener('input', find);
    document.addEventListener('keydown', event => {
        const typing = /^(input|textarea|select)$/i.test(event.target.nodeName);
        if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            box.focus();
        } else if (event.key === 'Escape' && !results.hidden) {
            box.value = '';
            find();
            box.focus();
        }
    });

    // What searches is loaded when somebody is about to search.
    function load() {
        loading ??= window.triagebookScript('theme/search.js').then(() => window.triagebookSearch);
        return loading;
    }

    async function find() {
        const words = box.value.trim();
        results.hidden = words === '';
        remember(words);
        if (words === '') {
            return;
        }
        let found;
        try {
            found = await (await load()).find(words);
        } catch {
            loading = null;
            count.textContent = 'The search index could not be loaded. Use the page of error codes and texts instead.';
            return;
        }
        if (words !== box.value.trim()) {
            return;
        }
        count.textContent = found.count === 0
            ? 'Nothing found for “' + words + '”. Try the error code alone, or fewer words.'
            : found.count > found.results.length ? found.results.length + ' of ' + found.count + ' results'
            : found.count === 1 ? 'One result' : found.count + ' results';
        list.replaceChildren(...found.results.map(result => row(result, words)));
    }

    // What was searched for is still there when somebody comes back from a result.
    function remember(words) {
        if ((history.state?.search ?? '') !== words) {
            history.replaceState({ ...history.state, search: words }, '');
        }
    }

    function row(result, words) {
        const link = document.createElement('a');
        link.href = result.href;
        link.textContent = result.title;
        link.addEventListener('click', () => { results.hidden = true; });
        const page = document.createElement('p');
        page.className = 'tb-meta';
        page.textContent = result.page === result.title ? '' : 'in ' + result.page;
        const excerpt = document.createElement('p');
        excerpt.append(...marked(around(result.body, words), words));
        const item = document.createElement('li');
        item.append(link, page, excerpt);
        return item;
    }

    function parts(words) {
        return words.toLowerCase().split(/\s+/).filter(word => word !== '');
    }

    // The text around the first of the words, in whole words.
    function around(body, words) {
        const low = body.toLowerCase();
        const places = parts(words).map(word => low.indexOf(word)).filter(place => place >= 0);
        const first = places.length === 0 ? 0 : Math.max(0, Math.min(...places) - 60);
        const from = first === 0 ? 0 : body.indexOf(' ', first) + 1;
        const end = from + 180 < body.length ? body.lastIndexOf(' ', from + 180) : body.length;
        const to = end > from ? end : body.length;
        return (from > 0 ? '… ' : '') + body.slice(from, to).trim() + (to < body.length ? ' …' : '');
    }

    // The same, with the words marked.
    function marked(text, words) {
        const wanted = parts(words).map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
        return text.split(new RegExp('(' + wanted.join('|') + ')', 'i')).map((part, at) => {
            if (at % 2 === 0) {
                return part;
            }
            const mark = document.createElement('mark');
            mark.textContent = part;
            return mark;
        });
    }

    if (typeof history.state?.search === 'string' && history.state.search !== '') {
        box.value = history.state.search;
        find();
    }
})();

(function walks() {
    // What pages that walk, drill or search by error text need comes after the page is drawn; the engine only when it is used.
    requestAnimationFrame(() => setTimeout(window.triagebookParts, 0));
})();
