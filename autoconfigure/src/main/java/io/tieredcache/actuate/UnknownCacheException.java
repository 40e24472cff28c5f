package io.tieredcache.actuate;

import java.io.Serial;

/**
 * There is no cache of the given name on this instance.
 */
final class UnknownCacheException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnknownCacheException(String cache) {
        super("There is no cache '%s' on this instance. The endpoint without a name lists them.".formatted(cache));
    }

}
