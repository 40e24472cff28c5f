package io.tieredcache.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.tieredcache.EntryPolicy;
import io.tieredcache.ScheduledRefresh;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Keys that are loaded again before anybody misses them: those that are read most, and
 * those of a schedule. With real time, since that is what they go by.
 */
class RefreshAheadIntegrationTests {

    private static final String CACHE = "numbers";

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(Integer.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String namespace = TestInstance.newNamespace();

    private final List<Thread> loads = new CopyOnWriteArrayList<>();

    private final ConcurrentMap<String, AtomicInteger> loadsByKey = new ConcurrentHashMap<>();

    @Test
    void keyThatIsReadMostIsNeverLoadedByItsReader() {
        try (TestInstance a = hotKeys(); TestInstance b = hotKeys()) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                read(a.cache(CACHE), "hot");
                read(b.cache(CACHE), "hot");
                return this.loads.size() >= 4;
            });
            assertThat(this.loads.subList(1, 4)).doesNotContain(this.loads.get(0));
        }
    }

    @Test
    void keyThatIsReadRarelyIsLeftToExpire() {
        try (TestInstance a = hotKeys()) {
            read(a.cache(CACHE), "cold");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                for (int i = 0; i < 20; i++) {
                    read(a.cache(CACHE), "hot");
                }
                return loads("hot") >= 3;
            });
            assertThat(loads("cold")).isEqualTo(1);
        }
    }

    @Test
    void scheduledKeyIsLoadedWithoutReadersOnceInTheFleet() {
        try (TestInstance a = instance();
                TestInstance b = instance();
                ScheduledRefresh ofA = schedule(a);
                ScheduledRefresh ofB = schedule(b)) {
            long before = System.nanoTime();
            await().atMost(PATIENCE).until(() -> loads("named") >= 3);
            long intervals = Duration.ofNanos(System.nanoTime() - before).dividedBy(Duration.ofMillis(500));
            // What is younger than half of the interval is not loaded again.
            assertThat(loads("named")).isLessThanOrEqualTo((int) (2 * intervals + 2));
            assertThat(ofA).isNotSameAs(ofB);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(a.cache(CACHE).lookup("named", POLICY)).isNotNull();
                assertThat(b.cache(CACHE).lookup("named", POLICY)).isNotNull();
            });
        }
    }

    @Test
    void scheduleThatWasClosedLoadsNoMore() {
        try (TestInstance a = instance()) {
            ScheduledRefresh schedule = schedule(a);
            await().atMost(PATIENCE).until(() -> loads("named") >= 1);
            schedule.close();
            schedule.close();
            int loaded = loads("named");
            ScheduledRefresh other = a.cache(CACHE)
                .refreshEvery("other", POLICY, (context) -> load("other"), Duration.ofMillis(500));
            await().atMost(PATIENCE).until(() -> loads("other") >= 2);
            other.close();
            // One load may have been under way.
            assertThat(loads("named")).isLessThanOrEqualTo(loaded + 1);
        }
    }

    @Test
    void keyNamedInTheSettingsIsLoadedAgainOnceItWasRead() {
        CacheSettingsBuilder settings = new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED)
            .named(Duration.ofMillis(100), "named");
        try (TestInstance a = TestInstance.builder().namespace(this.namespace).cache(CACHE, settings).startLive()) {
            read(a.cache(CACHE), "other");
            read(a.cache(CACHE), "named");
            await().atMost(PATIENCE).until(() -> loads("named") >= 3);
            assertThat(loads("other")).isEqualTo(1);
        }
    }

    private ScheduledRefresh schedule(TestInstance instance) {
        return instance.cache(CACHE).refreshEvery("named", POLICY, (context) -> load("named"), Duration.ofMillis(500));
    }

    private TestInstance hotKeys() {
        return TestInstance.builder()
            .namespace(this.namespace)
            .cache(CACHE,
                    new CacheSettingsBuilder().ttl(Duration.ofSeconds(4))
                        .l1Ttl(Duration.ofSeconds(4))
                        .singleFlight(SingleFlight.DISTRIBUTED)
                        .hotKeys(1, 0.75, 2))
            .startLive();
    }

    private TestInstance instance() {
        return TestInstance.builder()
            .namespace(this.namespace)
            .cache(CACHE, new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED))
            .startLive();
    }

    private int read(TieredCache cache, String key) {
        try {
            return cache.get(key, POLICY, (context) -> load(key));
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private int load(String key) {
        this.loads.add(Thread.currentThread());
        return this.loadsByKey.computeIfAbsent(key, (missing) -> new AtomicInteger()).incrementAndGet();
    }

    private int loads(String key) {
        AtomicInteger loaded = this.loadsByKey.get(key);
        return (loaded != null) ? loaded.get() : 0;
    }

}
