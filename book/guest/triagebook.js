// In a book with another theme: loads what a walk-through needs, where a page has one. Written by `triagebook preprocess install`.
'use strict';

(function keys() {
    // mdBook turns the page at an arrow key, wherever the focus is. Within a walk, and in what scrolls, it stays.
    document.body.addEventListener('keydown', event => {
        if (/^Arrow/.test(event.key) && event.target.closest('.tb-walk, .tb-scroll, pre') !== null) {
            event.stopPropagation();
        }
    });
})();

(function guest() {
    // The page that mdBook makes of all chapters for printing holds the walks of many, and is not for walking.
    if (document.querySelectorAll('#_walk').length !== 1) {
        return;
    }
    // mdBook's pages say where the book begins.
    document.documentElement.dataset.root = typeof path_to_root === 'string' ? path_to_root : '';

    for (const name of ['room', 'client', 'output', 'prompt', 'around', 'trail', 'walk']) {
        window.triagebookScript('theme/' + name + '.js');
    }
})();
