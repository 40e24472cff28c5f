package io.tieredcache.slo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts of the past, so that what was counted within a window can be told. Guarded by
 * itself.
 */
final class CountWindow {

    private final long windowNanos;

    private final Deque<At> past = new ArrayDeque<>();

    CountWindow(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /**
     * Notes what was counted by now. The newest count that is no younger than the window
     * is kept, and none before it.
     */
    synchronized void note(long now, Tally.Count count) {
        this.past.addLast(new At(now, count));
        At first = this.past.removeFirst();
        for (At next = this.past.peekFirst(); next != null
                && now - next.time >= this.windowNanos; next = this.past.peekFirst()) {
            first = this.past.removeFirst();
        }
        this.past.addFirst(first);
    }

    /**
     * What was counted since the window began.
     */
    synchronized Tally.Count since(Tally.Count count) {
        At first = this.past.peekFirst();
        return count.since((first != null) ? first.count : Tally.Count.NONE);
    }

    private record At(long time, Tally.Count count) {

    }

}
