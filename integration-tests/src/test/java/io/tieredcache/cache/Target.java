package io.tieredcache.cache;

import java.util.List;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.testing.TestInstance;

/**
 * What an invalidation may hit an entry by, with the policy under which an entry is hit.
 */
enum Target {

    /** The entry's key. */
    KEY,

    /** A tag that is known before the load. */
    TAG,

    /** A tag that only the loaded value tells. */
    RESULT_TAG,

    /** The whole cache. */
    CACHE,

    /** All caches of the namespace. */
    NAMESPACE;

    EntryPolicy policy() {
        return switch (this) {
            case TAG -> Fleet.POLICY.withTags("odd");
            case RESULT_TAG -> Fleet.POLICY.withResultTags((value) -> List.of("late"));
            case KEY, CACHE, NAMESPACE -> Fleet.POLICY;
        };
    }

    /**
     * The invalidation that hits the entry of a key.
     */
    CacheInvalidation invalidation(String key) {
        CacheInvalidation none = CacheInvalidation.none();
        return switch (this) {
            case KEY -> none.key(Fleet.CACHE, key);
            case TAG -> none.tags("odd");
            case RESULT_TAG -> none.tags("late");
            case CACHE -> none.cache(Fleet.CACHE);
            case NAMESPACE -> none.wholeNamespace();
        };
    }

    void invalidateOn(TestInstance instance) {
        instance.invalidator().invalidate(invalidation(Fleet.KEY));
    }

}
