package io.tieredcache.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.tieredcache.BudgetUse;
import io.tieredcache.BudgetUse.Level;
import io.tieredcache.BudgetUse.Resource;
import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;
import io.tieredcache.SizeEstimate;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetDetailTests {

    @Test
    void budgetsThatAreUsedUpAreTold() {
        assertThat(BudgetDetail.of(costs(new BudgetUse(Resource.L1_BYTES, 1_000, 10L, Level.OK),
                new BudgetUse(Resource.L2_BYTES, 1_000, 856L, Level.WARN),
                new BudgetUse(Resource.NETWORK_BYTES_PER_SECOND, 1_000, null, Level.UNKNOWN))))
            .containsExactly(Map.of("cache", "orders", "resource", "l2-bytes", "level", "WARN", "used", "86%", "budget",
                    1_000L));
    }

    @Test
    void nothingIsToldWithoutBudgets() {
        assertThat(BudgetDetail.of(costs())).isNull();
    }

    private static CacheCosts costs(BudgetUse... uses) {
        SizeEstimate unknown = SizeEstimate.unknown(null, "none");
        CacheCost cost = new CacheCost("orders", unknown, unknown, new CacheCost.Use(Duration.ZERO, 0, 0, 0, 0, null),
                null, Arrays.asList(uses));
        return new CacheCosts() {

            @Override
            public List<CacheCost> all() {
                return List.of(cost);
            }

            @Override
            public @Nullable CacheCost of(String cache) {
                return cost;
            }

        };
    }

}
