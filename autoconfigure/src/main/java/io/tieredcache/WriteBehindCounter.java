package io.tieredcache;

/**
 * What a write-behind queue counts in this process.
 *
 * @since 0.1.0
 */
public enum WriteBehindCounter {

    /** Values queued. */
    QUEUED,

    /** Records that a handler wrote, or that a later one of the same batch replaced. */
    WRITTEN,

    /** Records that a later one of the same batch replaced. */
    MERGED,

    /** Batches that a handler failed to write, so that they come again. */
    RETRY,

    /** Records moved to the dead letters. */
    DEAD_LETTER,

    /** Records moved to the dead letters since they could not be read. */
    UNREADABLE,

    /** Values that the handler wrote on their callers' threads. */
    DIRECT,

    /** Calls that waited, since the queue was longer than its bound. */
    WAITED,

    /** Values that were neither queued nor written; their callers got an error. */
    REFUSED,

    /** Reads answered by a value that was not written yet. */
    READ,

    /** Batches written by an instance that had lost the partition meanwhile. */
    FENCED

}
