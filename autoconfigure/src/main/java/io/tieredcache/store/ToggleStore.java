package io.tieredcache.store;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The toggles that are in force for all instances of a namespace, as names that each end
 * by themselves. Names that differ only by a value behind the first word, as in
 * {@code AUDIT=0.1 orders}, are of the same toggle. No future fails with anything but
 * {@link io.tieredcache.L2UnavailableException}. Safe for concurrent use.
 */
public interface ToggleStore {

    /**
     * Reads the toggles.
     * @return the milliseconds that each has left, by its name
     */
    CompletableFuture<Map<String, Long>> read();

    /**
     * Brings a toggle into force, for a time from now on, in place of the same one.
     * @param name its name
     * @param time how long
     * @param most how many there may be
     * @return {@code false} if there are too many
     */
    CompletableFuture<Boolean> set(String name, Duration time, int most);

    /**
     * Ends a toggle, whatever its value.
     * @param name its name, with or without a value
     * @return whether it was in force
     */
    CompletableFuture<Boolean> end(String name);

}
