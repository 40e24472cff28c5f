package io.tieredcache.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.tieredcache.L2RefusedException;
import io.tieredcache.L2Status;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.L2Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis whose answers the test gives, and a time that the test moves.
 */
class RedisGuardTests {

    private static final Duration OPEN_TIME = Duration.ofSeconds(10);

    private final AtomicLong time = new AtomicLong(-5_000_000_000L);

    private final List<CompletableFuture<String>> sent = new ArrayList<>();

    private final RedisGuard guard = guard(true);

    private RedisGuard guard(boolean breaker) {
        return new RedisGuard(new GuardSettings("test", Duration.ofSeconds(1), Duration.ofMillis(100), 3, 100,
                new GuardSettings.Breaker(breaker, 50, 10, 5, OPEN_TIME)), this.time::get);
    }

    @Test
    void opensAfterFailuresAndThenSendsNoRead() {
        open();
        int before = this.sent.size();
        assertRefused(ask(L2Need.READ));
        assertThat(this.sent).hasSize(before);
        assertThat(this.guard.refused()).isEqualTo(1);
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    @Test
    void answersOfRedisThatAreErrorsDoNotOpenIt() {
        for (int i = 0; i < 50; i++) {
            send(L2Need.READ);
            advance(200);
            last().completeExceptionally(new IllegalArgumentException());
        }
        assertThat(this.guard.state()).isEqualTo(L2Status.State.CLOSED);
    }

    @Test
    void commandsThatAreNeverAnsweredOpenIt() {
        int sequential = 0;
        while (this.guard.state() == L2Status.State.CLOSED) {
            send(L2Need.READ);
            advance(1001);
            this.guard.noticeTimeouts();
            sequential++;
        }
        assertThat(sequential).isEqualTo(5);
        assertThat(this.guard.inFlight()).isEqualTo(5);
    }

    @Test
    void oneStallThatFailsManyAtOnceDoesNotOpenIt() {
        answerQuickly();
        for (int i = 0; i < 64; i++) {
            send(L2Need.READ);
        }
        advance(150);
        this.guard.noticeTimeouts();
        assertThat(this.guard.state()).isEqualTo(L2Status.State.CLOSED);
        assertThat(this.guard.timeout()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void manyWhoAskedAfterTheStallWasNoticedOpenIt() {
        answerQuickly();
        send(L2Need.READ);
        advance(150);
        this.guard.noticeTimeouts();
        for (int i = 0; i < 64; i++) {
            send(L2Need.READ);
        }
        advance(201);
        this.guard.noticeTimeouts();
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    @Test
    void failuresOfAConnectionThatIsMadeAgainAtOnceCountOnce() {
        answerQuickly();
        for (int i = 0; i < 1000; i++) {
            send(L2Need.READ);
            fail(last());
        }
        assertThat(this.guard.state()).isEqualTo(L2Status.State.CLOSED);
        advance(101);
        for (int i = 0; i < 9; i++) {
            send(L2Need.READ);
            fail(last());
        }
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    @Test
    void oneProbeIsSentAfterTheOpenTimeAndItsReaderIsRefused() {
        open();
        advance(OPEN_TIME.toMillis() + 1);
        int before = this.sent.size();
        for (int i = 0; i < 20; i++) {
            assertRefused(ask(L2Need.READ));
        }
        assertThat(this.sent).hasSize(before + 1);
        assertThat(this.guard.state()).isEqualTo(L2Status.State.HALF_OPEN);
        last().complete("alive");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.CLOSED);
        assertThat(ask(L2Need.READ)).isNotDone();
    }

    @Test
    void probeThatFailsOpensItAgain() {
        open();
        advance(OPEN_TIME.toMillis() + 1);
        send(L2Need.READ);
        fail(last());
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
        int before = this.sent.size();
        send(L2Need.READ);
        assertThat(this.sent).hasSize(before);
    }

    @Test
    void probeThatIsNotAnsweredInTimeOpensItAgainAndItsLateAnswerIsNoSuccess() {
        open();
        advance(OPEN_TIME.toMillis() + 1);
        send(L2Need.READ);
        CompletableFuture<String> probe = last();
        advance(1001);
        assertRefused(ask(L2Need.READ));
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
        probe.complete("late");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    @Test
    void probeThatComesLateUnnoticedIsNoSuccess() {
        open();
        advance(OPEN_TIME.toMillis() + 1);
        send(L2Need.READ);
        advance(1001);
        last().complete("late");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    @Test
    void probeThatSaysNothingLeavesItToTheNext() {
        open();
        advance(OPEN_TIME.toMillis() + 1);
        send(L2Need.READ);
        last().completeExceptionally(new IllegalStateException());
        assertThat(this.guard.state()).isEqualTo(L2Status.State.HALF_OPEN);
        int before = this.sent.size();
        send(L2Need.READ);
        assertThat(this.sent).hasSize(before + 1);
        last().complete("alive");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.CLOSED);
    }

    @Test
    void whatBeganBeforeItOpenedTellsItNothing() {
        send(L2Need.WRITE);
        CompletableFuture<String> early = last();
        open();
        early.complete("in time");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    @Test
    void onlyTheProbeDecidesWhileItIsHalfOpen() {
        open();
        advance(OPEN_TIME.toMillis() + 1);
        send(L2Need.READ);
        CompletableFuture<String> probe = last();
        send(L2Need.WRITE);
        fail(last());
        send(L2Need.WRITE);
        last().complete("done");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.HALF_OPEN);
        probe.complete("alive");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.CLOSED);
    }

    @Test
    void writesAreSentWhileItIsOpenAndTheirAnswerEndsTheOpenTime() {
        open();
        CompletableFuture<String> write = ask(L2Need.WRITE);
        assertThat(write).isNotDone();
        last().complete("done");
        assertThat(write).isCompletedWithValue("done");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.HALF_OPEN);
        int before = this.sent.size();
        send(L2Need.READ);
        send(L2Need.READ);
        assertThat(this.sent).hasSize(before + 1);
        last().complete("alive");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.CLOSED);
    }

    @Test
    void lateAnswerOfAWriteDoesNotEndTheOpenTime() {
        open();
        send(L2Need.WRITE);
        advance(1001);
        last().complete("late");
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    @Test
    void commandsInFlightAreBoundedAndReadsLeaveRoomForWrites() {
        for (int i = 0; i < 100; i++) {
            assertThat(ask(L2Need.READ)).isNotDone();
        }
        assertRefused(ask(L2Need.READ));
        assertRefused(ask(L2Need.FILL));
        assertThat(ask(L2Need.WRITE)).isNotDone();
        assertThat(this.guard.inFlight()).isEqualTo(101);
        this.sent.get(0).complete("done");
        assertThat(ask(L2Need.READ)).isNotDone();
    }

    @Test
    void waitersAreBoundedAndReadersLeaveRoomForWriters() {
        for (int i = 0; i < 3; i++) {
            assertThat(this.guard.beginWait(L2Need.READ)).isTrue();
        }
        assertThat(this.guard.beginWait(L2Need.READ)).isFalse();
        assertThat(this.guard.waiting()).isEqualTo(3);
        assertRefused(ask(L2Need.READ));
        assertThat(this.sent).isEmpty();
        assertThat(this.guard.beginWait(L2Need.WRITE)).isTrue();
        this.guard.endWait(L2Need.READ);
        assertThat(this.guard.beginWait(L2Need.READ)).isTrue();
        assertThat(this.guard.refused()).isEqualTo(2);
    }

    @Test
    void patienceIsTheTimeoutButNotMoreThanTheLimit() {
        assertThat(this.guard.patienceMillis(5000)).isEqualTo(1000);
        answerQuickly();
        assertThat(this.guard.patienceMillis(5000)).isEqualTo(100);
        assertThat(this.guard.patienceMillis(20)).isEqualTo(20);
    }

    @Test
    void disabledBreakerNeverOpens() {
        RedisGuard disabled = guard(false);
        for (int i = 0; i < 50; i++) {
            var unused = disabled.call(L2Need.READ, this::command, RedisGuardTests::outcome);
            fail(last());
            advance(200);
        }
        assertThat(disabled.state()).isEqualTo(L2Status.State.CLOSED);
    }

    @Test
    void beingRefusedMakesNoStackTrace() {
        open();
        assertThat(ask(L2Need.READ)).failsWithin(Duration.ZERO)
            .withThrowableThat()
            .havingCause()
            .satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
    }

    private void open() {
        for (int i = 0; i < 5; i++) {
            send(L2Need.READ);
            fail(last());
            advance(101);
        }
        assertThat(this.guard.state()).isEqualTo(L2Status.State.OPEN);
    }

    private void answerQuickly() {
        for (int i = 0; i < 20; i++) {
            send(L2Need.READ);
            advance(1);
            last().complete("value");
        }
        assertThat(this.guard.timeout()).isEqualTo(Duration.ofMillis(100));
    }

    private void send(L2Need need) {
        var unused = ask(need);
    }

    private CompletableFuture<String> ask(L2Need need) {
        return this.guard.call(need, this::command, RedisGuardTests::outcome);
    }

    private CompletableFuture<String> command() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        this.sent.add(answer);
        return answer;
    }

    private CompletableFuture<String> last() {
        return this.sent.get(this.sent.size() - 1);
    }

    private static void fail(CompletableFuture<String> command) {
        command.completeExceptionally(new RuntimeException());
    }

    private static L2Outcome outcome(Throwable failure) {
        Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
        return (cause instanceof IllegalArgumentException) ? L2Outcome.ANSWERED
                : (cause instanceof IllegalStateException) ? L2Outcome.UNKNOWN : L2Outcome.FAILED;
    }

    private void advance(long millis) {
        this.time.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private static void assertRefused(CompletableFuture<String> answer) {
        assertThat(answer).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(L2RefusedException.class);
    }

}
