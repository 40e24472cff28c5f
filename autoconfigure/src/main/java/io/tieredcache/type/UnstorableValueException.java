package io.tieredcache.type;

import io.tieredcache.TieredCacheException;

/**
 * A value would not come back from L2 as what it is, because its type is not known well
 * enough or because it is not of its declared type. It is then not stored in L2.
 *
 * @since 0.1.0
 */
public class UnstorableValueException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    UnstorableValueException(String message) {
        super(message, null);
    }

}
