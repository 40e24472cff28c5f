package io.tieredcache.spring;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.springframework.cache.Cache;

import io.tieredcache.TieredCache;

/**
 * What all parts of the contract need: one cache, as two instances see it, that no other
 * test uses.
 */
interface CacheContract {

    /**
     * The cache on the instance under test.
     */
    TieredCache cache();

    /**
     * The same cache on another instance.
     */
    TieredCache cacheElsewhere();

    /**
     * The cache by Spring's own interface.
     */
    default Cache springCache() {
        return cache();
    }

    static <T> T result(CompletableFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(20, TimeUnit.SECONDS);
    }

}
