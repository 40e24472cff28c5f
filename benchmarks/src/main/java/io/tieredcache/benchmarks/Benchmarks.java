package io.tieredcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

import io.tieredcache.benchmarks.harness.ContextStart;
import io.tieredcache.benchmarks.harness.InvalidationLag;
import io.tieredcache.benchmarks.harness.Memory;
import io.tieredcache.benchmarks.harness.Misses;
import io.tieredcache.benchmarks.harness.Stampede;
import io.tieredcache.benchmarks.harness.TagInvalidation;
import io.tieredcache.benchmarks.jmh.Comparison;
import io.tieredcache.benchmarks.report.Page;
import io.tieredcache.benchmarks.report.Surroundings;

/**
 * Runs the benchmarks against a Redis that it starts, and writes what it measured.
 */
public final class Benchmarks {

    private static final Logger logger = LoggerFactory.getLogger(Benchmarks.class);

    private Benchmarks() {
    }

    /**
     * Runs the sections that the property {@code benchmarks.sections} names, all where it
     * is empty.
     * @param arguments none
     * @throws IOException if Redis or the page fail
     */
    public static void main(String[] arguments) throws IOException {
        Form form = Form.of(System.getProperty("benchmarks.form", Form.SHORT.toString()));
        Path directory = Path.of(System.getProperty("benchmarks.directory", "target"));
        Set<String> chosen = StringUtils.commaDelimitedListToSet(System.getProperty("benchmarks.sections", ""));
        Page page = new Page(directory.resolve("performance.md"));
        List<String> failed = new ArrayList<>();
        try (RedisProcess redis = RedisProcess.start(directory.resolve("redis"))) {
            begin(page, form, redis);
            Run run = new Run(form, redis);
            for (Section section : sections()) {
                if ((chosen.isEmpty() || chosen.contains(section.name())) && !succeeds(section, run, page)) {
                    failed.add(section.name());
                }
            }
        }
        page.paragraph("Ended " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ".");
        page.write();
        if (!failed.isEmpty()) {
            throw new IllegalStateException("These sections failed, see the log above: " + failed);
        }
    }

    private static void begin(Page page, Form form, RedisProcess redis) {
        page.paragraph("# Performance");
        page.paragraph("Form '%s', begun %s. Medians of %d rounds; ratios are taken within a round, with their range."
            .formatted(form, Instant.now().truncatedTo(ChronoUnit.SECONDS), form.rounds()));
        List<List<String>> rows = new ArrayList<>(Surroundings.rows());
        rows.add(List.of("Redis", redis.version()));
        page.table(List.of("", ""), rows);
    }

    private static boolean succeeds(Section section, Run run, Page page) throws IOException {
        try {
            run.redis().clear();
            section.run(run, page);
            return true;
        }
        catch (Exception ex) {
            logger.error("Section '{}' failed", section.name(), ex);
            page.paragraph("Section '%s' failed.".formatted(section.name()));
            return false;
        }
        finally {
            page.write();
        }
    }

    private static List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(Comparison.ofL1("l1", "L1 hit, one thread", 1)
            .with("handWritten", "Caffeine by hand")
            .with("tiered", "`@TieredCacheable(key = \"#id\")`, four tags")
            .with("tieredWithoutMeters", "the same without meters")
            .with("spring", "`@Cacheable(key = \"#id\")` over Caffeine")
            .with("springDefaultKey", "`@Cacheable` over Caffeine")
            .with("jetCacheLocal", "JetCache, local")
            .with("jetCacheBoth", "JetCache, both levels")
            .with("redisson", "Redisson's local cached map"));
        sections.add(Comparison.ofL1("keys", "L1 hit by kind of key, one thread", 1)
            .with("handWritten", "Caffeine by hand, one parameter")
            .with("tiered", "one parameter")
            .with("tieredUntagged", "one parameter, no tags")
            .with("tieredDefaultKey", "default key, one parameter")
            .with("tieredTwoParametersDefaultKey", "default key, two parameters")
            .with("tieredTwoParameters", "`{#id, #language}`")
            .with("tieredProperty", "`#airport.code`")
            .with("tieredTenant", "one parameter and the tenant")
            .with("springProperty", "`@Cacheable(key = \"#airport.code\")`"));
        sections.add(Comparison.ofL1("l1-threads", "L1 hit, two threads", 2)
            .with("handWritten", "Caffeine by hand")
            .with("tiered", "`@TieredCacheable(key = \"#id\")`, four tags")
            .with("spring", "`@Cacheable(key = \"#id\")` over Caffeine"));
        sections.add(Comparison.ofL2("l2", "L2 hit, 16 threads, 300 bytes", 16, "lettuce")
            .with("lettuceWithoutDecoding", "Lettuce GET")
            .with("lettuce", "Lettuce GET and Jackson")
            .with("tiered", "`@TieredCacheable`, L2 only, with meters")
            .with("tieredWithoutMeters", "the same without meters")
            .with("tieredObserved", "the same with observations")
            .with("tieredIntoL1", "`@TieredCacheable`, copied into L1")
            .with("spring", "`@Cacheable` over Redis")
            .with("jetCache", "JetCache, remote"));
        sections.add(Comparison.ofL2("l2-large", "L2 hit, 16 threads, 10 KB", 16, "lettucePage")
            .with("lettucePage", "Lettuce GET and Jackson")
            .with("tieredPage", "`@TieredCacheable`, L2 only")
            .with("springPage", "`@Cacheable` over Redis")
            .with("jetCachePage", "JetCache, remote"));
        sections.add(new Misses());
        sections.add(new Stampede());
        sections.add(new TagInvalidation());
        sections.add(new InvalidationLag());
        sections.add(new Memory());
        sections.add(new ContextStart());
        return sections;
    }

}
