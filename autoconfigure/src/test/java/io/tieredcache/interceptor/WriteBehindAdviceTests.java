package io.tieredcache.interceptor;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.tieredcache.EntryPolicy;
import io.tieredcache.InvalidCacheAnnotationException;
import io.tieredcache.PendingPut;
import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.annotation.WriteBehind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * {@link WriteBehind} on methods.
 */
class WriteBehindAdviceTests {

    private final RecordingQueue queue = new RecordingQueue();

    private CacheContext start(Class<?> bean) {
        return CacheContext.subclassProxies().start((context) -> {
            context.registerBean(WriteBehindQueues.class, () -> this.queue);
            context.registerBean(bean);
        });
    }

    @Test
    void writeBeginsBeforeTheMethodAndEndsWithItsResult() {
        try (CacheContext context = start(Counts.class)) {
            assertThat(context.bean(Counts.class).write("a", 1)).isEqualTo(1);
            assertThat(this.queue.events).containsExactly("begin a", "complete a 1");
        }
    }

    @Test
    void keyOfTheResultBeginsAfterTheMethod() {
        try (CacheContext context = start(Counts.class)) {
            context.bean(Counts.class).writeByResult(7);
            assertThat(this.queue.events).containsExactly("begin 7", "complete 7 7");
        }
    }

    @Test
    void contentOfAnOptionalIsWritten() {
        try (CacheContext context = start(Counts.class)) {
            context.bean(Counts.class).writeOptional("a", 3);
            assertThat(this.queue.events).containsExactly("begin a", "complete a 3");
        }
    }

    @Test
    void excludedResultIsNotWritten() {
        try (CacheContext context = start(Counts.class)) {
            context.bean(Counts.class).write("a", -1);
            assertThat(this.queue.events).containsExactly("begin a", "cancel a");
        }
    }

    @Test
    void failedMethodWritesNothing() {
        try (CacheContext context = start(Counts.class)) {
            assertThatIllegalStateException().isThrownBy(() -> context.bean(Counts.class).fail("a"));
            assertThat(this.queue.events).containsExactly("begin a", "cancel a");
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeStopsTheStart(Class<?> bean, String message) {
        assertThatException().isThrownBy(() -> start(bean).close())
            .extracting(NestedExceptionUtils::getMostSpecificCause)
            .isInstanceOf(InvalidCacheAnnotationException.class)
            .extracting(Throwable::getMessage)
            .asString()
            .contains(message);
    }

    static List<Arguments> mistakes() {
        return List.of(
                arguments(NoHandler.class,
                        "the cache 'unknown' has no WriteBehindHandler. "
                                + "Declare a WriteBehindHandler bean whose cache() is 'unknown', or correct the name."),
                arguments(OtherType.class,
                        "the method gives java.lang.String, but the WriteBehindHandler of the cache "
                                + "'counts' takes java.lang.Integer. Let both name the same type."),
                arguments(NoKey.class, "'key' is not set."), arguments(NoResult.class, "nothing that could be cached"),
                arguments(Both.class, "the method carries @TieredCacheable as well"));
    }

    static class Counts {

        @WriteBehind(cache = "counts", key = "#id", unless = "#result < 0")
        public int write(String id, int count) {
            return count;
        }

        @WriteBehind(cache = "counts", key = "#result")
        public int writeByResult(int count) {
            return count;
        }

        @WriteBehind(cache = "counts", key = "#id")
        public Optional<Integer> writeOptional(String id, int count) {
            return Optional.of(count);
        }

        @WriteBehind(cache = "counts", key = "#id")
        public int fail(String id) {
            throw new IllegalStateException(id);
        }

    }

    static class NoHandler {

        @WriteBehind(cache = "unknown", key = "#id")
        public int write(String id) {
            return 1;
        }

    }

    static class OtherType {

        @WriteBehind(cache = "counts", key = "#id")
        public String write(String id) {
            return id;
        }

    }

    static class NoKey {

        @WriteBehind("counts")
        public int write(String id) {
            return 1;
        }

    }

    static class NoResult {

        @WriteBehind(cache = "counts", key = "#id")
        public void write(String id) {
        }

    }

    static class Both {

        @TieredCacheable(cache = "counts", key = "#id")
        @WriteBehind(cache = "counts", key = "#id")
        public int write(String id) {
            return 1;
        }

    }

    private static final class RecordingQueue implements WriteBehindQueue, WriteBehindQueues {

        private final List<String> events = new ArrayList<>();

        @Override
        public String cache() {
            return "counts";
        }

        @Override
        public Type valueType() {
            return Integer.class;
        }

        @Override
        public PendingPut begin(Object key, EntryPolicy policy) {
            this.events.add("begin " + key);
            return new PendingPut() {

                @Override
                public void complete(@Nullable Object value) {
                    RecordingQueue.this.events.add("complete " + key + " " + value);
                }

                @Override
                public void cancel() {
                    RecordingQueue.this.events.add("cancel " + key);
                }

            };
        }

        @Override
        public State state() {
            return State.unknown();
        }

        @Override
        public long count(WriteBehindCounter counter) {
            return 0;
        }

        @Override
        public @Nullable WriteBehindQueue find(String cache) {
            return cache.equals(cache()) ? this : null;
        }

        @Override
        public Collection<WriteBehindQueue> all() {
            return List.of(this);
        }

    }

}
