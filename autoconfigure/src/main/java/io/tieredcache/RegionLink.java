package io.tieredcache;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How the invalidations of another region reach this one, as this instance knows it.
 *
 * @param region the other region
 * @param state what this instance does for it
 * @param upToDateAt until when everything that the other region had recorded is applied
 * here, by the clock of this region's Redis; {@code null} if nothing was read yet
 * @param lag how long that is ago; up to about two seconds where nothing is behind
 * @param lastRecord id of the last record that was applied, which begins with the time in
 * milliseconds when the other region's Redis took it
 * @param relayed how many records this instance applied since it started; one that is
 * applied twice for {@code tiered-cache.region.replication-lag} counts once
 * @param clears how often this instance cleared the namespace since records were lost or
 * it was not known how far they were read
 * @param malformed how many records this instance could not read
 * @since 0.1.0
 */
public record RegionLink(String region, State state, @Nullable Instant upToDateAt, @Nullable Duration lag,
        @Nullable String lastRecord, long relayed, long clears, long malformed) {

    private static final Duration USUAL = Duration.ofSeconds(5);

    /**
     * Whether invalidations of the other region may be missing here for longer than
     * usual.
     * @return {@code true} if the lag is more than five seconds or not known
     */
    public boolean isBehind() {
        return this.lag == null || this.lag.compareTo(USUAL) > 0;
    }

    /**
     * What an instance does for a link.
     *
     * @since 0.1.0
     */
    public enum State {

        /** It did not look yet. */
        STARTING,

        /** It reads what the other region records. */
        RELAYING,

        /** Another instance does. */
        STANDBY,

        /**
         * It tried to, and the other region, or this region's own Redis, did not answer.
         */
        UNREACHABLE

    }

}
