package io.tieredcache.redis;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;

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

    static boolean isOfAnotherType(Throwable failure) {
        return RedisConnections.cause(failure) instanceof RedisCommandExecutionException refused
                && String.valueOf(refused.getMessage()).startsWith("WRONGTYPE");
    }

}
