package io.tieredcache.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.TieredCache;
import io.tieredcache.ToggleInForce;
import io.tieredcache.contract.PolicyWords;

/**
 * One cache as the endpoint tells it.
 *
 * @param name the cache's name
 * @param mode levels in use now
 * @param consistency what readers may rely on
 * @param l1Trust whether L1 answers on its own now
 * @param store name of the Redis that its entries are in
 * @param toggles the toggles that are in force for it
 * @param reads reads since the cache was made: hits, misses and bypasses
 * @param hits reads that a level answered
 * @param misses reads that neither level answered
 * @param bypasses reads that asked the source because of the mode
 * @param loads loads that returned
 * @param hitRatio share of hits in hits and misses, 0 to 1; {@code null} before the first
 * @param l1HitRatio share of those that L1 answered
 * @param l2HitRatio share of those that L2 answered
 * @param counts all that is counted
 * @param policy its settings in words
 * @param audit what the staleness audit counted, {@code null} where it never looked
 * @param slos how its objectives stand
 */
record CacheDescriptor(String name, String mode, String consistency, String l1Trust, String store, List<String> toggles,
        long reads, long hits, long misses, long bypasses, long loads, @Nullable Double hitRatio,
        @Nullable Double l1HitRatio, @Nullable Double l2HitRatio, Map<String, Long> counts, Map<String, String> policy,
        @Nullable AuditDescriptor audit, List<SloDescriptor> slos) {

    static CacheDescriptor of(TieredCache cache, List<ToggleInForce> toggles, @Nullable AuditDescriptor audit,
            List<SloDescriptor> slos) {
        String name = cache.getName();
        long l1 = cache.count(CacheCounter.L1_HIT);
        long l2 = cache.count(CacheCounter.L2_HIT);
        long misses = cache.count(CacheCounter.MISS);
        long bypasses = cache.count(CacheCounter.BYPASS);
        long answered = l1 + l2 + misses;
        return new CacheDescriptor(name, Inputs.name(cache.mode()), Inputs.name(cache.settings().consistency()),
                Inputs.name(cache.l1Trust()), Objects.requireNonNullElse(cache.settings().l2().store(), "default"),
                toggles.stream()
                    .filter((toggle) -> toggle.cache() == null || name.equals(toggle.cache()))
                    .map((toggle) -> Inputs.name(toggle.toggle()))
                    .distinct()
                    .toList(),
                answered + bypasses, l1 + l2, misses, bypasses, cache.count(CacheCounter.LOAD),
                ratio(l1 + l2, answered), ratio(l1, answered), ratio(l2, answered), counts(cache),
                PolicyWords.of(cache.settings()), audit, slos);
    }

    private static @Nullable Double ratio(long part, long whole) {
        return (whole > 0) ? (double) part / whole : null;
    }

    private static Map<String, Long> counts(TieredCache cache) {
        Map<String, Long> counts = new TreeMap<>();
        for (CacheCounter counter : CacheCounter.values()) {
            counts.put(camelCase(counter.name()), cache.count(counter));
        }
        return counts;
    }

    private static String camelCase(String constant) {
        StringBuilder out = new StringBuilder();
        for (String part : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            out.append(out.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return out.toString();
    }

}
