package io.tieredcache.advice;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvice.Code;
import io.tieredcache.store.RedisFacts;
import io.tieredcache.store.RedisInspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class DefaultRedisAdvisorTests {

    private static final RedisUse QUEUED = new RedisUse(List.of(), List.of("visits"), false);

    private final Semaphore looks = new Semaphore(0);

    private String policy = "noeviction";

    private long used = 910;

    private boolean away;

    private final DefaultRedisAdvisor advisor = new DefaultRedisAdvisor(
            List.of(inspector("default", () -> answer(facts(this.used, this.policy))),
                    inspector("other", () -> this.away ? failure() : answer(facts(1, "allkeys-lru")))),
            (name) -> QUEUED, Clock.systemUTC());

    @Test
    void eachFindingIsLoggedOnceUntilItIsGone(CapturedOutput output) {
        assertThat(this.advisor.advice()).isEmpty();
        assertThat(this.advisor.lookedAt()).isNull();
        assertThat(this.advisor.look()).extracting(RedisAdvice::redis, RedisAdvice::code)
            .containsExactly(tuple("default", Code.MEMORY_NEARLY_FULL), tuple("other", Code.STREAMS_MAY_BE_EVICTED));
        assertThat(this.advisor.lookedAt()).isNotNull();
        this.used = 950;
        assertThat(this.advisor.look().get(0).message()).startsWith("95 percent");
        assertThat(lines(output, "MEMORY_NEARLY_FULL")).isOne();
        assertThat(lines(output, "STREAMS_MAY_BE_EVICTED")).isOne();
        this.used = 1;
        this.advisor.look();
        this.advisor.look();
        assertThat(lines(output, "MEMORY_NEARLY_FULL is no longer the case")).isOne();
        this.used = 999;
        this.advisor.look();
        assertThat(lines(output, "(MEMORY_NEARLY_FULL)")).isEqualTo(2);
    }

    @Test
    void redisThatIsAwayKeepsItsFindingsAndHidesNoOthers() {
        this.advisor.look();
        this.away = true;
        this.policy = "allkeys-lru";
        var lookedAt = this.advisor.lookedAt();
        assertThat(this.advisor.look()).extracting(RedisAdvice::redis).containsExactly("default", "other");
        assertThat(this.advisor.lookedAt()).isSameAs(lookedAt);
        assertThat(this.advisor.reachable()).containsEntry("default", true).containsEntry("other", false);
    }

    @Test
    void looksAtTheStartAndAgainAndAgainUntilItIsStopped() throws InterruptedException {
        this.advisor.start((task) -> {
            Thread thread = new Thread(task, "advisor-test");
            thread.setDaemon(true);
            return thread;
        }, Duration.ofMillis(1));
        assertThat(this.looks.tryAcquire(10, 60, TimeUnit.SECONDS)).isTrue();
        this.advisor.stop();
        this.looks.drainPermits();
        await().atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("advisor-test"));
        assertThat(this.looks.availablePermits()).isZero();
    }

    @Test
    void stopDoesNotWaitForARedisThatDoesNotAnswer() throws InterruptedException {
        DefaultRedisAdvisor waiting = new DefaultRedisAdvisor(List.of(inspector("silent", CompletableFuture::new)),
                (name) -> QUEUED, Clock.systemUTC());
        List<Thread> threads = new CopyOnWriteArrayList<>();
        waiting.start((task) -> {
            Thread thread = new Thread(task, "advisor-waits");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        }, Duration.ofHours(1));
        assertThat(this.looks.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        waiting.stop();
        threads.get(0).join(60_000);
        assertThat(threads.get(0).isAlive()).isFalse();
    }

    private static long lines(CapturedOutput output, String text) {
        return output.getAll().lines().filter((line) -> line.contains(text)).count();
    }

    private static RedisFacts facts(long used, String policy) {
        return new RedisFacts(null, new RedisFacts.Version(7, 0), false, new RedisFacts.Memory(used, 1000L, policy),
                new RedisFacts.Persistence(true, true, false), List.of());
    }

    private static CompletableFuture<List<RedisFacts>> answer(RedisFacts facts) {
        return CompletableFuture.completedFuture(List.of(facts));
    }

    private static <T> CompletableFuture<T> failure() {
        return CompletableFuture.failedFuture(new L2UnavailableException("away", null));
    }

    private RedisInspector inspector(String name, Supplier<CompletableFuture<List<RedisFacts>>> facts) {
        return new RedisInspector() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public CompletableFuture<List<RedisFacts>> inspect() {
                DefaultRedisAdvisorTests.this.looks.release();
                return facts.get();
            }

            @Override
            public CompletableFuture<?> ping() {
                return facts.get();
            }

        };
    }

}
