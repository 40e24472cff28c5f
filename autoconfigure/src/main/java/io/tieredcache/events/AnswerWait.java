package io.tieredcache.events;

import java.util.concurrent.CompletableFuture;

/**
 * Waits for Redis on the calling thread, as long as is allowed.
 */
@FunctionalInterface
public interface AnswerWait {

    /**
     * Waits for an answer.
     * @param <T> the type of the answer
     * @param answer the answer
     * @return the answer
     * @throws io.tieredcache.L2UnavailableException if Redis failed or did not answer in
     * time
     */
    <T> T await(CompletableFuture<T> answer);

}
