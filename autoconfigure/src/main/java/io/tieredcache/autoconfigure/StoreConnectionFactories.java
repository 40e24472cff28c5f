package io.tieredcache.autoconfigure;

import java.util.Set;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisConfiguration.WithDatabaseIndex;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.InvalidTieredCacheConfigurationException;

/**
 * Makes the connection factories of stores, which share the threads of the application's.
 * They connect to nothing before they are asked to.
 *
 * @param resources the threads
 * @param bundles the SSL bundles
 */
record StoreConnectionFactories(ObjectProvider<ClientResources> resources, ObjectProvider<SslBundles> bundles) {

    /**
     * Makes a factory, to be destroyed by the caller.
     * @param name the store's name
     * @param store the store's properties
     */
    LettuceConnectionFactory create(String name, StoreProperties store) {
        return createFor("tiered-cache.stores." + name, store);
    }

    /**
     * Makes a factory, to be destroyed by the caller.
     * @param property where the properties stand
     * @param store the properties
     */
    LettuceConnectionFactory createFor(String property, StoreProperties store) {
        LettuceConnectionFactory factory = factory(redis(property, store), client(store));
        factory.setEarlyStartup(false);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private static LettuceConnectionFactory factory(RedisConfiguration redis, LettuceClientConfiguration client) {
        // A factory that was given a standalone one as any other does not give it back.
        return (redis instanceof RedisStandaloneConfiguration standalone)
                ? new LettuceConnectionFactory(standalone, client) : new LettuceConnectionFactory(redis, client);
    }

    private static RedisConfiguration redis(String property, StoreProperties store) {
        RedisConfiguration redis = place(property, store);
        if (redis instanceof WithAuthentication login) {
            if (store.getUsername() != null) {
                login.setUsername(store.getUsername());
            }
            if (store.getPassword() != null) {
                login.setPassword(RedisPassword.of(store.getPassword()));
            }
        }
        if (redis instanceof WithDatabaseIndex databases && store.getDatabase() != 0) {
            databases.setDatabase(store.getDatabase());
        }
        return redis;
    }

    private static RedisConfiguration place(String property, StoreProperties store) {
        try {
            if (store.getUrl() != null) {
                return LettuceConnectionFactory.createRedisConfiguration(store.getUrl());
            }
            if (!store.getCluster().getNodes().isEmpty()) {
                return cluster(store.getCluster());
            }
            return (store.getSentinel().getMaster() != null)
                    ? sentinel(store.getSentinel().getMaster(), store.getSentinel())
                    : new RedisStandaloneConfiguration(String.valueOf(store.getHost()), store.getPort());
        }
        catch (IllegalArgumentException ex) {
            // The cause may name the password of the URL.
            throw new InvalidTieredCacheConfigurationException(
                    "'%s' has a URL or nodes that cannot be read.".formatted(property),
                    "Write a URL as 'redis://user:secret@host:port/database', and nodes as 'host:port'.");
        }
    }

    private static RedisClusterConfiguration cluster(StoreProperties.Cluster properties) {
        RedisClusterConfiguration cluster = new RedisClusterConfiguration(properties.getNodes());
        if (properties.getMaxRedirects() != null) {
            cluster.setMaxRedirects(properties.getMaxRedirects());
        }
        return cluster;
    }

    private static RedisSentinelConfiguration sentinel(String master, StoreProperties.Sentinel properties) {
        RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration(master, Set.copyOf(properties.getNodes()));
        if (properties.getUsername() != null) {
            sentinel.setSentinelUsername(properties.getUsername());
        }
        if (properties.getPassword() != null) {
            sentinel.setSentinelPassword(RedisPassword.of(properties.getPassword()));
        }
        return sentinel;
    }

    private LettuceClientConfiguration client(StoreProperties store) {
        LettuceClientConfiguration.LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder();
        String bundle = store.getSsl().getBundle();
        Boolean enabled = store.getSsl().getEnabled();
        boolean byUrl = store.getUrl() != null && store.getUrl().startsWith("rediss");
        if ((enabled != null) ? enabled : bundle != null || byUrl) {
            client.useSsl();
        }
        if (store.getClientName() != null) {
            client.clientName(store.getClientName());
        }
        this.resources.ifUnique(client::clientResources);
        client.clientOptions(options(store, (bundle != null) ? this.bundles.getObject().getBundle(bundle) : null));
        return client.build();
    }

    private static ClientOptions options(StoreProperties store, @Nullable SslBundle bundle) {
        ClientOptions.Builder options = store.getCluster().getNodes().isEmpty() ? ClientOptions.builder()
                : ClusterClientOptions.builder();
        if (store.getConnectTimeout() != null) {
            options.socketOptions(SocketOptions.builder().connectTimeout(store.getConnectTimeout()).build());
        }
        if (bundle != null) {
            options.sslOptions(ssl(bundle));
        }
        return options.timeoutOptions(TimeoutOptions.enabled()).build();
    }

    private static SslOptions ssl(SslBundle bundle) {
        SslOptions.Builder ssl = SslOptions.builder()
            .keyManager(bundle.getManagers().getKeyManagerFactory())
            .trustManager(bundle.getManagers().getTrustManagerFactory());
        if (bundle.getOptions().getCiphers() != null) {
            ssl.cipherSuites(bundle.getOptions().getCiphers());
        }
        if (bundle.getOptions().getEnabledProtocols() != null) {
            ssl.protocols(bundle.getOptions().getEnabledProtocols());
        }
        return ssl.build();
    }

}
