// What waits in a drill, and its account, as elements. What can be chosen and what is said comes from the engine; here it is
// laid out. The words on the buttons begin as those of the terminal do, because hints name them.
// @ts-check
'use strict';

window.triagebookPractice = (function practice() {
    const { button, copyable, element, prose, spoken } = window.triagebook;
    const { answerOf, box, cited, command, duration, form, radio, risk, steps, undoing } = window.triagebookPrompt;

    const LEADS = { right: '', wrong: '', unsafe: 'Unsafe: ', hint: 'Hint: ', happened: '' };
    const UNSAFE = new Set(['wrong-change', 'unproved', 'no-undo', 'too-early']);

    /**
     * @param {string} word
     * @param {string} title
     */
    function heading(word, title) {
        return element('h3', { id: 'tb-drill-title', tabindex: -1 }, element('span', { class: 'tb-kind' }, word, element('span', { class: 'tb-heard' }, ':')), ' ', title);
    }

    /**
     * What is said about a move.
     * @param {any[]} remarks
     * @param {Player} player
     */
    function said(remarks, player) {
        const line = (/** @type {any} */ remark) => {
            const lead = LEADS[/** @type {keyof typeof LEADS} */ (remark.kind)];
            return element('p', { class: 'tb-remark tb-remark-' + remark.kind }, lead !== '' && element('strong', {}, lead), spoken(remark.text));
        };
        const there = remarks.map(remark => /`go ([^`\s]+)`/.exec(remark.text)?.[1]).find(node => node !== undefined);
        return element('div', { id: 'tb-drill-said', tabindex: -1 }, remarks.map(line),
            there && button('Go there', () => player.make({ go: there })));
    }

    /** @param {any} served */
    function seen(served) {
        if (served === null) {
            return null;
        }
        return served.kind === 'reply' ? element('p', { id: 'tb-drill-seen', tabindex: -1, class: 'tb-ask' }, served.text)
            : element('div', {}, element('p', { class: 'tb-term', id: 'tb-drill-output' }, 'Output'),
                element('pre', { id: 'tb-drill-seen', tabindex: 0, role: 'region', 'aria-labelledby': 'tb-drill-output' }, element('code', {}, served.text)));
    }

    /**
     * @param {any} played
     * @param {Player} player
     */
    async function question(played, player) {
        const check = played.prompt.check;
        const choices = await Promise.all(check.choices.map(async (/** @type {any} */ choice) => radio(choice.outcome, choice.title, await prose(choice.detail))));
        // Names of outcomes hold no slash.
        if (check.none === 'offered') {
            choices.push(radio('/none', 'None of these', null));
        }
        if (check.unsure === 'offered') {
            choices.push(radio('/unsure', 'I cannot tell, or cannot run this', null));
        }
        const wait = played.wait_minutes;
        const commands = await Promise.all(check.commands.map(command));
        return {
            kind: 'check',
            heading: heading('Question ' + played.number, check.title),
            parts: [
                await box('tb-detail', null, check.why),
                await box('tb-unconfirmed', 'Not confirmed', check.unconfirmed),
                wait !== null && element('div', { class: 'tb-unconfirmed', role: 'note' },
                    element('p', {}, 'The effect of the fix shows in ' + duration(wait) + '.'),
                    button('Wait: let the time pass', () => player.make('wait'))),
                await box('tb-ask', 'Look or ask', check.ask),
                ...commands,
                // What is said stands before what can be done next.
                ...(played.served === null
                    ? [said(played.remarks, player), button(commands.length > 0 ? 'Look: run it' : 'Look: ask who can see it', () => player.make('look'), { class: 'tb-strong' })]
                    : [seen(played.served), said(played.remarks, player)]),
                form(played.served === null ? 'What will it say? Look first.' : 'What does it say?', choices, [], async value => {
                    if (value === '') {
                        return 'Choose an answer.';
                    }
                    await player.make({ decide: answerOf(value) });
                }),
                cited(check.sources),
            ],
        };
    }

    /**
     * @param {any} played
     * @param {Player} player
     */
    async function change(played, player) {
        const fix = played.prompt.fix;
        const isWithheld = fix.unmet.length > 0;
        const row = (/** @type {string} */ term, /** @type {any} */ words) => words && element('div', {}, element('dt', {}, term), element('dd', {}, words));
        const known = played.knows_undo ? await undoing(fix.undo) : null;
        known?.setAttribute('open', '');
        return {
            kind: 'fix',
            heading: heading('Fix ' + played.number, fix.title),
            parts: [
                await box('tb-detail', null, fix.detail),
                await box('tb-unconfirmed', 'Not confirmed', fix.unconfirmed),
                element('dl', { class: 'tb-facts tb-before' }, row('Risk', risk(fix.risk)), row('Role', fix.role), row('Impact', await prose(fix.impact))),
                isWithheld ? element('div', { class: 'tb-stop', role: 'note' },
                    element('p', {}, 'Its commands are withheld, because it is not proved that they fit here:'),
                    element('ul', {}, fix.unmet.map((/** @type {any} */ unmet) => element('li', {},
                        '“' + unmet.title + '” must be answered with: ' + unmet.wanted.join(' or ') + '.')))) : await steps(fix.steps),
                isWithheld ? null : await box('tb-stop', 'Stop if', fix.stop_if),
                played.knows_undo && element('div', { id: 'tb-drill-seen', tabindex: -1 },
                    known ?? element('p', {}, 'The knowledge base does not say how to undo it.')),
                fix.wait && element('p', {}, element('span', { class: 'tb-term' }, 'Then wait '), duration(fix.wait) + ' before you judge the effect.'),
                said(played.remarks, player),
                element('div', { class: 'tb-row' },
                    isWithheld && button('Show the commands all the same', () => player.make('show')),
                    !isWithheld && !played.knows_undo && button('Undo: look at how to take it back', () => player.make('undo')),
                    !isWithheld && button('Do: carry it out', () => player.make('try'), { class: 'tb-strong' })),
                cited(fix.sources),
            ],
        };
    }

    /**
     * Moves that are possible everywhere.
     * @param {any[]} places
     * @param {Player} player
     */
    function moves(places, player) {
        const own = (/** @type {any} */ place) => place.node.startsWith(player.runbook + '/');
        const option = (/** @type {any} */ place) => element('option', { value: place.node }, place.title);
        const group = (/** @type {string} */ label, /** @type {any[]} */ list) => list.length > 0 && element('optgroup', { label }, list.map(option));
        const others = places.filter(place => !own(place));
        const home = (/** @type {any} */ place) => place.node.split('/')[0];
        const homes = [...new Set(others.map(home))];
        const to = /** @type {HTMLSelectElement} */ (element('select', { id: 'tb-drill-go' },
            group('Questions of this runbook', places.filter(place => own(place) && !place.is_fix)),
            group('Fixes of this runbook', places.filter(place => own(place) && place.is_fix)),
            homes.map(name => group('In ' + name, others.filter(place => home(place) === name)))));
        return element('div', { class: 'tb-moves' },
            element('div', { class: 'tb-row' },
                button('Hint', () => player.make('hint')),
                button('Back', () => player.make('back')),
                button('Stop, and see the account', () => player.make('give-up'))),
            element('details', {}, element('summary', {}, 'Go to another question or fix'),
                element('form', { class: 'tb-form', submit: (/** @type {Event} */ event) => {
                    event.preventDefault();
                    player.make({ go: to.value });
                } },
                element('p', {}, element('label', { for: 'tb-drill-go' }, 'Where to'), to),
                element('button', { type: 'submit', class: 'tb-button' }, 'Go'))));
    }

    /**
     * @param {string} title
     * @param {any[]} rows
     * @param {(row: any) => any} words
     */
    function list(title, rows, words) {
        return rows.length > 0 && element('div', {}, element('h4', {}, title), element('ul', {}, rows.map(row => element('li', {}, words(row)))));
    }

    /**
     * @param {any} played
     * @param {Player} player
     */
    async function account(played, player) {
        const { account } = played;
        const labels = new Map(account.labels);
        const walked = new Set(account.walked.map((/** @type {any} */ step) => step.node));
        const titles = new Map([...account.walked, ...account.best, ...account.never_checked].map(step => [step.node, step.title]));
        const step = (/** @type {any} */ step, /** @type {string[]} */ marks) => element('li', {}, step.title + ' ', element('strong', {}, step.said),
            element('span', { class: 'tb-meta' }, ' ' + step.minutes + '\u00a0min'),
            marks.length > 0 && element('span', { class: 'tb-mark' }, marks.join('; ')));
        /** @param {string[]} kinds */
        const marks = kinds => [...new Set(kinds)].map(kind => {
            const times = kinds.filter(other => other === kind).length;
            return labels.get(kind) + (times > 1 ? ' (' + times + ' times)' : '');
        });
        const end = played.prompt.end;
        return {
            kind: 'end',
            heading: heading(account.solved ? 'Solved' : 'Not solved', account.title),
            parts: [
                end && element('p', {}, 'It ended at: ' + end.title),
                await box('tb-detail', null, account.about),
                element('dl', { class: 'tb-score' },
                    element('div', {}, element('dt', {}, 'Score'), element('dd', {}, account.score.points + ' of ' + account.score.out_of)),
                    element('div', {}, element('dt', {}, 'Your time, as estimated'), element('dd', {}, account.minutes.walked + ' min')),
                    element('div', {}, element('dt', {}, 'On the best path'), element('dd', {}, account.minutes.best + ' min'))),
                list('What cost points', account.score.deductions, one => [element('strong', {}, '−' + one.points + ' '),
                    UNSAFE.has(one.kind) && element('strong', { class: 'tb-unsafe' }, 'Unsafe. '), labels.get(one.kind) + '. ', ...spoken(one.text)]),
                element('div', { class: 'tb-paths' },
                    element('div', {}, element('h4', {}, 'Your path'), account.walked.length === 0 ? element('p', {}, 'Nothing was decided.')
                        : element('ol', {}, account.walked.map((/** @type {any} */ one) => step(one, marks(one.faults))))),
                    element('div', {}, element('h4', {}, 'The best path'),
                        element('ol', {}, account.best.map((/** @type {any} */ one) => step(one, walked.has(one.node) ? [] : ['Not on yours']))))),
                list('Never checked', account.never_checked, never => never.title),
                list('Comes back tomorrow', account.missed, node => titles.get(node) ?? node),
                element('div', { class: 'tb-row' },
                    button('Another case', () => player.choose(), { class: 'tb-strong' }),
                    button('The same again', () => player.again()),
                    button('Download the account', () => player.download())),
                element('p', {}, 'The same in a terminal; the address of this page brings anybody to it, too:'),
                copyable('triagebook drill --case ' + account.case + ' --seed ' + account.seed, 'the command'),
            ],
        };
    }

    /**
     * Lays out what waits, or the account of what is over.
     * @param {any} played
     * @param {Player} player
     */
    function lay(played, player) {
        return played.account !== null ? account(played, player)
            : 'check' in played.prompt ? question(played, player) : change(played, player);
    }

    return { lay, moves };
})();
