package io.tieredcache.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.L2UnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class SlotMovesTests {

    private static final String AGAIN = "TRYAGAIN Multiple keys request during rehashing of slot";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> threads = new CopyOnWriteArrayList<>();

    private final Deque<CompletableFuture<String>> answers = new ArrayDeque<>();

    private int sent;

    @ParameterizedTest
    @ValueSource(strings = { AGAIN, "CLUSTERDOWN Hash slot not served", "CLUSTERDOWN The cluster is down" })
    void commandThatWasNotExecutedIsSentAgain(String refusal) {
        answer(List.of(refused(refusal), refused(refusal), CompletableFuture.completedFuture("done")));
        assertThat(send(60_000)).succeedsWithin(PATIENCE).isEqualTo("done");
        assertThat(this.sent).isEqualTo(3);
        assertThat(this.threads.get(0)).isEqualTo(Thread.currentThread().getName());
        assertThat(this.threads.subList(1, 3)).containsOnly("sends-again");
    }

    @Test
    void refusalThatWasToldAsOursIsFoundToo() {
        answer(List.of(CompletableFuture.failedFuture(
                new L2UnavailableException("Redis refused a command", new RedisCommandExecutionException(AGAIN))),
                CompletableFuture.completedFuture("done")));
        assertThat(send(60_000)).succeedsWithin(PATIENCE).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(strings = { "READONLY You can't write against a read only replica.", "OOM command not allowed",
            "BUSY Redis is busy running a script", "WRONGTYPE Operation against a key", "ERR TRYAGAIN" })
    void anyOtherErrorIsAnAnswer(String error) {
        answer(List.of(refused(error), CompletableFuture.completedFuture("done")));
        assertThat(send(60_000)).isCompletedExceptionally();
        assertThat(this.sent).isEqualTo(1);
    }

    @Test
    void lostConnectionIsNoReasonSinceTheCommandMayHaveBeenExecuted() {
        answer(List.of(
                CompletableFuture.failedFuture(new L2UnavailableException("The connection to Redis is down", null)),
                CompletableFuture.completedFuture("done")));
        assertThat(send(60_000)).isCompletedExceptionally();
        assertThat(this.sent).isEqualTo(1);
    }

    @Test
    void refusalIsToldWhenPatienceEnds() {
        for (int i = 0; i < 20; i++) {
            answer(List.of(refused(AGAIN)));
        }
        assertThat(send(100)).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("TRYAGAIN");
        assertThat(this.sent).isBetween(2, 4);
        int before = this.sent;
        assertThat(send(0)).isCompletedExceptionally();
        assertThat(this.sent).isEqualTo(before + 1);
    }

    private CompletableFuture<String> send(long patienceMillis) {
        return new SlotMoves((task) -> {
            Thread thread = new Thread(task, "sends-again");
            thread.setDaemon(true);
            thread.start();
        }, patienceMillis).send(() -> {
            this.sent++;
            this.threads.add(Thread.currentThread().getName());
            return this.answers.remove();
        });
    }

    private void answer(List<CompletableFuture<String>> next) {
        this.answers.addAll(next);
    }

    private static CompletableFuture<String> refused(String message) {
        return CompletableFuture.failedFuture(new RedisCommandExecutionException(message));
    }

}
