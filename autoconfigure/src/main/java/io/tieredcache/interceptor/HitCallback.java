package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;

import io.tieredcache.TieredCache;

/**
 * Answers the hits of one proxy before Spring makes an invocation of the call. All else
 * is Spring's: misses, methods that need more than their arguments, and methods with
 * other advice around that of the cache. What a method needs is found at its first call,
 * when all of the application's advice is in place.
 */
final class HitCallback implements MethodInterceptor {

    private final MethodInterceptor advice;

    private final Advised proxy;

    private final Class<?> targetClass;

    private final TieredCacheAdvisor advisor;

    private volatile IdentityHashMap<Method, Optional<HitCall>> calls = new IdentityHashMap<>();

    HitCallback(MethodInterceptor advice, Advised proxy, Class<?> targetClass, TieredCacheAdvisor advisor) {
        this.advice = advice;
        this.proxy = proxy;
        this.targetClass = targetClass;
        this.advisor = advisor;
    }

    @Override
    public @Nullable Object intercept(Object target, Method method, @Nullable Object[] arguments, MethodProxy own)
            throws Throwable {
        Optional<HitCall> call = this.calls.get(method);
        if (call == null) {
            call = add(method);
        }
        if (call.isPresent()) {
            Object hit = call.get().answer(arguments);
            if (hit != TieredCache.NO_HIT) {
                return hit;
            }
        }
        return this.advice.intercept(target, method, arguments, own);
    }

    /**
     * Finds what a method needs. The methods are those of the proxy's class, which passes
     * the same objects always.
     */
    private synchronized Optional<HitCall> add(Method method) {
        CacheOperations operations = isOutermost(method) ? this.advisor.source().of(this.targetClass).find(method)
                : null;
        Optional<HitCall> found = Optional.ofNullable((operations != null) ? HitCall.of(method, operations) : null);
        IdentityHashMap<Method, Optional<HitCall>> more = new IdentityHashMap<>(this.calls);
        more.put(method, found);
        this.calls = more;
        return found;
    }

    private boolean isOutermost(Method method) {
        List<Object> chain = DefaultAdvisorChainFactory.INSTANCE.getInterceptorsAndDynamicInterceptionAdvice(this.proxy,
                method, this.targetClass);
        // That one has an effect on advice within only.
        int first = (!chain.isEmpty() && chain.get(0) == ExposeInvocationInterceptor.INSTANCE) ? 1 : 0;
        return chain.size() > first && chain.get(first) == this.advisor.getAdvice();
    }

}
