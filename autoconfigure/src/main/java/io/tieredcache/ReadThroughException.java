package io.tieredcache;

/**
 * The source of a cache that loads by itself threw a checked exception, which is the
 * cause. Nothing was stored.
 *
 * @since 0.1.0
 */
public class ReadThroughException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param cache the cache's name
     * @param cause what the source threw
     */
    public ReadThroughException(String cache, Throwable cause) {
        super("Cache '%s': its ReadThroughLoader failed with %s".formatted(cache, cause.getClass().getName()), cause);
    }

}
