// In a book with another theme: loads what a page needs for what it holds. Written by `triagebook preprocess install`.
'use strict';

(function keys() {
    // mdBook turns the page at an arrow key, wherever the focus is. Within a walk, a box for text and what scrolls, it stays.
    document.body.addEventListener('keydown', event => {
        if (/^Arrow/.test(event.key) && event.target.closest('.tb-walk, .tb-find, .tb-scroll, pre') !== null) {
            event.stopPropagation();
        }
    });
})();

(function guest() {
    // mdBook's pages say where the book begins.
    document.documentElement.dataset.root = typeof path_to_root === 'string' ? path_to_root : '';
    window.triagebookParts();
})();
