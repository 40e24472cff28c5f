package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of regions: groups of instances of one namespace that have a Redis each.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("tiered-cache.region")
public class RegionProperties {

    /**
     * Name of the region that this instance is part of. Letters, digits, dot, dash and
     * underscore, up to 64. With a name, invalidations are recorded for other regions in
     * this region's Redis.
     */
    private @Nullable String name;

    /**
     * About how many invalidations are recorded for other regions. One that has not read
     * the oldest of them clears the namespace.
     */
    private int maxRecords = 100_000;

    /**
     * Time between two looks at another region that had no new record. A bare number is
     * read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration pollInterval = Duration.ofMillis(100);

    /**
     * Most records that are applied at once, 1 to 1000.
     */
    private int batchSize = 500;

    /**
     * How much later than another region's invalidation this region's own source may have
     * the write. Each invalidation of another region is applied at once, and once more
     * after this time. Zero where all regions have one source. A bare number is read as
     * seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration replicationLag = Duration.ZERO;

    /**
     * Redis servers of the regions whose invalidations are applied here, by the regions'
     * names. This region's own name is ignored, so that all regions may have the same
     * list.
     */
    private final Map<String, StoreProperties> peers = new LinkedHashMap<>();

    public @Nullable String getName() {
        return this.name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public int getMaxRecords() {
        return this.maxRecords;
    }

    public void setMaxRecords(int maxRecords) {
        this.maxRecords = maxRecords;
    }

    public Duration getPollInterval() {
        return this.pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public int getBatchSize() {
        return this.batchSize;
    }

    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public Duration getReplicationLag() {
        return this.replicationLag;
    }

    public void setReplicationLag(Duration replicationLag) {
        this.replicationLag = replicationLag;
    }

    public Map<String, StoreProperties> getPeers() {
        return this.peers;
    }

}
