package io.tieredcache.testing;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.SingleFlight;
import io.tieredcache.TtlFunction;
import io.tieredcache.WhenUnreachable;

/**
 * Settings for tests: the library's defaults without jitter, with local single-flight and
 * no early refresh, unless changed.
 */
public final class CacheSettingsBuilder {

    private CacheMode mode = CacheMode.ON;

    private Consistency consistency = Consistency.BOUNDED;

    private Duration stalenessBound = Duration.ofSeconds(5);

    private Duration ttl = Duration.ofMinutes(10);

    private Duration l1Ttl = Duration.ofMinutes(5);

    private @Nullable Long maxEntries = 10_000L;

    private @Nullable Long maxBytes;

    private boolean copyOnRead;

    private boolean negativeCaching = true;

    private Duration negativeTtl = Duration.ofSeconds(30);

    private double jitter;

    private int maxEntrySize = 1024 * 1024;

    private int maxTags = CacheSettings.L2.USUAL_TAGS;

    private String serializer = "json";

    private @Nullable TtlFunction ttlFunction;

    private int schema = 1;

    private List<String> dimensions = List.of();

    private boolean dimensionTags;

    private Duration joinTimeout = Duration.ofSeconds(10);

    private Duration leaseTime = Duration.ofSeconds(30);

    private SingleFlight singleFlight = SingleFlight.LOCAL;

    private WhenUnreachable whenUnreachable = WhenUnreachable.THROW;

    private @Nullable Duration softTimeout;

    private @Nullable Duration hardTimeout;

    private @Nullable Duration l2SoftTimeout;

    private @Nullable String store;

    private Duration whileRevalidate = Duration.ZERO;

    private Duration ifError = Duration.ZERO;

    private Duration throttle = Duration.ofSeconds(5);

    private double beta;

    private int hotKeys;

    private double ahead = 0.2;

    private int concurrency = 2;

    private CacheSettings.Named named = CacheSettings.Named.none();

    private Set<String> sources = Set.of();

    private Set<String> sourceTags = Set.of();

    public CacheSettingsBuilder mode(CacheMode mode) {
        this.mode = mode;
        return this;
    }

    public CacheSettingsBuilder consistency(Consistency consistency) {
        this.consistency = consistency;
        return this;
    }

    public CacheSettingsBuilder stalenessBound(Duration stalenessBound) {
        this.stalenessBound = stalenessBound;
        return this;
    }

    public CacheSettingsBuilder ttl(Duration ttl) {
        this.ttl = ttl;
        return this;
    }

    public CacheSettingsBuilder l1Ttl(Duration l1Ttl) {
        this.l1Ttl = l1Ttl;
        return this;
    }

    public CacheSettingsBuilder maxEntries(long maxEntries) {
        this.maxEntries = maxEntries;
        this.maxBytes = null;
        return this;
    }

    public CacheSettingsBuilder maxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
        this.maxEntries = null;
        return this;
    }

    public CacheSettingsBuilder copyOnRead(boolean copyOnRead) {
        this.copyOnRead = copyOnRead;
        return this;
    }

    public CacheSettingsBuilder negativeCaching(boolean negativeCaching) {
        this.negativeCaching = negativeCaching;
        return this;
    }

    public CacheSettingsBuilder negativeTtl(Duration negativeTtl) {
        this.negativeTtl = negativeTtl;
        return this;
    }

    public CacheSettingsBuilder jitter(double jitter) {
        this.jitter = jitter;
        return this;
    }

    public CacheSettingsBuilder maxTags(int maxTags) {
        this.maxTags = maxTags;
        return this;
    }

    public CacheSettingsBuilder maxEntrySize(int maxEntrySize) {
        this.maxEntrySize = maxEntrySize;
        return this;
    }

    public CacheSettingsBuilder serializer(String serializer) {
        this.serializer = serializer;
        return this;
    }

    public CacheSettingsBuilder ttlFunction(TtlFunction ttlFunction) {
        this.ttlFunction = ttlFunction;
        return this;
    }

    public CacheSettingsBuilder schema(int schema) {
        this.schema = schema;
        return this;
    }

    public CacheSettingsBuilder dimensions(String... dimensions) {
        this.dimensions = List.of(dimensions);
        return this;
    }

    public CacheSettingsBuilder dimensionTags(boolean dimensionTags) {
        this.dimensionTags = dimensionTags;
        return this;
    }

    public CacheSettingsBuilder joinTimeout(Duration joinTimeout) {
        this.joinTimeout = joinTimeout;
        return this;
    }

    public CacheSettingsBuilder leaseTime(Duration leaseTime) {
        this.leaseTime = leaseTime;
        return this;
    }

    public CacheSettingsBuilder singleFlight(SingleFlight singleFlight) {
        this.singleFlight = singleFlight;
        return this;
    }

    public CacheSettingsBuilder softTimeout(Duration softTimeout) {
        this.softTimeout = softTimeout;
        return this;
    }

    public CacheSettingsBuilder hardTimeout(Duration hardTimeout) {
        this.hardTimeout = hardTimeout;
        return this;
    }

    public CacheSettingsBuilder l2SoftTimeout(Duration l2SoftTimeout) {
        this.l2SoftTimeout = l2SoftTimeout;
        return this;
    }

    public CacheSettingsBuilder store(String store) {
        this.store = store;
        return this;
    }

    public CacheSettingsBuilder staleWhileRevalidate(Duration window) {
        this.whileRevalidate = window;
        return this;
    }

    public CacheSettingsBuilder staleIfError(Duration window) {
        this.ifError = window;
        return this;
    }

    public CacheSettingsBuilder throttle(Duration throttle) {
        this.throttle = throttle;
        return this;
    }

    public CacheSettingsBuilder beta(double beta) {
        this.beta = beta;
        return this;
    }

    public CacheSettingsBuilder hotKeys(int hotKeys, double ahead, int concurrency) {
        this.hotKeys = hotKeys;
        this.ahead = ahead;
        this.concurrency = concurrency;
        return this;
    }

    public CacheSettingsBuilder named(Duration interval, String... keys) {
        this.named = new CacheSettings.Named(Set.of(keys), interval);
        return this;
    }

    public CacheSettingsBuilder derivedFrom(String... caches) {
        this.sources = Set.of(caches);
        return this;
    }

    public CacheSettingsBuilder derivedFromTags(String... tags) {
        this.sourceTags = Set.of(tags);
        return this;
    }

    public CacheSettingsBuilder whenUnreachable(WhenUnreachable whenUnreachable) {
        this.whenUnreachable = whenUnreachable;
        return this;
    }

    CacheSettings build(String name) {
        return new CacheSettings(name, this.mode, this.consistency, this.stalenessBound,
                new CacheSettings.L1(this.l1Ttl, this.maxEntries, this.maxBytes, this.copyOnRead),
                new CacheSettings.L2(this.ttl, this.negativeCaching, this.negativeTtl, this.jitter, this.maxEntrySize,
                        this.serializer, this.ttlFunction, this.l2SoftTimeout, null, this.maxTags, this.store),
                new CacheSettings.Keys(this.schema, this.dimensions, this.dimensionTags),
                new CacheSettings.Load(this.singleFlight, this.joinTimeout, this.leaseTime, this.softTimeout,
                        this.hardTimeout),
                new CacheSettings.Stale(this.whileRevalidate, this.ifError, this.throttle),
                new CacheSettings.Refresh(this.beta, this.hotKeys, this.ahead, this.concurrency, this.named),
                new CacheSettings.DerivedFrom(this.sources, this.sourceTags), this.whenUnreachable);
    }

}
