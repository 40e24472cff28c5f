package io.tieredcache.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ClassUtils;

import io.tieredcache.CacheInstance;
import io.tieredcache.CacheReadListener;
import io.tieredcache.ChannelStateListener;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.InvalidationListener;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.KeyDimension;
import io.tieredcache.L2Statuses;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.cache.KeyDimensions;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.cache.RuntimeStores;
import io.tieredcache.cache.RuntimeThreads;
import io.tieredcache.cache.RuntimeTime;
import io.tieredcache.cache.RuntimeWatchers;
import io.tieredcache.cache.RuntimeWrites;
import io.tieredcache.cache.TransactionSource;
import io.tieredcache.caffeine.CaffeineStores;
import io.tieredcache.events.OutsideEvent;
import io.tieredcache.redis.RedisCacheClasses;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisEventStream;
import io.tieredcache.redis.RedisInvalidationBus;
import io.tieredcache.redis.RedisL2Store;
import io.tieredcache.redis.RedisStores;
import io.tieredcache.resilience.GuardSettings;
import io.tieredcache.resilience.RedisGuard;
import io.tieredcache.store.CacheClasses;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.EventStream;
import io.tieredcache.store.HitAudit;
import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.InvalidationOutbox;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Store;
import io.tieredcache.type.ValueTypes;

/**
 * L1 on Caffeine, L2 and the channel on Redis, and what the caches share.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    private static final String CONTEXT_PROPAGATION = "io.micrometer.context.ContextSnapshotFactory";

    /** A Redis that is back is noticed so soon, however long it was away. */
    private static final Duration MAX_RECONNECT_DELAY = Duration.ofSeconds(1);

    private static final Duration FORGET_INSTANCES = Duration.ofHours(1);

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final TieredCacheProperties properties;

    private final String namespace;

    private final String instance = UUID.randomUUID().toString();

    StoreConfiguration(TieredCacheProperties properties, Environment environment) {
        PropertiesCheck.check(properties);
        this.properties = properties;
        this.namespace = namespace(properties, environment);
    }

    static String namespace(TieredCacheProperties properties, Environment environment) {
        return namespace(properties.getNamespace(), environment.getProperty("spring.application.name"));
    }

    private static String namespace(@Nullable String configured, @Nullable String application) {
        String namespace = (configured != null) ? configured : application;
        if (namespace == null || namespace.isEmpty()) {
            throw new InvalidTieredCacheConfigurationException(
                    "The cache has no namespace, since neither 'tiered-cache.namespace' nor 'spring.application.name' is set.",
                    "Set 'spring.application.name'. Instances of one name share their entries.");
        }
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new InvalidTieredCacheConfigurationException(
                    "The namespace '%s' has characters that cannot be part of it, or is longer than 64."
                        .formatted(namespace),
                    "Set 'tiered-cache.namespace' to letters, digits, dots, dashes and underscores.");
        }
        return namespace;
    }

    @Bean
    CacheInstance tieredCacheInstance() {
        return new CacheInstance(this.namespace, this.instance);
    }

    @Bean
    BackgroundThreads tieredCacheBackgroundThreads() {
        return new BackgroundThreads();
    }

    // A context that fails before its start only destroys.
    @Bean(destroyMethod = "stop")
    LoadThreads tieredCacheLoadThreads(Environment environment, ResourceLoader resources) {
        return new LoadThreads(this.properties.getLoad(), Threading.VIRTUAL.isActive(environment),
                contextPropagation(resources));
    }

    static TaskDecorator contextPropagation(ResourceLoader resources) {
        return ClassUtils.isPresent(CONTEXT_PROPAGATION, resources.getClassLoader())
                ? new ContextPropagatingTaskDecorator() : (load) -> load;
    }

    @Bean
    CaffeineStores tieredCacheL1Stores() {
        return new CaffeineStores(System::nanoTime);
    }

    @Bean
    L2Guard tieredCacheL2Guard() {
        return guard(L2Statuses.DEFAULT, this.properties.getRedis().getTimeout());
    }

    private L2Guard guard(String name, Duration timeout) {
        return new RedisGuard(guardSettings(name, timeout), System::nanoTime);
    }

    private GuardSettings guardSettings(String name, Duration timeout) {
        RedisProperties redis = this.properties.getRedis();
        BreakerProperties breaker = redis.getBreaker();
        Duration least = redis.getMinTimeout();
        return new GuardSettings(name, timeout,
                (least != null && least.compareTo(timeout) <= 0) ? least : timeout.dividedBy(10), redis.getMaxWaiting(),
                redis.getMaxInFlight(), new GuardSettings.Breaker(breaker.isEnabled(), breaker.getFailureRate(),
                        breaker.getWindow(), breaker.getMinimumCalls(), breaker.getOpenTime()));
    }

    @Bean
    RedisConnections tieredCacheRedisConnections(LettuceConnectionFactory factory, BackgroundThreads threads,
            L2Guard guard) {
        return new RedisConnections(factory, threads::execute, timeoutMillis(), guard);
    }

    // Before those of the application, which may choose another delay.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ClientResourcesBuilderCustomizer tieredCacheReconnectDelay() {
        return (resources) -> resources
            .reconnectDelay(Delay.exponential(Duration.ZERO, MAX_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS));
    }

    @Bean
    RedisStores tieredCacheRedisStores(LettuceConnectionFactory factory, RedisConnections connections,
            BackgroundThreads threads, BeanFactory beanFactory, ObjectProvider<ClientResources> resources,
            ObjectProvider<SslBundles> bundles) {
        return new RedisStoresFactory(this.properties, new StoreConnectionFactories(resources, bundles), beanFactory,
                threads::execute, this::guard)
            .create(factory, connections);
    }

    @Bean
    @ConditionalOnMissingBean
    L2Store tieredCacheL2Store(RedisStores stores, RegionProperties region) {
        return new RedisL2Store(stores, this.namespace, this.instance,
                (region.getName() != null) ? region.getMaxRecords() : 0);
    }

    @Bean
    @ConditionalOnMissingBean
    InvalidationBus tieredCacheInvalidationBus(RedisStores stores, BackgroundThreads threads) {
        return new RedisInvalidationBus(stores, this.namespace, this.instance, threads::execute, timeoutMillis());
    }

    @Bean
    NamespaceRuntime tieredCacheRuntime(CaffeineStores l1, L2Store l2, L2Guard guard, ValueTypes types,
            ObjectProvider<KeyDimension> dimensions, ObjectProvider<CacheReadListener> listeners,
            ObjectProvider<CacheObserver> observers, ObjectProvider<TransactionSource> transactions,
            ObjectProvider<InvalidationOutbox> outbox, BackgroundThreads threads, LoadThreads loads, HitAudit audit) {
        InvalidationProperties invalidation = this.properties.getInvalidation();
        RuntimeStores stores = new RuntimeStores(l1, l2, l1.fenceTable(invalidation.getMaxTags()),
                invalidation.getKeyStripes(), guard);
        RuntimeTime time = new RuntimeTime(Clock.systemUTC(), System::nanoTime, timeoutMillis());
        return new NamespaceRuntime(this.namespace, stores, time,
                new KeyDimensions(dimensions.orderedStream().toList()), types,
                new RuntimeWatchers(listeners.orderedStream().toList(), observers.orderedStream().toList(), audit),
                new RuntimeThreads(threads::execute, loads::execute, loads::timer),
                writes(transactions.getIfUnique(() -> TransactionSource.NONE),
                        outbox.getIfAvailable(() -> InvalidationOutbox.NONE)));
    }

    private RuntimeWrites writes(TransactionSource transactions, InvalidationOutbox outbox) {
        WhenUnreachable usual = this.properties.getDefaults().getInvalidation().getWhenUnreachable();
        return new RuntimeWrites(transactions, this.properties.getTransactions().getHoldTime(),
                (usual != null) ? usual : WhenUnreachable.THROW, this.properties.getInvalidation().getMaxQueued(),
                outbox);
    }

    @Bean
    InvalidationQueue tieredCacheInvalidationQueue(NamespaceRuntime runtime) {
        return runtime.queue();
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "tiered-cache.events.enabled")
    @ConditionalOnMissingBean
    EventStream tieredCacheEventStream(RedisConnections connections) {
        return new RedisEventStream(connections, this.namespace, this.instance, new RedisEventStream.Limits(
                OutsideEvent.MAX_BYTES, this.properties.getEvents().getMaxDeadLetters(), FORGET_INSTANCES.toMillis()));
    }

    @Bean
    InvalidationChannel tieredCacheInvalidationChannel(NamespaceRuntime runtime, InvalidationBus bus,
            ObjectProvider<InvalidationListener> listeners, ObjectProvider<ChannelStateListener> stateListeners,
            ApplicationEventPublisher events) {
        List<ChannelStateListener> told = Stream.concat(stateListeners.orderedStream(), Stream.of(events::publishEvent))
            .toList();
        return new InvalidationChannel(runtime, bus, this.properties.getInvalidation().getPulseInterval().toMillis(),
                listeners.orderedStream().toList(), told);
    }

    @Bean
    PhasedLifecycle tieredCacheInvalidationChannelLifecycle(InvalidationChannel channel) {
        long patienceMillis = this.properties.getInvalidation().getStartTimeout().toMillis();
        return new PhasedLifecycle(PhasedLifecycle.CHANNEL, () -> channel.start(patienceMillis), channel::stop);
    }

    @Bean
    @ConditionalOnMissingBean
    CacheClasses tieredCacheClasses(RedisConnections connections) {
        return new RedisCacheClasses(connections, this.namespace, this.instance);
    }

    private long timeoutMillis() {
        return this.properties.getRedis().getTimeout().toMillis();
    }

}
