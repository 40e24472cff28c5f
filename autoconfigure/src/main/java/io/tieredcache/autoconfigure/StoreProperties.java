package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of one store: a Redis for entries beside the application's own. It is named
 * by exactly one of 'connection-factory', 'url', 'host', 'cluster.nodes' and
 * 'sentinel.nodes'.
 *
 * @since 0.1.0
 */
public class StoreProperties {

    /**
     * Name of a bean of type LettuceConnectionFactory that connects to this Redis.
     * Nothing else of the connection is set then. Such a bean is best declared with
     * 'defaultCandidate = false', so that it does not take the place of the application's
     * own.
     */
    private @Nullable String connectionFactory;

    /**
     * URL of the Redis, with user, password and database where needed, for example
     * 'redis://user:secret@cache.example.org:6379/0', or 'rediss:' for TLS.
     */
    private @Nullable String url;

    /**
     * Host of the Redis, where there is no URL.
     */
    private @Nullable String host;

    /**
     * Port of the Redis.
     */
    private int port = 6379;

    /**
     * User to log in as.
     */
    private @Nullable String username;

    /**
     * Password to log in with.
     */
    private @Nullable String password;

    /**
     * Index of the database. Not for a cluster.
     */
    private int database;

    /**
     * Name that the connections have in Redis.
     */
    private @Nullable String clientName;

    /**
     * How long an attempt to connect may take. Taken from Lettuce when not set. A bare
     * number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration connectTimeout;

    /**
     * How long a read or fill of a cache in this store waits before the source is asked,
     * where the cache sets no 'l2.hard-timeout' of its own. Taken from
     * 'tiered-cache.redis.timeout' when not set. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private @Nullable Duration timeout;

    /**
     * Where entries are read. Whatever a replica answers is checked, and read again from
     * the primary where it may be outdated.
     */
    private ReadFrom readFrom = ReadFrom.MASTER;

    @NestedConfigurationProperty
    private final StoreSslProperties ssl = new StoreSslProperties();

    @NestedConfigurationProperty
    private final StoreClusterProperties cluster = new StoreClusterProperties();

    @NestedConfigurationProperty
    private final StoreSentinelProperties sentinel = new StoreSentinelProperties();

    public @Nullable String getConnectionFactory() {
        return this.connectionFactory;
    }

    public void setConnectionFactory(@Nullable String connectionFactory) {
        this.connectionFactory = connectionFactory;
    }

    public @Nullable String getUrl() {
        return this.url;
    }

    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    public @Nullable String getHost() {
        return this.host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public int getPort() {
        return this.port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public @Nullable String getUsername() {
        return this.username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return this.password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public int getDatabase() {
        return this.database;
    }

    public void setDatabase(int database) {
        this.database = database;
    }

    public @Nullable String getClientName() {
        return this.clientName;
    }

    public void setClientName(@Nullable String clientName) {
        this.clientName = clientName;
    }

    public @Nullable Duration getConnectTimeout() {
        return this.connectTimeout;
    }

    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable Duration getTimeout() {
        return this.timeout;
    }

    public void setTimeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    public ReadFrom getReadFrom() {
        return this.readFrom;
    }

    public void setReadFrom(ReadFrom readFrom) {
        this.readFrom = readFrom;
    }

    public StoreSslProperties getSsl() {
        return this.ssl;
    }

    public StoreClusterProperties getCluster() {
        return this.cluster;
    }

    public StoreSentinelProperties getSentinel() {
        return this.sentinel;
    }

    /**
     * Where entries are read.
     */
    public enum ReadFrom {

        /** The primary. */
        MASTER,

        /** A replica, or the primary where no replica answers. */
        REPLICA_PREFERRED,

        /** The node that answers fastest. */
        LOWEST_LATENCY,

        /** Any node. */
        ANY

    }

}
