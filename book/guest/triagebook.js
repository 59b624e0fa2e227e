// In a book with another theme: loads what a walk-through needs, where a page has one. Written by `triagebook preprocess install`.
'use strict';

(function guest() {
    if (document.getElementById('_walk') === null) {
        return;
    }
    // mdBook's pages say where the book begins.
    const root = typeof path_to_root === 'string' ? path_to_root : '';
    document.documentElement.dataset.root = root;

    window.triagebookScript = name => new Promise((resolve, reject) => {
        const element = document.createElement('script');
        element.src = root + name;
        element.addEventListener('load', () => resolve());
        element.addEventListener('error', () => reject(new Error('The file “' + name + '” of this book could not be loaded.')));
        document.head.append(element);
    });

    async function load() {
        for (const name of ['client', 'output', 'prompt', 'around', 'trail', 'walk']) {
            await window.triagebookScript('theme/' + name + '.js');
        }
    }
    load();
})();
