package io.tieredcache.store;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditOutcome;
import io.tieredcache.CacheLevel;
import io.tieredcache.StalenessReason;

/**
 * What a look at a hit saw.
 *
 * @param outcome what it came to
 * @param level the level that serves the value now; {@code null} where none does or
 * nobody looked
 * @param reason why the value may be stale, where its own times say so; {@code null}
 * where they do not
 * @param reads how often the reference was read
 */
public record HitLook(AuditOutcome outcome, @Nullable CacheLevel level, @Nullable StalenessReason reason, int reads) {

    /**
     * A look that found no stale value.
     * @param outcome what it came to
     * @param reads how often the reference was read
     * @return the look
     */
    public static HitLook of(AuditOutcome outcome, int reads) {
        return new HitLook(outcome, null, null, reads);
    }

}
