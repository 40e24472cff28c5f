package io.tieredcache.redis;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.RedisConnectionFailureException;

import io.tieredcache.L2RefusedException;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L2Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class GuardedTests {

    @ParameterizedTest
    @ValueSource(strings = { "WRONGTYPE Operation against a key", "OOM command not allowed", "READONLY You can't write",
            "NOPERM this user has no permissions", "NOAUTH Authentication required", "ERR unknown command",
            "MOVED 3999 127.0.0.1:6381", "BUSYGROUP Consumer Group name already exists" })
    void errorOfTheCommandIsAnAnswer(String message) {
        assertThat(outcome(new RedisCommandExecutionException(message))).isEqualTo(L2Outcome.ANSWERED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "LOADING Redis is loading the dataset in memory", "BUSY Redis is busy running a script",
            "MASTERDOWN Link with MASTER is down", "CLUSTERDOWN The cluster is down" })
    void redisThatCanServeNobodyFails(String message) {
        assertThat(outcome(new RedisCommandExecutionException(message))).isEqualTo(L2Outcome.FAILED);
    }

    @Test
    void connectionThatFailsIsAFailure() {
        assertThat(outcome(new RedisConnectionException("lost"))).isEqualTo(L2Outcome.FAILED);
        assertThat(outcome(new RedisCommandTimeoutException("late"))).isEqualTo(L2Outcome.FAILED);
        assertThat(outcome(new RedisConnectionFailureException("none"))).isEqualTo(L2Outcome.FAILED);
        assertThat(outcome(new IOException("Connection reset"))).isEqualTo(L2Outcome.FAILED);
        assertThat(outcome(new L2UnavailableException("The connection to Redis is down", null)))
            .isEqualTo(L2Outcome.FAILED);
    }

    @Test
    void whatIsNotOfRedisSaysNothing() {
        assertThat(outcome(new NumberFormatException())).isEqualTo(L2Outcome.UNKNOWN);
        assertThat(outcome(new L2UnavailableException("Interrupted", new InterruptedException())))
            .isEqualTo(L2Outcome.UNKNOWN);
        assertThat(outcome(new L2RefusedException("Too many"))).isEqualTo(L2Outcome.UNKNOWN);
    }

    private static L2Outcome outcome(Throwable failure) {
        CompletableFuture<String> answer = Guarded.call(() -> CompletableFuture.failedFuture(failure));
        Throwable told = RedisFailures.cause(answer.handle((value, ex) -> ex).join());
        assertThat(told).isInstanceOf(L2UnavailableException.class);
        assertThat(Guarded.outcome(new CompletionException(told))).isEqualTo(Guarded.outcome(told));
        return Guarded.outcome(told);
    }

}
