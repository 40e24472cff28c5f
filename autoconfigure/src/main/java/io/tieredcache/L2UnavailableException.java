package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * Redis refused, failed or did not answer in time. What was asked of it may or may not
 * have happened.
 *
 * @since 0.1.0
 */
public class L2UnavailableException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param message the message
     * @param cause the cause, if any
     */
    public L2UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
