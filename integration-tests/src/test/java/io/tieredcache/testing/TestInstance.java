package io.tieredcache.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;

import io.lettuce.core.ReadFrom;
import io.lettuce.core.resource.ClientResources;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.CacheAdministration;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheReadListener;
import io.tieredcache.ChannelState;
import io.tieredcache.InvalidationListener;
import io.tieredcache.KeyDimension;
import io.tieredcache.L2Status;
import io.tieredcache.ReadThroughLoader;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.ValueSerializer;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.cache.DefaultCacheToggles;
import io.tieredcache.cache.DefaultTieredCacheManager;
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
import io.tieredcache.jackson.JacksonValueSerializer;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisInvalidationBus;
import io.tieredcache.redis.RedisL2Store;
import io.tieredcache.redis.RedisStore;
import io.tieredcache.redis.RedisStores;
import io.tieredcache.redis.RedisToggles;
import io.tieredcache.redis.ReplicaReads;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.HitAudit;
import io.tieredcache.store.InvalidationOutbox;
import io.tieredcache.store.ToggleStore;
import io.tieredcache.store.L2Guard;
import io.tieredcache.type.ValueTypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One instance of an application, without Spring around it: the real stores on a real
 * Redis, with hooks for a test. Several of them with one namespace are a fleet.
 */
public final class TestInstance implements AutoCloseable {

    /** Threads shared by all instances, so that making and closing one is quick. */
    private static final LettuceClientConfiguration CLIENT = LettuceClientConfiguration.builder()
        .clientResources(ClientResources.create())
        .shutdownTimeout(Duration.ZERO)
        .shutdownQuietPeriod(Duration.ZERO)
        .build();

    private final LettuceConnectionFactory factory;

    private final L2Guard guard;

    private final RedisConnections connections;

    private final RedisStores stores;

    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    private final ExecutorService loads = Executors.newFixedThreadPool(8);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    private final HookedL2Store l2;

    private final HookedBus bus;

    private final TestTicker ticker;

    private final String namespace;

    private final NamespaceRuntime runtime;

    private final InvalidationChannel channel;

    private final DefaultTieredCacheManager manager;

    private TestInstance(Builder builder) {
        RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(builder.host, builder.port);
        this.factory = builder.applicationReadsReplicas ? replicaFactory(configuration)
                : factory(configuration, CLIENT);
        this.namespace = builder.namespace;
        String id = UUID.randomUUID().toString();
        this.guard = builder.guard;
        this.connections = new RedisConnections(this.factory, this.executor, builder.timeout.toMillis(), this.guard);
        this.stores = stores(builder);
        this.l2 = new HookedL2Store(new RedisL2Store(this.stores, builder.namespace, id, builder.regionRecords));
        this.bus = new HookedBus(
                new RedisInvalidationBus(this.stores, builder.namespace, id, this.executor, builder.timeout.toMillis()),
                builder.clock);
        this.bus.refusing(builder.refused);
        this.ticker = builder.ticker;
        CaffeineStores stores = new CaffeineStores(this.ticker);
        this.timer.setRemoveOnCancelPolicy(true);
        this.runtime = new NamespaceRuntime(builder.namespace,
                new RuntimeStores(stores, this.l2, stores.fenceTable(builder.maxTags), builder.keyStripes, this.guard),
                new RuntimeTime(builder.clock, this.ticker, builder.timeout.toMillis()),
                new KeyDimensions(builder.dimensions),
                new ValueTypes(TestInstance.class.getClassLoader(), () -> builder.allowedTypes, (type) -> false),
                new RuntimeWatchers(builder.listeners, builder.observers, builder.audit),
                new RuntimeThreads(this.executor, this.loads, () -> this.timer), new RuntimeWrites(builder.transactions,
                        builder.holdTime, builder.whenUnreachable, 10_000, builder.outbox));
        this.channel = new InvalidationChannel(this.runtime, this.bus, builder.pulseInterval.toMillis(),
                builder.invalidationListeners, List.of());
        Map<String, ValueSerializer> serializers = new HashMap<>();
        builder.serializers.forEach((serializer) -> serializers.put(serializer.id(), serializer));
        this.manager = new DefaultTieredCacheManager(this.runtime, builder.caches.keySet(),
                (name) -> builder.caches.getOrDefault(name, builder.defaults).build(name), serializers,
                () -> builder.loaders);
        this.channel.start(builder.timeout.toMillis());
    }

    private static LettuceConnectionFactory replicaFactory(RedisStandaloneConfiguration configuration) {
        return factory(configuration,
                LettuceClientConfiguration.builder()
                    .clientResources(CLIENT.getClientResources().orElseThrow())
                    .shutdownTimeout(Duration.ZERO)
                    .readFrom(ReadFrom.REPLICA)
                    .build());
    }

    private static LettuceConnectionFactory factory(RedisStandaloneConfiguration configuration,
            LettuceClientConfiguration client) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration, client);
        factory.setEarlyStartup(false);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private RedisStores stores(Builder builder) {
        long timeout = builder.timeout.toMillis();
        Map<String, RedisStore> named = new HashMap<>();
        builder.stores.forEach((name, port) -> {
            LettuceConnectionFactory ofStore = factory(new RedisStandaloneConfiguration("127.0.0.1", port), CLIENT);
            named.put(name,
                    new RedisStore(RedisConnections.owning(ofStore, this.executor, timeout, L2Guard.none()),
                            builder.replicas ? new ReplicaReads(ofStore, "replicapreferred", this.executor, timeout / 2)
                                    : null));
        });
        return new RedisStores(
                new RedisStore(this.connections, builder.replicas
                        ? new ReplicaReads(this.factory, "replicapreferred", this.executor, timeout / 2) : null),
                named);
    }

    /**
     * Begins an instance on the shared Redis, with a namespace of its own.
     */
    public static Builder builder() {
        RedisFixture redis = RedisFixture.shared();
        return new Builder().redis(redis.host(), redis.port());
    }

    /**
     * A namespace that no other test uses.
     */
    public static String newNamespace() {
        return "test-" + UUID.randomUUID();
    }

    public TieredCacheManager manager() {
        return this.manager;
    }

    public CacheAdministration administration() {
        return this.manager.administration();
    }

    /**
     * Makes toggles, to be started and stopped by the caller.
     */
    public DefaultCacheToggles toggles(Duration interval) {
        return toggles(interval, (store) -> store);
    }

    /**
     * Makes toggles on a changed store, to be started and stopped by the caller.
     */
    public DefaultCacheToggles toggles(Duration interval, UnaryOperator<ToggleStore> change) {
        return new DefaultCacheToggles(this.runtime, this.manager,
                change.apply(new RedisToggles(this.connections, this.namespace)), interval);
    }

    public CacheInvalidator invalidator() {
        return this.manager.invalidator();
    }

    public String namespace() {
        return this.namespace;
    }

    public RedisConnections connections() {
        return this.connections;
    }

    public L2Status l2Status() {
        return this.guard;
    }

    public HookedL2Store l2() {
        return this.l2;
    }

    public HookedBus bus() {
        return this.bus;
    }

    public TestTicker ticker() {
        return this.ticker;
    }

    public NamespaceRuntime runtime() {
        return this.runtime;
    }

    /**
     * Number of tasks that wait for their time.
     */
    public int waitingTasks() {
        return this.timer.getQueue().size();
    }

    public InvalidationChannel channel() {
        return this.channel;
    }

    public TieredCache cache(String name) {
        TieredCache cache = this.manager.getCache(name);
        assertThat(cache).isNotNull();
        return cache;
    }

    /**
     * Waits until the channel is proven alive.
     */
    public TestInstance awaitLive() {
        await().pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(5))
            .atMost(Duration.ofSeconds(20))
            .until(() -> this.channel.state() == ChannelState.LIVE);
        return this;
    }

    @Override
    public void close() {
        this.channel.stop();
        this.stores.close();
        this.factory.destroy();
        this.loads.shutdownNow();
        this.timer.shutdownNow();
        this.executor.shutdownNow();
    }

    /**
     * Builds an instance.
     */
    public static final class Builder {

        private final Map<String, CacheSettingsBuilder> caches = new HashMap<>();

        private final List<KeyDimension> dimensions = new ArrayList<>();

        private final List<CacheReadListener> listeners = new ArrayList<>();

        private final List<InvalidationListener> invalidationListeners = new ArrayList<>();

        private final List<CacheObserver> observers = new ArrayList<>();

        private final List<ValueSerializer> serializers = new ArrayList<>(
                List.of(JacksonValueSerializer.json(), JacksonValueSerializer.smile(), JacksonValueSerializer.cbor()));

        private final List<ReadThroughLoader<?, ?>> loaders = new ArrayList<>();

        private CacheSettingsBuilder defaults = new CacheSettingsBuilder();

        private final Map<String, Integer> stores = new HashMap<>();

        private boolean replicas;

        private boolean applicationReadsReplicas;

        private Set<String> allowedTypes = Set.of();

        private String host = "127.0.0.1";

        private int port;

        private String namespace = newNamespace();

        private Duration timeout = Duration.ofSeconds(5);

        private Duration pulseInterval = Duration.ofMillis(200);

        private TestTicker ticker = new TestTicker();

        private TestClock clock = new TestClock();

        private TransactionSource transactions = TransactionSource.NONE;

        private L2Guard guard = L2Guard.none();

        private Duration holdTime = Duration.ofSeconds(60);

        private WhenUnreachable whenUnreachable = WhenUnreachable.THROW;

        private InvalidationOutbox outbox = InvalidationOutbox.NONE;

        private HitAudit audit = HitAudit.NONE;

        private long maxTags = 100_000;

        private int keyStripes = 1 << 16;

        private boolean refused;

        private int regionRecords;

        public Builder redis(String host, int port) {
            this.host = host;
            this.port = port;
            return this;
        }

        /**
         * Adds a store beside that Redis.
         */
        public Builder store(String name, int port) {
            this.stores.put(name, port);
            return this;
        }

        /**
         * Reads entries from replicas.
         */
        public Builder readFromReplicas() {
            this.replicas = true;
            return this;
        }

        /**
         * Gives a connection factory that reads from replicas, as an application may have
         * one.
         */
        public Builder withFactoryThatReadsFromReplicas() {
            this.applicationReadsReplicas = true;
            return this;
        }

        public Builder namespace(String namespace) {
            this.namespace = namespace;
            return this;
        }

        public Builder cache(String name, CacheSettingsBuilder settings) {
            this.caches.put(name, settings);
            return this;
        }

        public Builder defaults(CacheSettingsBuilder defaults) {
            this.defaults = defaults;
            return this;
        }

        public Builder dimension(KeyDimension dimension) {
            this.dimensions.add(dimension);
            return this;
        }

        public Builder listener(CacheReadListener listener) {
            this.listeners.add(listener);
            return this;
        }

        public Builder invalidationListener(InvalidationListener listener) {
            this.invalidationListeners.add(listener);
            return this;
        }

        public Builder observer(CacheObserver observer) {
            this.observers.add(observer);
            return this;
        }

        public Builder serializer(ValueSerializer serializer) {
            this.serializers.add(serializer);
            return this;
        }

        public Builder loader(ReadThroughLoader<?, ?> loader) {
            this.loaders.add(loader);
            return this;
        }

        public Builder allowedTypes(Set<String> allowedTypes) {
            this.allowedTypes = allowedTypes;
            return this;
        }

        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        public Builder pulseInterval(Duration pulseInterval) {
            this.pulseInterval = pulseInterval;
            return this;
        }

        public Builder ticker(TestTicker ticker) {
            this.ticker = ticker;
            return this;
        }

        public Builder clock(TestClock clock) {
            this.clock = clock;
            return this;
        }

        public Builder transactions(TransactionSource transactions) {
            this.transactions = transactions;
            return this;
        }

        public Builder holdTime(Duration holdTime) {
            this.holdTime = holdTime;
            return this;
        }

        public Builder whenUnreachable(WhenUnreachable whenUnreachable) {
            this.whenUnreachable = whenUnreachable;
            return this;
        }

        public Builder outbox(InvalidationOutbox outbox) {
            this.outbox = outbox;
            return this;
        }

        public Builder audit(HitAudit audit) {
            this.audit = audit;
            return this;
        }

        public Builder guard(L2Guard guard) {
            this.guard = guard;
            return this;
        }

        public Builder maxTags(long maxTags) {
            this.maxTags = maxTags;
            return this;
        }

        public Builder keyStripes(int keyStripes) {
            this.keyStripes = keyStripes;
            return this;
        }

        /**
         * Records its invalidations for other regions.
         */
        public Builder regionRecords(int regionRecords) {
            this.regionRecords = regionRecords;
            return this;
        }

        /**
         * Its subscriptions fail from the start on.
         */
        public Builder refused() {
            this.refused = true;
            return this;
        }

        /**
         * Starts the instance, whether Redis is there or not.
         */
        public TestInstance start() {
            return new TestInstance(this);
        }

        /**
         * Starts the instance and waits until its channel is live.
         */
        public TestInstance startLive() {
            return start().awaitLive();
        }

    }

}
