package io.tieredcache.cache;

import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

/**
 * Points of a load at which a test may stop it.
 */
enum Moment {

    /** L2 answered that it has nothing. */
    AFTER_L2_READ(false),

    /** The lease is about to be taken. */
    BEFORE_LEASE(false),

    /** Redis gave the lease and the fences; the answer is on its way. */
    AFTER_LEASE(false),

    /** The source was read. */
    AFTER_SOURCE_READ(true),

    /** The value is about to be stored in L2; the caller may have it already. */
    BEFORE_STORE(true),

    /** Redis stored the value; the answer is on its way. */
    AFTER_STORE(true);

    private final boolean holdsOldValue;

    Moment(boolean holdsOldValue) {
        this.holdsOldValue = holdsOldValue;
    }

    /**
     * Whether the load has read the source when it stops here.
     */
    boolean holdsOldValue() {
        return this.holdsOldValue;
    }

    /**
     * Stops the next load at this point.
     */
    Gate stopNextLoad(TestInstance instance, VersionedSource source) {
        Gate gate = new Gate();
        switch (this) {
            case AFTER_L2_READ -> instance.l2().after(Step.READ, gate::pass);
            case BEFORE_LEASE -> instance.l2().before(Step.LEASE, gate::pass);
            case AFTER_LEASE -> instance.l2().after(Step.LEASE, gate::pass);
            case AFTER_SOURCE_READ -> source.stopNextLoad(gate);
            case BEFORE_STORE -> instance.l2().before(Step.STORE, gate::pass);
            case AFTER_STORE -> instance.l2().after(Step.STORE, gate::pass);
        }
        return gate;
    }

}
