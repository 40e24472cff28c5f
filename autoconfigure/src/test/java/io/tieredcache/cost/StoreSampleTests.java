package io.tieredcache.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.tieredcache.SizeEstimate;
import io.tieredcache.store.SampledKeys;
import io.tieredcache.store.SampledKeys.SampledKey;

import static org.assertj.core.api.Assertions.assertThat;

class StoreSampleTests {

    private static final String BIG = "shop:big:v1:{s:k}";

    private static final String SMALL = "shop:small:v1:{s:k}";

    private final StoreSample sample = new StoreSample("shop");

    @Test
    void nothingIsKnownBeforeTheFirstSample() {
        assertThat(this.sample.estimate("big")).isEqualTo(SizeEstimate.unknown(null, "No sample was taken yet"));
    }

    @Test
    void shareOfTheDrawnIsTheShareOfAll() {
        this.sample.add(new SampledKeys(1_000, 10,
                List.of(new SampledKey(BIG, 500), new SampledKey(BIG, 700), new SampledKey(SMALL, 90))));
        SizeEstimate big = this.sample.estimate("big");
        assertThat(big.bytes()).isEqualTo(120_000);
        assertThat(big.entries()).isEqualTo(200);
        assertThat(big.samples()).isEqualTo(2);
        // sqrt((500² + 700²) / 10 - 120²) / sqrt(10) * 1000
        assertThat(big.standardError()).isEqualTo(77_201);
        assertThat(this.sample.estimate("small").bytes()).isEqualTo(9_000);
        assertThat(this.sample.estimate("never-seen").bytes()).isZero();
    }

    @Test
    void leasesAreBytesAndNoEntries() {
        this.sample.add(new SampledKeys(100, 10, List.of(new SampledKey(SMALL, 90), new SampledKey(SMALL + ":l", 60))));
        assertThat(this.sample.estimate("small").bytes()).isEqualTo(1_500);
        assertThat(this.sample.estimate("small").entries()).isEqualTo(10);
    }

    @Test
    void namesThatAreNoneOfOursCountForNobody() {
        this.sample.add(new SampledKeys(100, 2,
                List.of(new SampledKey("shop:%ffffffff;:v1:{k}", 90), new SampledKey("shop:", 60))));
        assertThat(this.sample.estimate("small").bytes()).isZero();
    }

    @Test
    void emptyRedisHoldsNothing() {
        this.sample.add(new SampledKeys(0, 0, List.of()));
        assertThat(this.sample.estimate("big").basis()).isEqualTo(SizeEstimate.Basis.SAMPLED);
        assertThat(this.sample.estimate("big").bytes()).isZero();
    }

    @Test
    void keysOfWhichNoneCouldBeDrawnAreNotKnown() {
        this.sample.add(new SampledKeys(5, 0, List.of()));
        assertThat(this.sample.estimate("big").bytes()).isNull();
        assertThat(this.sample.estimate("big").reason()).isEqualTo("No key could be drawn");
    }

    @Test
    void lastTenSamplesAreTakenTogether() {
        this.sample.add(new SampledKeys(100, 10, List.of(new SampledKey(BIG, 1_000_000))));
        for (int i = 0; i < StoreSample.LOOKS; i++) {
            this.sample.add(new SampledKeys(200, 10, List.of(new SampledKey(SMALL, 100))));
        }
        assertThat(this.sample.estimate("big").bytes()).as("forgotten").isZero();
        assertThat(this.sample.estimate("small").samples()).isEqualTo(10);
        assertThat(this.sample.estimate("small").bytes()).isEqualTo(2_000);
    }

    @Test
    void failureForgetsAllSamples() {
        this.sample.add(new SampledKeys(100, 10, List.of(new SampledKey(BIG, 1_000))));
        this.sample.clear("away");
        assertThat(this.sample.estimate("big")).isEqualTo(SizeEstimate.unknown(null, "away"));
        this.sample.add(new SampledKeys(100, 10, List.of()));
        assertThat(this.sample.estimate("big").bytes()).isZero();
    }

    /**
     * In draws of a known population the truth is within three standard errors, but for
     * one look in some hundreds.
     */
    @Test
    void standardErrorTellsHowFarOffTheEstimateIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int far = 0;
        for (int round = 0; round < 200; round++) {
            StoreSample drawn = new StoreSample("shop");
            List<SampledKey> own = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                if (random.nextInt(10) < 3) {
                    own.add(new SampledKey(BIG, 100 + random.nextInt(200)));
                }
            }
            drawn.add(new SampledKeys(1_000_000, 1_000, own));
            SizeEstimate estimate = drawn.estimate("big");
            assertThat(estimate.bytes()).isNotNull();
            assertThat(estimate.standardError()).isNotNull().isPositive();
            if (Math.abs(estimate.bytes() - 0.3 * 199.5 * 1_000_000) > 3 * estimate.standardError()) {
                far++;
            }
        }
        assertThat(far).as("seed %d", seed).isLessThan(15);
    }

}
