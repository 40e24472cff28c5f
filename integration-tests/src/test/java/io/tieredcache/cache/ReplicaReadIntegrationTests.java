package io.tieredcache.cache;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries are read from a replica that hears nothing of its primary any more: what it
 * still holds is never served after an eviction that was applied here.
 */
class ReplicaReadIntegrationTests {

    private static final Pattern READS = Pattern.compile("cmdstat_getrange:calls=(\\d+)");

    private static RedisServerProcess primary;

    private static ReplicationLink link;

    private static RedisServerProcess replica;

    private static RedisClient client;

    private static StatefulRedisConnection<String, String> toReplica;

    private final VersionedSource source = new VersionedSource();

    private final String namespace = TestInstance.newNamespace();

    private TestInstance a;

    private TestInstance b;

    @BeforeAll
    static void startServers() {
        primary = RedisServerProcess.onFreePort("--repl-diskless-sync-delay", "0");
        link = new ReplicationLink(primary.port());
        replica = RedisServerProcess.onFreePort("--replicaof", "127.0.0.1", Integer.toString(link.port()), "--dir",
                "target");
        client = RedisClient.create(replica.uri());
        toReplica = client.connect();
    }

    @AfterAll
    static void stopServers() {
        toReplica.close();
        client.shutdown(Duration.ZERO, Duration.ZERO);
        replica.close();
        link.close();
        primary.close();
    }

    @BeforeEach
    void startInstances() {
        replica.resume();
        follow();
        this.a = start();
        this.b = start();
    }

    @AfterEach
    void close() {
        replica.resume();
        this.a.close();
        this.b.close();
    }

    private TestInstance start() {
        return readingReplicas(builder());
    }

    private TestInstance.Builder builder() {
        return TestInstance.builder()
            .redis(primary.host(), primary.port())
            .namespace(this.namespace)
            .defaults(new CacheSettingsBuilder().mode(CacheMode.L2_ONLY).stalenessBound(Duration.ofMinutes(5)))
            .cache("strong", new CacheSettingsBuilder().consistency(Consistency.STRONG).mode(CacheMode.L2_ONLY));
    }

    private TestInstance readingReplicas(TestInstance.Builder builder) {
        TestInstance instance = builder.readFromReplicas().startLive();
        long before = replicaReads();
        Fleet.eventually().until(() -> {
            lookup(instance);
            return replicaReads() > before;
        });
        return instance;
    }

    @Test
    void entryIsReadFromTheReplica() {
        int version = store();
        long before = replicaReads();
        long refused = this.b.cache(Fleet.CACHE).count(CacheCounter.REPLICA_REFUSED);
        assertThat(lookup(this.b)).isEqualTo(version);
        assertThat(replicaReads()).isEqualTo(before + 1);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REPLICA_REFUSED)).isEqualTo(refused);
    }

    @Test
    void strongCacheIsReadFromThePrimary() {
        long before = replicaReads();
        this.a.cache("strong").put(Fleet.KEY, 1, Fleet.POLICY);
        this.a.cache("strong").lookup(Fleet.KEY, Fleet.POLICY);
        assertThat(replicaReads()).isEqualTo(before);
    }

    @Test
    void missOnTheReplicaIsLookedUpInThePrimary() {
        cut();
        int version = this.source.update();
        read(this.a);
        Fleet.awaitFills(this.a, 1);
        assertThat(lookup(this.b)).isEqualTo(version);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REPLICA_REFUSED)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void oldEntryIsNotServedAfterAnInvalidation(Target target) {
        int old = store(target);
        cut();
        this.source.update();
        target.invalidateOn(this.a);
        assertThat(read(this.a, target)).isEqualTo(old + 1);
        Fleet.deliver(this.b, 1);
        assertThat(read(this.b, target)).isEqualTo(old + 1);
        assertThat(holdsEntry()).as("the replica still has the old entry").isTrue();
    }

    @Test
    void oldEntryIsNotServedAfterAPut() {
        int old = store();
        cut();
        this.a.cache(Fleet.CACHE).put(Fleet.KEY, this.source.update(), Fleet.POLICY);
        assertThat(read(this.a)).isEqualTo(old + 1);
        Fleet.eventually().until(() -> read(this.b) == old + 1);
    }

    @Test
    void oldEntryIsNotServedByAnInstanceThatStartsLater() {
        int old = store();
        cut();
        this.source.update();
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        try (TestInstance later = builder().readFromReplicas().startLive()) {
            knowFences(later);
            long before = replicaReads();
            Fleet.eventually().until(() -> {
                assertThat(lookup(later)).isNull();
                return replicaReads() > before;
            });
            assertThat(read(later)).isEqualTo(old + 1);
        }
    }

    @Test
    void oldEntryIsNotServedOnceALostMessageWasNoticed() {
        int old = store();
        cut();
        this.source.update();
        this.b.bus().lose(1);
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        long resyncs = this.b.channel().resyncs();
        this.a.cache(Fleet.CACHE).evict("another");
        Fleet.eventually().until(() -> this.b.channel().resyncs() > resyncs);
        knowFences(this.b);
        assertThat(lookup(this.b)).isNull();
        assertThat(read(this.b)).isEqualTo(old + 1);
    }

    @Test
    void frozenReplicaCostsNoMiss() {
        int version = store();
        replica.pause();
        assertThat(lookup(this.b)).isEqualTo(version);
        assertThat(lookup(this.b)).isEqualTo(version);
    }

    @Test
    void factoryThatReadsFromReplicasIsNotUsedForReads() {
        try (TestInstance instance = builder().withFactoryThatReadsFromReplicas().startLive()) {
            int version = store();
            long before = replicaReads();
            Fleet.eventually().until(() -> Integer.valueOf(version).equals(lookup(instance)));
            assertThat(replicaReads()).isEqualTo(before);
        }
    }

    private int store() {
        return store(Target.KEY);
    }

    /**
     * Lets the primary and its replica have an entry of the source's value.
     */
    private int store(Target target) {
        int version = this.source.update();
        assertThat(read(this.a, target)).isEqualTo(version);
        Fleet.awaitFills(this.a, 1);
        Fleet.eventually().until(() -> holdsEntry());
        assertThat(read(this.b, target)).isEqualTo(version);
        return version;
    }

    /**
     * Lets an instance ask for the fences of the cache: while it does not know them, it
     * takes nothing from a replica.
     */
    private void knowFences(TestInstance instance) {
        read(instance, "third", Target.KEY);
    }

    private int read(TestInstance instance) {
        return read(instance, Target.KEY);
    }

    private int read(TestInstance instance, Target target) {
        return read(instance, Fleet.KEY, target);
    }

    private int read(TestInstance instance, String key, Target target) {
        try {
            return instance.cache(Fleet.CACHE).get(key, target.policy(), (context) -> this.source.load());
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static @Nullable Object lookup(TestInstance instance) {
        var found = instance.cache(Fleet.CACHE).lookup(Fleet.KEY, Fleet.POLICY);
        return (found != null) ? found.value() : null;
    }

    /**
     * Lets the replica hear of no more changes; it goes on to answer.
     */
    private static void cut() {
        link.hold(true);
    }

    private static void follow() {
        link.hold(false);
        Fleet.eventually()
            .until(() -> onReplica((redis) -> redis.info("replication")).contains("master_link_status:up"));
    }

    private boolean holdsEntry() {
        return !onReplica((redis) -> redis.keys("tc:" + this.namespace + ":" + Fleet.CACHE + ":*")).isEmpty();
    }

    private static long replicaReads() {
        Matcher found = READS.matcher(onReplica((redis) -> redis.info("commandstats")));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private static <T> T onReplica(Function<RedisCommands<String, String>, T> command) {
        return command.apply(toReplica.sync());
    }

}
