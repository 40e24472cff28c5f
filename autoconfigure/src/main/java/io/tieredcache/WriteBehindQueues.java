package io.tieredcache;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * The write-behind queues of an application: one for each {@link WriteBehindHandler}.
 *
 * @since 0.1.0
 */
public interface WriteBehindQueues {

    /**
     * Gives the queue of a cache.
     * @param cache the cache's name
     * @return the queue, {@code null} if the cache has no handler
     */
    @Nullable WriteBehindQueue find(String cache);

    /**
     * All queues.
     * @return the queues, none where there is no handler
     */
    Collection<? extends WriteBehindQueue> all();

}
