package io.tieredcache.transaction;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long tests wait for what happens at once on a quiet machine.
 */
final class Patience {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private Patience() {
    }

    static <T> T await(CompletableFuture<T> answer) {
        return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

}
