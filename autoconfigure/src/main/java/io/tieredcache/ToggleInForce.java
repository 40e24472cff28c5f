package io.tieredcache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A toggle that is in force on this instance.
 *
 * @param toggle what is switched
 * @param cache the cache's name, {@code null} for all caches
 * @param reach who has it
 * @param left how long it stays in force, if nobody ends it before
 * @param share the share of {@link CacheToggle#AUDIT}, {@code null} for any other
 * @since 0.1.0
 */
public record ToggleInForce(CacheToggle toggle, @Nullable String cache, Reach reach, Duration left,
        @Nullable Double share) {

}
