package io.tieredcache.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

import io.tieredcache.InvalidationQueue;
import io.tieredcache.StalenessListener;
import io.tieredcache.audit.StalenessAuditor;
import io.tieredcache.audit.StalenessReasons;
import io.tieredcache.cache.InvalidationChannel;

/**
 * The staleness audit. It is there also while it is off, so that it can be switched on.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
class AuditConfiguration {

    @Bean
    StalenessAuditor tieredCacheStalenessAudit(AuditProperties properties, ObjectProvider<InvalidationChannel> channel,
            ObjectProvider<InvalidationQueue> queue, ObjectProvider<StalenessListener> listeners,
            ResourceLoader resources) {
        // Asked for when something is found, since both need the caches, which need this.
        StalenessReasons reasons = new StalenessReasons(() -> channel.getObject().state(),
                () -> queue.stream().mapToInt(InvalidationQueue::size).sum());
        return new StalenessAuditor(properties.settings(), reasons, System::nanoTime,
                StoreConfiguration.contextPropagation(resources)::decorate, listeners.orderedStream().toList());
    }

    @Bean
    PhasedLifecycle tieredCacheStalenessAuditLifecycle(StalenessAuditor audit) {
        return new PhasedLifecycle(PhasedLifecycle.AUDIT,
                () -> audit.thread().start(LoadThreadFactory.single("tiered-cache-audit")), audit.thread()::stop);
    }

}
