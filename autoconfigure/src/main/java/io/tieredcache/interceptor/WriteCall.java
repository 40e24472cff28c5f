package io.tieredcache.interceptor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tieredcache.AnnouncedInvalidation;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.PendingInvalidation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A call that changes caches. The order is: what is invalidated before the call, the hold
 * on strong caches, the right to put, the method or the caches that answer for it, what
 * is written behind, puts, all other invalidations. What follows the method goes on where
 * a part of it fails, and the first failure then reaches the caller: the change at the
 * source stands, so every entry that can be corrected has to be. Within a transaction all
 * of that waits for its commit.
 */
final class WriteCall {

    private final CacheOperations operations;

    private final MethodInvocation invocation;

    private final CacheBeans beans;

    private final List<PutCall> puts;

    private final List<BehindCall> behinds;

    private @Nullable PendingInvalidation held;

    WriteCall(CacheOperations operations, MethodInvocation invocation, CacheBeans beans) {
        this.operations = operations;
        this.invocation = invocation;
        this.beans = beans;
        this.puts = new ArrayList<>(operations.puts().size());
        this.behinds = new ArrayList<>(operations.behinds().size());
    }

    @Nullable Object proceed() throws Throwable {
        invalidate(collect(this.operations.before(), null));
        AnnouncedInvalidation announced = announce();
        boolean invalidated = false;
        try {
            Object returned = call();
            finish(this.operations.form().unwrap(returned));
            invalidated = true;
            return returned;
        }
        finally {
            announced.end(invalidated);
        }
    }

    /**
     * Lets transactions that the method begins by itself know what follows it.
     */
    private AnnouncedInvalidation announce() {
        if (!this.beans.invalidator().isAnnouncing()) {
            return AnnouncedInvalidation.NONE;
        }
        CacheInvalidation all = merged(
                this.operations.after().stream().filter(InvalidationOperation::isKnownBefore).toList());
        for (PutOperation put : this.operations.puts()) {
            if (!put.key().readsResult()) {
                all = all.key(put.cache().name(), put.key().extract(this.invocation, null));
            }
        }
        return all.isEmpty() ? AnnouncedInvalidation.NONE : this.beans.invalidator().announce(all);
    }

    private @Nullable Object call() throws Throwable {
        try {
            hold();
            this.operations.puts().forEach((operation) -> this.puts.add(PutCall.begin(operation, this.invocation)));
            this.operations.behinds()
                .forEach((operation) -> this.behinds.add(BehindCall.begin(operation, this.invocation)));
            return ReadCall.answer(this.operations, this.invocation);
        }
        catch (Throwable ex) {
            cancel();
            throw ex;
        }
    }

    /**
     * Sees to it that strong caches store nothing of what is invalidated before or after
     * the method until that is over.
     */
    private void hold() {
        List<InvalidationOperation> known = Stream
            .concat(this.operations.before().stream(), this.operations.after().stream())
            .filter(InvalidationOperation::isKnownBefore)
            .toList();
        if (!known.isEmpty() && this.beans.hasStrongCaches()) {
            this.held = this.beans.invalidator().begin(merged(known));
        }
    }

    private CacheInvalidation merged(List<InvalidationOperation> known) {
        CacheInvalidation all = CacheInvalidation.none();
        for (CacheInvalidation each : collect(known, null).values()) {
            all = all.and(each);
        }
        return all;
    }

    private void cancel() {
        this.puts.forEach(PutCall::cancel);
        this.behinds.forEach(BehindCall::cancel);
        if (this.held != null) {
            this.held.cancel();
        }
    }

    private void finish(@Nullable Object value) {
        Failures failures = new Failures();
        Map<InvalidationTiming, CacheInvalidation> targets = new EnumMap<>(InvalidationTiming.class);
        this.behinds.forEach((behind) -> failures.collect(() -> behind.complete(value)));
        this.puts.forEach(
                (put) -> failures.collect(() -> add(targets, InvalidationTiming.AFTER_COMMIT, put.complete(value))));
        this.operations.after()
            .forEach((operation) -> failures
                .collect(() -> add(targets, operation.timing(), operation.targets(this.invocation, value))));
        PendingInvalidation pending = this.held;
        if (pending != null) {
            CacheInvalidation afterCommit = targets.remove(InvalidationTiming.AFTER_COMMIT);
            failures.collect(() -> pending.complete((afterCommit != null) ? afterCommit : CacheInvalidation.none()));
        }
        failures.collect(() -> invalidate(targets));
        failures.throwFirst();
    }

    private Map<InvalidationTiming, CacheInvalidation> collect(List<InvalidationOperation> operations,
            @Nullable Object value) {
        Map<InvalidationTiming, CacheInvalidation> targets = new EnumMap<>(InvalidationTiming.class);
        operations.forEach((operation) -> add(targets, operation.timing(), operation.targets(this.invocation, value)));
        return targets;
    }

    private static void add(Map<InvalidationTiming, CacheInvalidation> targets, InvalidationTiming timing,
            CacheInvalidation more) {
        targets.merge(timing, more, CacheInvalidation::and);
    }

    private void invalidate(Map<InvalidationTiming, CacheInvalidation> targets) {
        CacheInvalidator invalidator = this.beans.invalidator();
        targets.forEach((timing, invalidation) -> {
            if (!invalidation.isEmpty()) {
                invalidator.invalidate(invalidation, timing);
            }
        });
    }

}
