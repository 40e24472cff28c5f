package io.tieredcache.drill;

import java.util.Arrays;

/**
 * A list of numbers that takes little memory.
 */
final class Longs {

    private long[] values = new long[1024];

    private int size;

    void add(long value) {
        if (this.size == this.values.length) {
            this.values = Arrays.copyOf(this.values, 2 * this.size);
        }
        this.values[this.size++] = value;
    }

    void addAll(Longs others) {
        for (int i = 0; i < others.size; i++) {
            add(others.values[i]);
        }
    }

    int size() {
        return this.size;
    }

    long get(int index) {
        return this.values[index];
    }

    void sort() {
        Arrays.sort(this.values, 0, this.size);
    }

    /**
     * The number below which a share of the sorted numbers is, 0 if there are none.
     */
    long percentile(double share) {
        return (this.size == 0) ? 0 : this.values[(int) Math.min(this.size - 1, this.size * share)];
    }

}
