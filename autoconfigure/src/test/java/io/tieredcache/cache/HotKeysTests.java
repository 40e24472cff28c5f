package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The keys that are read most. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class HotKeysTests {

    private static final Reload RELOAD = new Reload(() -> {
        throw new UnsupportedOperationException();
    }, (context) -> CompletableFuture.completedFuture(null));

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    private final HotKeys keys = new HotKeys(10);

    @BeforeEach
    void printSeed() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
    }

    @Test
    void keysThatAreReadMostAreFoundAmongAHundredThousand() {
        for (int i = 0; i < 200_000; i++) {
            boolean hot = this.random.nextBoolean();
            this.keys.count(hot ? this.random.nextInt(5) : 5 + this.random.nextInt(100_000), RELOAD);
            assertThat(this.keys.size()).isLessThanOrEqualTo(40);
        }
        assertThat(this.keys.top()).hasSize(10);
        assertThat(locals().subList(0, 5)).as("seed %d", this.seed).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void keyThatNobodyReadsAnyMoreLeaves() {
        for (int i = 0; i < 1_000; i++) {
            this.keys.count("once hot", RELOAD);
        }
        for (int i = 0; i < 12; i++) {
            this.keys.count("hot", RELOAD);
            this.keys.count("hot", RELOAD);
            this.keys.age();
        }
        assertThat(locals()).containsExactly("hot");
        this.keys.age();
        this.keys.age();
        assertThat(this.keys.size()).isZero();
    }

    @Test
    void latestWayToLoadAKeyIsKept() {
        Reload other = new Reload(RELOAD.begin(), RELOAD.source());
        this.keys.count("hot", RELOAD);
        this.keys.count("hot", other);
        assertThat(this.keys.top()).singleElement().extracting(HotKeys.Hot::reload).isSameAs(other);
    }

    @Test
    void oneReadInEightIsCounted() {
        int sampled = 0;
        for (int i = 0; i < 80_000; i++) {
            sampled += this.keys.isSampled() ? 1 : 0;
        }
        assertThat(sampled).isBetween(9_000, 11_000);
    }

    @Test
    void countingOnManyThreadsKeepsTheBound() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> counting = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random own = new Random(this.seed + thread);
                counting.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        this.keys.count(own.nextInt(1_000), RELOAD);
                    }
                }, threads));
            }
            counting.forEach(CompletableFuture::join);
            // Each thread may add one beyond the bound at the same moment.
            assertThat(this.keys.size()).isLessThanOrEqualTo(44);
        }
        finally {
            threads.shutdownNow();
        }
    }

    private List<Object> locals() {
        return this.keys.top().stream().map(HotKeys.Hot::local).toList();
    }

}
