package io.tieredcache.redis;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.tieredcache.store.EntryKey;

/**
 * Sends what concerns entries before what concerns the namespace: over one connection
 * without waiting, else the second when the first was answered.
 *
 * @param stores each Redis that entries are in
 */
record StoreOrder(RedisStores stores) {

    /**
     * Sends a second step that must not be done before the first.
     * @param <T> the type of the answer
     * @param keys the entries that the first step is about
     * @param first the first step, sent
     * @param second sends the second step
     * @return the answer to the second step, when both were answered
     */
    <T> CompletableFuture<T> then(Collection<EntryKey> keys, CompletableFuture<?> first,
            Supplier<CompletableFuture<T>> second) {
        if (this.stores.areInOrder(keys)) {
            return second.get().thenCombine(first, (answer, done) -> answer);
        }
        return first.thenCompose((done) -> second.get());
    }

    /**
     * Tells the others what was done to entries. On a cluster, or where the entries are
     * in another store, they are told by another server, even where that of the entries
     * cannot be reached: they trust their copies as long as the channel lives.
     * @param keys the entries
     * @param first what was done, sent
     * @param message tells the others
     * @return the number of the message
     */
    CompletableFuture<Long> tell(Collection<EntryKey> keys, CompletableFuture<?> first,
            Supplier<CompletableFuture<Long>> message) {
        if (this.stores.areInOrder(keys)) {
            return then(keys, first, message);
        }
        CompletableFuture<Optional<Throwable>> outcome = first.copy()
            .orTimeout(this.stores.application().patienceMillis() / 2, TimeUnit.MILLISECONDS)
            .handle((done, failure) -> Optional.ofNullable(failure));
        return outcome.thenCompose((failure) -> message.get()
            .thenCompose((number) -> failure.isPresent() ? CompletableFuture.<Long>failedFuture(failure.get())
                    : CompletableFuture.completedFuture(number)));
    }

    /**
     * Several commands as one step.
     */
    static CompletableFuture<?> all(Collection<? extends CompletableFuture<?>> answers) {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }

}
