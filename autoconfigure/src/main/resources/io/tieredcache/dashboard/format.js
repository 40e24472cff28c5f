/**
 * Numbers and times as text. What is not known is a dash.
 */

const UNKNOWN = '–';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export function isKnown(value) {
    return typeof value === 'number' && Number.isFinite(value);
}

export function whole(value) {
    return isKnown(value) ? WHOLE.format(value) : UNKNOWN;
}

export function short(value) {
    if (!isKnown(value)) {
        return UNKNOWN;
    }
    return (Math.abs(value) < 10000) ? WHOLE.format(value) : SHORT.format(value);
}

/** For axes: no more digits than the number has. */
export function percentOnAxis(share) {
    return `${plain(share * 100)} %`;
}

export function perSecondOnAxis(value) {
    return `${plain(value)}/s`;
}

export function durationOnAxis(millis) {
    const [size, unit] = [[60_000, 'min'], [1000, 's'], [1, 'ms'], [0.001, 'µs']].find(([least]) => millis >= least) ?? [1, 'ms'];
    return `${plain(millis / size)} ${unit}`;
}

function plain(value) {
    return (Math.abs(value) < 10000) ? String(Number(value.toPrecision(3))) : SHORT.format(value);
}

export function perSecond(value) {
    if (!isKnown(value)) {
        return UNKNOWN;
    }
    return `${rate(value)}/s`;
}

function rate(value) {
    if (value === 0) {
        return '0';
    }
    if (value < 0.1) {
        return '<0.1';
    }
    return (value < 100) ? value.toFixed(1) : short(value);
}

export function percent(share) {
    if (!isKnown(share)) {
        return UNKNOWN;
    }
    const value = share * 100;
    if (value === 0 || value === 100) {
        return `${value} %`;
    }
    // 99.97 % of hits are not all of them.
    const digits = (value < 1 || value > 99) ? 2 : 1;
    const shown = Math.min(Math.max(value, 0.01), 99.99);
    return `${shown.toFixed(digits)} %`;
}

/** @param {number} millis the time in milliseconds */
export function duration(millis) {
    if (!isKnown(millis)) {
        return UNKNOWN;
    }
    const sign = (millis < 0) ? '−' : '';
    return sign + positive(Math.abs(millis));
}

function positive(millis) {
    if (millis === 0) {
        return '0 ms';
    }
    if (millis < 0.001) {
        return '<1 µs';
    }
    if (millis < 1) {
        return `${Math.round(millis * 1000)} µs`;
    }
    if (millis < 10) {
        return `${millis.toFixed(1)} ms`;
    }
    if (millis < 1000) {
        return `${Math.round(millis)} ms`;
    }
    if (millis < 60_000) {
        return `${(millis / 1000).toFixed(1)} s`;
    }
    return long(Math.round(millis / 1000));
}

function long(seconds) {
    const units = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']];
    const first = units.findIndex(([size]) => seconds >= size);
    const [size, unit] = units[first];
    const rest = seconds % size;
    const next = units[first + 1];
    const small = next ? Math.floor(rest / next[0]) : 0;
    const large = `${Math.floor(seconds / size)} ${unit}`;
    return (small > 0) ? `${large} ${small} ${next[1]}` : large;
}

export function bytes(value) {
    if (!isKnown(value)) {
        return UNKNOWN;
    }
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let size = value;
    let unit = 0;
    while (size >= 1000 && unit < units.length - 1) {
        size /= 1000;
        unit += 1;
    }
    return `${(unit > 0 && size < 10) ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** @param {number} time milliseconds since 1970 */
export function clock(time) {
    return new Date(time).toLocaleTimeString('en-GB');
}

/** An enum's constant as words: L1_OFF becomes 'l1 off'. */
export function words(constant) {
    return String(constant ?? '').toLowerCase().replaceAll('_', ' ');
}
