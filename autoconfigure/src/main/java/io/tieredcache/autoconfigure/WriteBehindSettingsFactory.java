package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.WriteBehindFallback;
import io.tieredcache.WriteBehindSettings;

/**
 * Turns properties into the settings of a write-behind queue, and checks them.
 */
final class WriteBehindSettingsFactory {

    private static final long MAX_COUNT = 1_000_000_000;

    private WriteBehindSettingsFactory() {
    }

    static WriteBehindSettings create(CacheSource source) {
        int partitions = source.get((cache) -> cache.getWriteBehind().getPartitions(), 4);
        source.checkRange("write-behind.partitions", partitions, 1, WriteBehindSettings.MAX_PARTITIONS);
        int batchSize = source.get((cache) -> cache.getWriteBehind().getBatchSize(), 100);
        source.checkRange("write-behind.batch-size", batchSize, 1, 1_000);
        int maxAttempts = source.get((cache) -> cache.getWriteBehind().getMaxAttempts(), 10);
        source.checkRange("write-behind.max-attempts", maxAttempts, 1, 1_000_000);
        WriteBehindSettings.Bounds bounds = new WriteBehindSettings.Bounds(
                count(source, "write-behind.max-length", (cache) -> cache.getWriteBehind().getMaxLength(), 10_000),
                source.notNegative("write-behind.max-wait", (cache) -> cache.getWriteBehind().getMaxWait(),
                        Duration.ofSeconds(5)),
                count(source, "write-behind.max-dead-letters", (cache) -> cache.getWriteBehind().getMaxDeadLetters(),
                        10_000));
        Duration least = source.positive("write-behind.min-back-off", (cache) -> cache.getWriteBehind().getMinBackOff(),
                Duration.ofMillis(200));
        Duration most = source.positive("write-behind.max-back-off", (cache) -> cache.getWriteBehind().getMaxBackOff(),
                Duration.ofSeconds(30));
        if (least.compareTo(most) > 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s is %s, longer than %s, which is %s.".formatted(source.subject("write-behind.min-back-off"),
                            Words.of(least), source.subject("write-behind.max-back-off"), Words.of(most)),
                    "Set '%s' to %s or more.".formatted(source.property("write-behind.max-back-off"), Words.of(least)));
        }
        return new WriteBehindSettings(partitions, batchSize,
                source.get((cache) -> cache.getWriteBehind().getMerge(), false), bounds,
                source.positive("write-behind.poll-interval", (cache) -> cache.getWriteBehind().getPollInterval(),
                        Duration.ofMillis(200)),
                source.positive("write-behind.lease-time", (cache) -> cache.getWriteBehind().getLeaseTime(),
                        Duration.ofSeconds(10)),
                new WriteBehindSettings.Retry(least, most, maxAttempts),
                source.notNegative("write-behind.shutdown-timeout",
                        (cache) -> cache.getWriteBehind().getShutdownTimeout(), Duration.ofSeconds(10)),
                source.get((cache) -> cache.getWriteBehind().getOnUnavailable(), WriteBehindFallback.WRITE));
    }

    private static long count(CacheSource source, String property, Function<CacheProperties, @Nullable Long> getter,
            long otherwise) {
        long value = source.get(getter, otherwise);
        if (value < 1 || value > MAX_COUNT) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be 1 to %d, found %d.".formatted(source.subject(property), MAX_COUNT, value),
                    "Set '%s' to a number of that range.".formatted(source.property(property)));
        }
        return value;
    }

}
