// The walked path in the pictures of a runbook's page: boxes and lines that were passed stand out, and the one that waits is
// marked as the current step. The path as words is in the walk itself.
// @ts-check
'use strict';

(function trail() {
    /**
     * Scrolls a picture, and nothing around it, so that a box of it is in the middle.
     * @param {Element} box
     */
    function centre(box) {
        const frame = box.closest('.tb-scroll');
        if (frame !== null) {
            const [inner, outer] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
            frame.scrollBy({ left: inner.left - outer.left - (outer.width - inner.width) / 2,
                top: inner.top - outer.top - (outer.height - inner.height) / 2, behavior: 'instant' });
        }
    }

    /** @param {string[]} path Nodes in the order they were passed; the last one waits. */
    function show(path) {
        const passed = new Set(path);
        const steps = new Set(path.slice(1).map((to, at) => path[at] + ' ' + to));
        for (const box of /** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll('.tb-picture a.tb-node'))) {
            const key = box.dataset.tbNode ?? '';
            const isHere = key === path.at(-1);
            box.classList.toggle('tb-walked', passed.has(key));
            box.classList.toggle('tb-here', isHere);
            if (isHere) {
                box.setAttribute('aria-current', 'step');
                centre(box);
            } else {
                box.removeAttribute('aria-current');
            }
        }
        for (const line of /** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll('.tb-picture .tb-line'))) {
            line.classList.toggle('tb-walked', steps.has(line.dataset.tbWay ?? ''));
        }
    }

    document.addEventListener('triagebook-walk', event => show(/** @type {CustomEvent} */ (event).detail));
})();
