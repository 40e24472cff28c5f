package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.InvalidationTiming;

/**
 * What one transaction of the application means to the caches: what takes effect when it
 * commits, and what its reads must not see or store meanwhile. Told of the transaction's
 * progress by whoever made it; used by one thread at a time.
 */
public final class CacheTransaction {

    private static final Logger logger = LoggerFactory.getLogger(CacheTransaction.class);

    private final Isolation isolation;

    private final boolean readOnly;

    private final List<Step> steps = new ArrayList<>();

    private final Map<Object, Integer> savepoints = new HashMap<>();

    private final List<TargetInvalidator.Hold> holds = new ArrayList<>(1);

    private final List<String> written = new ArrayList<>(1);

    private @Nullable CommitEffects effects;

    private boolean committing;

    private boolean open = true;

    /**
     * Create an open transaction.
     * @param isolation what its reads see
     * @param readOnly whether it changes nothing
     */
    public CacheTransaction(Isolation isolation, boolean readOnly) {
        this.isolation = isolation;
        this.readOnly = readOnly;
    }

    boolean isOpen() {
        return this.open;
    }

    /**
     * Whether it has told the caches of a change.
     */
    boolean isWriting() {
        return this.effects != null;
    }

    /**
     * Whether what it reads may be given to others at once: it has changed nothing, and
     * sees what is committed.
     */
    boolean isTransparent() {
        return this.readOnly && this.isolation == Isolation.COMMITTED && !isWriting();
    }

    /**
     * Whether what it reads may be stored once it has committed.
     */
    boolean mayStoreLater() {
        return this.isolation == Isolation.COMMITTED && !isWriting();
    }

    /**
     * Notes what is to be invalidated.
     */
    void invalidate(CommitEffects by, InvalidationTargets targets, InvalidationTiming timing) {
        write(by, new Step(targets, timing == InvalidationTiming.BEFORE_COMMIT, null, null));
        if (this.committing) {
            prepare(by, timing == InvalidationTiming.BEFORE_COMMIT ? targets : new InvalidationTargets(), targets);
            writeDown(by, targets);
        }
    }

    /**
     * Notes a put.
     * @param by carries it out
     * @param target the key that is put
     * @param put stores the value
     */
    void put(CommitEffects by, InvalidationTargets target, Runnable put) {
        write(by, new Step(target, false, put, null));
        if (this.committing) {
            writeDown(by, target);
        }
    }

    /**
     * Notes the storing of what was loaded.
     * @param store stores it
     * @param drop lets go of the right to store it
     */
    void storeLater(Runnable store, Runnable drop) {
        this.steps.add(new Step(null, false, store, drop));
    }

    private void write(CommitEffects by, Step step) {
        if (this.effects == null) {
            this.effects = by;
            by.transactions().startedWriting();
        }
        this.steps.add(step);
    }

    /**
     * Whether an entry is among what it has told the caches of.
     * @param cache the entry's cache
     * @param local the entry's key
     * @param fences names of the fences that the entry is under
     */
    boolean covers(DefaultTieredCache cache, Object local, Collection<String> fences) {
        return this.steps.stream().anyMatch((step) -> step.targets != null && step.targets.cover(cache, local, fences));
    }

    /**
     * Notes a savepoint.
     * @param savepoint identifies it
     */
    public void savepoint(Object savepoint) {
        this.savepoints.put(savepoint, this.steps.size());
    }

    /**
     * Forgets what came after a savepoint. What is loaded from now on is still stored for
     * nobody: the savepoint may not be the first thing that it wrote.
     * @param savepoint identifies it
     */
    public void rollBackTo(Object savepoint) {
        // A savepoint that it was not told of is older than itself.
        int size = this.savepoints.getOrDefault(savepoint, 0);
        if (size < this.steps.size()) {
            List<Step> undone = this.steps.subList(size, this.steps.size());
            undone.forEach(Step::drop);
            undone.clear();
        }
    }

    /**
     * Does what is asked for before the commit, holds what strong caches must not store
     * and writes down what is to be invalidated. Called right before it. Where it throws,
     * the transaction must not commit.
     * @throws io.tieredcache.L2UnavailableException if Redis did not acknowledge
     */
    public void beforeCommit() {
        this.committing = true;
        CommitEffects by = this.effects;
        if (by != null) {
            prepare(by, targets(true), targets(false));
            InvalidationTargets all = new InvalidationTargets();
            this.steps.forEach((step) -> step.addTargetTo(all));
            writeDown(by, all);
        }
        if (!this.readOnly) {
            Announcement.writeDown();
        }
    }

    /**
     * Writes down what is to be invalidated. One that may change nothing commits nothing
     * that could be missed.
     */
    private void writeDown(CommitEffects by, InvalidationTargets targets) {
        String id = this.readOnly ? null : by.writeDown(targets);
        if (id != null) {
            this.written.add(id);
        }
    }

    private void prepare(CommitEffects by, InvalidationTargets before, InvalidationTargets all) {
        if (!before.isEmpty()) {
            by.invalidator().invalidate(before);
        }
        InvalidationTargets strong = by.strong(all);
        if (!strong.isEmpty()) {
            this.holds.add(by.invalidator().hold(strong));
        }
    }

    /**
     * Does everything else, at the first call. Never throws: the transaction has
     * committed.
     */
    public void afterCommit() {
        if (!this.open) {
            return;
        }
        this.open = false;
        InvalidationTargets targets = targets(false);
        for (Step step : this.steps) {
            try {
                step.complete();
            }
            catch (RuntimeException ex) {
                logger.warn("After a commit a value could not be stored: {}", ex.getMessage());
                logger.debug("Why a value could not be stored", ex);
                step.addTargetTo(targets);
            }
        }
        invalidate(targets);
        if (this.effects != null) {
            this.effects.done(this.written);
        }
    }

    /**
     * Ends a transaction that has not committed, or of which that is not known.
     * @param unknown whether it may have committed
     */
    public void notCommitted(boolean unknown) {
        if (!this.open) {
            return;
        }
        this.open = false;
        this.steps.forEach(Step::drop);
        if (unknown) {
            InvalidationTargets targets = targets(false);
            this.steps.forEach((step) -> step.addTargetTo(targets));
            // The database may commit it yet: until that is decided the holds stand.
            this.holds.clear();
            invalidate(targets);
        }
        else {
            end();
        }
    }

    private void invalidate(InvalidationTargets targets) {
        try {
            if (this.effects != null && !targets.isEmpty()) {
                this.effects.afterCommit(targets);
            }
        }
        finally {
            end();
        }
    }

    private void end() {
        CommitEffects by = this.effects;
        if (by != null) {
            by.transactions().endedWriting();
            this.holds.forEach(by.invalidator()::end);
        }
    }

    private InvalidationTargets targets(boolean beforeCommit) {
        InvalidationTargets all = new InvalidationTargets();
        for (Step step : this.steps) {
            if (step.isInvalidation() && (!beforeCommit || step.beforeCommit)) {
                step.addTargetTo(all);
            }
        }
        return all;
    }

    /**
     * What the reads of a transaction see.
     */
    public enum Isolation {

        /** Each statement sees what is committed when it begins. */
        COMMITTED,

        /**
         * All see what was committed when the transaction first read, or it is unknown.
         */
        SNAPSHOT

    }

    /**
     * One thing that was noted.
     *
     * @param targets what it concerns, {@code null} for nothing that was changed
     * @param beforeCommit whether it is invalidated before the commit as well
     * @param storing stores a value, {@code null} for an invalidation
     * @param dropping lets go of the right to store
     */
    private record Step(@Nullable InvalidationTargets targets, boolean beforeCommit, @Nullable Runnable storing,
            @Nullable Runnable dropping) {

        boolean isInvalidation() {
            return this.storing == null;
        }

        void addTargetTo(InvalidationTargets all) {
            if (this.targets != null) {
                all.addAll(this.targets);
            }
        }

        void complete() {
            if (this.storing != null) {
                this.storing.run();
            }
        }

        void drop() {
            if (this.dropping != null) {
                this.dropping.run();
            }
        }

    }

}
