package io.tieredcache.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheSettingsCustomizer;
import io.tieredcache.ReadThroughLoader;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.ValueSerializer;
import io.tieredcache.cache.ClassDeclarations;
import io.tieredcache.cache.DefaultTieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.store.CacheClasses;

/**
 * Where the application has a cache manager of its own, Spring's annotations stay with
 * that one, and our annotations have ours.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(TieredCacheManager.class)
class BesideCacheManagerConfiguration {

    @Bean(defaultCandidate = false)
    DefaultTieredCacheManager tieredCacheManager(NamespaceRuntime runtime, TieredCacheProperties properties,
            ObjectProvider<CacheSettingsCustomizer> customizers, ObjectProvider<ValueSerializer> serializers,
            ObjectProvider<ReadThroughLoader<?, ?>> loaders) {
        return CacheManagerConfiguration.create(runtime, properties, customizers, serializers, loaders);
    }

    @Bean
    SmartInitializingSingleton tieredCacheLoaderCheck(
            @Qualifier("tieredCacheManager") DefaultTieredCacheManager manager) {
        return manager::checkLoaders;
    }

    @Bean
    PhasedLifecycle tieredCacheClassDeclarations(NamespaceRuntime runtime,
            @Qualifier("tieredCacheManager") DefaultTieredCacheManager manager, CacheClasses classes) {
        ClassDeclarations declarations = new ClassDeclarations(runtime, manager, classes);
        return new PhasedLifecycle(PhasedLifecycle.CLASS_DECLARATIONS, declarations::start, declarations::stop);
    }

    @Bean
    @ConditionalOnMissingBean
    CacheInvalidator tieredCacheInvalidator(@Qualifier("tieredCacheManager") DefaultTieredCacheManager manager) {
        return manager.invalidator();
    }

}
