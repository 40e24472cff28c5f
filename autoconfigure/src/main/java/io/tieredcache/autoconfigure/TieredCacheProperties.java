package io.tieredcache.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of the tiered cache.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("tiered-cache")
public class TieredCacheProperties {

    /**
     * Whether to set up the tiered cache.
     */
    private boolean enabled = true;

    /**
     * Name of the coherence domain: instances with the same name share their entries and
     * hear each other's invalidations. Letters, digits, dot, dash and underscore, up to
     * 64. Taken from 'spring.application.name' when not set.
     */
    private @Nullable String namespace;

    /**
     * Whether to make caches that are not declared when they are first asked for.
     */
    private boolean onDemand = true;

    /**
     * Whether proxies answer hits in L1 before Spring makes an invocation of the call.
     * Advice that is added to a proxy after the first call does not see these hits.
     */
    private boolean directHits = true;

    /**
     * Whether to tell HTTP clients by the 'Cache-Status' header which level answered.
     * Needs Spring MVC.
     */
    private boolean cacheStatusHeader;

    /**
     * Settings of all caches that do not set their own.
     */
    @NestedConfigurationProperty
    private final CacheProperties defaults = new CacheProperties();

    /**
     * Settings of caches by name. These caches exist from the start on.
     */
    private final Map<String, CacheProperties> caches = new LinkedHashMap<>();

    /**
     * Redis servers for entries beside the application's own, by name. A cache names its
     * store.
     */
    private final Map<String, StoreProperties> stores = new LinkedHashMap<>();

    @NestedConfigurationProperty
    private final RedisProperties redis = new RedisProperties();

    @NestedConfigurationProperty
    private final InvalidationProperties invalidation = new InvalidationProperties();

    @NestedConfigurationProperty
    private final LoadProperties load = new LoadProperties();

    @NestedConfigurationProperty
    private final EventProperties events = new EventProperties();

    @NestedConfigurationProperty
    private final TransactionProperties transactions = new TransactionProperties();

    @NestedConfigurationProperty
    private final SerializationProperties serialization = new SerializationProperties();

    @NestedConfigurationProperty
    private final AdvisorProperties advisor = new AdvisorProperties();

    @NestedConfigurationProperty
    private final MetricsProperties metrics = new MetricsProperties();

    @NestedConfigurationProperty
    private final ObservationProperties observations = new ObservationProperties();

    @NestedConfigurationProperty
    private final DashboardProperties dashboard = new DashboardProperties();

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable String getNamespace() {
        return this.namespace;
    }

    public void setNamespace(@Nullable String namespace) {
        this.namespace = namespace;
    }

    public boolean isOnDemand() {
        return this.onDemand;
    }

    public void setOnDemand(boolean onDemand) {
        this.onDemand = onDemand;
    }

    public boolean isDirectHits() {
        return this.directHits;
    }

    public void setDirectHits(boolean directHits) {
        this.directHits = directHits;
    }

    public boolean isCacheStatusHeader() {
        return this.cacheStatusHeader;
    }

    public void setCacheStatusHeader(boolean cacheStatusHeader) {
        this.cacheStatusHeader = cacheStatusHeader;
    }

    public CacheProperties getDefaults() {
        return this.defaults;
    }

    public Map<String, CacheProperties> getCaches() {
        return this.caches;
    }

    public Map<String, StoreProperties> getStores() {
        return this.stores;
    }

    public RedisProperties getRedis() {
        return this.redis;
    }

    public InvalidationProperties getInvalidation() {
        return this.invalidation;
    }

    public LoadProperties getLoad() {
        return this.load;
    }

    public EventProperties getEvents() {
        return this.events;
    }

    public TransactionProperties getTransactions() {
        return this.transactions;
    }

    public SerializationProperties getSerialization() {
        return this.serialization;
    }

    public AdvisorProperties getAdvisor() {
        return this.advisor;
    }

    public MetricsProperties getMetrics() {
        return this.metrics;
    }

    public ObservationProperties getObservations() {
        return this.observations;
    }

    public DashboardProperties getDashboard() {
        return this.dashboard;
    }

}
