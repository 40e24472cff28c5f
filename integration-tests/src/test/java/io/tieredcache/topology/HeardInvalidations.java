package io.tieredcache.topology;

import java.util.function.Consumer;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.InvalidationListener;

/**
 * Tells a test of the messages that an instance applied.
 */
class HeardInvalidations implements InvalidationListener {

    private volatile Consumer<AppliedInvalidation> listener = (invalidation) -> {
    };

    void tell(Consumer<AppliedInvalidation> listener) {
        this.listener = listener;
    }

    @Override
    public void onInvalidation(AppliedInvalidation invalidation) {
        this.listener.accept(invalidation);
    }

}
