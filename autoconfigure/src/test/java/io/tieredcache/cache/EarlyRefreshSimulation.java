package io.tieredcache.cache;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One entry that is read on several instances, on a clock that only the simulation moves.
 * <p>
 * Reads come as a Poisson process and go to an instance at random. Each instance has a
 * copy with the expiry of the entry. A read whose copy is missing, expired or drawn due
 * looks into L2 and takes over what is newer there. If that is expired or due as well,
 * the read begins a load, unless one is running anywhere: there is one lease. A load
 * takes the same time always and runs behind the readers; its end stores the entry in L2
 * and on its own instance. Only reads that come when the entry is expired wait for it.
 */
final class EarlyRefreshSimulation {

    private static final long NONE = Long.MIN_VALUE;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EarlyRefresh rule;

    private final EarlyRefreshModel model;

    private final long cost;

    private final long lifetime;

    private final long window;

    private final Random random;

    /** Expiries stand for the entries. */
    private final long[] copies;

    private long entry;

    private long now;

    private long loadEnd = NONE;

    private int loader;

    private boolean begunLate;

    private boolean waited;

    private int loads;

    private int loadsBegunLate;

    private int loadsEndedLate;

    private int loadsWaitedFor;

    private long looks;

    private double squares;

    EarlyRefreshSimulation(EarlyRefreshModel model, int instances, long seed) {
        this.rule = new EarlyRefresh(model.beta());
        this.model = model;
        this.cost = (long) (model.cost() * NANOS);
        this.lifetime = (long) (model.lifetime() * NANOS);
        this.window = this.rule.windowNanos(this.cost, this.lifetime);
        this.random = new Random(seed);
        this.copies = new long[instances];
        this.entry = this.lifetime;
    }

    Result run(int cycles) {
        while (this.loads < cycles) {
            skipReadsThatChangeNothing();
            this.now += (long) (-Math.log(1 - this.random.nextDouble()) / this.model.readsPerSecond() * NANOS);
            if (this.loadEnd != NONE && this.now >= this.loadEnd) {
                endLoad();
            }
            read(this.random.nextInt(this.copies.length));
            if (this.now - this.entry > 100 * this.lifetime) {
                throw new IllegalStateException("Nobody loads the expired entry");
            }
        }
        double mean = (this.entry - this.lifetime) / NANOS / cycles;
        double deviation = Math.sqrt(Math.max(0, this.squares / cycles - mean * mean));
        return new Result(cycles, (double) this.loadsBegunLate / cycles, (double) this.loadsEndedLate / cycles,
                (double) this.loadsWaitedFor / cycles, mean, deviation, (double) this.looks / cycles);
    }

    /**
     * Before the window reads find their current copy and draw nothing. A Poisson process
     * has no memory, so it may begin anew at the window.
     */
    private void skipReadsThatChangeNothing() {
        if (this.loadEnd == NONE && this.now < this.entry - this.window && isEveryCopyCurrent()) {
            this.now = this.entry - this.window;
        }
    }

    private boolean isEveryCopyCurrent() {
        for (long copy : this.copies) {
            if (copy != this.entry) {
                return false;
            }
        }
        return true;
    }

    private void read(int instance) {
        long copy = this.copies[instance];
        if (!isDue(copy)) {
            return;
        }
        if (copy > this.now && (this.loadEnd == NONE || this.loader != instance)) {
            this.looks++;
        }
        if (copy != this.entry) {
            this.copies[instance] = this.entry;
            if (!isDue(this.entry)) {
                return;
            }
        }
        boolean expired = this.now >= this.entry;
        if (this.loadEnd == NONE) {
            this.loadEnd = this.now + this.cost;
            this.loader = instance;
            this.begunLate = expired;
        }
        this.waited |= expired;
    }

    private boolean isDue(long expiry) {
        long remaining = expiry - this.now;
        return remaining <= this.window
                && this.rule.isDue(remaining, this.cost, this.lifetime, this.random.nextDouble());
    }

    private void endLoad() {
        long next = this.loadEnd + this.lifetime;
        double cycle = (next - this.entry) / NANOS;
        this.loads++;
        this.loadsBegunLate += this.begunLate ? 1 : 0;
        this.loadsEndedLate += (this.loadEnd > this.entry) ? 1 : 0;
        this.loadsWaitedFor += this.waited ? 1 : 0;
        this.squares += cycle * cycle;
        this.entry = next;
        this.copies[this.loader] = next;
        this.loadEnd = NONE;
        this.waited = false;
    }

    /**
     * What was measured.
     *
     * @param cycles number of loads, each with the expiry before it
     * @param begunLate share of expiries before which no refresh began
     * @param endedLate share of expiries before which no refresh ended
     * @param waited share of expiries after which a reader had to wait
     * @param cycle seconds from one store to the next, the mean
     * @param deviation standard deviation of the same
     * @param looks draws that came true early and so cost a look into L2, for each load
     */
    record Result(int cycles, double begunLate, double endedLate, double waited, double cycle, double deviation,
            double looks) {

    }

}
