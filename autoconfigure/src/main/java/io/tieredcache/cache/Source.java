package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.tieredcache.CacheLoader;
import io.tieredcache.LoadContext;

/**
 * Where values are loaded from, at once or later.
 */
@FunctionalInterface
interface Source {

    /**
     * Asks for the value.
     * @throws Throwable what the loader threw
     */
    CompletableFuture<?> load(LoadContext context) throws Throwable;

    static Source of(CacheLoader<?> loader) {
        return (context) -> CompletableFuture.completedFuture(context.run(loader));
    }

    static Source of(Supplier<? extends CompletableFuture<?>> loader) {
        CacheLoader<CompletableFuture<?>> asking = (context) -> loader.get();
        return (context) -> context.run(asking);
    }

}
