package io.tieredcache.region;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.RegionLink;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisRegionLog;
import io.tieredcache.redis.RedisRegionTurns;
import io.tieredcache.store.L2Guard;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

/**
 * A group of instances with a Redis of their own, which may follow other regions.
 */
final class Region implements AutoCloseable {

    static final String CACHE = "items";

    private static final LettuceClientConfiguration CLIENT = LettuceClientConfiguration.builder()
        .clientResources(ClientResources.builder().reconnectDelay(Delay.constant(Duration.ofMillis(100))).build())
        .clientOptions(ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled()).build())
        .shutdownTimeout(Duration.ZERO)
        .build();

    private final String namespace;

    private final RedisServerProcess server;

    private final List<TestInstance> instances = new ArrayList<>();

    private final List<RegionRelay> relays = new ArrayList<>();

    private final RedisClient client;

    private final StatefulRedisConnection<String, String> connection;

    Region(String namespace, RedisServerProcess server, int size, UnaryOperator<TestInstance.Builder> settings) {
        this.namespace = namespace;
        this.server = server;
        for (int i = 0; i < size; i++) {
            this.instances
                .add(settings.apply(TestInstance.builder().redis("127.0.0.1", server.port()).namespace(namespace))
                    .startLive());
        }
        this.client = RedisClient.create(server.uri());
        this.connection = this.client.connect();
    }

    static RegionSettings settings() {
        return settings(Duration.ZERO);
    }

    static RegionSettings settings(Duration replicationLag) {
        return new RegionSettings("here", Duration.ofMillis(20), 100, replicationLag);
    }

    /**
     * Lets an instance follow another region.
     */
    RegionRelay follow(TestInstance instance, String peer, int port, RegionSettings settings, Duration timeout) {
        RedisRegionLog log = new RedisRegionLog(() -> connections(port, timeout), this.namespace);
        AtomicInteger count = new AtomicInteger();
        RegionRelay relay = new RegionRelay(settings, List.of(new RegionPeer(peer, log, timeout)),
                new RedisRegionTurns(instance.connections(), this.namespace, UUID.randomUUID().toString()),
                instance.runtime(), System::nanoTime, (task) -> {
                    Thread thread = new Thread(task, "test-region-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        relay.start();
        this.relays.add(relay);
        return relay;
    }

    RegionRelay follow(Region other) {
        return follow(instance(), "other", other.port(), settings(), Duration.ofSeconds(5));
    }

    private static RedisConnections connections(int port, Duration timeout) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("127.0.0.1", port), CLIENT);
        factory.setEarlyStartup(false);
        factory.afterPropertiesSet();
        factory.start();
        return RedisConnections.owning(factory, Runnable::run, timeout.toMillis(), L2Guard.none());
    }

    static RegionLink link(RegionRelay relay) {
        return relay.links().get(0);
    }

    TestInstance instance() {
        return this.instances.get(0);
    }

    List<TestInstance> instances() {
        return this.instances;
    }

    List<RegionRelay> relays() {
        return this.relays;
    }

    int port() {
        return this.server.port();
    }

    RedisServerProcess server() {
        return this.server;
    }

    RedisCommands<String, String> redis() {
        return this.connection.sync();
    }

    /**
     * Name of the stream of its records.
     */
    String stream() {
        return "tc:{" + this.namespace + "}:region";
    }

    int read(String key, Source source) {
        return read(instance(), key, source);
    }

    static int read(TestInstance instance, String key, Source source) {
        try {
            Integer value = instance.cache(CACHE)
                .get(key, EntryPolicy.defaults().withType(Integer.class).withTags("tag-of-" + key),
                        (context) -> source.load());
            return (value != null) ? value : -1;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    void invalidate(CacheInvalidation invalidation) {
        instance().invalidator().invalidate(invalidation);
    }

    void evict(String key) {
        invalidate(CacheInvalidation.none().key(CACHE, key));
    }

    @Override
    public void close() {
        this.relays.forEach(RegionRelay::close);
        this.instances.forEach(TestInstance::close);
        this.connection.close();
        this.client.shutdown();
    }

    /**
     * A source with one value, which is the number of its updates.
     */
    static final class Source {

        private final AtomicInteger version = new AtomicInteger();

        private final AtomicInteger loads = new AtomicInteger();

        int load() {
            this.loads.incrementAndGet();
            return this.version.get();
        }

        int loads() {
            return this.loads.get();
        }

        int update() {
            return this.version.incrementAndGet();
        }

        int version() {
            return this.version.get();
        }

    }

}
