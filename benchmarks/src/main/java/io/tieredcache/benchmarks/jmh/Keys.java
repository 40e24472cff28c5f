package io.tieredcache.benchmarks.jmh;

import java.util.concurrent.ThreadLocalRandom;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.Directory;

/**
 * What each thread asks for: all values in turn, from a place of its own on.
 */
@State(Scope.Thread)
public class Keys {

    private static final int MASK = Directory.SIZE - 1;

    private long[] ids = {};

    private Airport[] airports = {};

    private int next;

    /**
     * Reads the keys.
     */
    @Setup
    public void read() {
        Directory directory = new Directory();
        this.ids = directory.ids();
        this.airports = new Airport[this.ids.length];
        for (int i = 0; i < this.ids.length; i++) {
            this.airports[i] = directory.airport(this.ids[i]);
        }
        this.next = ThreadLocalRandom.current().nextInt(Directory.SIZE);
    }

    long id() {
        return this.ids[this.next++ & MASK];
    }

    Airport airport() {
        return this.airports[this.next++ & MASK];
    }

    long page() {
        return this.next++ & MASK;
    }

}
