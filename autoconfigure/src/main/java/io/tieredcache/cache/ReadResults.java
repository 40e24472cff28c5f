package io.tieredcache.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.EntryMetadata;
import io.tieredcache.ReadOutcome;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.L1Entry;

/**
 * What reads came to: counts them, tells the listeners, and gives the value. Each read
 * comes here once, also one that failed.
 */
final class ReadResults {

    /**
     * Of hits in L1 the age is told where these bits of the time in nanoseconds are zero:
     * about one in 1,024, without a counter and without another look at the clock.
     */
    private static final long AGE_SAMPLE = 1023;

    private final CacheParts parts;

    private final EnumCounters<ReadOutcome> reads;

    private final ReadListeners listeners;

    private final CacheProbe probe;

    private final boolean told;

    ReadResults(CacheParts parts) {
        this.parts = parts;
        this.reads = parts.reads();
        this.probe = parts.steps().probe();
        this.told = this.probe.wantsReads();
        this.listeners = new ReadListeners(parts.settings().name(), parts.runtime().listeners(),
                parts.runtime().clock());
    }

    @Nullable Object hit(Object key, L1Entry copy, long now) {
        ReadOutcome outcome = ReadOutcome.L1_HIT;
        if (copy.isNegative()) {
            this.parts.counters().count(CacheCounter.NEGATIVE_HIT);
            outcome = ReadOutcome.L1_NEGATIVE;
        }
        if (!copy.isFresh(now) && isStale(copy)) {
            outcome = ReadOutcome.L1_STALE;
        }
        count(key, outcome);
        if ((now & AGE_SAMPLE) == 0) {
            tellAge(CacheLevel.L1, copy);
        }
        this.listeners.tell(CacheLevel.L1, copy);
        return this.parts.valueOf(copy);
    }

    /**
     * A read that looked into L1 in vain and was then answered.
     * @param begun when it began, by the nanosecond ticker
     */
    @Nullable Object answered(Object key, Answer answer, long begun) {
        if (answer.level() == CacheLevel.SOURCE) {
            countMiss(key, answer.refused());
            this.probe.missed(this.parts.runtime().now() - begun);
        }
        else {
            count(key, outcome(answer));
            tellAge(answer.level(), answer.entry());
        }
        this.listeners.tell(answer.level(), answer.stored() ? answer.entry() : null);
        return answer.value();
    }

    private ReadOutcome outcome(Answer answer) {
        boolean ofL1 = answer.level() == CacheLevel.L1;
        ReadOutcome outcome = ofL1 ? ReadOutcome.L1_HIT : ReadOutcome.L2_HIT;
        if (answer.entry().details().negative()) {
            this.parts.counters().count(CacheCounter.NEGATIVE_HIT);
            outcome = ofL1 ? ReadOutcome.L1_NEGATIVE : ReadOutcome.L2_NEGATIVE;
        }
        boolean stale = answer.standIn() != null;
        if (answer.standIn() != null) {
            this.parts.counters().count(answer.standIn());
        }
        else {
            stale = isStale(answer.entry());
        }
        return !stale ? outcome : ofL1 ? ReadOutcome.L1_STALE : ReadOutcome.L2_STALE;
    }

    private boolean isStale(L1Entry entry) {
        boolean stale = entry.details().life().freshUntil() <= this.parts.runtime().clock().millis();
        if (stale) {
            this.parts.counters().count(CacheCounter.STALE_HIT);
        }
        return stale;
    }

    /**
     * A read without a loader that found nothing.
     * @param refused whether L2 had something that must not be served
     */
    void missed(Object key, boolean refused) {
        countMiss(key, refused);
        this.listeners.tell(null, null);
    }

    /**
     * A read that looked into L1 in vain and then ended with an error.
     * @param begun when it began, by the nanosecond ticker
     */
    void failed(Object key, long begun) {
        countMiss(key, false);
        this.probe.missed(this.parts.runtime().now() - begun);
    }

    private void countMiss(Object key, boolean refused) {
        count(key, refused ? ReadOutcome.REFUSED : ReadOutcome.MISS);
    }

    /**
     * A read that looked into no level.
     */
    void bypassed(Object key) {
        count(key, ReadOutcome.BYPASS);
    }

    /**
     * A value of the source that is stored nowhere.
     */
    void passed() {
        this.listeners.tell(CacheLevel.SOURCE, null);
    }

    EntryMetadata metadata(CacheLevel level, L1Entry entry) {
        return this.listeners.metadata(level, entry);
    }

    private void count(Object key, ReadOutcome outcome) {
        this.reads.count(outcome);
        if (this.told) {
            this.probe.read(key, outcome);
        }
    }

    private void tellAge(CacheLevel level, L1Entry entry) {
        if (this.probe != CacheProbe.NONE) {
            this.probe.age(level, Duration
                .ofMillis(Math.max(0, this.parts.runtime().clock().millis() - entry.details().life().createdAt())));
        }
    }

}
