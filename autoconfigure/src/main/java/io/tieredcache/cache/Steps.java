package io.tieredcache.cache;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.StepOutcome;

/**
 * Does the steps of a cache's work, and tells of them.
 *
 * @param probe is told
 * @param counters counts the calls of the source
 */
record Steps(CacheProbe probe, EnumCounters<CacheCounter> counters) {

    /**
     * Asks the source, which answers at once.
     * @throws Throwable what the source threw
     */
    <T extends @Nullable Object> T load(CacheStep step, Call<T> source) throws Throwable {
        this.counters.count(CacheCounter.SOURCE_CALL);
        CacheProbe.Running running = this.probe.begin(step);
        T value;
        try {
            value = within(running, source);
        }
        catch (Throwable ex) {
            running.end(StepOutcome.ERROR, ex);
            throw ex;
        }
        running.end(StepOutcome.SUCCESS, null);
        return value;
    }

    /**
     * Asks the source, which may answer later.
     * @throws Throwable what the source threw at once
     */
    <F extends CompletableFuture<?>> F loadLater(CacheStep step, Call<F> source) throws Throwable {
        this.counters.count(CacheCounter.SOURCE_CALL);
        CacheProbe.Running running = this.probe.begin(step);
        F answer;
        try {
            answer = within(running, source);
        }
        catch (Throwable ex) {
            running.end(StepOutcome.ERROR, ex);
            throw ex;
        }
        endWith(running, answer);
        return answer;
    }

    /**
     * The source was asked without the cache, which is given what it answered.
     * @param nanos time it took
     */
    void loaded(long nanos) {
        this.counters.count(CacheCounter.SOURCE_CALL);
        this.probe.loaded(nanos);
        this.probe.missed(nanos);
    }

    private static <T extends @Nullable Object> T within(CacheProbe.Running running, Call<T> call) throws Throwable {
        running.enter();
        try {
            return call.run();
        }
        finally {
            running.leave();
        }
    }

    /**
     * Asks Redis and waits for the answer.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    <T extends @Nullable Object> T ask(CacheStep step, Supplier<T> question) {
        return await(this.probe.begin(step), question);
    }

    /**
     * Waits for the answer of a step that has begun.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    static <T extends @Nullable Object> T await(CacheProbe.Running running, Supplier<T> answer) {
        running.enter();
        T found;
        try {
            found = answer.get();
        }
        catch (RuntimeException ex) {
            running.leave();
            running.end(outcome(ex), ex);
            throw ex;
        }
        running.leave();
        running.end(StepOutcome.SUCCESS, null);
        return found;
    }

    /**
     * Asks Redis for several answers and waits for all of them together.
     * @param wait waits, and leaves it to the answers whether it was in vain
     */
    void askAll(CacheStep step, Collection<? extends CompletableFuture<?>> answers, Runnable wait) {
        if (answers.isEmpty()) {
            return;
        }
        CacheProbe.Running running = this.probe.begin(step);
        running.enter();
        try {
            wait.run();
        }
        finally {
            running.leave();
            boolean complete = answers.stream()
                .allMatch((answer) -> answer.isDone() && !answer.isCompletedExceptionally());
            running.end(complete ? StepOutcome.SUCCESS : StepOutcome.ERROR, null);
        }
    }

    /**
     * Lets a step end with its answer, which nobody waits for.
     */
    static void endWith(CacheProbe.Running running, CompletableFuture<?> answer) {
        var unused = answer.whenComplete(
                (value, failure) -> running.end((failure != null) ? outcome(failure) : StepOutcome.SUCCESS, failure));
    }

    /**
     * What a failure means for a step.
     */
    static StepOutcome outcome(Throwable failure) {
        return (CacheParts.l2Failure(failure) == CacheCounter.L2_REFUSED) ? StepOutcome.SKIPPED : StepOutcome.ERROR;
    }

    /**
     * Asks for something.
     *
     * @param <T> the type of what it gives
     */
    @FunctionalInterface
    interface Call<T extends @Nullable Object> {

        /**
         * Asks.
         * @throws Throwable whatever is thrown by who is asked
         */
        T run() throws Throwable;

    }

}
