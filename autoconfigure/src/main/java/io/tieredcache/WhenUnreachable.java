package io.tieredcache;

/**
 * What becomes of an invalidation outside of a transaction that Redis does not
 * acknowledge. In this process it has taken effect in either case: its copies are gone.
 * After the commit of a transaction it is always queued, since the change stands.
 *
 * @since 0.1.0
 */
public enum WhenUnreachable {

    /**
     * The call throws a {@link L2UnavailableException}. So a call that returned holds for
     * the other instances as well, within their staleness bound; one that threw may be
     * repeated.
     */
    THROW,

    /**
     * The call returns, and the invalidation is sent again until Redis acknowledges it.
     * Until then this instance reads nothing from L2 that it may be about, and others
     * that do reach Redis may be served the old value from there. It is lost if the
     * process dies before. Not for caches of class {@link Consistency#STRONG}.
     */
    QUEUE

}
