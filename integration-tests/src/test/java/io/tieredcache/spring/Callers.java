package io.tieredcache.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads that call the same thing at the same moment.
 *
 * @param <T> the type of what they get
 */
final class Callers<T> {

    private static final long PATIENCE_SECONDS = 30;

    private final List<Thread> threads = new ArrayList<>();

    private final List<CompletableFuture<T>> answers = new ArrayList<>();

    private final CountDownLatch start = new CountDownLatch(1);

    /**
     * Starts the threads.
     */
    static <T> Callers<T> start(int count, Callable<? extends T> call) {
        Callers<T> callers = new Callers<>();
        for (int i = 0; i < count; i++) {
            callers.add(call);
        }
        callers.threads.forEach(Thread::start);
        callers.start.countDown();
        return callers;
    }

    private void add(Callable<? extends T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        this.answers.add(answer);
        this.threads.add(new Thread(() -> {
            try {
                this.start.await();
                answer.complete(call.call());
            }
            catch (Throwable ex) {
                answer.completeExceptionally(ex);
            }
        }, "caller-" + this.threads.size()));
    }

    /**
     * Waits until all but one of the threads wait for something with a time limit, as
     * those do that joined another caller's load.
     */
    void awaitAllButOneWaiting() {
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
            .until(() -> this.threads.stream()
                .filter((thread) -> thread.getState() == Thread.State.TIMED_WAITING)
                .count() >= this.threads.size() - 1);
    }

    /**
     * What the threads got.
     */
    List<T> results() {
        return this.answers.stream()
            .map((answer) -> answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
            .toList();
    }

    /**
     * What the threads failed with.
     */
    List<Throwable> failures() {
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<T> answer : this.answers) {
            Throwable failure = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).handle((result, ex) -> ex).join();
            assertThat(failure).as("failure of a caller").isNotNull();
            failures.add((failure instanceof CompletionException) ? failure.getCause() : failure);
        }
        return failures;
    }

}
