package io.tieredcache.spring;

import java.time.Duration;

import org.springframework.cache.Cache;

import static org.awaitility.Awaitility.await;

/**
 * Waits for what callers do not wait for.
 */
final class StoredEntries {

    private StoredEntries() {
    }

    /**
     * Waits until a loaded value can be read back: the caller that loads does not wait
     * for Redis to acknowledge the fill.
     */
    static void awaitStored(Cache cache, Object key) {
        await().atMost(Duration.ofSeconds(10)).until(() -> cache.get(key) != null);
    }

}
