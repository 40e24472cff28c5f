package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.PendingPut;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Redis does first: who hears of an eviction or a put must not find in L2 what was
 * there before it. Redis itself is the witness. It tells one connection of every change
 * of a key and of every message, in the order in which they happened.
 */
class RedisOrderRaceIntegrationTests {

    private static final String END = "end";

    private final RedisServerProcess server = RedisServerProcess.onFreePort("--notify-keyspace-events", "K$g");

    private final RedisClient client = RedisClient.create(this.server.uri());

    private final StatefulRedisPubSubConnection<String, String> witness = this.client.connectPubSub();

    private final StatefulRedisConnection<String, String> connection = this.client.connect();

    private final List<String> events = new CopyOnWriteArrayList<>();

    private final Fleet fleet = new Fleet((builder) -> builder.redis(this.server.host(), this.server.port()));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @BeforeEach
    void watch() {
        // A script that Redis does not know yet is sent twice, which would hide the
        // order.
        this.a.cache("others").evict("another");
        String namespace = this.fleet.namespace();
        this.witness.addListener(new RedisPubSubAdapter<>() {

            @Override
            public void message(String channel, String message) {
                RedisOrderRaceIntegrationTests.this.events.add(channel.equals(END) ? END : "message");
            }

            @Override
            public void message(String pattern, String channel, String event) {
                RedisOrderRaceIntegrationTests.this.events.add(event + (channel.endsWith(":l") ? " lease" : " entry"));
            }

        });
        this.witness.sync().subscribe("tc:" + namespace + ":inv", END);
        this.witness.sync().psubscribe("__keyspace@0__:tc:" + namespace + ":*");
    }

    @AfterEach
    void close() {
        this.fleet.close();
        this.connection.close();
        this.witness.close();
        this.client.shutdown();
        this.server.close();
    }

    /**
     * An eviction deletes the entry, and the lease of whoever is about to store, before
     * anybody hears of it.
     */
    @Test
    void evictionDeletesBeforeItTells() {
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 1);
        PendingPut put = beginPut(this.b);
        assertThat(put).isNotNull();
        assertThat(eventsOf(() -> this.a.cache(Fleet.CACHE).evict(Fleet.KEY)))
            .containsExactlyInAnyOrder("del entry", "del lease", "message")
            .endsWith("message");
    }

    @Test
    void putStoresBeforeItTells() {
        PendingPut put = beginPut(this.a);
        assertThat(eventsOf(() -> put.complete(this.fleet.source().update()))).contains("set entry", "del lease")
            .containsOnlyOnce("message")
            .endsWith("message");
    }

    /**
     * A put whose lease another one took is an eviction.
     */
    @Test
    void putWithoutLeaseDeletesBeforeItTells() {
        PendingPut put = beginPut(this.a);
        this.fleet.read(this.b);
        Fleet.awaitFills(this.b, 1);
        assertThat(eventsOf(() -> put.complete(this.fleet.source().update()))).containsExactly("del entry", "message");
    }

    private static PendingPut beginPut(TestInstance instance) {
        return instance.cache(Fleet.CACHE).beginPut(Fleet.KEY, Fleet.POLICY);
    }

    /**
     * What Redis tells of a call, in its order.
     */
    private List<String> eventsOf(Runnable call) {
        awaitEnd();
        call.run();
        return awaitEnd();
    }

    private List<String> awaitEnd() {
        this.connection.sync().publish(END, "");
        Fleet.eventually().until(() -> this.events.contains(END));
        List<String> told = new ArrayList<>(this.events);
        told.remove(END);
        this.events.clear();
        return told;
    }

}
