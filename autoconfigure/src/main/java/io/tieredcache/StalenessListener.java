package io.tieredcache;

/**
 * A bean that is told of every stale value that the audit finds, once for each horizon.
 * Called on the audit's only thread, which waits meanwhile. What it throws is logged and
 * stops nothing.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StalenessListener {

    /**
     * Called for each finding.
     * @param finding what was found; neither the key nor the value
     */
    void onStaleness(StalenessFinding finding);

}
