package io.tieredcache.drill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From when on which version of one item is the oldest that may be served.
 */
final class Floor {

    private final List<long[]> steps = new ArrayList<>();

    private boolean sorted;

    /**
     * From a moment on nothing older than a version may be served.
     */
    void raise(long from, long version) {
        if (from != DrillRecords.Commit.NEVER) {
            this.steps.add(new long[] { from, version });
            this.sorted = false;
        }
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
        long highest = 0;
        for (long[] step : this.steps) {
            highest = Math.max(highest, step[1]);
            step[1] = highest;
        }
        this.sorted = true;
    }

}
