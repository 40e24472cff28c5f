package io.tieredcache.interceptor;

import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;

import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.Ordered;

/**
 * Applies the annotations of {@link io.tieredcache.annotation} to beans. A mistake in an
 * annotation fails the creation of the bean. The beans that do the work are looked up at
 * the first call, so that this one may be created before all others.
 *
 * @since 0.1.0
 */
public final class TieredCacheAdvisor implements PointcutAdvisor, Ordered {

    /**
     * Outside of transactions and of most other advice: a hit opens no transaction, and
     * an eviction follows the commit.
     */
    public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 100;

    private final CacheBeans beans;

    private final OperationSource source;

    private final Advice advice;

    private final Pointcut pointcut = new AnnotationPointcut();

    private final int order;

    /**
     * Create an advisor.
     * @param beanFactory has the cache manager and the invalidator, the beans that
     * expressions name, and the values of placeholders
     * @param order the advisor's place among others, see {@link #DEFAULT_ORDER}
     */
    public TieredCacheAdvisor(ConfigurableBeanFactory beanFactory, int order) {
        this.beans = new CacheBeans(beanFactory);
        this.source = new OperationSource(beanFactory, this.beans);
        this.advice = new TieredCacheInterceptor(this.source, this.beans);
        this.order = order;
    }

    CacheBeans beans() {
        return this.beans;
    }

    OperationSource source() {
        return this.source;
    }

    @Override
    public Advice getAdvice() {
        return this.advice;
    }

    @Override
    public Pointcut getPointcut() {
        return this.pointcut;
    }

    @Override
    public int getOrder() {
        return this.order;
    }

    private final class AnnotationPointcut extends StaticMethodMatcherPointcut {

        private AnnotationPointcut() {
            setClassFilter((type) -> !TieredCacheAdvisor.this.source.of(type).isEmpty());
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return TieredCacheAdvisor.this.source.of(targetClass).find(method) != null;
        }

    }

}
