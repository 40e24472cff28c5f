package io.tieredcache.drill;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheRead;
import io.tieredcache.CacheReadListener;

/**
 * Remembers for each thread which level answered last.
 */
class LastReads implements CacheReadListener {

    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable CacheLevel> last = new ThreadLocal<>();

    @Override
    public void onRead(CacheRead read) {
        this.last.set(read.level());
    }

    /**
     * The level that answered the calling thread since it last asked this.
     */
    DrillLevel take() {
        CacheLevel level = this.last.get();
        this.last.remove();
        return (level != null) ? DrillLevel.valueOf(level.name()) : DrillLevel.SOURCE;
    }

}
