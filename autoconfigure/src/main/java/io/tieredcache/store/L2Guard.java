package io.tieredcache.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L2Status;

/**
 * Keeps a slow or dead Redis from making the application slow. There is one for each
 * Redis: the side that sends commands and the side that waits for their answers share it.
 * Safe for concurrent use; nothing but a command itself blocks.
 */
public interface L2Guard extends L2Status {

    /**
     * Sends a command, if it may be sent.
     * @param <T> the type of the answer
     * @param need what it is sent for
     * @param command sends it
     * @param outcome tells what a failure says about Redis
     * @return the answer; fails with {@link io.tieredcache.L2RefusedException} where the
     * command was not sent
     */
    <T extends @Nullable Object> CompletableFuture<T> call(L2Need need, Supplier<CompletableFuture<T>> command,
            Function<? super Throwable, L2Outcome> outcome);

    /**
     * How long a reader waits for an answer now.
     * @param limitMillis how long at most
     * @return the time in milliseconds
     */
    long patienceMillis(long limitMillis);

    /**
     * Asks whether the caller may wait for Redis. Who may has to say when that is over.
     * @param need what is waited for
     * @return whether it may
     */
    boolean beginWait(L2Need need);

    /**
     * The caller waits no longer.
     * @param need what was waited for
     */
    void endWait(L2Need need);

    /**
     * Notes the commands that were not answered in time.
     */
    void noticeTimeouts();

    /**
     * No guard: every command is sent and everybody may wait.
     * @return the guard
     */
    static L2Guard none() {
        return NoGuard.INSTANCE;
    }

}
