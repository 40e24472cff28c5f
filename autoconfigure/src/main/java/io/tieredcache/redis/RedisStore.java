package io.tieredcache.redis;

import org.jspecify.annotations.Nullable;

/**
 * A Redis that entries are in.
 *
 * @param master the connections to its primary
 * @param replicas where entries may be read too, {@code null} for nowhere
 */
public record RedisStore(RedisConnections master, @Nullable ReplicaReads replicas) implements AutoCloseable {

    @Override
    public void close() {
        this.master.close();
        if (this.replicas != null) {
            this.replicas.close();
        }
    }

}
