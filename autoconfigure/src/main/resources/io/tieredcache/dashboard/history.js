/**
 * Keeps what was polled and makes rates, shares and averages of it: the endpoint tells counts from the start of the
 * instance on, this page what happened between two of them.
 */

export const WINDOW = 5 * 60 * 1000;

/** Counts of caches that are kept at most; of many caches there are fewer moments. */
const MOST_COUNTS = 60_000;

const FEWEST_MOMENTS = 30;

const COUNTS = ['l1Hits', 'l2Hits', 'misses', 'bypasses', 'staleHits', 'loads', 'loadFailures', 'missCount', 'missMillis',
    'l2Count', 'l2Millis', 'loadCount', 'loadMillis', 'audited', 'auditedStale'];

export class History {

    #moments = [];

    #instance = null;

    /**
     * @param {Object} model what was polled
     * @param {number} time when, in milliseconds since 1970
     */
    add(model, time) {
        const instance = `${model.instance.namespace}/${model.instance.id}`;
        if (this.#instance !== instance) {
            this.#instance = instance;
            this.#moments = [];
        }
        const caches = new Map(model.caches.map((cache) => [cache.name, countsOf(cache)]));
        const total = sum([...caches.values()]);
        this.#moments.push({ time, caches, total, channel: model.channel, lags: model.lags, pending: model.pending });
        const most = Math.max(FEWEST_MOMENTS, Math.floor(MOST_COUNTS / Math.max(1, caches.size)));
        while (this.#moments.length > most || time - this.#moments[0].time > WINDOW + 15_000) {
            this.#moments.shift();
        }
    }

    /** Notes that nothing is known of a time, so that no line is drawn across it. */
    gap() {
        const last = this.#moments.at(-1);
        if (last) {
            last.gapAfter = true;
        }
    }

    /**
     * @param {string} scope name of a cache, or empty for all
     * @return {Object[]} what happened between each two moments
     */
    points(scope) {
        const points = [];
        for (let i = 1; i < this.#moments.length; i++) {
            const before = this.#moments[i - 1];
            const after = this.#moments[i];
            if (before.gapAfter) {
                points.push({ time: before.time + 1 });
            }
            else {
                points.push(between(before, after, scope));
            }
        }
        return points;
    }

    /** What happened lately in one cache: over some seconds, so that slow traffic is not all zeros and peaks. */
    lately(name, span = 10_000) {
        const after = this.#moments.at(-1);
        if (!after) {
            return {};
        }
        let first = this.#moments.length - 1;
        while (first > 0 && !this.#moments[first - 1].gapAfter && after.time - this.#moments[first].time < span) {
            first -= 1;
        }
        const before = this.#moments[first];
        return (before === after) ? {} : between(before, after, name);
    }

}

function countsOf(cache) {
    return Object.fromEntries(COUNTS.map((name) => [name, cache.counts[name] ?? null]));
}

function sum(all) {
    const total = {};
    for (const name of COUNTS) {
        const known = all.map((counts) => counts[name]).filter((count) => count !== null);
        total[name] = (known.length > 0) ? known.reduce((left, right) => left + right, 0) : null;
    }
    return total;
}

function between(before, after, scope) {
    const seconds = (after.time - before.time) / 1000;
    const earlier = scope ? before.caches.get(scope) : before.total;
    const later = scope ? after.caches.get(scope) : after.total;
    const point = { time: after.time, ...channelBetween(before, after) };
    return (earlier && later && seconds > 0) ? { ...point, ...readsBetween(earlier, later, seconds) } : point;
}

function readsBetween(earlier, later, seconds) {
    const delta = {};
    for (const name of COUNTS) {
        const grown = (earlier[name] === null || later[name] === null) ? NaN : later[name] - earlier[name];
        // Caches may have been dropped from the total: what would be negative is not known.
        delta[name] = (grown < 0) ? NaN : grown;
    }
    const asked = delta.l1Hits + delta.l2Hits + delta.misses;
    const reads = asked + delta.bypasses;
    return {
        asked,
        reads: reads / seconds,
        l1Share: share(delta.l1Hits, asked),
        l2Share: share(delta.l2Hits, asked),
        missShare: share(delta.misses, asked),
        hitShare: share(delta.l1Hits + delta.l2Hits, asked),
        staleShare: share(delta.staleHits, asked),
        loads: delta.loads / seconds,
        failures: delta.loadFailures / seconds,
        missMillis: share(delta.missMillis, delta.missCount),
        l2Millis: share(delta.l2Millis, delta.l2Count),
        loadMillis: share(delta.loadMillis, delta.loadCount),
        audited: delta.audited / seconds,
        auditedStaleShare: share(delta.auditedStale, delta.audited),
    };
}

function channelBetween(before, after) {
    return {
        provenAgo: after.channel.provenAgoMillis ?? NaN,
        eventLag: averageLag(before.lags?.event, after.lags?.event),
        publishLag: averageLag(before.lags?.publish, after.lags?.publish),
        lagMax: after.lags?.publish?.maxMillis ?? NaN,
        pending: after.pending ?? NaN,
    };
}

function averageLag(earlier, later) {
    return (earlier && later) ? share(later.totalMillis - earlier.totalMillis, later.count - earlier.count) : NaN;
}

function share(part, whole) {
    return (whole > 0) ? part / whole : NaN;
}
