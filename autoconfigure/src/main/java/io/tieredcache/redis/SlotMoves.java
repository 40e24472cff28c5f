package io.tieredcache.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Sends a command again that a cluster refused since slots move or have no owner for a
 * moment. Such a command was not executed, whatever it does. No thread waits: what is
 * sent again is sent by the executor.
 *
 * @param executor sends again
 * @param patienceMillis no command is sent again later than this after it was sent first
 */
record SlotMoves(Executor executor, long patienceMillis) {

    private static final long FIRST_DELAY_MILLIS = 10;

    /**
     * Sends a command, and again after delays that double, as long as it is refused.
     * @param <T> the type of the answer
     * @param command sends the command, on any thread
     * @return the answer, or the last refusal
     */
    <T extends @Nullable Object> CompletableFuture<T> send(Supplier<CompletableFuture<T>> command) {
        return send(command, System.nanoTime(), FIRST_DELAY_MILLIS);
    }

    private <T extends @Nullable Object> CompletableFuture<T> send(Supplier<CompletableFuture<T>> command, long began,
            long delayMillis) {
        return command.get().exceptionallyCompose((failure) -> {
            long ends = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + delayMillis;
            if (!Guarded.isOfASlotMove(failure) || ends > this.patienceMillis) {
                return CompletableFuture.failedFuture(failure);
            }
            Executor later = CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS, this.executor);
            return CompletableFuture.completedFuture(command)
                .thenComposeAsync((again) -> send(again, began, 2 * delayMillis), later);
        });
    }

}
