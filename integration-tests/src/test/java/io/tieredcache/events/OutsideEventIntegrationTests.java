package io.tieredcache.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.XAddArgs;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.KeyDimension;
import io.tieredcache.TieredCache;
import io.tieredcache.key.KeyText;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Events that other services add to the stream.
 */
class OutsideEventIntegrationTests {

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(String.class);

    private final String namespace = TestInstance.newNamespace();

    private final EventProducer producer = new EventProducer(RedisFixture.shared().uri(), this.namespace);

    private final List<EventInstance> instances = new ArrayList<>();

    @AfterEach
    void close() {
        this.instances.forEach(EventInstance::close);
        this.producer.close();
    }

    @Test
    void eventMakesAllItsTargetsInvalidOnAllInstances() {
        List<TieredCache> caches = Stream.of(join(), join(), join()).map((each) -> each.cache("airports")).toList();
        List<Object> keys = List.of("HAM", 42, 42L, true, List.of("a", 1), "tagged", "kept");
        keys.forEach((key) -> caches.forEach((cache) -> read(cache, key, "old")));
        this.producer.add("""
                {"version": 1, "id": "e", "tags": ["t"],
                 "keys": [{"cache": "airports", "key": "HAM"}, {"cache": "airports", "key": 42},
                          {"cache": "airports", "key": true}, {"cache": "airports", "text": "%s"}]}"""
            .formatted(KeyText.of(List.of("a", 1))));
        for (TieredCache cache : caches) {
            for (Object key : keys) {
                String expected = key.equals("kept") ? "old" : "new";
                soon().untilAsserted(() -> assertThat(read(cache, key, "new")).as("%s", key).isEqualTo(expected));
            }
        }
        soon().until(() -> this.producer.length() == 0);
    }

    @Test
    void cacheAndNamespaceAreCleared() {
        TieredCache airports = join().cache("airports");
        TieredCache countries = join().cache("countries");
        read(airports, "HAM", "old");
        read(countries, "DE", "old");
        this.producer.add("{\"version\":1,\"id\":\"e\",\"caches\":[\"airports\"]}");
        soon().untilAsserted(() -> assertThat(read(airports, "HAM", "new")).isEqualTo("new"));
        assertThat(read(countries, "DE", "new")).isEqualTo("old");
        this.producer.add("{\"version\":1,\"id\":\"e\",\"namespace\":true}");
        soon().untilAsserted(() -> assertThat(read(countries, "DE", "new")).isEqualTo("new"));
    }

    @Test
    void eventIsTakenByOneInstanceOnly() {
        join();
        join();
        join();
        int events = 300;
        this.producer.addAll(IntStream.range(0, events).mapToObj((i) -> EventProducer.tagged("t" + i)).toList());
        soon().until(() -> applied() == events);
        soon().until(() -> this.producer.length() == 0);
        assertThat(this.instances.stream().flatMap((each) -> each.tags().stream())).hasSize(events)
            .doesNotHaveDuplicates();
        assertThat(this.producer.pending()).isZero();
    }

    @Test
    void eventsOfTheTimeWithoutInstancesAreCaughtUpInOrder() {
        List<String> tags = IntStream.range(0, 250).mapToObj((i) -> "t" + i).toList();
        this.producer.addAll(tags.stream().map(EventProducer::tagged).toList());
        EventInstance first = join();
        soon().until(() -> applied() == 250);
        assertThat(first.tags()).containsExactlyElementsOf(tags);
        first.stop();
        this.producer.addAll(tags.stream().map(EventProducer::tagged).toList());
        EventInstance second = join();
        soon().until(() -> second.consumer().applied() == 250);
        assertThat(second.tags()).containsExactlyElementsOf(tags);
    }

    @Test
    void batchIsOneInvalidationAndExpiringIsApart() {
        EventInstance instance = join(false);
        this.producer.addTags("a");
        this.producer.add("{\"version\":1,\"id\":\"e\",\"tags\":[\"b\"],\"expire\":true}");
        this.producer.addTags("c", "d");
        instance.start();
        soon().until(() -> instance.consumer().applied() == 3);
        assertThat(instance.invalidations()).hasSize(2);
        assertThat(instance.invalidations().get(0).expiring()).isFalse();
        assertThat(instance.invalidations().get(0).tags()).extracting(CacheInvalidation.Tag::tag)
            .containsExactly("a", "c", "d");
        assertThat(instance.invalidations().get(1).expiring()).isTrue();
        assertThat(instance.invalidations().get(1).tags()).extracting(CacheInvalidation.Tag::tag).containsExactly("b");
    }

    @Test
    void manyTargetsOfManyEventsAreSeveralInvalidations() {
        EventInstance instance = join(false);
        String[] tags = IntStream.range(0, 6_000).mapToObj((i) -> "t" + i).toArray(String[]::new);
        this.producer.addTags(tags);
        this.producer.addTags(tags);
        this.producer.addTags("last");
        instance.start();
        soon().until(() -> instance.consumer().applied() == 3);
        assertThat(instance.invalidations()).extracting((each) -> each.tags().size()).containsExactly(6_000, 6_001);
    }

    @Test
    void eventOfADeadInstanceIsClaimed() {
        this.producer.addTags("before");
        EventInstance instance = join();
        soon().until(() -> instance.consumer().applied() == 1);
        this.producer.addAndTakeAs("dead", EventProducer.tagged("orphan"));
        soon().until(() -> instance.consumer().applied() == 2);
        assertThat(instance.consumer().claimed()).isEqualTo(1);
        assertThat(instance.tags()).containsExactly("before", "orphan");
        assertThat(this.producer.pending()).isZero();
        assertThat(this.producer.length()).isZero();
    }

    @Test
    void eventThatSomebodyTrimmedIsForgotten() {
        EventInstance instance = join();
        soon().until(() -> this.producer.commands().exists(this.producer.stream()) == 1);
        this.producer.addAndTakeAs("dead", EventProducer.tagged("orphan"));
        this.producer.commands().xtrim(this.producer.stream(), false, 0);
        soon().until(() -> this.producer.pending() == 0);
        assertThat(instance.consumer().applied()).isZero();
        this.producer.addTags("next");
        soon().until(() -> instance.consumer().applied() == 1);
    }

    @Test
    void eventThatIsAppliedTwiceDoesNoHarm() {
        EventInstance a = join(false);
        EventInstance b = join(false);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        a.beforeInvalidation(() -> {
            reached.countDown();
            awaitLatch(open);
        });
        this.producer.add("garbage");
        this.producer.addTags("t");
        a.start();
        awaitLatch(reached);
        b.start();
        soon().until(() -> b.consumer().applied() == 1);
        open.countDown();
        soon().until(() -> a.consumer().applied() == 1);
        assertThat(a.tags()).containsExactly("t");
        assertThat(b.tags()).containsExactly("t");
        assertThat(b.consumer().claimed()).isEqualTo(2);
        assertThat(this.producer.rejected()).hasSize(1);
        assertThat(this.producer.pending()).isZero();
    }

    @Test
    void eventsThatCannotBeAppliedGoToTheDeadLetters() {
        TestInstance.Builder builder = builder().cache("declared", new CacheSettingsBuilder());
        EventInstance instance = EventInstance.of(builder).start();
        this.instances.add(instance);
        String id = this.producer.add("{\"version\":1,\"id\":\"e\",\"tags\":[\"\"]}");
        this.producer.add("{\"version\":2,\"id\":\"e\"}");
        this.producer.add("x".repeat(OutsideEvent.MAX_BYTES + 1));
        this.producer.add("{\"version\":1,\"id\":\"e\",\"keys\":[{\"cache\":\"declared\",\"text\":\"s:{x}\"}]}");
        this.producer.commands().xadd(this.producer.stream(), Map.of("evnt", EventProducer.tagged("t")));
        this.producer.commands()
            .xadd(this.producer.stream(), "event", EventProducer.tagged("t"), "event", EventProducer.tagged("u"));
        this.producer.addTags("good");
        soon().until(() -> instance.consumer().applied() == 1);
        soon().until(() -> instance.consumer().rejected() == 6);
        assertThat(instance.tags()).containsExactly("good");
        List<Map<String, String>> rejected = this.producer.rejected();
        assertThat(rejected).extracting((each) -> each.get("reason"))
            .containsExactly("malformed", "unknown-version", "too-large", "malformed", "malformed", "malformed");
        assertThat(rejected.get(0)).containsEntry("id", id)
            .containsEntry("detail", "'tags[0]' has 0 characters, but must have 1 to 128")
            .containsEntry("event", "{\"version\":1,\"id\":\"e\",\"tags\":[\"\"]}");
        assertThat(rejected.get(2).get("event")).hasSize(16_384);
        assertThat(rejected.get(2)).containsEntry("size", Integer.toString(OutsideEvent.MAX_BYTES + 1));
        assertThat(this.producer.length()).isZero();
        assertThat(this.producer.pending()).isZero();
    }

    @Test
    void eventThatACacheRefusesDoesNotKeepOthersFromBeingApplied() {
        KeyDimension tenant = new KeyDimension() {

            @Override
            public String name() {
                return "tenant";
            }

            @Override
            public @Nullable Object currentValue() {
                return null;
            }

        };
        EventInstance instance = EventInstance
            .of(builder().dimension(tenant).cache("prices", new CacheSettingsBuilder().dimensions("tenant")));
        this.instances.add(instance);
        this.producer.addTags("before");
        this.producer.add("{\"version\":1,\"id\":\"e\",\"keys\":[{\"cache\":\"prices\",\"key\":\"A1\"}]}");
        this.producer.add("{\"version\":1,\"id\":\"e\",\"keys\":[{\"cache\":\"prices\",\"text\":\"p2~s:acme~s:A1\"}]}");
        this.producer.addTags("after");
        instance.start();
        soon().until(() -> instance.consumer().applied() == 3);
        assertThat(instance.tags()).contains("before", "after");
        assertThat(this.producer.rejected()).hasSize(1);
        assertThat(this.producer.rejected().get(0)).containsEntry("reason", "refused")
            .containsEntry("detail", "the invalidation of its targets failed with MissingDimensionException");
    }

    @Test
    void deadLettersAreBounded() {
        EventInstance instance = EventInstance.of(builder(), EventInstance.SETTINGS, 100).start();
        this.instances.add(instance);
        this.producer.addAll(IntStream.range(0, 2_000).mapToObj((i) -> "garbage").toList());
        soon().until(() -> instance.consumer().rejected() == 2_000);
        assertThat(this.producer.rejected().size()).isBetween(100, 300);
    }

    @Test
    void wrongTypeOfTheDeadLettersDoesNotStopTheOthers() {
        this.producer.commands().set(this.producer.deadLetters(), "text");
        EventInstance instance = join();
        this.producer.add("garbage");
        this.producer.addTags("good");
        soon().until(() -> instance.consumer().applied() == 1 && this.producer.length() == 0);
        assertThat(instance.consumer().rejected()).isEqualTo(1);
    }

    @Test
    void wrongTypeOfTheStreamIsSurvived() {
        this.producer.commands().set(this.producer.stream(), "text");
        EventInstance instance = join();
        soon().until(() -> instance.reads() > 3);
        assertThat(instance.consumer().applied()).isZero();
        this.producer.commands().del(this.producer.stream());
        this.producer.addTags("good");
        soon().until(() -> instance.consumer().applied() == 1);
    }

    @Test
    void lostStreamIsMadeAgain() {
        EventInstance instance = join();
        this.producer.addTags("first");
        soon().until(() -> instance.consumer().applied() == 1);
        this.producer.commands().del(this.producer.stream());
        this.producer.addTags("second");
        soon().until(() -> instance.consumer().applied() == 2);
        assertThat(instance.tags()).containsExactly("first", "second");
    }

    @Test
    void idsOfTheProducersOwnAreTaken() {
        this.producer.commands()
            .xadd(this.producer.stream(), new XAddArgs().id("1-1"), Map.of("event", EventProducer.tagged("early")));
        this.producer.commands()
            .xadd(this.producer.stream(), new XAddArgs().id("18446744073709551615-1"),
                    Map.of("event", EventProducer.tagged("late")));
        EventInstance instance = join();
        soon().until(() -> instance.consumer().applied() == 2);
        assertThat(instance.tags()).containsExactly("early", "late");
    }

    @Test
    void stopEndsTheThread() {
        EventInstance instance = join();
        assertThat(threads()).contains("events");
        CompletableFuture<Void> stopped = TestThreads.run(instance::stop);
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
        soon().until(() -> !threads().contains("events"));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    private long applied() {
        return this.instances.stream().mapToLong((each) -> each.consumer().applied()).sum();
    }

    private static String read(TieredCache cache, Object key, String loaded) {
        EntryPolicy policy = key.equals("tagged") ? POLICY.withTags("t") : POLICY;
        try {
            String value = cache.get(key, policy, (context) -> loaded);
            assertThat(value).isNotNull();
            return value;
        }
        catch (Throwable ex) {
            throw new AssertionError(ex);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30));
    }

    private TestInstance.Builder builder() {
        return TestInstance.builder()
            .namespace(this.namespace)
            .defaults(new CacheSettingsBuilder().stalenessBound(Duration.ofHours(1)));
    }

    private EventInstance join() {
        return join(true);
    }

    private EventInstance join(boolean started) {
        EventInstance joined = EventInstance.of(builder());
        this.instances.add(joined);
        return started ? joined.start() : joined;
    }

}
