package io.tieredcache.benchmarks.peer;

import java.time.Duration;

/**
 * The bounds that all caches share.
 */
final class Bounds {

    /** Most entries in the process. */
    static final int MAX_ENTRIES = 10_000;

    /** Time to live in the process. */
    static final Duration LOCAL_TTL = Duration.ofMinutes(5);

    /** Time to live in the process, where an annotation takes seconds. */
    static final int LOCAL_SECONDS = 300;

    /** Time to live in Redis. */
    static final Duration REMOTE_TTL = Duration.ofMinutes(10);

    /** Time to live in Redis, where an annotation takes seconds. */
    static final int REMOTE_SECONDS = 600;

    private Bounds() {
    }

}
