package io.tieredcache;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How the invalidation channel of this instance does. A bean; asks nobody, and is safe
 * for concurrent use. What a cache serves in which state depends on its
 * {@link Consistency}; {@link TieredCache#l1Trust()} tells it for one cache.
 *
 * @since 0.1.0
 */
public interface InvalidationChannelStatus {

    /**
     * State of the channel.
     * @return the state
     */
    ChannelState state();

    /**
     * When the state was entered.
     * @return the time, by the clock of this process
     */
    Instant since();

    /**
     * How long ago the channel was last proven alive: the age of the latest moment of
     * which it is known that no invalidation from before it is missing here. What is
     * compared with the staleness bounds.
     * @return the time, {@code null} if it never was
     */
    @Nullable Duration lastProvenAgo();

    /**
     * How often everything in L1 was dropped because invalidations may have been missed.
     * @return the count, the first joining included
     */
    long resyncs();

    /**
     * How often it was noticed that messages were missed: one named a predecessor that
     * was not applied, or the sequence went on without one. Each of them is a resync too.
     * @return the count
     */
    long gaps();

    /**
     * How often the channel was joined again after it had been lost.
     * @return the count
     */
    long reconnects();

    /**
     * How many messages were dropped because they were none of ours.
     * @return the count
     */
    long malformed();

}
