package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.smile.SmileMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.KeyDimension;
import io.tieredcache.LoadContext;
import io.tieredcache.ReadThroughLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Mistakes in the configuration stop the start, and say what to do.
 */
class InvalidConfigurationTests {

    private static final String ORDERS = "tiered-cache.caches.orders.";

    private static final String STORE = "tiered-cache.stores.fast.";

    private final ApplicationContextRunner contextRunner = CacheContexts.runner();

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(List.of("tiered-cache.cost.warn-at=0.9", "tiered-cache.cost.alarm-at=0.85"),
                        "'tiered-cache.cost.warn-at' is 0.9, above 'tiered-cache.cost.alarm-at', which is 0.85.",
                        "Set 'tiered-cache.cost.warn-at' to 0.85 or less."),
                arguments(List.of(ORDERS + "source-call-price=-0.1"),
                        "'tiered-cache.caches.orders.source-call-price' must not be negative, found -0.1.",
                        "to a price such as 0.05"),
                arguments(List.of("tiered-cache.defaults.budget.l1-bytes=0"),
                        "'tiered-cache.defaults.budget.l1-bytes' must be positive, found 0B.",
                        "Set 'tiered-cache.defaults.budget.l1-bytes' to a size such as 64MB"),
                arguments(List.of("tiered-cache.namespace=my shop"),
                        "The namespace 'my shop' has characters that cannot be part of it",
                        "Set 'tiered-cache.namespace' to letters"),
                arguments(List.of("tiered-cache.namespace=" + "x".repeat(65)), "is longer than 64",
                        "Set 'tiered-cache.namespace'"),
                arguments(List.of(ORDERS + "ttl=30s", ORDERS + "l1.ttl=5m"),
                        "'tiered-cache.caches.orders.l1.ttl' is 5m, longer than the 30s that entries live in Redis.",
                        "Set 'tiered-cache.caches.orders.l1.ttl' to 30s or less."),
                arguments(List.of(ORDERS + "l1.max-entries=10", ORDERS + "l1.max-size=1MB"),
                        "L1 is bounded by entries or by bytes.", "Remove one of them."),
                arguments(List.of(ORDERS + "l1.max-entries=0"),
                        "'tiered-cache.caches.orders.l1.max-entries' must be positive, found 0.",
                        "Set 'tiered-cache.caches.orders.mode' to 'l2-only'"),
                arguments(List.of(ORDERS + "l1.max-size=0B"), "'tiered-cache.caches.orders.l1.max-size'",
                        "Set 'tiered-cache.caches.orders.mode' to 'l2-only'"),
                arguments(List.of(ORDERS + "jitter=51"),
                        "'tiered-cache.caches.orders.jitter' must be 0 to 50 percent, found 51.",
                        "Set 'tiered-cache.caches.orders.jitter' to a number of that range."),
                arguments(List.of(ORDERS + "jitter=-1"), "found -1.", "Set 'tiered-cache.caches.orders.jitter'"),
                arguments(List.of(ORDERS + "staleness-bound=1500ms"),
                        "'tiered-cache.caches.orders.staleness-bound' is 1500ms, shorter than two pulses",
                        "Set 'tiered-cache.caches.orders.staleness-bound' to 2s or more"),
                arguments(List.of(ORDERS + "staleness-bound=5s", "tiered-cache.invalidation.pulse-interval=3s"),
                        "shorter than two pulses of the invalidation channel (3s each)", "to 6s or more"),
                arguments(List.of(ORDERS + "serializer=xml"),
                        "Cache 'orders': there is no serializer 'xml' (found: [cbor, json, smile]).",
                        "declare a ValueSerializer bean with that id"),
                arguments(List.of(ORDERS + "schema=0"),
                        "'tiered-cache.caches.orders.schema' must be 1 or more, found 0.",
                        "Set 'tiered-cache.caches.orders.schema' to 1 or more."),
                arguments(List.of(ORDERS + "dimensions=tenant"),
                        "Cache 'orders' requires the key dimension 'tenant', but there is no such KeyDimension bean",
                        "Declare a KeyDimension bean whose name() is 'tenant'"),
                arguments(List.of(ORDERS + "consistency=strong", ORDERS + "mode=l1-only"),
                        "consistency 'strong' does not use L1", "Set 'tiered-cache.caches.orders.mode' to 'on'"),
                arguments(List.of(ORDERS + "ttl=-1s"),
                        "'tiered-cache.caches.orders.ttl' must be a positive time, found -1s.",
                        "Set 'tiered-cache.caches.orders.ttl' to a positive time such as 30s."),
                arguments(List.of(ORDERS + "ttl=0"), "'tiered-cache.caches.orders.ttl' must be a positive time", "30s"),
                arguments(List.of(ORDERS + "l1.ttl=-5s"), "'tiered-cache.caches.orders.l1.ttl' must be a positive time",
                        "30s"),
                arguments(List.of(ORDERS + "negative-ttl=0s"),
                        "'tiered-cache.caches.orders.negative-ttl' must be a positive time", "30s"),
                arguments(List.of(ORDERS + "staleness-bound=-1s"),
                        "'tiered-cache.caches.orders.staleness-bound' must be a positive time", "30s"),
                arguments(List.of(ORDERS + "load.join-timeout=0"),
                        "'tiered-cache.caches.orders.load.join-timeout' must be a positive time", "30s"),
                arguments(List.of(ORDERS + "load.lease-time=-1s"),
                        "'tiered-cache.caches.orders.load.lease-time' must be a positive time", "30s"),
                arguments(List.of(ORDERS + "max-entry-size=1023B"),
                        "'tiered-cache.caches.orders.max-entry-size' must be 1KB to 512MB", "Set"),
                arguments(List.of(ORDERS + "max-entry-size=513MB"),
                        "'tiered-cache.caches.orders.max-entry-size' must be 1KB to 512MB", "Set"),
                arguments(List.of(ORDERS + "max-tags-per-entry=0"),
                        "'tiered-cache.caches.orders.max-tags-per-entry' must be 1 to 1024, found 0.", "Set"),
                arguments(List.of(ORDERS + "max-tags-per-entry=1025"),
                        "'tiered-cache.caches.orders.max-tags-per-entry' must be 1 to 1024, found 1025.", "Set"),
                arguments(List.of("tiered-cache.metrics.max-tag-values=0"),
                        "'tiered-cache.metrics.max-tag-values' must be 1 or more, found 0.",
                        "Set 'tiered-cache.metrics.max-tag-values' to 1 or more"),
                arguments(List.of("tiered-cache.advisor.interval=-1h"),
                        "'tiered-cache.advisor.interval' must not be negative",
                        "Set 'tiered-cache.advisor.interval' to a time such as 2s, or to 0 for no looks."),
                arguments(List.of("tiered-cache.caches.[" + "x".repeat(129) + "].ttl=1m"),
                        "A cache name has 129 characters", "Choose another name."),
                arguments(List.of("tiered-cache.redis.timeout=0"),
                        "'tiered-cache.redis.timeout' must be a positive time", "Set 'tiered-cache.redis.timeout'"),
                arguments(List.of("tiered-cache.redis.min-timeout=0"),
                        "'tiered-cache.redis.min-timeout' must be a positive time",
                        "Set 'tiered-cache.redis.min-timeout'"),
                arguments(List.of("tiered-cache.redis.min-timeout=2s"),
                        "'tiered-cache.redis.min-timeout' is 2s, longer than 'tiered-cache.redis.timeout', which is 1s.",
                        "Set 'tiered-cache.redis.min-timeout' to 1s or less"),
                arguments(List.of("tiered-cache.redis.max-waiting=0"),
                        "'tiered-cache.redis.max-waiting' must be 1 or more, found 0.",
                        "Set 'tiered-cache.redis.max-waiting'"),
                arguments(List.of("tiered-cache.redis.max-in-flight=0"),
                        "'tiered-cache.redis.max-in-flight' must be 1 or more, found 0.",
                        "Set 'tiered-cache.redis.max-in-flight'"),
                arguments(List.of("tiered-cache.redis.breaker.window=0"),
                        "'tiered-cache.redis.breaker.window' must be 1 or more, found 0.",
                        "Set 'tiered-cache.redis.breaker.window'"),
                arguments(List.of("tiered-cache.redis.breaker.minimum-calls=0"),
                        "'tiered-cache.redis.breaker.minimum-calls' must be 1 or more, found 0.",
                        "Set 'tiered-cache.redis.breaker.minimum-calls'"),
                arguments(List.of("tiered-cache.redis.breaker.minimum-calls=11"),
                        "'tiered-cache.redis.breaker.minimum-calls' is 11, more than", "to 10 or less."),
                arguments(List.of("tiered-cache.redis.breaker.failure-rate=0"),
                        "'tiered-cache.redis.breaker.failure-rate' must be above 0 and up to 100 percent, found 0.0.",
                        "Set 'tiered-cache.redis.breaker.failure-rate'"),
                arguments(List.of("tiered-cache.redis.breaker.failure-rate=100.5"),
                        "'tiered-cache.redis.breaker.failure-rate' must be above 0 and up to 100 percent, found 100.5.",
                        "Set 'tiered-cache.redis.breaker.failure-rate'"),
                arguments(List.of("tiered-cache.redis.breaker.open-time=0"),
                        "'tiered-cache.redis.breaker.open-time' must be a positive time",
                        "Set 'tiered-cache.redis.breaker.open-time'"),
                arguments(List.of("tiered-cache.invalidation.pulse-interval=-1s"),
                        "'tiered-cache.invalidation.pulse-interval' must be a positive time",
                        "Set 'tiered-cache.invalidation.pulse-interval'"),
                arguments(List.of("tiered-cache.invalidation.start-timeout=-1s"),
                        "'tiered-cache.invalidation.start-timeout' must not be negative",
                        "Set 'tiered-cache.invalidation.start-timeout'"),
                arguments(List.of("tiered-cache.invalidation.max-tags=0"),
                        "'tiered-cache.invalidation.max-tags' must be 1 or more, found 0.",
                        "Set 'tiered-cache.invalidation.max-tags'"),
                arguments(List.of("tiered-cache.invalidation.max-queued=0"),
                        "'tiered-cache.invalidation.max-queued' must be 1 or more, found 0.",
                        "Set 'tiered-cache.invalidation.max-queued'"),
                arguments(List.of(ORDERS + "consistency=strong", ORDERS + "invalidation.when-unreachable=queue"),
                        "'tiered-cache.caches.orders.invalidation.when-unreachable' is 'queue', but",
                        "Set 'tiered-cache.caches.orders.invalidation.when-unreachable' to 'throw'"),
                arguments(List.of("tiered-cache.invalidation.key-stripes=0"),
                        "'tiered-cache.invalidation.key-stripes' must be 1 or more, found 0.",
                        "Set 'tiered-cache.invalidation.key-stripes'"),
                arguments(List.of("tiered-cache.events.poll-interval=0"),
                        "'tiered-cache.events.poll-interval' must be a positive time",
                        "Set 'tiered-cache.events.poll-interval'"),
                arguments(List.of("tiered-cache.events.claim-after=-1s"),
                        "'tiered-cache.events.claim-after' must be a positive time, found -1s.",
                        "Set 'tiered-cache.events.claim-after'"),
                arguments(List.of("tiered-cache.events.batch-size=0"),
                        "'tiered-cache.events.batch-size' must be 1 to 1000, found 0.",
                        "Set 'tiered-cache.events.batch-size'"),
                arguments(List.of("tiered-cache.events.batch-size=1001"), "must be 1 to 1000, found 1001.",
                        "Set 'tiered-cache.events.batch-size'"),
                arguments(List.of("tiered-cache.events.max-dead-letters=0"),
                        "'tiered-cache.events.max-dead-letters' must be 1 or more, found 0.",
                        "Set 'tiered-cache.events.max-dead-letters'"),
                arguments(List.of("tiered-cache.load.threads=0"),
                        "'tiered-cache.load.threads' must be 1 or more, found 0.", "Set 'tiered-cache.load.threads'"),
                arguments(List.of("tiered-cache.load.queue=-1"),
                        "'tiered-cache.load.queue' must be 1 or more, found -1.", "Set 'tiered-cache.load.queue'"),
                arguments(List.of("tiered-cache.load.shutdown-timeout=-1s"),
                        "'tiered-cache.load.shutdown-timeout' must not be negative, found -1s.",
                        "Set 'tiered-cache.load.shutdown-timeout'"),
                arguments(List.of(ORDERS + "load.soft-timeout=2s", ORDERS + "load.hard-timeout=1500ms"),
                        "'tiered-cache.caches.orders.load.soft-timeout' is 2s, not shorter than "
                                + "'tiered-cache.caches.orders.load.hard-timeout', which is 1500ms",
                        "Set 'tiered-cache.caches.orders.load.soft-timeout' to less than 1500ms."),
                arguments(List.of(ORDERS + "load.hard-timeout=-1s"), "must be a positive time, found -1s.",
                        "Set 'tiered-cache.caches.orders.load.hard-timeout'"),
                arguments(List.of(ORDERS + "l2.soft-timeout=1s", ORDERS + "l2.hard-timeout=1s"),
                        "'tiered-cache.caches.orders.l2.soft-timeout' is 1s, not shorter than",
                        "Set 'tiered-cache.caches.orders.l2.soft-timeout' to less than 1s."),
                arguments(List.of(ORDERS + "stale.if-error=-1s"),
                        "'tiered-cache.caches.orders.stale.if-error' must not be negative, found -1s.",
                        "or to 0s to switch it off."),
                arguments(List.of(ORDERS + "consistency=strong", ORDERS + "stale.while-revalidate=10s"),
                        "'tiered-cache.caches.orders.stale.while-revalidate' is set, but "
                                + "'tiered-cache.caches.orders.consistency' is 'strong'",
                        "or 'tiered-cache.caches.orders.stale.while-revalidate' to 0s."),
                arguments(List.of(ORDERS + "refresh.beta=-1"),
                        "'tiered-cache.caches.orders.refresh.beta' must be 0 to 10, found -1.0.",
                        "or to 0 to switch early refresh off."),
                arguments(List.of(ORDERS + "refresh.hot-keys=10001"), "must be 0 to 10000, found 10001.",
                        "Set 'tiered-cache.caches.orders.refresh.hot-keys'"),
                arguments(List.of(ORDERS + "refresh.ahead=0"), "must be 1 to 90, found 0.",
                        "Set 'tiered-cache.caches.orders.refresh.ahead'"),
                arguments(List.of(ORDERS + "refresh.concurrency=0"), "must be 1 to 1000, found 0.",
                        "Set 'tiered-cache.caches.orders.refresh.concurrency'"),
                arguments(List.of(ORDERS + "refresh.keys=EUR,USD"),
                        "'tiered-cache.caches.orders.refresh.keys' names keys, but "
                                + "'tiered-cache.caches.orders.refresh.interval' is not set.",
                        "Set 'tiered-cache.caches.orders.refresh.interval' to a time such as 5m."),
                arguments(
                        List.of(ORDERS + "refresh.keys=EUR", ORDERS + "refresh.interval=5m",
                                ORDERS + "dimensions=tenant"),
                        "names keys, but the cache has dimensions", "Remove 'tiered-cache.caches.orders.refresh.keys'"),
                arguments(List.of("tiered-cache.defaults.jitter=90"),
                        "'tiered-cache.defaults.jitter' must be 0 to 50 percent, found 90.",
                        "Set 'tiered-cache.defaults.jitter'"),
                arguments(List.of("tiered-cache.defaults.ttl=30s", "tiered-cache.defaults.l1.ttl=1m"),
                        "'tiered-cache.defaults.l1.ttl' is 1m, longer than the 30s",
                        "Set 'tiered-cache.defaults.l1.ttl' to 30s or less."),
                arguments(List.of("tiered-cache.defaults.serializer=xml"),
                        "'tiered-cache.defaults': there is no serializer 'xml' (found: [cbor, json, smile]).",
                        "declare a ValueSerializer bean with that id"),
                arguments(List.of("tiered-cache.defaults.dimensions=tenant"),
                        "'tiered-cache.defaults' requires the key dimension 'tenant'",
                        "Declare a KeyDimension bean whose name() is 'tenant'"),
                arguments(List.of("tiered-cache.defaults.derived-from.tags=prices"),
                        "'tiered-cache.defaults.derived-from' would derive every cache",
                        "Set 'derived-from' below 'tiered-cache.caches.<name>'."),
                arguments(List.of(ORDERS + "derived-from.caches=orders"),
                        "Cache 'orders' is derived from itself: orders -> orders.",
                        "Remove 'orders' from 'tiered-cache.caches.orders.derived-from.caches'"),
                arguments(
                        List.of(ORDERS + "derived-from.caches=items", "tiered-cache.caches.items.derived-from.caches=a",
                                "tiered-cache.caches.a.derived-from.caches=items"),
                        "is derived from itself: a -> items -> a.",
                        "Remove 'a' from 'tiered-cache.caches.items.derived-from.caches'"),
                arguments(List.of(ORDERS + "derived-from.caches=items", "tiered-cache.on-demand=false"),
                        "Cache 'orders' is derived from 'items', which is not declared, and caches on demand are",
                        "declare the cache as 'tiered-cache.caches.items'."),
                arguments(List.of(ORDERS + "store=fast", "tiered-cache.stores.slow.host=localhost"),
                        "'tiered-cache.caches.orders.store' is 'fast', but there is no such store; "
                                + "there are: 'application', 'slow'.",
                        "Declare it as 'tiered-cache.stores.fast', or set 'tiered-cache.caches.orders.store'"),
                arguments(List.of("tiered-cache.defaults.store=fast"), "'tiered-cache.defaults.store' is 'fast'",
                        "Declare it as 'tiered-cache.stores.fast'"),
                arguments(List.of(STORE + "timeout=1s"), "'tiered-cache.stores.fast' does not say where its Redis is.",
                        "Set one of 'connection-factory', 'url', 'host', 'cluster.nodes' and 'sentinel.nodes'."),
                arguments(List.of(STORE + "host=localhost", STORE + "url=redis://localhost"),
                        "says where its Redis is by 'url' and 'host', which exclude each other.", "Set one of"),
                arguments(List.of(STORE + "sentinel.nodes=localhost:26379"),
                        "'tiered-cache.stores.fast.sentinel' needs both 'master' and 'nodes'", "Set both."),
                arguments(List.of(STORE + "host=localhost", STORE + "timeout=0"),
                        "'tiered-cache.stores.fast.timeout' must be a positive time",
                        "Set 'tiered-cache.stores.fast.timeout'"),
                arguments(List.of("tiered-cache.stores.application.host=localhost"),
                        "'application' cannot be the name of a store.", "Use letters"),
                arguments(List.of("tiered-cache.stores.default.host=localhost"),
                        "'default' cannot be the name of a store.", "Use letters"),
                arguments(List.of(STORE + "connection-factory=mine"),
                        "'tiered-cache.stores.fast.connection-factory' is 'mine', but there is no bean of that name",
                        "set 'tiered-cache.stores.fast.url'"),
                arguments(List.of(STORE + "url=http://me:secret@localhost"),
                        "'tiered-cache.stores.fast' has a URL or nodes that cannot be read.", "Write a URL as"),
                arguments(List.of(ORDERS + "derived-from.tags=" + "x".repeat(129)),
                        "'tiered-cache.caches.orders.derived-from.tags' has a tag of 129 characters.",
                        "Give it 1 to 128."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeStopsTheStartAndIsExplained(List<String> properties, String description, String action) {
        this.contextRunner.withPropertyValues(properties.toArray(String[]::new))
            .run((context) -> assertExplained(context.getStartupFailure(), description, action));
    }

    @Test
    void missingNamespaceIsExplained() {
        new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class))
            .run((context) -> assertExplained(context.getStartupFailure(),
                    "neither 'tiered-cache.namespace' nor 'spring.application.name' is set",
                    "Set 'spring.application.name'"));
    }

    @Test
    void formatWhoseLibraryIsMissingIsExplained() {
        this.contextRunner.withClassLoader(new FilteredClassLoader(SmileMapper.class, CBORMapper.class))
            .withPropertyValues(ORDERS + "serializer=smile")
            .run((context) -> assertExplained(context.getStartupFailure(),
                    "Cache 'orders': there is no serializer 'smile' (found: [json]).", "add the library"));
    }

    @Test
    void twoDimensionsOfOneNameAreExplained() {
        this.contextRunner.withBean("a", KeyDimension.class, Tenant::new)
            .withBean("b", KeyDimension.class, Tenant::new)
            .run((context) -> assertExplained(context.getStartupFailure(), "Two KeyDimension beans have the name",
                    "a name of its own"));
    }

    @Test
    void twoLoadersOfOneCacheAreExplained() {
        this.contextRunner.withBean("a", ReadThroughLoader.class, OrderLoader::new)
            .withBean("b", ReadThroughLoader.class, OrderLoader::new)
            .run((context) -> assertExplained(context.getStartupFailure(),
                    "Cache 'orders' has two ReadThroughLoader beans", "Remove one of them"));
    }

    @Test
    void loaderOfACacheThatMayNotExistIsExplained() {
        this.contextRunner.withBean(ReadThroughLoader.class, OrderLoader::new)
            .withPropertyValues("tiered-cache.on-demand=false")
            .run((context) -> assertExplained(context.getStartupFailure(),
                    "A ReadThroughLoader loads for the cache 'orders', which is not declared",
                    "declare the cache as 'tiered-cache.caches.orders'"));
    }

    @Test
    void derivationOfAWideGraphIsCheckedQuickly() {
        List<String> properties = new ArrayList<>();
        for (int i = 1; i < 60; i++) {
            for (int j = 0; j < i; j++) {
                properties.add("tiered-cache.caches.c%d.derived-from.caches[%d]=c%d".formatted(i, j, j));
            }
        }
        this.contextRunner.withPropertyValues(properties.toArray(String[]::new))
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void applicationNameThatIsNoNamespaceIsExplained() {
        this.contextRunner.withPropertyValues("spring.application.name=My Shop")
            .run((context) -> assertExplained(context.getStartupFailure(), "The namespace 'My Shop'",
                    "Set 'tiered-cache.namespace'"));
    }

    private static void assertExplained(Throwable failure, String description, String action) {
        assertThat(failure).as("failure of the start").isNotNull();
        assertThat(NestedExceptionUtils.getMostSpecificCause(failure))
            .isInstanceOf(InvalidTieredCacheConfigurationException.class);
        FailureAnalysis analysis = analyze(failure);
        assertThat(analysis.getDescription()).contains(description);
        assertThat(analysis.getAction()).contains(action);
        assertThat(analysis.getDescription()).doesNotContain("PT").endsWith(".");
    }

    private static FailureAnalysis analyze(Throwable failure) {
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader
            .forDefaultResourceLocation(InvalidConfigurationTests.class.getClassLoader())
            .load(FailureAnalyzer.class, (factory, name, ex) -> {
            });
        return analyzers.stream()
            .filter((analyzer) -> analyzer.getClass().getPackage().equals(InvalidConfigurationTests.class.getPackage()))
            .map((analyzer) -> analyzer.analyze(failure))
            .filter((analysis) -> analysis != null)
            .findFirst()
            .orElseThrow(() -> new AssertionError("No analyzer of ours explains it", failure));
    }

    private static final class OrderLoader implements ReadThroughLoader<String, String> {

        @Override
        public String cache() {
            return "orders";
        }

        @Override
        public String load(String key, LoadContext context) {
            return key;
        }

    }

    private static final class Tenant implements KeyDimension {

        @Override
        public String name() {
            return "tenant";
        }

        @Override
        public Object currentValue() {
            return "acme";
        }

    }

}
