package io.tieredcache;

/**
 * A bean that is told of every read of every cache. Called on the reading thread before
 * the value is returned; it must be fast and not block. What it throws is logged and does
 * not reach the caller.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheReadListener {

    /**
     * Called for each answered read.
     * @param read the read
     */
    void onRead(CacheRead read);

}
