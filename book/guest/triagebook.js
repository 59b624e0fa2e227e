// In a book with another theme: loads what a walk-through needs, where a page has one. Written by `triagebook preprocess install`.
'use strict';

(function guest() {
    if (document.getElementById('_walk') === null) {
        return;
    }
    // mdBook's pages say where the book begins.
    document.documentElement.dataset.root = typeof path_to_root === 'string' ? path_to_root : '';
    const wanted = ['client', 'prompt', 'walk'];
    function next() {
        const name = wanted.shift();
        if (name !== undefined) {
            const element = document.createElement('script');
            element.src = document.documentElement.dataset.root + 'theme/' + name + '.js';
            element.addEventListener('load', next);
            document.head.append(element);
        }
    }
    next();
})();
