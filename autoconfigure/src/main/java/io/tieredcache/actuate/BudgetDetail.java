package io.tieredcache.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tieredcache.BudgetUse;
import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;

/**
 * The detail of the cache's health that tells which budgets are used up.
 */
public final class BudgetDetail {

    private BudgetDetail() {
    }

    /**
     * The budgets at a warning or alarm: names of caches may be many.
     * @param costs the caches
     * @return the budgets, {@code null} where no cache has any
     */
    public static @Nullable List<Map<String, Object>> of(CacheCosts costs) {
        boolean any = false;
        List<Map<String, Object>> used = new ArrayList<>();
        for (CacheCost cost : costs.all()) {
            for (BudgetUse use : cost.budgets()) {
                any = true;
                Double ratio = use.ratio();
                if (ratio != null && use.level() != BudgetUse.Level.OK) {
                    used.add(inWords(cost.cache(), use, ratio));
                }
            }
        }
        return any ? used : null;
    }

    private static Map<String, Object> inWords(String cache, BudgetUse use, double ratio) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("cache", cache);
        words.put("resource", Inputs.name(use.resource()));
        words.put("level", use.level().name());
        words.put("used", String.format(Locale.ROOT, "%.0f%%", ratio * 100));
        words.put("budget", use.budget());
        return words;
    }

}
