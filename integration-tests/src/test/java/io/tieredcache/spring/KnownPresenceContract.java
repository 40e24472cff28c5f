package io.tieredcache.spring;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where copies are in this process, {@code invalidate} can tell that there are entries.
 */
interface KnownPresenceContract extends CacheContract {

    @Test
    default void invalidateTellsThatThereWereEntries() {
        cache().get("key", () -> "value");
        assertThat(cache().invalidate()).isTrue();
        assertThat(cache().get("key")).isNull();
        assertThat(cache().invalidate()).isFalse();
    }

}
