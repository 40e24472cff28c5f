package io.tieredcache.cost;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.BudgetUse;
import io.tieredcache.BudgetUse.Level;
import io.tieredcache.BudgetUse.Resource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BudgetWatchTests {

    private static final Prices FREE = new Prices(null, null, null, null, null);

    private final BudgetWatch watch = new BudgetWatch("orders", new CacheTerms(null, 1_000L, null, FREE),
            new CostSettings(1, 1, 0.8, 1));

    private BudgetUse look(@Nullable Long l2Bytes) {
        List<BudgetUse> uses = this.watch.look(5L, l2Bytes, 7L);
        assertThat(uses).as("only what has a budget").hasSize(1);
        return uses.get(0);
    }

    @ParameterizedTest
    @CsvSource({ "0, OK", "799, OK", "800, WARN", "999, WARN", "1000, ALARM", "5000, ALARM" })
    void levelFollowsTheThresholds(long used, Level level) {
        assertThat(look(used)).isEqualTo(new BudgetUse(Resource.L2_BYTES, 1_000, used, level));
        assertThat(look(used).ratio()).isEqualTo(used / 1_000.0);
    }

    @Test
    void useThatIsNotKnownHasNoLevel() {
        assertThat(look(null)).isEqualTo(new BudgetUse(Resource.L2_BYTES, 1_000, null, Level.UNKNOWN));
        assertThat(look(null).ratio()).isNull();
    }

    @Test
    void eachResourceHasItsBudget() {
        BudgetWatch all = new BudgetWatch("orders", new CacheTerms(10L, 20L, 30L, FREE),
                new CostSettings(1, 1, 0.5, 1));
        assertThat(all.look(4L, 10L, 30L)).containsExactly(new BudgetUse(Resource.L1_BYTES, 10, 4L, Level.OK),
                new BudgetUse(Resource.L2_BYTES, 20, 10L, Level.WARN),
                new BudgetUse(Resource.NETWORK_BYTES_PER_SECOND, 30, 30L, Level.ALARM));
    }

    @Test
    void changesAreLoggedAndNothingElse(CapturedOutput output) {
        look(10L);
        assertThat(output).doesNotContain("budget");
        look(900L);
        look(910L);
        look(null);
        look(920L);
        assertThat(output.getAll().lines().filter((line) -> line.contains("budget"))).singleElement()
            .asString()
            .contains("Cache 'orders' uses 900 of the 1000 bytes of its budget 'l2-bytes' (WARN)",
                    "raise 'tiered-cache.caches.orders.budget.l2-bytes'");
        look(2_000L);
        assertThat(output).contains("uses 2000 of the 1000 bytes of its budget 'l2-bytes' (ALARM)");
        look(1L);
        look(2L);
        assertThat(output.getAll().lines().filter((line) -> line.contains("budget"))).hasSize(3)
            .last()
            .asString()
            .contains("is within its budget 'l2-bytes' again");
    }

}
