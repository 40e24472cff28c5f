package io.tieredcache.autoconfigure;

import java.time.Duration;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.InvalidTieredCacheConfigurationException;

/**
 * Checks the properties that are not of one cache.
 */
final class PropertiesCheck {

    private PropertiesCheck() {
    }

    static void check(TieredCacheProperties properties) {
        TieredCacheProperties.Invalidation invalidation = properties.getInvalidation();
        TieredCacheProperties.Load load = properties.getLoad();
        check(properties.getRedis());
        checkPositive("tiered-cache.invalidation.pulse-interval", invalidation.getPulseInterval());
        checkNotNegative("tiered-cache.invalidation.start-timeout", invalidation.getStartTimeout(), "no waiting");
        checkPositive("tiered-cache.invalidation.max-tags", invalidation.getMaxTags());
        checkPositive("tiered-cache.invalidation.key-stripes", invalidation.getKeyStripes());
        checkPositive("tiered-cache.invalidation.max-queued", invalidation.getMaxQueued());
        checkPositive("tiered-cache.load.threads", load.getThreads());
        checkPositive("tiered-cache.load.queue", load.getQueue());
        checkNotNegative("tiered-cache.load.shutdown-timeout", load.getShutdownTimeout(), "no waiting");
        check(properties.getEvents());
        StoresCheck.check(properties.getStores());
        checkNotNegative("tiered-cache.advisor.interval", properties.getAdvisor().getInterval(), "no looks");
        checkPositive("tiered-cache.metrics.max-tag-values", properties.getMetrics().getMaxTagValues());
        checkPositive("tiered-cache.transactions.hold-time", properties.getTransactions().getHoldTime());
    }

    private static void check(TieredCacheProperties.Redis redis) {
        checkPositive("tiered-cache.redis.timeout", redis.getTimeout());
        Duration least = redis.getMinTimeout();
        if (least != null) {
            checkPositive("tiered-cache.redis.min-timeout", least);
            if (least.compareTo(redis.getTimeout()) > 0) {
                throw new InvalidTieredCacheConfigurationException(
                        "'tiered-cache.redis.min-timeout' is %s, longer than 'tiered-cache.redis.timeout', which is %s."
                            .formatted(Words.of(least), Words.of(redis.getTimeout())),
                        "Set 'tiered-cache.redis.min-timeout' to %s or less, or remove it."
                            .formatted(Words.of(redis.getTimeout())));
            }
        }
        checkPositive("tiered-cache.redis.max-waiting", redis.getMaxWaiting());
        checkPositive("tiered-cache.redis.max-in-flight", redis.getMaxInFlight());
        check(redis.getBreaker());
    }

    private static void check(TieredCacheProperties.Breaker breaker) {
        checkPositive("tiered-cache.redis.breaker.window", breaker.getWindow());
        checkPositive("tiered-cache.redis.breaker.minimum-calls", breaker.getMinimumCalls());
        checkPositive("tiered-cache.redis.breaker.open-time", breaker.getOpenTime());
        if (!(breaker.getFailureRate() > 0 && breaker.getFailureRate() <= 100)) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.redis.breaker.failure-rate' must be above 0 and up to 100 percent, found %s."
                        .formatted(breaker.getFailureRate()),
                    "Set 'tiered-cache.redis.breaker.failure-rate' to a number of that range.");
        }
        if (breaker.getMinimumCalls() > breaker.getWindow()) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.redis.breaker.minimum-calls' is %d, more than 'tiered-cache.redis.breaker.window', which is %d."
                        .formatted(breaker.getMinimumCalls(), breaker.getWindow()),
                    "Set 'tiered-cache.redis.breaker.minimum-calls' to %d or less.".formatted(breaker.getWindow()));
        }
    }

    private static void check(TieredCacheProperties.Events events) {
        checkPositive("tiered-cache.events.poll-interval", events.getPollInterval());
        checkPositive("tiered-cache.events.claim-after", events.getClaimAfter());
        checkPositive("tiered-cache.events.max-dead-letters", events.getMaxDeadLetters());
        if (events.getBatchSize() < 1 || events.getBatchSize() > CacheInvalidation.MAX_EVENT_TIMES) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.events.batch-size' must be 1 to %d, found %d."
                        .formatted(CacheInvalidation.MAX_EVENT_TIMES, events.getBatchSize()),
                    "Set 'tiered-cache.events.batch-size' to a number of that range.");
        }
    }

    private static void checkNotNegative(String property, Duration duration, String zero) {
        if (duration.isNegative()) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s' must not be negative, found %s.".formatted(property, Words.of(duration)),
                    "Set '%s' to a time such as 2s, or to 0 for %s.".formatted(property, zero));
        }
    }

    private static void checkPositive(String property, Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s' must be a positive time, found %s.".formatted(property, Words.of(duration)),
                    "Set '%s' to a positive time such as 1s.".formatted(property));
        }
    }

    private static void checkPositive(String property, int number) {
        if (number < 1) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s' must be 1 or more, found %d.".formatted(property, number),
                    "Set '%s' to 1 or more, or remove it.".formatted(property));
        }
    }

}
