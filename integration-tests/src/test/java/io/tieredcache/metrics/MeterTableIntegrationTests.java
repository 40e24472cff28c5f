package io.tieredcache.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheTagContributor;
import io.tieredcache.TieredCache;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.autoconfigure.CacheMetricsAutoConfiguration;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The table of docs/metrics.md is what an application that uses everything has in its
 * registry, name by name.
 */
class MeterTableIntegrationTests {

    private static final Pattern ROW = Pattern
        .compile("\\| `(tiered\\.cache\\.[a-z0-9.]+)` \\| (\\w+) \\| (\\w*) *\\| ?([^|]*)\\| [^|]+ \\|");

    private static final Map<String, Meter.Type> TYPES = Map.of("counter", Meter.Type.COUNTER, "gauge",
            Meter.Type.GAUGE, "timer", Meter.Type.TIMER, "summary", Meter.Type.DISTRIBUTION_SUMMARY);

    private static final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static ApplicationInstance instance;

    @BeforeAll
    static void run() {
        RedisFixture redis = RedisFixture.shared();
        instance = ApplicationInstance.start(TestInstance.newNamespace(),
                List.of("tiered-cache.events.enabled=true", "tiered-cache.outbox.enabled=true",
                        "tiered-cache.stores.other.url=redis://" + redis.host() + ":" + redis.port(),
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(), "tiered-cache.caches.declared.ttl=1m",
                        "tiered-cache.caches.queued.ttl=1m", "tiered-cache.metrics.max-tag-values=2",
                        "tiered-cache.audit.share=1e-9", "tiered-cache.defaults.slo.hit-ratio=0.9"),
                Application.class);
        instance.beans(MeterBinder.class).forEach((binder) -> binder.bindTo(registry));
        Service service = instance.bean(Service.class);
        for (int i = 0; i < 3; i++) {
            service.declared("key");
            service.onDemand("key");
            service.declared("b");
            service.declared("c");
        }
        TieredCache cache = instance.cache("declared");
        cache.put("key", "other");
        cache.evict("key");
        cache.mode(CacheMode.BYPASS);
        service.declared("key");
    }

    @AfterAll
    static void close() {
        instance.close();
    }

    @Test
    void everyRowIsInTheRegistry() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(rows).allSatisfy((row) -> {
            List<Meter> meters = registry.getMeters()
                .stream()
                .filter((meter) -> row.name.equals(meter.getId().getName()))
                .toList();
            assertThat(meters).as("meters of the name").isNotEmpty().allSatisfy((meter) -> {
                assertThat(meter.getId().getType()).isEqualTo(TYPES.get(row.type));
                assertThat(unit(meter)).isEqualTo(row.unit);
                assertThat(tagKeys(meter)).isEqualTo(row.tags);
                assertThat(meter.getId().getDescription()).isNotBlank();
            });
        });
    }

    @Test
    void everyMeterIsInTheTable() throws IOException {
        Set<String> names = rows().stream().map(Row::name).collect(Collectors.toSet());
        assertThat(registry.getMeters().stream().map((meter) -> meter.getId().getName()))
            .filteredOn((name) -> name.startsWith("tiered.cache"))
            .filteredOn((name) -> !name.endsWith(".percentile") && !name.endsWith(".histogram"))
            .isNotEmpty()
            .isSubsetOf(names);
    }

    @Test
    void cachesHaveTheSameMeters() {
        assertThat(metersOf("on-demand")).isNotEmpty().isEqualTo(metersOf("declared"));
        assertThat(metersOf("never-read")).isEmpty();
        instance.cache("never-read");
        assertThat(metersOf("never-read")).isEqualTo(metersOf("on-demand"));
    }

    @Test
    void scriptedRunIsCounted() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(count("tiered.cache.reads", "declared")).isEqualTo(10);
            assertThat(count("tiered.cache.fills", "declared")).isEqualTo(4);
            assertThat(count("tiered.cache.puts", "declared")).isEqualTo(1);
            assertThat(count("tiered.cache.removals", "declared")).isEqualTo(1);
        });
        assertThat(registry.get("tiered.cache.redis.breaker.state").tag("state", "closed").gauges()).hasSize(2);
        assertThat(registry.get("tiered.cache.channel.state").tag("state", "live").gauge().value()).isEqualTo(1);
    }

    @Test
    void valuesOfATagBeyondTheBoundAreOther() {
        assertThat(registry.get("tiered.cache.reads.tagged")
            .tag("cache", "declared")
            .tag("tag", "family")
            .meters()
            .stream()
            .map((meter) -> meter.getId().getTag("value"))
            .distinct()).containsExactlyInAnyOrder("key", "b", "other");
        assertThat(registry.get("tiered.cache.reads.tagged")
            .tags("cache", "declared", "value", "other")
            .counters()
            .stream()
            .mapToDouble(Counter::count)
            .sum()).isEqualTo(3);
    }

    private static double count(String name, String cache) {
        return registry.get(name)
            .tag("cache", cache)
            .functionCounters()
            .stream()
            .mapToDouble(FunctionCounter::count)
            .sum();
    }

    private static Set<String> metersOf(String cache) {
        return registry.getMeters()
            .stream()
            .map(Meter::getId)
            .filter((id) -> cache.equals(id.getTag("cache")) && !id.getName().endsWith(".tagged"))
            .map((id) -> id.getName() + id.getTags().stream().filter((tag) -> !"cache".equals(tag.getKey())).toList())
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String unit(Meter meter) {
        return Objects.requireNonNullElse(meter.getId().getBaseUnit(), "");
    }

    private static Set<String> tagKeys(Meter meter) {
        return meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "metrics.md"))
            .stream()
            .filter((line) -> line.startsWith("| `tiered.cache."))
            .filter((line) -> line.split("\\|", -1).length == 7)
            .map(MeterTableIntegrationTests::row)
            .toList();
    }

    private static Row row(String line) {
        Matcher matcher = ROW.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        Set<String> tags = Arrays.stream(matcher.group(4).split(",", -1))
            .map((tag) -> tag.replace("`", "").strip())
            .filter((tag) -> !tag.isEmpty())
            .collect(Collectors.toSet());
        return new Row(matcher.group(1), matcher.group(2), matcher.group(3), tags);
    }

    private record Row(String name, String type, String unit, Set<String> tags) {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ CacheMetricsAutoConfiguration.class, DataSourceAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class })
    static class Application {

        @Bean
        MeterRegistry meterRegistry() {
            return registry;
        }

        @Bean
        Service service() {
            return new Service();
        }

        @Bean
        Handler handler() {
            return new Handler();
        }

        @Bean
        Family family() {
            return new Family();
        }

    }

    static class Service {

        @TieredCacheable(cache = "declared", key = "#key")
        public String declared(String key) {
            return key;
        }

        @Cacheable("on-demand")
        public String onDemand(String key) {
            return key;
        }

    }

    static final class Handler implements WriteBehindHandler<String> {

        @Override
        public String cache() {
            return "queued";
        }

        @Override
        public void write(List<WriteRecord<String>> records) {
            assertThat(records).isEmpty();
        }

    }

    static final class Family implements CacheTagContributor {

        @Override
        public String tag() {
            return "family";
        }

        @Override
        public String value(String cache, Object key) {
            return key.toString();
        }

    }

}
