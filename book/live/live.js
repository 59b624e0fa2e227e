// Only under `triagebook serve`: shows the findings of the knowledge base on the page, and loads the page again when it changed.
// @ts-check
'use strict';

(function live() {
    const script = /** @type {HTMLScriptElement} */ (document.currentScript);
    const print = script.dataset.print ?? '';
    // What was shown last; none yet, so the first answer comes at once.
    let since = 0;

    const box = document.createElement('details');
    box.id = '_findings';
    const head = document.createElement('summary');
    head.setAttribute('role', 'status');
    const list = document.createElement('ol');
    box.append(head, list);

    /** A sentence whose names and values stand between backquotes, as text and code. @param {string} sentence */
    function spoken(sentence) {
        const parts = sentence.split('`');
        return parts.length % 2 === 0 ? [sentence] : parts.map((part, at) => {
            const code = document.createElement('code');
            code.textContent = part;
            return at % 2 === 1 ? code : part;
        });
    }

    /** @param {{ severity: string, place: string, rule: string, message: string }[]} findings */
    function show(findings) {
        if (findings.length === 0) {
            box.remove();
            return;
        }
        const errors = findings.filter(finding => finding.severity === 'error').length;
        const others = findings.length - errors;
        const counted = (/** @type {number} */ number, /** @type {string} */ word) =>
            number === 0 ? [] : [number + ' ' + word + (number === 1 ? '' : 's')];
        head.textContent = [...counted(errors, 'error'), ...counted(others, errors > 0 ? 'other finding' : 'finding')].join(', ');
        box.className = errors > 0 ? 'tb-findings tb-errors' : 'tb-findings';
        list.replaceChildren(...findings.map(finding => {
            const item = document.createElement('li');
            const where = document.createElement('code');
            where.textContent = finding.place;
            item.append(finding.severity + '[' + finding.rule + ']: ', ...spoken(finding.message), ' ', where);
            return item;
        }));
        if (!box.isConnected) {
            box.open = errors > 0;
            document.body.append(box);
        }
    }

    /** @param {AbortSignal} signal Ends the asking. */
    async function follow(signal) {
        while (!signal.aborted) {
            const query = new URLSearchParams({ since: String(since), page: location.pathname });
            try {
                const answer = await fetch('/_triagebook/changes?' + query, { signal });
                const state = await answer.json();
                if (state.print !== print) {
                    location.reload();
                    return;
                }
                since = state.generation;
                show(state.findings);
            } catch {
                if (signal.aborted) {
                    return;
                }
                // The server is gone; perhaps it comes back.
                since = 0;
                await new Promise(done => setTimeout(done, 1000));
            }
        }
    }

    let asking = new AbortController();

    // A browser has few connections to a server, and each page that waits takes one: pages that nobody sees do not wait.
    function look() {
        asking.abort();
        asking = new AbortController();
        if (!document.hidden) {
            follow(asking.signal);
        }
    }

    document.addEventListener('visibilitychange', look);
    look();
})();
