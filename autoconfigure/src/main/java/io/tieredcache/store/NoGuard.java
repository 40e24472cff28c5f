package io.tieredcache.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets everything pass and counts nothing.
 */
enum NoGuard implements L2Guard {

    INSTANCE;

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> call(L2Need need, Supplier<CompletableFuture<T>> command,
            Function<? super Throwable, L2Outcome> outcome) {
        return command.get();
    }

    @Override
    public long patienceMillis(long limitMillis) {
        return limitMillis;
    }

    @Override
    public boolean beginWait(L2Need need) {
        return true;
    }

    @Override
    public void endWait(L2Need need) {
    }

    @Override
    public void noticeTimeouts() {
    }

    @Override
    public State state() {
        return State.CLOSED;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMillis(Long.MAX_VALUE);
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public long refused() {
        return 0;
    }

}
