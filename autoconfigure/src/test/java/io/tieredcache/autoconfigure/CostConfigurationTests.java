package io.tieredcache.autoconfigure;

import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.BudgetUse;
import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.SizeEstimate;
import io.tieredcache.actuate.TieredCacheHealthIndicator;
import io.tieredcache.store.KeySampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sample-every         | 900ms | must be 1s or more, found 900ms.
            sample-size          | 0     | must be 1 to 10000, found 0.
            sample-size          | 10001 | must be 1 to 10000, found 10001.
            instances            | 0     | must be 1 or more, found 0.
            warn-at              | 0     | must be above 0, found 0.0.
            alarm-at             | NaN   | must be above 0, found NaN.
            prices.l1-gib-month  | -1    | must not be negative, found -1.0.
            prices.l2-gib-month  | -0.5  | must not be negative, found -0.5.
            prices.network-gib   | NaN   | must not be negative, found NaN.
            prices.source-call   | -1e-9 | must not be negative, found -1.0E-9.
            prices.currency      | euro  | must be three letters, found 'euro'.""")
    void mistakeIsNamed(String property, String value, String message) {
        String name = "tiered-cache.cost." + property;
        CostProperties cost = new Binder(new MapConfigurationPropertySource(Map.of(name, value)))
            .bindOrCreate("tiered-cache.cost", CostProperties.class);
        assertThatExceptionOfType(InvalidTieredCacheConfigurationException.class)
            .isThrownBy(() -> CostCheck.check(cost))
            .withMessageContaining("'" + name + "' " + message);
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
