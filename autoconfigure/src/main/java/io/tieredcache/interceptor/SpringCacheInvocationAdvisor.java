package io.tieredcache.interceptor;

import java.lang.reflect.Method;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheOperationSource;

/**
 * Opens a {@link io.tieredcache.SpringCacheInvocation} around each method that carries
 * Spring's own cache annotations.
 *
 * @since 0.1.0
 */
public final class SpringCacheInvocationAdvisor extends CacheInvocationAdvisor<CacheOperationSource> {

    /**
     * Create an advisor.
     * @param beanFactory has the operation sources
     */
    public SpringCacheInvocationAdvisor(ConfigurableListableBeanFactory beanFactory) {
        super(beanFactory, CacheOperationSource.class);
    }

    @Override
    boolean isCandidateClass(CacheOperationSource source, Class<?> targetClass) {
        return source.isCandidateClass(targetClass);
    }

    @Override
    boolean hasOperations(CacheOperationSource source, Method method, Class<?> targetClass) {
        return source.hasCacheOperations(method, targetClass);
    }

}
