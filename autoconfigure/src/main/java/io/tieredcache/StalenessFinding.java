package io.tieredcache;

/**
 * A stale value that the audit found. The same value is found again at later horizons if
 * it is still served then.
 *
 * @param cache the cache's name
 * @param level the level that serves it now
 * @param horizon how long it has been served at least since it was first found
 * @param reason why, as far as is known
 * @param keyHash hash of the key, the same on all instances
 * @since 0.1.0
 */
public record StalenessFinding(String cache, CacheLevel level, StalenessHorizon horizon, StalenessReason reason,
        long keyHash) {

}
