package io.tieredcache.cache;

import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.LoadContext;
import io.tieredcache.store.CacheStep;

/**
 * Loads on the thread of the caller, which is noted meanwhile: what the source asks of
 * the cache for the same key could never be answered.
 */
final class CallerLoads {

    private final CacheParts parts;

    private final EntryLoads loads;

    private final LoadingThreads threads;

    private final StandIns standIns;

    CallerLoads(CacheParts parts, EntryLoads loads, LoadingThreads threads, StandIns standIns) {
        this.parts = parts;
        this.loads = loads;
        this.threads = threads;
        this.standIns = standIns;
    }

    /**
     * Asks the source for a value.
     * @param load the load
     * @param loader asks the source
     * @param loaded makes the answer of what the source gave
     * @return that answer, or an older value that may be served where the source failed
     * @throws Throwable what the source threw
     */
    Answer load(PreparedLoad load, CacheLoader<?> loader, BiFunction<@Nullable Object, LoadContext, Answer> loaded)
            throws Throwable {
        LoadContext context = this.loads.context(load);
        Object value;
        try {
            value = ask(CacheStep.LOAD, load.read(), context, loader);
        }
        catch (Throwable ex) {
            Answer standIn = this.standIns.insteadOf(load, ex);
            if (standIn == null) {
                throw ex;
            }
            return standIn;
        }
        this.parts.counters().count(CacheCounter.LOAD);
        return loaded.apply(value, context);
    }

    /**
     * Asks the source and keeps nothing of it.
     */
    @Nullable Object ask(CacheStep step, ReadContext read, LoadContext context, CacheLoader<?> loader) throws Throwable {
        this.threads.enter(read);
        try {
            return this.parts.steps().<@Nullable Object>load(step, () -> context.run(loader));
        }
        finally {
            this.threads.leave(read);
        }
    }

}
