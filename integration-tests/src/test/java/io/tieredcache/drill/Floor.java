package io.tieredcache.drill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From when on which version of one item is the oldest that may be served.
 */
final class Floor {

    private final List<long[]> steps = new ArrayList<>();

    private long highest = Long.MIN_VALUE;

    private long highestFrom;

    private boolean sorted;

    /**
     * From a moment on nothing older than a version may be served.
     */
    void raise(long from, long version) {
        if (from == DrillRecords.Commit.NEVER || (version <= this.highest && from >= this.highestFrom)) {
            return;
        }
        if (version > this.highest) {
            this.highest = version;
            this.highestFrom = from;
        }
        this.steps.add(new long[] { from, version });
        this.sorted = false;
    }

    /**
     * The oldest version that a read may be served that begins at a moment.
     */
    long at(long moment) {
        sort();
        int low = 0;
        int high = this.steps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (this.steps.get(middle)[0] < moment) {
                low = middle + 1;
            }
            else {
                high = middle;
            }
        }
        return (low == 0) ? 0 : this.steps.get(low - 1)[1];
    }

    private void sort() {
        if (this.sorted) {
            return;
        }
        this.steps.sort(Comparator.comparingLong((step) -> step[0]));
        long soFar = 0;
        for (long[] step : this.steps) {
            soFar = Math.max(soFar, step[1]);
            step[1] = soFar;
        }
        this.sorted = true;
    }

}
