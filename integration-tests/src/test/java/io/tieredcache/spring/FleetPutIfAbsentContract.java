package io.tieredcache.spring;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.RepeatedTest;

import org.springframework.cache.Cache.ValueWrapper;

import io.tieredcache.TieredCache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code putIfAbsent} where the instances share what is stored.
 */
interface FleetPutIfAbsentContract extends CacheContract {

    @RepeatedTest(5)
    default void putIfAbsentOnTwoInstancesHasOneWinner() {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger winners = new AtomicInteger();
        Callers<Object> callers = Callers.start(32, () -> {
            int mine = next.incrementAndGet();
            TieredCache cache = (mine % 2 == 0) ? cache() : cacheElsewhere();
            ValueWrapper present = cache.putIfAbsent("key", mine);
            if (present == null) {
                winners.incrementAndGet();
                return mine;
            }
            return present.get();
        });
        assertThat(callers.results()).hasSize(32)
            .containsOnly(cache().get("key", Integer.class), cacheElsewhere().get("key", Integer.class));
        assertThat(winners).hasValue(1);
    }

}
