package io.tieredcache.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listens to what the instances of a namespace tell each other.
 */
public final class SentInvalidations implements AutoCloseable {

    private final RedisClient client = RedisClient.create(RedisFixture.shared().uri());

    private final StatefulRedisPubSubConnection<String, String> connection = this.client.connectPubSub();

    private final List<CountDownLatch> markers = new CopyOnWriteArrayList<>();

    private final List<String> messages = new CopyOnWriteArrayList<>();

    private final String marker;

    public SentInvalidations(String namespace) {
        String channel = "tc:" + namespace + ":inv";
        this.marker = "marker:" + namespace;
        this.connection.addListener(new RedisPubSubAdapter<>() {

            @Override
            public void message(String from, String message) {
                if (from.equals(channel)) {
                    SentInvalidations.this.messages.add(message);
                }
                else {
                    SentInvalidations.this.markers.forEach(CountDownLatch::countDown);
                }
            }

        });
        this.connection.sync().subscribe(channel, this.marker);
    }

    /**
     * Number of invalidations that were sent before this call.
     */
    public int count() throws InterruptedException {
        // What one subscriber gets is in the order of Redis, whatever the channel.
        CountDownLatch arrived = new CountDownLatch(1);
        this.markers.add(arrived);
        RedisFixture.shared().execute((redis) -> redis.publish(this.marker, "marker"));
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        return this.messages.size();
    }

    @Override
    public void close() {
        this.connection.close();
        this.client.shutdown();
    }

}
