package io.tieredcache.cache;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheSettings;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TtlFunction;

/**
 * How long the entries of one cache live. Each time is spread by the cache's jitter, so
 * that what was filled together does not expire together.
 */
final class Lifetimes {

    private final CacheSettings settings;

    private final DoubleSupplier random;

    Lifetimes(CacheSettings settings, DoubleSupplier random) {
        this.settings = settings;
        this.random = random;
    }

    Duration l2(Object key, @Nullable Object value, EntryPolicy policy) {
        return jittered(base(key, value, policy));
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
     * Nanoseconds that a copy may live: never longer than what is left of the entry.
     */
    long l1Nanos(@Nullable Object value, EntryPolicy policy, Duration left) {
        Duration byPolicy = (value != null) ? policy.l1Ttl(value) : null;
        Duration ttl = jittered((byPolicy != null) ? positive(byPolicy) : this.settings.l1().ttl());
        return Math.min(ttl.toNanos(), left.toNanos());
    }

    /**
     * Time that the fences of an entry with the cache's usual times must exist.
     */
    Duration fenceLife() {
        Duration longest = this.settings.l2().ttl().compareTo(this.settings.l2().negativeTtl()) > 0
                ? this.settings.l2().ttl() : this.settings.l2().negativeTtl();
        return fenceLife(longest);
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
