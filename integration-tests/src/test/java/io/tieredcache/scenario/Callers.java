package io.tieredcache.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.awaitility.Awaitility.await;

/**
 * Threads that call the same thing at the same moment.
 */
final class Callers {

    private static final String NAME = "caller-";

    private Callers() {
    }

    static <T> List<CompletableFuture<T>> start(int count, Callable<? extends T> call) {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<T>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            answers.add(answer);
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    answer.complete(call.call());
                }
                catch (Throwable ex) {
                    answer.completeExceptionally(ex);
                }
            }, NAME + i);
            thread.setDaemon(true);
            thread.start();
        }
        start.countDown();
        return answers;
    }

    /**
     * Waits until so many of the callers wait in a shared load.
     */
    static void awaitWaiting(int count) {
        await().atMost(Reads.SOON)
            .until(() -> Thread.getAllStackTraces()
                .entrySet()
                .stream()
                .filter((thread) -> thread.getKey().getName().startsWith(NAME))
                .filter((thread) -> Arrays.stream(thread.getValue())
                    .anyMatch((frame) -> frame.getMethodName().equals("join")
                            && frame.getClassName().startsWith("io.tieredcache.cache.")))
                .count() >= count);
    }

}
