// Where the engine works: in a worker, so that the page is free meanwhile; in the page itself where no worker may be made, as
// under the policy of somebody else's book. It is the very code of the command line, compiled to WebAssembly; it imports
// nothing, so it can reach nothing.
//
// Invariant: requests are answered one after the other, in the order in which they were put. An engine holds nothing but what
// was loaded into it, and that is remembered here; so one that is stopped or fails gives way to a new one, and no request
// but its own notices.
// Deliberately absent: what requests and answers mean (client.js), and what a person sees meanwhile.
// @ts-check
'use strict';

/**
 * @typedef {{ memory: WebAssembly.Memory, prepare(length: number): number, answer(): number, answer_length(): number }} Module
 * @typedef {{ letters: string } | { request: string }} Message The packed engine, to begin with, or a request.
 * @typedef {{ answer: string } | { failed: string }} Reply
 * @typedef {{ send(message: Message): Promise<string>, end(): void, isStoppable: boolean }} Place
 * @typedef {{ request: string, kind: string, signal?: AbortSignal, resolve(answer: string): void, reject(error: Error): void }} Task
 */

window.triagebookRoom = (function rooms() {
    /** What is asked of an engine so long after nobody waits for it any more ends it: a new one costs as much. */
    const GRACE = 500;
    /** So many characters take the engine so long that the page is drawn before it begins in the page itself. */
    const LONG = 100_000;

    /** Somebody stopped it. */
    class Stopped extends Error {
        constructor() {
            super('It was stopped.');
        }
    }

    /**
     * Takes messages, one after the other, and replies to each. Its text is the code of the worker, so nothing in it may be
     * from outside of it.
     * @param {(reply: Reply) => void} reply
     * @returns {(message: Message) => Promise<void>}
     */
    function room(reply) {
        /** @type {Module} */
        let engine;

        /** @param {string} letters */
        async function boot(letters) {
            const bytes = atob(letters);
            const packed = new Uint8Array(bytes.length);
            // `Uint8Array.from` with a function takes ten times as long.
            for (let at = 0; at < bytes.length; at += 1) {
                packed[at] = bytes.charCodeAt(at);
            }
            const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
            const answer = new Response(unpacked, { headers: { 'Content-Type': 'application/wasm' } });
            const { instance } = await WebAssembly.instantiateStreaming(answer, {});
            engine = /** @type {Module} */ (/** @type {unknown} */ (instance.exports));
        }

        /** @param {string} request */
        function exchange(request) {
            const bytes = new TextEncoder().encode(request);
            const place = engine.prepare(bytes.length) >>> 0;
            new Uint8Array(engine.memory.buffer, place, bytes.length).set(bytes);
            const start = engine.answer() >>> 0;
            return new TextDecoder().decode(new Uint8Array(engine.memory.buffer, start, engine.answer_length() >>> 0));
        }

        return async message => {
            try {
                if ('letters' in message) {
                    await boot(message.letters);
                    reply({ answer: '' });
                } else {
                    reply({ answer: exchange(message.request) });
                }
            } catch (error) {
                reply({ failed: error instanceof Error ? error.message : String(error) });
            }
        };
    }

    /**
     * A worker.
     * @returns {Promise<Place>} Rejected where none may be made.
     */
    function worker() {
        return new Promise((made, refused) => {
            const worker = window.triagebookWorker(room);
            let settle = (/** @type {Reply} */ _) => {};
            let fail = (/** @type {Error} */ _) => {};
            const place = {
                send: (/** @type {Message} */ message) => new Promise((/** @type {(answer: string) => void} */ resolve, reject) => {
                    [settle, fail] = [reply => 'failed' in reply ? reject(new Error(reply.failed)) : resolve(reply.answer), reject];
                    worker.postMessage(message);
                }),
                end: () => {
                    worker.terminate();
                    fail(new Stopped());
                },
                isStoppable: true,
            };
            worker.addEventListener('error', event => {
                event.preventDefault();
                refused(new Error(event.message));
                fail(new Error(event.message));
            });
            // Its first words are that it is there.
            worker.addEventListener('message', () => {
                worker.addEventListener('message', event => settle(event.data));
                made(place);
            }, { once: true });
        });
    }

    /** The page itself. @returns {Place} */
    function here() {
        let settle = (/** @type {Reply} */ _) => {};
        const take = room(reply => settle(reply));
        return {
            send: message => new Promise((resolve, reject) => {
                settle = reply => 'failed' in reply ? reject(new Error(reply.failed)) : resolve(reply.answer);
                if ('request' in message && message.request.length > LONG) {
                    setTimeout(() => take(message), 50);
                } else {
                    take(message);
                }
            }),
            end: () => {},
            isStoppable: false,
        };
    }

    /** What was loaded into the engine, by its kind. @type {Map<string, string>} */
    const loaded = new Map();
    /** @type {Task[]} */
    const waiting = [];
    /** @type {Task | null} */
    let running = null;
    /** @type {Promise<Place> | null} */
    let place = null;
    /** Where the engine works, once it does. @type {Place | null} */
    let current = null;
    let told = (/** @type {string | null} */ _kind, /** @type {boolean} */ _isStoppable) => {};

    /** Has an engine come, with all that one before it held. */
    function wake() {
        place ??= (async () => {
            const begun = worker().catch(here);
            try {
                await window.triagebookScript('theme/engine.js');
                const made = await begun;
                await made.send({ letters: window.triagebookEngine });
                for (const request of loaded.values()) {
                    await made.send({ request });
                }
                current = made;
                return made;
            } catch (error) {
                place = null;
                begun.then(made => made.end());
                throw error;
            }
        })();
        return place;
    }

    function leave() {
        current?.end();
        [current, place] = [null, null];
    }

    async function work() {
        for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
            running = task;
            try {
                const there = await wake();
                if (!task.signal?.aborted) {
                    told(task.kind, there.isStoppable);
                    task.resolve(await there.send({ request: task.request }));
                }
            } catch (error) {
                // Whatever failed in it, it may be in no state to go on.
                leave();
                task.reject(error instanceof Error ? error : new Error(String(error)));
            }
            told(null, false);
        }
        running = null;
    }

    /**
     * Nobody waits for a task any more.
     * @param {Task} task
     */
    function drop(task) {
        task.reject(new Stopped());
        if (waiting.includes(task)) {
            waiting.splice(waiting.indexOf(task), 1);
        }
        setTimeout(() => {
            if (running === task) {
                stop();
            }
        }, GRACE);
    }

    /**
     * Puts a request to the engine.
     * @param {string} request
     * @param {string} kind What it is.
     * @param {AbortSignal} [signal] Tells that nobody waits for it any more.
     * @returns {Promise<string>} Its answer; rejected with `Stopped` where it was stopped.
     */
    function exchange(request, kind, signal) {
        return new Promise((resolve, reject) => {
            const task = { request, kind, signal, resolve, reject };
            if (signal?.aborted) {
                reject(new Stopped());
                return;
            }
            signal?.addEventListener('abort', () => drop(task));
            waiting.push(task);
            if (running === null) {
                work();
            }
        });
    }

    /** Stops what is being done, at once. */
    function stop() {
        if (running !== null && current?.isStoppable) {
            leave();
        }
    }

    return {
        Stopped,
        exchange,
        /** Every engine that comes begins with this. */
        hold: (/** @type {string} */ kind, /** @type {string} */ request) => { loaded.set(kind, request); },
        stop,
        /** Has somebody told of what the engine begins with, and, with null, that it is done. */
        watch: (/** @type {typeof told} */ watcher) => { told = watcher; },
        wake,
    };
})();
