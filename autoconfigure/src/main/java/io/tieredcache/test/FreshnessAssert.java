package io.tieredcache.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Asserts that instances serve a new value in time. Reads on the calling thread, one
 * instance after the other. Time counts from the call of the terminal method, so call it
 * right after the change.
 *
 * @param <V> the type of the value
 * @see CacheAssertions
 * @since 0.1.0
 */
public final class FreshnessAssert<V extends @Nullable Object> {

    private static final Duration USUAL_MOMENT = Duration.ofMillis(500);

    private static final long PAUSE_MILLIS = 10;

    private final String subject;

    private final List<CacheReader<? extends V>> readers;

    private final Duration limit;

    private final Duration moment;

    FreshnessAssert(String subject, List<CacheReader<? extends V>> readers, Duration limit) {
        this(subject, readers, limit, USUAL_MOMENT);
        if (readers.isEmpty()) {
            throw new IllegalArgumentException(subject + "there is no instance to read from");
        }
    }

    private FreshnessAssert(String subject, List<CacheReader<? extends V>> readers, Duration limit, Duration moment) {
        this.subject = subject;
        this.readers = readers;
        this.limit = limit;
        this.moment = moment;
    }

    /**
     * Sets the time after which every read must be fresh.
     * @param time the limit, zero for at once
     * @return an assertion with this limit
     */
    public FreshnessAssert<V> servesWithin(Duration time) {
        return new FreshnessAssert<>(this.subject, this.readers, time, this.moment);
    }

    /**
     * Sets how long it is watched that nobody goes back to another value, from when all
     * are fresh. Half a second unless set.
     * @param time the time, zero for not at all
     * @return an assertion with this time
     */
    public FreshnessAssert<V> staysFreshFor(Duration time) {
        return new FreshnessAssert<>(this.subject, this.readers, this.limit, time);
    }

    /**
     * Waits until every instance serves the value, and watches that none goes back. A
     * read that begins after the limit must be fresh; one that began before it may take
     * longer.
     * @param expected the new value
     * @return how long it took until all had served it
     * @throws AssertionError if an instance served something else, or failed, after the
     * limit or after it had served the value
     */
    public Duration eventuallyFreshEverywhere(V expected) {
        long start = System.nanoTime();
        List<Watch> watches = this.readers.stream().map((reader) -> new Watch(reader, start)).toList();
        long limitNanos = this.limit.toNanos();
        readUntilAllAreFresh(watches, expected, limitNanos);
        long fresh = System.nanoTime();
        while (System.nanoTime() - fresh < this.moment.toNanos()) {
            pause();
            watches.forEach((watch) -> watch.read(expected, limitNanos));
        }
        return Duration.ofNanos(fresh - start);
    }

    /**
     * Asserts that every instance serves the value from the first read on, as strong
     * caches do, and the instance that made the change.
     * @param expected the value
     * @throws AssertionError if an instance served something else, or failed
     */
    public void neverStale(V expected) {
        servesWithin(Duration.ZERO).eventuallyFreshEverywhere(expected);
    }

    private void readUntilAllAreFresh(List<Watch> watches, V expected, long limitNanos) {
        watches.forEach((watch) -> watch.read(expected, limitNanos));
        while (!watches.stream().allMatch(Watch::isFresh)) {
            pause();
            watches.forEach((watch) -> watch.read(expected, limitNanos));
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(this.subject + "interrupted while instances were read", ex);
        }
    }

    private final class Watch {

        private final CacheReader<?> reader;

        private final long start;

        private long reads;

        private @Nullable Duration freshAfter;

        private Watch(CacheReader<?> reader, long start) {
            this.reader = reader;
            this.start = start;
        }

        private boolean isFresh() {
            return this.freshAfter != null;
        }

        private void read(@Nullable Object expected, long limitNanos) {
            Duration began = Duration.ofNanos(System.nanoTime() - this.start);
            this.reads++;
            Exception failure = null;
            try {
                Object value = this.reader.read().call();
                if (value == CacheAssertions.MISS || Objects.equals(expected, value)) {
                    this.freshAfter = (this.freshAfter != null) ? this.freshAfter : began;
                    return;
                }
            }
            catch (Exception ex) {
                failure = ex;
            }
            if (this.freshAfter != null) {
                throw failed("was fresh after " + millis(this.freshAfter) + ", and then", began, failure);
            }
            if (began.toNanos() >= limitNanos) {
                throw failed("was never fresh within " + millis(Duration.ofNanos(limitNanos)) + ", and", began,
                        failure);
            }
        }

        private AssertionError failed(String history, Duration began, @Nullable Exception failure) {
            String what = (failure != null) ? "threw " + failure.getClass().getName() : "served another value";
            return new AssertionError("%s%s %s %s in its read %d, begun after %s"
                .formatted(FreshnessAssert.this.subject, this.reader.name(), history, what, this.reads, millis(began)),
                    failure);
        }

        private static String millis(Duration time) {
            return time.toMillis() + "ms";
        }

    }

}
