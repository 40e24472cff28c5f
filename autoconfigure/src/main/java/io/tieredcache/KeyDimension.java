package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * A bean that adds something ambient to the key, such as the tenant, the locale or the
 * variant of a flag. A cache lists the dimensions that it requires by name; where a
 * required dimension has no current value, the call fails with
 * {@link MissingDimensionException} and nothing is shared.
 * <p>
 * Called on the thread that calls the cache, once per call; must be fast and not block.
 *
 * @since 0.1.0
 */
public interface KeyDimension {

    /**
     * Name by which caches require this dimension.
     * @return the name, unique among the beans
     */
    String name();

    /**
     * Current value for the calling thread.
     * @return an object with a canonical text form, or {@code null} if there is none
     */
    @Nullable Object currentValue();

}
