package io.tieredcache.interceptor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Gives the key of a call.
 */
@FunctionalInterface
interface KeyExtractor {

    /**
     * Computes the key.
     * @param invocation the call
     * @param result the method's result as it is cached; of no effect where the key does
     * not read it
     * @return the key
     */
    Object extract(MethodInvocation invocation, @Nullable Object result);

    default boolean readsResult() {
        return false;
    }

}
