package io.tieredcache.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventTargetsTests {

    private static final Instant ADDED = Instant.ofEpochSecond(7);

    private final List<String> names = new ArrayList<>(List.of("airports"));

    /** Has some caches, and makes none. */
    private final EventTargets targets = new EventTargets(new TieredCacheManager() {

        @Override
        public @Nullable TieredCache getCache(String name) {
            EventTargetsTests.this.asked++;
            return null;
        }

        @Override
        public Collection<String> getCacheNames() {
            return EventTargetsTests.this.names;
        }

    });

    private int asked;

    @Test
    void wholeNumberIsTheIntAndTheLongKey() {
        assertThat(keys(42L)).containsExactly(42L, 42);
        assertThat(keys(1L << 40)).containsExactly(1L << 40);
        assertThat(keys(true)).containsExactly(true);
        assertThat(keys("42")).containsExactly("42");
    }

    @Test
    void timeIsThatOfTheEventOrThatOfTheStream() {
        assertThat(this.targets.of(event(null, List.of(), List.of()), ADDED).eventTimes()).containsExactly(ADDED);
        assertThat(this.targets.of(event(Instant.EPOCH, List.of(), List.of()), ADDED).eventTimes())
            .containsExactly(Instant.EPOCH);
    }

    @Test
    void unknownCacheIsRejected() {
        assertUnknown(event(null, List.of(), List.of("airprots")));
        assertUnknown(event(null, List.of(new OutsideEvent.Key("airprots", "HAM", null)), List.of()));
        assertThat(this.asked).isEqualTo(2);
    }

    @Test
    void noCacheIsMadeWhereThereAreManyAlready() {
        IntStream.range(0, 1_000).forEach((i) -> this.names.add("cache-" + i));
        assertUnknown(event(null, List.of(), List.of("one-more")));
        assertThat(this.asked).isZero();
    }

    private void assertUnknown(OutsideEvent event) {
        assertThatExceptionOfType(RejectedEventException.class).isThrownBy(() -> this.targets.of(event, ADDED))
            .matches((ex) -> ex.rejection() == Rejection.UNKNOWN_CACHE);
    }

    private List<Object> keys(Object value) {
        return this.targets.of(event(null, List.of(new OutsideEvent.Key("airports", value, null)), List.of()), ADDED)
            .keys()
            .stream()
            .map(CacheInvalidation.Key::key)
            .toList();
    }

    private static OutsideEvent event(@Nullable Instant time, List<OutsideEvent.Key> keys, List<String> caches) {
        return new OutsideEvent("e", time, List.of("t"), keys, caches, false, false);
    }

}
