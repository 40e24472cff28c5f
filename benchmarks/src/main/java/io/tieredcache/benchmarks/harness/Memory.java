package io.tieredcache.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.sync.RedisCommands;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

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

/**
 * What an entry takes beside its value: in the heap beside what Caffeine takes, and in
 * Redis beside the serialized value.
 */
public final class Memory implements Section {

    private static final String L1_CACHE = "held";

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void run(Run run, Page page) {
        Directory directory = new Directory();
        Airport airport = directory.airport(directory.ids()[0]);
        int entries = (run.form() == Form.FULL) ? 500_000 : 50_000;
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("heap of an entry of Caffeine by hand, a `Long` for a key",
                Page.number(byHand(airport, entries))));
        rows.add(List.of("heap of an entry in L1, no tags", Page.number(inL1(airport, entries, false))));
        rows.add(List.of("heap of an entry in L1, a tag of its own", Page.number(inL1(airport, entries / 2, true))));
        rows.addAll(inRedis(run, directory));
        page.heading("Memory");
        page.paragraph("%,d entries that hold one and the same value; half as many tagged ones.".formatted(entries));
        page.table(List.of("", "bytes"), rows);
    }

    private static double byHand(Airport airport, int entries) {
        long before = usedHeap();
        Cache<Long, Airport> cache = Caffeine.newBuilder().maximumSize(2L * entries).build();
        for (long key = 0; key < entries; key++) {
            cache.put(key, airport);
        }
        cache.cleanUp();
        double bytes = (usedHeap() - before) / (double) entries;
        require(cache.estimatedSize() == entries);
        return bytes;
    }

    private static double inL1(Airport airport, int entries, boolean tagged) {
        String cacheProperties = "tiered-cache.caches." + L1_CACHE + ".";
        try (ConfigurableApplicationContext context = Contexts.start(TieredApplication.class,
                cacheProperties + "mode=l1-only", cacheProperties + "ttl=2h", cacheProperties + "l1.ttl=1h",
                cacheProperties + "l1.max-entries=" + 2 * entries)) {
            TieredCache cache = Objects.requireNonNull(context.getBean(TieredCacheManager.class).getCache(L1_CACHE));
            EntryPolicy policy = EntryPolicy.defaults().withType(Airport.class);
            cache.put(-1L, airport, policy);
            long before = usedHeap();
            for (long key = 0; key < entries; key++) {
                cache.put(key, airport, tagged ? policy.withTags("tag:" + key) : policy);
            }
            double bytes = (usedHeap() - before) / (double) entries;
            require(cache.get(0L) != null);
            return bytes;
        }
    }

    private static List<List<String>> inRedis(Run run, Directory directory) {
        run.redis().clear();
        RedisCommands<String, String> commands = run.redis().connection().sync();
        int payload = 0;
        try (ConfigurableApplicationContext context = Contexts.start(TieredApplication.class)) {
            TieredCache cache = Objects.requireNonNull(context.getBean(TieredCacheManager.class).getCache("stored"));
            for (long id : directory.ids()) {
                Airport airport = directory.airport(id);
                payload += JsonMapper.shared().writeValueAsBytes(airport).length;
                cache.put(id, airport, EntryPolicy.defaults().withType(Airport.class).withTags(airport.tags()));
            }
            List<String> keys = commands.scan(ScanArgs.Builder.matches("tc:benchmarks:stored:*").limit(100_000))
                .getKeys();
            require(keys.size() == Directory.SIZE);
            long used = keys.stream().mapToLong((key) -> Objects.requireNonNull(commands.memoryUsage(key))).sum();
            long written = keys.stream().mapToLong((key) -> Objects.requireNonNull(commands.strlen(key))).sum();
            double size = Directory.SIZE;
            return List.of(List.of("JSON of an airport", Page.number(payload / size)),
                    List.of("entry in Redis over that, four tags: what is written",
                            Page.number((written - payload) / size)),
                    List.of("entry in Redis over that: `MEMORY USAGE`", Page.number((used - payload) / size)));
        }
    }

    private static void require(boolean held) {
        if (!held) {
            throw new IllegalStateException("The cache does not hold what was put");
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

}
