package io.tieredcache.jackson;

import io.tieredcache.TieredCacheException;

/**
 * A value could not be written, or bytes are no such value. The message names the type,
 * the kind of the failure and the place in the value, never content; Jackson's own
 * exception, which may quote content, is logged at {@code trace} only.
 *
 * @since 0.1.0
 */
public class ValueConversionException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    ValueConversionException(String message) {
        super(message, null);
    }

}
