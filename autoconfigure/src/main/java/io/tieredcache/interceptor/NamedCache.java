package io.tieredcache.interceptor;

import io.tieredcache.TieredCache;
import org.jspecify.annotations.Nullable;

/**
 * The cache that an annotation names, looked up when it is first needed.
 */
final class NamedCache {

    private final String name;

    private final CacheAnnotation annotation;

    private final CacheBeans beans;

    private volatile @Nullable TieredCache cache;

    NamedCache(String name, CacheAnnotation annotation, CacheBeans beans) {
        this.name = name;
        this.annotation = annotation;
        this.beans = beans;
    }

    CacheAnnotation annotation() {
        return this.annotation;
    }

    String name() {
        return this.name;
    }

    /**
     * The cache.
     * @return the cache
     * @throws io.tieredcache.InvalidCacheAnnotationException if it does not exist
     */
    TieredCache get() {
        TieredCache known = this.cache;
        if (known == null) {
            known = this.beans.manager().getCache(this.name);
            if (known == null) {
                throw this.annotation.invalid(
                        "the cache '%s' is not declared, and caches on demand are switched off.".formatted(this.name),
                        "Correct the name, or declare the cache below 'tiered-cache.caches'.");
            }
            this.cache = known;
        }
        return known;
    }

}
