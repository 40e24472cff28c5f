package io.tieredcache;

/**
 * A key dimension that a cache requires has no value for the calling thread. Nothing was
 * read or stored, so that nothing is shared across tenants.
 *
 * @since 0.1.0
 */
public class MissingDimensionException extends TieredCacheException {

    private static final long serialVersionUID = 1L;

    /** Name of the dimension. */
    private final String dimension;

    /**
     * Create an exception.
     * @param subject the cache or operation that requires the dimension, as it is to be
     * named in the message
     * @param dimension the dimension's name
     */
    public MissingDimensionException(String subject, String dimension) {
        super("%s requires the key dimension '%s', which has no value in this call. Set it before the call, for example in a request filter."
            .formatted(subject, dimension), null);
        this.dimension = dimension;
    }

    /**
     * Name of the dimension.
     * @return the name
     */
    public String getDimension() {
        return this.dimension;
    }

}
