package io.tieredcache.interceptor;

import java.util.function.Supplier;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.TieredCacheManager;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The beans that the advice works with. They are looked up at the first call: advisors
 * are created before all else, and must not take the connection to Redis with them.
 */
final class CacheBeans {

    private final Supplier<TieredCacheManager> manager;

    private final Supplier<CacheInvalidator> invalidator;

    CacheBeans(BeanFactory beanFactory) {
        this.manager = SingletonSupplier.of(() -> beanFactory.getBean(TieredCacheManager.class));
        this.invalidator = SingletonSupplier.of(() -> beanFactory.getBean(CacheInvalidator.class));
    }

    TieredCacheManager manager() {
        return this.manager.get();
    }

    CacheInvalidator invalidator() {
        return this.invalidator.get();
    }

}
