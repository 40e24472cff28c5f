package io.tieredcache.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import io.micrometer.core.instrument.binder.MeterBinder;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.WriteRecord;
import io.tieredcache.metrics.WriteBehindMetrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The handlers of an application, and the settings of their queues.
 */
class WriteBehindConfigurationTests {

    private static final String QUEUE = "tiered-cache.caches.counts.write-behind.";

    private final ApplicationContextRunner contextRunner = CacheContexts.runner()
        .withConfiguration(AutoConfigurations.of(CacheMetricsAutoConfiguration.class))
        .withPropertyValues("tiered-cache.redis.timeout=50ms");

    @Test
    void eachHandlerHasAQueueOfItsType() {
        this.contextRunner.withBean(Counts.class).run((context) -> {
            WriteBehindQueues queues = context.getBean(WriteBehindQueues.class);
            assertThat(queues.all()).extracting(WriteBehindQueue::cache).containsExactly("counts");
            assertThat(queues.find("counts")).isNotNull()
                .extracting(WriteBehindQueue::valueType)
                .isEqualTo(Integer.class);
            assertThat(queues.find("other")).isNull();
            assertThat(context).hasSingleBean(WriteBehindMetrics.class);
        });
    }

    @Test
    void nothingRunsWithoutAHandler() {
        this.contextRunner.run((context) -> {
            assertThat(context.getBean(WriteBehindQueues.class).all()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch((thread) -> thread.getName().startsWith("tiered-cache-write"));
        });
    }

    @Test
    void worksWithoutMicrometer() {
        this.contextRunner.withClassLoader(new FilteredClassLoader(MeterBinder.class))
            .withBean(Counts.class)
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBeansOfType(WriteBehindMetrics.class)).isEmpty();
            });
    }

    @Test
    void twoHandlersOfACacheStopTheStart() {
        this.contextRunner.withBean("one", Counts.class)
            .withBean("two", Counts.class)
            .run((context) -> assertMistake(context.getStartupFailure(),
                    "The cache 'counts' has two WriteBehindHandler beans, 'one' and 'two'. Keep one of them"));
    }

    @Test
    void handlerWithoutATypeStopsTheStart() {
        this.contextRunner.withBean("raw", WriteBehindHandler.class, WriteBehindConfigurationTests::untyped)
            .run((context) -> assertMistake(context.getStartupFailure(),
                    "The class of the WriteBehindHandler 'raw' does not say what type its values have."));
    }

    @Test
    void handlerOfACacheThatDoesNotExistStopsTheStart() {
        this.contextRunner.withBean("counts", Counts.class)
            .withPropertyValues("tiered-cache.on-demand=false")
            .run((context) -> assertMistake(context.getStartupFailure(),
                    "The WriteBehindHandler 'counts' is for the cache 'counts', which this library's cache manager does not have."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            partitions=65 | 'tiered-cache.caches.counts.write-behind.partitions' must be 1 to 64, found 65.
            batch-size=0 | 'tiered-cache.caches.counts.write-behind.batch-size' must be 1 to 1000, found 0.
            max-length=0 | 'tiered-cache.caches.counts.write-behind.max-length' must be 1 to 1000000000, found 0.
            max-dead-letters=0 | 'tiered-cache.caches.counts.write-behind.max-dead-letters' must be 1 to
            max-attempts=0 | 'tiered-cache.caches.counts.write-behind.max-attempts' must be 1 to 1000000
            max-wait=-1s | 'tiered-cache.caches.counts.write-behind.max-wait' must not be negative
            shutdown-timeout=-1s | 'tiered-cache.caches.counts.write-behind.shutdown-timeout' must not be negative
            poll-interval=0 | 'tiered-cache.caches.counts.write-behind.poll-interval' must be a positive time
            lease-time=0 | 'tiered-cache.caches.counts.write-behind.lease-time' must be a positive time
            min-back-off=0 | 'tiered-cache.caches.counts.write-behind.min-back-off' must be a positive time
            min-back-off=1m | 'tiered-cache.caches.counts.write-behind.min-back-off' is 1m, longer than
            """, quoteCharacter = '"')
    void impossibleSettingStopsTheStart(String property, String message) {
        this.contextRunner.withPropertyValues(QUEUE + property)
            .run((context) -> assertMistake(context.getStartupFailure(), message));
    }

    @Test
    void impossibleDefaultStopsTheStart() {
        this.contextRunner.withPropertyValues("tiered-cache.defaults.write-behind.partitions=0")
            .run((context) -> assertMistake(context.getStartupFailure(),
                    "'tiered-cache.defaults.write-behind.partitions' must be 1 to 64, found 0."));
    }

    private static void assertMistake(Throwable failure, String message) {
        assertThat(failure).isNotNull();
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        assertThat(root).isInstanceOf(InvalidTieredCacheConfigurationException.class);
        assertThat(root.getMessage()).contains(message);
    }

    private static <T> WriteBehindHandler<T> untyped() {
        return new WriteBehindHandler<>() {

            @Override
            public String cache() {
                return "counts";
            }

            @Override
            public void write(List<WriteRecord<T>> records) {
            }

        };
    }

    static class Counts implements WriteBehindHandler<Integer> {

        @Override
        public String cache() {
            return "counts";
        }

        @Override
        public void write(List<WriteRecord<Integer>> records) {
        }

    }

}
