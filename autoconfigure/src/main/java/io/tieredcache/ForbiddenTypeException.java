package io.tieredcache;

/**
 * A stored entry names a type that is not on the allow-list, or a value of such a type
 * was to be stored without a declared type. Nothing was loaded by that name.
 *
 * @since 0.1.0
 */
public class ForbiddenTypeException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     * @param message the message
     */
    public ForbiddenTypeException(String message) {
        super(message, null);
    }

}
