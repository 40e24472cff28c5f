package io.tieredcache.cache;

import java.util.stream.Stream;

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
            case BEFORE_LEASE ->
                steps(Step.LEASE, Step.ACQUIRE).forEach((step) -> instance.l2().before(step, gate::pass));
            case AFTER_LEASE ->
                steps(Step.LEASE, Step.ACQUIRE).forEach((step) -> instance.l2().after(step, gate::pass));
            case AFTER_SOURCE_READ -> source.stopNextLoad(gate);
            case BEFORE_STORE ->
                steps(Step.STORE, Step.RENEW).forEach((step) -> instance.l2().before(step, gate::pass));
            case AFTER_STORE -> steps(Step.STORE, Step.RENEW).forEach((step) -> instance.l2().after(step, gate::pass));
        }
        return gate;
    }

    /** The load takes one of these steps. */
    private static Stream<Step> steps(Step one, Step other) {
        return Stream.of(one, other);
    }

}
