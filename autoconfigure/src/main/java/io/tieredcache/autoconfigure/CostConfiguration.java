package io.tieredcache.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheInstance;
import io.tieredcache.actuate.BudgetDetail;
import io.tieredcache.actuate.CacheHealthDetail;
import io.tieredcache.cost.CostSampler;
import io.tieredcache.cost.CostSettings;
import io.tieredcache.cost.CostThread;
import io.tieredcache.redis.RedisKeySampler;
import io.tieredcache.redis.RedisStores;
import io.tieredcache.store.KeySampler;

/**
 * What the caches occupy, cost and save.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CostProperties.class)
class CostConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(CostConfiguration.class);

    CostConfiguration(TieredCacheProperties properties, CostProperties cost) {
        CostCheck.check(cost);
        if (new CostTermsFactory(properties, cost.getPrices()).hasBudgets() && !cost.isEnabled()) {
            logger.warn("Caches have budgets that nobody watches. Set 'tiered-cache.cost.enabled' to true, "
                    + "or remove the budgets.");
        }
    }

    /**
     * The view.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("tiered-cache.cost.enabled")
    static class ViewConfiguration {

        @Bean
        @ConditionalOnMissingBean
        KeySampler tieredCacheKeySampler(RedisStores stores, CacheInstance instance) {
            return new RedisKeySampler(stores, instance.namespace());
        }

        @Bean
        CostSampler tieredCacheCosts(CacheInstance instance, KeySampler sampler, TieredCacheProperties properties,
                CostProperties cost) {
            return new CostSampler(instance.namespace(), sampler,
                    new CostSettings(cost.getSampleSize(), cost.getInstances(), cost.getWarnAt(), cost.getAlarmAt()),
                    new CostTermsFactory(properties, cost.getPrices())::terms, System::nanoTime);
        }

        @Bean
        PhasedLifecycle tieredCacheCostLifecycle(CostSampler costs, CostProperties cost) {
            CostThread thread = new CostThread(costs, cost.getSampleEvery(),
                    LoadThreadFactory.single("tiered-cache-cost"));
            return new PhasedLifecycle(PhasedLifecycle.COST, thread::start, thread::stop);
        }

        @Bean
        CacheHealthDetail tieredCacheBudgetHealth(CostSampler costs) {
            return new CacheHealthDetail("budgets", () -> BudgetDetail.of(costs));
        }

    }

}
