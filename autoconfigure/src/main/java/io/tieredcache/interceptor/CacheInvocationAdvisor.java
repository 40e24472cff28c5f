package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tieredcache.SpringCacheInvocation;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodClassKey;
import org.springframework.core.Ordered;

/**
 * Marks calls of methods that another cache abstraction intercepts, outside of its own
 * advice. Which methods these are is asked of the abstraction's operation source; where
 * the context has none, no proxy is made.
 *
 * @param <S> type of the operation source
 */
abstract class CacheInvocationAdvisor<S> implements PointcutAdvisor, Ordered {

    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    private final Map<MethodClassKey, Kind> kinds = new ConcurrentHashMap<>();

    private final MethodInterceptor advice = this::invoke;

    private final Pointcut pointcut = new OperationPointcut();

    private final ConfigurableListableBeanFactory beanFactory;

    private final Class<S> sourceType;

    private volatile @Nullable List<S> sources;

    CacheInvocationAdvisor(ConfigurableListableBeanFactory beanFactory, Class<S> sourceType) {
        this.beanFactory = beanFactory;
        this.sourceType = sourceType;
    }

    abstract boolean isCandidateClass(S source, Class<?> targetClass);

    abstract boolean hasOperations(S source, Method method, Class<?> targetClass);

    /**
     * Type of what the method caches.
     * @param method the method
     * @return the type, {@code null} if it is unknown
     */
    @Nullable Type cachedType(CachedMethod method) {
        ReturnForm form = ReturnForm.of(method);
        return (form.type() == void.class || ReturnTypeCheck.isAsynchronous(method, form)) ? null : form.type();
    }

    private @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Kind kind = kind(invocation);
        SpringCacheInvocation call = kind.asynchronous ? SpringCacheInvocation.openAsynchronous()
                : SpringCacheInvocation.open(kind.type);
        try {
            return invocation.proceed();
        }
        finally {
            call.close();
        }
    }

    private Kind kind(MethodInvocation invocation) {
        Method method = invocation.getMethod();
        Class<?> targetClass = TargetClass.of(invocation);
        return this.kinds.computeIfAbsent(new MethodClassKey(method, targetClass),
                (key) -> kind(CachedMethod.of(method, targetClass)));
    }

    private Kind kind(CachedMethod method) {
        return new Kind(cachedType(method), ReturnTypeCheck.isAsynchronous(method, ReturnForm.of(method)));
    }

    /**
     * The sources that exist. Never creates one: the abstraction's own advisor does so
     * before any bean that it may intercept, and what is created before cannot be
     * intercepted.
     */
    private List<S> sources() {
        List<S> known = this.sources;
        if (known != null) {
            return known;
        }
        String[] names = this.beanFactory.getBeanNamesForType(this.sourceType, true, false);
        List<S> created = Arrays.stream(names)
            .filter(this.beanFactory::containsSingleton)
            .map((name) -> this.beanFactory.getBean(name, this.sourceType))
            .toList();
        if (created.size() == names.length) {
            this.sources = created;
        }
        return created;
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
        return ORDER;
    }

    /**
     * What is known of a method.
     */
    private record Kind(@Nullable Type type, boolean asynchronous) {

    }

    private final class OperationPointcut extends StaticMethodMatcherPointcut {

        private OperationPointcut() {
            setClassFilter((type) -> sources().stream().anyMatch((source) -> isCandidateClass(source, type)));
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return sources().stream().anyMatch((source) -> hasOperations(source, method, targetClass));
        }

    }

}
