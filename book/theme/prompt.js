// What waits in a walk, as elements: a question, a fix, a value, an end. What can be chosen, what output says and what a fix
// needs all comes from the engine; here it is laid out.
// @ts-check
'use strict';

window.triagebookPrompt = (function prompts() {
    const { button, copyable, element, prose, spoken } = window.triagebook;
    const { clock, judgement, pasteBox, proposed } = window.triagebookOutput;

    const RISKS = {
        change: 'Change: a change of configuration that can be taken back; nobody is interrupted',
        outage: 'Outage: a short interruption for users or services',
        destructive: 'Destructive: loses configuration or data, or cannot simply be taken back',
    };
    const ENDS = { resolved: 'Resolved', escalated: 'Escalate', elsewhere: 'Elsewhere' };

    /**
     * @param {string} word
     * @param {string} title
     */
    function heading(word, title) {
        return element('h2', { id: 'tb-walk-title', tabindex: -1 }, element('span', { class: 'tb-kind' }, word, element('span', { class: 'tb-heard' }, ':')), ' ', title);
    }

    /**
     * A box with what an author wrote, under a term where one is given; none where there is nothing.
     * @param {string} name Its class.
     * @param {string | null} term
     * @param {string | null | undefined} markdown
     */
    async function box(name, term, markdown) {
        const words = await prose(markdown);
        return words && element('div', { class: name }, term && element('p', { class: 'tb-term' }, term), words);
    }

    /** @param {number} minutes */
    function duration(minutes) {
        const [count, unit] = minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
        return count + ' ' + unit + (count === 1 ? '' : 's');
    }

    /** @param {any} command */
    async function command(command) {
        return element('div', { class: 'tb-command' },
            element('p', { class: 'tb-where' }, 'In ' + command.place_title + ':'),
            command.open && element('details', { class: 'tb-open' }, element('summary', {}, 'How to open it'), await prose(command.open)),
            copyable(command.text, 'the command for ' + command.place_title),
            command.missing.map((/** @type {string} */ name) =>
                element('p', { class: 'tb-unconfirmed' }, 'Put the value of <' + name + '> in yourself: it is not known here.')),
            command.refused.map((/** @type {string} */ why) => element('p', { class: 'tb-unconfirmed' }, spoken('Careful: ' + why))),
            await box('tb-note', null, command.note));
    }

    /** @param {any[]} sources */
    function cited(sources) {
        const links = sources.flatMap((source, at) => [at === 0 ? '' : ', ',
            source.url ? element('a', { href: source.url, rel: 'noopener noreferrer' }, source.title) : source.title, ' (read ', element('span', { class: 'tb-date' }, source.seen), ')']);
        return sources.length === 0 ? null : element('p', { class: 'tb-cited' }, 'Sources: ', ...links);
    }

    /**
     * A choice of one, in a group.
     * @param {string} value
     * @param {Node | string} title
     * @param {Node | null} detail
     */
    function radio(value, title, detail) {
        const id = 'tb-answer-' + value.replace(/[^a-z0-9-]/g, '_');
        return element('div', { class: 'tb-choice' },
            element('input', { type: 'radio', name: 'tb-answer', id, value, 'aria-describedby': detail && id + '-detail' }),
            element('label', { for: id }, title),
            detail && element('div', { class: 'tb-meta', id: id + '-detail' }, detail));
    }

    /**
     * A form of choices, with a line for what is wrong.
     * @param {string} legend
     * @param {HTMLElement[]} choices
     * @param {HTMLElement[]} more What stands between the choices and the button.
     * @param {(value: string) => Promise<string | void>} done Takes the choice; returns what is wrong.
     */
    function form(legend, choices, more, done) {
        const wrong = element('p', { class: 'tb-wrong', role: 'alert' });
        const whole = element('form', { class: 'tb-form', novalidate: true },
            element('fieldset', {}, element('legend', {}, legend), choices),
            more, wrong,
            element('button', { type: 'submit', class: 'tb-button tb-strong' }, 'Continue'));
        whole.addEventListener('submit', async event => {
            event.preventDefault();
            wrong.textContent = await done(chosen(whole)) ?? '';
            if (wrong.textContent !== '') {
                whole.querySelector('input')?.focus();
            }
        });
        return whole;
    }

    /** @param {HTMLElement} inside */
    function chosen(inside) {
        const input = /** @type {HTMLInputElement | null} */ (inside.querySelector('input[name="tb-answer"]:checked'));
        return input === null ? '' : input.value;
    }

    /**
     * A line of free text for the report.
     * @param {string} id
     * @param {string} label
     */
    function reason(id, label) {
        const input = /** @type {HTMLInputElement} */ (element('input', { id, type: 'text', autocomplete: 'off' }));
        const whole = element('p', { class: 'tb-reason' }, element('label', { for: id }, label), input);
        return { whole, value: () => input.value.trim() || null };
    }

    /** @param {string} value */
    function answerOf(value) {
        return value === '/none' ? 'none' : value === '/unsure' ? 'unsure' : { outcome: value };
    }

    /**
     * @param {any} shown
     * @param {Doer} doer
     * @returns {Promise<Laid>}
     */
    async function check(shown, doer) {
        const check = shown.prompt.check;
        const earlier = check.earlier?.outcome;
        const choices = await Promise.all(check.choices.map(async (/** @type {any} */ choice) => {
            const mark = earlier === choice.outcome && check.before === null ? ' (your earlier answer)' : '';
            return radio(choice.outcome, choice.title + mark, await prose(choice.detail));
        }));
        // Names of outcomes hold no slash.
        if (check.none === 'offered') {
            choices.push(radio('/none', 'None of these', null));
        }
        if (check.unsure === 'offered') {
            choices.push(radio('/unsure', 'I cannot tell, or cannot run this', null));
        }
        const why = reason('tb-reason', 'That goes against the output. Why? (for the report, if you like)');
        why.whole.hidden = true;
        // What no output can settle, a person chooses; output is still taken, for the report and for questions that come.
        const isChosen = shown.is_settled_by_output === false && !check.parked;
        // What counts is what was pasted here; where nothing was, what is at hand.
        const atHand = shown.at_hand && { text: null, judged: shown.at, result: shown.at_hand };
        const paste = pasteBox(doer, null, result => {
            pick(result);
            against();
        });
        function pick(/** @type {any} */ result) {
            const input = [...answers.querySelectorAll('input')].find(input => input.value === proposed(result));
            if (input !== undefined) {
                input.checked = true;
            }
        }
        function against() {
            const read = paste.current() ?? atHand;
            const word = chosen(answers).replace('/', '');
            why.whole.hidden = !read || word === '' || !read.result.against.includes(word);
        }
        const answers = form('Which is it?', choices, [why.whole], async value => {
            if (shown.wait_minutes !== null) {
                return 'The fix asks to wait. Come back later, or choose “Answer all the same” above.';
            }
            if (!await paste.look()) {
                return 'The output in the box was not read. Read it, or take it out.';
            }
            const read = paste.current() ?? atHand;
            const picked = chosen(answers) || value;
            if (picked === '') {
                return 'Choose an answer' + (check.commands.length > 0 && !isChosen ? ', or paste the output.' : '.');
            }
            const answer = answerOf(picked);
            await doer.act(!read ? { answer }
                : { judge: { text: read.text, judged: read.judged, answer, reason: why.whole.hidden ? null : why.value(), parked: null } });
        });
        pick(shown.at_hand);
        answers.addEventListener('change', against);
        const wait = shown.wait_minutes !== null && element('div', { class: 'tb-unconfirmed', role: 'note' },
            element('p', {}, 'Do not judge before ' + clock(check.wait.until) + ': the fix asks to wait ' + duration(check.wait.duration) + '.'),
            button('Answer all the same; the report will say so', () => doer.act('skip-wait')));
        const commands = await Promise.all(check.commands.map(command));
        return {
            heading: heading('Question ' + shown.number, check.title),
            parts: [
                await box('tb-detail', null, check.why),
                await box('tb-unconfirmed', 'Not confirmed', check.unconfirmed),
                wait || null,
                shown.before && element('p', {}, element('span', { class: 'tb-term' }, 'Before the fix: '), shown.before),
                check.parked && element('p', { class: 'tb-unconfirmed' }, 'It is parked: paste the reply here when it comes.'),
                await box('tb-ask', 'Look or ask', check.ask),
                ...commands,
                check.minutes && element('p', { class: 'tb-meta' }, 'Takes about ' + duration(check.minutes) + '.'),
                atHand && element('div', { class: 'tb-at-hand' }, element('p', { class: 'tb-term' }, 'From output that was pasted before'),
                    judgement(shown.at_hand, count => doer.take(null, shown.at, count), () => {})),
                ...(isChosen ? [answers, element('details', { open: paste.isKept }, element('summary', {}, 'Output to keep for the report'), paste.whole)]
                    : [paste.whole, answers]),
                cited(check.sources),
            ],
        };
    }

    /** @param {any[]} steps */
    async function stepList(steps) {
        return element('ol', { class: 'tb-steps' }, await Promise.all(steps.map(async step => element('li', {},
            await prose(step.action),
            step.command === null && step.place_title && element('p', { class: 'tb-where' }, 'In ' + step.place_title + '.'),
            step.command && await command(step.command),
            await box('tb-expect', 'Expect', step.expect)))));
    }

    /** @param {any} undo */
    async function undoing(undo) {
        if (undo === 'unsaid') {
            return null;
        }
        return 'not' in undo ? box('tb-rollback', 'It cannot be undone, or need not be', undo.not)
            : undo.steps.length === 0 ? null
                : element('details', { class: 'tb-rollback' }, element('summary', {}, 'How to undo it'), await stepList(undo.steps));
    }

    /**
     * @param {any} fix
     * @param {Doer} doer
     */
    function withheld(fix, doer) {
        const why = reason('tb-reason', 'Why does it fit all the same? (for the report, if you like)');
        return element('div', {},
            element('div', { class: 'tb-stop', role: 'note' },
                element('p', {}, 'Its commands are withheld, because it is not proved that they fit here:'),
                element('ul', {}, fix.unmet.map((/** @type {any} */ unmet) => element('li', {},
                    '“' + unmet.title + '” must be answered with: ' + unmet.wanted.join(' or ') + '. '
                        + (unmet.found === null ? 'It has no answer yet.' : 'It was: ' + unmet.found + '.'))))),
            element('details', {}, element('summary', {}, 'Show them all the same'), why.whole,
                button('Show the commands; the report will say so', () => doer.act({ 'overrule-requirement': { reason: why.value() } }))));
    }

    /**
     * @param {any} confirm
     * @param {Doer} doer
     */
    function target(confirm, doer) {
        const input = /** @type {HTMLInputElement} */ (element('input', { id: 'tb-target', type: 'text', autocomplete: 'off', spellcheck: 'false' }));
        return element('form', { class: 'tb-form', submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            doer.act({ 'confirm-target': input.value });
        } },
        element('div', { class: 'tb-stop', role: 'note' },
            element('p', {}, 'Its commands are shown when you have typed what they will hit. ' + confirm.what + ': ', element('code', {}, confirm.target))),
        element('p', {}, element('label', { for: 'tb-target' }, 'Type it here'), input),
        element('button', { type: 'submit', class: 'tb-button tb-strong' }, 'Show the commands'));
    }

    /**
     * @param {any} shown
     * @param {Doer} doer
     */
    function howItWent(shown, doer) {
        const why = reason('tb-reason', 'Why not? (for the report, if you like)');
        why.whole.hidden = true;
        const whole = form('This page changes nothing. How did it go?', [
            radio('done', 'Done: all steps were carried out', null),
            radio('failed', 'Failed: a step could not be carried out', null),
            radio('/not', 'Not done: put it aside', null),
        ], [why.whole], async value => {
            if (value === '') {
                return 'Choose how it went.';
            }
            await doer.act(value === '/not' ? { 'not-done': { reason: why.value() } } : { tried: value });
        });
        whole.addEventListener('change', () => { why.whole.hidden = chosen(whole) !== '/not'; });
        return whole;
    }

    /**
     * @param {any} shown
     * @param {Doer} doer
     * @returns {Promise<Laid>}
     */
    async function fix(shown, doer) {
        const fix = shown.prompt.fix;
        const row = async (/** @type {string} */ term, /** @type {Child} */ words) =>
            words && element('div', {}, element('dt', {}, term), element('dd', {}, words));
        const isWithheld = fix.unmet.length > 0;
        const isReady = !isWithheld && fix.confirm === null;
        const head = element('dl', { class: 'tb-facts tb-before' },
            await row('Risk', risk(fix.risk)),
            await row('Role', fix.role),
            await row('Impact', await prose(fix.impact)),
            await row('Takes', fix.minutes && 'about ' + duration(fix.minutes)),
            await row('Tried', fix.attempts > 0 && fix.attempts + (fix.limit === null ? ' times' : ' of ' + fix.limit + ' times')));
        return {
            heading: heading('Fix ' + shown.number, fix.title),
            parts: [
                await box('tb-detail', null, fix.detail),
                await box('tb-unconfirmed', 'Not confirmed', fix.unconfirmed),
                head,
                shown.is_put_aside ? element('p', { class: 'tb-unconfirmed' }, 'Noted: not done. Choose a way on below.') : null,
                fix.last === 'failed' ? element('p', { class: 'tb-unconfirmed' }, 'The last attempt failed. Undo what was changed before you try again.') : null,
                isWithheld ? withheld(fix, doer) : null,
                !isWithheld && fix.confirm !== null ? target(fix.confirm, doer) : null,
                isReady && fix.steps.length > 0 ? await stepList(fix.steps) : null,
                await box('tb-stop', 'Stop if', fix.stop_if),
                await undoing(fix.undo),
                fix.wait && element('p', {}, element('span', { class: 'tb-term' }, 'Then wait '), duration(fix.wait) + ' before you judge the effect.'),
                fix.verify && element('p', {}, element('span', { class: 'tb-term' }, 'It is proved by '), fix.verify),
                isReady ? howItWent(shown, doer) : null,
                cited(fix.sources),
            ],
        };
    }

    /**
     * @param {any} shown
     * @param {Doer} doer
     * @returns {Promise<Laid>}
     */
    async function input(shown, doer) {
        const input = shown.prompt.input;
        const help = await box('tb-meta', null, input.help);
        help?.setAttribute('id', 'tb-value-help');
        const field = /** @type {HTMLInputElement} */ (input.values.length > 0
            ? element('select', { id: 'tb-value', name: input.fact }, input.values.map((/** @type {string} */ value) => element('option', { value }, value)))
            : element('input', { id: 'tb-value', name: input.fact, type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'tb-value-example' + (help ? ' tb-value-help' : '') }));
        const whole = element('form', { class: 'tb-form', submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            doer.act({ input: { fact: input.fact, text: field.value } });
        } },
        element('p', {}, element('label', { for: 'tb-value' }, input.ask), field),
        input.example && element('p', { class: 'tb-meta', id: 'tb-value-example' }, 'For example ', element('code', {}, input.example)),
        help,
        element('button', { type: 'submit', class: 'tb-button tb-strong' }, 'Continue'),
        ' ',
        button('I do not know it', () => doer.act('decline')));
        return {
            heading: heading('A value first', input.ask),
            parts: [element('p', { class: 'tb-meta' }, 'It is filled into the commands of “' + input.needed_for + '”, and stays in this browser.'), whole],
        };
    }

    /**
     * @param {any} shown
     * @returns {Promise<Laid>}
     */
    async function end(shown) {
        const end = shown.prompt.end;
        return {
            heading: heading(ENDS[/** @type {keyof typeof ENDS} */ (end.result)], end.title),
            parts: [
                await box('tb-detail', null, end.detail),
                await box('tb-unconfirmed', 'Not confirmed', end.unconfirmed),
                end.to && element('p', {}, element('span', { class: 'tb-term' }, end.result === 'escalated' ? 'Who takes over: ' : 'Go on with: '), end.to),
                end.attach.length > 0 ? element('div', {}, element('p', { class: 'tb-term' }, 'Attach to the ticket'),
                    element('ul', {}, end.attach.map((/** @type {string} */ item) => element('li', {}, item)))) : null,
                cited(end.sources),
            ],
        };
    }

    /**
     * Lays out what waits.
     * @param {any} shown
     * @param {Doer} doer
     * @returns {Promise<Laid & { kind: string }>}
     */
    async function lay(shown, doer) {
        const kind = typeof shown.prompt === 'string' ? shown.prompt : Object.keys(shown.prompt)[0];
        const laid = kind === 'check' ? check(shown, doer) : kind === 'fix' ? fix(shown, doer)
            : kind === 'input' ? input(shown, doer) : kind === 'end' ? end(shown)
                : { heading: heading('Stuck', 'The walk cannot go on'), parts: [element('p', {}, 'At ' + shown.prompt.stuck?.node + ': ' + shown.prompt.stuck?.reason + '.')] };
        return { kind, ...await laid };
    }

    /** @param {string | null} word */
    function risk(word) {
        return word && RISKS[/** @type {keyof typeof RISKS} */ (word)];
    }

    return { answerOf, box, cited, command, duration, form, lay, radio, risk, steps: stepList, undoing };
})();
