package io.tieredcache.interceptor;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.PendingPut;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * One put around one call. The right to store is taken before the method runs, unless the
 * key reads the result. Where Redis does not answer then, the method runs all the same
 * and the entry is evicted after it in place of being stored: without the right, nobody
 * knows which of two writers came last.
 */
final class PutCall {

    private final PutOperation operation;

    private final MethodInvocation invocation;

    private final @Nullable Object key;

    private final @Nullable PendingPut pending;

    private PutCall(PutOperation operation, MethodInvocation invocation, @Nullable Object key,
            @Nullable PendingPut pending) {
        this.operation = operation;
        this.invocation = invocation;
        this.key = key;
        this.pending = pending;
    }

    static PutCall begin(PutOperation operation, MethodInvocation invocation) {
        if (operation.key().readsResult()) {
            return new PutCall(operation, invocation, null, null);
        }
        Object key = operation.key().extract(invocation, null);
        try {
            PendingPut pending = operation.cache().get().beginPut(key, operation.policy().of(invocation));
            return new PutCall(operation, invocation, key, pending);
        }
        catch (L2UnavailableException ex) {
            return new PutCall(operation, invocation, key, null);
        }
    }

    /**
     * Puts the result.
     * @param value the result as it is cached
     * @return what must be evicted in place of the put
     */
    CacheInvalidation complete(@Nullable Object value) {
        if (!this.operation.puts(this.invocation, value)) {
            cancel();
            return CacheInvalidation.none();
        }
        if (this.pending != null) {
            this.pending.complete(value);
        }
        else if (this.key != null) {
            return CacheInvalidation.none().key(this.operation.cache().name(), this.key);
        }
        else {
            Object known = this.operation.key().extract(this.invocation, value);
            this.operation.cache().get().put(known, value, this.operation.policy().of(this.invocation));
        }
        return CacheInvalidation.none();
    }

    /**
     * Gives up, since the method failed or its result is not to be put.
     */
    void cancel() {
        if (this.pending != null) {
            this.pending.cancel();
        }
    }

}
