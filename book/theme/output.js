// Output in a walk: the box that takes it, and what the engine says of it, as elements.
// @ts-check
'use strict';

window.triagebookOutput = (function output() {
    const { Stopped, button, copyable, element, spoken, textBox } = window.triagebook;
    /** A text of more characters takes the engine so long that a person should be told. */
    const LONG = 500_000;

    /** @param {string} moment */
    function clock(moment) {
        const time = new Date(moment);
        const words = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
        return time.toDateString() === new Date().toDateString() ? words : time.toLocaleDateString() + ' ' + words;
    }

    /** @param {any[]} lines */
    function deciding(lines) {
        return lines.length === 0 ? null : element('ul', { class: 'tb-lines' }, lines.map(line =>
            element('li', {}, element('span', { class: 'tb-meta' }, 'line ' + line.number + ' '), element('code', {}, line.text.trim()))));
    }

    /** @param {any} judged */
    function reasons(judged) {
        return element('div', { class: 'tb-reasons' },
            judged.because.length > 0 && element('p', {}, spoken(judged.because.join('; ') + '.')),
            deciding(judged.lines),
            judged.captured.map((/** @type {any} */ fact) => element('p', { class: 'tb-meta' }, 'Remembers ' + fact.fact + ' = ' + fact.value)),
            judged.not_captured.map((/** @type {string} */ why) => element('p', { class: 'tb-meta' }, spoken('Careful: ' + why))));
    }

    /** @param {any[]} found */
    function takenOut(found) {
        return found.map(one => element('p', {}, 'Taken out of line ' + one.line + ', and kept nowhere: ' + one.title
            + '. Whoever saw that text may know it: have it changed.'));
    }

    /**
     * What a text says about one question.
     * @param {any} judgement
     * @param {((count: number) => void) | null} take Takes the answer; none where it is taken elsewhere.
     * @returns {HTMLElement}
     */
    function about({ proposal, changes }, take) {
        const { verdict } = proposal;
        const of = (/** @type {string} */ truth) => proposal.outcomes.filter((/** @type {any} */ judged) => judged.truth === truth);
        const listed = (/** @type {any[]} */ outcomes) => element('ul', {}, outcomes.map(judged => element('li', {}, judged.title, reasons(judged))));
        const said = element('div', { class: 'tb-said' }, takenOut(proposal.removed),
            proposal.doubts.map((/** @type {string} */ doubt) => element('p', {}, spoken('Careful: ' + doubt + '.'))));
        if (proposal.outcomes.length === 0) {
            said.append(element('p', {}, 'This question cannot be settled by output; choose an answer. The output is kept for the report.'));
        } else if (verdict === 'none-fits') {
            said.append(element('p', {}, 'No answer fits this output:'), listed(of('false')),
                element('p', {}, 'Was it the right command, in the right place? If so, choose “None of these”.'));
        } else if (verdict === 'unknown') {
            const open = of('unknown');
            const missing = [...new Set(open.flatMap((/** @type {any} */ judged) => judged.missing))];
            said.append(element('p', {}, 'This output does not settle the question.'),
                element('ul', {}, missing.map(sentence => element('li', {}, spoken(sentence)))),
                element('p', {}, 'Is it from the command above? Paste its output whole, from the command to the next prompt; or choose.'));
        } else if ('several' in verdict) {
            said.append(element('p', {}, 'Several answers fit this output, so it decides nothing:'), listed(of('true')));
        } else {
            const judged = of('true').find((/** @type {any} */ one) => one.outcome === verdict.proposed);
            said.classList.add('tb-good');
            said.append(element('p', {}, 'The output says: ', element('strong', {}, judged.title)), reasons(judged));
        }
        for (const better of proposal.better) {
            said.append(element('p', {}, spoken(better.because), '. In ' + better.place_title + ', this shows it whole:'), copyable(better.command, 'the better command'));
        }
        said.append(...changed(changes));
        if (take !== null && proposed({ proposal }) !== undefined) {
            said.append(element('div', { class: 'tb-row' }, button('Take this answer', () => take(1), { class: 'tb-strong' })));
        }
        return said;
    }

    /** @param {any[]} changes */
    function changed(changes) {
        return changes.length === 0 ? [] : [element('p', { class: 'tb-term' }, 'Before and after the fix'), element('ul', {}, changes.map(change => {
            const [was, now] = [change.was.join(', '), change.now.join(', ')];
            return element('li', {}, change.name + ': ' + (was === now ? 'as before, ' + now : 'was ' + was + ' (' + clock(change.at) + '), now ' + now));
        }))];
    }

    /**
     * Answers in a row, to be taken with one word.
     * @param {any} judgement
     * @param {(count: number) => void} take
     */
    function inRow({ row, changes }, take) {
        const all = row.length === 2 ? 'both' : 'all ' + row.length;
        return element('div', { class: 'tb-said tb-good tb-row-of-answers' },
            element('p', {}, 'It answers ' + row.length + ' questions in a row:'),
            element('ol', {}, row.map((/** @type {any} */ one) => element('li', {}, one.title + ' ', element('strong', {}, one.judged?.title ?? ''),
                one.judged && reasons(one.judged)))),
            changed(changes),
            element('div', { class: 'tb-row' },
                button('Take ' + all + ' answers', () => take(row.length), { class: 'tb-strong' }),
                button('Take only the first', () => take(1))));
    }

    /**
     * What a text says in this walk.
     * @param {any} judgement
     * @param {((count: number) => void) | null} take Takes so many answers of a row; none where the answer is taken elsewhere.
     * @param {(reply: any) => void} reply Takes the answer to a parked question.
     * @returns {Node[]}
     */
    function judgement(judgement, take, reply) {
        const { proposal, not_meant: why, row, later, elsewhere, replies, removed } = judgement;
        const titles = (/** @type {string} */ lead, /** @type {string[]} */ names) => names.length === 0 ? []
            : [element('div', { class: 'tb-said' }, element('p', {}, lead), element('ul', {}, names.map(name => element('li', {}, name))))];
        return [
            ...takenOut(removed),
            ...(why === null ? [] : [element('div', { class: 'tb-said' }, why.length === 0
                ? element('p', {}, 'None of it is what this question asks for.')
                : why.map((/** @type {string} */ sentence) => element('p', {}, spoken(sentence + '.'))))]),
            ...(row.length > 1 && take !== null ? [inRow(judgement, take)] : proposal === null ? [] : [about(judgement, take)]),
            ...replies.map((/** @type {any} */ one) => element('div', { class: 'tb-said' },
                element('p', {}, 'It also says something to the question that is parked: ' + one.title + ' ', element('strong', {}, one.judged?.title ?? '')),
                one.judged && reasons(one.judged),
                one.judged && button('Take this answer to the parked question', () => reply(one)))),
            ...titles('Kept with your answer, for questions that may come:', later),
            ...titles(later.length > 0 ? 'Not used; no way leads from here to:' : 'It belongs to questions to which no way leads from here:', elsewhere),
        ];
    }

    /**
     * A box that takes output. What is in it and short outlives a reload of the page. `current()` is the output and what it says, as far as
     * it was read; `isKept` tells whether there was something in it before.
     * @param {Doer} doer
     * @param {[string, number] | null} parked
     * @param {(judgement: any) => void} onRead
     */
    function pasteBox(doer, parked, onRead) {
        const id = parked === null ? 'tb-paste' : 'tb-paste-' + parked.join('-').replace('/', '-');
        const draft = doer.draft(parked);
        const box = textBox({ id, rows: 5, autocapitalize: 'off' });
        const { area } = box;
        const said = element('div', { role: 'status', class: 'tb-judgement' });
        /** @type {{ text: string, judged: string, result: any } | null} */
        let read = null;
        /** What is being read. @type {{ text: string, stop: AbortController, done: Promise<boolean> } | null} */
        let reading = null;

        /** Reads what is in the box. @returns {Promise<boolean>} Whether nothing in it is left unread. */
        async function look() {
            const text = box.text();
            if (text.trim() === '') {
                read = null;
                said.replaceChildren();
                return true;
            }
            if (read !== null && read.text === text) {
                return true;
            }
            if (reading === null || reading.text !== text) {
                reading?.stop.abort();
                const stop = new AbortController();
                reading = { text, stop, done: hear(text, stop) };
            }
            return reading.done;
        }

        /** @param {string} text @param {AbortController} stop */
        async function hear(text, stop) {
            if (text.length > LONG) {
                tell('Reading all of it…');
            }
            const judged = new Date().toISOString();
            try {
                const result = await doer.judge(text, parked, stop);
                // Meanwhile something else may have come into the box.
                if (box.text() !== text) {
                    return false;
                }
                read = { text, judged, result };
                const take = (/** @type {number} */ count) => doer.take(text, judged, count);
                const reply = (/** @type {any} */ one) => doer.act({ judge: { text, judged, answer: { outcome: one.judged.outcome }, reason: null, parked: [one.node, one.visit] } });
                said.replaceChildren(...judgement(result, parked === null ? take : null, reply));
                onRead(result);
                return true;
            } catch (error) {
                if (box.text() === text) {
                    const words = error instanceof Error ? error.message : String(error);
                    tell(error instanceof Stopped ? 'Not read: it was stopped. The output is still here; “Read it” reads it again.'
                        : words.slice(0, 1).toUpperCase() + words.slice(1) + (words.endsWith('.') ? '' : '.'));
                }
                return false;
            } finally {
                if (reading?.stop === stop) {
                    reading = null;
                }
            }
        }

        /** @param {string} words */
        function tell(words) {
            said.replaceChildren(element('p', { class: 'tb-said' }, words));
        }

        /** Reads it, and brings what it says into view: under a long text it may stand below the window. */
        async function show() {
            await look();
            said.scrollIntoView({ block: 'nearest' });
        }

        area.addEventListener('paste', () => setTimeout(show, 0));
        area.addEventListener('input', () => {
            const text = box.text();
            if ((read ?? reading ?? { text }).text !== text) {
                reading?.stop.abort();
                read = null;
                said.replaceChildren();
            }
            draft.keep(text);
        });
        const kept = draft.kept();
        if (kept !== '') {
            box.set(kept);
            setTimeout(look, 0);
        }
        const whole = element('div', { class: 'tb-paste' },
            element('label', { for: id }, parked === null ? 'Paste the output here, all of it' : 'Paste the reply here'),
            area, box.note,
            button('Read it', show),
            said);
        return { whole, look, current: () => read, isKept: kept !== '' };
    }

    /**
     * The outcome that a judgement proposes, where it proposes one.
     * @param {any} judgement
     * @returns {string | undefined}
     */
    function proposed(judgement) {
        return judgement?.proposal?.verdict.proposed;
    }

    return { clock, deciding, judgement, pasteBox, proposed };
})();
