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

    /**
     * Reads the same key from the arguments alone.
     * @return the reader, {@code null} if it takes more than the arguments
     */
    default @Nullable ArgumentReader reader() {
        return null;
    }

    default boolean readsResult() {
        return false;
    }

}
