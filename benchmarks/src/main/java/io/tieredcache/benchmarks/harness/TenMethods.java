package io.tieredcache.benchmarks.harness;

import org.springframework.cache.annotation.Cacheable;

import io.tieredcache.annotation.TieredCacheable;

/**
 * The templates of classes with ten cached methods each.
 */
final class TenMethods {

    static final int METHODS = 10;

    private TenMethods() {
    }

    /**
     * Cached by this library.
     */
    public static class Tiered {

        @TieredCacheable(cache = "start", key = "#id")
        public Long one(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long two(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long three(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long four(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long five(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long six(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long seven(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long eight(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long nine(long id) {
            return id;
        }

        @TieredCacheable(cache = "start", key = "#id")
        public Long ten(long id) {
            return id;
        }

    }

    /**
     * Cached by Spring.
     */
    public static class Spring {

        @Cacheable(cacheNames = "start", key = "#id")
        public Long one(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long two(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long three(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long four(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long five(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long six(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long seven(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long eight(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long nine(long id) {
            return id;
        }

        @Cacheable(cacheNames = "start", key = "#id")
        public Long ten(long id) {
            return id;
        }

    }

}
