package io.tieredcache.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.ChannelState;
import io.tieredcache.EntryPolicy;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.OutsideEvents;
import io.tieredcache.TieredCache;
import io.tieredcache.WriteBehindCounter;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.WriteRecord;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * 10,000 hostile things wherever an application looks in Redis, while it reads: entries,
 * fences, leases, messages, events and queued values. Everything is counted, every read
 * is right, and no thread is lost. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class HostileFloodIntegrationTests {

    private static final String CACHE = "airports";

    private static final String QUEUED = "visits";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int ENTRIES = 2_000;

    private static final int FENCES = 500;

    private static final int LEASES = 500;

    private static final int MESSAGES = 5_000;

    private static final int EVENTS = 1_000;

    private static final int RECORDS = 1_000;

    private static final EntryPolicy TEXT = EntryPolicy.defaults().withType(String.class);

    /** Threads that end when they have nothing to do. */
    private static final Pattern OF_A_POOL = Pattern.compile("tiered-cache-(\\d+|load-.*|write-\\d+|channel-states)");

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    private final String namespace = TestInstance.newNamespace();

    private final String shared = "tc:{" + this.namespace + "}:";

    @Test
    void tenThousandHostileThingsCostMissesAndNoThread() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
        try (RawRedis redis = RawRedis.shared();
                ApplicationInstance app = ApplicationInstance.start(this.namespace,
                        List.of("tiered-cache.events.enabled=true", "tiered-cache.events.poll-interval=5ms",
                                "tiered-cache.caches.visits.write-behind.poll-interval=5ms",
                                "tiered-cache.caches.visits.write-behind.partitions=2"),
                        Visits.class)) {
            use(app, redis);
            Set<Thread> threads = threads();
            assertThat(threads).extracting(Thread::getName)
                .contains("tiered-cache-channel", "tiered-cache-events", "tiered-cache-timer");
            redis.setAll(hostileKeys());
            List<CompletableFuture<Void>> readers = startReaders(app);
            redis.sendAll(hostileMessages(redis));
            CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)).orTimeout(5, TimeUnit.MINUTES).join();
            assertCounted(app);
            assertThat(threads).allMatch(Thread::isAlive);
            use(app, redis);
            assertThat(app.cache(CACHE).count(CacheCounter.L2_ERROR)).isZero();
        }
    }

    /**
     * Bytes where entries, leases, waiters and fences are.
     */
    private Map<String, byte[]> hostileKeys() {
        Map<String, byte[]> values = new HashMap<>();
        for (int i = 0; i < ENTRIES; i++) {
            values.put(entry(i), garbage());
        }
        for (int i = 0; i < LEASES; i++) {
            values.put(entry(i) + ((i % 2 == 0) ? ":l" : ":w"), garbage());
        }
        for (int i = 0; i < FENCES; i++) {
            values.put(this.shared + "tag:t" + i, garbage());
        }
        return values;
    }

    private String entry(int key) {
        return "tc:" + this.namespace + ":" + CACHE + ":v1:{i:" + key + "}";
    }

    private List<Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<?>>> hostileMessages(RawRedis redis) {
        byte[] messages = RawRedis.bytes("tc:" + this.namespace + ":inv");
        byte[] releases = RawRedis.bytes("tc:" + this.namespace + ":rel");
        byte[] own = redis.commands().pubsubChannels(RawRedis.bytes("tc:" + this.namespace + ":inv:*")).get(0);
        List<Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<?>>> commands = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] channel = List.of(messages, messages, releases, own).get(i % 4);
            byte[] message = (i % 8 == 0) ? brokenInvalidation() : garbage();
            commands.add((to) -> to.publish(channel, message));
        }
        byte[] events = RawRedis.bytes(this.shared + "events");
        for (int i = 0; i < EVENTS; i++) {
            byte[] event = (i % 2 == 0) ? brokenEvent() : garbage();
            commands.add((to) -> to.xadd(events, RawRedis.bytes("event"), event));
        }
        for (int i = 0; i < RECORDS; i++) {
            byte[] stream = RawRedis.bytes(this.shared + "wb:" + QUEUED + ":" + i % 2);
            byte[] key = garbage();
            byte[] value = garbage();
            commands.add((to) -> to.xadd(stream, RawRedis.bytes("k"), key, RawRedis.bytes("v"), value));
        }
        return commands;
    }

    /**
     * Random bytes, which begin as nothing of ours does.
     */
    private byte[] garbage() {
        byte[] bytes = new byte[1 + this.random.nextInt(300)];
        this.random.nextBytes(bytes);
        bytes[0] = (byte) (128 + this.random.nextInt(128));
        return bytes;
    }

    private byte[] brokenInvalidation() {
        byte[] message = RawRedis
            .bytes("1 %d %d 3 x\nF12:tag:airportsK16:0123456789abcdef".formatted(1L << 51, 1L << 52));
        message[0] = (byte) this.random.nextInt('0');
        message[1 + this.random.nextInt(message.length - 1)] = (byte) this.random.nextInt();
        return message;
    }

    private byte[] brokenEvent() {
        byte[] event = RawRedis.bytes("{\"version\":1,\"id\":\"e\",\"tags\":[\"airports\"]}");
        event[this.random.nextInt(11)] = (byte) this.random.nextInt('"');
        return event;
    }

    private static List<CompletableFuture<Void>> startReaders(ApplicationInstance app) {
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            int first = reader;
            readers.add(TestThreads.run(() -> {
                for (int key = first; key < ENTRIES; key += 4) {
                    assertThat(read(app, key)).isEqualTo("airport " + key);
                }
            }));
        }
        return readers;
    }

    private static String read(ApplicationInstance app, int key) {
        return Reads.get(app.cache(CACHE), key, TEXT.withTags("t" + key % FENCES), (context) -> "airport " + key);
    }

    private void assertCounted(ApplicationInstance app) {
        TieredCache cache = app.cache(CACHE);
        assertThat(cache.count(CacheCounter.UNREADABLE_ENTRY)).isEqualTo(ENTRIES);
        assertThat(cache.count(CacheCounter.MISS)).isGreaterThanOrEqualTo(ENTRIES);
        InvalidationChannelStatus channel = app.bean(InvalidationChannelStatus.class);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(channel.malformed()).isEqualTo(MESSAGES);
            assertThat(app.bean(OutsideEvents.class).rejected()).isEqualTo(EVENTS);
            assertThat(queue(app).count(WriteBehindCounter.UNREADABLE)).isEqualTo(RECORDS);
        });
    }

    /**
     * Uses everything that the hostile bytes are meant for: an entry is loaded, found and
     * invalidated by an event and by a call, and a value is written behind.
     */
    private void use(ApplicationInstance app, RawRedis redis) {
        InvalidationChannelStatus channel = app.bean(InvalidationChannelStatus.class);
        await().atMost(PATIENCE).until(() -> channel.state() == ChannelState.LIVE);
        assertThat(load(app, "a")).isEqualTo("a");
        assertThat(load(app, "b")).isEqualTo("a");
        redis.commands()
            .xadd(RawRedis.bytes(this.shared + "events"), RawRedis.bytes("event"),
                    RawRedis.bytes("{\"version\":1,\"id\":\"e\",\"tags\":[\"use\"]}"));
        await().atMost(PATIENCE).until(() -> load(app, "c").equals("c"));
        app.bean(CacheInvalidator.class).invalidateTags("use");
        assertThat(load(app, "d")).isEqualTo("d");
        app.bean(CacheInvalidator.class).invalidateTags("use");
        String written = "visit " + System.nanoTime();
        queue(app).write("visit", written, TEXT);
        await().atMost(PATIENCE).until(() -> written.equals(app.bean(Visits.class).rows.get("visit")));
    }

    private static String load(ApplicationInstance app, String value) {
        return Reads.get(app.cache(CACHE), "use", TEXT.withTags("use"), (context) -> value);
    }

    private static WriteBehindQueue queue(ApplicationInstance app) {
        return Objects.requireNonNull(app.bean(WriteBehindQueues.class).find(QUEUED));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("tiered-cache-") || thread.getName().startsWith("lettuce-"))
            .filter((thread) -> !OF_A_POOL.matcher(thread.getName()).matches())
            .collect(Collectors.toSet());
    }

    static class Visits implements WriteBehindHandler<String> {

        private final Map<String, String> rows = new ConcurrentHashMap<>();

        @Override
        public String cache() {
            return QUEUED;
        }

        @Override
        public void write(List<WriteRecord<String>> records) {
            records.forEach((record) -> this.rows.put(record.keyAsString(), String.valueOf(record.value())));
        }

    }

}
