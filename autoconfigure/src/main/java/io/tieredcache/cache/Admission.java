package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

/**
 * Whether a read that missed may ask the source. Exactly one of the three holds: it may,
 * with the load it begins; it need not, since L2 has an answer by now; or another
 * instance asks already.
 *
 * @param load the load
 * @param answer the answer that L2 has by now
 * @param busyMillis how long the other instance's lease stands if it is not renewed
 * @param nobody whether the lease is closed since a load just failed
 */
record Admission(@Nullable PreparedLoad load, @Nullable Answer answer, long busyMillis, boolean nobody) {

    static Admission of(PreparedLoad load) {
        return new Admission(load, null, 0, false);
    }

    static Admission of(Answer answer) {
        return new Admission(null, answer, 0, false);
    }

    static Admission busy(long millis, boolean nobody) {
        return new Admission(null, null, millis, nobody);
    }

    /**
     * The answer of an admission without a load.
     */
    Answer answered() {
        return Answer.required(this.answer);
    }

    boolean isBusy() {
        return this.load == null && this.answer == null;
    }

}
