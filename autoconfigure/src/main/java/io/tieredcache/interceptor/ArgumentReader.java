package io.tieredcache.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value from the arguments of a call without SpEL.
 */
@FunctionalInterface
interface ArgumentReader {

    /** In place of a value that only SpEL can tell, be it an error. */
    Object UNKNOWN = new Object();

    /**
     * Reads the value.
     * @param arguments the arguments
     * @return the value, or {@link #UNKNOWN}
     */
    @Nullable Object read(@Nullable Object[] arguments);

}
