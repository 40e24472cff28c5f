package io.tieredcache.scenario;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.KeyExplanation;
import io.tieredcache.KeyExplanation.Cause;
import io.tieredcache.KeyExplanation.Entry;
import io.tieredcache.KeyExplanation.FenceState;
import io.tieredcache.KeyExplanation.Level;
import io.tieredcache.KeyExplanation.Reason;
import io.tieredcache.KeyExplanation.Verdict;
import io.tieredcache.L1Trust;
import io.tieredcache.Reach;
import io.tieredcache.TieredCache;
import io.tieredcache.store.EntryKey;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestClock;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestTicker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A key explained, for each reason why an entry or a copy answers no read.
 */
class KeyExplanationIntegrationTests {

    private static final String CACHE = "cache";

    private static final String KEY = "s:HAM";

    private static final Airport HAMBURG = new Airport("HAM", "Hamburg", 2);

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(Airport.class).withTags("tag");

    private final String namespace = TestInstance.newNamespace();

    private final TestTicker ticker = new TestTicker();

    private final TestClock clock = new TestClock();

    private RawRedis redis;

    private TestInstance here;

    private TestInstance elsewhere;

    private TieredCache cache;

    @BeforeEach
    void start() {
        this.redis = RawRedis.shared();
        CacheSettingsBuilder settings = new CacheSettingsBuilder().ttl(Duration.ofMinutes(20))
            .l1Ttl(Duration.ofMinutes(10))
            .maxEntrySize(4096)
            .jitter(0);
        this.here = TestInstance.builder()
            .namespace(this.namespace)
            .ticker(this.ticker)
            .clock(this.clock)
            .allowedTypes(Set.of(Airport.class.getName()))
            .defaults(settings)
            .startLive();
        this.elsewhere = TestInstance.builder().namespace(this.namespace).defaults(settings).startLive();
        this.cache = this.here.cache(CACHE);
        this.elsewhere.cache(CACHE);
    }

    @AfterEach
    void stop() {
        this.here.close();
        this.elsewhere.close();
        this.redis.close();
    }

    @Test
    void unknownKeyIsInNeitherLevel() {
        KeyExplanation found = explain();
        assertThat(found.redisKey()).isEqualTo(redisKey());
        assertThat(found.l1()).isEqualTo(new Level(Verdict.ABSENT, List.of(), null));
        assertThat(found.l2()).isEqualTo(new Level(Verdict.ABSENT, List.of(), null));
        assertThat(found.leaseLeft()).isNull();
        assertThat(found.l1Trust()).isEqualTo(L1Trust.TRUSTED);
    }

    @Test
    void validEntryIsToldWithItsTimesAndFences() throws Throwable {
        load();
        KeyExplanation found = explain();
        for (Level level : List.of(found.l1(), found.l2())) {
            assertThat(level.verdict()).isEqualTo(Verdict.VALID);
            assertThat(level.reasons()).isEmpty();
            Entry entry = entry(level);
            assertThat(entry.age()).isLessThan(Duration.ofMinutes(5));
            assertThat(entry.tags()).containsExactly("tag");
            assertThat(entry.stamp()).isPositive();
            assertThat(entry.size()).isPositive();
            assertThat(entry.fences()).extracting(FenceState::fence).containsExactly("all", "cache:cache", "tag:tag");
            assertThat(entry.fences())
                .allMatch((fence) -> fence.passed() && fence.number() != null && fence.number() <= entry.stamp());
            assertThat(entry.value()).isNull();
        }
        assertThat(entry(found.l1()).freshFor()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        assertThat(entry(found.l2()).freshFor()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(20));
    }

    @Test
    void explainingCountsNothingAndFillsNothing() throws Throwable {
        load();
        this.here.administration().invalidate(CacheInvalidation.none().keyText(CACHE, KEY), Reach.INSTANCE);
        List<Long> before = counts();
        explain();
        assertThat(explain().l1().reasons()).containsExactly(reason(Cause.KEY_CHANGED));
        assertThat(explain().l2().verdict()).isEqualTo(Verdict.VALID);
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void valueIsToldOnlyIfAskedFor() throws Throwable {
        load();
        KeyExplanation found = this.here.administration().explain(CACHE, KEY, true);
        assertThat(entry(found.l1()).value()).isEqualTo(HAMBURG.toString());
        assertThat(entry(found.l2()).value()).isEqualTo(HAMBURG.toString());
    }

    @Test
    void tagInvalidatedElsewhereIsNamed() throws Throwable {
        load();
        this.elsewhere.invalidator().invalidateTags("tag");
        awaitReasons(new Reason(Cause.INVALIDATED, "tag:tag"));
    }

    @Test
    void cacheClearedElsewhereIsNamed() throws Throwable {
        load();
        this.elsewhere.invalidator().clear(CACHE);
        awaitReasons(new Reason(Cause.INVALIDATED, "cache:cache"));
    }

    @Test
    void namespaceClearedElsewhereIsNamed() throws Throwable {
        load();
        this.elsewhere.invalidator().invalidate(CacheInvalidation.none().wholeNamespace());
        awaitReasons(new Reason(Cause.INVALIDATED, "all"));
    }

    @Test
    void fenceDroppedHereIsNamed() throws Throwable {
        load();
        this.here.administration().invalidate(CacheInvalidation.none().tags("tag"), Reach.INSTANCE);
        KeyExplanation found = explain();
        assertThat(found.l1().reasons()).containsExactly(new Reason(Cause.FENCE_DROPPED, "tag:tag"));
        assertThat(found.l2().verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void keyEvictedElsewhereIsGoneFromL2AndRefusedInL1() throws Throwable {
        load();
        this.elsewhere.cache(CACHE).evict("HAM");
        await().atMost(Reads.SOON)
            .untilAsserted(() -> assertThat(explain().l1().reasons()).containsExactly(reason(Cause.KEY_CHANGED)));
        assertThat(explain().l2().verdict()).isEqualTo(Verdict.ABSENT);
    }

    @Test
    void keyThatWasLetExpireSaysSo() throws Throwable {
        load();
        this.elsewhere.invalidator().invalidate(CacheInvalidation.none().keyText(CACHE, KEY).asExpiry());
        assertThat(explain().l2().reasons()).containsExactly(reason(Cause.LET_EXPIRE));
    }

    @Test
    void expiredEntryAndCopySaySo() throws Throwable {
        load();
        this.clock.advance(Duration.ofMinutes(21));
        assertThat(explain().l2().reasons()).containsExactly(reason(Cause.EXPIRED));
        assertThat(entry(explain().l2()).freshFor()).isNegative();
        assertThat(entry(explain().l2()).age()).isGreaterThan(Duration.ofMinutes(20));
    }

    @Test
    void copyWithoutProofOfTheChannelIsNotTrusted() throws Throwable {
        load();
        this.here.channel().stop();
        this.ticker.advance(Duration.ofSeconds(30));
        KeyExplanation found = explain();
        assertThat(found.l1Trust()).isEqualTo(L1Trust.UNPROVEN);
        assertThat(found.l1().reasons()).containsExactly(reason(Cause.NOT_TRUSTED));
        assertThat(found.l2().verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void levelsThatAreNotUsedSaySo() throws Throwable {
        load();
        this.cache.mode(CacheMode.BYPASS);
        assertThat(explain().l2().reasons()).containsExactly(reason(Cause.NOT_USED));
    }

    @Test
    void redisThatDoesNotAnswerLeavesL2Unknown() throws Throwable {
        load();
        this.here.l2().failing(true);
        KeyExplanation found = explain();
        assertThat(found.l2()).isEqualTo(new Level(Verdict.UNKNOWN, List.of(reason(Cause.REDIS_AWAY)), null));
        assertThat(found.l1().verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void missingFenceIsNamed() throws Throwable {
        load();
        this.redis.delete("tc:{" + this.namespace + "}:tag:tag");
        assertThat(explain().l2().reasons()).containsExactly(new Reason(Cause.FENCE_MISSING, "tag:tag"));
    }

    @Test
    void heldLeaseIsTold() {
        this.redis.commands().psetex((redisKey() + ":l").getBytes(StandardCharsets.UTF_8), 600_000, new byte[] { 'x' });
        assertThat(explain().leaseLeft()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
    }

    static Stream<Arguments> foreignEntries() {
        return Stream.of(entry("other format", Cause.OTHER_FORMAT, (entry) -> entry.version(2)),
                entry("no entry", Cause.UNREADABLE, (entry) -> entry.magic("XX")),
                entry("other key", Cause.FOREIGN_KEY, (entry) -> entry.key(new EntryKey("other"))),
                entry("other serializer", Cause.OTHER_SERIALIZER, (entry) -> entry.serializer("other")),
                entry("lost history", Cause.HISTORY_LOST, (entry) -> entry.stamp((1L << 53) - 1)),
                entry("too large", Cause.TOO_LARGE, (entry) -> entry.payload(new byte[5000])));
    }

    private static Arguments entry(String name, Cause cause, UnaryOperator<EntryBytes> change) {
        return Arguments.of(name, cause, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreignEntries")
    void entryThatIsNoneOfOursSaysWhy(String name, Cause cause, UnaryOperator<EntryBytes> change) throws Throwable {
        load();
        byte[] stored = this.redis.get(redisKey());
        assertThat(stored).as(name).isNotNull();
        this.redis.set(redisKey(), change.apply(EntryBytes.of(stored)).write());
        assertThat(explain().l2().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(explain().l2().reasons()).containsExactly(reason(cause));
    }

    @Test
    void keyOfAnotherTypeIsUnreadable() {
        this.redis.commands().lpush(redisKey().getBytes(StandardCharsets.UTF_8), new byte[] { 'x' });
        assertThat(explain().l2().reasons()).containsExactly(reason(Cause.UNREADABLE));
    }

    @Test
    void wrongInputIsRefusedAndMakesNoCache() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.here.administration().explain("other", KEY, false))
            .withMessageContaining("'other'");
        assertThatIllegalArgumentException().isThrownBy(() -> this.here.administration().explain(CACHE, "a b", false));
        assertThat(this.here.manager().getCacheNames()).containsExactly(CACHE);
    }

    private void load() throws Throwable {
        this.cache.get("HAM", POLICY, (context) -> HAMBURG);
        await().atMost(Reads.SOON).until(() -> this.redis.exists(redisKey()));
        await().atMost(Reads.SOON).until(() -> explain().l1().verdict() == Verdict.VALID);
        await().atMost(Reads.SOON).until(() -> explain().l2().verdict() == Verdict.VALID);
    }

    private void awaitReasons(Reason expected) {
        await().atMost(Reads.SOON).untilAsserted(() -> {
            KeyExplanation found = explain();
            assertThat(found.l1().verdict()).isEqualTo(Verdict.INVALID);
            assertThat(found.l1().reasons()).containsExactly(expected);
            assertThat(found.l2().verdict()).isEqualTo(Verdict.INVALID);
            assertThat(found.l2().reasons()).containsExactly(expected);
        });
        assertThat(entry(explain().l1()).fences()).filteredOn((fence) -> !fence.passed())
            .singleElement()
            .satisfies((fence) -> assertThat(fence.number()).isGreaterThan(entry(explain().l1()).stamp()));
    }

    private KeyExplanation explain() {
        return this.here.administration().explain(CACHE, KEY, false);
    }

    private List<Long> counts() {
        return Arrays.stream(CacheCounter.values()).map(this.cache::count).toList();
    }

    private String redisKey() {
        return "tc:" + this.namespace + ":" + CACHE + ":v1:{" + KEY + "}";
    }

    private static Reason reason(Cause cause) {
        return new Reason(cause, null);
    }

    private static Entry entry(Level level) {
        Entry entry = level.entry();
        assertThat(entry).isNotNull();
        return entry;
    }

}
