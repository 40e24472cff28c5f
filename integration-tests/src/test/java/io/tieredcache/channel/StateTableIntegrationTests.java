package io.tieredcache.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L1Trust;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestTicker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Who answers a read of each consistency class in each state of the channel, with Redis
 * there and away: the table of {@code docs/coherence.md}. Time stands still but for what
 * a test advances it by, so that no state ends by itself.
 */
class StateTableIntegrationTests {

    private static final Duration PULSE = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String KEY = "HAM";

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(Integer.class);

    private final AtomicInteger source = new AtomicInteger();

    private enum Situation {

        CONNECTING(ChannelState.CONNECTING, Duration.ofSeconds(10), Duration.ZERO),

        LIVE(ChannelState.LIVE, Duration.ofSeconds(10), Duration.ZERO),

        SUSPECT_WITHIN_BOUND(ChannelState.SUSPECT, Duration.ofSeconds(10), PULSE.multipliedBy(5)),

        SUSPECT_BEYOND_BOUND(ChannelState.SUSPECT, PULSE.multipliedBy(4), PULSE.multipliedBy(5)),

        DETACHED_WITHIN_BOUND(ChannelState.DETACHED, Duration.ofSeconds(10), PULSE.multipliedBy(7)),

        DETACHED_BEYOND_BOUND(ChannelState.DETACHED, PULSE.multipliedBy(4), PULSE.multipliedBy(7));

        private final ChannelState state;

        private final Duration bound;

        private final Duration silence;

        Situation(ChannelState state, Duration bound, Duration silence) {
            this.state = state;
            this.bound = bound;
            this.silence = silence;
        }

    }

    static Stream<Arguments> table() {
        CacheLevel l1 = CacheLevel.L1;
        CacheLevel l2 = CacheLevel.L2;
        CacheLevel source = CacheLevel.SOURCE;
        // situation, Redis is there, answers of: strong, bounded, eventual
        return Stream.of(arguments(Situation.CONNECTING, true, l2, l2, l1),
                arguments(Situation.CONNECTING, false, source, source, l1), arguments(Situation.LIVE, true, l2, l1, l1),
                arguments(Situation.LIVE, false, source, l1, l1),
                arguments(Situation.SUSPECT_WITHIN_BOUND, true, l2, l1, l1),
                arguments(Situation.SUSPECT_WITHIN_BOUND, false, source, l1, l1),
                arguments(Situation.SUSPECT_BEYOND_BOUND, true, l2, l2, l1),
                arguments(Situation.SUSPECT_BEYOND_BOUND, false, source, source, l1),
                arguments(Situation.DETACHED_WITHIN_BOUND, true, l2, l1, l1),
                arguments(Situation.DETACHED_WITHIN_BOUND, false, source, l1, l1),
                arguments(Situation.DETACHED_BEYOND_BOUND, true, l2, l2, l1),
                arguments(Situation.DETACHED_BEYOND_BOUND, false, source, source, l1));
    }

    @ParameterizedTest(name = "{0}, Redis {1}")
    @MethodSource("table")
    void answers(Situation situation, boolean redisThere, CacheLevel strong, CacheLevel bounded, CacheLevel eventual)
            throws Throwable {
        try (Site site = new Site(situation, redisThere)) {
            site.enter();
            TestInstance instance = site.instance();
            assertThat(instance.channel().state()).isEqualTo(situation.state);
            SoftAssertions cells = new SoftAssertions();
            cells.assertThat(level(instance, Consistency.STRONG)).as("strong").isEqualTo(strong);
            cells.assertThat(level(instance, Consistency.BOUNDED)).as("bounded").isEqualTo(bounded);
            cells.assertThat(level(instance, Consistency.EVENTUAL)).as("eventual").isEqualTo(eventual);
            cells.assertThat(cache(instance, Consistency.STRONG).l1Trust()).isEqualTo(L1Trust.NOT_USED);
            cells.assertThat(cache(instance, Consistency.BOUNDED).l1Trust())
                .isEqualTo((bounded == CacheLevel.L1) ? L1Trust.TRUSTED : L1Trust.UNPROVEN);
            cells.assertThat(cache(instance, Consistency.EVENTUAL).l1Trust()).isEqualTo(L1Trust.TRUSTED);
            for (Consistency each : Consistency.values()) {
                this.source.incrementAndGet();
                evict(cache(instance, each), redisThere);
                cells.assertThat(read(cache(instance, each)))
                    .as("read of '%s' after its own eviction", each)
                    .isEqualTo(this.source.get());
            }
            cells.assertAll();
            assertThat(instance.channel().state()).as("the state has not changed meanwhile").isEqualTo(situation.state);
        }
    }

    private static void evict(TieredCache cache, boolean redisThere) {
        boolean acknowledged = true;
        try {
            cache.evict(KEY);
        }
        catch (L2UnavailableException ex) {
            acknowledged = false;
        }
        assertThat(acknowledged).isEqualTo(redisThere);
    }

    private CacheLevel level(TestInstance instance, Consistency consistency) throws Throwable {
        TieredCache cache = cache(instance, consistency);
        long l1 = cache.count(CacheCounter.L1_HIT);
        long l2 = cache.count(CacheCounter.L2_HIT);
        assertThat(read(cache)).isEqualTo(this.source.get());
        if (cache.count(CacheCounter.L1_HIT) > l1) {
            return CacheLevel.L1;
        }
        return (cache.count(CacheCounter.L2_HIT) > l2) ? CacheLevel.L2 : CacheLevel.SOURCE;
    }

    private int read(TieredCache cache) throws Throwable {
        return cache.get(KEY, POLICY, (context) -> this.source.get());
    }

    private static TieredCache cache(TestInstance instance, Consistency consistency) {
        return instance.cache(consistency.name());
    }

    /**
     * An instance that was brought into a situation.
     */
    private final class Site implements AutoCloseable {

        private final Situation situation;

        private final boolean redisThere;

        private final @Nullable RedisServerProcess server;

        private final TestTicker ticker = TestTicker.standing();

        private final TestInstance instance;

        Site(Situation situation, boolean redisThere) {
            this.situation = situation;
            this.redisThere = redisThere;
            boolean joins = situation != Situation.CONNECTING;
            this.server = (!redisThere && joins) ? RedisServerProcess.onFreePort() : null;
            TestInstance.Builder builder = TestInstance.builder()
                .redis(RedisFixture.shared().host(), port())
                .ticker(this.ticker)
                .pulseInterval(PULSE);
            for (Consistency each : Consistency.values()) {
                builder.cache(each.name(),
                        new CacheSettingsBuilder().consistency(each).stalenessBound(situation.bound));
            }
            this.instance = joins ? builder.startLive() : builder.refused().start();
        }

        private int port() {
            if (this.server != null) {
                return this.server.port();
            }
            return this.redisThere ? RedisFixture.shared().port() : RedisServerProcess.freePort();
        }

        TestInstance instance() {
            return this.instance;
        }

        void enter() throws Throwable {
            for (Consistency each : Consistency.values()) {
                fill(cache(this.instance, each));
            }
            if (this.situation == Situation.CONNECTING) {
                return;
            }
            if (this.server != null) {
                this.server.kill();
            }
            else if (this.situation != Situation.LIVE) {
                this.instance.bus().refusing(true);
                this.instance.bus().silent(true);
            }
            this.ticker.advance(this.situation.silence);
            await().atMost(PATIENCE).until(() -> this.instance.channel().state() == this.situation.state);
        }

        private void fill(TieredCache cache) throws Throwable {
            boolean answers = this.redisThere || this.server != null;
            if (answers) {
                await().atMost(PATIENCE).until(this.instance.runtime()::isAnswered);
            }
            read(cache);
            if (answers) {
                await().atMost(PATIENCE).until(() -> cache.count(CacheCounter.FILL) > 0);
            }
        }

        @Override
        public void close() {
            this.instance.close();
            if (this.server != null) {
                this.server.close();
            }
        }

    }

}
