package io.tieredcache.autoconfigure;

import java.util.List;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.BudgetUse;
import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;
import io.tieredcache.SizeEstimate;
import io.tieredcache.actuate.TieredCacheHealthIndicator;
import io.tieredcache.store.KeySampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@ExtendWith(OutputCaptureExtension.class)
class CostConfigurationTests {

    private static final String UNWATCHED = "Caches have budgets that nobody watches";

    private final ApplicationContextRunner contextRunner = CacheContexts.runner()
        .withConfiguration(AutoConfigurations.of(CacheHealthAutoConfiguration.class))
        .withPropertyValues("tiered-cache.caches.orders.ttl=1m", "tiered-cache.redis.timeout=100ms");

    private final ApplicationContextRunner enabled = this.contextRunner
        .withPropertyValues("tiered-cache.cost.enabled=true");

    @Test
    void nobodyLooksByDefault(CapturedOutput output) {
        this.contextRunner.run((context) -> {
            assertThat(context).doesNotHaveBean(CacheCosts.class).doesNotHaveBean(KeySampler.class);
            assertThat(context.getBean(TieredCacheHealthIndicator.class).health().getDetails())
                .doesNotContainKey("budgets");
        });
        assertThat(output).doesNotContain(UNWATCHED);
    }

    @Test
    void budgetsThatNobodyWatchesAreTold(CapturedOutput output) {
        this.contextRunner.withPropertyValues("tiered-cache.caches.orders.budget.l1-bytes=1MB")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(output).contains(UNWATCHED);
    }

    @Test
    void cacheIsThereFromItsCreationOn() {
        this.enabled.run((context) -> {
            CacheCost cost = context.getBean(CacheCosts.class).of("orders");
            assertThat(cost).isNotNull();
            assertThat(cost.l2().basis()).isEqualTo(SizeEstimate.Basis.UNKNOWN);
            assertThat(cost.l2().reason()).isNotBlank();
            assertThat(cost.bill()).isNull();
            assertThat(cost.budgets()).isEmpty();
            assertThat(context.getBean(CacheCosts.class).of("unknown")).isNull();
            assertThat(context.getBean(TieredCacheHealthIndicator.class).health().getDetails())
                .doesNotContainKey("budgets");
        });
    }

    @Test
    void budgetsOfTheDefaultsAreOfEachCache() {
        this.enabled
            .withPropertyValues("tiered-cache.defaults.budget.l2-bytes=1MB",
                    "tiered-cache.caches.orders.budget.network-bytes-per-second=2KB")
            .run((context) -> {
                CacheCosts costs = context.getBean(CacheCosts.class);
                assertThat(costs.all()).singleElement()
                    .extracting(CacheCost::budgets, InstanceOfAssertFactories.list(BudgetUse.class))
                    .extracting(BudgetUse::resource, BudgetUse::budget)
                    .containsExactly(tuple(BudgetUse.Resource.L2_BYTES, 1_048_576L),
                            tuple(BudgetUse.Resource.NETWORK_BYTES_PER_SECOND, 2_048L));
                assertThat(context.getBean(TieredCacheHealthIndicator.class).health().getDetails())
                    .containsEntry("budgets", List.of());
            });
    }

    @Test
    void samplerOfTheApplicationWins() {
        KeySampler own = (store, most) -> {
            throw new UnsupportedOperationException();
        };
        this.enabled.withBean("own", KeySampler.class, () -> own)
            .run((context) -> assertThat(context).getBean(KeySampler.class).isSameAs(own));
    }

}
