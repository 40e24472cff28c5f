package io.tieredcache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLevel;
import io.tieredcache.ReadOutcome;

/**
 * Is told what one cache does beside answering from L1. Safe for concurrent use; no
 * method blocks or throws.
 */
public interface CacheProbe {

    /** Is told and does nothing. */
    CacheProbe NONE = new CacheProbe() {

    };

    /**
     * Whether to tell of each read. That is a cost of every hit in L1.
     * @return whether {@link #read} is called
     */
    default boolean wantsReads() {
        return false;
    }

    /**
     * A read ended.
     * @param key the key as the caller gave it
     * @param outcome what it came to
     */
    default void read(Object key, ReadOutcome outcome) {
    }

    /**
     * A step begins on the calling thread.
     * @param step the step
     * @return the step under way
     */
    default Running begin(CacheStep step) {
        return Running.NONE;
    }

    /**
     * A value was served by a level. Of hits in L1 some are told of.
     * @param level the level
     * @param age time since the value was loaded
     */
    default void age(CacheLevel level, Duration age) {
    }

    /**
     * A read that no level answered was over.
     * @param nanos time from its begin to the answer or error
     */
    default void missed(long nanos) {
    }

    /**
     * A load whose begin could not be told ended with a value.
     * @param nanos time it took
     */
    default void loaded(long nanos) {
    }

    /**
     * A read waited for another instance's load.
     * @param nanos time it waited
     */
    default void waited(long nanos) {
    }

    /**
     * A value was serialized.
     * @param nanos time it took
     * @param bytes size of its serialized form
     */
    default void serialized(long nanos, int bytes) {
    }

    /**
     * A value was read from its serialized form.
     * @param nanos time it took
     * @param bytes size of its serialized form
     */
    default void deserialized(long nanos, int bytes) {
    }

    /**
     * A step under way.
     */
    interface Running {

        /** Nothing is told of it. */
        Running NONE = new Running() {

            @Override
            public void end(StepOutcome outcome, @Nullable Throwable failure) {
            }

        };

        /**
         * What the calling thread does from now on is part of the step.
         */
        default void enter() {
        }

        /**
         * What the calling thread does from now on is no part of the step any more. To be
         * called on the thread that entered.
         */
        default void leave() {
        }

        /**
         * The step is over, to be called once, on any thread.
         * @param outcome how it ended
         * @param failure why it failed, {@code null} for no failure
         */
        void end(StepOutcome outcome, @Nullable Throwable failure);

    }

}
