package io.tieredcache.cost;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.BudgetUse;
import io.tieredcache.BudgetUse.Level;
import io.tieredcache.BudgetUse.Resource;

/**
 * Compares what one cache uses with its budgets, and logs when the level changes. Of use
 * to one thread at a time.
 */
final class BudgetWatch {

    private static final Logger logger = LoggerFactory.getLogger(BudgetWatch.class);

    private final String cache;

    private final CacheTerms terms;

    private final CostSettings settings;

    private final Map<Resource, Level> levels = new EnumMap<>(Resource.class);

    BudgetWatch(String cache, CacheTerms terms, CostSettings settings) {
        this.cache = cache;
        this.terms = terms;
        this.settings = settings;
    }

    List<BudgetUse> look(@Nullable Long l1Bytes, @Nullable Long l2Bytes, @Nullable Long bytesPerSecond) {
        List<BudgetUse> uses = new ArrayList<>();
        add(uses, Resource.L1_BYTES, this.terms.l1Bytes(), l1Bytes);
        add(uses, Resource.L2_BYTES, this.terms.l2Bytes(), l2Bytes);
        add(uses, Resource.NETWORK_BYTES_PER_SECOND, this.terms.networkBytesPerSecond(), bytesPerSecond);
        return uses;
    }

    private void add(List<BudgetUse> uses, Resource resource, @Nullable Long budget, @Nullable Long used) {
        if (budget != null) {
            BudgetUse use = new BudgetUse(resource, budget, used, level(budget, used));
            uses.add(use);
            if (use.level() != Level.UNKNOWN) {
                tell(use);
            }
        }
    }

    private Level level(long budget, @Nullable Long used) {
        if (used == null) {
            return Level.UNKNOWN;
        }
        double ratio = (double) used / budget;
        if (ratio >= this.settings.alarmAt()) {
            return Level.ALARM;
        }
        return (ratio >= this.settings.warnAt()) ? Level.WARN : Level.OK;
    }

    /**
     * A budget whose use is not known for a while keeps its level.
     */
    private void tell(BudgetUse use) {
        Level before = this.levels.put(use.resource(), use.level());
        if (use.level() == ((before != null) ? before : Level.OK)) {
            return;
        }
        String property = use.resource().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (use.level() == Level.OK) {
            logger.info("Cache '{}' is within its budget '{}' again: it uses {} of {} bytes", this.cache, property,
                    use.used(), use.budget());
        }
        else {
            logger.warn(
                    "Cache '{}' uses {} of the {} bytes of its budget '{}' ({}). Shorten its times to live or bound it "
                            + "more tightly, or raise 'tiered-cache.caches.{}.budget.{}'",
                    this.cache, use.used(), use.budget(), property, use.level(), this.cache, property);
        }
    }

}
