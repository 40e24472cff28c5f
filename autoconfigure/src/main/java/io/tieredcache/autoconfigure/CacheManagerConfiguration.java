package io.tieredcache.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheSettingsCustomizer;
import io.tieredcache.ReadThroughLoader;
import io.tieredcache.ValueSerializer;
import io.tieredcache.cache.ClassDeclarations;
import io.tieredcache.cache.DefaultTieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.store.CacheClasses;

/**
 * The cache manager, for our annotations and for Spring's own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(CacheManager.class)
class CacheManagerConfiguration {

    @Bean
    DefaultTieredCacheManager tieredCacheManager(NamespaceRuntime runtime, TieredCacheProperties properties,
            ObjectProvider<CacheSettingsCustomizer> customizers, ObjectProvider<ValueSerializer> serializers,
            ObjectProvider<ReadThroughLoader<?, ?>> loaders) {
        return create(runtime, properties, customizers, serializers, loaders);
    }

    @Bean
    SmartInitializingSingleton tieredCacheLoaderCheck(DefaultTieredCacheManager manager) {
        return manager::checkLoaders;
    }

    @Bean
    PhasedLifecycle tieredCacheClassDeclarations(NamespaceRuntime runtime, DefaultTieredCacheManager manager,
            CacheClasses classes) {
        ClassDeclarations declarations = new ClassDeclarations(runtime, manager, classes);
        return new PhasedLifecycle(PhasedLifecycle.CLASS_DECLARATIONS, declarations::start, declarations::stop);
    }

    @Bean
    @ConditionalOnMissingBean
    CacheInvalidator tieredCacheInvalidator(DefaultTieredCacheManager manager) {
        return manager.invalidator();
    }

    static DefaultTieredCacheManager create(NamespaceRuntime runtime, TieredCacheProperties properties,
            ObjectProvider<CacheSettingsCustomizer> customizers, ObjectProvider<ValueSerializer> serializers,
            ObjectProvider<ReadThroughLoader<?, ?>> loaders) {
        Map<String, ValueSerializer> byId = new LinkedHashMap<>();
        serializers.orderedStream().forEach((serializer) -> byId.putIfAbsent(serializer.id(), serializer));
        CacheSettingsFactory factory = new CacheSettingsFactory(properties, customizers.orderedStream().toList());
        DefaultTieredCacheManager manager = new DefaultTieredCacheManager(runtime, properties.getCaches().keySet(),
                factory::settings, byId, () -> loaders.orderedStream().toList());
        manager.check("'tiered-cache.defaults'", factory.defaults());
        return manager;
    }

}
