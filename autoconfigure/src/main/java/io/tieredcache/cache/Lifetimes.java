package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TtlFunction;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Entry.Life;
import io.tieredcache.store.L1Entry.Times;

/**
 * How long the entries of one cache live: fresh for their time to live, spread by the
 * cache's jitter, so that what was filled together does not expire together; then
 * answering reads while they are loaded again; then standing in where the source fails.
 */
final class Lifetimes {

    /** A hundred years, so that no sum of times overflows. */
    private static final long LONGEST = TimeUnit.DAYS.toMillis(36_500);

    private final CacheSettings settings;

    private final EarlyRefresh early;

    private final DoubleSupplier random;

    Lifetimes(CacheSettings settings, EarlyRefresh early, DoubleSupplier random) {
        this.settings = settings;
        this.early = early;
        this.random = random;
    }

    /**
     * The life of an entry that was loaded now.
     * @param key the key
     * @param value the value as it is cached
     * @param policy what is said of the entry
     * @param chosen time to live that the loader chose, {@code null} for none
     * @param millis Redis's clock
     * @param costMicros what a load costs
     */
    Life life(Object key, @Nullable Object value, EntryPolicy policy, @Nullable Duration chosen, long millis,
            int costMicros) {
        Duration ttl = jittered((chosen != null) ? chosen : base(key, value, policy));
        long freshUntil = millis + ttl.toMillis();
        long expiresAt = freshUntil + whileRevalidate(policy).toMillis();
        long keptUntil = Math.max(expiresAt, freshUntil + ifError(policy).toMillis());
        return new Life(millis, freshUntil, expiresAt, keptUntil, costMicros);
    }

    /**
     * How long L2 keeps an entry from its load on.
     */
    static Duration kept(Life life) {
        return Duration.ofMillis(life.keptUntil() - life.createdAt());
    }

    private Duration whileRevalidate(EntryPolicy policy) {
        return window(policy.staleWhileRevalidate(), this.settings.stale().whileRevalidate());
    }

    private Duration ifError(EntryPolicy policy) {
        return window(policy.staleIfError(), this.settings.stale().ifError());
    }

    private Duration window(@Nullable Duration byPolicy, Duration byCache) {
        if (this.settings.consistency() == Consistency.STRONG) {
            return Duration.ZERO;
        }
        return (byPolicy != null) ? byPolicy : byCache;
    }

    private Duration base(Object key, @Nullable Object value, EntryPolicy policy) {
        TtlFunction function = this.settings.l2().ttlFunction();
        Duration byFunction = (function != null) ? function.ttl(key, value) : null;
        Duration byPolicy = (value != null) ? policy.ttl(value) : policy.negativeTtl();
        if (byPolicy != null) {
            return positive(byPolicy);
        }
        if (byFunction != null) {
            return positive(byFunction);
        }
        return (value != null) ? this.settings.l2().ttl() : this.settings.l2().negativeTtl();
    }

    /**
     * Until when a copy may be used for what: never longer than the entry. After its time
     * in this process a copy is served while it is looked for in L2 again, as long as an
     * entry would be while it is loaded again.
     * @param value the value as it is cached
     * @param policy what is said of the entry
     * @param life the entry's life
     * @param now the nanosecond ticker
     * @param millis Redis's clock
     */
    Times times(@Nullable Object value, EntryPolicy policy, Life life, long now, long millis) {
        Duration byPolicy = (value != null) ? policy.l1Ttl(value) : null;
        long l1 = jittered((byPolicy != null) ? positive(byPolicy) : this.settings.l1().ttl()).toNanos();
        long left = nanos(life.freshUntil() - millis);
        long fresh = Math.min(l1, left);
        long window = nanos(life.expiresAt() - life.freshUntil());
        long served = Math.min(l1 + window, left + window);
        long kept = keepsCopiesLonger(life) ? Math.max(served, nanos(life.keptUntil() - millis)) : served;
        long early = this.early.windowNanos(cost(life), lifetime(life));
        long due = (early > 0) ? Math.min(fresh, left - early) : (window > 0) ? fresh : kept;
        return new Times(now + due, now + fresh, now + served, now + kept);
    }

    private boolean keepsCopiesLonger(Life life) {
        return life.keptUntil() > life.expiresAt() || this.settings.l2().softTimeout() != null;
    }

    /**
     * Whether a read that comes now is to load the value again behind itself: its time to
     * live is over, or chance says so shortly before.
     * @param entry the entry
     * @param millis Redis's clock
     */
    boolean isDue(L1Entry entry, long millis) {
        Life life = entry.details().life();
        long left = nanos(life.freshUntil() - millis);
        return left <= 0 || this.early.isDue(left, cost(life), lifetime(life), this.random.getAsDouble());
    }

    private static long lifetime(Life life) {
        return nanos(life.freshUntil() - life.createdAt());
    }

    private static long cost(Life life) {
        return TimeUnit.MICROSECONDS.toNanos(life.costMicros());
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(-LONGEST, Math.min(LONGEST, millis)));
    }

    /**
     * Time that the fences of an entry with the cache's usual times must exist.
     */
    Duration fenceLife() {
        Duration longest = longer(this.settings.l2().ttl(), this.settings.l2().negativeTtl());
        return fenceLife(
                longest.plus(longer(this.settings.stale().whileRevalidate(), this.settings.stale().ifError())));
    }

    private static Duration longer(Duration one, Duration other) {
        return (one.compareTo(other) > 0) ? one : other;
    }

    Duration fenceLife(Duration ttl) {
        return ttl.plusNanos((long) (ttl.toNanos() * this.settings.l2().jitter()))
            .plus(this.settings.load().leaseTime())
            .plusSeconds(1);
    }

    private Duration jittered(Duration ttl) {
        double jitter = this.settings.l2().jitter();
        if (jitter == 0) {
            return ttl;
        }
        double factor = 1 + jitter * (2 * this.random.getAsDouble() - 1);
        return Duration.ofMillis(Math.max(1, (long) (ttl.toMillis() * factor)));
    }

    private static Duration positive(Duration ttl) {
        if (ttl.toMillis() <= 0) {
            throw new IllegalArgumentException("A time to live must be at least one millisecond, found " + ttl);
        }
        return ttl;
    }

}
