// Search in the whole site: loads the words asked for, a small file or two each, and what the best sections say.
// The files are written by src/world/book/full_text.rs; they are scripts, so that a page opened from a disk can load them.
// @ts-check
'use strict';

(function search() {
    const root = document.documentElement.dataset.root ?? '';
    /** So many results are shown. */
    const limit = 20;
    /** A beginning of a word may stand for words in so many files. */
    const files = 4;
    /** @type {Map<string, Promise<any>>} */
    const loaded = new Map();

    /** @param {string} name */
    function load(name) {
        let value = loaded.get(name);
        if (value === undefined) {
            value = window.triagebookScript('search/' + name + '.js').then(() => window.triagebookWords[name]);
            value.catch(() => loaded.delete(name));
            loaded.set(name, value);
        }
        return value;
    }

    /** Runs of letters and digits, and numbers with points as one, in small letters. @param {string} text */
    function split(text) {
        const words = text.toLowerCase().match(/\p{N}+(\.\p{N}+){2,}|[\p{Alphabetic}\p{N}]{2,}/gu) ?? [];
        return [...new Set(words)].slice(0, 8);
    }

    /** The sections that hold a word or one that begins with it. @param {string} word @param {any} directory */
    async function sections(word, directory) {
        /** @type {Map<number, number>} */
        const found = new Map();
        // The file before the first one that begins after the word may hold it.
        let file = directory.first.findIndex((/** @type {string} */ first) => first > word);
        file = file < 0 ? directory.first.length - 1 : Math.max(0, file - 1);
        let common = false;
        for (let left = files; left > 0 && file < directory.first.length; left -= 1, file += 1) {
            if (directory.first[file] > word && !directory.first[file].startsWith(word)) {
                break;
            }
            const words = await load('words-' + file);
            for (const [other, [count, pairs]] of Object.entries(words)) {
                if (!other.startsWith(word)) {
                    continue;
                }
                common ||= count > directory.most;
                const rare = Math.log(1 + (directory.sections - count + 0.5) / (count + 0.5));
                const share = other === word ? 1 : 0.6;
                for (let at = 0; at < pairs.length; at += 2) {
                    const score = share * rare * pairs[at + 1];
                    found.set(pairs[at], Math.max(score, found.get(pairs[at]) ?? 0));
                }
            }
        }
        return { found, common };
    }

    /**
     * The best sections that hold all the words. A code that is written in two, as `HCW 8064`, is looked for as one where it
     * is not found as it stands.
     * @param {string} text
     */
    async function find(text) {
        const found = await holding(text);
        const joined = text.replace(/(\p{Alphabetic}{2})[ -](?=\p{N}{3})/gu, '$1');
        return found.count > 0 || joined === text ? found : holding(joined);
    }

    /**
     * The best sections that hold all the words; of words that nearly every section holds, not all places are known.
     * @param {string} text
     */
    async function holding(text) {
        const directory = await load('directory');
        const words = await Promise.all(split(text).map(word => sections(word, directory)));
        const rare = words.filter(word => !word.common);
        const needed = rare.length > 0 ? rare : words;
        /** @type {[number, number][]} */
        const scores = [];
        for (const section of needed[0]?.found.keys() ?? []) {
            if (needed.every(word => word.found.has(section))) {
                scores.push([section, words.reduce((sum, word) => sum + (word.found.get(section) ?? 0), 0)]);
            }
        }
        scores.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
        const best = scores.slice(0, limit).map(async ([section]) => {
            const file = await load('sections-' + Math.floor(section / directory.sectionsAFile));
            const [address, title, page, body] = file[section % directory.sectionsAFile];
            return { href: root + address, title, page, body };
        });
        return { count: scores.length, results: await Promise.all(best) };
    }

    window.triagebookSearch = { find };
})();
