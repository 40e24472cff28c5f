package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Loads before a value is missed.
 */
public class CacheRefreshProperties {

    /**
     * How eager the probabilistic early refresh (XFetch) is: 1 is usual, more is earlier,
     * 0 switches it off. When not set it is 1, and 0 for a cache with dimensions, whose
     * source may need what is bound to the thread of the caller.
     */
    private @Nullable Double beta;

    /**
     * How many of the keys that are read most are loaded again before they expire. Zero
     * switches it off. Needs L1.
     */
    private @Nullable Integer hotKeys;

    /**
     * Percent of the time to live that is left when a hot key is loaded again, 1 to 90.
     */
    private @Nullable Integer ahead;

    /**
     * Most hot keys of the cache that this process loads at once.
     */
    private @Nullable Integer concurrency;

    /**
     * Keys, as text, that are loaded again at a fixed rate from their first read in this
     * process on, whether anybody reads them then or not. Needs an interval.
     */
    private @Nullable List<String> keys;

    /**
     * Time between two loads of the named keys; let the time to live be longer. A bare
     * number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration interval;

    public @Nullable List<String> getKeys() {
        return this.keys;
    }

    public void setKeys(@Nullable List<String> keys) {
        this.keys = keys;
    }

    public @Nullable Duration getInterval() {
        return this.interval;
    }

    public void setInterval(@Nullable Duration interval) {
        this.interval = interval;
    }

    public @Nullable Integer getHotKeys() {
        return this.hotKeys;
    }

    public void setHotKeys(@Nullable Integer hotKeys) {
        this.hotKeys = hotKeys;
    }

    public @Nullable Integer getAhead() {
        return this.ahead;
    }

    public void setAhead(@Nullable Integer ahead) {
        this.ahead = ahead;
    }

    public @Nullable Integer getConcurrency() {
        return this.concurrency;
    }

    public void setConcurrency(@Nullable Integer concurrency) {
        this.concurrency = concurrency;
    }

    public @Nullable Double getBeta() {
        return this.beta;
    }

    public void setBeta(@Nullable Double beta) {
        this.beta = beta;
    }

}
