package io.tieredcache.cost;

import java.util.OptionalLong;

import io.tieredcache.CacheCost;
import io.tieredcache.L1Figures;
import io.tieredcache.SizeEstimate;
import io.tieredcache.TieredCache;

/**
 * What is noted of one cache. Safe for concurrent use.
 */
final class CacheLedger {

    private final TieredCache cache;

    private final LoadTimes loads;

    private final BillCalculator calculator;

    private final BudgetWatch budgets;

    private final CostPeriod period = new CostPeriod();

    private volatile CacheCost latest;

    CacheLedger(TieredCache cache, LoadTimes loads, CacheTerms terms, CostSettings settings, long nanos) {
        this.cache = cache;
        this.loads = loads;
        this.calculator = new BillCalculator(terms.prices(), settings.instances());
        this.budgets = new BudgetWatch(cache.getName(), terms, settings);
        this.latest = next(SizeEstimate.unknown(null, "No sample was taken yet"), nanos);
    }

    TieredCache cache() {
        return this.cache;
    }

    CacheCost latest() {
        return this.latest;
    }

    synchronized void note(SizeEstimate l2, long nanos) {
        this.latest = next(l2, nanos);
    }

    private CacheCost next(SizeEstimate l2, long nanos) {
        SizeEstimate l1 = l1(this.cache.l1Figures());
        this.period.add(CostNote.of(this.cache, nanos, l1.bytes(), l2.bytes()));
        CacheCost.Use use = this.period.use(this.loads.mean());
        return new CacheCost(this.cache.getName(), l1, l2, use,
                this.calculator.bill(use, this.period.mean(CostNote::l1Bytes), this.period.mean(CostNote::l2Bytes)),
                this.budgets.look(l1.bytes(), l2.bytes(), this.period.bytesPerSecond()));
    }

    private static SizeEstimate l1(L1Figures figures) {
        long entries = figures.size();
        OptionalLong counted = figures.bytes();
        if (counted.isPresent()) {
            return SizeEstimate.counted(counted.getAsLong(), entries);
        }
        OptionalLong sampled = figures.estimatedBytes();
        return sampled.isPresent()
                ? new SizeEstimate(SizeEstimate.Basis.SAMPLED, sampled.getAsLong(), entries, null, 0, null)
                : SizeEstimate.unknown(entries, "No copy has a serialized form whose size is known");
    }

}
