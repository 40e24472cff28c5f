package io.tieredcache.autoconfigure;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.cost.CacheTerms;
import io.tieredcache.cost.Prices;

/**
 * Turns properties into the budgets and prices of a cache.
 *
 * @param properties what is set for the caches
 * @param common prices of all caches, checked
 */
record CostTermsFactory(TieredCacheProperties properties, CostProperties.Prices common) {

    /**
     * Checks what is configured.
     * @return whether any cache has a budget
     */
    boolean hasBudgets() {
        boolean any = terms(
                new CacheSource("tiered-cache.defaults", new CacheProperties(), this.properties.getDefaults()))
            .hasBudget();
        for (String name : this.properties.getCaches().keySet()) {
            any |= terms(name).hasBudget();
        }
        return any;
    }

    /**
     * The budgets and prices of a cache.
     */
    CacheTerms terms(String name) {
        CacheProperties declared = this.properties.getCaches().get(name);
        return terms(new CacheSource("tiered-cache.caches." + name,
                (declared != null) ? declared : new CacheProperties(), this.properties.getDefaults()));
    }

    private CacheTerms terms(CacheSource source) {
        Double own = source.get(CacheProperties::getSourceCallPrice);
        if (own != null) {
            CostCheck.checkPrice(source.property("source-call-price"), own);
        }
        return new CacheTerms(bytes(source, "budget.l1-bytes", (cache) -> cache.getBudget().getL1Bytes()),
                bytes(source, "budget.l2-bytes", (cache) -> cache.getBudget().getL2Bytes()),
                bytes(source, "budget.network-bytes-per-second",
                        (cache) -> cache.getBudget().getNetworkBytesPerSecond()),
                new Prices(this.common.getL1GibMonth(), this.common.getL2GibMonth(), this.common.getNetworkGib(),
                        (own != null) ? own : this.common.getSourceCall(), this.common.getCurrency()));
    }

    private static @Nullable Long bytes(CacheSource source, String property,
            Function<CacheProperties, @Nullable DataSize> getter) {
        DataSize size = source.get(getter);
        if (size == null) {
            return null;
        }
        if (size.toBytes() <= 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be positive, found %s.".formatted(source.subject(property), size),
                    "Set '%s' to a size such as 64MB, or remove it.".formatted(source.property(property)));
        }
        return size.toBytes();
    }

}
