package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheAdministration;
import io.tieredcache.CacheContracts;
import io.tieredcache.CacheSettings;
import io.tieredcache.ContractText;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.cache.DefaultCacheToggles;
import io.tieredcache.cache.DefaultTieredCacheManager;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.contract.DefaultCacheContracts;
import io.tieredcache.interceptor.CacheUses;
import io.tieredcache.interceptor.TieredCacheAdvisor;
import io.tieredcache.redis.RedisConnections;
import io.tieredcache.redis.RedisToggles;
import io.tieredcache.store.ToggleStore;

/**
 * What operators see of the caches and do to them, whoever asks for it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(DefaultTieredCacheManager.class)
class AdministrationConfiguration {

    private static final String MANAGER = "tieredCacheManager";

    /** Time between two looks for the toggles of the fleet. */
    private static final Duration TOGGLE_INTERVAL = Duration.ofSeconds(1);

    @Bean
    CacheAdministration tieredCacheAdministration(@Qualifier(MANAGER) DefaultTieredCacheManager manager) {
        return manager.administration();
    }

    @Bean
    @ConditionalOnMissingBean
    ToggleStore tieredCacheToggleStore(RedisConnections connections, NamespaceRuntime runtime) {
        return new RedisToggles(connections, runtime.namespace());
    }

    @Bean
    DefaultCacheToggles tieredCacheToggles(NamespaceRuntime runtime,
            @Qualifier(MANAGER) DefaultTieredCacheManager manager, ToggleStore store) {
        return new DefaultCacheToggles(runtime, manager, store, TOGGLE_INTERVAL);
    }

    @Bean
    PhasedLifecycle tieredCacheTogglesLifecycle(DefaultCacheToggles toggles) {
        return new PhasedLifecycle(PhasedLifecycle.TOGGLES, toggles::start, toggles::stop);
    }

    @Bean
    CacheContracts tieredCacheContracts(ConfigurableListableBeanFactory beanFactory, TieredCacheAdvisor advisor,
            @Qualifier(MANAGER) DefaultTieredCacheManager manager, ObjectProvider<CacheManager> used,
            TieredCacheProperties properties) {
        CacheUses uses = new CacheUses(beanFactory, advisor, () -> used.getIfUnique() == manager);
        return new DefaultCacheContracts(properties.getCaches().keySet(), (name) -> settings(manager, name),
                texts(properties), uses::find);
    }

    private static @Nullable CacheSettings settings(TieredCacheManager manager, String name) {
        TieredCache cache = manager.getCache(name);
        return (cache != null) ? cache.settings() : null;
    }

    private static Function<String, ContractText> texts(TieredCacheProperties properties) {
        CacheProperties.Contract usual = properties.getDefaults().getContract();
        return (name) -> {
            CacheProperties declared = properties.getCaches().get(name);
            CacheProperties.Contract own = (declared != null) ? declared.getContract() : usual;
            return new ContractText(either(own.getOwner(), usual.getOwner()),
                    either(own.getPurpose(), usual.getPurpose()),
                    either(own.getClassification(), usual.getClassification()),
                    either(own.getNotes(), usual.getNotes()));
        };
    }

    private static @Nullable String either(@Nullable String own, @Nullable String usual) {
        return (own != null) ? own : usual;
    }

}
