package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.Consistency;
import io.tieredcache.RecursiveLoadException;
import io.tieredcache.store.L1Entry;

/**
 * Older values that are served where a new one cannot be had: its load failed or takes
 * too long. They are judged at that moment, so that what was evicted during the load is
 * not served. After a failure the source is left alone for the cache's throttle time.
 */
final class StandIns {

    /** More failing keys than these are asked for at every read. */
    private static final int MAX_THROTTLED = 10_000;

    private final ConcurrentMap<Object, Long> throttled = new ConcurrentHashMap<>();

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryLoads loads;

    StandIns(CacheParts parts, EntryReader reader, EntryLoads loads) {
        this.parts = parts;
        this.reader = reader;
        this.loads = loads;
    }

    /**
     * The older value of a key.
     * @param read a read of the key
     * @param reason why it is served
     * @return the value, {@code null} if there is none that may be served
     */
    @Nullable Answer find(ReadContext read, CacheCounter reason) {
        if (this.parts.settings().consistency() == Consistency.STRONG) {
            return null;
        }
        long now = this.parts.runtime().now();
        boolean known = this.parts.judge().isTrusted(now) && !isKeyInvalidated(read);
        if (!known) {
            return confirmed(read, now, reason);
        }
        Answer found = findHere(read, now);
        return (found != null) ? found.asStandIn(reason) : null;
    }

    /**
     * Whether the key was evicted or expired since the read began: which of both, L2 can
     * tell.
     */
    private boolean isKeyInvalidated(ReadContext read) {
        return !this.parts.coherence().stripes().isCurrent(read.entryKey().hash(), read.guard());
    }

    private @Nullable Answer findHere(ReadContext read, long now) {
        L1Entry copy = this.parts.judge().keepsCopies(read.mode()) ? this.parts.l1().get(read.local()) : null;
        if (copy != null && this.parts.judge().isStandIn(copy, now)) {
            return this.parts.answerOf(copy);
        }
        ReadContext.Earlier earlier = read.earlier();
        return (earlier != null && this.parts.judge().isStandIn(earlier.answer().entry(), now)) ? earlier.answer()
                : null;
    }

    /**
     * The older value as Redis has and judges it now, where messages may be missing or do
     * not tell enough, or a newer one that it has by now. What the load under way found
     * earlier stays as it is.
     */
    private @Nullable Answer confirmed(ReadContext read, long now, CacheCounter reason) {
        if (!read.usesL2() || read.earlier() == null) {
            return null;
        }
        ReadContext again = read.again();
        Answer answer = this.reader.read(again);
        ReadContext.Earlier earlier = again.earlier();
        if (answer != null || earlier == null) {
            return answer;
        }
        boolean kept = earlier.answer().entry().times().keptUntil() - now > 0;
        return kept ? earlier.answer().asStandIn(reason) : null;
    }

    /**
     * The older value while the source is left alone.
     * @return the value, {@code null} if the source is to be asked
     */
    @Nullable Answer whileThrottled(ReadContext read) {
        return isThrottled(read.local()) ? find(read, CacheCounter.STALE_ON_ERROR) : null;
    }

    boolean isThrottled(Object local) {
        Long until = this.throttled.get(local);
        return until != null && until - this.parts.runtime().now() > 0;
    }

    /**
     * Ends a load that failed.
     * @return the older value to serve instead, {@code null} for the failure
     */
    @Nullable Answer insteadOf(PreparedLoad load, Throwable failure) {
        Answer found = insteadOf(load.read(), failure);
        Duration throttle = this.parts.settings().stale().throttle();
        this.loads.abandon(load, (found != null) ? throttle : Duration.ZERO);
        if (found != null) {
            throttle(load.read(), found.entry(), throttle);
        }
        return found;
    }

    private static boolean isReplaceable(Throwable failure) {
        return !(failure instanceof Error) && !(failure instanceof RecursiveLoadException);
    }

    /**
     * The older value to serve in place of another's failure.
     * @return the value, {@code null} for the failure
     */
    @Nullable Answer insteadOf(ReadContext read, Throwable failure) {
        return isReplaceable(failure) ? find(read, CacheCounter.STALE_ON_ERROR) : null;
    }

    /**
     * Leaves the source alone for a time, in which an older value is served.
     */
    void throttle(ReadContext read, L1Entry served, Duration time) {
        long now = this.parts.runtime().now();
        long until = now + time.toNanos();
        if (this.throttled.size() < MAX_THROTTLED) {
            this.throttled.put(read.local(), until);
            var unused = this.parts.runtime().later(() -> this.throttled.remove(read.local(), until), time.toMillis());
        }
        boolean isOver = served.expiresAt() - now <= 0;
        if (isOver && this.parts.judge().keepsCopies(read.mode()) && this.parts.judge().isUnrefuted(served)) {
            long kept = served.times().keptUntil();
            long end = (kept - until > 0) ? until : kept;
            this.parts.l1().put(read.local(), served.with(new L1Entry.Times(end, now, end, kept)));
        }
    }

    void forget(Object local) {
        if (!this.throttled.isEmpty()) {
            this.throttled.remove(local);
        }
    }

    /**
     * The older value in place of one that takes too long.
     * @return the value, {@code null} if there is none that may be served
     */
    @Nullable Answer inTime(ReadContext read) {
        return find(read, CacheCounter.STALE_ON_TIMEOUT);
    }

    int size() {
        return this.throttled.size();
    }

}
