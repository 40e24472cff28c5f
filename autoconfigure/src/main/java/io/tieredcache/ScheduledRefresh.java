package io.tieredcache;

/**
 * A key that is loaded again at a fixed rate, until this is closed.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ScheduledRefresh extends AutoCloseable {

    /**
     * Ends the schedule. A load that is under way goes on. Idempotent, safe on any
     * thread.
     */
    @Override
    void close();

}
