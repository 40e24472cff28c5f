package io.tieredcache.interceptor;

import io.tieredcache.PendingPut;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * One value to be written later, around one call. The right to put it into the cache is
 * taken before the method runs, unless the key reads the result.
 */
final class BehindCall {

    private final BehindOperation operation;

    private final MethodInvocation invocation;

    private final @Nullable PendingPut pending;

    private BehindCall(BehindOperation operation, MethodInvocation invocation, @Nullable PendingPut pending) {
        this.operation = operation;
        this.invocation = invocation;
        this.pending = pending;
    }

    static BehindCall begin(BehindOperation operation, MethodInvocation invocation) {
        return new BehindCall(operation, invocation,
                operation.put().key().readsResult() ? null : begin(operation, invocation, null));
    }

    private static PendingPut begin(BehindOperation operation, MethodInvocation invocation, @Nullable Object value) {
        PutOperation put = operation.put();
        return operation.queue().get().begin(put.key().extract(invocation, value), put.policy().of(invocation));
    }

    /**
     * Queues the result and puts it.
     * @param value the result as it is cached
     */
    void complete(@Nullable Object value) {
        if (this.operation.put().puts(this.invocation, value)) {
            PendingPut begun = this.pending;
            ((begun != null) ? begun : begin(this.operation, this.invocation, value)).complete(value);
        }
        else {
            cancel();
        }
    }

    /**
     * Gives up, since the method failed or its result is not to be written.
     */
    void cancel() {
        if (this.pending != null) {
            this.pending.cancel();
        }
    }

}
