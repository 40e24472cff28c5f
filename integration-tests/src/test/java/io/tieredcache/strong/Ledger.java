package io.tieredcache.strong;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Judges reads. From the moment on at which a version is known to be committed, no read
 * that begins later may give an older one. It is known by whoever committed it, by
 * whoever read it, and by a look into the database.
 */
final class Ledger {

    private final List<Known> known = new ArrayList<>();

    private final List<Read> reads = new ArrayList<>();

    private int commits;

    synchronized void committed(int account, long version, long at) {
        this.known.add(new Known(account, version, at));
        this.commits++;
    }

    synchronized void seen(int account, long version, long at) {
        this.known.add(new Known(account, version, at));
    }

    synchronized void read(Read read) {
        this.reads.add(read);
        this.known.add(new Known(read.account(), read.version(), read.ended()));
    }

    synchronized int reads() {
        return this.reads.size();
    }

    synchronized int commits() {
        return this.commits;
    }

    synchronized long hits() {
        return this.reads.stream().filter(Read::hit).count();
    }

    /**
     * The reads that gave too old a version.
     */
    synchronized List<Stale> stale() {
        Map<Integer, NavigableMap<Long, Long>> required = new HashMap<>();
        this.known.stream().sorted(Comparator.comparingLong(Known::at)).forEach((fact) -> {
            NavigableMap<Long, Long> versions = required.computeIfAbsent(fact.account(), (missing) -> new TreeMap<>());
            if (versions.isEmpty() || versions.lastEntry().getValue() < fact.version()) {
                versions.put(fact.at(), fact.version());
            }
        });
        List<Stale> stale = new ArrayList<>();
        for (Read read : this.reads) {
            Map.Entry<Long, Long> before = required.get(read.account()).lowerEntry(read.began());
            if (before != null && before.getValue() > read.version()) {
                stale.add(new Stale(read, before.getValue(), read.began() - before.getKey()));
            }
        }
        return stale;
    }

    private record Known(int account, long version, long at) {

    }

    /**
     * A read.
     *
     * @param account what was read
     * @param version the version that it gave
     * @param began when it began
     * @param ended when it ended
     * @param hit whether the database was not asked
     */
    record Read(int account, long version, long began, long ended, boolean hit) {

    }

    /**
     * A stale read.
     *
     * @param read the read
     * @param required the version that was known when it began
     * @param nanos for how long that was known
     */
    record Stale(Read read, long required, long nanos) {

    }

}
