package io.tieredcache.cache;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tieredcache.caffeine.CaffeineStores;

/**
 * Lincheck on what happens between fills of L1, hits and invalidations inside of one
 * instance.
 * <p>
 * The property is not that of a map, since a cache may forget at any time, and a fill may
 * come to nothing. It is: no hit gives a value that is older than an invalidation which
 * returned here, or was heard of, before the hit began. So each operation notes what is
 * required when it begins, and answers whether it kept to it; the sequential
 * specification says that all always do. That a fill and its reading of the source are
 * one operation loses nothing: the checker interrupts it at every step.
 */
@Tag("drill")
class L1RaceLincheckTests {

    private static final int SCALE = Integer.getInteger("tiered-cache.test.scale", 1);

    @Test
    void noScheduleUndoesAnEviction() {
        modelChecking().check(Key.class);
    }

    @Test
    void noScheduleUndoesATagInvalidation() {
        modelChecking().check(KnownTag.class);
    }

    @Test
    void noScheduleUndoesALateTagInvalidation() {
        modelChecking().check(ResultTag.class);
    }

    /**
     * The whole cache on the real L1 store, in as many schedules as the machine makes by
     * itself: a model checker would drown in what Caffeine does beside.
     */
    @Test
    void stressWithCaffeineServesNoOlderValue() {
        new StressOptions().iterations(SCALE)
            .invocationsPerIteration(300)
            .threads(3)
            .actorsPerThread(4)
            .sequentialSpecification(AllWell.class)
            .check(WholeCache.class);
    }

    private static ModelCheckingOptions modelChecking() {
        return new ModelCheckingOptions().iterations(SCALE)
            .invocationsPerIteration(50)
            .threads(2)
            .actorsPerThread(2)
            .actorsBefore(1)
            .actorsAfter(1)
            .sequentialSpecification(AllWell.class);
    }

    /**
     * Evictions of the key.
     */
    public static class Key {

        private final L1Core core = new L1Core(true);

        @Operation
        public boolean fill() {
            this.core.fill();
            return true;
        }

        @Operation
        public boolean hit() {
            return this.core.hit();
        }

        @Operation
        public boolean invalidate() {
            this.core.evict();
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean hear() {
            this.core.hearOfEviction();
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean lose() {
            this.core.loseMessages();
            return true;
        }

    }

    /**
     * Invalidations of a tag that is known before the load.
     */
    public static class KnownTag {

        private final L1Core core = new L1Core(true);

        @Operation
        public boolean fill() {
            this.core.fill();
            return true;
        }

        @Operation
        public boolean hit() {
            return this.core.hit();
        }

        @Operation
        public boolean invalidate() {
            this.core.invalidateTag();
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean hear() {
            this.core.hearOfTag();
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean lose() {
            this.core.loseMessages();
            return true;
        }

    }

    /**
     * Invalidations of a tag that is known only when the source has answered.
     */
    public static class ResultTag {

        private final L1Core core = new L1Core(false);

        @Operation
        public boolean fill() {
            this.core.fill();
            return true;
        }

        @Operation
        public boolean hit() {
            return this.core.hit();
        }

        @Operation
        public boolean invalidate() {
            this.core.invalidateTag();
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean hear() {
            this.core.hearOfTag();
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean lose() {
            this.core.loseMessages();
            return true;
        }

    }

    /**
     * Everything on a whole cache.
     */
    public static class WholeCache {

        private final RaceCore core = core(new CaffeineStores(() -> 0));

        private static RaceCore core(CaffeineStores stores) {
            return new RaceCore(stores, stores.fenceTable(100), true);
        }

        @Operation
        public boolean fill() throws Throwable {
            return this.core.read("one");
        }

        @Operation
        public boolean hit() {
            return this.core.lookup("one");
        }

        @Operation
        public boolean invalidate() {
            this.core.invalidate(RaceCore.key("one").and(RaceCore.tag()));
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean hear() {
            this.core.hearOf(RaceCore.key("one"));
            return true;
        }

        @Operation(nonParallelGroup = "subscription")
        public boolean lose() {
            this.core.hearOf(RaceCore.tag());
            return true;
        }

    }

    /**
     * The sequential specification.
     */
    public static class AllWell {

        public boolean fill() {
            return true;
        }

        public boolean hit() {
            return true;
        }

        public boolean invalidate() {
            return true;
        }

        public boolean hear() {
            return true;
        }

        public boolean lose() {
            return true;
        }

    }

}
