package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;

/**
 * The way to Redis. The connection itself is that of 'spring.data.redis'.
 *
 * @since 0.1.0
 */
public class RedisProperties {

    /**
     * How long a caller waits for Redis before the source is asked, or before an
     * invalidation fails. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration timeout = Duration.ofSeconds(1);

    /**
     * Where entries are read that are in the application's Redis. Whatever a replica
     * answers is checked, and read again from the primary where it may be outdated.
     */
    private StoreProperties.ReadFrom readFrom = StoreProperties.ReadFrom.MASTER;

    /**
     * How long a read waits for Redis at least. Between this and 'timeout' it waits as
     * long as answers usually take, as measured. A tenth of 'timeout' when not set; as
     * long as 'timeout' to always wait that long. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration minTimeout;

    /**
     * Most readers that wait for Redis at once, and most writers. A read beyond is
     * answered by the source, an invalidation beyond fails as if Redis were away.
     */
    private int maxWaiting = 256;

    /**
     * Most commands of readers that are sent and not answered, and most of writers. Must
     * be more than the keys that are read at once. Each takes about a kilobyte.
     */
    private int maxInFlight = 50_000;

    @NestedConfigurationProperty
    private final BreakerProperties breaker = new BreakerProperties();

    public Duration getTimeout() {
        return this.timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public StoreProperties.ReadFrom getReadFrom() {
        return this.readFrom;
    }

    public void setReadFrom(StoreProperties.ReadFrom readFrom) {
        this.readFrom = readFrom;
    }

    public @Nullable Duration getMinTimeout() {
        return this.minTimeout;
    }

    public void setMinTimeout(@Nullable Duration minTimeout) {
        this.minTimeout = minTimeout;
    }

    public int getMaxWaiting() {
        return this.maxWaiting;
    }

    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public int getMaxInFlight() {
        return this.maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public BreakerProperties getBreaker() {
        return this.breaker;
    }

}
