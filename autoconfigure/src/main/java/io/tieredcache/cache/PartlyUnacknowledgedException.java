package io.tieredcache.cache;

import io.tieredcache.L2UnavailableException;

/**
 * Of an invalidation that needs several Redis one did not acknowledge its part.
 */
final class PartlyUnacknowledgedException extends L2UnavailableException {

    private static final long serialVersionUID = 1L;

    private final transient InvalidationTargets rest;

    PartlyUnacknowledgedException(InvalidationTargets rest, L2UnavailableException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.rest = rest;
    }

    /**
     * What of some targets did not reach Redis.
     * @param failure with what their invalidation failed
     * @param all the targets
     */
    static InvalidationTargets restOf(L2UnavailableException failure, InvalidationTargets all) {
        return (failure instanceof PartlyUnacknowledgedException partly) ? partly.rest : all;
    }

}
