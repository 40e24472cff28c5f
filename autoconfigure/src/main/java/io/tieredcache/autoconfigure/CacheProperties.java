package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;
import io.tieredcache.SingleFlight;
import io.tieredcache.WriteBehindFallback;

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
     * Name of the store that the entries and the write-behind queue are in, one of
     * 'tiered-cache.stores', or 'application' for the application's Redis.
     */
    private @Nullable String store;

    /**
     * Copies in this process.
     */
    private final L1 l1 = new L1();

    /**
     * Entries in Redis.
     */
    private final L2 l2 = new L2();

    /**
     * Loads from the source.
     */
    private final Load load = new Load();

    /**
     * Values that are served after their time to live.
     */
    private final Stale stale = new Stale();

    /**
     * Loads before a value is missed.
     */
    private final Refresh refresh = new Refresh();

    /**
     * Values that are queued and written to their source later.
     */
    private final WriteBehind writeBehind = new WriteBehind();

    /**
     * What the values are made of, beside what their own tags say.
     */
    private final DerivedFrom derivedFrom = new DerivedFrom();

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

    public @Nullable String getStore() {
        return this.store;
    }

    public void setStore(@Nullable String store) {
        this.store = store;
    }

    public L1 getL1() {
        return this.l1;
    }

    public L2 getL2() {
        return this.l2;
    }

    public Load getLoad() {
        return this.load;
    }

    public Stale getStale() {
        return this.stale;
    }

    public Refresh getRefresh() {
        return this.refresh;
    }

    public WriteBehind getWriteBehind() {
        return this.writeBehind;
    }

    public DerivedFrom getDerivedFrom() {
        return this.derivedFrom;
    }

    /**
     * What the values of a cache are made of. Not for the defaults.
     */
    public static class DerivedFrom {

        /**
         * Names of caches whose entries are part of the values: whatever evicts or puts
         * one of their keys or clears them invalidates all entries of this cache.
         */
        private List<String> caches = new ArrayList<>();

        /**
         * Tags whose invalidation invalidates all entries of this cache, without
         * dimensions, each 1 to 128 characters.
         */
        private List<String> tags = new ArrayList<>();

        boolean isEmpty() {
            return this.caches.isEmpty() && this.tags.isEmpty();
        }

        public List<String> getCaches() {
            return this.caches;
        }

        public void setCaches(List<String> caches) {
            this.caches = caches;
        }

        public List<String> getTags() {
            return this.tags;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }

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
     * Entries in Redis.
     */
    public static class L2 {

        /**
         * How long a read waits for Redis where this process still holds a copy whose
         * time in this process is over, but not in Redis. Such copies are kept for that
         * only if this is set. A bare number is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private @Nullable Duration softTimeout;

        /**
         * How long a read waits for Redis before the source is asked. Taken from the
         * store's 'timeout', else from 'tiered-cache.redis.timeout', when not set. A bare
         * number is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private @Nullable Duration hardTimeout;

        public @Nullable Duration getSoftTimeout() {
            return this.softTimeout;
        }

        public void setSoftTimeout(@Nullable Duration softTimeout) {
            this.softTimeout = softTimeout;
        }

        public @Nullable Duration getHardTimeout() {
            return this.hardTimeout;
        }

        public void setHardTimeout(@Nullable Duration hardTimeout) {
            this.hardTimeout = hardTimeout;
        }

    }

    /**
     * Values that are served after their time to live. Invalidated ones never are.
     */
    public static class Stale {

        /**
         * How long after its time to live a value is served while it is loaded again in
         * the background. Zero switches it off. A bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration whileRevalidate;

        /**
         * How long after its time to live a value is served where the load of a new one
         * fails or takes too long. Zero switches it off. A bare number is read as
         * seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration ifError;

        /**
         * How long the source is left alone after a load that failed where an older value
         * is served. A bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration throttle;

        public @Nullable Duration getWhileRevalidate() {
            return this.whileRevalidate;
        }

        public void setWhileRevalidate(@Nullable Duration whileRevalidate) {
            this.whileRevalidate = whileRevalidate;
        }

        public @Nullable Duration getIfError() {
            return this.ifError;
        }

        public void setIfError(@Nullable Duration ifError) {
            this.ifError = ifError;
        }

        public @Nullable Duration getThrottle() {
            return this.throttle;
        }

        public void setThrottle(@Nullable Duration throttle) {
            this.throttle = throttle;
        }

    }

    /**
     * Loads before a value is missed.
     */
    public static class Refresh {

        /**
         * How eager the probabilistic early refresh (XFetch) is: 1 is usual, more is
         * earlier, 0 switches it off. When not set it is 1, and 0 for a cache with
         * dimensions, whose source may need what is bound to the thread of the caller.
         */
        private @Nullable Double beta;

        /**
         * How many of the keys that are read most are loaded again before they expire.
         * Zero switches it off. Needs L1.
         */
        private @Nullable Integer hotKeys;

        /**
         * Percent of the time to live that is left when a hot key is loaded again, 1 to
         * 90.
         */
        private @Nullable Integer ahead;

        /**
         * Most hot keys of the cache that this process loads at once.
         */
        private @Nullable Integer concurrency;

        /**
         * Keys, as text, that are loaded again at a fixed rate from their first read in
         * this process on, whether anybody reads them then or not. Needs an interval.
         */
        private @Nullable List<String> keys;

        /**
         * Time between two loads of the named keys; let the time to live be longer. A
         * bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration interval;

        public @Nullable List<String> getKeys() {
            return this.keys;
        }

        public void setKeys(@Nullable List<String> keys) {
            this.keys = keys;
        }

        public @Nullable Duration getInterval() {
            return this.interval;
        }

        public void setInterval(@Nullable Duration interval) {
            this.interval = interval;
        }

        public @Nullable Integer getHotKeys() {
            return this.hotKeys;
        }

        public void setHotKeys(@Nullable Integer hotKeys) {
            this.hotKeys = hotKeys;
        }

        public @Nullable Integer getAhead() {
            return this.ahead;
        }

        public void setAhead(@Nullable Integer ahead) {
            this.ahead = ahead;
        }

        public @Nullable Integer getConcurrency() {
            return this.concurrency;
        }

        public void setConcurrency(@Nullable Integer concurrency) {
            this.concurrency = concurrency;
        }

        public @Nullable Double getBeta() {
            return this.beta;
        }

        public void setBeta(@Nullable Double beta) {
            this.beta = beta;
        }

    }

    /**
     * Loads from the source.
     */
    public static class Load {

        /**
         * Among whom one load of a key is shared: the callers of each instance, or those
         * of all instances.
         */
        private @Nullable SingleFlight singleFlight;

        /**
         * How long a caller waits for a load where there is an older value to serve; the
         * load then goes on. With this or a hard timeout loads run on threads of the
         * cache. A bare number is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private @Nullable Duration softTimeout;

        /**
         * How long a caller waits for a load at all; the load then goes on, and the
         * caller gets an older value or an error. A bare number is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private @Nullable Duration hardTimeout;

        /**
         * How long a caller waits for the load of another caller or of another instance
         * before it loads by itself. A bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration joinTimeout;

        /**
         * How long the right to load and store a key outlives the process that has it.
         * Renewed while a load runs; a put may take that long. A bare number is read as
         * seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration leaseTime;

        public @Nullable SingleFlight getSingleFlight() {
            return this.singleFlight;
        }

        public void setSingleFlight(@Nullable SingleFlight singleFlight) {
            this.singleFlight = singleFlight;
        }

        public @Nullable Duration getSoftTimeout() {
            return this.softTimeout;
        }

        public void setSoftTimeout(@Nullable Duration softTimeout) {
            this.softTimeout = softTimeout;
        }

        public @Nullable Duration getHardTimeout() {
            return this.hardTimeout;
        }

        public void setHardTimeout(@Nullable Duration hardTimeout) {
            this.hardTimeout = hardTimeout;
        }

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

    /**
     * Values that are queued and written to their source later.
     */
    public static class WriteBehind {

        /**
         * Number of partitions of the queue, 1 to 64, each written by one instance at a
         * time. Keys are spread over them; let the queue run empty before you change it.
         */
        private @Nullable Integer partitions;

        /**
         * Most records that the handler gets at once, 1 to 1000.
         */
        private @Nullable Integer batchSize;

        /**
         * Whether to give the handler only the latest record of each key in a batch.
         */
        private @Nullable Boolean merge;

        /**
         * Number of records in the queue above which callers wait. Twice as many are
         * refused.
         */
        private @Nullable Long maxLength;

        /**
         * How long a caller waits while the queue is too long. Zero for not at all. A
         * bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration maxWait;

        /**
         * How often an instance looks for records that others queued. A bare number is
         * read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration pollInterval;

        /**
         * How long the partitions of an instance that died stay with it. A bare number is
         * read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration leaseTime;

        /**
         * Time before a batch that failed is tried again; doubles with each failure. A
         * bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration minBackOff;

        /**
         * Longest time before a batch that failed is tried again. A bare number is read
         * as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration maxBackOff;

        /**
         * How often a batch, and then each of its records alone, is tried before it
         * becomes a dead letter. At least one.
         */
        private @Nullable Integer maxAttempts;

        /**
         * Number of dead letters above which no more are made: the next record that fails
         * is tried for ever.
         */
        private @Nullable Long maxDeadLetters;

        /**
         * How long the stop waits for records to be written. Zero for not at all. A bare
         * number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private @Nullable Duration shutdownTimeout;

        /**
         * What becomes of a value that Redis does not take: the handler writes it on the
         * caller's thread, or the call fails.
         */
        private @Nullable WriteBehindFallback onUnavailable;

        public @Nullable Integer getPartitions() {
            return this.partitions;
        }

        public void setPartitions(@Nullable Integer partitions) {
            this.partitions = partitions;
        }

        public @Nullable Integer getBatchSize() {
            return this.batchSize;
        }

        public void setBatchSize(@Nullable Integer batchSize) {
            this.batchSize = batchSize;
        }

        public @Nullable Boolean getMerge() {
            return this.merge;
        }

        public void setMerge(@Nullable Boolean merge) {
            this.merge = merge;
        }

        public @Nullable Long getMaxLength() {
            return this.maxLength;
        }

        public void setMaxLength(@Nullable Long maxLength) {
            this.maxLength = maxLength;
        }

        public @Nullable Duration getMaxWait() {
            return this.maxWait;
        }

        public void setMaxWait(@Nullable Duration maxWait) {
            this.maxWait = maxWait;
        }

        public @Nullable Duration getPollInterval() {
            return this.pollInterval;
        }

        public void setPollInterval(@Nullable Duration pollInterval) {
            this.pollInterval = pollInterval;
        }

        public @Nullable Duration getLeaseTime() {
            return this.leaseTime;
        }

        public void setLeaseTime(@Nullable Duration leaseTime) {
            this.leaseTime = leaseTime;
        }

        public @Nullable Duration getMinBackOff() {
            return this.minBackOff;
        }

        public void setMinBackOff(@Nullable Duration minBackOff) {
            this.minBackOff = minBackOff;
        }

        public @Nullable Duration getMaxBackOff() {
            return this.maxBackOff;
        }

        public void setMaxBackOff(@Nullable Duration maxBackOff) {
            this.maxBackOff = maxBackOff;
        }

        public @Nullable Integer getMaxAttempts() {
            return this.maxAttempts;
        }

        public void setMaxAttempts(@Nullable Integer maxAttempts) {
            this.maxAttempts = maxAttempts;
        }

        public @Nullable Long getMaxDeadLetters() {
            return this.maxDeadLetters;
        }

        public void setMaxDeadLetters(@Nullable Long maxDeadLetters) {
            this.maxDeadLetters = maxDeadLetters;
        }

        public @Nullable Duration getShutdownTimeout() {
            return this.shutdownTimeout;
        }

        public void setShutdownTimeout(@Nullable Duration shutdownTimeout) {
            this.shutdownTimeout = shutdownTimeout;
        }

        public @Nullable WriteBehindFallback getOnUnavailable() {
            return this.onUnavailable;
        }

        public void setOnUnavailable(@Nullable WriteBehindFallback onUnavailable) {
            this.onUnavailable = onUnavailable;
        }

    }

}
