package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * A value for a write-behind queue was neither queued nor written by the handler. Where
 * Redis did not answer in time it may be queued all the same, so that a repeat of the
 * call may write it twice.
 *
 * @since 0.1.0
 */
public class WriteNotAcceptedException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param message the message
     * @param cause the cause, if any
     */
    public WriteNotAcceptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
