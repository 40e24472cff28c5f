package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Reads or loads under way in one cache, at most one per key that may be joined.
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
            if (this.parts.judge().isJoinable(present.read(), flight.read())) {
                return present;
            }
            if (this.running.replace(key, present, flight)) {
                return null;
            }
            present = this.running.putIfAbsent(key, flight);
        }
        return null;
    }

    /**
     * The flight that a read may join.
     * @return the flight, {@code null} for none
     */
    @Nullable Flight running(ReadContext read) {
        Flight present = this.running.get(read.local());
        return (present != null && this.parts.judge().isJoinable(present.read(), read)) ? present : null;
    }

    /**
     * Starts a flight; the one before is joined no more.
     */
    void replace(Flight flight) {
        this.running.put(flight.read().local(), flight);
    }

    /**
     * Hands the answer to all who joined. Until L2 has the entry too, the flight stays to
     * be joined, so that nobody loads what is about to be there.
     */
    void complete(Flight flight, @Nullable Answer answer) {
        flight.answer().complete(answer);
        CompletableFuture<?> filled = (answer != null) ? answer.filled() : null;
        if (filled != null) {
            var unused = filled.whenComplete((done, failure) -> end(flight));
        }
        else {
            end(flight);
        }
    }

    void fail(Flight flight, Throwable failure) {
        end(flight);
        flight.answer().completeExceptionally(failure);
    }

    void end(Flight flight) {
        this.running.remove(flight.read().local(), flight);
    }

    int size() {
        return this.running.size();
    }

}
