package io.tieredcache.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.events.EventConsumer;
import io.tieredcache.events.EventSettings;
import io.tieredcache.events.InvalidationRules;
import io.tieredcache.interceptor.AnnotatedRules;
import io.tieredcache.jackson.OutsideEventJson;
import io.tieredcache.store.EventStream;

/**
 * Invalidation by Spring's events and by those from outside.
 */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    static InvalidationRules tieredCacheInvalidationRules(ConfigurableListableBeanFactory beanFactory) {
        return new InvalidationRules(beanFactory, new AnnotatedRules(beanFactory)::find,
                () -> beanFactory.getBean(CacheInvalidator.class));
    }

    /**
     * Events from outside.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "tiered-cache.events.enabled")
    static class OutsideEventConfiguration {

        @Bean(destroyMethod = "stop")
        EventConsumer tieredCacheEventConsumer(EventStream stream, NamespaceRuntime runtime,
                CacheInvalidator invalidator, ConfigurableListableBeanFactory beanFactory,
                TieredCacheProperties properties) {
            EventProperties events = properties.getEvents();
            return new EventConsumer(stream, runtime::await, new OutsideEventJson(),
                    beanFactory.getBean(TieredCacheManager.class), invalidator,
                    new EventSettings(events.getPollInterval(), events.getBatchSize(), events.getClaimAfter()),
                    System::nanoTime, LoadThreadFactory.single("tiered-cache-events"));
        }

        @Bean
        PhasedLifecycle tieredCacheEventConsumerLifecycle(EventConsumer consumer) {
            return new PhasedLifecycle(PhasedLifecycle.EVENTS, consumer::start, consumer::stop);
        }

    }

}
