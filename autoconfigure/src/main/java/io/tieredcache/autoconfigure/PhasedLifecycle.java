package io.tieredcache.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops something with the application. What is of a lower phase is started
 * before and stopped after.
 */
final class PhasedLifecycle implements SmartLifecycle {

    /**
     * Of the invalidation channel: joined before the application serves and left after
     * that; below everything that serves, such as web servers and listeners.
     */
    static final int CHANNEL = 1024;

    /**
     * Of the comparison of the caches' classes with those of the other instances, which
     * needs the channel and comes before the application serves.
     */
    static final int CLASS_DECLARATIONS = CHANNEL + 1;

    /**
     * Of the toggles of the fleet, which are taken before the application serves.
     */
    static final int TOGGLES = CHANNEL + 1;

    /**
     * Of the looks at Redis, which nothing waits for and which need the connections.
     */
    static final int ADVISOR = CHANNEL + 1;

    /**
     * Of the staleness audit, which needs the channel and the connections.
     */
    static final int AUDIT = CHANNEL + 1;

    /**
     * Of the notes for the objectives, which nothing waits for.
     */
    static final int SLO = CHANNEL + 1;

    /**
     * Of the outbox: stopped after whoever commits, and before the channel.
     */
    static final int OUTBOX = 1280;

    /**
     * Of write-behind: below the web servers and the background loads, which may queue
     * values until they end; above the channel and the connections, without which nothing
     * can be written.
     */
    static final int WRITE_BEHIND = 1536;

    /**
     * Of the events from outside, which invalidate by the channel.
     */
    static final int EVENTS = 2048;

    /**
     * Of the relay from other regions, which invalidates by the channel.
     */
    static final int REGION = EVENTS;

    private final int phase;

    private final Runnable start;

    private final Runnable stop;

    private volatile boolean running;

    PhasedLifecycle(int phase, Runnable start, Runnable stop) {
        this.phase = phase;
        this.start = start;
        this.stop = stop;
    }

    @Override
    public void start() {
        this.running = true;
        this.start.run();
    }

    @Override
    public void stop() {
        this.running = false;
        this.stop.run();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return this.phase;
    }

}
