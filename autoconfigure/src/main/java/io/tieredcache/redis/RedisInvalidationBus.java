package io.tieredcache.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.SubscriptionListener;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.InvalidationMessage;
import io.tieredcache.store.L2Need;

/**
 * Invalidations over pub/sub of the application's Redis, on a connection of its own.
 */
public final class RedisInvalidationBus implements InvalidationBus {

    private static final Logger logger = LoggerFactory.getLogger(RedisInvalidationBus.class);

    private final RedisStores stores;

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final String instance;

    private final Executor executor;

    private final long timeoutMillis;

    private volatile @Nullable RedisVersion version;

    private volatile @Nullable ReleaseSubscriptions releases;

    /**
     * Create a bus.
     * @param stores the application's Redis, and those whose released leases are heard of
     * as well
     * @param namespace the namespace
     * @param instance the instance's id
     * @param executor runs attempts to subscribe to further stores
     * @param timeoutMillis how long to wait for the confirmation of a subscription
     */
    public RedisInvalidationBus(RedisStores stores, String namespace, String instance, Executor executor,
            long timeoutMillis) {
        this.stores = stores;
        this.connections = stores.application();
        this.executor = executor;
        this.keys = new RedisKeys(namespace);
        this.instance = instance;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Subscription subscribe(Listener listener) {
        RedisConnection connection = null;
        try {
            checkVersion();
            connection = this.connections.factory().getConnection();
            PubSubAdapter adapter = new PubSubAdapter(listener);
            connection.subscribe(adapter, this.keys.channel(), this.keys.releases(),
                    this.keys.channelOf(this.instance));
            if (!adapter.confirmed.await(this.timeoutMillis, TimeUnit.MILLISECONDS)) {
                throw new L2UnavailableException("Redis did not confirm the subscription", null);
            }
            return subscription(connection, adapter);
        }
        catch (InterruptedException ex) {
            connection.close();
            Thread.currentThread().interrupt();
            throw new L2UnavailableException("Interrupted while subscribing", ex);
        }
        catch (RuntimeException ex) {
            if (connection != null) {
                connection.close();
            }
            throw RedisFailures.unavailable(ex);
        }
    }

    private Subscription subscription(RedisConnection connection, PubSubAdapter adapter) {
        ReleaseSubscriptions ofStores = new ReleaseSubscriptions(this.stores.named(), this.keys.releases(),
                adapter::onRelease, this.executor);
        ofStores.subscribe();
        this.releases = ofStores;
        return () -> {
            connection.close();
            ofStores.close();
        };
    }

    private void checkVersion() {
        if (this.version != null) {
            return;
        }
        String info = this.connections.commands()
            .info("server")
            .toCompletableFuture()
            .orTimeout(this.timeoutMillis, TimeUnit.MILLISECONDS)
            .join();
        RedisVersion found = RedisVersion.of(info);
        if (!found.isAtLeast(6, 2)) {
            logger.warn("Redis {} is older than 6.2, the oldest version that the cache is tested with", found);
        }
        this.version = found;
    }

    /**
     * Version of the server, as found when the first subscription was made.
     * @return the version, {@code null} before that
     */
    public @Nullable RedisVersion version() {
        return this.version;
    }

    @Override
    public CompletableFuture<Pulse> pulse(long id) {
        ReleaseSubscriptions ofStores = this.releases;
        if (ofStores != null) {
            ofStores.subscribe();
        }
        return this.connections.call(L2Need.WRITE,
                () -> this.connections
                    .<List<Object>>run(LuaScript.PULSE, ScriptOutputType.MULTI, new byte[][] { this.keys.sequence() },
                            this.keys.channelOf(this.instance), RedisKeys.number(id))
                    .thenApply((answer) -> new Pulse((Long) answer.get(0), (Long) answer.get(1),
                            new String((byte[]) answer.get(2), StandardCharsets.US_ASCII))));
    }

    /**
     * Sorts what arrives. Nothing that a message holds or a listener throws may reach the
     * connection's thread.
     */
    private final class PubSubAdapter implements MessageListener, SubscriptionListener {

        private final Listener listener;

        private final byte[] pulses = RedisInvalidationBus.this.keys.channelOf(RedisInvalidationBus.this.instance);

        private final byte[] releases = RedisInvalidationBus.this.keys.releases();

        private final CountDownLatch confirmed = new CountDownLatch(3);

        PubSubAdapter(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            try {
                if (Arrays.equals(message.getChannel(), this.pulses)) {
                    onPulse(message.getBody());
                }
                else if (Arrays.equals(message.getChannel(), this.releases)) {
                    onRelease(message.getBody());
                }
                else {
                    onInvalidation(message.getBody());
                }
            }
            catch (RuntimeException ex) {
                logger.error("An invalidation could not be applied; the gap that it leaves will be noticed", ex);
            }
        }

        private void onPulse(byte[] body) {
            long[] pulse = InvalidationMessageFormat.readPulse(body);
            if (pulse != null) {
                this.listener.onPulse(pulse[0], pulse[1]);
            }
            else {
                this.listener.onMalformed();
            }
        }

        private void onRelease(byte[] body) {
            Long keyHash = InvalidationMessageFormat.readRelease(body);
            if (keyHash != null) {
                this.listener.onRelease(keyHash);
            }
            else {
                this.listener.onMalformed();
            }
        }

        private void onInvalidation(byte[] body) {
            InvalidationMessage message = InvalidationMessageFormat.read(body);
            if (message != null) {
                this.listener.onInvalidation(message);
            }
            else {
                this.listener.onMalformed();
            }
        }

        @Override
        public void onChannelSubscribed(byte[] channel, long count) {
            if (this.confirmed.getCount() > 0) {
                this.confirmed.countDown();
            }
            else {
                this.listener.onResubscribed();
            }
        }

    }

}
