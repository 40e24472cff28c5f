package io.tieredcache.actuate;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.BudgetUse;
import io.tieredcache.CacheBill;
import io.tieredcache.CacheCost;
import io.tieredcache.SizeEstimate;

/**
 * What a cache costs, as the endpoint tells it.
 *
 * @param l1 its copies in this process
 * @param l2 its entries in Redis, of all instances
 * @param periodMillis how long the next figures were counted
 * @param reads reads
 * @param sourceCalls calls of the source
 * @param savedCalls calls that the cache saved
 * @param meanLoadMicros mean time of a call, in microseconds
 * @param savedMillis time of the source that the cache saved
 * @param bytesRead bytes that came from Redis
 * @param bytesWritten bytes that were sent to Redis
 * @param perMillionReads what a million reads cost, {@code null} without prices
 * @param budgets the budgets
 */
record CostDescriptor(Size l1, Size l2, long periodMillis, long reads, long sourceCalls, long savedCalls,
        @Nullable Long meanLoadMicros, @Nullable Long savedMillis, long bytesRead, long bytesWritten,
        @Nullable Bill perMillionReads, List<Budget> budgets) {

    static CostDescriptor of(CacheCost cost) {
        CacheCost.Use use = cost.use();
        Duration mean = use.meanLoadTime();
        Duration saved = use.savedTime();
        return new CostDescriptor(Size.of(cost.l1()), Size.of(cost.l2()), use.period().toMillis(), use.reads(),
                use.sourceCalls(), use.savedCalls(), (mean != null) ? mean.toNanos() / 1_000 : null,
                (saved != null) ? saved.toMillis() : null, use.bytesRead(), use.bytesWritten(), Bill.of(cost.bill()),
                cost.budgets().stream().map(Budget::of).toList());
    }

    /**
     * How much a level holds.
     *
     * @param basis where the figures come from
     * @param bytes the bytes
     * @param entries the entries
     * @param standardError standard error of the bytes
     * @param samples entries in the sample
     * @param reason why the bytes are not known
     */
    record Size(String basis, @Nullable Long bytes, @Nullable Long entries, @Nullable Long standardError, int samples,
            @Nullable String reason) {

        static Size of(SizeEstimate size) {
            return new Size(Inputs.name(size.basis()), size.bytes(), size.entries(), size.standardError(),
                    size.samples(), size.reason());
        }

    }

    /**
     * What a million reads cost.
     *
     * @param l1 memory of this process
     * @param l2 memory of Redis
     * @param network traffic
     * @param source calls of the source
     * @param total all of them
     * @param withoutCache the same reads without the cache
     * @param saved the difference
     * @param currency the currency
     */
    record Bill(@Nullable Double l1, @Nullable Double l2, @Nullable Double network, @Nullable Double source,
            @Nullable Double total, @Nullable Double withoutCache, @Nullable Double saved, @Nullable String currency) {

        static @Nullable Bill of(@Nullable CacheBill bill) {
            return (bill == null) ? null : new Bill(bill.l1(), bill.l2(), bill.network(), bill.source(), bill.total(),
                    bill.withoutCache(), bill.saved(), bill.currency());
        }

    }

    /**
     * A budget.
     *
     * @param resource what is budgeted
     * @param budget the budget in bytes, or bytes in a second
     * @param used what is used
     * @param ratio the share that is used
     * @param level {@code ok}, {@code warn}, {@code alarm} or {@code unknown}
     */
    record Budget(String resource, long budget, @Nullable Long used, @Nullable Double ratio, String level) {

        static Budget of(BudgetUse use) {
            return new Budget(Inputs.name(use.resource()), use.budget(), use.used(), use.ratio(),
                    Inputs.name(use.level()));
        }

    }

}
