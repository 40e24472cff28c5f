package io.tieredcache.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestClock;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What traces show of a cache.
 */
class ObservationIntegrationTests {

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(String.class);

    private static final String SECRET = "secret-key";

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final List<Observation.Context> ended = new CopyOnWriteArrayList<>();

    private final CacheObservations observations = new CacheObservations();

    private final TestClock clock = new TestClock();

    private final TestInstance instance;

    private final TieredCache cache;

    ObservationIntegrationTests() {
        this.registry.observationConfig().observationHandler(new Recording());
        this.observations.use(this.registry);
        this.instance = TestInstance.builder()
            .defaults(
                    new CacheSettingsBuilder().ttl(Duration.ofSeconds(10)).staleWhileRevalidate(Duration.ofMinutes(10)))
            .clock(this.clock)
            .observer(this.observations)
            .startLive();
        this.cache = this.instance.cache("airports");
    }

    @AfterEach
    void close() {
        this.instance.close();
    }

    @Test
    void missIsAReadOfL2ALoadAndAFill() {
        Observation request = Observation.start("request", this.registry);
        request.scoped(() -> read("value"));
        await().atMost(Duration.ofSeconds(30)).until(() -> names().size() == 3);
        assertThat(names()).containsExactlyInAnyOrder("tiered.cache.l2.read", "tiered.cache.load", "tiered.cache.fill");
        assertThat(this.ended).allSatisfy((context) -> {
            assertThat(context.getLowCardinalityKeyValues()).containsExactlyInAnyOrder(KeyValue.of("cache", "airports"),
                    KeyValue.of("outcome", "success"));
            assertThat(context.getHighCardinalityKeyValues()).isEmpty();
            assertThat(context.getContextualName()).doesNotContain(SECRET);
            assertThat(parent(context)).isSameAs(request.getContextView());
        });
    }

    @Test
    void hitInL1IsNotObserved() {
        read("value");
        await().atMost(Duration.ofSeconds(30)).until(() -> names().size() == 3);
        assertThat(read("other")).isEqualTo("value");
        assertThat(names()).hasSize(3);
    }

    @Test
    void whatTheSourceDoesIsPartOfTheLoad() throws Throwable {
        this.cache.get(SECRET, POLICY, (context) -> {
            Observation query = Observation.start("query", this.registry);
            query.stop();
            return "value";
        });
        assertThat(parent(ended("query"))).isSameAs(ended("tiered.cache.load"));
        assertThat(this.registry.getCurrentObservation()).isNull();
    }

    @Test
    void failedLoadHasItsError() {
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(() -> this.cache.get(SECRET, POLICY, (context) -> {
                throw new IllegalStateException("no source");
            }));
        Observation.Context load = this.ended.get(1);
        assertThat(load.getName()).isEqualTo("tiered.cache.load");
        assertThat(load.getError()).hasMessage("no source");
        assertThat(load.getLowCardinalityKeyValue("outcome")).isEqualTo(KeyValue.of("outcome", "error"));
    }

    @Test
    void refreshIsBelowWhatTheReaderWasIn() {
        read("value");
        await().atMost(Duration.ofSeconds(30)).until(() -> names().contains("tiered.cache.fill"));
        this.ended.clear();
        this.clock.advance(Duration.ofSeconds(11));
        this.instance.ticker().advance(Duration.ofSeconds(11));
        Observation request = Observation.start("request", this.registry);
        request.scoped(() -> assertThat(read("newer")).isEqualTo("value"));
        request.stop();
        await().atMost(Duration.ofSeconds(30))
            .until(() -> names().containsAll(List.of("tiered.cache.refresh", "tiered.cache.load")));
        Observation.Context refresh = ended("tiered.cache.refresh");
        assertThat(parent(refresh)).isSameAs(request.getContextView());
        assertThat(this.ended).filteredOn((context) -> "tiered.cache.l2.read".equals(context.getName()))
            .as("the look of the reader and that of the refresh")
            .extracting(ObservationIntegrationTests::parent)
            .contains(refresh);
        assertThat(parent(ended("tiered.cache.load"))).isSameAs(refresh);
    }

    @Test
    void invalidationsNameTheirCache() {
        this.cache.evict(SECRET);
        this.instance.invalidator().invalidate(CacheInvalidation.none().tags("tag"));
        this.instance.invalidator().invalidate(CacheInvalidation.none().cache("airports").cache("runways"));
        assertThat(names()).containsOnly("tiered.cache.invalidate").hasSize(3);
        assertThat(this.ended.stream().map((context) -> context.getLowCardinalityKeyValue("cache"))).containsExactly(
                KeyValue.of("cache", "airports"), KeyValue.of("cache", "none"), KeyValue.of("cache", "several"));
    }

    private String read(String loaded) {
        try {
            return this.cache.get(SECRET, POLICY, (context) -> loaded);
        }
        catch (Throwable ex) {
            throw new AssertionError(ex);
        }
    }

    private List<String> names() {
        return this.ended.stream().map(Observation.Context::getName).toList();
    }

    private Observation.Context ended(String name) {
        return this.ended.stream().filter((context) -> name.equals(context.getName())).findFirst().orElseThrow();
    }

    private static @Nullable Object parent(Observation.Context context) {
        return (context.getParentObservation() != null) ? context.getParentObservation().getContextView() : null;
    }

    private final class Recording implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            if (!"request".equals(context.getName())) {
                ObservationIntegrationTests.this.ended.add(context);
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

    }

}
