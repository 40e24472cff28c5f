package io.tieredcache.cache;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.ChannelStateChange;
import io.tieredcache.ChannelStateListener;

/**
 * Tells listeners of changes, in their order, on a thread that exists only while there is
 * something to tell. Listeners that are slow lose the oldest changes.
 */
final class ChannelStateTeller {

    private static final Logger logger = LoggerFactory.getLogger(ChannelStateTeller.class);

    private static final int QUEUE = 64;

    private final List<ChannelStateListener> listeners;

    private @Nullable ThreadPoolExecutor executor;

    ChannelStateTeller(List<ChannelStateListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Has a change told. Never waits. One caller at a time.
     */
    void tell(ChannelStateChange change) {
        if (this.listeners.isEmpty()) {
            return;
        }
        if (this.executor == null) {
            this.executor = newExecutor();
        }
        this.executor.execute(() -> this.listeners.forEach((listener) -> tell(listener, change)));
    }

    private static void tell(ChannelStateListener listener, ChannelStateChange change) {
        try {
            listener.onChange(change);
        }
        catch (RuntimeException ex) {
            logger.warn("A ChannelStateListener failed", ex);
        }
    }

    /**
     * Forgets what is not told yet. One caller at a time.
     */
    void stop() {
        if (this.executor != null) {
            this.executor.shutdownNow();
            this.executor = null;
        }
    }

    private static ThreadPoolExecutor newExecutor() {
        ThreadPoolExecutor created = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE),
                (task) -> {
                    Thread thread = new Thread(null, task, "tiered-cache-channel-states", 0, false);
                    thread.setDaemon(true);
                    return thread;
                }, new ThreadPoolExecutor.DiscardOldestPolicy());
        created.allowCoreThreadTimeOut(true);
        return created;
    }

}
