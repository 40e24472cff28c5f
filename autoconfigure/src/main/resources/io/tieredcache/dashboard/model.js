/**
 * What the endpoint answers, as the rest of the page uses it.
 */

import { RequestFailed } from './api.js';

export function modelOf(answer) {
    if (!Array.isArray(answer?.caches) || typeof answer.channel !== 'object') {
        throw new RequestFailed(200, 'The answer is not the one of the endpoint.');
    }
    return {
        instance: { namespace: answer.namespace, id: answer.instance },
        channel: { ...answer.channel, provenAgoMillis: answer.channel.provenAgoMillis ?? null },
        lags: answer.timings ?? {},
        pending: answer.pendingInvalidations ?? 0,
        stores: Object.entries(answer.stores ?? {}).map(([name, state]) => ({ name, reachable: state === 'reachable' })),
        toggles: answer.toggles ?? [],
        caches: answer.caches.map(cacheOf),
    };
}

function cacheOf(cache) {
    const counts = cache.counts ?? {};
    const timings = cache.timings ?? {};
    const audit = cache.audit ? auditOf(cache.audit) : null;
    return {
        name: cache.name,
        mode: cache.mode,
        consistency: cache.consistency,
        l1Trust: cache.l1Trust,
        store: cache.store,
        toggles: cache.toggles ?? [],
        policy: cache.policy ?? {},
        l1Entries: cache.l1Entries ?? null,
        audit,
        slos: cache.slos ?? [],
        counts: {
            l1Hits: counts.l1Hit,
            l2Hits: counts.l2Hit,
            misses: counts.miss,
            bypasses: counts.bypass,
            staleHits: counts.staleHit,
            loads: counts.sourceCall ?? counts.load,
            loadFailures: counts.loadFailure,
            missCount: timings.miss?.count,
            missMillis: timings.miss?.totalMillis,
            l2Count: timings.l2Read?.count,
            l2Millis: timings.l2Read?.totalMillis,
            loadCount: timings.load?.count,
            loadMillis: timings.load?.totalMillis,
            audited: audit?.checked,
            auditedStale: audit?.found,
        },
    };
}

function auditOf(audit) {
    const outcomes = audit.outcomes ?? {};
    const stale = audit.stale ?? [];
    return {
        share: audit.share,
        against: audit.against,
        checked: (outcomes.same ?? 0) + (outcomes.stale ?? 0),
        stale,
        found: stale.filter(({ atLeastMillis }) => atLeastMillis === 0).reduce((sum, { count }) => sum + count, 0),
    };
}
