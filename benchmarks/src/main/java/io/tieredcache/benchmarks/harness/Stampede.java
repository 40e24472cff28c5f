package io.tieredcache.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.benchmarks.Run;
import io.tieredcache.benchmarks.Section;
import io.tieredcache.benchmarks.peer.Contexts;
import io.tieredcache.benchmarks.peer.JetCacheApplication;
import io.tieredcache.benchmarks.peer.SlowAirports;
import io.tieredcache.benchmarks.peer.SlowSource;
import io.tieredcache.benchmarks.peer.SpringLockingApplication;
import io.tieredcache.benchmarks.peer.SpringRedisApplication;
import io.tieredcache.benchmarks.peer.TieredApplication;
import io.tieredcache.benchmarks.report.Page;
import io.tieredcache.benchmarks.report.Samples;

/**
 * Callers of four instances who all want the same key, which nobody has, and then callers
 * who want different ones.
 */
public final class Stampede implements Section {

    private static final int INSTANCES = 4;

    private static final int CALLERS = 50;

    private static final int COLD_KEYS = 20;

    private long nextKey;

    @Override
    public String name() {
        return "stampede";
    }

    @Override
    public void run(Run run, Page page) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(run, "`@TieredCacheable`", TieredApplication.class, SlowAirports::tiered));
        rows.add(row(run, "`@Cacheable` over Redis", SpringRedisApplication.class, SlowAirports::spring));
        rows.add(row(run, "the same with `sync`", SpringRedisApplication.class, SlowAirports::springSync));
        rows.add(row(run, "the same with `sync` and the locking writer", SpringLockingApplication.class,
                SlowAirports::springSync));
        rows.add(row(run, "JetCache with protection", JetCacheApplication.class, SlowAirports::jetCache));
        page.heading("Stampede: a load of 50 ms, %d instances with %d callers each".formatted(INSTANCES, CALLERS));
        page.table(List.of("", "loads", "last caller served after ms", "%d cold keys: ms".formatted(COLD_KEYS)), rows);
    }

    private List<String> row(Run run, String label, Class<?> application, BiConsumer<SlowAirports, Long> call)
            throws Exception {
        SlowSource source = new SlowSource();
        List<ConfigurableApplicationContext> instances = new ArrayList<>();
        try {
            for (int i = 0; i < INSTANCES; i++) {
                instances.add(Contexts.start(application, source));
            }
            List<SlowAirports> services = instances.stream()
                .map((instance) -> instance.getBean(SlowAirports.class))
                .toList();
            // Twice before, so that connections are open and classes are loaded.
            together(services, call);
            together(services, call);
            int rounds = 2 * run.form().rounds();
            double[] loads = new double[rounds];
            double[] last = new double[rounds];
            double[] cold = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                long before = source.loads();
                last[round] = together(services, call);
                loads[round] = source.loads() - before;
                cold[round] = apart(services, call);
            }
            return List.of(label, Page.spread(new Samples(loads)), Page.spread(new Samples(last)),
                    Page.spread(new Samples(cold)));
        }
        finally {
            instances.forEach(ConfigurableApplicationContext::close);
        }
    }

    private double together(List<SlowAirports> services, BiConsumer<SlowAirports, Long> call) throws Exception {
        long key = this.nextKey++;
        List<Runnable> calls = new ArrayList<>();
        for (SlowAirports service : services) {
            for (int i = 0; i < CALLERS; i++) {
                calls.add(() -> call.accept(service, key));
            }
        }
        return Callers.millisOfLast(calls);
    }

    private double apart(List<SlowAirports> services, BiConsumer<SlowAirports, Long> call) throws Exception {
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < COLD_KEYS; i++) {
            long key = this.nextKey++;
            SlowAirports service = services.get(i % services.size());
            calls.add(() -> call.accept(service, key));
        }
        return Callers.millisOfLast(calls);
    }

}
