package io.tieredcache.drill;

import org.jspecify.annotations.Nullable;

/**
 * Remembers for each thread which level answered last.
 */
class LastLevel {

    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable DrillLevel> last = new ThreadLocal<>();

    void note(DrillLevel level) {
        this.last.set(level);
    }

    /**
     * Whether the source is all that is left to answer the calling thread.
     */
    boolean isSource() {
        DrillLevel level = this.last.get();
        return level == null || level == DrillLevel.SOURCE;
    }

    /**
     * The level that answered the calling thread since it last asked this.
     */
    DrillLevel take() {
        DrillLevel level = this.last.get();
        this.last.remove();
        return (level != null) ? level : DrillLevel.SOURCE;
    }

}
