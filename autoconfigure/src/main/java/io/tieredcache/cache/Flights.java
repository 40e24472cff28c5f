package io.tieredcache.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * The reads under way in one cache, at most one per key that may be joined.
 */
final class Flights {

    private final ConcurrentMap<Object, Flight> running = new ConcurrentHashMap<>();

    private final CacheParts parts;

    Flights(CacheParts parts) {
        this.parts = parts;
    }

    /**
     * Gives the flight to join, or starts the given one. A flight that was overtaken by
     * an invalidation, or may have been, goes on for those who joined before, and is
     * joined no more.
     * @return the flight to join, {@code null} if the given one was started
     */
    @Nullable Flight joinOrStart(Flight flight) {
        Object key = flight.read().local();
        Flight present = this.running.putIfAbsent(key, flight);
        while (present != null) {
            if (this.parts.isJoinable(present.read(), flight.read())) {
                return present;
            }
            if (this.running.replace(key, present, flight)) {
                return null;
            }
            present = this.running.putIfAbsent(key, flight);
        }
        return null;
    }

    void end(Flight flight) {
        this.running.remove(flight.read().local(), flight);
    }

    int size() {
        return this.running.size();
    }

}
