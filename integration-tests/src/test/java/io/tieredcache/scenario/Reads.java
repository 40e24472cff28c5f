package io.tieredcache.scenario;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;

import static org.awaitility.Awaitility.await;

/**
 * Reads whose loader throws nothing that a test would have to declare.
 */
final class Reads {

    static final Duration SOON = Duration.ofSeconds(60);

    private Reads() {
    }

    static <T extends @Nullable Object> T get(TieredCache cache, Object key, EntryPolicy policy,
            CacheLoader<T> loader) {
        try {
            return cache.get(key, policy, loader);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Waits until so many entries were written to L2: the caller that loads does not wait
     * for that.
     */
    static void awaitFills(TieredCache cache, long fills) {
        await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> cache.count(CacheCounter.FILL) >= fills);
    }

}
