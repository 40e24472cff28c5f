package io.tieredcache.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.benchmarks.Run;
import io.tieredcache.benchmarks.Section;
import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.Directory;
import io.tieredcache.benchmarks.peer.Contexts;
import io.tieredcache.benchmarks.peer.JetCacheAirports;
import io.tieredcache.benchmarks.peer.JetCacheApplication;
import io.tieredcache.benchmarks.peer.SpringAirports;
import io.tieredcache.benchmarks.peer.SpringRedisApplication;
import io.tieredcache.benchmarks.peer.TieredAirports;
import io.tieredcache.benchmarks.peer.TieredApplication;
import io.tieredcache.benchmarks.report.Page;
import io.tieredcache.benchmarks.report.Samples;

/**
 * What a caller waits for on a miss, with a source that takes no time, in round trips:
 * one is a PING from the same thread.
 */
public final class Misses implements Section {

    @Override
    public String name() {
        return "miss";
    }

    @Override
    public void run(Run run, Page page) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(run, "`@TieredCacheable`", TieredApplication.class,
                (context) -> context.getBean(TieredAirports.class)::airport));
        rows.add(row(run, "`@Cacheable` over Redis", SpringRedisApplication.class,
                (context) -> context.getBean(SpringAirports.class)::airport));
        rows.add(row(run, "JetCache, both levels", JetCacheApplication.class,
                (context) -> context.getBean(JetCacheAirports.class)::both));
        page.heading("Miss, one thread, a source that takes no time");
        page.table(List.of("", "median µs", "in round trips", "commands per miss, those of scripts included"), rows);
    }

    private static List<String> row(Run run, String label, Class<?> application,
            Function<ConfigurableApplicationContext, LongFunction<Airport>> method) {
        run.redis().clear();
        try (ConfigurableApplicationContext context = Contexts.start(application)) {
            LongFunction<Airport> read = method.apply(context);
            long[] ids = context.getBean(Directory.class).ids();
            int warmup = ids.length / 2;
            double[] misses = new double[ids.length - warmup];
            double[] trips = new double[misses.length];
            long commands = 0;
            for (int i = 0; i < ids.length; i++) {
                if (i == warmup) {
                    commands = run.redis().commandsProcessed();
                }
                long begun = System.nanoTime();
                Airport unused = read.apply(ids[i]);
                long ended = System.nanoTime();
                run.redis().connection().sync().ping();
                if (i >= warmup) {
                    misses[i - warmup] = (ended - begun) / 1e3;
                    trips[i - warmup] = (System.nanoTime() - ended) / 1e3;
                }
            }
            // Less the pings, and the question itself.
            double perMiss = (run.redis().commandsProcessed() - commands - 1) / (double) misses.length - 1;
            double median = new Samples(misses).median();
            return List.of(label, Page.number(median), Page.number(median / new Samples(trips).median()),
                    Page.number(perMiss));
        }
    }

}
