package io.tieredcache.redis;

import java.util.concurrent.CompletionException;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;

/**
 * Turns what commands and attempts to connect failed with into
 * {@link L2UnavailableException}.
 */
final class RedisFailures {

    private static final int MAX_CAUSES = 10;

    private RedisFailures() {
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException && cause != null) ? cause : failure;
    }

    /**
     * Turns what a command failed with into our exception. Messages of Redis name no
     * values; those of other layers are left to the cause.
     * @param failure the failure
     * @return the exception
     */
    static L2UnavailableException unavailable(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof L2UnavailableException unavailable) {
            return unavailable;
        }
        RedisCommandExecutionException refused = refusal(cause);
        if (refused != null) {
            return new L2UnavailableException("Redis refused a command: " + refused.getMessage(), refused);
        }
        return new L2UnavailableException("Redis failed: " + cause.getClass().getSimpleName(), cause);
    }

    /**
     * Turns what an attempt to connect failed with into our exception.
     * @param failure the failure, {@code null} if it is not known
     * @return the exception
     */
    static L2UnavailableException unreachable(@Nullable Throwable failure) {
        return (failure != null && refusal(failure) != null) ? unavailable(failure)
                : new L2UnavailableException("Redis could not be reached", failure);
    }

    /**
     * What Redis refused, such as a command that the user may not run, under what other
     * layers made of it.
     */
    private static @Nullable RedisCommandExecutionException refusal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof RedisCommandExecutionException refused) {
                return refused;
            }
            cause = cause.getCause();
        }
        return null;
    }

}
