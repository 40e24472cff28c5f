package io.tieredcache.type;

import io.tieredcache.TieredCacheException;

/**
 * A stored entry holds a value of another type than the one asked for. The entry is then
 * a miss.
 *
 * @since 0.1.0
 */
public class TypeMismatchException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    TypeMismatchException(String message) {
        super(message, null);
    }

}
