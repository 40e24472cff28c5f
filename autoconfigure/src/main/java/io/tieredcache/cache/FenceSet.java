package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;

import io.tieredcache.store.Fence;
import io.tieredcache.store.FenceReadings;

/**
 * Some fences as they are now. Answers of Redis settle these very objects and no others
 * of the same names: if a resync killed them meanwhile, the answer is too old to count.
 *
 * @param names the fences' names
 * @param fences the fences, in the same order
 */
@SuppressWarnings("ArrayRecordComponent")
record FenceSet(List<String> names, Fence[] fences) {

    void settle(FenceReadings readings) {
        for (int i = 0; i < this.fences.length; i++) {
            String name = this.names.get(i);
            this.fences[i].settle(readings.number(name), readings.evicted(name));
        }
    }

    void settleRest(long number) {
        for (Fence fence : this.fences) {
            if (!fence.isSettled()) {
                fence.settle(number, number);
            }
        }
    }

    boolean isSettled() {
        for (Fence fence : this.fences) {
            if (!fence.isSettled()) {
                return false;
            }
        }
        return true;
    }

    boolean admits(long stamp) {
        for (Fence fence : this.fences) {
            if (!fence.admits(stamp)) {
                return false;
            }
        }
        return true;
    }

    boolean admitsStandIn(long stamp) {
        for (Fence fence : this.fences) {
            if (!fence.admitsStandIn(stamp)) {
                return false;
            }
        }
        return true;
    }

    boolean refuses(long stamp) {
        for (Fence fence : this.fences) {
            if (fence.refuses(stamp)) {
                return true;
            }
        }
        return false;
    }

    FenceSet and(FenceSet others) {
        List<String> allNames = new ArrayList<>(this.names);
        allNames.addAll(others.names);
        Fence[] all = new Fence[this.fences.length + others.fences.length];
        System.arraycopy(this.fences, 0, all, 0, this.fences.length);
        System.arraycopy(others.fences, 0, all, this.fences.length, others.fences.length);
        return new FenceSet(allNames, all);
    }

}
