package io.tieredcache.cost;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCost;

/**
 * The last notes of one cache. Of use to one thread at a time.
 */
final class CostPeriod {

    /** Looks between the first note and the last. */
    static final int LOOKS = 60;

    private final Deque<CostNote> notes = new ArrayDeque<>();

    void add(CostNote note) {
        if (this.notes.size() > LOOKS) {
            this.notes.removeFirst();
        }
        this.notes.addLast(note);
    }

    CacheCost.Use use(@Nullable Duration meanLoadTime) {
        CostNote first = this.notes.getFirst();
        CostNote last = this.notes.getLast();
        return new CacheCost.Use(Duration.ofNanos(last.nanos() - first.nanos()), last.reads() - first.reads(),
                last.sourceCalls() - first.sourceCalls(), last.bytesRead() - first.bytesRead(),
                last.bytesWritten() - first.bytesWritten(), meanLoadTime);
    }

    /**
     * Mean of the sizes that were noted.
     * @param size gives the size of a note
     * @return the mean, {@code null} if none was known
     */
    @Nullable Double mean(Function<CostNote, @Nullable Long> size) {
        OptionalDouble mean = this.notes.stream()
            .map(size)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }

    /**
     * Bytes in a second between the last two notes.
     * @return the rate, {@code null} before there are two
     */
    @Nullable Long bytesPerSecond() {
        if (this.notes.size() < 2) {
            return null;
        }
        CostNote last = this.notes.removeLast();
        CostNote before = this.notes.getLast();
        this.notes.addLast(last);
        double seconds = (double) (last.nanos() - before.nanos()) / TimeUnit.SECONDS.toNanos(1);
        return (seconds > 0) ? Math.round((last.bytes() - before.bytes()) / seconds) : null;
    }

}
