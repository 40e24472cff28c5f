package io.tieredcache;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Asks the source for the values of several keys at once, outside of any lock. Runs on
 * the thread of the caller that missed them, or for a single key on a thread of the cache
 * where that is loaded again behind its readers.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
@FunctionalInterface
public interface BatchLoader<K, V extends @Nullable Object> {

    /**
     * Loads the values.
     * @param keys the keys, each once, in the order of the caller
     * @return the values; a key that is missing is a negative result, one that was not
     * asked for is ignored
     * @throws Throwable what the source threw; it reaches the caller as it is
     */
    Map<? extends K, ? extends V> loadAll(Collection<K> keys) throws Throwable;

}
