package io.tieredcache.benchmarks.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.benchmarks.Form;
import io.tieredcache.benchmarks.Run;
import io.tieredcache.benchmarks.Section;
import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.Directory;
import io.tieredcache.benchmarks.peer.Contexts;
import io.tieredcache.benchmarks.peer.TieredApplication;
import io.tieredcache.benchmarks.report.Page;
import io.tieredcache.benchmarks.report.Samples;

/**
 * How long it takes to invalidate a tag by how many entries carry it, beside the usual
 * way, a set of the keys: SMEMBERS and DEL.
 */
public final class TagInvalidation implements Section {

    private static final int FILL_THREADS = 16;

    private static final int BATCH = 10_000;

    private static final int LARGE = 1_000_000;

    @Override
    public String name() {
        return "tags";
    }

    @Override
    public void run(Run run, Page page) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (LongestPing ping = new LongestPing();
                ConfigurableApplicationContext context = Contexts.start(TieredApplication.class)) {
            CacheInvalidator invalidator = context.getBean(CacheInvalidator.class);
            // Once before, so that classes are loaded and the script is known.
            invalidator.invalidate(CacheInvalidation.none().tags("first"));
            int[] sizes = (run.form() == Form.FULL) ? new int[] { 100, 10_000, 1_000_000 } : new int[] { 100, 10_000 };
            for (int size : sizes) {
                int rounds = (size < LARGE) ? run.form().rounds() : 1;
                rows.add(row("tag of this library", size, rounds, ping, () -> fill(context, size),
                        () -> invalidator.invalidate(CacheInvalidation.none().tags("all"))));
                rows.add(row("SMEMBERS and DEL", size, rounds, ping, () -> fillSet(run, size), () -> deleteSet(run)));
            }
        }
        page.heading("Invalidation of a tag");
        page.paragraph("The longest PING is that of another connection, from shortly before to shortly after.");
        page.table(List.of("", "entries", "ms", "longest PING ms"), rows);
    }

    private static List<String> row(String label, int size, int rounds, LongestPing ping, Step prepare, Step step)
            throws Exception {
        double[] millis = new double[rounds];
        double[] pings = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            prepare.run();
            ping.reset();
            long begun = System.nanoTime();
            step.run();
            millis[round] = (System.nanoTime() - begun) / 1e6;
            // So that an answer which was held up is counted too.
            Thread.sleep(20);
            pings[round] = ping.longestMillis();
        }
        return List.of(label, "%,d".formatted(size), Page.spread(new Samples(millis)), Page.spread(new Samples(pings)));
    }

    private static void fill(ConfigurableApplicationContext context, int size) throws Exception {
        TieredCache cache = Objects.requireNonNull(context.getBean(TieredCacheManager.class).getCache("tagged"));
        Directory directory = new Directory();
        Airport airport = directory.airport(directory.ids()[0]);
        EntryPolicy policy = EntryPolicy.defaults().withType(Airport.class).withTags("all");
        ExecutorService threads = Executors.newFixedThreadPool(FILL_THREADS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < FILL_THREADS; part++) {
                long first = part;
                parts.add(threads.submit(() -> {
                    for (long key = first; key < size; key += FILL_THREADS) {
                        cache.put(key, airport, policy);
                    }
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
        finally {
            threads.shutdownNow();
        }
    }

    private static void fillSet(Run run, int size) {
        RedisAsyncCommands<String, String> pipeline = run.redis().connection().async();
        String value = "x".repeat(300);
        for (int first = 0; first < size; first += BATCH) {
            List<RedisFuture<?>> batch = new ArrayList<>();
            for (int i = first; i < Math.min(size, first + BATCH); i++) {
                batch.add(pipeline.set("usual:" + i, value));
                batch.add(pipeline.sadd("usual-tag", "usual:" + i));
            }
            LettuceFutures.awaitAll(Duration.ofMinutes(1), batch.toArray(RedisFuture[]::new));
        }
    }

    private static void deleteSet(Run run) {
        RedisCommands<String, String> commands = run.redis().connection().sync();
        commands.del(commands.smembers("usual-tag").toArray(String[]::new));
        commands.del("usual-tag");
    }

    @FunctionalInterface
    private interface Step {

        void run() throws Exception;

    }

}
