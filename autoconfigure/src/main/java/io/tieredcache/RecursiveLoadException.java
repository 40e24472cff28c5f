package io.tieredcache;

/**
 * A loader asked for the key that it is loading.
 *
 * @since 0.1.0
 */
public class RecursiveLoadException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param cache the cache's name
     */
    public RecursiveLoadException(String cache) {
        super("Cache '%s': a load asked for the key that it is loading itself, which could never end. Read the source directly in the loader."
            .formatted(cache), null);
    }

}
