package io.tieredcache.cache;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tieredcache.RecursiveLoadException;

/**
 * Which thread asks the source for which key. If it asks the cache for that key, waiting
 * and loading would never end.
 */
final class LoadingThreads {

    private final Set<Loading> loading = ConcurrentHashMap.newKeySet();

    private final String cache;

    LoadingThreads(String cache) {
        this.cache = cache;
    }

    /**
     * Fails if the calling thread asks the source for a key.
     */
    void check(ReadContext read) {
        if (this.loading.contains(new Loading(Thread.currentThread(), read.local()))) {
            throw new RecursiveLoadException(this.cache);
        }
    }

    /**
     * Notes that the calling thread asks the source.
     */
    void enter(ReadContext read) {
        if (!this.loading.add(new Loading(Thread.currentThread(), read.local()))) {
            throw new RecursiveLoadException(this.cache);
        }
    }

    /**
     * Notes that the calling thread asked the source.
     */
    void leave(ReadContext read) {
        this.loading.remove(new Loading(Thread.currentThread(), read.local()));
    }

    private record Loading(Thread thread, Object key) {

    }

}
