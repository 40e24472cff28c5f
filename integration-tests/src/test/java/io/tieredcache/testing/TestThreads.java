package io.tieredcache.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Calls beside the test, each on a thread of its own: the common pool has one thread on
 * two processors, and a call that waits would hold it.
 */
public final class TestThreads {

    private static final Executor EACH_ITS_OWN = (task) -> {
        Thread thread = new Thread(task, "test-call");
        thread.setDaemon(true);
        thread.start();
    };

    private TestThreads() {
    }

    public static <T extends @Nullable Object> CompletableFuture<T> supply(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, EACH_ITS_OWN);
    }

    public static CompletableFuture<Void> run(Runnable call) {
        return CompletableFuture.runAsync(call, EACH_ITS_OWN);
    }

}
