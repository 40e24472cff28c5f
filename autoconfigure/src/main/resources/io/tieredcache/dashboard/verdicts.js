/**
 * What the staleness audit found, and how the objectives stand: of each cache that has any.
 */

import { byId, h } from './dom.js';
import { duration, isKnown, percent, short, whole, words } from './format.js';

const HORIZONS = [0, 1000, 10_000, 60_000];

const REASONS = {
    'while-revalidate': 'past its time to live, while it is loaded again',
    'if-error': 'kept, since its source failed',
    'channel-not-live': 'the channel is not live',
    'invalidation-waits': 'invalidations wait for Redis',
    'within-bound': 'no longer than the cache may be stale',
    'unexplained': 'not explained',
};

export function showVerdicts(caches) {
    const audited = caches.filter((cache) => cache.audit);
    const promised = caches.filter((cache) => cache.slos.length > 0);
    byId('verdicts').hidden = audited.length + promised.length === 0;
    fill('audit', audited, auditOf, audited.map(({ name, audit }) => [name, audit]));
    fill('slos', promised, objectivesOf, promised.map(({ name, slos }) => [name, slos]));
}

/** Leaves what is there where nothing changed, so that a selection in it stays. */
function fill(id, caches, make, state) {
    const list = byId(id);
    const shown = JSON.stringify(state);
    if (list.dataset.shown !== shown) {
        list.dataset.shown = shown;
        list.replaceChildren(...caches.map(make));
        list.closest('.card').hidden = caches.length === 0;
    }
}

function auditOf({ name, audit }) {
    const found = rowsOf(audit.stale);
    const seen = audit.found;
    const tone = found.some((row) => row.reason === 'unexplained' && row.counts[2] > 0) ? 'bad' : (seen > 0 ? 'warn' : 'good');
    return h('li', { class: 'verdict' },
        h('div', { class: 'verdict-head' }, h('code', {}, name),
            h('span', { class: `tone tone-${tone}` }, (seen > 0) ? `${short(seen)} stale` : 'none stale'),
            h('span', { class: 'hint' }, `${percent(audit.share)} of hits against ${audit.against === 'l2' ? 'L2' : 'the source'}, ${short(audit.checked)} compared`)),
        (found.length > 0) ? table(['Level', 'Why', 'seen', ...HORIZONS.slice(1).map((millis) => `${millis / 1000} s`)],
            found.map((row) => [row.level.toUpperCase(), REASONS[row.reason] ?? words(row.reason), ...row.counts.map(short)]), 2) : null);
}

/** One row per level and reason, with the counts by how long the values were served at least. */
function rowsOf(stale) {
    const rows = new Map();
    for (const { level, reason, atLeastMillis, count } of stale) {
        const key = `${level} ${reason}`;
        const row = rows.get(key) ?? { level, reason, counts: HORIZONS.map(() => 0) };
        row.counts[HORIZONS.indexOf(atLeastMillis)] = count;
        rows.set(key, row);
    }
    return [...rows.values()].filter((row) => row.counts.some((count) => count > 0));
}

function objectivesOf({ name, slos }) {
    return h('li', { class: 'verdict' },
        h('div', { class: 'verdict-head' }, h('code', {}, name),
            h('span', { class: 'hint' }, `in the last ${duration(slos[0].windowMillis)}`)),
        table(['Objective', 'Missed', 'Allowed', 'Burn'], slos.map((slo) => [
            words(slo.objective.replaceAll('-', '_')),
            `${whole(slo.errors)} of ${short(slo.events)}`,
            percent(slo.allowed),
            h('span', { class: `tone tone-${slo.burn > 1 ? 'bad' : 'good'}` }, burn(slo.burn)),
        ]), 1));
}

function burn(rate) {
    if (!isKnown(rate)) {
        return '–';
    }
    return `${(rate > 0 && rate < 0.1) ? '<0.1' : rate.toFixed(rate < 10 ? 1 : 0)} ×`;
}

function table(head, rows, texts) {
    const kind = (index) => (index < texts ? 'text' : 'number');
    return h('table', { class: 'verdict-table' },
        h('thead', {}, h('tr', {}, head.map((label, index) => h('th', { scope: 'col', class: kind(index) }, label)))),
        h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, index) => h('td', { class: kind(index) }, cell))))));
}
