package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * Asks the source for a value, outside of any lock. Runs on the thread of the caller that
 * missed, or on a thread of the cache where the value is loaded behind readers that are
 * served meanwhile, or where the cache has a timeout for loads. It may run more than
 * once.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheLoader<T extends @Nullable Object> {

    /**
     * Loads the value.
     * @param context the load
     * @return the value, {@code null} for a negative result
     * @throws Throwable what the source threw; it reaches every waiting caller as it is
     */
    T load(LoadContext context) throws Throwable;

}
