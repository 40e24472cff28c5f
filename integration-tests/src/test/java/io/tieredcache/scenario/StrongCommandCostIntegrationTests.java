package io.tieredcache.scenario;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.Consistency;
import io.tieredcache.PendingInvalidation;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reads and writes of a strong cache cost in commands of Redis, by its own count.
 * Commands that do not wait for each other are sent together.
 */
class StrongCommandCostIntegrationTests {

    private static final String CACHE = "airports";

    private final AirportSource source = new AirportSource();

    private RedisServerProcess server;

    private RawRedis redis;

    private TestInstance instance;

    @BeforeEach
    void start() {
        this.server = RedisServerProcess.onFreePort();
        this.redis = new RawRedis(this.server.uri());
        this.instance = TestInstance.builder()
            .redis(this.server.host(), this.server.port())
            .pulseInterval(Duration.ofHours(1))
            .defaults(new CacheSettingsBuilder().consistency(Consistency.STRONG))
            .startLive();
        // Loads the scripts.
        this.source.read(cache(), "warm");
        Reads.awaitFills(cache(), 1);
        this.source.read(cache(), "warm");
        write();
        this.source.read(cache(), "warm");
        Reads.awaitFills(cache(), 2);
    }

    @AfterEach
    void stop() {
        this.instance.close();
        this.redis.close();
        this.server.close();
    }

    /** One round trip: the entry and the fences are asked for together. */
    @Test
    void hitIsOneReadAndOneScript() {
        Map<String, Long> calls = measure(() -> this.source.read(cache(), "warm"), 0);
        report("hit", calls);
        assertThat(calls).containsEntry("getrange", 1L)
            .containsEntry("evalsha", 1L)
            .doesNotContainKeys("eval", "set", "publish", "unlink");
    }

    /**
     * Two round trips before the load, as for each class, and one after it that nobody
     * waits for.
     */
    @Test
    void missAsksForHoldsTogetherWithTheLease() {
        Map<String, Long> calls = measure(() -> this.source.read(cache(), "new"), 1);
        report("miss with its fill", calls);
        assertThat(calls).containsEntry("getrange", 1L)
            .containsEntry("eval", 1L)
            .containsEntry("evalsha", 4L)
            .doesNotContainKeys("publish");
    }

    /**
     * One round trip before the commit, one after it, and one that nobody waits for.
     */
    @Test
    void writeHoldsInvalidatesAndLetsGo() {
        Map<String, Long> calls = measure(this::write, 0);
        report("write of a key and a tag", calls);
        // Half of the unlinks are the script's own, for what is no hold under its keys.
        assertThat(calls).containsEntry("eval", 2L)
            .containsEntry("unlink", 4L)
            .containsEntry("evalsha", 4L)
            .containsEntry("publish", 2L)
            .doesNotContainKeys("keys", "scan");
    }

    private void write() {
        PendingInvalidation pending = this.instance.invalidator()
            .begin(CacheInvalidation.none().key(CACHE, "warm").tags("airports"));
        pending.complete();
    }

    private Map<String, Long> measure(Runnable action, long fills) {
        this.redis.resetStatistics();
        Reads.awaitFills(cache(), 2);
        action.run();
        Reads.awaitFills(cache(), 2 + fills);
        // Behind what nobody waited for, on the instance's only connection.
        cache().lookup("absent", AirportSource.POLICY);
        Map<String, Long> calls = this.redis.calls();
        calls.merge("getrange", -1L, Long::sum);
        calls.merge("evalsha", -1L, Long::sum);
        return calls;
    }

    private static void report(String what, Map<String, Long> calls) {
        System.out.println("Commands of class strong: " + what + ": " + calls);
    }

    private TieredCache cache() {
        return this.instance.cache(CACHE);
    }

}
