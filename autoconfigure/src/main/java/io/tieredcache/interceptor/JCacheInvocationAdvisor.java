package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.jcache.interceptor.JCacheOperationSource;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Opens a {@link io.tieredcache.SpringCacheInvocation} around each method that carries
 * JSR-107 cache annotations. Needs {@code spring-context-support} and the JSR-107 API.
 *
 * @since 0.1.0
 */
public final class JCacheInvocationAdvisor extends CacheInvocationAdvisor<JCacheOperationSource> {

    private static final String CACHE_RESULT = "javax.cache.annotation.CacheResult";

    /**
     * Create an advisor.
     * @param beanFactory has the operation source
     */
    public JCacheInvocationAdvisor(ConfigurableListableBeanFactory beanFactory) {
        super(beanFactory, JCacheOperationSource.class);
    }

    @Override
    boolean isCandidateClass(JCacheOperationSource source, Class<?> targetClass) {
        return source.isCandidateClass(targetClass);
    }

    @Override
    boolean hasOperations(JCacheOperationSource source, Method method, Class<?> targetClass) {
        return source.hasCacheOperation(method, targetClass);
    }

    @Override
    @Nullable Type cachedType(CachedMethod method) {
        // The other annotations cache an argument or nothing.
        boolean cachesResult = MergedAnnotations.from(method.method(), SearchStrategy.TYPE_HIERARCHY)
            .isPresent(CACHE_RESULT);
        return cachesResult ? super.cachedType(method) : null;
    }

}
