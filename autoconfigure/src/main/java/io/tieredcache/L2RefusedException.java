package io.tieredcache;

/**
 * Redis was not asked, since it failed too often and is left alone, or was not asked or
 * not waited for, since too many wait for it already.
 * <p>
 * It has no stack trace, so that being refused costs next to nothing.
 *
 * @since 0.1.0
 */
public class L2RefusedException extends L2UnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param message the message
     */
    public L2RefusedException(String message) {
        super(message, null);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

}
