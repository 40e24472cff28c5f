package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * Root of the errors that the cache itself raises at run time.
 *
 * @since 0.1.0
 */
public abstract class TieredCacheException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param message the message
     * @param cause the cause, if any
     */
    protected TieredCacheException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
