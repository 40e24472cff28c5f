package io.tieredcache;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How the service level objectives of the caches stand in this process. Safe for
 * concurrent use.
 *
 * @since 0.1.0
 */
public interface CacheSlos {

    /**
     * All objectives of all caches there are.
     * @return how they stand, by the names of the caches; empty where none is configured
     */
    List<SloStatus> all();

    /**
     * The objectives of one cache.
     * @param cache the cache's name
     * @return how they stand, empty where it has none
     */
    List<SloStatus> of(String cache);

    /**
     * Time over which errors are counted. Shorter after a start.
     * @return the window
     */
    Duration window();

    /**
     * Tells of each objective once: at once of those that are known, of the others when
     * their cache is seen first.
     * @param action is told how the objective stands; must not block
     */
    void onObjective(Consumer<SloStatus> action);

}
