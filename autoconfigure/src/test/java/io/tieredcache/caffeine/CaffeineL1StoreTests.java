package io.tieredcache.caffeine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.L1Removal;
import io.tieredcache.SingleFlight;
import io.tieredcache.store.Fence;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Store;

import static org.assertj.core.api.Assertions.assertThat;

class CaffeineL1StoreTests {

    private static final CacheSettings SETTINGS = new CacheSettings("orders", CacheMode.ON, Consistency.BOUNDED,
            Duration.ofSeconds(5), new CacheSettings.L1(Duration.ofMinutes(5), 10L, null, false),
            new CacheSettings.L2(Duration.ofMinutes(10), true, Duration.ofSeconds(30), 0, 1024, "json", null, null,
                    null),
            new CacheSettings.Keys(1, List.of(), false),
            new CacheSettings.Load(SingleFlight.LOCAL, Duration.ofSeconds(10), Duration.ofSeconds(30)),
            CacheSettings.Stale.off(), CacheSettings.Refresh.off());

    // Near its overflow, where times must be compared by their difference.
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 50);

    private final AtomicInteger looks = new AtomicInteger();

    private final L1Store store = new CaffeineStores(() -> {
        this.looks.incrementAndGet();
        return this.now.get();
    }).create(SETTINGS);

    @Test
    void hitDoesNotLookAtTheClock() {
        L1Entry entry = entry(100);
        this.store.put("key", entry);
        int before = this.looks.get();
        for (int i = 0; i < 100; i++) {
            assertThat(this.store.get("key")).isSameAs(entry);
        }
        assertThat(this.looks).hasValue(before);
    }

    @Test
    void whatHasExpiredIsDroppedWithTheNextChange() {
        this.store.put("expired", entry(100));
        this.store.put("lives", entry(Duration.ofHours(1).toNanos()));
        this.now.addAndGet(Duration.ofMinutes(1).toNanos());
        this.store.put("other", entry(Duration.ofHours(1).toNanos()));
        assertThat(this.store.size()).isEqualTo(2);
        assertThat(this.store.get("expired")).isNull();
        assertThat(this.store.get("lives")).isNotNull();
        assertThat(this.store.removed(L1Removal.EXPIRED)).isOne();
    }

    @Test
    void expiredCopyThatAReadTakesAwayHasExpired() {
        L1Entry expired = entry(100);
        L1Entry refused = entry(Duration.ofHours(1).toNanos());
        this.store.put("expired", expired);
        this.store.put("refused", refused);
        this.now.addAndGet(200);
        this.store.remove("expired", expired);
        this.store.remove("refused", refused);
        assertThat(this.store.removed(L1Removal.EXPIRED)).isOne();
        assertThat(this.store.removed(L1Removal.REFUSED)).isOne();
    }

    @Test
    void expiredCopyDoesNotKeepAnotherOut() {
        this.store.put("key", entry(100));
        this.now.addAndGet(200);
        L1Entry other = entry(100);
        assertThat(this.store.putIfAbsent("key", other, (present) -> true)).isNull();
        assertThat(this.store.get("key")).isSameAs(other);
    }

    @Test
    void boundHoldsAtOnce() {
        for (int i = 0; i < 100; i++) {
            this.store.put(i, entry(100));
        }
        assertThat(this.store.size()).isEqualTo(10);
        assertThat(this.store.removed(L1Removal.SIZE)).isEqualTo(90);
    }

    private L1Entry entry(long left) {
        return new L1Entry("value", L1Entry.Times.until(this.now.get() + left), 1, 1, 1, new Fence[0],
                new L1Entry.Details(Set.of(), null, new L1Entry.Life(0, 0, 0, 0, 0), 0, false));
    }

}
