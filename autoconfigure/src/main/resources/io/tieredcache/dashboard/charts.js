/**
 * The charts: what each shows, in colours, in words and as a table.
 */

import { h, nextId, setText } from './dom.js';
import {
    clock, duration, durationOnAxis, isKnown, percent, percentOnAxis, perSecond, perSecondOnAxis,
} from './format.js';
import { WINDOW } from './history.js';

const ROWS = 12;

const SHORTEST = 60_000;

const LONGEST_GAP = 20_000;

/** As wide as the longest label, so that the plots of all charts begin below each other. */
const AXIS_WIDTH = 58;

/** So few figures that a line alone would hide some. */
const FEW = 8;

const CHARTS = [
    {
        title: 'Hit ratio by level',
        empty: 'No reads yet',
        stacked: true,
        max: 1,
        unit: percent,
        axis: percentOnAxis,
        headline: (point) => percent(point.hitShare),
        note: 'of reads that asked the cache were hits',
        series: [
            { field: 'l1Share', label: 'L1', color: 'l1' },
            { field: 'l2Share', label: 'L2', color: 'l2' },
            { field: 'missShare', label: 'miss', color: 'miss' },
        ],
    },
    {
        title: 'Latency of hit and miss',
        empty: 'No miss yet',
        least: 10,
        unit: duration,
        axis: durationOnAxis,
        headline: (point) => duration(point.missMillis),
        note: 'for a miss, average; L1 hits are not timed',
        series: [
            { field: 'missMillis', label: 'miss', color: 'miss' },
            { field: 'loadMillis', label: 'load', color: 'load', dash: [6, 3] },
            { field: 'l2Millis', label: 'read of L2', color: 'l2', dash: [2, 2] },
        ],
    },
    {
        title: 'Loads',
        empty: 'No figures yet',
        least: 1,
        unit: perSecond,
        axis: perSecondOnAxis,
        headline: (point) => perSecond(point.loads),
        note: 'calls of the source',
        series: [
            { field: 'loads', label: 'loads', color: 'load' },
            { field: 'failures', label: 'failed', color: 'bad', dash: [4, 3] },
        ],
    },
    {
        title: 'Invalidation lag',
        empty: 'No invalidation yet',
        least: 10,
        unit: duration,
        axis: durationOnAxis,
        headline: (point) => duration(point.publishLag),
        note: 'from publish to this L1, average',
        series: [
            { field: 'publishLag', label: 'from publish', color: 'l1' },
            { field: 'eventLag', label: 'from event', color: 'stale', dash: [4, 3], optional: true },
        ],
    },
    {
        title: 'Staleness',
        empty: 'No reads yet',
        least: 0.01,
        unit: percent,
        axis: percentOnAxis,
        headline: (point) => percent(point.staleShare),
        note: 'of reads were served after their time to live',
        series: [
            { field: 'staleShare', label: 'served stale', color: 'stale' },
            { field: 'auditedStaleShare', label: 'stale in the audit', color: 'bad', dash: [4, 3], optional: true },
        ],
    },
    {
        title: 'Channel',
        empty: 'No figures yet',
        least: 1000,
        unit: duration,
        axis: durationOnAxis,
        headline: (point) => duration(point.provenAgo),
        note: 'since it was last proven alive',
        series: [
            { field: 'provenAgo', label: 'since proven', color: 'l1' },
        ],
    },
];

export function makeCharts(grid) {
    const charts = CHARTS.map((definition) => new LiveChart(definition));
    grid.replaceChildren(...charts.map((chart) => chart.element));
    charts.forEach((chart) => chart.draw());
    return charts;
}

class LiveChart {

    #definition;

    #canvas;

    #headline;

    #values;

    #legend;

    #table;

    #details;

    #empty;

    #chart;

    #points = [];

    constructor(definition) {
        this.#definition = definition;
        const title = nextId('chart');
        this.#canvas = h('canvas', { role: 'img', 'aria-label': `${definition.title}: no figures yet` });
        this.#headline = h('strong', { class: 'headline' }, '–');
        this.#values = definition.series.map(() => h('span', { class: 'legend-value' }, '–'));
        this.#legend = definition.series.map((series, index) => h('li', {},
            h('i', { class: `swatch swatch-${series.color}${series.dash ? ' swatch-dash' : ''}` }), series.label, ' ', this.#values[index]));
        this.#table = h('tbody');
        this.#empty = h('p', { class: 'chart-empty hint', 'aria-hidden': 'true' }, definition.empty);
        this.#details = h('details', { class: 'values', on: { toggle: () => this.#fillTable() } },
            h('summary', {}, 'Values', h('span', { class: 'visually-hidden' }, ` of ${definition.title}`)),
            h('div', { class: 'values-scroll', tabindex: 0, role: 'region', 'aria-label': `Values of ${definition.title}` },
                h('table', {},
                    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Time'),
                        definition.series.map((series) => h('th', { scope: 'col' }, series.label)))),
                    this.#table)));
        this.element = h('article', { class: 'card chart', 'aria-labelledby': title },
            h('header', { class: 'chart-head' },
                h('h3', { id: title }, definition.title),
                h('p', { class: 'chart-now' }, this.#headline, ' ', h('span', { class: 'hint' }, definition.note))),
            h('div', { class: 'chart-box' }, this.#canvas, this.#empty),
            h('ul', { class: 'legend' }, this.#legend),
            this.#details);
    }

    /** To be called once the element is in the page, and again when the colours change. */
    draw() {
        this.#chart?.destroy();
        this.#chart = new window.Chart(this.#canvas, options(this.#definition));
        this.update(this.#points);
    }

    update(points) {
        this.#points = points;
        const now = points.at(-1)?.time ?? Date.now();
        const span = now - (points[0]?.time ?? now);
        this.#chart.options.scales.x.min = now - Math.min(WINDOW, Math.max(SHORTEST, span));
        this.#chart.options.scales.x.max = now;
        this.#definition.series.forEach((series, index) => {
            this.#chart.data.datasets[index].data = points.filter((point) => isKnown(point[series.field]))
                .map((point) => ({ x: point.time, y: point[series.field] }));
        });
        this.#chart.update('none');
        this.#say();
        this.#fillTable();
    }

    #say() {
        const last = lastKnown(this.#points, this.#definition.series);
        setText(this.#headline, this.#definition.headline(last));
        const known = this.#definition.series.map((series) => this.#points.some((point) => isKnown(point[series.field])));
        this.#definition.series.forEach((series, index) => {
            setText(this.#values[index], this.#definition.unit(last[series.field]));
            this.#legend[index].hidden = series.optional === true && !known[index];
        });
        this.#empty.hidden = known.includes(true);
        setText(this.#empty, (this.#points.length > 0) ? this.#definition.empty : 'Waiting for figures');
        const said = this.#definition.series.filter((series, index) => series.optional !== true || known[index])
            .map((series) => `${series.label} ${this.#inWords(series, last)}`);
        this.#canvas.setAttribute('aria-label', `${this.#definition.title}: ${said.join('; ')}`);
    }

    #inWords(series, last) {
        const known = this.#points.map((point) => point[series.field]).filter(isKnown);
        if (known.length === 0) {
            return 'not known';
        }
        const unit = this.#definition.unit;
        return `${unit(last[series.field])} now, between ${unit(Math.min(...known))} and ${unit(Math.max(...known))}`;
    }

    #fillTable() {
        if (!this.#details.open) {
            return;
        }
        const rows = this.#points.slice(-ROWS).reverse();
        this.#table.replaceChildren(...rows.map((point) => h('tr', {},
            h('th', { scope: 'row' }, clock(point.time)),
            this.#definition.series.map((series) => h('td', {}, this.#definition.unit(point[series.field]))))));
    }

}

/** The newest figure of each series in the last seconds: one poll without reads is no reason to show a dash. */
function lastKnown(points, series) {
    const last = points.at(-1);
    if (!last) {
        return {};
    }
    const shown = { ...last };
    const recent = points.filter((point) => last.time - point.time <= 15_000);
    const fields = [...series.map(({ field }) => field), 'hitShare'];
    for (const field of fields) {
        const known = recent.findLast((point) => isKnown(point[field]));
        shown[field] = known?.[field];
    }
    return shown;
}

function options(definition) {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(`--${name}`).trim();
    const font = { family: getComputedStyle(document.body).fontFamily, size: 11 };
    return {
        type: 'line',
        data: { datasets: definition.series.map((series) => dataset(definition, series, color)) },
        options: {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            parsing: false,
            normalized: true,
            interaction: { mode: 'nearest', axis: 'x', intersect: false },
            layout: { padding: { top: 4, right: 6 } },
            plugins: {
                legend: { display: false },
                tooltip: {
                    backgroundColor: color('ink'),
                    titleColor: color('surface'),
                    bodyColor: color('surface'),
                    titleFont: font,
                    bodyFont: font,
                    boxPadding: 4,
                    callbacks: {
                        title: (items) => clock(items[0].parsed.x),
                        label: (item) => ` ${item.dataset.label} ${definition.unit(item.parsed.y)}`,
                    },
                },
            },
            scales: {
                x: {
                    type: 'linear',
                    border: { color: color('line') },
                    grid: { display: false },
                    ticks: {
                        color: color('muted'), font, maxRotation: 0, autoSkip: false, includeBounds: false,
                        callback: (value) => clock(value),
                    },
                    afterBuildTicks: (axis) => {
                        axis.ticks = wholeTimes(axis.min, axis.max);
                    },
                },
                y: {
                    min: 0,
                    max: definition.max,
                    afterFit: (axis) => {
                        axis.width = AXIS_WIDTH;
                    },
                    suggestedMax: definition.least,
                    stacked: definition.stacked === true,
                    border: { display: false },
                    grid: { color: color('grid'), tickLength: 0 },
                    ticks: { color: color('muted'), font, padding: 6, maxTicksLimit: 5, callback: (value) => definition.axis(value) },
                },
            },
        },
    };
}

function wholeTimes(min, max) {
    const step = (max - min > 120_000) ? 60_000 : 15_000;
    const ticks = [];
    for (let time = Math.ceil(min / step) * step; time <= max; time += step) {
        ticks.push({ value: time });
    }
    return ticks;
}

function dataset(definition, series, color) {
    return {
        label: series.label,
        data: [],
        borderColor: color(series.color),
        backgroundColor: color(`${series.color}-fill`),
        borderWidth: 1.5,
        borderDash: series.dash ?? [],
        fill: definition.stacked === true ? 'stack' : false,
        pointRadius: ({ dataset }) => (dataset.data.length < FEW ? 1.5 : 0),
        pointBackgroundColor: color(series.color),
        pointHitRadius: 8,
        clip: 6,
        spanGaps: LONGEST_GAP,
        tension: 0,
    };
}
