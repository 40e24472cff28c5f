package io.tieredcache;

/**
 * A bean that is told of every invalidation that this instance applied, also of its own
 * ones when their message comes back. Called on the thread of the connection, in the
 * order of the messages, after the invalidation took effect; it must be fast and not
 * block. What it throws is logged and stops nothing.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InvalidationListener {

    /**
     * Called for each message that was applied.
     * @param applied what was applied, and when
     */
    void onInvalidation(AppliedInvalidation applied);

}
