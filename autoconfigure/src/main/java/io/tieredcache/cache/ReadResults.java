package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.EntryMetadata;
import io.tieredcache.store.L1Entry;

/**
 * What reads came to: counts them, tells the listeners, and gives the value.
 */
final class ReadResults {

    private final CacheParts parts;

    private final ReadListeners listeners;

    ReadResults(CacheParts parts) {
        this.parts = parts;
        this.listeners = new ReadListeners(parts.settings().name(), parts.runtime().listeners(),
                parts.runtime().clock());
    }

    @Nullable Object hit(L1Entry copy, long now) {
        this.parts.counters().count(CacheCounter.L1_HIT);
        if (!copy.isFresh(now)) {
            countStale(copy);
        }
        if (copy.details().negative()) {
            this.parts.counters().count(CacheCounter.NEGATIVE_HIT);
        }
        this.listeners.tell(CacheLevel.L1, copy);
        return this.parts.valueOf(copy);
    }

    @Nullable Object answered(Answer answer) {
        this.parts.counters().count(switch (answer.level()) {
            case L1 -> CacheCounter.L1_HIT;
            case L2 -> CacheCounter.L2_HIT;
            case SOURCE -> CacheCounter.MISS;
        });
        if (answer.level() != CacheLevel.SOURCE) {
            if (answer.entry().details().negative()) {
                this.parts.counters().count(CacheCounter.NEGATIVE_HIT);
            }
            if (answer.standIn() != null) {
                this.parts.counters().count(answer.standIn());
            }
            else {
                countStale(answer.entry());
            }
        }
        this.listeners.tell(answer.level(), answer.stored() ? answer.entry() : null);
        return answer.value();
    }

    private void countStale(L1Entry entry) {
        if (entry.details().life().freshUntil() <= this.parts.runtime().clock().millis()) {
            this.parts.counters().count(CacheCounter.STALE_HIT);
        }
    }

    void missed() {
        this.parts.counters().count(CacheCounter.MISS);
        this.listeners.tell(null, null);
    }

    /**
     * A read that looked into no level.
     */
    void bypassed() {
        this.parts.counters().count(CacheCounter.BYPASS);
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

}
