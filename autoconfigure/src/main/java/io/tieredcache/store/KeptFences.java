package io.tieredcache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Fences that have to exist for a time.
 *
 * @param names the names of the fences
 * @param life the time that they must exist at least
 */
public record KeptFences(Collection<String> names, Duration life) {

    /**
     * Create the fences.
     * @param names the names of the fences
     * @param life the time that they must exist at least
     */
    public KeptFences {
        names = List.copyOf(names);
    }

}
