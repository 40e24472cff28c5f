package io.tieredcache.interceptor;

import io.tieredcache.Consistency;

/**
 * Checks that what strong caches need is known in time: tags of an entry before its load,
 * what a write invalidates before the write.
 */
final class StrongCacheCheck {

    private static final String REMEDY = "Use parameters only, or invalidate within the transaction by a CacheInvalidator, "
            + "or declare the cache as 'bounded'.";

    private final boolean anyStrong;

    StrongCacheCheck(boolean anyStrong) {
        this.anyStrong = anyStrong;
    }

    void check(CacheOperations operations) {
        if (!this.anyStrong) {
            return;
        }
        operations.cacheables()
            .stream()
            .filter((cacheable) -> isStrong(cacheable.cache()) && cacheable.policy().hasResultTags())
            .forEach((cacheable) -> {
                throw cacheable.cache()
                    .annotation()
                    .invalid(
                            "'tags' reads #result, but the cache '%s' is 'strong' and must know its tags before the load."
                                .formatted(cacheable.cache().name()),
                            "Use parameters only, or declare the cache as 'bounded'.");
            });
        operations.puts().stream().filter((put) -> isStrong(put.cache()) && put.key().readsResult()).forEach((put) -> {
            throw put.cache()
                .annotation()
                .invalid("'key' reads #result, but the cache '%s' is 'strong' and must be held before the write."
                    .formatted(put.cache().name()), REMEDY);
        });
        operations.after()
            .stream()
            .filter((operation) -> !operation.isKnownBefore() && concernsStrong(operation))
            .forEach((operation) -> {
                throw operation.annotation()
                    .invalid(
                            "#result is read, but there are caches of class 'strong', which must be held before the write.",
                            REMEDY);
            });
    }

    private static boolean concernsStrong(InvalidationOperation operation) {
        return operation.cache() == null || isStrong(operation.cache());
    }

    private static boolean isStrong(NamedCache cache) {
        return cache.get().settings().consistency() == Consistency.STRONG;
    }

}
