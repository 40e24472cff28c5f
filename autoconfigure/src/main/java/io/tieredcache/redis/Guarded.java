package io.tieredcache.redis;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

import io.tieredcache.L2RefusedException;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L2Outcome;

/**
 * Commands whose failures are all told as {@link L2UnavailableException}.
 */
final class Guarded {

    private Guarded() {
    }

    static <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> command) {
        try {
            return command.get()
                .exceptionallyCompose((ex) -> CompletableFuture.failedFuture(RedisConnections.unavailable(ex)));
        }
        catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(RedisConnections.unavailable(ex));
        }
    }

    /**
     * What a failure says about Redis. A command that Redis refuses was answered, unless
     * Redis says that it can serve nobody: while it reads its data, runs a script that
     * does not end, or has lost its primary or its cluster. One that may not write, being
     * out of memory or a replica, still serves reads.
     */
    static L2Outcome outcome(Throwable failure) {
        Throwable told = RedisConnections.cause(failure);
        Throwable cause = original(told);
        if (cause instanceof RedisCommandExecutionException refused) {
            return isUnableToServe(String.valueOf(refused.getMessage())) ? L2Outcome.FAILED : L2Outcome.ANSWERED;
        }
        boolean failed = (cause == null) ? !(told instanceof L2RefusedException)
                : cause instanceof RedisException || cause instanceof DataAccessException
                        || cause instanceof IOException || cause instanceof ExecutionException
                        || cause instanceof TimeoutException;
        return failed ? L2Outcome.FAILED : L2Outcome.UNKNOWN;
    }

    private static @Nullable Throwable original(Throwable told) {
        return (told instanceof L2UnavailableException) ? told.getCause() : told;
    }

    /**
     * Whether a cluster refused a command since slots move or have no owner for a moment.
     * It was not executed then.
     */
    static boolean isOfASlotMove(Throwable failure) {
        return original(RedisConnections.cause(failure)) instanceof RedisCommandExecutionException refused
                && Stream.of("TRYAGAIN", "CLUSTERDOWN").anyMatch(String.valueOf(refused.getMessage())::startsWith);
    }

    private static boolean isUnableToServe(String message) {
        return Stream.of("LOADING", "BUSY ", "MASTERDOWN", "CLUSTERDOWN").anyMatch(message::startsWith);
    }

    static boolean isOfAnotherType(Throwable failure) {
        return RedisConnections.cause(failure) instanceof RedisCommandExecutionException refused
                && String.valueOf(refused.getMessage()).startsWith("WRONGTYPE");
    }

}
