package io.tieredcache.interceptor;

import java.util.ArrayList;
import java.util.List;

import io.tieredcache.CacheInvalidation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A call that changes caches. The order is: what is invalidated before the call, the
 * right to put, the method or the caches that answer for it, puts, all other
 * invalidations. What follows the method goes on where a part of it fails, and the first
 * failure then reaches the caller: the change at the source stands, so every entry that
 * can be corrected has to be.
 */
final class WriteCall {

    private final CacheOperations operations;

    private final MethodInvocation invocation;

    private final CacheBeans beans;

    private CacheInvalidation targets = CacheInvalidation.none();

    WriteCall(CacheOperations operations, MethodInvocation invocation, CacheBeans beans) {
        this.operations = operations;
        this.invocation = invocation;
        this.beans = beans;
    }

    @Nullable Object proceed() throws Throwable {
        this.operations.before().forEach((operation) -> addTargets(operation, null));
        invalidate();
        List<PutCall> puts = new ArrayList<>(this.operations.puts().size());
        this.operations.puts().forEach((operation) -> puts.add(PutCall.begin(operation, this.invocation)));
        List<BehindCall> behinds = new ArrayList<>(this.operations.behinds().size());
        this.operations.behinds().forEach((operation) -> behinds.add(BehindCall.begin(operation, this.invocation)));
        Object returned = ReadCall.answer(this.operations, this.invocation);
        finish(puts, behinds, this.operations.form().unwrap(returned));
        return returned;
    }

    private void finish(List<PutCall> puts, List<BehindCall> behinds, @Nullable Object value) {
        Failures failures = new Failures();
        behinds.forEach((behind) -> failures.collect(() -> behind.complete(value)));
        puts.forEach((put) -> failures.collect(() -> this.targets = put.complete(value, this.targets)));
        this.operations.after().forEach((operation) -> failures.collect(() -> addTargets(operation, value)));
        failures.collect(this::invalidate);
        failures.throwFirst();
    }

    private void addTargets(InvalidationOperation operation, @Nullable Object value) {
        this.targets = operation.addTo(this.targets, this.invocation, value);
    }

    private void invalidate() {
        CacheInvalidation collected = this.targets;
        this.targets = CacheInvalidation.none();
        if (!collected.isEmpty()) {
            this.beans.invalidator().invalidate(collected);
        }
    }

}
