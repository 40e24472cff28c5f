package io.tieredcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Who wants the lease of a key, and how.
 *
 * @param token who will have it
 * @param from a holder that it may be taken from, {@code null} for none
 * @param waits whether to be told when whoever has it gives it back
 * @param headLength how many bytes of the entry to answer with
 */
public record LeaseClaim(String token, @Nullable String from, boolean waits, int headLength) {

    /**
     * Holder of a lease that nobody is to take for a while, since a load just failed.
     */
    public static final String NOBODY = "nobody";

}
