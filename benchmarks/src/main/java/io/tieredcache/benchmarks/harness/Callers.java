package io.tieredcache.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Calls that begin together, each on a thread of its own.
 */
final class Callers {

    private Callers() {
    }

    /**
     * Runs calls together.
     * @param calls the calls
     * @return milliseconds from the start of all to the end of the last
     */
    static double millisOfLast(List<Runnable> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size(), Callers::thread);
        try {
            CountDownLatch ready = new CountDownLatch(calls.size());
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> ended = new ArrayList<>();
            for (Runnable call : calls) {
                ended.add(threads.submit(() -> {
                    ready.countDown();
                    start.await();
                    call.run();
                    return null;
                }));
            }
            ready.await();
            long begun = System.nanoTime();
            start.countDown();
            for (Future<?> each : ended) {
                each.get();
            }
            return (System.nanoTime() - begun) / 1e6;
        }
        finally {
            threads.shutdownNow();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "benchmark-caller");
        thread.setDaemon(true);
        return thread;
    }

}
