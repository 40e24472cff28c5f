package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.util.IdentityHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Operations by the method objects that proxies call with. A proxy always calls with the
 * same object, but not with the one that was found by reflection, and to compare two of
 * them costs more than a look into L1.
 */
final class LastCalls {

    /**
     * More than an application has; a proxy of another kind may make one for each call.
     */
    private static final int MAX_METHODS = 10_000;

    private volatile IdentityHashMap<Method, Call> calls = new IdentityHashMap<>();

    @Nullable Call find(Method method) {
        return this.calls.get(method);
    }

    synchronized void add(Method method, Call call) {
        if (this.calls.size() < MAX_METHODS) {
            IdentityHashMap<Method, Call> more = new IdentityHashMap<>(this.calls);
            more.put(method, call);
            this.calls = more;
        }
    }

    /**
     * What was found for a method object.
     *
     * @param targetClass class of the object behind the proxy
     * @param operations the operations, {@code null} if there are none
     */
    record Call(Class<?> targetClass, @Nullable CacheOperations operations) {

    }

}
