package io.tieredcache.redis;

import io.lettuce.core.AbstractRedisAsyncCommands;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * A connection that was opened. Lettuce makes it again where it is lost.
 *
 * @param lease what is closed at the end
 * @param commands sends commands
 * @param connection tells whether it is open now
 */
record OpenConnection(RedisConnection lease, RedisClusterAsyncCommands<byte[], byte[]> commands,
        StatefulConnection<?, ?> connection) {

    private static final Logger logger = LoggerFactory.getLogger(OpenConnection.class);

    @SuppressWarnings("unchecked")
    static OpenConnection of(RedisConnection lease) {
        RedisClusterAsyncCommands<byte[], byte[]> commands = (RedisClusterAsyncCommands<byte[], byte[]>) lease
            .getNativeConnection();
        StatefulConnection<?, ?> connection = ((AbstractRedisAsyncCommands<?, ?>) commands).getConnection();
        return new OpenConnection(lease, commands, connection);
    }

    boolean isOpen() {
        return this.connection.isOpen();
    }

    void warnIfTopologyIsNotRefreshed() {
        if (this.connection.getOptions() instanceof ClusterClientOptions options
                && !options.getTopologyRefreshOptions().isPeriodicRefreshEnabled()
                && options.getTopologyRefreshOptions().getAdaptiveRefreshTriggers().isEmpty()) {
            logger.warn("The client of Redis Cluster never looks for changes of the cluster, so that it does not "
                    + "find the new server after a failover. Set "
                    + "'spring.data.redis.lettuce.cluster.refresh.adaptive' to true and "
                    + "'spring.data.redis.lettuce.cluster.refresh.period', for example to 5s.");
        }
    }

}
