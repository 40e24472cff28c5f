package io.tieredcache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a value is served after its time to live, and how long callers wait for a
 * load. What is {@code null} is the cache's own.
 *
 * @param whileRevalidate how long a value is served while it is loaded again
 * @param ifError how long a value is served where a load fails
 * @param soft how long a caller waits where there is an older value
 * @param hard how long a caller waits at all
 */
record EntryWaits(@Nullable Duration whileRevalidate, @Nullable Duration ifError, @Nullable Duration soft,
        @Nullable Duration hard) {

    static final EntryWaits NONE = new EntryWaits(null, null, null, null);

    EntryWaits withWhileRevalidate(Duration window) {
        return new EntryWaits(window, this.ifError, this.soft, this.hard);
    }

    EntryWaits withIfError(Duration window) {
        return new EntryWaits(this.whileRevalidate, window, this.soft, this.hard);
    }

    EntryWaits withSoft(Duration timeout) {
        return new EntryWaits(this.whileRevalidate, this.ifError, timeout, this.hard);
    }

    EntryWaits withHard(Duration timeout) {
        return new EntryWaits(this.whileRevalidate, this.ifError, this.soft, timeout);
    }

}
