package io.tieredcache.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts the calls of the methods behind the annotations of one application, and holds
 * them up where a test says so.
 */
final class Calls {

    private final AtomicInteger count = new AtomicInteger();

    private volatile Hold hold;

    /**
     * Counts a call.
     * @return the number of calls so far
     */
    int next() {
        int number = this.count.incrementAndGet();
        Hold current = this.hold;
        if (current != null) {
            this.hold = null;
            current.pass();
        }
        return number;
    }

    int count() {
        return this.count.get();
    }

    void reset() {
        this.count.set(0);
    }

    /**
     * Holds up the next call.
     */
    Hold holdNext() {
        Hold next = new Hold();
        this.hold = next;
        return next;
    }

    /**
     * A call that is held up.
     */
    static final class Hold {

        private final CountDownLatch arrived = new CountDownLatch(1);

        private final CompletableFuture<Void> released = new CompletableFuture<>();

        private void pass() {
            this.arrived.countDown();
            this.released.orTimeout(30, TimeUnit.SECONDS).join();
        }

        /**
         * Waits until the call began.
         */
        void awaitArrived() throws InterruptedException {
            assertThat(this.arrived.await(20, TimeUnit.SECONDS)).as("the call began").isTrue();
        }

        /**
         * Lets the call go on.
         */
        void release() {
            this.released.complete(null);
        }

    }

}
