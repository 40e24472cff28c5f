package io.tieredcache.cache;

import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheSettings;
import io.tieredcache.store.L1Entry;

/**
 * Loads the keys that are read most again before they expire. Looks at them about once a
 * second; a key that nobody reads any more is let go within some looks.
 */
final class HotKeyRefresh {

    private static final long LONGEST_INTERVAL = 1_000;

    /** The counts are halved once in so many looks. */
    private static final int LOOKS_PER_AGE = 8;

    private final CacheParts parts;

    private final BackgroundLoads background;

    private final CacheSettings.Refresh settings;

    private final HotKeys keys;

    private final Semaphore permits;

    private int looks;

    private HotKeyRefresh(CacheParts parts, BackgroundLoads background) {
        this.parts = parts;
        this.background = background;
        this.settings = parts.settings().refresh();
        this.keys = new HotKeys(this.settings.hotKeys());
        this.permits = new Semaphore(this.settings.concurrency());
    }

    /**
     * Starts looking after the hot keys of a cache.
     * @return {@code null} for a cache that says nothing of hot keys
     */
    static @Nullable HotKeyRefresh start(CacheParts parts, BackgroundLoads background) {
        if (parts.settings().refresh().hotKeys() == 0) {
            return null;
        }
        HotKeyRefresh refresh = new HotKeyRefresh(parts, background);
        long window = (long) (parts.settings().l2().ttl().toMillis() * parts.settings().refresh().ahead());
        long interval = Math.max(20, Math.min(LONGEST_INTERVAL, window / 4));
        var unused = parts.runtime().every(() -> parts.runtime().executor().execute(refresh::look), interval);
        return refresh;
    }

    HotKeys keys() {
        return this.keys;
    }

    /**
     * Loads those hot keys again that expire soon.
     */
    synchronized void look() {
        for (HotKeys.Hot hot : this.keys.top()) {
            L1Entry held = this.parts.l1().get(hot.local());
            if (held != null && isHeld(held) && isSoonOver(held)) {
                refresh(held, hot.reload());
            }
        }
        if (++this.looks % LOOKS_PER_AGE == 0) {
            this.keys.age();
        }
    }

    private boolean isHeld(L1Entry copy) {
        return copy.times().keptUntil() - this.parts.runtime().now() > 0;
    }

    private boolean isSoonOver(L1Entry held) {
        L1Entry.Life life = held.details().life();
        long left = life.freshUntil() - this.parts.runtime().clock().millis();
        return left <= (life.freshUntil() - life.createdAt()) * this.settings.ahead()
                && this.parts.judge().isUnrefuted(held);
    }

    private void refresh(L1Entry held, Reload reload) {
        if (!this.permits.tryAcquire()) {
            return;
        }
        Flight flight = this.background.refresh(held, true, reload.begin().get(), reload.source());
        if (flight == null) {
            this.permits.release();
            return;
        }
        var unused = flight.answer().whenComplete((answer, failure) -> this.permits.release());
    }

}
