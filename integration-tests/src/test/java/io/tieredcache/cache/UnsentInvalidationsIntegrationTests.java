package io.tieredcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.Consistency;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.store.FenceNames;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnsentInvalidationsIntegrationTests {

    private final TestInstance instance = TestInstance.builder()
        .cache("eventual", new CacheSettingsBuilder().consistency(Consistency.EVENTUAL))
        .startLive();

    private final TargetInvalidator invalidator = this.instance.runtime().invalidator();

    private final AtomicLong time = new AtomicLong(TimeUnit.DAYS.toNanos(1));

    private final UnsentInvalidations unsent = new UnsentInvalidations(this.invalidator, this.time::get, 10_000);

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void theSameTargetWaitsOnce() {
        this.unsent.add(keys(0, 10));
        this.unsent.add(keys(5, 15));
        assertThat(this.unsent.size()).isEqualTo(15);
        assertThat(this.unsent.isEmpty()).isFalse();
    }

    @Test
    void asManyAsThereIsRoomForStayWhatTheyAre() {
        this.unsent.add(keys(0, 10_000));
        assertThat(this.unsent.size()).isEqualTo(10_000);
    }

    @Test
    void moreBecomeTheClearingOfTheNamespace() {
        TieredCache cache = this.instance.cache("other");
        cache.put("key", "old");
        this.unsent.add(keys(0, 10_000));
        this.unsent.add(keys(10_000, 10_001));
        assertThat(this.unsent.size()).isEqualTo(1);
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isTrue();
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void whatRedisDoesNotTakeKeepsWaiting() {
        this.unsent.add(keys(0, 1));
        this.instance.l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(this.unsent::sendDue);
        assertThat(this.unsent.size()).isEqualTo(1);
        this.instance.l2().failing(false);
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isTrue();
    }

    @Test
    void whatComesWhileTheOthersAreSentIsSentNext() {
        this.unsent.add(keys(0, 1));
        this.instance.l2().before(Step.INVALIDATE, () -> this.unsent.add(keys(1, 2)));
        List<Collection<String>> sent = watch((names) -> false);
        this.unsent.sendDue();
        assertThat(sent).hasSize(2);
        assertThat(this.unsent.isEmpty()).isTrue();
    }

    @Test
    void whatIsInvalidatedAgainWhileItIsSentWaitsAgain() {
        this.unsent.add(keys(0, 1));
        this.instance.l2().before(Step.INVALIDATE, () -> this.unsent.add(keys(0, 1)));
        List<Collection<String>> sent = watch((names) -> false);
        this.unsent.sendDue();
        assertThat(sent).hasSize(2);
        assertThat(this.unsent.isEmpty()).isTrue();
    }

    @Test
    void oneThatRedisDoesNotTakeKeepsNoOtherWaiting() {
        TieredCache cache = this.instance.cache("airports");
        IntStream.range(0, 30).forEach((i) -> cache.put("key" + i, "old"));
        this.unsent.add(keys(0, 30));
        this.unsent.add(tag("t"));
        watch(contains("key7}"));
        this.unsent.sendDue();
        assertThat(this.unsent.size()).isOne();
        assertThat(this.unsent.isEmpty()).as("L2 is not trusted").isFalse();
        assertThat(stored("key7")).isTrue();
        assertThat(IntStream.range(0, 30).filter((i) -> i != 7)).noneMatch((i) -> stored("key" + i));
        watch((names) -> false);
        this.unsent.sendDue();
        assertThat(this.unsent.size()).as("it is put off").isOne();
        advance(Duration.ofSeconds(2));
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isTrue();
        assertThat(stored("key7")).isFalse();
    }

    @Test
    void whatIsNewDoesNotWaitForWhatFails() {
        watch(contains(":airports:"));
        this.unsent.add(keys(0, 3));
        this.unsent.sendDue();
        advance(Duration.ofSeconds(2));
        List<Collection<String>> sent = watch(contains(":airports:"));
        this.unsent.add(tag("t"));
        this.unsent.sendDue();
        assertThat(sent.get(0)).containsExactly("tag:t");
        assertThat(this.unsent.size()).isEqualTo(3);
    }

    @Test
    void keyThatIsNeverTakenGivesWayToTheClearOfItsCache() {
        TieredCache cache = this.instance.cache("airports");
        cache.put("other", "old");
        watch(contains("key0}"));
        this.unsent.add(keys(0, 1));
        for (int i = 0; i < 7; i++) {
            this.unsent.sendDue();
            assertThat(this.unsent.size()).isOne();
            advance(Duration.ofSeconds(31));
        }
        assertThat(cache.get("other")).isNotNull();
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isTrue();
        assertThat(cache.get("other")).isNull();
    }

    @Test
    void clearsComeBeforeTagsAndTagsBeforeKeysWithEventualCachesLast() {
        this.unsent.add(keys("eventual", 0, 400));
        this.unsent.add(keys("airports", 0, 300));
        this.unsent.add(tag("t"));
        InvalidationTargets clear = new InvalidationTargets();
        clear.evict();
        clear.addCache((DefaultTieredCache) this.instance.cache("other"));
        this.unsent.add(clear);
        List<Collection<String>> sent = watch((names) -> false);
        this.unsent.sendDue();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).hasSize(500).startsWith("cache:other", "tag:t");
        assertThat(sent.get(0)).filteredOn((name) -> name.contains(":airports:")).hasSize(300);
        assertThat(sent.get(1)).hasSize(202).allMatch((name) -> name.contains(":eventual:"));
    }

    @Test
    void whatOnlyExpiresTravelsApart() {
        this.unsent.add(tag("evicted"));
        InvalidationTargets expired = new InvalidationTargets();
        expired.addFence("tag:expired");
        expired.addFence("tag:both");
        this.unsent.add(expired);
        this.unsent.add(tag("both"));
        List<Collection<String>> sent = watch((names) -> false);
        this.unsent.sendDue();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).containsExactlyInAnyOrder("tag:evicted", "tag:both");
        assertThat(sent.get(1)).containsExactly("tag:expired");
    }

    @Test
    void clearOfTheNamespaceStandsForWhatComesAfterIt() {
        this.unsent.add(keys(0, 10_001));
        advance(Duration.ofMinutes(1));
        this.unsent.add(keys(0, 10_001));
        assertThat(this.unsent.size()).isOne();
        assertThat(this.unsent.overflows()).isOne();
        assertThat(this.unsent.oldestAge()).isEqualTo(Duration.ofMinutes(1));
        this.instance.l2().before(Step.INVALIDATE, () -> this.unsent.add(keys(0, 1)));
        List<Collection<String>> sent = watch((names) -> false);
        this.unsent.sendDue();
        assertThat(sent).hasSize(2).allMatch((names) -> names.contains(FenceNames.NAMESPACE));
    }

    @Test
    void ageIsThatOfTheOldestAndRetriesAreNotCounted() {
        assertThat(this.unsent.oldestAge()).isZero();
        TieredCache cache = this.instance.cache("airports");
        this.unsent.add(keys(0, 1));
        advance(Duration.ofMinutes(1));
        this.unsent.add(keys(0, 2));
        assertThat(this.unsent.oldestAge()).isEqualTo(Duration.ofMinutes(1));
        watch((names) -> true);
        this.unsent.sendDue();
        watch((names) -> false);
        advance(Duration.ofMinutes(1));
        this.unsent.sendDue();
        assertThat(this.unsent.oldestAge()).isZero();
        assertThat(cache.count(CacheCounter.INVALIDATION)).isZero();
        assertThat(cache.count(CacheCounter.INVALIDATION_FAILURE)).isZero();
    }

    private void advance(Duration duration) {
        this.time.addAndGet(duration.toNanos());
    }

    /**
     * Notes what is sent, and refuses some of it.
     */
    private List<Collection<String>> watch(Predicate<Collection<String>> refused) {
        List<Collection<String>> sent = new CopyOnWriteArrayList<>();
        this.instance.l2().refusing((names) -> {
            sent.add(names);
            return refused.test(names);
        });
        return sent;
    }

    private static Predicate<Collection<String>> contains(String text) {
        return (names) -> names.stream().anyMatch((name) -> name.contains(text));
    }

    private boolean stored(String key) {
        DefaultTieredCache cache = (DefaultTieredCache) this.instance.cache("airports");
        byte[] stored = this.instance.runtime()
            .await(this.instance.l2().read(cache.entryKey(cache.localKey(key)), 1_000));
        return stored != null;
    }

    private static InvalidationTargets tag(String tag) {
        InvalidationTargets targets = new InvalidationTargets();
        targets.evict();
        targets.addFence(FenceNames.ofTag("", tag));
        return targets;
    }

    private InvalidationTargets keys(int from, int to) {
        return keys("airports", from, to);
    }

    private InvalidationTargets keys(String name, int from, int to) {
        DefaultTieredCache cache = (DefaultTieredCache) this.instance.cache(name);
        InvalidationTargets targets = new InvalidationTargets();
        targets.evict();
        for (int i = from; i < to; i++) {
            targets.addKey(cache, cache.localKey("key" + i));
        }
        return targets;
    }

}
