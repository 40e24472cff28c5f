package io.tieredcache.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.tieredcache.CacheTagContributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Prometheus gets from the sample after a run of it: the meters of the documented
 * table, name by name and tag by tag, and whatever the Grafana dashboard and the alert
 * rules ask for. What the sample does without (outbox, audit, objectives and a tag) is
 * switched on for it.
 */
class PrometheusScrapeIntegrationTests {

    private static final Path DOCS = Path.of("..", "docs");

    private static final String PREFIX = "tiered_cache_";

    private static final Pattern ROW = Pattern
        .compile("\\| `(tiered\\.cache\\.[a-z0-9.]+)` \\| (\\w+) \\| (\\w*) *\\| ?([^|]*)\\| [^|]+ \\|");

    private static final Pattern OBSERVATION = Pattern
        .compile("\\| `(tiered\\.cache\\.[a-z0-9.]+)` \\|[^|]+\\|[^|]+\\|");

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Pattern ASKED_FOR = Pattern.compile("\\btiered_cache_\\w+");

    private static final Map<String, Meter.Type> TYPES = Map.of("counter", Meter.Type.COUNTER, "gauge",
            Meter.Type.GAUGE, "timer", Meter.Type.TIMER, "summary", Meter.Type.DISTRIBUTION_SUMMARY);

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext context;

    private static RestTestClient client;

    private static List<Sample> scrape;

    @BeforeAll
    static void runAndScrape() throws IOException {
        context = SpringApplication.run(new Class<?>[] { SampleApplication.class, Extras.class },
                new String[] { "--spring.data.redis.port=" + freePort(), "--server.port=0",
                        "--tiered-cache.redis.min-timeout=1s", "--tiered-cache.outbox.enabled=true",
                        "--tiered-cache.audit.share=1e-9", "--tiered-cache.cost.enabled=true",
                        "--tiered-cache.defaults.slo.hit-ratio=0.9", "--sample.redis.directory=" + directory,
                        "--spring.datasource.url=jdbc:h2:mem:scrape;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000" });
        client = RestTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"))
            .build();
        for (String uri : List.of("/airports/kef", "/airports/kef", "/airports/kef", "/airports/zzz", "/airports/zzz",
                "/countries/is/airports", "/continents/an/statistics")) {
            status(client.get().uri(uri));
        }
        status(client.put()
            .uri("/airports/kef")
            .contentType(MediaType.APPLICATION_JSON)
            .body("{\"name\": \"Keflavik\", \"type\": \"CLOSED\", \"municipality\": \"Reykjanesbaer\"}"));
        status(client.post().uri("/airports/kef/visits"));
        status(client.get().uri("/airports/kef/visits"));
        status(client.post().uri("/countries/is/refresh"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            scrape = scrape();
            assertThat(value("tiered_cache_invalidation_lag_seconds_count", "from", "publish")).isPositive();
            assertThat(value("tiered_cache_write_behind_written_records_total", "cache", "last-visits")).isPositive();
        });
    }

    @AfterAll
    static void close() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void everyDocumentedMeterIsScraped() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(50).allSatisfy((row) -> {
            for (String name : row.series()) {
                List<Sample> samples = scrape.stream().filter((sample) -> name.equals(sample.name)).toList();
                assertThat(samples).as("series " + name).isNotEmpty();
                assertThat(samples).as("labels of " + name)
                    .allSatisfy((sample) -> assertThat(sample.labels.keySet()).isEqualTo(row.tags));
            }
        });
    }

    @Test
    void everyScrapedMeterIsDocumented() throws IOException {
        Set<String> documented = rows().stream()
            .flatMap((row) -> row.series().stream())
            .collect(Collectors.toCollection(TreeSet::new));
        Set<String> observations = observations();
        assertThat(names()).filteredOn((name) -> name.startsWith(PREFIX))
            .filteredOn((name) -> observations.stream().noneMatch((observation) -> isOf(observation, name)))
            .map((name) -> name.replaceFirst("_bucket$", "_count"))
            .isNotEmpty()
            .isSubsetOf(documented);
    }

    @Test
    void grafanaAndAlertsAskForNothingElse() throws IOException {
        for (String file : List.of("tiered-cache.json", "alerts.yml")) {
            Set<String> asked = ASKED_FOR.matcher(Files.readString(DOCS.resolve("grafana").resolve(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
            assertThat(asked).as(file).hasSizeGreaterThan(10).isSubsetOf(names());
        }
    }

    @Test
    void runIsCounted() {
        assertThat(reads("l1", "hit")).isPositive();
        assertThat(reads("none", "miss")).isPositive();
        assertThat(scrape.stream()
            .filter((sample) -> "tiered_cache_reads_total".equals(sample.name))
            .filter((sample) -> "airports".equals(sample.labels.get("cache")))
            .mapToDouble(Sample::value)
            .sum()).isEqualTo(value("tiered_cache_reads_tagged_reads_total", "cache", "airports"));
        assertThat(value("tiered_cache_channel_state", "state", "live")).isEqualTo(1);
    }

    private static double reads(String level, String result) {
        return scrape.stream()
            .filter((sample) -> "tiered_cache_reads_total".equals(sample.name))
            .filter((sample) -> sample.labels.entrySet()
                .containsAll(Map.of("cache", "airports", "level", level, "result", result).entrySet()))
            .mapToDouble(Sample::value)
            .sum();
    }

    private static double value(String name, String label, String value) {
        return scrape.stream()
            .filter((sample) -> name.equals(sample.name) && value.equals(sample.labels.get(label)))
            .mapToDouble(Sample::value)
            .sum();
    }

    private static Set<String> names() {
        return scrape.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOf(String observation, String name) {
        return name.matches(observation + "(_active)?_seconds(_\\w+)?");
    }

    private static List<Sample> scrape() {
        byte[] body = client.get()
            .uri("/actuator/prometheus")
            .accept(MediaType.TEXT_PLAIN)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .returnResult()
            .getResponseBodyContent();
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8).lines()
            .filter((line) -> !line.startsWith("#"))
            .map(PrometheusScrapeIntegrationTests::sample)
            .toList();
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        Map<String, String> labels = new HashMap<>();
        LABEL.matcher(Objects.requireNonNullElse(matcher.group(2), ""))
            .results()
            .forEach((label) -> labels.put(label.group(1), label.group(2)));
        return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3).replace("Inf", "Infinity")));
    }

    private static List<Row> rows() throws IOException {
        return table().map(ROW::matcher).filter(Matcher::matches).map(PrometheusScrapeIntegrationTests::row).toList();
    }

    private static Row row(Matcher matcher) {
        Set<String> tags = Arrays.stream(matcher.group(4).split(",", -1))
            .map((tag) -> tag.replace("`", "").strip())
            .filter((tag) -> !tag.isEmpty())
            .collect(Collectors.toSet());
        return new Row(matcher.group(1), matcher.group(2), matcher.group(3), tags);
    }

    private static Set<String> observations() throws IOException {
        return table().map(OBSERVATION::matcher)
            .filter(Matcher::matches)
            .map((matcher) -> matcher.group(1).replace('.', '_'))
            .collect(Collectors.toSet());
    }

    private static Stream<String> table() throws IOException {
        return Files.readAllLines(DOCS.resolve("metrics.md")).stream().filter((line) -> line.startsWith("| `tiered."));
    }

    private static void status(RestTestClient.RequestHeadersSpec<?> request) {
        assertThat(request.exchange().returnResult().getStatus().is5xxServerError()).isFalse();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record Sample(String name, Map<String, String> labels, double value) {

    }

    private record Row(String name, String type, String unit, Set<String> tags) {

        List<String> series() {
            String base = new PrometheusNamingConvention().name(this.name, TYPES.get(this.type),
                    this.unit.isEmpty() ? null : this.unit);
            return switch (this.type) {
                case "timer", "summary" -> Stream.of("_count", "_sum", "_max").map(base::concat).toList();
                case "counter" -> List.of(base.endsWith("_total") ? base : base + "_total");
                default -> List.of(base);
            };
        }

    }

    /**
     * A tag of the application's own.
     */
    @Configuration(proxyBeanMethods = false)
    static class Extras {

        @Bean
        CacheTagContributor length() {
            return new CacheTagContributor() {

                @Override
                public String tag() {
                    return "length";
                }

                @Override
                public String value(String cache, Object key) {
                    return String.valueOf(key.toString().length());
                }

            };
        }

    }

}
