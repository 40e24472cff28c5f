package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * Asks the source for a value. Runs on the thread of the caller that missed, outside of
 * any lock.
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
