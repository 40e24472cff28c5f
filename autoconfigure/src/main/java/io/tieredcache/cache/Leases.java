package io.tieredcache.cache;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes owners of leases: unique for this process's life and, by a random part, among
 * processes. The text ends with the highest number that the owner knew, so that others
 * can tell whether its load is in vain.
 */
final class Leases {

    private static final String PROCESS = Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);

    private static final AtomicLong NEXT = new AtomicLong();

    private Leases() {
    }

    /**
     * The owner of a load's lease.
     * @param known the highest number that the owner knows
     */
    static String newToken(long known) {
        return PROCESS + "." + Long.toString(NEXT.incrementAndGet(), 36) + "@" + Long.toString(known, 36);
    }

    /**
     * The owner of a put's lease. Loads take it away: nobody knows when the put ends, and
     * without its lease it evicts.
     */
    static String newPutToken() {
        return newToken(-1);
    }

    /**
     * The highest number that an owner knew when it took the lease.
     * @return the number, -1 for a put, the largest there is where the text tells none
     */
    static long knownBy(String token) {
        int at = token.indexOf('@');
        try {
            return (at >= 0) ? Long.parseLong(token.substring(at + 1), 36) : Long.MAX_VALUE;
        }
        catch (NumberFormatException ex) {
            return Long.MAX_VALUE;
        }
    }

}
