package io.tieredcache;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A {@link ReadThroughLoader} whose source gives several values at once, which
 * {@link TieredCache#getAll(java.util.Collection)} makes use of.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface BatchReadThroughLoader<K, V> extends ReadThroughLoader<K, V> {

    /**
     * Loads values, outside of any {@link LoadContext}.
     * @param keys the keys, each once, in the order of the caller
     * @return the values; a key that is missing is a negative result, one that was not
     * asked for is ignored
     * @throws Exception what the source threw; a checked one reaches the caller as cause
     * of a {@link ReadThroughException}
     */
    Map<? extends K, ? extends V> loadAll(Collection<K> keys) throws Exception;

    /**
     * Loads a value as a batch of one, unless overridden.
     */
    @Override
    default @Nullable V load(K key, LoadContext context) throws Exception {
        return loadAll(List.of(key)).get(key);
    }

}
