package io.tieredcache.cache;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes owners of leases: unique for this process's life and, by a random part, among
 * processes.
 */
final class Leases {

    private static final String PROCESS = Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);

    private static final AtomicLong NEXT = new AtomicLong();

    private Leases() {
    }

    static String newToken() {
        return PROCESS + "." + Long.toString(NEXT.incrementAndGet(), 36);
    }

}
