package io.tieredcache.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Lets one instance of a namespace at a time read what another region recorded, and keeps
 * how far it came. No future fails with anything but
 * {@link io.tieredcache.L2UnavailableException}, and none completes without the caller's
 * time limit if Redis does not answer.
 */
public interface RegionTurns {

    /**
     * Takes or keeps the turn, unless another instance has it.
     * @param region the other region
     * @param life how long the turn stands from now on
     * @return who has it, and the position
     */
    CompletableFuture<Turn> claim(String region, Duration life);

    /**
     * Keeps a position, if this instance has the turn.
     * @param region the other region
     * @param position the position
     * @return whether it was kept
     */
    CompletableFuture<Boolean> save(String region, RegionPosition position);

    /**
     * Gives the turn back, if this instance has it.
     * @param region the other region
     * @return done
     */
    CompletableFuture<?> release(String region);

    /**
     * Whose turn it is.
     *
     * @param mine whether it is that of this instance
     * @param position how far the records were read, {@code null} if that is not known
     * @param now Redis's clock in milliseconds
     */
    record Turn(boolean mine, @Nullable RegionPosition position, long now) {

    }

}
