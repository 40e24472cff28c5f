package io.tieredcache;

import java.time.Duration;

/**
 * A load took longer than the cache lets its callers wait, and there was no older value
 * to serve. The load goes on, and its result is stored if it is still valid then.
 *
 * @since 0.1.0
 */
public class LoadTimeoutException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param cache the cache's name
     * @param timeout how long the caller waited
     */
    public LoadTimeoutException(String cache, Duration timeout) {
        super("Cache '%s': the load did not end within %dms ('load.hard-timeout'); it goes on without its caller"
            .formatted(cache, timeout.toMillis()), null);
    }

}
