package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisStore;
import io.tieredcache.redis.RedisStores;
import io.tieredcache.redis.ReplicaReads;
import io.tieredcache.store.L2Guard;

/**
 * Makes the connections to the application's Redis and to the stores beside it.
 *
 * @param properties what is set
 * @param factories makes connection factories
 * @param beanFactory has those of the application
 * @param executor runs attempts to connect
 * @param guards makes what keeps a store from making the application slow
 */
record RedisStoresFactory(TieredCacheProperties properties, StoreConnectionFactories factories, BeanFactory beanFactory,
        Executor executor, BiFunction<String, Duration, L2Guard> guards) {

    RedisStores create(LettuceConnectionFactory application, RedisConnections connections) {
        Map<String, RedisStore> named = new LinkedHashMap<>();
        try {
            this.properties.getStores().forEach((name, store) -> named.put(name, create(name, store)));
            Duration timeout = this.properties.getRedis().getTimeout();
            return new RedisStores(new RedisStore(connections,
                    replicas(application, this.properties.getRedis().getReadFrom(), timeout)), named);
        }
        catch (RuntimeException ex) {
            named.values().forEach(RedisStore::close);
            throw ex;
        }
    }

    private RedisStore create(String name, StoreProperties store) {
        Duration timeout = (store.getTimeout() != null) ? store.getTimeout() : this.properties.getRedis().getTimeout();
        L2Guard guard = this.guards.apply(name, timeout);
        String bean = store.getConnectionFactory();
        LettuceConnectionFactory factory = (bean != null) ? find(name, bean) : this.factories.create(name, store);
        RedisConnections master = (bean != null)
                ? new RedisConnections(factory, this.executor, timeout.toMillis(), guard)
                : RedisConnections.owning(factory, this.executor, timeout.toMillis(), guard);
        return new RedisStore(master, replicas(factory, store.getReadFrom(), timeout));
    }

    private LettuceConnectionFactory find(String name, String bean) {
        try {
            return this.beanFactory.getBean(bean, LettuceConnectionFactory.class);
        }
        catch (BeansException ex) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.stores.%s.connection-factory' is '%s', but there is no bean of that name that is a LettuceConnectionFactory."
                        .formatted(name, bean),
                    "Name a bean of that type, or set 'tiered-cache.stores.%s.url'.".formatted(name));
        }
    }

    private @Nullable ReplicaReads replicas(LettuceConnectionFactory factory, StoreProperties.ReadFrom from,
            Duration timeout) {
        if (from == StoreProperties.ReadFrom.MASTER) {
            return null;
        }
        return new ReplicaReads(factory, from.name().replace("_", ""), this.executor,
                Math.max(1, timeout.toMillis() / 2));
    }

}
