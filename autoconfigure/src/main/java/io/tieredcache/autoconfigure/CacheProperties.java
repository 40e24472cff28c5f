package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
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
    @NestedConfigurationProperty
    private final CacheL1Properties l1 = new CacheL1Properties();

    /**
     * Entries in Redis.
     */
    @NestedConfigurationProperty
    private final CacheL2Properties l2 = new CacheL2Properties();

    /**
     * Loads from the source.
     */
    @NestedConfigurationProperty
    private final CacheLoadProperties load = new CacheLoadProperties();

    /**
     * Values that are served after their time to live.
     */
    @NestedConfigurationProperty
    private final CacheStaleProperties stale = new CacheStaleProperties();

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
    @NestedConfigurationProperty
    private final CacheDerivationProperties derivedFrom = new CacheDerivationProperties();

    /**
     * Invalidations of the cache.
     */
    @NestedConfigurationProperty
    private final CacheInvalidationProperties invalidation = new CacheInvalidationProperties();

    /**
     * Service level objectives.
     */
    @NestedConfigurationProperty
    private final CacheSloProperties slo = new CacheSloProperties();

    /**
     * What people say of the cache, for its contract.
     */
    @NestedConfigurationProperty
    private final CacheContractProperties contract = new CacheContractProperties();

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

    public CacheL1Properties getL1() {
        return this.l1;
    }

    public CacheL2Properties getL2() {
        return this.l2;
    }

    public CacheLoadProperties getLoad() {
        return this.load;
    }

    public CacheStaleProperties getStale() {
        return this.stale;
    }

    public CacheRefreshProperties getRefresh() {
        return this.refresh;
    }

    public WriteBehindProperties getWriteBehind() {
        return this.writeBehind;
    }

    public CacheDerivationProperties getDerivedFrom() {
        return this.derivedFrom;
    }

    public CacheInvalidationProperties getInvalidation() {
        return this.invalidation;
    }

    public CacheSloProperties getSlo() {
        return this.slo;
    }

    public CacheContractProperties getContract() {
        return this.contract;
    }

}
