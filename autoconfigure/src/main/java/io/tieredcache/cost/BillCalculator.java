package io.tieredcache.cost;

import java.time.Duration;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheBill;
import io.tieredcache.CacheCost;

/**
 * Makes bills. Memory costs by its mean size and the time; the rest by what was counted.
 */
final class BillCalculator {

    private static final double GIB = 1024d * 1024 * 1024;

    private static final double MONTH_NANOS = Duration.ofHours(730).toNanos();

    private static final double MILLION = 1_000_000;

    private final Prices prices;

    private final int instances;

    BillCalculator(Prices prices, int instances) {
        this.prices = prices;
        this.instances = instances;
    }

    /**
     * The bill for a million reads.
     * @param use what was asked for
     * @param l1Bytes mean size of L1 meanwhile, {@code null} if it is not known
     * @param l2Bytes mean size of L2 meanwhile, {@code null} if it is not known
     * @return the bill, {@code null} without prices or reads
     */
    @Nullable CacheBill bill(CacheCost.Use use, @Nullable Double l1Bytes, @Nullable Double l2Bytes) {
        if (this.prices.isNothing() || use.reads() == 0) {
            return null;
        }
        double months = use.period().toNanos() / MONTH_NANOS;
        double million = MILLION / use.reads();
        Double l1 = product(this.prices.l1GibMonth(), l1Bytes, months * million / GIB);
        Double l2 = product(this.prices.l2GibMonth(), l2Bytes, months * million / GIB / this.instances);
        Double network = product(this.prices.networkGib(), (double) use.bytesRead() + use.bytesWritten(),
                million / GIB);
        Double source = product(this.prices.sourceCall(), (double) use.sourceCalls(), million);
        boolean known = isKnown(this.prices.l1GibMonth(), l1) && isKnown(this.prices.l2GibMonth(), l2);
        return new CacheBill(l1, l2, network, source, known ? sum(l1, l2, network, source) : null,
                product(this.prices.sourceCall(), MILLION, 1), this.prices.currency());
    }

    private static @Nullable Double product(@Nullable Double price, @Nullable Double amount, double factor) {
        return (price != null && amount != null) ? price * amount * factor : null;
    }

    private static boolean isKnown(@Nullable Double price, @Nullable Double part) {
        return price == null || part != null;
    }

    private static double sum(@Nullable Double... parts) {
        return Stream.of(parts).mapToDouble((part) -> (part != null) ? part : 0).sum();
    }

}
