package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.lettuce.core.resource.ClientResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisRegionLog;
import io.tieredcache.redis.RedisRegionTurns;
import io.tieredcache.region.RegionPeer;
import io.tieredcache.region.RegionRelay;
import io.tieredcache.region.RegionSettings;
import io.tieredcache.store.L2Guard;

/**
 * Invalidations of other regions.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegionProperties.class)
class RegionConfiguration {

    RegionConfiguration(RegionProperties properties) {
        RegionCheck.check(properties);
    }

    /**
     * The relay, for an instance that is part of a region.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("tiered-cache.region.name")
    static class RelayConfiguration {

        @Bean(destroyMethod = "close")
        RegionRelay tieredCacheRegionRelay(RegionProperties properties, TieredCacheProperties all,
                NamespaceRuntime runtime, RedisConnections connections, ObjectProvider<ClientResources> resources,
                ObjectProvider<SslBundles> bundles) {
            StoreConnectionFactories factories = new StoreConnectionFactories(resources, bundles);
            String name = String.valueOf(properties.getName());
            List<RegionPeer> peers = new ArrayList<>();
            properties.getPeers().forEach((peer, redis) -> {
                if (!peer.equals(name)) {
                    Duration timeout = (redis.getTimeout() != null) ? redis.getTimeout() : all.getRedis().getTimeout();
                    peers.add(new RegionPeer(peer,
                            new RedisRegionLog(() -> RedisConnections.owning(
                                    factories.createFor("tiered-cache.region.peers." + peer, redis), Runnable::run,
                                    timeout.toMillis(), L2Guard.none()), runtime.namespace()),
                            timeout));
                }
            });
            return new RegionRelay(
                    new RegionSettings(name, properties.getPollInterval(), properties.getBatchSize(),
                            properties.getReplicationLag()),
                    peers, new RedisRegionTurns(connections, runtime.namespace(), UUID.randomUUID().toString()),
                    runtime, System::nanoTime, LoadThreadFactory.platform("tiered-cache-region-"));
        }

        @Bean
        PhasedLifecycle tieredCacheRegionRelayLifecycle(RegionRelay relay) {
            return new PhasedLifecycle(PhasedLifecycle.REGION, relay::start, relay::stop);
        }

    }

}
