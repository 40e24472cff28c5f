/**
 * The story of a key: what both levels hold of it, and why it answers a read or does not.
 */

import { byId, h, setOptions } from './dom.js';
import { bytes, duration, whole, words } from './format.js';
import { sayFailure } from './failures.js';

const VERDICTS = {
    'absent': ['plain', 'nothing there'],
    'valid': ['good', 'answers the read'],
    'stale': ['warn', 'answers the read, and is loaded again'],
    'invalid': ['bad', 'does not answer the read'],
    'unknown': ['warn', 'not known'],
};

const CAUSES = {
    'not-used': 'This level is switched off, or the cache is strong and keeps no copies.',
    'not-trusted': 'The channel was not proven alive within the staleness bound.',
    'invalidations-pending': 'Invalidations that may concern it wait for Redis.',
    'expired': 'Its time is over.',
    'let-expire': 'An invalidation let it expire; it may stand in where a load fails.',
    'key-changed': 'The key, or another of its stripe, was evicted or put after the read of this copy began.',
    'invalidated': 'An invalidation came after its load.',
    'fence-not-known': 'The number of a fence is not known here yet; the next read asks Redis.',
    'fence-dropped': 'A fence was dropped here, by a resync or to make room.',
    'fence-missing': 'Redis does not have a fence, so nothing passes it.',
    'history-lost': 'It is from a history that Redis lost.',
    'other-format': 'It was written by a version of the library with another format.',
    'other-serializer': 'It was written by another serializer.',
    'foreign-key': 'It answers for another key.',
    'too-large': 'It is larger than the largest entry of the cache.',
    'unreadable': 'It is no entry, or a damaged one.',
    'redis-away': 'Redis did not answer.',
};

const KEY_HINT = 'Such as s:HAM for a string or i:42 for a number: what is between the braces of its name in Redis.';

export function bindExplain(api) {
    byId('explain-hint').textContent = KEY_HINT;
    byId('invalidate-hint').textContent = KEY_HINT;
    byId('explain-form').addEventListener('submit', async (event) => {
        event.preventDefault();
        await explain(api, byId('explain-cache').value, byId('explain-key').value);
    });
}

export function showCachesToExplain(caches) {
    setOptions(byId('explain-cache'), caches.map((cache) => [cache.name, cache.name]));
}

let asked = 0;

async function explain(api, cache, key) {
    const result = byId('explain-result');
    asked += 1;
    const mine = asked;
    result.setAttribute('aria-busy', 'true');
    const shown = await answerOf(api, cache, key);
    // A later question must not be answered by an earlier answer.
    if (mine === asked) {
        result.removeAttribute('aria-busy');
        result.replaceChildren(...shown);
    }
}

async function answerOf(api, cache, key) {
    try {
        return explanation(await api.explain(cache, key), key);
    }
    catch (error) {
        return [h('p', { class: 'notice notice-bad' }, sayFailure(error))];
    }
}

function explanation(found, key) {
    return [
        h('h3', { class: 'explained' }, h('code', {}, key), ' in ', h('code', {}, found.cache)),
        h('p', { class: 'explained-next' }, whatHappens(found)),
        h('div', { class: 'levels' }, level('L1', 'this process', found.l1), level('L2', 'Redis', found.l2)),
        h('dl', { class: 'pairs pairs-wide' },
            pair('Name in Redis', h('code', {}, found.redisKey)),
            pair('Cache', `${found.consistency}, mode ${found.mode}, L1 ${words(found.l1Trust.replaceAll('-', '_'))}`),
            pair('Lease', found.leaseHeld ? `held, for ${duration(found.leaseLeftMillis)} at least: somebody loads or puts` : 'free')),
    ];
}

function whatHappens(found) {
    const answers = (part) => part.verdict === 'valid' || part.verdict === 'stale';
    if (found.mode === 'bypass') {
        return 'A read now asks the source: the cache is bypassed.';
    }
    if (answers(found.l1)) {
        return 'A read now is answered by L1.';
    }
    return answers(found.l2) ? 'A read now is answered by L2.' : 'A read now asks the source.';
}

function level(name, where, found) {
    const [tone, verdict] = VERDICTS[found.verdict] ?? ['plain', found.verdict];
    const stamped = typeof found.ageMillis === 'number';
    return h('section', { class: 'level', 'aria-label': `${name}, ${where}` },
        h('h4', {}, name, ' ', h('span', { class: 'hint' }, where)),
        h('p', { class: `tone tone-${tone}` }, verdict),
        reasons(found.reasons ?? []),
        stamped ? life(found) : null,
        stamped ? facts(found) : null,
        (found.fences ?? []).length > 0 ? fences(found.fences) : null,
        typeof found.value === 'string' ? h('details', {}, h('summary', {}, 'Value'), h('pre', { tabindex: 0 }, found.value)) : null);
}

function reasons(all) {
    if (all.length === 0) {
        return null;
    }
    return h('ul', { class: 'reasons' }, all.map((reason) => h('li', {}, CAUSES[reason.cause] ?? reason.cause,
        reason.fence ? [' ', h('code', {}, reason.fence)] : null)));
}

/** A bar of the entry's life: fresh, stale, standing in, with a mark for now. */
function life(found) {
    const spans = [
        ['fresh', found.ageMillis + found.freshForMillis],
        ['stale', found.answersForMillis - found.freshForMillis],
        ['kept', found.keptForMillis - found.answersForMillis],
    ].map(([kind, millis]) => [kind, Math.max(0, millis)]);
    const all = Math.max(1, spans.reduce((sum, [, millis]) => sum + millis, 0));
    const bar = h('div', { class: 'life', 'aria-hidden': 'true' }, spans.map(([kind, millis]) => sized(h('i', { class: `life-${kind}` }), 'width', millis / all)));
    bar.append(sized(h('b', { class: 'life-now' }), 'left', Math.min(1, Math.max(0, found.ageMillis / all))));
    return bar;
}

function sized(element, property, share) {
    element.style[property] = `${share * 100}%`;
    return element;
}

function facts(found) {
    return h('dl', { class: 'pairs' },
        pair('Loaded', `${duration(found.ageMillis)} ago`),
        pair('Fresh', until(found.freshForMillis)),
        pair('Answers', until(found.answersForMillis)),
        pair('Kept', until(found.keptForMillis)),
        pair('Stamp', whole(found.stamp)),
        found.negative ? pair('Value', 'negative: null or empty') : null,
        found.size > 0 ? pair('Size', bytes(found.size)) : null,
        (found.tags ?? []).length > 0 ? pair('Tags', found.tags.map((tag) => [h('code', {}, tag), ' '])) : null);
}

function until(millis) {
    return (millis >= 0) ? `for ${duration(millis)}` : `ended ${duration(-millis)} ago`;
}

function pair(label, value) {
    return h('div', {}, h('dt', {}, label), h('dd', {}, value));
}

function fences(all) {
    return h('div', { class: 'fences', tabindex: 0, role: 'region', 'aria-label': 'Fences' }, h('table', {},
        h('thead', {}, h('tr', {}, ['Fence', 'Number', 'Passed'].map((label) => h('th', { scope: 'col' }, label)))),
        h('tbody', {}, all.map((fence) => h('tr', {}, h('th', { scope: 'row' }, h('code', {}, fence.fence)),
            h('td', { class: 'number' }, fence.number === null || fence.number === undefined ? 'not known' : whole(fence.number)),
            h('td', { class: fence.passed ? '' : 'tone tone-bad' }, fence.passed ? 'yes' : 'no'))))));
}
