/**
 * The table of caches. Rows keep their elements, so that focus and selection survive an update.
 */

import { byId, h, setText } from './dom.js';
import { duration, isKnown, percent, perSecond, short } from './format.js';
import { nameOf } from './toggles.js';

const COLUMNS = [
    { id: 'name', label: 'Cache', sort: (row) => row.cache.name, text: true },
    { id: 'state', label: 'Levels', sort: (row) => row.cache.mode, text: true },
    { id: 'reads', label: 'Reads', sort: (row) => row.lately.reads, show: (row) => perSecond(row.lately.reads) },
    { id: 'ratio', label: 'Hits', sort: (row) => row.ratio },
    { id: 'miss', label: 'A miss takes', sort: (row) => row.missMillis, show: (row) => duration(row.missMillis) },
    { id: 'loads', label: 'Loads', sort: (row) => row.lately.loads, show: (row) => perSecond(row.lately.loads) },
    { id: 'failures', label: 'Failed', sort: (row) => row.cache.counts.loadFailures, show: (row) => short(row.cache.counts.loadFailures) },
    { id: 'stale', label: 'Stale', sort: (row) => row.staleShare, show: (row) => percent(row.staleShare) },
    { id: 'total', label: 'Reads in all', sort: (row) => row.total, show: (row) => short(row.total) },
];

export class CacheTable {

    #rows = new Map();

    #known = [];

    #order = { column: COLUMNS[0], falling: false };

    #filter = '';

    #select;

    /** @param {function(string)} select is told the name of the cache to look at */
    constructor(select) {
        this.#select = select;
        byId('cache-head').replaceChildren(...COLUMNS.map((column) => this.#head(column)));
        byId('cache-filter').addEventListener('input', (event) => {
            this.#filter = event.target.value.trim().toLowerCase();
            this.#arrange();
        });
        this.#markOrder();
    }

    #head(column) {
        return h('th', { role: 'columnheader', scope: 'col', class: column.text ? 'text' : 'number', data: { column: column.id } },
            h('button', { type: 'button', class: 'sort', on: { click: () => this.#sortBy(column) } }, column.label));
    }

    #sortBy(column) {
        const same = this.#order.column === column;
        this.#order = { column, falling: same ? !this.#order.falling : !column.text };
        this.#markOrder();
        this.#arrange();
    }

    #markOrder() {
        const { column, falling } = this.#order;
        byId('cache-head').querySelectorAll('th').forEach((head) => {
            if (head.dataset.column === column.id) {
                head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
            }
            else {
                head.removeAttribute('aria-sort');
            }
        });
    }

    show(caches, history, scope) {
        this.#known = caches.map((cache) => rowOf(cache, history.lately(cache.name)));
        const names = new Set(caches.map((cache) => cache.name));
        [...this.#rows.keys()].filter((name) => !names.has(name)).forEach((name) => this.#rows.delete(name));
        this.#known.forEach((row) => this.#fill(this.#elementOf(row.cache.name), row, row.cache.name === scope));
        setText(byId('cache-count'), String(caches.length));
        this.#arrange();
    }

    #elementOf(name) {
        let element = this.#rows.get(name);
        if (!element) {
            element = h('tr', { role: 'row' }, COLUMNS.map((column) => this.#cell(column, name)));
            this.#rows.set(name, element);
        }
        return element;
    }

    #cell(column, name) {
        if (column.id === 'name') {
            return h('th', { role: 'rowheader', scope: 'row', class: 'text' },
                h('button', { type: 'button', class: 'link', title: 'Show this cache in the charts', on: { click: () => this.#select(name) } }, name));
        }
        const cell = h('td', { role: 'cell', class: column.text ? 'text' : 'number', data: { label: column.label, cell: column.id } });
        if (column.id === 'ratio') {
            cell.append(h('span', { class: 'cell-value' }), h('span', { class: 'split', 'aria-hidden': 'true' },
                h('i', { class: 'split-l1' }), h('i', { class: 'split-l2' }), h('i', { class: 'split-miss' })));
        }
        return cell;
    }

    #fill(element, row, selected) {
        element.classList.toggle('selected', selected);
        element.querySelector('button').setAttribute('aria-pressed', String(selected));
        for (const column of COLUMNS) {
            const cell = element.querySelector(`[data-cell="${column.id}"]`);
            if (column.id === 'state') {
                fillState(cell, row.cache);
            }
            else if (column.id === 'ratio') {
                fillRatio(cell, row);
            }
            else if (cell) {
                setText(cell, column.show(row));
            }
        }
    }

    #arrange() {
        const { column, falling } = this.#order;
        const shown = this.#known
            .filter((row) => row.cache.name.toLowerCase().includes(this.#filter))
            .sort((left, right) => compare(column.sort(left), column.sort(right)) * (falling ? -1 : 1)
                || compare(left.cache.name, right.cache.name));
        const body = byId('cache-rows');
        const elements = shown.map((row) => this.#rows.get(row.cache.name));
        if (elements.length !== body.children.length || elements.some((element, index) => body.children[index] !== element)) {
            const focused = document.activeElement;
            body.replaceChildren(...elements);
            if (body.contains(focused)) {
                focused.focus();
            }
        }
        byId('cache-empty').replaceChildren(...((shown.length > 0) ? [] : [this.#empty()]));
    }

    #empty() {
        return (this.#known.length > 0)
            ? h('p', { class: 'empty' }, 'No cache has a name with ', h('q', {}, this.#filter), '.')
            : h('div', { class: 'empty' }, h('p', {}, 'There is no cache yet.'),
                h('p', { class: 'hint' }, 'A cache is made from the settings, or by its first use.'));
    }

}

function rowOf(cache, lately) {
    const counts = cache.counts;
    const asked = counts.l1Hits + counts.l2Hits + counts.misses;
    return {
        cache,
        lately,
        total: asked + counts.bypasses,
        // Of the last seconds where there were reads, else from the start on.
        l1Share: orElse(lately.l1Share, counts.l1Hits / asked),
        l2Share: orElse(lately.l2Share, counts.l2Hits / asked),
        ratio: orElse(lately.hitShare, (counts.l1Hits + counts.l2Hits) / asked),
        missMillis: orElse(lately.missMillis, counts.missMillis / counts.missCount),
        staleShare: orElse(lately.staleShare, counts.staleHits / asked),
    };
}

function orElse(value, other) {
    return isKnown(value) ? value : other;
}

function fillState(cell, cache) {
    const state = JSON.stringify([cache.mode, cache.l1Trust, cache.consistency, cache.toggles]);
    if (cell.dataset.state === state) {
        return;
    }
    cell.dataset.state = state;
    const parts = [h('span', { class: `tag${cache.mode === 'on' ? '' : ' tag-warn'}` }, cache.mode === 'on' ? 'L1 + L2' : cache.mode.toUpperCase().replace('-ONLY', ' only').replace('BYPASS', 'bypass')),
        h('span', { class: 'tag tag-plain' }, cache.consistency)];
    if (cache.l1Trust === 'unproven') {
        parts.push(h('span', { class: 'tag tag-bad' }, 'L1 unproven'));
    }
    cache.toggles.forEach((toggle) => parts.push(h('span', { class: 'tag tag-warn' }, nameOf(toggle))));
    cell.replaceChildren(h('span', { class: 'tags' }, parts));
}

function fillRatio(cell, row) {
    setText(cell.querySelector('.cell-value'), percent(row.ratio));
    const [l1, l2, miss] = cell.querySelectorAll('.split i');
    const known = isKnown(row.ratio);
    l1.style.width = known ? `${row.l1Share * 100}%` : '0';
    l2.style.width = known ? `${row.l2Share * 100}%` : '0';
    miss.style.width = known ? `${(1 - row.ratio) * 100}%` : '0';
    cell.title = known ? `L1 ${percent(row.l1Share)}, L2 ${percent(row.l2Share)}, missed ${percent(1 - row.ratio)}` : '';
}

function compare(left, right) {
    if (typeof left === 'string') {
        return left.localeCompare(right, 'en', { numeric: true });
    }
    return (isKnown(left) ? left : -1) - (isKnown(right) ? right : -1);
}
