package io.tieredcache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;

import io.tieredcache.store.InvalidationBus.Subscription;

/**
 * Hears in each further store of leases that were given back there. A store that cannot
 * be subscribed to is tried again; until then those who wait for its leases look by
 * themselves.
 */
final class ReleaseSubscriptions implements Subscription {

    private static final Logger logger = LoggerFactory.getLogger(ReleaseSubscriptions.class);

    private final List<OfStore> stores = new ArrayList<>();

    private final byte[] channel;

    private final Consumer<byte[]> listener;

    private final Executor executor;

    /**
     * Create the subscriptions; none is made yet.
     * @param stores the stores
     * @param channel the channel of released leases
     * @param listener given what arrives
     * @param executor runs attempts to subscribe
     */
    ReleaseSubscriptions(Map<String, RedisStore> stores, byte[] channel, Consumer<byte[]> listener, Executor executor) {
        stores.forEach((name, store) -> this.stores.add(new OfStore(name, store.master())));
        this.channel = channel;
        this.listener = listener;
        this.executor = executor;
    }

    /**
     * Subscribes where that was not done yet. Waits for nothing.
     */
    void subscribe() {
        this.stores.forEach(OfStore::begin);
    }

    @Override
    public void close() {
        this.stores.forEach(OfStore::end);
    }

    private final class OfStore {

        private final String name;

        private final RedisConnections connections;

        private @Nullable RedisConnection open;

        private boolean busy;

        private boolean closed;

        OfStore(String name, RedisConnections connections) {
            this.name = name;
            this.connections = connections;
        }

        void begin() {
            synchronized (this) {
                if (this.closed || this.busy || this.open != null) {
                    return;
                }
                this.busy = true;
            }
            ReleaseSubscriptions.this.executor.execute(this::subscribe);
        }

        private void subscribe() {
            RedisConnection connection = null;
            try {
                connection = this.connections.factory().getConnection();
                connection.subscribe((message, pattern) -> heard(message.getBody()), ReleaseSubscriptions.this.channel);
                if (keep(connection)) {
                    return;
                }
            }
            catch (RuntimeException ex) {
                logger.debug("Store '{}': no messages of released leases ({})", this.name,
                        ex.getClass().getSimpleName());
                keep(null);
            }
            if (connection != null) {
                connection.close();
            }
        }

        private void heard(byte[] body) {
            try {
                ReleaseSubscriptions.this.listener.accept(body);
            }
            catch (RuntimeException ex) {
                logger.error("Store '{}': a message of a released lease could not be used", this.name, ex);
            }
        }

        private synchronized boolean keep(@Nullable RedisConnection connection) {
            this.busy = false;
            if (!this.closed) {
                this.open = connection;
            }
            return !this.closed;
        }

        private void end() {
            RedisConnection ended;
            synchronized (this) {
                this.closed = true;
                ended = this.open;
                this.open = null;
            }
            if (ended != null) {
                ended.close();
            }
        }

    }

}
