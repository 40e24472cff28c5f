package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;

/**
 * What may be said of one cache, or of all by the defaults. What is not set is taken from
 * the defaults.
 */
public class CacheProperties {

    /**
     * Levels in use when the application starts: both, only one, or none.
     */
    private @Nullable CacheMode mode;

    /**
     * What readers may rely on after an invalidation on another instance.
     */
    private @Nullable Consistency consistency;

    /**
     * How long L1 answers after the invalidation channel was last proven alive. Used with
     * bounded consistency only. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration stalenessBound;

    /**
     * Time an entry lives in Redis after it was loaded. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration ttl;

    /**
     * Percent by which each time to live varies at random in both directions, 0 to 50.
     * Zero switches the variation off.
     */
    private @Nullable Integer jitter;

    /**
     * Whether to store null and empty Optional results.
     */
    private @Nullable Boolean negativeCaching;

    /**
     * Time that null and empty Optional results live. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration negativeTtl;

    /**
     * Largest entry that is written to or read from Redis. A bare number is read as
     * bytes.
     */
    private @Nullable DataSize maxEntrySize;

    /**
     * Id of the serializer: json, smile, cbor or that of a ValueSerializer bean. The
     * binary two need the Jackson library of that format.
     */
    private @Nullable String serializer;

    /**
     * Version of the values' schema, part of the key in Redis. Raise it when the values
     * of a cache change their meaning.
     */
    private @Nullable Integer schema;

    /**
     * Names of the KeyDimension beans whose current values are part of every key.
     */
    private @Nullable List<String> dimensions;

    /**
     * Whether to make the dimensions a part of the tags as well.
     */
    private @Nullable Boolean dimensionTags;

    /**
     * Copies in this process.
     */
    private final L1 l1 = new L1();

    /**
     * Loads from the source.
     */
    private final Load load = new Load();

    public @Nullable CacheMode getMode() {
        return this.mode;
    }

    public void setMode(@Nullable CacheMode mode) {
        this.mode = mode;
    }

    public @Nullable Consistency getConsistency() {
        return this.consistency;
    }

    public void setConsistency(@Nullable Consistency consistency) {
        this.consistency = consistency;
    }

    public @Nullable Duration getStalenessBound() {
        return this.stalenessBound;
    }

    public void setStalenessBound(@Nullable Duration stalenessBound) {
        this.stalenessBound = stalenessBound;
    }

    public @Nullable Duration getTtl() {
        return this.ttl;
    }

    public void setTtl(@Nullable Duration ttl) {
        this.ttl = ttl;
    }

    public @Nullable Integer getJitter() {
        return this.jitter;
    }

    public void setJitter(@Nullable Integer jitter) {
        this.jitter = jitter;
    }

    public @Nullable Boolean getNegativeCaching() {
        return this.negativeCaching;
    }

    public void setNegativeCaching(@Nullable Boolean negativeCaching) {
        this.negativeCaching = negativeCaching;
    }

    public @Nullable Duration getNegativeTtl() {
        return this.negativeTtl;
    }

    public void setNegativeTtl(@Nullable Duration negativeTtl) {
        this.negativeTtl = negativeTtl;
    }

    public @Nullable DataSize getMaxEntrySize() {
        return this.maxEntrySize;
    }

    public void setMaxEntrySize(@Nullable DataSize maxEntrySize) {
        this.maxEntrySize = maxEntrySize;
    }

    public @Nullable String getSerializer() {
        return this.serializer;
    }

    public void setSerializer(@Nullable String serializer) {
        this.serializer = serializer;
    }

    public @Nullable Integer getSchema() {
        return this.schema;
    }

    public void setSchema(@Nullable Integer schema) {
        this.schema = schema;
    }

    public @Nullable List<String> getDimensions() {
        return this.dimensions;
    }

    public void setDimensions(@Nullable List<String> dimensions) {
        this.dimensions = dimensions;
    }

    public @Nullable Boolean getDimensionTags() {
        return this.dimensionTags;
    }

    public void setDimensionTags(@Nullable Boolean dimensionTags) {
        this.dimensionTags = dimensionTags;
    }

    public L1 getL1() {
        return this.l1;
    }

    public Load getLoad() {
        return this.load;
    }

    /**
     * Copies in this process.
     */
    public static class L1 {

        /**
         * Longest time a copy lives in this process. It never outlives its entry in
         * Redis. A bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration ttl;

        /**
         * Most copies that this process holds. Excludes a bound in bytes.
         */
        private @Nullable Long maxEntries;

        /**
         * Most serialized bytes that the copies in this process stand for. Excludes a
         * bound in entries. A bare number is read as bytes.
         */
        private @Nullable DataSize maxSize;

        /**
         * Whether to give each reader an object of its own in place of the one that this
         * process holds.
         */
        private @Nullable Boolean copyOnRead;

        public @Nullable Duration getTtl() {
            return this.ttl;
        }

        public void setTtl(@Nullable Duration ttl) {
            this.ttl = ttl;
        }

        public @Nullable Long getMaxEntries() {
            return this.maxEntries;
        }

        public void setMaxEntries(@Nullable Long maxEntries) {
            this.maxEntries = maxEntries;
        }

        public @Nullable DataSize getMaxSize() {
            return this.maxSize;
        }

        public void setMaxSize(@Nullable DataSize maxSize) {
            this.maxSize = maxSize;
        }

        public @Nullable Boolean getCopyOnRead() {
            return this.copyOnRead;
        }

        public void setCopyOnRead(@Nullable Boolean copyOnRead) {
            this.copyOnRead = copyOnRead;
        }

    }

    /**
     * Loads from the source.
     */
    public static class Load {

        /**
         * How long a caller waits for the load of another caller in this process before
         * it loads by itself. A bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration joinTimeout;

        /**
         * How long a load may take and still store its result in Redis. A bare number is
         * read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration leaseTime;

        public @Nullable Duration getJoinTimeout() {
            return this.joinTimeout;
        }

        public void setJoinTimeout(@Nullable Duration joinTimeout) {
            this.joinTimeout = joinTimeout;
        }

        public @Nullable Duration getLeaseTime() {
            return this.leaseTime;
        }

        public void setLeaseTime(@Nullable Duration leaseTime) {
            this.leaseTime = leaseTime;
        }

    }

}
