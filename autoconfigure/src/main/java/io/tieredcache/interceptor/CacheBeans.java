package io.tieredcache.interceptor;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.Consistency;
import io.tieredcache.KeyDimension;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The beans that the advice works with. They are looked up at the first call: advisors
 * are created before all else, and must not take the connection to Redis with them.
 */
final class CacheBeans {

    private final Supplier<TieredCacheManager> manager;

    private final Supplier<CacheInvalidator> invalidator;

    private final Supplier<Set<String>> dimensions;

    private final Supplier<Optional<WriteBehindQueues>> queues;

    CacheBeans(BeanFactory beanFactory) {
        this.manager = SingletonSupplier.of(() -> beanFactory.getBean(TieredCacheManager.class));
        this.invalidator = SingletonSupplier.of(() -> beanFactory.getBean(CacheInvalidator.class));
        this.dimensions = SingletonSupplier.of(() -> beanFactory.getBeanProvider(KeyDimension.class)
            .stream()
            .map(KeyDimension::name)
            .collect(Collectors.toSet()));
        this.queues = SingletonSupplier
            .of(() -> Optional.ofNullable(beanFactory.getBeanProvider(WriteBehindQueues.class).getIfAvailable()));
    }

    TieredCacheManager manager() {
        return this.manager.get();
    }

    /**
     * Checks that the key dimensions that an annotation requires exist.
     * @param annotation the annotation
     */
    void checkDimensions(CacheAnnotation annotation) {
        for (String name : annotation.dimensions()) {
            if (!this.dimensions.get().contains(name)) {
                throw annotation.invalid(
                        "'dimensions' has '%s', but there is no such KeyDimension bean.".formatted(name),
                        "Declare a KeyDimension bean whose name() is '%s', or correct the name.".formatted(name));
            }
        }
    }

    /**
     * The write-behind queue of a cache.
     * @param cache the cache's name
     * @return the queue, {@code null} if the cache has none
     */
    @Nullable WriteBehindQueue writeBehindQueue(String cache) {
        return this.queues.get().map((found) -> found.find(cache)).orElse(null);
    }

    /**
     * Whether a write must keep strong caches from storing what it changes.
     */
    boolean hasStrongCaches() {
        TieredCacheManager caches = this.manager.get();
        return caches.getCacheNames()
            .stream()
            .map(caches::getCache)
            .anyMatch((cache) -> cache != null && cache.settings().consistency() == Consistency.STRONG);
    }

    CacheInvalidator invalidator() {
        return this.invalidator.get();
    }

}
