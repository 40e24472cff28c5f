package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * Something about a Redis that breaks, or may break, what a cache promises.
 *
 * @param redis name of the Redis in the configuration
 * @param node id of the node in a cluster, {@code null} where there is only one
 * @param code what was found
 * @param severity how bad it is
 * @param message what was found and what it means, for people; without addresses, users
 * and passwords
 * @param action what to do
 * @since 0.1.0
 */
public record RedisAdvice(String redis, @Nullable String node, Code code, Severity severity, String message,
        String action) {

    /**
     * How bad it is.
     */
    public enum Severity {

        /** Good to know. */
        INFO,

        /** A promise is broken in some faults. */
        WARNING,

        /** A promise is broken as things are. */
        ERROR

    }

    /**
     * What was found.
     */
    public enum Code {

        /** The server is older than 6.2. */
        VERSION_TOO_OLD,

        /** The endpoint is a replica, which takes no writes. */
        REPLICA,

        /** The memory is nearly full and nothing is evicted: writes are refused soon. */
        MEMORY_NEARLY_FULL,

        /** Queued writes or events may be evicted. */
        STREAMS_MAY_BE_EVICTED,

        /** Holds of strong caches may be evicted. */
        HOLDS_MAY_BE_EVICTED,

        /** What ends soonest is evicted first, and so the leases of running loads. */
        LEASES_EVICTED_FIRST,

        /** Queued writes or events are not persisted, or only by snapshots. */
        STREAMS_NOT_PERSISTED,

        /** The last write to disk failed. */
        PERSISTENCE_FAILS,

        /** Something could not be read, and was not judged. */
        NOT_READ

    }

}
