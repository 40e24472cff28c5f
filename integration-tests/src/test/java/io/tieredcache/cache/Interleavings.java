package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * All orders in which the steps of several actors can follow each other.
 */
final class Interleavings {

    private Interleavings() {
    }

    /**
     * Gives the orders as texts: the letter {@code a} is a step of the first actor,
     * {@code b} one of the second, and so on.
     * @param steps number of steps of each actor
     */
    static List<String> of(int... steps) {
        List<String> all = new ArrayList<>();
        extend("", steps.clone(), all);
        return all;
    }

    private static void extend(String begun, int[] left, List<String> all) {
        boolean ended = true;
        for (int actor = 0; actor < left.length; actor++) {
            if (left[actor] > 0) {
                ended = false;
                left[actor]--;
                extend(begun + (char) ('a' + actor), left, all);
                left[actor]++;
            }
        }
        if (ended) {
            all.add(begun);
        }
    }

}
