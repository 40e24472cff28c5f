package io.tieredcache.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import java.util.concurrent.TimeUnit;

import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;

/**
 * Meters of the write-behind queues, tagged by cache. Depth, lag and dead letters are of
 * the whole queue, as Redis told this instance last; the others count what this instance
 * did.
 *
 * @since 0.1.0
 */
public final class WriteBehindMetrics implements MeterBinder {

    private static final String PREFIX = "tiered.cache.write.behind.";

    private static final String RECORDS = "records";

    private final WriteBehindQueues queues;

    /**
     * Create meters.
     * @param queues the queues
     */
    public WriteBehindMetrics(WriteBehindQueues queues) {
        this.queues = queues;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.queues.all().forEach((queue) -> bind(queue, registry));
    }

    private static void bind(WriteBehindQueue queue, MeterRegistry registry) {
        Tags tags = Tags.of("cache", queue.cache());
        gauge(registry, queue, "depth", "Records that are not written yet", (each) -> each.state().depth());
        TimeGauge.builder(PREFIX + "lag", queue, TimeUnit.MILLISECONDS, (each) -> each.state().lag().toMillis())
            .description("Time since the oldest record that is not written was queued")
            .tags(tags)
            .register(registry);
        gauge(registry, queue, "dead", "Records in the dead-letter stream", (each) -> each.state().deadLetters());
        gauge(registry, queue, "partitions", "Partitions that this instance writes", (each) -> each.state().owned());
        for (WriteBehindCounter counter : WriteBehindCounter.values()) {
            FunctionCounter.builder(PREFIX + name(counter), queue, (each) -> each.count(counter))
                .description(description(counter))
                .baseUnit(unit(counter))
                .tags(tags)
                .register(registry);
        }
    }

    private static void gauge(MeterRegistry registry, WriteBehindQueue queue, String name, String description,
            ToDoubleFunction<WriteBehindQueue> value) {
        Gauge.builder(PREFIX + name, queue, value)
            .description(description)
            .baseUnit("partitions".equals(name) ? name : RECORDS)
            .tags("cache", queue.cache())
            .register(registry);
    }

    private static String name(WriteBehindCounter counter) {
        return switch (counter) {
            case QUEUED -> "queued";
            case WRITTEN -> "written";
            case MERGED -> "merged";
            case RETRY -> "retries";
            case DEAD_LETTER -> "buried";
            case UNREADABLE -> "unreadable";
            case DIRECT -> "direct";
            case WAITED -> "waited";
            case REFUSED -> "refused";
            case READ -> "read";
            case FENCED -> "fenced";
        };
    }

    private static String description(WriteBehindCounter counter) {
        return switch (counter) {
            case QUEUED -> "Values queued";
            case WRITTEN -> "Records written, or replaced by a later one of the batch";
            case MERGED -> "Records that a later one of the batch replaced";
            case RETRY -> "Batches that the handler failed to write";
            case DEAD_LETTER -> "Records that became dead letters since they could not be written";
            case UNREADABLE -> "Records and values that could not be read";
            case DIRECT -> "Values that the handler wrote on their callers' threads";
            case WAITED -> "Calls that waited, since the queue was too long";
            case REFUSED -> "Values that were neither queued nor written";
            case READ -> "Reads answered by a value that was not written yet";
            case FENCED -> "Batches written by an instance that had lost the partition";
        };
    }

    private static String unit(WriteBehindCounter counter) {
        return switch (counter) {
            case RETRY, FENCED -> "batches";
            case WAITED -> "calls";
            case READ -> "reads";
            default -> RECORDS;
        };
    }

}
