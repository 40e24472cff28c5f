package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.slo.SloTargets;

/**
 * Turns properties into the objectives of a cache.
 */
final class SloTargetsFactory {

    private static final double WITHIN = 0.99;

    private static final Duration LEAST_WINDOW = Duration.ofSeconds(10);

    private final TieredCacheProperties properties;

    private final boolean anyConfigured;

    SloTargetsFactory(TieredCacheProperties properties, SloProperties common) {
        this.properties = properties;
        if (common.getWindow().compareTo(LEAST_WINDOW) < 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.slo.window' is %s, shorter than %s.".formatted(Words.of(common.getWindow()),
                            Words.of(LEAST_WINDOW)),
                    "Set 'tiered-cache.slo.window' to %s or more.".formatted(Words.of(LEAST_WINDOW)));
        }
        this.anyConfigured = check();
    }

    /**
     * Whether any cache has an objective.
     */
    boolean isAnyConfigured() {
        return this.anyConfigured;
    }

    /**
     * Checks all that is configured, the defaults first, so that a mistake is named where
     * it was made.
     * @return whether there is anything
     */
    private boolean check() {
        boolean any = !targets(
                new CacheSource("tiered-cache.defaults", new CacheProperties(), this.properties.getDefaults()))
            .isEmpty();
        for (String name : this.properties.getCaches().keySet()) {
            any |= !targets(name).isEmpty();
        }
        return any;
    }

    /**
     * The objectives of a cache.
     */
    SloTargets targets(String name) {
        CacheProperties declared = this.properties.getCaches().get(name);
        return targets(new CacheSource("tiered-cache.caches." + name,
                (declared != null) ? declared : new CacheProperties(), this.properties.getDefaults()));
    }

    private static SloTargets targets(CacheSource source) {
        Double within = share(source, "slo.within", (cache) -> cache.getSlo().getWithin());
        return new SloTargets(share(source, "slo.hit-ratio", (cache) -> cache.getSlo().getHitRatio()),
                source.positive("slo.miss-penalty", (cache) -> cache.getSlo().getMissPenalty()),
                share(source, "slo.stale-share", (cache) -> cache.getSlo().getStaleShare()),
                source.positive("slo.invalidation-lag", (cache) -> cache.getSlo().getInvalidationLag()),
                (within != null) ? within : WITHIN);
    }

    private static @Nullable Double share(CacheSource source, String property,
            Function<CacheProperties, @Nullable Double> getter) {
        Double share = source.get(getter);
        if (share != null && !(share > 0 && share < 1)) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be above 0 and below 1, found %s.".formatted(source.subject(property), share),
                    "Set '%s' to a share such as 0.95, or remove it.".formatted(source.property(property)));
        }
        return share;
    }

}
