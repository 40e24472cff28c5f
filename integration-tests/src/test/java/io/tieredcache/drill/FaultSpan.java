package io.tieredcache.drill;

/**
 * A fault that happened.
 *
 * @param fault what
 * @param place whom it concerned
 * @param began when it was about to happen
 * @param struck when it had happened
 * @param healing when it was about to end
 * @param healed when it had ended
 */
record FaultSpan(DrillFault fault, int place, long began, long struck, long healing, long healed) {

    /**
     * Whether an instance could not reach Redis all through a time.
     */
    boolean silences(int instance, long from, long to) {
        boolean concerned = this.fault.silencesAll() || (this.fault.silencesOne() && this.place == instance);
        return concerned && this.struck <= from && to < this.healing;
    }

    boolean overlaps(long from, long to) {
        return this.began <= to && from <= this.healed;
    }

}
