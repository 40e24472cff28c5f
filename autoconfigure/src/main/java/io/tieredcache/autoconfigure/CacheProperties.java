package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;
import io.tieredcache.WhenUnreachable;

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
     * Most tags that an entry may have, 1 to 1024. A value with more is handed to its
     * caller and not stored.
     */
    private @Nullable Integer maxTagsPerEntry;

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
    @NestedConfigurationProperty
    private final CacheLoadProperties load = new CacheLoadProperties();

    /**
     * Values that are served after their time to live.
     */
    private final Stale stale = new Stale();

    /**
     * Loads before a value is missed.
     */
    @NestedConfigurationProperty
    private final CacheRefreshProperties refresh = new CacheRefreshProperties();

    /**
     * Values that are queued and written to their source later.
     */
    @NestedConfigurationProperty
    private final WriteBehindProperties writeBehind = new WriteBehindProperties();

    /**
     * What the values are made of, beside what their own tags say.
     */
    private final DerivedFrom derivedFrom = new DerivedFrom();

    /**
     * Invalidations of the cache.
     */
    private final Invalidation invalidation = new Invalidation();

    /**
     * Service level objectives.
     */
    @NestedConfigurationProperty
    private final CacheSloProperties slo = new CacheSloProperties();

    /**
     * What people say of the cache, for its contract.
     */
    private final Contract contract = new Contract();

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

    public @Nullable Integer getMaxTagsPerEntry() {
        return this.maxTagsPerEntry;
    }

    public void setMaxTagsPerEntry(@Nullable Integer maxTagsPerEntry) {
        this.maxTagsPerEntry = maxTagsPerEntry;
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

    public CacheLoadProperties getLoad() {
        return this.load;
    }

    public Stale getStale() {
        return this.stale;
    }

    public CacheRefreshProperties getRefresh() {
        return this.refresh;
    }

    public WriteBehindProperties getWriteBehind() {
        return this.writeBehind;
    }

    public DerivedFrom getDerivedFrom() {
        return this.derivedFrom;
    }

    public Invalidation getInvalidation() {
        return this.invalidation;
    }

    public CacheSloProperties getSlo() {
        return this.slo;
    }

    public Contract getContract() {
        return this.contract;
    }

    /**
     * What people say of the cache. The cache itself does not depend on it.
     */
    public static class Contract {

        /**
         * Who answers for the cache, such as a team.
         */
        private @Nullable String owner;

        /**
         * What the cache is for.
         */
        private @Nullable String purpose;

        /**
         * Class of the data in the words of the organisation, such as public or personal.
         */
        private @Nullable String classification;

        /**
         * What to know of the cache in an incident, in one or more lines.
         */
        private @Nullable String notes;

        public @Nullable String getOwner() {
            return this.owner;
        }

        public void setOwner(@Nullable String owner) {
            this.owner = owner;
        }

        public @Nullable String getPurpose() {
            return this.purpose;
        }

        public void setPurpose(@Nullable String purpose) {
            this.purpose = purpose;
        }

        public @Nullable String getClassification() {
            return this.classification;
        }

        public void setClassification(@Nullable String classification) {
            this.classification = classification;
        }

        public @Nullable String getNotes() {
            return this.notes;
        }

        public void setNotes(@Nullable String notes) {
            this.notes = notes;
        }

    }

    /**
     * Invalidations of the cache.
     */
    public static class Invalidation {

        /**
         * Whether a call outside of a transaction throws where Redis does not acknowledge
         * its invalidation, or returns while it is sent again until Redis does: throw or
         * queue. Tags and the namespace follow the defaults.
         */
        private @Nullable WhenUnreachable whenUnreachable;

        public @Nullable WhenUnreachable getWhenUnreachable() {
            return this.whenUnreachable;
        }

        public void setWhenUnreachable(@Nullable WhenUnreachable whenUnreachable) {
            this.whenUnreachable = whenUnreachable;
        }

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

}
