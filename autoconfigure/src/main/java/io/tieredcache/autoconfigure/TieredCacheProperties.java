package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tieredcache.cache.CacheTransaction.Isolation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;

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

    private final Redis redis = new Redis();

    private final Invalidation invalidation = new Invalidation();

    private final Load load = new Load();

    private final Events events = new Events();

    private final Transactions transactions = new Transactions();

    private final Serialization serialization = new Serialization();

    private final Advisor advisor = new Advisor();

    private final Metrics metrics = new Metrics();

    private final Observations observations = new Observations();

    private final Dashboard dashboard = new Dashboard();

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

    public Redis getRedis() {
        return this.redis;
    }

    public Invalidation getInvalidation() {
        return this.invalidation;
    }

    public Load getLoad() {
        return this.load;
    }

    public Events getEvents() {
        return this.events;
    }

    public Transactions getTransactions() {
        return this.transactions;
    }

    public Serialization getSerialization() {
        return this.serialization;
    }

    public Advisor getAdvisor() {
        return this.advisor;
    }

    public Metrics getMetrics() {
        return this.metrics;
    }

    public Observations getObservations() {
        return this.observations;
    }

    public Dashboard getDashboard() {
        return this.dashboard;
    }

    /**
     * The way to Redis. The connection itself is that of 'spring.data.redis'.
     */
    public static class Redis {

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
         * How long a read waits for Redis at least. Between this and 'timeout' it waits
         * as long as answers usually take, as measured. A tenth of 'timeout' when not
         * set; as long as 'timeout' to always wait that long. A bare number is read as
         * milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private @Nullable Duration minTimeout;

        /**
         * Most readers that wait for Redis at once, and most writers. A read beyond is
         * answered by the source, an invalidation beyond fails as if Redis were away.
         */
        private int maxWaiting = 256;

        /**
         * Most commands of readers that are sent and not answered, and most of writers.
         * Must be more than the keys that are read at once. Each takes about a kilobyte.
         */
        private int maxInFlight = 50_000;

        private final Breaker breaker = new Breaker();

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

        public Breaker getBreaker() {
            return this.breaker;
        }

    }

    /**
     * The circuit breaker, which leaves a Redis alone that fails.
     */
    public static class Breaker {

        /**
         * Whether reads leave Redis alone after it failed too often.
         */
        private boolean enabled = true;

        /**
         * Percent of the last calls that have to fail for reads to leave Redis alone,
         * above 0 and up to 100.
         */
        private float failureRate = 50;

        /**
         * How many of the last calls are looked at.
         */
        private int window = 10;

        /**
         * How many calls there must be before their failures count. At most 'window'.
         */
        private int minimumCalls = 5;

        /**
         * How long Redis is left alone before one command is sent to see whether it
         * answers. A proof of life that comes back ends the time earlier. A bare number
         * is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private Duration openTime = Duration.ofSeconds(1);

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public float getFailureRate() {
            return this.failureRate;
        }

        public void setFailureRate(float failureRate) {
            this.failureRate = failureRate;
        }

        public int getWindow() {
            return this.window;
        }

        public void setWindow(int window) {
            this.window = window;
        }

        public int getMinimumCalls() {
            return this.minimumCalls;
        }

        public void setMinimumCalls(int minimumCalls) {
            this.minimumCalls = minimumCalls;
        }

        public Duration getOpenTime() {
            return this.openTime;
        }

        public void setOpenTime(Duration openTime) {
            this.openTime = openTime;
        }

    }

    /**
     * The channel of invalidations.
     */
    public static class Invalidation {

        /**
         * Time between two proofs that the channel is alive. Every staleness bound must
         * be at least twice as long. A bare number is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private Duration pulseInterval = Duration.ofSeconds(1);

        /**
         * How long the start of the application waits for the channel. Where Redis is
         * away the application starts all the same. A bare number is read as
         * milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private Duration startTimeout = Duration.ofSeconds(2);

        /**
         * Most tags whose latest invalidation this process keeps in mind. Copies of
         * entries whose tags do not fit are read from Redis again.
         */
        private int maxTags = 100_000;

        /**
         * Number of key groups in which evictions of keys are kept in mind, rounded down
         * to a power of two. Each takes 16 bytes.
         */
        private int keyStripes = 262_144;

        /**
         * Most keys, tags and caches that wait until Redis acknowledges their
         * invalidation. More become one clearing of the namespace.
         */
        private int maxQueued = 10_000;

        public Duration getPulseInterval() {
            return this.pulseInterval;
        }

        public void setPulseInterval(Duration pulseInterval) {
            this.pulseInterval = pulseInterval;
        }

        public Duration getStartTimeout() {
            return this.startTimeout;
        }

        public void setStartTimeout(Duration startTimeout) {
            this.startTimeout = startTimeout;
        }

        public int getMaxTags() {
            return this.maxTags;
        }

        public void setMaxTags(int maxTags) {
            this.maxTags = maxTags;
        }

        public int getKeyStripes() {
            return this.keyStripes;
        }

        public void setKeyStripes(int keyStripes) {
            this.keyStripes = keyStripes;
        }

        public int getMaxQueued() {
            return this.maxQueued;
        }

        public void setMaxQueued(int maxQueued) {
            this.maxQueued = maxQueued;
        }

    }

    /**
     * Loads in the background, which no caller waits for or not to the end.
     */
    public static class Load {

        /**
         * Most loads that run in the background at a time. They run on virtual threads
         * where 'spring.threads.virtual.enabled' is set.
         */
        private int threads = 16;

        /**
         * Most loads that wait for one of the threads. Callers run those that do not fit
         * themselves.
         */
        private int queue = 1000;

        /**
         * How long the stop of the application waits for loads in the background, so that
         * their values are still stored. Zero means that it does not wait. A bare number
         * is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private Duration shutdownTimeout = Duration.ofSeconds(10);

        public int getThreads() {
            return this.threads;
        }

        public void setThreads(int threads) {
            this.threads = threads;
        }

        public int getQueue() {
            return this.queue;
        }

        public void setQueue(int queue) {
            this.queue = queue;
        }

        public Duration getShutdownTimeout() {
            return this.shutdownTimeout;
        }

        public void setShutdownTimeout(Duration shutdownTimeout) {
            this.shutdownTimeout = shutdownTimeout;
        }

    }

    /**
     * Events from outside: a stream in Redis to which other services add what they made
     * invalid.
     */
    public static class Events {

        /**
         * Whether to take events from the stream 'tc:{namespace}:events'. Costs one
         * command per instance and poll interval.
         */
        private boolean enabled;

        /**
         * Time between two looks at the stream where it had no new event. A bare number
         * is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private Duration pollInterval = Duration.ofMillis(100);

        /**
         * Most events that are taken at once, 1 to 1000. Their targets travel in one
         * message, or in a few where they are many.
         */
        private int batchSize = 100;

        /**
         * How long an event stays with an instance that does not finish it, before
         * another one takes it over. A bare number is read as seconds.
         */
        @DurationUnit(ChronoUnit.SECONDS)
        private Duration claimAfter = Duration.ofSeconds(30);

        /**
         * About how many events the stream 'tc:{namespace}:events:dead' keeps that could
         * not be applied. Older ones are dropped.
         */
        private int maxDeadLetters = 10_000;

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
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

        public Duration getClaimAfter() {
            return this.claimAfter;
        }

        public void setClaimAfter(Duration claimAfter) {
            this.claimAfter = claimAfter;
        }

        public int getMaxDeadLetters() {
            return this.maxDeadLetters;
        }

        public void setMaxDeadLetters(int maxDeadLetters) {
            this.maxDeadLetters = maxDeadLetters;
        }

    }

    /**
     * Serialization of values.
     */
    public static class Serialization {

        /**
         * Packages whose classes may be stored without a declared type, beside those of
         * the application itself. Sub-packages are included.
         */
        private List<String> allowedPackages = new ArrayList<>();

        public List<String> getAllowedPackages() {
            return this.allowedPackages;
        }

        public void setAllowedPackages(List<String> allowedPackages) {
            this.allowedPackages = allowedPackages;
        }

    }

    /**
     * Looks at how the Redis servers are set up.
     */
    public static class Advisor {

        /**
         * Time between two looks, the first of which is at the start. Zero means that
         * nobody looks unless asked to. A bare number is read as minutes.
         */
        @DurationUnit(ChronoUnit.MINUTES)
        private Duration interval = Duration.ofHours(1);

        public Duration getInterval() {
            return this.interval;
        }

        public void setInterval(Duration interval) {
            this.interval = interval;
        }

    }

    /**
     * Meters of the caches.
     */
    public static class Metrics {

        /**
         * Most values that a tag of a 'CacheTagContributor' may have. Reads with any
         * further value are counted as 'other'.
         */
        private int maxTagValues = 100;

        public int getMaxTagValues() {
            return this.maxTagValues;
        }

        public void setMaxTagValues(int maxTagValues) {
            this.maxTagValues = maxTagValues;
        }

    }

    /**
     * Observations of the caches' work.
     */
    public static class Observations {

        /**
         * Whether to observe loads, reads of L2, fills, refreshes and invalidations.
         * Needs an 'ObservationRegistry'.
         */
        private boolean enabled = true;

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

    }

    /**
     * A page that shows and steers the caches.
     */
    public static class Dashboard {

        /**
         * Whether to serve the page as the Actuator endpoint 'tieredcacheui'. It has to
         * be exposed, and so has 'tieredcache', which it asks.
         */
        private boolean enabled;

        public boolean isEnabled() {
            return this.enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

    }

    /**
     * Spring's transactions.
     */
    public static class Transactions {

        /**
         * What transactions read that ask for no isolation level: 'committed', what is
         * committed when each statement begins, or 'snapshot', what was committed when
         * the transaction began. What is loaded from a snapshot is stored in no cache,
         * since it may be older than an invalidation. When not set, the databases are
         * asked at the start.
         */
        private @Nullable Isolation isolation;

        /**
         * How long a write may keep caches of class 'strong' from storing what it
         * changes, if the process that writes dies. Must be longer than any write takes.
         * A bare number is read as milliseconds.
         */
        @DurationUnit(ChronoUnit.MILLIS)
        private Duration holdTime = Duration.ofSeconds(60);

        public @Nullable Isolation getIsolation() {
            return this.isolation;
        }

        public void setIsolation(@Nullable Isolation isolation) {
            this.isolation = isolation;
        }

        public Duration getHoldTime() {
            return this.holdTime;
        }

        public void setHoldTime(Duration holdTime) {
            this.holdTime = holdTime;
        }

    }

}
