package io.tieredcache.writebehind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.L2UnavailableException;

/**
 * Keys of one cache whose value was accepted while the cache could not be told of it.
 * They are evicted once Redis answers again; where there are too many, or a key is not
 * enough to know the entry, the cache is cleared.
 */
final class UnsentEvictions {

    private static final int MAX_KEYS = 10_000;

    private static final int AT_ONCE = 1_000;

    private final String cache;

    private final CacheInvalidator invalidator;

    private final boolean keysAreEnough;

    private final Set<Object> keys = new LinkedHashSet<>();

    private boolean all;

    UnsentEvictions(String cache, CacheInvalidator invalidator, boolean keysAreEnough) {
        this.cache = cache;
        this.invalidator = invalidator;
        this.keysAreEnough = keysAreEnough;
    }

    synchronized void add(Object key) {
        if (this.all || !this.keysAreEnough || this.keys.size() >= MAX_KEYS) {
            this.all = true;
            this.keys.clear();
        }
        else {
            this.keys.add(key);
        }
    }

    synchronized boolean isEmpty() {
        return !this.all && this.keys.isEmpty();
    }

    /**
     * Sends what there is, and keeps what Redis does not acknowledge.
     */
    void send() {
        CacheInvalidation invalidation = CacheInvalidation.none();
        List<Object> sent;
        boolean cleared;
        synchronized (this) {
            cleared = this.all;
            sent = this.keys.stream().limit(AT_ONCE).toList();
            this.all = false;
            sent.forEach(this.keys::remove);
        }
        if (cleared) {
            invalidation = invalidation.cache(this.cache);
        }
        for (Object key : sent) {
            invalidation = invalidation.key(this.cache, key);
        }
        try {
            if (!invalidation.isEmpty()) {
                this.invalidator.invalidate(invalidation);
            }
        }
        catch (L2UnavailableException ex) {
            synchronized (this) {
                this.all |= cleared;
            }
            sent.forEach(this::add);
        }
    }

}
